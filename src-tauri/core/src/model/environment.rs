//! Which kind of org this is, as far as anybody knows; decides colour, badge and how careful to be.
//!
//! Whatever is not known is treated as production.

use serde::{Deserialize, Serialize};

use crate::model::host::LoginHost;

/// The kind of an org; in the order of the list, the weightiest first.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// Where a company works.
    Production,
    /// Nobody knows; treated as production.
    Unknown,
    /// A full copy, pre-production or staging sandbox.
    FullCopy,
    /// A sandbox for user acceptance tests.
    Uat,
    /// A sandbox for integration or system tests.
    Integration,
    /// A sandbox for development.
    Development,
    /// A sandbox whose name says nothing more.
    Sandbox,
    /// A scratch org.
    Scratch,
    /// A Developer Edition, Trailhead Playground, demo or free org.
    DeveloperEdition,
}

/// What the org itself said (`SELECT IsSandbox, OrganizationType FROM Organization`).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Organization {
    /// The name that the company gave its org.
    pub name: String,
    /// Whether it calls itself a sandbox; scratch orgs do too.
    pub is_sandbox: bool,
    /// The edition, for example `Developer Edition`.
    pub organization_type: String,
}

impl Environment {
    /// The kind, by the surest witness: the user's word, then the org's own, then the host's name.
    pub fn decide(chosen: Option<Self>, organization: Option<&Organization>, host: &LoginHost) -> Self {
        let by_host = Self::of_host(host);
        match (chosen, organization) {
            (Some(chosen), _) => chosen,
            (None, None) => by_host,
            (None, Some(Organization { is_sandbox: true, .. })) if by_host.is_outside_production() => by_host,
            (None, Some(Organization { is_sandbox: true, .. })) => Self::Sandbox,
            (None, Some(org)) if org.organization_type == "Developer Edition" => Self::DeveloperEdition,
            (None, Some(_)) => Self::Production,
        }
    }

    /// The kind that the host's name tells.
    pub fn of_host(host: &LoginHost) -> Self {
        if !host.is_my_domain() {
            return if host.as_str() == LoginHost::TEST { Self::Sandbox } else { Self::Unknown };
        }
        match host.labels().as_slice() {
            [_org] => Self::Production,
            [org, "sandbox"] => Self::of_sandbox(org),
            // Before enhanced domains a sandbox bore its instance: acme--uat.cs12.my.salesforce.com
            [org, instance] if instance.starts_with("cs") && org.contains("--") => Self::of_sandbox(org),
            [_, "scratch"] => Self::Scratch,
            [_, "develop" | "trailblaze" | "demo" | "patch" | "free"] => Self::DeveloperEdition,
            _ => Self::Unknown,
        }
    }

    /// Within sandboxes the name decides: `acme--uat`, `acme--devana`, `acme--staging`.
    fn of_sandbox(org: &str) -> Self {
        let name = org.rsplit_once("--").map_or("", |(_, sandbox)| sandbox);
        // At either end only: "website" is no system test.
        let speaks_of =
            |words: &[&str]| words.iter().any(|word| name.starts_with(word) || name.ends_with(word));
        if speaks_of(&["uat"]) {
            Self::Uat
        } else if speaks_of(&["full", "preprod", "staging"]) {
            Self::FullCopy
        } else if speaks_of(&["dev"]) {
            Self::Development
        } else if speaks_of(&["int", "sit", "qa"]) {
            Self::Integration
        } else {
            Self::Sandbox
        }
    }

    /// Whether a mistake here costs nothing but time. Unknown counts as production.
    pub fn is_outside_production(self) -> bool {
        !matches!(self, Self::Production | Self::Unknown)
    }

    /// Whether it is a copy of a production org, which is made anew from time to time under the same name.
    pub fn is_sandbox(self) -> bool {
        matches!(self, Self::FullCopy | Self::Uat | Self::Integration | Self::Development | Self::Sandbox)
    }

    /// The word under which the registry keeps it.
    pub fn as_word(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::FullCopy => "full_copy",
            Self::Uat => "uat",
            Self::Integration => "integration",
            Self::Development => "development",
            Self::Sandbox => "sandbox",
            Self::Scratch => "scratch",
            Self::DeveloperEdition => "developer_edition",
            Self::Unknown => "unknown",
        }
    }

    /// Reads the registry's word.
    pub fn from_word(word: &str) -> Option<Self> {
        use Environment as E;
        [
            E::Production,
            E::FullCopy,
            E::Uat,
            E::Integration,
            E::Development,
            E::Sandbox,
            E::Scratch,
            E::DeveloperEdition,
            E::Unknown,
        ]
        .into_iter()
        .find(|kind| kind.as_word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::address;

    fn of(host: &str) -> Environment {
        Environment::of_host(&address::parse(host).expect(host))
    }

    fn says(is_sandbox: bool, organization_type: &str) -> Organization {
        Organization { name: String::new(), is_sandbox, organization_type: organization_type.to_owned() }
    }

    #[test]
    fn the_host_tells_the_kind() {
        use Environment::*;
        for (host, kind) in [
            ("acme.my.salesforce.com", Production),
            ("acme--uat.sandbox.my.salesforce.com", Uat),
            ("acme--devana.sandbox.my.salesforce.com", Development),
            ("acme--sit2.sandbox.my.salesforce.com", Integration),
            ("acme--preprod.sandbox.my.salesforce.com", FullCopy),
            ("acme--mike.sandbox.my.salesforce.com", Sandbox),
            ("acme--uat.cs12.my.salesforce.com", Uat),
            ("fun-dream-1234.scratch.my.salesforce.com", Scratch),
            ("boreal-dev-ed.develop.my.salesforce.com", DeveloperEdition),
            ("clever-panda.trailblaze.my.salesforce.com", DeveloperEdition),
            ("acme.something-new.my.salesforce.com", Unknown),
            ("login.salesforce.com", Unknown),
            ("test.salesforce.com", Sandbox),
        ] {
            assert_eq!(of(host), kind, "{host}");
        }
    }

    #[test]
    fn the_org_knows_better_than_its_host_and_the_user_better_than_both() {
        let host = address::parse("acme--uat.sandbox.my.salesforce.com").expect("a host");
        let production = says(false, "Enterprise Edition");
        assert_eq!(Environment::decide(None, Some(&production), &host), Environment::Production);
        assert_eq!(Environment::decide(Some(Environment::Uat), Some(&production), &host), Environment::Uat);
        let login = address::parse("login.salesforce.com").expect("a host");
        assert_eq!(Environment::decide(None, Some(&says(true, "")), &login), Environment::Sandbox);
        let developer = says(false, "Developer Edition");
        assert_eq!(Environment::decide(None, Some(&developer), &login), Environment::DeveloperEdition);
    }

    #[test]
    fn the_unknown_is_treated_as_production() {
        assert!(!Environment::Unknown.is_outside_production());
    }

    #[test]
    fn every_kind_is_read_back_from_its_word() {
        for word in ["production", "full_copy", "uat", "integration", "development", "sandbox", "scratch"] {
            assert_eq!(Environment::from_word(word).map(Environment::as_word), Some(word));
        }
        assert_eq!(Environment::from_word("Production"), None);
    }
}
