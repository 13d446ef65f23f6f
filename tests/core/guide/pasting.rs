//! Key and secret are told apart by their shape, and the app is saved out of the plan.

use keyperch_core::model::failure::Failure;
use keyperch_core::model::field::{Field, Problem};
use keyperch_core::model::secret::Pasted;
use keyperch_core::model::view::{Answer, CertificateOf, Credential, FlowView, RecipeId, Tick};

use super::super::support::story::{ANA, app_form};
use super::Following;

fn neither(field: Field) -> Result<(), Failure> {
    Err(Failure::Field { refused: field.refused(Problem::NeitherKeyNorSecret) })
}

#[tokio::test]
async fn the_app_is_saved_out_of_the_plan_as_soon_as_its_key_is_there() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    assert!(following.view().await.progress.app.is_none());
    following.paste(Credential::Key, &format!(" {}\n", following.key)).await.expect("saved");
    let view = following.view().await;
    let app = following.story.shown(view.progress.app.expect("an app")).await;
    assert_eq!((app.name.as_str(), app.callback_url.as_str()), ("Rehearsal Tool", "http://localhost:33333"));
    assert_eq!(app.scopes, ["api", "refresh_token", "sfap_api"]);
    assert_eq!((view.key, view.secret), (Some(app.key), None));
    assert_eq!(following.tick("credentials.key").await, Some(Tick::Claimed));
}

#[tokio::test]
async fn key_and_secret_that_have_changed_places_are_put_right_and_said() {
    let following = Following::begin(RecipeId::ApiIntegration).await;
    following.paste(Credential::Key, &following.secret).await.expect("put right");
    let view = following.view().await;
    assert!(view.were_swapped && view.key.is_none() && view.secret.is_some());
    following.paste(Credential::Secret, &following.key).await.expect("put right, and saved");
    let view = following.view().await;
    let app = following.story.shown(view.progress.app.expect("an app")).await;
    assert!(view.were_swapped && app.secret.is_some());
    let core = &following.story.core;
    let (key, secret) = (core.consumer_key(app.id).await, core.consumer_secret(app.id).await);
    assert_eq!(key.expect("a key").expose(), following.key);
    assert_eq!(secret.expect("a secret").expose(), following.secret);
    following.paste(Credential::Secret, &following.secret).await.expect("saved");
    assert!(!following.view().await.were_swapped);
}

#[tokio::test]
async fn what_comes_while_the_one_before_is_being_saved_is_saved_after_it() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let (first, second) = tokio::join!(
        following.paste(Credential::Key, &following.key),
        following.paste(Credential::Secret, &following.secret)
    );
    assert_eq!((first, second), (Ok(()), Ok(())));
    let app = following.view().await.progress.app.expect("an app");
    assert!(following.story.shown(app).await.secret.is_some(), "one app, with both");
}

#[tokio::test]
async fn whoever_quits_while_it_is_being_saved_waits() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let core = &following.story.core;
    let mut saving = std::pin::pin!(following.paste(Credential::Key, &following.key));
    let mut waits = false;
    let saved = loop {
        tokio::select! {
            biased;
            saved = &mut saving => break saved,
            () = tokio::task::yield_now() => waits |= core.must_not_end(),
        }
    };
    assert_eq!(saved, Ok(()));
    assert!(waits && !core.must_not_end(), "until it is saved, and no longer");
}

#[tokio::test]
async fn what_is_neither_changes_nothing() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    following.paste(Credential::Secret, &following.secret).await.expect("it waits");
    let before = following.view().await;
    for text in ["http://localhost:33333", "", "Rehearsal Tool", "ana@acme.example.com"] {
        assert_eq!(following.paste(Credential::Key, text).await, neither(Field::ConsumerKey), "{text}");
        assert_eq!(following.paste(Credential::Secret, text).await, neither(Field::ConsumerSecret), "{text}");
    }
    assert_eq!(following.view().await, before);
}

#[tokio::test]
async fn a_second_one_replaces_the_first() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let first = format!("3MVG9{}", "first".repeat(16));
    following.paste(Credential::Key, &first).await.expect("saved");
    let app = following.view().await.progress.app;
    following.paste(Credential::Key, &following.key).await.expect("saved");
    let view = following.view().await;
    assert_eq!(view.progress.app, app, "the same entry");
    let key = following.story.core.consumer_key(app.expect("an app")).await.expect("a key");
    assert_eq!(key.expose(), following.key);
}

#[tokio::test]
async fn an_app_that_is_in_the_list_already_is_taken_and_a_name_that_is_taken_is_numbered() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let (core, callback) = (&following.story.core, following.story.callback());
    let form = app_form("Rehearsal Tool", &callback, &following.key);
    let there = core.add_app(following.org, form).await.expect("an app");
    following.paste(Credential::Key, &following.key).await.expect("saved");
    assert_eq!(following.view().await.progress.app, Some(there), "no second entry for one key");
    let other = core.begin_guide(following.org, RecipeId::RehearsalTool).await.expect("a guide");
    let other = Following { guide: other, ..following };
    other.paste(Credential::Key, &format!("3MVG9{}", "other".repeat(16))).await.expect("saved");
    let app = other.view().await.progress.app.expect("an app");
    assert_eq!(other.story.shown(app).await.name, "Rehearsal Tool 2");
}

#[tokio::test]
async fn the_key_pair_of_an_app_outlives_another_way_and_another_guide() {
    let following = Following::begin(RecipeId::LightningOut).await;
    let (core, guide) = (&following.story.core, following.guide);
    core.answer_guide(guide, Answer::Flow, "jwt_bearer").await.expect("a way");
    core.answer_guide(guide, Answer::JwtUsername, ANA).await.expect("a user");
    following.paste(Credential::Key, &following.key).await.expect("saved");
    core.make_guide_certificate(guide).await.expect("a certificate");
    let app = following.view().await.progress.app.expect("an app");
    let certificate = || core.certificate(CertificateOf::App { app });
    let made = certificate().await.expect("kept");

    let other = core.begin_guide(following.org, RecipeId::RehearsalTool).await.expect("a guide");
    let pasted = Pasted::from(following.key.clone());
    core.paste_into_guide(other, Credential::Key, pasted).await.expect("an entry of its own");
    assert_ne!(core.guide_view(other).await.expect("the guide").progress.app, Some(app));
    assert_eq!(certificate().await.expect("still there"), made);

    core.answer_guide(guide, Answer::Flow, "authorization_code").await.expect("another way");
    following.paste(Credential::Secret, &following.secret).await.expect("saved");
    assert!(matches!(following.story.shown(app).await.flow, FlowView::AuthorizationCode));
    core.answer_guide(guide, Answer::Flow, "jwt_bearer").await.expect("and back");
    following.paste(Credential::Secret, &following.secret).await.expect("saved");
    assert_eq!(certificate().await.expect("it is there again"), made);
}

#[tokio::test]
async fn another_name_is_another_value_to_copy() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let (core, guide) = (&following.story.core, following.guide);
    let name = super::id("basic.app_name");
    assert_eq!(core.line_value(guide, &name).await.expect("a value"), "Rehearsal Tool");
    core.tick_copied(guide, name.clone()).await.expect("copied");
    core.claim_line(guide, super::id("basic.distribution"), true).await.expect("claimed");
    core.answer_guide(guide, Answer::AppName, "Rehearsal Tool of Acme").await.expect("a name");
    assert_eq!(following.tick("basic.app_name").await, None, "what was copied is not the name any more");
    assert_eq!(following.tick("basic.distribution").await, Some(Tick::Claimed));
    assert_eq!(core.line_value(guide, &name).await.expect("a value"), "Rehearsal Tool of Acme");
    following.paste(Credential::Key, &following.key).await.expect("saved");
    let app = following.view().await.progress.app.expect("an app");
    assert_eq!(following.story.shown(app).await.name, "Rehearsal Tool of Acme");
}
