//! The pages that a person meets, and the shape of the tokens at their end.

mod support;

use practice_org::{Press, Visit};
use support::story::{Story, cookie, ticket};
use support::wire::{self, Raw, parameter};

#[tokio::test]
async fn the_login_page_is_a_page_and_says_that_it_is_not_salesforce() {
    let practice = support::practice("login_page").await;
    let story = Story::of(&practice, 1, 0, 0);
    let page = wire::send(&practice, &story.authorize()).await.unwrap();
    assert_eq!(page.status, 200);
    for expected in [
        "Practice org \u{2013} not Salesforce",
        "<label for=\"username\">",
        "id=\"username\"",
        "id=\"password\"",
        "id=\"Login\"",
        "UAT, Sandbox",
        "Acme Retail",
    ] {
        assert!(page.body.contains(expected), "{expected} is missing in {}", page.body);
    }
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(
        !page.body.contains("<script") && !page.body.contains(" src="),
        "nothing is loaded from anywhere"
    );
    assert!(!page.body.contains(" style="), "no inline style, which the policy would block");
}

#[tokio::test]
async fn a_wrong_password_stays_on_the_page() {
    let practice = support::practice("wrong_password").await;
    let story = Story::of(&practice, 1, 0, 0);
    let page = wire::send(&practice, &story.authorize()).await.unwrap();
    let wrong = wire::send(&practice, &story.login(&ticket(&page), &story.username, "wrong")).await.unwrap();
    assert_eq!(wrong.status, 200);
    assert!(wrong.body.contains("Please check your username and password."), "{}", wrong.body);
    assert!(wrong.body.contains("value=\"ana@acme.com.uat\""), "the username is not asked for again");
    assert!(wrong.header("set-cookie").is_none());
    let right =
        wire::send(&practice, &story.login(&ticket(&wrong), &story.username, "practice")).await.unwrap();
    assert_eq!(right.status, 302);
}

#[tokio::test]
async fn a_user_of_another_org_cannot_log_in_here() {
    let practice = support::practice("foreign_user").await;
    let story = Story::of(&practice, 1, 0, 0);
    let page = wire::send(&practice, &story.authorize()).await.unwrap();
    let foreign =
        wire::send(&practice, &story.login(&ticket(&page), "ana@acme.com", "practice")).await.unwrap();
    assert!(foreign.body.contains("Please check your username"), "{}", foreign.body);
}

#[tokio::test]
async fn the_session_cookie_is_for_this_host_and_out_of_reach_of_scripts() {
    let practice = support::practice("cookie").await;
    let story = Story::of(&practice, 1, 0, 0);
    let page = wire::send(&practice, &story.authorize()).await.unwrap();
    let logged_in =
        wire::send(&practice, &story.login(&ticket(&page), &story.username, "practice")).await.unwrap();
    let header = logged_in.header("set-cookie").unwrap();
    assert!(
        header.contains("; Secure") && header.contains("; HttpOnly") && !header.contains("Domain"),
        "{header}"
    );

    let cookie = cookie(&logged_in);
    let again = wire::send(&practice, &story.authorize().header("Cookie", &cookie)).await.unwrap();
    assert!(again.body.contains("id=\"oaapprove\""), "signed in already: {}", again.body);
    let forced = wire::send(&practice, &story.authorize().header("Cookie", &cookie).query("prompt", "login"))
        .await
        .unwrap();
    assert!(forced.body.contains("id=\"Login\""), "prompt=login asks in any case: {}", forced.body);
    let elsewhere = Story::of(&practice, 2, 0, 0);
    let other_host = wire::send(&practice, &elsewhere.authorize().header("Cookie", &cookie)).await.unwrap();
    assert!(other_host.body.contains("id=\"Login\""), "a session is for one host");
}

#[tokio::test]
async fn a_login_hint_is_filled_in_and_stays_text() {
    let practice = support::practice("login_hint").await;
    let story = Story::of(&practice, 1, 0, 0);
    let hinted = story.authorize().query("login_hint", "ana%40acme.com.uat");
    let page = wire::send(&practice, &hinted).await.unwrap();
    assert!(page.body.contains("value=\"ana@acme.com.uat\""), "{}", page.body);
    let hostile = story.authorize().query("login_hint", "%22%3E%3Cscript%3E");
    let page = wire::send(&practice, &hostile).await.unwrap();
    assert!(
        page.body.contains("&quot;&gt;&lt;script&gt;") && !page.body.contains("<script>"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn the_allow_page_names_app_user_and_scopes() {
    let practice = support::practice("allow_page").await;
    let story = Story::of(&practice, 1, 0, 0);
    let page = wire::send(&practice, &story.authorize()).await.unwrap();
    let ticket = ticket(&page);
    let logged_in = wire::send(&practice, &story.login(&ticket, &story.username, "practice")).await.unwrap();
    let asking = Raw::get(&story.host, "/practice/approve")
        .query("request", &ticket)
        .header("Cookie", &cookie(&logged_in));
    let page = wire::send(&practice, &asking).await.unwrap();
    for expected in
        ["Rehearsal Tool", "ana@acme.com.uat", "sfap_api", "id=\"oaapprove\"", "id=\"oadeny\"", "Acme Retail"]
    {
        assert!(page.body.contains(expected), "{expected} is missing in {}", page.body);
    }
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("form-action 'self' http://localhost:33333;"),
        "browsers check redirects too: {policy}"
    );
    let stranger = asking.clone().without_header("Cookie");
    assert_eq!(wire::send(&practice, &stranger).await.unwrap().status, 400, "not without the session");
}

#[tokio::test]
async fn deny_goes_back_with_access_denied() {
    let practice = support::practice("deny").await;
    let story = Story::of(&practice, 1, 0, 0);
    let denied = story.pressed(&practice, &story.authorize(), "deny").await;
    assert_eq!(
        denied.header("location"),
        Some(
            "http://localhost:33333?error=access_denied&error_description=end-user+denied+authorization&state=st4te"
        )
    );
}

#[tokio::test]
async fn a_page_can_be_answered_once_and_by_its_own_person_only() {
    let practice = support::practice("answered_once").await;
    let story = Story::of(&practice, 1, 0, 0);
    let ticket = ticket(&wire::send(&practice, &story.authorize()).await.unwrap());
    let logged_in = wire::send(&practice, &story.login(&ticket, &story.username, "practice")).await.unwrap();
    let cookie = cookie(&logged_in);

    let other = self::ticket(&wire::send(&practice, &story.authorize()).await.unwrap());
    let bob = wire::send(&practice, &story.login(&other, "bob@acme.com.uat", "practice")).await.unwrap();
    let as_bob = story.press(&ticket, &self::cookie(&bob), "allow");
    assert_eq!(wire::send(&practice, &as_bob).await.unwrap().status, 400, "bob cannot allow for ana");

    assert_eq!(wire::send(&practice, &story.press(&ticket, &cookie, "perhaps")).await.unwrap().status, 400);
    assert_eq!(wire::send(&practice, &story.press(&ticket, &cookie, "allow")).await.unwrap().status, 302);
    assert_eq!(wire::send(&practice, &story.press(&ticket, &cookie, "allow")).await.unwrap().status, 400);
}

#[tokio::test]
async fn somebody_made_inactive_is_sent_back() {
    let practice = support::practice("inactive_page").await;
    let story = Story::of(&practice, 1, 0, 0);
    let inactive =
        "http://localhost:33333?error=inactive_user&error_description=user+is+inactive&state=st4te";
    let ticket = ticket(&wire::send(&practice, &story.authorize()).await.unwrap());
    let logged_in = wire::send(&practice, &story.login(&ticket, &story.username, "practice")).await.unwrap();
    practice.set_active(&story.username, false).unwrap();
    let pressed = wire::send(&practice, &story.press(&ticket, &cookie(&logged_in), "allow")).await.unwrap();
    assert_eq!(pressed.header("location"), Some(inactive));
    let ticket = self::ticket(&wire::send(&practice, &story.authorize()).await.unwrap());
    let login = wire::send(&practice, &story.login(&ticket, &story.username, "practice")).await.unwrap();
    assert_eq!(login.header("location"), Some(inactive));
}

#[tokio::test]
async fn tokens_have_salesforces_shape() {
    let practice = support::practice("shape").await;
    let story = Story::of(&practice, 1, 0, 0);
    let code = story.code(&practice).await;
    assert!(code.starts_with("aPrx") && code.ends_with("=="), "{code}");
    let got = wire::send(&practice, &story.exchange(&code)).await.unwrap();
    let org = &story.org;
    let mut names: Vec<String> = got.json().as_object().unwrap().keys().cloned().collect();
    names.sort();
    assert_eq!(
        names,
        [
            "access_token",
            "api_instance_url",
            "id",
            "instance_url",
            "issued_at",
            "refresh_token",
            "scope",
            "signature",
            "token_type"
        ],
        "and no expires_in"
    );
    assert!(got.field("access_token").starts_with(&format!("{}!", &org.organization_id[..15])));
    assert!(got.field("refresh_token").starts_with("5Aep861"));
    assert_eq!(got.field("instance_url"), format!("https://{}", story.host));
    let identity = format!("https://test.salesforce.com/id/{}/{}", org.organization_id, org.users[0].user_id);
    assert_eq!(got.field("id"), identity);
    assert_eq!(got.field("token_type"), "Bearer");
    assert!(got.field("issued_at").parse::<u64>().unwrap() > 1_700_000_000_000, "milliseconds, as a string");
    let mut scopes: Vec<String> = got.field("scope").split(' ').map(str::to_owned).collect();
    scopes.sort();
    assert_eq!(scopes, ["api", "refresh_token", "sfap_api"]);
    assert_eq!(got.header("cache-control"), Some("no-store"));

    let path = identity.strip_prefix("https://test.salesforce.com").unwrap();
    let asked = Raw::get("test.salesforce.com", path).bearer(&got.field("access_token"));
    let identity = wire::send(&practice, &asked).await.unwrap();
    assert_eq!(identity.field("username"), "ana@acme.com.uat");
    assert_eq!(identity.field("organization_id"), org.organization_id);
}

#[tokio::test]
async fn the_keys_page_shows_what_a_person_must_copy() {
    let practice = support::practice("keys_page").await;
    let story = Story::of(&practice, 0, 1, 0);
    let page = wire::send(&practice, &Raw::get(&story.host, "/practice/keys")).await.unwrap();
    let shown = |id: &str| {
        let rest = page.body.split_once(&format!("id=\"{id}\"")).unwrap().1.split_once('>').unwrap().1;
        rest.split_once('<').unwrap().0.to_owned()
    };
    assert_eq!(shown("consumer-key-2"), story.app.consumer_key);
    assert_eq!(shown("consumer-secret-2"), story.app.consumer_secret);
    assert_eq!(shown("app-name-1"), "Rehearsal Tool");
}

#[tokio::test]
async fn the_error_page_shows_code_and_text_as_text() {
    let practice = support::practice("error_page").await;
    let story = Story::of(&practice, 0, 0, 0);
    let page = Raw::get(&story.host, "/setup/secur/RemoteAccessErrorPage.apexp")
        .query("error", "invalid_client_id")
        .query("error_description", "client+identifier+%3Cb%3Einvalid");
    let page = wire::send(&practice, &page).await.unwrap();
    assert!(page.body.contains("We can't authorize you because of an OAuth error."), "{}", page.body);
    assert!(page.body.contains("invalid_client_id : client identifier &lt;b&gt;invalid"), "{}", page.body);
}

#[tokio::test]
async fn the_orgs_facts_are_queryable() {
    let practice = support::practice("facts").await;
    let story = Story::of(&practice, 3, 0, 0);
    let tokens = story.tokens(&practice).await;
    let soql = "SELECT+Id,Name,InstanceName,IsSandbox,OrganizationType,TrialExpirationDate+FROM+Organization";
    let query = Raw::get(&story.host, "/services/data/v66.0/query").query("q", soql).bearer(&tokens.access);
    let record = wire::send(&practice, &query).await.unwrap().json()["records"][0].clone();
    assert_eq!(record["Id"], story.org.organization_id);
    assert_eq!(record["Name"], "Boreal Studio");
    assert_eq!(
        (&record["IsSandbox"], &record["TrialExpirationDate"]),
        (&false.into(), &serde_json::Value::Null)
    );
    assert_eq!(record["OrganizationType"], "Developer Edition");

    let versions = wire::send(&practice, &Raw::get(&story.host, "/services/data")).await.unwrap().json();
    let newest = versions.as_array().unwrap().last().unwrap().clone();
    assert_eq!((&newest["version"], &newest["url"]), (&"67.0".into(), &"/services/data/v67.0".into()));
    let discovery =
        wire::send(&practice, &Raw::get(&story.host, "/.well-known/openid-configuration")).await.unwrap();
    assert_eq!(discovery.field("token_endpoint"), format!("https://{}/services/oauth2/token", story.host));
}

#[tokio::test]
async fn a_person_without_a_browser_comes_as_far_as_one_with() {
    let practice = support::practice("person").await;
    let story = Story::of(&practice, 1, 0, 0);
    let raw = story.authorize();
    let query: Vec<String> = raw.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let address = format!("https://{}{}?{}", story.host, raw.path, query.join("&"));
    let Visit::SentTo(callback) = practice.visit(&address, &story.username, "practice", Press::Allow).await
    else {
        panic!("the person should have been sent back");
    };
    story.redeemed(&practice, &story.exchange(&parameter(&callback, "code").unwrap())).await;
    let Visit::SentTo(callback) = practice.visit(&address, &story.username, "practice", Press::Deny).await
    else {
        panic!("the person should have been sent back");
    };
    assert_eq!(parameter(&callback, "error").as_deref(), Some("access_denied"));
    let stayed = practice.visit(&address, &story.username, "wrong", Press::Allow).await;
    assert!(matches!(stayed, Visit::Stayed(200, ref body) if body.contains("Please check")), "{stayed:?}");
    let kinds: Vec<&str> = practice.seen(0).iter().map(|seen| seen.kind).collect();
    assert_eq!(kinds[..5], ["authorize", "login", "approval", "allow", "token"], "and is seen like one");
}
