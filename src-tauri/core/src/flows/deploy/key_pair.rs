//! The key pair of an app with signed assertions. Its certificate is deployed with the app, and turns the flow on there;
//! the private key is kept with the app as soon as its consumer key is known. Until then memory alone holds it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::core::{Core, lock};
use crate::flows::guide::view::Opened;
use crate::model::client_app::ClientApp;
use crate::model::error::Error;
use crate::model::ids::GuideId;
use crate::model::view::RecipeFlow;
use crate::oauth::private_key::{self, KeyWithCertificate};

/// Key pairs of apps that are being made, by their guide.
#[derive(Debug, Default)]
pub(crate) struct KeyPairs(Mutex<HashMap<GuideId, Waiting>>);

#[derive(Debug)]
struct Waiting {
    pair: Arc<KeyWithCertificate>,
    /// Whether the org has its certificate: a dry run leaves none there.
    is_deployed: bool,
}

impl Core {
    /// The certificate to deploy: the one that the app has, or one that is made for it. None: it needs none.
    pub(super) async fn certificate_for(&self, opened: &Opened) -> Result<Option<String>, Error> {
        if opened.plan.flow != RecipeFlow::JwtBearer {
            return Ok(None);
        }
        if let Some(stored) = stored_certificate(opened) {
            return Ok(Some(stored));
        }
        // A real deployment takes the one that its dry run has tried.
        let guide = opened.guide.id;
        let waiting = lock(&self.rooms().key_pairs.0).get(&guide).map(|waiting| Arc::clone(&waiting.pair));
        if let Some(waiting) = waiting {
            return Ok(Some(waiting.certificate.pem.clone()));
        }
        let (name, now) = (opened.plan.name.clone(), self.rooms().clock.now());
        // Looking for two large primes takes a while.
        let made = tokio::task::spawn_blocking(move || private_key::make(&name, now)).await;
        let pair = Arc::new(made.map_err(|_| Error::Nonsense("a key was not made"))??);
        let pem = pair.certificate.pem.clone();
        lock(&self.rooms().key_pairs.0).insert(guide, Waiting { pair, is_deployed: false });
        Ok(Some(pem))
    }

    /// Notes whether the org has, or may have, the certificate; what was noted before.
    pub(super) fn note_deployed_pair(&self, guide: GuideId, is_deployed: bool) -> bool {
        let mut pairs = lock(&self.rooms().key_pairs.0);
        pairs.get_mut(&guide).is_some_and(|waiting| std::mem::replace(&mut waiting.is_deployed, is_deployed))
    }

    /// No pair waits for a guide any more: it has another, or is there no more.
    pub(crate) fn forget_pair(&self, guide: GuideId) {
        lock(&self.rooms().key_pairs.0).remove(&guide);
    }

    /// Holds the key pair of an app that goes another way now, for its guide to take up again. Reads the keychain.
    pub(crate) async fn hold_pair(&self, guide: GuideId, app: &ClientApp) -> Result<(), Error> {
        let Some(jwt) = app.flow.jwt() else { return Ok(()) };
        let key = match self.open_app(app.id).await {
            Ok(opened) => opened.private_key,
            // One that the keychain has no more cannot be held.
            Err(Error::Field(_)) => None,
            Err(error) => return Err(error),
        };
        if let Some(key) = key {
            let pair = Arc::new(KeyWithCertificate { key, certificate: jwt.certificate.clone() });
            lock(&self.rooms().key_pairs.0).insert(guide, Waiting { pair, is_deployed: true });
        }
        Ok(())
    }

    /// Keeps the private key with the app of a guide, if one was deployed for it and the app is there. Writes keychain and
    /// disk.
    pub(crate) async fn keep_deployed_pair(&self, guide: GuideId) -> Result<(), Error> {
        let waiting = lock(&self.rooms().key_pairs.0)
            .get(&guide)
            .and_then(|waiting| waiting.is_deployed.then(|| Arc::clone(&waiting.pair)));
        let Some(pair) = waiting else { return Ok(()) };
        let opened = self.opened_guide(guide).await?;
        // In another way, and for nobody, nothing is signed.
        if opened.app.is_none() || opened.plan.jwt_username.is_none() {
            return Ok(());
        }
        let draft = self.rooms().drafts.add_private_key(pair);
        self.keep_private_key(opened, draft).await?;
        // Only now: until it is kept, memory is the only place.
        lock(&self.rooms().key_pairs.0).remove(&guide);
        Ok(())
    }
}

/// The certificate of an app that is in the list. None: it has none.
pub(super) fn stored_certificate(opened: &Opened) -> Option<String> {
    opened.app.as_ref().and_then(|app| app.flow.jwt()).map(|jwt| jwt.certificate.pem.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::clock::SystemClock;
    use crate::io::salesforce::Network;
    use crate::io::vault::MemoryVault;
    use crate::model::view::{Answer, OrgForm, RecipeId};

    #[tokio::test]
    async fn a_pair_that_waits_goes_with_its_guide() {
        let folder = std::env::temp_dir().join(format!("keyperch-pairs-{}", uuid::Uuid::new_v4()));
        let core = Core::open(crate::Parts {
            data_dir: folder.clone(),
            network: Network::default(),
            vault: Arc::new(MemoryVault::default()),
            clock: Arc::new(SystemClock),
            on_change: Box::new(|_| {}),
        })
        .expect("a core");
        let form = OrgForm {
            address: "acme.my.salesforce.com".to_owned(),
            client: "Acme".to_owned(),
            name: "Production".to_owned(),
            code: String::new(),
            environment: None,
        };
        let org = core.add_org(form).await.expect("an org");
        let guide = core.begin_guide(org, RecipeId::LightningOut).await.expect("a guide");
        core.answer_guide(guide, Answer::Flow, "jwt_bearer").await.expect("a way");
        let opened = core.opened_guide(guide).await.expect("the guide");
        assert!(core.certificate_for(&opened).await.expect("made").is_some());
        assert!(lock(&core.rooms().key_pairs.0).contains_key(&guide));
        core.remove_guide(guide).await.expect("removed");
        assert!(!lock(&core.rooms().key_pairs.0).contains_key(&guide));
        drop(core);
        std::fs::remove_dir_all(folder).expect("it goes");
    }
}
