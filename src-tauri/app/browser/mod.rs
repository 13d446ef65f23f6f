//! Starts a browser: the desktop's default one, or one that a person chose, in a profile or a private window of it.
//!
//! The address is made by us, for a host of Salesforce's, and handed over as one argument: no shell reads it. A choice
//! that this computer cannot meet is refused, and another browser is not started in its place.

mod command_line;
mod known;
mod places;
mod profiles;
#[cfg(test)]
mod tests;

use std::time::Duration;

use keyperch_core::Opening;
use keyperch_core::model::error::Cause;
use keyperch_core::model::secret::AuthorizationUrl;
use keyperch_core::model::view::{BrowserChoice, BrowserView};
use tauri::{AppHandle, Runtime};
use tauri_plugin_shell::ShellExt;
use tauri_plugin_shell::process::CommandEvent;
use tokio::time::timeout;

use command_line::{CommandLine, command_line};
use known::KNOWN;
pub(crate) use places::Places;

/// A browser that cannot start says so soon; one that is still there after this is left alone.
const FAILS_WITHIN: Duration = Duration::from_secs(5);

/// Those of the browsers that we know which are installed. Reads the disk.
pub(crate) fn installed(places: &Places) -> Vec<BrowserView> {
    let found = KNOWN.iter().filter_map(|known| places.find(known));
    let view = |found: places::Found| {
        let mut profiles = found.profiles();
        if profiles.len() < 2 {
            profiles.clear(); // there is nothing to choose
        }
        BrowserView {
            id: found.known.id.to_owned(),
            name: found.known.name.to_owned(),
            profiles,
            private_window: found.known.private.as_ref().map(|private| private.name.to_owned()),
        }
    };
    found.map(view).collect()
}

/// The name of the browser that was chosen.
pub(crate) fn name(choice: &BrowserChoice) -> Option<String> {
    known::by_id(&choice.browser).map(|known| known.name.to_owned())
}

/// Whether a choice can still be carried out: its browser is installed, and has its profile.
pub(crate) fn is_there(places: &Places, choice: &BrowserChoice) -> bool {
    line_for(places, choice, "https://login.salesforce.com/").is_ok()
}

/// Opens the address of a sign-in: in the browser that was chosen, or in the desktop's own.
pub(crate) fn open<R: Runtime>(
    app: &AppHandle<R>,
    places: &Places,
    choice: Option<&BrowserChoice>,
    url: &AuthorizationUrl,
) -> Opening {
    open_address(app, places, choice, url.expose())
}

/// Opens an address of the org's: its home, a page of Setup.
pub(crate) fn open_address<R: Runtime>(
    app: &AppHandle<R>,
    places: &Places,
    choice: Option<&BrowserChoice>,
    address: &str,
) -> Opening {
    match choice {
        None => open_default(address.to_owned()),
        Some(choice) => match line_for(places, choice, address) {
            Ok(line) => start(app, line),
            Err(cause) => Box::pin(async { Err(cause) }),
        },
    }
}

/// Opens an address in the desktop's default browser, through the desktop's own opener.
fn open_default(address: String) -> Opening {
    // The opener often stays for as long as the browser runs: it is watched for a while, on a thread of its own.
    let opening =
        tokio::task::spawn_blocking(move || open::that_detached_with_timeout(address, FAILS_WITHIN));
    // Its own words name the command line, and with it the address.
    Box::pin(async move { opening.await?.map_err(|error| error.kind().to_string().into()) })
}

fn line_for(places: &Places, choice: &BrowserChoice, address: &str) -> Result<CommandLine, Cause> {
    let known = known::by_id(&choice.browser).ok_or("this browser is not known")?;
    let found = places.find(known).ok_or("this browser is not installed")?;
    command_line(places.system, &found, choice, address)
}

fn start<R: Runtime>(app: &AppHandle<R>, line: CommandLine) -> Opening {
    let started = app.shell().command(line.program).args(line.arguments).spawn();
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
