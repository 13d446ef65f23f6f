//! A token in each of its shapes, read back by whoever will read it: bash, curl, a JSON reader.

use std::path::Path;
use std::process::{Command, Stdio};

use keyperch_core::Shaped;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::shape::Shape;
use keyperch_core::model::view::Copied;
use practice_org::{FaultName, FaultOrder};
use serde_json::{Value, json};

use super::support::Story;
use super::support::story::Entry;
use super::support::tool::history_of_bash;

const AT: &str = "https://acme--uat.sandbox.my.salesforce.com";

pub(crate) async fn signed_in() -> (Story, Entry) {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    (story, uat)
}

/// What is lent, and what it is called.
async fn lent(story: &Story, entry: &Entry, shape: Shape) -> (String, Copied) {
    match story.core.copy_as(entry.app, shape).await.expect("a text") {
        Shaped::Lent { text, what } => (text.expose().to_owned(), what),
        Shaped::Plain(text) => panic!("{text} stays on the clipboard"),
    }
}

/// What bash has in these variables after it has read a file.
pub(crate) fn sourced(folder: &Path, file: &str, variables: &[String]) -> Vec<String> {
    let path = folder.join("read.env");
    std::fs::write(&path, file).expect("written");
    let said: Vec<String> = variables.iter().map(|name| format!("printf '%s\\0' \"${name}\"; ")).collect();
    let mut bash = Command::new("/bin/bash");
    bash.args(["--norc", "--noprofile", "-c", &format!("source \"$0\"; {}", said.concat())])
        .arg(&path)
        .env_clear();
    let ended = bash.output().expect("a bash");
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "bash has nothing to complain about");
    let said = String::from_utf8(ended.stdout).expect("text");
    said.split_terminator('\0').map(str::to_owned).collect()
}

#[tokio::test]
async fn the_token_alone_is_said_to_be_new_only_when_it_is() {
    let (story, uat) = signed_in().await;
    let (token, _) = story.copy(uat.app).await.expect("a token");
    assert_eq!(lent(&story, &uat, Shape::Token).await, (token.clone(), Copied::Token));
    assert_eq!(lent(&story, &uat, Shape::Bearer).await.0, format!("Authorization: Bearer {token}"));
    story.later(std::time::Duration::from_secs(600));
    story.practice.expire_tokens(&practice_org::Selection::default());
    let (renewed, what) = lent(&story, &uat, Shape::Token).await;
    assert!(renewed != token && what == Copied::NewToken);
}

#[tokio::test]
async fn bash_reads_a_file_of_variables_as_it_was_meant() {
    let (story, uat) = signed_in().await;
    let (token, _) = story.copy(uat.app).await.expect("a token");
    assert!(token.contains('!'), "the character that a shell would take for its history is in it");
    let (file, what) = lent(&story, &uat, Shape::Env).await;
    let names = ["SF_ACCESS_TOKEN", "SF_INSTANCE_URL"].map(str::to_owned);
    assert_eq!(sourced(&story.folder, &file, &names), [token, AT.to_owned()]);
    assert_eq!(what, Copied::Env);
}

#[tokio::test]
async fn curl_gets_the_token_on_its_input_and_the_org_takes_it() {
    let (story, uat) = signed_in().await;
    let (token, _) = story.copy(uat.app).await.expect("a token");
    let (command, what) = lent(&story, &uat, Shape::Curl).await;
    let (before, input) = command.split_once(" <<< ").expect("an input");
    assert!(!before.contains(&token[4..20]), "no argument has it, which every program could read");
    assert!(input.contains(&token) && what == Copied::Curl);
    // As it would be pasted: bash, its history, and the shell's own curl.
    let mut bash = Command::new("/bin/bash");
    bash.args(["--norc", "--noprofile", "-i"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    bash.env("HTTPS_PROXY", story.practice.proxy_url()).env("CURL_CA_BUNDLE", story.practice.ca_pem());
    bash.env("HISTFILE", story.folder.join("unused")).env_remove("NO_PROXY").env_remove("no_proxy");
    let mut running = bash.stderr(Stdio::piped()).spawn().expect("a bash");
    let mut pasted = running.stdin.take().expect("its input");
    std::io::Write::write_all(&mut pasted, command.as_bytes()).expect("pasted");
    drop(pasted);
    let ended = tokio::task::spawn_blocking(|| running.wait_with_output()).await.expect("a thread");
    let ended = ended.expect("it ends");
    let answer: Value = serde_json::from_slice(&ended.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&ended.stderr)));
    assert!(answer.get("DailyApiRequests").is_some(), "{answer}");
    assert_eq!(story.seen("limits").len(), 1);
    let kept = history_of_bash(&story.folder, &format!("echo before\n{}", command.replace("curl", "true")));
    assert_eq!(kept.lines().collect::<Vec<_>>(), ["echo before"]);
}

#[tokio::test]
async fn an_object_says_whose_token_it_is() {
    let (story, uat) = signed_in().await;
    let (token, _) = story.copy(uat.app).await.expect("a token");
    let (text, what) = lent(&story, &uat, Shape::Json).await;
    let shown = story.core.orgs().await.expect("the list").remove(0);
    let expected = json!({
        "accessToken": token,
        "instanceUrl": AT,
        "organizationId": shown.organization_id.expect("an id"),
        "username": "ana@acme.com.uat",
    });
    assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), expected);
    assert_eq!(what, Copied::Json);
}

#[tokio::test]
async fn postman_shows_the_token_as_dots() {
    let (story, uat) = signed_in().await;
    let (token, _) = story.copy(uat.app).await.expect("a token");
    let (text, what) = lent(&story, &uat, Shape::Postman).await;
    let written: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&written["name"], what), (&json!("Acme Retail UAT"), Copied::Postman));
    assert_eq!(written["_postman_variable_scope"], "environment");
    assert_eq!(
        written["values"],
        json!([
            { "key": "url", "value": AT, "type": "default", "enabled": true },
            { "key": "accessToken", "value": token, "type": "secret", "enabled": true },
        ])
    );
}

#[tokio::test]
async fn the_instance_url_stays_and_asks_nobody() {
    let (story, uat) = signed_in().await;
    let before = story.practice.seen(0).len();
    let Shaped::Plain(text) = story.core.copy_as(uat.app, Shape::InstanceUrl).await.expect("a text") else {
        panic!("it is no secret");
    };
    assert_eq!(text, AT);
    assert_eq!(story.practice.seen(0).len(), before);
}

#[tokio::test]
async fn the_shape_that_was_chosen_last_is_remembered_and_the_keys_of_others_change_it_not() {
    let (mut story, uat) = signed_in().await;
    let remembered = async |story: &Story| story.core.orgs().await.expect("the list").remove(0).copy_as;
    assert_eq!(remembered(&story).await, Shape::Token);
    lent(&story, &uat, Shape::Curl).await;
    for shape in [Shape::Token, Shape::Bearer] {
        lent(&story, &uat, shape).await;
        assert_eq!(remembered(&story).await, Shape::Curl, "after {shape:?}");
    }
    story.core.copy_as(uat.app, Shape::InstanceUrl).await.expect("a text");
    story.open_again();
    assert_eq!(remembered(&story).await, Shape::InstanceUrl);
}

#[tokio::test]
async fn a_token_that_would_be_an_order_is_not_written_into_a_file_or_command() {
    let (story, uat) = signed_in().await;
    story.later(std::time::Duration::from_secs(600));
    story.practice.expire_tokens(&practice_org::Selection::default());
    let merge = json!({ "access_token": "00D'; id; '" }).as_object().cloned();
    story
        .practice
        .fault(FaultOrder { merge, ..FaultOrder::once("token", FaultName::With) })
        .expect("a fault");
    let failure = story.core.copy_as(uat.app, Shape::Env).await.expect_err("no text");
    assert!(matches!(failure, Failure::Unexpected { .. }), "{failure:?}");
}
