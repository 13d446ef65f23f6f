//! The names that scopes have in metadata, which are not those of a token request.
//!
//! Source: the enum `ConnectedAppOauthAccessScope`, and what was retrieved from orgs: the scope of the API Platform is
//! called otherwise here than in a connected app.

const SCOPES: &[(&str, &str)] = &[
    ("A2A", "a2a_api"),
    ("Address", "address"),
    ("Api", "api"),
    ("Basic", "id"),
    ("CDP", "cdp_api"),
    ("CDPCalculatedInsight", "cdp_calculated_insight_api"),
    ("CDPIdentityResolution", "cdp_identityresolution_api"),
    ("CDPIngest", "cdp_ingest_api"),
    ("CDPProfile", "cdp_profile_api"),
    ("CDPQuery", "cdp_query_api"),
    ("CDPSegment", "cdp_segment_api"),
    ("Chatbot", "chatbot_api"),
    ("Chatter", "chatter_api"),
    ("CmdbDiscovery", "cmdb_discovery_api"),
    ("Content", "content"),
    ("CustomApplications", "visualforce"),
    ("CustomPermissions", "custom_permissions"),
    ("DataCloudUserClaims", "data_cloud_user_claims"),
    ("Eclair", "eclair_api"),
    ("EinsteinGPT", "einstein_gpt_api"),
    ("Email", "email"),
    ("ForgotPassword", "forgot_password"),
    ("Full", "full"),
    ("Interaction", "interaction_api"),
    ("Lightning", "lightning"),
    ("MCP", "mcp_api"),
    ("OfflineAccess", "offline_access"),
    ("OpenID", "openid"),
    ("Pardot", "pardot_api"),
    ("Phone", "phone"),
    ("Profile", "profile"),
    ("PwdlessLogin", "pwdless_login_api"),
    ("RefreshToken", "refresh_token"),
    ("SCRT", "scrt_api"),
    ("SFApiPlatform", "sfap_api"),
    ("SemanticLayer", "semantic_layer_api"),
    ("UserRegistration", "user_registration_api"),
    ("Wave", "wave_api"),
    ("Web", "web"),
];

/// The scope that has this name in metadata. Names are compared exactly.
pub(super) fn scope(name: &str) -> Option<&'static str> {
    SCOPES.iter().find(|(known, _)| *known == name).map(|(_, scope)| *scope)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::scope as scopes;

    #[test]
    fn every_name_means_a_scope_that_exists() {
        let strange: Vec<&str> =
            SCOPES.iter().map(|(_, scope)| *scope).filter(|scope| !scopes::is_known(scope)).collect();
        assert!(strange.is_empty(), "{strange:?}");
        assert_eq!((scope("SFApiPlatform"), scope("SFAP"), scope("api")), (Some("sfap_api"), None, None));
    }
}
