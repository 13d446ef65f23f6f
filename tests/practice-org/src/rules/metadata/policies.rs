//! What the OAuth policies make of an app: who may use it, from where, for how long, and as whom it runs by itself.
//!
//! Declarative, as the settings are. What no switch stands for is a remark, or is looked at and
//! then forgotten.

use super::record::Record;
use super::sketch::Sketch;
use crate::world::org::Org;
use crate::world::switches::{IpRelaxation, PermittedUsers, RefreshTokenPolicy};

/// How long a refresh token lives that nobody has set a time for, as in a new app.
const USUAL_LIFE: RefreshTokenPolicy = RefreshTokenPolicy::LifetimeDays(365);
/// What a session lasts that nobody has set.
const USUAL_MINUTES: u32 = 120;
/// What the page of policies takes.
const MINUTES: std::ops::RangeInclusive<u32> = 15..=24 * 60;
const JWT_MINUTES: &[u32] = &[1, 5, 10, 15, 30];
const JWT_MINUTES_SINCE_65: &[u32] = &[60, 90, 120, 240, 480, 720];

impl Sketch {
    /// After the OAuth policies.
    pub(super) fn with_oauth_policies(
        mut self,
        record: &Record,
        org: &Org,
        version: u32,
    ) -> Result<Self, String> {
        if self.parts.oauth.is_none() {
            return Err("INVALID_CROSS_REFERENCE_KEY: the app has no OAuth settings".to_owned());
        }
        Self::claimed(&mut self.parts.oauth_policies, record, "ExtlClntAppOauthSettingsId")?;
        record.refuse_ticks(&["isGuestCodeCredFlowEnabled", "isTokenExchangeFlowEnabled"])?;
        record.refuse_values(&["apexHandler", "executeHandlerAs", "commaSeparatedCustomScopes"])?;
        let permission_sets =
            named(record, "commaSeparatedPermissionSet", &org.permission_sets(), "permission sets")?;
        let profiles = named(record, "commaSeparatedProfile", &org.profiles(), "profiles")?;
        let seconds = 60 * u64::from(self.minutes(record, version)?);
        let switches = &mut self.draft.switches;
        (switches.permission_sets, switches.profiles) = (permission_sets, profiles);
        switches.access_token_seconds = seconds;
        switches.permitted_users = match record.text("permittedUsersPolicyType") {
            Some("AdminApprovedPreAuthorized") => PermittedUsers::AdminApproved,
            _ => PermittedUsers::AllMaySelfAuthorize,
        };
        switches.ip_relaxation = match record.text("ipRelaxationPolicyType") {
            Some("Bypass") => IpRelaxation::Relax,
            Some("Bypass_2factor") => IpRelaxation::RelaxForActivatedDevices,
            Some("Enforce_RelaxRefresh") => IpRelaxation::EnforceButRelaxForRefresh,
            _ => IpRelaxation::Enforce,
        };
        switches.refresh_token_policy = refresh(record)?;
        switches.client_credentials_policy = record.flag("isClientCredentialsFlowEnabled", false);
        record.text("clientCredentialsFlowUser").unwrap_or_default().clone_into(&mut switches.run_as);
        if switches.client_credentials_policy && switches.run_as.is_empty() {
            return Err("Required field is missing: clientCredentialsFlowUser".to_owned());
        }
        let level = record.text("requiredSessionLevel");
        self.remark("high_assurance_session_required", (level == Some("HIGH_ASSURANCE")).then_some("on"));
        self.remark("session_level", level.filter(|level| *level == "LOW"));
        self.remark("oauth_start_url", record.text("startUrl"));
        self.remark("single_logout_url", record.text("singleLogoutUrl"));
        self.checked(
            org,
            &[
                ("run_as", "clientCredentialsFlowUser"),
                ("refresh_token_policy", "refreshTokenValidityPeriod"),
                ("access_token_seconds", "sessionTimeoutInMinutes"),
            ],
        )
    }

    /// Opaque access tokens go by the session, JSON Web Tokens by a time of their own.
    fn minutes(&self, record: &Record, version: u32) -> Result<u32, String> {
        let session = record.whole("sessionTimeoutInMinutes").unwrap_or(USUAL_MINUTES);
        if !MINUTES.contains(&session) {
            return Err("sessionTimeoutInMinutes: from 15 to 1440".to_owned());
        }
        let custom = record.text("namedUserJwtSessionTimeoutType") == Some("Custom");
        let timeout = record.whole("namedUserJwtTimeout");
        let exists = |minutes: &u32| {
            JWT_MINUTES.contains(minutes) || (version >= 65 && JWT_MINUTES_SINCE_65.contains(minutes))
        };
        match (custom, timeout) {
            (true, Some(minutes)) if !exists(&minutes) => {
                Err(format!("namedUserJwtTimeout: {minutes} minutes cannot be chosen"))
            }
            (true, Some(minutes)) if self.draft.switches.jwt_access_tokens => Ok(minutes),
            (true, None) => Err("Required field is missing: namedUserJwtTimeout".to_owned()),
            (false, Some(_)) => Err("namedUserJwtTimeout: only with a Custom time-out".to_owned()),
            _ => Ok(session),
        }
    }
}

/// Names that the org has. The words of the refusal are Salesforce's for permission sets.
fn named(record: &Record, field: &str, known: &[String], what: &str) -> Result<Vec<String>, String> {
    let list = record.list(field)?;
    let strange: Vec<&str> = list.iter().filter(|name| !known.contains(name)).map(String::as_str).collect();
    if strange.is_empty() {
        return Ok(list);
    }
    Err(format!("We couldn't find {what} called {}", strange.join(", ")))
}

fn refresh(record: &Record) -> Result<RefreshTokenPolicy, String> {
    let (period, unit) =
        (record.whole("refreshTokenValidityPeriod"), record.text("refreshTokenValidityUnit"));
    let days = || match (period.ok_or("Required field is missing: refreshTokenValidityPeriod")?, unit) {
        (period, None | Some("Days")) => Ok(period),
        (period, Some("Months")) => Ok(period.saturating_mul(30)),
        (period, _) if period % 24 == 0 => Ok(period / 24),
        _ => Err("refreshTokenValidityUnit: only whole days are practised here".to_owned()),
    };
    match record.text("refreshTokenPolicyType") {
        Some("SpecificLifetime") => Ok(RefreshTokenPolicy::LifetimeDays(days()?)),
        Some("SpecificInactivity") => Ok(RefreshTokenPolicy::IdleDays(days()?)),
        _ if period.is_some() || unit.is_some() => {
            Err("refreshTokenValidityPeriod: only with a policy that has one".to_owned())
        }
        Some("Infinite") => Ok(RefreshTokenPolicy::UntilRevoked),
        Some(_) => Ok(RefreshTokenPolicy::ImmediatelyExpire),
        None => Ok(USUAL_LIFE),
    }
}
