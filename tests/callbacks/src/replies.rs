//! The replies that the listener may give, written down here once more: what it says is compared with these bytes.

/// On to the last page.
pub(crate) const SEE_DONE: &[u8] =
    b"HTTP/1.1 303 See Other\r\nLocation: /done\r\nContent-Length: 0\r\nCache-Control: no-store\r\n\
    Referrer-Policy: no-referrer\r\nConnection: close\r\n\r\n";

/// The other replies without a page, and the end of a TLS handshake.
const OTHERS: [&[u8]; 6] = [
    b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    b"HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    b"HTTP/1.1 421 Misdirected Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    TLS_ALERT,
];

/// `handshake_failure`, fatal.
pub(crate) const TLS_ALERT: &[u8] = b"\x15\x03\x01\x00\x02\x02\x28";

/// What must stand in the head of the last page: it is closed to everything.
const CLOSED: [&str; 6] = [
    "HTTP/1.1 200 OK\r\n",
    "Content-Security-Policy: default-src 'none';",
    "Cache-Control: no-store\r\n",
    "Referrer-Policy: no-referrer\r\n",
    "X-Content-Type-Options: nosniff\r\n",
    "Connection: close\r\n",
];

/// Whether the last page, as it was first seen, is one.
pub(crate) fn is_last_page(page: &[u8]) -> bool {
    let text = String::from_utf8_lossy(page);
    CLOSED.iter().all(|line| text.contains(line)) && !text.contains("<script") && text.ends_with("</html>")
}

/// Whether a reply is one of the fixed ones, to the byte, or none. So nothing of an input is in it.
pub(crate) fn is_fixed(reply: &[u8], last_page: &[u8]) -> bool {
    reply.is_empty() || reply == SEE_DONE || reply == last_page || OTHERS.contains(&reply)
}
