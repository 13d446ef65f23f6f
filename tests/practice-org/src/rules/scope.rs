//! Scopes: which exist, and which of them an app may give.
//!
//! Source: the Tooling enum `Oauth2CannedScopes` and the Setup list "OAuth Scopes". Custom scopes do not exist here.

use super::refusal::{Refusal, SCOPE_MALFORMED, SCOPE_NOT_ALLOWED};

/// Names that share one entry in Setup: whoever has one has all of them.
const SHARED_ENTRIES: &[&[&str]] =
    &[&["refresh_token", "offline_access"], &["id", "profile", "email", "address", "phone"]];

/// The names that stand alone.
const OTHERS: &[&str] = &[
    "api",
    "web",
    "full",
    "openid",
    "sfap_api",
    "custom_permissions",
    "chatter_api",
    "visualforce",
    "lightning",
    "content",
    "wave_api",
    "eclair_api",
    "pardot_api",
    "chatbot_api",
    "interaction_api",
    "einstein_gpt_api",
    "cdp_api",
    "cdp_ingest_api",
    "cdp_profile_api",
    "cdp_query_api",
    "cdp_segment_api",
    "cdp_identityresolution_api",
    "cdp_calculated_insight_api",
    "user_registration_api",
    "forgot_password",
    "pwdless_login_api",
    "mcp_api",
    "scrt_api",
    "hub_api",
    "data_cloud_user_claims",
    "a2a_api",
    "cmdb_discovery_api",
    "semantic_layer_api",
];

/// The scopes that a request gets: all of the app's when it names none, else exactly those it names.
pub(crate) fn granted(requested: Option<&str>, of_app: &[String]) -> Result<Vec<String>, Refusal> {
    let Some(requested) = requested else {
        return Ok(of_app.to_vec());
    };
    let names: Vec<String> = requested.split(' ').map(str::to_owned).collect();
    let twice = names.iter().enumerate().any(|(place, name)| names[..place].contains(name));
    if twice || !names.iter().all(|name| is_known(name)) {
        return Err(SCOPE_MALFORMED);
    }
    if names.iter().all(|name| app_has(of_app, name)) { Ok(names) } else { Err(SCOPE_NOT_ALLOWED) }
}

/// Whether Salesforce has a scope of this name. Names are compared exactly.
pub(crate) fn is_known(name: &str) -> bool {
    OTHERS.contains(&name) || SHARED_ENTRIES.iter().any(|entry| entry.contains(&name))
}

/// The first name of the entry in Setup that this name is of.
pub(crate) fn entry_of(name: &str) -> &str {
    SHARED_ENTRIES.iter().find(|entry| entry.contains(&name)).map_or(name, |entry| entry[0])
}

/// The first name of every entry in Setup.
#[cfg(test)]
pub(crate) fn entries() -> impl Iterator<Item = &'static str> {
    SHARED_ENTRIES.iter().map(|entry| entry[0]).chain(OTHERS.iter().copied())
}

/// Whether two names stand for one entry in Setup.
pub(crate) fn is_same_entry(one: &str, other: &str) -> bool {
    one == other || SHARED_ENTRIES.iter().any(|entry| entry.contains(&one) && entry.contains(&other))
}

/// Whether these scopes bring a refresh token. `full` alone does not (Setup label "Full access").
pub(crate) fn allows_refresh(scopes: &[String]) -> bool {
    scopes.iter().any(|scope| scope == "refresh_token" || scope == "offline_access")
}

/// These scopes but the one that renews.
pub(crate) fn without_refresh(scopes: &[String]) -> Vec<String> {
    scopes.iter().filter(|scope| !SHARED_ENTRIES[0].contains(&scope.as_str())).cloned().collect()
}

/// Whether any of these scopes is one that a client without a person could use: `full` names nothing in particular.
pub(crate) fn names_something(scopes: &[String]) -> bool {
    without_refresh(scopes).iter().any(|scope| scope != "full")
}

/// Whether these scopes open the pages of the org.
pub(crate) fn allows_web(scopes: &[String]) -> bool {
    scopes.iter().any(|scope| scope == "web" || scope == "full")
}

/// Whether these scopes open the REST API.
pub(crate) fn allows_api(scopes: &[String]) -> bool {
    scopes.iter().any(|scope| scope == "api" || scope == "full")
}

/// Whether these scopes open userinfo and the identity URL; `api` does so in Salesforce's own CLI.
pub(crate) fn allows_identity(scopes: &[String]) -> bool {
    allows_api(scopes)
        || scopes.iter().any(|scope| scope == "openid" || SHARED_ENTRIES[1].contains(&scope.as_str()))
}

fn app_has(of_app: &[String], name: &str) -> bool {
    let covered = |owned: &String| {
        is_same_entry(owned, name) || (owned == "full" && !SHARED_ENTRIES[0].contains(&name))
    };
    of_app.iter().any(covered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_request_without_scopes_gets_all_of_the_apps() {
        let app = list(&["api", "refresh_token"]);
        assert_eq!(granted(None, &app), Ok(app));
    }

    #[test]
    fn a_request_gets_what_it_names_if_the_app_has_it() {
        let app = list(&["api", "refresh_token", "id"]);
        assert_eq!(granted(Some("offline_access email"), &app), Ok(list(&["offline_access", "email"])));
        assert_eq!(granted(Some("api web"), &app), Err(SCOPE_NOT_ALLOWED));
    }

    #[test]
    fn unknown_or_malformed_scopes_are_refused() {
        let app = list(&["api", "refresh_token"]);
        for sloppy in
            ["", "API", "api,refresh_token", "api  refresh_token", " api", "api api", "refreshtoken"]
        {
            assert_eq!(granted(Some(sloppy), &app), Err(SCOPE_MALFORMED), "{sloppy:?}");
        }
    }

    #[test]
    fn full_is_everything_but_a_refresh_token() {
        let app = list(&["full"]);
        assert_eq!(granted(Some("api web"), &app), Ok(list(&["api", "web"])));
        assert_eq!(granted(Some("refresh_token"), &app), Err(SCOPE_NOT_ALLOWED));
        assert!(!allows_refresh(&app) && allows_api(&app) && allows_identity(&app) && allows_web(&app));
    }

    #[test]
    fn a_client_without_a_person_needs_a_scope_of_substance() {
        assert!(names_something(&list(&["api", "refresh_token"])));
        assert!(!names_something(&list(&["full", "offline_access"])) && !names_something(&[]));
    }
}
