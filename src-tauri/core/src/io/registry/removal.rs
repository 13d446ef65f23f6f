//! What was removed and can come back for a moment: hidden, and whole until the removal is carried out.
//!
//! | Cut short after | What is left |
//! |---|---|
//! | it was hidden | entries, items and sign-ins, all of them whole; the next start carries it out |
//! | it was carried out | loose items, and sign-ins that leave; the upkeep finishes both |
//! | it was brought back | nothing |
//!
//! Each is one transaction. Nothing is told to Salesforce, and nothing is deleted from the keychain, before it was
//! carried out. Whoever needs a code or a name that something hidden has does not wait: it is carried out first.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::io::registry::leaving::{OF_A_GRANT, unpin_what_nobody_is_signed_in_to};
use crate::io::registry::{Registry, apps, one, orgs, parsed, trouble};
use crate::io::vault::Item;
use crate::model::error::Error;
use crate::model::field::{Name, ShortCode};
use crate::model::ids::{ClientAppId, GrantId, OrgId, RemovalId};
use crate::model::time::Timestamp;

/// One removal, as it is noted.
#[derive(Clone, Copy, Debug)]
pub struct Removal {
    /// Names it.
    pub id: RemovalId,
    /// When it was.
    pub at: Timestamp,
    /// Whether Salesforce is told that the sign-ins have ended, once it is carried out.
    pub signs_out: bool,
}

/// What was removed together.
#[derive(Clone, Debug)]
pub enum Removed {
    /// Orgs, with their apps.
    Orgs(Vec<OrgId>),
    /// One app; its org stays.
    App(ClientAppId),
}

impl Registry {
    /// Hides orgs or an app, and carries out what was hidden before: one thing at a time can come back. Whether there was
    /// something to carry out. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] when one of them is there no more; nothing was changed then.
    pub async fn hide(&self, removal: Removal, what: Removed) -> Result<bool, Error> {
        self.write(move |connection| {
            let before = removals(connection, "SELECT id FROM removal", [])?;
            carry_out_all(connection, &before)?;
            let insert = "INSERT INTO removal (id, at, signs_out) VALUES (:id, :at, :signs_out)";
            let id = removal.id.to_string();
            let fields = named_params! {":id": id, ":at": removal.at.0, ":signs_out": removal.signs_out};
            connection.execute(insert, fields).map_err(trouble)?;
            match what {
                Removed::Orgs(orgs) => orgs.into_iter().try_for_each(|org| hide_org(connection, &id, org))?,
                Removed::App(app) => {
                    let update = "UPDATE client_app SET removal = ?1 WHERE id = ?2 AND removal IS NULL";
                    one(connection.execute(update, [&id, &app.to_string()]))?;
                }
            }
            Ok(!before.is_empty())
        })
        .await
    }

    /// Brings back what was hidden, as it was. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] when it was carried out, or brought back, already.
    pub async fn bring_back(&self, id: RemovalId) -> Result<(), Error> {
        self.write(move |connection| {
            let id = id.to_string();
            for table in ["org", "client_app"] {
                let update = format!("UPDATE {table} SET removal = NULL WHERE removal = ?1");
                connection.execute(&update, [&id]).map_err(trouble)?;
            }
            one(connection.execute("DELETE FROM removal WHERE id = ?1", [&id]))
        })
        .await
    }

    /// Takes what was hidden out of the list for good: its items are loose, and its sign-ins leave where Salesforce is to
    /// be told. Whether it was still there. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn carry_out(&self, id: RemovalId) -> Result<bool, Error> {
        self.write(move |connection| carry_out(connection, id)).await
    }

    /// What is hidden, and not carried out. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn removals(&self) -> Result<Vec<RemovalId>, Error> {
        self.read(|connection| removals(connection, "SELECT id FROM removal ORDER BY at, id", [])).await
    }

    /// Every item that an app or a sign-in may have in the keychain, also of what was removed and can come back. Reads the
    /// disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn items_of_all(&self) -> Result<HashSet<Item>, Error> {
        self.read(|connection| {
            let mut items = HashSet::new();
            for app in ids(connection, "SELECT id FROM client_app", [], ClientAppId::parse)? {
                items.extend(apps::items_of(&apps::app_or_removed(connection, app)?));
            }
            let here = "SELECT id FROM app_grant WHERE handed_over_at IS NULL";
            for grant in ids(connection, here, [], GrantId::parse)? {
                items.extend(OF_A_GRANT.map(|(kind, place)| Item::of(grant.uuid(), kind, place)));
            }
            Ok(items)
        })
        .await
    }
}

/// Carries out what holds the code, or the client's name for an org, that another org is about to get.
pub(super) fn make_room_for_org(
    connection: &Connection,
    client: &Name,
    name: &Name,
    code: &ShortCode,
) -> Result<(), Error> {
    let select = "SELECT DISTINCT removal FROM org JOIN client ON client.id = org.client \
                  WHERE removal IS NOT NULL AND (code = ?1 OR client.name = ?2 AND org.name = ?3)";
    let held_by = removals(connection, select, [code.as_str(), client.as_str(), name.as_str()])?;
    carry_out_all(connection, &held_by)
}

/// Carries out what holds the code that a set is about to get.
pub(super) fn make_room_for_set(connection: &Connection, code: &ShortCode) -> Result<(), Error> {
    let select = "SELECT removal FROM org WHERE removal IS NOT NULL AND code = ?1";
    carry_out_all(connection, &removals(connection, select, [code.as_str()])?)
}

/// Carries out what is left of a client whose name another one is about to get, and of which nothing is in the list.
pub(super) fn make_room_for_client(connection: &Connection, id: &str, name: &str) -> Result<(), Error> {
    let select = "SELECT DISTINCT removal FROM org JOIN client ON client.id = org.client \
                  WHERE removal IS NOT NULL AND client.name = ?1 AND client.id <> ?2";
    carry_out_all(connection, &removals(connection, select, [name, id])?)
}

/// Carries out what holds the name that another app of this org is about to get.
pub(super) fn make_room_for_app(connection: &Connection, org: OrgId, name: &Name) -> Result<(), Error> {
    let select = "SELECT removal FROM client_app WHERE removal IS NOT NULL AND org = ?1 AND name = ?2";
    carry_out_all(connection, &removals(connection, select, [&org.to_string(), name.as_str()])?)
}

/// Carries out what was removed of an org that stays: it is about to be another one.
pub(super) fn carry_out_within(connection: &Connection, org: OrgId) -> Result<(), Error> {
    let select = "SELECT DISTINCT removal FROM client_app WHERE removal IS NOT NULL AND org = ?1";
    carry_out_all(connection, &removals(connection, select, [org.to_string()])?)
}

fn carry_out_all(connection: &Connection, removals: &[RemovalId]) -> Result<(), Error> {
    removals.iter().try_for_each(|id| carry_out(connection, *id).map(drop))
}

fn carry_out(connection: &Connection, id: RemovalId) -> Result<bool, Error> {
    let id = id.to_string();
    let select = "SELECT signs_out FROM removal WHERE id = ?1";
    let signs_out = connection.query_row(select, [&id], |row| row.get::<_, bool>(0)).optional();
    let Some(signs_out) = signs_out.map_err(trouble)? else { return Ok(false) };
    let of_it =
        "SELECT id FROM client_app WHERE removal = ?1 OR org IN (SELECT id FROM org WHERE removal = ?1)";
    for app in ids(connection, of_it, [&id], ClientAppId::parse)? {
        apps::remove(connection, app, signs_out)?;
    }
    for delete in ["DELETE FROM org WHERE removal = ?1", "DELETE FROM removal WHERE id = ?1"] {
        connection.execute(delete, [&id]).map_err(trouble)?;
    }
    orgs::forget_empty_clients(connection)?;
    unpin_what_nobody_is_signed_in_to(connection)?;
    Ok(true)
}

fn hide_org(connection: &Connection, id: &str, org: OrgId) -> Result<(), Error> {
    let org = org.to_string();
    let update = "UPDATE org SET removal = ?1 WHERE id = ?2 AND removal IS NULL";
    one(connection.execute(update, [id, &org]))?;
    // Also its apps: so that an app alone tells whether it is there.
    connection.execute("UPDATE client_app SET removal = ?1 WHERE org = ?2", [id, &org]).map_err(trouble)?;
    Ok(())
}

fn removals(
    connection: &Connection,
    select: &str,
    fields: impl rusqlite::Params,
) -> Result<Vec<RemovalId>, Error> {
    ids(connection, select, fields, RemovalId::parse)
}

/// The first column of some rows.
fn ids<Id>(
    connection: &Connection,
    select: &str,
    fields: impl rusqlite::Params,
    parse: impl Fn(&str) -> Option<Id>,
) -> Result<Vec<Id>, Error> {
    let mut select = connection.prepare_cached(select).map_err(trouble)?;
    let rows = select.query_map(fields, |row| row.get::<_, String>(0)).map_err(trouble)?;
    rows.map(|id| parsed("an id", parse(&id.map_err(trouble)?))).collect()
}
