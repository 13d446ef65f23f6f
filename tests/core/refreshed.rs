//! A sandbox that was refreshed: another org under the same name, and an entry that a person has made.

use std::time::Duration;

use keyperch_core::model::environment::Environment;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::field::{Field, Problem};
use keyperch_core::model::ids::{GuideId, OrgId};
use keyperch_core::model::secret::Pasted;
use keyperch_core::model::view::{
    Answer, Change, Credential, FlowView, GuideView, OrgView, RecipeId, Status, Tick, Told,
};
use practice_org::{FaultName, FaultOrder, Press, SwitchChange};
use serde_json::json;

use super::flows::by_credentials;
use super::guide::Following;
use super::support::Story;
use super::support::browser::person;
use super::support::story::{ANA, app_form, org_form};
use super::support::vault::Broken;
use super::tools::{REHEARSAL, sign_in_for_tool};

async fn shown(story: &Story, org: OrgId) -> OrgView {
    let orgs = story.core.orgs().await.expect("the list");
    orgs.into_iter().find(|shown| shown.id == org).expect("the org")
}

async fn view(story: &Story, guide: GuideId) -> GuideView {
    story.core.guide_view(guide).await.expect("the guide")
}

async fn tick(story: &Story, guide: GuideId, line: &str) -> Option<Tick> {
    let mut lines = view(story, guide).await.sections.into_iter().flat_map(|section| section.lines);
    lines.find(|one| one.id.0 == line).expect("the line").tick
}

async fn paste(story: &Story, guide: GuideId, into: Credential, text: &str) -> Result<(), Failure> {
    Ok(story.core.paste_into_guide(guide, into, Pasted::from(text.to_owned())).await?)
}

/// The next sign-in is answered by another org.
fn another_org_answers(story: &Story) {
    let other = "https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001Sv6AAAS";
    let merge = json!({ "id": other }).as_object().cloned();
    story.fault_at_exchange(FaultOrder { merge, ..FaultOrder::once("token", FaultName::With) });
}

#[tokio::test]
async fn what_was_removed_of_it_does_not_come_back_with_a_sign_in_of_the_old_one() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.core.remove_app(uat.app, false).await.expect("removed");
    let removal = story.core.removal().expect("it can come back").id;
    story.core.mark_refreshed(uat.org).await.expect("marked");
    assert_eq!(story.core.removal(), None, "carried out first");
    assert_eq!(story.core.undo_removal(removal).await.map_err(Failure::from), Err(Failure::Gone));
}

#[tokio::test]
async fn the_entry_stays_and_its_sign_ins_are_forgotten_without_a_word() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    sign_in_for_tool(&story, &uat, ANA).await.expect("for a tool");
    story.core.finish_hand_over(uat.app, REHEARSAL).await.expect("handed over");
    sign_in_for_tool(&story, &uat, ANA).await.expect("for a tool");
    let before = shown(&story, uat.org).await;
    assert!(before.organization_id.is_some() && before.refreshed_at.is_none());
    story.core.mark_refreshed(uat.org).await.expect("marked");
    let after = shown(&story, uat.org).await;
    assert!(after.refreshed_at.is_some() && after.organization_id.is_none());
    let kept = |org: &OrgView| {
        (org.client.clone(), org.name.clone(), org.code.clone(), org.environment, org.guard.level)
    };
    assert_eq!(kept(&after), kept(&before));
    assert_eq!((after.apps[0].status.clone(), &after.apps[0].grant), (Status::SignIn, &None));
    assert!(after.apps[0].tools.is_empty(), "what a tool has is of an org that is gone");
    assert_eq!(story.vault.items(), 1, "the key alone");
    assert!(story.seen("revoke").is_empty() && story.core.upkeep_view().await.leaving == 0);

    another_org_answers(&story);
    story.sign_in(uat.app).await.expect("whoever answers is the org from now on");
    let now = shown(&story, uat.org).await;
    assert_eq!(now.organization_id.as_deref(), Some("00Dxx0000001gPLEAY"));
    assert_eq!(now.refreshed_at, None, "the first sign-in ends it");
}

#[tokio::test]
async fn a_guide_that_cannot_begin_leaves_nothing_half_done() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let list = rusqlite::Connection::open(story.folder.join("data/keyperch.sqlite")).expect("the list");
    let full = "CREATE TRIGGER full BEFORE INSERT ON guide BEGIN SELECT RAISE(ABORT, 'full'); END";
    list.execute_batch(full).expect("no room for a guide");
    story.changes.lock().unwrap().clear();
    story.core.mark_refreshed(uat.org).await.expect_err("no guide");
    let told = story.changes.lock().unwrap().iter().any(|change| matches!(change, Change::Orgs { .. }));
    assert!(told, "the list is told as it is now");
    assert_eq!(story.vault.items(), 1, "the key alone");
    assert_eq!(story.status(uat.app).await, Status::SignIn);
    list.execute_batch("DROP TRIGGER full").expect("room again");
    story.core.mark_refreshed(uat.org).await.expect("once more, with a guide");
}

#[tokio::test]
async fn what_waits_to_be_revoked_and_what_the_keychain_does_not_give_up_waits_for_nobody() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.practice.fault(FaultOrder::once("revoke", FaultName::DropBefore)).expect("a fault");
    assert_eq!(story.core.sign_out(uat.app).await.expect("ended here"), Told::Waiting);
    story.sign_in(uat.app).await.expect("signed in again");
    story.vault.break_down(Some(Broken::Everything));
    story.core.mark_refreshed(uat.org).await.expect("marked");
    story.vault.break_down(None);
    assert_eq!(story.core.upkeep_view().await.leaving, 0);
    story.core.upkeep().await;
    assert_eq!(story.vault.items(), 1);
    let check = story.core.self_check().await.expect("checked");
    assert_eq!((check.grants, check.orphans), (0, 0));
}

#[tokio::test]
async fn a_kind_that_only_the_org_itself_had_told_stays_as_it_was_shown() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    // A host that says nothing: only the org's own word makes it a sandbox.
    let list = rusqlite::Connection::open(story.folder.join("data/keyperch.sqlite")).expect("the list");
    list.execute("UPDATE org SET host = 'test.salesforce.com', chosen = NULL", []).expect("written");
    assert_eq!(shown(&story, uat.org).await.environment, Environment::Sandbox);
    story.core.mark_refreshed(uat.org).await.expect("marked");
    let after = shown(&story, uat.org).await;
    assert_eq!(
        (after.environment, after.chosen_environment),
        (Environment::Sandbox, None),
        "test alone says it"
    );
    list.execute("UPDATE org SET host = 'acme.unheard-of.my.salesforce.com', is_sandbox = 1, organization_name = 'Acme'", [])
        .expect("written");
    assert_eq!(shown(&story, uat.org).await.environment, Environment::Sandbox);
    story.core.mark_refreshed(uat.org).await.expect("marked");
    let after = shown(&story, uat.org).await;
    assert_eq!(
        (after.environment, after.chosen_environment),
        (Environment::Sandbox, Some(Environment::Sandbox))
    );
}

#[tokio::test]
async fn only_a_sandbox_is_refreshed() {
    let story = Story::begin().await;
    let refused = Failure::Field { refused: Field::Address.refused(Problem::NotAChoice) };
    for (number, (host, chosen)) in [
        ("acme.my.salesforce.com", None),
        ("acme.my.salesforce.com", Some(Environment::Uat)),
        ("login.salesforce.com", None),
        ("acme.scratch.my.salesforce.com", None),
        ("boreal-dev-ed.develop.my.salesforce.com", Some(Environment::Sandbox)),
        ("acme--uat.sandbox.my.salesforce.com", Some(Environment::Production)),
    ]
    .into_iter()
    .enumerate()
    {
        let form = keyperch_core::model::view::OrgForm {
            environment: chosen,
            ..org_form(host, "Acme", &format!("Org {number}"))
        };
        let org = story.core.add_org(form).await.expect("an org");
        let marked = story.core.mark_refreshed(org).await.map_err(Failure::from);
        assert_eq!(marked, Err(refused.clone()), "{host} {chosen:?}");
        assert_eq!(shown(&story, org).await.refreshed_at, None);
    }
    let org = story.core.add_org(org_form("acme--uat.sandbox.my.salesforce.com", "Acme", "UAT")).await;
    let org = org.expect("an org");
    let guide = story.core.mark_refreshed(org).await.expect("one without an app, too");
    assert_eq!(view(&story, guide).await.progress.recipe, RecipeId::RehearsalTool);
    story.remove_org(org, false).await;
    assert_eq!(story.core.mark_refreshed(org).await.map_err(Failure::from), Err(Failure::Gone));
}

#[tokio::test]
async fn the_guide_knows_what_was_answered_and_the_new_key_comes_into_the_same_entry() {
    let following = Following::begin(RecipeId::ApiIntegration).await;
    let core = following.story.core.clone();
    core.answer_guide(following.guide, Answer::ContactEmail, "ana@acme.com").await.expect("an address");
    core.answer_guide(following.guide, Answer::AppName, "Nightly Export").await.expect("a name");
    following.paste(Credential::Secret, &following.secret).await.expect("it waits");
    let app = following.paste_key().await;
    following.prove().await.expect("proven");
    let story = &following.story;
    let (before, name) = (story.shown(app).await, "Nightly Export");
    let guide = core.mark_refreshed(following.org).await.expect("marked");
    let begun = view(story, guide).await;
    let answered = |answer: Answer| {
        begun.answers.iter().find(|one| one.answer == answer).and_then(|one| one.value.clone())
    };
    assert_eq!((begun.progress.recipe, begun.progress.app), (RecipeId::ApiIntegration, Some(app)));
    assert_eq!(answered(Answer::AppName).as_deref(), Some(name));
    assert_eq!(answered(Answer::ContactEmail).as_deref(), Some("ana@acme.com"));
    assert!(!begun.progress.is_proven && begun.key.is_none() && begun.secret.is_none(), "{begun:?}");
    for line in ["credentials.key", "credentials.secret", "oauth.scope.api"] {
        assert_eq!(tick(story, guide, line).await, None, "{line} is to be done anew");
    }
    let org = shown(story, following.org).await;
    assert_eq!(org.guides.len(), 1, "in the place of the one before");
    assert_eq!(core.open_guide_view().await.map(|view| view.progress.id), Some(guide), "and it lies open");

    let prove = person(&story.practice, ANA, Press::Allow);
    let refused =
        core.prove_guide(guide, keyperch_core::model::view::SignInForm::default(), None, prove).await;
    let empty = Failure::Field { refused: Field::ConsumerKey.refused(Problem::Empty) };
    assert_eq!(refused, Err(empty), "the old key proves nothing");

    let (key, secret) = (format!("3MVG9{}", "anew".repeat(20)), "0F1E2D3C".repeat(8));
    paste(story, guide, Credential::Secret, &secret).await.expect("it waits for its key");
    assert_eq!(story.shown(app).await.secret, before.secret, "nothing was saved yet");
    paste(story, guide, Credential::Key, &key).await.expect("saved");
    let org = shown(story, following.org).await;
    assert_eq!(org.apps.len(), 1, "no other entry");
    let now = &org.apps[0];
    assert_eq!((now.id, &now.name, &now.callback_url), (app, &before.name, &before.callback_url));
    assert!(now.key != before.key && now.secret != before.secret);
    let kept = (core.consumer_key(app).await.expect("a key"), core.consumer_secret(app).await.expect("one"));
    assert_eq!((kept.0.expose(), kept.1.expose()), (key.as_str(), secret.as_str()));
    for line in ["credentials.key", "credentials.secret"] {
        assert_eq!(tick(story, guide, line).await, Some(Tick::Claimed), "{line}");
    }
    assert!(org.refreshed_at.is_some(), "until somebody has signed in");
}

#[tokio::test]
async fn an_old_secret_does_not_outlive_the_old_key() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    following.paste(Credential::Secret, &following.secret).await.expect("it waits");
    let app = following.paste_key().await;
    let story = &following.story;
    let guide = story.core.mark_refreshed(following.org).await.expect("marked");
    // A person may find the new app with the key that it had: it counts as new all the same.
    paste(story, guide, Credential::Key, &following.key).await.expect("saved");
    assert_eq!(story.shown(app).await.secret, None);
    assert_eq!(tick(story, guide, "credentials.key").await, Some(Tick::Claimed));
    let open = person(&story.practice, ANA, Press::Allow);
    let form = keyperch_core::model::view::SignInForm::default();
    story.core.prove_guide(guide, form, None, open).await.expect("proven");
    assert_eq!(tick(story, guide, "credentials.key").await, Some(Tick::Proved));
    assert_eq!(shown(story, following.org).await.refreshed_at, None);
}

#[tokio::test]
async fn without_a_guide_the_recipe_is_the_one_that_fits() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let guide = story.core.mark_refreshed(uat.org).await.expect("marked");
    assert_eq!(view(&story, guide).await.progress.recipe, RecipeId::RehearsalTool, "by its scopes");
    story.core.remove_guide(guide).await.expect("removed");
    let narrow = keyperch_core::model::view::AppForm {
        scopes: "api refresh_token".to_owned(),
        ..app_form("Nightly", &story.callback(), &uat.key)
    };
    story.core.edit_app(uat.app, narrow).await.expect("saved");
    let guide = story.core.mark_refreshed(uat.org).await.expect("again");
    let begun = view(&story, guide).await.progress;
    assert_eq!((begun.recipe, begun.app_name.as_str()), (RecipeId::ApiIntegration, "Nightly"));

    let (story, uat) = by_credentials().await;
    story.sign_in(uat.app).await.expect("connected");
    let guide = story.core.mark_refreshed(uat.org).await.expect("marked");
    assert_eq!(view(&story, guide).await.progress.recipe, RecipeId::ClientCredentials);
    paste(&story, guide, Credential::Key, &uat.key).await.expect("saved");
    let app = story.shown(uat.app).await;
    assert_eq!((app.flow, app.secret), (FlowView::AuthorizationCode, None), "until its new secret is here");
    let apps = story.practice.orgs().into_iter().flat_map(|org| org.apps);
    let secret = apps.into_iter().find(|app| app.consumer_key == uat.key).expect("the app").consumer_secret;
    paste(&story, guide, Credential::Secret, &secret).await.expect("saved");
    assert_eq!(story.shown(uat.app).await.flow, FlowView::ClientCredentials);
    story.copy(uat.app).await.expect("a token");
    assert_eq!(shown(&story, uat.org).await.refreshed_at, None);
}

#[tokio::test]
async fn the_app_that_was_used_last_has_the_guide_and_every_other_guide_begins_anew_too() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    following.paste_key().await;
    following.prove().await.expect("proven");
    let story = &following.story;
    let other = format!("3MVG9{}", "other".repeat(16));
    let form = app_form("Other", &story.callback(), &other);
    let second = story.core.add_app(following.org, form).await.expect("an app");
    let list = rusqlite::Connection::open(story.folder.join("data/keyperch.sqlite")).expect("the list");
    list.execute("UPDATE client_app SET used_at = 1 WHERE id = ?1", [second.to_string()]).expect("written");
    story.later(Duration::from_secs(60));
    let guide = story.core.mark_refreshed(following.org).await.expect("marked");
    assert_eq!(view(story, guide).await.progress.app, Some(second));
    let first = following.view().await;
    assert!(!first.progress.is_proven && first.key.is_none() && first.proof.is_none());
    assert_eq!(following.tick("credentials.key").await, None);
    assert_eq!(shown(story, following.org).await.guides.len(), 2);
    // An entry whose new key came in by its form has it, as soon as Salesforce takes it.
    story.switch(&following.key, SwitchChange::default());
    let app = first.progress.app.expect("an app");
    story.sign_in(app).await.expect("signed in");
    assert!(following.view().await.key.is_some());
}
