//! `callbacks [--break N]`: eighty inputs to the real listener over real sockets, and a good callback after each.
//!
//! Each input has the class that it must be of; what is seen is held against it. A good callback must get through
//! within a second afterwards: at the same attempt, or at a fresh one where the input ended it. Every reply is one of
//! the fixed ones, and nothing of an input is in the log. `--break N` expects something wrong of input N, and must fail.

mod attempt;
mod case;
mod delivery;
mod gauges;
mod inputs;
mod log;
mod more;
mod peers;
mod replies;
mod report;
mod trial;

use std::process::ExitCode;

use report::line;

/// Why a step failed.
type Failed = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match begin(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failed) => {
            line(&format!("callbacks: {failed}"));
            ExitCode::FAILURE
        }
    }
}

fn begin(arguments: &[String]) -> Result<bool, Failed> {
    let broken = broken(arguments)?;
    if !peers::has_neighbours() {
        return peers::again_in_own_network(arguments);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build()?;
    runtime.block_on(run(broken))
}

async fn run(broken: Option<u8>) -> Result<bool, Failed> {
    let log = log::Log::keep();
    let mut tally = report::Tally::default();
    let mut range = trial::Range::open(log.clone()).await?;
    for case in inputs::all() {
        let case = if broken == Some(case.number) { case.misjudged() } else { case };
        let outcome = range.try_case(&case).await;
        tally.count(&case, &outcome);
    }
    range.close().await?;
    let others = [
        more::slow().await?,
        more::cancelled().await?,
        more::cycles().await?,
        more::crowd().await?,
        more::states()?,
        more::logged(&log),
    ];
    Ok(tally.conclude() & report::others(&others))
}

/// The input of which something wrong is to be expected.
fn broken(arguments: &[String]) -> Result<Option<u8>, Failed> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).filter(|it| *it != peers::LENT).collect();
    match arguments.as_slice() {
        [] => Ok(None),
        ["--break", number] => {
            let number = number.parse().ok().filter(|number| (1..=inputs::COUNT).contains(number));
            number.map(Some).ok_or_else(|| format!("--break: a number from 1 to {}", inputs::COUNT).into())
        }
        _ => Err("usage: callbacks [--break N]".into()),
    }
}
