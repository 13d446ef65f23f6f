//! How the network is reached, as a person chose it, and how a certificate fails.
//!
//! A proxy is an HTTP proxy that opens tunnels, by host and port. Proxies over TLS or SOCKS, and scripts that name a
//! proxy for each address, are recognised and refused: to take one for something else would fail at every request.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::secret::Place;

/// What a person chose, or nothing yet.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct NetworkSettings {
    /// The way out of the network.
    pub proxy: ProxyChoice,
    /// Where the keychain has the proxy's password; none: there is none.
    pub password: Option<Place>,
    /// Certificate authorities to trust beside the system's, in PEM; nothing in it is secret.
    pub extra_ca: Option<String>,
}

/// The way out of the network.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ProxyChoice {
    /// As the system and the environment say.
    #[default]
    System,
    /// None, whatever they say.
    None,
    /// This one, whatever they say.
    Manual(ManualProxy),
}

/// A proxy that a person named.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ManualProxy {
    /// Where it is.
    pub address: ProxyAddress,
    /// Who asks, where it wants to know that.
    pub username: Option<String>,
}

/// Host and port of an HTTP proxy.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProxyAddress(String);

/// Why the address of a proxy cannot be used.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum ProxyRefused {
    /// A proxy over TLS (`https://`).
    #[error("it is a proxy over TLS")]
    Https,
    /// A SOCKS proxy.
    #[error("it is a SOCKS proxy")]
    Socks,
    /// The address of a script that names proxies (PAC, WPAD).
    #[error("it is a script that names proxies")]
    Script,
    /// There is something after host and port.
    #[error("there is something after host and port")]
    Path,
    /// A user or a password stands in it: they have fields of their own.
    #[error("there is a user in it")]
    User,
    /// There is no port in it.
    #[error("there is no port in it")]
    NoPort,
    /// Not a host and a port.
    #[error("it is no host and port")]
    NotAnAddress,
}

impl ProxyAddress {
    /// Takes `host:port`, with `http://` before it or without.
    ///
    /// # Errors
    /// [`ProxyRefused`] for everything else.
    pub fn parse(text: &str) -> Result<Self, ProxyRefused> {
        let text = text.trim();
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("http".to_owned(), text),
        };
        match scheme.as_str() {
            "http" => {}
            "https" => return Err(if is_script(rest) { ProxyRefused::Script } else { ProxyRefused::Https }),
            _ if scheme.starts_with("socks") => return Err(ProxyRefused::Socks),
            _ if scheme.starts_with("pac") || is_script(rest) => return Err(ProxyRefused::Script),
            _ => return Err(ProxyRefused::NotAnAddress),
        }
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, after) = rest.split_at(end);
        match after {
            "" | "/" => {}
            _ if is_script(rest) => return Err(ProxyRefused::Script),
            _ => return Err(ProxyRefused::Path),
        }
        if authority.contains('@') {
            return Err(ProxyRefused::User);
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port),
            _ if authority.is_empty() => return Err(ProxyRefused::NotAnAddress),
            _ => return Err(ProxyRefused::NoPort),
        };
        let port = port.parse::<u16>().ok().filter(|port| *port > 0).ok_or(ProxyRefused::NoPort)?;
        let parsed = url::Url::parse(&format!("http://{host}/")).map_err(|_| ProxyRefused::NotAnAddress)?;
        match parsed.host_str() {
            Some(host) if parsed.port().is_none() => Ok(Self(format!("{host}:{port}"))),
            _ => Err(ProxyRefused::NotAnAddress),
        }
    }

    /// `host:port`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether an address is that of a script that names proxies.
fn is_script(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    matches!(path.rsplit_once('.'), Some((_, "pac"))) || path.ends_with("wpad.dat")
}

impl fmt::Display for ProxyAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for ProxyAddress {
    type Error = ProxyRefused;

    fn try_from(text: String) -> Result<Self, ProxyRefused> {
        Self::parse(&text)
    }
}

impl From<ProxyAddress> for String {
    fn from(address: ProxyAddress) -> Self {
        address.0
    }
}

/// What is wrong with a host's certificate, or with the handshake around it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum TlsReason {
    /// Nobody whom this computer trusts vouches for it: on a company's network, most likely its own inspection.
    UnknownIssuer,
    /// It was valid once; or this computer's clock is ahead.
    Expired,
    /// It will be valid; or this computer's clock is behind.
    NotYetValid,
    /// It is another host's.
    WrongName,
    /// The connection was cut while it was being made secure.
    CutOff,
    /// Anything else.
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_a_host_and_a_port() {
        for (text, kept) in [
            ("proxy.acme.example:3128", "proxy.acme.example:3128"),
            (" http://Proxy.Acme.example:80/ ", "proxy.acme.example:80"),
            ("HTTP://10.0.0.7:8080", "10.0.0.7:8080"),
            ("[::1]:3128", "[::1]:3128"),
        ] {
            assert_eq!(ProxyAddress::parse(text).map(String::from), Ok(kept.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_such_proxy_is_refused_by_its_name() {
        for (text, why) in [
            ("https://proxy.acme.example:3128", ProxyRefused::Https),
            ("socks5h://127.0.0.1:1080", ProxyRefused::Socks),
            ("http://wpad.acme.example/wpad.dat", ProxyRefused::Script),
            ("https://acme.example/Proxy.PAC?x=1", ProxyRefused::Script),
            ("file:///etc/proxy.pac", ProxyRefused::Script),
            ("proxy.acme.example:3128/path", ProxyRefused::Path),
            ("proxy.acme.example:3128?x", ProxyRefused::Path),
            ("ana:secret@proxy.acme.example:3128", ProxyRefused::User),
            ("proxy.acme.example", ProxyRefused::NoPort),
            ("proxy.acme.example:", ProxyRefused::NoPort),
            ("proxy.acme.example:0", ProxyRefused::NoPort),
            ("[::1]", ProxyRefused::NoPort),
            ("", ProxyRefused::NotAnAddress),
            ("a b:3128", ProxyRefused::NotAnAddress),
            ("a:b:3128", ProxyRefused::NotAnAddress),
            ("ftp://proxy.acme.example:21", ProxyRefused::NotAnAddress),
        ] {
            assert_eq!(ProxyAddress::parse(text), Err(why), "{text}");
        }
    }
}
