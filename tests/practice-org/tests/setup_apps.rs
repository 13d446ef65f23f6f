//! Apps that are made in Setup, from nothing to a working token of each kind.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::time::Duration;

use practice_org::{
    Draft, InSetup, IpRelaxation, OrgChange, PermittedUsers, Practice, RefreshTokenPolicy, Switches,
    UserChange,
};
use support::assertion::Signer;
use support::flows::{answer, last_row};
use support::story::Story;

async fn setup(practice: &Practice, story: &Story) -> InSetup {
    practice.in_setup(&story.host, &story.username).await.unwrap()
}

fn draft(scopes: &[&str]) -> Draft {
    Draft::new("Nightly Export", "ana@example.com", scopes, "http://localhost:33333")
}

/// The story of an app by what Setup showed of it.
fn told(story: &Story, practice: &Practice, (key, secret): (String, String)) -> Story {
    let apps = practice.orgs().into_iter().flat_map(|org| org.apps);
    let app = apps.into_iter().find(|app| app.consumer_key == key && app.consumer_secret == secret);
    Story { app: app.unwrap(), ..story.clone() }
}

#[tokio::test]
async fn an_app_of_setup_signs_people_in() {
    let practice = support::practice("signs_in").await;
    let story = Story::of(&practice, 0, 0, 0);
    let mut setup = setup(&practice, &story).await;
    let mut open = draft(&["api", "refresh_token", "sfap_api"]);
    open.switches.secret_required_for_web_server = false;
    open.switches.secret_required_for_refresh = false;
    open.switches.pkce_required = false;
    let id = setup.create(&open).await.unwrap();
    let policies = Switches { ip_relaxation: IpRelaxation::Relax, ..open.switches.clone() };
    setup.edit_policies(&id, &policies).await.unwrap();
    let story = told(&story, &practice, setup.consumer_details(&id).await.unwrap());
    assert!(story.app.switches.pkce_required, "locked, whatever was sent");
    assert_eq!(story.app.switches.ip_relaxation, IpRelaxation::Relax);
    let tokens = story.tokens(&practice).await;
    assert!(story.works(&practice, &tokens.access).await);
    let renewed = story.redeemed(&practice, &story.refresh(&tokens.refresh)).await;
    assert_ne!(renewed.refresh, tokens.refresh, "it rotates");
    let kinds: Vec<&str> = practice.seen(0).iter().map(|seen| seen.kind).collect();
    for kind in ["setup", "setup_login", "setup_enter", "setup_new", "setup_policies", "setup_verification"] {
        assert!(kinds.contains(&kind), "{kind} is missing in {kinds:?}");
    }
}

#[tokio::test]
async fn a_new_key_is_unknown_until_it_is_ready() {
    let practice = support::practice("new_key").await;
    let story = Story::of(&practice, 0, 0, 0);
    let later = OrgChange { new_apps_ready_after_seconds: Some(300), ..OrgChange::default() };
    practice.change_org(&story.host, later).unwrap();
    let mut setup = setup(&practice, &story).await;
    let id = setup.create(&draft(&["api"])).await.unwrap();
    let story = told(&story, &practice, setup.consumer_details(&id).await.unwrap());
    _ = answer(&practice, &story.authorize()).await;
    assert_eq!(last_row(&practice), "A1");
    practice.advance(Duration::from_secs(300)).unwrap();
    assert_eq!(story.visited_row(&practice).await, "ok");
}

#[tokio::test]
async fn client_credentials_need_settings_and_policies() {
    let practice = support::practice("setup_client_credentials").await;
    let story = Story::of(&practice, 0, 0, 0);
    let mut setup = setup(&practice, &story).await;
    let mut app = draft(&["api"]);
    app.switches.client_credentials_flow = true;
    let id = setup.create(&app).await.unwrap();
    let told = told(&story, &practice, setup.consumer_details(&id).await.unwrap());
    assert_eq!(answer(&practice, &told.client_credentials()).await.status, 400, "the policy is missing");
    app.switches.client_credentials_policy = true;
    app.switches.run_as.clone_from(&story.username);
    setup.edit_policies(&id, &app.switches).await.unwrap();
    let got = answer(&practice, &told.client_credentials()).await;
    assert!(told.works(&practice, &got.field("access_token")).await, "{got:?}");
}

#[tokio::test]
async fn a_certificate_and_a_permission_set_make_an_assertion_count() {
    let practice = support::practice("setup_jwt").await;
    let story = Story::of(&practice, 0, 0, 0);
    let set = vec!["Nightly".to_owned()];
    let given = UserChange { permission_sets: Some(set.clone()), ..UserChange::default() };
    practice.change_user(&story.username, given).unwrap();
    let mut setup = setup(&practice, &story).await;
    let signer = Signer::new();
    let mut app = draft(&["api", "refresh_token"]);
    app.switches.certificate.clone_from(&signer.certificate);
    let id = setup.create(&app).await.unwrap();
    app.switches.permitted_users = PermittedUsers::AdminApproved;
    app.switches.permission_sets = set;
    setup.edit_policies(&id, &app.switches).await.unwrap();
    let told = told(&story, &practice, setup.consumer_details(&id).await.unwrap());
    let got = answer(&practice, &told.jwt_bearer(&signer.proper(&told))).await;
    assert!(told.works(&practice, &got.field("access_token")).await, "{got:?}");
    app.switches.certificate = String::new();
    setup.edit_settings(&id, &app).await.unwrap();
    assert_eq!(answer(&practice, &told.jwt_bearer(&signer.proper(&told))).await.status, 400, "it is gone");
}

#[tokio::test]
async fn an_app_without_oauth_has_no_key() {
    let practice = support::practice("without_oauth").await;
    let story = Story::of(&practice, 0, 0, 0);
    let mut setup = setup(&practice, &story).await;
    let mut app = draft(&[]);
    app.switches.oauth_enabled = false;
    let id = setup.create(&app).await.unwrap();
    assert_eq!(setup.consumer_details(&id).await.unwrap_err()[0].field, "page");
    let unknown = Story { app: practice.orgs().remove(0).apps.pop().unwrap(), ..story.clone() };
    _ = answer(&practice, &unknown.authorize()).await;
    assert_eq!(last_row(&practice), "A1");
    setup.edit_settings(&id, &draft(&["api"])).await.unwrap();
    let told = told(&story, &practice, setup.consumer_details(&id).await.unwrap());
    assert_eq!(told.visited_row(&practice).await, "ok");
}

#[tokio::test]
async fn what_the_page_refuses_is_told_by_field() {
    let practice = support::practice("told_by_field").await;
    let story = Story::of(&practice, 0, 0, 0);
    let mut setup = setup(&practice, &story).await;
    let refused = setup.create(&draft(&[])).await.unwrap_err();
    assert_eq!((refused.len(), refused[0].field), (1, "scopes"), "{refused:?}");
    let id = setup.create(&draft(&["api"])).await.unwrap();
    let idle = RefreshTokenPolicy::IdleDays(0);
    let never = Switches { refresh_token_policy: idle, ..draft(&["api"]).switches };
    let refused = setup.edit_policies(&id, &never).await.unwrap_err();
    assert_eq!(refused[0].field, "refresh_token_policy", "{refused:?}");
    let bob = Story::of(&practice, 0, 0, 1);
    assert!(practice.in_setup(&bob.host, &bob.username).await.is_err(), "Bob may not manage apps");
}

#[tokio::test]
async fn a_reset_takes_away_what_was_made() {
    let practice = support::practice("made_and_reset").await;
    let story = Story::of(&practice, 0, 0, 0);
    let before = practice.orgs();
    let mut setup = setup(&practice, &story).await;
    let id = setup.create(&draft(&["api"])).await.unwrap();
    setup.consumer_details(&id).await.unwrap();
    practice.reset();
    assert_eq!((practice.orgs(), practice.mail().len()), (before, 0));
    assert!(setup.create(&draft(&["api"])).await.is_err(), "the session is over as well");
}
