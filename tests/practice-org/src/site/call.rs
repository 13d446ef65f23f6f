//! One request, taken apart once: the parts that rules may look at.
//!
//! A header that came twice, or that is no text, counts as an empty one, which no rule accepts.

use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, HeaderName};

/// A request of a client or of a browser.
#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    pub(crate) method: String,
    /// The name of the TLS handshake, in lower case.
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) host_header: Option<String>,
    pub(crate) authorization: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) cookie: Option<String>,
    /// Whether it says what a SOAP client must say, be it empty (SOAP 1.1 §6.1.1).
    pub(crate) has_soap_action: bool,
    pub(crate) body: String,
    /// The same as it came.
    pub(crate) bytes: Vec<u8>,
    /// The body was longer than anything that this site answers, and was not read.
    pub(crate) too_long: bool,
}

impl Call {
    /// From what arrived on a connection to `host`; no body means that it was too long.
    pub(crate) fn read(host: &str, parts: &hyper::http::request::Parts, body: Option<&[u8]>) -> Self {
        Self {
            method: parts.method.as_str().to_owned(),
            host: host.to_ascii_lowercase(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            host_header: header(&parts.headers, &HOST),
            authorization: header(&parts.headers, &AUTHORIZATION),
            content_type: header(&parts.headers, &CONTENT_TYPE),
            cookie: header(&parts.headers, &COOKIE),
            has_soap_action: parts.headers.contains_key("soapaction"),
            // Bytes that are no UTF-8 become U+FFFD, which no rule accepts either.
            body: String::from_utf8_lossy(body.unwrap_or_default()).into_owned(),
            bytes: body.unwrap_or_default().to_vec(),
            too_long: body.is_none(),
        }
    }

    /// Whether the request is meant for the host of its handshake (RFC 9110 §7.4, status 421).
    pub(crate) fn is_well_addressed(&self) -> bool {
        let named = self.host_header.as_deref().unwrap_or_default().to_ascii_lowercase();
        named.strip_suffix(":443").unwrap_or(&named) == self.host
    }

    /// The value of one cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.cookie.as_deref()?.split(';');
        cookies
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// Whether it came by GET.
    pub(crate) fn is_get(&self) -> bool {
        self.method == "GET"
    }

    /// Whether it came by POST.
    pub(crate) fn is_post(&self) -> bool {
        self.method == "POST"
    }
}

fn header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    let text = if values.next().is_none() { first.to_str().unwrap_or_default() } else { "" };
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_that_comes_twice_counts_for_nothing() {
        let mut headers = HeaderMap::new();
        headers.append(AUTHORIZATION, hyper::header::HeaderValue::from_static("Bearer a"));
        assert_eq!(header(&headers, &AUTHORIZATION).as_deref(), Some("Bearer a"));
        headers.append(AUTHORIZATION, hyper::header::HeaderValue::from_static("Bearer b"));
        assert_eq!(header(&headers, &AUTHORIZATION).as_deref(), Some(""));
    }

    #[test]
    fn a_request_must_name_the_host_of_its_handshake() {
        let call = |host_header: &str| Call {
            host: "acme.my.salesforce.com".into(),
            host_header: Some(host_header.into()),
            ..Call::default()
        };
        assert!(call("acme.my.salesforce.com").is_well_addressed());
        assert!(call("ACME.my.salesforce.com:443").is_well_addressed());
        assert!(!call("acme--uat.sandbox.my.salesforce.com").is_well_addressed());
        assert!(!call("acme.my.salesforce.com:8443").is_well_addressed());
    }
}
