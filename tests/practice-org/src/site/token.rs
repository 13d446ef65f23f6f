//! `POST /services/oauth2/token`: tokens for a code or for a refresh token.
//!
//! Judges by [`crate::rules`], then changes the books: a code is used up by its first try, a spent refresh token ends
//! its family, a code that comes again ends what it gave.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::places::Place;
use crate::rules::client::{self, Presented};
use crate::rules::form::Parameters;
use crate::rules::grant::{self, Exchange};
use crate::rules::refusal::{
    CLIENT_CREDENTIALS_OFF, CODE_SPENT, REFRESH_TOKEN_DEAD, Refusal, TOKEN_UNKNOWN_KEY, TOKEN_USER_INACTIVE,
    WRONG_DOMAIN,
};
use crate::rules::token::{self, Envelope, TokenRequest};
use crate::world::app::App;
use crate::world::family::Owner;
use crate::world::org::{Org, User};
use crate::world::tally::Event;
use crate::world::{OrgIndex, World, random};

/// Answers a token request. `busy` says that another refresh with the same token is under way.
pub(crate) fn answer(world: &mut World, place: Place, call: &Call, busy: bool) -> Answer {
    match decided(world, place, call, busy) {
        Ok((tokens, renews)) => Answer { holds_tokens: true, renews, ..Answer::json(200, &tokens) },
        Err(refusal) => Answer::oauth_refusal(refusal),
    }
}

/// The refresh token that a call presents, if it is a refresh.
pub(crate) fn refresh_token_of(call: &Call) -> Option<String> {
    let sent = token::parameters(&envelope(call)).ok()?;
    match token::request(&sent).ok()? {
        TokenRequest::Refresh { refresh_token } => Some(refresh_token),
        TokenRequest::Code { .. } | TokenRequest::ClientCredentials => None,
    }
}

/// What the rules look at first.
pub(crate) fn envelope(call: &Call) -> Envelope<'_> {
    Envelope {
        method_is_post: call.is_post(),
        content_type: call.content_type.as_deref(),
        query: &call.query,
        body: &call.body,
    }
}

/// The tokens; with a refresh, also whose they are.
fn decided(
    world: &mut World,
    place: Place,
    call: &Call,
    busy: bool,
) -> Result<(Value, Option<Owner>), Refusal> {
    let sent = token::parameters(&envelope(call))?;
    let request = token::request(&sent)?;
    let org = match place {
        Place::MyDomain(org) => org,
        // T13: client credentials work on a My Domain only; the Setup host takes no token request at all.
        Place::SetupHost(_) | Place::Lightning(_) => return Err(WRONG_DOMAIN),
        Place::LoginHost if request == TokenRequest::ClientCredentials => return Err(WRONG_DOMAIN),
        // T1: a login host knows no app that was made in an org.
        Place::LoginHost => return Err(TOKEN_UNKNOWN_KEY),
    };
    let presented = client::presented(call.authorization.as_deref(), &sent)?;
    match request {
        TokenRequest::Code { .. } => exchanged(world, org, &presented, &sent).map(|tokens| (tokens, None)),
        TokenRequest::Refresh { refresh_token } => refreshed(world, org, &presented, &refresh_token, busy),
        TokenRequest::ClientCredentials => {
            client::authenticated(&presented, &world.orgs[org].apps, |_| true)?;
            Err(CLIENT_CREDENTIALS_OFF)
        }
    }
}

fn exchanged(
    world: &mut World,
    org: OrgIndex,
    presented: &Presented,
    sent: &Parameters,
) -> Result<Value, Refusal> {
    let World { orgs, grants, clock, .. } = world;
    let (home, now) = (&orgs[org], clock.now());
    let app =
        client::authenticated(presented, &home.apps, |switches| switches.secret_required_for_web_server)?;
    let value = sent.get("code").unwrap_or_default();
    let code = grants.code(org, value).ok_or(CODE_SPENT)?;
    let verdict = grant::exchange(
        code,
        &Exchange {
            consumer_key: &app.consumer_key,
            redirect_uri: sent.get("redirect_uri").unwrap_or_default(),
            verifier: sent.get("code_verifier"),
            pkce_required: app.switches.pkce_required,
            now,
        },
    );
    let mut gave_before = None;
    if code.owner.consumer_key == app.consumer_key {
        // RFC 6749 §4.1.2: a code that comes again ends what it gave.
        gave_before = code.gave.filter(|_| code.used);
        code.used = true;
    }
    let (owner, scopes) = (code.owner.clone(), code.scopes.clone());
    if let Some(family) = gave_before {
        grants.end_family(family);
    }
    verdict?;
    let user = active_user(home, &owner.username)?;

    let family = grants.add_family(owner, scopes);
    let access_token = family.add_access_token(&home.id, now, app.switches.access_token_seconds);
    let (number, scopes, refresh_token) =
        (family.number, family.scopes.clone(), family.refresh_token.clone());
    if let Some(code) = grants.code(org, value) {
        code.gave = Some(number);
    }
    Ok(tokens(home, app, user, &scopes, &access_token, refresh_token, now))
}

fn refreshed(
    world: &mut World,
    org: OrgIndex,
    presented: &Presented,
    refresh_token: &str,
    busy: bool,
) -> Result<(Value, Option<Owner>), Refusal> {
    let World { orgs, grants, clock, books, .. } = world;
    let (home, now) = (&orgs[org], clock.now());
    let app = client::authenticated(presented, &home.apps, |switches| switches.secret_required_for_refresh)?;
    let family = grants.family_of_refresh_token(org, refresh_token).ok_or(REFRESH_TOKEN_DEAD)?;
    let user = active_user(home, &family.owner.username);
    if family.has_spent(refresh_token) {
        books.note(&family.owner, Event::Replayed);
    }
    if let Err(no) = grant::refresh(family, &app.consumer_key, refresh_token, busy, user.is_ok()) {
        if no.ends_family {
            family.end();
        }
        return Err(no.refusal);
    }
    let new = family.refresh(app.switches.refresh_token_rotation);
    let access_token = family.add_access_token(&home.id, now, app.switches.access_token_seconds);
    books.note(&family.owner, Event::Committed);
    let (scopes, owner) = (family.scopes.clone(), family.owner.clone());
    Ok((tokens(home, app, user?, &scopes, &access_token, new, now), Some(owner)))
}

/// T20.
fn active_user<'a>(org: &'a Org, username: &str) -> Result<&'a User, Refusal> {
    let user = org.users.iter().find(|user| user.username == username);
    user.filter(|user| user.active).ok_or(TOKEN_USER_INACTIVE)
}

/// The answer of help page `remoteaccess_oauth_web_server_flow`. There is no `expires_in`: Salesforce sends none.
fn tokens(
    org: &Org,
    app: &App,
    user: &User,
    scopes: &[String],
    access_token: &str,
    refresh_token: Option<String>,
    now: u64,
) -> Value {
    let (id, issued_at) = (org.identity_url(user), now.to_string());
    let mut answer = json!({
        "access_token": access_token,
        "signature": signature(&app.consumer_secret, &format!("{id}{issued_at}")),
        "scope": in_any_order(scopes),
        "instance_url": format!("https://{}", org.host()),
        "id": id,
        "token_type": "Bearer",
        "issued_at": issued_at,
    });
    if let Some(refresh_token) = refresh_token {
        answer["refresh_token"] = json!(refresh_token);
    }
    if scopes.iter().any(|scope| scope == "sfap_api") {
        answer["api_instance_url"] = json!("https://api.salesforce.com");
    }
    answer
}

/// HMAC-SHA256 over identity URL and time, keyed with the consumer secret, in base64.
fn signature(consumer_secret: &str, text: &str) -> String {
    use aws_lc_rs::hmac;
    let key = hmac::Key::new(hmac::HMAC_SHA256, consumer_secret.as_bytes());
    STANDARD.encode(hmac::sign(&key, text.as_bytes()))
}

/// Salesforce promises no order, so no client may rely on one.
fn in_any_order(scopes: &[String]) -> String {
    let mut scopes = scopes.to_vec();
    let turn = random::random_below(scopes.len());
    scopes.rotate_left(turn);
    scopes.join(" ")
}
