//! Tokens without a person: client credentials and JWT bearer.
//!
//! Neither gives a refresh token, and neither counts as an approval. Sources: help pages
//! `remoteaccess_oauth_client_credentials_flow` and `remoteaccess_oauth_jwt_flow`.

use serde_json::Value;

use super::issue::Issue;
use crate::rules::admission::{self, Step};
use crate::rules::client::{self, Presented};
use crate::rules::refusal::{
    CLIENT_CREDENTIALS_OFF, CONSUMER_NOT_APPROVED, GRANT_TYPE, NO_SCOPES, NOBODY_TO_RUN_AS, NOT_RENEWABLE,
    Refusal,
};
use crate::rules::{assertion, scope};
use crate::world::family::{Flow, Owner};
use crate::world::grants::Grants;
use crate::world::switches::PermittedUsers;
use crate::world::{OrgIndex, World};

/// Client credentials: T2, T14, T12 or T15, and whatever the Run-As user meets.
pub(crate) fn client_credentials(
    world: &mut World,
    org: OrgIndex,
    presented: &Presented,
) -> Result<Value, Refusal> {
    let World { orgs, grants, clock, signer, .. } = world;
    let (home, now) = (&orgs[org], clock.now());
    let app = client::authenticated(presented, &home.apps, now, |_| true)?;
    let switches = &app.switches;
    if !switches.client_credentials_flow || !switches.client_credentials_policy {
        return Err(CLIENT_CREDENTIALS_OFF);
    }
    // The username, exactly: an e-mail address that is no username names nobody.
    let user = home.user(&switches.run_as).ok_or(NOBODY_TO_RUN_AS)?;
    if !scope::names_something(&switches.scopes) {
        return Err(NO_SCOPES);
    }
    admission::at_the_token_endpoint(home, app, user, Step::SignIn)?;
    let owner = Owner { org, username: user.username.clone(), consumer_key: app.consumer_key.clone() };
    Ok(issued(grants, &Issue { org: home, app, user, signer, now }, owner, Flow::ClientCredentials))
}

/// JWT bearer: T1, T21, T17, T18, T19 or T11, and whatever the user meets.
pub(crate) fn jwt_bearer(
    world: &mut World,
    org: OrgIndex,
    presented: Presented,
    text: &str,
) -> Result<Value, Refusal> {
    let assertion = assertion::read(text)?;
    let World { orgs, grants, clock, signer, .. } = world;
    let (home, now) = (&orgs[org], clock.now());
    let app = client::authenticated(&presented.named(&assertion.consumer_key)?, &home.apps, now, |_| false)?;
    // The certificate is the switch.
    if app.switches.certificate.is_empty() {
        return Err(GRANT_TYPE);
    }
    assertion.judged(&app.switches.certificate, home.kind.login_host(), now)?;
    // Nobody has never approved anything: whether a user exists is not told.
    let user = home.user(&assertion.username).ok_or(CONSUMER_NOT_APPROVED)?;
    if !scope::allows_refresh(&app.switches.scopes) || !app.is_installed() {
        return Err(NOT_RENEWABLE);
    }
    admission::at_the_token_endpoint(home, app, user, Step::SignIn)?;
    let owner = Owner { org, username: user.username.clone(), consumer_key: app.consumer_key.clone() };
    // Whom an admin has pre-authorised need not have signed in: that the user is one of them was just judged.
    let preauthorised = app.switches.permitted_users == PermittedUsers::AdminApproved;
    if !preauthorised && !grants.has_approved(&owner) {
        return Err(CONSUMER_NOT_APPROVED);
    }
    Ok(issued(grants, &Issue { org: home, app, user, signer, now }, owner, Flow::JwtBearer))
}

/// A family of one access token, with all scopes of the app but the one that renews.
fn issued(grants: &mut Grants, issue: &Issue<'_>, owner: Owner, flow: Flow) -> Value {
    let scopes = scope::without_refresh(&issue.app.switches.scopes);
    issue.tokens(grants.add_family(owner, flow, scopes, issue.now), None)
}
