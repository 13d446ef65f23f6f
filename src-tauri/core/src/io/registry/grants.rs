//! Grants: what is known of them beside the tokens.
//!
//! A grant *arrives* before its tokens are in the keychain, is *ready* when they are, and *leaves* until Salesforce has
//! heard of it and the keychain is empty. Each step is one transaction, so that a crash is found between two of them.
//! What is asked of an app's grant here is asked of Keyperch's own; those of tools are in `tools`.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::io::registry::columns::Columns;
use crate::io::registry::{Registry, found, parsed, tools, trouble};
use crate::model::client_app::Scopes;
use crate::model::error::Error;
use crate::model::grant::{End, Grant, Identity};
use crate::model::host::{InstanceUrl, LoginHost};
use crate::model::ids::{ClientAppId, GrantId, OrganizationId, UserId};
use crate::model::time::Timestamp;
use crate::model::view::{ServerUse, Tool};

/// Of an app that was removed no grant is found, also while it can come back.
pub(super) const NOT_REMOVED: &str = "app IN (SELECT id FROM client_app WHERE removal IS NULL)";

impl Registry {
    /// Keyperch's own grant of an app that is ready. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn grant(&self, app: ClientAppId) -> Result<Option<Grant>, Error> {
        self.read(move |connection| of_app(connection, app, None)).await
    }

    /// Notes a grant whose tokens are about to be kept. `key` is the fingerprint of the consumer key that it was asked
    /// for with. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] when the app was removed, or has another host or key by now.
    pub async fn arrive(&self, grant: Grant, key: String) -> Result<(), Error> {
        self.write(move |connection| {
            let select = "SELECT 1 FROM client_app JOIN org ON org.id = client_app.org \
                          WHERE client_app.id = ?1 AND org.host = ?2 AND client_app.key_fingerprint = ?3 \
                          AND client_app.removal IS NULL";
            let asked = [&grant.app.to_string(), grant.host.as_str(), &key];
            found(connection.query_row(select, asked, |_| Ok(())))?;
            let insert = "INSERT INTO app_grant (id, app, tool, state, host, organization, user, username, scopes, \
                          instance_url, refreshable, proven_at, signed_in_at) VALUES (:id, :app, :tool, 'arriving', \
                          :host, :organization, :user, :username, :scopes, :instance_url, :refreshable, :proven_at, \
                          :signed_in_at)";
            let fields = named_params! {
                ":id": grant.id.to_string(),
                ":app": grant.app.to_string(),
                ":tool": grant.tool.map_or("", Tool::as_word),
                ":host": grant.host.as_str(),
                ":organization": grant.identity.organization.as_str(),
                ":user": grant.identity.user.as_str(),
                ":username": grant.username,
                ":scopes": grant.scopes.to_string(),
                ":instance_url": grant.instance_url.as_str(),
                ":refreshable": grant.refreshable,
                ":proven_at": grant.proven_at.0,
                ":signed_in_at": grant.signed_in_at.0,
            };
            connection.execute(insert, fields).map_err(trouble)?;
            Ok(())
        })
        .await
    }

    /// Puts a grant whose tokens are kept in the place of the last one of the same holder, which leaves, and pins the org
    /// to who answered. `generation` is that of its refresh token. With `is_another_org`, the org is pinned anew, and what
    /// was signed in to the one before has ended. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] when the app, its host or its key went meanwhile, or its org is pinned to another.
    pub async fn admit(&self, id: GrantId, generation: u64, is_another_org: bool) -> Result<(), Error> {
        self.write(move |connection| {
            let id = id.to_string();
            let select = "SELECT org.id, app_grant.app, app_grant.organization, tool FROM app_grant \
                          JOIN client_app ON client_app.id = app_grant.app JOIN org ON org.id = client_app.org \
                          WHERE app_grant.id = ?1 AND state = 'arriving' AND client_app.removal IS NULL";
            let row = connection.query_row(select, [&id], |row| {
                let text = |column| row.get::<_, String>(column);
                Ok((text(0)?, text(1)?, text(2)?, text(3)?))
            });
            let (org, app, organization, tool) = found(row)?;
            if is_another_org {
                let ended = "UPDATE app_grant SET ended = 1 WHERE state = 'ready' AND organization <> ?2 \
                             AND app IN (SELECT id FROM client_app WHERE org = ?1)";
                tools::leave_the_other_org(connection, &org, &organization)?;
                connection.execute(ended, [&org, &organization]).map_err(trouble)?;
                let unpin = "UPDATE org SET organization_id = NULL WHERE id = ?1";
                connection.execute(unpin, [&org]).map_err(trouble)?;
            }
            let pin = "UPDATE org SET organization_id = ?2 WHERE id = ?1 AND (organization_id IS NULL OR organization_id = ?2)";
            if connection.execute(pin, [&org, &organization]).map_err(trouble)? != 1 {
                return Err(Error::Gone);
            }
            // Whoever can sign in is in the org that it is now.
            let known = "UPDATE org SET refreshed_at = NULL WHERE id = ?1";
            connection.execute(known, [&org]).map_err(trouble)?;
            tools::make_way(connection, &app, &tool)?;
            let admit = "UPDATE app_grant SET state = 'ready', generation = ?2 WHERE id = ?1";
            connection.execute(admit, (&id, generation)).map_err(trouble)?;
            Ok(())
        })
        .await
    }

    /// The grants whose arrival was never finished. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn arriving(&self) -> Result<Vec<Grant>, Error> {
        self.read(|connection| grants_where(connection, "state = 'arriving'")).await
    }

    /// The grants of which a renewal is under way, or in doubt. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn renewing(&self) -> Result<Vec<Grant>, Error> {
        self.read(|connection| grants_where(connection, "state = 'ready' AND intent IS NOT NULL")).await
    }

    /// Notes, before a refresh token is sent, that this generation may be spent from now on. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`]: then it must not be sent.
    pub async fn note_intent(&self, id: GrantId, generation: u64) -> Result<(), Error> {
        self.change(id, "intent = ?2", generation).await
    }

    /// Notes that nothing was spent after all. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn clear_intent(&self, id: GrantId) -> Result<(), Error> {
        self.change(id, "intent = nullif(?2, 0)", 0).await
    }

    /// Notes that the keychain holds this generation, and that nothing is in doubt. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`]: the next who looks finds the generation in the keychain.
    pub async fn note_generation(&self, id: GrantId, generation: u64) -> Result<(), Error> {
        self.change(id, "generation = ?2, intent = NULL", generation).await
    }

    /// Notes that the access token was given or proved alive. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn note_proven(&self, id: GrantId, at: Timestamp) -> Result<(), Error> {
        self.change(id, "proven_at = ?2", at.0).await
    }

    /// Notes a new access token: when it was given, and that nobody knows yet when it ends. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn note_new_access(&self, id: GrantId, at: Timestamp) -> Result<(), Error> {
        self.change(id, "proven_at = ?2, ended = 0, ends_at = NULL, ends_asked_at = NULL", at.0).await
    }

    /// Notes when the access token ends, as Salesforce says; none: it does not say. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn note_end(&self, id: GrantId, end: Option<End>) -> Result<(), Error> {
        let (at, asked_at) = (end.map(|end| end.at.0), end.map(|end| end.asked_at.0));
        self.write(move |connection| {
            let update = "UPDATE app_grant SET ends_at = ?2, ends_asked_at = ?3 WHERE id = ?1";
            connection.execute(update, (id.to_string(), at, asked_at)).map_err(trouble)?;
            Ok(())
        })
        .await
    }

    /// Notes where the APIs answer now: an org may have moved. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn note_instance(&self, id: GrantId, at: InstanceUrl) -> Result<(), Error> {
        self.change(id, "instance_url = ?2", String::from(at)).await
    }

    /// Notes what was granted with the newest token. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn note_scopes(&self, id: GrantId, scopes: Scopes) -> Result<(), Error> {
        self.change(id, "scopes = ?2", scopes.to_string()).await
    }

    /// Notes who signed in. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn note_username(&self, id: GrantId, username: String) -> Result<(), Error> {
        self.change(id, "username = ?2", username).await
    }

    /// Notes that Salesforce has ended it: only a new sign-in helps. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn note_ended(&self, id: GrantId) -> Result<(), Error> {
        self.change(id, "intent = NULL, ended = ?2", true).await
    }

    async fn change(
        &self,
        id: GrantId,
        what: &'static str,
        value: impl rusqlite::ToSql + Send + 'static,
    ) -> Result<(), Error> {
        self.write(move |connection| {
            let update = format!("UPDATE app_grant SET {what} WHERE id = ?1");
            connection.execute(&update, (id.to_string(), value)).map_err(trouble)?;
            Ok(())
        })
        .await
    }
}

/// The grant of an app that is ready: Keyperch's own, or a tool's.
pub(super) fn of_app(
    connection: &Connection,
    app: ClientAppId,
    tool: Option<Tool>,
) -> Result<Option<Grant>, Error> {
    let select =
        format!("SELECT * FROM app_grant WHERE app = ?1 AND tool = ?2 AND state = 'ready' AND {NOT_REMOVED}");
    let mut select = connection.prepare_cached(&select).map_err(trouble)?;
    let (app, tool) = (app.to_string(), tool.map_or("", Tool::as_word));
    let row = select.query_row([app.as_str(), tool], |row| Ok(grant_of(row)));
    row.optional().map_err(trouble)?.transpose()
}

fn grants_where(connection: &Connection, condition: &str) -> Result<Vec<Grant>, Error> {
    let select = format!("SELECT * FROM app_grant WHERE {condition} ORDER BY id");
    let mut select = connection.prepare_cached(&select).map_err(trouble)?;
    let mut rows = select.query([]).map_err(trouble)?;
    let mut grants = Vec::new();
    while let Some(row) = rows.next().map_err(trouble)? {
        grants.push(grant_of(row)?);
    }
    Ok(grants)
}

fn end_of(row: &impl Columns) -> Result<Option<End>, Error> {
    let moment = |column: &str| row.get::<_, Option<i64>>(column).map_err(trouble);
    let both = moment("ends_at")?.zip(moment("ends_asked_at")?);
    Ok(both.map(|(at, asked_at)| End { at: Timestamp(at), asked_at: Timestamp(asked_at) }))
}

pub(super) fn grant_of(row: &impl Columns) -> Result<Grant, Error> {
    let text = |column: &str| row.get::<_, String>(column).map_err(trouble);
    let flag = |column: &str| row.get::<_, bool>(column).map_err(trouble);
    let moment = |column: &str| row.get::<_, i64>(column).map(Timestamp).map_err(trouble);
    let maybe = |column: &str| row.get::<_, Option<i64>>(column).map(|at| at.map(Timestamp)).map_err(trouble);
    Ok(Grant {
        id: parsed("app_grant.id", GrantId::parse(&text("id")?))?,
        app: parsed("app_grant.app", ClientAppId::parse(&text("app")?))?,
        tool: match text("tool")?.as_str() {
            "" => None,
            word => Some(parsed("app_grant.tool", Tool::from_word(word))?),
        },
        host: parsed("app_grant.host", LoginHost::from_name(&text("host")?))?,
        identity: Identity {
            organization: parsed("app_grant.organization", OrganizationId::parse(&text("organization")?))?,
            user: parsed("app_grant.user", UserId::parse(&text("user")?))?,
        },
        username: row.get("username").map_err(trouble)?,
        scopes: parsed("app_grant.scopes", Scopes::parse(&text("scopes")?).ok())?,
        instance_url: parsed("app_grant.instance_url", InstanceUrl::parse(&text("instance_url")?).ok())?,
        refreshable: flag("refreshable")?,
        proven_at: moment("proven_at")?,
        signed_in_at: moment("signed_in_at")?,
        ended: flag("ended")?,
        generation: row.get("generation").map_err(trouble)?,
        intent: row.get("intent").map_err(trouble)?,
        ends: end_of(row)?,
        renewed_at: maybe("renewed_at")?,
        server_use: match maybe("server_asked_at")? {
            Some(asked_at) => {
                let uses = row.get("server_uses").map_err(trouble)?;
                Some(ServerUse { last_used: maybe("server_used_at")?, uses, asked_at })
            }
            None => None,
        },
        handed_over_at: maybe("handed_over_at")?,
    })
}
