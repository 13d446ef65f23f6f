//! Record ids with Salesforce's checksum, and the shapes of keys, codes and tokens.
//!
//! Sources: "15 and 18 character record ids" (Salesforce object reference), OAuth terminology page
//! `remoteaccess_terminology`. Lengths of tokens are observed, not promised, so clients must not rely on them.

use super::random::{HEX_ALPHABET, ID_ALPHABET, Seed, TOKEN_ALPHABET, random_text};

/// A record id in its case-sensitive form of 15 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordId(String);

impl RecordId {
    /// An id of the object with this three-letter prefix, on the instance with this two-letter pod.
    pub(crate) fn seeded(prefix: &str, pod: &str, seed: &Seed, label: &str) -> Self {
        Self(format!("{prefix}{pod}00000{}", seed.text(label, ID_ALPHABET, 5)))
    }

    /// The id of a record that belongs to this one and to no other: it differs in its prefix alone.
    pub(crate) fn sibling(&self, prefix: &str) -> Self {
        Self(format!("{prefix}{}", &self.0[3..]))
    }

    /// The 15-character form, which stands before the `!` of an access token.
    pub(crate) fn short(&self) -> &str {
        &self.0
    }

    /// Whether this text is the id, in either form.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.0 == text || self.long() == text
    }

    /// The 18-character form: the short one and a checksum over its capitals.
    pub(crate) fn long(&self) -> String {
        with_checksum(&self.0)
    }
}

/// Three characters are added; each says which of five characters are capitals, first one lowest bit.
pub(crate) fn with_checksum(short: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    let mut long = short.to_owned();
    for five in short.as_bytes().chunks(5) {
        let capitals =
            five.iter().rev().fold(0, |bits, byte| bits * 2 + usize::from(byte.is_ascii_uppercase()));
        long.push(char::from(LETTERS[capitals]));
    }
    long
}

/// A consumer key: 85 characters that begin `3MVG9`.
pub(crate) fn consumer_key(seed: &Seed, label: &str) -> String {
    format!("3MVG9{}", seed.text(&format!("{label} key"), TOKEN_ALPHABET, 80))
}

/// A consumer secret: 64 upper-case hex digits.
pub(crate) fn consumer_secret(seed: &Seed, label: &str) -> String {
    seed.text(&format!("{label} secret"), HEX_ALPHABET, 64)
}

/// An opaque access token: the org's short id, `!`, and random text.
pub(crate) fn access_token(org: &RecordId) -> String {
    format!("{}!{}", org.short(), random_text(TOKEN_ALPHABET, 96))
}

/// A refresh token: `5Aep861` and random text, 87 characters.
pub(crate) fn refresh_token() -> String {
    format!("5Aep861{}", random_text(TOKEN_ALPHABET, 80))
}

/// An authorization code: begins `aPrx`, ends `==`, which a redirect must spell `%3D%3D`.
pub(crate) fn authorization_code() -> String {
    format!("aPrx{}==", random_text(TOKEN_ALPHABET, 72))
}

/// The value of a session cookie or of a hidden form field.
pub(crate) fn page_ticket() -> String {
    random_text(ID_ALPHABET, 40)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_well_known_ids() {
        assert_eq!(with_checksum("00Dxx0000001gPL"), "00Dxx0000001gPLEAY");
        assert_eq!(with_checksum("005xx000001Sv6A"), "005xx000001Sv6AAAS");
    }

    #[test]
    fn things_look_like_salesforces() {
        let seed = Seed::new(Some(1));
        let org = RecordId::seeded("00D", "Qy", &seed, "org");
        assert_eq!((org.short().len(), org.long().len()), (15, 18));
        assert_eq!(consumer_key(&seed, "app").len(), 85);
        assert_eq!(consumer_secret(&seed, "app").len(), 64);
        assert!(access_token(&org).starts_with(&format!("{}!", org.short())), "the org id leads its tokens");
        assert!(authorization_code().ends_with("=="), "a client that does not decode must be caught");
    }
}
