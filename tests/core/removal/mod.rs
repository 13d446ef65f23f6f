//! What is removed is hidden at once, can come back for ten seconds as it was, and goes then.

mod ending;

use std::time::Duration;

use keyperch_core::io::registry::FILE;
use keyperch_core::io::vault::Vault;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::{ClientAppId, OrgId, RemovalId};
use keyperch_core::model::view::{Change, RecipeId, RemovalView, Shell, SignInForm, Tool};
use practice_org::{FaultName, FaultOrder, Press, Selection};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::support::Story;
use super::support::browser::{hand_over, person};
use super::support::story::{ANA, Entry, app_form, org_form};

const MOMENT: Duration = Duration::from_secs(10);
const DEV: &str = "acme--dev.sandbox.my.salesforce.com";

async fn signed_in() -> (Story, Entry) {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    (story, uat)
}

/// What was announced last of a removal.
fn announced(story: &Story) -> Option<RemovalView> {
    let changes = story.changes.lock().unwrap();
    let last = changes.iter().rev().find_map(|change| match change {
        Change::Removal { removal } => Some(removal.clone()),
        _ => None,
    });
    last.expect("something was announced")
}

fn pending(story: &Story) -> RemovalId {
    announced(story).expect("something can come back").id
}

/// Every row of everything that belongs to an org.
fn rows(story: &Story) -> Vec<Vec<Value>> {
    let list = list(story);
    let mut rows = Vec::new();
    for table in ["client", "org", "client_app", "app_grant", "guide", "guide_tick", "org_set_member"] {
        let mut select = list.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).expect("a table");
        let columns = select.column_count();
        let row = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
        rows.extend(select.query_map([], row).expect("rows").map(|row| row.expect("a row")));
    }
    rows
}

fn list(story: &Story) -> Connection {
    Connection::open(story.folder.join("data").join(FILE)).expect("the list")
}

/// A pin, a note and a set, as others write them.
fn adorn(story: &Story, Entry { org, app, .. }: &Entry) {
    let (list, org, app) = (list(story), org.to_string(), app.to_string());
    list.execute("UPDATE org SET pinned_at = 7, notes = 'mine' WHERE id = ?1", [&org]).expect("a pin");
    list.execute("UPDATE client SET is_folded = 1", []).expect("folded");
    let set = "INSERT OR IGNORE INTO org_set (id, name, code, shape) VALUES ('a', 'All', 'all', 'env')";
    list.execute(set, []).expect("a set");
    list.execute("INSERT INTO org_set_member VALUES ('a', ?1, 0)", [&app]).expect("a member");
}

async fn names(story: &Story) -> Vec<String> {
    story.core.orgs().await.expect("the list").into_iter().map(|org| org.name).collect()
}

async fn remove_org(story: &Story, org: OrgId) {
    story.core.remove_orgs(vec![org], true).await.expect("removed");
}

/// Lets the moment pass, and returns when what was removed is gone.
async fn let_it_pass(story: &Story) {
    story.clock.advance(MOMENT);
    for _ in 0..500 {
        let check = story.core.removal().is_none() && story.core.upkeep_view().await.leaving == 0;
        if check && hidden(story) == 0 && loose(story) == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it is still there");
}

fn count(story: &Story, select: &str) -> i64 {
    list(story).query_row(select, [], |row| row.get(0)).expect("a count")
}

fn hidden(story: &Story) -> i64 {
    count(story, "SELECT count(*) FROM removal")
}

fn loose(story: &Story) -> i64 {
    count(story, "SELECT count(*) FROM loose_item")
}

#[tokio::test]
async fn an_org_comes_back_as_it_was_with_sign_ins_guides_pins_and_sets() {
    let (story, uat) = signed_in().await;
    story.core.begin_guide(uat.org, RecipeId::RehearsalTool).await.expect("a guide");
    adorn(&story, &uat);
    let (as_it_was, items, heard) = (rows(&story), story.vault.items(), story.seen("revoke").len());
    let shown = story.core.orgs().await.expect("the list");
    remove_org(&story, uat.org).await;
    assert!(names(&story).await.is_empty(), "it is hidden at once");
    let RemovalView { id, name, orgs, until } = announced(&story).expect("it can come back");
    assert_eq!((name.as_deref(), orgs), (Some("Acme Retail UAT"), 1));
    assert_eq!(until, keyperch_core::Clock::now(&*story.clock).plus(MOMENT));
    assert_eq!(story.vault.items(), items, "the keychain has heard of nothing");

    story.core.undo_removal(id).await.expect("in time");
    assert_eq!(announced(&story), None);
    assert_eq!(rows(&story), as_it_was, "to the last column");
    let again = story.core.orgs().await.expect("the list");
    assert_eq!(again[0].guides.len(), 1);
    assert_eq!(again, shown);
    story.copy(uat.app).await.expect("its token is alive");
    story.later(Duration::from_secs(601));
    story.practice.expire_tokens(&Selection::default());
    assert!(story.copy(uat.app).await.expect("and renewed").1);
    assert_eq!(story.seen("revoke").len(), heard, "nobody was told anything");
    assert_eq!(story.core.undo_removal(id).await.map_err(Failure::from), Err(Failure::Gone), "once");
}

#[tokio::test]
async fn an_app_and_several_orgs_come_back_too() {
    let (story, uat) = signed_in().await;
    let dev = story.add(DEV, &story.callback()).await;
    let tool = Tool::RehearsalTool;
    let form = SignInForm::default();
    let opener = person(&story.practice, ANA, Press::Allow);
    story.core.sign_in_for_tool(uat.app, tool, form, None, opener).await.expect("signed in for a tool");
    for entry in [&uat, &dev] {
        adorn(&story, entry);
    }
    let as_it_was = rows(&story);

    story.core.remove_app(uat.app, false).await.expect("removed");
    let removed = announced(&story).expect("it can come back");
    assert_eq!((removed.name.as_deref(), removed.orgs), (Some("Rehearsal Tool"), 0));
    assert_eq!(names(&story).await.len(), 2, "its org stays");
    story.core.undo_removal(removed.id).await.expect("in time");
    assert_eq!(rows(&story), as_it_was);

    story.core.remove_orgs(vec![dev.org, uat.org, dev.org], true).await.expect("removed");
    let removed = announced(&story).expect("they can come back");
    assert_eq!((removed.name, removed.orgs), (None, 2));
    assert!(names(&story).await.is_empty());
    story.core.undo_removal(removed.id).await.expect("in time");
    assert_eq!(rows(&story), as_it_was);
    story.core.hand_over_block(uat.app, tool, Shell::Bash).await.expect("a block");
}

#[tokio::test]
async fn after_ten_seconds_it_is_carried_out_and_not_before() {
    let (story, uat) = signed_in().await;
    remove_org(&story, uat.org).await;
    let id = pending(&story);
    story.clock.advance(Duration::from_millis(9999));
    story.core.upkeep().await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!((story.living_grants(&uat.key), story.vault.items()), (1, 3), "not yet");
    story.clock.advance(Duration::from_millis(1));
    let_it_pass(&story).await;
    assert_eq!((story.living_grants(&uat.key), story.vault.items()), (0, 0));
    assert_eq!(announced(&story), None);
    assert_eq!(count(&story, "SELECT count(*) FROM client"), 0, "its client had no other org");
    assert_eq!(story.core.undo_removal(id).await.map_err(Failure::from), Err(Failure::Gone), "too late");
}

#[tokio::test]
async fn what_is_not_to_be_told_is_not_told_and_goes_all_the_same() {
    let (story, uat) = signed_in().await;
    story.core.remove_app(uat.app, false).await.expect("removed");
    let_it_pass(&story).await;
    assert_eq!((story.living_grants(&uat.key), story.vault.items()), (1, 0));
    assert!(story.seen("revoke").is_empty());
}

#[tokio::test]
async fn nobody_finds_what_can_come_back() {
    let (story, uat) = signed_in().await;
    let guide = story.core.begin_guide(uat.org, RecipeId::RehearsalTool).await.expect("a guide");
    remove_org(&story, uat.org).await;
    let (core, gone) = (&story.core, Err(Failure::Gone));
    assert_eq!(story.copy(uat.app).await.map(drop), gone);
    assert_eq!(story.sign_in(uat.app).await, gone);
    assert_eq!(core.sign_out(uat.app).await.map(drop).map_err(Failure::from), gone);
    assert_eq!(core.remove_app(uat.app, true).await.map_err(Failure::from), gone);
    assert_eq!(core.remove_orgs(vec![uat.org], true).await.map_err(Failure::from), gone);
    assert_eq!(core.consumer_key(uat.app).await.map(drop).map_err(Failure::from), gone);
    assert_eq!(core.whose(uat.app).await.map(drop).map_err(Failure::from), gone);
    assert_eq!(core.add_beside(uat.app).await.map(drop).map_err(Failure::from), gone);
    assert_eq!(core.browser_of(uat.org).await.map(drop).map_err(Failure::from), gone);
    assert_eq!(core.front_door(uat.org).await.map(drop).map_err(Failure::from), gone);
    assert_eq!(core.check_connection(uat.app).await.map(drop).map_err(Failure::from), gone);
    assert_eq!(core.wait_until_ready(uat.app).await.map(drop).map_err(Failure::from), gone);
    assert_eq!(core.guide_view(guide).await.map(drop).map_err(Failure::from), gone);
    assert_eq!(core.template_of(uat.app).await.map(drop).map_err(Failure::from), gone);
    let app = app_form("Another", &story.callback(), &uat.key);
    assert_eq!(core.add_app(uat.org, app.clone()).await.map(drop).map_err(Failure::from), gone);
    assert_eq!(core.edit_app(uat.app, app).await.map_err(Failure::from), gone);
    let form = org_form("acme--uat.sandbox.my.salesforce.com", "Acme", "Other");
    assert_eq!(core.edit_org(uat.org, form).await.map_err(Failure::from), gone);
    let address = core.read_address("https://acme--uat.sandbox.my.salesforce.com").await.expect("an address");
    assert_eq!(address.already, None);
    story.core.undo_removal(pending(&story)).await.expect("none of them has cost the way back");
}

#[tokio::test]
async fn a_self_check_neither_counts_nor_touches_what_can_come_back() {
    let (story, uat) = signed_in().await;
    remove_org(&story, uat.org).await;
    let view = story.core.self_check().await.expect("checked");
    assert_eq!((view.orgs, view.apps, view.grants, view.items, view.orphans), (0, 0, 0, 3, 0));
    assert!(view.missing.is_empty() && view.leaving == 0);
    story.core.forget_orphans().await.expect("deleted");
    assert_eq!(story.vault.list().await.expect("it opens").len(), 3, "nothing was for nobody");
    story.core.undo_removal(pending(&story)).await.expect("in time");
    story.copy(uat.app).await.expect("its token is alive");
}

#[tokio::test]
async fn a_sign_in_under_way_ends_with_its_app_and_a_renewal_is_kept_for_its_return() {
    let (story, uat) = signed_in().await;
    let (to, address) = tokio::sync::oneshot::channel::<String>();
    let removal = async {
        let _address = address.await.expect("an address");
        remove_org(&story, uat.org).await;
    };
    let (outcome, ()) = tokio::join!(story.sign_in_by(uat.app, hand_over(to)), removal);
    assert_eq!(outcome, Err(Failure::Cancelled));
    assert!(story.port_is_free().await);
    story.core.undo_removal(pending(&story)).await.expect("in time");

    story.later(Duration::from_secs(601));
    story.practice.expire_tokens(&Selection::default());
    let slow = FaultOrder { ms: Some(500), ..FaultOrder::once("token", FaultName::Slow) };
    story.practice.fault(slow).expect("a fault");
    let removal = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        remove_org(&story, uat.org).await;
    };
    let (_copied, ()) = tokio::join!(story.core.fresh_token(uat.app), removal);
    story.core.undo_removal(pending(&story)).await.expect("in time");
    assert_eq!(story.living_grants(&uat.key), 1);
    story.later(Duration::from_secs(601));
    story.practice.expire_tokens(&Selection::default());
    story.copy(uat.app).await.expect("the token that was rotated meanwhile was kept");
}

#[tokio::test]
async fn a_guide_that_lies_open_is_closed_and_can_be_opened_again_after_its_return() {
    let (story, uat) = signed_in().await;
    let guide = story.core.begin_guide(uat.org, RecipeId::RehearsalTool).await.expect("a guide");
    remove_org(&story, uat.org).await;
    assert!(story.core.open_guide_view().await.is_none());
    assert_eq!(story.core.open_guide(guide).await.map_err(Failure::from), Err(Failure::Gone));
    story.core.undo_removal(pending(&story)).await.expect("in time");
    story.core.open_guide(guide).await.expect("it is where it was left");
    story.core.begin_catching(guide).await.expect("and works");
    remove_org(&story, uat.org).await;
    assert!(!story.core.is_catching().await, "nothing is caught for what is removed");
}

#[tokio::test]
async fn nothing_and_nobody_are_not_removed() {
    let (story, uat) = signed_in().await;
    for orgs in [vec![], vec![OrgId::new()], vec![uat.org, OrgId::new()]] {
        assert_eq!(story.core.remove_orgs(orgs, true).await.map_err(Failure::from), Err(Failure::Gone));
    }
    let nobody = story.core.remove_app(ClientAppId::new(), true).await.map_err(Failure::from);
    assert_eq!(nobody, Err(Failure::Gone));
    assert_eq!((names(&story).await.len(), hidden(&story), story.core.removal()), (1, 0, None));
}
