//! Copies of the list, made while it is in use: the newest and the one before, for the day that its file is damaged.
//!
//! A copy takes its place only when it is whole and on the disk, so that a full disk or a crash costs a copy that was
//! never there. Nothing here writes the list, and nobody who writes it waits: copying has a thread and a connection of
//! its own.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use fail::fail_point;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use tracing::warn;

use crate::io::registry::claim::Claim;
use crate::io::registry::{FILE, Registry, check, opening, trouble};
use crate::model::error::{Error, RegistryTrouble};
use crate::model::time::Timestamp;

/// The copies, newest first.
pub(super) const COPIES: [&str; 2] = ["keyperch.backup.sqlite", "keyperch.backup-2.sqlite"];

/// The name of a copy that is being made.
const PART: &str = "keyperch.part.sqlite";

/// What SQLite puts beside a file.
pub(super) const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The copies, and which state of the list the newest holds. There is no connection to the list but while it is copied:
/// of two that end at once, none would clear the journal away.
#[derive(Debug)]
pub(super) struct Backups {
    folder: PathBuf,
    copied: Option<State>,
    _claim: Arc<Claim>,
}

/// SQLite's numbers of others' changes and of our own, at one moment of one connection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct State(i64, u64);

impl State {
    pub(super) fn of(connection: &Connection) -> Result<Self, RegistryTrouble> {
        let others =
            connection.pragma_query_value(None, "data_version", |row| row.get(0)).map_err(trouble)?;
        Ok(Self(others, connection.total_changes()))
    }
}

impl Registry {
    /// Copies the list, if it has changed since it was last copied; writes go on meanwhile. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`]; the copies that there were are still there.
    pub async fn back_up_if_changed(&self) -> Result<(), Error> {
        // Asked before: what is committed during the copying is copied the next time, if not now.
        let state = self.read(|connection| Ok(State::of(connection)?)).await?;
        let done = self.backups.run(move |backups| {
            let turn = Claim::turn(&backups.folder)?;
            if backups.copied != Some(state) {
                keep(&opening::connection(&backups.folder.join(FILE))?, &backups.folder, &turn)?;
                backups.copied = Some(state);
            }
            Ok::<_, RegistryTrouble>(())
        });
        done.await.map_err(|ended| RegistryTrouble::Unwritable(ended.into()))??;
        self.read(|connection| Ok(put_into_the_file(connection)?)).await
    }

    /// When the newest whole copy was made, if there is one. Reads the disk.
    pub async fn backed_up_at(&self) -> Option<Timestamp> {
        let done = self.backups.run(|backups| newest(&backups.folder).map(|(_, made_at)| made_at));
        done.await.ok().flatten()
    }
}

/// Moves what was committed out of the journal into the list's own file, as far as nobody reads it: whoever copies that
/// file alone has most of it.
fn put_into_the_file(connection: &Connection) -> Result<(), RegistryTrouble> {
    fail_point!("registry.checkpoint");
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).map_err(trouble)
}

impl Backups {
    /// The copies of a list that was just opened, brought up to date.
    pub(super) fn of(
        list: &Connection,
        folder: &Path,
        claim: Arc<Claim>,
        turn: &Claim,
    ) -> Result<Self, RegistryTrouble> {
        let state = State::of(list)?;
        let kept = if is_behind(folder) { keep(list, folder, turn) } else { Ok(()) };
        if let Err(trouble) = &kept {
            // The list itself is whole; the next change tries again.
            warn!("the list could not be copied: {trouble}");
        }
        Ok(Self { folder: folder.to_owned(), copied: kept.ok().map(|()| state), _claim: claim })
    }
}

/// Whether the list was changed after the newest copy was made, as far as their files tell.
fn is_behind(folder: &Path) -> bool {
    let changed = [FILE.to_owned(), format!("{FILE}-wal")]
        .iter()
        .filter_map(|name| fs::symlink_metadata(folder.join(name)).ok())
        .filter(|found| found.len() > 0)
        .filter_map(|found| found.modified().ok())
        .max();
    let newest = fs::symlink_metadata(folder.join(COPIES[0])).and_then(|found| found.modified());
    newest.map_or(true, |newest| changed.is_none_or(|changed| newest < changed))
}

/// Makes the newest copy; what was the newest becomes the one before. Writes the disk.
pub(super) fn keep(source: &Connection, folder: &Path, _turn: &Claim) -> Result<(), RegistryTrouble> {
    let [newest, before] = COPIES.map(|name| folder.join(name));
    let part = copied(source, folder, |_| Ok(()))?;
    let placed = (|| {
        // One that is not whole does not push out one that may be; neither does one that says the same.
        if whole(&newest).is_ok() && fs::read(&newest)? != fs::read(&part)? {
            fs::rename(&newest, &before)?;
        }
        fs::rename(&part, &newest)?;
        sync_folder(folder)
    })();
    placed.map_err(unwritable)
}

/// The newest copy that is whole, and when it was made. Reads the disk.
pub(super) fn newest(folder: &Path) -> Option<(PathBuf, Timestamp)> {
    COPIES.map(|name| folder.join(name)).into_iter().find_map(|copy| {
        let made_at = fs::symlink_metadata(&copy).and_then(|found| found.modified()).ok()?;
        whole(&copy).ok()?;
        Some((copy, moment(made_at)))
    })
}

/// Whether there is anything in a copy's place, whole or not.
pub(super) fn is_there(folder: &Path) -> bool {
    COPIES.iter().any(|name| fs::symlink_metadata(folder.join(name)).is_ok())
}

/// Opens a copy for reading alone, if it is whole. What lies beside it is not looked at: no journal there is its own.
pub(super) fn whole(copy: &Path) -> Result<Connection, RegistryTrouble> {
    let mut uri = "file:".to_owned();
    for byte in copy.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/.-_".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            uri.extend(['%', hexadecimal(byte >> 4), hexadecimal(byte & 15)]);
        }
    }
    uri.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(uri, flags).map_err(trouble)?;
    check::is_whole(&connection)?;
    let version: i64 =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(trouble)?;
    if version == 0 {
        return Err(super::damaged("it is no list of any version"));
    }
    Ok(connection)
}

fn hexadecimal(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or('0')
}

/// A whole copy under a passing name, durable, with something changed in it. What a crash left under that name goes.
pub(super) fn copied(
    source: &Connection,
    folder: &Path,
    change: impl FnOnce(&Connection) -> Result<(), rusqlite::Error>,
) -> Result<PathBuf, RegistryTrouble> {
    let part = folder.join(PART);
    clear(&part).map_err(unwritable)?;
    let made = (|| {
        private(&part).map_err(unwritable)?;
        let mut copy = opening::connection(&part)?;
        // Nobody else knows of it: it needs no memory to share.
        copy.pragma_update(None, "locking_mode", "EXCLUSIVE").map_err(trouble)?;
        // All at once: a change that came in between would begin the copy anew.
        let step = Backup::new(source, &mut copy).and_then(|backup| backup.step(-1)).map_err(trouble)?;
        if step != StepResult::Done {
            return Err(RegistryTrouble::InUse("the list could not be copied now".into()));
        }
        // One file, complete without anything beside it.
        copy.pragma_update(None, "journal_mode", "DELETE").map_err(trouble)?;
        change(&copy).map_err(trouble)?;
        copy.close().map_err(|(_, error)| trouble(error))?;
        whole(&part)?;
        OpenOptions::new().append(true).open(&part).and_then(|file| file.sync_all()).map_err(unwritable)
    })();
    if made.is_err() {
        // The disk may be full: what is of no use gives its room back.
        drop(clear(&part));
    }
    made.map(|()| part)
}

/// Makes an empty file that its owner alone can read, before SQLite makes its journals with the same rights.
pub(super) fn private(file: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.create_new(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}

/// Makes the names in a folder durable. Windows does so by itself.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// The file, or what SQLite puts beside it: none of the names exists afterwards.
fn clear(part: &Path) -> io::Result<()> {
    for ending in ["", BESIDE[0], BESIDE[1], BESIDE[2]] {
        match fs::remove_file(beside(part, ending)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// `keyperch.sqlite` and `-wal`: `keyperch.sqlite-wal`.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// What is under a name, without following it; none: nothing is.
pub(super) fn found(path: &Path) -> Result<Option<Metadata>, RegistryTrouble> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unwritable(error)),
    }
}

pub(super) fn unwritable(error: io::Error) -> RegistryTrouble {
    RegistryTrouble::Unwritable(error.into())
}

fn moment(time: SystemTime) -> Timestamp {
    Timestamp(0).plus(time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default())
}
