//! External Client Apps.

use rusqlite::{Connection, named_params};

use crate::io::registry::columns::Columns;
use crate::io::registry::leaving::{
    claim, forget_grants, leave_altogether, loosen, number_of, place_of, unpin_what_nobody_is_signed_in_to,
};
use crate::io::registry::{Registry, found, grants, orgs, parsed, removal, trouble};
use crate::io::vault::Item;
use crate::model::certificate::Certificate;
use crate::model::client_app::{CallbackUrl, ClientApp, FurtherCallbacks, Idle, Scopes, Used};
use crate::model::error::Error;
use crate::model::field::{Field, Name, Problem};
use crate::model::flow::{Audience, Flow, JwtBearer, Username};
use crate::model::grant::Grant;
use crate::model::ids::{ClientAppId, OrgId};
use crate::model::org::Org;
use crate::model::secret::{Kind, Place, SecretHint};
use crate::model::time::Timestamp;

/// An app as it is added or edited; its key and secret are in the keychain by then.
#[derive(Clone, Debug)]
pub struct AppRow {
    /// Its name.
    pub name: Name,
    /// How it gets its tokens.
    pub flow: Flow,
    /// The callback URL that is tried first.
    pub callback_url: CallbackUrl,
    /// Those that are tried after it.
    pub further_callbacks: FurtherCallbacks,
    /// The scopes to ask for.
    pub scopes: Scopes,
    /// What may be seen of the consumer key.
    pub key: SecretHint,
    /// What may be seen of the consumer secret, when one is stored.
    pub secret: Option<SecretHint>,
    /// Where in the keychain the key is.
    pub key_place: Place,
    /// Where in the keychain the secret is, when one is stored.
    pub secret_place: Place,
}

/// What is stored of an app beside what names it.
const COLUMNS: [&str; 18] = [
    "name",
    "callback_url",
    "scopes",
    "key_last_four",
    "key_fingerprint",
    "secret_last_four",
    "secret_fingerprint",
    "key_place",
    "secret_place",
    "flow",
    "further_callbacks",
    "jwt_username",
    "jwt_audience",
    "certificate",
    "certificate_view",
    "private_key_last_four",
    "private_key_fingerprint",
    "private_key_place",
];

impl Registry {
    /// One app with its org. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub async fn app(&self, id: ClientAppId) -> Result<(ClientApp, Org), Error> {
        self.read(move |connection| {
            let app = app(connection, id)?;
            let org = orgs::org(connection, app.org)?;
            Ok((app, org))
        })
        .await
    }

    /// Whether an org could take an app of that name: asked before anything is put into the keychain. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] for the org, [`Error::Field`] for the name.
    pub async fn has_room_for(&self, org: OrgId, app: Option<ClientAppId>, name: Name) -> Result<(), Error> {
        self.read(move |connection| {
            orgs::org(connection, org)?;
            refuse_taken_name(connection, org, app, &name)
        })
        .await
    }

    /// Adds an app under an id whose items are in the keychain, and claims them. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Field`] for a name that is taken in its org; [`Error::Gone`] when the org was removed.
    pub async fn add_app(&self, id: ClientAppId, org: OrgId, new: AppRow) -> Result<(), Error> {
        self.write(move |connection| {
            orgs::org(connection, org)?;
            refuse_taken_name(connection, org, Some(id), &new.name)?;
            removal::make_room_for_app(connection, org, &new.name)?;
            let columns = COLUMNS.join(", ");
            let values = COLUMNS.map(|column| format!(":{column}")).join(", ");
            let insert = format!("INSERT INTO client_app (id, org, {columns}) VALUES (:id, :org, {values})");
            store(connection, &insert, id, org, &new)?;
            claim_its_items(connection, id, &new)
        })
        .await
    }

    /// Changes an app. A new key, or another flow, ends its sign-ins: tokens belong to the key that they were given to. Items that it
    /// has no more are listed as loose. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`]; [`Error::Field`] for a name that is taken in its org.
    pub async fn edit_app(&self, id: ClientAppId, org: OrgId, new: AppRow) -> Result<(), Error> {
        self.write(move |connection| {
            refuse_taken_name(connection, org, Some(id), &new.name)?;
            let was = app(connection, id)?;
            removal::make_room_for_app(connection, org, &new.name)?;
            if was.key.fingerprint != new.key.fingerprint || !was.flow.is_for_whom(&new.flow) {
                leave_altogether(connection, id)?;
                unpin_what_nobody_is_signed_in_to(connection)?;
            }
            let columns = COLUMNS.map(|column| format!("{column} = :{column}")).join(", ");
            let update = format!("UPDATE client_app SET {columns} WHERE id = :id AND org = :org");
            if store(connection, &update, id, org, &new)? != 1 {
                return Err(Error::Gone);
            }
            items_of(&was).into_iter().try_for_each(|item| loosen(connection, item))?;
            claim_its_items(connection, id, &new)
        })
        .await
    }
}

/// Takes an app out of the list for good, and lists its items as loose. Its grants leave, to be revoked; or, where
/// Salesforce is not to be told, their items are loose too.
pub(super) fn remove(connection: &Connection, id: ClientAppId, sign_out: bool) -> Result<(), Error> {
    leave_altogether(connection, id)?;
    if !sign_out {
        forget_grants(connection, id)?;
    }
    items_of(&app_or_removed(connection, id)?).into_iter().try_for_each(|item| loosen(connection, item))?;
    connection.execute("DELETE FROM client_app WHERE id = ?1", [id.to_string()]).map_err(trouble)?;
    Ok(())
}

/// The items that an app has in the keychain.
pub fn items_of(app: &ClientApp) -> Vec<Item> {
    let key = Item::of(app.id.uuid(), Kind::ConsumerKey, app.key_place);
    let secret = Item::of(app.id.uuid(), Kind::ConsumerSecret, app.secret_place);
    let private_key = app.flow.jwt().map(|jwt| Item::of(app.id.uuid(), Kind::PrivateKey, jwt.key_place));
    std::iter::once(key).chain(app.secret.is_some().then_some(secret)).chain(private_key).collect()
}

/// The items that an app claims are not loose.
fn claim_its_items(connection: &Connection, id: ClientAppId, new: &AppRow) -> Result<(), Error> {
    claim(connection, Item::of(id.uuid(), Kind::ConsumerKey, new.key_place))?;
    if new.secret.is_some() {
        claim(connection, Item::of(id.uuid(), Kind::ConsumerSecret, new.secret_place))?;
    }
    match new.flow.jwt() {
        Some(jwt) => claim(connection, Item::of(id.uuid(), Kind::PrivateKey, jwt.key_place)),
        None => Ok(()),
    }
}

/// One app; one that was removed is gone, also while it can come back.
pub(super) fn app(connection: &Connection, id: ClientAppId) -> Result<ClientApp, Error> {
    one(connection, "SELECT * FROM client_app WHERE id = ?1 AND removal IS NULL", id)
}

/// One app, also one that was removed and can come back.
pub(super) fn app_or_removed(connection: &Connection, id: ClientAppId) -> Result<ClientApp, Error> {
    one(connection, "SELECT * FROM client_app WHERE id = ?1", id)
}

fn one(connection: &Connection, select: &str, id: ClientAppId) -> Result<ClientApp, Error> {
    let mut select = connection.prepare_cached(select).map_err(trouble)?;
    found(select.query_row([id.to_string()], |row| Ok(app_of(row))))?
}

/// The apps of an org by name, each with its grant.
pub(super) fn of_org(connection: &Connection, org: OrgId) -> Result<Vec<(ClientApp, Option<Grant>)>, Error> {
    let select = "SELECT * FROM client_app WHERE org = ?1 AND removal IS NULL ORDER BY name, id";
    let mut select = connection.prepare_cached(select).map_err(trouble)?;
    let mut rows = select.query([org.to_string()]).map_err(trouble)?;
    let mut apps = Vec::new();
    while let Some(row) = rows.next().map_err(trouble)? {
        let app = app_of(row)?;
        let grant = grants::of_app(connection, app.id, None)?;
        apps.push((app, grant));
    }
    Ok(apps)
}

pub(super) fn app_of(row: &impl Columns) -> Result<ClientApp, Error> {
    let text = |column: &str| row.get::<_, String>(column).map_err(trouble);
    let optional = |column: &str| row.get::<_, Option<String>>(column).map_err(trouble);
    let secret = match (optional("secret_last_four")?, optional("secret_fingerprint")?) {
        (Some(last_four), Some(fingerprint)) => Some(SecretHint { last_four, fingerprint }),
        _ => None,
    };
    Ok(ClientApp {
        id: parsed("client_app.id", ClientAppId::parse(&text("id")?))?,
        org: parsed("client_app.org", OrgId::parse(&text("org")?))?,
        name: parsed("client_app.name", Name::parse(Field::AppName, &text("name")?).ok())?,
        flow: flow_of(row)?,
        further_callbacks: parsed(
            "client_app.further_callbacks",
            FurtherCallbacks::parse(&text("further_callbacks")?).ok(),
        )?,
        callback_url: parsed("client_app.callback_url", CallbackUrl::parse(&text("callback_url")?).ok())?,
        scopes: parsed("client_app.scopes", Scopes::parse(&text("scopes")?).ok())?,
        key: SecretHint { last_four: text("key_last_four")?, fingerprint: text("key_fingerprint")? },
        secret,
        key_place: place_of(row.get("key_place").map_err(trouble)?)?,
        secret_place: place_of(row.get("secret_place").map_err(trouble)?)?,
        used: Used {
            at: row.get::<_, Option<i64>>("used_at").map_err(trouble)?.map(Timestamp),
            score: row.get("score").map_err(trouble)?,
        },
        idle: idle_of(row)?,
    })
}

/// How long an app's sign-ins may rest.
pub(super) fn idle_of(row: &impl Columns) -> Result<Option<Idle>, Error> {
    let days: Option<u16> = row.get("idle_days").map_err(trouble)?;
    let read_at: Option<i64> = row.get("idle_read_at").map_err(trouble)?;
    Ok(days.map(|days| Idle { days, read_at: read_at.map(Timestamp) }))
}

fn flow_of(row: &impl Columns) -> Result<Flow, Error> {
    let text = |column: &str| row.get::<_, Option<String>>(column).map_err(trouble);
    match text("flow")?.as_deref() {
        Some("authorization_code") => Ok(Flow::AuthorizationCode),
        Some("client_credentials") => Ok(Flow::ClientCredentials),
        Some("jwt_bearer") => Ok(Flow::JwtBearer(JwtBearer {
            username: parsed(
                "client_app.jwt_username",
                text("jwt_username")?.and_then(|username| Username::parse(&username).ok()),
            )?,
            audience: parsed(
                "client_app.jwt_audience",
                text("jwt_audience")?.and_then(|word| Audience::from_word(&word)),
            )?,
            key: SecretHint {
                last_four: text("private_key_last_four")?.unwrap_or_default(),
                fingerprint: text("private_key_fingerprint")?.unwrap_or_default(),
            },
            key_place: place_of(row.get("private_key_place").map_err(trouble)?)?,
            certificate: Certificate {
                pem: parsed("client_app.certificate", text("certificate")?)?,
                view: parsed(
                    "client_app.certificate_view",
                    text("certificate_view")?.and_then(|view| serde_json::from_str(&view).ok()),
                )?,
            },
        })),
        _ => parsed("client_app.flow", None),
    }
}

/// A flow's name in its column.
fn word_of(flow: &Flow) -> &'static str {
    match flow {
        Flow::AuthorizationCode => "authorization_code",
        Flow::ClientCredentials => "client_credentials",
        Flow::JwtBearer(_) => "jwt_bearer",
    }
}

/// Runs an insert or an update of one app; the number of rows that it touched.
fn store(
    connection: &Connection,
    statement: &str,
    id: ClientAppId,
    org: OrgId,
    new: &AppRow,
) -> Result<usize, Error> {
    let secret = new.secret.as_ref();
    let jwt = new.flow.jwt();
    let view = jwt.and_then(|jwt| serde_json::to_string(&jwt.certificate.view).ok());
    let fields = named_params! {
        ":flow": word_of(&new.flow),
        ":further_callbacks": new.further_callbacks.to_string(),
        ":jwt_username": jwt.map(|jwt| jwt.username.as_str()),
        ":jwt_audience": jwt.map(|jwt| jwt.audience.as_word()),
        ":certificate": jwt.map(|jwt| &jwt.certificate.pem),
        ":certificate_view": view,
        ":private_key_last_four": jwt.map(|jwt| &jwt.key.last_four),
        ":private_key_fingerprint": jwt.map(|jwt| &jwt.key.fingerprint),
        ":private_key_place": jwt.map_or(0, |jwt| number_of(jwt.key_place)),
        ":id": id.to_string(),
        ":org": org.to_string(),
        ":name": new.name.as_str(),
        ":callback_url": new.callback_url.as_str(),
        ":scopes": new.scopes.to_string(),
        ":key_last_four": new.key.last_four,
        ":key_fingerprint": new.key.fingerprint,
        ":secret_last_four": secret.map(|hint| &hint.last_four),
        ":secret_fingerprint": secret.map(|hint| &hint.fingerprint),
        ":key_place": number_of(new.key_place),
        ":secret_place": number_of(new.secret_place),
    };
    Ok(connection.execute(statement, fields).map_err(trouble)?)
}

fn refuse_taken_name(
    connection: &Connection,
    org: OrgId,
    app: Option<ClientAppId>,
    name: &Name,
) -> Result<(), Error> {
    let select = "SELECT 1 FROM client_app WHERE org = ?1 AND name = ?2 AND id IS NOT ?3 AND removal IS NULL";
    let mut select = connection.prepare_cached(select).map_err(trouble)?;
    let fields = (org.to_string(), name.as_str(), app.map(|app| app.to_string()));
    if select.exists(fields).map_err(trouble)? {
        return Err(Field::AppName.refused(Problem::Taken).into());
    }
    Ok(())
}
