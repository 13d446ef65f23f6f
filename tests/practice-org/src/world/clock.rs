//! The one clock of a practice Salesforce, which tests can move forward.
//!
//! Never moves back: no real server does, and a test that needs it tests something else.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use time::OffsetDateTime;

/// The real time plus what tests have added.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    ahead: Duration,
}

impl Clock {
    /// Milliseconds since 1970, the unit of Salesforce's `issued_at`.
    pub(crate) fn now(&self) -> u64 {
        #[expect(clippy::disallowed_methods, reason = "this is the practice org's own clock")]
        let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from((real + self.ahead).as_millis()).unwrap_or(u64::MAX)
    }

    /// The same as the head of an answer says it (RFC 9110 §6.6.1): a server has one clock, not two.
    pub(crate) fn date(&self) -> Option<String> {
        let seconds = i64::try_from(self.now() / 1000).ok()?;
        let now = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
        let (weekday, month) = (now.weekday().to_string(), now.month().to_string());
        let (hour, minute, second) = now.to_hms();
        let (weekday, month, day, year) = (&weekday[..3], &month[..3], now.day(), now.year());
        Some(format!("{weekday}, {day:02} {month} {year} {hour:02}:{minute:02}:{second:02} GMT"))
    }

    /// A time in milliseconds since 1970, as the API writes dates.
    #[expect(clippy::unused_self, reason = "every time that is shown is one of this clock")]
    pub(crate) fn stamp(&self, at: u64) -> Option<String> {
        let moment = OffsetDateTime::from_unix_timestamp(i64::try_from(at / 1000).ok()?).ok()?;
        let (hour, minute, second) = moment.to_hms();
        let (year, month, day) = (moment.year(), u8::from(moment.month()), moment.day());
        let rest = at % 1000;
        Some(format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{rest:03}Z"))
    }

    /// Moves the clock forward. Refuses (by saying `false`) to leave the range of time itself.
    pub(crate) fn advance(&mut self, by: Duration) -> bool {
        const HUNDRED_YEARS: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
        match self.ahead.checked_add(by) {
            Some(ahead) if ahead <= HUNDRED_YEARS => {
                self.ahead = ahead;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_advanced_clock_is_ahead_by_that_much() {
        let mut clock = Clock::default();
        let before = clock.now();
        assert!(clock.advance(Duration::from_secs(15 * 60)), "a quarter of an hour is within range");
        assert!(clock.now() >= before + 900_000, "fifteen minutes are 900 000 ms");
    }

    #[test]
    fn an_answer_is_dated_by_this_clock() {
        let mut clock = Clock::default();
        let date = |clock: &Clock| clock.date().expect("a date within range");
        let is_right =
            |date: &str| date.len() == "Sun, 06 Nov 1994 08:49:37 GMT".len() && date.ends_with(" GMT");
        let before = date(&clock);
        assert!(clock.advance(Duration::from_secs(24 * 60 * 60)), "a day is within range");
        assert!(is_right(&before) && is_right(&date(&clock)), "one length, whatever the day: {before}");
        assert_ne!(before[..11], date(&clock)[..11], "a day later it is another day");
    }

    #[test]
    fn a_clock_does_not_run_out_of_time() {
        assert!(!Clock::default().advance(Duration::MAX), "the sum must never overflow");
    }
}
