//! The browser's part of a sign-in, without a browser: the desktop's opener notes the address, and the practice org's own
//! visitor logs in there and is sent back.
//!
//! For whoever wants to get past a sign-in, not to see one.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use serde_json::json;

use crate::Failed;
use crate::desk::{Desk, run};
use crate::patience::until;
use crate::traveller::Traveller;

/// Puts an opener before the desktop's own: it writes down what it is given, and opens nothing.
pub fn stand_in_for_the_browser(desk: &Desk) -> Result<(), Failed> {
    let programs = desk.folder.join("programs");
    std::fs::create_dir_all(&programs)?;
    let opener = programs.join("xdg-open");
    let notes = desk.folder.join("opened");
    std::fs::write(&opener, format!("#!/bin/sh\nprintf '%s\\n' \"$*\" >>'{}'\n", notes.display()))?;
    Ok(std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o755))?)
}

/// Somebody logs in at the address that was opened as this one (the first is 0), presses `allow` or `deny`, and is sent
/// back.
pub async fn visits(on: &Traveller, nth: usize, username: &str, press: &str) -> Result<(), Failed> {
    let address = until("an address to open", || async { Ok(on.opened().into_iter().nth(nth)) }).await?;
    let visit = json!({ "address": address, "username": username, "password": "practice", "press": press });
    let came = on.practice.order("POST", "/visit", &visit.to_string())?;
    let callback = came["sent_to"].as_str().ok_or_else(|| format!("{username} stayed: {came}"))?;
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--noproxy", "*", "--max-time", "10", "--output", "/dev/null", callback]);
    run(&mut curl).map(drop)
}
