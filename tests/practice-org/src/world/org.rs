//! An org, its users, and the names under which it is reached.
//!
//! One My Domain host an org; the Lightning and Setup hosts lead back to it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::app::App;
use super::condition::Condition;
use super::identifiers::RecordId;
use super::standing::Standing;

/// The profiles that every org has.
const PROFILES: &[&str] = &["Minimum Access - Salesforce", "Standard User", "System Administrator"];

/// What kind of Salesforce environment an org is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OrgKind {
    /// A company's real org; its login host is `login.salesforce.com`.
    Production,
    /// A copy of a production org; its login host is `test.salesforce.com`.
    Sandbox,
    /// A free org for developers; its login host is `login.salesforce.com`.
    DeveloperEdition,
}

/// One Salesforce environment.
#[derive(Debug)]
pub(crate) struct Org {
    /// The company, which is also the org's `Name` in SOQL, in a sandbox too.
    pub(crate) company: &'static str,
    /// What people call this environment.
    pub(crate) name: &'static str,
    pub(crate) kind: OrgKind,
    /// The first label of every host of the org, such as `acme--uat`.
    pub(crate) slug: &'static str,
    pub(crate) id: RecordId,
    pub(crate) instance: &'static str,
    pub(crate) users: Vec<User>,
    pub(crate) apps: Vec<App>,
    pub(crate) api_requests: u64,
    pub(crate) condition: Condition,
}

/// A person who can sign in to one org.
#[derive(Debug)]
pub(crate) struct User {
    /// Unique over all of Salesforce, and looks like an e-mail address without being one.
    pub(crate) username: String,
    pub(crate) given_name: &'static str,
    pub(crate) family_name: &'static str,
    pub(crate) email: &'static str,
    pub(crate) password: &'static str,
    pub(crate) id: RecordId,
    pub(crate) active: bool,
    pub(crate) standing: Standing,
}

impl OrgKind {
    /// What stands between the slug and the domain (Salesforce page "My Domain URL formats").
    fn partition(self) -> &'static str {
        match self {
            Self::Production => "",
            Self::Sandbox => ".sandbox",
            Self::DeveloperEdition => ".develop",
        }
    }

    /// The host where people sign in who do not know their My Domain; identity URLs begin with it.
    pub(crate) fn login_host(self) -> &'static str {
        match self {
            Self::Sandbox => "test.salesforce.com",
            Self::Production | Self::DeveloperEdition => "login.salesforce.com",
        }
    }

    /// As people say it.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Production => "Production",
            Self::Sandbox => "Sandbox",
            Self::DeveloperEdition => "Developer Edition",
        }
    }
}

impl Org {
    /// The My Domain host.
    pub(crate) fn host(&self) -> String {
        format!("{}{}.my.salesforce.com", self.slug, self.kind.partition())
    }

    /// The host of the Lightning pages, which people copy from the address bar.
    pub(crate) fn lightning_host(&self) -> String {
        format!("{}{}.lightning.force.com", self.slug, self.kind.partition())
    }

    /// The host of the Setup pages.
    pub(crate) fn setup_host(&self) -> String {
        format!("{}{}.my.salesforce-setup.com", self.slug, self.kind.partition())
    }

    /// `Organization.OrganizationType`.
    pub(crate) fn edition(&self) -> &'static str {
        match self.kind {
            OrgKind::DeveloperEdition => "Developer Edition",
            OrgKind::Production | OrgKind::Sandbox => "Enterprise Edition",
        }
    }

    /// The app with this id, in its short or its long form.
    pub(crate) fn app(&self, id: &str) -> Option<&App> {
        self.apps.iter().find(|app| app.switches.exists && (app.id.short() == id || app.id.long() == id))
    }

    /// The profiles that exist: those that every org has, and those that its users have.
    pub(crate) fn profiles(&self) -> Vec<String> {
        let theirs = self.users.iter().map(|user| user.standing.profile.clone());
        sorted(PROFILES.iter().map(|name| (*name).to_owned()).chain(theirs))
    }

    /// The permission sets that exist: those that its users have.
    pub(crate) fn permission_sets(&self) -> Vec<String> {
        sorted(self.users.iter().flat_map(|user| user.standing.permission_sets.clone()))
    }

    /// The user of that name, exactly.
    pub(crate) fn user(&self, username: &str) -> Option<&User> {
        self.users.iter().find(|user| user.username == username)
    }

    /// The identity URL of a user: the `id` of a token answer.
    pub(crate) fn identity_url(&self, user: &User) -> String {
        format!("https://{}/id/{}/{}", self.kind.login_host(), self.id.long(), user.id.long())
    }
}

/// Without the second of two that are the same.
fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    names.collect::<BTreeSet<String>>().into_iter().collect()
}

impl User {
    /// Whether the user may sign in: neither inactive nor frozen.
    pub(crate) fn may_sign_in(&self) -> bool {
        self.active && !self.standing.frozen
    }

    /// Given name and family name.
    pub(crate) fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}
