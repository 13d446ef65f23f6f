//! `POST /services/oauth2/token`: which grant is it, and tokens for a code or for a refresh token.
//!
//! Judges by [`crate::rules`], then changes the books: a code is used up by its first try, a spent refresh token ends
//! its family, a code that comes again ends what it gave.

use serde_json::Value;

use super::answer::Answer;
use super::call::Call;
use super::issue::Issue;
use super::places::Place;
use super::{device, unattended};
use crate::rules::admission::{self, Step};
use crate::rules::client::{self, Presented};
use crate::rules::form::Parameters;
use crate::rules::grant::{self, Exchange, Renewal};
use crate::rules::refusal::{
    CODE_SPENT, CONSUMER_NOT_APPROVED, GRANT_TYPE, ORG_GONE, REFRESH_TOKEN_DEAD, Refusal, TOKEN_UNKNOWN_KEY,
    TOKEN_USER_INACTIVE, WRONG_DOMAIN,
};
use crate::rules::token::{self, Envelope, TokenRequest};
use crate::world::family::{Flow, Owner};
use crate::world::tally::Event;
use crate::world::{OrgIndex, World};

/// Answers a token request. `busy` says that another refresh with the same token is under way.
pub(crate) fn answer(world: &mut World, place: Place, call: &Call, busy: bool) -> Answer {
    match decided(world, place, call, busy) {
        Ok((tokens, renews)) => {
            let holds_tokens = tokens.get("access_token").is_some();
            Answer { holds_tokens, renews, ..Answer::json(200, &tokens) }
        }
        Err(refusal) => Answer::oauth_refusal(refusal),
    }
}

/// The refresh token that a call presents, if it is a refresh.
pub(crate) fn refresh_token_of(call: &Call) -> Option<String> {
    let sent = token::parameters(&envelope(call)).ok()?;
    match token::request(&sent).ok()? {
        TokenRequest::Refresh { refresh_token } => Some(refresh_token),
        _ => None,
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
        Place::MyDomain(org) if world.orgs[org].condition.gone => return Err(ORG_GONE),
        Place::MyDomain(org) => org,
        // T13: client credentials work on a My Domain only; the Setup host takes no token request at all.
        Place::SetupHost(_) | Place::Lightning(_) => return Err(WRONG_DOMAIN),
        Place::LoginHost if request == TokenRequest::ClientCredentials => return Err(WRONG_DOMAIN),
        // T1: a login host knows no app that was made in an org.
        Place::LoginHost => return Err(TOKEN_UNKNOWN_KEY),
    };
    let presented = client::presented(call.authorization.as_deref(), &sent)?;
    let given = match request {
        TokenRequest::Refresh { refresh_token } => {
            return refreshed(world, org, &presented, &refresh_token, busy);
        }
        TokenRequest::Code { .. } => exchanged(world, org, &presented, &sent)?,
        TokenRequest::ClientCredentials => unattended::client_credentials(world, org, &presented)?,
        TokenRequest::JwtBearer { assertion } => unattended::jwt_bearer(world, org, presented, &assertion)?,
        TokenRequest::DeviceCode { scope } => device::asked(world, org, &presented, scope.as_deref())?,
        TokenRequest::Device { device_code } => device::polled(world, org, &presented, &device_code)?,
        TokenRequest::TokenExchange => {
            let now = world.clock.now();
            let app = client::authenticated(&presented, &world.orgs[org].apps, now, |_| false)?;
            // T11: without a handler no subject token leads to a user.
            return Err(if app.switches.token_exchange_flow { CONSUMER_NOT_APPROVED } else { GRANT_TYPE });
        }
    };
    Ok((given, None))
}

fn exchanged(
    world: &mut World,
    org: OrgIndex,
    presented: &Presented,
    sent: &Parameters,
) -> Result<Value, Refusal> {
    let World { orgs, grants, clock, signer, .. } = world;
    let (home, now) = (&orgs[org], clock.now());
    let app = client::authenticated(presented, &home.apps, now, |switches| {
        switches.secret_required_for_web_server
    })?;
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
    let (owner, scopes, nonce) = (code.owner.clone(), code.scopes.clone(), code.nonce.clone());
    let asks_who = scopes.iter().any(|scope| scope == "openid");
    if let Some(family) = gave_before {
        grants.end_family(family);
    }
    verdict?;
    let user = home.user(&owner.username).ok_or(TOKEN_USER_INACTIVE)?;
    admission::at_the_token_endpoint(home, app, user, Step::SignIn)?;

    let family = grants.add_family(owner, Flow::WebServer, scopes, now);
    let (number, refresh_token) = (family.number, family.refresh_token.clone());
    let issue = Issue { org: home, app, user, signer, now };
    let mut tokens = issue.tokens(family, refresh_token);
    if asks_who {
        tokens["id_token"] = Value::String(issue.id_token(nonce.as_deref()));
    }
    if let Some(code) = grants.code(org, value) {
        code.gave = Some(number);
    }
    Ok(tokens)
}

fn refreshed(
    world: &mut World,
    org: OrgIndex,
    presented: &Presented,
    refresh_token: &str,
    busy: bool,
) -> Result<(Value, Option<Owner>), Refusal> {
    let World { orgs, grants, clock, books, signer, .. } = world;
    let (home, now) = (&orgs[org], clock.now());
    let app =
        client::authenticated(presented, &home.apps, now, |switches| switches.secret_required_for_refresh)?;
    let family = grants.family_of_refresh_token(org, refresh_token).ok_or(REFRESH_TOKEN_DEAD)?;
    if family.has_spent(refresh_token) {
        books.note(&family.owner, Event::Replayed);
    }
    let policy = app.switches.refresh_token_policy;
    let sent = Renewal { consumer_key: &app.consumer_key, refresh_token, policy, busy, now };
    if let Err(no) = grant::refresh(family, &sent) {
        if no.ends_family {
            family.end();
        }
        return Err(no.refusal);
    }
    let user = home.user(&family.owner.username).ok_or(TOKEN_USER_INACTIVE)?;
    admission::at_the_token_endpoint(home, app, user, Step::Refresh)?;
    let new = family.refresh(app.switches.refresh_token_rotation, now);
    books.note(&family.owner, Event::Committed);
    let owner = family.owner.clone();
    Ok((Issue { org: home, app, user, signer, now }.tokens(family, new), Some(owner)))
}
