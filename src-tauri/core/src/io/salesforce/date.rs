//! Dates of Salesforce's: that in an answer's head (RFC 9110 §5.6.7), `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that
//! may be sent; and those in the answer to a query, `1994-11-06T08:49:37.000+0000`.

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
    moment(Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?, clock)
}

/// The moment that a query's answer names, to the second; none for any other text, or another offset.
pub(super) fn of_query(text: &str) -> Option<Timestamp> {
    let (date, clock) = text.split_once('T')?;
    let clock = clock.strip_suffix("+0000").or_else(|| clock.strip_suffix('Z'))?;
    let seconds = clock.split_once('.').map_or(clock, |(seconds, _)| seconds);
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts[..] else { return None };
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    moment(Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?, seconds)
}

fn moment(date: Date, clock: &str) -> Option<Timestamp> {
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
    fn a_date_of_a_query_is_the_same_moment() {
        assert_eq!(of_query("1994-11-06T08:49:37.000+0000"), Some(Timestamp(784_111_777_000)));
        assert_eq!(of_query("1994-11-06T08:49:37Z"), Some(Timestamp(784_111_777_000)));
        for text in
            ["", "1994-11-06", "1994-11-06T08:49:37.000+0100", "1994-02-31T08:49:37.000+0000", "yesterday"]
        {
            assert_eq!(of_query(text), None, "{text}");
        }
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
