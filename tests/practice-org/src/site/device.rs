//! A device asks for a code, and polls until a person has answered (device flow).
//!
//! Source: RFC 8628, with Salesforce's own names for the two requests.

use serde_json::{Value, json};

use super::connect;
use super::issue::Issue;
use crate::rules::admission::{self, Step};
use crate::rules::client::{self, Presented};
use crate::rules::refusal::{
    CODE_SPENT, DEVICE_DENIED, GRANT_TYPE, RESPONSE_TYPE, Refusal, SLOW_DOWN, TOKEN_USER_INACTIVE,
};
use crate::rules::{device, scope};
use crate::world::devices::{Device, Progress};
use crate::world::family::{Flow, Owner};
use crate::world::{OrgIndex, World};

/// What a poll that comes too early adds to the interval (RFC 8628 §3.5).
const SLOWER_BY_SECONDS: u64 = 5;

/// `response_type=device_code`: two codes, and where a person types the shorter one.
pub(crate) fn asked(
    world: &mut World,
    org: OrgIndex,
    presented: &Presented,
    scopes: Option<&str>,
) -> Result<Value, Refusal> {
    let World { orgs, devices, clock, .. } = world;
    let (home, now) = (&orgs[org], clock.now());
    let app = client::authenticated(presented, &home.apps, now, |_| false)?;
    if !app.switches.device_flow {
        return Err(RESPONSE_TYPE);
    }
    let scopes = scope::granted(scopes, &app.switches.scopes)?;
    let device = Device::new(org, &app.consumer_key, scopes, now);
    let answer = json!({
        "device_code": device.code,
        "user_code": device.user_code,
        "verification_uri": format!("https://{}{}", home.host(), connect::PATH),
        "interval": device.interval_seconds,
    });
    devices.add(device);
    Ok(answer)
}

/// `grant_type=device`: the tokens, T5 or T26.
pub(crate) fn polled(
    world: &mut World,
    org: OrgIndex,
    presented: &Presented,
    device_code: &str,
) -> Result<Value, Refusal> {
    let World { orgs, devices, grants, clock, signer, .. } = world;
    let (home, now) = (&orgs[org], clock.now());
    let app = client::authenticated(presented, &home.apps, now, |_| false)?;
    if !app.switches.device_flow {
        return Err(GRANT_TYPE);
    }
    let device = devices.polling(org, device_code).ok_or(CODE_SPENT)?;
    let verdict = device::polled(device, &app.consumer_key, now);
    device.polled_at = Some(now);
    match verdict {
        Err(SLOW_DOWN) => device.interval_seconds += SLOWER_BY_SECONDS,
        Ok(_) | Err(DEVICE_DENIED) => device.progress = Progress::Over,
        Err(_) => {}
    }
    let username = verdict?;
    let user = home.user(&username).ok_or(TOKEN_USER_INACTIVE)?;
    admission::at_the_token_endpoint(home, app, user, Step::SignIn)?;
    let owner = Owner { org, username, consumer_key: app.consumer_key.clone() };
    let family = grants.add_family(owner, Flow::Device, device.scopes.clone(), now);
    let refresh_token = family.refresh_token.clone();
    Ok(Issue { org: home, app, user, signer, now }.tokens(family, refresh_token))
}
