//! Waits for one redirect on a loopback port (RFC 8252 §7.3).
//!
//! Bound before the browser opens, on every address that the callback's name can mean, and never on another. It
//! answers from fixed bytes, reads no body, and keeps slow or many visitors from mattering. Dropping it frees the
//! port. It does not know what a code or a token is: who may end the wait is decided by [`crate::oauth::callback`].

mod head;
mod holder;
mod replies;
mod visitors;

use std::collections::HashSet;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{broadcast, mpsc};
use tokio::time::{sleep, timeout};

use crate::model::client_app::{CallbackHost, CallbackUrl};
use crate::model::error::Error;
use crate::model::waiting::Hint;
use crate::oauth::answer::{Answer, Awaited};

use visitors::{Door, Visitors};

/// How long the browser may take to come for `/done`, unless the next sign-in wants the port.
const DONE_PATIENCE: Duration = Duration::from_secs(2);
/// The ports that a sign-in wanted in vain: whoever only waits for that there gives way.
static WANTED: LazyLock<broadcast::Sender<u16>> = LazyLock::new(|| broadcast::Sender::new(16));
/// How often in a row a visitor may fail to come in, and how long the next is waited for.
const MOST_FAILURES: u32 = 100;
const BREATH: Duration = Duration::from_millis(10);
/// A port of ours may be in use for a moment by an unrelated connection: it lies where systems take ports from.
const TRIES: u32 = 7;
const PAUSE: Duration = Duration::from_millis(200);

/// A bound port.
#[derive(Debug)]
pub struct Listener {
    sockets: Vec<TcpListener>,
}

impl Listener {
    /// Binds the port of the first of these callbacks that can be had, on every address that its name can mean. No
    /// other port is ever tried: nobody is sent to one that is not registered. Contacts nobody.
    ///
    /// # Errors
    /// [`Error::PortTaken`] when none can be had, or only on one of two addresses: a stranger on the other would get
    /// the code. It tells of the first callback.
    pub async fn bind_first(callbacks: &[CallbackUrl]) -> Result<(Self, CallbackUrl), Error> {
        let mut tried = 1;
        loop {
            match Self::bind_any(callbacks).await {
                Err(Error::PortTaken { .. }) if tried < TRIES => {
                    tried += 1;
                    sleep(PAUSE).await;
                }
                Err(Error::PortTaken { port, source, .. }) => {
                    return Err(Error::PortTaken { port, holder: holder::of(port).await, source });
                }
                done => return done,
            }
        }
    }

    async fn bind_any(callbacks: &[CallbackUrl]) -> Result<(Self, CallbackUrl), Error> {
        let mut first = None;
        for callback in callbacks {
            match Self::bind(callback).await {
                Ok(listener) => return Ok((listener, callback.clone())),
                Err(error) => {
                    // Nobody hears it where it is somebody else's.
                    let _ = WANTED.send(callback.port());
                    first = first.or(Some(error));
                }
            }
        }
        Err(first.unwrap_or(Error::Nonsense("an app without a callback URL")))
    }

    async fn bind(callback: &CallbackUrl) -> Result<Self, Error> {
        let port = callback.port();
        let mut sockets = Vec::new();
        if matches!(callback.host(), CallbackHost::Localhost | CallbackHost::V4) {
            sockets.push(socket(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?);
        }
        if matches!(callback.host(), CallbackHost::Localhost | CallbackHost::V6) {
            match socket(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await {
                // A computer without IPv6 has nobody there to be mistaken for us.
                Err(Error::Listen(_)) if !sockets.is_empty() => {}
                bound => sockets.push(bound?),
            }
        }
        Ok(Self { sockets })
    }

    /// Waits for the answer. Whoever else comes is answered and ignored; what a person can mend of it is told to
    /// `on_hint`, each hint once.
    ///
    /// The browser is sent on to a last page; the port stays open for that in a task of its own, for two seconds at
    /// the most, or until the next sign-in wants it. Giving up this future frees the port at once.
    ///
    /// # Errors
    /// When a socket fails for good.
    pub async fn answer(self, awaited: Arc<Awaited>, on_hint: impl Fn(Hint) + Send) -> Result<Answer, Error> {
        let (answers, mut answered) = mpsc::channel(1);
        let (hints, mut hinted) = mpsc::channel(1);
        let door = Arc::new(Door::new(awaited, answers, hints));
        let mut visitors = Visitors::default();
        let mut told = HashSet::new();
        let mut failures = 0;
        loop {
            tokio::select! {
                Some(answer) = answered.recv() => {
                    tokio::spawn(self.show_done(door, visitors));
                    return Ok(answer);
                }
                Some(hint) = hinted.recv() => {
                    if told.insert(hint) {
                        on_hint(hint);
                    }
                }
                visit = accept(&self.sockets) => match visit {
                    Ok(stream) => {
                        failures = 0;
                        visitors.receive(stream, &door).await;
                    }
                    // A visitor that hung up before it was let in is no reason to close.
                    Err(error) if failures == MOST_FAILURES => return Err(error),
                    Err(_) => {
                        failures += 1;
                        sleep(BREATH).await;
                    }
                },
            }
        }
    }

    /// Goes on listening until the browser has got its last page.
    async fn show_done(self, door: Arc<Door>, mut visitors: Visitors) {
        let mut wanted = WANTED.subscribe();
        let _in_time = timeout(DONE_PATIENCE, async {
            loop {
                tokio::select! {
                    () = door.shown_out() => return,
                    port = wanted.recv() => if port.map_or(true, |port| port == door.port()) { return },
                    visit = accept(&self.sockets) => match visit {
                        Ok(stream) => visitors.receive(stream, &door).await,
                        Err(_) => return,
                    },
                }
            }
        })
        .await;
    }
}

async fn socket(address: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(address).await.map_err(|source| match source.kind() {
        // Windows reserves ranges of ports and then says "permission denied".
        ErrorKind::AddrInUse | ErrorKind::PermissionDenied => {
            Error::PortTaken { port: address.port(), holder: None, source }
        }
        _ => Error::Listen(source),
    })
}

async fn accept(sockets: &[TcpListener]) -> Result<TcpStream, Error> {
    let visit = match sockets {
        [one] => one.accept().await,
        [one, other] => tokio::select! {
            visit = one.accept() => visit,
            visit = other.accept() => visit,
        },
        _ => return Err(Error::Nonsense("a listener without a socket")),
    };
    visit.map(|(stream, _peer)| stream).map_err(Error::Listen)
}
