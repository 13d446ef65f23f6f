//! Is the sign-in alive?
//!
//! Only the access token is shown to Salesforce. A refresh token that rotates is never spent to find out: where the access
//! token is dead, the next copy renews it, and sees.

use crate::io::salesforce::Proof;
use crate::model::client_app::Scopes;
use crate::model::error::Error;
use crate::model::grant::Grant;
use crate::model::secret::AccessToken;
use crate::model::view::{Note, Verdict};

use super::{Scene, verdict};

/// Reads the keychain; contacts Salesforce.
pub(super) async fn look(scene: &mut Scene<'_>) -> Verdict {
    let needs_sign_in = Error::NeedsSignIn { app: scene.app.id };
    let Some(grant) = scene.grant.clone() else {
        return Verdict::Warned { note: Note::NobodySignedIn };
    };
    if grant.ended {
        return verdict(Err(needs_sign_in));
    }
    if !scene.answers() || scene.opened.is_none() {
        return Verdict::CannotTell;
    }
    match living(scene, &grant).await {
        Ok(Some(token)) => {
            let note = ends(scene, &token).await;
            scene.token = Some(token);
            Verdict::Passed { note }
        }
        Ok(None) if grant.refreshable => Verdict::CannotTell,
        Ok(None) => verdict(Err(needs_sign_in)),
        Err(Error::Network(_)) => Verdict::CannotTell,
        Err(error) => verdict(Err(error)),
    }
}

/// The access token, if Salesforce takes it. One that comes without a person is asked for anew: that spends nothing.
async fn living(scene: &Scene<'_>, grant: &Grant) -> Result<Option<AccessToken>, Error> {
    if scene.app.flow.needs_nobody() {
        let app = scene.app.clone();
        let fresh = scene.core.to_its_end(move |core| async move { core.fresh_by_itself(&app).await });
        return Ok(Some(fresh.await?.token));
    }
    let Some(token) = scene.core.access_of(grant.id).await? else { return Ok(None) };
    // Without scopes: whether it is one, not yet what it opens.
    let proof = scene.core.rooms().salesforce.prove(&grant.instance_url, &token, &Scopes::default()).await?;
    Ok(Some(token).filter(|_| proof == Proof::Alive))
}

/// When it ends, where Salesforce says so to this app.
async fn ends(scene: &Scene<'_>, token: &AccessToken) -> Option<Note> {
    let opened = scene.opened.as_ref()?;
    let end = scene.core.rooms().salesforce.introspect(opened.at_host(), token).await.ok()??;
    Some(Note::Ends { at: end })
}
