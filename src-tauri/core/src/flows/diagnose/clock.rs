//! Does this computer's clock agree with Salesforce's?
//!
//! A signed assertion is for three minutes from now; everything else bears a clock that is wrong.

use std::time::Duration;

use crate::io::salesforce::Met;
use crate::model::error::Error;
use crate::model::flow::Flow;
use crate::model::time::Timestamp;
use crate::model::view::{Note, Verdict};

use super::{Scene, verdict};

/// More than this, and Salesforce would not take an assertion that was signed now.
const MOST: u64 = 150;

/// Less than this is not worth a word: the answer was on its way, and says whole seconds alone.
const LEAST: u64 = 30;

/// Contacts Salesforce.
pub(super) async fn look(scene: &mut Scene<'_>) -> Verdict {
    match scene.met().await {
        Ok(Met { time: Some(theirs), .. }) => judge(scene.core.rooms().clock.now(), theirs, &scene.app.flow),
        Ok(_) | Err(_) => Verdict::CannotTell,
    }
}

/// Judges two clocks for a flow.
pub(crate) fn judge(ours: Timestamp, theirs: Timestamp, flow: &Flow) -> Verdict {
    let seconds = seconds_off(ours, theirs);
    match (seconds.unsigned_abs(), flow) {
        (off, Flow::JwtBearer(_)) if off > MOST => verdict(Err(Error::ClockOff { seconds })),
        (off, _) if off > LEAST => Verdict::Warned { note: Note::ClockOff { seconds } },
        _ => Verdict::Passed { note: None },
    }
}

/// How far apart two clocks are; positive: ours is ahead.
fn seconds_off(ours: Timestamp, theirs: Timestamp) -> i64 {
    let seconds = |apart: Duration| i64::try_from(apart.as_secs()).unwrap_or(i64::MAX);
    match ours.since(theirs) {
        Some(ahead) => seconds(ahead),
        None => theirs.since(ours).map_or(0, |behind| -seconds(behind)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_off_is_said_with_its_sign() {
        let now = Timestamp(1_790_000_000_000);
        assert_eq!(seconds_off(now.plus(Duration::from_secs(40)), now), 40);
        assert_eq!(seconds_off(now, now.plus(Duration::from_secs(40))), -40);
        let judged = |by| judge(now.plus(Duration::from_secs(by)), now, &Flow::ClientCredentials);
        assert_eq!(judged(10), Verdict::Passed { note: None });
        assert_eq!(judged(4000), Verdict::Warned { note: Note::ClockOff { seconds: 4000 } });
    }
}
