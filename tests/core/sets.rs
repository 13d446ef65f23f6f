//! Sets: fresh tokens of several orgs as one block, of which each line says whose it is.

use std::collections::HashSet;

use keyperch_core::model::environment::Environment;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::field::{Field, FieldRefused, Problem};
use keyperch_core::model::guard::GuardProof;
use keyperch_core::model::ids::{ClientAppId, SetId};
use keyperch_core::model::shape::SetShape;
use keyperch_core::model::view::{Change, OrgForm, SetForm, SetView};
use practice_org::{FaultName, FaultOrder, Selection};
use serde_json::{Value, json};

use super::copies::sourced;
use super::guard::production;
use super::support::Story;
use super::support::story::{Entry, org_form};

const DEV: &str = "acme--dev.sandbox.my.salesforce.com";

fn form(name: &str, code: &str, shape: SetShape, apps: &[ClientAppId]) -> SetForm {
    SetForm { name: name.to_owned(), code: code.to_owned(), shape, apps: apps.to_vec() }
}

/// The set's block, and how much of it there is.
async fn block(story: &Story, set: SetId) -> Result<(String, u32, Vec<Failure>), Failure> {
    let block = story.core.copy_set(set).await?;
    let left_out = block.copied.left_out.into_iter().map(|left| left.failure).collect();
    Ok((block.text.expose().to_owned(), block.copied.copied, left_out))
}

fn refused(field: Field, problem: Problem) -> Failure {
    Failure::Field { refused: FieldRefused { field, problem } }
}

fn told(story: &Story) -> Vec<Vec<SetView>> {
    let changes = story.changes.lock().unwrap();
    let sets = |change: &Change| match change {
        Change::Sets { sets } => Some(sets.clone()),
        _ => None,
    };
    changes.iter().filter_map(sets).collect()
}

/// Production, UAT and Dev of one client, all signed in to, and the guard of production passed.
async fn three() -> (Story, [Entry; 3]) {
    let story = Story::begin().await;
    let (production, uat) = (production(&story).await, story.uat().await);
    let dev = story.add(DEV, &story.callback()).await;
    story.sign_in(uat.app).await.expect("signed in");
    story.sign_in_as(dev.app, "ana@acme.com.dev").await.expect("signed in");
    let passed = story.core.pass_guard(vec![production.org], GuardProof::Again, async || Ok(())).await;
    passed.expect("passed");
    (story, [production, uat, dev])
}

async fn tokens(story: &Story, entries: &[Entry]) -> Vec<String> {
    let mut tokens = Vec::new();
    for entry in entries {
        tokens.push(story.copy(entry.app).await.expect("a token").0);
    }
    tokens
}

#[tokio::test]
async fn bash_reads_the_block_of_variables_and_production_says_what_it_is() {
    let (story, entries) = three().await;
    let apps = [entries[1].app, entries[0].app, entries[2].app];
    let set = story.core.save_set(None, form("Acme all", "", SetShape::Env, &apps)).await.expect("a set");
    let (text, copied, left_out) = block(&story, set).await.expect("a block");
    assert_eq!((copied, left_out), (3, vec![]));
    let heads: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
    let expected = ["# Acme Retail · UAT", "# PRODUCTION · Acme Retail · Production", "# Acme Retail · Dev"];
    assert_eq!(heads, expected, "in the order of the set");
    let names = ["ACP_ACCESS_TOKEN", "ACU_ACCESS_TOKEN", "ACD_ACCESS_TOKEN"].map(str::to_owned);
    assert_eq!(sourced(&story.folder, &text, &names), tokens(&story, &entries).await);
    let address = sourced(&story.folder, &text, &["ACP_INSTANCE_URL".to_owned()]);
    assert_eq!(address, ["https://acme.my.salesforce.com"]);
}

#[tokio::test]
async fn a_table_has_a_column_for_the_kind_and_an_object_a_member_for_each_org() {
    let (story, entries) = three().await;
    let apps = [entries[0].app, entries[1].app];
    let set = story.core.save_set(None, form("Two", "two", SetShape::Table, &apps)).await.expect("a set");
    let tokens = tokens(&story, &entries[..2]).await;
    let (text, ..) = block(&story, set).await.expect("a block");
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows[0].last(), Some(&"Access token"));
    let at = "https://acme.my.salesforce.com";
    let expected =
        ["acp", "Acme Retail", "Production", "PRODUCTION", "", "ana@acme.com", at, tokens[0].as_str()];
    assert_eq!(rows[1], expected);
    assert_eq!((rows[2][3], rows[2][7], rows.len()), ("uat", tokens[1].as_str(), 3));

    story.core.save_set(Some(set), form("Two", "two", SetShape::Json, &apps)).await.expect("saved");
    let (text, ..) = block(&story, set).await.expect("a block");
    let object: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(object.as_object().map(serde_json::Map::len), Some(2));
    assert_eq!(object["acp"]["accessToken"], json!(tokens[0]));
    assert_eq!(object["acp"]["kind"], "PRODUCTION");
    assert_eq!(object["acu"]["kind"], "uat");
    assert_eq!(object["acu"]["instanceUrl"], "https://acme--uat.sandbox.my.salesforce.com");
    assert!(object["acu"]["organizationId"].as_str().is_some_and(|id| id.starts_with("00D")));
    assert_eq!(object["acu"]["username"], "ana@acme.com.uat");
}

#[tokio::test]
async fn one_dead_org_is_left_out_with_its_reason_and_the_others_are_there() {
    let (story, entries) = three().await;
    let apps = entries.each_ref().map(|entry| entry.app);
    let set = story.core.save_set(None, form("Acme all", "", SetShape::Json, &apps)).await.expect("a set");
    story.core.sign_out(entries[1].app).await.expect("signed out");
    let (text, copied, left_out) = block(&story, set).await.expect("a block");
    assert_eq!(left_out, [Failure::NeedsSignIn { app: entries[1].app }]);
    assert_eq!(copied, 2);
    let object: Value = serde_json::from_str(&text).expect("JSON");
    let labels: HashSet<&String> = object.as_object().expect("an object").keys().collect();
    assert_eq!(labels, HashSet::from([&"acp".to_owned(), &"acd".to_owned()]), "it is not named");
}

#[tokio::test]
async fn nothing_is_copied_where_nobody_gave_a_token() {
    let (story, entries) = three().await;
    let apps = [entries[1].app, entries[2].app];
    let set = story.core.save_set(None, form("Both", "", SetShape::Env, &apps)).await.expect("a set");
    for entry in &entries[1..] {
        story.core.sign_out(entry.app).await.expect("signed out");
    }
    assert_eq!(block(&story, set).await, Err(Failure::NeedsSignIn { app: entries[1].app }), "the first");
}

#[tokio::test]
async fn the_orgs_are_asked_side_by_side() {
    let (story, entries) = three().await;
    let apps = entries.each_ref().map(|entry| entry.app);
    let set = story.core.save_set(None, form("Acme all", "", SetShape::Env, &apps)).await.expect("a set");
    story.later(std::time::Duration::from_secs(600));
    story.practice.expire_tokens(&Selection::default());
    let slow = FaultOrder { times: 3, ms: Some(2000), ..FaultOrder::once("token", FaultName::Slow) };
    story.practice.fault(slow).expect("a fault");
    let asked = tokio::time::timeout(std::time::Duration::from_millis(5500), block(&story, set)).await;
    let (_text, copied, _left_out) = asked.expect("not one after the other").expect("a block");
    assert_eq!((copied, story.seen("token").iter().filter(|seen| seen.outcome == "ok").count()), (3, 6));
}

#[tokio::test]
async fn two_apps_of_one_org_have_names_of_their_own() {
    let (story, [_production, uat, _dev]) = three().await;
    let second = story.core.add_beside(uat.app).await.expect("a second entry");
    story.sign_in(second).await.expect("signed in");
    let apps = [uat.app, second];
    let set = story.core.save_set(None, form("Mine", "", SetShape::Env, &apps)).await.expect("a set");
    let (text, copied, _left_out) = block(&story, set).await.expect("a block");
    assert_eq!(copied, 2);
    assert!(text.contains("# Acme Retail · UAT · Rehearsal Tool\nACU_ACCESS_TOKEN="), "{}", text.len());
    assert!(text.contains("# Acme Retail · UAT · Rehearsal Tool 2\nACU_2_ACCESS_TOKEN="), "{}", text.len());
}

#[tokio::test]
async fn names_mean_nothing_to_a_shell_or_a_spreadsheet() {
    let (story, [_production, _uat, dev]) = three().await;
    let named = OrgForm { code: "7".to_owned(), ..org_form(DEV, "=Acme", "\"Old\" dev") };
    story.core.edit_org(dev.org, named).await.expect("named");
    for (shape, words) in [
        (SetShape::Env, "# =Acme · \"Old\" dev\n_7_ACCESS_TOKEN="),
        (SetShape::Table, "\n7\t'=Acme\t'\"Old\" dev\tdevelopment\t\tana@acme.com.dev\thttps://acme--dev"),
    ] {
        let name = format!("As {shape:?}");
        let set = story.core.save_set(None, form(&name, "", shape, &[dev.app])).await.expect("a set");
        let (text, _copied, _left_out) = block(&story, set).await.expect("a block");
        assert!(text.contains(words), "{shape:?}: {}", text.split("00D").next().unwrap_or_default());
    }
}

#[tokio::test]
async fn what_is_removed_for_a_moment_keeps_its_place_in_a_set() {
    let (story, [production, uat, dev]) = three().await;
    let apps = [production.app, uat.app, dev.app];
    let set = story.core.save_set(None, form("All", "all", SetShape::Env, &apps)).await.expect("a set");
    story.core.remove_orgs(vec![uat.org], true).await.expect("removed");
    let left = [production.app, dev.app];
    story.core.save_set(Some(set), form("Both", "all", SetShape::Env, &left)).await.expect("renamed");
    let removal = story.core.removal().expect("it can come back").id;
    story.core.undo_removal(removal).await.expect("brought back");
    let shown = story.core.sets().await.expect("the sets").remove(0);
    assert_eq!((shown.name.as_str(), HashSet::from_iter(shown.apps)), ("Both", HashSet::from(apps)));
    story.core.save_set(Some(set), form("Both", "all", SetShape::Env, &left)).await.expect("taken out");
    assert_eq!(story.core.sets().await.expect("the sets")[0].apps, left);
}

#[tokio::test]
async fn a_code_reaches_one_thing_and_a_set_is_refused_for_what_is_wrong_with_it() {
    let (story, [production, uat, dev]) = three().await;
    let core = &story.core;
    let save = async |id, form| core.save_set(id, form).await.map_err(Failure::from);
    let of = |name: &str, code: &str| form(name, code, SetShape::Env, &[uat.app, dev.app, uat.app]);
    let taken = refused(Field::Code, Problem::Taken);
    assert_eq!(save(None, of("Acme all", "ACU")).await, Err(taken.clone()), "an org has it");
    let set = save(None, of("Acme all", "")).await.expect("a set");
    let shown = core.sets().await.expect("the sets").remove(0);
    assert_eq!((shown.code.as_str(), &*shown.apps), ("aca", &[uat.app, dev.app][..]), "each once");
    assert_eq!(save(None, of("acme ALL", "x")).await, Err(refused(Field::SetName, Problem::Taken)));
    assert_eq!(save(None, of("Another", "aca")).await, Err(taken.clone()));
    let clash = OrgForm { code: "aca".to_owned(), ..org_form("boreal.my.salesforce.com", "Boreal", "Main") };
    assert_eq!(core.add_org(clash).await.map_err(Failure::from), Err(taken), "a set has it");
    let made = core.add_org(org_form("acme.my.salesforce.mil", "Acme", "Another")).await.expect("an org");
    let orgs = core.orgs().await.expect("the list");
    let made = orgs.iter().find(|org| org.id == made).expect("it");
    assert_eq!(made.code, "aca2", "a code that is made is nobody's, either");
    for (wrong, field, problem) in [
        (of("", ""), Field::SetName, Problem::Empty),
        (form("", "", SetShape::Env, &[]), Field::SetName, Problem::Empty),
        (of("A", "a b"), Field::Code, Problem::Characters),
        (form("A", "", SetShape::Env, &[]), Field::Apps, Problem::Empty),
    ] {
        assert_eq!(save(Some(set), wrong).await, Err(refused(field, problem)));
    }
    let many: Vec<ClientAppId> = (0..51).map(|_| ClientAppId::new()).collect();
    let most = Problem::TooLong { most: 50 };
    assert_eq!(save(None, form("A", "", SetShape::Env, &many)).await, Err(refused(Field::Apps, most)));
    assert_eq!(save(None, form("A", "", SetShape::Env, &many[..50])).await, Err(Failure::Gone));
    assert_eq!(save(Some(SetId::new()), of("A", "")).await, Err(Failure::Gone));
    assert_eq!(core.sets().await.expect("the sets"), [shown], "nothing was changed");
    save(Some(set), form("Acme", "aca", SetShape::Table, &[production.app])).await.expect("its own code");
    core.remove_set(set).await.expect("removed");
    assert_eq!(core.remove_set(set).await.map_err(Failure::from), Err(Failure::Gone));
    assert_eq!(core.sets().await.expect("the sets"), []);
}

#[tokio::test]
async fn a_set_gets_the_code_of_what_was_removed_and_that_comes_back_no_more() {
    let (story, [production, uat, dev]) = three().await;
    let of = |code: &str| form("All", code, SetShape::Env, &[production.app, uat.app]);
    let set = story.core.save_set(None, of("")).await.expect("a set");
    story.core.remove_orgs(vec![dev.org], true).await.expect("removed");
    let removal = story.core.removal().expect("it can come back").id;
    story.core.save_set(Some(set), of("all")).await.expect("saved");
    assert!(story.core.removal().is_some(), "a code of its own costs nothing");
    story.core.save_set(Some(set), of("acd")).await.expect("its code");
    assert_eq!((story.core.removal(), story.living_grants(&dev.key)), (None, 0), "carried out first");
    assert_eq!(story.core.undo_removal(removal).await.map_err(Failure::from), Err(Failure::Gone));
    assert_eq!(story.core.sets().await.expect("the sets")[0].code, "acd");
}

#[tokio::test]
async fn a_set_hears_what_becomes_of_its_orgs_and_the_window_is_told_only_then() {
    let (mut story, [production, uat, dev]) = three().await;
    assert_eq!(told(&story), Vec::<Vec<SetView>>::new(), "there is none to tell of");
    let apps = [uat.app, production.app, dev.app];
    let set = story.core.save_set(None, form("All", "all", SetShape::Env, &apps)).await.expect("a set");
    assert_eq!(told(&story).len(), 1);
    assert_eq!(told(&story)[0][0].environment, Environment::Production, "the weightiest");
    block(&story, set).await.expect("a block");
    assert_eq!(told(&story).len(), 1, "a copy changes no set");
    story.remove_org(production.org, false).await;
    let last = told(&story).pop().expect("sets").remove(0);
    assert_eq!((last.environment, &*last.apps), (Environment::Uat, &[uat.app, dev.app][..]));
    story.open_again();
    assert_eq!(story.core.sets().await.expect("the sets"), [last]);
    for org in [uat.org, dev.org] {
        story.remove_org(org, false).await;
    }
    assert_eq!(block(&story, set).await, Err(refused(Field::Apps, Problem::Empty)));
}

#[tokio::test]
async fn no_token_is_in_what_is_shown_logged_or_kept_of_a_set() {
    let (story, entries) = three().await;
    let apps = entries.each_ref().map(|entry| entry.app);
    let set = story.core.save_set(None, form("All", "", SetShape::Table, &apps)).await.expect("a set");
    let block = story.core.copy_set(set).await.expect("a block");
    let shaped = story.core.copy_as(entries[1].app, keyperch_core::model::shape::Shape::Curl).await;
    let sets = story.core.sets().await.expect("the sets");
    let mut said = format!("{block:?} {shaped:?} {sets:?}{}", super::support::log::heard());
    said += &json!({ "changes": *story.changes.lock().unwrap(), "sets": sets, "copied": block.copied })
        .to_string();
    let list = std::fs::read(story.folder.join("data/keyperch.sqlite")).expect("the list");
    said += &String::from_utf8_lossy(&list);
    for token in tokens(&story, &entries).await {
        let part = &token[16..32];
        assert!(block.text.expose().contains(part), "it would be found");
        assert!(!said.contains(part), "found where it must not be");
    }
}
