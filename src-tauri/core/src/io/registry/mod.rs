//! The registry: orgs, apps and grants in one SQLite file. No secret is ever in it; of a consumer key there is a hint.
//!
//! One thread writes and reads, every change is one transaction that begins by taking the write lock, and what was
//! committed is on the disk. A file of a newer version is not touched.

mod apps;
mod grants;
mod orgs;

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use rusqlite_migration::{Error as MigrationError, M, Migrations};

use crate::io::worker::Worker;
use crate::model::error::{Error, RegistryTrouble};

pub use apps::AppRow;
pub use orgs::{Listing, OrgRow};

/// The file in the data folder.
pub const FILE: &str = "keyperch.sqlite";

/// How long another process may hold the write lock.
const PATIENCE: Duration = Duration::from_secs(10);

/// Each version of the file, in order. A version that was ever released is never changed.
const VERSIONS: [M<'_>; 1] = [M::up(include_str!("version_1.sql"))];

/// The list of orgs, apps and grants.
#[derive(Debug)]
pub struct Registry {
    worker: Worker<Connection>,
    salt: Vec<u8>,
}

impl Registry {
    /// Opens the file in a data folder, making it, or moving it to this version, where needed. Writes the disk.
    ///
    /// # Errors
    /// [`RegistryTrouble`]: unwritable, damaged, or of a newer version.
    pub fn open(data_dir: &Path) -> Result<Self, RegistryTrouble> {
        let file = data_dir.join(FILE);
        private_file(&file).map_err(|error| RegistryTrouble::Unwritable(error.into()))?;
        let mut connection = Connection::open(&file).map_err(trouble)?;
        connection.busy_timeout(PATIENCE).map_err(trouble)?;
        connection.pragma_update(None, "journal_mode", "WAL").map_err(trouble)?;
        connection.pragma_update(None, "synchronous", "FULL").map_err(trouble)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(trouble)?;
        // What is deleted is overwritten: a client's name does not linger in free pages.
        connection.pragma_update(None, "secure_delete", true).map_err(trouble)?;
        Migrations::from_slice(&VERSIONS).to_latest(&mut connection).map_err(|error| match error {
            MigrationError::MigrationDefinition(_) => RegistryTrouble::Newer,
            MigrationError::RusqliteError { err, .. } => trouble(err),
            other => RegistryTrouble::Damaged(other.to_string().into()),
        })?;
        let salt = connection.query_row("SELECT salt FROM install", [], |row| row.get(0)).map_err(trouble)?;
        let worker = Worker::start("registry", connection)
            .map_err(|error| RegistryTrouble::Unwritable(error.into()))?;
        Ok(Self { worker, salt })
    }

    /// The salt of this installation's fingerprints.
    pub fn salt(&self) -> &[u8] {
        &self.salt
    }

    /// Reads.
    async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let done = self.worker.run(move |connection| job(connection)).await;
        done.map_err(|ended| RegistryTrouble::Unwritable(ended.into()))?
    }

    /// Changes, whole or not at all.
    async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let done = self.worker.run(move |connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(trouble)?;
            let value = job(&transaction)?;
            transaction.commit().map_err(trouble)?;
            Ok(value)
        });
        done.await.map_err(|ended| RegistryTrouble::Unwritable(ended.into()))?
    }
}

/// Makes the file readable for its owner alone, before SQLite makes its journals with the same rights.
fn private_file(file: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(file)?;
    #[cfg(unix)]
    opened.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    drop(opened);
    Ok(())
}

/// Sorts SQLite's errors by their codes. Their texts name tables and columns, never values.
fn trouble(error: rusqlite::Error) -> RegistryTrouble {
    match error.sqlite_error_code() {
        // Without a code it is a value of the wrong kind: the file says what no Keyperch has written.
        None | Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            RegistryTrouble::Damaged(error.into())
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => RegistryTrouble::InUse(error.into()),
        Some(_) => RegistryTrouble::Unwritable(error.into()),
    }
}

/// A stored text that must parse, or the file is damaged.
fn parsed<T>(column: &'static str, value: Option<T>) -> Result<T, Error> {
    value
        .ok_or_else(|| RegistryTrouble::Damaged(format!("{column} is not what Keyperch wrote").into()).into())
}

/// Turns "no row" into [`Error::Gone`], and every other error into trouble.
fn found<T>(row: Result<T, rusqlite::Error>) -> Result<T, Error> {
    match row {
        Ok(value) => Ok(value),
        Err(rusqlite::Error::QueryReturnedNoRows) => Err(Error::Gone),
        Err(error) => Err(trouble(error).into()),
    }
}
