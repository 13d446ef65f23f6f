//! Makes a data folder one of the first version, with the same entries, as somebody has it who updates: a list without
//! intents and generations, and one item a refresh token, without a slot around it.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::Connection;

use crate::Failed;
use crate::scene::Scene;
use crate::secret_service::{Kept, SecretService};

const FIRST_VERSION: &str = include_str!("../../../../src-tauri/core/src/io/registry/version_1.sql");
const TABLES: [&str; 5] = ["install", "client", "org", "client_app", "app_grant"];

/// Turns the list and the keychain of a scene back. No child may run.
pub(super) fn age(scene: &Scene) -> Result<(), Failed> {
    age_items(&scene.keyring.service()?)?;
    age_list(&scene.setup.data_dir)
}

/// Of each sign-in the newest token alone, in the first place, as it is.
fn age_items(service: &SecretService) -> Result<(), Failed> {
    let mut owners = HashMap::<String, Vec<Kept>>::new();
    for kept in service.items_of("/refresh-token")? {
        let owner = kept.account.split('/').next().unwrap_or_default().to_owned();
        owners.entry(owner).or_default().push(kept);
    }
    owners.into_values().try_for_each(|items| age_sign_in(service, items))
}

fn age_sign_in(service: &SecretService, items: Vec<Kept>) -> Result<(), Failed> {
    let mut slots = Vec::new();
    for kept in items {
        let content = String::from_utf8(service.content(&kept)?)?;
        let (head, token) = content.split_once('\n').ok_or("an item that is no slot")?;
        let generation: u64 = head.split(' ').nth(2).ok_or("a slot without a generation")?.parse()?;
        slots.push((generation, kept, token.to_owned()));
    }
    slots.sort_by_key(|(generation, ..)| *generation);
    let (_, _, token) = slots.last().ok_or("no slot")?;
    for (_, kept, _) in &slots {
        if kept.account.ends_with("-2") {
            service.delete(kept)?;
        } else {
            service.overwrite(kept, token.as_bytes())?;
        }
    }
    Ok(())
}

fn age_list(folder: &Path) -> Result<(), Failed> {
    let (list, newer) = (folder.join("keyperch.sqlite"), folder.join("newer.sqlite"));
    // What was written last lies beside the file.
    Connection::open(&list)?.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    std::fs::rename(&list, &newer)?;
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        if file.file_name().to_string_lossy().starts_with("keyperch.") {
            std::fs::remove_file(file.path())?;
        }
    }
    let older = Connection::open(&list)?;
    older.execute_batch(FIRST_VERSION)?;
    older.execute("DELETE FROM install", [])?;
    older.execute("ATTACH ?1 AS newer", [newer.to_string_lossy()])?;
    for table in TABLES {
        let columns = columns(&older, table)?;
        older.execute(&format!("INSERT INTO {table} ({columns}) SELECT {columns} FROM newer.{table}"), [])?;
    }
    older.execute("DETACH newer", [])?;
    older.pragma_update(None, "user_version", 1)?;
    drop(older);
    Ok(std::fs::remove_file(newer)?)
}

/// The columns that the first version had.
fn columns(list: &Connection, table: &str) -> Result<String, Failed> {
    let mut asked = list.prepare(&format!("SELECT name FROM pragma_table_info('{table}', 'main')"))?;
    let names = asked.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(names.join(", "))
}
