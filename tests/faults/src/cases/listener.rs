//! F85–F90: the port to which the browser comes back, and the browser.
//!
//! Needs views of its own of mounts and network: `make faults` may make them. What listens wherever else, and who may end
//! the wait, is looked at by the core's own tests.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener};
use std::time::Duration;

use keyperch_core::model::ids::ClientAppId;
use tokio::process::Command;

use super::bench::Bench;
use super::{Case, Running};
use crate::Failed;
use crate::orders::Order;

pub(super) const CASES: &[Case] = &[
    Case { id: "F85", what: "the callback's port is taken", run: || taken(IpAddr::V4(Ipv4Addr::LOCALHOST)) },
    Case {
        id: "F85b",
        what: "the callback's port is taken on every address",
        run: || taken(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
    },
    Case {
        id: "F86",
        what: "the callback's port is taken on ::1 alone",
        run: || taken(IpAddr::V6(Ipv6Addr::LOCALHOST)),
    },
    Case { id: "F88", what: "IPv6 is switched off", run: || Box::pin(without_ipv6()) },
    Case { id: "F89", what: "a hosts file without localhost", run: || with_hosts("127.0.1.1 elsewhere\n") },
    Case {
        id: "F89b",
        what: "a hosts file that sends localhost elsewhere",
        run: || with_hosts("192.0.2.7 localhost\n2001:db8::7 localhost\n"),
    },
    Case { id: "F90", what: "no browser opens", run: || Box::pin(no_browser()) },
];

/// The next program in a view of the mounts where `HOSTS_FILE` is the hosts file.
const OTHER_HOSTS: [&str; 5] = [
    "unshare",
    "--mount",
    "sh",
    "-c",
    "mount --bind \"$HOSTS_FILE\" /etc/hosts && cmp -s \"$HOSTS_FILE\" /etc/hosts && exec \"$0\" \"$@\"",
];
/// The next program in a network with this computer alone, without IPv6.
const NO_IPV6: [&str; 4] = [
    "--net",
    "sh",
    "-c",
    "ip link set lo up && echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6 && ! grep -q . /proc/net/if_inet6 && \
     exec \"$0\" \"$@\"",
];

/// A stranger has the port: it is said, no browser is opened, and whoever is signed in goes on.
fn taken(on: IpAddr) -> Running {
    Box::pin(async move {
        let mut bench = Bench::begin().await?;
        let stranger = hold(&bench, on).await?;
        refuses(&mut bench, |app| Order::SignIn { app }, "port_taken").await?;
        drop(stranger);
        bench.signs_in_again(0, "said, and signed in once the port was free").await
    })
}

/// No browser opens: it is said, and the port is free at once.
async fn no_browser() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    refuses(&mut bench, |app| Order::SignInUnopened { app }, "browser_not_found").await?;
    let port = bench.scene.port();
    let free =
        (TcpListener::bind((Ipv4Addr::LOCALHOST, port)), TcpListener::bind((Ipv6Addr::LOCALHOST, port)));
    if let (Err(why), _) | (_, Err(why)) = &free {
        return Err(format!("the port is not free: {why}").into());
    }
    drop(free);
    bench.signs_in_again(0, "said, the port given back, and signed in with a browser").await
}

/// A sign-in fails with this code before a person is asked, and changes nothing.
async fn refuses(bench: &mut Bench, order: fn(ClientAppId) -> Order, code: &str) -> Result<(), Failed> {
    let before = bench.scene.practice.grants().len();
    let told = bench.life.order(&order(bench.entry.app)).await?;
    if told.code() != Some(code) {
        return Err(format!("expected {code}, got {told:?}").into());
    }
    bench.copy().await?.done()?;
    let after = bench.scene.practice.grants().len();
    if after == before { Ok(()) } else { Err("Salesforce gave something all the same".into()) }
}

/// Takes the callback's port; the last page of the sign-in before may still be shown there.
async fn hold(bench: &Bench, on: IpAddr) -> Result<TcpListener, Failed> {
    let mut tries = 0;
    loop {
        match TcpListener::bind((on, bench.scene.port())) {
            Ok(held) => return Ok(held),
            Err(why) if tries == 100 => return Err(format!("the port cannot be taken: {why}").into()),
            Err(_) => tries += 1,
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Addresses are listened on, and no name: what the hosts file says of `localhost` makes no difference.
fn with_hosts(hosts: &'static str) -> Running {
    Box::pin(async move {
        let mut bench = Bench::begin().await?;
        let file = bench.scene.folder.join("hosts");
        std::fs::write(&file, hosts)?;
        let surroundings = &mut bench.scene.surroundings;
        surroundings.environment.push(("HOSTS_FILE".to_owned(), file.display().to_string()));
        surroundings.through = OTHER_HOSTS.map(str::to_owned).to_vec();
        bench.start_again().await?;
        bench.signs_in_again(0, "signed in all the same").await
    })
}

/// Practice org, keychain and person must be in that network too: the harness runs this one case there once more.
async fn without_ipv6() -> Result<String, Failed> {
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_err() {
        return Bench::begin().await?.signs_in_again(0, "signed in by IPv4 alone").await;
    }
    let mut command = Command::new("unshare");
    command.args(NO_IPV6).arg(std::env::current_exe()?).args(["--only", "F88", "--runs", "1"]);
    let output = command.kill_on_drop(true).output().await?;
    let (said, trouble) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let ours = said.lines().find(|line| line.starts_with("F88 "));
    // How long it took is said here.
    let words = ours.and_then(|line| line.split_once(" … ")?.1.rsplit_once(" ("));
    match words {
        Some((words, _)) if output.status.success() => Ok(words.to_owned()),
        _ => Err(format!("in a network without IPv6: {said}{trouble}").into()),
    }
}
