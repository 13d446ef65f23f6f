//! The child's log: everything that Keyperch's own crates say, at every level, on standard error. The parent looks for
//! secrets in it.

use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Layer, Registry, fmt};

/// From now on.
pub(super) fn begin() {
    let is_ours = filter_fn(|about| about.target().starts_with("keyperch"));
    let lines = fmt::layer().with_writer(std::io::stderr).with_ansi(false).with_filter(is_ours);
    let _second_start = tracing::subscriber::set_global_default(Registry::default().with(lines));
}
