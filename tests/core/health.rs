//! How sign-ins stand: when they end unused, how many approvals are known, what Salesforce says of their use; and which
//! are kept alive.

use std::time::Duration;

use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::time::Timestamp;
use keyperch_core::model::view::{
    Answer, Approvals, Credential, GrantView, IdleEnd, RecipeId, ServerUse, SignInForm, Status, Told,
};
use practice_org::{FaultName, FaultOrder, Press, RefreshTokenPolicy, Selection, SwitchChange, UserChange};
use rusqlite::Connection;

use super::flows::by_credentials;
use super::guide::Following;
use super::support::Story;
use super::support::browser::person;
use super::support::story::{ANA, BOB, Entry};
use super::tools::{REHEARSAL, sign_in_for_tool};

const DAY: Duration = Duration::from_secs(86_400);
const HOUR: Duration = Duration::from_secs(3_600);

async fn grant(story: &Story, entry: &Entry) -> GrantView {
    story.shown(entry.app).await.grant.expect("a grant")
}

async fn signed_in() -> (Story, Entry) {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    (story, uat)
}

/// Writes into the list what only another hand could write: the choice of a person in another window.
fn write(story: &Story, statement: &str) {
    let list = Connection::open(story.folder.join("data/keyperch.sqlite")).expect("the list");
    list.execute_batch(statement).expect("written");
}

fn organization_of(story: &Story, app: ClientAppId) -> String {
    let list = Connection::open(story.folder.join("data/keyperch.sqlite")).expect("the list");
    let select = "SELECT organization FROM app_grant WHERE app = ?1";
    list.query_row(select, [app.to_string()], |row| row.get(0)).expect("a sign-in")
}

fn keeps_alive(story: &Story, idle_days: Option<u16>) {
    write(story, "UPDATE org SET keeps_alive = 1");
    if let Some(days) = idle_days {
        write(story, &format!("UPDATE client_app SET idle_days = {days}"));
    }
}

fn refreshes(story: &Story) -> u64 {
    story.practice.tally().all.refreshes
}

#[tokio::test]
async fn nothing_is_claimed_of_an_end_that_nobody_has_told() {
    let (story, uat) = signed_in().await;
    let grant = grant(&story, &uat).await;
    assert_eq!((grant.idle_end, grant.server_use), (None, None));
}

#[tokio::test]
async fn a_proven_recipe_says_how_long_a_sign_in_rests_and_each_use_moves_the_end() {
    let following = Following::begin(RecipeId::ApiIntegration).await;
    following.story.switch(
        &following.key,
        SwitchChange {
            refresh_token_policy: Some(RefreshTokenPolicy::IdleDays(30)),
            ..SwitchChange::default()
        },
    );
    following.paste(Credential::Secret, &following.secret).await.expect("it waits");
    let app = following.paste_key().await;
    let story = &following.story;
    let idle_end = || async { story.shown(app).await.grant.and_then(|grant| grant.idle_end) };
    following.prove().await.expect("proven");
    let now = || keyperch_core::Clock::now(story.clock.as_ref());
    let end = |from: Timestamp| Some(IdleEnd { at: from.plus(30 * DAY), days: 30, read_at: None });
    assert_eq!(idle_end().await, end(now()), "the proof itself has renewed it");

    let proven_at = now();
    story.later(DAY);
    story.practice.expire_tokens(&Selection::default());
    assert_eq!(idle_end().await, end(proven_at), "a day is no use");
    assert!(story.copy(app).await.expect("renewed").1);
    assert_eq!(idle_end().await, end(now()));
    let renewed_at = now();
    story.later(Duration::from_secs(1200));
    assert!(!story.copy(app).await.expect("alive").1, "proved, and not renewed");
    assert_eq!(idle_end().await, end(renewed_at), "which is no use of the refresh token");

    // The org itself says otherwise, and its word counts more from then on.
    let idle = SwitchChange {
        refresh_token_policy: Some(RefreshTokenPolicy::IdleDays(10)),
        ..SwitchChange::default()
    };
    story.switch(&following.key, idle);
    let name = story.core.answer_guide(following.guide, Answer::AppName, "Rehearsal Tool").await;
    name.expect("as the org has it");
    story.core.read_drift(following.guide).await.expect("read");
    let read = IdleEnd { at: renewed_at.plus(10 * DAY), days: 10, read_at: Some(now()) };
    assert_eq!(idle_end().await, Some(read));
    following.prove().await.expect("proven again");
    let after = idle_end().await.expect("an end");
    assert_eq!((after.days, after.read_at), (10, read.read_at), "the recipe does not talk it over");
    let until_revoked = SwitchChange {
        refresh_token_policy: Some(RefreshTokenPolicy::UntilRevoked),
        ..SwitchChange::default()
    };
    story.switch(&following.key, until_revoked);
    story.core.read_drift(following.guide).await.expect("read");
    assert_eq!(idle_end().await, None, "it ends by nothing of the kind");
}

#[tokio::test]
async fn approvals_are_those_of_one_user_that_were_made_here_and_have_not_ended() {
    let (story, uat) = signed_in().await;
    let known = || async { grant(&story, &uat).await.approvals };
    assert_eq!(known().await, Approvals { known: 1, about: 5 });
    sign_in_for_tool(&story, &uat, ANA).await.expect("for a tool");
    assert_eq!(known().await.known, 2);
    story.core.finish_hand_over(uat.app, REHEARSAL).await.expect("handed over");
    assert_eq!(known().await.known, 2, "what a tool has taken still counts");
    sign_in_for_tool(&story, &uat, BOB).await.expect("for a tool, as somebody else");
    assert_eq!(known().await.known, 1, "another user's are his own; that of before is on record no more");

    let beside = story.core.add_beside(uat.app).await.expect("a second entry");
    story.sign_in(beside).await.expect("the same user");
    assert_eq!(known().await.known, 2, "one app, whichever entry has it");
    let of_organization = |organization: &str| {
        write(
            &story,
            &format!("UPDATE app_grant SET organization = '{organization}' WHERE app = '{beside}'"),
        );
    };
    let organization = organization_of(&story, uat.app);
    of_organization("00D00000000TWIN");
    assert_eq!(
        known().await.known,
        1,
        "a sandbox beside has the same app and the same users, and its own approvals"
    );
    of_organization(&organization);
    let order = FaultOrder::once("revoke", FaultName::DropBefore);
    story.practice.fault(order).expect("a fault");
    assert_eq!(story.core.sign_out(beside).await.expect("ended here"), Told::Waiting);
    assert_eq!(known().await.known, 2, "Salesforce has not heard of it");
    story.core.upkeep().await;
    assert_eq!(known().await.known, 1);
    story.practice.revoke_grants(&Selection::default());
    story.later(DAY);
    story.copy(uat.app).await.expect_err("it has ended");
    assert_eq!(known().await.known, 0);
}

#[tokio::test]
async fn who_asks_without_a_person_has_no_approval() {
    let (story, uat) = by_credentials().await;
    story.sign_in(uat.app).await.expect("connected");
    let grant = grant(&story, &uat).await;
    assert_eq!((grant.approvals.known, grant.idle_end), (0, None));
}

#[tokio::test]
async fn the_org_says_when_its_user_used_the_app_and_how_often() {
    let (story, uat) = signed_in().await;
    story.later(DAY);
    story.practice.expire_tokens(&Selection::default());
    story.copy(uat.app).await.expect("renewed");
    story.later(Duration::from_secs(300));
    story.core.ask_server(uat.app).await.expect("asked");
    let now = keyperch_core::Clock::now(story.clock.as_ref());
    let said = grant(&story, &uat).await.server_use.expect("said");
    assert_eq!((said.uses, said.asked_at), (Some(2), now), "the sign-in and one renewal");
    let ago = now.since(said.last_used.expect("a moment")).expect("in the past");
    assert!(ago >= Duration::from_secs(295) && ago <= Duration::from_secs(400), "{ago:?}");

    sign_in_for_tool(&story, &uat, ANA).await.expect("for a tool");
    story.core.ask_server(uat.app).await.expect("asked");
    let said = grant(&story, &uat).await.server_use.expect("said");
    assert_eq!(said.uses, Some(3), "all sign-ins of the user count");
    let asked = story.seen("query").pop().expect("a query");
    assert_eq!((asked.status, asked.method.as_str()), (Some(200), "GET"));
}

#[tokio::test]
async fn what_the_org_does_not_say_is_not_known_and_no_failure() {
    let (story, uat) = signed_in().await;
    let unknown = |at: Timestamp| Some(ServerUse { last_used: None, uses: None, asked_at: at });
    let now = || keyperch_core::Clock::now(story.clock.as_ref());
    write(&story, "UPDATE client_app SET name = 'Something else'");
    story.core.ask_server(uat.app).await.expect("asked");
    assert_eq!(grant(&story, &uat).await.server_use, unknown(now()), "of which row it is, nobody can say");
    write(&story, "UPDATE client_app SET name = 'Rehearsal Tool'");
    let no_api = UserChange { api_enabled: Some(false), ..UserChange::default() };
    story.practice.change_user(ANA, no_api).expect("a user");
    story.core.ask_server(uat.app).await.expect("asked");
    assert_eq!(grant(&story, &uat).await.server_use, unknown(now()));
    story.practice.fault(FaultOrder::once("query", FaultName::DropBefore)).expect("a fault");
    let failure = story.core.ask_server(uat.app).await.expect_err("nobody answered");
    assert!(matches!(failure, Failure::Unreachable { .. }), "{failure:?}");
}

#[tokio::test]
async fn a_chosen_org_is_truly_renewed_after_a_week_and_no_other_is() {
    let (story, uat) = signed_in().await;
    story.later(8 * DAY);
    story.core.upkeep().await;
    assert_eq!(refreshes(&story), 0, "nobody has chosen it");
    keeps_alive(&story, None);
    let copied = story.copy(uat.app).await;
    assert!(copied.is_ok(), "alive or renewed: {copied:?}");
    let before = refreshes(&story);
    story.later(8 * DAY);
    story.core.upkeep().await;
    assert_eq!(refreshes(&story), before + 1);
    assert!(matches!(story.status(uat.app).await, Status::Fresh { .. }));
    story.core.upkeep().await;
    story.later(6 * DAY);
    story.core.upkeep().await;
    assert_eq!(refreshes(&story), before + 1, "six days later it has not rested long");
}

#[tokio::test]
async fn half_of_the_time_in_which_a_sign_in_would_end_is_long_enough() {
    let (story, uat) = signed_in().await;
    keeps_alive(&story, Some(4));
    story.later(Duration::from_secs(2 * 86_400 - 60));
    story.core.upkeep().await;
    assert_eq!(refreshes(&story), 0);
    story.later(Duration::from_secs(120));
    let alive = grant(&story, &uat).await;
    story.core.upkeep().await;
    assert_eq!(refreshes(&story), 1, "also while the access token may still be alive");
    assert!(grant(&story, &uat).await.idle_end.expect("an end").at > alive.idle_end.expect("an end").at);
}

#[tokio::test]
async fn one_that_ends_soon_is_kept_alive_all_the_same() {
    let (story, _uat) = signed_in().await;
    keeps_alive(&story, Some(1));
    for kept in 1..=3 {
        story.later(DAY / 2 + HOUR);
        story.core.upkeep().await;
        assert_eq!(refreshes(&story), kept, "twice a day");
    }
    story.practice.fault(FaultOrder::once("token", FaultName::DropBefore)).expect("a fault");
    story.later(DAY / 2 + HOUR);
    story.core.upkeep().await;
    assert_eq!(refreshes(&story), 3, "it failed");
    story.later(3 * HOUR);
    story.core.upkeep().await;
    assert_eq!(refreshes(&story), 4, "and was tried again before it was too late");
}

#[tokio::test]
async fn one_that_fails_is_tried_once_a_day_and_loses_nothing() {
    let (story, uat) = signed_in().await;
    keeps_alive(&story, None);
    story.later(8 * DAY);
    let order = FaultOrder { times: 2, ..FaultOrder::once("token", FaultName::DropBefore) };
    story.practice.fault(order).expect("a fault");
    let asked = story.seen("token").len();
    for _ in 0..3 {
        story.core.upkeep().await;
    }
    assert_eq!(story.seen("token").len(), asked + 1, "one try");
    story.later(DAY);
    story.core.upkeep().await;
    assert_eq!(story.seen("token").len(), asked + 2, "and one more a day later");
    story.later(DAY);
    story.core.upkeep().await;
    assert_eq!(refreshes(&story), 1);
    story.copy(uat.app).await.expect("as alive as before");
    assert_eq!(story.practice.tally().all.replays, 0);
}

#[tokio::test]
async fn a_copy_meanwhile_takes_its_turn_and_no_token_is_shown_twice() {
    let (story, uat) = signed_in().await;
    keeps_alive(&story, None);
    story.later(8 * DAY);
    story.practice.expire_tokens(&Selection::default());
    let (_upkeep, copied) = tokio::join!(story.core.upkeep(), story.copy(uat.app));
    copied.expect("a token");
    let tally = story.practice.tally().all;
    assert_eq!(tally.replays, 0, "{tally:?}");
    assert!(tally.refreshes >= 1);
}

#[tokio::test]
async fn what_needs_nobody_is_not_kept_alive() {
    let (story, uat) = by_credentials().await;
    story.copy(uat.app).await.expect("a token");
    keeps_alive(&story, None);
    let asked = story.seen("token").len();
    story.later(8 * DAY);
    story.core.upkeep().await;
    assert_eq!(story.seen("token").len(), asked);
}

#[tokio::test]
async fn what_ended_is_not_kept_alive() {
    let (story, uat) = signed_in().await;
    keeps_alive(&story, None);
    story.core.sign_out(uat.app).await.expect("signed out");
    let without = SignInForm::default();
    let opener = person(&story.practice, ANA, Press::Allow);
    story.sign_in_with(uat.app, without, opener).await.expect("signed in");
    story.practice.revoke_grants(&Selection::default());
    story.later(8 * DAY);
    story.core.upkeep().await;
    assert_eq!(story.status(uat.app).await, Status::SignIn, "Salesforce has ended it: only a sign-in helps");
    let asked = story.seen("token").len();
    story.later(2 * DAY);
    story.core.upkeep().await;
    assert_eq!(story.seen("token").len(), asked);
}
