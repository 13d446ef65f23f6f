//! A headless Keyperch for one test: orders on standard input, answers on standard output, its log on standard error.
//!
//! It is made to be killed. It says nothing that is secret.

use std::process::ExitCode;

fn main() -> ExitCode {
    keyperch_faults::child::live()
}
