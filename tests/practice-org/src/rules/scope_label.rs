//! The list "OAuth Scopes" of Setup: each entry as it is shown there, and the scope that an app has which selects it.
//!
//! In the order of the Tooling enum `Oauth2CannedScopes`, not of Setup, which no document tells. Names that share an
//! entry are saved by their first one. Labels that no document tells are the name alone.

/// The scope that is saved, and the words of the entry.
pub(crate) const ENTRIES: &[(&str, &str)] = &[
    ("api", "Manage user data via APIs (api)"),
    ("refresh_token", "Perform requests at any time (refresh_token, offline_access)"),
    ("sfap_api", "Access the Salesforce API Platform (sfap_api)"),
    ("web", "Manage user data via Web browsers (web)"),
    ("full", "Full access (full)"),
    ("id", "Access the identity URL service (id, profile, email, address, phone)"),
    ("openid", "Access unique user identifiers (openid)"),
    ("custom_permissions", "Access custom permissions (custom_permissions)"),
    ("chatter_api", "Access Connect REST API resources (chatter_api)"),
    ("visualforce", "Access Visualforce applications (visualforce)"),
    ("lightning", "Access Lightning applications (lightning)"),
    ("content", "Access content resources (content)"),
    ("wave_api", "Access Analytics REST API resources (wave_api)"),
    ("eclair_api", "Access Analytics REST API Charts Geodata resources (eclair_api)"),
    ("pardot_api", "Manage Pardot services (pardot_api)"),
    ("chatbot_api", "Access chatbot services (chatbot_api)"),
    ("interaction_api", "Access Interaction API resources (interaction_api)"),
    ("einstein_gpt_api", "Access Einstein GPT services (einstein_gpt_api)"),
    ("cdp_api", "Access all Data Cloud API resources (cdp_api)"),
    ("cdp_ingest_api", "Manage Customer Data Platform Ingestion API data (cdp_ingest_api)"),
    ("cdp_profile_api", "Manage Customer Data Platform profile data (cdp_profile_api)"),
    ("cdp_query_api", "Perform ANSI SQL queries on Customer Data Platform data (cdp_query_api)"),
    ("cdp_segment_api", "Manage Customer Data Platform segment data (cdp_segment_api)"),
    (
        "cdp_identityresolution_api",
        "Manage Customer Data Platform identity resolution data (cdp_identityresolution_api)",
    ),
    (
        "cdp_calculated_insight_api",
        "Manage Customer Data Platform calculated insight data (cdp_calculated_insight_api)",
    ),
    ("user_registration_api", "Access Headless Registration API (user_registration_api)"),
    ("forgot_password", "Access Headless Forgot Password API (forgot_password)"),
    ("pwdless_login_api", "Access Headless Passwordless Login API (pwdless_login_api)"),
    ("mcp_api", "Access Salesforce hosted MCP servers (mcp_api)"),
    ("scrt_api", "Service Cloud Real-Time features (scrt_api)"),
    ("hub_api", "hub_api"),
    ("data_cloud_user_claims", "data_cloud_user_claims"),
    ("a2a_api", "a2a_api"),
    ("cmdb_discovery_api", "cmdb_discovery_api"),
    ("semantic_layer_api", "semantic_layer_api"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::scope;

    #[test]
    fn every_scope_has_an_entry_and_every_entry_a_scope() {
        for (place, (name, label)) in ENTRIES.iter().enumerate() {
            assert!(scope::is_known(name) && label.contains(name), "{name}: {label}");
            assert!(ENTRIES[place + 1..].iter().all(|(other, _)| other != name), "{name} twice");
        }
        let missing: Vec<_> = scope::entries().filter(|name| !has(name)).collect();
        assert!(missing.is_empty(), "without an entry: {missing:?}");
    }

    fn has(name: &str) -> bool {
        ENTRIES.iter().any(|(known, _)| *known == name)
    }
}
