//! The practice org as a program: starts, says where it is in one line of JSON, and runs until it is told to stop.
//!
//! Stops at SIGTERM or SIGINT. The end of standard input means nothing to it.

use std::path::PathBuf;
use std::process::ExitCode;

use practice_org::{Options, Practice};
use serde_json::{Value, json};

const USAGE: &str = "usage: practice-org [--dir DIR] [--seed NUMBER]";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let failed = match options(std::env::args().skip(1)) {
        Ok(options) => run(options).await,
        Err(wrong) => Err(format!("{wrong}\n{USAGE}")),
    };
    match failed {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            #[expect(clippy::print_stderr, reason = "a program that cannot start says why")]
            {
                eprintln!("practice-org: {why}");
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), String> {
    let practice = Practice::start(options).await.map_err(|failed| failed.to_string())?;
    let stop = told_to_stop().map_err(|failed| format!("could not listen for signals: {failed}"))?;
    #[expect(clippy::print_stdout, reason = "the one line that whoever started this program waits for")]
    {
        println!("{}", ready(&practice));
    }
    stop.await;
    Ok(())
}

fn ready(practice: &Practice) -> Value {
    json!({
        "ready": true,
        "site": practice.site_addr().to_string(),
        "proxy": practice.proxy_url(),
        "control": practice.control_url(),
        "ca": practice.ca_pem(),
        "orgs": practice.orgs(),
    })
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options {
        dir: std::env::temp_dir().join(format!("practice-org-{}", std::process::id())),
        seed: None,
    };
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} needs a value or is unknown"))?;
        match name.as_str() {
            "--dir" => options.dir = PathBuf::from(value),
            "--seed" => {
                options.seed = Some(value.parse().map_err(|_| format!("--seed: {value} is no number"))?);
            }
            _ => return Err(format!("{name} is unknown")),
        }
    }
    Ok(options)
}

/// Listens from the moment of the call, so that a signal right after the ready line is not missed.
#[cfg(unix)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Where there are no such signals, Ctrl-C.
#[cfg(not(unix))]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        _ = tokio::signal::ctrl_c().await;
    })
}
