//! The sorts of components that make an External Client App, with every field that each may have.
//!
//! Names, folders, endings, values and the version in which each came: the type lists of Salesforce's own tools. A field
//! that is not here does not exist.

/// One metadata type.
#[derive(Debug)]
pub(super) struct Sort {
    pub(super) name: &'static str,
    pub(super) folder: &'static str,
    pub(super) suffix: &'static str,
    pub(super) since: u32,
    pub(super) fields: &'static [Field],
}

/// One field of a type.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) since: u32,
    /// The last version that has it.
    pub(super) until: u32,
}

/// What may stand in a field.
#[derive(Debug)]
pub(super) enum Shape {
    /// Text.
    Text,
    /// Text that must be there.
    Needed,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Whole,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// Further fields, once.
    Group(&'static [Field]),
    /// Further fields, 128 times at most.
    Groups(&'static [Field]),
}

use Shape::{Flag, Group, Groups, Needed, OneOf, Text, Whole};

/// Every sort, in the order in which Salesforce can make them.
pub(super) const ALL: &[Sort] = &[
    Sort {
        name: "ExternalClientApplication",
        folder: "externalClientApps",
        suffix: "eca",
        since: 59,
        fields: APPLICATION,
    },
    Sort {
        name: "ExtlClntAppGlobalOauthSettings",
        folder: "extlClntAppGlobalOauthSets",
        suffix: "ecaGlblOauth",
        since: 59,
        fields: GLOBAL,
    },
    Sort {
        name: "ExtlClntAppOauthSettings",
        folder: "extlClntAppOauthSettings",
        suffix: "ecaOauth",
        since: 59,
        fields: OAUTH,
    },
    Sort {
        name: "ExtlClntAppOauthConfigurablePolicies",
        folder: "extlClntAppOauthPolicies",
        suffix: "ecaOauthPlcy",
        since: 59,
        fields: OAUTH_POLICIES,
    },
    Sort {
        name: "ExtlClntAppConfigurablePolicies",
        folder: "extlClntAppPolicies",
        suffix: "ecaPlcy",
        since: 60,
        fields: POLICIES,
    },
];

const fn field(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, since: 0, until: u32::MAX }
}

const fn since(since: u32, name: &'static str, shape: Shape) -> Field {
    Field { name, shape, since, until: u32::MAX }
}

const PARENT: Field = field("externalClientApplication", Needed);
const LABEL: Field = field("label", Text);
const RANGE: &[Field] =
    &[field("startIpAddress", Needed), field("endIpAddress", Needed), field("description", Text)];
const ATTRIBUTE: &[Field] = &[field("key", Needed), field("formula", Needed)];

const APPLICATION: &[Field] = &[
    field("contactEmail", Needed),
    field("contactPhone", Text),
    field("description", Text),
    field("distributionState", OneOf(&["Local", "Packaged"])),
    field("iconUrl", Text),
    field("infoUrl", Text),
    field("isProtected", Flag),
    LABEL,
    field("logoUrl", Text),
    field("orgScopedExternalApp", Text),
];

const GLOBAL: &[Field] = &[
    field("callbackUrl", Text),
    since(60, "certificate", Text),
    field("consumerKey", Text),
    field("consumerSecret", Text),
    PARENT,
    field("idTokenConfig", Group(ID_TOKEN)),
    since(60, "isClientCredentialsFlowEnabled", Flag),
    since(61, "isCodeCredFlowEnabled", Flag),
    since(61, "isCodeCredPostOnly", Flag),
    field("isConsumerSecretOptional", Flag),
    field("isDPopEnabled", Flag),
    since(60, "isDeviceFlowEnabled", Flag),
    field("isEnforceRefreshTokenTTL", Flag),
    field("isIntrospectAllTokens", Flag),
    field("isMtlsEnabled", Flag),
    since(61, "isNamedUserJwtEnabled", Flag),
    field("isPkceRequired", Flag),
    since(60, "isRefreshTokenRotationEnabled", Flag),
    field("isSecretRequiredForRefreshToken", Flag),
    since(60, "isSecretRequiredForTokenExchange", Flag),
    since(60, "isTokenExchangeEnabled", Flag),
    LABEL,
    field("shouldRotateConsumerKey", Flag),
    field("shouldRotateConsumerSecret", Flag),
];

const ID_TOKEN: &[Field] = &[
    field("idTokenAudience", Text),
    field("idTokenIncludeAttributes", Flag),
    field("idTokenIncludeCustomPermissions", Flag),
    field("idTokenIncludeStandardClaims", Flag),
    field("idTokenValidityInMinutes", Whole),
];

const OAUTH: &[Field] = &[
    field("clientAssertionCertificate", Text),
    field("commaSeparatedCustomScopes", Text),
    field("commaSeparatedOauthScopes", Text),
    field("customAttributes", Groups(ATTRIBUTE)),
    PARENT,
    field("isFirstPartyAppEnabled", Flag),
    LABEL,
    field("oauthLink", Text),
    field("singleLogoutUrl", Text),
    field("trustedIpRanges", Groups(RANGE)),
];

const OAUTH_POLICIES: &[Field] = &[
    field("apexHandler", Text),
    field("clientCredentialsFlowUser", Text),
    field("commaSeparatedCustomScopes", Text),
    field("commaSeparatedPermissionSet", Text),
    field("commaSeparatedProfile", Text),
    field("customAttributes", Groups(ATTRIBUTE)),
    field("executeHandlerAs", Text),
    PARENT,
    field("guestJwtSessionTimeoutType", OneOf(&["UserSession", "Custom"])),
    field("guestJwtTimeout", Whole),
    field("ipRelaxationPolicyType", OneOf(&["Enforce", "Bypass", "Bypass_2factor", "Enforce_RelaxRefresh"])),
    field("isClientCredentialsFlowEnabled", Flag),
    field("isGuestCodeCredFlowEnabled", Flag),
    Field { name: "isNamedUserJwtEnabled", shape: Flag, since: 61, until: 63 },
    field("isTokenExchangeFlowEnabled", Flag),
    LABEL,
    field("namedUserJwtSessionTimeoutType", OneOf(&["UserSession", "Custom"])),
    field("namedUserJwtTimeout", Whole),
    field("permittedUsersPolicyType", OneOf(&["AllSelfAuthorized", "AdminApprovedPreAuthorized"])),
    field("policyAction", OneOf(&["Block", "RaiseSessionLevel", "StepUpMFA"])),
    field("refreshTokenPolicyType", OneOf(&["Infinite", "Zero", "SpecificLifetime", "SpecificInactivity"])),
    field("refreshTokenValidityPeriod", Whole),
    field("refreshTokenValidityUnit", OneOf(&["Days", "Hours", "Months"])),
    field("requiredSessionLevel", OneOf(&["LOW", "STANDARD", "HIGH_ASSURANCE"])),
    field("sessionTimeoutInMinutes", Whole),
    field("singleLogoutUrl", Text),
    field("startUrl", Text),
];

const POLICIES: &[Field] = &[
    PARENT,
    field("isAttestPluginEnabled", Flag),
    since(66, "isCanvasPluginEnabled", Flag),
    field("isEnabled", Flag),
    field("isMobilePluginEnabled", Flag),
    since(63, "isNotificationPluginEnabled", Flag),
    since(60, "isOauthPluginEnabled", Flag),
    field("isPushPluginEnabled", Flag),
    field("isSamlPluginEnabled", Flag),
    LABEL,
    field("startPage", OneOf(&["None", "Custom", "OAuth", "SAML"])),
    field("startUrl", Text),
];

/// The sort of this name.
pub(super) fn named(name: &str) -> Option<&'static Sort> {
    ALL.iter().find(|sort| sort.name == name)
}

/// The sort and the full name of the component that lies at this path.
pub(super) fn at(path: &str) -> Option<(&'static Sort, &str)> {
    let (folder, file) = path.split_once('/')?;
    let (name, suffix) = file.rsplit_once('.')?;
    let sort = ALL.iter().find(|sort| sort.folder == folder && sort.suffix == suffix)?;
    (!name.contains('/')).then_some((sort, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_sort_and_name() {
        let (sort, name) = at("externalClientApps/RehearsalTool.eca").unwrap();
        assert_eq!((sort.name, name), ("ExternalClientApplication", "RehearsalTool"));
        for strange in [
            "RehearsalTool.eca",
            "externalClientApps/RehearsalTool.eca-meta.xml",
            "externalClientApps/RehearsalTool.ecaOauth",
            "externalClientApps/x/RehearsalTool.eca",
            "externalclientapps/RehearsalTool.eca",
        ] {
            assert!(at(strange).is_none(), "{strange}");
        }
    }

    #[test]
    fn no_field_is_listed_twice() {
        for sort in ALL {
            let names: Vec<&str> = sort.fields.iter().map(|field| field.name).collect();
            let twice = names.iter().enumerate().find(|(place, name)| names[..*place].contains(name));
            assert_eq!(twice, None, "{}", sort.name);
        }
    }
}
