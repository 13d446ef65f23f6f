//! Salesforce's refusals, as data: code and words → meaning.
//!
//! The catalogue (`refusals/*.json`) has a date, a source and a mark of how sure each row is. A pair that it does not
//! know stays without meaning, and is shown raw: nothing is guessed.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::refusal::{Meaning, Refusal, Stage};
use crate::model::shown::shown;

/// The catalogue as it was compiled in; a test holds that it parses.
static CATALOGUE: LazyLock<Vec<Row>> =
    LazyLock::new(|| serde_json::from_str::<Catalogue>(SOURCE).map(|file| file.rows).unwrap_or_default());

const SOURCE: &str = include_str!("../../refusals/sign_in.json");

const LONGEST_CODE: usize = 80;
const LONGEST_DESCRIPTION: usize = 300;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    #[expect(dead_code, reason = "for whoever reads the file")]
    about: String,
    #[expect(dead_code, reason = "for whoever reads the file")]
    as_of: String,
    rows: Vec<Row>,
}

/// One row: a refusal as Salesforce words it, and what it means.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// Salesforce's code; `-` and `_`, capitals and small letters are the same.
    error: String,
    /// A part of the description, in small letters; none: whatever the description says.
    #[serde(default)]
    says: Option<String>,
    /// Where it can arise; none: anywhere.
    #[serde(default)]
    stages: Vec<Stage>,
    meaning: Meaning,
    #[cfg_attr(not(test), expect(dead_code, reason = "for whoever reads the file"))]
    sure: Sureness,
    #[cfg_attr(not(test), expect(dead_code, reason = "for whoever reads the file"))]
    source: String,
}

/// How sure a row is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Sureness {
    /// Read in an official Salesforce source.
    Official,
    /// Reported by others; independent reports are named in the source.
    Reported,
}

/// Reads a refusal, and looks up what it means.
pub fn read(stage: Stage, error: &str, description: &str) -> Refusal {
    Refusal {
        stage,
        error: shown(error, LONGEST_CODE),
        description: shown(description, LONGEST_DESCRIPTION),
        meaning: CATALOGUE.iter().find(|row| row.matches(stage, error, description)).map(|row| row.meaning),
    }
}

impl Row {
    fn matches(&self, stage: Stage, error: &str, description: &str) -> bool {
        let in_stage = self.stages.is_empty() || self.stages.contains(&stage);
        let words = description.to_lowercase();
        in_stage
            && same_code(&self.error, error)
            && self.says.as_ref().is_none_or(|part| words.contains(part))
    }
}

/// The official help spells one code `access-denied` and `access_denied` on the same page.
fn same_code(one: &str, other: &str) -> bool {
    let plain = |code: &str| code.replace('-', "_").to_ascii_lowercase();
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_parses_and_every_row_can_be_found() {
        let catalogue: Catalogue = serde_json::from_str(SOURCE).expect("the catalogue");
        assert!(catalogue.rows.len() >= 30, "{} rows", catalogue.rows.len());
        for row in &catalogue.rows {
            let stage = row.stages.first().copied().unwrap_or(Stage::Exchange);
            let found = read(stage, &row.error, row.says.as_deref().unwrap_or_default());
            let says = &row.says;
            assert_eq!(
                found.meaning,
                Some(row.meaning),
                "{} {says:?} is hidden by an earlier row",
                row.error
            );
            assert!(!row.source.is_empty() && matches!(row.sure, Sureness::Official | Sureness::Reported));
            assert_eq!(says.as_ref().map(|part| part.to_lowercase()), *says, "{}: small letters", row.error);
        }
    }

    #[test]
    fn the_words_decide_where_one_code_has_many_causes() {
        let meaning = |description| read(Stage::Refresh, "invalid_grant", description).meaning;
        assert_eq!(meaning("expired access/refresh token"), Some(Meaning::GrantEnded));
        assert_eq!(meaning("Token request is already being processed"), Some(Meaning::Busy));
        assert_eq!(meaning("ip restricted"), Some(Meaning::IpRestricted));
    }

    #[test]
    fn an_unknown_refusal_stays_unknown_and_raw() {
        let refusal = read(Stage::Authorize, "brand_new_error", "words\u{202e} of\r\n theirs");
        assert_eq!(refusal.meaning, None);
        assert_eq!(
            (refusal.error.as_str(), refusal.description.as_str()),
            ("brand_new_error", "words of theirs")
        );
        assert_eq!(read(Stage::Authorize, &"x".repeat(500), &"y".repeat(5000)).description.len(), 300);
    }

    #[test]
    fn codes_are_compared_as_the_help_spells_them() {
        assert_eq!(read(Stage::Authorize, "access-denied", "").meaning, Some(Meaning::Denied));
        assert_eq!(read(Stage::Authorize, "oauth_app_blocked", "").meaning, Some(Meaning::AppBlocked));
    }
}
