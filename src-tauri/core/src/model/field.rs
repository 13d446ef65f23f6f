//! What people type or paste, parsed once at the door: names, codes, keys.
//!
//! Every refusal names the field and what is wrong with it, so that the window can say the cure beside the field.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::address::AddressRefused;
use crate::model::network::ProxyRefused;
use crate::model::shown::is_invisible;

/// A field of a form or of a template file.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The pasted address of an org.
    Address,
    /// The consultant's customer.
    Client,
    /// The org's name in the list.
    OrgName,
    /// The org's short code.
    Code,
    /// The app's name in the list.
    AppName,
    /// The callback URL as registered in the app.
    CallbackUrl,
    /// The scopes to ask for.
    Scopes,
    /// The consumer key.
    ConsumerKey,
    /// The consumer secret.
    ConsumerSecret,
    /// How the app gets its tokens.
    Flow,
    /// Further callback URLs as registered in the app.
    FurtherCallbacks,
    /// The user for whom an assertion is signed.
    JwtUsername,
    /// The private key that signs it.
    PrivateKey,
    /// The passphrase of a private key's file.
    Passphrase,
    /// Host and port of the proxy.
    ProxyAddress,
    /// The user whom the proxy knows.
    ProxyUsername,
    /// That user's password.
    ProxyPassword,
    /// The file of certificate authorities.
    ExtraCa,
    /// Whom Salesforce may write to about an app.
    ContactEmail,
    /// The API name of an app.
    ApiName,
    /// The address that an integration itself is called back at.
    TheirCallback,
    /// Whom an app with client credentials runs as.
    RunAs,
    /// The permission set whose users may use an app.
    PermissionSet,
    /// Custom scopes, by name.
    CustomScopes,
    /// An answer that the guide asks for in words of its own.
    Answer,
    /// The app whose sign-in makes another.
    Through,
    /// What a person notes of an org.
    Notes,
    /// The name of a set.
    SetName,
    /// The apps of a set.
    Apps,
    /// The keys that bring the quick switcher.
    Shortcut,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "problem", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Problem {
    /// Nothing is there.
    Empty,
    /// More than `most` characters.
    TooLong {
        /// How many are allowed.
        most: u16,
    },
    /// White space, control or invisible characters where none may be.
    Characters,
    /// Another entry has it already.
    Taken,
    /// The address cannot be used, and why.
    Address {
        /// Why.
        reason: AddressRefused,
    },
    /// A callback that a program on this computer cannot listen on.
    NotLoopback,
    /// A consumer key where the secret belongs.
    LooksLikeKey,
    /// A consumer secret where the key belongs.
    LooksLikeSecret,
    /// Not text, or nothing, is on the clipboard.
    NothingToPaste,
    /// The address of the proxy cannot be used, and why.
    Proxy {
        /// Why.
        reason: ProxyRefused,
    },
    /// The one that is kept was for another proxy, or another user: it is not sent to this one.
    ForAnother,
    /// Not text of the PEM format.
    NotPem,
    /// PEM, but no certificate in it: a key, or a request.
    NoCertificate,
    /// A certificate that cannot be read.
    Unreadable,
    /// The certificate of a host, or of a person: no authority, which could vouch for others.
    NoAuthority,
    /// Salesforce was asked, and does not take it; the one that is stored stays.
    RefusedBySalesforce,
    /// A user's full username is wanted, with its `@`.
    NotAUsername,
    /// The file holds no private key that is understood.
    NotAPrivateKey,
    /// A private key of another kind than RSA, or shorter than 2048 bits.
    WeakKey,
    /// The old way of encrypting a key file, or one that is not supported.
    KeyEncryption,
    /// The passphrase does not open the key file.
    WrongPassphrase,
    /// This flow works only at the org's own My Domain.
    NeedsMyDomain,
    /// An e-mail address is wanted.
    NotAnEmail,
    /// An https address is wanted; http is for this computer alone.
    NotHttps,
    /// Not a name as Salesforce takes it: letters, digits and single underscores, a letter first, no underscore last.
    NotAnApiName,
    /// None of the answers that can be given.
    NotAChoice,
    /// Neither a consumer key nor a consumer secret.
    NeitherKeyNorSecret,
    /// It belongs to another org.
    OfAnotherOrg,
    /// It is the very app that is to be made.
    MakesItself,
    /// A token or a secret: notes are kept in the open.
    HoldsSecret,
    /// Not what was to be typed.
    NotTheCode,
    /// Keys that no program can have: a modifier is missing, or a key is not known.
    NotKeys,
}

/// A refusal of one field. Nothing was changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[error("{field:?} was refused: {problem:?}")]
pub struct FieldRefused {
    /// Which field.
    pub field: Field,
    /// What is wrong with it.
    #[serde(flatten)]
    pub problem: Problem,
}

impl Field {
    /// A refusal of this field.
    pub fn refused(self, problem: Problem) -> FieldRefused {
        FieldRefused { field: self, problem }
    }
}

/// The name of a client, an org or an app: what a person reads in the list.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Name(String);

impl Name {
    /// The most characters that a name may have.
    pub const MOST: u16 = 80;

    /// Takes a name; white space around it falls away.
    ///
    /// # Errors
    /// Empty, too long, or with characters that do not show (they could make one name look like another).
    pub fn parse(field: Field, text: &str) -> Result<Self, FieldRefused> {
        let text = text.trim();
        if text.is_empty() {
            Err(field.refused(Problem::Empty))
        } else if text.chars().count() > usize::from(Self::MOST) {
            Err(field.refused(Problem::TooLong { most: Self::MOST }))
        } else if text.chars().any(is_invisible) {
            Err(field.refused(Problem::Characters))
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An org's short code: the few letters that a consultant types to reach it. Lower case.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ShortCode(String);

impl ShortCode {
    /// The most characters that a code may have.
    pub const MOST: u16 = 8;

    /// Takes letters and digits, in any case.
    ///
    /// # Errors
    /// Empty, too long, or anything but ASCII letters and digits.
    pub fn parse(text: &str) -> Result<Self, FieldRefused> {
        let text = text.trim();
        if text.is_empty() {
            Err(Field::Code.refused(Problem::Empty))
        } else if text.chars().count() > usize::from(Self::MOST) {
            Err(Field::Code.refused(Problem::TooLong { most: Self::MOST }))
        } else if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Err(Field::Code.refused(Problem::Characters))
        } else {
            Ok(Self(text.to_ascii_lowercase()))
        }
    }

    /// A code for an org that has none yet: two letters of the client, one of the org; a digit when it is taken.
    pub fn suggest(client: &str, org: &str, is_taken: impl Fn(&Self) -> bool) -> Self {
        let letters = |text: &str, most| -> String {
            text.chars()
                .filter(char::is_ascii_alphanumeric)
                .take(most)
                .collect::<String>()
                .to_ascii_lowercase()
        };
        let stem = letters(client, 2) + &letters(org, 1);
        let stem = if stem.is_empty() { "org".to_owned() } else { stem };
        let numbered = (2..u32::MAX).map(|number| Self(format!("{stem}{number}")));
        let mut codes = std::iter::once(Self(stem.clone())).chain(numbered);
        codes.find(|code| !is_taken(code)).unwrap_or(Self(stem))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_must_be_readable() {
        let name = |text: &str| Name::parse(Field::OrgName, text).map_err(|refused| refused.problem);
        assert_eq!(name("  Zoë & Søn – UAT ").map(|name| name.0), Ok("Zoë & Søn – UAT".to_owned()));
        assert_eq!(name(" "), Err(Problem::Empty));
        assert_eq!(name(&"x".repeat(81)), Err(Problem::TooLong { most: 80 }));
        assert_eq!(name("UAT\u{202e}DORP"), Err(Problem::Characters), "turned text could read as production");
        assert_eq!(name("U\u{200b}AT"), Err(Problem::Characters));
    }

    #[test]
    fn a_code_is_suggested_that_nobody_has() {
        let none = |_: &ShortCode| false;
        assert_eq!(ShortCode::suggest("Acme Retail", "UAT", none).as_str(), "acu");
        let taken = |code: &ShortCode| matches!(code.as_str(), "acu" | "acu2");
        assert_eq!(ShortCode::suggest("Acme Retail", "UAT", taken).as_str(), "acu3");
        assert_eq!(ShortCode::suggest("日本", "本番", none).as_str(), "org");
    }

    #[test]
    fn a_code_is_letters_and_digits() {
        assert_eq!(ShortCode::parse(" ACU ").map(|code| code.0), Ok("acu".to_owned()));
        for wrong in ["", "a b", "acu-1", "toolongcode", "ä"] {
            assert!(ShortCode::parse(wrong).is_err(), "{wrong}");
        }
    }
}
