//! The log file: what happened, by our own words alone.
//!
//! Only events of Keyperch's own crates are written. Libraries below log headers, addresses and bodies at their finer
//! levels: they are never listened to, at any level.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use tracing::{Level, Metadata};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Layer, Registry, fmt};

/// A file longer than this is put aside at the next start; one older file is kept.
const LONGEST: u64 = 1024 * 1024;

/// Writes the log to `keyperch.log` in the data folder from now on. Writes the disk.
///
/// # Errors
/// When the file cannot be opened; the program works without.
pub(crate) fn begin(data_dir: &Path) -> io::Result<()> {
    let file = Mutex::new(open(data_dir)?);
    let lines = fmt::layer().with_writer(file).with_ansi(false).with_filter(filter_fn(is_ours));
    // A second start in one process (tests) keeps the first one's log.
    let _ = tracing::subscriber::set_global_default(Registry::default().with(lines));
    Ok(())
}

fn is_ours(event: &Metadata<'_>) -> bool {
    let krate = event.target().split("::").next().unwrap_or_default();
    matches!(krate, "keyperch_app" | "keyperch_core") && *event.level() <= Level::INFO
}

fn open(data_dir: &Path) -> io::Result<File> {
    let file = data_dir.join("keyperch.log");
    if std::fs::metadata(&file).is_ok_and(|about| about.len() > LONGEST) {
        std::fs::rename(&file, data_dir.join("keyperch.old.log"))?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}
