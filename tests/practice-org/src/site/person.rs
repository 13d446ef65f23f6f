//! A person with a browser, for tests that have none: opens an authorization address, logs in, presses a button.
//!
//! Takes the same steps through the same pages and the same log as a browser, without sockets. Knows the pages by the
//! names of their fields.

use std::sync::Arc;

use super::Site;
use super::answer::Answer;
use super::authorize::SESSION_COOKIE;
use super::call::Call;
use super::work::{self, Reply};
use super::{approval, login};
use crate::rules::form;

/// What the person presses on the Allow page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Allow.
    Allow,
    /// Deny.
    Deny,
}

/// How far the person came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visit {
    /// The browser was sent to this address: the callback, or Salesforce's own error page.
    SentTo(String),
    /// The browser stays on a page that is no redirect: its status and its body.
    Stayed(u16, String),
}

/// Opens the address as this user, in a browser without a session.
pub(crate) async fn visit(
    site: Arc<Site>,
    address: &str,
    username: &str,
    password: &str,
    press: Press,
) -> Visit {
    let Some((host, path, query)) = parts(address) else {
        return Visit::Stayed(0, "this is no https address".to_owned());
    };
    let call = |method: &str, path: &str, query: &str, body: String, cookie: Option<String>| Call {
        method: method.to_owned(),
        host: host.clone(),
        host_header: Some(host.clone()),
        path: path.to_owned(),
        query: query.to_owned(),
        content_type: (method == "POST").then(|| "application/x-www-form-urlencoded".to_owned()),
        cookie,
        body,
        ..Call::default()
    };
    let opened = asked(&site, call("GET", &path, &query, String::new(), None)).await;
    let Some(ticket) = hidden_ticket(&opened) else {
        return ended(opened);
    };
    let form = form::encoded(&[("request", &ticket), ("username", username), ("pw", password)]);
    let logged_in = asked(&site, call("POST", login::PATH, "", form, None)).await;
    let Some(cookie) = session_cookie(&logged_in) else {
        return ended(logged_in);
    };
    let query = form::encoded(&[("request", &ticket)]);
    let asking = asked(&site, call("GET", approval::PATH, &query, String::new(), Some(cookie.clone()))).await;
    if hidden_ticket(&asking).is_none() {
        return ended(asking);
    }
    let decision = if press == Press::Allow { "allow" } else { "deny" };
    let form = form::encoded(&[("request", &ticket), ("decision", decision)]);
    ended(asked(&site, call("POST", approval::PATH, "", form, Some(cookie))).await)
}

async fn asked(site: &Arc<Site>, call: Call) -> Answer {
    let Some(place) = site.places.find(&call.host) else {
        return Answer::of_type(0, "text/plain", "no such host".to_owned());
    };
    match work::answer(site.clone(), place, call).await {
        Reply::Answer(answer, ..) => *answer,
        Reply::Dropped => Answer::of_type(0, "text/plain", "connection dropped".to_owned()),
    }
}

fn ended(answer: Answer) -> Visit {
    match header(&answer, "location") {
        Some(address) => Visit::SentTo(address),
        None => Visit::Stayed(answer.status, answer.body),
    }
}

fn header(answer: &Answer, name: &str) -> Option<String> {
    answer.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
}

fn session_cookie(answer: &Answer) -> Option<String> {
    let cookie = header(answer, "set-cookie")?;
    cookie.split(';').next().filter(|pair| pair.starts_with(SESSION_COOKIE)).map(str::to_owned)
}

fn hidden_ticket(answer: &Answer) -> Option<String> {
    let rest = answer.body.split_once("name=\"request\" value=\"")?.1;
    rest.split_once('"').map(|(ticket, _)| ticket.to_owned())
}

fn parts(address: &str) -> Option<(String, String, String)> {
    let rest = address.strip_prefix("https://")?;
    let (host, rest) = rest.split_once('/')?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    Some((host.to_ascii_lowercase(), format!("/{path}"), query.to_owned()))
}
