//! A sign-in of its own for each tool: what one holder does with its tokens, the other does not feel.

use std::time::Duration;

use keyperch_core::model::failure::Failure;
use keyperch_core::model::secret::Kind;
use keyperch_core::model::view::{
    Accept, Change, RevokedView, Shell, SignInForm, Told as Heard, Tool, ToolGrantView,
};
use practice_org::{FaultName, FaultOrder, Press, Selection};
use serde_json::json;

use super::support::Story;
use super::support::browser::person;
use super::support::story::{ANA, BOB, Entry};
use super::support::tool::{Told, Tool as Running};
use super::support::vault::Broken;

pub(crate) const REHEARSAL: Tool = Tool::RehearsalTool;

/// Somebody signs in for the tool.
pub(crate) async fn sign_in_for_tool(story: &Story, entry: &Entry, username: &str) -> Result<(), Failure> {
    let opener = person(&story.practice, username, Press::Allow);
    let signing_in = story.core.sign_in_for_tool(entry.app, REHEARSAL, SignInForm::default(), None, opener);
    tokio::time::timeout(Duration::from_secs(30), signing_in).await.expect("a sign-in that ends")
}

/// The block for bash, and what the tool makes of it.
pub(crate) async fn told(story: &Story, entry: &Entry) -> Told {
    let block = story.core.hand_over_block(entry.app, REHEARSAL, Shell::Bash).await.expect("a block");
    Told::by_bash(&story.folder, block.expose())
}

/// The tool's sign-in, as the window shows it.
async fn shown(story: &Story, entry: &Entry) -> Option<ToolGrantView> {
    let mut tools = story.shown(entry.app).await.tools;
    assert!(tools.len() <= 1, "one for each tool");
    tools.pop()
}

/// Ours and the tool's.
async fn both() -> (Story, Entry) {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    sign_in_for_tool(&story, &uat, ANA).await.expect("signed in for the tool");
    (story, uat)
}

/// So late that nothing is fresh, and every access token is dead.
fn much_later(story: &Story) {
    story.later(Duration::from_secs(601));
    story.practice.expire_tokens(&Selection::default());
}

#[tokio::test]
async fn what_either_renews_leaves_the_other_alive() {
    let (story, uat) = both().await;
    let told = told(&story, &uat).await;
    assert!(story.practice.alive(told.variable("dxrt_access_token")));
    story.core.finish_hand_over(uat.app, REHEARSAL).await.expect("handed over");
    let mut tool = Running::with(&story, &told);
    for _ in 0..3 {
        much_later(&story);
        assert_eq!(tool.renew().await, 200);
        let (ours, is_new) = story.copy(uat.app).await.expect("ours");
        assert!(is_new && ours != tool.access);
        assert!(story.practice.alive(&tool.access), "the tool's is alive after ours was renewed");
    }
    assert_eq!(story.living_grants(&uat.key), 2);
    assert!(story.seen("revoke").is_empty(), "nobody was signed out");
}

#[tokio::test]
async fn a_sign_in_says_all_the_while_for_whom_it_is() {
    let (story, uat) = both().await;
    let changes = story.changes.lock().unwrap();
    let tools = changes.iter().filter_map(|change| match change {
        Change::SignIn { sign_in } => sign_in.as_ref().map(|view| (view.app, view.tool)),
        _ => None,
    });
    let tools: Vec<_> = tools.collect();
    let (ours, its) =
        tools.split_at(tools.iter().position(|(_, tool)| tool.is_some()).expect("one for the tool"));
    assert!(!ours.is_empty() && ours.iter().all(|view| *view == (uat.app, None)));
    assert!(its.len() > 2 && its.iter().all(|view| *view == (uat.app, Some(REHEARSAL))), "{its:?}");
}

#[tokio::test]
async fn a_tool_that_is_given_our_own_refresh_token_ends_us_both() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let ours = story.vault.find(Kind::RefreshToken).await;
    let address = "https://acme--uat.sandbox.my.salesforce.com";
    let mut naive = Running::holding(&story, address, &uat.key, ours, String::new());
    assert_eq!(naive.renew().await, 200);
    much_later(&story);
    assert!(story.copy(uat.app).await.is_err(), "ours was spent by somebody else");
    assert_eq!(naive.renew().await, 400, "and to present it once more has ended the tool's too");
    assert_eq!(story.living_grants(&uat.key), 0);
}

#[tokio::test]
async fn nothing_that_is_done_with_ours_touches_what_waits_for_a_tool() {
    let (mut story, uat) = both().await;
    let before = told(&story, &uat).await;
    much_later(&story);
    story.copy(uat.app).await.expect("ours is renewed");
    story.sign_in(uat.app).await.expect("signed in anew");
    story.core.upkeep().await;
    story.open_again();
    story.core.upkeep().await;
    let after = told(&story, &uat).await;
    assert_eq!(before.variables, after.variables, "neither renewed nor replaced");
    assert!(!story.practice.alive(after.variable("dxrt_access_token")), "nor proved, nor kept alive");
    assert_eq!(Running::with(&story, &after).renew().await, 200);
    assert_eq!(story.living_grants(&uat.key), 2);
}

#[tokio::test]
async fn a_new_sign_in_for_a_tool_replaces_that_tools_alone() {
    let (story, uat) = both().await;
    let first = told(&story, &uat).await;
    let items = story.vault.items();
    let ours = story.copy(uat.app).await.expect("ours").0;
    sign_in_for_tool(&story, &uat, BOB).await.expect("somebody else of the org");
    assert_eq!(shown(&story, &uat).await.expect("a grant").username.as_deref(), Some(BOB));
    assert_eq!(story.seen("revoke").len(), 1, "what nobody had taken was given back");
    assert_eq!(Running::with(&story, &first).renew().await, 400);
    assert_eq!(story.vault.items(), items, "and is in the keychain no more");
    assert_eq!(story.copy(uat.app).await, Ok((ours, false)), "ours is as it was");
    let grant = story.shown(uat.app).await.grant.expect("ours");
    assert_eq!(grant.username.as_deref(), Some(ANA), "and whose it was");
}

#[tokio::test]
async fn a_sign_in_for_a_tool_that_fails_leaves_ours_and_nothing_of_its_own() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let items = story.vault.items();
    story.fault_at_exchange(other_org());
    let failure = sign_in_for_tool(&story, &uat, ANA).await.expect_err("another org");
    assert!(matches!(failure, Failure::OtherOrg { .. }), "{failure:?}");
    let deny = person(&story.practice, ANA, Press::Deny);
    let denied = story.core.sign_in_for_tool(uat.app, REHEARSAL, SignInForm::default(), None, deny).await;
    assert!(denied.is_err());
    story.vault.break_down(Some(Broken::Writing(Kind::RefreshToken)));
    sign_in_for_tool(&story, &uat, ANA).await.expect_err("the keychain does not take it");
    story.vault.break_down(None);
    story.core.upkeep().await;
    assert_eq!(shown(&story, &uat).await, None);
    assert_eq!((story.vault.items(), story.living_grants(&uat.key)), (items, 1));
    story.copy(uat.app).await.expect("ours");
}

#[tokio::test]
async fn five_approvals_are_enough_however_often_a_tool_is_signed_in_for() {
    let (story, uat) = both().await;
    for _ in 0..6 {
        sign_in_for_tool(&story, &uat, ANA).await.expect("signed in for the tool");
    }
    assert_eq!(story.living_grants(&uat.key), 2, "ours and one that waits");
    for _ in 0..3 {
        story.core.finish_hand_over(uat.app, REHEARSAL).await.expect("handed over");
        sign_in_for_tool(&story, &uat, ANA).await.expect("signed in for the tool");
    }
    assert_eq!(story.living_grants(&uat.key), 5, "ours, three that tools have, and one that waits");
    sign_in_for_tool(&story, &uat, ANA).await.expect("signed in for the tool");
    assert_eq!(story.living_grants(&uat.key), 5);
    much_later(&story);
    story.copy(uat.app).await.expect("ours, the oldest of them, was not ended for another");
}

#[tokio::test]
async fn what_was_handed_over_is_forgotten_here_and_lives_on() {
    let (mut story, uat) = both().await;
    let mut tool = Running::with(&story, &told(&story, &uat).await);
    story.vault.break_down(Some(Broken::Everything));
    story.core.finish_hand_over(uat.app, REHEARSAL).await.expect("noted, though the keychain is locked");
    story.vault.break_down(None);
    story.open_again();
    story.core.upkeep().await;
    assert_eq!(story.vault.items(), 3, "the key, and ours: a restart has not forgotten to delete the rest");
    let view = shown(&story, &uat).await.expect("it stays on record");
    assert!(view.handed_over_at.is_some() && view.is_refreshable);
    let later = told(&story, &uat).await;
    assert!(later.variables.is_empty(), "there is none of its tokens to be copied: {later:?}");
    let again = story.core.finish_hand_over(uat.app, REHEARSAL).await.map_err(Failure::from);
    assert_eq!(again, Err(Failure::Gone));
    assert_eq!(tool.renew().await, 200);
    assert!(story.seen("revoke").is_empty());
    let check = story.core.self_check().await.expect("checked");
    assert_eq!((check.grants, check.items, check.orphans), (1, 3, 0));
    assert!(check.missing.is_empty(), "what a tool has is not missed here");
}

#[tokio::test]
async fn a_self_check_counts_what_waits_for_a_tool() {
    let (story, uat) = both().await;
    let check = story.core.self_check().await.expect("checked");
    assert_eq!((check.grants, check.items, check.orphans), (2, 5, 0));
    assert!(check.missing.is_empty());
    let view = story.core.forget_orphans().await.expect("nothing to forget");
    assert_eq!(view.items, 5);
    assert_eq!(Running::with(&story, &told(&story, &uat).await).renew().await, 200);
}

#[tokio::test]
async fn signing_out_ends_what_is_here_and_not_what_a_tool_has_taken() {
    let (story, uat) = both().await;
    assert_eq!(story.core.sign_out(uat.app).await.expect("signed out"), Heard::Heard);
    assert_eq!(story.living_grants(&uat.key), 0, "ours, and what nobody had taken");
    assert_eq!(shown(&story, &uat).await, None);

    sign_in_for_tool(&story, &uat, ANA).await.expect("signed in for the tool alone");
    let mut tool = Running::with(&story, &told(&story, &uat).await);
    story.core.finish_hand_over(uat.app, REHEARSAL).await.expect("handed over");
    story.sign_in(uat.app).await.expect("signed in");
    story.core.sign_out(uat.app).await.expect("signed out");
    assert!(shown(&story, &uat).await.expect("on record").handed_over_at.is_some());
    story.sign_in(uat.app).await.expect("signed in");
    let revoked = story.core.revoke_all().await.expect("ended");
    assert_eq!(
        revoked,
        RevokedView { heard: 1, waiting: 0 },
        "what a tool has is not counted: it has not ended"
    );
    assert_eq!(tool.renew().await, 200, "only Setup ends it");
    assert_eq!(story.vault.items(), 1, "the key");
}

#[tokio::test]
async fn removing_an_app_leaves_nothing_of_a_tools_sign_in_here() {
    for (is_taken, sign_out, living) in [(false, true, 0), (false, false, 2), (true, true, 1)] {
        let (story, uat) = both().await;
        if is_taken {
            story.core.finish_hand_over(uat.app, REHEARSAL).await.expect("handed over");
        }
        story.remove_app(uat.app, sign_out).await;
        assert_eq!(story.living_grants(&uat.key), living);
        assert_eq!((story.vault.items(), story.core.upkeep_view().await.leaving), (0, 0));
        let check = story.core.self_check().await.expect("checked");
        assert_eq!((check.grants, check.orphans), (0, 0));
    }
}

#[tokio::test]
async fn another_host_ends_what_waits_and_strikes_what_was_taken() {
    for is_taken in [false, true] {
        let (story, uat) = both().await;
        if is_taken {
            story.core.finish_hand_over(uat.app, REHEARSAL).await.expect("handed over");
        }
        let moved = super::support::story::org_form("acme--dev.sandbox.my.salesforce.com", "Acme", "UAT");
        story.core.edit_org(uat.org, moved).await.expect("edited");
        assert_eq!(shown(&story, &uat).await, None);
        assert_eq!(story.living_grants(&uat.key), usize::from(is_taken));
        assert_eq!(story.vault.items(), 1, "the key");
    }
}

#[tokio::test]
async fn a_refreshed_sandbox_takes_along_what_tools_have_of_the_one_before() {
    for is_taken in [false, true] {
        let (story, uat) = both().await;
        if is_taken {
            story.core.finish_hand_over(uat.app, REHEARSAL).await.expect("handed over");
        }
        story.fault_at_exchange(other_org());
        let form = SignInForm { accept: Accept::OtherOrg, ..SignInForm::default() };
        let opener = person(&story.practice, ANA, Press::Allow);
        story.sign_in_with(uat.app, form, opener).await.expect("the entry is that org's");
        assert_eq!(shown(&story, &uat).await, None);
        story.core.upkeep().await;
        assert_eq!(story.living_grants(&uat.key), 1 + usize::from(is_taken), "ours, and what was taken");
        assert_eq!(story.vault.items(), 3);
    }
}

/// An answer in which another org and user are named.
fn other_org() -> FaultOrder {
    let other = "https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001Sv6AAAS";
    let merge = json!({ "id": other }).as_object().cloned();
    FaultOrder { merge, ..FaultOrder::once("token", FaultName::With) }
}
