//! Moves a damaged list out of the way, and puts its copy, or nothing, into its place. Nothing is ever deleted or
//! overwritten.
//!
//! Killed anywhere in between, the next start finds a damaged list with its copies still there, or the list put back:
//! never an empty one that nobody asked for.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use crate::io::registry::backup::{self, BESIDE, COPIES, found, sync_folder, unwritable};
use crate::io::registry::claim::Claim;
use crate::io::registry::{FILE, damaged};
use crate::model::error::RegistryTrouble;

/// Moves the list, with what SQLite has beside it, to a name of its own: `keyperch.damaged-1.sqlite`. The copies stay.
/// Writes the disk.
///
/// # Errors
/// [`RegistryTrouble`]: unwritable, or in use.
pub fn set_aside(data_dir: &Path) -> Result<(), RegistryTrouble> {
    let folder = &data_dir.canonicalize().map_err(unwritable)?;
    let _alone = Claim::alone(folder)?;
    move_list(folder, free_number(folder)?)
}

/// Puts the newest whole copy into the place of the list, which is set aside. The copy stays too. Writes the disk.
///
/// # Errors
/// [`RegistryTrouble::Damaged`], and nothing was moved, when there is no whole copy; unwritable; in use.
pub fn restore_backup(data_dir: &Path) -> Result<(), RegistryTrouble> {
    let folder = &data_dir.canonicalize().map_err(unwritable)?;
    let _alone = Claim::alone(folder)?;
    let (copy, _) = backup::newest(folder).ok_or_else(|| damaged("there is no whole copy"))?;
    // Ready before anything is moved, so that a full disk moves nothing.
    let part = backup::copied(&backup::whole(&copy)?, folder, after_restore)?;
    move_list(folder, free_number(folder)?)?;
    // Nothing is beside it any more: the old journal would be played into it.
    fs::rename(part, folder.join(FILE)).map_err(unwritable)?;
    sync_folder(folder).map_err(unwritable)
}

/// Sets the list and its copies aside: the next start begins with an empty list. Writes the disk.
///
/// # Errors
/// [`RegistryTrouble`]: unwritable, or in use.
pub fn start_empty(data_dir: &Path) -> Result<(), RegistryTrouble> {
    let folder = &data_dir.canonicalize().map_err(unwritable)?;
    let _alone = Claim::alone(folder)?;
    let number = free_number(folder)?;
    move_list(folder, number)?;
    // The list is gone by now: as long as a copy is there, it counts as damaged.
    for copy in COPIES {
        move_one(folder, number, copy)?;
    }
    sync_folder(folder).map_err(unwritable)
}

/// Moves a stranger's rollback journal away from the list, which stays.
pub(super) fn move_journal(folder: &Path) -> Result<(), RegistryTrouble> {
    let journal = format!("{FILE}-journal");
    if found(&folder.join(&journal))?.is_none() {
        return Ok(());
    }
    move_one(folder, free_number(folder)?, &journal)
}

/// A copy is older than the keychain. What it lists to be cleared away may be in use by now: nothing is cleared.
fn after_restore(copy: &Connection) -> Result<(), rusqlite::Error> {
    let select = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'loose_item'";
    if copy.prepare(select)?.exists([])? {
        copy.execute("DELETE FROM loose_item", [])?;
    }
    Ok(())
}

/// The list first: without its journal beside it, it would open, and lack what the journal holds.
fn move_list(folder: &Path, number: u32) -> Result<(), RegistryTrouble> {
    move_one(folder, number, FILE)?;
    for ending in BESIDE {
        move_one(folder, number, &format!("{FILE}{ending}"))?;
    }
    sync_folder(folder).map_err(unwritable)
}

/// `keyperch.sqlite-wal` becomes `keyperch.damaged-1.sqlite-wal`, if it is there.
fn move_one(folder: &Path, number: u32, name: &str) -> Result<(), RegistryTrouble> {
    let (stem, rest) = name.split_once('.').unwrap_or((name, ""));
    let from = folder.join(name);
    if found(&from)?.is_none() {
        return Ok(());
    }
    fs::rename(from, folder.join(format!("{stem}.damaged-{number}.{rest}"))).map_err(unwritable)
}

/// A number that no name bears yet.
fn free_number(folder: &Path) -> Result<u32, RegistryTrouble> {
    let mut last = 0;
    for entry in fs::read_dir(folder).map_err(unwritable)? {
        let name = entry.map_err(unwritable)?.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix("keyperch.damaged-"));
        let number = number.and_then(|rest| rest.split('.').next()?.parse().ok());
        last = last.max(number.unwrap_or(0));
    }
    Ok(last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restored_list_clears_nothing_away() {
        let copy = Connection::open_in_memory().expect("a list");
        after_restore(&copy).expect("an older list has no such table");
        copy.execute_batch("CREATE TABLE loose_item (owner); INSERT INTO loose_item VALUES ('x')")
            .expect("one");
        after_restore(&copy).expect("emptied");
        let left: i64 =
            copy.query_row("SELECT count(*) FROM loose_item", [], |row| row.get(0)).expect("a count");
        assert_eq!(left, 0);
    }
}
