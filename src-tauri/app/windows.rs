//! The windows, closed to everything but this program's own pages.
//!
//! They cannot navigate away, open another window, download, or ask for a camera.

use std::path::PathBuf;

use keyperch_core::model::shown::shown;
use tauri::webview::{NewWindowResponse, PermissionResponse, WebviewWindow, WebviewWindowBuilder};
use tauri::{App, AppHandle, Manager, Runtime, Url};

use crate::keyperch::Keyperch;
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
        // Under Wayland no window comes to the front that is there, and each that comes does.
        let must_come = app.try_state::<Keyperch>().is_some_and(|keyperch| !keyperch.grants_keys());
        if must_come && !window.is_focused().unwrap_or(true) {
            let _ = window.hide();
        }
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

#[cfg(test)]
mod tests {
    use super::*;

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
