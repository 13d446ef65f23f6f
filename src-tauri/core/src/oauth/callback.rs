//! Is this request the answer that we wait for?
//!
//! Only a GET of the exact path, to our own name, with the right `state` and exactly one of `code` and `error`
//! (RFC 6749 §4.1.2) ends the wait. Everything else is answered from a fixed set and forgotten: a page, a scanner or
//! another program can neither end a sign-in nor slip a foreign code in. The state is looked at before anything
//! else of the query, for refusals too.

use crate::model::client_app::CallbackUrl;
use crate::model::secret::{AuthorizationCode, State};

/// The head of one request, as far as the decision needs it.
#[derive(Debug, Default)]
pub struct Request<'a> {
    /// The method, as sent.
    pub method: &'a str,
    /// The target: path and query, as sent.
    pub target: &'a str,
    /// Each `Host` header.
    pub hosts: Vec<&'a str>,
    /// `Sec-Fetch-Mode`, where the browser says it.
    pub fetch_mode: Option<&'a str>,
    /// `Sec-Fetch-Dest`, where the browser says it.
    pub fetch_dest: Option<&'a str>,
    /// Whether the browser only looks ahead (`Sec-Purpose`, `Purpose`).
    pub is_prefetch: bool,
}

/// What to do with a request.
#[derive(Debug)]
pub enum Verdict {
    /// It ends the wait.
    Ends(Answer),
    /// It changes nothing.
    Ignored(Reply),
}

/// What a person brought back from the browser.
#[derive(Debug)]
pub enum Answer {
    /// Permission.
    Code(AuthorizationCode),
    /// A refusal, in Salesforce's words.
    Refusal {
        /// `error`.
        error: String,
        /// `error_description`, or nothing.
        description: String,
    },
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

const MOST_PARAMETERS: usize = 32;
const LONGEST_CODE: usize = 4096;

/// Decides about one request.
pub fn judge(request: &Request<'_>, callback: &CallbackUrl, state: &State) -> Verdict {
    match answer(request, callback, state) {
        Ok(answer) => Verdict::Ends(answer),
        Err(reply) => Verdict::Ignored(reply),
    }
}

fn answer(request: &Request<'_>, callback: &CallbackUrl, state: &State) -> Result<Answer, Reply> {
    match request.method {
        "GET" => {}
        "OPTIONS" => return Err(Reply::Nothing), // without any Access-Control-Allow-*: no page may read us
        _ => return Err(Reply::NotAllowed),
    }
    let [host] = request.hosts.as_slice() else { return Err(Reply::Bad) };
    if !is_our_name(host, callback.port()) {
        return Err(Reply::Misdirected);
    }
    let (path, query) = request.target.split_once('?').map_or((request.target, None), |(p, q)| (p, Some(q)));
    let Some(query) = query.filter(|_| path == callback.path()) else { return Err(beside_the_path(path)) };
    let is_visit = request.fetch_mode.is_none_or(|mode| mode == "navigate")
        && request.fetch_dest.is_none_or(|dest| dest == "document")
        && !request.is_prefetch;
    if !is_visit {
        return Err(Reply::Bad);
    }
    let query = Query::parse(query).ok_or(Reply::Bad)?;
    let brought = query.only("state").ok_or(Reply::Bad)?;
    if !state.is(brought) {
        return Err(Reply::Bad);
    }
    match (query.at_most_one("code")?, query.at_most_one("error")?) {
        (Some(code), None) if is_code(code) => Ok(Answer::Code(code.to_owned().into())),
        (None, Some(error)) if !error.is_empty() => {
            let description = query.at_most_one("error_description")?.unwrap_or_default();
            Ok(Answer::Refusal { error: error.to_owned(), description: description.to_owned() })
        }
        _ => Err(Reply::Bad),
    }
}

fn beside_the_path(path: &str) -> Reply {
    match path {
        DONE_PATH => Reply::Done,
        "/favicon.ico" => Reply::Nothing,
        _ => Reply::NotFound,
    }
}

/// Against DNS rebinding: a page that made its own name point here still says its own name.
fn is_our_name(host: &str, port: u16) -> bool {
    let Some((name, said)) = host.rsplit_once(':') else { return false };
    matches!(name, "localhost" | "127.0.0.1" | "[::1]") && said == port.to_string()
}

fn is_code(code: &str) -> bool {
    (1..=LONGEST_CODE).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A decoded query: names and values in their order.
struct Query(Vec<(String, String)>);

impl Query {
    /// Decodes; nothing when an escape is broken, the bytes are not UTF-8, or there is more than anybody sends.
    fn parse(query: &str) -> Option<Self> {
        let parameters: Option<Vec<_>> = query
            .split('&')
            .take(MOST_PARAMETERS + 1)
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Some((decoded(name)?, decoded(value)?))
            })
            .collect();
        parameters.filter(|parameters| parameters.len() <= MOST_PARAMETERS).map(Self)
    }

    /// The value of a parameter that is there once.
    fn only(&self, name: &str) -> Option<&str> {
        self.at_most_one(name).ok().flatten()
    }

    /// The value of a parameter that is there once or not at all; two are a trick (RFC 6749 §3.1).
    fn at_most_one(&self, name: &str) -> Result<Option<&str>, Reply> {
        let mut values = self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() { Err(Reply::Bad) } else { Ok(first) }
    }
}

/// `application/x-www-form-urlencoded`, strictly: a `%` that starts no escape is an error.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'%' => {
                let escape = std::str::from_utf8(rest.get(..2)?).ok()?;
                let is_hex = escape.bytes().all(|byte| byte.is_ascii_hexdigit());
                bytes.push(u8::from_str_radix(escape, 16).ok().filter(|_| is_hex)?);
                rest = &rest[2..];
            }
            b'+' => bytes.push(b' '),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}
