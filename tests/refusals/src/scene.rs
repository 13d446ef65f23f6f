//! One practice org for all cases, and for each case a Keyperch of its own: an empty list, a vault in memory, a free port.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use keyperch_core::io::vault::MemoryVault;
use keyperch_core::model::flow::Audience;
use keyperch_core::model::ids::{ClientAppId, OrgId};
use keyperch_core::model::secret::Pasted;
use keyperch_core::model::view::{
    AppForm, CertificateOf, Credential, FlowForm, KeyEntry, OrgForm, PrivateKeyEntry, SecretEntry,
};
use keyperch_core::{Core, Network, Parts};
use practice_org::{Options, OrgChange, Practice, Press, SwitchChange, UserChange};

use crate::Failed;
use crate::clock::JumpingClock;
use crate::person::{Between, Person};

pub(crate) const ANA: &str = "ana@acme.com.uat";
const ANA_ELSEWHERE: &str = "ana@acme.com.dev";
pub(crate) const BOB: &str = "bob@acme.com.uat";
pub(crate) const HOST: &str = "acme--uat.sandbox.my.salesforce.com";
pub(crate) const OTHER_HOST: &str = "acme--dev.sandbox.my.salesforce.com";

/// What all cases share.
pub(crate) struct Stand {
    pub(crate) practice: Arc<Practice>,
    folder: PathBuf,
}

/// What can be ordered of the practice org in a case.
pub(crate) struct Orders {
    pub(crate) practice: Arc<Practice>,
    key: String,
}

/// What one case has.
pub(crate) struct Scene {
    pub(crate) orders: Orders,
    pub(crate) core: Core,
    pub(crate) clock: Arc<JumpingClock>,
    pub(crate) app: ClientAppId,
    org: OrgId,
    /// Who logs in.
    username: &'static str,
    callback: String,
    folder: PathBuf,
}

impl Stand {
    pub(crate) async fn open() -> Result<Self, Failed> {
        let folder = std::env::temp_dir().join(format!("keyperch-refusals-{}", uuid::Uuid::new_v4()));
        let practice = Practice::start(Options { dir: folder.join("practice"), seed: None }).await?;
        Ok(Self { practice: Arc::new(practice), folder })
    }

    /// A scene at a host of the practice org, with the app of the UAT sandbox, whose callback URL is right.
    pub(crate) async fn scene(&self, host: &str) -> Result<Scene, Failed> {
        self.practice.reset();
        let orgs = self.practice.orgs();
        let uat = orgs.iter().find(|org| org.host == HOST).ok_or("there is no UAT")?;
        let key = uat.apps.first().ok_or("UAT has no app")?.consumer_key.clone();
        let callback = format!("http://localhost:{}", free_port());
        let clock = Arc::new(JumpingClock::new(Arc::clone(&self.practice)));
        let folder = self.folder.join(uuid::Uuid::new_v4().to_string());
        let extra_ca = Some(std::fs::read(self.practice.ca_pem())?);
        let core = Core::open(Parts {
            data_dir: folder.clone(),
            network: Network { extra_ca, proxy: Some(self.practice.proxy_url().to_owned()) },
            vault: Arc::new(MemoryVault::default()),
            clock: Arc::<JumpingClock>::clone(&clock),
            on_change: Box::new(|_| {}),
        })?;
        let form = OrgForm {
            address: host.to_owned(),
            client: "Acme".to_owned(),
            name: "UAT".to_owned(),
            code: String::new(),
            environment: None,
        };
        let org = core.add_org(form).await?;
        let app = core.add_app(org, app_form(&callback, &key)).await?;
        let orders = Orders { practice: Arc::clone(&self.practice), key };
        let username = if host == OTHER_HOST { ANA_ELSEWHERE } else { ANA };
        let scene = Scene { orders, core, clock, app, org, username, callback, folder };
        let callback_urls = Some(vec![scene.callback.clone()]);
        scene.switch(SwitchChange { callback_urls, ..SwitchChange::default() })?;
        Ok(scene)
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Orders {
    pub(crate) fn switch(&self, change: SwitchChange) -> Result<(), Failed> {
        Ok(self.practice.switch(&self.key, change)?)
    }

    pub(crate) fn user(&self, username: &str, change: UserChange) -> Result<(), Failed> {
        Ok(self.practice.change_user(username, change)?)
    }

    /// What befalls both users.
    pub(crate) fn users(&self, change: &UserChange) -> Result<(), Failed> {
        self.user(ANA, change.clone())?;
        self.user(BOB, change.clone())
    }

    pub(crate) fn at_org(&self, change: OrgChange) -> Result<(), Failed> {
        Ok(self.practice.change_org(HOST, change)?)
    }
}

impl std::ops::Deref for Scene {
    type Target = Orders;

    fn deref(&self) -> &Orders {
        &self.orders
    }
}

impl Scene {
    /// What an order needs, for one that is carried out while the scene is in use.
    pub(crate) fn stand_in(&self) -> Orders {
        Orders { practice: Arc::clone(&self.practice), key: self.key.clone() }
    }

    /// Somebody who logs in and presses a button.
    pub(crate) fn person(&self, press: Press, between: Between) -> Person {
        Person {
            core: self.core.clone(),
            practice: Arc::clone(&self.practice),
            username: self.username.to_owned(),
            press,
            opens: str::to_owned,
            between,
        }
    }

    /// Stores a secret with the app: the right one, or another.
    pub(crate) async fn store_secret(&self, is_right: bool) -> Result<(), Failed> {
        let secret = self.pasted_secret(is_right)?;
        let form = AppForm { secret, key: KeyEntry::Kept, ..app_form(&self.callback, &self.key) };
        Ok(self.core.edit_app(self.app, form).await?)
    }

    /// Another entry, which signs in as itself, as Bob.
    pub(crate) async fn by_credentials(&self, with_the_right_secret: bool) -> Result<ClientAppId, Failed> {
        self.switch(SwitchChange {
            client_credentials_flow: Some(true),
            client_credentials_policy: Some(true),
            run_as: Some(BOB.to_owned()),
            ..SwitchChange::default()
        })?;
        let secret = self.pasted_secret(with_the_right_secret)?;
        let form = AppForm { flow: FlowForm::ClientCredentials, secret, ..self.another() };
        Ok(self.core.add_app(self.org, form).await?)
    }

    /// Another entry, which signs assertions for Ana; its certificate is uploaded, and she is approved.
    pub(crate) async fn by_assertion(&self, audience: Option<Audience>) -> Result<ClientAppId, Failed> {
        let made = self.core.make_private_key("Keyperch".to_owned()).await?;
        let certificate = self.core.certificate(CertificateOf::Draft { draft: made.draft }).await?;
        let sets = vec!["Rehearsals".to_owned()];
        let permission_sets = Some(sets.clone());
        self.user(ANA, UserChange { permission_sets: Some(sets), ..UserChange::default() })?;
        self.switch(SwitchChange {
            certificate: Some(certificate),
            permitted_users: Some(practice_org::PermittedUsers::AdminApproved),
            permission_sets,
            ..SwitchChange::default()
        })?;
        let key = PrivateKeyEntry::Draft { draft: made.draft };
        let flow = FlowForm::JwtBearer { username: ANA.to_owned(), audience, key };
        Ok(self.core.add_app(self.org, AppForm { flow, ..self.another() }).await?)
    }

    /// The certificate of a key that is used nowhere.
    pub(crate) async fn new_certificate(&self) -> Result<String, Failed> {
        let made = self.core.make_private_key("Another".to_owned()).await?;
        Ok(self.core.certificate(CertificateOf::Draft { draft: made.draft }).await?)
    }

    fn another(&self) -> AppForm {
        AppForm { name: "Nightly job".to_owned(), ..app_form(&self.callback, &self.key) }
    }

    fn pasted_secret(&self, is_right: bool) -> Result<SecretEntry, Failed> {
        let apps = self.practice.orgs().into_iter().flat_map(|org| org.apps);
        let right = apps.into_iter().find(|app| app.consumer_key == self.key).ok_or("the app is gone")?;
        let secret = if is_right { right.consumer_secret } else { "0123456789ABCDEF".repeat(4) };
        let draft = self.core.paste(Credential::Secret, Pasted::from(secret))?.draft;
        Ok(SecretEntry::Pasted { draft })
    }
}

fn app_form(callback: &str, key: &str) -> AppForm {
    AppForm {
        name: "Rehearsal Tool".to_owned(),
        flow: FlowForm::AuthorizationCode,
        callback_url: callback.to_owned(),
        further_callbacks: String::new(),
        scopes: "api refresh_token sfap_api".to_owned(),
        key: KeyEntry::Typed { key: key.to_owned() },
        secret: SecretEntry::None,
    }
}

/// A port that is free now on both loopback addresses, below those that systems hand out.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let process = u16::try_from(std::process::id() % 10_000).unwrap_or(0);
    loop {
        let port = 20_000 + (process + NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000;
        let both = (TcpListener::bind(("127.0.0.1", port)), TcpListener::bind(("::1", port)));
        if matches!(both, (Ok(_), Ok(_))) {
            return port;
        }
    }
}
