//! What is printed: one line for each input, and the lines that count them.

use std::fmt::Write as _;
use std::io::Write;
use std::time::Duration;

use crate::case::{Case, Class};
use crate::inputs::COUNT;
use crate::trial::Outcome;

/// A line on standard output; nobody to read it is no failure.
pub(crate) fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    let _nobody = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Something beside the list: what was found, and whether it is as it must be.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) says: String,
    pub(crate) holds: bool,
}

/// Prints the findings; whether all hold.
pub(crate) fn others(findings: &[Finding]) -> bool {
    for Finding { says, holds } in findings {
        line(&format!("{}{says}", if *holds { "" } else { "WRONG: " }));
    }
    findings.iter().all(|finding| finding.holds)
}

/// The counts.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    tried: usize,
    classes: [usize; Class::ALL.len()],
    as_expected: usize,
    good: usize,
    sockets: usize,
    growth: usize,
    beside_slow: Duration,
}

impl Tally {
    /// Counts an input, and prints its line.
    pub(crate) fn count(&mut self, case: &Case, outcome: &Outcome) {
        if self.tried == 0 {
            line("input  expected           seen               good callback  what");
        }
        self.tried += 1;
        let at = Class::ALL.iter().position(|class| Some(*class) == outcome.seen);
        if let Some(count) = at.and_then(|at| self.classes.get_mut(at)) {
            *count += 1;
        }
        self.as_expected += usize::from(outcome.wrong.is_empty() && outcome.seen == Some(case.expected));
        self.good += usize::from(outcome.good.is_some());
        let seen = outcome.seen.map_or_else(|| "nothing".to_owned(), |class| class.to_string());
        let good =
            outcome.good.map_or_else(|| "NONE".to_owned(), |took| format!("after {}", milliseconds(took)));
        let mut text =
            format!("C{:02}    {:17}  {seen:17}  {good:13}  {}", case.number, case.expected, case.what);
        if outcome.ways > 1 {
            let _cannot_fail = write!(text, " ({} ways)", outcome.ways);
        }
        if let Some(gauge) = outcome.gauge {
            let _cannot_fail =
                write!(text, " [{} sockets seen at most, memory {}]", gauge.sockets, megabytes(gauge.growth));
            self.sockets = self.sockets.max(gauge.sockets);
            self.growth = self.growth.max(gauge.growth);
            self.beside_slow = self.beside_slow.max(outcome.good.unwrap_or(Duration::MAX));
        }
        line(&text);
        outcome.wrong.iter().for_each(|wrong| line(&format!("       WRONG: {wrong}")));
    }

    /// Prints the counts; whether everything was as it must be.
    pub(crate) fn conclude(&self) -> bool {
        let all = usize::from(COUNT);
        let counted = Class::ALL.iter().zip(self.classes).map(|(class, count)| format!("{class}: {count}"));
        line(&counted.collect::<Vec<_>>().join(" · "));
        line(&format!("{} of {all} as expected, {} good logins after", self.as_expected, self.good));
        line(&format!(
            "beside the slow and the huge ones (C61–C66, C70): {} sockets seen at most, a good login within {}, memory {}",
            self.sockets,
            milliseconds(self.beside_slow),
            megabytes(self.growth)
        ));
        self.tried == all && self.as_expected == all && self.good == all
    }
}

pub(crate) fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn megabytes(bytes: usize) -> String {
    // Tenths, without a float that could not hold every count.
    let tenths = bytes * 10 / (1024 * 1024);
    format!("+{}.{} MB", tenths / 10, tenths % 10)
}
