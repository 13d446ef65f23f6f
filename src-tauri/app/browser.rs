//! Starts a browser: the desktop's default one, or one that a person chose.
//!
//! The address is made by us, for a host of Salesforce's, and handed over as one argument: no shell reads it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use keyperch_core::Opening;
use keyperch_core::model::secret::AuthorizationUrl;
use keyperch_core::model::view::BrowserView;
use tauri::{AppHandle, Runtime};
use tauri_plugin_shell::ShellExt;
use tauri_plugin_shell::process::CommandEvent;
use tokio::time::timeout;

/// A browser that cannot start says so soon; one that is still there after this is left alone.
const FAILS_WITHIN: Duration = Duration::from_secs(5);

/// A browser that we know how to find: a program on the search path (Linux), an application (macOS), a file (Windows).
struct Known {
    id: &'static str,
    name: &'static str,
    linux: &'static [&'static str],
    macos: &'static [&'static str],
    windows: &'static [&'static str],
}

const KNOWN: [Known; 5] = [
    Known {
        id: "chrome",
        name: "Google Chrome",
        linux: &["google-chrome", "google-chrome-stable"],
        macos: &["/Applications/Google Chrome.app"],
        windows: &[r"C:\Program Files\Google\Chrome\Application\chrome.exe"],
    },
    Known {
        id: "edge",
        name: "Microsoft Edge",
        linux: &["microsoft-edge", "microsoft-edge-stable"],
        macos: &["/Applications/Microsoft Edge.app"],
        windows: &[r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe"],
    },
    Known {
        id: "firefox",
        name: "Firefox",
        linux: &["firefox", "firefox-esr"],
        macos: &["/Applications/Firefox.app"],
        windows: &[r"C:\Program Files\Mozilla Firefox\firefox.exe"],
    },
    Known {
        id: "brave",
        name: "Brave",
        linux: &["brave-browser"],
        macos: &["/Applications/Brave Browser.app"],
        windows: &[r"C:\Program Files\BraveSoftware\Brave-Browser\Application\brave.exe"],
    },
    Known {
        id: "chromium",
        name: "Chromium",
        linux: &["chromium", "chromium-browser"],
        macos: &["/Applications/Chromium.app"],
        windows: &[],
    },
];

/// Those of the browsers that we know which are installed.
pub(crate) fn installed(search_path: &[PathBuf]) -> Vec<BrowserView> {
    let found = KNOWN.iter().filter(|known| known.place(search_path).is_some());
    found.map(|known| BrowserView { id: known.id.to_owned(), name: known.name.to_owned() }).collect()
}

/// The name of an installed browser.
pub(crate) fn name(id: &str) -> Option<String> {
    KNOWN.iter().find(|known| known.id == id).map(|known| known.name.to_owned())
}

/// Opens the address of a sign-in: in the browser that was chosen, or in the desktop's own.
pub(crate) fn open<R: Runtime>(
    app: &AppHandle<R>,
    search_path: &[PathBuf],
    chosen: Option<&str>,
    url: &AuthorizationUrl,
) -> Opening {
    match chosen {
        None => open_default(url.expose().to_owned()),
        Some(id) => open_chosen(app, search_path, id, url.expose()),
    }
}

/// Opens an address in the desktop's default browser, through the desktop's own opener.
pub(crate) fn open_default(address: String) -> Opening {
    // The opener often stays for as long as the browser runs: it is watched for a while, on a thread of its own.
    let opening =
        tokio::task::spawn_blocking(move || open::that_detached_with_timeout(address, FAILS_WITHIN));
    // Its own words name the command line, and with it the address.
    Box::pin(async move { opening.await?.map_err(|error| error.kind().to_string().into()) })
}

fn open_chosen<R: Runtime>(app: &AppHandle<R>, search_path: &[PathBuf], id: &str, address: &str) -> Opening {
    let place = KNOWN.iter().find(|known| known.id == id).and_then(|known| known.place(search_path));
    let Some(place) = place else { return Box::pin(async { Err("this browser is not installed".into()) }) };
    let command = if cfg!(target_os = "macos") {
        app.shell().command("open").args(["-a", place, address])
    } else {
        app.shell().command(place).arg(address)
    };
    let started = command.spawn();
    Box::pin(async move {
        let (mut events, _child) = started?;
        let failed = async {
            while let Some(event) = events.recv().await {
                if let CommandEvent::Terminated(ended) = event {
                    return ended.code != Some(0);
                }
            }
            false
        };
        match timeout(FAILS_WITHIN, failed).await {
            Ok(true) => Err("the browser ended at once".into()),
            Ok(false) | Err(_) => Ok(()),
        }
    })
}

impl Known {
    /// The program to start, if it is there.
    fn place(&self, search_path: &[PathBuf]) -> Option<&'static str> {
        let places = if cfg!(target_os = "macos") {
            self.macos
        } else if cfg!(target_os = "windows") {
            self.windows
        } else {
            self.linux
        };
        places.iter().copied().find(|place| {
            let place = Path::new(place);
            if place.is_absolute() {
                place.exists()
            } else {
                search_path.iter().any(|dir| dir.join(place).is_file())
            }
        })
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_on_the_search_path_can_be_chosen() {
        let folder = std::env::temp_dir().join(format!("keyperch-browsers-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("firefox-esr"), "").expect("a file");
        let ids =
            |path: &[PathBuf]| installed(path).into_iter().map(|browser| browser.id).collect::<Vec<_>>();
        assert_eq!(ids(std::slice::from_ref(&folder)), ["firefox"]);
        assert!(ids(&[]).is_empty());
        std::fs::remove_dir_all(&folder).expect("a folder");
    }
}
