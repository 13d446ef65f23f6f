//! What may be noted beside a deed: one word of a closed list. There is no way to note a value, a token or an address.

use crate::model::failure::Failure;
use crate::model::shape::Shape;
use crate::model::view::{Copied, Credential, Tool};
use crate::model::word::word_of;

/// A word beside a deed: in which shape something was copied, for which tool, why it failed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Particular(String);

impl Particular {
    /// Nothing is to be said beside the deed.
    pub fn none() -> Self {
        Self::default()
    }

    /// The word; empty: none.
    pub fn as_word(&self) -> &str {
        &self.0
    }
}

impl From<Shape> for Particular {
    fn from(shape: Shape) -> Self {
        Self(word_of(&shape))
    }
}

impl From<Copied> for Particular {
    fn from(copied: Copied) -> Self {
        match copied {
            // Whether it was a new one, its renewal says.
            Copied::NewToken => Shape::Token.into(),
            other => Self(word_of(&other)),
        }
    }
}

impl From<Credential> for Particular {
    fn from(credential: Credential) -> Self {
        match credential {
            Credential::Key => Copied::ConsumerKey.into(),
            Credential::Secret => Copied::ConsumerSecret.into(),
        }
    }
}

impl From<Tool> for Particular {
    fn from(tool: Tool) -> Self {
        Self(tool.as_word().to_owned())
    }
}

impl From<&Failure> for Particular {
    /// Its code alone: what goes with it names hosts, users and orgs.
    fn from(failure: &Failure) -> Self {
        let failure = serde_json::to_value(failure).unwrap_or_default();
        Self(failure["code"].as_str().unwrap_or_default().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_failure_its_code_alone_is_noted() {
        let failure = Failure::HostUnknown { host: "acme.my.salesforce.com".to_owned() };
        assert_eq!(Particular::from(&failure).as_word(), "host_unknown");
    }

    #[test]
    fn a_new_token_and_a_fresh_one_are_copied_alike() {
        for copied in [Copied::Token, Copied::NewToken] {
            assert_eq!(Particular::from(copied), Particular::from(Shape::Token));
        }
        assert_eq!(Particular::from(Credential::Secret).as_word(), "consumer_secret");
        assert_eq!(Particular::none().as_word(), "");
    }
}
