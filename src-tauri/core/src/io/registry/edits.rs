//! Changes of what is known of orgs already: one change of many, notes, and the name of a client.

use rusqlite::{Connection, ToSql, named_params};

use crate::io::registry::orgs::{self, client_named, forget_empty_clients};
use crate::io::registry::{Registry, one, removal, trouble};
use crate::model::environment::Environment;
use crate::model::error::Error;
use crate::model::field::{Field, Name, Problem};
use crate::model::guard::GuardLevel;
use crate::model::ids::{ClientId, OrgId};
use crate::model::notes::Notes;
use crate::model::time::Timestamp;
use crate::model::word::word_of;

/// One change of many orgs.
#[derive(Clone, Debug)]
pub enum Edit {
    /// They move to the client of this name; one is made for a new name.
    Client(Name),
    /// The user's word on their kind; none: they say it themselves.
    Environment(Option<Environment>),
    /// The user's word on how carefully they are used; none: by their kind.
    Guard(Option<GuardLevel>),
    /// Whether their sign-ins are kept from ending unused.
    KeepAlive(bool),
    /// Since when they stand at the top; one that does already keeps its place there. None: they do not.
    Pin(Option<Timestamp>),
}

impl Registry {
    /// Makes one change of many orgs, of all or of none. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] where one is there no more; [`Error::Field`] where its name is taken at the client it would move to.
    pub async fn edit_orgs(&self, orgs: Vec<OrgId>, edit: Edit) -> Result<(), Error> {
        self.write(move |connection| match &edit {
            Edit::Client(name) => move_to(connection, &orgs, name),
            Edit::Environment(chosen) => {
                set(connection, &orgs, "chosen = ?2", chosen.map(Environment::as_word))
            }
            Edit::Guard(level) => set(connection, &orgs, "guard = ?2", level.map(|level| word_of(&level))),
            Edit::KeepAlive(on) => set(connection, &orgs, "keeps_alive = ?2", on),
            Edit::Pin(Some(at)) => set(connection, &orgs, "pinned_at = coalesce(pinned_at, ?2)", at.0),
            Edit::Pin(None) => set(connection, &orgs, "pinned_at = ?2", None::<i64>),
        })
        .await
    }

    /// Keeps what a person notes of an org. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn write_notes(&self, org: OrgId, notes: Notes) -> Result<(), Error> {
        self.write(move |connection| set(connection, &[org], "notes = ?2", notes.as_str())).await
    }

    /// Gives a client another name. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Field`] for a name that another client in the list has, in whatever case; [`Error::Gone`].
    pub async fn rename_client(&self, client: ClientId, name: Name) -> Result<(), Error> {
        self.write(move |connection| {
            let (client, name) = (client.to_string(), name.as_str());
            let select = "SELECT 1 FROM client JOIN org ON org.client = client.id \
                          WHERE client.name = ?1 AND client.id <> ?2 AND org.removal IS NULL";
            let mut select = connection.prepare_cached(select).map_err(trouble)?;
            if select.exists([name, &client]).map_err(trouble)? {
                return Err(Field::Client.refused(Problem::Taken).into());
            }
            removal::make_room_for_client(connection, &client, name)?;
            let update = "UPDATE client SET name = ?1 WHERE id = ?2";
            one(connection.execute(update, [name, &client]))
        })
        .await
    }
}

/// Sets one column of orgs that are in the list.
fn set(connection: &Connection, orgs: &[OrgId], what: &str, value: impl ToSql) -> Result<(), Error> {
    let update = format!("UPDATE org SET {what} WHERE id = ?1 AND removal IS NULL");
    let mut update = connection.prepare_cached(&update).map_err(trouble)?;
    orgs.iter().try_for_each(|org| one(update.execute((org.to_string(), &value))))
}

/// Moves orgs to a client. One after the other: two of them may have the same name.
fn move_to(connection: &Connection, moving: &[OrgId], name: &Name) -> Result<(), Error> {
    let select = "SELECT 1 FROM org AS other JOIN org ON org.id = :org \
                  WHERE other.client = :client AND other.name = org.name AND other.id <> org.id";
    let mut taken = connection.prepare_cached(select).map_err(trouble)?;
    for org in moving {
        let moved = orgs::org(connection, *org)?;
        removal::make_room_for_org(connection, name, &moved.name, &moved.code)?;
        // After that: it may have ended the client of this name.
        let client = client_named(connection, name)?.to_string();
        if taken.exists(named_params! {":org": org.to_string(), ":client": client}).map_err(trouble)? {
            return Err(Field::OrgName.refused(Problem::Taken).into());
        }
        set(connection, &[*org], "client = ?2", &client)?;
    }
    forget_empty_clients(connection)
}
