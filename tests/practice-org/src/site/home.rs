//! Pages for people: the org's front page, its keys, the OAuth error page, and "no longer exists".
//!
//! The page of keys is for somebody who tries Keyperch by hand; Salesforce hides them behind a code by e-mail.

use super::answer::Answer;
use super::call::Call;
use super::page::{escaped, page};
use crate::rules::form::Parameters;
use crate::rules::refusal::{METHOD, URL_GONE};
use crate::world::app::App;
use crate::world::org::Org;

/// Where the keys are shown.
pub(crate) const KEYS: &str = "/practice/keys";

/// The front page of an org or of a login host: what "Open org" opens.
pub(crate) fn front(org: Option<&Org>, call: &Call) -> Answer {
    if !call.is_get() {
        return Answer::empty(METHOD.status).refusing(METHOD);
    }
    let Some(org) = org else {
        return page(
            "Salesforce login",
            None,
            "<p>Sign in from your app, at the My Domain of your org.</p>",
            None,
        );
    };
    let content = format!(
        "<p>This is the front page of <strong id=\"org\">{}</strong>.</p><p><a href=\"{KEYS}\">Consumer keys of its apps</a></p>",
        escaped(org.company)
    );
    page("Home", Some(org), &content, None)
}

/// Consumer key and secret of every app, each in a field of its own to copy from.
pub(crate) fn keys(org: &Org, call: &Call) -> Answer {
    if !call.is_get() {
        return Answer::empty(METHOD.status).refusing(METHOD);
    }
    let entry = |(place, app): (usize, &App)| {
        let number = place + 1;
        let field = |id: &str, label: &str, value: &str| {
            format!(
                "<label for=\"{id}-{number}\">{label}</label>\
                 <textarea id=\"{id}-{number}\" rows=\"2\" readonly spellcheck=\"false\">{}</textarea>",
                escaped(value)
            )
        };
        format!(
            "<h2 id=\"app-name-{number}\">{}</h2>{}{}{}",
            escaped(&app.name),
            field("consumer-key", "Consumer Key", &app.consumer_key),
            field("consumer-secret", "Consumer Secret", &app.consumer_secret),
            field("callback-url", "Callback URL", &app.switches.callback_urls.join("\n")),
        )
    };
    let content: String = org.apps.iter().enumerate().map(entry).collect();
    page("Consumer Details", Some(org), &content, None)
}

/// Salesforce's own page for errors that must not reach the callback.
pub(crate) fn oauth_error(org: &Org, call: &Call) -> Answer {
    let sent = Parameters::read(&call.query).unwrap_or_default();
    let code = escaped(sent.get("error").unwrap_or("unknown_error"));
    let text = escaped(sent.get("error_description").unwrap_or_default());
    let content = format!(
        "<p>We can't authorize you because of an OAuth error. \
         For more information, contact your Salesforce administrator.</p>\
         <p class=\"error\" id=\"oauth-error\" role=\"alert\">{code} : {text}</p>"
    );
    page("Authorization Error", Some(org), &content, None)
}

/// What Salesforce says about an address that is not there.
pub(crate) fn not_found(org: Option<&Org>) -> Answer {
    let content = "<p>You have attempted to reach a URL that no longer exists on salesforce.com.</p>";
    Answer { status: URL_GONE.status, ..page("URL No Longer Exists", org, content, None) }.refusing(URL_GONE)
}
