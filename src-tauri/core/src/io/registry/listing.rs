//! The list as a whole: three questions, however many orgs there are, put together and sorted here.
//!
//! What was removed, and can still be brought back, is not in it.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::io::registry::apps::app_of;
use crate::io::registry::columns::rows_of;
use crate::io::registry::grants::grant_of;
use crate::io::registry::orgs::org_of;
use crate::io::registry::{Registry, orgs};
use crate::model::client_app::ClientApp;
use crate::model::error::Error;
use crate::model::field::Name;
use crate::model::grant::Grant;
use crate::model::ids::OrgId;
use crate::model::org::Org;
use crate::model::view::Tool;

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

/// Which orgs are asked for, with their apps.
#[derive(Clone, Copy)]
enum Which {
    /// What is in the list.
    Listed,
    /// One org that is in it.
    One(OrgId),
}

impl Registry {
    /// Everything that is in the list, by client, org and app. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn listing(&self) -> Result<Vec<Listing>, Error> {
        self.read(|connection| listing(connection, Which::Listed)).await
    }

    /// One org of it. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub async fn listing_of(&self, id: OrgId) -> Result<Listing, Error> {
        self.read(move |connection| listing(connection, Which::One(id))?.pop().ok_or(Error::Gone)).await
    }
}

fn listing(connection: &Connection, which: Which) -> Result<Vec<Listing>, Error> {
    // All of them are read through from the beginning to the end; only for one is an index of any use.
    let (orgs, apps, grants, id) = match which {
        Which::Listed => ("WHERE org.removal IS NULL", "WHERE removal IS NULL", "NOT INDEXED WHERE", None),
        Which::One(id) => (
            "WHERE org.removal IS NULL AND org.id = ?1",
            "WHERE removal IS NULL AND org = ?1",
            "WHERE app IN (SELECT id FROM client_app WHERE org = ?1) AND",
            Some(id.to_string()),
        ),
    };
    let fields = || rusqlite::params_from_iter(id.iter());
    let select = format!("{} {orgs}", orgs::SELECT);
    let orgs = rows_of(connection, &select, fields(), |row| org_of(row))?;
    let select = format!("SELECT * FROM client_app {apps}");
    let apps = rows_of(connection, &select, fields(), |row| app_of(row))?;
    let select = format!("SELECT * FROM app_grant {grants} state = 'ready'");
    let grants = rows_of(connection, &select, fields(), |row| grant_of(row))?;
    Ok(put_together(orgs, apps, grants))
}

/// What belongs to an org or an app that is not among them is left out: it was removed.
fn put_together(mut orgs: Vec<Org>, apps: Vec<ClientApp>, grants: Vec<Grant>) -> Vec<Listing> {
    // As the registry tells names apart: whatever the case of their ASCII letters.
    let name = |name: &Name| name.as_str().to_ascii_lowercase();
    orgs.sort_by_cached_key(|org| (name(&org.client.name), name(&org.name), org.id.uuid()));
    let places: HashMap<_, _> = orgs.iter().enumerate().map(|(place, org)| (org.id, place)).collect();
    let home = |app: &ClientApp| Some((app.id, *places.get(&app.org)?));
    let homes: HashMap<_, _> = apps.iter().filter_map(home).collect();
    let empty = |org| Listing { org, apps: Vec::new(), tools: Vec::new() };
    let mut listing: Vec<Listing> = orgs.into_iter().map(empty).collect();
    let mut own = HashMap::new();
    for grant in grants {
        match homes.get(&grant.app) {
            Some(place) if grant.tool.is_some() => listing[*place].tools.push(grant),
            Some(_) => drop(own.insert(grant.app, grant)),
            None => {}
        }
    }
    for app in apps {
        if let Some(place) = homes.get(&app.id) {
            let grant = own.remove(&app.id);
            listing[*place].apps.push((app, grant));
        }
    }
    for entry in &mut listing {
        entry.apps.sort_by_cached_key(|(app, _grant)| (name(&app.name), app.id.uuid()));
        entry.tools.sort_by_key(|grant| (grant.app.uuid(), grant.tool.map(Tool::as_word)));
    }
    listing
}
