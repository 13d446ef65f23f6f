//! The registry: orgs, apps and grants in one SQLite file. No secret is ever in it; of a consumer key there is a hint.
//!
//! One thread writes and reads, every change is one transaction that begins by taking the write lock, and what was
//! committed is on the disk. Another thread copies the file while it is in use. A file that is damaged or of a newer
//! version is not touched.

mod activity;
mod apps;
mod aside;
mod backup;
mod check;
mod claim;
mod columns;
mod drive;
mod edits;
mod grants;
mod guides;
mod health;
mod layout;
mod leaving;
mod listing;
mod opening;
mod orgs;
mod removal;
mod sets;
mod settings;
mod tools;

use std::path::Path;

use fail::fail_point;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use rusqlite_migration::M;
use uuid::Uuid;

use crate::io::registry::backup::Backups;
use crate::io::registry::opening::Opened;
use crate::io::worker::Worker;
use crate::model::error::{Cause, Error, RegistryTrouble};
use crate::model::network::NetworkSettings;

pub use activity::{DeedRow, Of};
pub use apps::{AppRow, items_of};
pub use aside::{restore_backup, set_aside, start_empty};
pub use edits::Edit;
pub use health::Approved;
pub use leaving::{Leaving, OF_A_GRANT};
pub use listing::Listing;
pub use orgs::OrgRow;
pub use removal::{Removal, Removed};
pub use sets::SetRow;

/// The file in the data folder.
pub const FILE: &str = "keyperch.sqlite";

/// Each version of the file, in order. A version that was ever released is never changed.
const VERSIONS: [M<'_>; 7] = [
    M::up(include_str!("version_1.sql")),
    M::up(include_str!("version_2.sql")),
    M::up(include_str!("version_3.sql")),
    M::up(include_str!("version_4.sql")),
    M::up(include_str!("version_5.sql")),
    M::up(include_str!("version_6.sql")),
    M::up(include_str!("version_7.sql")),
];

/// The list of orgs, apps and grants.
#[derive(Debug)]
pub struct Registry {
    worker: Worker<Opened>,
    backups: Worker<Backups>,
    salt: Vec<u8>,
    install: Uuid,
    network_at_start: NetworkSettings,
}

impl Registry {
    /// Opens the file in a data folder, making it, or moving it to this version, where needed. Writes the disk.
    ///
    /// # Errors
    /// [`RegistryTrouble`]: on a network drive, in use, unwritable, damaged, or of a newer version.
    pub fn open(data_dir: &Path) -> Result<Self, RegistryTrouble> {
        let (opened, backups) = opening::open(data_dir, &VERSIONS)?;
        let with_copy = |trouble| opening::with_copy(data_dir, trouble);
        let (salt, install) = who(&opened.connection).map_err(with_copy)?;
        let network_at_start = settings::at_start(&opened.connection).map_err(with_copy)?;
        let unwritable = |error: std::io::Error| RegistryTrouble::Unwritable(error.into());
        let worker = Worker::start("registry", opened).map_err(unwritable)?;
        let backups = Worker::start("registry backup", backups).map_err(unwritable)?;
        Ok(Self { worker, backups, salt, install, network_at_start })
    }

    /// The salt of this installation's fingerprints.
    pub fn salt(&self) -> &[u8] {
        &self.salt
    }

    /// Names this installation in the slots of the keychain.
    pub fn install(&self) -> Uuid {
        self.install
    }

    /// Reads.
    async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let done = self.worker.run(move |opened| job(&opened.connection)).await;
        done.map_err(|ended| RegistryTrouble::Unwritable(ended.into()))?
    }

    /// Changes, whole or not at all.
    async fn write<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.queue(job).await
    }

    /// The same; it has its place in the order of things from now on, and is done as long as somebody waits for it.
    fn queue<T: Send + 'static, Job>(&self, job: Job) -> impl Future<Output = Result<T, Error>> + use<T, Job>
    where
        Job: FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    {
        let done = self.worker.run(move |opened| {
            let connection = &mut opened.connection;
            fail_point!("registry.begin");
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(trouble)?;
            let value = job(&transaction)?;
            fail_point!("registry.before_commit");
            transaction.commit().map_err(trouble)?;
            fail_point!("registry.committed");
            Ok(value)
        });
        async move { done.await.map_err(|ended| RegistryTrouble::Unwritable(ended.into()))? }
    }
}

/// The salt and the name of an installation.
fn who(connection: &Connection) -> Result<(Vec<u8>, Uuid), RegistryTrouble> {
    let select = "SELECT salt, id FROM install";
    let row = connection.query_row(select, [], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)));
    let (salt, id) = row.map_err(trouble)?;
    Ok((salt, Uuid::parse_str(&id).map_err(damaged)?))
}

/// Sorts SQLite's errors by their codes. Their texts name tables and columns, never values.
fn trouble(error: rusqlite::Error) -> RegistryTrouble {
    match error.sqlite_error_code() {
        // Without a code it is a value of the wrong kind: the file says what no Keyperch has written. Unknown is
        // SQLite's word for a table or a column that is not there.
        None | Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::Unknown) => {
            damaged(error)
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => RegistryTrouble::InUse(error.into()),
        Some(_) => RegistryTrouble::Unwritable(error.into()),
    }
}

/// One row was changed, or there is none.
fn one(changed: rusqlite::Result<usize>) -> Result<(), Error> {
    if changed.map_err(trouble)? == 1 { Ok(()) } else { Err(Error::Gone) }
}

/// The file is not what it should be.
fn damaged(source: impl Into<Cause>) -> RegistryTrouble {
    RegistryTrouble::Damaged { backup: None, source: source.into() }
}

/// A stored text that must parse, or the file is damaged.
fn parsed<T>(column: &'static str, value: Option<T>) -> Result<T, Error> {
    value.ok_or_else(|| damaged(format!("{column} is not what Keyperch wrote")).into())
}

/// Turns "no row" into [`Error::Gone`], and every other error into trouble.
fn found<T>(row: Result<T, rusqlite::Error>) -> Result<T, Error> {
    match row {
        Ok(value) => Ok(value),
        Err(rusqlite::Error::QueryReturnedNoRows) => Err(Error::Gone),
        Err(error) => Err(trouble(error).into()),
    }
}
