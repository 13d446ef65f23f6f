//! What the system says of this process: time, sockets, file descriptors, memory.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

use crate::Failed;

/// Real time: how long something took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    pub(crate) fn start() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the harness measures real time")]
        Self(Instant::now())
    }

    pub(crate) fn read(self) -> Duration {
        self.0.elapsed()
    }
}

/// All sockets of this port that a program has open; one that everybody has left belongs to none.
pub(crate) fn sockets(port: u16) -> impl Iterator<Item = String> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"]
        .map(|table| fs::read_to_string(table).unwrap_or_default())
        .concat();
    let own = format!("{port:04X}");
    let rows = tables.lines().filter_map(|row| {
        let fields: Vec<&str> = row.split_ascii_whitespace().collect();
        let (_, port) = fields.get(1)?.rsplit_once(':')?;
        let (state, inode) = (*fields.get(3)?, *fields.get(9)?);
        (port == own && inode != "0").then(|| state.to_owned())
    });
    rows.collect::<Vec<_>>().into_iter()
}

/// The open files and sockets of this process.
pub(crate) fn descriptors() -> Result<usize, Failed> {
    Ok(fs::read_dir("/proc/self/fd")?.count())
}

/// The memory of this process, in bytes: of the visitors, too, which live in it.
pub(crate) fn memory() -> Result<usize, Failed> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("VmRSS is missing")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse::<usize>()? * 1024)
}

/// The sockets of our own visitors, which are in this process too.
static OUTGOING: AtomicUsize = AtomicUsize::new(0);

/// One of them, from before it is opened until after it is closed: the listener is never held to have more than it has.
#[derive(Debug)]
pub(crate) struct Outgoing;

impl Outgoing {
    pub(crate) fn counted() -> Self {
        OUTGOING.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

impl Drop for Outgoing {
    fn drop(&mut self) {
        OUTGOING.fetch_sub(1, Ordering::SeqCst);
    }
}

/// What is open and not our visitors'.
fn not_outgoing() -> usize {
    let before = OUTGOING.load(Ordering::SeqCst);
    let all = descriptors().unwrap_or(usize::MAX);
    all.saturating_sub(before.max(OUTGOING.load(Ordering::SeqCst)))
}

/// Looks again and again, until it is stopped.
#[derive(Debug)]
pub(crate) struct Gauge {
    most_sockets: Arc<AtomicUsize>,
    most_memory: Arc<AtomicUsize>,
    before: usize,
    looking: JoinHandle<()>,
}

/// What was seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) sockets: usize,
    pub(crate) growth: usize,
}

impl Gauge {
    /// From now on, while nobody is there yet.
    pub(crate) fn start() -> Result<Self, Failed> {
        let (most_sockets, most_memory) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let before = memory()?;
        let without = not_outgoing();
        let (sockets, rss) = (Arc::clone(&most_sockets), Arc::clone(&most_memory));
        let looking = tokio::task::spawn_blocking(move || {
            // Until nobody but this look holds the gauge.
            while Arc::strong_count(&sockets) > 1 {
                sockets.fetch_max(not_outgoing().saturating_sub(without), Ordering::Relaxed);
                rss.fetch_max(memory().unwrap_or(usize::MAX), Ordering::Relaxed);
                std::thread::yield_now();
            }
        });
        Ok(Self { most_sockets, most_memory, before, looking })
    }

    pub(crate) async fn stop(self) -> Result<Seen, Failed> {
        let Self { most_sockets, most_memory, before, looking } = self;
        most_memory.fetch_max(memory()?, Ordering::Relaxed);
        let sockets = most_sockets.load(Ordering::Relaxed);
        drop(most_sockets);
        looking.await?;
        Ok(Seen { sockets, growth: most_memory.load(Ordering::Relaxed).saturating_sub(before) })
    }
}
