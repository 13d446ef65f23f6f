//! `POST /services/oauth2/revoke`: ends an access token, or a refresh token and all that hangs on it.
//!
//! Source: help page `remoteaccess_revoke_token`. Tokens in the address are refused, though Salesforce takes them:
//! addresses are logged.

use super::answer::Answer;
use super::call::Call;
use super::places::Place;
use super::token::envelope;
use crate::rules::client;
use crate::rules::refusal::{GRANT_TYPE, Refusal, TOKEN_INVALID, TOKEN_TYPE};
use crate::rules::token;
use crate::world::World;

/// Answers a revocation: 200 and nothing else, or 400.
pub(crate) fn answer(world: &mut World, place: Place, call: &Call) -> Answer {
    match decided(world, place, call) {
        Ok(()) => Answer::empty(200),
        Err(refusal) => Answer::oauth_refusal(refusal),
    }
}

fn decided(world: &mut World, place: Place, call: &Call) -> Result<(), Refusal> {
    // A body that is no form has no token, so it cannot have one of a supported type.
    let no_form = |refusal| if refusal == GRANT_TYPE { TOKEN_TYPE } else { refusal };
    let sent = token::parameters(&envelope(call)).map_err(no_form)?;
    sent.only(&["token", "token_type_hint", "client_id", "client_secret"])?;
    let value = sent.get("token").ok_or(TOKEN_TYPE)?;
    let known_hint = |hint| hint == "access_token" || hint == "refresh_token";
    if !sent.sent("token_type_hint").is_none_or(known_hint) {
        return Err(TOKEN_TYPE);
    }
    let Place::MyDomain(org) = place else {
        return Err(TOKEN_INVALID);
    };
    let World { orgs, grants, clock, .. } = world;
    let names_client =
        call.authorization.is_some() || sent.sent("client_id").or(sent.sent("client_secret")).is_some();
    let mut client_key = None;
    if names_client {
        let presented = client::presented(call.authorization.as_deref(), &sent)?;
        let app = client::authenticated(&presented, &orgs[org].apps, clock.now(), |_| false)?;
        client_key = Some(app.consumer_key.as_str());
    }
    let of_client = |consumer_key: &str| client_key.is_none_or(|client_key| client_key == consumer_key);
    if value.starts_with("5Aep861") {
        let family = grants.family_of_refresh_token(org, value);
        let family = family.filter(|family| family.live && family.is_current(value));
        family.filter(|family| of_client(&family.owner.consumer_key)).ok_or(TOKEN_INVALID)?.end();
        return Ok(());
    }
    let is_opaque = value.starts_with("00D") && value.contains('!');
    if is_opaque || value.split('.').count() == 3 {
        let family = grants.access_token(value).map(|(family, _)| family);
        let theirs = family.is_some_and(|family| of_client(&family.owner.consumer_key));
        let ended = theirs && grants.end_access_token(org, value, clock.now());
        return if ended { Ok(()) } else { Err(TOKEN_INVALID) };
    }
    Err(TOKEN_TYPE)
}
