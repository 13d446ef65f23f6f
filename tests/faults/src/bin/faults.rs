//! `faults [--runs N] [--only ID,ID] [--seed S]`: every fault, then every kill point so many times; counts what is lost.

use std::process::ExitCode;

use keyperch_faults::report::{at_least_one, flag, line, words};
use keyperch_faults::{Failed, cases, kill};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failed) => {
            line(&format!("faults: {failed}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[String]) -> Result<bool, Failed> {
    let runs = at_least_one(arguments, "--runs", 20)?;
    let seed = flag(arguments, "--seed", u64::from(std::process::id()))?;
    let only: Option<Vec<&str>> = words(arguments, "--only").map(|ids| ids.split(',').collect());
    if only.is_none() && arguments.iter().any(|argument| argument == "--only") {
        return Err("--only: the names are missing".into());
    }
    let rows = kill::all()?;
    if let Some(unknown) =
        only.iter().flatten().find(|id| !cases::knows(id) && rows.iter().all(|row| row.id != **id))
    {
        return Err(format!("--only: there is no {unknown}").into());
    }
    let is_wanted = |id: &str| only.as_ref().is_none_or(|only| only.contains(&id));
    line(&format!("seed {seed}, each kill point {runs} times"));
    let faults = cases::everything(is_wanted).await?;
    let rows = rows.into_iter().filter(|row| is_wanted(&row.id)).collect();
    let kills = kill::everything(rows, runs, seed).await?;
    faults.coverage().iter().for_each(|covered| line(covered));
    let lost = faults.lost + kills.lost;
    line(&format!("{} faults survived, {} kill points survived, {lost} lost", faults.survived, kills.points));
    Ok(lost == 0)
}
