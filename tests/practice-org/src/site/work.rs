//! The narrow pass that every request goes through: log, fault, handler, log.
//!
//! Runs to its end even when the client hangs up: a real server also finishes what it has begun, and a client that
//! gave up must live with what it cannot know.

use std::sync::Arc;

use serde_json::Value;

use super::answer::Answer;
use super::call::Call;
use super::kind::Kind;
use super::places::Place;
use super::receipt::{Receipt, tells_the_same};
use super::{Site, record, route, token};
use crate::faults::{Fault, Replacement};
use crate::rules::refusal::HTML;

/// What becomes of a request.
pub(crate) enum Reply {
    /// An answer; with it the number of its log entry and, if it answers a refresh, its receipt.
    Answer(Box<Answer>, u64, Option<Receipt>),
    /// The connection is closed without one.
    Dropped,
}

/// Answers a request to a host that exists.
pub(crate) async fn answer(site: Arc<Site>, place: Place, call: Call) -> Reply {
    let kind = route::kind(place, &call);
    let (sequence, fault) = arrived(&site, kind, &call);
    match fault {
        Some(Fault::DropBefore) => {
            amend(&site, sequence, None, None);
            return Reply::Dropped;
        }
        Some(Fault::Replace { by, after_commit: false }) => {
            let row = html_in_place_of_tokens(kind, &by);
            let answer = replaced(by);
            amend(&site, sequence, Some(answer.status), row);
            return Reply::Answer(Box::new(answer), sequence, None);
        }
        _ => {}
    }
    let answer = done(&site, place, kind, &call, fault.as_ref()).await;
    let replaced_by = match &fault {
        Some(Fault::Replace { by, .. }) => html_in_place_of_tokens(kind, by),
        _ => None,
    };
    let row = replaced_by.or(answer.refusal.map(|(_, row)| row));
    let outcome = answer.refusal.map_or("ok", |(code, _)| code);
    let holds_tokens = answer.holds_tokens;
    let receipt = answer.renews.clone().map(|owner| Receipt::of(&site, owner));
    let truth = (receipt.is_some() && fault.is_some()).then(|| answer.clone());
    let falsified = match fault {
        Some(Fault::DropAfterCommit) => None,
        Some(fault) => Some(falsified(answer, fault, &call)),
        None => Some(answer),
    };
    // A receipt that is dropped here is an answer that was lost.
    let receipt = receipt.filter(|_| match (&falsified, &truth) {
        (Some(sent), Some(truth)) => tells_the_same(sent, truth),
        (sent, _) => sent.is_some(),
    });
    let status = falsified.as_ref().map(|answer| answer.status);
    site.world().seen.amend(sequence, |entry| {
        outcome.clone_into(&mut entry.outcome);
        entry.row = row;
        entry.status = status;
        entry.delivered = holds_tokens.then_some(false);
    });
    falsified.map_or(Reply::Dropped, |answer| Reply::Answer(Box::new(answer), sequence, receipt))
}

/// Writes the request down and picks the fault that waits for it.
fn arrived(site: &Site, kind: Kind, call: &Call) -> (u64, Option<Fault>) {
    let mut world = site.world();
    let now = world.clock.now();
    let sequence = world.seen.arrived(record::of(call, kind, now));
    let fault = world.faults.strike(kind, &call.host, record::grant_type(call).as_deref());
    world.seen.amend(sequence, |entry| entry.fault = fault.as_ref().map(Fault::name));
    (sequence, fault)
}

/// Does the work, slowly if ordered. From its start to its end a refresh counts as under way.
async fn done(site: &Site, place: Place, kind: Kind, call: &Call, fault: Option<&Fault>) -> Answer {
    let refreshing = if kind == Kind::Token { token::refresh_token_of(call) } else { None };
    let first = refreshing.as_ref().is_none_or(|token| site.world().grants.begin_refresh(token));
    if let Some(Fault::Slow(pause)) = fault {
        tokio::time::sleep(*pause).await;
    }
    let mut world = site.world();
    let answer = route::answer(&mut world, place, kind, call, !first || fault == Some(&Fault::Busy));
    if let Some(token) = refreshing.filter(|_| first) {
        world.grants.end_refresh(&token);
    }
    answer
}

fn amend(site: &Site, sequence: u64, status: Option<u16>, row: Option<&'static str>) {
    site.world().seen.amend(sequence, |entry| {
        "not_done".clone_into(&mut entry.outcome);
        (entry.status, entry.row) = (status, row);
    });
}

/// T25: what a client of the token endpoint meets at a captive portal.
fn html_in_place_of_tokens(kind: Kind, by: &Replacement) -> Option<&'static str> {
    (kind == Kind::Token && *by == Replacement::Html).then_some(HTML.row)
}

/// The answer after a fault that comes behind the work.
fn falsified(answer: Answer, fault: Fault, call: &Call) -> Answer {
    match fault {
        Fault::Truncate => {
            let half: String = answer.body.chars().take(answer.body.chars().count() / 2).collect();
            Answer { body: half, holds_tokens: false, ..answer }
        }
        Fault::Without(fields) => {
            edited(answer, |object| fields.iter().for_each(|field| _ = object.remove(field)))
        }
        Fault::With(merge) => edited(answer, |object| object.extend(merge)),
        Fault::Replace { by, .. } => replaced(by),
        Fault::Same => match token::refresh_token_of(call) {
            Some(token) => {
                edited(answer, |object| _ = object.insert("refresh_token".to_owned(), token.into()))
            }
            None => answer,
        },
        Fault::Slow(_) | Fault::DropBefore | Fault::DropAfterCommit | Fault::Busy => answer,
    }
}

fn edited(answer: Answer, edit: impl FnOnce(&mut serde_json::Map<String, Value>)) -> Answer {
    match serde_json::from_str(&answer.body) {
        Ok(Value::Object(mut object)) => {
            edit(&mut object);
            Answer { body: Value::Object(object).to_string(), ..answer }
        }
        _ => answer,
    }
}

/// What captive portals, gateways and moved sites say.
fn replaced(by: Replacement) -> Answer {
    let html = |status, title: &str| {
        let body = format!(
            "<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
        );
        Answer::of_type(status, "text/html;charset=UTF-8", body)
    };
    match by {
        Replacement::Html => html(200, "Welcome to the guest network"),
        Replacement::Status { status, retry_after } => {
            let answer = html(status, "Service not available");
            match retry_after {
                Some(seconds) => answer.with_header("retry-after", seconds.to_string()),
                None => answer,
            }
        }
        Replacement::Redirect { to } => Answer { status: 307, ..Answer::redirect(to) },
        Replacement::Refuse(refusal) => {
            Answer::of_type(400, "application/json;charset=UTF-8", Value::Object(refusal).to_string())
        }
    }
}
