//! The proxy on the way: which one it is, and what became of the tunnel that it was asked for.
//!
//! What the system and the environment say is asked of the very rules that the HTTPS client goes by. User and password
//! that may stand in an address of theirs are never read here.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use hyper_util::client::proxy::matcher::Matcher;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::model::error::NetworkKind;

/// How long a proxy may take to open its door.
const A_MOMENT: Duration = Duration::from_secs(2);

/// Which proxy a request goes through.
pub(super) enum Proxied {
    /// None.
    Never,
    /// This one, by host and port.
    By(String),
    /// As the system and the environment say.
    AsTheSystemSays(Box<Matcher>),
}

impl Proxied {
    /// As the system and the environment say now.
    pub(super) fn by_the_system() -> Self {
        Self::AsTheSystemSays(Box::new(Matcher::from_system()))
    }

    /// By the proxy of an address.
    pub(super) fn by(address: &str) -> Self {
        let parsed = url::Url::parse(address).ok();
        let named = parsed.as_ref().and_then(|url| Some((url.host_str()?, url.port_or_known_default()?)));
        named.map_or(Self::Never, |(host, port)| Self::By(format!("{host}:{port}")))
    }

    /// The proxy on the way to a host, by host and port.
    pub(super) fn on_the_way_to(&self, host: &str) -> Option<String> {
        match self {
            Self::Never => None,
            Self::By(proxy) => Some(proxy.clone()),
            Self::AsTheSystemSays(rules) => {
                let found = rules.intercept(&format!("https://{host}/").parse().ok()?)?;
                let default = if found.uri().scheme_str() == Some("https") { 443 } else { 80 };
                Some(format!("{}:{}", found.uri().host()?, found.uri().port_u16().unwrap_or(default)))
            }
        }
    }
}

impl fmt::Debug for Proxied {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Proxied")
    }
}

/// Whether anybody opens at the proxy's address: on a laptop that left the company, packets to it may just be lost.
pub(super) async fn opens(proxy: &str) -> bool {
    matches!(timeout(A_MOMENT, TcpStream::connect(proxy)).await, Ok(Ok(_)))
}

/// What of a connection's trouble is the proxy's.
///
/// The library's own type is not public, and so its words are compared; a story for each in `tests/core/network.rs`
/// ends differently if they change.
pub(super) fn kind(error: &(dyn StdError + 'static), proxy: String) -> Option<NetworkKind> {
    let mut next = Some(error);
    while let Some(error) = next {
        match error.to_string().strip_prefix("tunnel error: ") {
            Some("proxy authorization required") => return Some(NetworkKind::ProxyAuthentication { proxy }),
            Some("failed to create underlying connection") => {
                return Some(NetworkKind::ProxyUnreachable { proxy });
            }
            // It would not pass the request on, or hung up.
            Some(_) => return Some(NetworkKind::Unreachable),
            None => next = error.source(),
        }
    }
    None
}
