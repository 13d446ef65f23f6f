//! A guide is left, and gone on with: over restarts, and until it, its app or its org is removed.

use keyperch_core::model::view::{Answer, Credential, RecipeFlow, RecipeId, Section, Tick};
use serde_json::json;

use super::super::support::log;
use super::{Following, id};

#[tokio::test]
async fn a_guide_is_as_it_was_after_a_restart() {
    let mut following = Following::begin(RecipeId::LightningOut).await;
    let guide = following.guide;
    let core = following.story.core.clone();
    core.answer_guide(guide, Answer::Flow, "jwt_bearer").await.expect("a way");
    core.answer_guide(guide, Answer::TheirCallback, "https://acme.com/callback").await.expect("an address");
    core.tick_copied(guide, id("oauth.callbacks")).await.expect("copied");
    core.claim_line(guide, id("oauth.scope.web"), true).await.expect("claimed");
    following.paste(Credential::Key, &following.key).await.expect("saved");
    let before = following.view().await;
    drop(core);
    following.story.open_again();
    following.story.core.open_guide(guide).await.expect("opened");
    let after = following.view().await;
    assert_eq!(after, before);
    assert_eq!((after.flow, after.current), (RecipeFlow::JwtBearer, Section::Certificate));
    assert_eq!(following.announced().last().cloned().flatten(), Some(after), "and the window knows");
}

#[tokio::test]
async fn a_proven_guide_stays_proven_until_another_way_is_chosen() {
    let mut following = Following::begin(RecipeId::LightningOut).await;
    let scopes = ["api", "refresh_token", "web", "lightning"].map(str::to_owned).to_vec();
    let change = practice_org::SwitchChange { scopes: Some(scopes), ..practice_org::SwitchChange::default() };
    following.story.switch(&following.key, change);
    following.paste(Credential::Secret, &following.secret).await.expect("it waits");
    following.paste_key().await;
    following.prove().await.expect("proven");
    following.story.open_again();
    let progress = |following: &Following| {
        let core = following.story.core.clone();
        async move { core.orgs().await.expect("the list").remove(0).guides.remove(0) }
    };
    let row = progress(&following).await;
    assert!(row.is_proven && row.done > 0 && row.done < row.of, "{row:?}");
    let core = following.story.core.clone();
    core.answer_guide(following.guide, Answer::Flow, "jwt_bearer").await.expect("a way");
    assert!(!progress(&following).await.is_proven, "that way is not proven");
}

#[tokio::test]
async fn what_was_shown_of_one_key_says_nothing_of_another() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    following.paste_key().await;
    following.prove().await.expect("proven");
    let claimed = id("oauth.box.pkce");
    following.story.core.claim_line(following.guide, claimed, true).await.expect("claimed");
    let other = format!("3MVG9{}", "other".repeat(16));
    following.paste(Credential::Key, &other).await.expect("saved");
    let view = following.view().await;
    assert!(!view.progress.is_proven);
    assert_eq!(following.tick("credentials.key").await, Some(Tick::Claimed));
    assert_eq!(following.tick("oauth.scope.api").await, None);
    assert_eq!(following.tick("oauth.box.pkce").await, Some(Tick::Claimed), "what a person says stays said");
    assert_eq!(view.proof, None);
}

#[tokio::test]
async fn progress_stands_in_the_row_and_follows_every_tick() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let core = &following.story.core;
    let row = || async { core.orgs().await.expect("the list").remove(0).guides.remove(0) };
    let before = row().await;
    assert_eq!((before.done, before.app_name.as_str()), (0, "Rehearsal Tool"));
    core.claim_line(following.guide, id("oauth.scope.api"), true).await.expect("claimed");
    assert_eq!(row().await.done, 1);
    core.claim_line(following.guide, id("oauth.scope.api"), false).await.expect("taken back");
    assert_eq!(row().await, before);
    core.answer_guide(following.guide, Answer::PkceLocked, "yes").await.expect("greyed out");
    assert_eq!(following.tick("oauth.box.pkce").await, Some(Tick::Claimed), "greyed out is fine");
    assert_eq!(row().await.done, 1);
}

#[tokio::test]
async fn a_guide_in_strange_words_is_left_out_and_a_strange_tick_is_none() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let core = &following.story.core;
    core.claim_line(following.guide, id("oauth.scope.api"), true).await.expect("claimed");
    let other = core.begin_guide(following.org, RecipeId::ApiIntegration).await.expect("a guide");
    let file = following.story.folder.join("data").join(keyperch_core::io::registry::FILE);
    let newer = rusqlite::Connection::open(file).expect("the list");
    newer.pragma_update(None, "ignore_check_constraints", true).expect("a table of another version");
    let tick = "UPDATE guide_tick SET tick = 'guessed'";
    assert_eq!(newer.execute(tick, []).expect("a strange tick"), 1);
    let answers = "UPDATE guide SET answers = '{\"shoe_size\":\"44\"}'";
    assert_eq!(newer.execute(answers, []).expect("strange answers"), 2);
    let recipe = "UPDATE guide SET recipe = 'of_tomorrow' WHERE id = ?1";
    assert_eq!(newer.execute(recipe, [other.to_string()]).expect("a strange recipe"), 1);
    let guides = core.orgs().await.expect("the list").remove(0).guides;
    assert_eq!(guides.iter().map(|guide| guide.id).collect::<Vec<_>>(), [following.guide]);
    assert_eq!(following.tick("oauth.scope.api").await, None);
    core.remove_guide(other).await.expect("it can still be removed");
}

#[tokio::test]
async fn what_salesforce_has_shown_is_not_claimed_away() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    following.paste_key().await;
    following.prove().await.expect("proven");
    let (core, api) = (&following.story.core, id("oauth.scope.api"));
    core.claim_line(following.guide, api.clone(), false).await.expect("heard");
    core.tick_copied(following.guide, api).await.expect("heard");
    assert_eq!(following.tick("oauth.scope.api").await, Some(Tick::Proved));
}

#[tokio::test]
async fn an_address_for_salesforces_letters_is_remembered_for_the_next_guide() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let core = &following.story.core;
    core.answer_guide(following.guide, Answer::ContactEmail, "ana@acme.com").await.expect("an address");
    let next = core.begin_guide(following.org, RecipeId::ApiIntegration).await.expect("a guide");
    let plan = core.plan_of(next).await.expect("a plan");
    assert_eq!(plan.contact_email.as_deref(), Some("ana@acme.com"));
}

#[tokio::test]
async fn a_guide_goes_with_its_app_and_with_its_org_and_leaves_its_app() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let core = &following.story.core;
    let app = following.paste_key().await;
    core.remove_guide(following.guide).await.expect("removed");
    assert_eq!(following.announced().last(), Some(&None), "the window shows it no more");
    assert_eq!(following.story.shown(app).await.id, app, "its app stays");
    let second = core.begin_guide(following.org, RecipeId::RehearsalTool).await.expect("a guide");
    let second = Following { guide: second, ..following };
    let core = &second.story.core;
    second.paste(Credential::Key, &second.key).await.expect("saved");
    core.remove_app(app, false).await.expect("removed");
    assert_eq!(second.announced().last(), Some(&None), "the guide of an app that is gone");
    let third = core.begin_guide(second.org, RecipeId::ClientCredentials).await.expect("a guide");
    core.remove_orgs(vec![second.org], false).await.expect("removed");
    assert!(core.guide_view(third).await.is_err());
    assert_eq!(second.announced().last(), Some(&None));
}

#[tokio::test]
async fn no_secret_is_in_what_the_window_is_told_in_the_log_or_on_the_disk() {
    let following = Following::begin(RecipeId::ApiIntegration).await;
    following.paste(Credential::Key, &following.secret).await.expect("put right");
    following.paste(Credential::Secret, &following.key).await.expect("saved");
    following.listen_here(following.view().await.progress.app.expect("an app")).await;
    following.prove().await.expect("proven");
    let changes = following.story.changes.lock().unwrap();
    let told = format!("{} {:?} {}", json!(*changes), *changes, log::heard());
    for secret in [&following.key, &following.secret] {
        assert!(told.len() > 1000 && !told.contains(&secret[8..40]), "a part of it is too much, too");
    }
    let mut found = 0;
    for file in std::fs::read_dir(following.story.folder.join("data")).expect("the folder") {
        let path = file.expect("a file").path();
        let bytes = if path.is_file() { std::fs::read(&path).expect("a file") } else { Vec::new() };
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        found += usize::from(holds("api_integration"));
        for secret in [&following.key, &following.secret] {
            assert!(!holds(&secret[8..40]), "{}", path.display());
        }
    }
    assert!(found > 0, "the guide lies there, and would be found");
}
