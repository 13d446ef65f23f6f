//! What was done, without any value; and how often each app is used.
//!
//! Best effort, both: what is noted never keeps anybody waiting, and that it could not be noted fails nothing. What can be
//! noted beside a deed is a word of a closed list ([`Particular`]): no token, no key and no address can stand there.

use tracing::warn;

use crate::core::Core;
use crate::io::registry::{DeedRow, Of};
use crate::model::deed::Particular;
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::ids::{ClientAppId, OrgId, SetId};
use crate::model::view::{ActivityView, Copied, Deed};

impl Core {
    /// What was done with an org, or with any, the newest first. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn activity(&self, org: Option<OrgId>) -> Result<Vec<ActivityView>, Error> {
        self.rooms().registry.activity(org).await
    }

    /// Forgets everything that was done. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn clear_activity(&self) -> Result<(), Error> {
        self.rooms().registry.clear_activity().await
    }

    /// Something of an app is on the clipboard: it was used, and that was done. Writes the disk.
    pub async fn copied(&self, app: ClientAppId, as_what: impl Into<Particular>) {
        self.note_use(app);
        self.note_deed(app, Deed::Copied, as_what);
        self.announce_org_of(app).await;
    }

    /// The tokens of a set are on the clipboard: it and each of its apps were used. Writes the disk.
    pub async fn set_copied(&self, set: SetId, apps: &[ClientAppId]) {
        let used = self.rooms().registry.note_set_use(set, self.rooms().clock.now());
        let core = self.clone();
        later(async move {
            used.await?;
            core.rooms().finder_is_stale();
            Ok(())
        });
        for app in apps {
            self.note_use(*app);
        }
        self.note_deeds(apps.iter().copied().map(Of::App).collect(), Deed::Copied, &Copied::Set.into());
        for app in apps {
            self.announce_org_of(*app).await;
        }
    }

    /// Notes that an app was used. Writes the disk.
    pub fn note_use(&self, app: ClientAppId) {
        later(self.rooms().registry.note_use(app, self.rooms().clock.now()));
    }

    /// Notes what was done with an app. Writes the disk.
    pub fn note_deed(&self, app: ClientAppId, deed: Deed, particular: impl Into<Particular>) {
        self.note_deeds(vec![Of::App(app)], deed, &particular.into());
    }

    /// Notes what was done with an org as a whole. Writes the disk.
    pub fn note_org_deed(&self, org: OrgId, deed: Deed, particular: impl Into<Particular>) {
        self.note_deeds(vec![Of::Org(org)], deed, &particular.into());
    }

    /// Notes that something failed. What a person has cancelled, or removed meanwhile, has not. Writes the disk.
    pub fn note_failed(&self, app: ClientAppId, failure: &Failure) {
        if !matches!(failure, Failure::Cancelled | Failure::Gone) {
            self.note_deed(app, Deed::Failed, failure);
        }
    }

    /// Notes the same of each. Writes the disk.
    pub(crate) fn note_deeds(&self, of: Vec<Of>, deed: Deed, particular: &Particular) {
        let at = self.rooms().clock.now();
        let row = |of| DeedRow { at, of, deed, particular: particular.clone() };
        later(self.rooms().registry.note_deeds(of.into_iter().map(row).collect()));
    }
}

/// Its place in the order of things is taken; nobody waits for it.
fn later(noted: impl Future<Output = Result<(), Error>> + Send + 'static) {
    tokio::spawn(async move {
        if let Err(error) = noted.await {
            warn!("what was done could not be noted: {error}");
        }
    });
}
