//! Waits for one redirect on a loopback port (RFC 8252 §7.3).
//!
//! Bound before the browser opens, on every address that the callback's name can mean, and never on another. It
//! answers from fixed bytes, reads no body, and keeps slow or many visitors from mattering. Dropping it frees the
//! port. It does not know what a code or a token is: who may end the wait is decided by [`crate::oauth::callback`].

mod head;
mod replies;

use std::collections::VecDeque;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc};
use tokio::task::AbortHandle;
use tokio::time::{sleep, timeout};

use crate::model::client_app::{CallbackHost, CallbackUrl};
use crate::model::error::Error;
use crate::model::secret::State;
use crate::oauth::callback::{self, Answer, Reply, Verdict};

/// How long a visitor may take to say what he wants.
const HEAD_PATIENCE: Duration = Duration::from_secs(5);
/// How long a visitor may take to hear the answer.
const REPLY_PATIENCE: Duration = Duration::from_secs(2);
/// How long the browser may take to come for `/done`.
const DONE_PATIENCE: Duration = Duration::from_secs(2);
/// More visitors than this at once: the one who has been there longest is sent away.
const MOST_VISITORS: usize = 16;
/// How often in a row a visitor may fail to come in, and how long the next is waited for.
const MOST_FAILURES: u32 = 100;
const BREATH: Duration = Duration::from_millis(10);
/// A port of ours may be in use for a moment by an unrelated connection: it lies where systems take ports from.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(200);

/// A bound port.
#[derive(Debug)]
pub struct Listener {
    sockets: Vec<TcpListener>,
}

impl Listener {
    /// Binds the callback's port on every address that its name can mean.
    ///
    /// # Errors
    /// [`Error::PortTaken`] when any of them is taken: a stranger on one of two addresses would get the code.
    pub async fn bind(callback: &CallbackUrl) -> Result<Self, Error> {
        let mut tried = 1;
        loop {
            match Self::try_bind(callback).await {
                Err(Error::PortTaken { .. }) if tried < TRIES => {
                    tried += 1;
                    sleep(PAUSE).await;
                }
                done => return done,
            }
        }
    }

    async fn try_bind(callback: &CallbackUrl) -> Result<Self, Error> {
        let port = callback.port();
        let mut sockets = Vec::new();
        if matches!(callback.host(), CallbackHost::Localhost | CallbackHost::V4) {
            sockets.push(bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)), port).await?);
        }
        if matches!(callback.host(), CallbackHost::Localhost | CallbackHost::V6) {
            match bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port)), port).await {
                // A computer without IPv6 has nobody there to be mistaken for us.
                Err(Error::Listen(_)) if !sockets.is_empty() => {}
                socket => sockets.push(socket?),
            }
        }
        Ok(Self { sockets })
    }

    /// Waits for the answer to `state`. Whoever else comes is answered and ignored.
    ///
    /// The browser is sent on to a last page; the port stays open for that, for two seconds at the most, in a task of
    /// its own. Giving up this future frees the port at once.
    ///
    /// # Errors
    /// When a socket fails for good.
    pub async fn answer(self, callback: &CallbackUrl, state: State) -> Result<Answer, Error> {
        let (answers, mut answered) = mpsc::channel(1);
        let door =
            Arc::new(Door { callback: callback.clone(), state, answers, done_was_shown: Notify::new() });
        let mut visitors = Visitors::default();
        let mut failures = 0;
        loop {
            tokio::select! {
                Some(answer) = answered.recv() => {
                    tokio::spawn(self.show_done(door, visitors));
                    return Ok(answer);
                }
                visit = accept(&self.sockets) => match visit {
                    Ok(stream) => {
                        failures = 0;
                        visitors.receive(stream, &door);
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
        let _in_time = timeout(DONE_PATIENCE, async {
            loop {
                tokio::select! {
                    () = door.done_was_shown.notified() => return,
                    visit = accept(&self.sockets) => match visit {
                        Ok(stream) => visitors.receive(stream, &door),
                        Err(_) => return,
                    },
                }
            }
        })
        .await;
    }
}

async fn bind(address: SocketAddr, port: u16) -> Result<TcpListener, Error> {
    TcpListener::bind(address).await.map_err(|source| match source.kind() {
        // Windows reserves ranges of ports and then says "permission denied".
        ErrorKind::AddrInUse | ErrorKind::PermissionDenied => Error::PortTaken { port, source },
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

/// The connections that are open; dropping them closes them.
#[derive(Debug, Default)]
struct Visitors(VecDeque<AbortHandle>);

impl Visitors {
    fn receive(&mut self, stream: TcpStream, door: &Arc<Door>) {
        self.0.retain(|visit| !visit.is_finished());
        if self.0.len() >= MOST_VISITORS
            && let Some(longest) = self.0.pop_front()
        {
            longest.abort();
        }
        let door = Arc::clone(door);
        self.0.push_back(tokio::spawn(async move { door.serve(stream).await }).abort_handle());
    }
}

impl Drop for Visitors {
    fn drop(&mut self) {
        for visit in &self.0 {
            visit.abort();
        }
    }
}

/// What one visitor is let in by.
struct Door {
    callback: CallbackUrl,
    state: State,
    answers: mpsc::Sender<Answer>,
    done_was_shown: Notify,
}

impl Door {
    /// Serves one connection: one request, one reply, closed.
    async fn serve(&self, mut stream: TcpStream) {
        let Ok(head) = timeout(HEAD_PATIENCE, head::read(&mut stream)).await else { return };
        let reply = match head.as_deref().map(head::parse) {
            Some(Some(request)) => match callback::judge(&request, &self.callback, &self.state) {
                // The first answer is taken; the same one again is only shown the way out.
                Verdict::Ends(answer) => {
                    let _ = self.answers.try_send(answer);
                    Reply::SeeDone
                }
                Verdict::Ignored(reply) => reply,
            },
            _ => Reply::Bad,
        };
        let _in_time = timeout(REPLY_PATIENCE, async {
            let _ = stream.write_all(replies::bytes(reply)).await;
            let _ = stream.shutdown().await;
            // What was still on its way is read and dropped, or the reply would be lost to a reset.
            let _ = drain(&mut stream).await;
        })
        .await;
        // Whoever looks at that page before there is an answer ends nothing.
        if reply == Reply::Done && self.answers.is_closed() {
            self.done_was_shown.notify_one();
        }
    }
}

/// Reads what a visitor goes on sending, up to a bound.
async fn drain(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<()> {
    let mut buffer = [0; 4096];
    for _ in 0..64 {
        if stream.read(&mut buffer).await? == 0 {
            break;
        }
    }
    Ok(())
}
