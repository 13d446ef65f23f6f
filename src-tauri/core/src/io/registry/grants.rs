//! Grants: what is known of them beside the tokens.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::io::registry::{Registry, found, parsed, trouble};
use crate::model::client_app::Scopes;
use crate::model::error::Error;
use crate::model::grant::{Grant, Identity};
use crate::model::host::{InstanceUrl, LoginHost};
use crate::model::ids::{ClientAppId, GrantId, OrgId, OrganizationId, UserId};
use crate::model::time::Timestamp;

impl Registry {
    /// The grant of an app. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn grant(&self, app: ClientAppId) -> Result<Option<Grant>, Error> {
        self.read(move |connection| of_app(connection, app)).await
    }

    /// Puts a grant in the place of the app's last one, and pins the org to who answered. `host` and `key` (its
    /// fingerprint) are those that it was asked for with. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] when the app was removed, or has another host or key by now, or its org is pinned to another.
    pub async fn put_grant(&self, grant: Grant, host: LoginHost, key: String) -> Result<(), Error> {
        self.write(move |connection| {
            let app = grant.app.to_string();
            let select = "SELECT org.id FROM client_app JOIN org ON org.id = client_app.org \
                          WHERE client_app.id = ?1 AND org.host = ?2 AND client_app.key_fingerprint = ?3";
            let asked = [app.as_str(), host.as_str(), key.as_str()];
            let org: String = found(connection.query_row(select, asked, |row| row.get(0)))?;
            let organization = grant.identity.organization.as_str();
            let pin = "UPDATE org SET organization_id = ?2 WHERE id = ?1 AND (organization_id IS NULL OR organization_id = ?2)";
            if connection.execute(pin, [org.as_str(), organization]).map_err(trouble)? != 1 {
                return Err(Error::Gone);
            }
            connection.execute("DELETE FROM app_grant WHERE app = ?1 AND tool = ''", [&app]).map_err(trouble)?;
            let insert = "INSERT INTO app_grant (id, app, organization, user, username, scopes, instance_url, refreshable, \
                          proven_at, signed_in_at) VALUES (:id, :app, :organization, :user, :username, :scopes, \
                          :instance_url, :refreshable, :proven_at, :signed_in_at)";
            let fields = named_params! {
                ":id": grant.id.to_string(),
                ":app": app,
                ":organization": organization,
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

    /// Notes that the access token was given or proved alive. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn note_proven(&self, id: GrantId, at: Timestamp) -> Result<(), Error> {
        self.change(id, "proven_at = ?2", at.0).await
    }

    /// Notes where the APIs answer now: an org may have moved. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn note_instance(&self, id: GrantId, at: InstanceUrl) -> Result<(), Error> {
        self.change(id, "instance_url = ?2", String::from(at)).await
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
        self.change(id, "ended = ?2", true).await
    }

    /// Forgets a grant whose tokens are out of the keychain. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn remove_grant(&self, id: GrantId) -> Result<(), Error> {
        self.write(move |connection| {
            connection.execute("DELETE FROM app_grant WHERE id = ?1", [id.to_string()]).map_err(trouble)?;
            Ok(())
        })
        .await
    }

    /// Forgets who an org was pinned to, when nothing is left that was signed in there. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn unpin(&self, org: OrgId) -> Result<(), Error> {
        self.write(move |connection| {
            let update = "UPDATE org SET organization_id = NULL WHERE id = ?1 AND NOT EXISTS \
                          (SELECT 1 FROM app_grant JOIN client_app ON client_app.id = app_grant.app WHERE org = ?1)";
            connection.execute(update, [org.to_string()]).map_err(trouble)?;
            Ok(())
        })
        .await
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

/// The grant of an app.
pub(super) fn of_app(connection: &Connection, app: ClientAppId) -> Result<Option<Grant>, Error> {
    let select = "SELECT * FROM app_grant WHERE app = ?1 AND tool = ''";
    let mut select = connection.prepare_cached(select).map_err(trouble)?;
    select.query_row([app.to_string()], |row| Ok(grant_of(row))).optional().map_err(trouble)?.transpose()
}

fn grant_of(row: &Row<'_>) -> Result<Grant, Error> {
    let text = |column: &str| row.get::<_, String>(column).map_err(trouble);
    let flag = |column: &str| row.get::<_, bool>(column).map_err(trouble);
    let moment = |column: &str| row.get::<_, i64>(column).map(Timestamp).map_err(trouble);
    Ok(Grant {
        id: parsed("app_grant.id", GrantId::parse(&text("id")?))?,
        app: parsed("app_grant.app", ClientAppId::parse(&text("app")?))?,
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
    })
}
