//! A scene: a practice org, a keychain, a data folder, and the things that are done in every case.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use keyperch_core::model::ids::{ClientAppId, OrgId};
use practice_org::{Counts, Options, Practice, Selection, SwitchChange, Tally};
use serde_json::Value;
use uuid::Uuid;

use crate::Failed;
use crate::keyring::Keyring;
use crate::life::{Answer, Life, Surroundings};
use crate::orders::{AppFields, Death, Order, Setup, VaultKind};
use crate::person;

/// Longer than a token counts as fresh.
const STALE: Duration = Duration::from_secs(700);

/// One place where things are tried, one after the other.
#[derive(Debug)]
pub struct Scene {
    /// Salesforce.
    pub practice: Practice,
    /// The desktop's keychain.
    pub keyring: Keyring,
    /// Where everything of this scene lies.
    pub folder: PathBuf,
    /// What the next child is made of.
    pub setup: Setup,
    /// What it lives among.
    pub surroundings: Surroundings,
    port: u16,
    episode: u32,
}

/// An org with one app, as Keyperch and the practice org know it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Keyperch's.
    pub org: OrgId,
    /// Keyperch's.
    pub app: ClientAppId,
    /// Where it is at the practice org.
    pub role: Role,
    /// The consumer key.
    pub key: String,
    /// The consumer secret, whether it was entered or not.
    pub secret: String,
    /// Who signs in.
    pub username: String,
    /// The app's fields as they were entered.
    pub fields: AppFields,
}

/// An org of the practice org, an app in it, and a user.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Role {
    /// Which org.
    pub org: usize,
    /// Which of its apps.
    pub app: usize,
    /// Which of its users.
    pub user: usize,
}

impl Role {
    /// Ana, in the UAT sandbox, through its Rehearsal Tool, which requires no secret.
    pub const UAT: Self = Self { org: 1, app: 0, user: 0 };
    /// Ana, in production, through the API Explorer, which requires its secret.
    pub const EXPLORER: Self = Self { org: 0, app: 1, user: 0 };
}

impl Scene {
    /// With an open keychain.
    pub async fn begin() -> Result<Self, Failed> {
        Self::begin_in(&std::env::temp_dir()).await
    }

    /// With everything in a folder of its own below this one.
    pub async fn begin_in(place: &Path) -> Result<Self, Failed> {
        let folder = new_folder(place)?;
        let keyring = Keyring::begin(&folder.join("k")).await?;
        Self::around(folder, keyring).await
    }

    /// With a bus alone.
    pub async fn without_keychain() -> Result<Self, Failed> {
        let folder = new_folder(&std::env::temp_dir())?;
        let keyring = Keyring::bus_alone(&folder.join("k"))?;
        Self::around(folder, keyring).await
    }

    async fn around(folder: PathBuf, keyring: Keyring) -> Result<Self, Failed> {
        let options = Options { dir: folder.join("practice"), seed: None };
        let practice = Practice::start(options).await?;
        let setup = Setup {
            data_dir: PathBuf::new(),
            proxy: practice.proxy_url().to_owned(),
            ca_pem: practice.ca_pem().to_owned(),
            vault: VaultKind::Keychain,
            ahead_seconds: 0,
            death: None,
        };
        let apps = practice.orgs().into_iter().flat_map(|org| org.apps);
        let surroundings = Surroundings {
            bus: keyring.address().to_owned(),
            log: folder.join("log"),
            secrets: apps.map(|app| app.consumer_secret).collect(),
            // Without the system's hundred authorities a child is there sooner.
            environment: vec![("SSL_CERT_FILE".to_owned(), practice.ca_pem().display().to_string())],
            ..Surroundings::default()
        };
        let port = free_port();
        let mut scene = Self { practice, keyring, folder, setup, surroundings, port, episode: 0 };
        scene.anew()?;
        Ok(scene)
    }

    /// Everything as at the beginning: an empty data folder, nobody signed in, the books closed.
    pub fn anew(&mut self) -> Result<(), Failed> {
        self.practice.reset();
        for app in self.practice.orgs().iter().flat_map(|org| &org.apps) {
            let callback_urls = Some(vec![self.callback_url()]);
            let change = SwitchChange { callback_urls, ..SwitchChange::default() };
            self.practice.switch(&app.consumer_key, change)?;
        }
        self.episode += 1;
        self.setup.data_dir = self.folder.join(format!("data-{}", self.episode));
        self.setup.ahead_seconds = 0;
        self.setup.death = None;
        self.surroundings.log = self.folder.join(format!("log-{}", self.episode));
        Ok(())
    }

    /// The port of every callback here.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The callback of every app here.
    pub fn callback_url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// A child that opens the data folder, which must succeed.
    pub async fn live(&self) -> Result<Life, Failed> {
        let (life, answer) = Life::begin(&self.setup, &self.surroundings).await?;
        answer.done()?;
        Ok(life)
    }

    /// A child that is to die while it starts; it, and what it said.
    pub async fn live_until(&self, death: Death) -> Result<(Life, Answer), Failed> {
        let setup = Setup { death: Some(death), ..self.setup.clone() };
        Life::begin(&setup, &self.surroundings).await
    }

    /// Adds an org.
    pub async fn add_org(&self, life: &mut Life, role: Role) -> Result<OrgId, Failed> {
        let org = self.practice.orgs().swap_remove(role.org);
        let order = Order::AddOrg { address: org.host, client: org.client, name: org.name };
        Ok(serde_json::from_value(life.order(&order).await?.done()?)?)
    }

    /// What is entered for an app. The secret is entered where the app requires it.
    pub fn fields(&self, role: Role, name: &str) -> AppFields {
        let app = self.practice.orgs().swap_remove(role.org).apps.swap_remove(role.app);
        let needs = app.switches.secret_required_for_refresh;
        AppFields {
            name: name.to_owned(),
            callback_url: self.callback_url(),
            scopes: "api refresh_token".to_owned(),
            key: Some(app.consumer_key),
            secret: needs.then_some(app.consumer_secret),
        }
    }

    /// Adds an app to an org.
    pub async fn add_app(
        &self,
        life: &mut Life,
        org: OrgId,
        role: Role,
        name: &str,
    ) -> Result<Entry, Failed> {
        self.add_app_as(life, org, role, self.fields(role, name)).await
    }

    /// Adds an app to an org as these fields say.
    pub async fn add_app_as(
        &self,
        life: &mut Life,
        org: OrgId,
        role: Role,
        fields: AppFields,
    ) -> Result<Entry, Failed> {
        let app = life.order(&Order::AddApp { org, app: fields.clone() }).await?.done()?;
        let mut at = self.practice.orgs().swap_remove(role.org);
        let username = at.users.swap_remove(role.user).username;
        let secret = at.apps.swap_remove(role.app).consumer_secret;
        let key = fields.key.clone().unwrap_or_default();
        Ok(Entry { org, app: serde_json::from_value(app)?, role, key, secret, username, fields })
    }

    /// Adds an org with an app, and signs in.
    pub async fn signed_in(&self, life: &mut Life, role: Role) -> Result<Entry, Failed> {
        let org = self.add_org(life, role).await?;
        let entry = self.add_app(life, org, role, "Rehearsal Tool").await?;
        self.sign_in(life, &entry).await?.done()?;
        Ok(entry)
    }

    /// Signs in: the child opens, the person allows.
    pub async fn sign_in(&self, life: &mut Life, entry: &Entry) -> Result<Answer, Failed> {
        self.sign_in_by(&Order::SignIn { app: entry.app }, life, entry).await
    }

    /// Signs in for the tool.
    pub async fn sign_in_for_tool(&self, life: &mut Life, entry: &Entry) -> Result<Answer, Failed> {
        self.sign_in_by(&Order::SignInForTool { app: entry.app }, life, entry).await
    }

    async fn sign_in_by(&self, order: &Order, life: &mut Life, entry: &Entry) -> Result<Answer, Failed> {
        let mut answer = life.order(order).await?;
        for _ in 0..60 {
            if answer.code() != Some("port_taken") {
                break;
            }
            // The last page of the sign-in before may still be asked for.
            tokio::time::sleep(Duration::from_millis(50)).await;
            answer = life.order(order).await?;
        }
        match answer {
            Answer::Open(address) => {
                person::allows(&self.practice, &address, &entry.username).await;
                life.hear().await
            }
            other => Ok(other),
        }
    }

    /// Every access token has died, and nobody thinks any more that one is fresh.
    pub async fn expire(&mut self, life: &mut Life) -> Result<(), Failed> {
        let seconds = i64::try_from(STALE.as_secs())?;
        self.practice.advance(STALE)?;
        self.practice.expire_tokens(&Selection::default());
        self.setup.ahead_seconds += seconds;
        life.order(&Order::Advance { seconds }).await?.done().map(drop)
    }

    /// Copies a fresh token.
    pub async fn copy(&self, life: &mut Life, entry: &Entry) -> Result<Answer, Failed> {
        let answer = life.order(&Order::Copy { app: entry.app }).await?;
        if let Answer::Done(value) = &answer {
            self.is_alive(value)?;
        }
        Ok(answer)
    }

    /// Whether what a copy gave is a token that works.
    pub fn is_alive(&self, copied: &Value) -> Result<(), Failed> {
        let fingerprint = copied["fingerprint"].as_str().ok_or("no fingerprint")?;
        if self.practice.alive_by_fingerprint(fingerprint) {
            Ok(())
        } else {
            Err("the token that was copied does not work".into())
        }
    }

    /// The sign-in renews itself: the next normal action works.
    pub async fn renews(&mut self, life: &mut Life, entry: &Entry) -> Result<(), Failed> {
        self.expire(life).await?;
        let copied = self.copy(life, entry).await?.done()?;
        if copied["is_new"] == true { Ok(()) } else { Err("a dead token was taken for a fresh one".into()) }
    }

    /// The books, once no answer is under way any more.
    pub async fn books(&self) -> Result<Tally, Failed> {
        for _ in 0..2000 {
            let tally = self.practice.tally();
            if tally.all.under_way == 0 {
                return Ok(tally);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err("an answer stays under way".into())
    }

    /// The books of everybody together.
    pub async fn counts(&self) -> Result<Counts, Failed> {
        Ok(self.books().await?.all)
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Short: a socket's path may not be long.
fn new_folder(place: &Path) -> Result<PathBuf, Failed> {
    let name = Uuid::new_v4().simple().to_string().split_off(24);
    let folder = place.join(format!("kf-{name}"));
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A port that is free now on both loopback addresses, below those that systems hand out.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let process = u16::try_from(std::process::id() % 9_000).unwrap_or_default();
    loop {
        let port = 21_000 + (process + NEXT.fetch_add(7, Ordering::Relaxed)) % 11_000;
        let both = (TcpListener::bind(("127.0.0.1", port)), TcpListener::bind(("::1", port)));
        // Where IPv6 is switched off, nobody can be on that address.
        let is_free = both.1.err().is_none_or(|why| why.kind() == ErrorKind::AddrNotAvailable);
        if both.0.is_ok() && is_free {
            return port;
        }
    }
}
