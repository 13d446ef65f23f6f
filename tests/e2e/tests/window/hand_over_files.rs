//! What else an app is handed over as: a file for Postman, a record for a ticket, a template for a colleague.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use keyperch_e2e::Failed;
use keyperch_e2e::desk::run;
use keyperch_e2e::traveller::{HOST, Traveller};
use serde_json::Value;

use super::guided::{begin, bring_key, bring_secret, prove};
use super::hand_over::open;
use super::trip::{picture, set_out_with};

/// A set-up that is proven, with a secret, and its app's dialog open.
async fn proven() -> Result<Traveller, Failed> {
    let on = begin().await?;
    bring_key(&on, on.key()).await?;
    bring_secret(&on, on.secret()).await?;
    prove(&on).await?;
    on.window.press("Done").await?;
    on.window.says("Signed in as").await?;
    open(&on).await?;
    Ok(on)
}

/// Presses a button that asks where to, and answers.
async fn save(on: &Traveller, button: &str, file: &Path) -> Result<(), Failed> {
    on.window.press(button).await?;
    on.desk.answer_file_dialog(file)?;
    on.window.says("Saved.").await
}

/// A file with nothing of it in it.
fn is_harmless(on: &Traveller, text: &str) {
    for (what, secret) in [("key", on.key()), ("secret", on.secret()), ("refresh token", "5Aep861")] {
        assert!(!text.contains(secret), "the {what} is in it: {text}");
    }
    assert!(!text.contains("00D") || !text.contains('!'), "no access token either: {text}");
}

/// The value of a variable in a file for Postman.
fn value(file: &Value, name: &str) -> String {
    let values = file["values"].as_array().into_iter().flatten();
    let mut named = values.filter(|value| value["key"] == name).map(|value| value["value"].as_str());
    named.next().flatten().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_file_for_postman_holds_secrets_only_where_they_are_wanted() -> Result<(), Failed> {
    let on = proven().await?;
    let folder = on.desk.new_folder()?;
    on.window.tick("Postman").await?;
    let plain = folder.join("plain.json");
    save(&on, "Save the file…", &plain).await?;
    on.window.picture(&picture("hand-over-postman"), "Saved.").await?;
    let text = std::fs::read_to_string(&plain)?;
    is_harmless(&on, &text);
    let file: Value = serde_json::from_str(&text)?;
    assert_eq!(file["_postman_variable_scope"], "environment");
    assert_eq!(value(&file, "url"), format!("https://{HOST}"));

    on.window.tick("With key and secret").await?;
    let full = folder.join("full.json");
    save(&on, "Save the file…", &full).await?;
    let text = std::fs::read_to_string(&full)?;
    assert!(text.contains(on.key()) && text.contains(on.secret()), "Postman needs both");
    for file in [&plain, &full] {
        let mode = std::fs::metadata(file)?.permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{} is its owner's alone: {mode:o}", file.display());
    }
    on.nothing_lies_about(&[on.secret(), on.key()])
}

#[tokio::test]
async fn a_record_for_a_ticket_holds_no_secret() -> Result<(), Failed> {
    let on = proven().await?;
    on.window.tick("A ticket").await?;
    on.window.press("Copy this record").await?;
    on.window.picture(&picture("hand-over-ticket"), "Record copied.").await?;
    let record = on.desk.clipboard().await?;
    is_harmless(&on, &record);
    let end = &on.key()[on.key().len() - 4..];
    for said in
        [HOST, "Callback URL: http://localhost:33333", &format!("ends in {end}"), "set-up guide’s proof"]
    {
        assert!(record.contains(said), "{said} is not in it: {record}");
    }
    Ok(())
}

#[tokio::test]
async fn a_colleague_begins_with_a_template_that_holds_no_secret() -> Result<(), Failed> {
    let on = proven().await?;
    let file: PathBuf = on.desk.new_folder()?.join("rehearsal.keyperch.json");
    on.window.tick("A colleague").await?;
    save(&on, "Save the template…", &file).await?;
    is_harmless(&on, &std::fs::read_to_string(&file)?);
    on.quit().await?;

    let theirs = set_out_with(|_launch| ()).await;
    theirs.window.says("one safe place").await?;
    let mut second = Command::new(&theirs.launch.program);
    let environment = theirs.launch.environment.iter().map(|(name, value)| (name, value));
    run(second.arg("--open").arg(&file).envs(environment))?;
    theirs.window.picture(&picture("hand-over-template"), "Filled in from a template.").await?;
    theirs.window.press("Add and continue").await?;
    theirs.window.says("Stuck on a step?").await?;
    bring_key(&theirs, theirs.key()).await?;
    prove(&theirs).await
}
