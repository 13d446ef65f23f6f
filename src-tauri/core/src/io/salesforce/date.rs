//! The date in an answer's head (RFC 9110 §5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that may be sent.

use time::{Date, Month, Time, UtcOffset};

use crate::model::time::Timestamp;

const MONTHS: [(&str, Month); 12] = [
    ("Jan", Month::January),
    ("Feb", Month::February),
    ("Mar", Month::March),
    ("Apr", Month::April),
    ("May", Month::May),
    ("Jun", Month::June),
    ("Jul", Month::July),
    ("Aug", Month::August),
    ("Sep", Month::September),
    ("Oct", Month::October),
    ("Nov", Month::November),
    ("Dec", Month::December),
];

/// The moment that a date names; none for any other text.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let parts: Vec<&str> = text.split(' ').collect();
    let [_weekday, day, month, year, clock, "GMT"] = parts[..] else { return None };
    let (_, month) = MONTHS.into_iter().find(|(name, _)| *name == month)?;
    let date = Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    let mut numbers = clock.split(':').map(str::parse::<u8>);
    let mut number = || numbers.next()?.ok();
    let time = Time::from_hms(number()?, number()?, number()?).ok()?;
    let moment = date.with_time(time).assume_offset(UtcOffset::UTC);
    Some(Timestamp(moment.unix_timestamp().checked_mul(1000)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_moment_to_the_second() {
        assert_eq!(parse("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Timestamp(784_111_777_000)));
        assert_eq!(parse("Thu, 01 Jan 1970 00:00:00 GMT"), Some(Timestamp(0)));
    }

    #[test]
    fn what_is_no_such_date_is_none() {
        for text in [
            "",
            "now",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 CET",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
