//! Sloppy requests to the authorization endpoint.

use practice_org::SwitchChange;

use super::Shape::{Callback, Download, OwnPage, Plain};
use super::{Door, Shape, Sloppy, row};

type Answer = (u16, Shape, &'static str, &'static str);

const DOOR: Door = Door {
    needs_code: false,
    needs_tokens: false,
    proper: |fresh| fresh.story.authorize(),
    proof: "id=\"Login\"",
};
const UNKNOWN_KEY: Answer = (302, OwnPage, "invalid_client_id", "client identifier invalid");
const OTHER_CALLBACK: Answer =
    (302, OwnPage, "redirect_uri_mismatch", "redirect_uri must match configuration");
const NO_SCOPE: Answer =
    (302, Callback, "invalid_scope", "the requested scope is invalid, unknown, or malformed");

pub(super) fn table() -> Vec<Sloppy> {
    [keys(), callbacks(), proofs(), scopes_and_looks()].into_iter().flatten().collect()
}

fn keys() -> Vec<Sloppy> {
    let plain = (400, Plain, "invalid_client_id", "client identifier invalid");
    vec![
        row(
            &DOOR,
            "a key that nobody has",
            |f| f.story.authorize().query("client_id", "3MVG9nobody"),
            UNKNOWN_KEY,
        ),
        row(
            &DOOR,
            "a key without its last character",
            |f| f.story.authorize().query("client_id", &f.story.app.consumer_key[..84]),
            UNKNOWN_KEY,
        ),
        row(
            &DOOR,
            "a key with a space behind it",
            |f| f.story.authorize().query("client_id", &format!("{}+", f.story.app.consumer_key)),
            UNKNOWN_KEY,
        ),
        row(
            &DOOR,
            "a key in lower case",
            |f| f.story.authorize().query("client_id", &f.story.app.consumer_key.to_lowercase()),
            UNKNOWN_KEY,
        ),
        row(&DOOR, "no key", |f| f.story.authorize().without_query("client_id"), UNKNOWN_KEY),
        row(
            &DOOR,
            "the sandbox's key at the production org",
            |f| f.story.authorize().query("client_id", &f.sandbox.app.consumer_key),
            UNKNOWN_KEY,
        ),
        row(&DOOR, "a key that is still propagating", |f| f.story.authorize(), UNKNOWN_KEY).after(
            |practice, f| {
                let change = SwitchChange { exists: Some(false), ..SwitchChange::default() };
                practice.switch(&f.story.app.consumer_key, change).unwrap();
            },
        ),
        row(
            &DOOR,
            "an org's key at login.salesforce.com",
            |f| {
                let mut raw = f.story.authorize();
                "login.salesforce.com".clone_into(&mut raw.host);
                raw
            },
            plain,
        ),
        row(
            &DOOR,
            "a sandbox's key at test.salesforce.com",
            |f| {
                let mut raw = f.sandbox.authorize();
                "test.salesforce.com".clone_into(&mut raw.host);
                raw
            },
            plain,
        ),
    ]
}

fn callbacks() -> Vec<Sloppy> {
    macro_rules! callback {
        ($name:literal, $url:literal) => {
            row(&DOOR, $name, |f| f.story.authorize().query("redirect_uri", $url), OTHER_CALLBACK)
        };
    }
    vec![
        callback!("a callback with a slash at the end", "http%3A%2F%2Flocalhost%3A33333%2F"),
        callback!("127.0.0.1 for localhost", "http%3A%2F%2F127.0.0.1%3A33333"),
        callback!("[::1] for localhost", "http%3A%2F%2F%5B%3A%3A1%5D%3A33333"),
        callback!("https for http", "https%3A%2F%2Flocalhost%3A33333"),
        callback!("another port", "http%3A%2F%2Flocalhost%3A33334"),
        callback!("no port", "http%3A%2F%2Flocalhost"),
        callback!("a path that is not registered", "http%3A%2F%2Flocalhost%3A33333%2Fcallback"),
        callback!("a callback in capitals", "http%3A%2F%2FLOCALHOST%3A33333"),
        callback!("a callback encoded twice", "http%253A%252F%252Flocalhost%253A33333"),
        callback!("a callback with a query", "http%3A%2F%2Flocalhost%3A33333%3Fa%3Db"),
        row(
            &DOOR,
            "no callback",
            |f| f.story.authorize().without_query("redirect_uri"),
            (302, OwnPage, "redirect_uri_missing", "redirect_uri not provided"),
        ),
        row(
            &DOOR,
            "an out-of-band callback",
            |f| f.story.authorize().query("redirect_uri", "urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob"),
            (302, OwnPage, "invalid_request", "out-of-band not supported"),
        ),
    ]
}

fn proofs() -> Vec<Sloppy> {
    let challenge = (302, Callback, "invalid_request", "invalid code challenge");
    let method = (302, Callback, "invalid_request", "transform algorithm not supported");
    let response_type = (302, Callback, "unsupported_response_type", "response type not supported");
    vec![
        row(
            &DOOR,
            "no PKCE challenge",
            |f| f.story.authorize().without_query("code_challenge").without_query("code_challenge_method"),
            (400, Download, "invalid_request", "missing required code challenge"),
        ),
        row(
            &DOOR,
            "a PKCE method without a challenge",
            |f| f.story.authorize().without_query("code_challenge"),
            (400, Download, "invalid_request", "missing required code challenge"),
        ),
        row(
            &DOOR,
            "a challenge that is too short",
            |f| f.story.authorize().query("code_challenge", "E9Melhoa2Owv"),
            challenge,
        ),
        row(
            &DOOR,
            "a challenge with padding",
            |f| f.story.authorize().query("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM%3D"),
            challenge,
        ),
        row(
            &DOOR,
            "a challenge in plain base64",
            |f| f.story.authorize().query("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw%2BcM"),
            challenge,
        ),
        row(
            &DOOR,
            "a challenge by the method plain",
            |f| f.story.authorize().query("code_challenge_method", "plain"),
            method,
        ),
        row(
            &DOOR,
            "the method in lower case",
            |f| f.story.authorize().query("code_challenge_method", "s256"),
            method,
        ),
        row(&DOOR, "no response type", |f| f.story.authorize().without_query("response_type"), response_type),
        row(
            &DOOR,
            "the response type of the implicit flow",
            |f| f.story.authorize().query("response_type", "token"),
            response_type,
        ),
        row(
            &DOOR,
            "a response type in capitals",
            |f| f.story.authorize().query("response_type", "CODE"),
            response_type,
        ),
    ]
}

fn scopes_and_looks() -> Vec<Sloppy> {
    let malformed = (302, Callback, "invalid_request", "malformed parameter");
    vec![
        row(
            &DOOR,
            "a scope that nobody knows",
            |f| f.story.authorize().query("scope", "api+everything"),
            NO_SCOPE,
        ),
        row(
            &DOOR,
            "scopes with a comma",
            |f| f.story.authorize().query("scope", "api,refresh_token"),
            NO_SCOPE,
        ),
        row(&DOOR, "an empty scope", |f| f.story.authorize().query("scope", ""), NO_SCOPE),
        row(&DOOR, "a scope in capitals", |f| f.story.authorize().query("scope", "API"), NO_SCOPE),
        row(
            &DOOR,
            "a scope that the app lacks",
            |f| f.story.authorize().query("scope", "api+web"),
            (302, Callback, "invalid_scope", "the requested scope is not allowed"),
        ),
        row(&DOOR, "a prompt that nobody knows", |f| f.story.authorize().query("prompt", "none"), malformed),
        row(&DOOR, "a display that nobody knows", |f| f.story.authorize().query("display", "wap"), malformed),
        row(
            &DOOR,
            "immediate without consent",
            |f| f.story.authorize().query("immediate", "true"),
            (302, Callback, "immediate_unsuccessful", "immediate unsuccessful"),
        ),
        row(
            &DOOR,
            "a misspelled parameter",
            |f| f.story.authorize().query("scopes", "api"),
            (302, Callback, "invalid_request", "unknown parameter"),
        ),
        row(
            &DOOR,
            "the state twice",
            |f| f.story.authorize().query("state", "st4te&state=b"),
            (302, OwnPage, "invalid_request", "duplicate parameter"),
        ),
        row(
            &DOOR,
            "the callback twice",
            |f| {
                f.story.authorize().query(
                    "redirect_uri",
                    "http%3A%2F%2Flocalhost%3A33333&redirect_uri=http%3A%2F%2Fevil.example",
                )
            },
            (302, OwnPage, "invalid_request", "duplicate parameter"),
        ),
        row(
            &DOOR,
            "a percent sign with nothing behind it",
            |f| f.story.authorize().query("state", "100%"),
            (302, OwnPage, "invalid_request", "malformed parameter"),
        ),
        row(
            &DOOR,
            "a parameter without a value sign",
            |f| f.story.authorize().query("state", "a&debug"),
            (302, OwnPage, "invalid_request", "malformed parameter"),
        ),
        row(
            &DOOR,
            "POST instead of GET",
            |f| {
                let mut raw = f.story.authorize();
                "POST".clone_into(&mut raw.method);
                raw
            },
            (302, OwnPage, "invalid_request", "must use HTTP GET"),
        ),
    ]
}
