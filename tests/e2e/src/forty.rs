//! A consultant's list in which all can be seen that a list shows: forty orgs of twelve clients, of every kind, in every
//! state that is kept on disk.
//!
//! Five sign-ins are real (see [`seeded`]). The others are rows put straight into the list's file, with nothing in the
//! keychain: good for being looked at, not for being used.

use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, Transaction, params};

use crate::Failed;
use crate::practice::Practice;
use crate::seeded;

/// How many orgs there are.
pub const ORGS: usize = 40;

const MINUTE: i64 = 60 * 1000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Orgs of two more clients: short code, client, name, host, and whether it has an app.
const MORE: [(&str, &str, &str, &str, bool); 3] = [
    ("kls", "Kestrel Labs", "Feature 12", "kestrel-dream-1234.scratch.my.salesforce.com", true),
    ("klx", "Kestrel Labs", "Partner portal", "kestrel.something-new.my.salesforce.com", true),
    ("lud", "Lumen Studio", "Dev", "lumen--dev.sandbox.my.salesforce.com", false),
];

/// Sign-ins that are rows and no more: short code, who, how many minutes ago it was proven, whether it has ended. What
/// was proven in the time to come stays fresh as long as anybody looks.
const SIGN_INS: [(&str, &str, i64, bool); 8] = [
    ("c0u", "ana@cobalt.com.uat", -20, false),
    ("d1f", "ana@delta.com.full", -20, false),
    ("d1u", "ana@delta.com.uat", 3 * 60, false),
    ("e2u", "integration.user.for.nightly.exports@elm-logistics-holding.example.com.uat", 5 * 60, false),
    ("e2s", "ana@elm.com.sit", 40 * 60, false),
    ("f3f", "ana@fjord.com.full", 70 * 24 * 60, false),
    ("g4p", "integration@garnet.com", 60, false),
    ("h5u", "ana@harbor.com.uat", 9 * 24 * 60, true),
];

/// Everything else that stands in a list of an age.
const DRESSED: &str = "
    UPDATE client SET is_folded = 1 WHERE name IN ('Indigo Media', 'Juniper Travel');
    UPDATE org SET pinned_at = ?1 WHERE code IN ('acu', 'g4p');
    UPDATE org SET chosen = 'sandbox' WHERE code = 'f3s';
    UPDATE org SET guard = 'read_name' WHERE code IN ('c0p', 'g4p');
    UPDATE org SET keeps_alive = 1 WHERE code IN ('acu', 'f3f');
    UPDATE org SET refreshed_at = ?1 - 2 * 86400000 WHERE code = 'f3u';
    UPDATE org SET copy_as = 'curl', notes = 'Deployments on Tuesdays after 20:00 only.' || char(10)
        || 'Change requests go to Mara. The sandbox is refreshed every spring.' WHERE code = 'acu';
    UPDATE client_app SET flow = 'client_credentials', secret_last_four = 'x7Qe', secret_fingerprint = '9b1d2c40'
        WHERE org IN (SELECT id FROM org WHERE code = 'g4p');
    UPDATE client_app SET used_at = ?1 - 600000, score = 9
        WHERE org IN (SELECT id FROM org WHERE code IN ('acu', 'bod', 'd1u'));
    UPDATE client_app SET idle_days = 30, idle_read_at = ?1 - 86400000
        WHERE org IN (SELECT id FROM org WHERE code IN ('acu', 'f3f'));
    UPDATE client_app SET key_fingerprint = 'a1b2c3d4'
        WHERE org IN (SELECT id FROM org WHERE code IN ('c0u', 'd1f', 'd1u', 'e2s'));
    UPDATE app_grant SET server_used_at = ?1 - 3600000, server_uses = 17, server_asked_at = ?1 - 60000
        WHERE app IN (SELECT client_app.id FROM client_app JOIN org ON org.id = client_app.org WHERE code = 'acu');";

/// What was done: short code, how many minutes ago, what, and the word beside it.
const DONE: [(&str, i64, &str, &str); 12] = [
    ("acu", 4, "copied", "curl"),
    ("acu", 9, "renewed", ""),
    ("bod", 12, "copied", "token"),
    ("acp", 30, "failed", "unreachable"),
    ("acu", 70, "copied", "bearer"),
    ("d1u", 95, "copied", "set"),
    ("f3f", 8 * 60, "kept_alive", ""),
    ("acu", 26 * 60, "handed_over", "rehearsal_tool"),
    ("acd", 27 * 60, "opened", ""),
    ("f3u", 2 * 24 * 60, "refreshed", ""),
    ("h5u", 9 * 24 * 60, "signed_out", ""),
    ("acu", 10 * 24 * 60, "signed_in", ""),
];

/// Sets: name, short code, shape, and the short codes of their orgs.
const SETS: [(&str, &str, &str, &[&str]); 3] = [
    ("Acme before a release", "arel", "env", &["acu", "acd", "acb"]),
    ("Everything of Acme", "aall", "table", &["acp", "acu", "acd"]),
    ("Nightly exports", "nite", "json", &["d1u", "c0f"]),
];

/// Makes the list in this data folder.
pub async fn make(data_dir: &Path, practice: &Arc<Practice>) -> Result<(), Failed> {
    seeded::make(data_dir, practice).await?;
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let mut list = Connection::open(data_dir.join("keyperch.sqlite"))?;
    let all = list.transaction()?;
    add_orgs(&all)?;
    sign_in(&all, now)?;
    for change in DRESSED.split(';').filter(|change| !change.trim().is_empty()) {
        let wants_the_time = change.contains("?1");
        if wants_the_time {
            all.execute(change, [now])?
        } else {
            all.execute(change, [])?
        };
    }
    note(&all, now)?;
    make_sets(&all)?;
    let orgs: usize = all.query_row("SELECT count(*) FROM org", [], |row| row.get(0))?;
    all.commit()?;
    if orgs == ORGS { Ok(()) } else { Err(format!("{orgs} orgs were made").into()) }
}

fn add_orgs(all: &Transaction<'_>) -> Result<(), Failed> {
    for (number, (code, client, name, host, has_app)) in MORE.into_iter().enumerate() {
        all.execute(
            "INSERT OR IGNORE INTO client (id, name) VALUES (?1, ?2)",
            params![id(4, number), client],
        )?;
        all.execute(
            "INSERT INTO org (id, client, name, code, host) \
             VALUES (?1, (SELECT id FROM client WHERE name = ?2), ?3, ?4, ?5)",
            params![id(5, number), client, name, code, host],
        )?;
        if has_app {
            all.execute(
                "INSERT INTO client_app (id, org, name, callback_url, scopes, key_last_four, key_fingerprint) \
                 VALUES (?1, ?2, 'Rehearsal Tool', 'http://localhost:33333', 'api refresh_token', 'NkoM', '3fa91c42')",
                params![id(6, number), id(5, number)],
            )?;
        }
    }
    Ok(())
}

fn sign_in(all: &Transaction<'_>, now: i64) -> Result<(), Failed> {
    for (number, (code, username, minutes, ended)) in SIGN_INS.into_iter().enumerate() {
        all.execute(
            "INSERT INTO app_grant (id, app, state, host, organization, user, username, scopes, instance_url, refreshable, \
             proven_at, signed_in_at, ended, generation) \
             SELECT ?1, client_app.id, 'ready', org.host, '00Dxx0000001gPLEAY', '005xx000001Sv6AAAS', ?2, client_app.scopes, \
             'https://' || org.host, code <> 'g4p', ?3, ?4, ?5, 1 \
             FROM client_app JOIN org ON org.id = client_app.org WHERE code = ?6",
            params![id(7, number), username, now - minutes * MINUTE, now - 90 * DAY, ended, code],
        )?;
    }
    Ok(())
}

fn note(all: &Transaction<'_>, now: i64) -> Result<(), Failed> {
    // What was done first has the lowest number.
    for (code, minutes, deed, detail) in DONE.into_iter().rev() {
        all.execute(
            "INSERT INTO activity (at, org, named, app, deed, detail) \
             SELECT ?1, org.id, client.name || ' ' || org.name, 'Rehearsal Tool', ?2, ?3 \
             FROM org JOIN client ON client.id = org.client WHERE code = ?4",
            params![now - minutes * MINUTE, deed, detail, code],
        )?;
    }
    Ok(())
}

fn make_sets(all: &Transaction<'_>) -> Result<(), Failed> {
    for (number, (name, code, shape, members)) in SETS.into_iter().enumerate() {
        all.execute(
            "INSERT INTO org_set (id, name, code, shape) VALUES (?1, ?2, ?3, ?4)",
            params![id(8, number), name, code, shape],
        )?;
        for (position, member) in members.iter().enumerate() {
            all.execute(
                "INSERT INTO org_set_member (org_set, app, position) SELECT ?1, client_app.id, ?2 \
                 FROM client_app JOIN org ON org.id = client_app.org WHERE code = ?3",
                params![id(8, number), position, member],
            )?;
        }
    }
    Ok(())
}

/// A UUID that says what it names.
fn id(kind: usize, number: usize) -> String {
    format!("{kind:08x}-0000-4000-8000-{number:012x}")
}
