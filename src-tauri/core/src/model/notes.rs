//! What a person notes of an org. It is kept in the open, in the list's file, so nothing goes in that looks like a secret.

use crate::model::field::{Field, FieldRefused, Problem};
use crate::model::shown::is_invisible;

/// Notes of an org: plain text, of several lines.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Notes(String);

impl Notes {
    /// The most characters that they may have.
    pub const MOST: u16 = 2000;

    /// Takes a text; white space around it falls away. An empty one is none.
    ///
    /// # Errors
    /// Too long, with characters that do not show, or with something in it that looks like a token, a key or a secret.
    pub fn parse(text: &str) -> Result<Self, FieldRefused> {
        let text = text.trim().replace("\r\n", "\n");
        if text.chars().count() > usize::from(Self::MOST) {
            Err(Field::Notes.refused(Problem::TooLong { most: Self::MOST }))
        } else if text.chars().any(|character| character != '\n' && is_invisible(character)) {
            Err(Field::Notes.refused(Problem::Characters))
        } else if holds_secret(&text) {
            Err(Field::Notes.refused(Problem::HoldsSecret))
        } else {
            Ok(Self(text))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How many characters follow the beginning of a key or a token before it is taken for one: fewer may be a hint of it.
const MORE: usize = 12;

/// Whether something in a text looks like a secret of Salesforce's, wherever it stands.
fn holds_secret(text: &str) -> bool {
    let follows = |beginning: &str, more: fn(&str) -> bool| {
        text.match_indices(beginning).any(|(at, _)| more(&text[at + beginning.len()..]))
    };
    // An access token: the org's id, a mark, the rest.
    follows("00D", |rest| {
        let rest = rest.trim_start_matches(|character: char| character.is_ascii_alphanumeric());
        rest.strip_prefix('!').is_some_and(|rest| length(rest) > 0)
    })
        // One that is signed: a head and a body of JSON, in base64.
        || follows("eyJ", |rest| rest.split_once(".eyJ").is_some_and(|(head, _)| length(head) == head.len()))
        // A consumer key, and a refresh token.
        || ["3MVG9", "5Aep"].into_iter().any(|beginning| follows(beginning, |rest| length(rest) >= MORE))
        // A consumer secret.
        || text.split(|character: char| !character.is_ascii_hexdigit()).any(|run| run.len() >= 64)
        || text.contains("PRIVATE KEY-----")
}

/// How many characters of a key or a token a text begins with.
fn length(text: &str) -> usize {
    text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Option<Problem> {
        Notes::parse(text).err().map(|refused| refused.problem)
    }

    #[test]
    fn notes_are_plain_text_of_several_lines() {
        let notes = Notes::parse("  Ask Zoë first.\r\nRefreshed each Friday – 東京\n\n").expect("notes");
        assert_eq!(notes.as_str(), "Ask Zoë first.\nRefreshed each Friday – 東京");
        assert_eq!(Notes::parse(" \n").expect("none").as_str(), "");
        assert_eq!(refused(&"ä".repeat(2000)), None);
        assert_eq!(refused(&"ä".repeat(2001)), Some(Problem::TooLong { most: 2000 }));
        for hidden in ["UAT\u{202e}DORP", "U\u{200b}AT", "a\tb", "a\rb", "a\u{2028}b"] {
            assert_eq!(refused(hidden), Some(Problem::Characters), "{hidden:?}");
        }
    }

    #[test]
    fn what_looks_like_a_secret_is_refused_wherever_it_stands() {
        let hex = "0123456789abcdefABCDEF0123456789".repeat(2);
        for secret in [
            "00Dxx0000001gPL!AQEAQNv3.kE_",
            "00Dxx0000001gPLEAY!AR8AQ",
            "eyJraWQiOiIyMjAifQ.eyJzdWIiOiJhbmEifQ.c2ln",
            "3MVG9abcdefghij_kl.mn",
            "5Aep861ABCdef.GHI_jkl",
            "-----BEGIN RSA PRIVATE KEY-----",
            &hex,
        ] {
            for text in
                [secret.to_owned(), format!("Token of Ana:{secret}, until Friday"), format!("a\n({secret})")]
            {
                assert_eq!(refused(&text), Some(Problem::HoldsSecret), "{text}");
            }
        }
    }

    #[test]
    fn hints_and_ids_are_no_secrets() {
        for plain in [
            "Org id 00Dxx0000001gPLEAY! Not the old one.",
            "The key is 3MVG9…kQ, its token begins 5Aep861",
            "eyJ is how they begin.eyJ too",
            &"0123456789abcdef".repeat(3),
            "a public key: -----BEGIN CERTIFICATE-----",
        ] {
            assert_eq!(refused(plain), None, "{plain}");
        }
    }
}
