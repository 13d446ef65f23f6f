//! Opens the list's file: looked at before it is written, and refused rather than made worse.
//!
//! A file that is damaged, newer, elsewhere or something else is left exactly as it is, with what SQLite has beside it. A
//! file that has gone although there is a copy of it counts as damaged too: an empty list would look as if nothing had
//! ever been there.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fail::fail_point;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags};
use rusqlite_migration::{Error as MigrationError, M, Migrations};

use crate::io::registry::backup::{Backups, beside, found, unwritable};
use crate::io::registry::claim::Claim;
use crate::io::registry::{FILE, aside, backup, check, damaged, drive, trouble};
use crate::model::error::RegistryTrouble;

/// How long another process may hold the write lock.
const PATIENCE: Duration = Duration::from_secs(10);

/// The open list.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) connection: Connection,
    /// Dropped after the connection.
    _claim: Arc<Claim>,
}

/// Opens the file in a data folder at the newest version, with what copies it. Writes the disk.
pub(super) fn open(data_dir: &Path, versions: &[M<'_>]) -> Result<(Opened, Backups), RegistryTrouble> {
    // A link on the way to the folder is a person's own affair; one in the place of the file is refused.
    let folder = &data_dir.canonicalize().map_err(unwritable)?;
    drive::refuse_network(folder)?;
    let claim = Arc::new(Claim::shared(folder)?);
    let turn = Claim::turn(folder)?;
    open_here(folder, versions, &claim, &turn).map_err(|trouble| with_copy(folder, trouble))
}

/// Adds to "damaged" when the newest whole copy was made. Reads the disk.
pub(super) fn with_copy(folder: &Path, trouble: RegistryTrouble) -> RegistryTrouble {
    match trouble {
        RegistryTrouble::Damaged { source, .. } => {
            RegistryTrouble::Damaged { backup: backup::newest(folder).map(|(_, made_at)| made_at), source }
        }
        other => other,
    }
}

fn open_here(
    folder: &Path,
    versions: &[M<'_>],
    claim: &Arc<Claim>,
    turn: &Claim,
) -> Result<(Opened, Backups), RegistryTrouble> {
    prepare(folder)?;
    let mut connection = connection(&folder.join(FILE))?;
    // Until all has been looked at, not even what SQLite keeps beside the file is put into it.
    hold_back(&connection, true)?;
    let version = version(&connection, versions)?;
    if version == 0 && backup::is_there(folder) {
        return Err(damaged("the list is of no version, and was of one when it was copied"));
    }
    check::is_whole(&connection)?;
    is_long_enough(&connection, &folder.join(FILE))?;
    if (1..versions.len()).contains(&version) {
        backup::keep(&connection, folder, turn)?;
    }
    set_up(&connection)?;
    fail_point!("registry.migrating");
    Migrations::from_slice(versions).to_latest(&mut connection).map_err(|error| match error {
        MigrationError::MigrationDefinition(_) => RegistryTrouble::Newer,
        MigrationError::RusqliteError { err, .. } => trouble(err),
        other => damaged(other.to_string()),
    })?;
    check::has_its_tables(&connection, versions)?;
    hold_back(&connection, false)?;
    #[cfg(feature = "failpoints")]
    connection
        .update_hook(Some(|_, _: &str, _: &str, _| fail_point!("registry.first_write")))
        .map_err(trouble)?;
    let backups = Backups::of(&connection, folder, Arc::clone(claim), turn)?;
    Ok((Opened { connection, _claim: Arc::clone(claim) }, backups))
}

/// Sees to it that a private file of its own kind is in the list's place, and that no stranger's journal is beside it.
fn prepare(folder: &Path) -> Result<(), RegistryTrouble> {
    let file = folder.join(FILE);
    let is_copied = backup::is_there(folder);
    let there = found(&file)?;
    // The list is only ever written through the other journal. This one is ours while the file is being made, and then
    // there is no copy yet; later on, SQLite would roll the list back to whatever a stranger's says.
    if is_copied || there.is_none() {
        aside::move_journal(folder)?;
    }
    match there {
        Some(found) if !found.is_file() => {
            Err(RegistryTrouble::Unwritable("something else is in the place of the list".into()))
        }
        // SQLite takes one byte for none.
        Some(found) if found.len() > 1 => make_private(&file, &found),
        // SQLite would throw away the journal of an empty file.
        _ if is_copied || found(&beside(&file, "-wal"))?.is_some_and(|wal| wal.len() > 0) => {
            Err(damaged("the list is empty or gone, and was not"))
        }
        Some(found) => make_private(&file, &found),
        None => backup::private(&file).map_err(unwritable),
    }
}

/// The file is not opened for this: to close it would let go of the locks that SQLite holds on it in this process.
#[cfg_attr(
    not(unix),
    expect(unused_variables, clippy::unnecessary_wraps, reason = "Windows inherits rights")
)]
fn make_private(file: &Path, found: &fs::Metadata) -> Result<(), RegistryTrouble> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if found.permissions().mode() & 0o777 != 0o600 {
            fs::set_permissions(file, fs::Permissions::from_mode(0o600)).map_err(unwritable)?;
        }
    }
    Ok(())
}

/// Connects to a file that is there, and is no link.
pub(super) fn connection(file: &Path) -> Result<Connection, RegistryTrouble> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(file, flags).map_err(trouble)?;
    // What may not be written, SQLite opens for reading without a word.
    if connection.is_readonly(MAIN_DB).map_err(trouble)? {
        return Err(RegistryTrouble::Unwritable("the list may not be written".into()));
    }
    connection.busy_timeout(PATIENCE).map_err(trouble)?;
    Ok(connection)
}

fn hold_back(connection: &Connection, held: bool) -> Result<(), RegistryTrouble> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, held).map_err(trouble)?;
    Ok(())
}

/// Which version the file is of; 0 when it is new.
fn version(connection: &Connection, versions: &[M<'_>]) -> Result<usize, RegistryTrouble> {
    let version: i64 =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(trouble)?;
    let version = usize::try_from(version).map_err(damaged)?;
    if version > versions.len() { Err(RegistryTrouble::Newer) } else { Ok(version) }
}

/// Whether the file holds the last of its pages whole: SQLite reads what was cut off a page as zeros. What the journal
/// holds is not in the file yet.
fn is_long_enough(connection: &Connection, file: &Path) -> Result<(), RegistryTrouble> {
    let number =
        |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, u32>(0).map(u64::from));
    let length = number("page_count").and_then(|pages| Ok(pages * number("page_size")?)).map_err(trouble)?;
    let in_journal = found(&beside(file, "-wal"))?.is_some_and(|wal| wal.len() > 0);
    if in_journal || found(file)?.is_some_and(|file| file.len() >= length) {
        return Ok(());
    }
    Err(damaged("the end of the list is cut off"))
}

/// How the file is written from now on.
fn set_up(connection: &Connection) -> Result<(), RegistryTrouble> {
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0)).map_err(trouble)?;
    if mode != "wal" {
        return Err(RegistryTrouble::Unwritable("this drive cannot hold the list's journal".into()));
    }
    connection.pragma_update(None, "synchronous", "FULL").map_err(trouble)?;
    connection.pragma_update(None, "foreign_keys", true).map_err(trouble)?;
    // In KiB: a list of thousands is read again and again, and is not fetched from the disk each time.
    connection.pragma_update(None, "cache_size", -16_384).map_err(trouble)?;
    // What is deleted is overwritten: a client's name does not linger in free pages.
    connection.pragma_update(None, "secure_delete", true).map_err(trouble)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: M<'_> = M::up("CREATE TABLE thing (name TEXT) STRICT; INSERT INTO thing VALUES ('kept')");

    fn names(connection: &Connection) -> Vec<String> {
        let mut select = connection.prepare("SELECT name FROM thing").expect("a table");
        let rows = select.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<Result<_, _>>().expect("names")
    }

    fn in_a_folder(test: impl FnOnce(&Path)) {
        let folder = std::env::temp_dir().join(format!("keyperch-open-{}", uuid::Uuid::new_v4()));
        fs::create_dir_all(&folder).expect("a folder");
        test(&folder);
        fs::remove_dir_all(&folder).expect("removed");
    }

    #[test]
    fn a_file_is_copied_before_it_is_brought_to_a_newer_version() {
        in_a_folder(|folder| {
            drop(open(folder, &[FIRST]).expect("version 1"));
            let (opened, _) = open(folder, &[FIRST, M::up("DELETE FROM thing")]).expect("version 2");
            assert!(names(&opened.connection).is_empty());
            let [newest, before] =
                backup::COPIES.map(|name| backup::whole(&folder.join(name)).expect("a copy"));
            assert!(names(&newest).is_empty(), "the newest is of version 2");
            assert_eq!(names(&before), ["kept"], "the one before is of version 1");
        });
    }

    #[test]
    fn a_version_that_cannot_be_reached_leaves_the_file_as_it_was() {
        in_a_folder(|folder| {
            drop(open(folder, &[FIRST]).expect("version 1"));
            let broken = [FIRST, M::up("DELETE FROM thing; DELETE FROM nothing_of_that_name")];
            open(folder, &broken).expect_err("it fails in the middle");
            let (opened, _) = open(folder, &[FIRST]).expect("still version 1");
            assert_eq!(names(&opened.connection), ["kept"]);
        });
    }

    #[test]
    fn a_row_that_belongs_to_nothing_and_a_lost_column_are_damage() {
        let versions = [M::up(
            "CREATE TABLE owner (id TEXT PRIMARY KEY); CREATE TABLE owned (owner REFERENCES owner (id))",
        )];
        for harm in ["INSERT INTO owned VALUES ('nobody')", "ALTER TABLE owned RENAME owner TO oxner"] {
            in_a_folder(|folder| {
                drop(open(folder, &versions).expect("whole"));
                let connection = connection(&folder.join(FILE)).expect("a connection");
                connection.pragma_update(None, "foreign_keys", false).expect("unchecked");
                connection.execute(harm, []).expect("harmed");
                drop(connection);
                let refused = open(folder, &versions).expect_err("damaged");
                assert!(
                    matches!(refused, RegistryTrouble::Damaged { backup: Some(_), .. }),
                    "{harm}: {refused:?}"
                );
            });
        }
    }
}
