//! `GET /.well-known/openid-configuration`: where the endpoints of this host are; and the keys for ID tokens.
//!
//! Lists what exists here and nothing else: a client that believes it must not be led to a closed door.

use serde_json::json;

use super::answer::Answer;
use super::call::Call;
use crate::rules::refusal::METHOD;
use crate::world::signer::Signer;

/// Where the keys for ID tokens are.
pub(crate) const SIGNING_KEYS: &str = "/id/keys";

/// The keys with which ID tokens are signed (RFC 7517).
pub(crate) fn signing_keys(signer: &Signer, call: &Call) -> Answer {
    if !call.is_get() {
        return Answer::api_refusal(METHOD);
    }
    Answer::json(200, &json!({ "keys": [signer.public_key()] }))
}

/// Answers for the host of the call.
pub(crate) fn answer(call: &Call) -> Answer {
    if !call.is_get() {
        return Answer::api_refusal(METHOD);
    }
    let home = format!("https://{}", call.host);
    Answer::json(
        200,
        &json!({
            "issuer": home,
            "authorization_endpoint": format!("{home}/services/oauth2/authorize"),
            "token_endpoint": format!("{home}/services/oauth2/token"),
            "introspection_endpoint": format!("{home}/services/oauth2/introspect"),
            "revocation_endpoint": format!("{home}/services/oauth2/revoke"),
            "userinfo_endpoint": format!("{home}/services/oauth2/userinfo"),
            "jwks_uri": format!("{home}{SIGNING_KEYS}"),
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["api", "full", "id", "openid", "profile", "email", "address", "phone",
                "offline_access", "refresh_token", "sfap_api", "web"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "display_values_supported": ["page", "popup", "touch", "mobile"],
        }),
    )
}
