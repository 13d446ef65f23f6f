//! Set-ups that were begun. With its org, or its app, a guide goes too, and comes back.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, named_params};
use serde::Serialize;
use tracing::warn;

use crate::io::registry::{Registry, found, parsed, trouble};
use crate::model::error::Error;
use crate::model::guide::{Guide, OLD_KEY, OLD_SECRET};
use crate::model::ids::{ClientAppId, GuideId, OrgId};
use crate::model::recipe::Answers;
use crate::model::time::Timestamp;
use crate::model::view::{LineId, Tick};
use crate::model::word::{from_word, word_of};

const NEWEST_FIRST: &str = "TRUE ORDER BY begun_at DESC, id";

impl Registry {
    /// Every guide that can be read, the newest first: one that another version has written keeps no org from its place
    /// in the list. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn guides(&self) -> Result<Vec<Guide>, Error> {
        self.read(|connection| all(connection, NEWEST_FIRST, [])).await.map(understood)
    }

    /// The guides of an app, as [`Registry::guides`] has them. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn guides_of(&self, app: ClientAppId) -> Result<Vec<Guide>, Error> {
        let which = format!("app = ?1 AND {NEWEST_FIRST}");
        let rows = self.read(move |connection| all(connection, &which, [app.to_string()])).await;
        rows.map(understood)
    }

    /// Those of one org. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn guides_in(&self, org: OrgId) -> Result<Vec<Guide>, Error> {
        let which = format!("org = ?1 AND {NEWEST_FIRST}");
        let rows = self.read(move |connection| all(connection, &which, [org.to_string()])).await;
        rows.map(understood)
    }

    /// One guide. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub async fn guide(&self, id: GuideId) -> Result<Guide, Error> {
        self.read(move |connection| one(connection, id)).await
    }

    /// Keeps a guide that was begun. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] for an org that is there no more.
    pub async fn begin_guide(&self, guide: Guide) -> Result<(), Error> {
        self.write(move |connection| {
            super::orgs::org(connection, guide.org)?;
            let insert = "INSERT INTO guide (id, org, app, recipe, answers, begun_at) \
                          VALUES (:id, :org, :app, :recipe, :answers, :begun_at)";
            let fields = named_params! {
                ":id": guide.id.to_string(),
                ":org": guide.org.to_string(),
                ":app": guide.app.map(|app| app.to_string()),
                ":recipe": word_of(&guide.recipe),
                ":answers": json(&guide.answers)?,
                ":begun_at": guide.begun_at.0,
            };
            connection.execute(insert, fields).map_err(trouble)?;
            for (line, tick) in &guide.ticks {
                put_tick(connection, guide.id, line, *tick, guide.begun_at)?;
            }
            Ok(())
        })
        .await
    }

    /// Removes a guide; its app stays. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn remove_guide(&self, id: GuideId) -> Result<(), Error> {
        self.write(move |connection| {
            let delete = "DELETE FROM guide WHERE id = ?1";
            connection.execute(delete, [id.to_string()]).map(drop).map_err(|error| trouble(error).into())
        })
        .await
    }

    /// Keeps what was answered, and takes the ticks back that another answer has made untrue; with `anew`, also that it
    /// was proven. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn keep_answers(
        &self,
        id: GuideId,
        answers: Answers,
        untrue: Vec<LineId>,
        anew: bool,
    ) -> Result<(), Error> {
        self.write(move |connection| {
            let update =
                "UPDATE guide SET answers = :answers, proven_at = iif(:anew, NULL, proven_at) WHERE id = :id";
            let fields = named_params! {":id": id.to_string(), ":answers": json(&answers)?, ":anew": anew};
            let changed = connection.execute(update, fields).map_err(trouble)?;
            for line in untrue {
                untick(connection, id, &line)?;
            }
            if changed == 1 { Ok(()) } else { Err(Error::Gone) }
        })
        .await
    }

    /// Ticks lines, or takes their ticks back. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn tick(
        &self,
        id: GuideId,
        ticks: Vec<(LineId, Option<Tick>)>,
        at: Timestamp,
    ) -> Result<(), Error> {
        self.write(move |connection| {
            one(connection, id)?;
            for (line, tick) in ticks {
                match tick {
                    Some(tick) => put_tick(connection, id, &line, tick, at)?,
                    None => untick(connection, id, &line)?,
                }
            }
            Ok(())
        })
        .await
    }

    /// Notes the app that a guide has made. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn note_guide_app(&self, id: GuideId, app: ClientAppId) -> Result<(), Error> {
        self.write(move |connection| {
            let update = "UPDATE guide SET app = ?2 WHERE id = ?1";
            let changed = connection.execute(update, [id.to_string(), app.to_string()]).map_err(trouble)?;
            if changed == 1 { Ok(()) } else { Err(Error::Gone) }
        })
        .await
    }

    /// Notes that a guide was proven to the end. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn note_guide_proven(&self, id: GuideId, at: Timestamp) -> Result<(), Error> {
        self.write(move |connection| {
            let fields = named_params! {":id": id.to_string(), ":at": at.0};
            let update = "UPDATE guide SET proven_at = :at WHERE id = :id";
            let changed = connection.execute(update, fields).map_err(trouble)?;
            if changed == 1 { Ok(()) } else { Err(Error::Gone) }
        })
        .await
    }
}

/// Those in words that are known here; the log says that there are others.
fn understood(rows: Vec<Option<Guide>>) -> Vec<Guide> {
    let of = rows.len();
    let guides: Vec<Guide> = rows.into_iter().flatten().collect();
    if guides.len() < of {
        warn!("{} guides of {of} are in words that are not known here, and are left out", of - guides.len());
    }
    guides
}

/// What Salesforce has shown of an app says nothing of another: of another key, another host, another user.
pub(super) fn unprove_guides(connection: &Connection, app: ClientAppId) -> Result<(), Error> {
    let of_app = "SELECT id FROM guide WHERE app = ?1";
    for statement in [
        format!("DELETE FROM guide_tick WHERE tick IN ('proved', 'refuted') AND guide IN ({of_app})"),
        "UPDATE guide SET proven_at = NULL WHERE app = ?1".to_owned(),
        "UPDATE client_app SET idle_days = NULL, idle_read_at = NULL WHERE id = ?1".to_owned(),
    ] {
        connection.execute(&statement, [app.to_string()]).map_err(trouble)?;
    }
    Ok(())
}

/// Whatever was done in an org was done in one that is gone: its guides have no ticks, and what their apps have of key
/// and secret is old. Nor is known how long the apps' sign-ins may rest.
pub(super) fn begin_anew(connection: &Connection, org: OrgId, at: Timestamp) -> Result<(), Error> {
    let org = org.to_string();
    for statement in [
        "DELETE FROM guide_tick WHERE guide IN (SELECT id FROM guide WHERE org = ?1)",
        "UPDATE guide SET proven_at = NULL WHERE org = ?1",
        "UPDATE client_app SET idle_days = NULL, idle_read_at = NULL WHERE org = ?1",
    ] {
        connection.execute(statement, [&org]).map_err(trouble)?;
    }
    for (old, condition) in [(OLD_KEY, "1"), (OLD_SECRET, "secret_fingerprint IS NOT NULL")] {
        let insert = format!(
            "INSERT INTO guide_tick (guide, line, tick, at) SELECT guide.id, ?2, ?3, ?4 FROM guide \
             JOIN client_app ON client_app.id = guide.app WHERE guide.org = ?1 AND {condition}"
        );
        connection.execute(&insert, (&org, old, word_of(&Tick::Claimed), at.0)).map_err(trouble)?;
    }
    Ok(())
}

fn one(connection: &Connection, id: GuideId) -> Result<Guide, Error> {
    let row = all(connection, "id = ?1", [id.to_string()])?.pop().ok_or(Error::Gone)?;
    parsed("guide", row)
}

/// Those that are to be found, without what belongs to something that was removed, also while it can come back. None: a
/// row that is not understood.
fn all(
    connection: &Connection,
    which: &str,
    fields: impl rusqlite::Params,
) -> Result<Vec<Option<Guide>>, Error> {
    let select = format!(
        "SELECT * FROM guide WHERE org IN (SELECT id FROM org WHERE removal IS NULL) \
         AND (app IS NULL OR app IN (SELECT id FROM client_app WHERE removal IS NULL)) AND {which}"
    );
    let mut select = connection.prepare_cached(&select).map_err(trouble)?;
    let mut rows = select.query(fields).map_err(trouble)?;
    let mut guides = Vec::new();
    while let Some(row) = rows.next().map_err(trouble)? {
        guides.push(guide_of(connection, row)?);
    }
    Ok(guides)
}

fn guide_of(connection: &Connection, row: &Row<'_>) -> Result<Option<Guide>, Error> {
    let text = |column: &str| row.get::<_, Option<String>>(column).map_err(trouble);
    let (id, org, app) = (text("id")?, text("org")?, text("app")?);
    let (recipe, answers) = (text("recipe")?, text("answers")?);
    let begun_at = Timestamp(row.get("begun_at").map_err(trouble)?);
    let proven_at = row.get::<_, Option<i64>>("proven_at").map_err(trouble)?.map(Timestamp);
    let ticks = ticks(connection, id.as_deref().unwrap_or_default())?;
    let understood = || {
        Some(Guide {
            id: GuideId::parse(&id?)?,
            org: OrgId::parse(&org?)?,
            app: match app {
                Some(app) => Some(ClientAppId::parse(&app)?),
                None => None,
            },
            recipe: from_word(&recipe?)?,
            answers: Answers::from_stored(&answers?)?,
            begun_at,
            proven_at,
            ticks,
        })
    };
    Ok(understood())
}

/// A tick that is not known here is none.
fn ticks(connection: &Connection, guide: &str) -> Result<BTreeMap<LineId, Tick>, Error> {
    let select = "SELECT line, tick FROM guide_tick WHERE guide = ?1";
    let mut select = connection.prepare_cached(select).map_err(trouble)?;
    let rows = select.query_map([guide], |row| Ok((row.get(0)?, row.get(1)?))).map_err(trouble)?;
    let mut ticks = BTreeMap::new();
    for row in rows {
        let (line, tick): (String, String) = found(row)?;
        ticks.extend(from_word(&tick).map(|tick| (LineId(line), tick)));
    }
    Ok(ticks)
}

fn put_tick(
    connection: &Connection,
    id: GuideId,
    line: &LineId,
    tick: Tick,
    at: Timestamp,
) -> Result<(), Error> {
    let insert =
        "INSERT OR REPLACE INTO guide_tick (guide, line, tick, at) VALUES (:guide, :line, :tick, :at)";
    let fields =
        named_params! {":guide": id.to_string(), ":line": line.0, ":tick": word_of(&tick), ":at": at.0};
    connection.execute(insert, fields).map(drop).map_err(|error| trouble(error).into())
}

fn untick(connection: &Connection, id: GuideId, line: &LineId) -> Result<(), Error> {
    let delete = "DELETE FROM guide_tick WHERE guide = ?1 AND line = ?2";
    connection.execute(delete, [&id.to_string(), &line.0]).map(drop).map_err(|error| trouble(error).into())
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::Nonsense("answers are no JSON"))
}
