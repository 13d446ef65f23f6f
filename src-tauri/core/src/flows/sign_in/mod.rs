//! A sign-in, whichever way it goes: prepare, get an answer, store.
//!
//! Until the answer is there, it can be cancelled, and then nothing has happened. From then on it runs to its end:
//! either everything is stored, or what Salesforce gave is revoked and nothing is.

mod browser;
mod device;
mod preflight;
mod stage;
mod store;
mod tool;

use std::pin::Pin;

use fail::fail_point;
use tracing::info;

use crate::core::Core;
use crate::flows::apps::OpenApp;
use crate::io::salesforce::AppAtHost;
use crate::model::client_app::{CallbackUrl, ClientApp};
use crate::model::deed::Particular;
use crate::model::error::{Cause, Error};
use crate::model::failure::Failure;
use crate::model::ids::ClientAppId;
use crate::model::secret::{AuthorizationCode, AuthorizationUrl, Verifier};
use crate::model::view::{Accept, Check, Deed, SignInForm, SignInStep, SignInWay};
use crate::oauth::token_reply::TokenReply;

use stage::PATIENCE;
pub(crate) use stage::Stage;
pub(crate) use tool::Whose;

/// The starting of a browser, which may fail a while after it began.
pub type Opening = Pin<Box<dyn Future<Output = Result<(), Cause>> + Send>>;

/// Starts a browser at an address.
pub type Opener = Box<dyn FnOnce(&AuthorizationUrl) -> Opening + Send>;

/// What somebody brought, and what is needed to use it.
struct Brought {
    opened: OpenApp,
    what: What,
}

/// What tokens can be had for.
enum What {
    /// A code from the browser.
    Code { code: AuthorizationCode, verifier: Verifier, callback: CallbackUrl },
    /// Nothing more than the app itself.
    Itself,
    /// They are here already: a device was allowed.
    Tokens(Box<TokenReply>),
}

impl Core {
    /// Signs in: through the browser that `open` starts (its future tells when that has failed), with a device code, or
    /// without a person, as form and app say. `browser` is the name of the one that was chosen. Reads and writes the
    /// keychain, writes the disk, listens on the callback's port, contacts Salesforce. Every step is announced.
    ///
    /// # Errors
    /// [`Failure::SignInRunning`] when one is under way; else what the last announced step says too.
    pub async fn sign_in(
        &self,
        app: ClientAppId,
        form: SignInForm,
        browser: Option<String>,
        open: Opener,
    ) -> Result<(), Failure> {
        let whose = Whose::ours(form.accept);
        self.sign_in_as(app, whose, form, browser, open).await
    }

    async fn sign_in_as(
        &self,
        app: ClientAppId,
        whose: Whose,
        form: SignInForm,
        browser: Option<String>,
        open: Opener,
    ) -> Result<(), Failure> {
        let (found, org) = self.rooms().registry.app(app).await?;
        let way = way_of(&found, &form);
        let expected = self.expected_user(&found, whose).await?;
        let browser = browser.filter(|_| way == SignInWay::Browser);
        let (stage, host) = (&self.rooms().stage, org.host.to_string());
        let curtain = stage.enter(app, whose.tool, host, way, browser, expected.clone())?;
        self.show(SignInStep::Preparing);
        let brought = tokio::select! {
            biased;
            () = curtain.cancelled() => Err(Failure::Cancelled),
            // In a box: a sign-in is large, and most of it waits.
            brought = Box::pin(self.bring(&found, way, &form, expected, open)) => brought,
        };
        let outcome = match brought {
            Ok(brought) => {
                self.show(SignInStep::Exchanging);
                self.use_what_came(brought, whose).await.map_err(Failure::from)
            }
            Err(failure) => Err(failure),
        };
        let grant = self.rooms().registry.grant(app).await;
        let is_signed_in = grant.is_ok_and(|grant| grant.is_some_and(|grant| !grant.ended));
        if outcome.is_ok() || !is_signed_in {
            // Who is still signed in from before can go on copying: that is no problem of the app.
            self.rooms().note_problem(app, outcome.as_ref().err());
        }
        if outcome.is_ok() && self.readiness().is_some_and(|wait| wait.app == app) {
            // It was ready after all.
            self.stop_waiting_until_ready().await;
        }
        if whose.tool.is_none() {
            // A guide looks at our own grant, which a tool's sign-in says nothing of.
            self.tick_what_a_sign_in_shows(app, way, &outcome).await;
        }
        match &outcome {
            Ok(()) => {
                self.note_deed(
                    app,
                    Deed::SignedIn,
                    whose.tool.map_or_else(Particular::none, Particular::from),
                );
            }
            Err(failure) => self.note_failed(app, failure),
        }
        self.announce_org(org.id).await;
        self.show(match &outcome {
            Ok(()) => SignInStep::Done,
            Err(failure) => SignInStep::Failed { failure: failure.clone() },
        });
        drop(curtain);
        outcome
    }

    /// Who is pinned, and so expected: to be named to the person, and to Salesforce.
    async fn expected_user(&self, app: &ClientApp, whose: Whose) -> Result<Option<String>, Error> {
        let grant = self.rooms().registry.grant(app.id).await?;
        Ok(grant.filter(|_| whose.accept == Accept::Pinned).and_then(|grant| grant.username))
    }

    /// Everything up to the answer. Dropping it frees the port, and leaves nothing behind.
    async fn bring(
        &self,
        app: &ClientApp,
        way: SignInWay,
        form: &SignInForm,
        expected: Option<String>,
        open: Opener,
    ) -> Result<Brought, Failure> {
        // A sign-in must never end with a token that cannot be kept.
        let keeps = self.rooms().safe.probe().await.map_err(Error::from);
        self.show_step(Check::Keychain, None, keeps)?;
        let opened = self.open_app(app.id).await?;
        match way {
            SignInWay::Browser => self.bring_from_browser(opened, form, expected, open).await,
            SignInWay::DeviceCode => {
                self.look_before(&opened, None).await?;
                Ok(self.bring_from_device(opened).await?)
            }
            SignInWay::ByItself => {
                self.look_before(&opened, None).await?;
                Ok(Brought { opened, what: What::Itself })
            }
        }
    }

    async fn use_what_came(&self, Brought { opened, what }: Brought, whose: Whose) -> Result<(), Error> {
        let using = self.to_its_end(move |core| async move {
            core.make_room_for(opened.app.id, whose).await?;
            fail_point!("sign_in.before_send");
            let reply = match what {
                What::Code { code, verifier, callback } => {
                    let app = AppAtHost { callback: &callback, ..opened.at_host() };
                    core.rooms().salesforce.exchange(app, code, verifier).await?
                }
                What::Itself => core.ask_by_itself(&opened).await?,
                What::Tokens(reply) => *reply,
            };
            fail_point!("sign_in.answered");
            core.store_sign_in(&opened, reply, whose).await
        });
        using.await?;
        info!("signed in");
        Ok(())
    }
}

fn way_of(app: &ClientApp, form: &SignInForm) -> SignInWay {
    if app.flow.needs_nobody() {
        SignInWay::ByItself
    } else if form.with_device_code {
        SignInWay::DeviceCode
    } else {
        SignInWay::Browser
    }
}
