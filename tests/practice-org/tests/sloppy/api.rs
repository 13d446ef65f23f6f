//! Sloppy calls to the identity URLs and to the API, and requests at the wrong address.

use practice_org::Selection;

use super::Shape::{Array, Bare, LeadsHome, Word};
use super::{Door, Fresh, Shape, Sloppy, row};
use crate::support::wire::Raw;

type Answer = (u16, Shape, &'static str, &'static str);

const USERINFO: Door = Door {
    needs_code: false,
    needs_tokens: true,
    proper: userinfo,
    proof: "\"preferred_username\":\"ana@acme.com\"",
};
const IDENTITY: Door =
    Door { needs_code: false, needs_tokens: true, proper: identity, proof: "\"organization_id\":\"00D" };
const LIMITS: Door = Door {
    needs_code: false,
    needs_tokens: true,
    proper: limits,
    proof: "\"DailyApiRequests\":{\"Max\":15000",
};
const QUERY: Door = Door {
    needs_code: false,
    needs_tokens: true,
    proper: |f| query(f, "SELECT+Id,+Name,+IsSandbox+FROM+Organization"),
    proof: "\"IsSandbox\":false",
};
const HOME: Door = Door {
    needs_code: false,
    needs_tokens: false,
    proper: |f| Raw::get(&f.story.host, "/"),
    proof: "not Salesforce",
};
const DEAD: Answer = (401, Array, "INVALID_SESSION_ID", "Session expired or invalid");
const BAD: Answer = (403, Word, "Bad_OAuth_Token", "");
const MISSING: Answer = (403, Word, "Missing_OAuth_Token", "");
const METHOD: Answer = (405, Array, "METHOD_NOT_ALLOWED", "HTTP method not allowed. Allowed are GET");
const NO_ACCOUNT: &str = "sObject type 'Account' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.";
const NO_PHONE: &str = "No such column 'Phone' on entity 'Organization'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";

const NO_DELETE_TOKEN: &str = "No such column 'DeleteToken' on entity 'OauthToken'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";
const NO_TOKENS: &str = "sObject type 'OauthToken' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.";

pub(super) fn table() -> Vec<Sloppy> {
    [identities(), calls(), queries(), addresses()].into_iter().flatten().collect()
}

fn userinfo(f: &Fresh) -> Raw {
    f.story.userinfo(&f.access)
}

fn identity(f: &Fresh) -> Raw {
    let path = format!("/id/{}/{}", f.story.org.organization_id, f.story.org.users[0].user_id);
    Raw::get("login.salesforce.com", &path).bearer(&f.access)
}

fn limits(f: &Fresh) -> Raw {
    f.story.limits(&f.access)
}

fn query(f: &Fresh, soql: &str) -> Raw {
    Raw::get(&f.story.host, "/services/data/v67.0/query").query("q", soql).bearer(&f.access)
}

fn identities() -> Vec<Sloppy> {
    vec![
        row(&USERINFO, "userinfo without a token", |f| userinfo(f).without_header("Authorization"), MISSING),
        row(
            &USERINFO,
            "userinfo with a token in the address",
            |f| userinfo(f).without_header("Authorization").query("access_token", &f.access),
            MISSING,
        ),
        row(
            &USERINFO,
            "userinfo with HTTP Basic",
            |f| userinfo(f).header("Authorization", "Basic YTpi"),
            MISSING,
        ),
        row(
            &USERINFO,
            "userinfo with a token that nobody gave",
            |f| f.story.userinfo("00Dxx0000001gPL!nobody"),
            BAD,
        ),
        row(&USERINFO, "userinfo with a refresh token", |f| f.story.userinfo(&f.refresh), BAD),
        row(&USERINFO, "userinfo with a token that was ended", userinfo, BAD)
            .after(|practice, _| practice.expire_tokens(&Selection::default())),
        row(
            &USERINFO,
            "userinfo with the sandbox's token",
            |f| f.story.userinfo(&f.foreign_access),
            (403, Word, "Wrong_Org", ""),
        ),
        row(
            &USERINFO,
            "userinfo by POST",
            |f| Raw { method: "POST".to_owned(), ..userinfo(f) },
            (405, Word, "invalid_request", ""),
        ),
        row(
            &IDENTITY,
            "the identity URL without a token",
            |f| identity(f).without_header("Authorization"),
            MISSING,
        ),
        row(
            &IDENTITY,
            "another user's identity URL",
            |f| {
                let path = format!("/id/{}/{}", f.story.org.organization_id, f.story.org.users[1].user_id);
                Raw { path, ..identity(f) }
            },
            (404, Word, "Bad_Id", ""),
        ),
        row(
            &IDENTITY,
            "the sandbox's identity URL",
            |f| {
                let path =
                    format!("/id/{}/{}", f.sandbox.org.organization_id, f.sandbox.org.users[0].user_id);
                Raw { path, ..identity(f) }
            },
            (403, Word, "Wrong_Org", ""),
        ),
    ]
}

fn calls() -> Vec<Sloppy> {
    vec![
        row(&LIMITS, "the API without a token", |f| limits(f).without_header("Authorization"), DEAD),
        row(
            &LIMITS,
            "the API with the scheme OAuth",
            |f| limits(f).header("Authorization", &format!("OAuth {}", f.access)),
            DEAD,
        ),
        row(
            &LIMITS,
            "the API with two tokens",
            |f| {
                let access = f.access.clone();
                let mut raw = limits(f);
                raw.headers.push(("Authorization".to_owned(), format!("Bearer {access}")));
                raw
            },
            DEAD,
        ),
        row(&LIMITS, "the API with the sandbox's token", |f| f.story.limits(&f.foreign_access), DEAD),
        row(&LIMITS, "the API with a token that was ended", limits, DEAD)
            .after(|practice, _| practice.expire_tokens(&Selection::default())),
        row(
            &LIMITS,
            "a version that does not exist",
            |f| Raw { path: "/services/data/v99.0/limits".to_owned(), ..limits(f) },
            (404, Array, "NOT_FOUND", "The requested resource does not exist"),
        ),
        row(
            &LIMITS,
            "a version without its v",
            |f| Raw { path: "/services/data/67.0/limits".to_owned(), ..limits(f) },
            (404, Array, "NOT_FOUND", "The requested resource does not exist"),
        ),
        row(&LIMITS, "limits by POST", |f| Raw { method: "POST".to_owned(), ..limits(f) }, METHOD),
    ]
}

fn queries() -> Vec<Sloppy> {
    let malformed = (400, Array, "MALFORMED_QUERY", "unexpected token in the query");
    vec![
        row(&QUERY, "no query", |f| query(f, ""), malformed),
        row(&QUERY, "a query with a star", |f| query(f, "SELECT+*+FROM+Organization"), malformed),
        row(
            &QUERY,
            "an object that is not here",
            |f| query(f, "SELECT+Id+FROM+Account"),
            (400, Array, "INVALID_TYPE", NO_ACCOUNT),
        ),
        row(
            &QUERY,
            "a field that is not here",
            |f| query(f, "SELECT+Phone+FROM+Organization"),
            (400, Array, "INVALID_FIELD", NO_PHONE),
        ),
        row(
            &QUERY,
            "tokens with what revokes them",
            |f| query(f, "SELECT+AppName,+DeleteToken+FROM+OauthToken"),
            (400, Array, "INVALID_FIELD", NO_DELETE_TOKEN),
        ),
        row(
            &QUERY,
            "tokens of two conditions",
            |f| query(f, "SELECT+AppName+FROM+OauthToken+WHERE+AppName+%3D+'a'+AND+UserId+%3D+'b'"),
            malformed,
        ),
        row(
            &QUERY,
            "tokens by tooling",
            |f| {
                let at = Raw::get(&f.story.host, "/services/data/v67.0/tooling/query");
                at.query("q", "SELECT+AppName+FROM+OauthToken").bearer(&f.access)
            },
            (400, Array, "INVALID_TYPE", NO_TOKENS),
        ),
    ]
}

fn addresses() -> Vec<Sloppy> {
    vec![
        row(
            &HOME,
            "a path that is not here",
            |f| Raw::get(&f.story.host, "/services/oauth2/tokens"),
            (404, Bare, "", ""),
        ),
        row(
            &HOME,
            "a path with a slash too many",
            |f| Raw::post(&f.story.host, "/services/oauth2/token/"),
            (404, Bare, "", ""),
        ),
        row(
            &HOME,
            "another Host than that of the handshake",
            |f| Raw::get(&f.story.host, "/").header("Host", &f.sandbox.host),
            (421, Bare, "", ""),
        ),
        row(
            &HOME,
            "a Host without a name",
            |f| Raw::get(&f.story.host, "/").header("Host", ""),
            (421, Bare, "", ""),
        ),
        row(
            &HOME,
            "a body that is far too long",
            |f| {
                let body = Some("a=".to_owned() + &"b".repeat(70_000));
                Raw { body, ..Raw::post(&f.story.host, "/services/oauth2/token") }
            },
            (413, Bare, "", ""),
        ),
        row(
            &HOME,
            "a token request at the Lightning host",
            |f| Raw::post(&f.story.org.lightning, "/services/oauth2/token").form("grant_type", "password"),
            (302, LeadsHome, "", ""),
        ),
    ]
}
