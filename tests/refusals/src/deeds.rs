//! How a refusal is caused: what is switched, and which flow then runs into it.

use std::time::Duration;

use keyperch_core::flows::sign_in::Opener;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::flow::Audience;
use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::view::{Check, SignInForm, SignInStep, Told, Verdict};
use practice_org::{Press, Selection, SwitchChange};
use tokio::time::{sleep, timeout};

use crate::Failed;
use crate::report::Found;
use crate::scene::{ANA, HOST, OTHER_HOST, Orders, Scene, Stand};
use crate::tables::Case;

/// A token is fresh for ten minutes after it was given; afterwards Salesforce is asked.
const NOT_FRESH: Duration = Duration::from_secs(601);

/// More than any case takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is done, with the order that causes the refusal carried out at the right moment.
#[derive(Clone, Copy)]
pub(crate) enum Deed {
    /// The order, then a sign-in through the browser.
    Browser,
    /// A sign-in in which Deny is pressed.
    Deny,
    /// The order, then a sign-in at another org.
    Elsewhere,
    /// The order between the Allow page and the exchange.
    Exchange,
    /// A sign-in for which somebody else's challenge was sent.
    OtherChallenge,
    /// A sign-in with a secret that is not the app's.
    StaleSecret,
    /// A sign-in, the order, and then a renewal.
    Refresh,
    /// A sign-in, the order, and then a copy of a token that is not fresh.
    Copy,
    /// A sign-in, the order, and then *Check this connection*: its check of the API.
    Check,
    /// As that: its check of the sign-in, which cannot tell. The token is dead, and only a renewal could.
    CheckInVain,
    /// The order, then the app connects as itself.
    ClientCredentials,
    /// As that, with a secret that is not the app's.
    StaleCredentials,
    /// The order, then an assertion.
    Assertion,
    /// The order, then an assertion for the other log-in host.
    AssertionElsewhere,
    /// An assertion while the certificate of another key is uploaded.
    AssertionOfAnotherKey,
    /// The order, then a device code, which is allowed while it is asked after.
    Device,
    /// A device code for which Deny is pressed.
    DeviceDeny,
    /// A device code that is too old at Salesforce.
    DeviceLate,
    /// A device code that is asked after too soon.
    DeviceHasty,
    /// A sign-in, the order, and then a sign-out.
    SignOut,
}

/// What an order switches.
pub(crate) type Order = fn(&Orders) -> Result<(), Failed>;

/// Causes a refusal. That the practice org really refused for this row is read in its log.
pub(crate) async fn cause(stand: &Stand, case: &Case, deed: Deed, order: Order) -> Result<Found, Failed> {
    let host = if matches!(deed, Deed::Elsewhere) { OTHER_HOST } else { HOST };
    let scene = stand.scene(host).await?;
    let doing = timeout(PATIENCE, run(&scene, deed, order));
    let found = doing.await.map_err(|_| "it does not come to an end")??;
    let log = scene.practice.seen(0);
    let arose = log.iter().any(|seen| seen.row == Some(case.row) && seen.outcome == case.code);
    if arose { Ok(found) } else { Err(format!("the practice org did not refuse for {}", case.row).into()) }
}

async fn run(scene: &Scene, deed: Deed, order: Order) -> Result<Found, Failed> {
    match deed {
        Deed::Browser | Deed::Elsewhere => {
            order(scene)?;
            sign_in(scene, scene.person(Press::Allow, Box::new(|| {})).opener()).await
        }
        Deed::Deny => sign_in(scene, scene.person(Press::Deny, Box::new(|| {})).opener()).await,
        Deed::Exchange => exchange(scene, order).await,
        Deed::OtherChallenge => {
            let person = scene.person(Press::Allow, Box::new(|| {}));
            sign_in(scene, crate::person::Person { opens: with_another_challenge, ..person }.opener()).await
        }
        Deed::StaleSecret => {
            scene.store_secret(false).await?;
            order(scene)?;
            sign_in(scene, scene.person(Press::Allow, Box::new(|| {})).opener()).await
        }
        Deed::Refresh => {
            signed_in(scene).await?;
            scene.clock.pass(NOT_FRESH);
            scene.practice.expire_tokens(&Selection::default());
            order(scene)?;
            found(scene.core.fresh_token(scene.app).await)
        }
        Deed::Copy => {
            signed_in(scene).await?;
            scene.clock.pass(NOT_FRESH);
            order(scene)?;
            found(scene.core.fresh_token(scene.app).await)
        }
        Deed::Check => {
            signed_in(scene).await?;
            order(scene)?;
            match verdict_of(scene, Check::Api).await? {
                Verdict::Failed { failure } => found::<()>(Err(failure)),
                _ => Ok(Found::WentOn),
            }
        }
        Deed::CheckInVain => {
            signed_in(scene).await?;
            order(scene)?;
            match verdict_of(scene, Check::Grant).await? {
                Verdict::CannotTell => Ok(Found::WentOn),
                other => Err(format!("it should not be told: {other:?}").into()),
            }
        }
        Deed::ClientCredentials => by_itself(scene, scene.by_credentials(true).await?, order).await,
        Deed::StaleCredentials => by_itself(scene, scene.by_credentials(false).await?, order).await,
        Deed::Assertion => by_itself(scene, scene.by_assertion(None).await?, order).await,
        Deed::AssertionElsewhere => {
            by_itself(scene, scene.by_assertion(Some(Audience::Login)).await?, order).await
        }
        Deed::AssertionOfAnotherKey => {
            let app = scene.by_assertion(None).await?;
            let another = scene.new_certificate().await?;
            scene.switch(SwitchChange { certificate: Some(another), ..SwitchChange::default() })?;
            by_itself(scene, app, order).await
        }
        Deed::Device => device(scene, order, Some(Press::Allow)).await,
        Deed::DeviceDeny => device(scene, order, Some(Press::Deny)).await,
        Deed::DeviceLate => device(scene, order, None).await,
        Deed::DeviceHasty => {
            scene.clock.lag();
            device(scene, order, Some(Press::Allow)).await
        }
        Deed::SignOut => {
            signed_in(scene).await?;
            order(scene)?;
            match scene.core.sign_out(scene.app).await? {
                Told::Heard => Ok(Found::WentOn),
                Told::Waiting => Err("what is gone at Salesforce is still to be told".into()),
            }
        }
    }
}

async fn sign_in(scene: &Scene, opener: Opener) -> Result<Found, Failed> {
    found(scene.core.sign_in(scene.app, SignInForm::default(), None, opener).await)
}

async fn signed_in(scene: &Scene) -> Result<(), Failed> {
    match sign_in(scene, scene.person(Press::Allow, Box::new(|| {})).opener()).await? {
        Found::WentOn => Ok(()),
        Found::Refused(refusal) => Err(format!("refused too early: {refusal}").into()),
    }
}

/// The order is carried out when the person has pressed Allow, and the code is on its way.
async fn exchange(scene: &Scene, order: Order) -> Result<Found, Failed> {
    let stand_in = scene.stand_in();
    let between = Box::new(move || {
        // What it could not switch does not arise, and the case fails.
        let _ = order(&stand_in);
    });
    sign_in(scene, scene.person(Press::Allow, between).opener()).await
}

/// Somebody else's challenge: of another verifier than the one that will be shown.
fn with_another_challenge(address: &str) -> String {
    const OTHER: &str = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let is_challenge = |part: &&str| part.starts_with("code_challenge=");
    let parts: Vec<&str> =
        address.split('&').map(|part| if is_challenge(&part) { OTHER } else { part }).collect();
    parts.join("&")
}

async fn by_itself(scene: &Scene, app: ClientAppId, order: Order) -> Result<Found, Failed> {
    order(scene)?;
    found(scene.core.sign_in(app, SignInForm::default(), None, no_browser()).await)
}

/// A device code, and somebody who types it and presses a button; none: nobody does in time.
async fn device(scene: &Scene, order: Order, press: Option<Press>) -> Result<Found, Failed> {
    scene.switch(SwitchChange { device_flow: Some(true), ..SwitchChange::default() })?;
    order(scene)?;
    let form = SignInForm { with_device_code: true, ..SignInForm::default() };
    let signing_in = scene.core.sign_in(scene.app, form, None, no_browser());
    let typing = async {
        let code = loop {
            match scene.core.sign_in_view().map(|view| view.step) {
                Some(SignInStep::DeviceCode { code, .. }) => break code,
                Some(SignInStep::Failed { .. }) => return,
                _ => sleep(Duration::from_millis(2)).await,
            }
        };
        // It is asked after at least once before somebody has answered.
        while scene.practice.seen(0).iter().all(|seen| seen.row != Some("T26")) {
            sleep(Duration::from_millis(2)).await;
        }
        match press {
            Some(press) => {
                scene.practice.approve_device(&code, ANA, crate::person::PASSWORD, press).await;
            }
            // Twice ten minutes: only their clock finds that the code is over.
            None => drop(scene.practice.advance(Duration::from_secs(1200))),
        }
    };
    let (outcome, ()) = tokio::join!(signing_in, typing);
    found(outcome)
}

/// What *Check this connection* says of one check.
async fn verdict_of(scene: &Scene, check: Check) -> Result<Verdict, Failed> {
    let checks = scene.core.check_connection(scene.app).await?.checks;
    let view = checks.into_iter().find(|view| view.check == check);
    Ok(view.ok_or_else(|| format!("{check:?} was not looked at"))?.verdict)
}

pub(crate) fn no_browser() -> Opener {
    Box::new(|_| Box::pin(async { Err("no browser is needed".into()) }))
}

/// How a flow ended, if it ended well or with a refusal.
pub(crate) fn found<T>(outcome: Result<T, Failure>) -> Result<Found, Failed> {
    match outcome {
        Ok(_) => Ok(Found::WentOn),
        Err(Failure::Refused { refusal }) => Ok(Found::Refused(refusal)),
        Err(failure) => Err(format!("{failure:?}").into()),
    }
}
