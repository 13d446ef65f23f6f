//! The keychain locked, frozen or absent: each in its own words, before the browser opens; and the window answers
//! all the while.

use keyperch_e2e::Failed;

use super::trip::{add_uat, picture, set_out, set_out_with, sign_in};

/// Counts the frames until the page says that the keychain does not answer.
const COUNT_FRAMES: &str = "
    window.drawn = 0;
    const draw = () => {
        if (document.body.innerText.includes('does not answer')) return;
        window.drawn += 1;
        requestAnimationFrame(draw);
    };
    draw();
    arguments[0](true);";

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
    let frozen = on.desk.freeze_keychain()?;
    on.window.press("Continue in browser").await?;
    // While the keychain is silent, the window is not.
    on.window.script(COUNT_FRAMES, vec![]).await?;
    on.window.picture(&picture("keychain-frozen"), "does not answer").await?;
    let drawn = on.window.script("arguments[0](window.drawn)", vec![]).await?;
    assert!(drawn.as_u64() > Some(10), "it was drawn only {drawn} times before that was said");
    drop(frozen);
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
