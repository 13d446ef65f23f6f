//! HTTPS to Salesforce: the only place that names `reqwest`.
//!
//! The system's trust store and proxy, no redirects followed, everything bounded in time and size. Requests go only to
//! a [`LoginHost`](crate::model::host::LoginHost) or an [`InstanceUrl`](crate::model::host::InstanceUrl), types that
//! exist for Salesforce's own names alone. Errors are stripped of addresses and bodies before they leave.

mod api;
mod token;

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::{Certificate, Client, RequestBuilder, Response, StatusCode, redirect};

use crate::model::error::{Cause, Error, NetworkKind, NetworkTrouble};

pub use api::{Proof, Whoami};
pub use token::AppAtHost;

/// More than any answer that is asked for here.
const LONGEST_ANSWER: usize = 1024 * 1024;

/// How the network is reached.
#[derive(Debug, Default)]
pub struct Network {
    /// Further certificate authorities, as PEM (`KEYPERCH_EXTRA_CA`).
    pub extra_ca: Option<Vec<u8>>,
    /// A proxy to use instead of the system's.
    pub proxy: Option<String>,
}

/// The way to Salesforce.
#[derive(Debug)]
pub struct Salesforce {
    http: Client,
}

/// An answer that was read whole.
struct Reply {
    status: StatusCode,
    is_json: bool,
    body: Vec<u8>,
}

impl Salesforce {
    /// Prepares the way. Contacts nobody.
    ///
    /// # Errors
    /// [`Error::Setting`] when the extra certificates or the proxy address cannot be read.
    pub fn new(network: &Network) -> Result<Self, Error> {
        let mut http = Client::builder()
            .user_agent(concat!("Keyperch/", env!("CARGO_PKG_VERSION")))
            .https_only(true)
            .redirect(redirect::Policy::none())
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(30))
            .pool_idle_timeout(Duration::from_secs(60));
        if let Some(pem) = &network.extra_ca {
            let certificates = Certificate::from_pem_bundle(pem).map_err(unusable("KEYPERCH_EXTRA_CA"))?;
            if certificates.is_empty() {
                return Err(Error::Setting {
                    what: "KEYPERCH_EXTRA_CA",
                    source: "no certificate in it".into(),
                });
            }
            http = http.tls_certs_merge(certificates);
        }
        if let Some(proxy) = &network.proxy {
            http = http.proxy(reqwest::Proxy::all(proxy).map_err(unusable("proxy"))?);
        }
        Ok(Self { http: http.build().map_err(unusable("network"))? })
    }

    /// Sends a request and reads the whole answer.
    async fn ask(&self, host: &str, request: RequestBuilder) -> Result<Reply, NetworkTrouble> {
        let response = request.send().await.map_err(|error| trouble(host, error))?;
        self.read(host, response).await
    }

    /// Reads an answer of which the head is there.
    async fn read(&self, host: &str, mut response: Response) -> Result<Reply, NetworkTrouble> {
        let is_json = response
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/json"));
        let status = response.status();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| trouble(host, error))? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST_ANSWER {
                return Err(no_answer(host, status));
            }
        }
        Ok(Reply { status, is_json, body })
    }
}

fn unusable(what: &'static str) -> impl Fn(reqwest::Error) -> Error {
    move |error| Error::Setting { what, source: Box::new(error.without_url()) }
}

/// An answer that is not the one that was asked for.
fn no_answer(host: &str, status: StatusCode) -> NetworkTrouble {
    let kind = if status.is_server_error() {
        NetworkKind::ServerTrouble { status: status.as_u16() }
    } else {
        NetworkKind::NotJson { status: status.as_u16() }
    };
    NetworkTrouble { host: host.to_owned(), kind, source: None }
}

/// Sorts what the library says by types alone, never by its words.
fn trouble(host: &str, error: reqwest::Error) -> NetworkTrouble {
    let error = error.without_url();
    let kind = if error.is_dns() {
        NetworkKind::HostUnknown
    } else if error.is_connect() {
        // Nothing was sent yet: neither to somebody whom we do not trust, nor to nobody.
        if is_tls(&error) { NetworkKind::TlsRefused } else { NetworkKind::Unreachable }
    } else if error.is_timeout() {
        NetworkKind::Slow
    } else {
        NetworkKind::BrokeOff
    };
    let source: Cause = Box::new(error);
    NetworkTrouble { host: host.to_owned(), kind, source: Some(source) }
}

fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        // rustls hides inside an io::Error, which hands on its inner's source but not the inner itself.
        let inside = error.downcast_ref::<io::Error>().and_then(|error| error.get_ref());
        let hides_one = inside.is_some_and(<dyn StdError + Send + Sync>::is::<rustls::Error>);
        if error.is::<rustls::Error>() || hides_one {
            return true;
        }
        next = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use reqwest::dns::{Name, Resolve, Resolving};

    use super::*;
    use crate::model::address;

    /// Knows no name: what a live network would say of one is not asked.
    struct Nobody;

    impl Resolve for Nobody {
        fn resolve(&self, _name: Name) -> Resolving {
            Box::pin(async { Err("no such name".into()) })
        }
    }

    #[tokio::test]
    async fn a_name_without_an_address_is_unknown() {
        let http = Client::builder().no_proxy().dns_resolver(Arc::new(Nobody)).build().expect("a client");
        let host = address::parse("acme.my.salesforce.com").expect("a host");
        let outcome = Salesforce { http }.is_an_org(&host).await;
        let Err(Error::Network(trouble)) = outcome else { panic!("{outcome:?}") };
        assert!(matches!(trouble.kind, NetworkKind::HostUnknown), "{trouble:?}");
    }
}
