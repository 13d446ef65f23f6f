//! What Salesforce answers at the token endpoint (RFC 6749 §5.1, and Salesforce's own fields).

use oauth2::basic::BasicTokenType;
use oauth2::{ExtraTokenFields, StandardTokenResponse, TokenResponse};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::client_app::Scopes;
use crate::model::grant::Identity;
use crate::model::host::{ForeignInstance, InstanceUrl};
use crate::model::secret::{AccessToken, ConsumerSecret, RefreshToken};
use crate::oauth::signature;

/// The fields that Salesforce adds. Those that nobody here needs are passed over, and so is every field that comes one
/// day: an answer is not refused for saying more.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct SalesforceFields {
    id: Option<String>,
    instance_url: Option<String>,
    /// These two only say something; whatever else is in their place says nothing.
    issued_at: Option<Value>,
    signature: Option<Value>,
}

impl ExtraTokenFields for SalesforceFields {}

impl SalesforceFields {
    /// Whether the answer is signed with this secret; none: it does not say.
    pub(crate) fn is_signed_with(&self, secret: &ConsumerSecret) -> Option<bool> {
        let (signature, issued_at) = (self.signature.as_ref()?.as_str()?, self.issued_at.as_ref()?.as_str()?);
        signature::fits(signature, self.id.as_deref()?, issued_at, secret)
    }
}

/// A token answer, parsed. There is no lifetime in it: Salesforce states none.
#[derive(Debug)]
pub struct TokenReply {
    /// The access token.
    pub access: AccessToken,
    /// The refresh token, where one was given; after a refresh it replaces the one that was spent.
    pub refresh: Option<RefreshToken>,
    /// Who it is for.
    pub identity: Option<Identity>,
    /// Where the APIs answer; a foreign address is kept as the refusal that it is.
    pub instance_url: Option<Result<InstanceUrl, ForeignInstance>>,
    /// What was granted, where the answer says it.
    pub scopes: Option<Scopes>,
}

impl TokenReply {
    /// Takes the crate's answer apart.
    pub(crate) fn of(response: &StandardTokenResponse<SalesforceFields, BasicTokenType>) -> Self {
        let fields = response.extra_fields();
        let refresh = response.refresh_token().map(|token| token.secret().clone());
        let scopes =
            response.scopes().map(|scopes| scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>());
        Self {
            access: response.access_token().secret().clone().into(),
            refresh: refresh.filter(|token| !token.is_empty()).map(Into::into),
            identity: fields.id.as_deref().and_then(Identity::from_url),
            instance_url: fields.instance_url.as_deref().map(InstanceUrl::parse),
            scopes: scopes.and_then(|scopes| Scopes::parse(&scopes.join(" ")).ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(json: &str) -> TokenReply {
        TokenReply::of(&serde_json::from_str(json).expect("a token answer"))
    }

    #[test]
    fn an_answer_as_salesforce_gives_it_is_read() {
        let reply = reply(
            r#"{"access_token":"00Dxx!AR8","refresh_token":"5Aep861","signature":"c2ln","scope":"refresh_token api id",
                "instance_url":"https://acme.my.salesforce.com","token_type":"Bearer","issued_at":"1760000000000",
                "id":"https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001Sv6AAAS","novelty":{"a":[1]}}"#,
        );
        assert_eq!(reply.access.expose(), "00Dxx!AR8");
        assert_eq!(reply.refresh.expect("a refresh token").expose(), "5Aep861");
        assert_eq!(reply.identity.expect("an identity").user.as_str(), "005xx000001Sv6AAAS");
        assert_eq!(
            reply.instance_url.expect("a URL").expect("Salesforce's").host(),
            "acme.my.salesforce.com"
        );
        assert!(reply.scopes.expect("scopes").has("api"));
    }

    #[test]
    fn an_answer_may_say_less() {
        let reply = reply(r#"{"access_token":"00Dxx!AR8","token_type":"Bearer","refresh_token":""}"#);
        assert!(reply.refresh.is_none(), "an empty refresh token is none");
        assert!(reply.identity.is_none() && reply.instance_url.is_none() && reply.scopes.is_none());
    }

    #[test]
    fn a_foreign_instance_url_is_not_taken() {
        let json = r#"{"access_token":"a","token_type":"Bearer","instance_url":"https://evil.example"}"#;
        assert!(reply(json).instance_url.expect("a URL").is_err());
    }
}
