//! Does the token open the API?

use crate::model::error::Error;
use crate::model::view::{Note, Verdict};

use super::{Scene, verdict};

/// Contacts Salesforce.
pub(super) async fn look(scene: &Scene<'_>) -> Verdict {
    let Some(grant) = &scene.grant else { return Verdict::Warned { note: Note::NobodySignedIn } };
    if !grant.scopes.has("api") && !grant.scopes.has("full") {
        return Verdict::NotNeeded;
    }
    let Some(token) = &scene.token else { return Verdict::CannotTell };
    match scene.core.rooms().salesforce.open_api(&grant.instance_url, token).await {
        Err(Error::Network(_)) => Verdict::CannotTell,
        outcome => verdict(outcome),
    }
}
