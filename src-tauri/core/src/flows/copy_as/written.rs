//! Texts with secrets in them, written in one go: a text that grows leaves copies of its beginning behind.
//!
//! Refuses what cannot stand in a line: no token has a control character, and a line end would be an order to whoever
//! reads the text.

use serde::Serialize;
use zeroize::Zeroizing;

use crate::flows::hand_over::quoting;
use crate::model::error::Error;

/// A text for which there is room from the start.
pub(crate) fn text<Text: From<String>>(room: usize, write: impl FnOnce(&mut String)) -> Text {
    let mut out = Zeroizing::new(String::with_capacity(room));
    write(&mut out);
    out.as_str().to_owned().into()
}

/// A JSON text for which there is room from the start.
///
/// # Errors
/// [`Error::Nonsense`] for what is no JSON.
pub(crate) fn json<Text: From<String>>(value: &impl Serialize, room: usize) -> Result<Text, Error> {
    let mut out = Zeroizing::new(Vec::with_capacity(room));
    serde_json::to_writer_pretty(&mut *out, value).map_err(|_| UNWRITTEN)?;
    out.push(b'\n');
    Ok(std::str::from_utf8(&out).map_err(|_| UNWRITTEN)?.to_owned().into())
}

const UNWRITTEN: Error = Error::Nonsense("a text with secrets in it was not written");

/// A token that can stand in a line of any kind: within single quotes, too, where a file has no way to escape one.
///
/// # Errors
/// [`Error::Nonsense`] for any other: it is none of Salesforce's.
pub(crate) fn plain_token(token: &str) -> Result<&str, Error> {
    if !quoting::is_plain(token) || token.contains(['\'', '"', '\\', ' ']) {
        return Err(Error::Nonsense("a token has a character that no token of Salesforce's has"));
    }
    Ok(token)
}

/// Writes a variable of a `.env` file. In single quotes nothing means anything, neither to bash nor to those who read
/// such files.
pub(crate) fn variable(out: &mut String, prefix: &str, name: &str, value: &str) {
    for part in [prefix, name, "='", value, "'\n"] {
        out.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_could_end_its_quotes_is_none() {
        for token in ["00Dxx0000001gPL!AR8AQP.abc_DEF", "eyJhbGciOi.eyJzdWIi-_.c2ln", "00D$x`y`=="] {
            assert_eq!(plain_token(token).expect("a token"), token);
        }
        for wrong in ["00D'x", "00D\"x", "00D\\x", "00D\nx", "00D\tx", "00D x"] {
            assert!(matches!(plain_token(wrong), Err(Error::Nonsense(_))), "{wrong:?}");
        }
    }
}
