//! `soak [--rotations N] [--rounds N] [--seed S]`: rotations by the thousand, processes by the handful, and a naive client
//! that must be caught.

use std::process::ExitCode;

use keyperch_faults::report::{at_least_one, flag, line};
use keyperch_faults::{Failed, soak};

/// Enough for a client that is wrong to show it.
const NAIVE_ROTATIONS: u64 = 200;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failed) => {
            line(&format!("soak: {failed}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[String]) -> Result<bool, Failed> {
    let rotations = at_least_one(arguments, "--rotations", 10_000)?;
    let rounds = at_least_one(arguments, "--rounds", 3)?;
    let seed = flag(arguments, "--seed", u64::from(std::process::id()))?;
    line(&format!("seed {seed}"));
    let avoidable = soak::rotations(rotations, seed).await?;
    soak::together(8, rounds).await?;
    let caught = soak::naive(NAIVE_ROTATIONS, seed).await?;
    line(&match caught {
        0 => format!("naive: 0 of {NAIVE_ROTATIONS} lost: this harness sees nothing"),
        caught => format!("naive: {caught} of {NAIVE_ROTATIONS} lost (the harness sees it)"),
    });
    line(&format!(
        "{rotations} rotations, 8 processes × 50 grants × {rounds} rounds: {avoidable} avoidable losses"
    ));
    Ok(avoidable == 0 && caught > 0)
}
