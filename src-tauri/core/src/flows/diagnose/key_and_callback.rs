//! Does the org know the consumer key, and the callback URL?

use crate::io::salesforce::Look;
use crate::model::error::Error;
use crate::model::refusal::Refusal;
use crate::model::view::Verdict;

use super::{Scene, verdict};

/// Contacts Salesforce.
pub(super) async fn look(scene: &Scene<'_>) -> Verdict {
    if !scene.has_a_browser() {
        return Verdict::NotNeeded;
    }
    let Some(opened) = scene.opened.as_ref().filter(|_| scene.answers()) else { return Verdict::CannotTell };
    let (app, salesforce) = (&opened.app, &scene.core.rooms().salesforce);
    let mut verdict = Verdict::CannotTell;
    // Any of them may be the one that a sign-in takes.
    for callback in app.callbacks() {
        verdict = judge(salesforce.probe_app(&opened.org.host, &opened.key, &callback, &app.scopes).await);
        if !matches!(verdict, Verdict::Passed { .. }) {
            break;
        }
    }
    verdict
}

/// Only a refusal is one: whatever else came instead of an answer tells nothing of the app.
pub(crate) fn judge(looked: Result<Look, Error>) -> Verdict {
    match looked {
        Ok(Look::Taken) => Verdict::Passed { note: None },
        Ok(Look::Refused(refusal)) => refused(refusal),
        Ok(Look::Unclear { .. }) | Err(_) => Verdict::CannotTell,
    }
}

pub(super) fn refused(refusal: Refusal) -> Verdict {
    verdict(Err(refusal.into()))
}
