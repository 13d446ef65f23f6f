//! The block of a set: each org's token with what the org is called. Pure: what came is handed in.
//!
//! What is production says so in each shape, and so does what nobody knows; the window's colours end at the clipboard.
//! An org without a token is not named: what is not there cannot be taken for another's.

use std::collections::HashMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::flows::copy_as::text::Members;
use crate::flows::copy_as::written;
use crate::model::client_app::ClientApp;
use crate::model::environment::Environment;
use crate::model::error::Error;
use crate::model::grant::Grant;
use crate::model::org::Org;
use crate::model::secret::{AccessToken, TokenText};
use crate::model::shape::SetShape;

/// Longer than all of a part that is neither token nor address: five names among it.
const FRAME: usize = 2048;

/// An app of a set, and what it gave.
pub(super) struct Part<'a> {
    pub(super) app: &'a ClientApp,
    pub(super) org: &'a Org,
    pub(super) fresh: Option<(&'a AccessToken, &'a Grant)>,
}

/// A part with a token, ready to be written.
struct Row<'a> {
    /// The org's code; the second app of one org has a number behind it.
    label: String,
    org: &'a Org,
    /// The app's name, where the set has more than one of its org.
    app: Option<&'a str>,
    token: &'a str,
    grant: &'a Grant,
}

/// The block.
///
/// # Errors
/// [`Error::Nonsense`] for a token that is none of Salesforce's.
pub(super) fn block(shape: SetShape, parts: &[Part<'_>]) -> Result<TokenText, Error> {
    let rows = rows(parts)?;
    let room =
        rows.iter().map(|row| FRAME + 2 * row.token.len() + row.grant.instance_url.as_str().len()).sum();
    match shape {
        SetShape::Env => Ok(written::text(room, |out| rows.iter().for_each(|row| write_variables(out, row)))),
        SetShape::Table => Ok(written::text(room, |out| write_table(out, &rows))),
        SetShape::Json => written::json(&Object(&rows), room),
    }
}

fn rows<'a>(parts: &[Part<'a>]) -> Result<Vec<Row<'a>>, Error> {
    let mut seen: HashMap<_, usize> = HashMap::new();
    let of_one_org = |org: &Org| parts.iter().filter(|part| part.org.id == org.id).count();
    let mut rows = Vec::new();
    for part in parts {
        // Counted whether it gave a token or not: a label means the same app at every copy.
        let number = seen.entry(part.org.id).and_modify(|number| *number += 1).or_insert(1);
        let code = part.org.code.as_str();
        let Some((token, grant)) = part.fresh else { continue };
        rows.push(Row {
            label: if *number == 1 { code.to_owned() } else { format!("{code}_{number}") },
            org: part.org,
            app: (of_one_org(part.org) > 1).then_some(part.app.name.as_str()),
            token: written::plain_token(token.expose())?,
            grant,
        });
    }
    Ok(rows)
}

/// A comment and two variables.
fn write_variables(out: &mut String, row: &Row<'_>) {
    out.push_str("# ");
    if let Some(warning) = warning(row.org) {
        out.push_str(warning);
        out.push_str(" · ");
    }
    for (place, name) in row.names().enumerate() {
        out.push_str(if place == 0 { "" } else { " · " });
        out.push_str(name);
    }
    out.push('\n');
    let prefix = prefix(&row.label);
    written::variable(out, &prefix, "_ACCESS_TOKEN", row.token);
    written::variable(out, &prefix, "_INSTANCE_URL", row.grant.instance_url.as_str());
}

/// A name of a variable cannot begin with a digit.
fn prefix(label: &str) -> String {
    let upper = label.to_ascii_uppercase();
    if upper.starts_with(|first: char| first.is_ascii_digit()) { format!("_{upper}") } else { upper }
}

/// With tabs between, as spreadsheets take it.
fn write_table(out: &mut String, rows: &[Row<'_>]) {
    out.push_str("Code\tClient\tOrg\tKind\tApp\tUsername\tInstance URL\tAccess token\n");
    for row in rows {
        let (client, name) = (row.org.client.name.as_str(), row.org.name.as_str());
        let (app, username) =
            (row.app.unwrap_or_default(), row.grant.username.as_deref().unwrap_or_default());
        let at = row.grant.instance_url.as_str();
        for cell in [&row.label, client, name, kind(row.org), app, username, at] {
            write_cell(out, cell);
            out.push('\t');
        }
        out.push_str(row.token);
        out.push('\n');
    }
}

/// What begins like a formula is one to a spreadsheet, and what begins with a quotation mark takes in the cells that follow;
/// an apostrophe before it says that it is text.
fn write_cell(out: &mut String, cell: &str) {
    if cell.starts_with(['=', '+', '-', '@', '"']) {
        out.push('\'');
    }
    out.extend(cell.chars().filter(|character| !character.is_control()));
}

/// An object with a member for each row.
struct Object<'a>(&'a [Row<'a>]);

#[derive(Serialize)]
struct Member<'a> {
    client: &'a str,
    org: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    app: Option<&'a str>,
    #[serde(flatten)]
    token: Members<'a>,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.0.len()))?;
        for row in self.0 {
            let token = Members {
                access_token: row.token,
                instance_url: row.grant.instance_url.as_str(),
                organization_id: row.grant.identity.organization.as_str(),
                username: row.grant.username.as_deref(),
            };
            let (client, org) = (row.org.client.name.as_str(), row.org.name.as_str());
            let member = Member { client, org, kind: kind(row.org), app: row.app, token };
            object.serialize_entry(&row.label, &member)?;
        }
        object.end()
    }
}

impl<'a> Row<'a> {
    fn names(&self) -> impl Iterator<Item = &'a str> {
        [self.org.client.name.as_str(), self.org.name.as_str()].into_iter().chain(self.app)
    }
}

/// The word that stands out where care is needed.
fn warning(org: &Org) -> Option<&'static str> {
    match org.environment() {
        Environment::Production => Some("PRODUCTION"),
        Environment::Unknown => Some("PRODUCTION?"),
        _ => None,
    }
}

fn kind(org: &Org) -> &'static str {
    warning(org).unwrap_or_else(|| org.environment().as_word())
}
