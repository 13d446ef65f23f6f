//! Is this request the answer that we wait for?
//!
//! Only a GET of the exact path, to our own name, as a browser visits a page, with an answer in its query
//! ([`crate::oauth::answer`]) ends the wait. Everything else is answered from a fixed set and forgotten: a page, a
//! scanner or another program can neither end a sign-in nor slip a foreign code in.

use crate::model::host::InstanceUrl;
use crate::oauth::answer::{Answer, Awaited};

/// The head of one request, as far as the decision needs it.
#[derive(Debug)]
pub struct Request<'a> {
    /// The method, as sent.
    pub method: &'a str,
    /// The target: path and query, as sent.
    pub target: &'a str,
    /// Each header, in its order.
    pub headers: Vec<Header<'a>>,
}

/// A header: its name as sent, and its bytes, which need not be text.
pub type Header<'a> = (&'a str, &'a [u8]);

/// What to do with a request.
#[derive(Debug)]
pub enum Verdict {
    /// It ends the wait.
    Ends(Answer),
    /// It changes nothing.
    Ignored(Reply),
}

/// The answers that can be given; each is a fixed sequence of bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reply {
    /// On to `/done`, so that neither code nor state stays in the address bar.
    SeeDone,
    /// The page that ends the journey in the browser.
    Done,
    /// Nothing to see: icons, pre-flight questions.
    Nothing,
    /// Not understood, or not for us.
    Bad,
    /// No such path.
    NotFound,
    /// Only GET.
    NotAllowed,
    /// A name that is not ours.
    Misdirected,
}

/// Where the browser is sent after its answer.
pub const DONE_PATH: &str = "/done";

/// Decides about one request.
pub fn judge(request: &Request<'_>, awaited: &Awaited) -> Verdict {
    match answer(request, awaited) {
        Ok(answer) => Verdict::Ends(answer),
        Err(reply) => Verdict::Ignored(reply),
    }
}

fn answer(request: &Request<'_>, awaited: &Awaited) -> Result<Answer, Reply> {
    match request.method {
        "GET" => {}
        "OPTIONS" => return Err(Reply::Nothing), // without any Access-Control-Allow-*: no page may read us
        _ => return Err(Reply::NotAllowed),
    }
    let mut hosts = request.all("host");
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Err(Reply::Bad) };
    if !is_our_name(host, awaited.callback.port()) {
        return Err(Reply::Misdirected);
    }
    let (path, query) = request.target.split_once('?').map_or((request.target, None), |(p, q)| (p, Some(q)));
    let Some(query) = query.filter(|_| path == awaited.callback.path()) else {
        return Err(beside_the_path(path));
    };
    // A fragment stays in the browser (RFC 9110 §4.2.5): whoever sends one is none.
    if !request.is_visit() || request.is_more_than_a_head() || query.contains('#') {
        return Err(Reply::Bad);
    }
    awaited.answer_in(query).map_err(|_| Reply::Bad)
}

fn beside_the_path(path: &str) -> Reply {
    match path {
        DONE_PATH => Reply::Done,
        "/favicon.ico" => Reply::Nothing,
        _ => Reply::NotFound,
    }
}

/// Against DNS rebinding: a page that made its own name point here still says its own name.
fn is_our_name(host: &[u8], port: u16) -> bool {
    let names = ["localhost", "127.0.0.1", "[::1]"];
    names.iter().any(|name| host == format!("{name}:{port}").as_bytes())
}

impl<'a> Request<'a> {
    /// What each header of this name says.
    fn all<'b>(&'b self, name: &'b str) -> impl Iterator<Item = &'a [u8]> + 'b {
        let named = self.headers.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name));
        named.map(|(_, value)| *value)
    }

    /// Whether a person is led here: not a page's script, not a frame or picture in it, not a look ahead. Browsers
    /// that do not say so are believed.
    fn is_visit(&self) -> bool {
        let looks_ahead = |name| self.all(name).any(|value| contains(value, b"prefetch"));
        self.all("sec-fetch-mode").all(|mode| mode == b"navigate")
            && self.all("sec-fetch-dest").all(|dest| dest == b"document")
            && !["sec-purpose", "purpose", "x-moz"].into_iter().any(looks_ahead)
            && self.all("origin").all(may_send_here)
    }

    /// A body, or the wish to speak something else: no browser that follows a redirect has either, and nothing after
    /// the head is ever read.
    fn is_more_than_a_head(&self) -> bool {
        let asked = |name| self.all(name).next().is_some();
        ["transfer-encoding", "upgrade", "expect"].into_iter().any(asked)
            || self.all("content-length").any(|length| length != b"0")
    }
}

/// A redirect has no origin; a browser that keeps one after Salesforce's form says `null`, or Salesforce's.
fn may_send_here(origin: &[u8]) -> bool {
    origin == b"null" || std::str::from_utf8(origin).is_ok_and(|origin| InstanceUrl::parse(origin).is_ok())
}

fn contains(value: &[u8], word: &[u8]) -> bool {
    value.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
}
