//! Any address that a person can copy from an org → the host to sign in to.
//!
//! One pure function, because it is the first thing that stands between a token and the wrong computer. It knows
//! the forms that Salesforce gives its addresses (Lightning, Setup, Visualforce, classic) and refuses, with the
//! reason, everything that is not certainly Salesforce's. It never asks the network.

use serde::Serialize;
use url::Url;

use crate::model::host::LoginHost;

/// Why an address was refused; each has a cure that the window tells.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum AddressRefused {
    /// Nothing was pasted.
    #[error("nothing was pasted")]
    Empty,
    /// Not an address at all.
    #[error("this is not an address")]
    NotAnAddress,
    /// `http://`: everything would be readable on the way.
    #[error("the address is not https")]
    PlainHttp,
    /// `user@host`: a way to make a foreign host look familiar.
    #[error("the address carries a user name")]
    UserInfo,
    /// A port other than 443.
    #[error("the address carries a port")]
    Port,
    /// Letters outside ASCII, which can look like others.
    #[error("the address carries letters that Salesforce does not use")]
    International,
    /// A site for customers or partners: the APIs do not answer there.
    #[error("this is an Experience Cloud site")]
    ExperienceCloud,
    /// Salesforce's, but no org's own address: help pages, an old instance that many orgs share.
    #[error("this is Salesforce's, but not an org's own address")]
    NotAnOrg,
    /// Some other host.
    #[error("this is not an address of Salesforce's")]
    NotSalesforce,
}

/// Lightning, Setup and other faces of an org, and the My Domain suffix that stands behind each.
const FACES: [(&str, &str); 5] = [
    (".lightning.force.com", ".my.salesforce.com"),
    (".my.salesforce-setup.com", ".my.salesforce.com"),
    (".lightning.crmforce.mil", ".my.salesforce.mil"),
    (".lightning.sfcrmapps.cn", ".my.sfcrmproducts.cn"),
    (".my-lightning.com", ".my-salesforce.com"),
];

/// Turns any pasted address of an org into the host to sign in to.
///
/// # Errors
/// [`AddressRefused`] says why an address cannot be used.
pub fn parse(pasted: &str) -> Result<LoginHost, AddressRefused> {
    let host = host_of(pasted)?;
    // Microsoft Defender for Cloud Apps hangs its own name behind.
    let host = host.strip_suffix(".mcas.ms").unwrap_or(&host);
    if host.split('.').any(|label| label.starts_with("xn--")) {
        return Err(AddressRefused::International);
    }
    my_domain_behind(host).ok_or_else(|| refusal_of(host))
}

/// The host of an https address without user, port or strange letters; in lower case.
fn host_of(pasted: &str) -> Result<String, AddressRefused> {
    let text = pasted.trim_matches(|c: char| c.is_whitespace() || "<>\"'\u{feff}\u{200b}".contains(c));
    if text.is_empty() {
        return Err(AddressRefused::Empty);
    }
    let beginning = text.split(['/', '?', '#']).next().unwrap_or_default();
    let scheme = beginning.strip_suffix(':').filter(|_| text[beginning.len()..].starts_with("//"));
    let address = match scheme {
        Some(scheme) if scheme.eq_ignore_ascii_case("https") => text.to_owned(),
        Some(scheme) if scheme.eq_ignore_ascii_case("http") => return Err(AddressRefused::PlainHttp),
        None if beginning.contains('.') => format!("https://{text}"),
        Some(_) | None => return Err(AddressRefused::NotAnAddress),
    };
    let url = Url::parse(&address).map_err(|_| AddressRefused::NotAnAddress)?;
    if !url.username().is_empty() || url.password().is_some() || before_host_stands_an_at(&address) {
        return Err(AddressRefused::UserInfo);
    }
    if url.port().is_some() {
        return Err(AddressRefused::Port);
    }
    let Some(url::Host::Domain(host)) = url.host() else { return Err(AddressRefused::NotSalesforce) };
    if !authority_of(&address).is_ascii() {
        return Err(AddressRefused::International);
    }
    Ok(host.to_owned())
}

/// `https://@host` has an empty user, which the parser forgets; it is still no address that anyone means.
fn before_host_stands_an_at(address: &str) -> bool {
    authority_of(address).contains('@')
}

fn authority_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '\\', '?', '#']).next().unwrap_or_default()
}

fn my_domain_behind(host: &str) -> Option<LoginHost> {
    if let Some(login) = LoginHost::from_name(host) {
        return Some(login);
    }
    let face = FACES.iter().find_map(|(face, domain)| Some(format!("{}{domain}", host.strip_suffix(face)?)));
    LoginHost::from_name(&face.or_else(|| behind_visualforce(host))?)
}

/// A Visualforce host is `org--package.vf.force.com`, or in the old form `org--package.instance.visual.force.com`.
fn behind_visualforce(host: &str) -> Option<String> {
    let (labels, old) = match host.strip_suffix(".vf.force.com") {
        Some(labels) => (labels, false),
        None => (host.strip_suffix(".visual.force.com")?, true),
    };
    let (page, partition) = labels.split_once('.').map_or((labels, None), |(page, rest)| (page, Some(rest)));
    let (org, _package) = page.rsplit_once("--")?;
    let partition = match (old, partition) {
        (false, Some(partition)) => format!(".{partition}"),
        (true, Some(_instance)) if org.contains("--") => ".sandbox".to_owned(),
        _ => String::new(),
    };
    Some(format!("{org}{partition}.my.salesforce.com"))
}

/// The most helpful reason for a host that is not a login host.
fn refusal_of(host: &str) -> AddressRefused {
    if host.ends_with(".my.site.com") {
        AddressRefused::ExperienceCloud
    } else if host.ends_with(".salesforce.com") || host.ends_with(".force.com") {
        AddressRefused::NotAnOrg
    } else {
        AddressRefused::NotSalesforce
    }
}
