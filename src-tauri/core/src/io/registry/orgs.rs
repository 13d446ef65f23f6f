//! Orgs and the clients that they belong to.

use std::collections::HashSet;

use rusqlite::{Connection, Row, named_params};

use crate::io::registry::leaving::leave_altogether;
use crate::io::registry::{Registry, found, parsed, trouble};
use crate::model::client_app::ClientApp;
use crate::model::environment::{Environment, Organization};
use crate::model::error::Error;
use crate::model::field::{Field, Name, Problem, ShortCode};
use crate::model::grant::Grant;
use crate::model::host::LoginHost;
use crate::model::ids::{ClientId, OrgId, OrganizationId};
use crate::model::org::{Client, Org};
use crate::model::view::BrowserChoice;

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

/// One org with its apps, each with what its own last sign-in gave: in the order of the list.
#[derive(Clone, Debug)]
pub struct Listing {
    /// The org.
    pub org: Org,
    /// Its apps.
    pub apps: Vec<(ClientApp, Option<Grant>)>,
    /// What was signed in for tools, of any of its apps.
    pub tools: Vec<Grant>,
}

const SELECT: &str =
    "SELECT org.*, client.name AS client_name FROM org JOIN client ON client.id = org.client";

impl Registry {
    /// Everything there is, by client, org and app. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn listing(&self) -> Result<Vec<Listing>, Error> {
        self.read(|connection| {
            let mut orgs = connection
                .prepare_cached(&format!("{SELECT} ORDER BY client_name COLLATE NOCASE, org.name, org.id"))
                .map_err(trouble)?;
            let mut rows = orgs.query([]).map_err(trouble)?;
            let mut listing = Vec::new();
            while let Some(row) = rows.next().map_err(trouble)? {
                let org = org_of(row)?;
                let apps = super::apps::of_org(connection, org.id)?;
                let tools = super::tools::of_org(connection, org.id)?;
                listing.push(Listing { org, apps, tools });
            }
            Ok(listing)
        })
        .await
    }

    /// One org. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub async fn org(&self, id: OrgId) -> Result<Org, Error> {
        self.read(move |connection| org(connection, id)).await
    }

    /// Adds an org. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Field`] for a name or code that is taken.
    pub async fn add_org(&self, new: OrgRow) -> Result<OrgId, Error> {
        self.write(move |connection| {
            let id = OrgId::new();
            let client = client_named(connection, &new.client)?;
            let code = room_for(connection, id, &new)?;
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
            let client = client_named(connection, &new.client)?;
            let code = room_for(connection, id, &new)?;
            if org(connection, id)?.host != new.host {
                for (app, _grant) in super::apps::of_org(connection, id)? {
                    leave_altogether(connection, app.id)?;
                }
            }
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

    /// Removes an org with its apps; what becomes of those, and of `sign_out`, is said at [`Registry::remove_app`].
    /// Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn remove_org(&self, id: OrgId, sign_out: bool) -> Result<(), Error> {
        self.write(move |connection| {
            for (app, _grant) in super::apps::of_org(connection, id)? {
                super::apps::remove(connection, app.id, sign_out)?;
            }
            connection.execute("DELETE FROM org WHERE id = ?1", [id.to_string()]).map_err(trouble)?;
            forget_empty_clients(connection)
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

/// One org.
pub(super) fn org(connection: &Connection, id: OrgId) -> Result<Org, Error> {
    let mut select = connection.prepare_cached(&format!("{SELECT} WHERE org.id = ?1")).map_err(trouble)?;
    found(select.query_row([id.to_string()], |row| Ok(org_of(row))))?
}

fn org_of(row: &Row<'_>) -> Result<Org, Error> {
    let text = |column: &str| row.get::<_, Option<String>>(column).map_err(trouble);
    let name = |column: &'static str, field| {
        parsed(column, text(column)?.and_then(|name| Name::parse(field, &name).ok()))
    };
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
fn client_named(connection: &Connection, name: &Name) -> Result<ClientId, Error> {
    let insert = "INSERT INTO client (id, name) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING";
    connection.execute(insert, [ClientId::new().to_string(), name.to_string()]).map_err(trouble)?;
    let select = "SELECT id FROM client WHERE name = ?1";
    let id: String = connection.query_row(select, [name.as_str()], |row| row.get(0)).map_err(trouble)?;
    parsed("client.id", ClientId::parse(&id))
}

fn forget_empty_clients(connection: &Connection) -> Result<(), Error> {
    connection.execute("DELETE FROM client WHERE id NOT IN (SELECT client FROM org)", []).map_err(trouble)?;
    Ok(())
}

/// The code that an org gets, if nobody else has that or its name.
fn room_for(connection: &Connection, id: OrgId, new: &OrgRow) -> Result<ShortCode, Error> {
    let code = free_code(connection, id, new)?;
    refuse_taken_name(connection, id, new)?;
    Ok(code)
}

/// The code that was asked for, if no other org has it; or one that is made.
fn free_code(connection: &Connection, id: OrgId, new: &OrgRow) -> Result<ShortCode, Error> {
    let mut select = connection.prepare_cached("SELECT code FROM org WHERE id <> ?1").map_err(trouble)?;
    let codes = select.query_map([id.to_string()], |row| row.get::<_, String>(0)).map_err(trouble)?;
    let codes = codes.collect::<Result<HashSet<_>, _>>().map_err(trouble)?;
    let is_taken = |code: &ShortCode| codes.contains(code.as_str());
    match &new.code {
        Some(code) if is_taken(code) => Err(Field::Code.refused(Problem::Taken).into()),
        Some(code) => Ok(code.clone()),
        None => Ok(ShortCode::suggest(new.client.as_str(), new.name.as_str(), is_taken)),
    }
}

fn refuse_taken_name(connection: &Connection, id: OrgId, new: &OrgRow) -> Result<(), Error> {
    let select = "SELECT 1 FROM org JOIN client ON client.id = org.client \
                  WHERE client.name = ?1 AND org.name = ?2 AND org.id <> ?3";
    let mut select = connection.prepare_cached(select).map_err(trouble)?;
    if select.exists([new.client.as_str(), new.name.as_str(), &id.to_string()]).map_err(trouble)? {
        return Err(Field::OrgName.refused(Problem::Taken).into());
    }
    Ok(())
}
