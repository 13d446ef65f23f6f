//! Each thing that can go wrong with a sign-in ends in its own words, with nothing half-stored and the port free.

use std::net::TcpListener;
use std::path::Path;

use keyperch_e2e::Failed;
use keyperch_e2e::desk::Desk;
use keyperch_e2e::patience::until;
use keyperch_e2e::traveller::{ANA, HOST};
use serde_json::json;

use super::trip::{add_uat, ends_with, picture, practice, set_out, set_out_with, sign_in};

fn port_is_free() {
    for loopback in ["127.0.0.1", "::1"] {
        TcpListener::bind((loopback, 33333)).expect("the port is free");
    }
}

#[tokio::test]
async fn denied() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    on.window.press("Continue in browser").await?;
    let browser = on.browser().await?;
    browser.log_in(ANA).await?;
    browser.press("#oadeny").await?;
    browser.window.close().await?;
    ends_with(&on, "Deny", "Allow", "denied").await?;
    on.window.press("Try again").await?;
    on.window.press("Continue in browser").await?;
    on.allow().await?;
    on.window.says("Signed in to").await
}

#[tokio::test]
async fn cancelled() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    on.window.press("Continue in browser").await?;
    on.window.says("left").await?;
    TcpListener::bind(("127.0.0.1", 33333)).expect_err("held while it waits");
    on.window.press("Cancel").await?;
    on.window.says("Sign-in cancelled. Nothing was saved.").await?;
    port_is_free();
    Ok(())
}

#[tokio::test]
async fn port_taken_on_either_stack() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    for loopback in ["127.0.0.1", "::1"] {
        let held = TcpListener::bind((loopback, 33333)).expect("the port");
        on.window.press("Continue in browser").await?;
        ends_with(&on, "Another program is using port 33333", "sign-in uses the same port", "port-taken")
            .await?;
        drop(held);
        on.window.press("Try again").await?;
        on.window.says("You will sign in at").await?;
    }
    assert!(on.opened().is_empty(), "no browser was opened");
    sign_in(&on).await
}

#[tokio::test]
async fn no_browser() -> Result<(), Failed> {
    // The desktop's opener, which finds no browser and says so: what failed there bears the address.
    let folder = Desk::here()?.new_folder()?;
    for opener in ["xdg-open", "gio", "gnome-open", "kde-open", "wslview"] {
        program(&folder.join(opener), "exit 3")?;
    }
    let on = set_out_with(|launch| launch.set("PATH", &folder.display().to_string())).await;
    add_uat(&on).await?;
    on.window.press("Continue in browser").await?;
    ends_with(&on, "The browser could not be opened", "choose another browser", "no-browser").await?;
    port_is_free();
    on.nothing_lies_about(&[on.key(), "code_challenge"])?;
    let log = std::fs::read_to_string(on.launch.data_dir.join("keyperch.log"))?;
    assert!(log.contains("browser"), "that it failed is in the log:\n{log}");
    Ok(())
}

/// A program that does this.
fn program(path: &Path, does: &str) -> Result<(), Failed> {
    std::fs::write(path, format!("#!/bin/sh\n{does}\n"))?;
    Ok(std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755))?)
}

#[tokio::test]
async fn another_browser_can_be_chosen() -> Result<(), Failed> {
    // A program of that name, which notes what it was given and opens nothing.
    let folder = Desk::here()?.new_folder()?;
    let given = folder.join("given");
    program(&folder.join("firefox"), &format!("printf '%s' \"$1\" >'{}'", given.display()))?;
    let on = set_out_with(|launch| launch.set("PATH", &format!("{}:/usr/bin:/bin", folder.display()))).await;
    add_uat(&on).await?;
    on.window.choose("Browser", "Firefox").await?;
    on.window.press("Continue in browser").await?;
    on.window.says("Firefox").await?;
    let given = until("the address", || async {
        Ok(Some(std::fs::read_to_string(&given)?).filter(|text| !text.is_empty()))
    })
    .await?;
    assert!(given.starts_with(&format!("https://{HOST}/services/oauth2/authorize?")), "{given}");
    assert!(on.opened().is_empty(), "and not to the default browser");
    on.window.press("Cancel").await
}

#[tokio::test]
async fn nobody_at_the_address() -> Result<(), Failed> {
    let on = set_out().await;
    on.window.chord("n").await?;
    on.window.fill("Paste any address from this org", "https://nosuch.my.salesforce.com/").await?;
    on.window.picture(&picture("nobody-there"), "You can save the org all the same.").await?;
    // The proxy is asked, not the names: it cannot tell a name that is unknown from an org that is away.
    on.window.says("Salesforce cannot be reached").await
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for() -> Result<(), Failed> {
    let on = set_out_with(|launch| launch.set("KEYPERCH_EXTRA_CA", "")).await;
    add_uat(&on).await?;
    on.window.press("Continue in browser").await?;
    ends_with(&on, "The connection is not safe", "Ask IT to add its certificate", "tls-refused").await?;
    on.window.says("whom this computer does not trust").await?;
    assert!(on.opened().is_empty(), "no browser was opened");
    port_is_free();
    Ok(())
}

#[tokio::test]
async fn a_page_in_the_place_of_the_answer() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    on.practice.fault_at_exchange(json!({ "fault": "html" }))?;
    on.window.press("Continue in browser").await?;
    on.allow().await?;
    ends_with(&on, "The network wants you to log in first", "log in to the network", "captive-portal")
        .await?;
    port_is_free();
    Ok(())
}

#[tokio::test]
async fn a_list_that_is_damaged() -> Result<(), Failed> {
    let on = set_out_with(|launch| {
        std::fs::write(launch.data_dir.join("keyperch.sqlite"), "no database, ".repeat(400)).expect("a file");
    })
    .await;
    on.window.picture(&picture("list-damaged"), "damaged").await
}

#[tokio::test]
async fn a_folder_that_cannot_be_used() -> Result<(), Failed> {
    let file = Desk::here()?.new_folder()?.join("a-file");
    std::fs::write(&file, "no folder")?;
    let on = set_out_with(|launch| launch.set("KEYPERCH_DATA_DIR", &file.display().to_string())).await;
    on.window.picture(&picture("folder-unusable"), "The list of orgs cannot be saved").await
}

#[tokio::test]
async fn a_template_that_is_none_is_told_at_the_first_start() -> Result<(), Failed> {
    let file = Desk::here()?.new_folder()?.join("typo.json");
    std::fs::write(&file, "{ \"keyperch\": \"template\", \"version\": 1, \"orgs\": {} }")?;
    let open = |file: &Path| ["--open".to_owned(), file.display().to_string()].to_vec();
    let on = set_out_with(|launch| launch.arguments = open(&file)).await;
    on.window.picture(&picture("template-refused"), "not a Keyperch template").await?;
    drop(on);
    let practice = practice();
    let right = practice.org(HOST)["template"].as_str().ok_or("no template")?;
    let on = set_out_with(|launch| launch.arguments = open(Path::new(right))).await;
    on.window.says("Filled in from a template").await
}
