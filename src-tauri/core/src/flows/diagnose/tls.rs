//! Is the secure connection Salesforce's own, or does somebody in between vouch for it?

use crate::model::failure::Failure;
use crate::model::view::{Note, Verdict};

use super::Scene;

/// Contacts Salesforce.
pub(super) async fn look(scene: &mut Scene<'_>) -> Verdict {
    match scene.met().await {
        Ok(met) => Verdict::Passed { note: met.issuer.map(|issuer| Note::Issuer { issuer }) },
        Err(failure @ Failure::TlsRefused { .. }) => Verdict::Failed { failure },
        // Whatever was answered came over a connection that the system trusts.
        Err(
            Failure::NotSalesforce { .. } | Failure::CaptivePortal { .. } | Failure::ServerTrouble { .. },
        ) => Verdict::Passed { note: None },
        Err(_) => Verdict::CannotTell,
    }
}
