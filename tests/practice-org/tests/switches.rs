//! Each switch causes its answer, and turned the other way it does not.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use practice_org::{Practice, SwitchChange};
use support::story::Story;
use support::wire::{self, Raw};

fn switch(practice: &Practice, story: &Story, change: SwitchChange) {
    practice.switch(&story.app.consumer_key, change).unwrap();
}

async fn status(practice: &Practice, raw: &Raw) -> u16 {
    wire::send(practice, raw).await.unwrap().status
}

#[tokio::test]
async fn the_rehearsal_tool_needs_no_secret_and_the_explorer_both() {
    let practice = support::practice("shipped").await;
    let orgs = practice.orgs();
    let (rehearsal, explorer) = (&orgs[0].apps[0], &orgs[0].apps[1]);
    assert_eq!((rehearsal.name.as_str(), explorer.name.as_str()), ("Rehearsal Tool", "API Explorer"));
    assert!(
        !rehearsal.switches.secret_required_for_web_server && !rehearsal.switches.secret_required_for_refresh
    );
    assert!(
        explorer.switches.secret_required_for_web_server && explorer.switches.secret_required_for_refresh
    );
    for app in [rehearsal, explorer] {
        assert!(
            app.switches.pkce_required && app.switches.refresh_token_rotation,
            "locked on since July 2026"
        );
        assert_eq!(app.switches.callback_urls, ["http://localhost:33333"]);
    }
}

#[tokio::test]
async fn the_secret_of_the_web_server_flow() {
    let practice = support::practice("web_secret").await;
    let story = Story::of(&practice, 0, 1, 0);
    let code = story.code(&practice).await;
    assert_eq!(status(&practice, &story.exchange(&code)).await, 400, "required and not sent");
    let with_secret = story.exchange(&code).form("client_secret", &story.app.consumer_secret);
    assert_eq!(status(&practice, &with_secret).await, 200, "required and sent");
    switch(
        &practice,
        &story,
        SwitchChange { secret_required_for_web_server: Some(false), ..SwitchChange::default() },
    );
    let code = story.code(&practice).await;
    assert_eq!(status(&practice, &story.exchange(&code)).await, 200, "not required and not sent");
}

#[tokio::test]
async fn the_secret_of_the_refresh_flow_bites_hours_later() {
    let practice = support::practice("refresh_secret").await;
    let story = Story::of(&practice, 0, 1, 0);
    switch(
        &practice,
        &story,
        SwitchChange { secret_required_for_web_server: Some(false), ..SwitchChange::default() },
    );
    let tokens = story.tokens(&practice).await;
    assert_eq!(
        status(&practice, &story.refresh(&tokens.refresh)).await,
        400,
        "the sign-in went well, the refresh does not"
    );
    let with_secret = story.refresh(&tokens.refresh).form("client_secret", &story.app.consumer_secret);
    let tokens = story.redeemed(&practice, &with_secret).await;
    switch(
        &practice,
        &story,
        SwitchChange { secret_required_for_refresh: Some(false), ..SwitchChange::default() },
    );
    assert_eq!(status(&practice, &story.refresh(&tokens.refresh)).await, 200);
}

#[tokio::test]
async fn http_basic_is_as_good_as_the_body() {
    let practice = support::practice("basic").await;
    let story = Story::of(&practice, 0, 1, 0);
    let pair = format!("{}:{}", story.app.consumer_key, story.app.consumer_secret);
    let code = story.code(&practice).await;
    let basic = story
        .exchange(&code)
        .without_form("client_id")
        .header("Authorization", &format!("Basic {}", STANDARD.encode(pair)));
    assert_eq!(status(&practice, &basic).await, 200);
    let seen = practice.seen(0).pop().unwrap();
    assert_eq!(seen.token.map(|token| (token.client_auth, token.has_secret)), Some(("basic", true)));
}

#[tokio::test]
async fn pkce() {
    let practice = support::practice("pkce").await;
    let story = Story::of(&practice, 1, 0, 0);
    let bare = story.authorize().without_query("code_challenge").without_query("code_challenge_method");
    let download = wire::send(&practice, &bare).await.unwrap();
    assert_eq!(
        download.body,
        "error=invalid_request&error_description=missing%20required%20code%20challenge"
    );
    switch(&practice, &story, SwitchChange { pkce_required: Some(false), ..SwitchChange::default() });
    let code = story.code_for(&practice, &bare).await;
    assert_eq!(
        status(&practice, &story.exchange(&code)).await,
        400,
        "a verifier without a challenge is a downgrade"
    );
    let code = story.code_for(&practice, &bare).await;
    assert_eq!(status(&practice, &story.exchange(&code).without_form("code_verifier")).await, 200);
    let code = story.code(&practice).await;
    let skipped = story.exchange(&code).without_form("code_verifier");
    assert_eq!(
        status(&practice, &skipped).await,
        400,
        "a challenge that was sent counts even where none is required"
    );
}

#[tokio::test]
async fn scopes_decide_what_a_token_opens() {
    let practice = support::practice("scopes").await;
    let story = Story::of(&practice, 1, 0, 0);
    let code = story.code_for(&practice, &story.authorize().query("scope", "api")).await;
    let got = wire::send(&practice, &story.exchange(&code)).await.unwrap();
    assert_eq!(got.field("scope"), "api");
    assert!(got.json().get("refresh_token").is_none(), "none without its scope: {got:?}");

    let of_app = |scopes: &[&str]| SwitchChange {
        scopes: Some(scopes.iter().map(|scope| (*scope).to_owned()).collect()),
        ..SwitchChange::default()
    };
    switch(&practice, &story, of_app(&["id", "refresh_token"]));
    let tokens = story.tokens(&practice).await;
    let limits = wire::send(&practice, &story.limits(&tokens.access)).await.unwrap();
    assert_eq!(limits.status, 401);
    assert_eq!(limits.json()[0]["message"], "This session is not valid for use with the API");
    assert_eq!(status(&practice, &story.userinfo(&tokens.access)).await, 200, "but it may say who it is");

    switch(&practice, &story, of_app(&["web", "refresh_token"]));
    let tokens = story.tokens(&practice).await;
    let userinfo = wire::send(&practice, &story.userinfo(&tokens.access)).await.unwrap();
    assert_eq!((userinfo.status, userinfo.body.as_str()), (403, "Invalid_Scope"));
}

#[tokio::test]
async fn callback_urls_are_answered_byte_for_byte() {
    let practice = support::practice("callbacks").await;
    let story = Story::of(&practice, 1, 0, 0);
    let two = vec!["http://localhost:40001/Call%20back?x=y".to_owned(), "myapp:back".to_owned()];
    switch(&practice, &story, SwitchChange { callback_urls: Some(two), ..SwitchChange::default() });
    assert_eq!(status(&practice, &story.authorize()).await, 302, "the old one is no longer registered");
    let first =
        story.authorize().query("redirect_uri", "http%3A%2F%2Flocalhost%3A40001%2FCall%2520back%3Fx%3Dy");
    let allowed = story.pressed(&practice, &first, "allow").await;
    let location = allowed.header("location").unwrap();
    assert!(location.starts_with("http://localhost:40001/Call%20back?x=y&code=aPrx"), "{location}");
    assert!(location.ends_with("%3D%3D&state=st4te"), "a code ends in == and must be decoded: {location}");
    let second = story.authorize().query("redirect_uri", "myapp%3Aback");
    let allowed = story.pressed(&practice, &second, "allow").await;
    assert!(allowed.header("location").unwrap().starts_with("myapp:back?code="));
}

#[tokio::test]
async fn an_access_token_lives_as_long_as_the_app_says() {
    let practice = support::practice("life").await;
    let story = Story::of(&practice, 1, 0, 0);
    switch(&practice, &story, SwitchChange { access_token_seconds: Some(60), ..SwitchChange::default() });
    let tokens = story.tokens(&practice).await;
    assert!(practice.alive(&tokens.access));
    practice.advance(std::time::Duration::from_secs(61)).unwrap();
    assert!(!practice.alive(&tokens.access));
}

#[tokio::test]
async fn an_app_that_goes_takes_its_grants_along_and_may_come_back() {
    let practice = support::practice("exists").await;
    let story = Story::of(&practice, 1, 0, 0);
    let tokens = story.tokens(&practice).await;
    switch(&practice, &story, SwitchChange { exists: Some(false), ..SwitchChange::default() });
    assert!(!practice.alive(&tokens.access));
    let refused = wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap();
    assert_eq!(refused.field("error"), "invalid_client_id");
    switch(&practice, &story, SwitchChange { exists: Some(true), ..SwitchChange::default() });
    story.tokens(&practice).await;
}

#[tokio::test]
async fn an_inactive_user_has_no_session_and_no_refresh_until_active_again() {
    let practice = support::practice("inactive").await;
    let story = Story::of(&practice, 1, 0, 0);
    let tokens = story.tokens(&practice).await;
    practice.set_active(&story.username, false).unwrap();
    assert!(!practice.alive(&tokens.access));
    let refused = wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap();
    assert_eq!(refused.field("error_description"), "user is inactive");
    practice.set_active(&story.username, true).unwrap();
    assert!(!practice.alive(&tokens.access), "what ended stays ended");
    assert_eq!(
        status(&practice, &story.refresh(&tokens.refresh)).await,
        200,
        "the approval itself was not revoked"
    );
}

#[tokio::test]
async fn what_cannot_be_switched_is_refused_by_name() {
    let practice = support::practice("bad_switch").await;
    let story = Story::of(&practice, 1, 0, 0);
    let strange = SwitchChange { scopes: Some(vec!["apii".to_owned()]), ..SwitchChange::default() };
    let refused = practice.switch(&story.app.consumer_key, strange).unwrap_err();
    assert!(refused.to_string().contains("apii"), "{refused}");
    assert!(practice.switch("3MVG9nobody", SwitchChange::default()).is_err());
    assert!(practice.set_active("nobody@acme.com", false).is_err());
}
