//! HTTPS to Salesforce: the only place that names `reqwest`.
//!
//! The system's trust store and proxy, no redirects followed, everything bounded in time and size. Requests go only to
//! a [`LoginHost`](crate::model::host::LoginHost) or an [`InstanceUrl`](crate::model::host::InstanceUrl), types that
//! exist for Salesforce's own names alone. Errors are stripped of addresses and bodies before they leave.

mod api;
mod app_settings;
mod date;
mod deploy;
mod flags;
mod other_grants;
mod probe;
mod proxy;
mod session;
mod tls;
mod token;
mod usage;
mod way;

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::{Client, Request, RequestBuilder, Response, StatusCode};
use tokio::sync::Mutex;
use tracing::warn;

use crate::io::salesforce::proxy::Proxied;
use crate::io::salesforce::way::trouble;
use crate::model::error::{Error, NetworkKind, NetworkTrouble};
use crate::model::host::{InstanceUrl, LoginHost};
use crate::model::network::NetworkSettings;
use crate::model::shown::shown;
use crate::model::view::AuthorityView;

pub use api::{Proof, Whoami};
pub use app_settings::{AppInOrg, Credentials};
pub use deploy::{DeployId, DeployStage, Deployed};
pub use other_grants::{DeviceAuthorization, Polled};
pub use probe::{Look, Met};
pub(crate) use tls::{authorities, certificates_alone};
pub use token::AppAtHost;
pub use usage::TokenUse;
pub(crate) use way::{Passwords, Way};

/// How long a password that could not be read is not asked for again, unless another way is gone.
const REST: Duration = Duration::from_secs(60);

/// More than any answer that is asked for here.
const LONGEST_ANSWER: usize = 1024 * 1024;

/// More than a name of a host has.
const LONGEST_HOST: usize = 253;

/// How the network is reached, as far as this start was told.
#[derive(Default)]
pub struct Network {
    /// Further certificate authorities, as PEM (`KEYPERCH_EXTRA_CA`).
    pub extra_ca: Option<Vec<u8>>,
    /// A proxy to use instead of the system's.
    pub proxy: Option<String>,
}

/// The way to Salesforce, which can be exchanged for another while requests are under way.
#[derive(Debug)]
pub struct Salesforce {
    network: Network,
    way: RwLock<Arc<Way>>,
    passwords: Option<Passwords>,
    /// The keychain is asked for the proxy's password by one at a time.
    asking: Mutex<()>,
}

/// An answer that was read whole.
struct Reply {
    status: StatusCode,
    is_json: bool,
    is_page: bool,
    /// Where it sends to, when that is nobody of Salesforce's.
    elsewhere: Option<String>,
    body: Vec<u8>,
}

impl Salesforce {
    /// Prepares the way that a start was told, for whoever has no settings. Contacts nobody.
    ///
    /// # Errors
    /// [`Error::Setting`] when the extra certificates or the proxy address cannot be read.
    pub fn new(network: Network) -> Result<Self, Error> {
        Self::by_settings(network, NetworkSettings::default(), None)
    }

    /// Prepares the way that a person chose. Contacts nobody, and asks the keychain nothing.
    ///
    /// # Errors
    /// As [`Salesforce::new`].
    pub(crate) fn by_settings(
        network: Network,
        settings: NetworkSettings,
        passwords: Option<Passwords>,
    ) -> Result<Self, Error> {
        let way = RwLock::new(Arc::new(Way::build(&network, settings, None)?));
        Ok(Self { network, way, passwords, asking: Mutex::default() })
    }

    /// Prepares another way, without going it yet. Contacts nobody.
    ///
    /// # Errors
    /// As [`Salesforce::new`].
    pub(crate) fn another_way(&self, settings: NetworkSettings) -> Result<Way, Error> {
        Way::build(&self.network, settings, None)
    }

    /// Goes another way from now on. Requests that are under way come to their end on the one that they began.
    pub(crate) fn go(&self, way: Way) {
        *self.way.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(way);
    }

    /// The proxy that the system or the environment names for Salesforce, or that this start was given. Where the way goes
    /// by it, it is the one that is on the way, whatever the system has come to name since; else it is the one that a
    /// choice of it would take now.
    pub(crate) fn system_proxy(&self) -> Option<String> {
        let way = self.current();
        if way.goes_by_the_system() {
            return way.proxy_to(LoginHost::LOGIN);
        }
        let proxied = self.network.proxy.as_deref().map_or_else(Proxied::by_the_system, Proxied::by);
        proxied.on_the_way_to(LoginHost::LOGIN)
    }

    /// The certificate authorities that this start was given.
    pub(crate) fn authorities_of_start(&self) -> Vec<AuthorityView> {
        authorities(self.network.extra_ca.as_deref().unwrap_or_default()).unwrap_or_default()
    }

    /// What makes requests. They are sent by [`Salesforce::send`] alone.
    fn http(&self) -> Client {
        self.current().http.clone()
    }

    fn current(&self) -> Arc<Way> {
        Arc::clone(&self.way.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The way to go now, with the proxy's password where there is one. May read the keychain.
    async fn way(&self) -> Arc<Way> {
        if self.current().lacks_password().is_none() {
            return self.current();
        }
        let _asking = self.asking.lock().await;
        // Somebody else may have asked meanwhile.
        let way = self.current();
        let (Some(place), Some(passwords)) = (way.lacks_password(), &self.passwords) else { return way };
        let Some(password) = passwords.read(place).await else {
            way.rest(REST);
            return way;
        };
        match way.with_password(&self.network, &password) {
            Ok(with_password) => {
                let with_password = Arc::new(with_password);
                let mut current = self.way.write().unwrap_or_else(PoisonError::into_inner);
                // Unless another way was chosen meanwhile.
                if Arc::ptr_eq(&current, &way) {
                    *current = Arc::clone(&with_password);
                }
                with_password
            }
            Err(error) => {
                warn!("the proxy's password cannot be used: {error}");
                way.rest(REST);
                way
            }
        }
    }

    /// Sends a request and reads the whole answer.
    async fn ask(&self, host: &str, request: RequestBuilder) -> Result<Reply, NetworkTrouble> {
        let response = self.begin(host, request).await?;
        self.read(host, response).await
    }

    /// Makes a request and sends it; its answer has begun when this returns.
    async fn begin(&self, host: &str, request: RequestBuilder) -> Result<Response, NetworkTrouble> {
        self.send(host, request.build().map_err(|error| trouble(host, None, error))?).await
    }

    /// Sends a request; its answer has begun when this returns.
    async fn send(&self, host: &str, request: Request) -> Result<Response, NetworkTrouble> {
        let way = self.way().await;
        match way.http.execute(request).await {
            Ok(response) => Ok(response),
            Err(error) => Err(way.trouble(host, error).await),
        }
    }

    /// Reads an answer of which the head is there.
    async fn read(&self, host: &str, mut response: Response) -> Result<Reply, NetworkTrouble> {
        let status = response.status();
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let kind = header(CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase();
        let (is_json, is_page) = (kind.starts_with("application/json"), kind.starts_with("text/html"));
        let elsewhere = header(LOCATION).and_then(|to| elsewhere(host, to));
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| trouble(host, None, error))? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST_ANSWER {
                return Err(no_answer(host, status));
            }
        }
        Ok(Reply { status, is_json, is_page, elsewhere, body })
    }
}

impl Reply {
    /// What to call an answer that is not the one that was asked for.
    fn unexpected(&self, host: &str) -> NetworkTrouble {
        let kind = NetworkKind::CaptivePortal { status: self.status.as_u16() };
        match &self.elsewhere {
            Some(elsewhere) if self.status.is_redirection() => {
                // Nobody goes there; the log says where it would have led.
                let source = Some(format!("it sends to {elsewhere}").into());
                NetworkTrouble { host: host.to_owned(), kind, source }
            }
            _ if self.is_a_page() => NetworkTrouble { host: host.to_owned(), kind, source: None },
            _ => no_answer(host, self.status),
        }
    }

    /// Whether it is a page where none was asked for, with every appearance of success.
    fn is_a_page(&self) -> bool {
        self.status == StatusCode::OK && self.is_page
    }
}

/// The host that a redirect leads to, unless it is one of Salesforce's.
fn elsewhere(host: &str, to: &str) -> Option<String> {
    let base = url::Url::parse(&format!("https://{host}/")).ok()?;
    let to = base.join(to).ok()?;
    let name = to.host_str().unwrap_or_default();
    let is_salesforces = name == host || InstanceUrl::parse(&format!("https://{name}")).is_ok();
    (!is_salesforces).then(|| shown(name, LONGEST_HOST))
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

impl fmt::Debug for Network {
    // A user and a password may stand in the address of a proxy.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Network")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::network::ProxyChoice;

    #[test]
    fn the_systems_proxy_that_is_shown_is_the_one_that_is_on_the_way() {
        let network = |proxy: &str| Network { extra_ca: None, proxy: Some(proxy.to_owned()) };
        let began = Salesforce::new(network("http://127.0.0.1:1")).expect("a way");
        // What is named for it now is another one.
        let now = Salesforce { network: network("http://127.0.0.1:2"), ..began };
        assert_eq!(now.system_proxy().as_deref(), Some("127.0.0.1:1"));
        let without = NetworkSettings { proxy: ProxyChoice::None, ..NetworkSettings::default() };
        now.go(now.another_way(without).expect("a way"));
        assert_eq!(now.system_proxy().as_deref(), Some("127.0.0.1:2"), "what a choice of it would take");
    }
}
