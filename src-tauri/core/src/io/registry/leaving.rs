//! What goes: grants that Salesforce has still to hear of, and items of the keychain that no entry claims.
//!
//! Nothing is taken out of the keychain before it stands here, and nothing is crossed off before it is gone: whatever a
//! crash leaves behind is found again without looking through the keychain.

use rusqlite::{Connection, Rows, params_from_iter};
use uuid::Uuid;

use crate::io::registry::grants::NOT_REMOVED;
use crate::io::registry::guides::unprove_guides;
use crate::io::registry::{Registry, parsed, trouble};
use crate::io::vault::Item;
use crate::model::error::Error;
use crate::model::host::LoginHost;
use crate::model::ids::{ClientAppId, GrantId};
use crate::model::secret::{Kind, Place};

/// A grant that has ended here.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// Its id: its tokens are under it.
    pub id: GrantId,
    /// Where it is revoked.
    pub host: LoginHost,
}

/// The items that a grant can have.
pub const OF_A_GRANT: [(Kind, Place); 3] = [
    (Kind::RefreshToken, Place::First),
    (Kind::RefreshToken, Place::Second),
    (Kind::AccessToken, Place::First),
];

impl Registry {
    /// Ends the grants of an app here, also those of tools: from now on they only wait to be revoked. What a tool has
    /// taken stays on record, for it is not ours to end. Which ones left. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn leave(&self, app: ClientAppId) -> Result<Vec<Leaving>, Error> {
        self.write(move |connection| {
            let update = format!(
                "UPDATE app_grant SET state = 'leaving' WHERE app = ?1 AND state = 'ready' \
                 AND handed_over_at IS NULL AND {NOT_REMOVED} RETURNING id, host"
            );
            let mut update = connection.prepare_cached(&update).map_err(trouble)?;
            let left = leaving_of(update.query([app.to_string()]))?;
            unpin_what_nobody_is_signed_in_to(connection)?;
            Ok(left)
        })
        .await
    }

    /// Ends every grant here but those that tools have taken; the app of each. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn leave_all(&self) -> Result<Vec<ClientAppId>, Error> {
        self.write(|connection| {
            let update = format!(
                "UPDATE app_grant SET state = 'leaving' WHERE state = 'ready' AND handed_over_at IS NULL \
                 AND {NOT_REMOVED} RETURNING app"
            );
            let mut update = connection.prepare_cached(&update).map_err(trouble)?;
            let apps = update.query_map([], |row| row.get::<_, String>(0)).map_err(trouble)?;
            let left = apps.map(|app| parsed("app_grant.app", ClientAppId::parse(&app.map_err(trouble)?)));
            let left = left.collect::<Result<Vec<_>, _>>()?;
            unpin_what_nobody_is_signed_in_to(connection)?;
            Ok(left)
        })
        .await
    }

    /// A grant that arrived, and cannot be admitted, leaves again. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn turn_away(&self, id: GrantId) -> Result<(), Error> {
        self.write(move |connection| {
            let update = "UPDATE app_grant SET state = 'leaving' WHERE id = ?1 AND state = 'arriving'";
            connection.execute(update, [id.to_string()]).map_err(trouble)?;
            Ok(())
        })
        .await
    }

    /// The grants that wait to be revoked. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn leaving(&self) -> Result<Vec<Leaving>, Error> {
        self.read(|connection| {
            let select = "SELECT id, host FROM app_grant WHERE state = 'leaving' ORDER BY id";
            let mut select = connection.prepare_cached(select).map_err(trouble)?;
            leaving_of(select.query([]))
        })
        .await
    }

    /// Crosses a grant off whose items are out of the keychain. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn cross_off(&self, id: GrantId) -> Result<(), Error> {
        self.write(move |connection| {
            let delete = "DELETE FROM app_grant WHERE id = ?1 AND state <> 'ready'";
            connection.execute(delete, [id.to_string()]).map_err(trouble)?;
            Ok(())
        })
        .await
    }

    /// Gives up telling Salesforce of a grant: its items are loose from now on. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn let_go(&self, id: GrantId) -> Result<(), Error> {
        self.write(move |connection| {
            let delete = "DELETE FROM app_grant WHERE id = ?1 AND state = 'leaving'";
            if connection.execute(delete, [id.to_string()]).map_err(trouble)? > 0 {
                loosen_all(connection, id.uuid(), &OF_A_GRANT)?;
            }
            Ok(())
        })
        .await
    }

    /// Whether nothing waits to be finished: no arrival, no sign-out, no loose item, no removal. Reads the disk.
    pub async fn is_tidy(&self) -> bool {
        let select = "SELECT NOT EXISTS (SELECT 1 FROM app_grant WHERE state <> 'ready') \
                      AND NOT EXISTS (SELECT 1 FROM loose_item) AND NOT EXISTS (SELECT 1 FROM removal)";
        let tidy = self.read(|connection| {
            connection.query_row(select, [], |row| row.get(0)).map_err(|e| trouble(e).into())
        });
        tidy.await.unwrap_or(false)
    }

    /// Lists items that are about to be written, and will be claimed by an entry. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`]: then they must not be written.
    pub async fn note_loose(&self, items: Vec<Item>) -> Result<(), Error> {
        self.write(move |connection| items.iter().try_for_each(|item| loosen(connection, *item))).await
    }

    /// The items that may be in the keychain for nobody. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn loose(&self) -> Result<Vec<Item>, Error> {
        self.read(|connection| {
            let select = "SELECT owner, kind, place FROM loose_item ORDER BY owner, kind, place";
            let mut select = connection.prepare_cached(select).map_err(trouble)?;
            let mut rows = select.query([]).map_err(trouble)?;
            let mut items = Vec::new();
            while let Some(row) = rows.next().map_err(trouble)? {
                let text = |column| row.get::<_, String>(column).map_err(trouble);
                let owner = parsed("loose_item.owner", Uuid::parse_str(&text(0)?).ok())?;
                let kind = parsed("loose_item.kind", Kind::from_word(&text(1)?))?;
                items.push(Item::of(owner, kind, place_of(row.get(2).map_err(trouble)?)?));
            }
            Ok(items)
        })
        .await
    }

    /// Whether an app, also one that can come back, or the choice of a proxy has this item. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn claims(&self, item: Item) -> Result<bool, Error> {
        self.read(move |connection| {
            let select = "SELECT 1 FROM client_app WHERE id = ?1 AND (?2 = 'consumer-key' AND key_place = ?3 \
                          OR ?2 = 'consumer-secret' AND secret_place = ?3 AND secret_fingerprint IS NOT NULL \
                          OR ?2 = 'private-key' AND private_key_place = ?3 AND flow = 'jwt_bearer') \
                          UNION SELECT 1 FROM setting WHERE ?2 = 'proxy-password' AND name = 'proxy_password' \
                          AND CAST(value AS INTEGER) = ?3";
            let mut select = connection.prepare_cached(select).map_err(trouble)?;
            Ok(select.exists(fields(item)).map_err(trouble)?)
        })
        .await
    }

    /// Crosses an item off that is out of the keychain. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn not_loose(&self, item: Item) -> Result<(), Error> {
        self.write(move |connection| claim(connection, item)).await
    }
}

/// Grants by id and host.
pub(super) fn leaving_of(rows: rusqlite::Result<Rows<'_>>) -> Result<Vec<Leaving>, Error> {
    let mut rows = rows.map_err(trouble)?;
    let mut leaving = Vec::new();
    while let Some(row) = rows.next().map_err(trouble)? {
        let (id, host): (String, String) = (row.get(0).map_err(trouble)?, row.get(1).map_err(trouble)?);
        leaving.push(Leaving {
            id: parsed("app_grant.id", GrantId::parse(&id))?,
            host: parsed("app_grant.host", LoginHost::from_name(&host))?,
        });
    }
    Ok(leaving)
}

/// Ends every grant of an app, also one that is just arriving: its host or key is another by now. What a tool has taken
/// was of that key and host too, and is only struck from the list; and what its guides have been shown was shown of those.
pub(super) fn leave_altogether(connection: &Connection, app: ClientAppId) -> Result<(), Error> {
    end(connection, "app = ?1", &[&app.to_string()])?;
    unprove_guides(connection, app)
}

/// Ends these grants here. Of one that a tool has taken there is nothing left to revoke: it is only struck from the list.
pub(super) fn end(connection: &Connection, which: &str, fields: &[&str]) -> Result<(), Error> {
    let strike = format!("DELETE FROM app_grant WHERE {which} AND handed_over_at IS NOT NULL");
    connection.execute(&strike, params_from_iter(fields)).map_err(trouble)?;
    let update = format!("UPDATE app_grant SET state = 'leaving' WHERE {which}");
    connection.execute(&update, params_from_iter(fields)).map_err(trouble)?;
    Ok(())
}

/// Forgets every grant of an app, also one that is just arriving or leaving, without telling Salesforce: their items are
/// loose.
pub(super) fn forget_grants(connection: &Connection, app: ClientAppId) -> Result<(), Error> {
    let mut delete = connection
        .prepare_cached("DELETE FROM app_grant WHERE app = ?1 RETURNING id, host")
        .map_err(trouble)?;
    let forgotten = leaving_of(delete.query([app.to_string()]))?;
    forgotten.iter().try_for_each(|grant| loosen_all(connection, grant.id.uuid(), &OF_A_GRANT))
}

fn fields(item: Item) -> (String, &'static str, i64) {
    (item.owner.to_string(), item.kind.as_word(), number_of(item.place))
}

/// Lists an item.
pub(super) fn loosen(connection: &Connection, item: Item) -> Result<(), Error> {
    let insert = "INSERT OR IGNORE INTO loose_item VALUES (?1, ?2, ?3)";
    connection.execute(insert, fields(item)).map_err(trouble)?;
    Ok(())
}

/// Lists what an owner may have.
pub(super) fn loosen_all(connection: &Connection, owner: Uuid, items: &[(Kind, Place)]) -> Result<(), Error> {
    items.iter().try_for_each(|(kind, place)| loosen(connection, Item::of(owner, *kind, *place)))
}

/// Takes an item off the list: an entry has it now, or it is gone.
pub(super) fn claim(connection: &Connection, item: Item) -> Result<(), Error> {
    let delete = "DELETE FROM loose_item WHERE owner = ?1 AND kind = ?2 AND place = ?3";
    connection.execute(delete, fields(item)).map_err(trouble)?;
    Ok(())
}

/// Forgets who an org was pinned to, when nothing is left here that was signed in there: a refreshed sandbox is another
/// org under the same name.
pub(super) fn unpin_what_nobody_is_signed_in_to(connection: &Connection) -> Result<(), Error> {
    let update = "UPDATE org SET organization_id = NULL WHERE organization_id IS NOT NULL AND NOT EXISTS \
                  (SELECT 1 FROM app_grant JOIN client_app ON client_app.id = app_grant.app \
                  WHERE client_app.org = org.id AND state = 'ready' AND handed_over_at IS NULL)";
    connection.execute(update, []).map_err(trouble)?;
    Ok(())
}

/// A place as its column holds it.
pub(super) fn number_of(place: Place) -> i64 {
    match place {
        Place::First => 0,
        Place::Second => 1,
    }
}

/// And back.
pub(super) fn place_of(number: i64) -> Result<Place, Error> {
    let place = match number {
        0 => Some(Place::First),
        1 => Some(Place::Second),
        _ => None,
    };
    parsed("place", place)
}
