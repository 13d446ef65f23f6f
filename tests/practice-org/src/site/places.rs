//! Which names the practice Salesforce has, and which of them mean what.
//!
//! A name that is not here does not exist: no handshake, no tunnel, whatever wildcard the certificate covers.

use std::collections::HashMap;

use crate::world::OrgIndex;
use crate::world::org::Org;

/// What a host name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// An org's My Domain, where everything is.
    MyDomain(OrgIndex),
    /// An org's Lightning host, which leads to its My Domain.
    Lightning(OrgIndex),
    /// An org's Setup host, which does so too and refuses token requests.
    SetupHost(OrgIndex),
    /// `login.salesforce.com` or `test.salesforce.com`, which know no app that was made in an org.
    LoginHost,
}

/// All names.
#[derive(Debug)]
pub(crate) struct Places(HashMap<String, Place>);

/// What the proxy thinks of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// It leads to the site.
    Yes,
    /// It looks like Salesforce's, but no such org exists.
    NoSuchHost,
    /// It is somebody else's.
    Foreign,
}

/// The domains of Salesforce (list of its own client library).
const DOMAINS: &[&str] = &[".salesforce.com", ".force.com", ".salesforce-setup.com", ".site.com"];

impl Places {
    /// The names of these orgs and the two login hosts.
    pub(crate) fn of(orgs: &[Org]) -> Self {
        let mut places = HashMap::new();
        for login_host in ["login.salesforce.com", "test.salesforce.com"] {
            places.insert(login_host.to_owned(), Place::LoginHost);
        }
        for (index, org) in orgs.iter().enumerate() {
            places.insert(org.host(), Place::MyDomain(index));
            places.insert(org.lightning_host(), Place::Lightning(index));
            places.insert(org.setup_host(), Place::SetupHost(index));
        }
        Self(places)
    }

    /// What this name stands for. Names are compared as DNS does, without regard to case.
    pub(crate) fn find(&self, host: &str) -> Option<Place> {
        self.0.get(&host.to_ascii_lowercase()).copied()
    }

    /// What the proxy shall do about this name.
    pub(crate) fn known(&self, host: &str) -> Known {
        let host = host.to_ascii_lowercase();
        if self.0.contains_key(&host) {
            Known::Yes
        } else if DOMAINS.iter().any(|domain| host.ends_with(domain)) {
            Known::NoSuchHost
        } else {
            Known::Foreign
        }
    }

    /// Every name, for the certificate.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.0.keys().cloned().collect();
        names.sort();
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::cast;
    use crate::world::random::Seed;

    #[test]
    fn only_names_of_the_cast_exist() {
        let places = Places::of(&cast::orgs(&Seed::new(Some(1))));
        assert_eq!(places.find("acme.my.salesforce.com"), Some(Place::MyDomain(0)));
        assert_eq!(places.find("ACME.lightning.force.com"), Some(Place::Lightning(0)));
        assert_eq!(places.find("acme--uat.sandbox.my.salesforce-setup.com"), Some(Place::SetupHost(1)));
        assert_eq!(places.find("nobody.my.salesforce.com"), None);
    }

    #[test]
    fn look_alikes_are_foreign_and_strangers_do_not_exist() {
        let places = Places::of(&cast::orgs(&Seed::new(Some(1))));
        assert_eq!(places.known("test.salesforce.com"), Known::Yes);
        assert_eq!(places.known("nobody.my.salesforce.com"), Known::NoSuchHost);
        assert_eq!(places.known("acme.my.salesforce.com.evil.example"), Known::Foreign);
        assert_eq!(places.known("evilsalesforce.com"), Known::Foreign);
    }
}
