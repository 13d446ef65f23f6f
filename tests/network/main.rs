//! `make proxy`: the core behind a company's proxy, which is a real one: Squid, once with a user and a password, once
//! opening every tunnel with a certificate authority of its own.
//!
//! Prints a line for each case, and how many went as expected. A keychain in memory stands in for the system's.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod squid;
#[path = "../core/support/mod.rs"]
#[expect(dead_code, reason = "shared with the core's other stories, which need more of it")]
mod support;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::{Duration, Instant};

use keyperch_core::io::vault::MemoryVault;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::network::TlsReason;
use keyperch_core::model::secret::Pasted;
use keyperch_core::model::view::{ProxyForm, SecretEntry};
use keyperch_core::{Core, Network, Parts};
use practice_org::Selection;

use squid::Squid;
use support::Story;
use support::between::Authority;
use support::story::Entry;

const HOST: &str = "acme--uat.sandbox.my.salesforce.com";
const PASSWORD: &str = "canary: a+b/c=d @ %41";
/// As it stands in an address (RFC 3986 §2.1).
const IN_AN_ADDRESS: &str = "canary%3A%20a%2Bb%2Fc%3Dd%20%40%20%2541";
/// The argument by which this program asks itself what it sees under another environment.
const LOOK: &str = "--look";

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [look, folder, ca] = arguments.as_slice()
        && look == LOOK
    {
        say(&look_around(Path::new(folder), Path::new(ca)).await);
        return ExitCode::SUCCESS;
    }
    let mut cases = Cases::default();
    behind_a_proxy_that_knows_its_users(&mut cases).await;
    under_inspection(&mut cases).await;
    say(&format!("proxy: {} of {} as expected", cases.good, cases.all));
    if cases.good == cases.all { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// How many there were, and how many went as expected.
#[derive(Default)]
struct Cases {
    good: u32,
    all: u32,
}

impl Cases {
    fn are<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, seen: &T, expected: &T, since: Instant) {
        self.all += 1;
        self.good += u32::from(seen == expected);
        let took = since.elapsed().as_millis();
        let how =
            if seen == expected { "ok".to_owned() } else { format!("WRONG: {seen:?}, not {expected:?}") };
        say(&format!("{what} … {how} ({took} ms)"));
    }
}

async fn behind_a_proxy_that_knows_its_users(cases: &mut Cases) {
    let mut story = Story::begin().await;
    let squid = Squid::with_a_user(&story.practice, "ana", PASSWORD);
    let unknown = Err(Failure::ProxyAuthentication { host: HOST.to_owned(), proxy: squid.address() });

    let begun = now();
    choose(&story, &squid, "", SecretEntry::None).await;
    cases.are("nobody is named: the proxy that wants to know is", &check(&story).await, &unknown, begun);
    let begun = now();
    choose(&story, &squid, "ana", pasted(&story, "another")).await;
    cases.are("a wrong password: the same", &check(&story).await, &unknown, begun);
    let through = story.practice.seen(0).len();
    cases.are("nothing has come through", &through, &0, begun);

    let begun = now();
    choose(&story, &squid, "ana", pasted(&story, PASSWORD)).await;
    cases.are("the right password: an org", &check(&story).await, &Ok(()), begun);
    let begun = now();
    let uat = story.uat().await;
    let done = story.sign_in(uat.app).await;
    cases.are("a sign-in", &done, &Ok(()), begun);
    cases.are("a refresh", &renewed(&story, &uat).await, &Ok(true), begun);
    let begun = now();
    story.open_again();
    cases.are("a refresh after a restart", &renewed(&story, &uat).await, &Ok(true), begun);
    let log = squid.log("access.log");
    let named = log.lines().filter(|line| line.contains(" ana ")).count() > 0;
    cases.are("the proxy knows who it was", &named, &true, begun);

    let begun = now();
    let seen = by_environment(&story, &format!("http://ana:{IN_AN_ADDRESS}@{}", squid.address()));
    let expected = format!("{}: an org", squid.address());
    cases.are("HTTPS_PROXY with user and password: named without them", &seen, &expected, begun);
    let seen = by_environment(&story, &format!("http://ana:canary@{}", squid.address()));
    let refused = format!("{}: proxy_authentication", squid.address());
    cases.are("HTTPS_PROXY with a wrong password", &seen, &refused, begun);

    let begun = now();
    let (proxy, host) = (squid.address(), HOST.to_owned());
    drop(squid);
    let gone = Err(Failure::ProxyUnreachable { host, proxy });
    cases.are("the proxy has ended: it is named", &renewed(&story, &uat).await, &gone, begun);
    let begun = now();
    story.core.set_network(ProxyForm::System).await.expect("chosen");
    cases.are("without it again: nothing was lost", &renewed(&story, &uat).await, &Ok(true), begun);
    let leaked = support::log::heard().contains("canary");
    cases.are("no password is in the log", &leaked, &false, begun);
}

async fn under_inspection(cases: &mut Cases) {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let authority = Authority::new("Acme Inspection CA", "Acme Inc.");
    let squid = Squid::inspecting(&story.practice, &authority);
    let (host, reason) = (HOST.to_owned(), TlsReason::UnknownIssuer);
    let issuer = Some("Acme Inspection CA (Acme Inc.)".to_owned());
    let untrusted = Err(Failure::TlsRefused { host, reason, issuer });

    let begun = now();
    choose(&story, &squid, "", SecretEntry::None).await;
    let before = story.practice.seen(0).len();
    let failure = renewed(&story, &uat).await;
    cases.are(
        "an inspection that is not trusted: refused, and its issuer named",
        &failure,
        &untrusted,
        begun,
    );
    let sent = story.practice.seen(0).len() - before;
    cases.are("nothing was sent", &sent, &0, begun);

    let begun = now();
    story.core.choose_ca(authority.pem.as_bytes()).await.expect("chosen");
    cases.are("trusted by the settings: a refresh, at once", &renewed(&story, &uat).await, &Ok(true), begun);
    let seen = squid.log("access.log").contains("/services/oauth2/token");
    cases.are("it was inspected", &seen, &true, begun);
    let begun = now();
    story.core.forget_ca().await.expect("forgotten");
    cases.are("no longer trusted: refused again", &renewed(&story, &uat).await, &untrusted, begun);
    let begun = now();
    story.core.set_network(ProxyForm::System).await.expect("chosen");
    cases.are("without inspection: nothing was lost", &renewed(&story, &uat).await, &Ok(true), begun);
}

async fn choose(story: &Story, squid: &Squid, username: &str, password: SecretEntry) {
    let (address, username) = (squid.address(), username.to_owned());
    let form = ProxyForm::Manual { address, username, password };
    story.core.set_network(form).await.expect("chosen");
}

fn pasted(story: &Story, password: &str) -> SecretEntry {
    let draft = story.core.paste_proxy_password(Pasted::from(password.to_owned())).expect("a password").draft;
    SecretEntry::Pasted { draft }
}

async fn check(story: &Story) -> Result<(), Failure> {
    story.core.check_address(HOST).await.map_err(Failure::from)
}

/// Copies a token when the one of before is dead; whether it is a new one.
async fn renewed(story: &Story, entry: &Entry) -> Result<bool, Failure> {
    story.practice.expire_tokens(&Selection::default());
    story.later(Duration::from_secs(700));
    story.copy(entry.app).await.map(|(_token, is_new)| is_new)
}

/// What this program sees when it is started under a proxy of the environment's.
fn by_environment(story: &Story, proxy: &str) -> String {
    let mut look = Command::new(std::env::current_exe().expect("this program"));
    look.arg(LOOK).arg(story.folder.join("look")).arg(story.practice.ca_pem());
    look.env("HTTPS_PROXY", proxy).env_remove("NO_PROXY").env_remove("no_proxy");
    let output = look.output().expect("it runs");
    String::from_utf8(output.stdout).expect("text").trim().to_owned()
}

async fn look_around(folder: &Path, ca: &Path) -> String {
    let core = Core::open(Parts {
        data_dir: folder.to_owned(),
        network: Network { extra_ca: Some(std::fs::read(ca).expect("its certificate")), proxy: None },
        vault: Arc::new(MemoryVault::default()),
        clock: Arc::new(support::clock::StoryClock::new()),
        on_change: Box::new(|_| ()),
    })
    .expect("a core");
    let proxy = core.network().await.expect("settings").system_proxy.unwrap_or_default();
    let seen = match core.check_address(HOST).await.map_err(Failure::from) {
        Ok(()) => "an org".to_owned(),
        Err(failure) => serde_json::json!(failure)["code"].as_str().unwrap_or_default().to_owned(),
    };
    format!("{proxy}: {seen}")
}

#[expect(clippy::disallowed_methods, reason = "how long a case took is printed, and decides nothing")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::print_stdout, reason = "the cases are what this program is for")]
fn say(line: &str) {
    println!("{line}");
}
