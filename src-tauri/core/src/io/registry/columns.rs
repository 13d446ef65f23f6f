//! A row's columns by name. For one row, SQLite is asked where each is; for thousands, that is looked up once.

use std::collections::HashMap;

use rusqlite::types::FromSql;
use rusqlite::{Connection, Params, Row};

use crate::io::registry::trouble;
use crate::model::error::Error;

/// A row whose columns can be read by name.
pub(super) trait Columns {
    /// The value of a column.
    fn get<Name: AsRef<str>, T: FromSql>(&self, column: Name) -> rusqlite::Result<T>;
}

impl Columns for Row<'_> {
    fn get<Name: AsRef<str>, T: FromSql>(&self, column: Name) -> rusqlite::Result<T> {
        Row::get(self, column.as_ref())
    }
}

/// One row of many.
pub(super) struct OneOfMany<'a> {
    row: &'a Row<'a>,
    places: &'a HashMap<String, usize>,
}

impl Columns for OneOfMany<'_> {
    fn get<Name: AsRef<str>, T: FromSql>(&self, column: Name) -> rusqlite::Result<T> {
        match self.places.get(column.as_ref()) {
            Some(place) => self.row.get(*place),
            // SQLite says that there is no such column.
            None => self.row.get(column.as_ref()),
        }
    }
}

/// Everything that a question finds, each row read by `read`.
pub(super) fn rows_of<T>(
    connection: &Connection,
    select: &str,
    fields: impl Params,
    read: impl Fn(&OneOfMany<'_>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut select = connection.prepare_cached(select).map_err(trouble)?;
    let places = select.column_names().into_iter().enumerate().map(|(place, name)| (name.to_owned(), place));
    let places = places.collect();
    let mut rows = select.query(fields).map_err(trouble)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(trouble)? {
        found.push(read(&OneOfMany { row, places: &places })?);
    }
    Ok(found)
}
