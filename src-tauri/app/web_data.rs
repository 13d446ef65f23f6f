//! What the web engine keeps on the disk: in a folder of its own, emptied at start and at quit. Nothing outlives a session.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// The web engine's folder for this run: in the data folder, or where things are kept for a while. Writes the disk.
///
/// # Errors
/// When neither can be used.
pub(crate) fn begin(data_dir: &Path) -> std::io::Result<PathBuf> {
    empty(&folder_in(data_dir)).or_else(|_| empty(&passing_folder()))
}

/// Empties the web engine's folder at the end, when nobody writes there any more. Takes at most two seconds. Writes the disk.
pub(crate) fn forget(data_dir: &Path) {
    let pause = || std::thread::sleep(Duration::from_millis(50));
    #[cfg(target_os = "linux")]
    engine::end(pause);
    empty_until_quiet(&folder_in(data_dir), pause);
    let _was_rarely_made = std::fs::remove_dir_all(passing_folder());
}

fn folder_in(data_dir: &Path) -> PathBuf {
    data_dir.join("webview")
}

fn passing_folder() -> PathBuf {
    std::env::temp_dir().join(format!("keyperch-{}", std::process::id()))
}

/// Empties it until it has stayed empty for three pauses: where the engine's processes end by themselves, they may
/// write a last time meanwhile.
fn empty_until_quiet(folder: &Path, mut pause: impl FnMut()) {
    let mut quiet = 0;
    for _ in 0..20 {
        quiet = if is_empty(folder) { quiet + 1 } else { 0 };
        if quiet == 3 {
            return;
        }
        let _again_or_at_the_next_start = empty(folder);
        pause();
    }
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// A folder, made empty. Writes the disk.
///
/// # Errors
/// When it cannot be emptied or made.
fn empty(folder: &Path) -> std::io::Result<PathBuf> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => std::fs::create_dir_all(folder)?,
    }
    Ok(folder.to_owned())
}

/// The web engine's own processes. `WebKitGTK` ends them only when this one has ended, and they write until then: on a
/// busy machine into a folder that was emptied before.
#[cfg(target_os = "linux")]
mod engine {
    use std::os::fd::{AsFd, OwnedFd};

    use rustix::process::{
        Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, pidfd_open, pidfd_send_signal, waitid,
    };

    /// Ends them, and returns when they have ended. They hold nothing that is to be kept.
    pub(super) fn end(mut pause: impl FnMut()) {
        let processes = processes();
        for process in &processes {
            let _has_ended_already = pidfd_send_signal(process, Signal::KILL);
        }
        for _ in 0..20 {
            if processes.iter().all(has_ended) {
                return;
            }
            pause();
        }
    }

    /// `GLib` started them, and collects them itself: here is only looked.
    fn has_ended(process: &OwnedFd) -> bool {
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        !matches!(waitid(WaitId::PidFd(process.as_fd()), look), Ok(None))
    }

    /// Those that this process started: no other program's, and no browser of the person's.
    fn processes() -> Vec<OwnedFd> {
        let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        ids.filter(|&id| is_ours(id)).filter_map(held).collect()
    }

    /// A process that is still ours when its number can be nobody else's any more.
    fn held(id: i32) -> Option<OwnedFd> {
        let process = pidfd_open(Pid::from_raw(id)?, PidfdFlags::empty()).ok()?;
        is_ours(id).then_some(process)
    }

    fn is_ours(id: i32) -> bool {
        let Ok(status) = std::fs::read_to_string(format!("/proc/{id}/status")) else { return false };
        let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        field("PPid:").is_some_and(|parent| parent == std::process::id().to_string())
            && field("Name:").is_some_and(|name| name.starts_with("WebKit"))
    }

    #[cfg(test)]
    mod tests {
        use std::os::unix::fs::symlink;
        use std::os::unix::process::ExitStatusExt;
        use std::process::{Child, Command, Stdio};
        use std::time::Duration;

        use super::*;

        #[test]
        fn its_processes_end_and_no_others_do() {
            let folder = std::env::temp_dir().join(format!("keyperch-engine-{}", uuid::Uuid::new_v4()));
            std::fs::create_dir_all(&folder).expect("made");
            let started = |name: &str| -> Child {
                symlink("/bin/sh", folder.join(name)).expect("linked");
                let waits = ["-c", "read -r line"];
                Command::new(folder.join(name)).args(waits).stdin(Stdio::piped()).spawn().expect("started")
            };
            let (mut engines, mut browser) = (started("WebKitNetworkProcess"), started("browser"));
            end(|| std::thread::sleep(Duration::from_millis(50)));
            let ended = engines.try_wait().expect("known").expect("the engine's has ended");
            assert_eq!(ended.signal(), Some(Signal::KILL.as_raw()), "and not by itself");
            assert!(browser.try_wait().expect("known").is_none(), "the other goes on");
            browser.kill().and_then(|()| browser.wait()).expect("ended");
            std::fs::remove_dir_all(folder).expect("removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_while_it_is_emptied_is_gone_too() {
        let data_dir = std::env::temp_dir().join(format!("keyperch-web-{}", uuid::Uuid::new_v4()));
        let folder = begin(&data_dir).expect("made");
        let mut pauses = 0;
        empty_until_quiet(&folder, || {
            pauses += 1;
            if pauses % 2 == 0 && pauses < 8 {
                std::fs::write(folder.join("late"), "late").expect("written");
            }
        });
        assert!(is_empty(&folder), "nothing is left");
        assert_eq!(pauses, 9, "and nobody waits longer than that");
        std::fs::remove_dir_all(data_dir).expect("removed");
    }
}
