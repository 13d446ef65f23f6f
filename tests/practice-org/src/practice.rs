//! A running practice Salesforce: start it, ask it, order it about, drop it.
//!
//! Has a small runtime of its own, so that it answers even while a test blocks its own, and so that dropping it stops
//! every task of it. Several can run in one process: nothing is global.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio_rustls::TlsAcceptor;

use crate::faults::FaultOrder;
use crate::in_setup::{self, InSetup, Saved};
use crate::rows::{self, CausedRow};
use crate::seen::Seen;
use crate::site::person::{self, Press, Visit};
use crate::site::{Site, connection, tls};
use crate::view::{self, OrgView, StateView};
use crate::world::condition::OrgChange;
use crate::world::family::GrantView;
use crate::world::mail::Mail;
use crate::world::random::Seed;
use crate::world::standing::UserChange;
use crate::world::switch_change::SwitchChange;
use crate::world::tally::Tally;
use crate::world::{Selection, World, cast};
use crate::{control, proxy, template};

/// How to start.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where `ca.pem` and the templates are written; made if missing.
    pub dir: PathBuf,
    /// With a seed, ids, keys and secrets are the same at each start; tokens never are.
    pub seed: Option<u64>,
}

/// A running practice Salesforce. Dropping it stops everything.
pub struct Practice {
    site: Arc<Site>,
    runtime: Option<Runtime>,
    dir: PathBuf,
    ca_pem: PathBuf,
    site_addr: SocketAddr,
    proxy_url: String,
    control_url: String,
}

/// Why it could not start.
#[derive(Debug)]
pub struct StartFailure {
    step: &'static str,
    source: Box<dyn std::error::Error + Send + Sync>,
}

/// Why an order of a test was not carried out; the text names the field or the name that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRefused(pub(crate) String);

impl Practice {
    /// Starts it: writes the CA and the templates, binds three loopback ports, and returns when all three answer.
    ///
    /// # Errors
    /// Fails when the directory cannot be written or no port can be bound.
    pub async fn start(options: Options) -> Result<Self, StartFailure> {
        let dir = std::path::absolute(&options.dir).map_err(at("find the directory"))?;
        std::fs::create_dir_all(&dir).map_err(at("make the directory"))?;
        let site = Arc::new(Site::new(World::new(cast::orgs(&Seed::new(options.seed)))));
        let certificates = tls::certificates(&site).map_err(at("make certificates"))?;
        let ca_pem = dir.join("ca.pem");
        std::fs::write(&ca_pem, certificates.authority).map_err(at("write ca.pem"))?;
        for org in &site.world().orgs {
            template::write(&dir, org).map_err(at("write a template"))?;
        }

        let mut builder = Builder::new_multi_thread();
        let runtime = builder.worker_threads(2).thread_name("practice-org").enable_all().build();
        let runtime = runtime.map_err(at("start a runtime"))?;
        let listen = || runtime.spawn(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)));
        let bound = (listen().await, listen().await, listen().await);
        let (front, tunnel, orders) = match bound {
            (Ok(Ok(front)), Ok(Ok(tunnel)), Ok(Ok(orders))) => (front, tunnel, orders),
            (Ok(Err(source)), ..) | (_, Ok(Err(source)), _) | (.., Ok(Err(source))) => {
                runtime.shutdown_background();
                return Err(at("bind a port")(source));
            }
            (Err(source), ..) | (_, Err(source), _) | (.., Err(source)) => {
                runtime.shutdown_background();
                return Err(at("bind a port")(source));
            }
        };
        let port = |listener: &TcpListener| listener.local_addr().map_err(at("read a port"));
        let (site_addr, tunnel_addr, orders_addr) = (port(&front)?, port(&tunnel)?, port(&orders)?);
        runtime.spawn(connection::accept(
            front,
            TlsAcceptor::from(Arc::new(certificates.server)),
            site.clone(),
        ));
        runtime.spawn(proxy::accept(tunnel, site_addr, site.clone()));
        runtime.spawn(control::accept(orders, site.clone(), dir.clone()));
        Ok(Self {
            site,
            runtime: Some(runtime),
            dir,
            ca_pem,
            site_addr,
            proxy_url: format!("http://{tunnel_addr}"),
            control_url: format!("http://{orders_addr}"),
        })
    }

    /// The CA that clients must trust.
    pub fn ca_pem(&self) -> &Path {
        &self.ca_pem
    }

    /// The CONNECT proxy, for `HTTPS_PROXY`.
    pub fn proxy_url(&self) -> &str {
        &self.proxy_url
    }

    /// The site itself, for a browser's resolver rules.
    pub fn site_addr(&self) -> SocketAddr {
        self.site_addr
    }

    /// The control interface.
    pub fn control_url(&self) -> &str {
        &self.control_url
    }

    /// Every org with its users, apps, keys and current switches.
    pub fn orgs(&self) -> Vec<OrgView> {
        self.state().orgs
    }

    /// `GET /state`.
    pub fn state(&self) -> StateView {
        view::state(&self.site.world(), &self.dir)
    }

    /// `GET /seen`: every request after the one with that number.
    pub fn seen(&self, since: u64) -> Vec<Seen> {
        self.site.world().seen.since(since)
    }

    /// `GET /grants`: every family of tokens.
    pub fn grants(&self) -> Vec<GrantView> {
        view::grants(&self.site.world())
    }

    /// `GET /mail`: every mail that was sent to a user, oldest first.
    pub fn mail(&self) -> Vec<Mail> {
        self.site.world().mailbox.all().to_vec()
    }

    /// `GET /rows`: every row of the catalogue of refusals that can be caused here, and what causes it.
    pub fn rows(&self) -> Vec<CausedRow> {
        rows::all()
    }

    /// `GET /tally`: how many refreshes were done, and what was lost of them.
    pub fn tally(&self) -> Tally {
        self.site.world().tally()
    }

    /// `GET /alive`: whether this access token works now.
    pub fn alive(&self, access_token: &str) -> bool {
        let world = self.site.world();
        world.grants.is_alive(access_token, world.clock.now())
    }

    /// Whether an access token with this SHA-256 (in hex) works now: for those who were shown no token.
    pub fn alive_by_fingerprint(&self, sha256: &str) -> bool {
        let world = self.site.world();
        world.grants.is_alive_by_fingerprint(sha256, world.clock.now())
    }

    /// `POST /apps/{consumer_key}/switches`.
    ///
    /// # Errors
    /// Refuses an unknown key and what Setup would not save.
    pub fn switch(&self, consumer_key: &str, change: SwitchChange) -> Result<(), OrderRefused> {
        self.site.world().switch(consumer_key, change).map_err(OrderRefused)
    }

    /// `POST /users/{username}`.
    ///
    /// # Errors
    /// Refuses an unknown username.
    pub fn change_user(&self, username: &str, change: UserChange) -> Result<(), OrderRefused> {
        self.site.world().change_user(username, change).map_err(OrderRefused)
    }

    /// Logs in to the Setup of the org at this My Domain host.
    ///
    /// # Errors
    /// Refuses an unknown host or username, and a user who may not manage apps.
    pub async fn in_setup(&self, host: &str, username: &str) -> Saved<InSetup> {
        in_setup::enter(self.site.clone(), host, username).await
    }

    /// Makes a user active or inactive.
    ///
    /// # Errors
    /// Refuses an unknown username.
    pub fn set_active(&self, username: &str, active: bool) -> Result<(), OrderRefused> {
        self.change_user(username, UserChange { active: Some(active), ..UserChange::default() })
    }

    /// `POST /orgs/{host}`: the org at this My Domain host.
    ///
    /// # Errors
    /// Refuses an unknown host.
    pub fn change_org(&self, host: &str, change: OrgChange) -> Result<(), OrderRefused> {
        self.site.world().change_org(host, change).map_err(OrderRefused)
    }

    /// `POST /faults`.
    ///
    /// # Errors
    /// Refuses an order that makes no sense.
    pub fn fault(&self, order: FaultOrder) -> Result<(), OrderRefused> {
        self.site.world().faults.queue(order).map_err(OrderRefused)
    }

    /// `POST /clock`: moves the practice clock forward.
    ///
    /// # Errors
    /// Refuses to leave this century.
    pub fn advance(&self, by: Duration) -> Result<(), OrderRefused> {
        let moved = self.site.world().clock.advance(by);
        if moved { Ok(()) } else { Err(OrderRefused("advance_seconds: too far".to_owned())) }
    }

    /// `POST /tokens/expire`: ends access tokens; refresh tokens go on.
    pub fn expire_tokens(&self, selection: &Selection) {
        self.site.world().grants.end_access(selection);
    }

    /// `POST /grants/revoke`: ends whole families and codes.
    pub fn revoke_grants(&self, selection: &Selection) {
        self.site.world().grants.revoke(selection);
    }

    /// `POST /reset`: back to the first state; keys, ids and the numbering of the log stay.
    pub fn reset(&self) {
        self.site.world().reset();
    }

    /// `POST /visit`: a person opens this authorization address in a fresh browser, logs in and presses a button.
    ///
    /// Does not call the callback: where the browser would be sent is the answer.
    pub async fn visit(&self, address: &str, username: &str, password: &str, press: Press) -> Visit {
        person::visit(self.site.clone(), address, username, password, press).await
    }

    /// `POST /device`: a person types the code that a device shows, logs in and presses a button.
    pub async fn approve_device(
        &self,
        user_code: &str,
        username: &str,
        password: &str,
        press: Press,
    ) -> Visit {
        person::approve_device(self.site.clone(), user_code, username, password, press).await
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        // In the background, because a runtime must not wait inside another one's task.
        self.runtime.take().into_iter().for_each(Runtime::shutdown_background);
    }
}

impl fmt::Debug for Practice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Practice")
            .field("site", &self.site_addr)
            .field("control", &self.control_url)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for StartFailure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "could not {}: {}", self.step, self.source)
    }
}

impl std::error::Error for StartFailure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.source.as_ref())
    }
}

impl fmt::Display for OrderRefused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for OrderRefused {}

/// Names the step that failed.
fn at<Source: Into<Box<dyn std::error::Error + Send + Sync>>>(
    step: &'static str,
) -> impl Fn(Source) -> StartFailure {
    move |source| StartFailure { step, source: source.into() }
}
