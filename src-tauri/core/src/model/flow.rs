//! The ways in which an External Client App gets its tokens.
//!
//! Username-password and the implicit flow are not among them: Salesforce refuses the one for External Client Apps, and
//! the other puts a token into an address.

use serde::{Deserialize, Serialize};

use crate::model::certificate::Certificate;
use crate::model::environment::Environment;
use crate::model::field::{Field, FieldRefused, Problem};
use crate::model::secret::{Place, SecretHint};
use crate::model::shown::is_invisible;
use crate::model::view::RecipeFlow;

/// How an app gets its tokens.
#[derive(Clone, Debug)]
pub enum Flow {
    /// A person signs in (RFC 6749 §4.1 with RFC 7636, or RFC 8628), and a refresh token renews.
    AuthorizationCode,
    /// The app itself, as the user whom its policies name under *Run As* (RFC 6749 §4.4).
    ClientCredentials,
    /// A signed assertion for one user (RFC 7523).
    JwtBearer(JwtBearer),
}

/// What a signed assertion needs. The private key is in the keychain; here is only a hint of it.
#[derive(Clone, Debug)]
pub struct JwtBearer {
    /// Whom it is for: `sub`.
    pub username: Username,
    /// Who is to take it: `aud`.
    pub audience: Audience,
    /// What may be seen of the private key.
    pub key: SecretHint,
    /// Which of its two places in the keychain holds the private key.
    pub key_place: Place,
    /// The certificate that was, or is to be, uploaded in Setup.
    pub certificate: Certificate,
}

/// Whom an assertion is for: Salesforce takes no other two.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// `https://login.salesforce.com`: production and Developer Edition.
    Login,
    /// `https://test.salesforce.com`: sandboxes and scratch orgs.
    Test,
}

/// The exact username of a Salesforce user: looks like an e-mail address, and need not be one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Username(String);

impl Flow {
    /// Whether tokens come without a person.
    pub fn needs_nobody(&self) -> bool {
        match self {
            Self::AuthorizationCode => false,
            Self::ClientCredentials | Self::JwtBearer(_) => true,
        }
    }

    /// The way of a recipe that it goes.
    pub fn way(&self) -> RecipeFlow {
        match self {
            Self::AuthorizationCode => RecipeFlow::AuthorizationCode,
            Self::ClientCredentials => RecipeFlow::ClientCredentials,
            Self::JwtBearer(_) => RecipeFlow::JwtBearer,
        }
    }

    /// What signs its assertions, where it shows any.
    pub fn jwt(&self) -> Option<&JwtBearer> {
        match self {
            Self::JwtBearer(jwt) => Some(jwt),
            Self::AuthorizationCode | Self::ClientCredentials => None,
        }
    }

    /// Whether tokens of this flow are for whom those of the other are.
    pub fn is_for_whom(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::AuthorizationCode, Self::AuthorizationCode)
            | (Self::ClientCredentials, Self::ClientCredentials) => true,
            (Self::JwtBearer(one), Self::JwtBearer(other)) => one.username == other.username,
            _ => false,
        }
    }
}

impl Audience {
    /// The one for an org of this kind.
    pub fn of(environment: Environment) -> Self {
        use Environment as E;
        match environment {
            E::Production | E::Unknown | E::DeveloperEdition => Self::Login,
            E::FullCopy | E::Uat | E::Integration | E::Development | E::Sandbox | E::Scratch => Self::Test,
        }
    }

    /// The `aud` claim.
    pub fn as_url(self) -> &'static str {
        match self {
            Self::Login => "https://login.salesforce.com",
            Self::Test => "https://test.salesforce.com",
        }
    }

    /// Its name in the registry.
    pub fn as_word(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Test => "test",
        }
    }

    /// The one of that name.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Login, Self::Test].into_iter().find(|audience| audience.as_word() == word)
    }
}

impl Username {
    /// The most characters that Salesforce gives a username.
    pub const MOST: u16 = 80;

    /// Takes a username; white space around it falls away.
    ///
    /// # Errors
    /// Empty, too long, or without the `@` that every username has.
    pub fn parse(text: &str) -> Result<Self, FieldRefused> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Field::JwtUsername.refused(Problem::Empty));
        }
        if text.chars().count() > usize::from(Self::MOST) {
            return Err(Field::JwtUsername.refused(Problem::TooLong { most: Self::MOST }));
        }
        if text.chars().any(|character| is_invisible(character) || character.is_whitespace()) {
            return Err(Field::JwtUsername.refused(Problem::Characters));
        }
        if !text.contains('@') {
            return Err(Field::JwtUsername.refused(Problem::NotAUsername));
        }
        Ok(Self(text.to_owned()))
    }

    /// The username.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_username_has_an_at_sign_and_no_gaps() {
        assert_eq!(Username::parse(" ana@acme.com.uat ").expect("a username").as_str(), "ana@acme.com.uat");
        let refused = |text: &str| Username::parse(text).map_err(|refused| refused.problem);
        assert_eq!(refused(" "), Err(Problem::Empty));
        assert_eq!(refused("ana"), Err(Problem::NotAUsername));
        assert_eq!(refused("ana smith@acme.com"), Err(Problem::Characters));
    }

    #[test]
    fn the_audience_follows_the_kind_of_org() {
        assert_eq!(Audience::of(Environment::Sandbox).as_url(), "https://test.salesforce.com");
        assert_eq!(Audience::of(Environment::Production).as_url(), "https://login.salesforce.com");
        assert_eq!(Audience::from_word("test"), Some(Audience::Test));
    }
}
