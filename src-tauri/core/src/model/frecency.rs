//! How often and how lately something was used, in one number: each use adds one, and the sum halves every three days.
//!
//! It orders what is equally good otherwise. It never lifts production: to be used often is no reason to be hit by
//! mistake.

use std::time::Duration;

use crate::model::client_app::Used;
use crate::model::environment::Environment;
use crate::model::time::Timestamp;

/// After how long a use counts half.
const HALF_LIFE: Duration = Duration::from_secs(72 * 60 * 60);

/// The number as of now. A clock that was put back lets no time pass.
pub fn score(used: Used, now: Timestamp) -> f64 {
    let Some(at) = used.at else { return 0.0 };
    // Only a file that another hand has changed holds something else than a sum of uses.
    let score = if used.score.is_finite() { used.score.max(0.0) } else { 0.0 };
    let age = now.since(at).unwrap_or_default();
    score * (-(age.as_secs_f64() / HALF_LIFE.as_secs_f64())).exp2()
}

/// After one more use, now.
#[must_use]
pub fn used_once_more(used: Used, now: Timestamp) -> Used {
    Used { at: Some(now), score: score(used, now) + 1.0 }
}

/// What it is worth in a ranking: from 0 to, never quite, 1. Nothing for production, and for what may be production.
pub fn bonus(used: Used, environment: Environment, now: Timestamp) -> f64 {
    if !environment.is_outside_production() {
        return 0.0;
    }
    let score = score(used, now);
    score / (score + 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp(1_780_000_000_000);

    fn used(uses: u32) -> Used {
        (0..uses).fold(Used::default(), |used, _| used_once_more(used, NOW))
    }

    fn is_about(is: f64, should_be: f64) -> bool {
        (is - should_be).abs() < 1e-9
    }

    #[test]
    fn each_use_adds_one_and_three_days_halve_it() {
        assert!(is_about(score(Used::default(), NOW), 0.0), "never used");
        assert!(is_about(score(used(4), NOW), 4.0));
        assert!(is_about(score(used(4), NOW.plus(HALF_LIFE)), 2.0));
        let later = used_once_more(used(4), NOW.plus(HALF_LIFE * 2));
        assert_eq!(later.at, Some(NOW.plus(HALF_LIFE * 2)));
        assert!(is_about(later.score, 2.0), "one that is left, and one more");
    }

    #[test]
    fn what_was_used_lately_beats_what_was_used_often_long_ago() {
        let now = NOW.plus(HALF_LIFE * 5);
        assert!(score(used_once_more(Used::default(), now), now) > score(used(20), now));
    }

    #[test]
    fn production_and_what_may_be_production_is_never_lifted() {
        for environment in [Environment::Production, Environment::Unknown] {
            assert!(is_about(bonus(used(1000), environment, NOW), 0.0), "{environment:?}");
        }
        let sandbox = |uses| bonus(used(uses), Environment::Uat, NOW);
        assert!(0.0 < sandbox(1) && sandbox(1) < sandbox(2) && sandbox(1000) < 1.0);
    }

    proptest! {
        /// Whatever the clock does between uses, the number is a sum of at most as many ones as there were uses.
        #[test]
        fn no_clock_makes_it_explode(moments in prop::collection::vec(any::<i64>(), 1..60), last in any::<i64>()) {
            let mut used = Used::default();
            for (uses, moment) in (1_u32..).zip(&moments) {
                used = used_once_more(used, Timestamp(*moment));
                prop_assert!(used.score >= 1.0 && used.score <= f64::from(uses));
            }
            let now = score(used, Timestamp(last));
            prop_assert!((0.0..=used.score).contains(&now));
        }

        /// Nor does what another hand has written.
        #[test]
        fn no_number_makes_it_explode(score in any::<f64>(), at in any::<i64>(), now in any::<i64>()) {
            let used = Used { at: Some(Timestamp(at)), score };
            let is = super::score(used, Timestamp(now));
            prop_assert!(is.is_finite() && is >= 0.0);
            let bonus = bonus(used, Environment::Uat, Timestamp(now));
            prop_assert!((0.0..=1.0).contains(&bonus));
        }
    }
}
