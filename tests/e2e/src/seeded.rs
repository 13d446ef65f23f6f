//! A consultant's list, made by the core before the window is started: 37 orgs of ten clients, five of them signed in
//! and in a set.
//!
//! The clock of this core is two hours back, so that no token is fresh any more when the window opens. The sign-ins are
//! real: through the practice org's pages, into the desktop's keychain.

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use keyperch_core::flows::sign_in::Opener;
use keyperch_core::model::environment::Environment;
use keyperch_core::model::ids::{ClientAppId, OrgId};
use keyperch_core::model::secret::AuthorizationUrl;
use keyperch_core::model::shape::SetShape;
use keyperch_core::model::time::Timestamp;
use keyperch_core::model::view::{
    AppForm, FlowForm, KeyEntry, OrgForm, SecretEntry, SetForm, SignInForm, Status,
};
use keyperch_core::{Clock, Core, Keychain, Network, Parts, SystemClock};
use serde_json::json;

use crate::Failed;
use crate::desk::{Desk, run};
use crate::journey::Journey;
use crate::practice::Practice;

/// How far back.
const AGO: Duration = Duration::from_secs(2 * 60 * 60);
/// The short code of the set of those five.
pub const SET: &str = "all";
/// How many orgs there are in all.
pub const ORGS: usize = 37;

/// An org that is signed in.
#[derive(Clone, Copy, Debug)]
pub struct SignedIn {
    /// Its short code.
    pub code: &'static str,
    /// Its client.
    pub client: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Where it is at the practice org.
    pub host: &'static str,
    /// Who signs in.
    pub username: &'static str,
    /// Whether it is production.
    pub is_production: bool,
}

const UAT: &str = "acme--uat.sandbox.my.salesforce.com";

/// The five: four sandboxes and one production org. Two people share the UAT sandbox, in an entry each.
pub const SIGNED_IN: [SignedIn; 5] = [
    SignedIn::outside("acu", "Acme Retail", "UAT", UAT, "ana@acme.com.uat"),
    SignedIn::outside(
        "acd",
        "Acme Retail",
        "Dev Ana",
        "acme--dev.sandbox.my.salesforce.com",
        "ana@acme.com.dev",
    ),
    SignedIn::outside("acb", "Acme Retail", "UAT as Bob", UAT, "bob@acme.com.uat"),
    SignedIn::outside(
        "bod",
        "Boreal Bank",
        "Trial",
        "boreal-dev-ed.develop.my.salesforce.com",
        "ana@boreal.dev",
    ),
    SignedIn {
        is_production: true,
        ..SignedIn::outside("acp", "Acme Retail", "Production", "acme.my.salesforce.com", "ana@acme.com")
    },
];

/// Clients of which nobody is signed in; each has four orgs.
const OTHERS: [&str; 8] = [
    "Cobalt Energy",
    "Delta Foods",
    "Elm Logistics",
    "Fjord Shipping",
    "Garnet Insurance",
    "Harbor Health",
    "Indigo Media",
    "Juniper Travel",
];
const KINDS: [(&str, &str); 4] = [("Production", ""), ("Full copy", "full"), ("UAT", "uat"), ("SIT", "sit")];

impl SignedIn {
    const fn outside(
        code: &'static str,
        client: &'static str,
        name: &'static str,
        host: &'static str,
        username: &'static str,
    ) -> Self {
        Self { code, client, name, host, username, is_production: false }
    }

    /// Refuses a token that its org does not take from another program.
    pub fn takes(&self, token: &str, desk: &Desk, practice: &Practice) -> Result<(), Failed> {
        match desk.ask_with_token(practice, self.host, token)?.as_str() {
            "200" => Ok(()),
            status => Err(format!("{} answers its token with {status}", self.title()).into()),
        }
    }

    /// The kind of the request that its token cost; refuses more than one for each of these tokens, since that request.
    pub fn one_request(
        &self,
        tokens: &[(Self, String)],
        practice: &Practice,
        since: u64,
    ) -> Result<String, Failed> {
        let mut asked = practice.asked(self.host, since)?;
        let wanted = tokens.iter().filter(|(org, _)| org.host == self.host).count();
        if asked.len() != wanted {
            return Err(format!("{}: {wanted} requests expected at its host: {asked:?}", self.title()).into());
        }
        Ok(asked.pop().unwrap_or_default())
    }

    /// What the window calls it.
    pub fn title(&self) -> String {
        format!("{} {}", self.client, self.name)
    }
}

/// Others say that it is as it seems: each org takes its token, and what is on the clipboard, in these forms, tells
/// histories to keep out.
pub fn witnesses(
    journey: &mut Journey,
    tokens: &[(SignedIn, String)],
    forms: &str,
    desk: &Desk,
    practice: &Practice,
) -> Result<(), Failed> {
    if !forms.contains("x-kde-passwordManagerHint") {
        return Err("clipboard histories are not told to keep out".into());
    }
    for (org, token) in tokens {
        org.takes(token, desk, practice)?;
    }
    journey.step("each org takes the token that was pasted for it; clipboard histories are told to keep out");
    Ok(())
}

/// Makes the list in this data folder; how many orgs it has.
pub async fn make(data_dir: &Path, practice: &Arc<Practice>) -> Result<usize, Failed> {
    let then = open(data_dir, practice, Arc::new(Ago))?;
    let mut apps = Vec::new();
    for org in SIGNED_IN {
        let app = add(&then, practice, &org).await?;
        sign_in(&then, practice, app, org.username).await?;
        apps.push(app);
    }
    let (name, code) = ("Acme and Boreal".to_owned(), SET.to_owned());
    then.save_set(None, SetForm { name, code, shape: SetShape::Env, apps }).await?;
    for (number, client) in OTHERS.into_iter().enumerate() {
        for (name, sandbox) in KINDS {
            add_another(&then, practice, number, client, name, sandbox).await?;
        }
    }
    drop(then);
    // As the window will find it, at this hour.
    let orgs = open(data_dir, practice, Arc::new(SystemClock))?.orgs().await?;
    for org in SIGNED_IN {
        let status = orgs.iter().find(|shown| shown.code == org.code).map(|shown| &shown.apps[0].status);
        if status != Some(&Status::Renews) {
            return Err(format!("{} does not stand at \"Renews\": {status:?}", org.code).into());
        }
    }
    Ok(orgs.len())
}

fn open(data_dir: &Path, practice: &Practice, clock: Arc<dyn Clock>) -> Result<Core, Failed> {
    let network = Network {
        extra_ca: Some(std::fs::read(practice.ready("ca"))?),
        proxy: Some(practice.ready("proxy").to_owned()),
    };
    let vault = Arc::new(Keychain::new()?);
    let on_change = Box::new(|_change| ());
    Ok(Core::open(Parts { data_dir: data_dir.to_owned(), network, vault, clock, on_change })?)
}

async fn add(at: &Core, practice: &Practice, org: &SignedIn) -> Result<ClientAppId, Failed> {
    let key = practice.org(org.host)["apps"][0]["consumer_key"].as_str().ok_or("no key")?;
    let environment = org.is_production.then_some(Environment::Production);
    let id = add_org(at, org.host, org.client, org.name, org.code, environment).await?;
    add_app(at, id, key).await
}

async fn add_another(
    at: &Core,
    practice: &Practice,
    number: usize,
    client: &str,
    name: &str,
    sandbox: &str,
) -> Result<(), Failed> {
    let word = client.split(' ').next().unwrap_or_default().to_lowercase();
    let host = if sandbox.is_empty() {
        format!("{word}.my.salesforce.com")
    } else {
        format!("{word}--{sandbox}.sandbox.my.salesforce.com")
    };
    let code = format!("{}{number}{}", &word[..1], name[..1].to_lowercase());
    let key = practice.org(UAT)["apps"][0]["consumer_key"].as_str().ok_or("no key")?;
    let org = add_org(at, &host, client, name, &code, None).await?;
    add_app(at, org, key).await.map(drop)
}

async fn add_org(
    at: &Core,
    host: &str,
    client: &str,
    name: &str,
    code: &str,
    environment: Option<Environment>,
) -> Result<OrgId, Failed> {
    let form = OrgForm {
        address: host.to_owned(),
        client: client.to_owned(),
        name: name.to_owned(),
        code: code.to_owned(),
        environment,
    };
    Ok(at.add_org(form).await?)
}

async fn add_app(at: &Core, org: OrgId, key: &str) -> Result<ClientAppId, Failed> {
    let form = AppForm {
        name: "Rehearsal Tool".to_owned(),
        flow: FlowForm::AuthorizationCode,
        callback_url: "http://localhost:33333".to_owned(),
        further_callbacks: String::new(),
        scopes: "api refresh_token".to_owned(),
        key: KeyEntry::Typed { key: key.to_owned() },
        secret: SecretEntry::None,
    };
    Ok(at.add_app(org, form).await?)
}

async fn sign_in(
    at: &Core,
    practice: &Arc<Practice>,
    app: ClientAppId,
    username: &'static str,
) -> Result<(), Failed> {
    let practice = Arc::clone(practice);
    let opener: Opener = Box::new(move |url: &AuthorizationUrl| {
        let address = url.expose().to_owned();
        let allow = move || allowed(&practice, &address, username);
        // Not waited for: the answer comes by the callback, which this core itself listens to.
        drop(tokio::task::spawn_blocking(allow));
        Box::pin(async { Ok(()) })
    });
    at.sign_in(app, SignInForm::default(), None, opener)
        .await
        .map_err(|failure| format!("{username} could not sign in: {failure:?}").into())
}

/// Somebody logs in, presses Allow, and is sent to the callback.
fn allowed(practice: &Practice, address: &str, username: &str) -> Result<(), Failed> {
    let visit = json!({ "address": address, "username": username, "password": "practice", "press": "allow" });
    let came = practice.order("POST", "/visit", &visit.to_string())?;
    let callback = came["sent_to"].as_str().ok_or_else(|| format!("{username} stayed: {came}"))?;
    let mut curl = std::process::Command::new("curl");
    curl.args(["--silent", "--noproxy", "*", "--max-time", "10", "--output", "/dev/null", callback]);
    run(&mut curl).map(drop)
}

/// Two hours ago.
struct Ago;

impl Clock for Ago {
    fn now(&self) -> Timestamp {
        let ago = i64::try_from(AGO.as_millis()).unwrap_or(i64::MAX);
        Timestamp(SystemClock.now().0 - ago)
    }

    fn until(&self, moment: Timestamp) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move { SystemClock.until(moment.plus(AGO)).await })
    }
}
