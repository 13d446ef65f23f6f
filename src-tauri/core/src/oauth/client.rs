//! Salesforce as the `oauth2` crate knows it: endpoints of one host and the shape of its token answers.

use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::url::ParseError;
use oauth2::{
    AuthType, AuthUrl, Client, ClientId, ClientSecret, EndpointNotSet, EndpointSet, RedirectUrl,
    StandardRevocableToken, StandardTokenResponse, TokenUrl,
};

use crate::model::client_app::CallbackUrl;
use crate::model::host::LoginHost;
use crate::model::secret::{ConsumerKey, ConsumerSecret};
use crate::oauth::token_reply::SalesforceFields;

/// Where tokens are asked for, whichever way.
pub(crate) const TOKEN: &str = "/services/oauth2/token";

/// A client for one External Client App on one host.
pub(crate) type SalesforceClient = Client<
    BasicErrorResponse,
    StandardTokenResponse<SalesforceFields, BasicTokenType>,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// Describes an app on a host. The secret goes into the body, and only when there is one: Salesforce checks a secret
/// that it would not have asked for.
///
/// # Errors
/// Never for a parsed host and callback; the crate asks again.
pub(crate) fn client(
    host: &LoginHost,
    key: &ConsumerKey,
    secret: Option<&ConsumerSecret>,
    callback: &CallbackUrl,
) -> Result<SalesforceClient, ParseError> {
    let client = Client::new(ClientId::new(key.expose().to_owned()))
        .set_auth_type(AuthType::RequestBody)
        .set_auth_uri(AuthUrl::new(host.at("/services/oauth2/authorize"))?)
        .set_token_uri(TokenUrl::new(host.at(TOKEN))?)
        // Keeps the text beside the parsed address and sends the text: byte for byte as registered.
        .set_redirect_uri(RedirectUrl::new(callback.as_str().to_owned())?);
    Ok(match secret {
        Some(secret) => client.set_client_secret(ClientSecret::new(secret.expose().to_owned())),
        None => client,
    })
}
