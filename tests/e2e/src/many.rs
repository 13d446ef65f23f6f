//! A list as large as no consultant has it: orgs put straight into the file that Keyperch has made.
//!
//! Nothing is signed in, and no keychain holds anything: only what the list shows is there.

use std::path::Path;

use rusqlite::{Connection, params};

use crate::Failed;

/// The kinds of sandboxes, as names tell them; the first org of each client is its production.
const KINDS: [&str; 7] = ["uat", "full", "dev", "int", "qa", "staging", "train"];

/// The first words of clients' names.
const FIRST: [&str; 20] = [
    "Acme", "Boreal", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbor", "Indigo", "Juniper",
    "Kestrel", "Lumen", "Meridian", "Nimbus", "Orchard", "Pacific", "Quartz", "Ridge", "Summit", "Tundra",
];

/// The second words.
const SECOND: [&str; 10] =
    ["Retail", "Bank", "Energy", "Health", "Foods", "Motors", "Media", "Logistics", "Insurance", "Telecom"];

/// Puts `orgs` orgs of `clients` clients into the list of a Keyperch that has been started there and has ended; each
/// has one app.
pub fn fill(data_dir: &Path, orgs: usize, clients: usize) -> Result<(), Failed> {
    let mut list = Connection::open(data_dir.join("keyperch.sqlite"))?;
    let all = list.transaction()?;
    for number in 0..clients {
        all.execute("INSERT INTO client (id, name) VALUES (?1, ?2)", params![id(1, number), client(number)])?;
    }
    for number in 0..orgs {
        let (of, nth) = (number % clients, number / clients);
        let stem = client(of).to_lowercase().replace(' ', "");
        let kind = KINDS[nth % KINDS.len()];
        let (name, host) = match nth {
            0 => ("Production".to_owned(), format!("{stem}.my.salesforce.com")),
            _ => (
                format!("{} {nth}", kind.to_uppercase()),
                format!("{stem}--{kind}{nth}.sandbox.my.salesforce.com"),
            ),
        };
        all.execute(
            "INSERT INTO org (id, client, name, code, host) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id(2, number), id(1, of), name, code(number), host],
        )?;
        all.execute(
            "INSERT INTO client_app (id, org, name, callback_url, scopes, key_last_four, key_fingerprint) \
             VALUES (?1, ?2, 'Rehearsal Tool', 'http://localhost:33333', 'api refresh_token', 'NkoM', '3fa91c42')",
            params![id(3, number), id(2, number)],
        )?;
    }
    all.commit()?;
    Ok(())
}

/// A client's name: no two are the same while there are at most 200.
pub fn client(number: usize) -> String {
    let words = format!("{} {}", FIRST[number % FIRST.len()], SECOND[number / FIRST.len() % SECOND.len()]);
    let more = number / (FIRST.len() * SECOND.len());
    if more == 0 { words } else { format!("{words} {more}") }
}

/// An org's short code: four letters or digits.
pub fn code(number: usize) -> String {
    const DIGITS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let digit =
        |power: usize| char::from(DIGITS[number / 36_usize.pow(u32::try_from(power).unwrap_or(0)) % 36]);
    [digit(3), digit(2), digit(1), digit(0)].iter().collect()
}

/// A UUID that says what it names.
fn id(kind: usize, number: usize) -> String {
    format!("{kind:08x}-0000-4000-8000-{number:012x}")
}
