//! Sets of orgs. A set keeps its apps by their ids alone: what becomes of an app or its org, it hears of by itself.

use rusqlite::{Connection, Row, named_params};

use crate::io::registry::{Registry, apps, found, one, orgs, parsed, removal, trouble};
use crate::model::client_app::{ClientApp, Used};
use crate::model::error::Error;
use crate::model::field::{Field, Name, Problem, ShortCode};
use crate::model::ids::{ClientAppId, SetId};
use crate::model::org::Org;
use crate::model::set::OrgSet;
use crate::model::shape::SetShape;
use crate::model::time::Timestamp;
use crate::model::word::{from_word, word_of};

/// A set as it is added or edited.
#[derive(Clone, Debug)]
pub struct SetRow {
    /// Its name.
    pub name: Name,
    /// Its code; none: one is made.
    pub code: Option<ShortCode>,
    /// In which shape it is copied.
    pub shape: SetShape,
    /// Its apps, in order, each once.
    pub apps: Vec<ClientAppId>,
}

impl Registry {
    /// Every set, by name. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn sets(&self) -> Result<Vec<OrgSet>, Error> {
        self.read(|connection| {
            let mut select =
                connection.prepare_cached("SELECT * FROM org_set ORDER BY name, id").map_err(trouble)?;
            let mut rows = select.query([]).map_err(trouble)?;
            let mut sets = Vec::new();
            while let Some(row) = rows.next().map_err(trouble)? {
                sets.push(set_of(connection, row)?);
            }
            Ok(sets)
        })
        .await
    }

    /// One set. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub async fn set(&self, id: SetId) -> Result<OrgSet, Error> {
        self.read(move |connection| {
            let mut select =
                connection.prepare_cached("SELECT * FROM org_set WHERE id = ?1").map_err(trouble)?;
            found(select.query_row([id.to_string()], |row| Ok(set_of(connection, row))))?
        })
        .await
    }

    /// Adds a set, or changes one. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] for a set or an app; [`Error::Field`] for a name or code that is taken.
    pub async fn save_set(&self, id: Option<SetId>, new: SetRow) -> Result<SetId, Error> {
        self.write(move |connection| {
            let (id, statement) = match id {
                Some(id) => {
                    (id, "UPDATE org_set SET name = :name, code = :code, shape = :shape WHERE id = :id")
                }
                None => (
                    SetId::new(),
                    "INSERT INTO org_set (id, name, code, shape) VALUES (:id, :name, :code, :shape)",
                ),
            };
            refuse_taken_name(connection, id, &new.name)?;
            let code = free_code(connection, id, &new)?;
            removal::make_room_for_set(connection, &code)?;
            let fields = named_params! {
                ":id": id.to_string(),
                ":name": new.name.as_str(),
                ":code": code.as_str(),
                ":shape": word_of(&new.shape),
            };
            one(connection.execute(statement, fields))?;
            keep_members(connection, id, &new.apps)?;
            Ok(id)
        })
        .await
    }

    /// Removes a set; its orgs stay. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub async fn remove_set(&self, id: SetId) -> Result<(), Error> {
        self.write(move |connection| {
            let delete = "DELETE FROM org_set WHERE id = ?1";
            one(connection.execute(delete, [id.to_string()]))
        })
        .await
    }
}

fn keep_members(connection: &Connection, set: SetId, members: &[ClientAppId]) -> Result<(), Error> {
    // What is removed and may come back keeps its place: nobody has taken it out.
    let delete = "DELETE FROM org_set_member WHERE org_set = ?1 AND app IN \
                  (SELECT client_app.id FROM client_app JOIN org ON org.id = client_app.org \
                   WHERE client_app.removal IS NULL AND org.removal IS NULL)";
    connection.execute(delete, [set.to_string()]).map_err(trouble)?;
    let insert = "INSERT INTO org_set_member (org_set, app, position) VALUES (?1, ?2, ?3)";
    let mut insert = connection.prepare_cached(insert).map_err(trouble)?;
    for (position, app) in members.iter().enumerate() {
        apps::app(connection, *app)?;
        insert.execute((set.to_string(), app.to_string(), position)).map_err(trouble)?;
    }
    Ok(())
}

fn set_of(connection: &Connection, row: &Row<'_>) -> Result<OrgSet, Error> {
    let text = |column: &str| row.get::<_, String>(column).map_err(trouble);
    let id = parsed("org_set.id", SetId::parse(&text("id")?))?;
    Ok(OrgSet {
        id,
        name: parsed("org_set.name", Name::parse(Field::SetName, &text("name")?).ok())?,
        code: parsed("org_set.code", ShortCode::parse(&text("code")?).ok())?,
        shape: from_word(&text("shape")?).unwrap_or_default(),
        members: members_of(connection, id)?,
        used: Used {
            at: row.get::<_, Option<i64>>("used_at").map_err(trouble)?.map(Timestamp),
            score: row.get("score").map_err(trouble)?,
        },
    })
}

/// The apps of a set with their orgs. What was removed, and can still come back, is none of them until then.
fn members_of(connection: &Connection, set: SetId) -> Result<Vec<(ClientApp, Org)>, Error> {
    let select = "SELECT app FROM org_set_member \
                  JOIN client_app ON client_app.id = app JOIN org ON org.id = client_app.org \
                  WHERE org_set = ?1 AND client_app.removal IS NULL AND org.removal IS NULL ORDER BY position";
    let mut select = connection.prepare_cached(select).map_err(trouble)?;
    let ids = select.query_map([set.to_string()], |row| row.get::<_, String>(0)).map_err(trouble)?;
    let mut members = Vec::new();
    for id in ids {
        let id = id.map_err(trouble)?;
        let app = apps::app(connection, parsed("org_set_member.app", ClientAppId::parse(&id))?)?;
        let org = orgs::org(connection, app.org)?;
        members.push((app, org));
    }
    Ok(members)
}

/// The code that was asked for, if no org in the list and no other set has it; or one that is made of the name's first two words.
fn free_code(connection: &Connection, id: SetId, new: &SetRow) -> Result<ShortCode, Error> {
    let taken = orgs::codes(connection, &id.to_string())?;
    let name = new.name.as_str();
    orgs::free(new.code.as_ref(), &taken, name.split_once(' ').unwrap_or((name, "")))
}

fn refuse_taken_name(connection: &Connection, id: SetId, name: &Name) -> Result<(), Error> {
    let select = "SELECT 1 FROM org_set WHERE name = ?1 AND id <> ?2";
    let mut select = connection.prepare_cached(select).map_err(trouble)?;
    if select.exists([name.as_str(), &id.to_string()]).map_err(trouble)? {
        return Err(Field::SetName.refused(Problem::Taken).into());
    }
    Ok(())
}
