//! The device flow: two codes, a person at another screen, and a device that must be patient.

mod support;

use std::time::Duration;

use practice_org::{Flow, Practice, Press, SwitchChange, Visit};
use support::flows::{answer, refusal, row};
use support::story::{Story, cookie, ticket};
use support::wire::{self, Raw};

struct Codes {
    device: String,
    user: String,
}

async fn asked(practice: &Practice, story: &Story) -> Codes {
    story.switch(practice, SwitchChange { device_flow: Some(true), ..SwitchChange::default() });
    let got = answer(practice, &story.device_code()).await;
    assert_eq!(got.status, 200, "{got:?}");
    assert_eq!(got.json()["interval"], 5);
    assert_eq!(got.field("verification_uri"), format!("https://{}/setup/connect", story.host));
    Codes { device: got.field("device_code"), user: got.field("user_code") }
}

#[tokio::test]
async fn a_device_gets_its_tokens_once_after_a_person_allowed_it() {
    let practice = support::practice("device").await;
    let story = Story::of(&practice, 1, 0, 0);
    let codes = asked(&practice, &story).await;
    let pending = (400, "authorization_pending".to_owned(), String::new());
    assert_eq!(refusal(&practice, &story.poll(&codes.device)).await, pending);
    let allowed = practice.approve_device(&codes.user, &story.username, "practice", Press::Allow).await;
    assert!(
        matches!(&allowed, Visit::Stayed(200, page) if page.contains("You are connected")),
        "{allowed:?}"
    );
    practice.advance(Duration::from_secs(5)).unwrap();
    let tokens = story.redeemed(&practice, &story.poll(&codes.device)).await;
    assert!(story.works(&practice, &tokens.access).await && tokens.refresh.starts_with("5Aep861"));
    assert_eq!(practice.grants()[0].flow, Flow::Device);
    practice.advance(Duration::from_secs(5)).unwrap();
    assert_eq!(row(&practice, &story.poll(&codes.device)).await, "T5", "a device code is used once");
    story.redeemed(&practice, &story.refresh(&tokens.refresh)).await;
}

#[tokio::test]
async fn the_page_takes_the_code_a_login_and_a_press() {
    let practice = support::practice("device_page").await;
    let story = Story::of(&practice, 1, 0, 0);
    let codes = asked(&practice, &story).await;
    let page = Raw::get(&story.host, "/setup/connect").query("user_code", &codes.user);
    let page = answer(&practice, &page).await;
    assert!(page.body.contains(&format!("value=\"{}\"", codes.user)), "{}", page.body);
    let typed = |code: &str| Raw::post(&story.host, "/setup/connect").form("user_code", code);
    let unknown = answer(&practice, &typed("BCDFGHJK")).await;
    assert!(unknown.body.contains("This code is unknown"), "{}", unknown.body);
    let login = answer(&practice, &typed(&codes.user.to_lowercase())).await;
    let ticket = ticket(&login);
    let logged_in = answer(&practice, &story.login(&ticket, &story.username, "practice")).await;
    let cookie = cookie(&logged_in);
    let asking =
        Raw::get(&story.host, "/practice/approve").query("request", &ticket).header("Cookie", &cookie);
    let asking = answer(&practice, &asking).await;
    assert!(asking.body.contains("Rehearsal Tool") && asking.body.contains("ana@acme.com.uat"), "{asking:?}");
    let done = wire::send(&practice, &story.press(&ticket, &cookie, "allow")).await.unwrap();
    assert!(done.body.contains("You are connected"), "{}", done.body);
    assert_eq!(row(&practice, &story.poll(&codes.device)).await, "ok");
}

#[tokio::test]
async fn a_denied_device_is_told_so_once() {
    let practice = support::practice("device_denied").await;
    let story = Story::of(&practice, 1, 0, 0);
    let codes = asked(&practice, &story).await;
    _ = practice.approve_device(&codes.user, &story.username, "practice", Press::Deny).await;
    assert_eq!(practice.state().devices[0].progress, "denied");
    let denied = (400, "access_denied".to_owned(), "end-user denied authorization".to_owned());
    assert_eq!(refusal(&practice, &story.poll(&codes.device)).await, denied);
    practice.advance(Duration::from_secs(5)).unwrap();
    assert_eq!(row(&practice, &story.poll(&codes.device)).await, "T5");
}

#[tokio::test]
async fn a_hasty_device_must_slow_down_by_five_more_seconds_each_time() {
    let practice = support::practice("device_hasty").await;
    let story = Story::of(&practice, 1, 0, 0);
    let codes = asked(&practice, &story).await;
    assert_eq!(refusal(&practice, &story.poll(&codes.device)).await.1, "authorization_pending");
    assert_eq!(refusal(&practice, &story.poll(&codes.device)).await.1, "slow_down");
    practice.advance(Duration::from_secs(6)).unwrap();
    assert_eq!(refusal(&practice, &story.poll(&codes.device)).await.1, "slow_down", "ten seconds now");
    practice.advance(Duration::from_secs(16)).unwrap();
    assert_eq!(refusal(&practice, &story.poll(&codes.device)).await.1, "authorization_pending");
}

#[tokio::test]
async fn sloppy_devices_are_refused() {
    let practice = support::practice("device_sloppy").await;
    let (story, foreign) = (Story::of(&practice, 0, 0, 0), Story::of(&practice, 0, 1, 0));
    foreign.switch(&practice, SwitchChange { device_flow: Some(true), ..SwitchChange::default() });
    let codes = asked(&practice, &story).await;
    let narrower = story.device_code().form("scope", "api");
    assert_eq!(row(&practice, &narrower).await, "ok", "the one token call that may name scopes");
    for (what, sloppy, expected) in [
        ("a scope that the app lacks", story.device_code().form("scope", "web"), "A12"),
        ("an unknown key", story.device_code().form("client_id", "3MVG9nobody"), "T1"),
        ("a stale secret", story.device_code().form("client_secret", "stale"), "T2"),
        ("a scope while polling", story.poll(&codes.device).form("scope", "api"), "T16"),
        ("another app's poll", foreign.poll(&codes.device), "T5"),
        ("the user's code", story.poll(&codes.user), "T5"),
    ] {
        assert_eq!(row(&practice, &sloppy).await, expected, "{what}");
    }
    practice.advance(Duration::from_secs(600)).unwrap();
    assert_eq!(row(&practice, &story.poll(&codes.device)).await, "T5", "ten minutes are over");
    let late = practice.approve_device(&codes.user, &story.username, "practice", Press::Allow).await;
    assert!(matches!(&late, Visit::Stayed(200, page) if page.contains("too old")), "{late:?}");
}
