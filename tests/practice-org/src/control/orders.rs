//! The orders of the control interface, one arm each.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Outcome;
use crate::rules::form::{self, Parameters};
use crate::site::Site;
use crate::site::person::{self, Press, Visit};
use crate::{rows, view};

/// An order as it came.
pub(crate) struct Order<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) body: &'a [u8],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockChange {
    advance_seconds: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VisitOrder {
    address: String,
    username: String,
    password: String,
    press: Press,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeviceOrder {
    user_code: String,
    username: String,
    password: String,
    press: Press,
}

/// Carries an order out.
pub(crate) async fn carry_out(site: &Arc<Site>, directory: &Path, order: &Order<'_>) -> Outcome {
    let segments: Vec<&str> = order.path.split('/').skip(1).collect();
    let done = match (order.method, segments.as_slice()) {
        ("GET", ["state"]) => shown(&view::state(&site.world(), directory)),
        ("GET", ["grants"]) => shown(&view::grants(&site.world())),
        ("GET", ["mail"]) => shown(&site.world().mailbox.all()),
        ("GET", ["rows"]) => shown(&rows::all()),
        ("GET", ["tally"]) => shown(&site.world().tally()),
        ("GET", ["seen"]) => {
            asked(order, "since").and_then(|since| shown(&site.world().seen.since(number(since)?)))
        }
        ("GET", ["alive"]) => asked(order, "token").map(|token| {
            let world = site.world();
            let alive = token.is_some_and(|token| world.grants.is_alive(&token, world.clock.now()));
            json!({ "alive": alive })
        }),
        ("POST", ["apps", key, "switches"]) => {
            read(order).and_then(|change| site.world().switch(key, change)).map(|()| ok())
        }
        ("POST", ["users", username]) => read(order).and_then(|change| {
            let username = form::decoded(username).map_err(|_| "the username is malformed".to_owned())?;
            site.world().change_user(&username, change).map(|()| ok())
        }),
        ("POST", ["orgs", host]) => {
            read(order).and_then(|change| site.world().change_org(host, change)).map(|()| ok())
        }
        ("POST", ["faults"]) => read(order).and_then(|fault| site.world().faults.queue(fault)).map(|()| ok()),
        ("POST", ["clock"]) => read(order).and_then(|change: ClockChange| {
            let mut world = site.world();
            if world.clock.advance(Duration::from_secs(change.advance_seconds)) {
                Ok(json!({ "now": world.clock.now() }))
            } else {
                Err("advance_seconds: too far".to_owned())
            }
        }),
        ("POST", ["tokens", "expire"]) => read(order).map(|selection| {
            site.world().grants.end_access(&selection);
            ok()
        }),
        ("POST", ["grants", "revoke"]) => read(order).map(|selection| {
            site.world().grants.revoke(&selection);
            ok()
        }),
        ("POST", ["reset"]) => {
            site.world().reset();
            Ok(ok())
        }
        ("POST", ["visit"]) => match read(order) {
            Ok(visit) => Ok(visited(site, visit).await),
            Err(why) => Err(why),
        },
        ("POST", ["device"]) => match read(order) {
            Ok(device) => Ok(device_approved(site, device).await),
            Err(why) => Err(why),
        },
        _ => return Outcome::Unknown,
    };
    done.map_or_else(Outcome::Refused, Outcome::Done)
}

async fn visited(site: &Arc<Site>, order: VisitOrder) -> Value {
    let VisitOrder { address, username, password, press } = order;
    came_to(person::visit(site.clone(), &address, &username, &password, press).await)
}

async fn device_approved(site: &Arc<Site>, order: DeviceOrder) -> Value {
    let DeviceOrder { user_code, username, password, press } = order;
    came_to(person::approve_device(site.clone(), &user_code, &username, &password, press).await)
}

fn came_to(visit: Visit) -> Value {
    match visit {
        Visit::SentTo(address) => json!({ "sent_to": address }),
        Visit::Stayed(status, body) => json!({ "stayed": { "status": status, "body": body } }),
    }
}

/// The body as JSON; an empty one counts as `{}`.
fn read<Wanted: DeserializeOwned>(order: &Order<'_>) -> Result<Wanted, String> {
    let body = if order.body.is_empty() { b"{}" } else { order.body };
    serde_json::from_slice(body).map_err(|failed| failed.to_string())
}

/// The one parameter that an order knows.
fn asked(order: &Order<'_>, name: &str) -> Result<Option<String>, String> {
    let sent = Parameters::read(order.query).map_err(|_| "the query is malformed".to_owned())?;
    sent.only(&[name]).map_err(|_| format!("the only parameter is {name}"))?;
    Ok(sent.get(name).map(str::to_owned))
}

fn number(text: Option<String>) -> Result<u64, String> {
    text.map_or(Ok(0), |text| text.parse().map_err(|_| format!("since: {text} is no number")))
}

fn shown(value: &impl serde::Serialize) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|failed| failed.to_string())
}

fn ok() -> Value {
    json!({ "ok": true })
}
