//! The process as the system sees it: its memory and its open files.

use serde_json::{Value, json};

/// Resident memory in KiB, and how many files are open.
pub(super) fn of_this_process() -> Value {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = resident.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    // The folder that is being read is open too: it is counted each time, and so makes no difference.
    let files = std::fs::read_dir("/proc/self/fd").map(Iterator::count).ok();
    json!({ "rss_kib": kib, "open_files": files })
}
