//! Names of computers that a token may be sent to.
//!
//! A [`LoginHost`] is where a sign-in begins, an [`InstanceUrl`] where the APIs answer. Both exist only for names
//! that Salesforce owns: whatever holds one may be given a secret.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The domains under which each customer's My Domain lies (public, government, China, alternative).
pub(crate) const MY_DOMAINS: [&str; 4] =
    [".my.salesforce.com", ".my.salesforce.mil", ".my.sfcrmproducts.cn", ".my-salesforce.com"];

/// What an instance URL may end in: the same, and the old instance hosts.
const INSTANCES: [&str; 4] =
    [".salesforce.com", ".salesforce.mil", ".sfcrmproducts.cn", ".my-salesforce.com"];

/// Where an authorization begins: an org's My Domain, or one of the two generic hosts.
///
/// Made by [`crate::model::address::parse`] alone, or read back from where it was stored.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct LoginHost(String);

impl LoginHost {
    /// `login.salesforce.com`: production and Developer Edition, where nothing better is known.
    pub const LOGIN: &str = "login.salesforce.com";
    /// `test.salesforce.com`: sandboxes, where nothing better is known.
    pub const TEST: &str = "test.salesforce.com";

    /// Takes a lower-case host name, if it is one of Salesforce's login hosts.
    pub fn from_name(name: &str) -> Option<Self> {
        let allowed = name == Self::LOGIN || name == Self::TEST || my_domain_labels(name).is_some();
        allowed.then(|| Self(name.to_owned()))
    }

    /// The host name, in lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the org's own name, and not one of the generic hosts.
    pub fn is_my_domain(&self) -> bool {
        self.0 != Self::LOGIN && self.0 != Self::TEST
    }

    /// The labels before the domain: `["acme--uat", "sandbox"]` of `acme--uat.sandbox.my.salesforce.com`.
    pub(crate) fn labels(&self) -> Vec<&str> {
        my_domain_labels(&self.0).map_or_else(Vec::new, |labels| labels.split('.').collect())
    }

    /// The address of a page or an endpoint on this host.
    pub fn at(&self, path: &str) -> String {
        format!("https://{}{path}", self.0)
    }
}

impl fmt::Display for LoginHost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Where the APIs of an org answer (`instance_url` of the token answer): an https origin of Salesforce's.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct InstanceUrl(String);

/// An instance URL that is not Salesforce's. Nothing is ever sent there.
#[derive(Debug, Eq, PartialEq, thiserror::Error)]
#[error("the answer names an instance URL outside Salesforce: {0}")]
pub struct ForeignInstance(
    /// The host, or a word for what it was instead.
    pub String,
);

impl InstanceUrl {
    /// Takes an https origin whose host belongs to Salesforce.
    ///
    /// # Errors
    /// [`ForeignInstance`] for every other address.
    pub fn parse(text: &str) -> Result<Self, ForeignInstance> {
        let url = url::Url::parse(text).map_err(|_| ForeignInstance("not an address".to_owned()))?;
        let host = url.host_str().unwrap_or_default();
        let plain = url.scheme() == "https"
            && url.port().is_none()
            && url.username().is_empty()
            && url.password().is_none()
            && matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none();
        if plain && INSTANCES.iter().any(|domain| is_below(host, domain)) {
            Ok(Self(format!("https://{host}")))
        } else {
            Err(ForeignInstance(host.to_owned()))
        }
    }

    /// `https://host`, without a final slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host name.
    pub fn host(&self) -> &str {
        &self.0["https://".len()..]
    }

    /// The address of an API resource.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl TryFrom<String> for InstanceUrl {
    type Error = ForeignInstance;

    fn try_from(text: String) -> Result<Self, ForeignInstance> {
        Self::parse(&text)
    }
}

impl From<InstanceUrl> for String {
    fn from(url: InstanceUrl) -> Self {
        url.0
    }
}

/// What stands before one of the My Domain suffixes: one to three sound labels.
fn my_domain_labels(name: &str) -> Option<&str> {
    let labels = MY_DOMAINS.iter().find_map(|domain| name.strip_suffix(domain))?;
    let sound = labels.split('.').count() <= 3 && labels.split('.').all(is_label);
    sound.then_some(labels)
}

fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|labels| labels.split('.').all(is_label))
}

/// A host label in lower case: letters, digits and inner hyphens (RFC 1123); no punycode, which could look alike.
fn is_label(label: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(inner)
        && !label.starts_with('-')
        && !label.ends_with('-')
        && !label.starts_with("xn--")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_url_outside_salesforce_is_refused() {
        for foreign in [
            "https://evil.example",
            "https://acme.my.salesforce.com.evil.example",
            "https://acmemy.salesforce.com@evil.example/",
            "https://user@acme.my.salesforce.com",
            "http://acme.my.salesforce.com",
            "https://acme.my.salesforce.com:8443",
            "https://acme.my.salesforce.com/elsewhere",
            "https://salesforce.com",
            "https://evilsalesforce.com",
            "https://xn--acme-0ra.my.salesforce.com",
            "acme.my.salesforce.com",
            "",
        ] {
            assert!(InstanceUrl::parse(foreign).is_err(), "{foreign}");
        }
    }

    #[test]
    fn an_instance_url_of_salesforce_is_kept_as_an_origin() {
        for (text, kept) in [
            ("https://acme.my.salesforce.com", "https://acme.my.salesforce.com"),
            ("https://ACME.my.salesforce.com/", "https://acme.my.salesforce.com"),
            (
                "https://acme--uat.sandbox.my.salesforce.com:443",
                "https://acme--uat.sandbox.my.salesforce.com",
            ),
            ("https://na1.salesforce.com", "https://na1.salesforce.com"),
            ("https://acme.my.salesforce.mil", "https://acme.my.salesforce.mil"),
        ] {
            assert_eq!(InstanceUrl::parse(text).map(String::from), Ok(kept.to_owned()));
        }
    }
}
