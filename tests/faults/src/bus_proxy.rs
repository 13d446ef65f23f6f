//! A proxy in front of a bus: it lets everything through, until a message that is waited for comes by on the first
//! connection. That message is held until the case says how it goes on, or the connection is cut.
//!
//! The core asks on a second connection why the first one is silent; that one passes undelayed.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::Failed;

/// How long a message may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// A proxy that runs until it is dropped.
#[derive(Debug)]
pub struct BusProxy {
    path: PathBuf,
    ambushes: Ambushes,
    running: JoinHandle<()>,
}

/// A message that is waited for. Dropping it unheard cuts the connection when it comes.
#[derive(Debug)]
pub struct Ambush {
    came: oneshot::Receiver<()>,
    go_on: oneshot::Sender<()>,
}

type Ambushes = Arc<Mutex<VecDeque<Waiting>>>;

#[derive(Debug)]
struct Waiting {
    word: &'static str,
    passings: u32,
    came: oneshot::Sender<()>,
    go_on: oneshot::Receiver<()>,
}

impl BusProxy {
    /// In front of a bus's socket, with a socket of its own.
    pub fn begin(bus: &Path, path: PathBuf) -> Result<Self, Failed> {
        let (listener, ambushes) = (UnixListener::bind(&path)?, Ambushes::default());
        let running = tokio::spawn(accept(listener, bus.to_owned(), ambushes.clone()));
        Ok(Self { path, ambushes, running })
    }

    /// As `DBUS_SESSION_BUS_ADDRESS` names it.
    pub fn address(&self) -> String {
        format!("unix:path={}", self.path.display())
    }

    /// Waits for the n-th message from now that calls this method. Ambushes are met in the order of their making.
    pub fn ambush(&self, method: &'static str, nth: u32) -> Ambush {
        let (came, comes) = oneshot::channel();
        let (goes_on, go_on) = oneshot::channel();
        let waiting = Waiting { word: method, passings: nth, came, go_on };
        self.ambushes.lock().unwrap_or_else(PoisonError::into_inner).push_back(waiting);
        Ambush { came: comes, go_on: goes_on }
    }
}

impl Drop for BusProxy {
    fn drop(&mut self) {
        self.running.abort();
    }
}

impl Ambush {
    /// Returns when the message has come; it is held.
    pub async fn has_come(&mut self) -> Result<(), Failed> {
        let came = timeout(PATIENCE, &mut self.came).await.map_err(|_| "the message did not come in time")?;
        came.map_err(|_| "the message never came".into())
    }

    /// Lets the message through.
    pub fn go_on(self) {
        let _gone = self.go_on.send(());
    }
}

async fn accept(listener: UnixListener, bus: PathBuf, ambushes: Ambushes) {
    let mut is_first = true;
    while let Ok((near, _)) = listener.accept().await {
        let Ok(far) = UnixStream::connect(&bus).await else { return };
        tokio::spawn(connected(near, far, if is_first { ambushes.clone() } else { Ambushes::default() }));
        is_first = false;
    }
}

async fn connected(near: UnixStream, far: UnixStream, ambushes: Ambushes) {
    let ((mut from_child, mut to_child), (mut from_bus, mut to_bus)) = (near.into_split(), far.into_split());
    let answers = tokio::spawn(async move {
        let _ended = tokio::io::copy(&mut from_bus, &mut to_child).await;
    });
    let mut chunk = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from_child.read(&mut chunk).await {
        if let Some(waiting) = met(&ambushes, &chunk[..length]) {
            let _nobody = waiting.came.send(());
            if waiting.go_on.await.is_err() {
                break;
            }
        }
        if to_bus.write_all(&chunk[..length]).await.is_err() {
            break;
        }
    }
    answers.abort();
}

/// The ambush that this chunk runs into.
fn met(ambushes: &Ambushes, chunk: &[u8]) -> Option<Waiting> {
    let mut waiting = ambushes.lock().unwrap_or_else(PoisonError::into_inner);
    let first = waiting.front_mut()?;
    let word = first.word.as_bytes();
    if !chunk.windows(word.len()).any(|window| window == word) {
        return None;
    }
    first.passings -= 1;
    if first.passings == 0 { waiting.pop_front() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ambush_is_met_at_the_right_passing() {
        let (came, _comes) = oneshot::channel();
        let (_goes_on, go_on) = oneshot::channel();
        let waiting = Waiting { word: "GetSecret", passings: 2, came, go_on };
        let ambushes: Ambushes = Arc::new(Mutex::new(VecDeque::from([waiting])));
        assert!(met(&ambushes, b"l\x01..SetSecret").is_none(), "another method");
        assert!(met(&ambushes, b"l\x01..GetSecret").is_none(), "the first passing");
        assert!(met(&ambushes, b"l\x01..GetSecret").is_some());
        assert!(met(&ambushes, b"l\x01..GetSecret").is_none(), "once");
    }
}
