//! The switches of an External Client App, each named for the tick box or list in Setup that it stands for.
//!
//! Only switches that change an answer exist here. A custom attribute, a start page or a logo changes nothing, so there is
//! none.

use serde::{Deserialize, Serialize};

use super::draft::Problem;
use crate::rules::{callback, certificate, scope};

/// Setup takes no larger file.
const LARGEST_CERTIFICATE: usize = 4096;

/// The settings and policies of an External Client App (Setup page "External Client App Manager").
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one tick box in Setup")]
pub struct Switches {
    /// False: the key is unknown, as when the app was deleted or is still propagating.
    pub exists: bool,
    /// "Enable OAuth". Without it an app has a name and no key that anybody knows.
    pub oauth_enabled: bool,
    /// "Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows".
    pub pkce_required: bool,
    /// "Require secret for Web Server Flow".
    pub secret_required_for_web_server: bool,
    /// "Require secret for Refresh Token Flow".
    pub secret_required_for_refresh: bool,
    /// "Enable Refresh Token Rotation".
    pub refresh_token_rotation: bool,
    /// "OAuth Scopes".
    pub scopes: Vec<String>,
    /// "Callback URL", one entry a line; compared byte for byte.
    pub callback_urls: Vec<String>,
    /// "Session Timeout in Minutes", here in seconds; counts from the issue of each access token.
    pub access_token_seconds: u64,
    /// Settings: "Enable Client Credentials Flow".
    pub client_credentials_flow: bool,
    /// Policies: "Enable Client Credentials Flow", which must be on as well.
    pub client_credentials_policy: bool,
    /// Policies: "Run As (Username)"; empty is nobody.
    pub run_as: String,
    /// The certificate of "Enable JWT Bearer Flow", in PEM; to have one is to have the flow.
    pub certificate: String,
    /// "Enable Device Flow".
    pub device_flow: bool,
    /// "Enable Authorization Code and Credentials Flow", which a sign-in by browser does not need.
    pub code_and_credentials_flow: bool,
    /// "Enable Token Exchange Flow". There is no handler, so no exchange ever succeeds.
    pub token_exchange_flow: bool,
    /// Policies: "Permitted Users".
    pub permitted_users: PermittedUsers,
    /// Policies: "Select Profiles".
    pub profiles: Vec<String>,
    /// Policies: "Select Permission Sets".
    pub permission_sets: Vec<String>,
    /// Policies: "IP Relaxation".
    pub ip_relaxation: IpRelaxation,
    /// Policies: "Refresh Token Policy".
    pub refresh_token_policy: RefreshTokenPolicy,
    /// "Issue JSON Web Token (JWT)-based access tokens for named users".
    pub jwt_access_tokens: bool,
    /// "Introspect All Tokens".
    pub introspect_all_tokens: bool,
    /// "Distribution State".
    pub distribution: Distribution,
    /// Whether the package of a packaged app is installed in its org.
    pub installed: bool,
    /// "Block", on the page "External Client Apps OAuth Usage".
    pub blocked: bool,
    /// Whether other orgs and the login hosts recognise the key, and say after the log-in that it is not for them.
    pub known_elsewhere: bool,
}

/// Policies: "Permitted Users".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PermittedUsers {
    /// "All users can self-authorize".
    AllMaySelfAuthorize,
    /// "Admin approved users are pre-authorized": those with a selected profile or permission set.
    AdminApproved,
}

/// Policies: "IP Relaxation".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IpRelaxation {
    /// "Enforce IP restrictions".
    Enforce,
    /// "Enforce IP restrictions, but relax for refresh tokens".
    EnforceButRelaxForRefresh,
    /// "Relax IP restrictions for activated devices". No device is activated here.
    RelaxForActivatedDevices,
    /// "Relax IP restrictions".
    Relax,
}

/// Policies: "Refresh Token Policy".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefreshTokenPolicy {
    /// "Refresh token is valid until revoked".
    UntilRevoked,
    /// "Immediately expire refresh token".
    ImmediatelyExpire,
    /// "Expire refresh token if not used for N days".
    IdleDays(u32),
    /// "Expire refresh token after N days".
    LifetimeDays(u32),
}

/// "Distribution State".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// For the org that it was made in.
    Local,
    /// For orgs that install its package.
    Packaged,
}

impl Switches {
    /// A new app as Salesforce ships it since July 2026: PKCE, rotation and both secrets required, every further flow
    /// off.
    pub(crate) fn shipped(scopes: &[&str], callback_url: &str) -> Self {
        Self {
            exists: true,
            oauth_enabled: true,
            pkce_required: true,
            secret_required_for_web_server: true,
            secret_required_for_refresh: true,
            refresh_token_rotation: true,
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            callback_urls: vec![callback_url.to_owned()],
            access_token_seconds: 2 * 60 * 60,
            client_credentials_flow: false,
            client_credentials_policy: false,
            run_as: String::new(),
            certificate: String::new(),
            device_flow: false,
            code_and_credentials_flow: false,
            token_exchange_flow: false,
            permitted_users: PermittedUsers::AllMaySelfAuthorize,
            profiles: Vec::new(),
            permission_sets: Vec::new(),
            ip_relaxation: IpRelaxation::Enforce,
            refresh_token_policy: RefreshTokenPolicy::UntilRevoked,
            jwt_access_tokens: false,
            introspect_all_tokens: false,
            distribution: Distribution::Local,
            installed: true,
            blocked: false,
            known_elsewhere: false,
        }
    }

    /// A new app as Setup and a deployment make it: besides, its refresh tokens end after a year.
    pub(crate) fn of_a_new_app(scopes: &[&str], callback_url: &str) -> Self {
        let refresh_token_policy = RefreshTokenPolicy::LifetimeDays(365);
        Self { refresh_token_policy, ..Self::shipped(scopes, callback_url) }
    }

    /// The first thing that Setup would not save.
    pub(crate) fn saveable(&self) -> Result<(), String> {
        self.problems().first().map_or(Ok(()), |problem| Err(problem.to_string()))
    }

    /// Setup wants known scopes and, together, at most 2,000 characters of callback URLs. Without OAuth it wants nothing.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        if !self.oauth_enabled {
            return found;
        }
        let mut look = |field, refused: Option<String>| {
            found.extend(refused.map(|text| Problem::new(field, text)));
        };
        let strange = self.scopes.iter().find(|scope| !scope::is_known(scope));
        look("scopes", strange.map(|strange| format!("{strange} is no scope of Salesforce")));
        look("callback_urls", callback::problem_of(&self.callback_urls));
        look("access_token_seconds", (self.access_token_seconds == 0).then(|| "at least 1".to_owned()));
        let unusable = !self.certificate.is_empty()
            && (self.certificate.len() > LARGEST_CERTIFICATE || !certificate::is_usable(&self.certificate));
        look(
            "certificate",
            unusable.then(|| "one X.509 certificate of an RSA key in PEM, 4 KB at most".to_owned()),
        );
        let never = matches!(
            self.refresh_token_policy,
            RefreshTokenPolicy::IdleDays(0) | RefreshTokenPolicy::LifetimeDays(0)
        );
        look("refresh_token_policy", never.then(|| "one day at least".to_owned()));
        found
    }
}
