//! What a recipe gives as its reasons: closed lists, so that the window has words for each.

use serde::{Deserialize, Serialize};

/// Why a recipe says what it says. The window has two sentences for each.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the window's words for each say what it is")]
pub enum Why {
    ManagerNotAppManager,
    ApiNameRules,
    LocalOnly,
    HttpOnlyForLocalhost,
    CallbackToTheByte,
    TheirCallbackAndOurs,
    PostmanCallbackUnused,
    ScopeApi,
    ScopeRefresh,
    ScopeRefreshBesideTheGuide,
    ScopeApiPlatform,
    ScopeWeb,
    ScopeLightning,
    ScopeFullTooWide,
    ScopeOpenidNotNeeded,
    CodeFlowHarmless,
    CredentialsInBody,
    ClientCredentialsWithAWarning,
    ClientCredentialsInBothPlaces,
    ClientCredentialsNotForLightningOut,
    JwtNeedsCertificate,
    SecretNotRequired,
    SecretNotForAssertions,
    SecretRequired,
    PkceOffWhereItCanBe,
    PkceWithoutAPerson,
    PkceOn,
    RotationOn,
    RotationWithoutEffect,
    RotationAsItIs,
    RelaxIp,
    RelaxIpForRefresh,
    EnforceIp,
    PreAuthorized,
    PermissionSetOrProfile,
    SelfAuthorize,
    RunAsIntegrationUser,
    RefreshPolicy,
    SessionTimeout,
    CustomScopes,
    SecretCanBeSeenAgain,
    UsernamePasswordNotForApps,
    TrustedDomains,
    NotYetReady,
}

/// What would be safer than what a written guide asks for. The window has two sentences for each.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the window's words for each say what it is")]
pub enum Advice {
    LeavePkceOn,
    RequireSecret,
    PreAuthorizeInstead,
    RelaxForRefreshOnly,
    NarrowScopes,
    IntegrationUser,
    ShorterRefresh,
    HighAssurance,
}
