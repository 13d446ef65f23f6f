//! Does the keychain keep what it is given, and does it still have what this app needs?

use crate::model::view::Verdict;

use super::{Scene, verdict};

/// Tries an item of its own, then takes key and secret out. Reads and writes the keychain.
pub(super) async fn look(scene: &mut Scene<'_>) -> Verdict {
    if let Err(trouble) = scene.core.rooms().safe.probe().await {
        return verdict(Err(trouble.into()));
    }
    let opened = scene.core.open_app(scene.app.id).await;
    verdict(opened.map(|opened| scene.opened = Some(opened)))
}
