//! One story: a practice org, a core, a person.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use keyperch_core::flows::sign_in::Opener;
use keyperch_core::io::salesforce::Network;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::{ClientAppId, OrgId};
use keyperch_core::model::view::{
    AppForm, AppView, Change, FlowForm, KeyEntry, OrgForm, SecretEntry, SignInForm, SignInStep, Status,
};
use keyperch_core::{Core, Parts};
use practice_org::{FaultOrder, Options, Practice, Press, Seen, SwitchChange};

use super::browser::person;
use super::clock::StoryClock;
use super::vault::StoryVault;

pub(crate) const PASSWORD: &str = "practice";
pub(crate) const ANA: &str = "ana@acme.com.uat";
pub(crate) const BOB: &str = "bob@acme.com.uat";
/// The host of the UAT sandbox.
pub(crate) const UAT: &str = "acme--uat.sandbox.my.salesforce.com";

pub(crate) struct Story {
    pub(crate) practice: Arc<Practice>,
    pub(crate) core: Core,
    pub(crate) vault: Arc<StoryVault>,
    pub(crate) clock: Arc<StoryClock>,
    pub(crate) changes: Arc<Mutex<Vec<Change>>>,
    pub(crate) folder: PathBuf,
    pub(crate) port: u16,
}

/// An org and an app of it, in Keyperch and at the practice org.
pub(crate) struct Entry {
    pub(crate) org: OrgId,
    pub(crate) app: ClientAppId,
    pub(crate) key: String,
}

impl Story {
    /// Everything is there, and nothing is in it.
    pub(crate) async fn begin() -> Self {
        super::log::listen();
        let folder = std::env::temp_dir().join(format!("keyperch-story-{}", uuid::Uuid::new_v4()));
        let options = Options { dir: folder.join("practice"), seed: None };
        let practice = Arc::new(Practice::start(options).await.expect("a practice org"));
        let (vault, clock) = (Arc::new(StoryVault::default()), Arc::new(StoryClock::new()));
        let changes = Arc::new(Mutex::new(Vec::new()));
        let extra_ca = Some(std::fs::read(practice.ca_pem()).expect("its certificate"));
        let network = Network { extra_ca, proxy: Some(practice.proxy_url().to_owned()) };
        let core = open(&folder, network, &vault, &clock, &changes).expect("a core");
        let port = free_port();
        Self { practice, core, vault, clock, changes, folder, port }
    }

    /// The same data folder, opened as by the next start of the program.
    pub(crate) fn open_again(&mut self) {
        let extra_ca = Some(std::fs::read(self.practice.ca_pem()).expect("its certificate"));
        let network = Network { extra_ca, proxy: Some(self.practice.proxy_url().to_owned()) };
        self.core = open(&self.folder, network, &self.vault, &self.clock, &self.changes).expect("a core");
    }

    /// The callback that this story's listener can use.
    pub(crate) fn callback(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Adds the practice org's UAT sandbox with its Rehearsal Tool.
    pub(crate) async fn uat(&self) -> Entry {
        self.add(UAT, &self.callback()).await
    }

    /// Adds an org of the practice org with its first app, whose callback is registered there.
    pub(crate) async fn add(&self, host: &str, callback: &str) -> Entry {
        let orgs = self.practice.orgs();
        let at = orgs.iter().find(|org| org.host == host).expect("an org of practice");
        let key = at.apps[0].consumer_key.clone();
        self.switch(
            &key,
            SwitchChange { callback_urls: Some(vec![callback.to_owned()]), ..SwitchChange::default() },
        );
        let org = self.core.add_org(org_form(host, &at.client, &at.name)).await.expect("an org");
        let form = app_form("Rehearsal Tool", callback, &key);
        let app = self.core.add_app(org, form).await.expect("an app");
        Entry { org, app, key }
    }

    /// The secret of the practice org's app with this key.
    pub(crate) fn secret_of(&self, key: &str) -> String {
        let mut apps = self.practice.orgs().into_iter().flat_map(|org| org.apps);
        apps.find(|app| app.consumer_key == key).expect("the app").consumer_secret
    }

    /// Removes an app, and lets the moment pass in which it could come back.
    pub(crate) async fn remove_app(&self, app: ClientAppId, sign_out: bool) {
        self.core.remove_app(app, sign_out).await.expect("removed");
        self.core.carry_out_removal().await;
    }

    /// The same with an org.
    pub(crate) async fn remove_org(&self, org: OrgId, sign_out: bool) {
        self.core.remove_orgs(vec![org], sign_out).await.expect("removed");
        self.core.carry_out_removal().await;
    }

    pub(crate) fn switch(&self, key: &str, change: SwitchChange) {
        self.practice.switch(key, change).expect("a switch");
    }

    /// Ana signs in and presses Allow.
    pub(crate) async fn sign_in(&self, app: ClientAppId) -> Result<(), Failure> {
        self.sign_in_as(app, ANA).await
    }

    pub(crate) async fn sign_in_as(&self, app: ClientAppId, username: &str) -> Result<(), Failure> {
        self.sign_in_by(app, person(&self.practice, username, Press::Allow)).await
    }

    pub(crate) async fn sign_in_by(&self, app: ClientAppId, opener: Opener) -> Result<(), Failure> {
        self.sign_in_with(app, SignInForm::default(), opener).await
    }

    pub(crate) async fn sign_in_with(
        &self,
        app: ClientAppId,
        form: SignInForm,
        opener: Opener,
    ) -> Result<(), Failure> {
        let signing_in = self.core.sign_in(app, form, None, opener);
        tokio::time::timeout(Duration::from_secs(30), signing_in).await.expect("a sign-in that ends")
    }

    /// The app as the window shows it.
    pub(crate) async fn shown(&self, app: ClientAppId) -> AppView {
        let orgs = self.core.orgs().await.expect("the list");
        let mut apps = orgs.into_iter().flat_map(|org| org.apps);
        apps.find(|shown| shown.id == app).expect("the app")
    }

    pub(crate) async fn status(&self, app: ClientAppId) -> Status {
        self.shown(app).await.status
    }

    /// A fresh token, accepted by the practice org; whether it is a new one.
    pub(crate) async fn copy(&self, app: ClientAppId) -> Result<(String, bool), Failure> {
        let fresh = self.core.fresh_token(app).await?;
        let token = fresh.token.expose().to_owned();
        assert!(self.practice.alive(&token), "a fresh token is alive");
        Ok((token, fresh.is_new))
    }

    /// Moves both clocks.
    pub(crate) fn later(&self, by: Duration) {
        self.clock.advance(by);
        self.practice.advance(by).expect("the practice clock");
    }

    /// What the practice org saw of one kind of request. The look that a sign-in takes at the secret beforehand, with a
    /// code that nobody was given, is none for a token.
    pub(crate) fn seen(&self, kind: &str) -> Vec<Seen> {
        let is_a_look = |seen: &Seen| kind == "token" && seen.row == Some("T5");
        self.practice.seen(0).into_iter().filter(|seen| seen.kind == kind && !is_a_look(seen)).collect()
    }

    /// Orders a fault for the exchange of the code; the look at the secret beforehand is struck first.
    pub(crate) fn fault_at_exchange(&self, order: FaultOrder) {
        self.practice.fault(FaultOrder { times: 2, ..order }).expect("a fault");
    }

    /// How many grants of an app are alive at the practice org.
    pub(crate) fn living_grants(&self, key: &str) -> usize {
        self.practice.grants().iter().filter(|grant| grant.consumer_key == key && grant.live).count()
    }

    /// The steps that were announced.
    pub(crate) fn steps(&self) -> Vec<SignInStep> {
        let changes = self.changes.lock().unwrap();
        let step = |change: &Change| match change {
            Change::SignIn { sign_in: Some(view) } => Some(view.step.clone()),
            _ => None,
        };
        changes.iter().filter_map(step).collect()
    }

    /// Nobody listens on the callback's port.
    pub(crate) async fn port_is_free(&self) -> bool {
        // The browser's last page may be served for two seconds.
        for _ in 0..60 {
            let v4 = std::net::TcpListener::bind(("127.0.0.1", self.port));
            let v6 = std::net::TcpListener::bind(("::1", self.port));
            if v4.is_ok() && v6.is_ok() {
                return true;
            }
            drop((v4, v6));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        false
    }
}

impl Drop for Story {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn open(
    folder: &std::path::Path,
    network: Network,
    vault: &Arc<StoryVault>,
    clock: &Arc<StoryClock>,
    changes: &Arc<Mutex<Vec<Change>>>,
) -> Result<Core, keyperch_core::model::error::Error> {
    let changes = Arc::clone(changes);
    Core::open(Parts {
        data_dir: folder.join("data"),
        network,
        vault: Arc::<StoryVault>::clone(vault),
        clock: Arc::<StoryClock>::clone(clock),
        on_change: Box::new(move |change| changes.lock().unwrap().push(change)),
    })
}

pub(crate) fn org_form(address: &str, client: &str, name: &str) -> OrgForm {
    OrgForm {
        address: address.to_owned(),
        client: client.to_owned(),
        name: name.to_owned(),
        code: String::new(),
        environment: None,
    }
}

/// The form of the story's app as it is, with nothing changed.
pub(crate) fn kept(story: &Story) -> AppForm {
    AppForm {
        key: KeyEntry::Kept,
        secret: SecretEntry::Kept,
        ..app_form("Rehearsal Tool", &story.callback(), "")
    }
}

pub(crate) fn app_form(name: &str, callback: &str, key: &str) -> AppForm {
    AppForm {
        name: name.to_owned(),
        flow: FlowForm::AuthorizationCode,
        callback_url: callback.to_owned(),
        further_callbacks: String::new(),
        scopes: "api refresh_token sfap_api".to_owned(),
        key: KeyEntry::Typed { key: key.to_owned() },
        secret: SecretEntry::None,
    }
}

/// A port that is free now on both loopback addresses, below those that systems hand out.
pub(crate) fn free_port() -> u16 {
    use std::sync::atomic::{AtomicU16, Ordering};
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let process = u16::try_from(std::process::id() % 10_000).expect("small");
    loop {
        let port = 20_000 + (process + NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000;
        let both =
            (std::net::TcpListener::bind(("127.0.0.1", port)), std::net::TcpListener::bind(("::1", port)));
        if both.0.is_ok() && both.1.is_ok() {
            return port;
        }
    }
}
