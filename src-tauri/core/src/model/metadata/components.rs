//! The components that make an app, each with its file: the app itself first, since all others name it.
//!
//! Five types and no more. Their names are those that a deployment of an app is known to use, so that the policies that
//! Salesforce makes by itself are the ones that are written here, and not a second set, which it would refuse.

use quick_xml::escape::partial_escape;

use crate::model::metadata::words::word_of;
use crate::model::metadata::{AppMetadata, Choice, Chosen, Flag, choice_element};
use crate::model::recipe::Distribution;
use crate::model::setup_label::SetupLabel;

const NAMESPACE: &str = "http://soap.sforce.com/2006/04/metadata";

/// A part of an app.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Component {
    /// Its type.
    pub kind: Kind,
    /// Its full name.
    pub name: String,
    /// Its file's text.
    pub xml: String,
}

/// The types of components that make an app.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// The app itself.
    App,
    /// Callback URLs, flows, PKCE: what Salesforce wants kept out of packages.
    GlobalOauthSettings,
    /// Scopes.
    OauthSettings,
    /// Who may use it, from where and for how long.
    OauthPolicies,
    /// Whether it, and OAuth in it, is on.
    Policies,
}

impl Kind {
    /// The name of the type.
    pub fn word(self) -> &'static str {
        match self {
            Self::App => "ExternalClientApplication",
            Self::GlobalOauthSettings => "ExtlClntAppGlobalOauthSettings",
            Self::OauthSettings => "ExtlClntAppOauthSettings",
            Self::OauthPolicies => "ExtlClntAppOauthConfigurablePolicies",
            Self::Policies => "ExtlClntAppConfigurablePolicies",
        }
    }

    /// The folder of its files.
    pub fn folder(self) -> &'static str {
        match self {
            Self::App => "externalClientApps",
            Self::GlobalOauthSettings => "extlClntAppGlobalOauthSets",
            Self::OauthSettings => "extlClntAppOauthSettings",
            Self::OauthPolicies => "extlClntAppOauthPolicies",
            Self::Policies => "extlClntAppPolicies",
        }
    }

    /// How the names of its files end.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::App => "eca",
            Self::GlobalOauthSettings => "ecaGlblOauth",
            Self::OauthSettings => "ecaOauth",
            Self::OauthPolicies => "ecaOauthPlcy",
            Self::Policies => "ecaPlcy",
        }
    }

    /// How this part of an app is called.
    pub(crate) fn named(self, app: &str) -> String {
        match self {
            Self::App => app.to_owned(),
            Self::GlobalOauthSettings => format!("{app}GlblOAuth"),
            Self::OauthSettings => format!("{app}OAuthSettings"),
            Self::OauthPolicies => format!("{app}OAuthSettings_defaultPolicy"),
            Self::Policies => format!("{app}_defaultPolicy"),
        }
    }
}

impl Component {
    /// Its file in a zip: folder, name and suffix.
    pub fn path(&self) -> String {
        format!("{}/{}.{}", self.kind.folder(), self.name, self.kind.suffix())
    }
}

/// The components of an app, in the order in which they need each other.
pub fn components(app: &AppMetadata) -> Vec<Component> {
    [
        (Kind::App, itself(app)),
        (Kind::OauthSettings, oauth_settings(app)),
        (Kind::GlobalOauthSettings, global_oauth_settings(app)),
        (Kind::OauthPolicies, oauth_policies(app)),
        (Kind::Policies, vec![("isEnabled", yes(true)), ("isOauthPluginEnabled", yes(true))]),
    ]
    .map(|(kind, elements)| component(app, kind, elements))
    .into()
}

type Elements = Vec<(&'static str, String)>;

fn component(app: &AppMetadata, kind: Kind, mut elements: Elements) -> Component {
    let name = kind.named(app.api_name.as_str());
    if kind != Kind::App {
        elements.push(("externalClientApplication", app.api_name.as_str().to_owned()));
        elements.push(("label", name.clone()));
    }
    // As Salesforce writes them, so that a retrieved file can be laid beside ours.
    elements.sort();
    let lines = elements.into_iter().map(|(element, text)| {
        // A carriage return as it is would be read as the end of a line.
        let text = partial_escape(text).replace('\r', "&#13;");
        format!("    <{element}>{text}</{element}>\n")
    });
    let (word, lines) = (kind.word(), lines.collect::<String>());
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let xml = format!("{head}\n<{word} xmlns=\"{NAMESPACE}\">\n{lines}</{word}>\n");
    Component { kind, name, xml }
}

fn itself(app: &AppMetadata) -> Elements {
    let mut elements = vec![
        ("contactEmail", app.contact_email.clone()),
        ("distributionState", distributed(app.distribution).to_owned()),
        ("isProtected", yes(false)),
        ("label", app.name.clone()),
    ];
    if !app.description.is_empty() {
        elements.push(("description", app.description.clone()));
    }
    elements
}

fn oauth_settings(app: &AppMetadata) -> Elements {
    let scopes: Vec<&str> = app.scopes.iter().filter_map(|scope| scope.metadata).collect();
    let mut elements = vec![("commaSeparatedOauthScopes", scopes.join(", "))];
    if !app.custom_scopes.is_empty() {
        elements.push(("commaSeparatedCustomScopes", app.custom_scopes.join(", ")));
    }
    elements
}

fn global_oauth_settings(app: &AppMetadata) -> Elements {
    let flag = |(flag, on): (&Flag, &bool)| (flag.element(), yes(flag.turned(*on)));
    let mut elements: Elements = app.boxes.iter().map(flag).collect();
    elements.push(("callbackUrl", app.callbacks.join("\n")));
    elements.extend(app.certificate.clone().map(|pem| ("certificate", pem)));
    elements
}

fn oauth_policies(app: &AppMetadata) -> Elements {
    let mut elements: Elements =
        app.choices.iter().flat_map(|(list, chosen)| chosen_in(*list, *chosen)).collect();
    if !app.permission_sets.is_empty() {
        elements.push(("commaSeparatedPermissionSet", app.permission_sets.join(", ")));
    }
    // On in both places, or it is off.
    let with_credentials = app.boxes.get(&Flag::ClientCredentialsFlow);
    elements.extend(with_credentials.map(|on| ("isClientCredentialsFlowEnabled", yes(*on))));
    elements.extend(app.run_as.clone().map(|username| ("clientCredentialsFlowUser", username)));
    elements
}

fn chosen_in(list: Choice, Chosen { choice, number }: Chosen) -> Elements {
    let Some(word) = word_of(list, choice) else {
        // A list that is a number and nothing else.
        return number.map(|number| (choice_element(list), number.to_string())).into_iter().collect();
    };
    let mut elements = vec![(choice_element(list), word.to_owned())];
    let has_days = matches!(choice, SetupLabel::RefreshIdle | SetupLabel::RefreshLifetime);
    if let Some(days) = number.filter(|_| has_days) {
        elements.push(("refreshTokenValidityPeriod", days.to_string()));
        elements.push(("refreshTokenValidityUnit", "Days".to_owned()));
    }
    elements
}

fn distributed(distribution: Distribution) -> &'static str {
    match distribution {
        Distribution::Local => "Local",
        Distribution::Packaged => "Packaged",
    }
}

fn yes(is_so: bool) -> String {
    is_so.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metadata::tests::everything;

    fn xml(app: &AppMetadata, kind: Kind) -> String {
        components(app).into_iter().find(|part| part.kind == kind).expect("that part").xml
    }

    #[test]
    fn the_parts_are_five_and_the_app_comes_first() {
        let paths: Vec<String> = components(&everything()).iter().map(Component::path).collect();
        let expected = [
            "externalClientApps/Rehearsal_Tool.eca",
            "extlClntAppOauthSettings/Rehearsal_ToolOAuthSettings.ecaOauth",
            "extlClntAppGlobalOauthSets/Rehearsal_ToolGlblOAuth.ecaGlblOauth",
            "extlClntAppOauthPolicies/Rehearsal_ToolOAuthSettings_defaultPolicy.ecaOauthPlcy",
            "extlClntAppPolicies/Rehearsal_Tool_defaultPolicy.ecaPlcy",
        ];
        assert_eq!(paths, expected);
    }

    #[test]
    fn text_is_escaped_and_comes_back_to_the_byte() {
        let app = xml(&everything(), Kind::App);
        assert!(app.contains("<label>Zoë &amp; &lt;Co&gt;</label>"), "{app}");
        let global = xml(&everything(), Kind::GlobalOauthSettings);
        let callbacks = "<callbackUrl>http://localhost:33333\nhttps://a.example/cb?x=1&amp;y=2</callbackUrl>";
        assert!(global.contains(callbacks), "{global}");
    }

    #[test]
    fn boxes_are_written_as_they_have_to_be_and_the_secret_that_is_not_required_is_optional() {
        let global = xml(&everything(), Kind::GlobalOauthSettings);
        for line in [
            "<isConsumerSecretOptional>true<",
            "<isPkceRequired>true<",
            "<isSecretRequiredForRefreshToken>true<",
        ] {
            assert!(global.contains(line), "{line} in {global}");
        }
        assert!(!global.contains("isDeviceFlowEnabled"), "it goes to its default: {global}");
    }

    #[test]
    fn policies_are_written_as_they_were_chosen() {
        let policies = xml(&everything(), Kind::OauthPolicies);
        for line in [
            "<permittedUsersPolicyType>AdminApprovedPreAuthorized<",
            "<commaSeparatedPermissionSet>Rehearsal<",
            "<refreshTokenPolicyType>SpecificInactivity<",
            "<refreshTokenValidityPeriod>30<",
            "<refreshTokenValidityUnit>Days<",
            "<ipRelaxationPolicyType>Enforce_RelaxRefresh<",
            "<sessionTimeoutInMinutes>120<",
            "<requiredSessionLevel>HIGH_ASSURANCE<",
        ] {
            assert!(policies.contains(line), "{line} in {policies}");
        }
        assert!(!policies.contains("clientCredentialsFlowUser"));
    }

    #[test]
    fn client_credentials_are_on_in_both_places() {
        let mut app = everything();
        app.boxes.insert(Flag::ClientCredentialsFlow, true);
        app.run_as = Some("job@example.com".to_owned());
        for kind in [Kind::GlobalOauthSettings, Kind::OauthPolicies] {
            assert!(xml(&app, kind).contains("<isClientCredentialsFlowEnabled>true<"), "{kind:?}");
        }
        let policies = xml(&app, Kind::OauthPolicies);
        assert!(policies.contains("<clientCredentialsFlowUser>job@example.com<"), "{policies}");
    }

    #[test]
    fn nothing_ties_an_app_to_one_org_and_no_key_is_in_it() {
        let mut app = everything();
        app.certificate = Some("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_owned());
        let all: String = components(&app).into_iter().map(|part| part.xml).collect();
        assert!(all.contains("<certificate>-----BEGIN"), "{all}");
        for never in ["consumerKey", "consumerSecret", "orgScopedExternalApp", "oauthLink", "shouldRotate"] {
            assert!(!all.contains(never), "{never}");
        }
    }
}
