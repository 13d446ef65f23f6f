//! Does an org answer at the host?

use crate::model::failure::Failure;
use crate::model::view::Verdict;

use super::Scene;

/// Contacts Salesforce.
pub(super) async fn look(scene: &mut Scene<'_>) -> Verdict {
    match scene.met().await {
        Ok(_) => Verdict::Passed { note: None },
        // Nothing was asked of whoever is there.
        Err(
            Failure::TlsRefused { .. }
            | Failure::ProxyAuthentication { .. }
            | Failure::ProxyUnreachable { .. },
        ) => Verdict::CannotTell,
        Err(failure) => Verdict::Failed { failure },
    }
}
