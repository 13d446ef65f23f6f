//! *Check this connection*: everything that a connection needs, one check a file, in an order in which each explains the
//! next.
//!
//! It never stops at the first that fails, and uses nothing up: a rotating refresh token is not spent, no browser is
//! opened; only an app that needs nobody is given another token where its last one is dead, as by a copy. What cannot be
//! seen any more because an earlier check failed is not guessed.

mod api;
pub(crate) mod clock;
mod domain;
mod grant;
pub(crate) mod key_and_callback;
mod keychain;
mod port;
mod proxy;
mod scopes;
pub(crate) mod secret;
mod tls;

use std::time::Duration;

use tokio::time::timeout;

use crate::core::Core;
use crate::flows::apps::OpenApp;
use crate::io::salesforce::Met;
use crate::model::client_app::ClientApp;
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::flow::Flow;
use crate::model::grant::Grant;
use crate::model::ids::ClientAppId;
use crate::model::org::Org;
use crate::model::secret::AccessToken;
use crate::model::view::{Change, Check, CheckView, DiagnosisView, Verdict};

/// How long one check may take. The keychain alone may take longer: it may ask a person for a password.
const PATIENCE: Duration = Duration::from_secs(15);
const PATIENCE_WITH_A_PERSON: Duration = Duration::from_secs(100);

/// In this order.
const CHECKS: [Check; 11] = [
    Check::Keychain,
    Check::Port,
    Check::Proxy,
    Check::Tls,
    Check::Domain,
    Check::Clock,
    Check::KeyAndCallback,
    Check::Secret,
    Check::Grant,
    Check::Api,
    Check::Scopes,
];

/// What is looked at, and what earlier checks left for later ones.
struct Scene<'a> {
    core: &'a Core,
    app: ClientApp,
    org: Org,
    grant: Option<Grant>,
    /// Key and secret; none: the keychain did not give them.
    opened: Option<OpenApp>,
    /// What came of the one request that proxy, TLS, domain and clock are all seen by.
    met: Option<Result<Met, Failure>>,
    /// An access token that is alive.
    token: Option<AccessToken>,
}

impl Core {
    /// Checks everything that an app's connection needs; each check is announced as soon as it is known. Reads keychain
    /// and disk, binds the callback's port for a moment, contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`]. That something is wrong with the connection is none.
    pub async fn check_connection(&self, app: ClientAppId) -> Result<DiagnosisView, Error> {
        let (found, org) = self.rooms().registry.app(app).await?;
        let grant = self.rooms().registry.grant(app).await?;
        let mut scene = Scene { core: self, app: found, org, grant, opened: None, met: None, token: None };
        let (org, begun_at) = (scene.org.id, self.rooms().clock.now());
        let mut view = DiagnosisView { app, checks: Vec::new(), is_finished: false, begun_at };
        self.rooms().announce(Change::Diagnosis { diagnosis: view.clone() });
        for check in CHECKS {
            let patience = if check == Check::Keychain { PATIENCE_WITH_A_PERSON } else { PATIENCE };
            let verdict = timeout(patience, Box::pin(scene.look(check))).await.unwrap_or(Verdict::CannotTell);
            view.checks.push(CheckView { check, verdict });
            view.is_finished = view.checks.len() == CHECKS.len();
            self.rooms().announce(Change::Diagnosis { diagnosis: view.clone() });
        }
        // It may have learnt when the token ends.
        self.announce_org(org).await;
        Ok(view)
    }
}

impl Scene<'_> {
    async fn look(&mut self, check: Check) -> Verdict {
        match check {
            Check::Keychain => keychain::look(self).await,
            Check::Port => port::look(self).await,
            Check::Proxy => proxy::look(self).await,
            Check::Tls => tls::look(self).await,
            Check::Domain => domain::look(self).await,
            Check::Clock => clock::look(self).await,
            Check::KeyAndCallback => key_and_callback::look(self).await,
            Check::Secret => secret::look(self).await,
            Check::Grant => grant::look(self).await,
            Check::Api => api::look(self).await,
            Check::Scopes => scopes::look(self),
        }
    }

    /// Whether a browser on this computer is a way to sign in.
    fn has_a_browser(&self) -> bool {
        matches!(self.app.flow, Flow::AuthorizationCode)
    }

    /// Asks the org once, whoever wants to know first.
    async fn met(&mut self) -> Result<Met, Failure> {
        if let Some(met) = &self.met {
            return met.clone();
        }
        let met = self.core.rooms().salesforce.meet(&self.org.host).await.map_err(Failure::from);
        self.met = Some(met.clone());
        met
    }

    /// Whether the org answers: what asks it more is in vain otherwise.
    fn answers(&self) -> bool {
        matches!(self.met, Some(Ok(_)))
    }
}

/// What an attempt that gives nothing back says.
fn verdict(outcome: Result<(), Error>) -> Verdict {
    match outcome {
        Ok(()) => Verdict::Passed { note: None },
        Err(error) => Verdict::Failed { failure: error.into() },
    }
}
