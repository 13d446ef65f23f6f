//! The frame of every page that a person sees, and the escaping that keeps it a page.
//!
//! No image, nothing from outside: the policy allows stylesheets and, on the pages of Setup alone, one script, each by
//! its hash.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::answer::Answer;
use crate::world::org::Org;
use crate::world::random::sha256;

const STYLE: &str = "\
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}\
body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#eef1f6,#12151b);color:light-dark(#16202e,#e8ecf3)}\
main{box-sizing:border-box;width:min(30rem,100vw - 2rem);margin:1rem;padding:2rem;border-radius:12px;background:light-dark(#fff,#1d222b);box-shadow:0 1px 3px #0003,0 8px 24px #0002}\
.banner{margin:-2rem -2rem 1.5rem;padding:.5rem 2rem;border-radius:12px 12px 0 0;background:#7a3e00;color:#fff;font-weight:600}\
h1{font-size:1.35rem;line-height:1.25;margin:0 0 .25rem}\
.where{margin:0 0 1.25rem;color:light-dark(#4c5a6d,#a9b4c4)}\
label{display:block;font-weight:600;margin:1rem 0 .25rem}\
input{box-sizing:border-box;width:100%;font:inherit;padding:.55rem .7rem;border:1px solid light-dark(#76839a,#8592a8);border-radius:6px;background:light-dark(#fff,#12151b);color:inherit}\
button{font:inherit;font-weight:600;padding:.55rem 1.2rem;margin:1.5rem .5rem 0 0;border:1px solid #0b5cab;border-radius:6px;background:#0b5cab;color:#fff;cursor:pointer}\
button.second{background:none;color:inherit;border-color:light-dark(#76839a,#8592a8)}\
:focus-visible{outline:3px solid #f08a24;outline-offset:2px}\
.error{padding:.6rem .8rem;border-radius:6px;background:light-dark(#fdecea,#4a1512);color:light-dark(#8a1409,#ffd9d5)}\
textarea{box-sizing:border-box;width:100%;resize:none;padding:.5rem .7rem;border:1px solid light-dark(#76839a,#8592a8);border-radius:6px;background:light-dark(#eef1f6,#12151b);color:inherit;font:.85rem/1.4 ui-monospace,monospace;word-break:break-all}\
h2{font-size:1.1rem;margin:2rem 0 0}\
ul{padding-left:1.2rem}a{color:light-dark(#0b5cab,#7db7f5)}";

/// What a page has besides its content.
#[derive(Default)]
pub(crate) struct Frame {
    /// Where a form on it may end up besides this host.
    pub(crate) may_lead_to: Option<String>,
    /// A stylesheet and a script of its own.
    pub(crate) style: &'static str,
    pub(crate) script: &'static str,
}

/// A whole page. `may_lead_to` is where a form on it may end up besides this host.
pub(crate) fn page(title: &str, org: Option<&Org>, content: &str, may_lead_to: Option<String>) -> Answer {
    framed(title, org, content, Frame { may_lead_to, ..Frame::default() })
}

/// A whole page in this frame.
pub(crate) fn framed(title: &str, org: Option<&Org>, content: &str, frame: Frame) -> Answer {
    let Frame { may_lead_to, style, script } = frame;
    let (title, place) = (escaped(title), org.map_or_else(|| "Salesforce login host".to_owned(), place));
    let body = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{title} | Practice org \u{2013} not Salesforce</title><style>{STYLE}</style>{}</head>\
         <body><main><p class=\"banner\">Practice org \u{2013} not Salesforce</p>\
         <h1>{title}</h1><p class=\"where\" id=\"where\">{place}</p>{content}</main>{}</body></html>",
        element("style", style),
        element("script", script),
    );
    let further = may_lead_to.map(|place| format!(" {place}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; style-src {}{}{}; form-action 'self'{further}; \
         base-uri 'none'; frame-ancestors 'none'",
        hashed(STYLE),
        with_hash(" ", style),
        with_hash("; script-src ", script),
    );
    Answer::of_type(200, "text/html;charset=UTF-8", body)
        .with_header("content-security-policy", policy)
        .with_header("x-content-type-options", "nosniff".to_owned())
        .with_header("referrer-policy", "no-referrer".to_owned())
}

/// An element that the policy allows; nothing for nothing.
fn element(name: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<{name}>{text}</{name}>") }
}

fn with_hash(before: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{before}{}", hashed(text)) }
}

fn hashed(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(sha256(&[text.as_bytes()])))
}

/// Text that may stand in an element or in a quoted attribute.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

fn place(org: &Org) -> String {
    let name = if org.name == org.kind.in_words() { String::new() } else { format!("{}, ", org.name) };
    format!("{} \u{2013} {name}{}<br>{}", escaped(org.company), org.kind.in_words(), org.host())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_client_sends_becomes_markup() {
        assert_eq!(escaped("<a href=\"x\">'&"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    }

    #[test]
    fn a_page_allows_its_own_style_and_no_script() {
        let answer = page("Log In", None, "", Some("http://localhost:33333".into()));
        let policy = answer.headers.iter().find(|(name, _)| *name == "content-security-policy");
        let policy = policy.map(|(_, value)| value.as_str()).unwrap_or_default();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        assert!(policy.contains("form-action 'self' http://localhost:33333;"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("script"), "{policy}");
    }
}
