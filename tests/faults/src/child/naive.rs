//! A naive client, wrong on purpose: one keychain item, no lock, no reserve, no intent. Read, post, write back.
//!
//! It is what tools of this kind do. The harness that finds nothing lost in Keyperch must find this one losing sign-ins,
//! or it finds nothing at all.

use std::sync::{Arc, Mutex};

use keyperch_core::io::salesforce::{AppAtHost, Salesforce};
use keyperch_core::io::vault::Item;
use keyperch_core::model::address;
use keyperch_core::model::client_app::{CallbackUrl, Scopes};
use keyperch_core::model::error::Error;
use keyperch_core::model::field::{Field, Problem};
use keyperch_core::model::host::LoginHost;
use keyperch_core::model::secret::{
    AccessToken, AuthorizationCode, ConsumerKey, Kind, Place, RefreshToken, Stored, Verifier,
};
use keyperch_core::oauth::authorize::{self, Ask};
use keyperch_core::{Network, Vault};
use uuid::Uuid;

use crate::Failed;

/// Its one item. No owner of Keyperch's has this name.
const ITEM: Item = Item::of(Uuid::max(), Kind::RefreshToken, Place::First);

/// The naive client.
pub(super) struct Naive {
    salesforce: Salesforce,
    vault: Arc<dyn Vault>,
    app: Mutex<Option<Arc<App>>>,
    verifier: Mutex<Option<Verifier>>,
}

struct App {
    host: LoginHost,
    key: ConsumerKey,
    callback: CallbackUrl,
}

impl Naive {
    pub(super) fn new(network: Network, vault: Arc<dyn Vault>) -> Result<Self, Failed> {
        let salesforce = Salesforce::new(network)?;
        Ok(Self { salesforce, vault, app: Mutex::default(), verifier: Mutex::default() })
    }

    /// The address that a person is to open.
    pub(super) fn begin(&self, key: &str, callback_url: &str, host: &str) -> Result<String, Error> {
        let host = address::parse(host)
            .map_err(|reason| Error::from(Field::Address.refused(Problem::Address { reason })))?;
        let app = Arc::new(App {
            host,
            key: ConsumerKey::from(key.to_owned()),
            callback: CallbackUrl::parse(callback_url)?,
        });
        let scopes = Scopes::parse("api refresh_token")?;
        let attempt = authorize::begin(&app.host, &app.key, &app.callback, &scopes, Ask::default())
            .map_err(|_| Error::Nonsense("no address"))?;
        *held(&self.app) = Some(app);
        *held(&self.verifier) = Some(attempt.verifier);
        Ok(attempt.url.expose().to_owned())
    }

    pub(super) async fn exchange(&self, code: String) -> Result<(), Error> {
        let (app, verifier) = (self.app()?, held(&self.verifier).take());
        let verifier = verifier.ok_or(Error::Nonsense("not begun"))?;
        let reply = self.salesforce.exchange(app.at_host(), AuthorizationCode::from(code), verifier).await?;
        let refresh = reply.refresh.ok_or(Error::Nonsense("no refresh token"))?;
        Ok(self.vault.put(ITEM, Stored::from(refresh.expose().to_owned())).await?)
    }

    /// A new access token, as if nothing could ever come between.
    pub(super) async fn copy(&self) -> Result<AccessToken, Error> {
        let app = self.app()?;
        let stored = self.vault.get(ITEM).await?.ok_or(Error::Nonsense("no item"))?;
        let spent = RefreshToken::from(stored.expose().to_owned());
        fail::fail_point!("naive.read");
        let reply = self.salesforce.refresh(app.at_host(), &spent).await?;
        fail::fail_point!("naive.answered");
        if let Some(refresh) = reply.refresh {
            self.vault.put(ITEM, Stored::from(refresh.expose().to_owned())).await?;
        }
        fail::fail_point!("naive.written");
        Ok(reply.access)
    }

    fn app(&self) -> Result<Arc<App>, Error> {
        held(&self.app).clone().ok_or(Error::Nonsense("not begun"))
    }
}

impl App {
    fn at_host(&self) -> AppAtHost<'_> {
        AppAtHost { host: &self.host, key: &self.key, secret: None, callback: &self.callback }
    }
}

fn held<Thing>(mutex: &Mutex<Thing>) -> std::sync::MutexGuard<'_, Thing> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
