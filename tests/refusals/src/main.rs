//! `refusals [--break ROW]`: every row of the catalogue of refusals, caused or replayed, and where it leads.
//!
//! What a switch of the practice org can cause is caused by it, and the real flow of the core runs into it: a browser, an
//! exchange, a renewal, client credentials, a signed assertion, a device code, the API. The rest is put into a real answer,
//! or, where no answer can say it, given to whoever reads answers. What must come of each stands in tables of this
//! program's own, not in the catalogue. `--break ROW` expects something wrong of a row, and must fail.

mod clock;
mod deeds;
mod person;
mod replay;
mod report;
mod scene;
mod tables;

use std::process::ExitCode;

use report::{Tally, line};
use scene::Stand;
use tables::{Case, Way};

/// Why a step failed.
type Failed = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failed) => {
            line(&format!("refusals: {failed}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[String]) -> Result<bool, Failed> {
    let cases = tables::all();
    let broken = broken(arguments, &cases)?;
    let stand = Stand::open().await?;
    let mut tally = Tally::default();
    let gaps = tables::coverage::gaps(&cases, &stand.practice);
    for case in cases {
        let case = if broken == Some(case.row) { case.misjudged() } else { case };
        let found = match case.way {
            Way::Caused(deed, order) => deeds::cause(&stand, &case, deed, order).await,
            Way::Replayed => replay::replay(&stand, &case).await,
        };
        tally.count(&case, found);
    }
    line(&tables::coverage::never_asked());
    for gap in &gaps {
        line(&format!("WRONG: {gap}"));
    }
    Ok(tally.conclude(gaps.len()))
}

/// The row of which something wrong is to be expected.
fn broken(arguments: &[String], cases: &[Case]) -> Result<Option<&'static str>, Failed> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => Ok(None),
        ["--break", row] => {
            let known = cases.iter().find(|case| case.row == *row).map(|case| case.row);
            Ok(Some(known.ok_or_else(|| format!("--break: there is no row {row}"))?))
        }
        _ => Err("usage: refusals [--break ROW]".into()),
    }
}
