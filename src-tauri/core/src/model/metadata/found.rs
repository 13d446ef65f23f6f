//! What an org says of an app, laid beside what the app was to be. What could not be read is never taken for another
//! value.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::metadata::{AppMetadata, Choice, Chosen, Flag, choice_of};
use crate::model::recipe::RefreshTokenPolicy;
use crate::model::setup_label::SetupLabel;
use crate::model::shown::shown;
use crate::model::view::{SettingValue, SettingView};

/// More characters than any value that is shown has.
const LONGEST_VALUE: usize = 2000;

/// Which scopes an app has, by their API values.
#[derive(Clone, Debug, Default)]
pub struct FoundScopes(pub BTreeMap<String, bool>);

/// The fields of an app's policies, as a query answers them.
#[derive(Clone, Debug, Default)]
pub struct FoundPolicies(pub BTreeMap<String, Value>);

/// The elements of an app's OAuth settings.
#[derive(Clone, Debug, Default)]
pub struct FoundFlags(pub BTreeMap<String, String>);

/// All that an org says; none: it could not be read.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Scopes.
    pub scopes: Option<FoundScopes>,
    /// Policies.
    pub policies: Option<FoundPolicies>,
    /// Boxes, callback URLs, and whether there is a certificate.
    pub flags: Option<FoundFlags>,
}

impl Found {
    /// Takes from another answer what is missing here.
    pub fn fill_from(&mut self, other: Self) {
        self.scopes = self.scopes.take().or(other.scopes);
        self.policies = self.policies.take().or(other.policies);
        self.flags = self.flags.take().or(other.flags);
    }

    /// Whether nothing is missing.
    pub fn is_whole(&self) -> bool {
        self.scopes.is_some() && self.policies.is_some() && self.flags.is_some()
    }

    /// Every setting that matters to an app: as wanted, and as found.
    pub fn beside(&self, app: &AppMetadata) -> Vec<SettingView> {
        [self.oauth_settings(app), self.scopes(app), self.policies(app)].concat()
    }

    fn oauth_settings(&self, app: &AppMetadata) -> Vec<SettingView> {
        // An element that is missing is not known: nobody says that an answer has them all.
        let says = |element: &str| self.flags.as_ref()?.0.get(element).map(String::as_str);
        let callbacks = says("callbackUrl").map(|said| text(&lines(said)));
        let certificate = says("certificate").map(|pem| ticked(!pem.trim().is_empty()));
        let mut settings = vec![
            setting(SetupLabel::CallbackUrl, text(&app.callbacks.join("\n")), callbacks),
            setting(SetupLabel::JwtBearerFlow, ticked(app.asserts), certificate),
        ];
        settings.extend(app.boxes.iter().map(|(flag, on)| {
            let said = says(flag.element()).and_then(|said| said.trim().parse().ok());
            setting(flag.label(), ticked(*on), said.map(|said| ticked(flag.turned(said))))
        }));
        settings
    }

    /// All scopes in one line. A scope of which no field is known stands in neither list.
    fn scopes(&self, app: &AppMetadata) -> Vec<SettingView> {
        let known = app.scopes.iter().filter(|scope| scope.field.is_some());
        let wanted = listed(known.map(|scope| scope.value));
        let found = self.scopes.as_ref().map(|FoundScopes(found)| {
            text(&listed(found.iter().filter(|(_, has)| **has).map(|(scope, _)| scope.as_str())))
        });
        vec![setting(SetupLabel::OauthScopes, text(&wanted), found)]
    }

    fn policies(&self, app: &AppMetadata) -> Vec<SettingView> {
        let mut settings: Vec<SettingView> =
            app.choices.iter().flat_map(|(list, chosen)| self.chosen(*list, *chosen)).collect();
        if app.boxes.get(&Flag::ClientCredentialsFlow) == Some(&true) {
            let found = self.policy("IsClientCredentialsFlowEnabled").and_then(Value::as_bool);
            settings.push(setting(SetupLabel::ClientCredentialsFlow, ticked(true), found.map(ticked)));
        }
        if let Some(run_as) = &app.run_as {
            let found = self.policy("ClientCredentialsFlowUser").and_then(Value::as_str);
            // Where it is the record's id, it cannot be compared with a name.
            let found = found.filter(|said| said.contains('@')).map(text);
            settings.push(setting(SetupLabel::RunAs, text(run_as), found));
        }
        // No query tells these.
        for (label, names) in [
            (SetupLabel::SelectPermissionSets, &app.permission_sets),
            (SetupLabel::CustomScopes, &app.custom_scopes),
        ] {
            if !names.is_empty() {
                settings.push(setting(label, text(&names.join(", ")), None));
            }
        }
        settings
    }

    fn chosen(&self, list: Choice, chosen: Chosen) -> Vec<SettingView> {
        let number = chosen.number.map(|number| number.to_string()).unwrap_or_default();
        match list {
            Choice::SessionTimeout => {
                let found = self.policy("SessionTimeoutInMinutes").map(|said| text(&plain(said)));
                vec![setting(list.label(), text(&number), found)]
            }
            Choice::SessionLevel => {
                let found = self.policy("RequiredSessionLevel").and_then(Value::as_str);
                let found = found.map(|word| ticked(choice_of(list, word).is_some()));
                vec![setting(list.label(), ticked(true), found)]
            }
            Choice::PermittedUsers => self.listed(list, "PermittedUsersPolicyType", chosen),
            Choice::IpRelaxation => self.listed(list, "IpRelaxationPolicyType", chosen),
            Choice::RefreshToken => {
                let mut settings = self.listed(list, "RefreshTokenPolicyType", chosen);
                if chosen.number.is_some() {
                    let period = self.policy("RefreshTokenValidityPeriod").map(plain);
                    let unit = self.policy("RefreshTokenValidityUnit").map(plain);
                    let found = period.zip(unit).map(|(period, unit)| text(&format!("{period} {unit}")));
                    settings.push(setting(chosen.choice, text(&format!("{number} Days")), found));
                }
                settings
            }
        }
    }

    /// A list of which one choice is chosen. A word that is not known is shown as it is.
    fn listed(&self, list: Choice, field: &str, chosen: Chosen) -> Vec<SettingView> {
        let found = self.policy(field).and_then(Value::as_str).map(|word| match choice_of(list, word) {
            Some(choice) => SettingValue::Choice { choice },
            None => text(word),
        });
        vec![setting(list.label(), SettingValue::Choice { choice: chosen.choice }, found)]
    }

    /// The policy of its refresh tokens; none: it could not be read, or is in words that are not known. Part of a day
    /// is none, and a month the shortest one.
    pub fn refresh_token_policy(&self) -> Option<RefreshTokenPolicy> {
        let word = self.policy("RefreshTokenPolicyType")?.as_str()?;
        let days = || {
            let period = self.policy("RefreshTokenValidityPeriod")?.as_u64()?;
            let days = match self.policy("RefreshTokenValidityUnit")?.as_str()? {
                "Hours" => period / 24,
                "Days" => period,
                "Months" => period.checked_mul(28)?,
                _ => return None,
            };
            u16::try_from(days).ok().filter(|days| *days > 0)
        };
        match choice_of(Choice::RefreshToken, word)? {
            SetupLabel::RefreshIdle => Some(RefreshTokenPolicy::Idle { days: days()? }),
            SetupLabel::RefreshLifetime => Some(RefreshTokenPolicy::Lifetime { days: days()? }),
            SetupLabel::RefreshUntilRevoked => Some(RefreshTokenPolicy::UntilRevoked),
            SetupLabel::RefreshImmediatelyExpires => Some(RefreshTokenPolicy::ImmediatelyExpires),
            _ => None,
        }
    }

    fn policy(&self, field: &str) -> Option<&Value> {
        self.policies.as_ref()?.0.get(field).filter(|said| !said.is_null())
    }
}

fn setting(label: SetupLabel, wanted: SettingValue, found: Option<SettingValue>) -> SettingView {
    SettingView { line: None, setting: label, wanted, found }
}

fn ticked(on: bool) -> SettingValue {
    SettingValue::Box { on }
}

/// One line where it is one, and cleaned.
fn text(text: &str) -> SettingValue {
    let lines: Vec<String> = text.lines().map(|line| shown(line, LONGEST_VALUE)).collect();
    SettingValue::Text { text: lines.join("\n") }
}

fn lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Scopes in one order, each once; `offline_access` is another name of `refresh_token`.
fn listed<'a>(scopes: impl Iterator<Item = &'a str>) -> String {
    let named = |scope| if scope == "offline_access" { "refresh_token" } else { scope };
    let scopes: std::collections::BTreeSet<&str> = scopes.map(named).collect();
    scopes.into_iter().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::metadata::tests::everything;

    fn found(settings: &[SettingView], label: SetupLabel) -> Option<SettingValue> {
        settings.iter().find(|one| one.setting == label).expect("that setting").found.clone()
    }

    #[test]
    fn what_could_not_be_read_is_not_called_different() {
        let settings = Found::default().beside(&everything());
        assert!(settings.len() > 10, "{}", settings.len());
        assert!(settings.iter().all(|one| one.found.is_none()));
    }

    #[test]
    fn an_app_that_is_as_it_was_to_be_shows_no_difference() {
        let app = everything();
        let flags =
            app.boxes.iter().map(|(flag, on)| (flag.element().to_owned(), flag.turned(*on).to_string()));
        let mut flags: BTreeMap<String, String> = flags.collect();
        flags.insert("callbackUrl".to_owned(), format!("{}\r\n", app.callbacks.join("\r\n")));
        let scopes = [("api", true), ("offline_access", true), ("refresh_token", true), ("full", false)];
        let policies = json!({
            "PermittedUsersPolicyType": "AdminApprovedPreAuthorized",
            "RefreshTokenPolicyType": "SpecificInactivity", "RefreshTokenValidityPeriod": 30,
            "RefreshTokenValidityUnit": "Days", "IpRelaxationPolicyType": "Enforce_RelaxRefresh",
            "SessionTimeoutInMinutes": 120, "RequiredSessionLevel": "HIGH_ASSURANCE",
        });
        let read = Found {
            scopes: Some(FoundScopes(scopes.map(|(scope, has)| (scope.to_owned(), has)).into())),
            policies: Some(FoundPolicies(serde_json::from_value(policies).expect("fields"))),
            flags: Some(FoundFlags(flags)),
        };
        let differs: Vec<SettingView> = read
            .beside(&app)
            .into_iter()
            .filter(|one| one.found.as_ref().is_some_and(|found| *found != one.wanted))
            .collect();
        assert!(differs.is_empty(), "{differs:#?}");
        let unread = read.beside(&app).into_iter().filter(|one| one.found.is_none()).count();
        assert_eq!(
            unread, 3,
            "permission sets and custom scopes are in no answer, a certificate not in this one"
        );
    }

    #[test]
    fn how_long_refresh_tokens_rest_is_read_in_days_and_never_guessed() {
        let policy = |word: &str, period: Value, unit: &str| {
            let says = json!({ "RefreshTokenPolicyType": word, "RefreshTokenValidityPeriod": period,
                               "RefreshTokenValidityUnit": unit });
            let policies = serde_json::from_value(says).expect("fields");
            Found { policies: Some(FoundPolicies(policies)), ..Found::default() }.refresh_token_policy()
        };
        let idle = |days| Some(RefreshTokenPolicy::Idle { days });
        assert_eq!(policy("SpecificInactivity", json!(30), "Days"), idle(30));
        assert_eq!(policy("SpecificInactivity", json!(71), "Hours"), idle(2));
        assert_eq!(policy("SpecificInactivity", json!(3), "Months"), idle(84), "early rather than late");
        assert_eq!(policy("SpecificInactivity", json!(5), "Hours"), None, "no whole day");
        assert_eq!(policy("SpecificInactivity", json!(2), "Fortnights"), None);
        assert_eq!(policy("SpecificInactivity", Value::Null, "Days"), None);
        assert_eq!(policy("Infinite", Value::Null, ""), Some(RefreshTokenPolicy::UntilRevoked));
        assert_eq!(policy("Forever", Value::Null, ""), None);
        assert_eq!(Found::default().refresh_token_policy(), None);
    }

    #[test]
    fn what_the_org_has_otherwise_is_shown_as_the_org_has_it() {
        let policies =
            json!({ "IpRelaxationPolicyType": "Bypass", "PermittedUsersPolicyType": "Some\u{202e}body" });
        let scopes = [("api", true), ("full", true)].map(|(scope, has)| (scope.to_owned(), has));
        let read = Found {
            scopes: Some(FoundScopes(scopes.into())),
            policies: Some(FoundPolicies(serde_json::from_value(policies).expect("fields"))),
            flags: Some(FoundFlags([("isConsumerSecretOptional".to_owned(), "false".to_owned())].into())),
        };
        let settings = read.beside(&everything());
        let relaxed = SettingValue::Choice { choice: SetupLabel::IpRelax };
        assert_eq!(found(&settings, SetupLabel::IpRelaxation), Some(relaxed));
        assert_eq!(found(&settings, SetupLabel::PermittedUsers), Some(text("Somebody")));
        assert_eq!(found(&settings, SetupLabel::OauthScopes), Some(text("api full")));
        assert_eq!(found(&settings, SetupLabel::SecretForWebServer), Some(ticked(true)));
        for label in [SetupLabel::Pkce, SetupLabel::CallbackUrl, SetupLabel::JwtBearerFlow] {
            assert_eq!(found(&settings, label), None, "the answer does not say {label:?}");
        }
        let emptied = ["callbackUrl", "certificate"].map(|element| (element.to_owned(), String::new()));
        let read = Found { flags: Some(FoundFlags(emptied.into())), ..Found::default() };
        let settings = read.beside(&everything());
        assert_eq!(found(&settings, SetupLabel::CallbackUrl), Some(text("")), "there is none");
        assert_eq!(found(&settings, SetupLabel::JwtBearerFlow), Some(ticked(false)), "no certificate there");
    }
}
