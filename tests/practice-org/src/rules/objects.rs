//! The objects of an org that can be asked about, and their fields as SOQL spells them in its answer.
//!
//! Source: object reference and Tooling API, as far as a credential manager asks. Callback URLs, flows, boxes and keys of
//! an app are in none of them.

/// One object.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [&'static str],
    /// Whether only those see it who may see the apps; to everybody else it does not exist.
    pub(crate) is_of_apps: bool,
}

pub(crate) const ORGANIZATION: Object = Object {
    name: "Organization",
    fields: &[
        "Id",
        "Name",
        "InstanceName",
        "IsSandbox",
        "NamespacePrefix",
        "OrganizationType",
        "TrialExpirationDate",
    ],
    is_of_apps: false,
};

pub(crate) const APPLICATION: Object = Object {
    name: "ExternalClientApplication",
    fields: &[
        "Id",
        "DeveloperName",
        "MasterLabel",
        "DistributionState",
        "ContactEmail",
        "NamespacePrefix",
        "OrgScopedExternalApp",
    ],
    is_of_apps: true,
};

pub(crate) const OAUTH_SETTINGS: Object = Object {
    name: "ExtlClntAppOauthSettings",
    fields: &[
        "Id",
        "DeveloperName",
        "MasterLabel",
        "ExternalClientApplicationId",
        "OauthScopesA2A_API",
        "OauthScopesAPI",
        "OauthScopesCDP_API",
        "OauthScopesCDP_CALCULATED_INSIGHT_API",
        "OauthScopesCDP_IDENTITYRESOLUTION_API",
        "OauthScopesCDP_INGEST_API",
        "OauthScopesCDP_PROFILE_API",
        "OauthScopesCDP_QUERY_API",
        "OauthScopesCDP_SEGMENT_API",
        "OauthScopesCHATBOT_API",
        "OauthScopesCHATTER_REST_API",
        "OauthScopesCMDB_DISCOVERY_API",
        "OauthScopesCONTENT",
        "OauthScopesCUSTOM_PERMISSIONS",
        "OauthScopesDATA_CLOUD_USER_CLAIMS",
        "OauthScopesECLAIR_API",
        "OauthScopesEINSTEIN_GPT_API",
        "OauthScopesFORGOT_PASSWORD",
        "OauthScopesFULL",
        "OauthScopesHUB_API",
        "OauthScopesINTERACTION_API",
        "OauthScopesLIGHTNING",
        "OauthScopesMCP_API",
        "OauthScopesOFFLINE_ACCESS",
        "OauthScopesOPENID",
        "OauthScopesPARDOT_API",
        "OauthScopesPWDLESS_LOGIN_API",
        "OauthScopesREFRESH_TOKEN",
        "OauthScopesSCRT_API",
        "OauthScopesSEMANTIC_LAYER_API",
        "OauthScopesSFAP_API",
        "OauthScopesSSO",
        "OauthScopesUSER_REGISTRATION_API",
        "OauthScopesVF",
        "OauthScopesWAVE_REST_API",
        "OauthScopesWEB",
    ],
    is_of_apps: true,
};

pub(crate) const OAUTH_POLICIES: Object = Object {
    name: "ExtlClntAppOauthPlcyCnfg",
    fields: &[
        "Id",
        "DeveloperName",
        "MasterLabel",
        "ExternalClientApplicationId",
        "PermittedUsersPolicyType",
        "IpRelaxationPolicyType",
        "RefreshTokenPolicyType",
        "RefreshTokenValidityPeriod",
        "RefreshTokenValidityUnit",
        "SessionTimeoutInMinutes",
        "RequiredSessionLevel",
        "IsClientCredentialsFlowEnabled",
        "ClientCredentialsFlowUser",
    ],
    is_of_apps: true,
};

pub(crate) const POLICIES: Object = Object {
    name: "ExtlClntAppPlcyCnfg",
    fields: &[
        "Id",
        "DeveloperName",
        "MasterLabel",
        "ExternalClientApplicationId",
        "IsEnabled",
        "OauthPluginStatus",
    ],
    is_of_apps: true,
};

/// What a user's tokens were used for. Its `DeleteToken`, which revokes, is not practised; `Id` is always null.
pub(crate) const OAUTH_TOKEN: Object = Object {
    name: "OauthToken",
    fields: &["Id", "AppName", "AppMenuItemId", "UserId", "LastUsedDate", "UseCount"],
    is_of_apps: false,
};

const ALL: &[&Object] =
    &[&ORGANIZATION, &APPLICATION, &OAUTH_SETTINGS, &OAUTH_POLICIES, &POLICIES, &OAUTH_TOKEN];

/// The object of this name, as far as it can be seen. SOQL does not mind the case.
pub(crate) fn named(name: &str, sees_apps: bool) -> Option<&'static Object> {
    ALL.iter()
        .find(|object| object.name.eq_ignore_ascii_case(name) && (sees_apps || !object.is_of_apps))
        .copied()
}

impl Object {
    /// The field of this name, in SOQL's spelling.
    pub(crate) fn field(&self, name: &str) -> Option<&'static str> {
        self.fields.iter().find(|field| field.eq_ignore_ascii_case(name)).copied()
    }
}

/// The scope that one column of [`OAUTH_SETTINGS`] tells of; none for a column that tells of none.
pub(crate) fn scope_of(column: &str) -> Option<String> {
    let rest = column.strip_prefix("OauthScopes")?;
    Some(match rest {
        "SSO" => "id".to_owned(),
        "VF" => "visualforce".to_owned(),
        "CHATTER_REST_API" => "chatter_api".to_owned(),
        "WAVE_REST_API" => "wave_api".to_owned(),
        plain => plain.to_lowercase(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::scope;

    #[test]
    fn every_scope_column_tells_of_a_scope() {
        let columns = OAUTH_SETTINGS.fields.iter().filter_map(|column| scope_of(column));
        let strange: Vec<String> = columns.filter(|scope| !scope::is_known(scope)).collect();
        assert!(strange.is_empty(), "{strange:?}");
    }

    #[test]
    fn an_object_of_the_apps_does_not_exist_for_everybody() {
        assert_eq!(named("externalclientapplication", true), Some(&APPLICATION));
        assert_eq!(named("ExternalClientApplication", false), None);
        assert_eq!(named("organization", false), Some(&ORGANIZATION));
    }
}
