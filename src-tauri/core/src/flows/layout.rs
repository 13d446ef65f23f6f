//! How the list is laid out: which clients are folded away, and how it is sorted. It is kept, so that the next start
//! shows the list as it was left.

use crate::core::Core;
use crate::model::error::Error;
use crate::model::ids::ClientId;
use crate::model::view::{Change, Sort};

impl Core {
    /// Folds the orgs of clients away, or out again: one client, or all of them. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn fold_clients(&self, clients: Vec<ClientId>, folded: bool) -> Result<(), Error> {
        self.rooms().registry.fold_clients(clients, folded).await?;
        self.announce_layout().await
    }

    /// Sorts the list another way. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn sort_list(&self, sort: Sort) -> Result<(), Error> {
        self.rooms().registry.sort_list(sort).await?;
        self.announce_layout().await
    }

    /// How it is laid out, as the window is told. Reads the disk.
    pub(crate) async fn layout(&self) -> Result<Change, Error> {
        let (folded, sort) = self.rooms().registry.layout().await?;
        Ok(Change::Layout { folded, sort })
    }

    async fn announce_layout(&self) -> Result<(), Error> {
        let _telling = self.rooms().telling.lock().await;
        self.rooms().announce(self.layout().await?);
        Ok(())
    }
}
