//! Names that a program gives to things: ours are UUIDs, Salesforce's are record ids.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
        #[cfg_attr(test, derive(ts_rs::TS), ts(export, type = "string"))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new one, unlike every other.
            #[expect(clippy::new_without_default, reason = "each call makes another; a default would be the same")]
            pub fn new() -> Self {
                Self(Uuid::new_v4())
            }

            /// Reads one that was stored.
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::parse_str(text).ok().map(Self)
            }

            /// The UUID itself.
            pub fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

id!(
    /// Names a consultant's customer: a group of orgs.
    ClientId
);
id!(
    /// Names a saved org.
    OrgId
);
id!(
    /// Names a saved External Client App.
    ClientAppId
);
id!(
    /// Names what one sign-in gave.
    GrantId
);
id!(
    /// Names a set-up that was begun.
    GuideId
);
id!(
    /// Names a set of orgs.
    SetId
);
id!(
    /// Names what was removed together, and can come back together.
    RemovalId
);
id!(
    /// Names a secret that was pasted and waits for its form to be saved.
    DraftId
);

/// Salesforce's id of an org (`00D…`), in its 18-character form.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, type = "string"))]
#[serde(transparent)]
pub struct OrganizationId(String);

/// Salesforce's id of a user (`005…`), in its 18-character form.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, type = "string"))]
#[serde(transparent)]
pub struct UserId(String);

impl OrganizationId {
    /// Takes a record id that begins with `00D`.
    pub fn parse(text: &str) -> Option<Self> {
        text.starts_with("00D").then(|| eighteen(text)).flatten().map(Self)
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl UserId {
    /// Takes a record id that begins with `005`.
    pub fn parse(text: &str) -> Option<Self> {
        text.starts_with("005").then(|| eighteen(text)).flatten().map(Self)
    }

    /// The 18 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The characters of a suffix, by the five bits that each stands for.
const SUFFIX: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// The 18-character form of a record id of 15 or 18 characters, so that two spellings of one id are equal.
///
/// The last three characters say, five bits each, which of the first fifteen are capitals.
fn eighteen(id: &str) -> Option<String> {
    if !matches!(id.len(), 15 | 18) || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let mut long = id[..15].to_owned();
    for five in id.as_bytes()[..15].chunks(5) {
        let capitals =
            five.iter().rev().fold(0, |bits, byte| bits << 1 | usize::from(byte.is_ascii_uppercase()));
        long.push(char::from(SUFFIX[capitals]));
    }
    Some(long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_a_record_id_are_the_same_id() {
        let short = OrganizationId::parse("00Dxx0000001gPL").expect("15 characters");
        assert_eq!(short.as_str(), "00Dxx0000001gPLEAY");
        assert_eq!(OrganizationId::parse("00Dxx0000001gPLEAY"), Some(short));
        assert_eq!(UserId::parse("005xx000001Sv6A").map(|id| id.0), Some("005xx000001Sv6AAAS".to_owned()));
    }

    #[test]
    fn other_ids_are_refused() {
        for wrong in ["", "00D", "005xx000001Sv6A", "00Dxx0000001gP!", "00Dxx0000001gPLE"] {
            assert_eq!(OrganizationId::parse(wrong), None, "{wrong}");
        }
    }
}
