//! The four orgs that every practice Salesforce starts with.
//!
//! Three belong to one company, so that a client can mix up production and sandboxes; the fourth stands alone.

use super::app::App;
use super::condition::Condition;
use super::identifiers::RecordId;
use super::org::{Org, OrgKind, User};
use super::random::Seed;
use super::standing::Standing;

/// The password of every practice user.
const PASSWORD: &str = "practice";
/// The scopes that the Rehearsal Tool's guide asks for.
const REHEARSAL_SCOPES: &[&str] = &["api", "refresh_token", "sfap_api"];
/// An app of people who explore: it may also open the org in a browser.
const EXPLORER_SCOPES: &[&str] = &["api", "id", "refresh_token", "web"];

/// What tells one org of the cast from another.
struct Role {
    company: &'static str,
    name: &'static str,
    kind: OrgKind,
    slug: &'static str,
    /// Two letters inside every id of the org.
    pod: &'static str,
    instance: &'static str,
    /// What its usernames end in.
    domain: &'static str,
    has_explorer: bool,
}

const ROLES: &[Role] = &[
    Role {
        company: "Acme Retail",
        name: "Production",
        kind: OrgKind::Production,
        slug: "acme",
        pod: "Qy",
        instance: "EU45",
        domain: "acme.com",
        has_explorer: true,
    },
    Role {
        company: "Acme Retail",
        name: "UAT",
        kind: OrgKind::Sandbox,
        slug: "acme--uat",
        pod: "Wq",
        instance: "EU61S",
        domain: "acme.com.uat",
        has_explorer: false,
    },
    Role {
        company: "Acme Retail",
        name: "Dev",
        kind: OrgKind::Sandbox,
        slug: "acme--dev",
        pod: "Vc",
        instance: "EU62S",
        domain: "acme.com.dev",
        has_explorer: false,
    },
    Role {
        company: "Boreal Studio",
        name: "Developer Edition",
        kind: OrgKind::DeveloperEdition,
        slug: "boreal-dev-ed",
        pod: "gK",
        instance: "SWE92",
        domain: "boreal.dev",
        has_explorer: false,
    },
];

/// The orgs, with ids, keys and secrets from the seed.
pub(crate) fn orgs(seed: &Seed) -> Vec<Org> {
    ROLES.iter().map(|role| org(seed, role)).collect()
}

fn org(seed: &Seed, role: &Role) -> Org {
    let Role { company, name, kind, slug, pod, instance, domain, has_explorer } = *role;
    let user =
        |given_name: &'static str, family_name: &'static str, email: &'static str, standing: Standing| {
            let username = format!("{}@{domain}", given_name.to_lowercase());
            let id = RecordId::seeded("005", pod, seed, &username);
            User { username, given_name, family_name, email, password: PASSWORD, id, active: true, standing }
        };
    let rehearsal = App::new("Rehearsal Tool", REHEARSAL_SCOPES, seed, &format!("{slug} rehearsal"));
    let mut apps = vec![rehearsal.without_required_secrets()];
    if has_explorer {
        apps.push(App::new("API Explorer", EXPLORER_SCOPES, seed, &format!("{slug} explorer")));
    }
    Org {
        company,
        name,
        kind,
        slug,
        id: RecordId::seeded("00D", pod, seed, slug),
        instance,
        users: vec![
            user("Ana", "Lindqvist", "ana@example.com", Standing::first(true)),
            user("Bob", "Okafor", "bob@example.com", Standing::first(false)),
        ],
        apps,
        api_requests: 0,
        condition: Condition::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cast_bears_real_shaped_names() {
        let orgs = orgs(&Seed::new(Some(1)));
        let hosts: Vec<String> = orgs.iter().map(Org::host).collect();
        assert_eq!(
            hosts,
            [
                "acme.my.salesforce.com",
                "acme--uat.sandbox.my.salesforce.com",
                "acme--dev.sandbox.my.salesforce.com",
                "boreal-dev-ed.develop.my.salesforce.com"
            ]
        );
        assert_eq!(orgs[1].lightning_host(), "acme--uat.sandbox.lightning.force.com");
        assert_eq!(orgs[1].users[0].username, "ana@acme.com.uat");
        assert_eq!(orgs[0].apps.len(), 2, "the production org has two apps");
    }

    #[test]
    fn ids_and_keys_are_unique_and_repeatable() {
        let keys = |number| -> Vec<String> {
            orgs(&Seed::new(Some(number)))
                .iter()
                .flat_map(|org| org.apps.iter())
                .map(|app| app.consumer_key.clone())
                .collect()
        };
        let first = keys(1);
        assert_eq!(first, keys(1), "the same seed gives the same keys");
        assert!(first.iter().all(|key| !keys(2).contains(key)), "another seed gives others");
        assert!(
            first.iter().enumerate().all(|(place, key)| !first[place + 1..].contains(key)),
            "no key twice"
        );
    }
}
