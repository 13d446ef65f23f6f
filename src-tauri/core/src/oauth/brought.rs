//! What a person brings from the browser by hand, when nothing came back by itself.
//!
//! A sign-in can end where no redirect leads away: on Salesforce's own error page, in a download called `authorize`,
//! or at a callback that the browser could not open. What the person copies there is read here. Permission is taken
//! from the callback's own address alone, and judged as if it had come over the port. A refusal of Salesforce's page
//! never carries a state, and needs none: all that it can do is to end an attempt that has failed.

use url::Url;

use crate::model::client_app::{CallbackHost, CallbackUrl};
use crate::model::host::InstanceUrl;
use crate::model::secret::Pasted;
use crate::model::shown::is_invisible;
use crate::model::waiting::NotBrought;
use crate::oauth::answer::{Answer, Awaited, Flaw, Query};
use crate::oauth::refusals;

/// More text than any of it has, in bytes.
const MOST: usize = 64 * 1024;
/// Where Salesforce says that it will not even ask the person.
const ERROR_PAGE: &str = "/setup/secur/RemoteAccessErrorPage.apexp";

/// Reads the answer in a text.
///
/// # Errors
/// Why it is none. The text is not in it.
pub fn read(pasted: &Pasted, awaited: &Awaited) -> Result<Answer, NotBrought> {
    let text = pasted.expose();
    if text.len() > MOST {
        return Err(NotBrought::Unknown);
    }
    let text = text.trim_matches(|character: char| character.is_whitespace() || is_invisible(character));
    if text.is_empty() {
        return Err(NotBrought::Empty);
    }
    if let Some(query) = after_callback(text, &awaited.callback) {
        return judged(query, awaited);
    }
    if ["https:", "http:"].iter().any(|scheme| has_prefix(text, scheme)) {
        return on_a_page(text);
    }
    if ["error=", "error_description="].iter().any(|name| text.starts_with(name)) {
        return in_a_download(text, awaited);
    }
    in_words(text).ok_or(NotBrought::Unknown)
}

/// The query of the callback's address, byte for byte as it was sent, or as a browser shows it.
fn after_callback<'a>(text: &'a str, callback: &CallbackUrl) -> Option<&'a str> {
    let name = match callback.host() {
        CallbackHost::Localhost => "localhost",
        CallbackHost::V4 => "127.0.0.1",
        CallbackHost::V6 => "[::1]",
    };
    let as_shown = format!("http://{name}:{}{}", callback.port(), callback.path());
    let rest = text.strip_prefix(&as_shown).filter(|rest| rest.starts_with('?'));
    let rest = rest.or_else(|| text.strip_prefix(callback.as_str()))?.strip_prefix('?')?;
    // A browser keeps the fragment of the page before (RFC 9110 §10.2.2). It is no part of the answer.
    Some(rest.split_once('#').map_or(rest, |(query, _)| query))
}

fn judged(query: &str, awaited: &Awaited) -> Result<Answer, NotBrought> {
    awaited.answer_in(query).map_err(|flaw| match flaw {
        Flaw::OtherState => NotBrought::OtherAttempt,
        Flaw::Malformed => NotBrought::Unknown,
    })
}

/// An address that is not the callback's: only Salesforce's own can say anything, and never yes.
fn on_a_page(text: &str) -> Result<Answer, NotBrought> {
    let url = Url::parse(text).map_err(|_| NotBrought::Unknown)?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    if !is_plain || InstanceUrl::parse(&url.origin().ascii_serialization()).is_err() {
        return Err(NotBrought::Unknown);
    }
    let query = Query::parse(url.query().unwrap_or_default()).map_err(|_| NotBrought::Unknown)?;
    if !query.has("code") && !query.has("error") {
        return Err(NotBrought::SignInPage);
    }
    query.refusal().ok().filter(|_| url.path() == ERROR_PAGE).ok_or(NotBrought::Unknown)
}

/// `error=…&error_description=…`, as Salesforce answers without a page.
fn in_a_download(text: &str, awaited: &Awaited) -> Result<Answer, NotBrought> {
    let query = Query::parse(text).map_err(|_| NotBrought::Unknown)?;
    if query.has("state") && !query.has("code") {
        return judged(text, awaited);
    }
    query.refusal().map_err(|_| NotBrought::Unknown)
}

/// The last words of the error page in any language: `invalid_client_id : client identifier invalid`. Only with a code
/// that the catalogue has: a colon alone says nothing.
fn in_words(text: &str) -> Option<Answer> {
    let text = text.replace('\u{a0}', " ");
    let pairs = text.lines().flat_map(|line| line.match_indices(" : ").map(|(at, _)| line.split_at(at)));
    let mut known = pairs.filter_map(|(before, words)| {
        let error = before.split_whitespace().next_back().filter(|code| refusals::knows(code))?;
        let description = words.trim_start_matches(" : ").trim();
        Some(Answer::Refusal { error: error.to_owned(), description: description.to_owned() })
    });
    known.next()
}

fn has_prefix(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}
