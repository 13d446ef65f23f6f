//! How metadata spells the words of Setup, and back: the boxes of an app, and the choices of its policies.

use crate::model::setup_label::SetupLabel;

/// A box among an app's OAuth settings.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[expect(missing_docs, reason = "each has the name of its word in Setup")]
pub enum Flag {
    ClientCredentialsFlow,
    CodeAndCredentialsFlow,
    CodeAndCredentialsInBody,
    SecretForWebServer,
    DeviceFlow,
    IntrospectAllTokens,
    JwtAccessTokens,
    Pkce,
    Rotation,
    SecretForRefresh,
}

/// Every box.
pub const FLAGS: [Flag; 10] = [
    Flag::ClientCredentialsFlow,
    Flag::CodeAndCredentialsFlow,
    Flag::CodeAndCredentialsInBody,
    Flag::SecretForWebServer,
    Flag::DeviceFlow,
    Flag::IntrospectAllTokens,
    Flag::JwtAccessTokens,
    Flag::Pkce,
    Flag::Rotation,
    Flag::SecretForRefresh,
];

/// A list among an app's policies.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[expect(missing_docs, reason = "each has the name of its word in Setup")]
pub enum Choice {
    PermittedUsers,
    RefreshToken,
    IpRelaxation,
    SessionTimeout,
    SessionLevel,
}

/// A list, what may be chosen in it, and how metadata spells that.
const CHOICES: [(Choice, SetupLabel, &str); 11] = [
    (Choice::PermittedUsers, SetupLabel::SelfAuthorize, "AllSelfAuthorized"),
    (Choice::PermittedUsers, SetupLabel::PreAuthorized, "AdminApprovedPreAuthorized"),
    (Choice::RefreshToken, SetupLabel::RefreshUntilRevoked, "Infinite"),
    (Choice::RefreshToken, SetupLabel::RefreshImmediatelyExpires, "Zero"),
    (Choice::RefreshToken, SetupLabel::RefreshLifetime, "SpecificLifetime"),
    (Choice::RefreshToken, SetupLabel::RefreshIdle, "SpecificInactivity"),
    (Choice::IpRelaxation, SetupLabel::IpEnforce, "Enforce"),
    (Choice::IpRelaxation, SetupLabel::IpEnforceButRelaxRefresh, "Enforce_RelaxRefresh"),
    (Choice::IpRelaxation, SetupLabel::IpRelaxActivatedDevices, "Bypass_2factor"),
    (Choice::IpRelaxation, SetupLabel::IpRelax, "Bypass"),
    (Choice::SessionLevel, SetupLabel::HighAssurance, "HIGH_ASSURANCE"),
];

impl Flag {
    /// The box of a word of Setup, if that is one. The JWT bearer flow has none: it is on where there is a certificate.
    pub fn of(label: SetupLabel) -> Option<Self> {
        FLAGS.into_iter().find(|flag| flag.label() == label)
    }

    /// Its word in Setup.
    pub fn label(self) -> SetupLabel {
        match self {
            Self::ClientCredentialsFlow => SetupLabel::ClientCredentialsFlow,
            Self::CodeAndCredentialsFlow => SetupLabel::CodeAndCredentialsFlow,
            Self::CodeAndCredentialsInBody => SetupLabel::CodeAndCredentialsInBody,
            Self::SecretForWebServer => SetupLabel::SecretForWebServer,
            Self::DeviceFlow => SetupLabel::DeviceFlow,
            Self::IntrospectAllTokens => SetupLabel::IntrospectAllTokens,
            Self::JwtAccessTokens => SetupLabel::JwtAccessTokens,
            Self::Pkce => SetupLabel::Pkce,
            Self::Rotation => SetupLabel::Rotation,
            Self::SecretForRefresh => SetupLabel::SecretForRefresh,
        }
    }

    /// Its element.
    pub fn element(self) -> &'static str {
        match self {
            Self::ClientCredentialsFlow => "isClientCredentialsFlowEnabled",
            Self::CodeAndCredentialsFlow => "isCodeCredFlowEnabled",
            Self::CodeAndCredentialsInBody => "isCodeCredPostOnly",
            Self::SecretForWebServer => "isConsumerSecretOptional",
            Self::DeviceFlow => "isDeviceFlowEnabled",
            Self::IntrospectAllTokens => "isIntrospectAllTokens",
            Self::JwtAccessTokens => "isNamedUserJwtEnabled",
            Self::Pkce => "isPkceRequired",
            Self::Rotation => "isRefreshTokenRotationEnabled",
            Self::SecretForRefresh => "isSecretRequiredForRefreshToken",
        }
    }

    /// What its element says when the box is ticked or not; and what the box is when the element says so.
    pub fn turned(self, on: bool) -> bool {
        // Setup asks whether the secret is required, metadata whether it is optional.
        on != matches!(self, Self::SecretForWebServer)
    }
}

impl Choice {
    /// Its word in Setup.
    pub fn label(self) -> SetupLabel {
        match self {
            Self::PermittedUsers => SetupLabel::PermittedUsers,
            Self::RefreshToken => SetupLabel::RefreshTokenPolicy,
            Self::IpRelaxation => SetupLabel::IpRelaxation,
            Self::SessionTimeout => SetupLabel::SessionTimeout,
            Self::SessionLevel => SetupLabel::HighAssurance,
        }
    }
}

/// The element of a list.
pub fn choice_element(choice: Choice) -> &'static str {
    match choice {
        Choice::PermittedUsers => "permittedUsersPolicyType",
        Choice::RefreshToken => "refreshTokenPolicyType",
        Choice::IpRelaxation => "ipRelaxationPolicyType",
        Choice::SessionTimeout => "sessionTimeoutInMinutes",
        Choice::SessionLevel => "requiredSessionLevel",
    }
}

/// What a word of metadata means in a list, if that is known.
pub fn choice_of(choice: Choice, word: &str) -> Option<SetupLabel> {
    let known = CHOICES.into_iter().find(|(list, _, known)| *list == choice && *known == word);
    known.map(|(_, label, _)| label)
}

/// How metadata spells what is chosen in a list, if it can be chosen there.
pub(super) fn word_of(choice: Choice, chosen: SetupLabel) -> Option<&'static str> {
    let known = CHOICES.into_iter().find(|(list, label, _)| *list == choice && *label == chosen);
    known.map(|(_, _, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back_as_what_it_was() {
        for flag in FLAGS {
            assert_eq!(Flag::of(flag.label()), Some(flag));
            for on in [true, false] {
                assert_eq!(flag.turned(flag.turned(on)), on, "{flag:?}");
            }
        }
        for (list, label, word) in CHOICES {
            assert_eq!(choice_of(list, word), Some(label));
            assert_eq!(word_of(list, label), Some(word));
        }
        assert_eq!(Flag::of(SetupLabel::JwtBearerFlow), None);
        assert_eq!(choice_of(Choice::IpRelaxation, "Infinite"), None, "a word of another list");
    }

    #[test]
    fn a_secret_that_is_required_is_not_optional() {
        assert!(!Flag::SecretForWebServer.turned(true));
        assert!(Flag::SecretForRefresh.turned(true));
    }
}
