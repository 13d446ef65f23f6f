//! What was done with which org, and how often each app is used: words and moments, never a value.
//!
//! Both are noted best effort: the places in the order of things are taken at once, and nobody has to wait for the disk.
//! Names are kept as they were called then, for what was done outlives its entry.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::io::registry::{Registry, parsed, trouble};
use crate::model::client_app::Used;
use crate::model::deed::Particular;
use crate::model::error::Error;
use crate::model::frecency;
use crate::model::ids::{ClientAppId, OrgId, SetId};
use crate::model::time::Timestamp;
use crate::model::view::{ActivityView, Deed};
use crate::model::word::{from_word, word_of};

/// How much is kept, of all orgs together and of one; the oldest goes.
const MOST: (i64, i64) = (2000, 200);

/// How much is shown at a time.
const SHOWN: i64 = 200;

/// With what something was done.
#[derive(Clone, Copy, Debug)]
pub enum Of {
    /// An org as a whole.
    Org(OrgId),
    /// One of its apps.
    App(ClientAppId),
}

/// Something that was done.
#[derive(Clone, Debug)]
pub struct DeedRow {
    /// When.
    pub at: Timestamp,
    /// With what; also with something that was removed.
    pub of: Of,
    /// What.
    pub deed: Deed,
    /// A word beside it.
    pub particular: Particular,
}

impl Registry {
    /// Notes what was done, and lets the oldest go; of what is there no more, nothing is noted. Writes the disk, whenever
    /// that can be.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub fn note_deeds(&self, deeds: Vec<DeedRow>) -> impl Future<Output = Result<(), Error>> + use<> {
        self.queue(move |connection| deeds.iter().try_for_each(|deed| note(connection, deed)))
    }

    /// Notes that an app was used once more. Writes the disk, whenever that can be.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub fn note_use(
        &self,
        app: ClientAppId,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), Error>> + use<> {
        self.queue(move |connection| use_once_more(connection, "client_app", &app.to_string(), now))
    }

    /// Notes that a set was used once more. Writes the disk, whenever that can be.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub fn note_set_use(
        &self,
        set: SetId,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), Error>> + use<> {
        self.queue(move |connection| use_once_more(connection, "org_set", &set.to_string(), now))
    }

    /// What was done with an org, or with any, the newest first. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn activity(&self, org: Option<OrgId>) -> Result<Vec<ActivityView>, Error> {
        self.read(move |connection| {
            let select = "SELECT * FROM activity WHERE ?1 IS NULL OR org = ?1 ORDER BY id DESC LIMIT ?2";
            let mut select = connection.prepare_cached(select).map_err(trouble)?;
            let mut rows = select.query((org.map(|org| org.to_string()), SHOWN)).map_err(trouble)?;
            let mut activity = Vec::new();
            while let Some(row) = rows.next().map_err(trouble)? {
                // A deed that another version knows is left out.
                activity.extend(view_of(row)?);
            }
            Ok(activity)
        })
        .await
    }

    /// Forgets everything that was done. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn clear_activity(&self) -> Result<(), Error> {
        self.write(|connection| {
            connection.execute("DELETE FROM activity", []).map(drop).map_err(|error| trouble(error).into())
        })
        .await
    }
}

fn use_once_more(connection: &Connection, table: &str, id: &str, now: Timestamp) -> Result<(), Error> {
    let select = format!("SELECT used_at, score FROM {table} WHERE id = ?1");
    let used =
        |row: &Row<'_>| Ok(Used { at: row.get::<_, Option<i64>>(0)?.map(Timestamp), score: row.get(1)? });
    let used = connection.query_row(&select, [id], used).optional();
    let Some(used) = used.map_err(trouble)? else { return Ok(()) };
    let Used { at, score } = frecency::used_once_more(used, now);
    let update = format!("UPDATE {table} SET used_at = ?2, score = ?3 WHERE id = ?1");
    connection.execute(&update, (id, at.map(|at| at.0), score)).map_err(trouble)?;
    Ok(())
}

fn note(connection: &Connection, DeedRow { at, of, deed, particular }: &DeedRow) -> Result<(), Error> {
    let (id, app, join, which) = match of {
        Of::Org(org) => (org.to_string(), "''", "", "org.id"),
        Of::App(app) => (
            app.to_string(),
            "client_app.name",
            "JOIN client_app ON client_app.org = org.id",
            "client_app.id",
        ),
    };
    let insert = format!(
        "INSERT INTO activity (at, org, named, app, deed, detail) \
         SELECT :at, org.id, client.name || ' ' || org.name, {app}, :deed, :detail \
         FROM org JOIN client ON client.id = org.client {join} WHERE {which} = :id RETURNING org"
    );
    let mut insert = connection.prepare_cached(&insert).map_err(trouble)?;
    let fields = named_params! {
        ":at": at.0, ":id": id, ":deed": word_of(deed), ":detail": particular.as_word(),
    };
    let org = insert.query_row(fields, |row| row.get::<_, String>(0)).optional().map_err(trouble)?;
    let Some(org) = org else { return Ok(()) };
    let (in_all, of_one) = MOST;
    let oldest =
        "DELETE FROM activity WHERE id <= (SELECT id FROM activity ORDER BY id DESC LIMIT 1 OFFSET ?1)";
    connection.execute(oldest, [in_all]).map_err(trouble)?;
    let oldest = "DELETE FROM activity WHERE org = ?1 AND id <= \
                  (SELECT id FROM activity WHERE org = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)";
    connection.execute(oldest, (org, of_one)).map_err(trouble)?;
    Ok(())
}

fn view_of(row: &Row<'_>) -> Result<Option<ActivityView>, Error> {
    let text = |column: &str| row.get::<_, String>(column).map_err(trouble);
    let org = row.get::<_, Option<String>>("org").map_err(trouble)?;
    let Some(deed) = from_word(&text("deed")?) else { return Ok(None) };
    Ok(Some(ActivityView {
        at: Timestamp(row.get("at").map_err(trouble)?),
        org: org.map(|org| parsed("activity.org", OrgId::parse(&org))).transpose()?,
        named: text("named")?,
        app: text("app")?,
        deed,
        detail: text("detail")?,
    }))
}
