//! One way to Salesforce: a client with its trust, its proxy and its bounds. Another choice is another way.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use reqwest::header::HeaderValue;
use reqwest::{Client, Proxy, redirect};
use tokio::time::sleep;
use tracing::warn;
use uuid::Uuid;

use crate::io::salesforce::proxy::{self, Proxied};
use crate::io::salesforce::tls::Vouchers;
use crate::io::salesforce::{Network, tls};
use crate::io::vault::Safe;
use crate::model::error::{Cause, Error, NetworkKind, NetworkTrouble};
use crate::model::network::{ManualProxy, NetworkSettings, ProxyChoice};
use crate::model::secret::{Place, ProxyPassword};

/// A way that was built, and may be gone.
pub(crate) struct Way {
    pub(super) http: Client,
    proxied: Proxied,
    vouchers: Arc<Vouchers>,
    settings: NetworkSettings,
    knows_password: bool,
    /// Whether the keychain has just been asked for the password in vain.
    rests: AtomicBool,
}

/// Where the proxy's password is. It is only asked for when there is something to send.
#[derive(Debug)]
pub(crate) struct Passwords {
    owner: Uuid,
    safe: Arc<Safe>,
}

impl Passwords {
    /// Of this installation.
    pub(crate) fn of(owner: Uuid, safe: Arc<Safe>) -> Self {
        Self { owner, safe }
    }

    /// Reads it out of the keychain. Without one the proxy is asked all the same, and says what it thinks of that.
    pub(super) async fn read(&self, place: Place) -> Option<ProxyPassword> {
        match self.safe.read(self.owner, place).await {
            Ok(Some(password)) => Some(password),
            Ok(None) => {
                warn!("the proxy's password is not in the keychain");
                None
            }
            Err(trouble) => {
                warn!("the proxy's password cannot be read: {trouble}");
                None
            }
        }
    }
}

impl fmt::Debug for Way {
    // The client's own text may hold the proxy's password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Way")
    }
}

impl Way {
    /// Builds a way. Contacts nobody.
    pub(super) fn build(
        network: &Network,
        settings: NetworkSettings,
        password: Option<&ProxyPassword>,
    ) -> Result<Self, Error> {
        let http = Client::builder()
            .user_agent(concat!("Keyperch/", env!("CARGO_PKG_VERSION")))
            .https_only(true)
            .redirect(redirect::Policy::none())
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(30))
            .pool_idle_timeout(Duration::from_secs(60));
        let mut authorities = Vec::new();
        for (what, pem) in [
            ("KEYPERCH_EXTRA_CA", network.extra_ca.as_deref()),
            ("extra_ca", settings.extra_ca.as_deref().map(str::as_bytes)),
        ] {
            if let Some(pem) = pem {
                authorities.extend(tls::certificates(pem).map_err(unusable(what))?);
            }
        }
        let vouchers = Arc::new(Vouchers::default());
        let config = tls::config(authorities, Arc::clone(&vouchers)).map_err(unusable("extra_ca"))?;
        let http = http.tls_backend_preconfigured(config);
        let (http, proxied) = match (&settings.proxy, &network.proxy) {
            (ProxyChoice::None, _) => (http.no_proxy(), Proxied::Never),
            (ProxyChoice::Manual(manual), _) => {
                let proxy = Proxy::all(format!("http://{}", manual.address)).map_err(unreadable)?;
                let proxy = with_user(proxy, manual, settings.password, password)?;
                (http.no_proxy().proxy(proxy), Proxied::By(manual.address.to_string()))
            }
            (ProxyChoice::System, Some(given)) => {
                (http.proxy(Proxy::all(given).map_err(unreadable)?), Proxied::by(given))
            }
            (ProxyChoice::System, None) => (http, Proxied::by_the_system()),
        };
        let http = http.build().map_err(|error| unusable("network")(error.without_url()))?;
        let (knows_password, rests) = (password.is_some(), AtomicBool::default());
        Ok(Self { http, proxied, vouchers, settings, knows_password, rests })
    }

    /// Where a password of the proxy's is that this way does not know yet, and for which the keychain may be asked.
    pub(super) fn lacks_password(&self) -> Option<Place> {
        self.settings.password.filter(|_| !self.knows_password && !self.rests.load(Ordering::Relaxed))
    }

    /// Asks the keychain for no password for so long: each time may put a question to a person.
    pub(super) fn rest(self: &Arc<Self>, time: Duration) {
        self.rests.store(true, Ordering::Relaxed);
        let way = Arc::downgrade(self);
        tokio::spawn(async move {
            sleep(time).await;
            if let Some(way) = way.upgrade() {
                way.rests.store(false, Ordering::Relaxed);
            }
        });
    }

    /// Whether it is the proxy of the system, or of the start, that is on this way.
    pub(super) fn goes_by_the_system(&self) -> bool {
        self.settings.proxy == ProxyChoice::System
    }

    /// The same way, with the password.
    pub(super) fn with_password(&self, network: &Network, password: &ProxyPassword) -> Result<Self, Error> {
        Self::build(network, self.settings.clone(), Some(password))
    }

    /// The proxy on the way to a host, by host and port.
    pub(super) fn proxy_to(&self, host: &str) -> Option<String> {
        self.proxied.on_the_way_to(host)
    }

    /// Who vouched for a host that was reached on this way: the issuer of its certificate.
    pub(super) fn issuer_of(&self, host: &str) -> Option<String> {
        self.vouchers.of(host)
    }

    /// Why no connection came about, or what broke it. Where time ran out, it is the proxy's own door that is tried.
    pub(super) async fn trouble(&self, host: &str, error: reqwest::Error) -> NetworkTrouble {
        let proxy = self.proxied.on_the_way_to(host);
        let ran_out = error.is_connect() && error.is_timeout();
        match proxy {
            Some(proxy) if ran_out && !proxy::opens(&proxy).await => {
                let source: Cause = Box::new(error.without_url());
                let kind = NetworkKind::ProxyUnreachable { proxy };
                NetworkTrouble { host: host.to_owned(), kind, source: Some(source) }
            }
            proxy => trouble(host, proxy, error),
        }
    }
}

/// Without the password that it should have, no user is named either: an empty one would count as a failed attempt, and
/// a few of those lock a person out of their company.
fn with_user(
    proxy: Proxy,
    manual: &ManualProxy,
    place: Option<Place>,
    password: Option<&ProxyPassword>,
) -> Result<Proxy, Error> {
    let (username, password) = match (&manual.username, password, place) {
        (Some(username), Some(password), _) => (username, password.expose()),
        (Some(username), None, None) => (username, ""),
        (Some(_), None, Some(_)) | (None, ..) => return Ok(proxy),
    };
    // Written out here (RFC 7617): by way of an address, which is the library's own, a password with % is another one.
    let credentials = BASE64_STANDARD.encode(format!("{username}:{password}"));
    let mut header = HeaderValue::try_from(format!("Basic {credentials}")).map_err(unusable("proxy"))?;
    header.set_sensitive(true);
    Ok(proxy.custom_http_auth(header))
}

/// Sorts what the library says; by types wherever there are any.
pub(super) fn trouble(host: &str, proxy: Option<String>, error: reqwest::Error) -> NetworkTrouble {
    let error = error.without_url();
    let by_proxy = || proxy.and_then(|proxy| proxy::kind(&error, proxy));
    let kind = if error.is_connect() {
        // Nothing was sent yet: neither to somebody whom we do not trust, nor to nobody.
        let known = by_proxy().or_else(|| error.is_dns().then_some(NetworkKind::HostUnknown));
        known.or_else(|| tls::kind(&error)).unwrap_or(NetworkKind::Unreachable)
    } else if error.is_timeout() {
        NetworkKind::Slow
    } else {
        NetworkKind::BrokeOff
    };
    let source: Cause = Box::new(error);
    NetworkTrouble { host: host.to_owned(), kind, source: Some(source) }
}

fn unusable<Source: Into<Cause>>(what: &'static str) -> impl Fn(Source) -> Error {
    move |source| Error::Setting { what, source: source.into() }
}

/// The library's own words for it would repeat the address, in which a password may stand.
fn unreadable(_: reqwest::Error) -> Error {
    Error::Setting { what: "proxy", source: "its address cannot be read".into() }
}

#[cfg(test)]
mod tests {
    use reqwest::dns::{Name, Resolve, Resolving};

    use super::*;
    use crate::model::network::ProxyAddress;

    /// Knows no name: what a live network would say of one is not asked.
    struct Nobody;

    impl Resolve for Nobody {
        fn resolve(&self, _name: Name) -> Resolving {
            Box::pin(async { Err("no such name".into()) })
        }
    }

    async fn asked_by(http: reqwest::ClientBuilder, proxy: Option<&str>) -> NetworkKind {
        let http = http.dns_resolver(Arc::new(Nobody)).build().expect("a client");
        let error = http.get("https://acme.my.salesforce.com/").send().await.expect_err("nobody is there");
        trouble("acme.my.salesforce.com", proxy.map(str::to_owned), error).kind
    }

    #[tokio::test]
    async fn a_name_without_an_address_is_unknown() {
        assert_eq!(asked_by(Client::builder().no_proxy(), None).await, NetworkKind::HostUnknown);
    }

    #[tokio::test]
    async fn where_a_proxy_looks_names_up_only_its_own_can_be_unknown() {
        let proxy = Proxy::all("http://proxy.acme.example:3128").expect("an address");
        let kind = asked_by(Client::builder().proxy(proxy), Some("proxy.acme.example:3128")).await;
        assert_eq!(kind, NetworkKind::ProxyUnreachable { proxy: "proxy.acme.example:3128".to_owned() });
    }

    #[test]
    fn what_a_person_chose_counts_more_than_what_the_start_was_told() {
        let network = Network { extra_ca: None, proxy: Some("http://127.0.0.1:1".to_owned()) };
        let address = ProxyAddress::parse("127.0.0.1:2").expect("an address");
        let manual = ProxyChoice::Manual(ManualProxy { address, username: None });
        for (proxy, through) in [
            (ProxyChoice::System, Some("127.0.0.1:1")),
            (ProxyChoice::None, None),
            (manual, Some("127.0.0.1:2")),
        ] {
            let settings = NetworkSettings { proxy, ..NetworkSettings::default() };
            let way = Way::build(&network, settings, None).expect("a way");
            assert_eq!(way.proxied.on_the_way_to("acme.my.salesforce.com").as_deref(), through);
        }
    }

    #[tokio::test]
    async fn a_way_that_rests_asks_for_no_password_until_it_has_rested() {
        let settings = NetworkSettings { password: Some(Place::First), ..NetworkSettings::default() };
        let way = Arc::new(Way::build(&Network::default(), settings, None).expect("a way"));
        assert_eq!(way.lacks_password(), Some(Place::First));
        way.rest(Duration::from_millis(20));
        assert_eq!(way.lacks_password(), None);
        let rested = async {
            while way.lacks_password().is_none() {
                sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), rested).await.expect("it is asked for again");
    }

    #[test]
    fn a_way_says_nothing_of_its_proxys_user() {
        let network = Network { extra_ca: None, proxy: Some("http://ana:canary@127.0.0.1:1".to_owned()) };
        let way = Way::build(&network, NetworkSettings::default(), None).expect("a way");
        assert!(!format!("{way:?} {network:?}").contains("canary"));
        let named = way.proxied.on_the_way_to("acme.my.salesforce.com");
        assert_eq!(named, Some("127.0.0.1:1".to_owned()));
    }
}
