//! The whole authorization-code journey: prepare, send the person to the browser, exchange, store.
//!
//! Until the answer is there, it can be cancelled, and then nothing has happened. From then on it runs to its end:
//! either everything is stored, or what Salesforce gave is revoked and nothing is.

mod stage;
mod store;

use std::pin::Pin;

use fail::fail_point;
use tracing::info;

use crate::core::Core;
use crate::flows::apps::OpenApp;
use crate::io::loopback::Listener;
use crate::model::error::{Cause, Error};
use crate::model::failure::Failure;
use crate::model::ids::ClientAppId;
use crate::model::refusal::Stage as RefusedAt;
use crate::model::secret::{AuthorizationCode, AuthorizationUrl, Verifier};
use crate::model::time::Timestamp;
use crate::model::view::SignInStep;
use crate::oauth::callback::Answer;
use crate::oauth::{authorize, refusals};

use stage::PATIENCE;
pub(crate) use stage::Stage;

/// The starting of a browser, which may fail a while after it began.
pub type Opening = Pin<Box<dyn Future<Output = Result<(), Cause>> + Send>>;

/// Starts a browser at an address.
pub type Opener = Box<dyn FnOnce(&AuthorizationUrl) -> Opening + Send>;

/// What came back from the browser, and what is needed to use it.
struct Brought {
    opened: OpenApp,
    code: AuthorizationCode,
    verifier: Verifier,
}

impl Core {
    /// Signs in through the browser that `open` starts; its future tells when that has failed. Reads and writes the keychain, writes the disk, listens on the
    /// callback's port, contacts Salesforce. Every step is announced.
    ///
    /// # Errors
    /// [`Failure::SignInRunning`] when one is under way; else what the last announced step says too.
    pub async fn sign_in(
        &self,
        app: ClientAppId,
        browser: Option<String>,
        open: Opener,
    ) -> Result<(), Failure> {
        let (found, org) = self.rooms().registry.app(app).await?;
        let expected = self.rooms().registry.grant(found.id).await?.and_then(|grant| grant.username);
        let curtain = self.rooms().stage.enter(app, org.host.to_string(), browser, expected)?;
        self.show(SignInStep::Preparing);
        let brought = tokio::select! {
            biased;
            () = curtain.cancelled() => Err(Error::Cancelled),
            brought = self.bring_back(app, open) => brought,
        };
        let outcome = match brought {
            Ok(brought) => {
                self.show(SignInStep::Exchanging);
                self.exchange(brought).await
            }
            Err(error) => Err(error),
        };
        drop(curtain);
        let outcome = outcome.map_err(Failure::from);
        let grant = self.rooms().registry.grant(app).await;
        let is_signed_in = grant.is_ok_and(|grant| grant.is_some_and(|grant| !grant.ended));
        if outcome.is_ok() || !is_signed_in {
            // Who is still signed in from before can go on copying: that is no problem of the app.
            self.rooms().note_problem(app, outcome.as_ref().err());
        }
        self.announce_orgs().await;
        self.show(match &outcome {
            Ok(()) => SignInStep::Done,
            Err(failure) => SignInStep::Failed { failure: failure.clone() },
        });
        outcome
    }

    /// Everything up to the answer. Dropping it frees the port, and leaves nothing behind.
    async fn bring_back(&self, app: ClientAppId, open: Opener) -> Result<Brought, Error> {
        // A sign-in must never end with a token that cannot be kept.
        self.rooms().safe.probe().await?;
        let opened = self.open_app(app).await?;
        let callback = opened.app.callback_url.clone();
        fail_point!("sign_in.before_bind");
        // Before the browser opens: a fast redirect must not find the port closed, or a stranger on it.
        let listener = Listener::bind(&callback).await?;
        let attempt = authorize::begin(&opened.org.host, &opened.key, &callback, &opened.app.scopes);
        let attempt = attempt.map_err(|_| Error::Nonsense("a parsed host or callback is no address"))?;
        fail_point!("sign_in.bound");
        let opening = open(&attempt.url);
        fail_point!("sign_in.opened");
        let until = self.rooms().stage.wait(attempt.url, self.rooms().clock.now().plus(PATIENCE));
        self.show(SignInStep::Waiting { until: *until.borrow() });
        let answer = tokio::select! {
            answer = listener.answer(&callback, attempt.state) => answer?,
            cause = failure_of(opening) => return Err(Error::Browser(cause)),
            () = self.too_late(until) => return Err(Error::TimedOut),
        };
        fail_point!("sign_in.called_back");
        match answer {
            Answer::Code(code) => Ok(Brought { opened, code, verifier: attempt.verifier }),
            Answer::Refusal { error, description } => {
                Err(refusals::read(RefusedAt::Authorize, &error, &description).into())
            }
        }
    }

    async fn exchange(&self, Brought { opened, code, verifier }: Brought) -> Result<(), Error> {
        let exchanging = self.to_its_end(move |core| async move {
            fail_point!("sign_in.before_send");
            let reply = core.rooms().salesforce.exchange(opened.at_host(), code, verifier).await?;
            fail_point!("sign_in.answered");
            core.store_sign_in(&opened, reply).await
        });
        exchanging.await?;
        info!("signed in");
        Ok(())
    }

    /// Returns when the end has come, which may be moved meanwhile.
    async fn too_late(&self, mut until: tokio::sync::watch::Receiver<Timestamp>) {
        loop {
            let end = *until.borrow_and_update();
            tokio::select! {
                // First: more time that was asked for in the last moment counts.
                biased;
                // The sender lives as long as the attempt.
                _ = until.changed() => {}
                () = self.rooms().clock.until(end) => return,
            }
        }
    }
}

/// Returns only if the browser could not be started.
async fn failure_of(opening: Opening) -> Cause {
    match opening.await {
        Err(cause) => cause,
        Ok(()) => std::future::pending().await,
    }
}
