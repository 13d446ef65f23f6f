//! The only bytes that a visitor can get. Nothing of a request is ever in them.

use crate::oauth::callback::Reply;

/// The page that ends the journey in the browser: no name, no verdict, nothing to load.
const DONE: &str = concat!(
    "HTTP/1.1 200 OK\r\n",
    "Content-Type: text/html; charset=utf-8\r\n",
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; ",
    "frame-ancestors 'none'\r\n",
    "Cache-Control: no-store\r\n",
    "Referrer-Policy: no-referrer\r\n",
    "X-Content-Type-Options: nosniff\r\n",
    "Connection: close\r\n\r\n",
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Back to Keyperch</title>",
    "<meta name=\"viewport\" content=\"width=device-width\"><style>",
    ":root{color-scheme:light dark}",
    "body{margin:0;min-height:100vh;display:grid;place-items:center;font:1rem/1.5 system-ui,sans-serif}",
    "main{padding:2rem;max-width:26rem;text-align:center}h1{font-size:1.375rem;font-weight:650}",
    "</style><main><h1>Back to Keyperch</h1><p>This part is finished. You can close this tab.</p></main></html>"
);

const SEE_DONE: &str = concat!(
    "HTTP/1.1 303 See Other\r\nLocation: /done\r\nContent-Length: 0\r\nCache-Control: no-store\r\n",
    "Referrer-Policy: no-referrer\r\nConnection: close\r\n\r\n"
);

/// TLS gets the fatal alert `handshake_failure` (RFC 8446 §6.2): the browser gives up at once, and shows that it did.
pub(super) const NO_TLS: &[u8] = &[0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28];

/// The bytes of a reply.
pub(super) fn bytes(reply: Reply) -> &'static [u8] {
    let text = match reply {
        Reply::SeeDone => SEE_DONE,
        Reply::Done => DONE,
        Reply::Nothing => "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
        Reply::Bad => "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        Reply::NotFound => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        Reply::NotAllowed => {
            "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        }
        Reply::Misdirected => {
            "HTTP/1.1 421 Misdirected Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        }
    };
    text.as_bytes()
}
