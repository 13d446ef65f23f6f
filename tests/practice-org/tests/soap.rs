//! The global OAuth settings of an app, read over SOAP: what stands in them, and who may read them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use practice_org::{Practice, SwitchChange, UserChange};
use support::deploy::{Files, NAMESPACE, options};
use support::story::Story;
use support::wire::{self, Got, Raw};

const TYPE: &str = "ExtlClntAppGlobalOauthSettings";
const SETUP_MADE: &str = "Rehearsal_Tool_glbloauth";

/// The proper envelope.
fn envelope(session: &str, sort: &str, full_name: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\
         <s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:m=\"{NAMESPACE}\">\
         <s:Header><m:SessionHeader><m:sessionId>{session}</m:sessionId></m:SessionHeader></s:Header>\
         <s:Body><m:readMetadata><m:type>{sort}</m:type><m:fullNames>{full_name}</m:fullNames></m:readMetadata>\
         </s:Body></s:Envelope>"
    )
}

fn reading(story: &Story, envelope: String) -> Raw {
    let raw = Raw::post(&story.host, "/services/Soap/m/67.0")
        .header("Content-Type", "text/xml; charset=UTF-8")
        .header("SOAPAction", "\"\"");
    Raw { body: Some(envelope), ..raw }
}

async fn read(practice: &Practice, story: &Story, session: &str, full_name: &str) -> Got {
    wire::send(practice, &reading(story, envelope(session, TYPE, full_name))).await.unwrap()
}

#[tokio::test]
async fn settings_are_read_with_the_key_and_without_the_secret() {
    let practice = support::practice("soap_read").await;
    let story = Story::of(&practice, 0, 0, 0);
    let token = story.tokens(&practice).await.access;
    let got = read(&practice, &story, &token, SETUP_MADE).await;
    assert_eq!((got.status, got.header("content-type")), (200, Some("text/xml;charset=UTF-8")), "{got:?}");
    for part in [
        format!("<consumerKey>{}</consumerKey>", story.app.consumer_key),
        "<callbackUrl>http://localhost:33333</callbackUrl>".to_owned(),
        "<externalClientApplication>Rehearsal_Tool</externalClientApplication>".to_owned(),
        "<isPkceRequired>true</isPkceRequired>".to_owned(),
        "<isConsumerSecretOptional>true</isConsumerSecretOptional>".to_owned(),
    ] {
        assert!(got.body.contains(&part), "{part} is missing in {}", got.body);
    }
    assert!(!got.body.contains(&story.app.consumer_secret) && !got.body.contains("consumerSecret"));
    let none = read(&practice, &story, &token, "Nobody").await;
    assert!(none.status == 200 && none.body.contains("<records xsi:nil=\"true\"/>"), "{}", none.body);
}

#[tokio::test]
async fn what_was_deployed_is_read_back_as_it_was_pinned() {
    let practice = support::practice("soap_deployed").await;
    let story = Story::of(&practice, 0, 0, 0);
    let token = story.tokens(&practice).await.access;
    let files = Files::nightly().saying(support::deploy::GLOBAL, "isPkceRequired", "false");
    story.deployed(&practice, &token, &options(), &files).await;
    let got = read(&practice, &story, &token, "NightlyGlblOAuth").await;
    assert!(got.body.contains("<isPkceRequired>true</isPkceRequired>"), "{}", got.body);
}

#[tokio::test]
async fn sloppy_envelopes_and_strangers_get_a_fault() {
    let practice = support::practice("soap_sloppy").await;
    let story = Story::of(&practice, 0, 0, 0);
    let token = story.tokens(&practice).await.access;
    let foreign = Story::of(&practice, 1, 0, 0).tokens(&practice).await.access;
    let bob = Story::of(&practice, 0, 0, 1).tokens(&practice).await.access;
    story.switch(&practice, SwitchChange { jwt_access_tokens: Some(true), ..SwitchChange::default() });
    let jwt = story.tokens(&practice).await.access;
    let proper = envelope(&token, TYPE, SETUP_MADE);
    let said = |from: &str, to: &str| reading(&story, proper.replace(from, to));
    let entity = format!("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>{proper}");
    for (what, raw, code) in [
        ("a JSON Web Token", said(&token, &jwt), "INVALID_SESSION_ID"),
        ("no session", said(&token, ""), "INVALID_SESSION_ID"),
        ("the sandbox's session", said(&token, &foreign), "INVALID_SESSION_ID"),
        ("somebody without the right", said(&token, &bob), "INSUFFICIENT_ACCESS"),
        ("another type", said(TYPE, "ApexClass"), "INVALID_TYPE"),
        ("another call", said("readMetadata", "listMetadata"), "UNKNOWN_EXCEPTION"),
        ("another namespace", said(NAMESPACE, "urn:partner.soap.sforce.com"), "UNKNOWN_EXCEPTION"),
        ("no header", said("s:Header", "s:Head"), "UNKNOWN_EXCEPTION"),
        ("an entity", reading(&story, entity), "UNKNOWN_EXCEPTION"),
        ("another version", reading(&story, proper.clone()).at("/services/Soap/m/99.0"), "NOT_FOUND"),
        ("no SOAPAction", reading(&story, proper.clone()).without_header("SOAPAction"), "UNKNOWN_EXCEPTION"),
        (
            "JSON",
            reading(&story, proper.clone()).header("Content-Type", "application/json"),
            "UNKNOWN_EXCEPTION",
        ),
    ] {
        let got = wire::send(&practice, &raw).await.unwrap();
        let fault = format!("<faultcode>sf:{code}</faultcode>");
        assert!(got.status == 500 && got.body.contains(&fault), "{what} must be {code}: {got:?}");
    }
    assert_eq!(wire::send(&practice, &reading(&story, proper.clone())).await.unwrap().status, 200);
    let blind = UserChange { may_see_apps: Some(false), ..UserChange::default() };
    practice.change_user(&story.username, blind).unwrap();
    assert_eq!(wire::send(&practice, &reading(&story, proper)).await.unwrap().status, 500);
    let written = serde_json::to_string(&practice.seen(0)).unwrap();
    assert!(!written.contains(&token), "no session gets into the log");
}
