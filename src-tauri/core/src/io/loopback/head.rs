//! The head of a request, and no more of it than is safe.
//!
//! Lines end as RFC 9112 §2.2 says, and in no other way: where two readers of one head could find different lines in
//! it, this one finds none. What comes after the head is not looked at.

use tokio::io::{AsyncRead, AsyncReadExt};

use crate::oauth::callback::Request;

const LONGEST: usize = 8 * 1024;
const MOST_HEADERS: usize = 64;

/// How TLS begins: a record that holds a handshake (RFC 8446 §5.1), of whichever version.
const TLS: [u8; 2] = [0x16, 0x03];

/// What a visitor began with.
pub(super) enum Heard {
    /// A head, up to its empty line.
    Head(Vec<u8>),
    /// TLS, where HTTP was expected.
    Tls,
    /// Too long, broken off, or nothing that could become a head.
    Unfit,
}

/// Reads until the empty line, or until it is certain that none is worth waiting for.
pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Heard {
    let mut head = Vec::with_capacity(1024);
    let mut chunk = [0; 1024];
    loop {
        if head.starts_with(&TLS) {
            return Heard::Tls;
        }
        let end = head.windows(4).position(|end| end == b"\r\n\r\n").map(|at| at + 4);
        let so_far = &head[..end.unwrap_or(head.len())];
        let may_be_tls = TLS.starts_with(&head);
        if so_far.len() > LONGEST || (is_broken(so_far) && !may_be_tls) {
            return Heard::Unfit;
        }
        if let Some(end) = end {
            head.truncate(end);
            return Heard::Head(head);
        }
        match stream.read(&mut chunk).await {
            Ok(read) if read > 0 => head.extend_from_slice(&chunk[..read]),
            _ => return Heard::Unfit,
        }
    }
}

/// A control character in it, or half a line end.
fn is_broken(head: &[u8]) -> bool {
    let is_half = |(at, byte): (usize, &u8)| match byte {
        b'\n' => at == 0 || head[at - 1] != b'\r',
        b'\r' => head.get(at + 1).is_some_and(|next| *next != b'\n'),
        byte => byte.is_ascii_control() && *byte != b'\t',
    };
    head.iter().enumerate().any(is_half)
}

/// Parses an HTTP/1.1 head. None: it is not one.
pub(super) fn parse(head: &[u8]) -> Option<Request<'_>> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    if !parsed.parse(head).ok()?.is_complete() {
        return None;
    }
    let headers = parsed.headers.iter().map(|header| (header.name, header.value)).collect();
    Some(Request { method: parsed.method?, target: parsed.path?, headers })
}
