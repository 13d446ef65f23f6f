//! Is the consumer secret right, or not needed?

use crate::io::salesforce::Look;
use crate::model::error::Error;
use crate::model::flow::Flow;
use crate::model::view::{Note, Verdict};

use super::Scene;
use super::key_and_callback::refused;

/// Contacts Salesforce.
pub(super) async fn look(scene: &Scene<'_>) -> Verdict {
    if matches!(scene.app.flow, Flow::JwtBearer(_)) {
        // The signature stands in its place.
        return Verdict::NotNeeded;
    }
    let Some(opened) = scene.opened.as_ref().filter(|_| scene.answers()) else { return Verdict::CannotTell };
    let looked = scene.core.rooms().salesforce.probe_secret(opened.at_host()).await;
    judge(looked, opened.secret.is_some())
}

/// Judges what the secret that is stored, or its lack, was answered with.
pub(crate) fn judge(looked: Result<Look, Error>, has_one: bool) -> Verdict {
    match looked {
        Ok(Look::Taken) => Verdict::Passed { note: (!has_one).then_some(Note::NoSecretNeeded) },
        Ok(Look::Refused(refusal)) => refused(refusal),
        Ok(Look::Unclear { .. }) | Err(_) => Verdict::CannotTell,
    }
}
