//! Whether a list is whole: its pages, its rows, and what belongs to what.
//!
//! `quick_check` would leave out whether each index holds exactly the rows of its table, and every row here is found
//! through an index: a damaged one hides orgs without a word. A list is small, so the whole check costs milliseconds.
//! What it cannot see is one text that has become another text: SQLite keeps no checksums.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::io::registry::{damaged, trouble};
use crate::model::error::RegistryTrouble;

/// Whether all that is in the file is in order, and belongs to something. Reads the whole file.
///
/// # Errors
/// [`RegistryTrouble::Damaged`].
pub(super) fn is_whole(connection: &Connection) -> Result<(), RegistryTrouble> {
    connection.pragma_update(None, "cell_size_check", true).map_err(trouble)?;
    // The texts name tables, columns and row numbers, never values.
    let found: String =
        connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(trouble)?;
    if found != "ok" {
        return Err(damaged(found));
    }
    let mut check = connection.prepare("PRAGMA foreign_key_check").map_err(trouble)?;
    let mut astray = check.query([]).map_err(trouble)?;
    match astray.next().map_err(trouble)? {
        None => Ok(()),
        Some(row) => {
            let table: String = row.get(0).map_err(trouble)?;
            Err(damaged(format!("a row of {table} belongs to nothing")))
        }
    }
}

/// Whether the tables are there, with all their columns, that the versions make. Their own words are not compared:
/// another version of SQLite may have written them differently.
///
/// # Errors
/// [`RegistryTrouble::Damaged`].
pub(super) fn has_its_tables(connection: &Connection, versions: &[M<'_>]) -> Result<(), RegistryTrouble> {
    let mut made = Connection::open_in_memory().map_err(trouble)?;
    Migrations::from_slice(versions).to_latest(&mut made).map_err(|error| damaged(error.to_string()))?;
    let there = columns(connection)?;
    match columns(&made)?.into_iter().find(|column| !there.contains(column)) {
        None => Ok(()),
        Some((table, column)) => Err(damaged(format!("there is no {table}.{column}"))),
    }
}

/// Every table with each of its columns.
fn columns(connection: &Connection) -> Result<Vec<(String, String)>, RegistryTrouble> {
    let select = "SELECT tables.name, columns.name FROM sqlite_schema AS tables, \
                  pragma_table_xinfo(tables.name) AS columns WHERE tables.type = 'table'";
    let mut select = connection.prepare(select).map_err(trouble)?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(trouble)?;
    rows.collect::<Result<_, _>>().map_err(trouble)
}
