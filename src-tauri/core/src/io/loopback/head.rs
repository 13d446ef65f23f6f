//! The head of a request, and no more of it than is safe.

use tokio::io::{AsyncRead, AsyncReadExt};

use crate::oauth::callback::Request;

const LONGEST: usize = 8 * 1024;
const MOST_HEADERS: usize = 64;

/// Reads until the empty line. None: it was too long, or broke off.
pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Option<Vec<u8>> {
    let mut head = Vec::with_capacity(1024);
    let mut chunk = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut chunk).await.ok().filter(|read| *read > 0)?;
        head.extend_from_slice(&chunk[..read]);
        if head.len() > LONGEST {
            return None;
        }
    }
    Some(head)
}

/// Parses an HTTP/1.1 head. None: it is not one.
pub(super) fn parse(head: &[u8]) -> Option<Request<'_>> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    if !parsed.parse(head).ok()?.is_complete() {
        return None;
    }
    let (method, target) = (parsed.method?, parsed.path?);
    let mut request = Request { method, target, ..Request::default() };
    for header in parsed.headers {
        let value = std::str::from_utf8(header.value).ok()?;
        match header.name.to_ascii_lowercase().as_str() {
            "host" => request.hosts.push(value),
            "sec-fetch-mode" => request.fetch_mode = Some(value),
            "sec-fetch-dest" => request.fetch_dest = Some(value),
            "sec-purpose" | "purpose" => request.is_prefetch |= value.contains("prefetch"),
            _ => {}
        }
    }
    Some(request)
}
