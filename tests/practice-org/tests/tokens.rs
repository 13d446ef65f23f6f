//! Access tokens as JSON Web Tokens, and the link that opens an org in a browser.

mod support;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use practice_org::SwitchChange;
use serde_json::{Value, json};
use support::flows::{answer, last_row, row};
use support::story::{Story, cookie};
use support::wire::Raw;

#[tokio::test]
async fn a_json_web_token_says_so_and_ends_at_a_fixed_time() {
    let practice = support::practice("jwt_access").await;
    let story = Story::of(&practice, 0, 0, 0);
    story.switch(&practice, SwitchChange { jwt_access_tokens: Some(true), ..SwitchChange::default() });
    let code = story.code(&practice).await;
    let got = answer(&practice, &story.exchange(&code)).await;
    assert_eq!(got.field("token_format"), "jwt");
    assert_eq!(got.json().get("expires_in"), None);
    let access = got.field("access_token");
    let parts: Vec<&str> = access.split('.').collect();
    assert_eq!(parts.len(), 3);
    let read =
        |part: &str| -> Value { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap() };
    assert_eq!((&read(parts[0])["alg"], &read(parts[0])["typ"]), (&json!("RS256"), &json!("JWT")));
    let claims = read(parts[1]);
    assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), 7200);
    assert!(story.works(&practice, &access).await);
    let told = answer(&practice, &story.introspect(&access)).await.json();
    assert_eq!(told["exp"], claims["exp"], "introspection agrees");
    assert_eq!(row(&practice, &story.revoke(&access)).await, "ok");
    assert_eq!(row(&practice, &story.limits(&access)).await, "R1");
}

#[tokio::test]
async fn single_access_opens_the_org_once() {
    let practice = support::practice("single_access").await;
    let mut story = Story::of(&practice, 0, 0, 0);
    let scopes = ["api", "web", "refresh_token"].map(str::to_owned).to_vec();
    story.switch(&practice, SwitchChange { scopes: Some(scopes), ..SwitchChange::default() });
    let token = story.tokens(&practice).await.access;
    let asking = story.single_access(&token).query("redirect_uri", "lightning%2Fsetup%2FSetupOneHome%2Fhome");
    let link = answer(&practice, &asking).await.field("frontdoor_uri");
    let path = link.strip_prefix(&format!("https://{}", story.host)).unwrap().to_owned();
    assert!(!link.contains(&token), "the link holds no token: {link}");
    let door = Raw::get(&story.host, &path);
    let opened = answer(&practice, &door).await;
    assert!(opened.body.contains("<strong id=\"user\">ana@acme.com</strong>"), "{}", opened.body);
    assert!(opened.body.contains("/lightning/setup/SetupOneHome/home"), "{}", opened.body);
    assert_eq!(answer(&practice, &door).await.status, 400, "a link works once");
    let signed_in = answer(&practice, &story.authorize().header("Cookie", &cookie(&opened))).await;
    assert!(signed_in.body.contains("id=\"oaapprove\""), "the browser is signed in: {}", signed_in.body);

    let posted = Raw { method: "POST".to_owned(), ..story.single_access(&token) };
    let link = answer(&practice, &posted).await.field("frontdoor_uri");
    practice.advance(Duration::from_secs(60)).unwrap();
    story.host = "acme.my.salesforce.com".to_owned();
    let late = Raw::get(&story.host, link.strip_prefix("https://acme.my.salesforce.com").unwrap());
    assert_eq!(answer(&practice, &late).await.status, 400, "a minute is over");
}

#[tokio::test]
async fn sloppy_single_access_gets_a_bare_word() {
    let practice = support::practice("single_access_sloppy").await;
    let (story, explorer) = (Story::of(&practice, 0, 0, 0), Story::of(&practice, 0, 1, 0));
    let narrow = story.tokens(&practice).await.access;
    let secret = |raw: Raw| raw.form("client_secret", &explorer.app.consumer_secret);
    let code = explorer.code(&practice).await;
    let wide = explorer.redeemed(&practice, &secret(explorer.exchange(&code))).await.access;
    let foreign = Story::of(&practice, 1, 0, 0).tokens(&practice).await.access;
    explorer.switch(&practice, SwitchChange { jwt_access_tokens: Some(true), ..SwitchChange::default() });
    let code = explorer.code(&practice).await;
    let jwt = explorer.redeemed(&practice, &secret(explorer.exchange(&code))).await.access;
    assert_eq!(row(&practice, &story.single_access(&wide)).await, "ok");
    for (what, raw, word) in [
        ("no web scope", story.single_access(&narrow), "Invalid_Scope"),
        ("a dead token", story.single_access("00Dxx0000001gPL!nobody"), "Bad_OAuth_Token"),
        ("a JSON Web Token", story.single_access(&jwt), "Bad_OAuth_Token"),
        ("the sandbox's token", story.single_access(&foreign), "Wrong_Org"),
        ("no token", story.single_access(&wide).without_header("Authorization"), "Missing_OAuth_Token"),
        (
            "a token in the address",
            story.single_access(&wide).without_header("Authorization").query("access_token", &wide),
            "Missing_OAuth_Token",
        ),
    ] {
        let got = answer(&practice, &raw).await;
        assert_eq!((got.status, got.body.as_str()), (403, word), "{what}");
        assert!(matches!(last_row(&practice).as_str(), "R9" | "R10"), "{what}");
    }
    for path in ["https%3A%2F%2Fevil.example", "javascript%3Ax", "a%5Cb"] {
        let got = answer(&practice, &story.single_access(&wide).query("redirect_uri", path)).await;
        assert_eq!(got.status, 400, "{path}");
    }
    let old = Raw::get(&story.host, "/secur/frontdoor.jsp").query("sid", &wide);
    assert_eq!(answer(&practice, &old).await.status, 400, "a token in an address opens no door");
}
