//! Sloppy forms, byte for byte, which Setup must refuse; and beside each the same form put right, which it must not.

mod support;

use support::setup::{Admin, admin, send};
use support::story::Story;
use support::wire::Raw;

/// The form, what it gets wrong, and how it must be refused: a status, or the field that the page names.
type Sloppy = (&'static str, fn(&Admin, &str) -> Raw, Refused);

#[derive(Clone, Copy, Debug)]
enum Refused {
    With(u16),
    Naming(&'static str),
}
use Refused::{Naming, With};

fn new(admin: &Admin, name: &str, value: &str) -> Raw {
    admin.new_app().form("api_name", "Another").form(name, value)
}

const NEW_APPS: &[Sloppy] = &[
    ("no name", |a, _| new(a, "name", ""), Naming("name")),
    ("a name of spaces", |a, _| new(a, "name", "+++"), Naming("name")),
    ("no API Name", |a, _| new(a, "api_name", ""), Naming("api_name")),
    ("an API Name that exists", |a, _| new(a, "api_name", "rehearsal_tool"), Naming("api_name")),
    ("an API Name with a space", |a, _| new(a, "api_name", "Nightly+Export"), Naming("api_name")),
    ("an API Name with a digit first", |a, _| new(a, "api_name", "1Export"), Naming("api_name")),
    ("an API Name with two underscores", |a, _| new(a, "api_name", "a__b"), Naming("api_name")),
    ("an API Name with one at its end", |a, _| new(a, "api_name", "a_"), Naming("api_name")),
    ("no e-mail", |a, _| new(a, "contact_email", ""), Naming("contact_email")),
    ("an e-mail that is none", |a, _| new(a, "contact_email", "ana"), Naming("contact_email")),
    ("no distribution state", |a, _| new(a, "distribution", ""), Naming("distribution")),
    ("no callback", |a, _| new(a, "callback_urls", ""), Naming("callback_urls")),
    ("plain http", |a, _| new(a, "callback_urls", "http%3A%2F%2Fa.example"), Naming("callback_urls")),
    ("a loopback address", |a, _| new(a, "callback_urls", "http%3A%2F%2F127.0.0.1"), Naming("callback_urls")),
    ("plain HTTP", |a, _| new(a, "callback_urls", "HTTP%3A%2F%2Fa.example"), Naming("callback_urls")),
    ("no scheme", |a, _| new(a, "callback_urls", "localhost"), Naming("callback_urls")),
    ("a space behind a callback", |a, _| new(a, "callback_urls", "a%3Ab+"), Naming("callback_urls")),
    (
        "too many callbacks",
        |a, _| new(a, "callback_urls", &format!("https%3A%2F%2Fa.example%2F{}", "a".repeat(2000))),
        Naming("callback_urls"),
    ),
    ("no scope", |a, _| new(a, "scopes", ""), Naming("scopes")),
    ("an unknown scope", |a, _| new(a, "scopes", "apii"), Naming("scopes")),
    ("scopes with a comma", |a, _| new(a, "scopes", "api%2Crefresh_token"), Naming("scopes")),
    ("the JWT flow without a certificate", |a, _| new(a, "jwt_bearer_flow", "on"), Naming("certificate")),
    (
        "a certificate that is none",
        |a, _| new(a, "jwt_bearer_flow", "on").form("certificate", "PEM"),
        Naming("certificate"),
    ),
    ("an unknown field", |a, _| new(a, "consumer_key", "mine"), With(403)),
    ("a tick that is no tick", |a, _| new(a, "require_pkce", "true"), With(403)),
    ("no token of the session", |a, _| new(a, "confirmation_token", ""), With(403)),
    ("a token that is somebody else's", |a, _| new(a, "confirmation_token", "ab12"), With(403)),
    ("a field twice", |a, _| new(a, "scopes", "api&scopes=web"), With(403)),
    ("a form in the address", |a, _| new(a, "name", "x").query("name", "y"), With(403)),
    ("JSON", |a, _| new(a, "name", "x").header("Content-Type", "application/json"), With(403)),
    ("no cookie", |a, _| new(a, "name", "x").without_header("Cookie"), With(302)),
    ("PUT", |a, _| Raw { method: "PUT".to_owned(), ..a.open("/practice/setup/new") }, With(405)),
    ("a post to a page", |a, _| a.post("/lightning/setup/OrgDomain/home"), With(405)),
];

const POLICIES: &[Sloppy] = &[
    ("no IP relaxation", |a, id| a.policies(id).form("ip_relaxation", ""), With(403)),
    ("an unknown policy", |a, id| a.policies(id).form("refresh_token_policy", "never"), With(403)),
    (
        "no days",
        |a, id| a.policies(id).form("refresh_token_policy", "idle_days"),
        Naming("refresh_token_policy"),
    ),
    (
        "no day at all",
        |a, id| a.policies(id).form("refresh_token_policy", "idle_days").form("refresh_token_days", "0"),
        Naming("refresh_token_policy"),
    ),
    (
        "a minute of session",
        |a, id| a.policies(id).form("session_timeout_minutes", "1"),
        Naming("access_token_seconds"),
    ),
    (
        "client credentials for nobody",
        |a, id| a.policies(id).form("client_credentials_policy", "on"),
        Naming("run_as"),
    ),
    ("a user of another org", |a, id| a.policies(id).form("run_as", "ana%40boreal.dev"), Naming("run_as")),
    ("an unknown profile", |a, id| a.policies(id).form("profiles", "Nobody"), Naming("profiles")),
    (
        "an unknown permission set",
        |a, id| a.policies(id).form("permission_sets", "Nobody"),
        Naming("permission_sets"),
    ),
    ("a setting", |a, id| a.policies(id).form("require_pkce", "on"), With(403)),
    ("an app that is not there", |a, _| a.policies("0xIFa0000000000"), With(404)),
    ("a code of five digits", |a, id| a.verify(id, "12345"), Naming("code")),
    ("a code for another app", |a, id| a.verify(id, "123456").form("app", "x"), With(403)),
];

#[tokio::test]
async fn sloppy_forms_are_refused_and_proper_ones_are_not() {
    let practice = support::practice("sloppy_forms").await;
    let admin = admin(&practice, &Story::of(&practice, 0, 0, 0)).await;
    let id = admin.made(&practice).await;
    let mut wrong = Vec::new();
    for (name, form, refused) in NEW_APPS.iter().chain(POLICIES) {
        let before = practice.orgs();
        let got = send(&practice, &form(&admin, &id)).await;
        let as_it_should = match refused {
            With(status) => got.status == *status,
            Naming(field) => got.status == 200 && got.body.contains(&format!("<li data-field=\"{field}\">")),
        };
        if !as_it_should || practice.orgs() != before {
            wrong.push((name, refused, got.status, got.body));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let proper = send(&practice, &new(&admin, "api_name", "Another")).await;
    assert_eq!(proper.status, 302, "the same form put right: {proper:?}");
    let proper = send(&practice, &admin.policies(&id).form("ip_relaxation", "relax")).await;
    assert_eq!(proper.status, 302, "{proper:?}");
}
