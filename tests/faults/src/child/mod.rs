//! The child: a core without its window, which takes orders line by line and can be made to die at a named point.

mod body;
pub(crate) mod carry_out;
pub mod clock;
mod death;
mod log;
mod naive;
mod prober;

use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::sync::Arc;

use keyperch_core::io::vault::MemoryVault;
use keyperch_core::model::failure::Failure;
use keyperch_core::{Core, Keychain, Network, Parts, Vault};
use serde_json::{Value, json};

use crate::Failed;
use crate::orders::{Order, Said, Setup, VaultKind};
pub(crate) use carry_out::fingerprint;
use clock::MovableClock;
use prober::Prober;

/// What the child is made of.
struct Child {
    core: Core,
    clock: Arc<MovableClock>,
    prober: Prober,
    naive: naive::Naive,
}

/// Lives until its input ends.
pub fn live() -> ExitCode {
    log::begin();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    match runtime {
        Ok(runtime) => match runtime.block_on(orders()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failed) => {
                say(&Said::Failed { failure: json!({ "code": "child", "why": failed.to_string() }) });
                ExitCode::FAILURE
            }
        },
        Err(_) => ExitCode::FAILURE,
    }
}

async fn orders() -> Result<(), Failed> {
    let mut lines = lines();
    let first = lines.recv().await.ok_or("no first line")?;
    let child = match begin(&serde_json::from_str(&first)?)? {
        Ok(child) => child,
        Err(failure) => {
            say(&failed(failure));
            return Ok(());
        }
    };
    say(&Said::Done { value: Value::Null });
    while let Some(line) = lines.recv().await {
        let order: Order = serde_json::from_str(&line)?;
        say(&child.carry_out(order).await);
    }
    Ok(())
}

/// Opens the core, or says why it cannot be opened.
fn begin(setup: &Setup) -> Result<Result<Child, Failure>, Failed> {
    let clock = Arc::new(MovableClock::ahead_by(setup.ahead_seconds));
    let vault: Arc<dyn Vault> = match setup.vault {
        VaultKind::Keychain => Arc::new(Keychain::new()?),
        VaultKind::Memory => Arc::new(MemoryVault::default()),
    };
    if let Some(death) = &setup.death {
        death::arm(death)?;
    }
    let network = || -> Result<Network, Failed> {
        let proxy = Some(setup.proxy.clone()).filter(|proxy| !proxy.is_empty());
        Ok(Network { extra_ca: Some(std::fs::read(&setup.ca_pem)?), proxy })
    };
    let opened = Core::open(Parts {
        data_dir: setup.data_dir.clone(),
        network: network()?,
        vault: Arc::clone(&vault),
        clock: Arc::<MovableClock>::clone(&clock),
        on_change: Box::new(|_| {}),
    });
    let core = match opened {
        Ok(core) => core,
        Err(error) => return Ok(Err(error.into())),
    };
    let prober = Prober::begin(core.clone());
    Ok(Ok(Child { core, clock, prober, naive: naive::Naive::new(network()?, vault)? }))
}

/// The lines of the input. A thread reads them: they must not wait for the runtime, nor it for them.
fn lines() -> tokio::sync::mpsc::UnboundedReceiver<String> {
    let (to, lines) = tokio::sync::mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if to.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// One line out. A parent that is gone hears nothing, and the input will end.
fn say(said: &Said) {
    if let Ok(line) = serde_json::to_string(said) {
        let mut out = std::io::stdout().lock();
        let _gone = writeln!(out, "{line}").and_then(|()| out.flush());
    }
}

fn failed(failure: Failure) -> Said {
    Said::Failed { failure: serde_json::to_value(failure).unwrap_or_default() }
}
