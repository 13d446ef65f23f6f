//! One attempt to sign in, as far as the listener goes: a bound port, a state, and an answer that is waited for.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use keyperch_core::io::loopback::Listener;
use keyperch_core::model::client_app::{CallbackUrl, Scopes};
use keyperch_core::model::error::Error;
use keyperch_core::model::host::LoginHost;
use keyperch_core::model::secret::ConsumerKey;
use keyperch_core::model::waiting::Hint;
use keyperch_core::oauth::answer::{Answer, Awaited};
use keyperch_core::oauth::authorize::{self, Ask};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::Failed;
use crate::delivery;
use crate::gauges::Stopwatch;
use crate::inputs::visit;
use crate::replies;

/// So long a good callback may take, and its answer.
const SOON: Duration = Duration::from_secs(1);

/// An attempt that waits, or has ended.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) port: u16,
    pub(crate) state: String,
    address: SocketAddr,
    waiting: JoinHandle<Result<Answer, Error>>,
    hints: Arc<Mutex<Vec<Hint>>>,
}

impl Drop for Attempt {
    fn drop(&mut self) {
        self.waiting.abort();
    }
}

/// How an attempt ended.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum End {
    Code(String),
    Refusal,
}

/// A state as Keyperch makes it for each attempt.
pub(crate) fn fresh(callback: &CallbackUrl) -> Result<Awaited, Failed> {
    let host = LoginHost::from_name("acme.my.salesforce.com").ok_or("a host of Salesforce's")?;
    let key = ConsumerKey::from("3MVG9practice".to_owned());
    let state = authorize::begin(&host, &key, callback, &Scopes::default(), Ask::default())?.state;
    Ok(Awaited { callback: callback.clone(), host, state })
}

/// The callback URL with this name and port.
pub(crate) fn callback(host: &str, port: u16) -> Result<CallbackUrl, Failed> {
    Ok(CallbackUrl::parse(&format!("http://{host}:{port}"))?)
}

impl Attempt {
    /// Binds the port, and waits; for so long at the most.
    pub(crate) async fn begin(host: &str, port: u16, patience: Duration) -> Result<Self, Failed> {
        let callback = callback(host, port)?;
        let (listener, taken) = Listener::bind_first(std::slice::from_ref(&callback)).await?;
        let awaited = fresh(&taken)?;
        let state = awaited.state.expose().to_owned();
        let hints = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&hints);
        let waiting = tokio::spawn(async move {
            let on_hint = move |hint| told.lock().unwrap_or_else(PoisonError::into_inner).push(hint);
            timeout(patience, listener.answer(Arc::new(awaited), on_hint))
                .await
                .map_err(|_| Error::TimedOut)?
        });
        let loopback = if host == "[::1]" { Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() };
        Ok(Self { port, state, address: SocketAddr::new(loopback, port), waiting, hints })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn is_over(&self) -> bool {
        self.waiting.is_finished()
    }

    pub(crate) fn hints(&self) -> Vec<Hint> {
        self.hints.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Gives it up, as a person does who cancels; returns when that is done.
    pub(crate) async fn cancel(&mut self) -> Result<(), Failed> {
        self.waiting.abort();
        match (&mut self.waiting).await {
            Err(given_up) if given_up.is_cancelled() => Ok(()),
            other => Err(format!("it had ended before it was cancelled: {other:?}").into()),
        }
    }

    /// Waits until its time is up.
    pub(crate) async fn time_out(&mut self) -> Result<(), Failed> {
        match (&mut self.waiting).await? {
            Err(Error::TimedOut) => Ok(()),
            other => Err(format!("it ended before its time was up: {other:?}").into()),
        }
    }

    /// How it ended; that it has is known.
    pub(crate) async fn end(&mut self) -> Result<End, Failed> {
        match timeout(SOON, &mut self.waiting).await.map_err(|_| "no answer within a second")??? {
            Answer::Code(code) => Ok(End::Code(code.expose().to_owned())),
            Answer::Refusal { .. } => Ok(End::Refusal),
        }
    }

    /// A good callback comes, and is the answer: how long that took. The browser does not come for its last page yet.
    pub(crate) async fn good_callback(&mut self) -> Result<Duration, Failed> {
        let code = format!("aPrx.good.{}", self.state);
        let request = String::from_utf8(visit(self.port, &format!("/?code={code}&state={}", self.state)))?;
        let request = if self.address.is_ipv6() { request.replace("localhost", "[::1]") } else { request };
        let watch = Stopwatch::start();
        let asked = delivery::ask(self.address, request.as_bytes());
        let reply =
            timeout(SOON, asked).await.map_err(|_| "the good callback had no reply within a second")??;
        if reply != replies::SEE_DONE {
            return Err("the good callback was not sent on to the last page".into());
        }
        let end = self.end().await?;
        if end != (End::Code(code)) {
            return Err("another answer than the good one counted".into());
        }
        Ok(watch.read())
    }

    /// The browser comes for its last page; the port is free then.
    pub(crate) async fn last_page(&self, done: &[u8]) -> Result<(), Failed> {
        let page = delivery::ask(self.address, &visit(self.port, "/done")).await?;
        if page != done {
            return Err("the last page is not the fixed one".into());
        }
        self.port_is_free().await
    }

    /// Within 100 ms, on both stacks.
    pub(crate) async fn port_is_free(&self) -> Result<(), Failed> {
        let watch = Stopwatch::start();
        while !is_free(self.port) {
            if watch.read() > Duration::from_millis(100) {
                return Err("the port is not free after 100 ms".into());
            }
            sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    }
}

/// Whether both stacks can be had.
pub(crate) fn is_free(port: u16) -> bool {
    let both =
        (TcpListener::bind((Ipv4Addr::LOCALHOST, port)), TcpListener::bind((Ipv6Addr::LOCALHOST, port)));
    both.0.is_ok() && both.1.is_ok()
}

/// A port that is free now, below those that systems hand out.
pub(crate) fn free_port() -> Result<u16, Failed> {
    use std::sync::atomic::{AtomicU16, Ordering};
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let process = u16::try_from(std::process::id() % 10_000)?;
    let ports = (0..1000).map(|_| 20_000 + (process + NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000);
    ports.into_iter().find(|port| is_free(*port)).ok_or_else(|| "no port is free".into())
}
