//! How the list is laid out: which clients are folded away, and how it is sorted.

use crate::io::registry::columns::{Columns, rows_of};
use crate::io::registry::settings::{keep, value};
use crate::io::registry::{Registry, parsed, trouble};
use crate::model::error::Error;
use crate::model::ids::ClientId;
use crate::model::view::Sort;
use crate::model::word::{from_word, word_of};

/// The row of the settings that says how the list is sorted.
const SORT: &str = "list_sort";

impl Registry {
    /// The clients that are folded away, and how the list is sorted. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn layout(&self) -> Result<(Vec<ClientId>, Sort), Error> {
        self.read(|connection| {
            let select = "SELECT id FROM client WHERE is_folded ORDER BY name, id";
            let folded = rows_of(connection, select, [], |row| {
                let id: String = row.get("id").map_err(trouble)?;
                parsed("client.id", ClientId::parse(&id))
            })?;
            // A word that another version has written is none.
            let sort = value(connection, SORT)?.and_then(|word| from_word(&word)).unwrap_or_default();
            Ok((folded, sort))
        })
        .await
    }

    /// Folds clients away, or out again. One that is there no more is passed over. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn fold_clients(&self, clients: Vec<ClientId>, folded: bool) -> Result<(), Error> {
        self.write(move |connection| {
            let update = "UPDATE client SET is_folded = ?2 WHERE id = ?1";
            let mut update = connection.prepare_cached(update).map_err(trouble)?;
            for client in clients {
                update.execute((client.to_string(), folded)).map_err(trouble)?;
            }
            Ok(())
        })
        .await
    }

    /// Keeps how the list is sorted. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn sort_list(&self, sort: Sort) -> Result<(), Error> {
        self.write(move |connection| keep(connection, SORT, Some(word_of(&sort)))).await
    }
}
