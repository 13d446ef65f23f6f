//! The keychain locked, frozen or absent: each in its own words, before the browser opens; and the window answers
//! all the while.

use std::time::Duration;

use keyperch_e2e::Failed;

use super::trip::{add_uat, picture, set_out, set_out_with, sign_in};

#[tokio::test]
async fn locked_and_nobody_unlocks_it() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    on.desk.lock_keychain()?;
    on.window.press("Continue in browser").await?;
    on.desk.answer_prompt(&["Escape"])?;
    on.window.picture(&picture("keychain-locked"), "locked").await?;
    on.window.press("Try again").await?;
    on.window.press("Continue in browser").await?;
    on.desk.answer_prompt(&["type:practice", "Return"])?;
    on.allow().await?;
    on.window.says("Signed in to").await
}

#[tokio::test]
async fn frozen() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    on.desk.signal_keychain("STOP")?;
    let outcome = async {
        on.window.press("Continue in browser").await?;
        // While the keychain is silent, the window is not.
        let echo = "const asked = performance.now(); requestAnimationFrame(() => arguments[0](performance.now() - asked))";
        for _ in 0..10 {
            let waited = on.window.script(echo, vec![]).await?.as_f64().ok_or("no time")?;
            assert!(waited < 1000.0, "the window took {waited} ms for one frame");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        on.window.picture(&picture("keychain-frozen"), "does not answer").await
    };
    let outcome = outcome.await;
    on.desk.signal_keychain("CONT")?;
    outcome?;
    assert!(on.opened().is_empty(), "no browser was opened");
    on.window.press("Try again").await?;
    sign_in(&on).await
}

#[tokio::test]
async fn absent() -> Result<(), Failed> {
    let on =
        set_out_with(|launch| launch.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")).await;
    on.window.chord("n").await?;
    on.window.fill("Paste any address from this org", "acme.my.salesforce.com").await?;
    on.window.fill("Client", "Acme Retail").await?;
    on.window.fill("Name", "Production").await?;
    on.window.press("Add and continue").await?;
    on.window.fill("Name of the app", "Rehearsal Tool").await?;
    on.window.fill("Consumer Key", "3MVG9abcdefghijklmnop").await?;
    on.window.tick("The app does not require the secret").await?;
    on.window.press("Save app").await?;
    on.window.picture(&picture("keychain-absent"), "started outside a desktop session").await
}
