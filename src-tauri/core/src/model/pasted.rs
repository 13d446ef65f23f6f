//! What comes from the clipboard, read as a consumer key, a consumer secret, or the password of a proxy.
//!
//! Nobody promises how keys and secrets look: what is certainly the other one is refused, and what is certainly neither
//! is called so; all else is left to whoever pasted it.

use crate::model::field::{Field, FieldRefused, Problem};
use crate::model::secret::{ConsumerKey, ConsumerSecret, Pasted, ProxyPassword};

/// A consumer key is longer than a slip of the pen and shorter than a file pasted by mistake.
const LONGEST_CREDENTIAL: u16 = 1024;

/// How every key that Salesforce makes begins; one may also be chosen by whoever deploys the app.
const KEY_BEGINS: &str = "3MVG9";

impl Pasted {
    /// Reads it as a consumer key.
    ///
    /// # Errors
    /// Empty, too long, with white space inside, or certainly a secret.
    pub fn into_consumer_key(self) -> Result<ConsumerKey, FieldRefused> {
        let text = credential(Field::ConsumerKey, self.expose())?;
        if is_secret_shaped(text) {
            return Err(Field::ConsumerKey.refused(Problem::LooksLikeSecret));
        }
        Ok(text.to_owned().into())
    }

    /// Reads it as a consumer secret.
    ///
    /// # Errors
    /// Empty, too long, with white space inside, or certainly a key.
    pub fn into_consumer_secret(self) -> Result<ConsumerSecret, FieldRefused> {
        let text = credential(Field::ConsumerSecret, self.expose())?;
        if text.starts_with(KEY_BEGINS) {
            return Err(Field::ConsumerSecret.refused(Problem::LooksLikeKey));
        }
        Ok(text.to_owned().into())
    }
}

/// What pasted text looks like, among an app's credentials.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Shape {
    /// Certainly a consumer key.
    Key,
    /// Certainly a consumer secret.
    Secret,
    /// It may be either: keys and secrets have looked otherwise, and nobody promises how they look.
    Either,
    /// It is none: a sentence, an address, a word.
    Neither,
}

/// What no key and no secret is shorter than: the oldest secrets are this many digits, or a few more.
const SHORTEST_CREDENTIAL: usize = 15;

impl Pasted {
    /// What it looks like.
    pub fn shape(&self) -> Shape {
        let text = self.expose().trim();
        let is_of = |more: &str| {
            text.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.contains(char::from(byte)))
        };
        if text.len() < SHORTEST_CREDENTIAL || text.len() > usize::from(LONGEST_CREDENTIAL) || !is_of("._-") {
            Shape::Neither
        } else if text.starts_with("3MVG") && is_of("._") {
            Shape::Key
        } else if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            Shape::Secret
        } else {
            Shape::Either
        }
    }
}

/// No proxy takes a longer one.
const LONGEST_PASSWORD: u16 = 256;

impl Pasted {
    /// Reads it as the password of a proxy. Spaces may belong to it; the end of a line does not.
    ///
    /// # Errors
    /// Empty, too long, or of more than one line.
    pub fn into_proxy_password(self) -> Result<ProxyPassword, FieldRefused> {
        let (field, text) = (Field::ProxyPassword, self.expose().trim_end_matches(['\r', '\n']));
        if text.is_empty() {
            Err(field.refused(Problem::Empty))
        } else if text.chars().count() > usize::from(LONGEST_PASSWORD) {
            Err(field.refused(Problem::TooLong { most: LONGEST_PASSWORD }))
        } else if text.chars().any(char::is_control) {
            Err(field.refused(Problem::Characters))
        } else {
            Ok(text.to_owned().into())
        }
    }
}

fn credential(field: Field, text: &str) -> Result<&str, FieldRefused> {
    let text = text.trim();
    if text.is_empty() {
        Err(field.refused(Problem::Empty))
    } else if text.len() > usize::from(LONGEST_CREDENTIAL) {
        Err(field.refused(Problem::TooLong { most: LONGEST_CREDENTIAL }))
    } else if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(text)
    } else {
        Err(field.refused(Problem::Characters))
    }
}

/// Secrets of today are 64 hex digits in capitals.
fn is_secret_shaped(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pasted_is_told_apart_by_its_shape() {
        let shape = |text: &str| Pasted::from(text.to_owned()).shape();
        assert_eq!(shape(&format!(" 3MVG9{}\n", "x.Y_0".repeat(16))), Shape::Key);
        assert_eq!(shape(&"0a1B".repeat(16)), Shape::Secret, "in whatever case");
        assert_eq!(shape("1234567890123456789"), Shape::Either, "old secrets are digits");
        for other in
            ["", "secret", "http://localhost:33333", "ana.smith@acme.example.com", "two words that are long"]
        {
            assert_eq!(shape(other), Shape::Neither, "{other}");
        }
        assert_eq!(shape(&"x".repeat(1025)), Shape::Neither);
    }

    #[test]
    fn key_and_secret_in_each_others_place_are_noticed() {
        let pasted = |text: &str| Pasted::from(text.to_owned());
        let (key, secret) = ("3MVG9xB_D1giir9q.Wk4i0rX4TYNkoM", "0A1B".repeat(16));
        let problem = |refused: FieldRefused| refused.problem;
        assert!(pasted(&format!(" {key}\n")).into_consumer_key().is_ok());
        assert!(pasted(&secret).into_consumer_secret().is_ok());
        assert!(pasted("PlatformCLI").into_consumer_key().is_ok(), "a key may be chosen");
        assert!(pasted("1234567890123456789").into_consumer_secret().is_ok(), "old secrets are digits");
        assert_eq!(pasted(&secret).into_consumer_key().err().map(problem), Some(Problem::LooksLikeSecret));
        assert_eq!(pasted(key).into_consumer_secret().err().map(problem), Some(Problem::LooksLikeKey));
        assert_eq!(pasted("two words").into_consumer_key().err().map(problem), Some(Problem::Characters));
        assert_eq!(pasted(" \n").into_consumer_secret().err().map(problem), Some(Problem::Empty));
    }
}
