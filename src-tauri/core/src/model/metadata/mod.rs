//! An External Client App as metadata: what an org is told when it is to make one.
//!
//! Plain, and in the words of Setup: `words` knows how metadata spells them, `components` writes one file for each part
//! of the app, `pack` puts the files into a zip or a folder, `found` lays beside it what an org says. A consumer key or secret is never among them (Salesforce
//! makes both), and nothing that ties them to one org.

mod components;
mod found;
mod pack;
mod planned;
mod words;

use std::collections::BTreeMap;

use crate::model::recipe::scope::Scope;
use crate::model::recipe::{ApiName, Distribution};
use crate::model::setup_label::SetupLabel;

pub use components::{Component, Kind, components};
pub use found::{Found, FoundFlags, FoundPolicies, FoundScopes};
pub use pack::{PackedFile, source_folder, zip};
pub use words::{Choice, FLAGS, Flag, choice_element, choice_of};

/// The version of the API that files and requests are of: real apps were retrieved with it, so that every field that is
/// written here is known to stand there; and no org is older.
pub const API_VERSION: &str = "62.0";

/// What an app is to be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AppMetadata {
    /// What people read.
    pub name: String,
    /// What files and fields refer to it by.
    pub api_name: ApiName,
    /// What it is for.
    pub description: String,
    /// Where it may be used.
    pub distribution: Distribution,
    /// Whom Salesforce may write to.
    pub contact_email: String,
    /// Its callback URLs, to the byte.
    pub callbacks: Vec<String>,
    /// Its scopes.
    pub scopes: Vec<&'static Scope>,
    /// Scopes of the company's own, by name.
    pub custom_scopes: Vec<String>,
    /// The boxes that have to be ticked, or not. What is not there goes to its default, as in Setup.
    pub boxes: BTreeMap<Flag, bool>,
    /// What is chosen in the lists of its policies. What is not there goes to its default, as in Setup.
    pub choices: BTreeMap<Choice, Chosen>,
    /// The permission sets whose users may use it, by name.
    pub permission_sets: Vec<String>,
    /// Whom it runs as with client credentials: a username.
    pub run_as: Option<String>,
    /// Whether its sign-ins are signed assertions.
    pub asserts: bool,
    /// The certificate by which its assertions are told, as PEM. Without one the JWT bearer flow is off.
    pub certificate: Option<String>,
}

/// What is chosen in a list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Chosen {
    /// The choice; of lists that are a number, the list itself.
    pub choice: SetupLabel,
    /// The number that belongs to it: days, or minutes.
    pub number: Option<u32>,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// An app that has one of everything.
    pub(crate) fn everything() -> AppMetadata {
        AppMetadata {
            name: "Zoë & <Co>".to_owned(),
            api_name: ApiName::of("Rehearsal Tool").expect("a name"),
            description: "It's \"for\" rehearsals".to_owned(),
            distribution: Distribution::Local,
            contact_email: "admin@example.com".to_owned(),
            callbacks: vec!["http://localhost:33333".to_owned(), "https://a.example/cb?x=1&y=2".to_owned()],
            scopes: ["api", "refresh_token"].iter().filter_map(|value| Scope::of(value)).collect(),
            custom_scopes: vec!["Orders".to_owned()],
            boxes: [(Flag::SecretForWebServer, false), (Flag::SecretForRefresh, true), (Flag::Pkce, true)]
                .into(),
            choices: [
                (Choice::PermittedUsers, Chosen { choice: SetupLabel::PreAuthorized, number: None }),
                (Choice::RefreshToken, Chosen { choice: SetupLabel::RefreshIdle, number: Some(30) }),
                (Choice::IpRelaxation, Chosen { choice: SetupLabel::IpEnforceButRelaxRefresh, number: None }),
                (Choice::SessionTimeout, Chosen { choice: SetupLabel::SessionTimeout, number: Some(120) }),
                (Choice::SessionLevel, Chosen { choice: SetupLabel::HighAssurance, number: None }),
            ]
            .into(),
            permission_sets: vec!["Rehearsal".to_owned()],
            run_as: None,
            asserts: false,
            certificate: None,
        }
    }
}
