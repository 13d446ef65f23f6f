//! Salesforce's refusals, as data: code and words → meaning, causes, and where in Setup each is mended.
//!
//! The catalogue (`refusals/*.json`, one file for each side that refuses) has a date, a source and a mark of how sure
//! each row is; a recalled wording is never called more than that. A pair that it does not know stays without meaning,
//! and is shown raw: nothing is guessed.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::cause::{Cause, CauseView, ExactValue, SetupPage};
use crate::model::refusal::{Meaning, Refusal, Stage, Sureness};
use crate::model::shown::shown;

/// The catalogue as it was compiled in; a test holds that it parses.
static CATALOGUE: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let rows = |source| serde_json::from_str::<Catalogue>(source).map(|file| file.rows);
    SOURCES.into_iter().flat_map(|source| rows(source).unwrap_or_default()).collect()
});

/// Where each cause is mended, as it was compiled in.
static REMEDIES: LazyLock<HashMap<Cause, Remedy>> =
    LazyLock::new(|| serde_json::from_str(CAUSES).unwrap_or_default());

/// In this order: the first row that fits counts.
const SOURCES: [&str; 3] = [
    include_str!("../../refusals/authorize.json"),
    include_str!("../../refusals/token.json"),
    include_str!("../../refusals/api.json"),
];

const CAUSES: &str = include_str!("../../refusals/causes.json");

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
    /// Which row of the list of known refusals it belongs to; several may be of one.
    #[serde(rename = "row")]
    #[cfg_attr(not(test), expect(dead_code, reason = "for whoever reads the file"))]
    number: String,
    /// Salesforce's code; `-` and `_`, capitals and small letters are the same. None: whatever the code is.
    #[serde(default)]
    error: Option<String>,
    /// A part of the description, in small letters; none: whatever the description says.
    #[serde(default)]
    says: Option<String>,
    /// Where it can arise; none: anywhere.
    #[serde(default)]
    stages: Vec<Stage>,
    /// None: an answer that is no refusal, such as "not yet".
    #[serde(default)]
    meaning: Option<Meaning>,
    /// What it may come from, the likeliest first.
    causes: Vec<Cause>,
    sure: Sureness,
    #[cfg_attr(not(test), expect(dead_code, reason = "for whoever reads the file"))]
    source: String,
}

/// Where a cause is mended; neither: nothing in Setup mends it.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Remedy {
    page: Option<SetupPage>,
    value: Option<ExactValue>,
}

/// Reads a refusal, and looks up what it means.
pub fn read(stage: Stage, error: &str, description: &str) -> Refusal {
    let row = CATALOGUE.iter().find(|row| row.matches(stage, error, description));
    Refusal {
        stage,
        error: shown(error, LONGEST_CODE),
        description: shown(description, LONGEST_DESCRIPTION),
        meaning: row.and_then(|row| row.meaning),
        causes: row.map_or_else(Vec::new, |row| row.causes.iter().copied().map(mended).collect()),
        sure: row.map(|row| row.sure),
    }
}

/// Whether the catalogue has this code, whatever it means beside which words.
pub fn knows(error: &str) -> bool {
    CATALOGUE.iter().any(|row| row.error.as_ref().is_some_and(|code| same_code(code, error)))
}

/// A cause, with where it is mended.
fn mended(cause: Cause) -> CauseView {
    let Remedy { page, value } = REMEDIES.get(&cause).copied().unwrap_or_default();
    CauseView { cause, page, value }
}

impl Row {
    fn matches(&self, stage: Stage, error: &str, description: &str) -> bool {
        let in_stage = self.stages.is_empty() || self.stages.contains(&stage);
        let words = description.to_lowercase();
        in_stage
            && self.error.as_ref().is_none_or(|code| same_code(code, error))
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
    use std::collections::HashSet;

    use ts_rs::TS;

    use super::*;

    /// Rows of the list of known refusals that bear no code: an answer in HTML, an address that is no more, and a setting
    /// of an API that is never asked.
    const WITHOUT_A_CODE: [&str; 3] = ["T25", "R11", "R12"];

    /// Answers that are no refusals.
    const GO_ON: [&str; 2] = ["authorization_pending", "slow_down"];

    const STAGES: [Stage; 7] = [
        Stage::Authorize,
        Stage::Exchange,
        Stage::Refresh,
        Stage::ClientCredentials,
        Stage::JwtBearer,
        Stage::DeviceCode,
        Stage::Api,
    ];

    fn rows() -> Vec<Row> {
        let rows = |source| serde_json::from_str::<Catalogue>(source).expect("a catalogue").rows;
        SOURCES.into_iter().flat_map(rows).collect()
    }

    #[test]
    fn the_catalogue_parses_and_every_row_can_be_found() {
        let rows = rows();
        assert!(rows.len() >= 80, "{} rows", rows.len());
        for row in &rows {
            let Row { error, says, stages, .. } = row;
            let stages = if stages.is_empty() { &STAGES[..] } else { stages };
            let is_it = |found: &&Row| std::ptr::eq(*found, row);
            let (code, words) = (error.as_deref().unwrap_or("any"), says.as_deref().unwrap_or_default());
            let first = |stage: &Stage| rows.iter().find(|row| row.matches(*stage, code, words));
            assert!(
                stages.iter().any(|stage| first(stage).as_ref().is_some_and(is_it)),
                "{} {error:?} {says:?} is hidden by earlier rows",
                row.number
            );
            assert!(!row.source.is_empty() && (error.is_some() || says.is_some()), "{}", row.number);
            assert_eq!(words.to_lowercase(), words, "{}: small letters", row.number);
            let is_no_refusal = GO_ON.contains(&code);
            assert_eq!(row.meaning.is_none(), is_no_refusal, "{} {code}", row.number);
            assert_eq!(row.causes.is_empty(), is_no_refusal, "{} {code}: what it comes from", row.number);
        }
    }

    #[test]
    fn every_known_refusal_with_a_code_is_in_the_catalogue() {
        let numbered = |letter: char, last: u32| (1..=last).map(move |number| format!("{letter}{number}"));
        let known: Vec<String> =
            numbered('A', 20).chain(numbered('T', 27)).chain(numbered('R', 12)).collect();
        let rows: HashSet<String> = rows().into_iter().map(|row| row.number).collect();
        for row in &known {
            assert_eq!(rows.contains(row), !WITHOUT_A_CODE.contains(&row.as_str()), "{row}");
        }
        assert!(rows.iter().all(|row| known.contains(row)), "no other row");
    }

    #[test]
    fn every_cause_is_one_of_a_refusal_and_has_its_place() {
        let places: HashMap<Cause, Remedy> = serde_json::from_str(CAUSES).expect("the causes");
        let words = Cause::inline(&ts_rs::Config::default());
        let causes: Vec<Cause> = words
            .split('|')
            .map(|word| serde_json::from_str(word.trim()).expect("a cause as the window names it"))
            .collect();
        assert!(causes.len() >= 58, "{} causes", causes.len());
        let rows = rows();
        for cause in causes {
            assert!(places.contains_key(&cause), "{cause:?} has a place, or none on purpose");
            assert!(rows.iter().any(|row| row.causes.contains(&cause)), "{cause:?} is a cause of nothing");
        }
    }

    #[test]
    fn what_is_only_recalled_is_not_called_more() {
        let recalled = |row: &&Row| {
            matches!(row.number.as_str(), "R3" | "R4" | "R5" | "R7" | "R8" | "T20")
                || row.says.is_none()
                    && matches!(row.error.as_deref(), Some("slow_down" | "expired_token" | "Wrong_Org"))
        };
        let rows = rows();
        let found: Vec<&Row> = rows.iter().filter(recalled).collect();
        assert!(found.len() > 15, "{} recalled rows", found.len());
        assert!(found.iter().all(|row| row.sure == Sureness::Recalled));
    }

    #[test]
    fn the_words_decide_where_one_code_has_many_causes() {
        let meaning = |description| read(Stage::Refresh, "invalid_grant", description).meaning;
        assert_eq!(meaning("expired access/refresh token"), Some(Meaning::GrantEnded));
        assert_eq!(meaning("Token request is already being processed"), Some(Meaning::Busy));
        assert_eq!(meaning("ip restricted"), Some(Meaning::IpRestricted));
    }

    #[test]
    fn a_cause_comes_with_the_page_and_the_value_that_mend_it() {
        let refusal =
            read(Stage::Authorize, "redirect_uri_mismatch", "redirect_uri must match configuration");
        let first = refusal.causes.first().copied();
        let (page, value) = (Some(SetupPage::ExternalClientAppManager), Some(ExactValue::CallbackUrl));
        assert_eq!(first, Some(CauseView { cause: Cause::CallbackNotRegistered, page, value }));
        assert_eq!(refusal.sure, Some(Sureness::Reported));
    }

    #[test]
    fn where_a_refusal_arose_decides_which_switch_it_is() {
        let first = |stage| read(stage, "unsupported_grant_type", "").causes.first().map(|first| first.cause);
        assert_eq!(first(Stage::JwtBearer), Some(Cause::JwtFlowOff));
        assert_eq!(first(Stage::DeviceCode), Some(Cause::DeviceFlowOff));
        assert_eq!(first(Stage::ClientCredentials), Some(Cause::ClientCredentialsOffInSettings));
    }

    #[test]
    fn a_browsers_way_that_is_off_is_our_mistake_before_it_is_a_tick_in_setup() {
        for (stage, error) in [
            (Stage::Authorize, "unsupported_response_type"),
            (Stage::Authorize, "unauthorized_client"),
            (Stage::Refresh, "unauthorized_client"),
            (Stage::Exchange, "unsupported_grant_type"),
        ] {
            let causes = read(stage, error, "").causes.into_iter().map(|view| view.cause);
            let expected = [Cause::OurMistake, Cause::AuthorizationFlowOff];
            assert_eq!(causes.collect::<Vec<_>>(), expected, "{stage:?} {error}");
        }
    }

    #[test]
    fn client_credentials_always_need_their_secret_whichever_code_refuses_it() {
        for error in ["invalid_client", "invalid_client_credentials"] {
            let refusal = read(Stage::ClientCredentials, error, "invalid client credentials");
            let causes = refusal.causes.into_iter().map(|view| view.cause);
            assert_eq!(causes.collect::<Vec<_>>(), [Cause::SecretWrong, Cause::SecretRotated], "{error}");
        }
    }

    #[test]
    fn a_client_that_is_refused_in_unknown_words_may_have_a_right_secret() {
        for stage in [Stage::Exchange, Stage::Refresh, Stage::ClientCredentials] {
            assert_eq!(read(stage, "invalid_client", "brand new words").meaning, None, "{stage:?}");
        }
    }

    #[test]
    fn a_network_that_is_not_allowed_has_nothing_to_do_with_the_hour() {
        let refusal = read(Stage::Refresh, "invalid_grant", "ip restricted");
        assert!(refusal.causes.iter().all(|view| view.cause != Cause::LoginHours));
    }

    #[test]
    fn an_unknown_refusal_stays_unknown_and_raw() {
        let refusal = read(Stage::Authorize, "brand_new_error", "words\u{202e} of\r\n theirs");
        assert_eq!((refusal.meaning, refusal.sure), (None, None));
        assert!(refusal.causes.is_empty(), "nothing is guessed");
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
