//! The words of Setup that recipes lead to: this program's own table, against which Keyperch's dictionary is held.
//!
//! That they stand on the pages of the practice org is seen while a recipe is followed.

use keyperch_core::model::setup_label::SetupLabel;
use serde::Serialize;

use crate::Failed;

/// Keyperch's own dictionary, as text.
const DICTIONARY: &str = include_str!("../../../ui/src/messages/setup-labels.ts");

/// Each button, tab, section, field, box and choice that a recipe leads to, as it stands in Setup.
const WORDS: &[(SetupLabel, &str)] = &[
    (SetupLabel::NewExternalClientApp, "New External Client App"),
    (SetupLabel::AppName, "External Client App Name"),
    (SetupLabel::ApiName, "API Name"),
    (SetupLabel::ContactEmail, "Contact Email"),
    (SetupLabel::DistributionState, "Distribution State"),
    (SetupLabel::DistributionLocal, "Local"),
    (SetupLabel::EnableOauthSettings, "API (Enable OAuth Settings)"),
    (SetupLabel::EnableOauth, "Enable OAuth"),
    (SetupLabel::CallbackUrl, "Callback URL"),
    (SetupLabel::OauthScopes, "OAuth Scopes"),
    (SetupLabel::FlowEnablement, "Flow Enablement"),
    (SetupLabel::ClientCredentialsFlow, "Enable Client Credentials Flow"),
    (SetupLabel::CodeAndCredentialsFlow, "Enable Authorization Code and Credentials Flow"),
    (
        SetupLabel::CodeAndCredentialsInBody,
        "Require user credentials in the POST body for Authorization Code and Credentials Flow",
    ),
    (SetupLabel::JwtBearerFlow, "Enable JWT Bearer Flow"),
    (SetupLabel::UploadFiles, "Upload Files"),
    (SetupLabel::Security, "Security"),
    (SetupLabel::SecretForWebServer, "Require secret for Web Server Flow"),
    (SetupLabel::SecretForRefresh, "Require secret for Refresh Token Flow"),
    (
        SetupLabel::Pkce,
        "Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows",
    ),
    (SetupLabel::Rotation, "Enable Refresh Token Rotation"),
    (SetupLabel::Create, "Create"),
    (SetupLabel::PoliciesTab, "Policies"),
    (SetupLabel::SettingsTab, "Settings"),
    (SetupLabel::Edit, "Edit"),
    (SetupLabel::Save, "Save"),
    (SetupLabel::AppPolicies, "App Policies"),
    (SetupLabel::OauthPolicies, "OAuth Policies"),
    (SetupLabel::FlowPolicies, "OAuth Flows and External Client App Enhancements"),
    (SetupLabel::AppAuthorization, "App Authorization"),
    (SetupLabel::SelectPermissionSets, "Select Permission Sets"),
    (SetupLabel::PermittedUsers, "Permitted Users"),
    (SetupLabel::SelfAuthorize, "All users can self-authorize"),
    (SetupLabel::PreAuthorized, "Admin approved users are pre-authorized"),
    (SetupLabel::RunAs, "Run As (Username)"),
    (SetupLabel::RefreshTokenPolicy, "Refresh Token Policy"),
    (SetupLabel::RefreshIdle, "Expire refresh token if not used for"),
    (SetupLabel::IpRelaxation, "IP Relaxation"),
    (SetupLabel::IpEnforce, "Enforce IP restrictions"),
    (SetupLabel::IpEnforceButRelaxRefresh, "Enforce IP restrictions, but relax for refresh tokens"),
    (SetupLabel::IpRelax, "Relax IP restrictions"),
    (SetupLabel::SessionTimeout, "Session Timeout in Minutes"),
    (SetupLabel::OauthSettings, "OAuth Settings"),
    (SetupLabel::KeyAndSecret, "Consumer Key and Secret"),
    (SetupLabel::Verify, "Verify"),
];

/// Each scope that a recipe adds, as its entry in the list *OAuth Scopes* is called.
const SCOPES: &[(&str, &str)] = &[
    ("api", "Manage user data via APIs (api)"),
    ("refresh_token", "Perform requests at any time (refresh_token, offline_access)"),
    ("sfap_api", "Access the Salesforce API Platform (sfap_api)"),
    ("web", "Manage user data via Web browsers (web)"),
    ("lightning", "Access Lightning applications (lightning)"),
];

/// Words that no page of the practice org has, and why a recipe leads to them all the same.
pub(crate) const NOT_ON_A_PAGE: &[(SetupLabel, &str, &str)] = &[
    (SetupLabel::CustomScopes, "Custom Scopes", "optional; the practice org has none"),
    (SetupLabel::Cors, "CORS", "a list of the org's; its page is not practised, and has its title alone"),
    (SetupLabel::TrustedDomains, "Trusted Domains", "of the integration's pages, not of the app"),
];

/// Every label that there are words for.
pub(crate) fn known() -> impl Iterator<Item = SetupLabel> {
    all().map(|(label, _)| label)
}

fn all() -> impl Iterator<Item = (SetupLabel, &'static str)> {
    let rare = NOT_ON_A_PAGE.iter().map(|(label, words, _)| (*label, *words));
    WORDS.iter().copied().chain(rare)
}

/// The words of a label.
pub(crate) fn of(label: SetupLabel) -> Result<&'static str, Failed> {
    let found = all().find(|(known, _)| *known == label);
    Ok(found.ok_or_else(|| format!("no words for {}", name(label)))?.1)
}

/// The words of a scope.
pub(crate) fn of_scope(scope: &str) -> Result<&'static str, Failed> {
    let found = SCOPES.iter().find(|(known, _)| *known == scope);
    Ok(found.ok_or_else(|| format!("no words for the scope {scope}"))?.1)
}

/// What Keyperch's dictionary spells otherwise, or not at all.
pub(crate) fn spelt_otherwise() -> Vec<String> {
    spelt_otherwise_in(DICTIONARY)
}

fn spelt_otherwise_in(dictionary: &str) -> Vec<String> {
    let labels = all().map(|(label, words)| ("setupLabels", name(label), words));
    let scopes = SCOPES.iter().map(|(scope, words)| ("scopeLabels", (*scope).to_owned(), *words));
    let spelt = |(list, word, words): (&str, String, &str)| {
        let spelt = in_dictionary(dictionary, list, &word);
        let other =
            format!("{word} is {words:?} in Setup, and {:?} in the dictionary", spelt.unwrap_or_default());
        (spelt != Some(words)).then_some(other)
    };
    labels.chain(scopes).filter_map(spelt).collect()
}

/// What the dictionary says: the words, or the name of one of its own entries that has them.
fn in_dictionary<'a>(dictionary: &'a str, list: &str, word: &str) -> Option<&'a str> {
    let list = dictionary.split_once(&format!("const {list}:"))?.1.split_once("};")?.0;
    let value = list.split_once(&format!("\n  {word}:"))?.1.trim_start();
    if let Some(words) = value.strip_prefix('"') {
        return Some(words.split_once('"')?.0);
    }
    let entry = value.strip_prefix("setup.")?.split_once(',')?.0;
    let words = dictionary.split_once(&format!("\n  {entry}: \""))?.1;
    Some(words.split_once('"')?.0)
}

/// As recipes and the window write it.
pub(crate) fn name(label: impl Serialize) -> String {
    serde_json::to_value(label).ok().and_then(|value| Some(value.as_str()?.to_owned())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_the_dictionary_spells_otherwise_or_not_at_all_is_named() {
        let (before, after) = DICTIONARY.split_once("const setupLabels:").expect("the labels");
        let after = after.replacen("create: \"Create\"", "create: \"Make\"", 1);
        let after = after.replacen("  contact_email:", "  contact:", 1).replacen("(lightning)", "(light)", 1);
        let found = spelt_otherwise_in(&format!("{before}const setupLabels:{after}"));
        let is_of = |word: &str| found.iter().any(|found| found.starts_with(&format!("{word} is ")));
        assert!(is_of("create") && is_of("contact_email") && is_of("lightning"), "{found:?}");
        assert_eq!(found.len(), 3, "{found:?}");
    }

    #[test]
    fn an_entry_of_the_dictionarys_own_is_followed() {
        let dictionary =
            "\n  edit: \"Change\",\nconst setupLabels: X = {\n  edit: setup.edit,\n  save: \"Save\",\n};";
        assert_eq!(in_dictionary(dictionary, "setupLabels", "edit"), Some("Change"));
        assert_eq!(in_dictionary(dictionary, "setupLabels", "save"), Some("Save"));
        assert_eq!(in_dictionary(dictionary, "setupLabels", "create"), None);
    }
}
