//! The windows, closed to everything but this program's own pages.
//!
//! They cannot navigate away, open another window, download, or ask for a camera. Their web data lies in a folder
//! of its own, emptied at start and at quit: nothing that a web engine keeps outlives a session.

use std::path::{Path, PathBuf};
use std::time::Duration;

use keyperch_core::model::shown::shown;
use tauri::webview::{NewWindowResponse, PermissionResponse, WebviewWindow, WebviewWindowBuilder};
use tauri::{App, AppHandle, Manager, Runtime, Url};

use crate::quick;

/// How many characters of a page's title a window has.
const LONGEST_TITLE: usize = 120;

/// The web engine's folder for this run; both windows have the same.
struct WebData(PathBuf);

/// Opens the window that `tauri.conf.json` describes as `main`. It is called as its page is.
///
/// # Errors
/// When the configuration has no such window, or the desktop has no display.
pub(crate) fn open_main<R: Runtime>(app: &App<R>, web_data: PathBuf) -> tauri::Result<()> {
    app.manage(WebData(web_data));
    let entitle = |window: WebviewWindow<R>, title: String| {
        let _it_is_called_as_before = window.set_title(&shown(&title, LONGEST_TITLE));
    };
    closed(app, "main")?.on_document_title_changed(entitle).build()?;
    Ok(())
}

/// Makes the window of the quick switcher, hidden.
///
/// # Errors
/// As [`open_main`].
pub(crate) fn open_quick<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    closed(app, quick::LABEL)?.build()?;
    Ok(())
}

/// A window as the configuration describes it, with every way out of its own pages shut.
fn closed<'a, R: Runtime, M: Manager<R>>(
    app: &'a M,
    label: &str,
) -> tauri::Result<WebviewWindowBuilder<'a, R, M>> {
    let described = app.config().app.windows.iter().find(|window| window.label == label);
    let described = described.ok_or(tauri::Error::WindowNotFound)?;
    Ok(WebviewWindowBuilder::from_config(app, described)?
        .data_directory(app.state::<WebData>().0.clone())
        .on_navigation(is_our_own_page)
        .on_new_window(|_url, _features| NewWindowResponse::Deny)
        .on_download(|_webview, _event| false)
        .on_permission_request(|_webview, _kind| PermissionResponse::Deny))
}

/// Brings the window before the person's eyes, where the desktop allows that.
pub(crate) fn bring_to_front<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Whether an address is a page that was compiled into this program.
fn is_our_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // Windows serves the same pages under this name.
        "http" | "https" => url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        _ => false,
    }
}

/// The web engine's folder for this run: in the data folder, or where things are kept for a while. Writes the disk.
///
/// # Errors
/// When neither can be used.
pub(crate) fn web_data(data_dir: &Path) -> std::io::Result<PathBuf> {
    empty_web_data(data_dir).or_else(|_| empty_web_data(&passing_folder()))
}

fn passing_folder() -> PathBuf {
    std::env::temp_dir().join(format!("keyperch-{}", std::process::id()))
}

/// Empties the web engine's folder at the end; its processes, which are ending too, may write a last time meanwhile.
/// Takes at most a second. Writes the disk.
pub(crate) fn forget_web_data(data_dir: &Path) {
    empty_until_quiet(data_dir, || std::thread::sleep(Duration::from_millis(50)));
    let _was_rarely_made = std::fs::remove_dir_all(passing_folder());
}

/// Empties it until it has stayed empty for three pauses.
fn empty_until_quiet(data_dir: &Path, mut pause: impl FnMut()) {
    let mut quiet = 0;
    for _ in 0..20 {
        quiet = if is_empty(&data_dir.join("webview")) { quiet + 1 } else { 0 };
        if quiet == 3 {
            return;
        }
        let _again_or_at_the_next_start = empty_web_data(data_dir);
        pause();
    }
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// The web engine's folder, made empty. Writes the disk.
///
/// # Errors
/// When the folder cannot be emptied or made.
fn empty_web_data(data_dir: &Path) -> std::io::Result<PathBuf> {
    let folder = data_dir.join("webview");
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => std::fs::create_dir_all(&folder)?,
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_while_it_is_emptied_is_gone_too() {
        let data_dir = std::env::temp_dir().join(format!("keyperch-web-{}", uuid::Uuid::new_v4()));
        let folder = web_data(&data_dir).expect("made");
        let mut pauses = 0;
        empty_until_quiet(&data_dir, || {
            pauses += 1;
            if pauses % 2 == 0 && pauses < 8 {
                std::fs::write(folder.join("late"), "late").expect("written");
            }
        });
        assert!(is_empty(&folder), "nothing is left");
        assert_eq!(pauses, 9, "and nobody waits longer than that");
        std::fs::remove_dir_all(data_dir).expect("removed");
    }

    #[test]
    fn the_window_stays_on_its_own_pages() {
        for own in ["tauri://localhost/index.html", "http://tauri.localhost/", "https://tauri.localhost/a"] {
            assert!(is_our_own_page(&own.parse().expect("an address")), "{own}");
        }
        for foreign in [
            "https://acme.my.salesforce.com/",
            "http://localhost:33333/",
            "http://tauri.localhost:8080/",
            "http://tauri.localhost.evil.example/",
            "tauri://evil.example/",
            "data:text/html,x",
            "about:blank",
            "file:///etc/passwd",
        ] {
            assert!(!is_our_own_page(&foreign.parse().expect("an address")), "{foreign}");
        }
    }
}
