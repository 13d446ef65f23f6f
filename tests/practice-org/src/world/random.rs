//! Random text: truly random for tokens, repeatable from a seed for ids, keys and secrets.
//!
//! Uses the cryptographic library that TLS stands on already; makes no generator of its own.

use aws_lc_rs::{digest, rand};

/// Salesforce's alphabet of consumer keys and of opaque tokens (`[A-Za-z0-9._]`).
pub(crate) const TOKEN_ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
/// The alphabet of record ids.
pub(crate) const ID_ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// The alphabet of consumer secrets.
pub(crate) const HEX_ALPHABET: &[u8] = b"0123456789ABCDEF";

/// Where repeatable text comes from: the same seed and label give the same text.
pub(crate) struct Seed([u8; 32]);

impl Seed {
    /// From a number that a person chose, or truly random without one.
    pub(crate) fn new(number: Option<u64>) -> Self {
        match number {
            Some(number) => Self(sha256(&[b"practice org seed", &number.to_be_bytes()])),
            None => Self(random_bytes()),
        }
    }

    /// `length` characters of `alphabet` that depend on seed and label only.
    pub(crate) fn text(&self, label: &str, alphabet: &[u8], length: usize) -> String {
        let blocks = (0_u64..).map(|block| sha256(&[&self.0, label.as_bytes(), &block.to_be_bytes()]));
        spell(blocks.flatten(), alphabet, length)
    }
}

/// `length` truly random characters of `alphabet`.
pub(crate) fn random_text(alphabet: &[u8], length: usize) -> String {
    spell(std::iter::repeat_with(random_bytes::<32>).flatten(), alphabet, length)
}

/// A truly random number below `limit`.
pub(crate) fn random_below(limit: usize) -> usize {
    usize::from(u16::from_be_bytes(random_bytes())) % limit.max(1)
}

/// A short fingerprint of a secret: enough to tell two apart, useless for anything else.
pub(crate) fn fingerprint(secret: &str) -> String {
    sha256(&[secret.as_bytes()]).iter().take(4).fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// The whole SHA-256 of a secret, in hex.
pub(crate) fn whole_fingerprint(secret: &str) -> String {
    sha256(&[secret.as_bytes()]).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// SHA-256 of the parts one after another.
pub(crate) fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(part);
    }
    let mut sum = [0; 32];
    sum.copy_from_slice(context.finish().as_ref());
    sum
}

/// Bytes beyond the last whole multiple of the alphabet are skipped, so that no letter is likelier.
fn spell(bytes: impl Iterator<Item = u8>, alphabet: &[u8], length: usize) -> String {
    let fair = 256 - 256 % alphabet.len();
    bytes
        .map(usize::from)
        .filter(|byte| *byte < fair)
        .map(|byte| char::from(alphabet[byte % alphabet.len()]))
        .take(length)
        .collect()
}

fn random_bytes<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    #[expect(
        clippy::expect_used,
        reason = "without random numbers no token may be made, so nothing can go on"
    )]
    rand::fill(&mut bytes).expect("the system gives random numbers");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_text_for_each_label() {
        let seed = Seed::new(Some(7));
        let again = Seed::new(Some(7));
        assert_eq!(seed.text("key", TOKEN_ALPHABET, 40), again.text("key", TOKEN_ALPHABET, 40));
        assert_ne!(seed.text("key", TOKEN_ALPHABET, 40), seed.text("secret", TOKEN_ALPHABET, 40));
        assert_ne!(seed.text("key", HEX_ALPHABET, 40), Seed::new(Some(8)).text("key", HEX_ALPHABET, 40));
    }

    #[test]
    fn without_a_seed_two_starts_differ() {
        assert_ne!(
            Seed::new(None).text("key", HEX_ALPHABET, 64),
            Seed::new(None).text("key", HEX_ALPHABET, 64),
            "secrets must not be guessable"
        );
    }

    #[test]
    fn random_text_keeps_to_length_and_alphabet() {
        let text = random_text(HEX_ALPHABET, 64);
        assert_eq!(text.len(), 64);
        assert!(text.bytes().all(|byte| HEX_ALPHABET.contains(&byte)), "{text}");
    }
}
