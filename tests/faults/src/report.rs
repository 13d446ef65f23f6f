//! What is printed: one line for each thing that was tried, and the last line that counts them.

use std::io::Write;
use std::time::Duration;

/// A line on standard output; nobody to read it is no failure.
pub fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    let _nobody = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Seconds, as a person reads them.
pub fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

/// The number after a flag, or what it is without one.
pub fn flag(arguments: &[String], name: &str, without: u64) -> Result<u64, String> {
    match arguments.iter().position(|argument| argument == name) {
        None => Ok(without),
        Some(at) => {
            let text = arguments.get(at + 1).ok_or_else(|| format!("{name}: a number is missing"))?;
            text.parse().map_err(|_| format!("{name}: {text} is no number"))
        }
    }
}

/// The number after a flag; none of nothing is asked for, because it would count as survived.
pub fn at_least_one(arguments: &[String], name: &str, without: u64) -> Result<u64, String> {
    match flag(arguments, name, without)? {
        0 => Err(format!("{name}: at least 1")),
        number => Ok(number),
    }
}

/// What follows a flag.
pub fn words<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_a_number_or_said_to_be_none() {
        let arguments = ["--runs", "7", "--seed", "x"].map(str::to_owned);
        assert_eq!(flag(&arguments, "--runs", 20), Ok(7));
        assert_eq!(flag(&arguments, "--rotations", 20), Ok(20));
        assert!(flag(&arguments, "--seed", 1).is_err());
        assert!(flag(&arguments[..1], "--runs", 1).is_err());
        assert_eq!(words(&arguments, "--seed"), Some("x"));
        assert_eq!(at_least_one(&arguments, "--runs", 20), Ok(7));
        assert!(at_least_one(&["--runs", "0"].map(str::to_owned), "--runs", 20).is_err());
    }
}
