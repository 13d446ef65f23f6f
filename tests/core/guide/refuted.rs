//! What a sign-in shows is no more than it can show: nothing of a way that it did not go, nothing of what was wanted so.

use std::time::Duration;

use keyperch_core::model::failure::Failure;
use keyperch_core::model::view::{Answer, Credential, RecipeId, Tick};
use practice_org::{FaultName, FaultOrder};
use serde_json::json;
use tokio::time::timeout;

use super::Following;

#[tokio::test]
async fn a_browser_shows_nothing_of_a_way_that_needs_none() {
    let following = Following::begin(RecipeId::ClientCredentials).await;
    let app = following.paste_key().await;
    following.story.sign_in(app).await.expect("signed in by a browser");
    assert_eq!(following.tick("credentials.key").await, Some(Tick::Proved));
    for line in ["oauth.box.client_credentials_flow", "policies.client_credentials_flow", "policies.run_as"] {
        assert_eq!(following.tick(line).await, None, "{line}");
    }
    let core = &following.story.core;
    let signed = core.begin_guide(following.org, RecipeId::LightningOut).await.expect("a guide");
    core.answer_guide(signed, Answer::Flow, "jwt_bearer").await.expect("a way");
    let signed = Following { guide: signed, ..following };
    signed.paste(Credential::Key, &signed.key).await.expect("the same app");
    signed.story.sign_in(app).await.expect("signed in by a browser");
    assert_eq!(signed.tick("credentials.key").await, Some(Tick::Proved));
    for line in ["certificate.make", "certificate.username", "certificate.box.jwt_bearer_flow"] {
        assert_eq!(signed.tick(line).await, None, "{line}");
    }
}

#[tokio::test]
async fn what_is_wanted_so_is_not_refuted_by_what_it_does() {
    let not_permitted = ("invalid_app_access", "user is not admin approved", "policies.permitted_users");
    let restricted = ("invalid_grant", "ip restricted", "policies.ip_relaxation");
    for (recipe, (error, description, line), tick) in [
        (RecipeId::ApiIntegration, not_permitted, Some(Tick::Refuted)),
        (RecipeId::ProductionIntegration, not_permitted, None),
        (RecipeId::RehearsalTool, restricted, Some(Tick::Refuted)),
        (RecipeId::ApiIntegration, restricted, None),
    ] {
        let following = Following::begin(recipe).await;
        following.paste_key().await;
        let refusal = json!({ "error": error, "error_description": description });
        let merge = refusal.as_object().cloned();
        let fault = FaultOrder { merge, ..FaultOrder::once("token", FaultName::Refuse) };
        following.story.fault_at_exchange(fault);
        let refused = timeout(Duration::from_secs(20), following.prove()).await.expect("an end");
        assert!(matches!(refused, Err(Failure::Refused { .. })), "{refused:?}");
        assert_eq!(following.tick(line).await, tick, "{recipe:?}: {error}");
    }
}
