//! Sloppy exchanges of an authorization code, and grants that no practice app has.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use practice_org::SwitchChange;

use super::Shape::Json;
use super::{Door, Fresh, Shape, Sloppy, row};
use crate::support::wire::Raw;

type Answer = (u16, Shape, &'static str, &'static str);

const DOOR: Door = Door { needs_code: true, needs_tokens: false, proper, proof: "\"access_token\":\"00D" };
const UNKNOWN_KEY: Answer = (400, Json, "invalid_client_id", "client identifier invalid");
const SECRET: Answer = (400, Json, "invalid_client", "invalid client credentials");
const SECRET_BASIC: Answer = (401, Json, "invalid_client", "invalid client credentials");
const CODE: Answer = (400, Json, "invalid_grant", "expired authorization code");
const VERIFIER: Answer = (400, Json, "invalid_grant", "invalid code verifier");
const GRANT_TYPE: Answer = (400, Json, "unsupported_grant_type", "grant type not supported");
const NOT_APPROVED: Answer = (400, Json, "invalid_grant", "user hasn't approved this consumer");
const DOMAIN: Answer = (400, Json, "invalid_grant", "request not supported on this domain");
const MALFORMED: Answer = (400, Json, "invalid_request", "malformed parameter");

pub(super) fn table() -> Vec<Sloppy> {
    [clients(), codes(), proofs(), envelopes(), other_grants()].into_iter().flatten().collect()
}

fn proper(f: &Fresh) -> Raw {
    f.story.exchange(&f.code)
}

fn basic(key: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{key}:{secret}")))
}

fn at(host: &str, mut raw: Raw) -> Raw {
    host.clone_into(&mut raw.host);
    raw
}

fn clients() -> Vec<Sloppy> {
    vec![
        row(
            &DOOR,
            "an exchange with an unknown key",
            |f| proper(f).form("client_id", "3MVG9nobody"),
            UNKNOWN_KEY,
        ),
        row(&DOOR, "an exchange without a key", |f| proper(f).without_form("client_id"), UNKNOWN_KEY),
        row(
            &DOOR,
            "an exchange with the sandbox's key",
            |f| proper(f).form("client_id", &f.sandbox.app.consumer_key),
            UNKNOWN_KEY,
        ),
        row(
            &DOOR,
            "an exchange at login.salesforce.com",
            |f| at("login.salesforce.com", proper(f)),
            UNKNOWN_KEY,
        ),
        row(
            &DOOR,
            "an exchange at the Setup host",
            |f| at("acme.my.salesforce-setup.com", proper(f)),
            DOMAIN,
        ),
        row(&DOOR, "an exchange for an app that is gone", proper, UNKNOWN_KEY).after(|practice, f| {
            let change = SwitchChange { exists: Some(false), ..SwitchChange::default() };
            practice.switch(&f.story.app.consumer_key, change).unwrap();
        }),
        row(
            &DOOR,
            "a wrong secret where none is required",
            |f| proper(f).form("client_secret", "0123456789ABCDEF"),
            SECRET,
        ),
        row(
            &DOOR,
            "a secret in lower case",
            |f| proper(f).form("client_secret", &f.story.app.consumer_secret.to_lowercase()),
            SECRET,
        ),
        row(&DOOR, "an empty secret", |f| proper(f).form("client_secret", ""), SECRET),
        row(
            &DOOR,
            "another app's secret",
            |f| proper(f).form("client_secret", &f.explorer.app.consumer_secret),
            SECRET,
        ),
        row(&DOOR, "no secret where one is required", proper, SECRET).after(|practice, f| {
            let change =
                SwitchChange { secret_required_for_web_server: Some(true), ..SwitchChange::default() };
            practice.switch(&f.story.app.consumer_key, change).unwrap();
        }),
        row(
            &DOOR,
            "a wrong secret by HTTP Basic",
            |f| proper(f).header("Authorization", &basic(&f.story.app.consumer_key, "wrong")),
            SECRET_BASIC,
        ),
        row(
            &DOOR,
            "HTTP Basic that is no base64",
            |f| proper(f).header("Authorization", "Basic key:secret"),
            SECRET_BASIC,
        ),
        row(
            &DOOR,
            "HTTP Basic without a colon",
            |f| proper(f).header("Authorization", "Basic M01WRzk="),
            SECRET_BASIC,
        ),
        row(
            &DOOR,
            "a bearer token as client authentication",
            |f| proper(f).header("Authorization", "Bearer x"),
            SECRET_BASIC,
        ),
        row(
            &DOOR,
            "a secret in header and body",
            |f| {
                let app = &f.story.app;
                proper(f)
                    .form("client_secret", &app.consumer_secret)
                    .header("Authorization", &basic(&app.consumer_key, &app.consumer_secret))
            },
            (400, Json, "invalid_request", "more than one client authentication"),
        ),
        row(
            &DOOR,
            "one key in the header and another in the body",
            |f| {
                let app = &f.explorer.app;
                proper(f).header("Authorization", &basic(&app.consumer_key, &app.consumer_secret))
            },
            UNKNOWN_KEY,
        ),
    ]
}

fn codes() -> Vec<Sloppy> {
    vec![
        row(
            &DOOR,
            "a code that still wears its percent signs",
            |f| proper(f).form("code", &f.code.replace('=', "%253D")),
            CODE,
        ),
        row(&DOOR, "a code without its end", |f| proper(f).form("code", &f.code.replace('=', "")), CODE),
        row(&DOOR, "a code that nobody gave", |f| proper(f).form("code", "aPrxNobodyGaveThis%3D%3D"), CODE),
        row(&DOOR, "a code used twice", proper, CODE).repeated(),
        row(&DOOR, "a code that is sixteen minutes old", proper, CODE)
            .after(|practice, _| practice.advance(Duration::from_secs(16 * 60)).unwrap()),
        row(
            &DOOR,
            "the code of another org",
            |f| proper(f).form("code", &f.foreign_code.replace('=', "%3D")),
            CODE,
        ),
        row(&DOOR, "a code sent to another org, with that org's key", |f| f.sandbox.exchange(&f.code), CODE),
        row(
            &DOOR,
            "the code of another app",
            |f| f.explorer.exchange(&f.code).form("client_secret", &f.explorer.app.consumer_secret),
            CODE,
        ),
        row(
            &DOOR,
            "no code",
            |f| proper(f).without_form("code"),
            (400, Json, "invalid_request", "missing required parameter"),
        ),
        row(
            &DOOR,
            "an empty code",
            |f| proper(f).form("code", ""),
            (400, Json, "invalid_request", "missing required parameter"),
        ),
        row(
            &DOOR,
            "the code of a user who is inactive",
            proper,
            (400, Json, "invalid_grant", "user is inactive"),
        )
        .after(|practice, f| practice.set_active(&f.story.username, false).unwrap()),
    ]
}

fn proofs() -> Vec<Sloppy> {
    vec![
        row(
            &DOOR,
            "a verifier of another sign-in",
            |f| proper(f).form("code_verifier", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
            VERIFIER,
        ),
        row(
            &DOOR,
            "the challenge in place of the verifier",
            |f| proper(f).form("code_verifier", crate::support::story::CHALLENGE),
            VERIFIER,
        ),
        row(
            &DOOR,
            "no verifier though a challenge was sent",
            |f| proper(f).without_form("code_verifier"),
            VERIFIER,
        ),
        row(
            &DOOR,
            "a verifier that is too short",
            |f| proper(f).form("code_verifier", "tooshort"),
            (400, Json, "invalid_request", "invalid code verifier"),
        ),
        row(
            &DOOR,
            "a callback that differs from the authorization's",
            |f| proper(f).form("redirect_uri", "http%3A%2F%2Flocalhost%3A33333%2F"),
            (400, Json, "redirect_uri_mismatch", "redirect_uri must match configuration"),
        ),
        row(
            &DOOR,
            "an exchange without a callback",
            |f| proper(f).without_form("redirect_uri"),
            (400, Json, "redirect_uri_missing", "redirect_uri not provided"),
        ),
    ]
}

fn envelopes() -> Vec<Sloppy> {
    vec![
        row(
            &DOOR,
            "GET instead of POST",
            |f| {
                let raw = proper(f);
                Raw { method: "GET".to_owned(), query: raw.form.clone(), form: vec![], ..raw }
                    .without_header("Content-Type")
            },
            (400, Json, "invalid_request", "must use HTTP POST"),
        ),
        row(
            &DOOR,
            "the parameters in the address",
            |f| {
                let raw = proper(f);
                Raw { query: raw.form.clone(), form: vec![], ..raw }
            },
            MALFORMED,
        ),
        row(
            &DOOR,
            "a JSON body",
            |f| {
                let body = Some(format!(r#"{{"grant_type":"authorization_code","code":"{}"}}"#, f.code));
                Raw { body, ..proper(f).header("Content-Type", "application/json") }
            },
            GRANT_TYPE,
        ),
        row(&DOOR, "a form without a content type", |f| proper(f).without_header("Content-Type"), GRANT_TYPE),
        row(
            &DOOR,
            "a form that calls itself text",
            |f| proper(f).header("Content-Type", "text/plain"),
            GRANT_TYPE,
        ),
        row(
            &DOOR,
            "the code twice",
            |f| proper(f).form("code", "a&code=b"),
            (400, Json, "invalid_request", "duplicate parameter"),
        ),
        row(&DOOR, "a bad percent sign in the form", |f| proper(f).form("code", "aPrx%3"), MALFORMED),
        row(
            &DOOR,
            "a line end behind the form",
            |f| {
                let raw = proper(f);
                let body = raw
                    .form
                    .iter()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect::<Vec<_>>()
                    .join("&");
                Raw { body: Some(body + "\n"), ..raw }
            },
            MALFORMED,
        ),
        row(&DOOR, "an empty body", |f| Raw { form: vec![], ..proper(f) }, GRANT_TYPE),
        row(
            &DOOR,
            "a scope at the token endpoint",
            |f| proper(f).form("scope", "api"),
            (400, Json, "invalid_request", "scope parameter not supported"),
        ),
        row(
            &DOOR,
            "a parameter that nobody knows",
            |f| proper(f).form("resource", "x"),
            (400, Json, "invalid_request", "unknown parameter"),
        ),
        row(&DOOR, "an answer in XML", |f| proper(f).form("format", "xml"), MALFORMED),
    ]
}

fn other_grants() -> Vec<Sloppy> {
    macro_rules! grant {
        ($name:literal, $grant_type:literal) => {
            row(&DOOR, $name, |f| proper(f).form("grant_type", $grant_type), GRANT_TYPE)
        };
    }
    fn client_credentials(f: &Fresh) -> Raw {
        Raw::post(&f.story.host, "/services/oauth2/token")
            .form("grant_type", "client_credentials")
            .form("client_id", &f.story.app.consumer_key)
            .form("client_secret", &f.story.app.consumer_secret)
    }
    fn device(f: &Fresh) -> Raw {
        Raw::post(&f.story.host, "/services/oauth2/token")
            .form("grant_type", "device")
            .form("client_id", &f.story.app.consumer_key)
            .form("code", "any")
    }
    fn token_exchange(f: &Fresh) -> Raw {
        Raw::post(&f.story.host, "/services/oauth2/token")
            .form("grant_type", "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange")
            .form("client_id", &f.story.app.consumer_key)
            .form("subject_token", "any")
            .form("subject_token_type", "urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token")
    }
    vec![
        grant!("username and password", "password"),
        grant!("a grant type in capitals", "AUTHORIZATION_CODE"),
        row(&DOOR, "a poll of a device where the device flow is off", device, GRANT_TYPE),
        row(
            &DOOR,
            "a device that asks for a code where the device flow is off",
            |f| {
                device(f).without_form("grant_type").without_form("code").form("response_type", "device_code")
            },
            (400, Json, "unsupported_response_type", "response type not supported"),
        ),
        row(&DOOR, "a token exchange where it is off", token_exchange, GRANT_TYPE),
        row(&DOOR, "a token exchange that no handler takes", token_exchange, NOT_APPROVED).after(
            |practice, f| {
                let change = SwitchChange { token_exchange_flow: Some(true), ..SwitchChange::default() };
                practice.switch(&f.story.app.consumer_key, change).unwrap();
            },
        ),
        grant!("the hybrid flow of mobile apps", "hybrid_auth_code"),
        row(&DOOR, "no grant type", |f| proper(f).without_form("grant_type"), GRANT_TYPE),
        row(
            &DOOR,
            "client credentials",
            client_credentials,
            (400, Json, "invalid_grant", "client credentials flow not enabled"),
        ),
        row(
            &DOOR,
            "client credentials at login.salesforce.com",
            |f| at("login.salesforce.com", client_credentials(f)),
            DOMAIN,
        ),
    ]
}
