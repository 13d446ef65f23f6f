//! Grants that were made for tools: ready until they are handed over, and from then on only on record.
//!
//! A tool's grant lies beside Keyperch's own in the same table. Nothing here touches our own, and what finds our own to
//! renew or to prove it never finds a tool's.

use rusqlite::Connection;

use crate::io::registry::grants::{NOT_REMOVED, of_app};
use crate::io::registry::leaving::{Leaving, OF_A_GRANT, end, leaving_of, loosen_all};
use crate::io::registry::{Registry, trouble};
use crate::model::error::Error;
use crate::model::grant::Grant;
use crate::model::ids::{ClientAppId, GrantId};
use crate::model::time::Timestamp;
use crate::model::view::Tool;

impl Registry {
    /// The grant of an app that was made for a tool and is ready, or was handed over. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn grant_for(&self, app: ClientAppId, tool: Tool) -> Result<Option<Grant>, Error> {
        self.read(move |connection| of_app(connection, app, Some(tool))).await
    }

    /// Ends the grant of a tool that nobody has taken yet: another is about to come in its place. Which one left. Writes
    /// the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn leave_for(&self, app: ClientAppId, tool: Tool) -> Result<Vec<Leaving>, Error> {
        self.write(move |connection| {
            let update = format!(
                "UPDATE app_grant SET state = 'leaving' WHERE app = ?1 AND tool = ?2 AND state = 'ready' \
                 AND handed_over_at IS NULL AND {NOT_REMOVED} RETURNING id, host"
            );
            let mut update = connection.prepare_cached(&update).map_err(trouble)?;
            leaving_of(update.query([&app.to_string(), tool.as_word()]))
        })
        .await
    }

    /// Notes that a tool has taken the tokens of its grant, whose items are loose from now on. Whether there was one to
    /// take. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn note_handed_over(&self, id: GrantId, at: Timestamp) -> Result<bool, Error> {
        self.write(move |connection| {
            let update = "UPDATE app_grant SET handed_over_at = ?2 WHERE id = ?1 AND tool <> '' AND state = 'ready' \
                          AND handed_over_at IS NULL";
            let noted = connection.execute(update, (id.to_string(), at.0)).map_err(trouble)? == 1;
            if noted {
                loosen_all(connection, id.uuid(), &OF_A_GRANT)?;
            }
            Ok(noted)
        })
        .await
    }
}

/// Makes way for a new grant of the same holder (an empty `tool`: Keyperch): the last one leaves. Of one that a tool has
/// taken there is nothing left to revoke.
pub(super) fn make_way(connection: &Connection, app: &str, tool: &str) -> Result<(), Error> {
    end(connection, "app = ?1 AND tool = ?2 AND state = 'ready'", &[app, tool])
}

/// Another org is under the same name by now: what tools have of the one before leaves with it.
pub(super) fn leave_the_other_org(
    connection: &Connection,
    org: &str,
    organization: &str,
) -> Result<(), Error> {
    let of_another = "tool <> '' AND state = 'ready' AND organization <> ?2 \
                      AND app IN (SELECT id FROM client_app WHERE org = ?1)";
    end(connection, of_another, &[org, organization])
}
