//! How sign-ins stand: when they were used, how long they may rest, what Salesforce says of them, and which approvals are
//! known. And what a sandbox leaves that was made anew under its old name.

use std::collections::HashMap;

use rusqlite::named_params;

use crate::io::registry::grants::grant_of;
use crate::io::registry::guides::begin_anew;
use crate::io::registry::leaving::forget_grants;
use crate::io::registry::{Registry, apps, orgs, removal, trouble};
use crate::model::client_app::{ClientApp, Idle};
use crate::model::environment::Environment;
use crate::model::error::Error;
use crate::model::field::{Field, Problem};
use crate::model::grant::{Grant, Identity};
use crate::model::ids::{ClientAppId, GrantId, OrgId};
use crate::model::time::Timestamp;
use crate::model::view::ServerUse;

/// How many sign-ins of one user by one consumer key are known and have not ended, by the key's fingerprint, the
/// organization and the user: an app that is distributed has one key in many orgs, and sandboxes share their users' ids.
#[derive(Debug, Default)]
pub struct Approved(HashMap<(String, String, String), u8>);

impl Registry {
    /// Notes that a refresh token was used, and taken. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn note_renewed(&self, id: GrantId, at: Timestamp) -> Result<(), Error> {
        self.write(move |connection| {
            let update = "UPDATE app_grant SET renewed_at = ?2 WHERE id = ?1";
            connection.execute(update, (id.to_string(), at.0)).map_err(trouble)?;
            Ok(())
        })
        .await
    }

    /// Notes after how many days without use an app's sign-ins end; none: not by that. What the org itself has said
    /// (`read_at`) is not changed by what a recipe says. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn note_idle(
        &self,
        app: ClientAppId,
        days: Option<u16>,
        read_at: Option<Timestamp>,
    ) -> Result<(), Error> {
        self.write(move |connection| {
            let update = "UPDATE client_app SET idle_days = :days, idle_read_at = :read_at \
                          WHERE id = :id AND (:read_at IS NOT NULL OR idle_read_at IS NULL)";
            let read_at = read_at.map(|at| at.0);
            let fields = named_params! {":id": app.to_string(), ":days": days, ":read_at": read_at};
            connection.execute(update, fields).map_err(trouble)?;
            Ok(())
        })
        .await
    }

    /// Notes what Salesforce says of a sign-in's use. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn note_server_use(&self, id: GrantId, said: ServerUse) -> Result<(), Error> {
        self.write(move |connection| {
            let update = "UPDATE app_grant SET server_used_at = :used_at, server_uses = :uses, \
                          server_asked_at = :asked_at WHERE id = :id";
            let used_at = said.last_used.map(|at| at.0);
            let fields = named_params! {":id": id.to_string(), ":used_at": used_at, ":uses": said.uses,
            ":asked_at": said.asked_at.0};
            connection.execute(update, fields).map_err(trouble)?;
            Ok(())
        })
        .await
    }

    /// Which approvals are known: also those that tools have taken, and those of which Salesforce has not heard yet that
    /// they have ended here. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn approvals(&self) -> Result<Approved, Error> {
        self.read(|connection| {
            let select = "SELECT key_fingerprint, organization, user, count(*) FROM app_grant \
                          JOIN client_app ON client_app.id = app_grant.app \
                          WHERE ended = 0 AND flow = 'authorization_code' \
                          GROUP BY key_fingerprint, organization, user";
            let mut select = connection.prepare_cached(select).map_err(trouble)?;
            let mut rows = select.query([]).map_err(trouble)?;
            let mut approved = Approved::default();
            while let Some(row) = rows.next().map_err(trouble)? {
                let text = |column| row.get::<_, String>(column).map_err(trouble);
                let count: i64 = row.get(3).map_err(trouble)?;
                approved.0.insert((text(0)?, text(1)?, text(2)?), u8::try_from(count).unwrap_or(u8::MAX));
            }
            Ok(approved)
        })
        .await
    }

    /// Our own sign-ins that can be renewed, of orgs that are to be kept from ending unused, each with what is known of
    /// how long it may rest. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn kept_alive(&self) -> Result<Vec<(Grant, Option<Idle>)>, Error> {
        self.read(|connection| {
            let select = "SELECT app_grant.*, idle_days, idle_read_at FROM app_grant \
                          JOIN client_app ON client_app.id = app_grant.app JOIN org ON org.id = client_app.org \
                          WHERE keeps_alive = 1 AND tool = '' AND state = 'ready' AND ended = 0 AND refreshable = 1 \
                          AND org.removal IS NULL AND client_app.removal IS NULL ORDER BY app_grant.id";
            let mut select = connection.prepare_cached(select).map_err(trouble)?;
            let mut rows = select.query([]).map_err(trouble)?;
            let mut kept = Vec::new();
            while let Some(row) = rows.next().map_err(trouble)? {
                kept.push((grant_of(row)?, apps::idle_of(row)?));
            }
            Ok(kept)
        })
        .await
    }

    /// Makes an org a new one under its old name: whatever was signed in to the one before is forgotten, its items are
    /// loose, nothing waits to be revoked, and its guides begin anew. What a person made of the entry stays, and its
    /// kind. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Field`] for what is no sandbox; [`Error::Gone`].
    pub async fn mark_refreshed(&self, id: OrgId, at: Timestamp) -> Result<(), Error> {
        self.write(move |connection| {
            let org = orgs::org(connection, id)?;
            if !org.can_be_refreshed() {
                return Err(Field::Address.refused(Problem::NotAChoice).into());
            }
            removal::carry_out_within(connection, id)?;
            for (app, _grant) in apps::of_org(connection, id)? {
                forget_grants(connection, app.id)?;
            }
            begin_anew(connection, id, at)?;
            let update = "UPDATE org SET organization_id = NULL, organization_name = NULL, is_sandbox = NULL, \
                          organization_type = NULL, chosen = :chosen, refreshed_at = :at WHERE id = :id";
            let chosen = org.chosen_without_its_word().map(Environment::as_word);
            let fields = named_params! {":id": id.to_string(), ":chosen": chosen, ":at": at.0};
            connection.execute(update, fields).map_err(trouble)?;
            Ok(())
        })
        .await
    }
}

impl Approved {
    /// How many there are of a user for an app. One that asks without a person has none.
    pub fn of(&self, app: &ClientApp, who: &Identity) -> u8 {
        let (organization, user) = (who.organization.as_str().to_owned(), who.user.as_str().to_owned());
        let whose = (app.key.fingerprint.clone(), organization, user);
        self.0.get(&whose).copied().filter(|_| !app.flow.needs_nobody()).unwrap_or_default()
    }
}
