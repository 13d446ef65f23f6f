//! Every scope that an External Client App can have: its API value, its name in metadata, and its field in a query.
//!
//! A name that is not certain is not here: it would be deployed, or asked for, and refused.

/// A scope of Salesforce's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Scope {
    /// What a sign-in asks for.
    pub value: &'static str,
    /// What it is called in metadata, where that is certain.
    pub metadata: Option<&'static str>,
    /// The field of `ExtlClntAppOauthSettings` that says whether an app has it, where that is certain.
    pub field: Option<&'static str>,
    /// Whether it opens far more than one thing.
    pub is_wide: bool,
}

impl Scope {
    /// All of them.
    pub fn all() -> &'static [Self] {
        &SCOPES
    }

    /// The one with this API value.
    pub fn of(value: &str) -> Option<&'static Self> {
        SCOPES.iter().find(|scope| scope.value == value)
    }
}

const fn scope(value: &'static str, metadata: &'static str) -> Scope {
    Scope { value, metadata: Some(metadata), field: None, is_wide: false }
}

const fn queried(value: &'static str, metadata: &'static str, field: &'static str) -> Scope {
    Scope { value, metadata: Some(metadata), field: Some(field), is_wide: false }
}

const fn wide(value: &'static str, metadata: &'static str, field: &'static str) -> Scope {
    Scope { value, metadata: Some(metadata), field: Some(field), is_wide: true }
}

const fn nameless(value: &'static str) -> Scope {
    Scope { value, metadata: None, field: None, is_wide: false }
}

/// Of two values for one scope, both are here: a sign-in may ask for either.
const SCOPES: [Scope; 39] = [
    queried("api", "Api", "OauthScopesAPI"),
    queried("refresh_token", "RefreshToken", "OauthScopesREFRESH_TOKEN"),
    queried("offline_access", "OfflineAccess", "OauthScopesOFFLINE_ACCESS"),
    queried("sfap_api", "SFApiPlatform", "OauthScopesSFAP_API"),
    wide("web", "Web", "OauthScopesWEB"),
    wide("full", "Full", "OauthScopesFULL"),
    queried("id", "Basic", "OauthScopesSSO"),
    scope("profile", "Profile"),
    scope("email", "Email"),
    scope("address", "Address"),
    scope("phone", "Phone"),
    scope("openid", "OpenID"),
    scope("custom_permissions", "CustomPermissions"),
    queried("chatter_api", "Chatter", "OauthScopesCHATTER_REST_API"),
    queried("visualforce", "CustomApplications", "OauthScopesVF"),
    scope("lightning", "Lightning"),
    scope("content", "Content"),
    queried("wave_api", "Wave", "OauthScopesWAVE_REST_API"),
    scope("eclair_api", "Eclair"),
    scope("pardot_api", "Pardot"),
    scope("chatbot_api", "Chatbot"),
    scope("interaction_api", "Interaction"),
    scope("einstein_gpt_api", "EinsteinGPT"),
    scope("cdp_api", "CDP"),
    scope("cdp_ingest_api", "CDPIngest"),
    scope("cdp_profile_api", "CDPProfile"),
    scope("cdp_query_api", "CDPQuery"),
    nameless("cdp_segment_api"),
    nameless("cdp_identityresolution_api"),
    nameless("cdp_calculated_insight_api"),
    scope("user_registration_api", "UserRegistration"),
    scope("forgot_password", "ForgotPassword"),
    nameless("pwdless_login_api"),
    nameless("mcp_api"),
    nameless("scrt_api"),
    nameless("data_cloud_user_claims"),
    nameless("a2a_api"),
    nameless("cmdb_discovery_api"),
    nameless("semantic_layer_api"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_scopes_share_a_value_a_name_or_a_field() {
        let all = |names: Vec<&str>| (names.iter().collect::<HashSet<_>>().len(), names.len());
        let values = all(SCOPES.iter().map(|scope| scope.value).collect());
        let metadata = all(SCOPES.iter().filter_map(|scope| scope.metadata).collect());
        let fields = all(SCOPES.iter().filter_map(|scope| scope.field).collect());
        for (different, all) in [values, metadata, fields] {
            assert_eq!(different, all);
        }
    }

    #[test]
    fn the_platforms_scope_has_the_name_that_external_client_apps_use() {
        assert_eq!(Scope::of("sfap_api").and_then(|scope| scope.metadata), Some("SFApiPlatform"));
        assert_eq!(Scope::of("everything"), None);
    }
}
