//! What an admin decides about apps, users and orgs, and how each decision looks to a person and to a client.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::time::Duration;

use practice_org::{
    Distribution, IpRelaxation, OrgChange, PermittedUsers, Practice, RefreshTokenPolicy, SwitchChange,
    UserChange, Visit,
};
use support::flows::{answer, refusal, row};
use support::story::Story;
use support::wire::{Raw, parameter};

const OWN_PAGE: &str = "/setup/secur/RemoteAccessErrorPage.apexp?";

fn user(practice: &Practice, story: &Story, change: UserChange) {
    practice.change_user(&story.username, change).unwrap();
}

fn org(practice: &Practice, story: &Story, change: OrgChange) {
    practice.change_org(&story.host, change).unwrap();
}

async fn sent_to(practice: &Practice, story: &Story) -> String {
    match story.visited(practice, &story.authorize()).await {
        Visit::SentTo(address) => address,
        stayed @ Visit::Stayed(..) => panic!("{stayed:?}"),
    }
}

#[tokio::test]
async fn what_an_admin_must_put_right_stays_on_salesforces_own_page() {
    let practice = support::practice("own_page").await;
    let story = Story::of(&practice, 1, 0, 0);
    let no_package = SwitchChange {
        distribution: Some(Distribution::Packaged),
        installed: Some(false),
        ..SwitchChange::default()
    };
    let approved =
        SwitchChange { permitted_users: Some(PermittedUsers::AdminApproved), ..SwitchChange::default() };
    for (change, code) in [
        (SwitchChange { blocked: Some(true), ..SwitchChange::default() }, "OAUTH_APP_BLOCKED"),
        (no_package, "OAUTH_EC_APP_NOT_FOUND"),
        (approved, "invalid_app_access"),
    ] {
        practice.reset();
        story.switch(&practice, change);
        let address = sent_to(&practice, &story).await;
        assert!(address.starts_with(&format!("https://{}{OWN_PAGE}", story.host)), "{address}");
        assert_eq!(parameter(&address, "error").as_deref(), Some(code));
    }
    for (change, code) in [
        (UserChange { outside_ip_ranges: Some(true), ..UserChange::default() }, "OAUTH_APP_ACCESS_DENIED"),
        (
            UserChange { api_only_licence: Some(true), ..UserChange::default() },
            "OAUTH_APPROVAL_ERROR_GENERIC",
        ),
    ] {
        practice.reset();
        user(&practice, &story, change);
        let address = sent_to(&practice, &story).await;
        assert!(address.contains(OWN_PAGE), "{address}");
        assert_eq!(parameter(&address, "error").as_deref(), Some(code));
    }
}

#[tokio::test]
async fn an_inactive_user_or_org_is_told_to_the_callback() {
    let practice = support::practice("to_callback").await;
    let story = Story::of(&practice, 1, 0, 0);
    user(&practice, &story, UserChange { frozen: Some(true), ..UserChange::default() });
    let address = sent_to(&practice, &story).await;
    assert!(address.starts_with("http://localhost:33333?error=inactive_user&"), "{address}");
    practice.reset();
    org(&practice, &story, OrgChange { locked: Some(true), ..OrgChange::default() });
    let address = sent_to(&practice, &story).await;
    assert!(address.starts_with("http://localhost:33333?error=inactive_org&"), "{address}");
    practice.reset();
    let address = sent_to(&practice, &story).await;
    assert!(address.starts_with("http://localhost:33333?code="), "a reset takes all of it back: {address}");
}

#[tokio::test]
async fn what_changes_behind_an_open_page_counts_too() {
    let practice = support::practice("open_page").await;
    let story = Story::of(&practice, 1, 0, 0);
    let page = answer(&practice, &story.authorize()).await;
    let ticket = support::story::ticket(&page);
    let logged_in = answer(&practice, &story.login(&ticket, &story.username, "practice")).await;
    let cookie = support::story::cookie(&logged_in);
    story.switch(&practice, SwitchChange { blocked: Some(true), ..SwitchChange::default() });
    assert_eq!(row(&practice, &story.press(&ticket, &cookie, "allow")).await, "A6");
    assert_eq!(row(&practice, &story.authorize().header("Cookie", &cookie)).await, "A6");
}

#[tokio::test]
async fn a_login_outside_the_hours_or_with_an_old_password_stays_on_a_page() {
    let practice = support::practice("hours").await;
    let story = Story::of(&practice, 1, 0, 0);
    user(&practice, &story, UserChange { outside_login_hours: Some(true), ..UserChange::default() });
    let stayed = story.visited(&practice, &story.authorize()).await;
    assert!(matches!(&stayed, Visit::Stayed(200, page) if page.contains("Please check")), "{stayed:?}");
    practice.reset();
    user(&practice, &story, UserChange { password_expired: Some(true), ..UserChange::default() });
    let stayed = story.visited(&practice, &story.authorize()).await;
    assert!(
        matches!(&stayed, Visit::Stayed(200, page) if page.contains("Change Your Password")),
        "{stayed:?}"
    );
}

#[tokio::test]
async fn a_key_that_is_known_elsewhere_is_refused_after_the_login() {
    let practice = support::practice("elsewhere").await;
    let (uat, dev) = (Story::of(&practice, 1, 0, 0), Story::of(&practice, 2, 0, 0));
    let at = |host: &str| Raw { host: host.to_owned(), ..uat.authorize() };
    assert_eq!(row(&practice, &at(&dev.host)).await, "A1", "as long as nobody else knows it");
    uat.switch(&practice, SwitchChange { known_elsewhere: Some(true), ..SwitchChange::default() });
    let address = match dev.visited(&practice, &at(&dev.host)).await {
        Visit::SentTo(address) => address,
        stayed @ Visit::Stayed(..) => panic!("{stayed:?}"),
    };
    assert_eq!(parameter(&address, "error").as_deref(), Some("OAUTH_AUTHORIZATION_BLOCKED"));
    let plain = uat.visited(&practice, &at("test.salesforce.com")).await;
    let expected = "error=OAUTH_AUTHORIZATION_BLOCKED&error_description=Cross-org%20OAuth";
    assert!(matches!(&plain, Visit::Stayed(400, body) if body.starts_with(expected)), "{plain:?}");
    let stranger = Story::of(&practice, 0, 0, 0).visited(&practice, &at("test.salesforce.com")).await;
    assert!(matches!(&stranger, Visit::Stayed(200, page) if page.contains("Please check")), "{stranger:?}");

    uat.switch(
        &practice,
        SwitchChange { distribution: Some(Distribution::Packaged), ..SwitchChange::default() },
    );
    _ = dev.visited(&practice, &at(&dev.host)).await;
    assert_eq!(support::flows::last_row(&practice), "A9");
    assert_eq!(uat.visited_row(&practice).await, "ok", "in its own org it is installed");
    let session = Raw { host: dev.host.clone(), ..uat.exchange("aPrx") };
    assert_eq!(row(&practice, &session).await, "T1", "the token endpoint knows its own apps only");
}

#[tokio::test]
async fn a_new_key_is_unknown_until_it_is_ready() {
    let practice = support::practice("ready").await;
    let story = Story::of(&practice, 1, 0, 0);
    let change = SwitchChange {
        ready_after_seconds: Some(120),
        callback_urls: Some(vec!["http://localhost:44444".to_owned()]),
        callbacks_ready_after_seconds: Some(300),
        ..SwitchChange::default()
    };
    story.switch(&practice, change);
    assert_eq!(row(&practice, &story.authorize()).await, "A1");
    assert_eq!(row(&practice, &story.refresh("5Aep861")).await, "T1");
    practice.advance(Duration::from_secs(120)).unwrap();
    let new = story.authorize().query("redirect_uri", "http%3A%2F%2Flocalhost%3A44444");
    assert_eq!(row(&practice, &new).await, "A2", "the key is known, the new callback is not yet");
    assert_eq!(row(&practice, &story.authorize()).await, "ok");
    practice.advance(Duration::from_secs(180)).unwrap();
    assert_eq!(row(&practice, &new).await, "ok");
    assert_eq!(row(&practice, &story.authorize()).await, "A2");
}

#[tokio::test]
async fn whoever_loses_access_loses_the_session_and_keeps_the_approval() {
    let practice = support::practice("loses_access").await;
    let story = Story::of(&practice, 1, 0, 0);
    let tokens = story.tokens(&practice).await;
    let admin = |permitted| SwitchChange { permitted_users: Some(permitted), ..SwitchChange::default() };
    story.switch(&practice, admin(PermittedUsers::AdminApproved));
    assert_eq!(row(&practice, &story.limits(&tokens.access)).await, "R1");
    let refused =
        (400, "invalid_app_access".to_owned(), "user is not admin approved to access this app".to_owned());
    assert_eq!(refusal(&practice, &story.refresh(&tokens.refresh)).await, refused);
    story.switch(&practice, admin(PermittedUsers::AllMaySelfAuthorize));
    assert!(!practice.alive(&tokens.access), "what ended stays ended");
    let tokens = story.redeemed(&practice, &story.refresh(&tokens.refresh)).await;

    story.switch(&practice, SwitchChange { blocked: Some(true), ..SwitchChange::default() });
    assert_eq!(row(&practice, &story.refresh(&tokens.refresh)).await, "A6");
    story.switch(&practice, SwitchChange { blocked: Some(false), ..SwitchChange::default() });
    let no_package = SwitchChange {
        distribution: Some(Distribution::Packaged),
        installed: Some(false),
        ..SwitchChange::default()
    };
    story.switch(&practice, no_package);
    assert_eq!(
        row(&practice, &story.refresh(&tokens.refresh)).await,
        "T8",
        "uninstalled, its grants are gone"
    );
}

#[tokio::test]
async fn ip_relaxation_decides_where_a_refresh_may_come_from() {
    let practice = support::practice("ip").await;
    let story = Story::of(&practice, 1, 0, 0);
    let mut tokens = story.tokens(&practice).await;
    user(&practice, &story, UserChange { outside_ip_ranges: Some(true), ..UserChange::default() });
    for (relaxation, sign_in, refresh) in [
        (IpRelaxation::Enforce, "A7", "T10"),
        (IpRelaxation::RelaxForActivatedDevices, "A7", "T10"),
        (IpRelaxation::EnforceButRelaxForRefresh, "A7", "ok"),
        (IpRelaxation::Relax, "ok", "ok"),
    ] {
        story.switch(&practice, SwitchChange { ip_relaxation: Some(relaxation), ..SwitchChange::default() });
        assert_eq!(story.visited_row(&practice).await, sign_in, "{relaxation:?}");
        let got = answer(&practice, &story.refresh(&tokens.refresh)).await;
        assert_eq!(support::flows::last_row(&practice), refresh, "{relaxation:?}");
        if got.status == 200 {
            tokens.refresh = got.field("refresh_token");
        }
    }
}

#[tokio::test]
async fn a_refresh_token_policy_ends_a_token_by_its_own_clock() {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let practice = support::practice("policy").await;
    let story = Story::of(&practice, 1, 0, 0);
    let policy = |policy| {
        story.switch(
            &practice,
            SwitchChange { refresh_token_policy: Some(policy), ..SwitchChange::default() },
        );
    };
    let tokens = story.tokens(&practice).await;
    policy(RefreshTokenPolicy::ImmediatelyExpire);
    assert_eq!(row(&practice, &story.refresh(&tokens.refresh)).await, "T8");
    policy(RefreshTokenPolicy::IdleDays(30));
    practice.advance(DAY * 29).unwrap();
    let tokens = story.redeemed(&practice, &story.refresh(&tokens.refresh)).await;
    practice.advance(DAY * 29).unwrap();
    let tokens = story.redeemed(&practice, &story.refresh(&tokens.refresh)).await;
    policy(RefreshTokenPolicy::LifetimeDays(30));
    assert_eq!(row(&practice, &story.refresh(&tokens.refresh)).await, "T8", "58 days after the sign-in");
    policy(RefreshTokenPolicy::UntilRevoked);
    story.redeemed(&practice, &story.refresh(&tokens.refresh)).await;
}

#[tokio::test]
async fn what_is_wrong_with_user_and_org_is_said_by_the_api() {
    let practice = support::practice("api_states").await;
    let story = Story::of(&practice, 1, 0, 0);
    let token = story.tokens(&practice).await.access;
    let limits = story.limits(&token);
    let said = async || {
        let got = answer(&practice, &limits).await;
        let error = got.json()[0]["errorCode"].as_str().unwrap_or_default().to_owned();
        (got.status, error)
    };
    for (change, status, code) in [
        (OrgChange { api_limit_exceeded: Some(true), ..OrgChange::default() }, 403, "REQUEST_LIMIT_EXCEEDED"),
        (OrgChange { api_disabled: Some(true), ..OrgChange::default() }, 403, "API_DISABLED_FOR_ORG"),
        (OrgChange { api_access_control: Some(true), ..OrgChange::default() }, 401, "INVALID_SESSION_ID"),
    ] {
        org(&practice, &story, change);
        assert_eq!(said().await, (status, code.to_owned()));
    }
    // Whom the app's policies select, API Access Control lets in.
    let profiles = Some(vec!["Standard User".to_owned()]);
    story.switch(&practice, SwitchChange { profiles, ..SwitchChange::default() });
    assert_eq!(said().await.1, "API_DISABLED_FOR_ORG");
    let fine =
        OrgChange { api_disabled: Some(false), api_limit_exceeded: Some(false), ..OrgChange::default() };
    org(&practice, &story, fine);
    assert_eq!(said().await, (200, String::new()));
    user(&practice, &story, UserChange { password_expired: Some(true), ..UserChange::default() });
    assert_eq!(said().await, (403, "INVALID_OPERATION_WITH_EXPIRED_PASSWORD".to_owned()));
    user(&practice, &story, UserChange { api_enabled: Some(false), ..UserChange::default() });
    assert_eq!(said().await, (403, "API_DISABLED_FOR_ORG".to_owned()));
}

#[tokio::test]
async fn an_org_that_is_gone_has_no_data_and_no_pages() {
    let practice = support::practice("gone").await;
    let story = Story::of(&practice, 1, 0, 0);
    let tokens = story.tokens(&practice).await;
    org(&practice, &story, OrgChange { gone: Some(true), ..OrgChange::default() });
    let refused = refusal(&practice, &story.refresh(&tokens.refresh)).await;
    assert_eq!((refused.0, refused.2.as_str()), (400, "Data Not Available"));
    for raw in [story.authorize(), story.limits(&tokens.access), story.userinfo(&tokens.access)] {
        let got = answer(&practice, &raw).await;
        assert_eq!(got.status, 404, "{got:?}");
        assert!(got.body.contains("no longer exists"), "HTML, where JSON would be due: {got:?}");
    }
}
