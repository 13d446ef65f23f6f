//! A person with a browser, for tests that have none: opens a page, logs in, presses a button.
//!
//! Takes the same steps through the same pages and the same log as a browser, without sockets. Knows the pages by the
//! names of their fields.

use std::sync::Arc;

use super::Site;
use super::answer::Answer;
use super::authorize::SESSION_COOKIE;
use super::call::Call;
use super::work::{self, Reply};
use super::{approval, connect, login};
use crate::rules::form;
use crate::world::org::Org;

/// What the person presses on the Allow page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// A browser without a session, at one host.
pub(crate) struct Browser {
    site: Arc<Site>,
    host: String,
}

/// Where a browser is, and what it shows.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) address: String,
    pub(crate) status: u16,
    pub(crate) body: String,
    /// Where a redirect points.
    pub(crate) leads_to: Option<String>,
    /// The session that it starts.
    pub(crate) cookie: Option<String>,
}

/// Opens the address as this user.
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
    let browser = Browser { site, host };
    let opened = browser.opened(&path, &query, None).await;
    browser.answered(opened, username, password, press).await
}

/// Types the code that a device shows, at the org that gave it, as this user.
pub(crate) async fn approve_device(
    site: Arc<Site>,
    user_code: &str,
    username: &str,
    password: &str,
    press: Press,
) -> Visit {
    let host = {
        let world = site.world();
        let org = world.devices.org_of(user_code).and_then(|org| world.orgs.get(org));
        org.or_else(|| world.orgs.iter().find(|org| org.user(username).is_some())).map(Org::host)
    };
    let Some(host) = host else {
        return Visit::Stayed(0, "no org knows this code or this user".to_owned());
    };
    let browser = Browser { site, host };
    let typed = form::encoded(&[("user_code", user_code)]);
    let opened = browser.sent(connect::PATH, typed, None).await;
    browser.answered(opened, username, password, press).await
}

impl Page {
    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> Option<String> {
        let rest = self.body.split_once(&format!("name=\"{name}\" value=\""))?.1;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    }

    /// What stands in the text area with this id.
    pub(crate) fn text_area(&self, id: &str) -> Option<String> {
        let rest = self.body.split_once(&format!("<textarea id=\"{id}\""))?.1;
        let text = rest.split_once('>')?.1.split_once("</textarea>")?.0;
        Some(text.to_owned())
    }
}

impl Browser {
    /// At the host of an address.
    pub(crate) fn at(site: &Arc<Site>, address: &str) -> Self {
        let host = parts(address).map(|(host, ..)| host).unwrap_or_default();
        Self { site: site.clone(), host }
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Opens an address of its host, or sends a form there.
    pub(crate) async fn page(&self, address: &str, form: Option<String>, cookie: Option<&str>) -> Page {
        let Some((_, path, query)) = parts(address) else {
            return Page::default();
        };
        let answer = match form {
            Some(form) => self.sent(&path, form, cookie).await,
            None => self.opened(&path, &query, cookie).await,
        };
        Page {
            address: address.to_owned(),
            status: answer.status,
            leads_to: header(&answer, "location"),
            cookie: session_cookie(&answer),
            body: answer.body,
        }
    }

    /// From the login page to the end.
    async fn answered(&self, opened: Answer, username: &str, password: &str, press: Press) -> Visit {
        let Some(ticket) = hidden_ticket(&opened) else {
            return ended(opened);
        };
        let form = form::encoded(&[("request", &ticket), ("username", username), ("pw", password)]);
        let logged_in = self.sent(login::PATH, form, None).await;
        let Some(cookie) = session_cookie(&logged_in) else {
            return ended(logged_in);
        };
        let query = form::encoded(&[("request", &ticket)]);
        let asking = self.opened(approval::PATH, &query, Some(&cookie)).await;
        if hidden_ticket(&asking).is_none() {
            return ended(asking);
        }
        let decision = if press == Press::Allow { "allow" } else { "deny" };
        let form = form::encoded(&[("request", &ticket), ("decision", decision)]);
        ended(self.sent(approval::PATH, form, Some(&cookie)).await)
    }

    async fn opened(&self, path: &str, query: &str, cookie: Option<&str>) -> Answer {
        self.asked(Call { method: "GET".to_owned(), query: query.to_owned(), ..self.call(path, cookie) })
            .await
    }

    async fn sent(&self, path: &str, body: String, cookie: Option<&str>) -> Answer {
        let content_type = Some("application/x-www-form-urlencoded".to_owned());
        self.asked(Call { method: "POST".to_owned(), content_type, body, ..self.call(path, cookie) }).await
    }

    fn call(&self, path: &str, cookie: Option<&str>) -> Call {
        Call {
            host: self.host.clone(),
            host_header: Some(self.host.clone()),
            path: path.to_owned(),
            cookie: cookie.map(str::to_owned),
            ..Call::default()
        }
    }

    async fn asked(&self, call: Call) -> Answer {
        let Some(place) = self.site.places.find(&call.host) else {
            return Answer::of_type(0, "text/plain", "no such host".to_owned());
        };
        match work::answer(self.site.clone(), place, call).await {
            Reply::Answer(answer, ..) => *answer,
            Reply::Dropped => Answer::of_type(0, "text/plain", "connection dropped".to_owned()),
        }
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
