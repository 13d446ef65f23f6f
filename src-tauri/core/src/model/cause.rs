//! Why Salesforce refuses, and where in Setup that is mended: closed lists, so that the window has words for each.

use serde::{Deserialize, Serialize};

/// One possible cause of a refusal. Each has its sentence and its path through Setup in the window.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the window's words for each say what it is")]
pub enum Cause {
    OtherOrgOrHost,
    AppTooYoung,
    KeyIncomplete,
    AppDeleted,
    SandboxRefreshed,
    PackageNotInstalled,
    ConnectedAppNotInstalled,
    CallbackNotRegistered,
    PkceLockedOn,
    PkceOfAnotherAttempt,
    PressedDeny,
    AppBlocked,
    ApiAccessControl,
    PermittedUsers,
    PermissionSetMissing,
    PermissionForAppsMissing,
    IpRestricted,
    LoginHours,
    UserCannotUseBrowser,
    SingleSignOn,
    SeeLoginHistory,
    ScopeMissing,
    ScopesOnlyFull,
    RefreshScopeMissing,
    AuthorizationFlowOff,
    DeviceFlowOff,
    ClientCredentialsOffInSettings,
    ClientCredentialsOffInPolicies,
    JwtFlowOff,
    RunAsMissing,
    RunAsIsAnEmail,
    RunAsUserCannotLogIn,
    MyDomainOnly,
    UserInactive,
    UserFrozen,
    OrgLocked,
    OrgGone,
    TooManyLogIns,
    SecretWrong,
    SecretRotated,
    SecretRequired,
    SecretNotNeeded,
    CodeLate,
    SignedOutByPolicy,
    RotatedElsewhere,
    SixthSignIn,
    PasswordChanged,
    RefreshUnderWay,
    CertificateOther,
    ClockOff,
    AudienceOther,
    UserNotPreAuthorized,
    UsernameOther,
    ApiDisabledForUser,
    ApiDisabledForOrg,
    ApiScopeMissing,
    PasswordExpired,
    DailyApiLimit,
    DeviceCodeLate,
    SalesforceTrouble,
    OurMistake,
}

/// A page of Setup that can be opened from here; the path of each is known.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is a page's own name")]
pub enum SetupPage {
    ExternalClientAppManager,
    OauthUsage,
    ConnectedAppsUsage,
    LoginHistory,
    Users,
    PermissionSets,
    Profiles,
    MyDomain,
    NetworkAccess,
    SessionSettings,
    OauthSettings,
    CompanyInformation,
    ExternalClientAppSettings,
    OauthCustomScopes,
    Cors,
    TrustedUrls,
}

/// A value of the entry that has to stand in Setup exactly so, and can be copied.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum ExactValue {
    /// The callback URL that was sent.
    CallbackUrl,
    /// The scopes that were asked for.
    Scopes,
    /// The org's host.
    Host,
    /// The user for whom an assertion is signed, or who is expected.
    Username,
}

/// A cause, with where it is mended.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct CauseView {
    /// Which.
    pub cause: Cause,
    /// The page of Setup, where one mends it.
    pub page: Option<SetupPage>,
    /// What has to stand there.
    pub value: Option<ExactValue>,
}

impl SetupPage {
    /// Its path on the org's own host.
    pub fn path(self) -> &'static str {
        match self {
            Self::ExternalClientAppManager => "/lightning/setup/ManageExternalClientApplication/home",
            Self::OauthUsage => "/lightning/setup/ExternalClientApplicationOauthUsage/home",
            Self::ConnectedAppsUsage => "/lightning/setup/ConnectedAppsUsage/home",
            Self::LoginHistory => "/lightning/setup/OrgLoginHistory/home",
            Self::Users => "/lightning/setup/ManageUsers/home",
            Self::PermissionSets => "/lightning/setup/PermSets/home",
            Self::Profiles => "/lightning/setup/EnhancedProfiles/home",
            Self::MyDomain => "/lightning/setup/OrgDomain/home",
            Self::NetworkAccess => "/lightning/setup/NetworkAccess/home",
            Self::SessionSettings => "/lightning/setup/SecuritySession/home",
            Self::OauthSettings => "/lightning/setup/OauthOidcSettings/home",
            Self::CompanyInformation => "/lightning/setup/CompanyProfileInfo/home",
            Self::ExternalClientAppSettings => "/lightning/setup/ExternalClientApplicationSettings/home",
            Self::OauthCustomScopes => "/lightning/setup/OauthCustomScope/home",
            Self::Cors => "/lightning/setup/CorsWhitelistEntries/home",
            Self::TrustedUrls => "/lightning/setup/SecurityCspTrustedSite/home",
        }
    }
}
