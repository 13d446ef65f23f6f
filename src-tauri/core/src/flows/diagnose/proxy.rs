//! Is there a proxy on the way, and does it let us through?

use crate::model::failure::Failure;
use crate::model::view::{Note, Verdict};

use super::Scene;

/// Contacts Salesforce.
pub(super) async fn look(scene: &mut Scene<'_>) -> Verdict {
    match scene.met().await {
        Ok(met) => {
            let note = met.proxy.map_or(Note::NoProxy, |proxy| Note::Proxy { proxy });
            Verdict::Passed { note: Some(note) }
        }
        Err(failure @ (Failure::ProxyAuthentication { .. } | Failure::ProxyUnreachable { .. })) => {
            Verdict::Failed { failure }
        }
        // Whether it was the proxy or what lies behind it is not to be seen from a connection that did not come about.
        Err(_) => Verdict::CannotTell,
    }
}
