//! Sloppy refreshes and revocations.

use practice_org::{Selection, SwitchChange};

use super::Shape::Json;
use super::{Door, Fresh, Shape, Sloppy, row};
use crate::support::wire::Raw;

type Answer = (u16, Shape, &'static str, &'static str);

const REFRESH: Door =
    Door { needs_code: false, needs_tokens: true, proper, proof: "\"refresh_token\":\"5Aep861" };
const REVOKE: Door =
    Door { needs_code: false, needs_tokens: true, proper: |f| f.story.revoke(&f.refresh), proof: "" };
const DEAD: Answer = (400, Json, "invalid_grant", "expired access/refresh token");
const INVALID: Answer = (400, Json, "invalid_token", "");
const TOKEN_TYPE: Answer = (400, Json, "unsupported_token_type", "");

pub(super) fn table() -> Vec<Sloppy> {
    [refreshes(), revocations()].into_iter().flatten().collect()
}

fn proper(f: &Fresh) -> Raw {
    f.story.refresh(&f.refresh)
}

fn refreshes() -> Vec<Sloppy> {
    vec![
        row(
            &REFRESH,
            "a scope at a refresh",
            |f| proper(f).form("scope", "api+refresh_token"),
            (400, Json, "invalid_request", "scope parameter not supported"),
        ),
        row(&REFRESH, "a refresh token that nobody gave", |f| f.story.refresh("5Aep861Nobody"), DEAD),
        row(&REFRESH, "a refresh token cut off", |f| f.story.refresh(&f.refresh[..86]), DEAD),
        row(&REFRESH, "a spent refresh token", proper, DEAD).repeated(),
        row(&REFRESH, "an access token as a refresh token", |f| f.story.refresh(&f.access), DEAD),
        row(
            &REFRESH,
            "the refresh token of another app",
            |f| f.explorer.refresh(&f.refresh).form("client_secret", &f.explorer.app.consumer_secret),
            DEAD,
        ),
        row(&REFRESH, "a refresh token at another org", |f| f.sandbox.refresh(&f.refresh), DEAD),
        row(&REFRESH, "a revoked refresh token", proper, DEAD)
            .after(|practice, _| practice.revoke_grants(&Selection::default())),
        row(
            &REFRESH,
            "no refresh token",
            |f| proper(f).without_form("refresh_token"),
            (400, Json, "invalid_request", "missing required parameter"),
        ),
        row(
            &REFRESH,
            "a refresh with a callback",
            |f| proper(f).form("redirect_uri", "http%3A%2F%2Flocalhost%3A33333"),
            (400, Json, "invalid_request", "unknown parameter"),
        ),
        row(
            &REFRESH,
            "a stale secret at a refresh that needs none",
            |f| proper(f).form("client_secret", "0123"),
            (400, Json, "invalid_client", "invalid client credentials"),
        ),
        row(
            &REFRESH,
            "a refresh without the secret that it needs",
            proper,
            (400, Json, "invalid_client", "invalid client credentials"),
        )
        .after(|practice, f| {
            let change = SwitchChange { secret_required_for_refresh: Some(true), ..SwitchChange::default() };
            practice.switch(&f.story.app.consumer_key, change).unwrap();
        }),
        row(
            &REFRESH,
            "a refresh for a user who is inactive",
            proper,
            (400, Json, "invalid_grant", "user is inactive"),
        )
        .after(|practice, f| practice.set_active(&f.story.username, false).unwrap()),
    ]
}

fn revocations() -> Vec<Sloppy> {
    vec![
        row(&REVOKE, "revoking a token that nobody gave", |f| f.story.revoke("5Aep861Nobody"), INVALID),
        row(&REVOKE, "revoking twice", |f| f.story.revoke(&f.refresh), INVALID).repeated(),
        row(&REVOKE, "revoking another org's token", |f| f.story.revoke(&f.foreign_access), INVALID),
        row(&REVOKE, "revoking what is no token", |f| f.story.revoke("password"), TOKEN_TYPE),
        row(&REVOKE, "revoking nothing", |f| f.story.revoke(&f.refresh).without_form("token"), TOKEN_TYPE),
        row(
            &REVOKE,
            "revoking by GET",
            |f| Raw::get(&f.story.host, "/services/oauth2/revoke").query("token", &f.refresh),
            (400, Json, "invalid_request", "must use HTTP POST"),
        ),
        row(
            &REVOKE,
            "revoking in JSON",
            |f| {
                let body = Some(format!(r#"{{"token":"{}"}}"#, f.refresh));
                Raw { body, ..f.story.revoke("").header("Content-Type", "application/json") }
            },
            TOKEN_TYPE,
        ),
        row(
            &REVOKE,
            "revoking in another app's name",
            |f| f.story.revoke(&f.refresh).form("client_id", &f.explorer.app.consumer_key),
            INVALID,
        ),
    ]
}
