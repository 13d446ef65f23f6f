//! A program that is killed, a keychain that fails, an answer that is lost, at every step and in every mixture: nothing is
//! lost but what nobody could have kept.

use keyperch_core::flows::renewal::{Got, Unsaved};
use keyperch_core::model::error::Error;
use proptest::prelude::*;

use super::world::{OnTheWay, Program, Turn, World, step};

/// Runs a program, and kills it after that many steps. Whether it came to its end by itself.
fn killed_after(program: &Program, steps: usize) -> bool {
    let mut running = program.fresh();
    (0..steps).any(|_| step(&mut running).is_ready())
}

#[test]
fn killed_at_any_step_it_loses_only_what_had_been_decided_and_not_been_read() {
    for tears in [false, true] {
        let (mut points, mut unavoidable) = (0, 0);
        loop {
            let program = World::signed_in();
            program.world().tears = tears;
            if killed_after(&program, points) {
                break;
            }
            let was_undecided = program.world().is_undecided;
            let renews = matches!(program.renew(), Ok(Got::New(..)));
            assert!(renews || was_undecided, "killed after {points} steps: lost without need");
            assert_eq!(
                renews, !was_undecided,
                "killed after {points} steps: what is spent cannot be had back"
            );
            unavoidable += u32::from(was_undecided);
            points += 1;
        }
        assert!(points > 10, "the steps are found: {points}");
        assert_eq!(unavoidable, if tears { 3 } else { 2 }, "of {points}: decided; read; half written");
    }
}

#[test]
fn a_keychain_that_fails_before_the_token_is_sent_costs_nothing() {
    let program = World::signed_in();
    program.world().failing_writes = 1;
    assert!(matches!(program.renew(), Err(Error::Keychain(_))));
    assert_eq!(program.world().server.refreshes, 0, "nothing was sent");
    assert_eq!(program.world().entry.intent, None);
    assert!(matches!(program.renew(), Ok(Got::New(..))));
}

#[test]
fn a_keychain_that_fails_after_it_is_tried_again_and_then_memory_holds_it() {
    for (failing, is_kept) in [(1, true), (4, true), (5, false)] {
        let program = World::signed_in();
        program.world().expire();
        let mut running = program.fresh();
        while program.world().server.refreshes == 0 {
            assert!(step(&mut running).is_pending());
        }
        program.world().failing_writes = failing;
        let outcome = loop {
            if let std::task::Poll::Ready(outcome) = step(&mut running) {
                break outcome.expect("an answer came");
            }
        };
        match outcome {
            Got::New(..) => assert!(is_kept, "{failing}"),
            Got::Unsaved(unsaved, _why) => {
                assert!(!is_kept, "{failing}");
                let Unsaved::<Turn> { record, .. } = *unsaved;
                assert_eq!(record.generation, 2, "the successor is in memory");
            }
            Got::Living(_) => panic!("it had expired"),
        }
    }
}

#[test]
fn an_answer_that_was_lost_is_asked_for_once_more_and_ends_what_cannot_be_had() {
    let program = World::signed_in();
    program.world().on_the_way = Some(OnTheWay::Unanswered);
    assert!(matches!(program.renew(), Err(Error::Network(_))));
    assert_eq!(program.world().entry.intent, Some(1), "in doubt");
    assert!(matches!(program.renew(), Err(Error::Refused(_))), "it had been spent");
    assert!(program.world().entry.ended);
    assert!(matches!(program.renew(), Err(Error::NeedsSignIn { .. })));
    assert_eq!(program.world().server.replays, 1, "that one attempt, and no other");
}

#[test]
fn a_request_that_never_left_leaves_no_doubt_and_one_that_is_busy_is_waited_for() {
    let program = World::signed_in();
    program.world().on_the_way = Some(OnTheWay::Lost);
    assert!(matches!(program.renew(), Err(Error::Network(_))));
    assert_eq!(program.world().entry.intent, None);
    program.world().on_the_way = Some(OnTheWay::Busy);
    assert!(matches!(program.renew(), Ok(Got::New(..))), "asked again after a while");
    assert_eq!(program.world().server.refreshes, 1);
}

/// What can happen, one after the other.
#[derive(Clone, Debug)]
enum Event {
    Copy,
    Expire,
    KilledAfter(usize),
    /// So many writes succeed, and so many fail after them.
    WritesFail {
        after: u32,
        count: u32,
    },
    OnTheWay(OnTheWay),
    Tears(bool),
    SignIn,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => Just(Event::Copy),
        3 => Just(Event::Expire),
        3 => (0..30_usize).prop_map(Event::KilledAfter),
        // Two writes are a renewal, or three where a write first empties its place; five failures are given up.
        1 => (0..4_u32, 1..7_u32).prop_map(|(after, count)| Event::WritesFail { after, count }),
        1 => prop_oneof![Just(OnTheWay::Lost), Just(OnTheWay::Unanswered), Just(OnTheWay::Busy)]
            .prop_map(Event::OnTheWay),
        1 => any::<bool>().prop_map(Event::Tears),
        1 => Just(Event::SignIn),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_happens_in_whatever_order_nothing_is_lost_that_could_be_kept(
        events in proptest::collection::vec(event(), 1..60),
    ) {
        let program = World::signed_in();
        // From the moment in which Salesforce decided, and nobody could read it, a loss is nobody's fault.
        let mut is_unavoidable = false;
        for event in events {
            let had_ended = program.world().entry.ended;
            let replays = program.replays();
            match event {
                Event::Copy => {
                    let was_undecided = program.world().is_undecided;
                    let is_unanswered = program.world().on_the_way == Some(OnTheWay::Unanswered);
                    let outcome = run(&program);
                    // What came to an end by itself has kept what it was given, or says that memory alone has it.
                    let is_undecided = program.world().is_undecided;
                    let may_be = was_undecided || is_unanswered || matches!(outcome, Ok(Got::Unsaved(..)));
                    prop_assert!(!is_undecided || may_be, "it ended, and what it was given is nowhere");
                }
                Event::Expire => program.world().expire(),
                Event::KilledAfter(steps) => drop(killed_after(&program, steps)),
                Event::WritesFail { after, count } => {
                    let mut world = program.world();
                    (world.spared_writes, world.failing_writes) = (after, count);
                }
                Event::OnTheWay(what) => program.world().on_the_way = Some(what),
                Event::Tears(tears) => program.world().tears = tears,
                Event::SignIn => {
                    program.world().sign_in();
                    is_unavoidable = false;
                }
            }
            is_unavoidable |= program.world().is_undecided;
            prop_assert!(is_unavoidable || program.replays() == 0, "a spent token was presented");
            prop_assert!(is_unavoidable || !program.world().entry.ended, "lost without need");
            // An attempt whose answer did not get on record is made again: it can end nothing that has not ended.
            prop_assert!(program.replays() <= replays + u64::from(!had_ended), "one attempt, and no other");
        }
        program.world().on_the_way = None;
        program.world().failing_writes = 0;
        prop_assert_eq!(matches!(program.renew(), Ok(Got::New(..))), !is_unavoidable);
    }
}

/// Runs a program to its end.
fn run(program: &Program) -> Result<Got<Turn>, Error> {
    let mut running = program.fresh();
    loop {
        if let std::task::Poll::Ready(outcome) = step(&mut running) {
            return outcome;
        }
    }
}
