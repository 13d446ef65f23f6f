//! Codes, rotation, families and approvals: what lives, what dies, and what dies with it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::time::Duration;

use practice_org::{FaultName, FaultOrder, GrantView, Practice, Selection, SwitchChange};
use support::story::{Story, Tokens};
use support::wire::{self, Got, Raw};

async fn refused(practice: &Practice, raw: &Raw) -> String {
    let got = wire::send(practice, raw).await.unwrap();
    assert_eq!(got.status, 400, "{got:?}");
    got.field("error_description")
}

async fn renewed(practice: &Practice, story: &Story, tokens: &Tokens) -> Tokens {
    story.redeemed(practice, &story.refresh(&tokens.refresh)).await
}

fn only_family(practice: &Practice) -> GrantView {
    let mut grants = practice.grants();
    assert_eq!(grants.len(), 1, "{grants:?}");
    grants.remove(0)
}

#[tokio::test]
async fn each_refresh_spends_the_token_and_gives_a_new_one() {
    let practice = support::practice("rotation").await;
    let story = Story::of(&practice, 1, 0, 0);
    let first = story.tokens(&practice).await;
    let second = renewed(&practice, &story, &first).await;
    let third = renewed(&practice, &story, &second).await;
    assert!(first.refresh != second.refresh && second.refresh != third.refresh, "each one is new");
    for access in [&first.access, &second.access, &third.access] {
        assert!(story.works(&practice, access).await, "a refresh leaves older access tokens alive");
    }
    let family = only_family(&practice);
    assert_eq!((family.generation, family.spent, family.live, family.access_tokens_alive), (3, 2, true, 3));
}

#[tokio::test]
async fn a_spent_refresh_token_ends_the_current_one_and_every_access_token() {
    let practice = support::practice("family_kill").await;
    let story = Story::of(&practice, 1, 0, 0);
    let first = story.tokens(&practice).await;
    let second = renewed(&practice, &story, &first).await;
    assert!(story.works(&practice, &second.access).await, "before the reuse everything works");

    assert_eq!(refused(&practice, &story.refresh(&first.refresh)).await, "expired access/refresh token");

    assert_eq!(refused(&practice, &story.refresh(&second.refresh)).await, "expired access/refresh token");
    for access in [&first.access, &second.access] {
        assert!(!story.works(&practice, access).await, "the whole family is dead");
    }
    assert!(!only_family(&practice).live);
}

#[tokio::test]
async fn the_reuse_in_one_family_leaves_another_alone() {
    let practice = support::practice("other_family").await;
    let story = Story::of(&practice, 1, 0, 0);
    let (hit, spared) = (story.tokens(&practice).await, story.tokens(&practice).await);
    renewed(&practice, &story, &hit).await;
    refused(&practice, &story.refresh(&hit.refresh)).await;
    assert!(story.works(&practice, &spared.access).await, "another sign-in is another family");
    renewed(&practice, &story, &spared).await;
}

#[tokio::test]
async fn without_rotation_the_refresh_token_stays() {
    let practice = support::practice("no_rotation").await;
    let story = Story::of(&practice, 1, 0, 0);
    let off = SwitchChange { refresh_token_rotation: Some(false), ..SwitchChange::default() };
    practice.switch(&story.app.consumer_key, off).unwrap();
    let tokens = story.tokens(&practice).await;
    for _ in 0..3 {
        let got = wire::send(&practice, &story.refresh(&tokens.refresh)).await.unwrap();
        assert_eq!(got.status, 200, "{got:?}");
        assert!(got.json().get("refresh_token").is_none(), "a new one is only sent when the old one dies");
    }
}

#[tokio::test]
async fn two_refreshes_at_once_meet_each_other() {
    let practice = support::practice("in_flight").await;
    let story = Story::of(&practice, 1, 0, 0);
    let tokens = story.tokens(&practice).await;
    practice.fault(FaultOrder { ms: Some(400), ..FaultOrder::once("token", FaultName::Slow) }).unwrap();

    let raw = story.refresh(&tokens.refresh);
    let slow = wire::send(&practice, &raw);
    let quick = async {
        // Not before the first one has arrived.
        while !practice.seen(0).iter().any(|seen| seen.fault == Some("slow")) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        wire::send(&practice, &raw).await
    };
    let (slow, quick) = tokio::join!(slow, quick);

    let (slow, quick) = (slow.unwrap(), quick.unwrap());
    assert_eq!(quick.field("error_description"), "token request is already being processed", "{quick:?}");
    assert_eq!(slow.status, 200, "the first one is not harmed: {slow:?}");
    assert!(only_family(&practice).live, "meeting under way ends nothing");
    assert_eq!(refused(&practice, &raw).await, "expired access/refresh token", "but afterwards it is spent");
    assert!(!only_family(&practice).live);
}

#[tokio::test]
async fn a_sixth_approval_silently_ends_the_oldest() {
    let practice = support::practice("approvals").await;
    let story = Story::of(&practice, 1, 0, 0);
    let mut five = Vec::new();
    for _ in 0..5 {
        five.push(story.tokens(&practice).await);
    }
    let colleague = Story::of(&practice, 1, 0, 1).tokens(&practice).await;
    assert!(story.works(&practice, &five[0].access).await, "five live side by side, and others do not count");

    let sixth = story.tokens(&practice).await;

    assert!(!story.works(&practice, &five[0].access).await, "the oldest one's access token is dead");
    assert_eq!(refused(&practice, &story.refresh(&five[0].refresh)).await, "expired access/refresh token");
    for alive in five[1..].iter().chain([&sixth, &colleague]) {
        assert!(story.works(&practice, &alive.access).await, "all others live");
    }
    let live = practice.state().orgs[1].apps[0].live_grants.clone();
    assert_eq!(live.get("ana@acme.com.uat"), Some(&5));
    assert_eq!(live.get("bob@acme.com.uat"), Some(&1));
}

#[tokio::test]
async fn a_code_that_comes_again_ends_what_it_gave() {
    let practice = support::practice("code_reuse").await;
    let story = Story::of(&practice, 1, 0, 0);
    let code = story.code(&practice).await;
    let tokens = story.redeemed(&practice, &story.exchange(&code)).await;
    assert_eq!(refused(&practice, &story.exchange(&code)).await, "expired authorization code");
    assert!(!story.works(&practice, &tokens.access).await, "RFC 6749 section 4.1.2");
    assert_eq!(refused(&practice, &story.refresh(&tokens.refresh)).await, "expired access/refresh token");
}

#[tokio::test]
async fn a_failed_try_uses_a_code_up() {
    let practice = support::practice("code_burnt").await;
    let story = Story::of(&practice, 1, 0, 0);
    let code = story.code(&practice).await;
    let wrong = story.exchange(&code).form("code_verifier", &"x".repeat(43));
    assert_eq!(refused(&practice, &wrong).await, "invalid code verifier");
    assert_eq!(refused(&practice, &story.exchange(&code)).await, "expired authorization code");
    assert_eq!(practice.grants(), [], "and it gave nothing");
}

#[tokio::test]
async fn a_stranger_cannot_use_a_code_up() {
    let practice = support::practice("code_stranger").await;
    let story = Story::of(&practice, 0, 0, 0);
    let code = story.code(&practice).await;
    let wrong_secret = story.exchange(&code).form("client_secret", "0123");
    assert_eq!(refused(&practice, &wrong_secret).await, "invalid client credentials");
    story.redeemed(&practice, &story.exchange(&code)).await;
}

#[tokio::test]
async fn a_code_lives_a_quarter_of_an_hour() {
    let practice = support::practice("code_life").await;
    let story = Story::of(&practice, 1, 0, 0);
    let code = story.code(&practice).await;
    practice.advance(Duration::from_secs(14 * 60 + 50)).unwrap();
    story.redeemed(&practice, &story.exchange(&code)).await;
    let code = story.code(&practice).await;
    practice.advance(Duration::from_secs(15 * 60)).unwrap();
    assert_eq!(refused(&practice, &story.exchange(&code)).await, "expired authorization code");
}

#[tokio::test]
async fn revoking_a_refresh_token_ends_its_access_tokens_and_no_others() {
    let practice = support::practice("revoke_family").await;
    let story = Story::of(&practice, 1, 0, 0);
    let (gone, other) = (story.tokens(&practice).await, story.tokens(&practice).await);
    let got: Got = wire::send(&practice, &story.revoke(&gone.refresh)).await.unwrap();
    assert_eq!((got.status, got.body.as_str()), (200, ""));
    assert!(!story.works(&practice, &gone.access).await);
    assert!(story.works(&practice, &other.access).await);
}

#[tokio::test]
async fn revoking_an_access_token_ends_that_one_only() {
    let practice = support::practice("revoke_access").await;
    let story = Story::of(&practice, 1, 0, 0);
    let first = story.tokens(&practice).await;
    let second = renewed(&practice, &story, &first).await;
    assert_eq!(wire::send(&practice, &story.revoke(&first.access)).await.unwrap().status, 200);
    assert!(!story.works(&practice, &first.access).await);
    assert!(story.works(&practice, &second.access).await);
    renewed(&practice, &story, &second).await;
}

#[tokio::test]
async fn an_access_token_dies_of_age_and_the_refresh_token_does_not() {
    let practice = support::practice("token_life").await;
    let story = Story::of(&practice, 1, 0, 0);
    let tokens = story.tokens(&practice).await;
    practice.advance(Duration::from_secs(2 * 60 * 60 - 5)).unwrap();
    assert!(story.works(&practice, &tokens.access).await && practice.alive(&tokens.access));
    practice.advance(Duration::from_secs(10)).unwrap();
    assert!(!story.works(&practice, &tokens.access).await && !practice.alive(&tokens.access));
    let userinfo = wire::send(&practice, &story.userinfo(&tokens.access)).await.unwrap();
    assert_eq!((userinfo.status, userinfo.body.as_str()), (403, "Bad_OAuth_Token"));
    let renewed = renewed(&practice, &story, &tokens).await;
    assert!(story.works(&practice, &renewed.access).await);
}

#[tokio::test]
async fn tests_can_end_tokens_of_one_user_or_of_all() {
    let practice = support::practice("selection").await;
    let (ana, bob) = (Story::of(&practice, 1, 0, 0), Story::of(&practice, 1, 0, 1));
    let (of_ana, of_bob) = (ana.tokens(&practice).await, bob.tokens(&practice).await);
    practice.expire_tokens(&Selection { username: Some(ana.username.clone()), ..Selection::default() });
    assert!(!practice.alive(&of_ana.access) && practice.alive(&of_bob.access));
    let of_ana = renewed(&practice, &ana, &of_ana).await;
    practice.revoke_grants(&Selection {
        consumer_key: Some(ana.app.consumer_key.clone()),
        ..Selection::default()
    });
    assert!(!practice.alive(&of_ana.access) && !practice.alive(&of_bob.access));
    assert_eq!(refused(&practice, &bob.refresh(&of_bob.refresh)).await, "expired access/refresh token");
}
