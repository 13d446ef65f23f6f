//! What no switch can cause: the words are put into a real answer of the practice org, or into the page that a person
//! brings by hand; those of the API are given to the reader of answers.

use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::refusal::Stage;
use keyperch_core::model::secret::Pasted;
use keyperch_core::model::view::SignInForm;
use keyperch_core::oauth::refusals;
use practice_org::{FaultName, FaultOrder, Press, Selection, SwitchChange};
use serde_json::json;
use std::time::Duration;

use crate::Failed;
use crate::deeds::{found, no_browser};
use crate::report::Found;
use crate::scene::{HOST, Scene, Stand};
use crate::tables::Case;

/// Replays a refusal at the stage of its case.
pub(crate) async fn replay(stand: &Stand, case: &Case) -> Result<Found, Failed> {
    match case.stage {
        Stage::Api => Ok(Found::Refused(refusals::read(Stage::Api, case.code, case.says))),
        Stage::Authorize => on_a_page(&stand.scene(HOST).await?, case).await,
        Stage::Exchange => in_an_exchange(&stand.scene(HOST).await?, case).await,
        Stage::Refresh => in_a_renewal(&stand.scene(HOST).await?, case).await,
        Stage::ClientCredentials => {
            let scene = stand.scene(HOST).await?;
            let app = scene.by_credentials(true).await?;
            by_itself(&scene, app, case).await
        }
        Stage::JwtBearer => {
            let scene = stand.scene(HOST).await?;
            let app = scene.by_assertion(None).await?;
            by_itself(&scene, app, case).await
        }
        Stage::DeviceCode => with_a_device(&stand.scene(HOST).await?, case).await,
    }
}

/// Salesforce's own error page, whose address a person copies.
async fn on_a_page(scene: &Scene, case: &Case) -> Result<Found, Failed> {
    let mut page = url::Url::parse(&format!("https://{HOST}/setup/secur/RemoteAccessErrorPage.apexp"))?;
    page.query_pairs_mut().append_pair("error", case.code).append_pair("error_description", case.says);
    let core = scene.core.clone();
    let brings = async move {
        while core.bring_by_hand(&Pasted::from(page.to_string())).is_err() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let opener: keyperch_core::Opener = Box::new(move |_| {
        tokio::spawn(brings);
        Box::pin(async { Ok(()) })
    });
    found(scene.core.sign_in(scene.app, SignInForm::default(), None, opener).await)
}

/// A code that has become too old, refused in other words.
async fn in_an_exchange(scene: &Scene, case: &Case) -> Result<Found, Failed> {
    let stand_in = scene.stand_in();
    let (code, says) = (case.code, case.says);
    let between = Box::new(move || {
        let late = stand_in.practice.advance(Duration::from_secs(16 * 60));
        let _ = late.and_then(|()| stand_in.practice.fault(with(code, says)));
    });
    let opener = scene.person(Press::Allow, between).opener();
    found(scene.core.sign_in(scene.app, SignInForm::default(), None, opener).await)
}

/// A refresh token that was revoked, refused in other words.
async fn in_a_renewal(scene: &Scene, case: &Case) -> Result<Found, Failed> {
    let opener = scene.person(Press::Allow, Box::new(|| {})).opener();
    let signed_in = scene.core.sign_in(scene.app, SignInForm::default(), None, opener).await;
    signed_in.map_err(|failure| format!("{failure:?}"))?;
    scene.clock.pass(Duration::from_secs(601));
    scene.practice.revoke_grants(&Selection::default());
    scene.practice.fault(with(case.code, case.says))?;
    found(scene.core.fresh_token(scene.app).await)
}

/// A key that is not known, refused in other words.
async fn by_itself(scene: &Scene, app: ClientAppId, case: &Case) -> Result<Found, Failed> {
    unknown(scene, case)?;
    found(scene.core.sign_in(app, SignInForm::default(), None, no_browser()).await)
}

async fn with_a_device(scene: &Scene, case: &Case) -> Result<Found, Failed> {
    unknown(scene, case)?;
    let form = SignInForm { with_device_code: true, ..SignInForm::default() };
    found(scene.core.sign_in(scene.app, form, None, no_browser()).await)
}

fn unknown(scene: &Scene, case: &Case) -> Result<(), Failed> {
    scene.switch(SwitchChange { exists: Some(false), ..SwitchChange::default() })?;
    Ok(scene.practice.fault(with(case.code, case.says))?)
}

/// The next refusal at the token endpoint has this code and these words.
fn with(code: &str, says: &str) -> FaultOrder {
    let merge = json!({ "error": code, "error_description": says }).as_object().cloned();
    FaultOrder { merge, ..FaultOrder::once("token", FaultName::With) }
}
