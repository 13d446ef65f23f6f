//! Orgs and the clients that they belong to.

use std::collections::HashMap;

use rusqlite::{Connection, named_params};

use crate::io::registry::columns::{Columns, rows_of};
use crate::io::registry::leaving::leave_altogether;
use crate::io::registry::{Registry, found, parsed, removal, trouble};
use crate::model::environment::{Environment, Organization};
use crate::model::error::Error;
use crate::model::field::{Field, Name, Problem, ShortCode};
use crate::model::host::LoginHost;
use crate::model::ids::{ClientId, OrgId, OrganizationId};
use crate::model::org::{Client, Org};
use crate::model::shape::Shape;
use crate::model::time::Timestamp;
use crate::model::view::BrowserChoice;
use crate::model::word::{from_word, word_of};

/// An org as it is added or edited.
#[derive(Clone, Debug)]
pub struct OrgRow {
    /// The client's name; a client is made for a new one.
    pub client: Name,
    /// The org's name.
    pub name: Name,
    /// Its code; none: one is made.
    pub code: Option<ShortCode>,
    /// Where a sign-in begins.
    pub host: LoginHost,
    /// The user's word on its kind.
    pub chosen: Option<Environment>,
}

/// Every column of an org, with its client's name.
pub(super) const SELECT: &str =
    "SELECT org.*, client.name AS client_name FROM org JOIN client ON client.id = org.client";

impl Registry {
    /// One org. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub async fn org(&self, id: OrgId) -> Result<Org, Error> {
        self.read(move |connection| org(connection, id)).await
    }

    /// The first org of the list that is at a host. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn org_at(&self, host: LoginHost) -> Result<Option<OrgId>, Error> {
        self.read(move |connection| {
            let which =
                "WHERE org.host = ?1 AND org.removal IS NULL ORDER BY client.name, org.name, org.id LIMIT 1";
            let found =
                rows_of(connection, &format!("{SELECT} {which}"), [host.as_str()], |row| org_of(row))?;
            Ok(found.first().map(|org| org.id))
        })
        .await
    }

    /// Adds an org. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Field`] for a name or code that is taken.
    pub async fn add_org(&self, new: OrgRow) -> Result<OrgId, Error> {
        self.write(move |connection| {
            let id = OrgId::new();
            let code = room_for(connection, id, &new)?;
            // After room was made: that may have ended the client of this name.
            let client = client_named(connection, &new.client)?;
            let insert = "INSERT INTO org (id, client, name, code, host, chosen) \
                          VALUES (:id, :client, :name, :code, :host, :chosen)";
            store(connection, insert, id, client, &new, &code)?;
            Ok(id)
        })
        .await
    }

    /// Changes an org. A new host unpins it, for it may be another org, and ends its sign-ins: no token is ever sent to
    /// another host than the one that gave it. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`]; [`Error::Field`] for a name or code that is taken.
    pub async fn edit_org(&self, id: OrgId, new: OrgRow) -> Result<(), Error> {
        self.write(move |connection| {
            let code = room_for(connection, id, &new)?;
            if org(connection, id)?.host != new.host {
                removal::carry_out_within(connection, id)?;
                for (app, _grant) in super::apps::of_org(connection, id)? {
                    leave_altogether(connection, app.id)?;
                }
            }
            // After whatever may have ended the client of this name.
            let client = client_named(connection, &new.client)?;
            let update = "UPDATE org SET client = :client, name = :name, code = :code, host = :host, chosen = :chosen, \
                          organization_id = iif(host = :host, organization_id, NULL), \
                          organization_name = iif(host = :host, organization_name, NULL), \
                          is_sandbox = iif(host = :host, is_sandbox, NULL), \
                          organization_type = iif(host = :host, organization_type, NULL) WHERE id = :id";
            let changed = store(connection, update, id, client, &new, &code)?;
            forget_empty_clients(connection)?;
            if changed == 1 { Ok(()) } else { Err(Error::Gone) }
        })
        .await
    }

    /// Notes the browser that was chosen for an org; none: the desktop's own. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn choose_browser(&self, id: OrgId, browser: Option<BrowserChoice>) -> Result<(), Error> {
        self.write(move |connection| choose_browser(connection, id, browser.as_ref())).await
    }

    /// Notes the shape that was chosen for an org's tokens last. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn choose_shape(&self, id: OrgId, shape: Shape) -> Result<(), Error> {
        self.write(move |connection| {
            let update = "UPDATE org SET copy_as = ?2 WHERE id = ?1";
            connection.execute(update, [id.to_string(), word_of(&shape)]).map_err(trouble)?;
            Ok(())
        })
        .await
    }

    /// Keeps what an org said of itself. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn learn_organization(&self, id: OrgId, said: Organization) -> Result<(), Error> {
        self.write(move |connection| {
            let update = "UPDATE org SET organization_name = :name, is_sandbox = :is_sandbox, \
                          organization_type = :type WHERE id = :id";
            let fields = named_params! {":id": id.to_string(), ":name": said.name, ":is_sandbox": said.is_sandbox,
                                        ":type": said.organization_type};
            connection.execute(update, fields).map_err(trouble)?;
            Ok(())
        })
        .await
    }
}

/// One org; one that was removed is gone, also while it can come back.
pub(super) fn org(connection: &Connection, id: OrgId) -> Result<Org, Error> {
    let mut select = connection
        .prepare_cached(&format!("{SELECT} WHERE org.id = ?1 AND org.removal IS NULL"))
        .map_err(trouble)?;
    found(select.query_row([id.to_string()], |row| Ok(org_of(row))))?
}

pub(super) fn org_of(row: &impl Columns) -> Result<Org, Error> {
    let text = |column: &str| row.get::<_, Option<String>>(column).map_err(trouble);
    let name = |column: &'static str, field| {
        parsed(column, text(column)?.and_then(|name| Name::parse(field, &name).ok()))
    };
    let moment =
        |column: &str| row.get::<_, Option<i64>>(column).map(|at| at.map(Timestamp)).map_err(trouble);
    let organization = match (text("organization_name")?, row.get("is_sandbox").map_err(trouble)?) {
        (Some(name), Some(is_sandbox)) => {
            let organization_type = text("organization_type")?.unwrap_or_default();
            Some(Organization { name, is_sandbox, organization_type })
        }
        _ => None,
    };
    Ok(Org {
        id: parsed("org.id", text("id")?.and_then(|id| OrgId::parse(&id)))?,
        client: Client {
            id: parsed("org.client", text("client")?.and_then(|id| ClientId::parse(&id)))?,
            name: name("client_name", Field::Client)?,
        },
        name: name("name", Field::OrgName)?,
        code: parsed("org.code", text("code")?.and_then(|code| ShortCode::parse(&code).ok()))?,
        host: parsed("org.host", text("host")?.and_then(|host| LoginHost::from_name(&host)))?,
        chosen: text("chosen")?.and_then(|word| Environment::from_word(&word)),
        organization,
        organization_id: text("organization_id")?.and_then(|id| OrganizationId::parse(&id)),
        browser: match text("browser")? {
            Some(browser) => Some(BrowserChoice {
                browser,
                profile: text("browser_profile")?,
                is_private: row.get("browser_private").map_err(trouble)?,
            }),
            None => None,
        },
        pinned_at: moment("pinned_at")?,
        notes: text("notes")?.unwrap_or_default(),
        guard: text("guard")?.and_then(|word| from_word(&word)),
        keeps_alive: row.get("keeps_alive").map_err(trouble)?,
        copy_as: text("copy_as")?.and_then(|word| from_word(&word)).unwrap_or_default(),
        refreshed_at: moment("refreshed_at")?,
    })
}

/// The browser that an org is opened with from now on.
fn choose_browser(connection: &Connection, id: OrgId, browser: Option<&BrowserChoice>) -> Result<(), Error> {
    let update = "UPDATE org SET browser = :browser, browser_profile = :profile, browser_private = :private WHERE id = :id";
    let fields = named_params! {
        ":id": id.to_string(),
        ":browser": browser.map(|choice| &choice.browser),
        ":profile": browser.and_then(|choice| choice.profile.as_ref()),
        ":private": browser.is_some_and(|choice| choice.is_private),
    };
    connection.execute(update, fields).map_err(trouble)?;
    Ok(())
}

/// Runs an insert or an update of one org; the number of rows that it touched.
fn store(
    connection: &Connection,
    statement: &str,
    id: OrgId,
    client: ClientId,
    new: &OrgRow,
    code: &ShortCode,
) -> Result<usize, Error> {
    let fields = named_params! {
        ":id": id.to_string(),
        ":client": client.to_string(),
        ":name": new.name.as_str(),
        ":code": code.as_str(),
        ":host": new.host.as_str(),
        ":chosen": new.chosen.map(Environment::as_word),
    };
    Ok(connection.execute(statement, fields).map_err(trouble)?)
}

/// The client of that name, in whatever case; made when there is none.
pub(super) fn client_named(connection: &Connection, name: &Name) -> Result<ClientId, Error> {
    let insert = "INSERT INTO client (id, name) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING";
    connection.execute(insert, [ClientId::new().to_string(), name.to_string()]).map_err(trouble)?;
    let select = "SELECT id FROM client WHERE name = ?1";
    let id: String = connection.query_row(select, [name.as_str()], |row| row.get(0)).map_err(trouble)?;
    parsed("client.id", ClientId::parse(&id))
}

pub(super) fn forget_empty_clients(connection: &Connection) -> Result<(), Error> {
    connection.execute("DELETE FROM client WHERE id NOT IN (SELECT client FROM org)", []).map_err(trouble)?;
    Ok(())
}

/// The code that an org gets, if nobody else has that or its name. What was removed makes room for it.
fn room_for(connection: &Connection, id: OrgId, new: &OrgRow) -> Result<ShortCode, Error> {
    let code = free_code(connection, id, new)?;
    refuse_taken_name(connection, id, new)?;
    removal::make_room_for_org(connection, &new.client, &new.name, &code)?;
    Ok(code)
}

/// The code that was asked for, if no other org and no set has it; or one that is made, and that also what was removed
/// has not.
fn free_code(connection: &Connection, id: OrgId, new: &OrgRow) -> Result<ShortCode, Error> {
    let taken = codes(connection, &id.to_string())?;
    free(new.code.as_ref(), &taken, (new.client.as_str(), new.name.as_str()))
}

/// The codes of every org and every set but one; and whether who has it is in the list, for what was removed makes way.
pub(super) fn codes(connection: &Connection, but: &str) -> Result<HashMap<String, bool>, Error> {
    let select = "SELECT code, removal IS NULL FROM org WHERE id <> ?1 UNION ALL SELECT code, 1 FROM org_set WHERE id <> ?1";
    let mut select = connection.prepare_cached(select).map_err(trouble)?;
    let codes = select.query_map([but], |row| Ok((row.get(0)?, row.get(1)?))).map_err(trouble)?;
    Ok(codes.collect::<Result<_, _>>().map_err(trouble)?)
}

/// The code that was asked for, if it is none of these; or one that is made of two names.
pub(super) fn free(
    asked: Option<&ShortCode>,
    taken: &HashMap<String, bool>,
    (first, second): (&str, &str),
) -> Result<ShortCode, Error> {
    match asked {
        Some(code) if taken.get(code.as_str()) == Some(&true) => {
            Err(Field::Code.refused(Problem::Taken).into())
        }
        Some(code) => Ok(code.clone()),
        None => Ok(ShortCode::suggest(first, second, |code| taken.contains_key(code.as_str()))),
    }
}

fn refuse_taken_name(connection: &Connection, id: OrgId, new: &OrgRow) -> Result<(), Error> {
    let select = "SELECT 1 FROM org JOIN client ON client.id = org.client \
                  WHERE client.name = ?1 AND org.name = ?2 AND org.id <> ?3 AND org.removal IS NULL";
    let mut select = connection.prepare_cached(select).map_err(trouble)?;
    if select.exists([new.client.as_str(), new.name.as_str(), &id.to_string()]).map_err(trouble)? {
        return Err(Field::OrgName.refused(Problem::Taken).into());
    }
    Ok(())
}
