//! Tries one input after the other: an attempt, the input, what became of it, and a good callback.

use std::time::Duration;

use keyperch_core::model::waiting::Hint;
use tokio::time::{sleep, timeout};

use crate::Failed;
use crate::attempt::{Attempt, End, free_port};
use crate::case::{Case, Class, Scene, When};
use crate::delivery::{Delivered, ask, deliver};
use crate::gauges::{Gauge, Seen};
use crate::inputs::{CANARY, CODE, visit};
use crate::log::Log;
use crate::replies;

/// Longer than a whole run.
const LONG: Duration = Duration::from_secs(600);
/// For the attempt whose time must be up.
const SHORT: Duration = Duration::from_millis(20);
/// What must end an attempt has done so by then.
const PATIENCE: Duration = Duration::from_secs(1);
/// What the listener may have open at once: its visitors, and one for whom one of them must go.
pub(crate) const MOST_SOCKETS: usize = 17;
/// What it may take of memory beside any input.
pub(crate) const MOST_GROWTH: usize = 5 * 1024 * 1024;

/// What became of one input, in all the ways to do it.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) seen: Option<Class>,
    pub(crate) ways: usize,
    /// The slowest good callback; none when one did not get through.
    pub(crate) good: Option<Duration>,
    pub(crate) gauge: Option<Seen>,
    /// All that is not as it must be.
    pub(crate) wrong: Vec<String>,
}

/// Where it is tried.
#[derive(Debug)]
pub(crate) struct Range {
    log: Log,
    last_page: Vec<u8>,
    port: u16,
    /// A second sign-in that waits all along.
    other: Attempt,
    /// The state of the attempt before.
    previous: String,
}

impl Range {
    pub(crate) async fn open(log: Log) -> Result<Self, Failed> {
        let port = free_port()?;
        let mut first = Attempt::begin("localhost", port, LONG).await?;
        first.good_callback().await?;
        let last_page = ask(first.address(), &visit(port, "/done")).await?;
        if !replies::is_last_page(&last_page) {
            return Err("the last page is not closed to everything".into());
        }
        first.port_is_free().await?;
        let other = Attempt::begin("localhost", free_port()?, LONG).await?;
        Ok(Self { log, last_page, port, other, previous: first.state.clone() })
    }

    /// The sign-in that waited all along gets its answer.
    pub(crate) async fn close(mut self) -> Result<(), Failed> {
        self.other.good_callback().await?;
        self.other.last_page(&self.last_page).await
    }

    /// Tries an input in each way.
    pub(crate) async fn try_case(&mut self, case: &Case) -> Outcome {
        let mut outcome = Outcome { good: Some(Duration::ZERO), ..Outcome::default() };
        for way in 0.. {
            let tried = match self.attempt(case).await {
                Ok(attempt) => self.try_way(case, way, attempt, &mut outcome).await,
                Err(failed) => Err(failed),
            };
            match tried {
                Ok(true) => outcome.ways += 1,
                Ok(false) => break,
                Err(failed) => {
                    outcome.good = None;
                    outcome.wrong.push(format!("way {}: {failed}", way + 1));
                    break;
                }
            }
        }
        if outcome.ways == 0 && outcome.wrong.is_empty() {
            outcome.good = None;
            outcome.wrong.push("nothing was tried".to_owned());
        }
        outcome
    }

    async fn attempt(&self, case: &Case) -> Result<Attempt, Failed> {
        let patience = if case.when == When::TimedOut { SHORT } else { LONG };
        Attempt::begin(case.host, self.port, patience).await
    }

    /// Whether there is such a way; what is wrong with it is noted.
    async fn try_way(
        &mut self,
        case: &Case,
        way: usize,
        mut attempt: Attempt,
        outcome: &mut Outcome,
    ) -> Result<bool, Failed> {
        let (state, previous) = (attempt.state.clone(), self.previous.clone());
        let other = (self.other.port, self.other.state.clone());
        let scene = Scene { port: self.port, state, previous, other };
        let Some(input) = (case.inputs)(&scene).into_iter().nth(way) else {
            attempt.cancel().await?;
            return Ok(false);
        };
        self.previous.clone_from(&attempt.state);
        match case.when {
            When::Waiting => {}
            When::Answered => drop(attempt.good_callback().await?),
            When::Cancelled => {
                attempt.cancel().await?;
                sleep(Duration::from_millis(1)).await;
            }
            When::TimedOut => attempt.time_out().await?,
        }
        let gauge = if case.is_slow_or_huge() { Some(Gauge::start()?) } else { None };
        let delivered = deliver(&input, attempt.address()).await?;
        let seen = class_of(case, &attempt, &delivered).await;
        let mut wrong = self.judge(case, seen, &attempt, &delivered);
        if seen == Class::Ends && attempt.end().await? != end_of(case) {
            wrong.push("it ended otherwise than it must".to_owned());
        }
        let took = self.good_one(attempt, seen).await?;
        if let Some(gauge) = gauge {
            let seen = gauge.stop().await?;
            wrong.extend((seen.sockets > MOST_SOCKETS).then(|| format!("{} sockets at once", seen.sockets)));
            // Then the gauge is broken.
            let too_few = case.number == 63 && seen.sockets < MOST_SOCKETS - 1;
            wrong.extend(too_few.then(|| format!("only {} sockets were seen", seen.sockets)));
            wrong.extend((seen.growth >= MOST_GROWTH).then(|| format!("{} bytes more memory", seen.growth)));
            let before = outcome.gauge.unwrap_or(Seen { sockets: 0, growth: 0 });
            let (sockets, growth) = (before.sockets.max(seen.sockets), before.growth.max(seen.growth));
            outcome.gauge = Some(Seen { sockets, growth });
        }
        // What was held open had its part in all that.
        drop(delivered);
        outcome.good = outcome.good.map(|slowest| slowest.max(took));
        outcome.seen = outcome.seen.filter(|class| *class != case.expected).or(Some(seen));
        outcome.wrong.extend(wrong.into_iter().map(|wrong| format!("way {}: {wrong}", way + 1)));
        Ok(true)
    }

    /// All that is wrong with what was seen.
    fn judge(&self, case: &Case, seen: Class, attempt: &Attempt, delivered: &Delivered) -> Vec<String> {
        let mut wrong = Vec::new();
        if seen != case.expected {
            wrong.push(format!("{seen}, not {}", case.expected));
        }
        if !delivered.replies.iter().all(|reply| replies::is_fixed(reply, &self.last_page)) {
            wrong.push("a reply that is none of the fixed ones".to_owned());
        }
        if seen == Class::AfterTheEnd && delivered.replies != [replies::SEE_DONE] {
            wrong.push("not sent on to the last page".to_owned());
        }
        let came_with_tls = case.number == 58;
        if came_with_tls != (attempt.hints() == [Hint::ForcedHttps])
            || (!came_with_tls && !attempt.hints().is_empty())
        {
            wrong.push(format!("the hints are {:?}", attempt.hints()));
        }
        if came_with_tls && delivered.replies != [replies::TLS_ALERT] {
            wrong.push("TLS was not told to give up".to_owned());
        }
        if self.other.is_over() {
            wrong.push("it ended another sign-in".to_owned());
        }
        if self.log.tells_of(&[CANARY, CODE, "aPrx", &attempt.state]) {
            wrong.push("something of it is in the log".to_owned());
        }
        wrong
    }

    /// A good callback: at this attempt if it still waits, else at a fresh one.
    async fn good_one(&self, mut attempt: Attempt, seen: Class) -> Result<Duration, Failed> {
        if attempt.is_over() {
            if matches!(seen, Class::Ends | Class::AfterTheEnd) {
                attempt.last_page(&self.last_page).await?;
            }
            attempt.port_is_free().await?;
            attempt = Attempt::begin("localhost", self.port, LONG).await?;
        }
        let took = attempt.good_callback().await?;
        attempt.last_page(&self.last_page).await?;
        Ok(took)
    }
}

async fn class_of(case: &Case, attempt: &Attempt, delivered: &Delivered) -> Class {
    if !delivered.connected {
        return Class::CannotConnect;
    }
    if case.when != When::Waiting {
        return Class::AfterTheEnd;
    }
    // Time enough for an answer to get from the socket to whoever waits for it, and for the gauge to look.
    sleep(Duration::from_millis(if case.is_slow_or_huge() { 50 } else { 10 })).await;
    if case.expected == Class::Ends {
        // The computer may be busy: only what must not end is given no longer to do it.
        let ends = async {
            while !attempt.is_over() {
                sleep(Duration::from_millis(5)).await;
            }
        };
        let _is_judged_below = timeout(PATIENCE, ends).await;
    }
    if attempt.is_over() { Class::Ends } else { Class::Ignored }
}

/// How an input that is an answer must end the attempt.
fn end_of(case: &Case) -> End {
    if case.number == 44 { End::Code(CODE.to_owned()) } else { End::Refusal }
}
