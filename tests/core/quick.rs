//! The quick switcher: what it finds of a list, and that a token which was fetched ahead is the one that is copied.

use std::time::Duration;

use keyperch_core::model::environment::Environment;
use keyperch_core::model::guard::{GuardLevel, GuardProof};
use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::keys::{Keys, QuickChoices};
use keyperch_core::model::shape::SetShape;
use keyperch_core::model::view::{OrgForm, OrgsEdit, Pick, QuickView, SetForm, Status};
use practice_org::{FaultName, FaultOrder, Selection};

use super::support::Story;
use super::support::story::{Entry, org_form};

const TEN_MINUTES: Duration = Duration::from_secs(600);
const QUARTER: Duration = Duration::from_secs(900);

async fn find(story: &Story, typed: &str) -> QuickView {
    story.core.quick_find(typed).await.expect("a view")
}

async fn first(story: &Story, typed: &str) -> Option<ClientAppId> {
    let rows = find(story, typed).await.rows;
    rows.first().and_then(|row| if let Pick::App { app, .. } = row.pick { Some(app) } else { None })
}

async fn signed_in() -> (Story, Entry) {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    (story, uat)
}

async fn pass(story: &Story, entry: &Entry) {
    story.core.pass_guard(vec![entry.org], GuardProof::Again, async || Ok(())).await.expect("passed");
}

async fn guard(story: &Story, entry: &Entry, level: Option<GuardLevel>) {
    story.core.edit_orgs(vec![entry.org], OrgsEdit::Guard { level }).await.expect("kept");
}

/// The same org, said to be of another kind.
async fn is_now(story: &Story, entry: &Entry, environment: Environment) {
    // From production to something milder leads only past its guard.
    pass(story, entry).await;
    let form = OrgForm {
        environment: Some(environment),
        ..org_form("acme--uat.sandbox.my.salesforce.com", "Acme Retail", "UAT")
    };
    story.core.edit_org(entry.org, form).await.expect("changed");
}

#[tokio::test]
async fn an_app_is_found_by_its_code_and_told_as_it_stands() {
    let (story, uat) = signed_in().await;
    let view = find(&story, "acu").await;
    let row = &view.rows[0];
    assert_eq!(row.pick, Pick::App { app: uat.app, org: uat.org });
    assert!(row.is_exact && row.guard.is_none() && row.app.is_none());
    assert!(matches!(row.status, Some(Status::Fresh { .. })));
    assert_eq!((view.found, view.orgs, view.instant_codes), (1, 1, false));
    story.later(TEN_MINUTES);
    assert_eq!(find(&story, "acu").await.rows[0].status, Some(Status::Renews), "time alone has changed it");
}

#[tokio::test]
async fn what_has_changed_is_found_as_it_is_now() {
    let (story, uat) = signed_in().await;
    assert_eq!(first(&story, "acu").await, Some(uat.app));
    let form = OrgForm {
        code: "zzz".to_owned(),
        ..org_form("acme--uat.sandbox.my.salesforce.com", "Cobalt", "UAT")
    };
    story.core.edit_org(uat.org, form).await.expect("changed");
    assert_eq!(first(&story, "zzz").await, Some(uat.app));
    assert_eq!(first(&story, "cobalt ua").await, Some(uat.app));
    assert!(find(&story, "acu").await.rows.iter().all(|row| !row.is_exact));
    is_now(&story, &uat, Environment::Production).await;
    assert_eq!(find(&story, "prod").await.rows[0].guard, Some(GuardLevel::SecondEnter));
    story.core.remove_app(uat.app, true).await.expect("removed");
    let view = find(&story, "zzz").await;
    assert_eq!((view.rows.len(), view.found, view.orgs), (0, 0, 1));
}

#[tokio::test]
async fn a_set_that_was_copied_is_among_what_was_used_last() {
    let (story, uat) = signed_in().await;
    let form =
        SetForm { name: "All".to_owned(), code: "all".to_owned(), shape: SetShape::Env, apps: vec![uat.app] };
    let set = story.core.save_set(None, form).await.expect("a set");
    assert!(find(&story, "").await.rows.is_empty());
    story.core.set_copied(set, &[]).await;
    for _ in 0..200 {
        if let [row] = find(&story, "").await.rows.as_slice() {
            assert_eq!(row.pick, Pick::Set { set });
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it is not found");
}

#[tokio::test]
async fn a_token_that_was_fetched_ahead_is_the_one_that_is_copied() {
    let (story, uat) = signed_in().await;
    story.later(TEN_MINUTES);
    story.practice.expire_tokens(&Selection::default());
    let slow = FaultOrder { ms: Some(300), ..FaultOrder::once("token", FaultName::Slow) };
    story.practice.fault(slow).expect("a fault");
    let enter = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        story.copy(uat.app).await.expect("a token")
    };
    let ((), (_token, is_new)) = tokio::join!(story.core.prepare(uat.app), enter);
    assert!(!is_new, "the copy waited for what was under way");
    assert_eq!(story.seen("token").len(), 2, "one code grant, one refresh");
    assert_eq!(story.seen("limits").len(), 1, "and one look at the dead one");
    story.core.prepare(uat.app).await;
    assert_eq!(story.seen("token").len() + story.seen("limits").len(), 3, "what is fresh is not asked for");
}

#[tokio::test]
async fn nothing_is_fetched_ahead_of_production_or_of_what_nobody_knows() {
    let (story, uat) = signed_in().await;
    story.later(TEN_MINUTES);
    story.practice.expire_tokens(&Selection::default());
    for environment in [Environment::Production, Environment::Unknown] {
        is_now(&story, &uat, environment).await;
        let before = story.practice.seen(0).len();
        story.core.prepare(uat.app).await;
        assert_eq!(story.practice.seen(0).len(), before, "{environment:?}: Salesforce heard nothing");
    }
    is_now(&story, &uat, Environment::Uat).await;
    guard(&story, &uat, Some(GuardLevel::SecondEnter)).await;
    story.later(QUARTER);
    let before = story.practice.seen(0).len();
    story.core.prepare(uat.app).await;
    assert_eq!(story.practice.seen(0).len(), before, "nor where a guard asks first");
    pass(&story, &uat).await;
    guard(&story, &uat, None).await;
    story.core.prepare(uat.app).await;
    assert!(matches!(story.status(uat.app).await, Status::Fresh { .. }), "the positive control");
}

#[tokio::test]
async fn what_fails_ahead_of_time_is_nobodys_trouble() {
    let (story, uat) = signed_in().await;
    story.later(TEN_MINUTES);
    story.practice.revoke_grants(&Selection::default());
    story.core.prepare(uat.app).await;
    assert_eq!(story.status(uat.app).await, Status::SignIn);
    let before = story.practice.seen(0).len();
    story.core.prepare(uat.app).await;
    story.core.prepare(ClientAppId::new()).await;
    assert_eq!(story.practice.seen(0).len(), before, "where a person is needed nobody is asked");
}

#[tokio::test]
async fn how_the_switcher_is_wanted_is_kept() {
    let mut story = Story::begin().await;
    let proposed = QuickChoices { shortcut: Some("Ctrl+Alt+K".to_owned()), instant_codes: false };
    assert_eq!(story.core.quick_choices().await.expect("choices"), proposed);
    let keys = Keys::parse("shift+ctrl+space").expect("keys");
    story.core.choose_quick(Some(&keys), true).await.expect("kept");
    story.open_again();
    let kept = QuickChoices { shortcut: Some("Ctrl+Shift+Space".to_owned()), instant_codes: true };
    assert_eq!(story.core.quick_choices().await.expect("choices"), kept);
    assert!(find(&story, "").await.instant_codes);
    story.core.choose_quick(None, false).await.expect("kept");
    story.open_again();
    let none = QuickChoices { shortcut: None, instant_codes: false };
    assert_eq!(story.core.quick_choices().await.expect("choices"), none, "none is a choice too");
}
