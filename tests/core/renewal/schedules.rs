//! Two programs that want a token at once, in every order in which their first thirteen steps can fall; then both go on
//! in turns. Afterwards the grant must still renew, and no spent token may have been presented.

use std::io::Write;
use std::pin::Pin;

use keyperch_core::flows::renewal::Got;

use super::naive;
use super::world::{Program, World, step};

const CHOICES: u32 = 13;

type Running = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Runs both in this order, then to their ends.
fn run(schedule: u32, mut programs: [Running; 2]) {
    let mut lives = [true, true];
    let mut poll = |which: usize| {
        if lives[which] && step(&mut programs[which]).is_ready() {
            lives[which] = false;
        }
        lives
    };
    for choice in 0..CHOICES {
        let chosen = usize::from(schedule >> choice & 1 == 1);
        let lives = poll(chosen);
        if !lives[chosen] {
            poll(1 - chosen);
        }
    }
    for _ in 0..400 {
        if poll(0) == [false, false] || poll(1) == [false, false] {
            return;
        }
    }
    panic!("schedule {schedule:013b} does not end");
}

/// In how many schedules the grant survives.
fn survived(begin: impl Fn() -> Program, program: fn(&Program) -> Running) -> u32 {
    let survives = |schedule: &u32| {
        let world = begin();
        run(*schedule, [program(&world), program(&world)]);
        let renews = matches!(world.renew(), Ok(Got::New(..)));
        renews && world.world().server.replays == 0
    };
    (0..1 << CHOICES).filter(survives).count().try_into().expect("few")
}

fn say(what: &str, survived: u32) {
    // Past the test harness, which shows nothing of a test that passes.
    writeln!(std::io::stdout(), "schedules: {what}: {survived} of {}", 1 << CHOICES)
        .expect("standard output");
}

fn ours(program: &Program) -> Running {
    let running = program.fresh();
    Box::pin(async move { drop(running.await.expect("a token")) })
}

#[test]
fn two_programs_never_spend_one_token_twice() {
    let whole = survived(World::signed_in, ours);
    say("writes that are whole", whole);
    let torn = survived(
        || {
            let program = World::signed_in();
            program.world().tears = true;
            program
        },
        ours,
    );
    say("writes that can be torn", torn);
    assert_eq!((whole, torn), (1 << CHOICES, 1 << CHOICES));
}

#[test]
fn in_each_schedule_the_second_program_takes_what_the_first_was_given() {
    for schedule in 0..1 << CHOICES {
        let world = World::signed_in();
        run(schedule, [ours(&world), ours(&world)]);
        assert_eq!(world.world().server.refreshes, 1, "schedule {schedule:013b}: one request an expiry");
    }
}

#[test]
fn a_naive_client_is_caught_by_the_same_schedules() {
    let naive: fn(&Program) -> Running = |program| {
        let running = naive::renew(program);
        Box::pin(async move {
            let _whether_a_token_came = running.await;
        })
    };
    let survived = survived(World::signed_in, naive);
    say("a naive client", survived);
    assert!(survived < 1 << CHOICES, "the schedules would not notice a client that loses sign-ins");
}
