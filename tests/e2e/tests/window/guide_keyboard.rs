//! A set-up from its beginning to its hand-over with the keyboard alone.

use keyperch_e2e::Failed;
use keyperch_e2e::traveller::{HOST, Traveller};

use super::guided::{CONNECTED, COPY_CALLBACK, PROVE, is_ticked};
use super::keyboard::{ENTER, ESCAPE, SPACE, comes_to, tab_to, type_into};
use super::trip::set_out;

async fn enter_on(on: &Traveller, name: &str) -> Result<(), Failed> {
    tab_to(on, name).await?;
    on.window.keys(ENTER).await
}

#[tokio::test]
async fn from_the_first_run_to_the_hand_over_without_a_mouse() -> Result<(), Failed> {
    let on = set_out().await;
    on.window.says("one safe place").await?;
    enter_on(&on, "Connect the Rehearsal Tool").await?;
    type_into(&on, "Paste any address", HOST).await?;
    on.window.says("Salesforce answered").await?;
    type_into(&on, "Client", "Acme Retail").await?;
    type_into(&on, "Name", "UAT").await?;
    on.window.keys(ENTER).await?;
    on.window.says("Stuck on a step?").await?;

    enter_on(&on, COPY_CALLBACK).await?;
    is_ticked(&on, "oauth.callbacks", "copied").await?;
    assert_eq!(on.desk.clipboard().await?, "http://localhost:33333");
    comes_to(&on, "Add “Manage user data via APIs (api)”").await?;
    on.window.keys(SPACE).await?;
    on.window.says("you said so").await?;
    on.desk.copy(on.key()).await?;
    enter_on(&on, "Paste Consumer Key").await?;
    on.window.says(&on.key()[on.key().len() - 4..]).await?;
    enter_on(&on, "Stuck on a step?").await?;
    on.window.says("What does your screen say?").await?;
    on.window.keys("mismatch").await?;
    on.window.says("The Callback URL in Salesforce is different from ours").await?;
    on.window.keys(ESCAPE).await?;
    enter_on(&on, PROVE).await?;
    on.allow().await?;
    on.window.says(CONNECTED).await?;
    comes_to(&on, CONNECTED).await?;
    enter_on(&on, "Hand over…").await?;
    on.window.says("Hand over Rehearsal Tool").await?;
    enter_on(&on, "Sign in for the Rehearsal Tool").await?;
    on.allow().await?;
    on.window.says("Signed in for the Rehearsal Tool").await?;
    enter_on(&on, "Copy the commands").await?;
    on.window.says("Hand-over for Acme Retail UAT").await?;
    on.window.keys(ESCAPE).await?;
    enter_on(&on, "Done").await?;
    on.window.says("Signed in as").await
}
