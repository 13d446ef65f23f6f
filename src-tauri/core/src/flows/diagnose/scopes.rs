//! Was every scope granted that is asked for?

use crate::model::view::{Note, Verdict};

use super::Scene;

/// Asks nobody: the answer to the sign-in said it.
pub(super) fn look(scene: &Scene<'_>) -> Verdict {
    let Some(grant) = &scene.grant else { return Verdict::Warned { note: Note::NobodySignedIn } };
    let missing = scene.app.grantable_scopes().missing_from(&grant.scopes);
    let scopes: Vec<String> = missing.iter().map(str::to_owned).collect();
    if scopes.is_empty() {
        Verdict::Passed { note: None }
    } else {
        Verdict::Warned { note: Note::MissingScopes { scopes } }
    }
}
