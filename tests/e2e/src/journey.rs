//! A journey: named steps in order, each printed when it is done; the first that fails ends it.

use std::fmt::Display;
use std::time::Instant;

use crate::Failed;

/// Counts and prints the steps of one journey.
pub struct Journey {
    name: &'static str,
    started: Instant,
    done: usize,
}

impl Journey {
    /// A journey that has just begun.
    pub fn begin(name: &'static str) -> Self {
        Self { name, started: Instant::now(), done: 0 }
    }

    /// Says that a step is done, with what was seen.
    #[expect(clippy::print_stdout, reason = "the output of the program")]
    pub fn step(&mut self, what: impl Display) {
        self.done += 1;
        println!("{:>3} {:>6} ms  {what}", self.done, self.started.elapsed().as_millis());
    }

    /// Says how it ended; the process's exit status.
    #[expect(clippy::print_stdout, reason = "the output of the program")]
    pub fn end(self, outcome: Result<(), Failed>) -> std::process::ExitCode {
        match outcome {
            Ok(()) => {
                println!("{}: {} steps ok", self.name, self.done);
                std::process::ExitCode::SUCCESS
            }
            Err(failed) => {
                println!("{}: FAILED after step {}: {failed}", self.name, self.done);
                std::process::ExitCode::FAILURE
            }
        }
    }
}
