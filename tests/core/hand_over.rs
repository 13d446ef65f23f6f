//! What a tool, Postman and a colleague are handed: everything that they need, as it is, and nothing more.

use std::collections::BTreeMap;

use keyperch_core::io::vault::Vault;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::guard::GuardProof;
use keyperch_core::model::ids::{ClientAppId, GuideId};
use keyperch_core::model::secret::{Kind, Pasted};
use keyperch_core::model::template::Template;
use keyperch_core::model::view::{
    Answer, AppForm, Change, Credential, HandOverView, RecipeFlow, RecipeId, Shell,
};
use practice_org::{FaultName, FaultOrder};
use serde_json::{Value, json};

use super::entries::give_secret;
use super::flows::{by_credentials, by_key};
use super::support::Story;
use super::support::story::{ANA, BOB, Entry, UAT, app_form, kept, org_form};
use super::support::tool::history_of_bash;
use super::tools::{REHEARSAL, sign_in_for_tool, told};

/// Every character that is seen and is no letter of another language, but for the key's beginning.
fn every_character() -> String {
    (b'!'..=b'~').map(char::from).collect()
}

async fn view(story: &Story, entry: &Entry) -> HandOverView {
    story.core.hand_over(entry.app, REHEARSAL).await.expect("a view")
}

fn text(view: &HandOverView, shell: Shell) -> &str {
    &view.blocks.iter().find(|block| block.shell == shell).expect("a block").text
}

#[tokio::test]
async fn the_tool_gets_key_secret_address_and_tokens_as_they_are() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let secret = story.secret_of(&uat.key);
    give_secret(&story, &uat, &secret).await;
    sign_in_for_tool(&story, &uat, BOB).await.expect("signed in for the tool");
    let told = told(&story, &uat).await;
    let names = "dxrt_client_secret,dxrt_refresh_token,dxrt_access_token";
    let address = "https://acme--uat.sandbox.my.salesforce.com";
    let expected =
        ["salesforce", "rehearse", "--auth_type", "OAUTH", "--client_id", &uat.key, "--url", address];
    assert_eq!(told.arguments[..8], expected);
    assert_eq!(told.arguments[8..], ["-e", names], "a sandbox is no production org");
    assert_eq!(told.variable("dxrt_client_secret"), secret);
    assert_eq!(told.variable("dxrt_refresh_token"), story.vault.find(Kind::RefreshToken).await);
    assert!(story.practice.alive(told.variable("dxrt_access_token")));
    assert_eq!(told.variables.len(), 3);
}

#[tokio::test]
async fn no_character_of_a_value_means_anything_to_bash() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let wild = format!("{} 'a' \"b\" $(id) `id` ${{HOME}} \\ \u{2019}é", every_character());
    let merge = json!({ "refresh_token": wild }).as_object().cloned();
    story.fault_at_exchange(FaultOrder { merge, ..FaultOrder::once("token", FaultName::With) });
    sign_in_for_tool(&story, &uat, ANA).await.expect("signed in for the tool");
    give_secret(&story, &uat, &every_character()).await;
    let told = told(&story, &uat).await;
    assert_eq!(told.variable("dxrt_client_secret"), every_character());
    assert_eq!(told.variable("dxrt_refresh_token"), wild);
    assert_eq!(told.option("--client_id"), uat.key);
}

#[tokio::test]
async fn bash_keeps_no_line_of_it_in_its_history() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    sign_in_for_tool(&story, &uat, ANA).await.expect("signed in for the tool");
    let block = story.core.hand_over_block(uat.app, REHEARSAL, Shell::Bash).await.expect("a block");
    let kept = history_of_bash(&story.folder, &format!("echo before\n{}echo after\n", block.expose()));
    assert_eq!(kept.lines().collect::<Vec<_>>(), ["echo before", "echo after"]);
}

#[tokio::test]
async fn a_value_that_would_be_an_order_to_a_shell_is_not_handed_over() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let merge = json!({ "refresh_token": "5Aep\nid\n" }).as_object().cloned();
    story.fault_at_exchange(FaultOrder { merge, ..FaultOrder::once("token", FaultName::With) });
    sign_in_for_tool(&story, &uat, ANA).await.expect("signed in for the tool");
    for shell in [Shell::Bash, Shell::Cmd, Shell::PowerShell] {
        let refused = story.core.hand_over_block(uat.app, REHEARSAL, shell).await;
        let failure = Failure::from(refused.expect_err("no block"));
        assert!(matches!(failure, Failure::Unexpected { .. }), "{failure:?}");
    }
}

#[tokio::test]
async fn tokens_that_the_keychain_has_lost_are_missed_before_the_tool_misses_them() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    sign_in_for_tool(&story, &uat, ANA).await.expect("signed in for the tool");
    for item in story.vault.list().await.expect("the items") {
        if item.kind == Kind::RefreshToken {
            story.vault.delete(item).await.expect("deleted");
        }
    }
    let block = story.core.hand_over_block(uat.app, REHEARSAL, Shell::Bash).await;
    assert_eq!(Failure::from(block.expect_err("no block")), Failure::NeedsSignIn { app: uat.app });
    let check = story.core.self_check().await.expect("checked");
    assert_eq!(check.missing.len(), 1, "and a check names it");
    sign_in_for_tool(&story, &uat, ANA).await.expect("once more");
    assert!(told(&story, &uat).await.variables.contains_key("dxrt_refresh_token"));
}

#[tokio::test]
async fn what_there_is_not_is_left_out_and_named_nowhere() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let block = told(&story, &uat).await;
    assert!(block.variables.is_empty() && !block.arguments.contains(&"-e".to_owned()), "{block:?}");
    assert_eq!(block.option("--client_id"), uat.key);
    story.core.edit_app(uat.app, AppForm { scopes: "api".to_owned(), ..kept(&story) }).await.expect("saved");
    sign_in_for_tool(&story, &uat, ANA).await.expect("signed in for the tool");
    let block = told(&story, &uat).await;
    assert_eq!(block.option("-e"), "dxrt_access_token", "no secret, and no refresh token was asked for");
    let view = view(&story, &uat).await;
    assert!(!view.has_secret && !view.grant.as_ref().expect("a grant").is_refreshable);
    assert!(text(&view, Shell::Cmd).starts_with("set \"dxrt_access_token=••••••••\"\n"));
}

#[tokio::test]
async fn an_app_that_needs_nobody_is_handed_over_with_a_token_only_where_one_is_wanted() {
    let (story, uat) = by_credentials().await;
    story.sign_in(uat.app).await.expect("connected");
    let ours = story.copy(uat.app).await.expect("ours").0;
    assert_eq!(told(&story, &uat).await.option("-e"), "dxrt_client_secret");
    sign_in_for_tool(&story, &uat, ANA).await.expect("nobody is asked");
    let block = told(&story, &uat).await;
    assert_eq!(block.option("-e"), "dxrt_client_secret,dxrt_access_token");
    assert_ne!(block.variable("dxrt_access_token"), ours, "it has one of its own");
    story.core.finish_hand_over(uat.app, REHEARSAL).await.expect("handed over");
    assert!(story.practice.alive(block.variable("dxrt_access_token")));
    assert_eq!(story.copy(uat.app).await, Ok((ours, false)));
}

#[tokio::test]
async fn production_is_what_salesforce_calls_so_and_a_guess_is_called_one() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let before = view(&story, &uat).await;
    assert!(!before.is_production && !before.is_kind_certain, "its address says that it is a sandbox");
    sign_in_for_tool(&story, &uat, ANA).await.expect("signed in for the tool");
    let after = view(&story, &uat).await;
    assert!(!after.is_production && after.is_kind_certain);

    let production = story.add("acme.my.salesforce.com", &story.callback()).await;
    let mut renamed = org_form("acme.my.salesforce.com", "Acme Retail", "Production");
    renamed.environment = Some(keyperch_core::model::environment::Environment::Sandbox);
    let passed = story.core.pass_guard(vec![production.org], GuardProof::Again, async || Ok(())).await;
    passed.expect("passed");
    story.core.edit_org(production.org, renamed).await.expect("edited");
    let guess = view(&story, &production).await;
    assert!(
        guess.is_production && !guess.is_kind_certain,
        "a person's own word makes a tool no less careful"
    );
    for shell in [Shell::PowerShell, Shell::Cmd, Shell::Bash] {
        assert!(text(&guess, shell).contains(" --is_production"), "{guess:?}");
    }
}

#[tokio::test]
async fn no_secret_is_in_what_is_shown_logged_or_on_the_disk() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    sign_in_for_tool(&story, &uat, ANA).await.expect("signed in for the tool");
    give_secret(&story, &uat, &"CA4A51E5".repeat(8)).await;
    let told = told(&story, &uat).await;
    let shown = view(&story, &uat).await;
    let block = story.core.hand_over_block(uat.app, REHEARSAL, Shell::Bash).await.expect("a block");
    let postman = story.core.postman_file(uat.app, true).await.expect("a file");
    story.core.finish_hand_over(uat.app, REHEARSAL).await.expect("handed over");
    let changes: Vec<Change> = std::mem::take(&mut *story.changes.lock().unwrap());
    let mut said = format!("{shown:?} {block:?} {postman:?} {changes:?}{}", super::support::log::heard());
    said += &json!({ "view": shown, "changes": changes, "orgs": story.core.orgs().await.expect("the list") })
        .to_string();
    let list = std::fs::read(story.folder.join("data/keyperch.sqlite")).expect("the list");
    said += &String::from_utf8_lossy(&list);
    let secrets = told.variables.values().cloned().chain([uat.key.clone()]).collect::<Vec<_>>();
    assert_eq!(secrets.len(), 4, "secret, two tokens and the key were in play");
    for secret in secrets {
        let part = &secret[4..20];
        assert!(block.expose().contains(part), "it would be found");
        assert!(!said.contains(part), "found where it must not be");
    }
    assert!(text(&shown, Shell::Bash).contains(&format!("'••••••••{}'", &uat.key[uat.key.len() - 4..])));
}

#[tokio::test]
async fn postman_gets_the_addresses_and_the_secrets_only_where_they_are_wanted() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    give_secret(&story, &uat, &every_character()).await;
    for with_secrets in [false, true] {
        let file = story.core.postman_file(uat.app, with_secrets).await.expect("a file");
        assert!(file.name.ends_with(".postman_environment.json"), "{}", file.name);
        let written: Value = serde_json::from_str(file.text.expose()).expect("JSON");
        assert_eq!(written["_postman_variable_scope"], "environment");
        assert_eq!(written["name"], "Acme Retail UAT: Rehearsal Tool");
        assert!(uuid::Uuid::parse_str(written["id"].as_str().expect("an id")).is_ok());
        let values = written["values"].as_array().expect("values");
        assert!(values.iter().all(|value| value["enabled"] == true));
        let value = |key: &str| {
            let found = values.iter().find(|value| value["key"] == key).expect(key);
            (
                found["value"].as_str().expect("text").to_owned(),
                found["type"].as_str().expect("text").to_owned(),
            )
        };
        let plain = |text: &str| (text.to_owned(), "default".to_owned());
        let hidden = |text: &str| (text.to_owned(), "secret".to_owned());
        let host = "https://acme--uat.sandbox.my.salesforce.com";
        assert_eq!(value("url"), plain(host));
        assert_eq!(value("authUrl"), plain(&format!("{host}/services/oauth2/authorize")));
        assert_eq!(value("tokenUrl"), plain(&format!("{host}/services/oauth2/token")));
        assert_eq!(value("callback"), plain(&story.callback()));
        assert_eq!(value("scopes"), plain("api refresh_token sfap_api"));
        assert_eq!(value("clientId"), hidden(if with_secrets { &uat.key } else { "" }));
        let secret = every_character();
        assert_eq!(value("clientSecret"), hidden(if with_secrets { &secret } else { "" }));
    }
}

/// A variable of the file for Postman, where there is one.
async fn for_postman(story: &Story, app: ClientAppId, key: &str) -> Option<String> {
    let file = story.core.postman_file(app, false).await.expect("a file");
    let written: Value = serde_json::from_str(file.text.expose()).expect("JSON");
    let found =
        written["values"].as_array().expect("values").iter().find(|value| value["key"] == key)?.clone();
    Some(found["value"].as_str().expect("text").to_owned())
}

#[tokio::test]
async fn postman_gets_no_callback_where_no_browser_comes_back() {
    for (story, uat) in [by_credentials().await, by_key().await] {
        assert_eq!(for_postman(&story, uat.app, "callback").await, None);
    }
}

#[tokio::test]
async fn postman_gets_each_callback_that_a_guide_has_registered() {
    let (story, guide) = following(RecipeId::ApiIntegration).await;
    let theirs = "https://hub.acme.com/callback";
    story.core.answer_guide(guide, Answer::TheirCallback, theirs).await.expect("an address");
    let app = paste_key(&story, guide).await;
    assert_eq!(for_postman(&story, app, "callback").await.as_deref(), Some(theirs));
    let ours = for_postman(&story, app, "callback2").await;
    assert_eq!(ours.as_deref(), Some("http://localhost:33333"));
    let form = AppForm { scopes: "api".to_owned(), ..kept(&story) };
    let form = AppForm { callback_url: app_form("", &story.callback(), "").callback_url, ..form };
    story.core.edit_app(app, form).await.expect("saved");
    assert_eq!(for_postman(&story, app, "callback").await, Some(story.callback()), "another by now");
    assert_eq!(for_postman(&story, app, "callback2").await, None);
}

/// A guide in the UAT sandbox.
async fn following(recipe: RecipeId) -> (Story, GuideId) {
    let story = Story::begin().await;
    let org = story.core.add_org(org_form(UAT, "Acme Retail", "UAT")).await.expect("an org");
    let guide = story.core.begin_guide(org, recipe).await.expect("a guide");
    (story, guide)
}

/// The app that a guide makes of the key of an app of practice.
async fn paste_key(story: &Story, guide: GuideId) -> ClientAppId {
    let orgs = story.practice.orgs();
    let at = orgs.iter().find(|org| org.host == UAT).expect("an org of practice");
    let key = Pasted::from(at.apps[0].consumer_key.clone());
    story.core.paste_into_guide(guide, Credential::Key, key).await.expect("saved");
    story.core.guide_view(guide).await.expect("the guide").progress.app.expect("an app")
}

/// What a colleague finds in the file that was saved of an app.
async fn opened(story: &Story, app: ClientAppId) -> Template {
    let file = story.core.template_of(app).await.expect("a template");
    let path = story.folder.join(&file.name);
    std::fs::write(&path, &file.text).expect("saved");
    story.core.open_template(&path).expect("a template");
    let changes = story.changes.lock().unwrap();
    let Some(Change::Template { template }) = changes.last() else { panic!("{changes:?}") };
    template.clone()
}

#[tokio::test]
async fn a_colleague_opens_what_was_saved_and_finds_no_secret_in_it() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let secret = "CA4A51E5".repeat(8);
    give_secret(&story, &uat, &secret).await;
    let file = story.core.template_of(uat.app).await.expect("a template");
    assert!(!file.text.contains(&uat.key) && !file.text.contains(&secret));
    let template = opened(&story, uat.app).await;
    assert_eq!(template.address, "acme--uat.sandbox.my.salesforce.com");
    assert_eq!((template.client.as_str(), template.org_name.as_str()), ("Acme Retail", "UAT"));
    assert_eq!((&*template.app_name, &template.callback_url), ("Rehearsal Tool", &story.callback()));
    assert_eq!(template.scopes, "api refresh_token sfap_api");
}

#[tokio::test]
async fn an_app_that_came_from_a_guide_begins_that_guide_on_the_colleagues_side() {
    let (story, guide) = following(RecipeId::RehearsalTool).await;
    let app = paste_key(&story, guide).await;
    let template = opened(&story, app).await;
    assert_eq!(template.recipe, Some(RecipeId::RehearsalTool));
    assert_eq!((&*template.app_name, &*template.callback_url), ("Rehearsal Tool", "http://localhost:33333"));
}

#[tokio::test]
async fn a_colleagues_guide_begins_with_the_answers_that_name_nobody() {
    let (story, guide) = following(RecipeId::LightningOut).await;
    for (answer, value) in [
        (Answer::Flow, "jwt_bearer"),
        (Answer::ContactEmail, ANA),
        (Answer::JwtUsername, ANA),
        (Answer::PermissionSet, "Rehearsals"),
        (Answer::TheirCallback, "https://hub.acme.com/callback"),
    ] {
        story.core.answer_guide(guide, answer, value).await.expect("an answer");
    }
    let app = paste_key(&story, guide).await;
    let template = opened(&story, app).await;
    let expected = [
        (Answer::Flow, "jwt_bearer"),
        (Answer::TheirCallback, "https://hub.acme.com/callback"),
        (Answer::PermissionSet, "Rehearsals"),
    ];
    let expected = expected.map(|(answer, value)| (answer, value.to_owned()));
    assert_eq!(template.answers, BTreeMap::from(expected));
}

#[tokio::test]
async fn an_app_that_no_guide_has_made_is_the_same_kind_of_app_on_the_colleagues_side() {
    for ((story, uat), flow) in
        [(by_credentials().await, RecipeFlow::ClientCredentials), (by_key().await, RecipeFlow::JwtBearer)]
    {
        let file = story.core.template_of(uat.app).await.expect("a template");
        assert!(!file.text.contains("ana@acme.com"), "and nobody is named: {}", file.text);
        let template = opened(&story, uat.app).await;
        assert_eq!((template.flow, template.recipe), (flow, None));
    }
}

#[tokio::test]
async fn what_is_gone_is_not_handed_over() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let nothing = story.core.finish_hand_over(uat.app, REHEARSAL).await.map_err(Failure::from);
    assert_eq!(nothing, Err(Failure::Gone), "nobody has signed in for the tool");
    story.core.remove_app(uat.app, true).await.expect("removed");
    assert_eq!(story.core.hand_over(uat.app, REHEARSAL).await.map_err(Failure::from), Err(Failure::Gone));
    assert!(story.core.hand_over_block(uat.app, REHEARSAL, Shell::Cmd).await.is_err());
    assert!(story.core.postman_file(uat.app, false).await.is_err());
    assert!(story.core.template_of(uat.app).await.is_err());
}
