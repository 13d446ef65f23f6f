//! What Keyperch looks after by itself, as a person meets it: memory only, "do not quit yet", a damaged list, the
//! self-check, the end of every sign-in.

use std::time::Duration;

use keyperch_e2e::Failed;
use keyperch_e2e::patience::until;
use keyperch_e2e::traveller::{HOST, Traveller};

use super::trip::{add_uat, picture, set_out, set_out_with, sign_in, start_again};

const COPY: &str = "Copy fresh token for Acme Retail UAT, Rehearsal Tool";

#[tokio::test]
async fn memory_only_this_time() -> Result<(), Failed> {
    let on =
        set_out_with(|launch| launch.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")).await;
    on.window.chord("n").await?;
    on.window.fill("Paste any address from this org", HOST).await?;
    on.window.fill("Client", "Acme Retail").await?;
    on.window.fill("Name", "UAT").await?;
    on.window.press("Add and continue").await?;
    on.window.fill("Name of the app", "Rehearsal Tool").await?;
    on.window.fill("Consumer Key", on.key()).await?;
    on.window.tick("The app does not require the secret").await?;
    on.window.press("Save app").await?;
    on.window.picture(&picture("memory-only-offered"), "started outside a desktop session").await?;
    on.window.press("Memory only this time").await?;
    on.window.says("You will sign in at").await?;
    sign_in(&on).await?;
    on.window.press(COPY).await?;
    on.window.says("copied. Clears in").await?;
    assert!(on.desk.clipboard().await?.starts_with("00D"));
    on.window.picture(&picture("memory-only"), "is forgotten when Keyperch ends").await?;
    assert!(on.desk.keychain_items()?.is_empty(), "nothing of it is in the keychain");
    on.nothing_lies_about(&["5Aep861", on.key()])
}

/// Has the app's token renewed, by pasting its secret: Salesforce answers after that many milliseconds.
async fn renew_slowly(on: &Traveller, milliseconds: u32) -> Result<(), Failed> {
    let fault = format!(r#"{{"kind":"token","fault":"slow","ms":{milliseconds}}}"#);
    on.practice.order("POST", "/faults", &fault)?;
    let secret = on.practice.org(HOST)["apps"][0]["consumer_secret"].as_str().ok_or("no secret")?;
    on.desk.copy(secret).await?;
    on.window.press("Edit app").await?;
    on.window.tick("The app does not require the secret").await?;
    on.window.press("Paste Consumer Secret").await?;
    on.window.says("Pasted").await?;
    on.window.press("Save app").await?;
    until("the request", || async { Ok((on.practice.seen("token")?.len() == 2).then_some(())) }).await
}

#[tokio::test]
async fn do_not_quit_yet() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    renew_slowly(&on, 4000).await?;
    let frozen = on.desk.freeze_keychain()?;
    on.window.picture(&picture("do-not-quit"), "Do not quit yet").await?;
    on.desk.close_window("keyperch.Keyperch")?;
    on.window.picture(&picture("quit-and-lose"), "Quit and lose").await?;
    on.window.press("Stay").await?;
    drop(frozen);
    let is_saved = || async { Ok((!on.window.text().await?.contains("Do not quit yet")).then_some(())) };
    until("the keychain to take it", is_saved).await?;
    on.window.press("Cancel").await?;
    on.window.press(COPY).await?;
    on.window.says("copied. Clears in").await?;
    assert_eq!(
        on.practice.seen("token")?.len(),
        2,
        "what was given was kept, and nothing was asked for again"
    );
    on.quit().await
}

#[tokio::test]
async fn a_renewal_under_way_is_waited_for_when_the_window_is_closed() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    renew_slowly(&on, 2000).await?;
    on.quit().await?;
    let again = start_again(&on).await?;
    again.window.press(COPY).await?;
    again.window.says("copied. Clears in").await?;
    assert_eq!(again.practice.seen("token")?.len(), 2, "its answer was kept before the end");
    Ok(())
}

#[tokio::test]
async fn a_damaged_list_is_put_back_from_its_copy() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    on.quit().await?;
    let second = start_again(&on).await?; // the list is copied at each start
    second.window.says("UAT").await?;
    second.quit().await?;
    let file = on.launch.data_dir.join("keyperch.sqlite");
    let mut bytes = std::fs::read(&file)?;
    bytes.iter_mut().skip(4096).step_by(7).for_each(|byte| *byte ^= 0x55);
    std::fs::write(&file, &bytes)?;

    let third = start_again(&second).await?;
    third.window.picture(&picture("list-damaged"), "damaged").await?;
    let press = "const copy = [...document.querySelectorAll('button')].find((one) => one.innerText.startsWith('Use the copy of'));\
                 copy?.click(); arguments[0](copy !== undefined)";
    assert_eq!(third.window.script(press, vec![]).await?, true, "a copy is offered");
    third.window.says("Acme Retail").await?;
    third.window.press(COPY).await?;
    third.window.says("copied. Clears in").await?;
    let kept = std::fs::read_dir(&on.launch.data_dir)?.flatten();
    let mut names = kept.map(|entry| entry.file_name().to_string_lossy().into_owned());
    assert!(names.any(|name| name.starts_with("keyperch.damaged-1")), "the damaged one is still there");
    Ok(())
}

#[tokio::test]
async fn list_and_keychain_are_compared_and_every_sign_in_ended() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    on.window.press("More").await?;
    on.window.press("Self-check…").await?;
    on.window.picture(&picture("self-check"), "Everything agrees").await?;
    on.window.press("Close").await?;
    on.window.press("More").await?;
    on.window.press("Revoke all sign-ins…").await?;
    on.window.picture(&picture("revoke-all"), "Revoke all sign-ins?").await?;
    on.window.press("Revoke all").await?;
    on.window.picture(&picture("revoked-all"), "1 revoked").await?;
    assert_eq!(on.practice.seen("revoke")?.len(), 1);
    assert!(!on.desk.keychain_items()?.contains("-token"), "no token is left");
    Ok(())
}

#[tokio::test]
async fn a_sign_out_that_nobody_hears_waits_and_is_told_later() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    sign_in(&on).await?;
    on.practice.order("POST", "/faults", r#"{"kind":"revoke","fault":"drop_before","times":2}"#)?;
    on.window.press("Sign out…").await?;
    on.window.press("Sign out").await?;
    on.window.picture(&picture("sign-out-waits"), "1 sign-out waits").await?;
    let told = || async { Ok((!on.window.text().await?.contains("sign-out waits")).then_some(())) };
    tokio::time::sleep(Duration::from_millis(200)).await;
    on.window.press("Try now").await?;
    until("Salesforce to hear", told).await?;
    assert!(!on.desk.keychain_items()?.contains("-token"), "its tokens are gone with it");
    Ok(())
}
