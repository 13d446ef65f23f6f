//! Faults that tests order: what goes wrong with the next matching request.
//!
//! A fault strikes one request at a time, in the order in which faults were queued. None of them makes the practice
//! org kinder: they only break, delay or falsify answers.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::site::kind::Kind;

/// An order for a fault, as the control interface takes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultOrder {
    /// Which requests: a kind of the log, such as `token`, or `any`.
    pub kind: String,
    /// What goes wrong.
    pub fault: FaultName,
    /// How many requests it strikes.
    #[serde(default = "once")]
    pub times: u32,
    /// Only requests to this host.
    #[serde(default)]
    pub host: Option<String>,
    /// Only token requests with this grant type.
    #[serde(default)]
    pub grant_type: Option<String>,
    /// For `slow`: how long the work waits, while it counts as under way.
    #[serde(default)]
    pub ms: Option<u64>,
    /// For `status`: which one; 503 if left out.
    #[serde(default)]
    pub status: Option<u16>,
    /// For `status`: seconds in a `Retry-After` header.
    #[serde(default)]
    pub retry_after: Option<u32>,
    /// For `without`: the fields of the JSON answer that are left out.
    #[serde(default)]
    pub fields: Option<Vec<String>>,
    /// For `with`: fields that are put into the JSON answer. For `refuse`: the whole answer.
    #[serde(default)]
    pub merge: Option<Map<String, Value>>,
    /// For `redirect`: where to.
    #[serde(default)]
    pub to: Option<String>,
    /// For `html`, `status`, `redirect` and `refuse`: whether the work is done before the answer is replaced.
    #[serde(default)]
    pub after_commit: bool,
}

/// What can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultName {
    /// The work waits `ms` milliseconds; a second request meets it under way.
    Slow,
    /// The work is done, then the connection is closed without an answer.
    DropAfterCommit,
    /// The connection is closed without work and without an answer.
    DropBefore,
    /// An HTML page with status 200, as captive portals give.
    Html,
    /// Another status with an HTML page, as gateways give.
    Status,
    /// The first half of the answer, framed as if it were all.
    Truncate,
    /// The JSON answer without the named fields.
    Without,
    /// The JSON answer with other or further fields.
    With,
    /// Status 307 to somewhere else.
    Redirect,
    /// Status 400 with the JSON of `merge`, for refusals that nothing here can bring about.
    Refuse,
    /// A refresh meets another one of its token under way, which is nobody's.
    Busy,
    /// The answer to a refresh repeats the refresh token that was presented, as servers may that do not rotate.
    Same,
}

/// A fault that makes sense, ready to strike.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fault {
    Slow(Duration),
    DropAfterCommit,
    DropBefore,
    Replace { by: Replacement, after_commit: bool },
    Truncate,
    Without(Vec<String>),
    With(Map<String, Value>),
    Busy,
    Same,
}

/// An answer that does not come from Salesforce.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Replacement {
    Html,
    Status { status: u16, retry_after: Option<u32> },
    Redirect { to: String },
    Refuse(Map<String, Value>),
}

/// Faults that wait for their requests.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Queued>);

#[derive(Debug)]
struct Queued {
    kind: Option<Kind>,
    host: Option<String>,
    grant_type: Option<String>,
    times: u32,
    fault: Fault,
}

impl FaultOrder {
    /// An order for one request of this kind; what the fault needs is set in its fields.
    pub fn once(kind: &str, fault: FaultName) -> Self {
        Self {
            kind: kind.to_owned(),
            fault,
            times: 1,
            host: None,
            grant_type: None,
            ms: None,
            status: None,
            retry_after: None,
            fields: None,
            merge: None,
            to: None,
            after_commit: false,
        }
    }
}

impl Faults {
    /// Queues an order, or says what is wrong with it.
    pub(crate) fn queue(&mut self, order: FaultOrder) -> Result<(), String> {
        let kind = match order.kind.as_str() {
            "any" => None,
            name => Some(Kind::named(name).ok_or_else(|| format!("kind: there is no kind {name}"))?),
        };
        if order.times == 0 {
            return Err("times: at least 1".to_owned());
        }
        let (times, host, grant_type) = (order.times, order.host.clone(), order.grant_type.clone());
        let fault = Fault::ordered(order)?;
        self.0.push(Queued { kind, host, grant_type, times, fault });
        Ok(())
    }

    /// The fault that strikes this request, if one waits for it.
    pub(crate) fn strike(&mut self, kind: Kind, host: &str, grant_type: Option<&str>) -> Option<Fault> {
        let place = self.0.iter().position(|queued| {
            queued.kind.is_none_or(|wanted| wanted == kind)
                && queued.host.as_deref().is_none_or(|wanted| wanted == host)
                && (queued.grant_type.is_none() || queued.grant_type.as_deref() == grant_type)
        })?;
        self.0[place].times -= 1;
        let fault = self.0[place].fault.clone();
        self.0.retain(|queued| queued.times > 0);
        Some(fault)
    }
}

impl Fault {
    /// As the log names it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Slow(_) => "slow",
            Self::DropAfterCommit => "drop_after_commit",
            Self::DropBefore => "drop_before",
            Self::Replace { by: Replacement::Html, .. } => "html",
            Self::Replace { by: Replacement::Status { .. }, .. } => "status",
            Self::Replace { by: Replacement::Redirect { .. }, .. } => "redirect",
            Self::Replace { by: Replacement::Refuse(_), .. } => "refuse",
            Self::Truncate => "truncate",
            Self::Without(_) => "without",
            Self::With(_) => "with",
            Self::Busy => "busy",
            Self::Same => "same",
        }
    }

    fn ordered(order: FaultOrder) -> Result<Self, String> {
        let replace = |by| Self::Replace { by, after_commit: order.after_commit };
        Ok(match order.fault {
            FaultName::Slow => Self::Slow(Duration::from_millis(order.ms.ok_or("ms: slow needs it")?)),
            FaultName::DropAfterCommit => Self::DropAfterCommit,
            FaultName::DropBefore => Self::DropBefore,
            FaultName::Html => replace(Replacement::Html),
            FaultName::Status => {
                let status = order.status.unwrap_or(503);
                if !(200..=599).contains(&status) {
                    return Err("status: from 200 to 599".to_owned());
                }
                replace(Replacement::Status { status, retry_after: order.retry_after })
            }
            FaultName::Truncate => Self::Truncate,
            FaultName::Without => Self::Without(order.fields.ok_or("fields: without needs them")?),
            FaultName::Busy => Self::Busy,
            FaultName::Same => Self::Same,
            FaultName::Refuse => replace(Replacement::Refuse(order.merge.ok_or("merge: refuse needs it")?)),
            FaultName::With => Self::With(order.merge.ok_or("merge: with needs it")?),
            FaultName::Redirect => {
                let to = order.to.ok_or("to: redirect needs it")?;
                if to.is_empty() || !to.bytes().all(|byte| byte.is_ascii_graphic()) {
                    return Err("to: an address of printable ASCII".to_owned());
                }
                replace(Replacement::Redirect { to })
            }
        })
    }
}

fn once() -> u32 {
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(json: &str) -> Result<FaultOrder, String> {
        serde_json::from_str(json).map_err(|failed| failed.to_string())
    }

    fn queued(json: &str) -> Result<Faults, String> {
        let mut faults = Faults::default();
        faults.queue(order(json)?)?;
        Ok(faults)
    }

    #[test]
    fn a_fault_strikes_as_often_as_ordered_and_where_ordered() -> Result<(), String> {
        let mut faults =
            queued(r#"{"kind":"token","fault":"drop_before","times":2,"grant_type":"refresh_token"}"#)?;
        assert_eq!(faults.strike(Kind::Limits, "h", None), None, "another kind is spared");
        assert_eq!(faults.strike(Kind::Token, "h", Some("authorization_code")), None, "another grant, too");
        assert_eq!(faults.strike(Kind::Token, "h", Some("refresh_token")), Some(Fault::DropBefore));
        assert_eq!(faults.strike(Kind::Token, "h", Some("refresh_token")), Some(Fault::DropBefore));
        assert_eq!(faults.strike(Kind::Token, "h", Some("refresh_token")), None, "two were ordered");
        Ok(())
    }

    #[test]
    fn an_order_that_makes_no_sense_is_refused_by_name() {
        for (json, named) in [
            (r#"{"kind":"token","fault":"slow"}"#, "ms"),
            (r#"{"kind":"coffee","fault":"html"}"#, "coffee"),
            (r#"{"kind":"token","fault":"html","sms":1}"#, "sms"),
            (r#"{"kind":"token","fault":"nothing"}"#, "nothing"),
            (r#"{"kind":"token","fault":"html","times":0}"#, "times"),
            (r#"{"kind":"token","fault":"without"}"#, "fields"),
            (r#"{"kind":"token","fault":"redirect","to":"a b"}"#, "to"),
            (r#"{"kind":"token","fault":"status","status":99}"#, "status"),
        ] {
            let refused = queued(json).map(|_| ()).err().unwrap_or_default();
            assert!(refused.contains(named), "{json} must be refused with the word {named}, not {refused:?}");
        }
    }
}
