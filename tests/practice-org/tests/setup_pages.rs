//! The pages of Setup as a browser meets them: the way there, what they hold, and who sees what.

mod support;

use std::time::Duration;

use practice_org::{OrgChange, UserChange};
use support::setup::{self, MANAGER, admin, follow, send, setup_host};
use support::story::{Story, cookie, ticket};
use support::wire::Raw;

#[tokio::test]
async fn every_host_of_an_org_leads_to_setup_by_way_of_its_login() {
    let practice = support::practice("way_to_setup").await;
    let story = Story::of(&practice, 0, 0, 0);
    let page = format!("{MANAGER}/home");
    let at_setup = format!("https://{}{page}", setup_host(&story));
    for host in [&story.host, &story.org.lightning] {
        let led = send(&practice, &Raw::get(host, &page)).await;
        assert_eq!((led.status, led.header("location")), (302, Some(at_setup.as_str())), "{host}");
    }
    let led = send(&practice, &Raw::get(&setup_host(&story), &page)).await;
    assert!(led.header("location").unwrap().starts_with("https://acme.my.salesforce.com/"), "{led:?}");
    let login = follow(&practice, &led).await;
    let policy = login.header("content-security-policy").unwrap();
    assert!(policy.contains("form-action 'self' https://acme.my.salesforce-setup.com;"), "{policy}");
    let logged_in = send(&practice, &story.login(&ticket(&login), &story.username, "practice")).await;
    let entered = follow(&practice, &logged_in).await;
    assert_eq!((entered.status, entered.header("location")), (302, Some(at_setup.as_str())));
    let again = follow(&practice, &logged_in).await;
    assert!(again.header("set-cookie").is_none(), "a pass works once: {again:?}");

    let home = cookie(&logged_in);
    let signed_in = Raw::get(&story.host, "/practice/setup-login")
        .query("to", "%2Flightning%2Fsetup%2FOrgDomain%2Fhome")
        .header("Cookie", &home);
    let passed = send(&practice, &signed_in).await;
    assert_eq!(passed.status, 302, "who is signed in is not asked again");
    let other = follow(&practice, &passed).await;
    let there = Raw::get(&setup_host(&story), "/lightning/setup/OrgDomain/home");
    let page = send(&practice, &there.header("Cookie", &cookie(&other))).await;
    assert!(page.body.contains("<h1>My Domain</h1>") && page.body.contains("not practised here"), "{page:?}");
}

#[tokio::test]
async fn only_an_admin_sees_setup() {
    let practice = support::practice("only_an_admin").await;
    let (ana, bob) = (Story::of(&practice, 0, 0, 0), Story::of(&practice, 0, 0, 1));
    let cookie = setup::entered(&practice, &bob, &bob.username).await;
    let page = Raw::get(&setup_host(&bob), &format!("{MANAGER}/home")).header("Cookie", &cookie);
    let refused = send(&practice, &page).await;
    assert_eq!(refused.status, 403, "{refused:?}");
    let may = UserChange { may_manage_apps: Some(true), ..UserChange::default() };
    practice.change_user(&bob.username, may).unwrap();
    assert_eq!(send(&practice, &page).await.status, 200);

    let locked = |locked| OrgChange { locked: Some(locked), ..OrgChange::default() };
    practice.change_org(&ana.host, locked(true)).unwrap();
    assert!(practice.in_setup(&ana.host, &ana.username).await.is_err(), "nobody gets into a locked org");
    practice.change_org(&ana.host, locked(false)).unwrap();
    let admin = admin(&practice, &ana).await;
    practice.set_active(&ana.username, false).unwrap();
    let sent_away = send(&practice, &admin.new_app()).await;
    assert_eq!((sent_away.status, practice.orgs()[0].apps.len()), (302, 2), "{sent_away:?}");
}

#[tokio::test]
async fn the_form_has_setups_sections_in_setups_order() {
    let practice = support::practice("form_order").await;
    let admin = admin(&practice, &Story::of(&practice, 0, 0, 0)).await;
    let page = send(&practice, &admin.open("/practice/setup/new")).await;
    let mut rest = page.body.as_str();
    for label in [
        "Basic Information",
        "External Client App Name",
        "API Name",
        "Contact Email",
        "Distribution State",
        "Contact Phone",
        "Info URL",
        "Logo Image URL",
        "Icon URL",
        "Description",
        "API (Enable OAuth Settings)",
        "Enable OAuth<",
        "Callback URL",
        "Available OAuth Scopes",
        "Manage user data via APIs (api)",
        "Selected OAuth Scopes",
        "Introspect All Tokens",
        "Configure ID Token",
        "Enable Client Credentials Flow",
        "Enable Authorization Code and Credentials Flow",
        "Enable Device Flow",
        "Enable JWT Bearer Flow",
        "Upload Files",
        "Enable Token Exchange Flow",
        "Require secret for Web Server Flow",
        "Require secret for Refresh Token Flow",
        "Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows",
        "Enable Refresh Token Rotation",
        "Issue JSON Web Token (JWT)-based access tokens for named users",
        ">Create<",
    ] {
        rest = rest.split_once(label).unwrap_or_else(|| panic!("{label} is not where it should be")).1;
    }
    for locked in ["require-pkce", "rotation"] {
        assert!(page.body.contains(&format!("id=\"{locked}\" checked disabled")), "{locked} is greyed out");
    }
    assert!(page.body.contains("To change this required setting, contact Support"));
    assert!(page.body.contains("<details id=\"oauth-section\"><summary>"), "it is collapsed at first");
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("; script-src 'sha256-") && !policy.contains("unsafe"), "{policy}");

    let free = OrgChange { locks_new_apps: Some(false), ..OrgChange::default() };
    practice.change_org("acme.my.salesforce.com", free).unwrap();
    let page = send(&practice, &admin.open("/practice/setup/new")).await;
    assert!(page.body.contains("id=\"require-pkce\" name=\"require_pkce\" checked"), "on, and editable");
    assert!(!page.body.contains("contact Support"));
}

#[tokio::test]
async fn an_app_is_made_and_shown_and_what_is_locked_stays_on() {
    let practice = support::practice("made_in_setup").await;
    let story = Story::of(&practice, 0, 0, 0);
    let admin = admin(&practice, &story).await;
    let id = admin.made(&practice).await;
    assert!(id.starts_with("0xI") && id.len() == 15, "{id}");
    let app = practice.orgs().remove(0).apps.pop().unwrap();
    assert_eq!((app.name.as_str(), app.api_name.as_str()), ("Nightly Export", "Nightly_Export"));
    assert_eq!(app.switches.callback_urls, ["http://localhost:33333", "export:done"]);
    assert_eq!(app.switches.scopes, ["api", "refresh_token"]);
    assert!(app.switches.pkce_required && app.switches.refresh_token_rotation, "neither was sent");

    let list = send(&practice, &admin.open(&format!("{MANAGER}/home"))).await;
    assert!(list.body.contains("Nightly Export") && list.body.contains("id=\"new-app\""), "{}", list.body);
    let detail = send(&practice, &admin.open(&format!("{MANAGER}/{id}/detail"))).await;
    for expected in ["id=\"policies-tab\"", "id=\"settings-tab\"", "id=\"edit\"", "Enforce IP restrictions"] {
        assert!(detail.body.contains(expected), "{expected} is missing in {}", detail.body);
    }
    let settings = admin.open(&format!("{MANAGER}/{id}/detail")).query("tab", "settings");
    let settings = send(&practice, &settings).await;
    assert!(settings.body.contains("id=\"consumer-details\"") && settings.body.contains("At night"));
    assert!(!settings.body.contains(&app.consumer_key), "the key stands behind a code");
    let edit = send(&practice, &admin.open(&format!("/practice/setup/{id}/settings"))).await;
    assert!(edit.body.contains("value=\"Nightly_Export\"") && edit.body.contains(">\nAt night</textarea>"));

    let long = format!("{MANAGER}/{}/detail", app.app_id);
    for path in [long.as_str(), &format!("{MANAGER}/0xIFa0000000000/detail")] {
        let page = send(&practice, &admin.open(path)).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(page.body.contains("We couldn't load the external client app"), "{path}");
    }
    let unknown = send(&practice, &admin.open("/lightning/setup/NoSuchPage/home")).await;
    assert!(unknown.body.contains("no longer exists"), "{unknown:?}");
}

#[tokio::test]
async fn the_keys_stand_behind_a_code_that_ends() {
    let practice = support::practice("keys_behind_a_code").await;
    let story = Story::of(&practice, 0, 0, 0);
    let admin = admin(&practice, &story).await;
    let id = admin.made(&practice).await;
    let consumer = admin.open(&format!("/practice/setup/{id}/consumer"));
    let asking = admin.open(&format!("/practice/setup/{id}/verification"));
    let closed = send(&practice, &consumer).await;
    assert!(closed.header("location").unwrap().ends_with("/verification"), "{closed:?}");

    let page = send(&practice, &asking).await;
    assert!(page.body.contains("a\u{2026}@e\u{2026}") && page.body.contains("id=\"verification-code\""));
    let mail = practice.mail().pop().unwrap();
    assert_eq!((mail.username.as_str(), mail.to.as_str()), (story.username.as_str(), "ana@example.com"));
    assert!(!page.body.contains(&mail.code));
    let wrong = if mail.code == "000000" { "000001" } else { "000000" };
    let refused = send(&practice, &admin.verify(&id, wrong)).await;
    assert!(refused.status == 200 && refused.body.contains("data-field=\"code\""), "{refused:?}");
    assert_eq!(practice.seen(0).pop().unwrap().outcome, "verification_code_wrong");

    practice.advance(Duration::from_secs(10 * 60)).unwrap();
    let late = send(&practice, &admin.verify(&id, &mail.code)).await;
    assert!(late.body.contains("has ended"), "{late:?}");
    _ = send(&practice, &asking).await;
    let code = practice.mail().pop().unwrap().code;
    let verified = send(&practice, &admin.verify(&id, &code)).await;
    assert!(verified.header("location").unwrap().ends_with("/consumer"), "{verified:?}");
    let details = send(&practice, &consumer).await;
    let app = practice.orgs().remove(0).apps.pop().unwrap();
    for expected in [&app.consumer_key, &app.consumer_secret, "id=\"copy-key\"", "id=\"copy-secret\""] {
        assert!(details.body.contains(expected), "{expected} is missing in {}", details.body);
    }
    let other = practice.orgs()[0].apps[0].app_id[..15].to_owned();
    let elsewhere = send(&practice, &admin.open(&format!("/practice/setup/{other}/consumer"))).await;
    assert_eq!(elsewhere.status, 302, "a code opens one app: {elsewhere:?}");
    practice.advance(Duration::from_secs(10 * 60)).unwrap();
    assert_eq!(send(&practice, &consumer).await.status, 302, "and not for ever");
}

#[tokio::test]
async fn who_is_shut_out_in_the_middle_is_asked_to_log_in_and_gets_no_further() {
    let practice = support::practice("shut_out").await;
    let story = Story::of(&practice, 0, 0, 0);
    let mut in_setup = practice.in_setup(&story.host, &story.username).await.unwrap();
    let app = &story.app.app_id[..15];
    let (key, _) = in_setup.consumer_details(app).await.unwrap();
    assert_eq!(key, story.app.consumer_key, "an app of the start has its keys here too");
    let locked = OrgChange { locked: Some(true), ..OrgChange::default() };
    practice.change_org(&story.host, locked).unwrap();
    let refused = in_setup.consumer_details(app).await.unwrap_err();
    assert!(refused[0].text.contains("200"), "the log-in page, and no circle of redirects: {refused:?}");
}
