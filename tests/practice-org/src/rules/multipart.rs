//! A body of several parts (RFC 7578), read strictly, as a deployment sends it.
//!
//! Refuses what lenient parsers let pass: text before the first part or behind the last one, bare line feeds, a part without
//! a name, and a name that comes twice.

use super::refusal::{MEDIA_TYPE, MULTIPART, Refusal};

/// No part has more than so many bytes of head.
const LONGEST_HEAD: usize = 1024;

/// One part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Part<'a> {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: String,
    pub(crate) bytes: &'a [u8],
}

/// The parts of a body, in their order.
pub(crate) fn parts<'a>(content_type: Option<&str>, body: &'a [u8]) -> Result<Vec<Part<'a>>, Refusal> {
    let boundary = boundary(content_type.ok_or(MEDIA_TYPE)?)?;
    let delimiter = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(&delimiter.as_bytes()[2..]).ok_or(MULTIPART)?;
    let mut parts: Vec<Part<'a>> = Vec::new();
    loop {
        if rest == b"--" || rest == b"--\r\n" {
            return if parts.is_empty() { Err(MULTIPART) } else { Ok(parts) };
        }
        rest = rest.strip_prefix(b"\r\n").ok_or(MULTIPART)?;
        let end = position(rest, delimiter.as_bytes()).ok_or(MULTIPART)?;
        let part = part(&rest[..end])?;
        if parts.iter().any(|earlier| earlier.name == part.name) {
            return Err(MULTIPART);
        }
        parts.push(part);
        rest = &rest[end + delimiter.len()..];
    }
}

/// RFC 2046 §5.1.1: 1 to 70 characters of a short list.
fn boundary(content_type: &str) -> Result<String, Refusal> {
    let (kind, parameters) = content_type.split_once(';').ok_or(MEDIA_TYPE)?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return Err(MEDIA_TYPE);
    }
    let (name, value) = parameters.trim().split_once('=').ok_or(MULTIPART)?;
    let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    let value = quoted.unwrap_or(value);
    let shaped = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&byte);
    let fits = (1..=70).contains(&value.len()) && value.bytes().all(shaped) && !value.ends_with(' ');
    if name.eq_ignore_ascii_case("boundary") && fits { Ok(value.to_owned()) } else { Err(MULTIPART) }
}

fn part(bytes: &[u8]) -> Result<Part<'_>, Refusal> {
    let end = position(bytes, b"\r\n\r\n").filter(|end| *end <= LONGEST_HEAD).ok_or(MULTIPART)?;
    let head = std::str::from_utf8(&bytes[..end]).map_err(|_| MULTIPART)?;
    let mut part = Part { bytes: &bytes[end + 4..], ..Part::default() };
    for line in head.split("\r\n") {
        let (name, value) = line.split_once(':').ok_or(MULTIPART)?;
        match name.to_ascii_lowercase().as_str() {
            "content-disposition" if part.name.is_empty() => disposition(value.trim(), &mut part)?,
            "content-type" if part.content_type.is_empty() => value.trim().clone_into(&mut part.content_type),
            "content-transfer-encoding" | "content-length" => {}
            _ => return Err(MULTIPART),
        }
    }
    if part.name.is_empty() { Err(MULTIPART) } else { Ok(part) }
}

/// `form-data; name="json"`, and perhaps a file name.
fn disposition(value: &str, part: &mut Part<'_>) -> Result<(), Refusal> {
    let mut pieces = value.split(';').map(str::trim);
    if pieces.next() != Some("form-data") {
        return Err(MULTIPART);
    }
    for piece in pieces {
        let (name, value) = piece.split_once('=').ok_or(MULTIPART)?;
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).ok_or(MULTIPART)?;
        match name {
            "name" => value.clone_into(&mut part.name),
            "filename" => part.file_name = Some(value.to_owned()),
            _ => return Err(MULTIPART),
        }
    }
    Ok(())
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: Option<&str> = Some("multipart/form-data; boundary=B");
    const JSON: &str = "--B\r\nContent-Disposition: form-data; name=\"json\"\r\nContent-Type: application/json\r\n\r\n{}\r\n";

    #[test]
    fn parts_are_read_byte_for_byte() {
        let body = format!(
            "{JSON}--B\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.zip\"\r\n\r\nPK\r\n--\r\n\r\n--B--\r\n"
        );
        let parts = parts(TYPE, body.as_bytes()).unwrap();
        assert_eq!((parts[0].name.as_str(), parts[0].bytes), ("json", &b"{}"[..]));
        assert_eq!(parts[0].content_type, "application/json");
        assert_eq!((parts[1].file_name.as_deref(), parts[1].bytes), (Some("a.zip"), &b"PK\r\n--\r\n"[..]));
    }

    #[test]
    fn what_lenient_parsers_let_pass_is_refused() {
        let proper = format!("{JSON}--B--");
        assert!(parts(TYPE, proper.as_bytes()).is_ok());
        let quoted = Some("Multipart/Form-Data; boundary=\"B\"");
        assert!(parts(quoted, proper.as_bytes()).is_ok());
        for (what, content_type, body, refusal) in [
            ("no type", None, proper.clone(), MEDIA_TYPE),
            ("another type", Some("application/zip; boundary=B"), proper.clone(), MEDIA_TYPE),
            ("no boundary", Some("multipart/form-data; charset=B"), proper.clone(), MULTIPART),
            ("another boundary", Some("multipart/form-data; boundary=C"), proper.clone(), MULTIPART),
            ("text before", TYPE, format!("x\r\n{proper}"), MULTIPART),
            ("text behind", TYPE, format!("{proper}x"), MULTIPART),
            ("no end", TYPE, JSON.to_owned(), MULTIPART),
            ("no part", TYPE, "--B--".to_owned(), MULTIPART),
            ("twice", TYPE, format!("{JSON}{proper}"), MULTIPART),
            ("line feeds", TYPE, proper.replace("\r\n", "\n"), MULTIPART),
            ("no name", TYPE, proper.replace("; name=\"json\"", ""), MULTIPART),
            ("no quotes", TYPE, proper.replace("\"json\"", "json"), MULTIPART),
            ("another header", TYPE, proper.replace("Content-Type", "Content-Typo"), MULTIPART),
        ] {
            assert_eq!(parts(content_type, body.as_bytes()), Err(refusal), "{what}");
        }
    }
}
