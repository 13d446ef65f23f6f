//! *Catch what I copy*: for two minutes, and until both are there, whatever is copied and has the shape of a consumer key
//! or of a consumer secret is taken into the guide. Everything else is not kept, not shown and not told.

use std::time::Duration;

use crate::core::Core;
use crate::flows::guide::desk::Catching;
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::ids::GuideId;
use crate::model::pasted::Shape;
use crate::model::secret::Pasted;
use crate::model::view::{Change, Credential};

/// How long the clipboard is looked at.
const PATIENCE: Duration = Duration::from_secs(120);

impl Core {
    /// Begins to catch for a guide, in the place of another. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub async fn begin_catching(&self, guide: GuideId) -> Result<(), Error> {
        self.rooms().registry.guide(guide).await?;
        let until = self.rooms().clock.now().plus(PATIENCE);
        self.rooms().desk.catch(Some(Catching { guide, until, has_key: false, has_secret: false }));
        let core = self.clone();
        tokio::spawn(async move {
            core.rooms().clock.until(until).await;
            if core.rooms().desk.catching().is_some_and(|catching| catching.until == until) {
                core.stop_catching().await;
            }
        });
        self.announce_guide().await;
        Ok(())
    }

    /// Takes what is on the clipboard, if it is what is being waited for; whether looking goes on. May write keychain and
    /// disk.
    pub async fn catch(&self, pasted: Pasted) -> bool {
        if self.still_catching().await.is_none() {
            return false;
        }
        let credential = match pasted.shape() {
            Shape::Key => Credential::Key,
            Shape::Secret => Credential::Secret,
            Shape::Either | Shape::Neither => return true,
        };
        let desk = &self.rooms().desk;
        let Some(guide) = desk.caught(credential) else { return desk.catching().is_some() };
        if let Err(error) = self.paste_into_guide(guide, credential, pasted).await {
            self.rooms().announce(Change::Failed { failure: Failure::from(error) });
        }
        if desk.catching().is_some_and(|catching| catching.has_key && catching.has_secret) {
            self.stop_catching().await;
        }
        desk.catching().is_some()
    }

    /// Whether the clipboard is still to be looked at: for a look that brought nothing.
    pub async fn is_catching(&self) -> bool {
        self.still_catching().await.is_some()
    }

    /// Looks at the clipboard no more.
    pub async fn stop_catching(&self) {
        if self.rooms().desk.catching().is_some() {
            self.rooms().desk.catch(None);
            self.announce_guide().await;
        }
    }

    async fn still_catching(&self) -> Option<Catching> {
        let catching = self.rooms().desk.catching()?;
        if self.rooms().clock.now() < catching.until {
            return Some(catching);
        }
        self.stop_catching().await;
        None
    }
}
