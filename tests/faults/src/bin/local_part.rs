//! How long a new refresh token is on its way from Salesforce's answer into the keychain: the one window that nobody can
//! close, so it has to be short. Measured inside the program, in real renewals on a real Secret Service.
//!
//! Beside it stands the floor: the same content written and read back by the keychain edge, and nothing else. The ratio
//! is what Keyperch adds.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark says what it measured; the desktop says where"
)]

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use keyperch_core::flows::sign_in::Opener;
use keyperch_core::io::keychain::Keychain;
use keyperch_core::io::vault::{Item, Vault};
use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::secret::{AuthorizationUrl, Kind, Place, Stored};
use keyperch_core::model::view::{AppForm, FlowForm, KeyEntry, OrgForm, SecretEntry, SignInForm};
use keyperch_core::{Core, Network, Parts};
use keyperch_faults::child::clock::MovableClock;
use keyperch_faults::stopwatch::Stopwatch;
use keyperch_faults::{Failed, person};
use practice_org::{Options, Practice, Selection, SwitchChange};
use uuid::Uuid;

const HOST: &str = "acme--uat.sandbox.my.salesforce.com";
const ANA: &str = "ana@acme.com.uat";
const PORT: u16 = 23_456;
const RENEWALS: usize = 200;
/// A record of a refresh token as long as Salesforce's are.
const RECORD: usize = 180;

#[tokio::main]
async fn main() -> Result<(), Failed> {
    let desktop = std::env::var("DESKTOP_DIR").map_err(|_| "run this under desktop.py: make bench")?;
    let folder = PathBuf::from(desktop).join("bench");
    let practice = Arc::new(Practice::start(Options { dir: folder.join("practice"), seed: Some(1) }).await?);
    let vault: Arc<dyn Vault> = Arc::new(Keychain::new()?);
    let clock = Arc::new(MovableClock::ahead_by(0));
    let (core, app) = signed_in(&folder, &practice, &vault, &clock).await?;
    println!("answer read → new token durable ({RENEWALS} renewals; floor: one item written and read back)");
    let mut others = 0;
    for items in [20, 200] {
        while vault.list().await?.len() < items {
            others += 1;
            let other = Item::of(Uuid::from_u128(others), Kind::AccessToken, Place::First);
            vault.put(other, content(RECORD)).await?;
        }
        let (mut ours, mut floor) = (renewals(&core, app, &practice, &clock).await?, floor(&vault).await?);
        let (ours, floor) = (Spread::of(&mut ours), Spread::of(&mut floor));
        println!(
            "{items:>4} items: p50 {:.1} ms, p99 {:.1} ms; floor p50 {:.1} ms, p99 {:.1} ms; ratio {:.2} (p50), {:.2} (p99)",
            ours.p50,
            ours.p99,
            floor.p50,
            floor.p99,
            ours.p50 / floor.p50,
            ours.p99 / floor.p99,
        );
    }
    Ok(())
}

/// What was measured of each renewal.
async fn renewals(
    core: &Core,
    app: ClientAppId,
    practice: &Practice,
    clock: &MovableClock,
) -> Result<Vec<Duration>, Failed> {
    let answered = Arc::new(Mutex::new(None));
    let took = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&answered);
    fail::cfg_callback("refresh.answered", move || *hold(&heard) = Some(Stopwatch::start()))?;
    let all = Arc::clone(&took);
    fail::cfg_callback("refresh.committed", move || {
        let began = hold(&answered).take();
        hold(&all).extend(began.map(|began| began.read()));
    })?;
    for _ in 0..RENEWALS {
        clock.advance(600);
        practice.expire_tokens(&Selection::default());
        core.fresh_token(app).await.map_err(|failure| format!("{failure:?}"))?;
    }
    fail::remove("refresh.answered");
    fail::remove("refresh.committed");
    let took = std::mem::take(&mut *hold(&took));
    (took.len() == RENEWALS).then_some(took).ok_or_else(|| "not every renewal rotated".into())
}

/// The same content, written and read back.
async fn floor(vault: &Arc<dyn Vault>) -> Result<Vec<Duration>, Failed> {
    let mut took = Vec::new();
    for round in 0..RENEWALS {
        let place = Place::BOTH[round % 2];
        let began = Stopwatch::start();
        vault.put(Item::of(Uuid::from_u128(1), Kind::RefreshToken, place), content(RECORD)).await?;
        took.push(began.read());
    }
    for place in Place::BOTH {
        vault.delete(Item::of(Uuid::from_u128(1), Kind::RefreshToken, place)).await?;
    }
    Ok(took)
}

async fn signed_in(
    folder: &std::path::Path,
    practice: &Arc<Practice>,
    vault: &Arc<dyn Vault>,
    clock: &Arc<MovableClock>,
) -> Result<(Core, ClientAppId), Failed> {
    let extra_ca = Some(std::fs::read(practice.ca_pem())?);
    let core = Core::open(Parts {
        data_dir: folder.join("data"),
        network: Network { extra_ca, proxy: Some(practice.proxy_url().to_owned()) },
        vault: Arc::clone(vault),
        clock: Arc::<MovableClock>::clone(clock),
        on_change: Box::new(|_change| ()),
    })?;
    let callback = format!("http://localhost:{PORT}");
    let org = practice.orgs().into_iter().find(|org| org.host == HOST).ok_or("no such org")?;
    let key = org.apps[0].consumer_key.clone();
    let change = SwitchChange { callback_urls: Some(vec![callback.clone()]), ..SwitchChange::default() };
    practice.switch(&key, change).map_err(|refused| format!("{refused:?}"))?;
    let form = OrgForm {
        address: HOST.to_owned(),
        client: org.client,
        name: org.name,
        code: String::new(),
        environment: None,
    };
    let org = core.add_org(form).await?;
    let form = AppForm {
        name: "Rehearsal Tool".to_owned(),
        flow: FlowForm::AuthorizationCode,
        callback_url: callback,
        further_callbacks: String::new(),
        scopes: "api refresh_token".to_owned(),
        key: KeyEntry::Typed { key },
        secret: SecretEntry::None,
    };
    let app = core.add_app(org, form).await?;
    core.sign_in(app, SignInForm::default(), None, person(practice))
        .await
        .map_err(|failure| format!("{failure:?}"))?;
    Ok((core, app))
}

fn content(length: usize) -> Stored {
    "5".repeat(length).into()
}

/// Ana presses Allow.
fn person(practice: &Arc<Practice>) -> Opener {
    let practice = Arc::clone(practice);
    Box::new(move |url: &AuthorizationUrl| {
        let address = url.expose().to_owned();
        tokio::spawn(async move { person::allows(&practice, &address, ANA).await });
        Box::pin(async { Ok(()) })
    })
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Spread {
    p50: f64,
    p99: f64,
}

impl Spread {
    /// In milliseconds.
    fn of(took: &mut [Duration]) -> Self {
        took.sort();
        let at =
            |percent: usize| took[(took.len() * percent / 100).min(took.len() - 1)].as_secs_f64() * 1000.0;
        Self { p50: at(50), p99: at(99) }
    }
}
