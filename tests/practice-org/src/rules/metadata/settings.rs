//! What the two sorts of OAuth settings make of an app: key, callback URLs, flows and boxes, and the scopes.
//!
//! Declarative: whatever a file leaves out goes back to its default. So a certificate that is left out is a JWT bearer
//! flow that is off.

use super::names;
use super::record::Record;
use super::sketch::Sketch;
use crate::world::org::Org;

const GLOBAL_FIELDS: &[(&str, &str)] = &[("callback_urls", "callbackUrl"), ("certificate", "certificate")];

impl Sketch {
    /// After the global OAuth settings. `all` are the orgs of this world: a consumer key counts in all of them.
    pub(super) fn with_global(mut self, record: &Record, org: &Org, all: &[Org]) -> Result<Self, String> {
        Self::claimed(&mut self.parts.global, record, "ExternalClientApplicationId")?;
        record.refuse_ticks(&[
            "isDPopEnabled",
            "isEnforceRefreshTokenTTL",
            "isMtlsEnabled",
            "shouldRotateConsumerKey",
            "shouldRotateConsumerSecret",
        ])?;
        let switches = &mut self.draft.switches;
        switches.oauth_enabled = true;
        let lines = record.text("callbackUrl").unwrap_or_default().lines();
        switches.callback_urls =
            lines.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        record.text("certificate").unwrap_or_default().clone_into(&mut switches.certificate);
        switches.client_credentials_flow = record.flag("isClientCredentialsFlowEnabled", false);
        switches.code_and_credentials_flow = record.flag("isCodeCredFlowEnabled", false);
        switches.secret_required_for_web_server = !record.flag("isConsumerSecretOptional", false);
        switches.secret_required_for_refresh = record.flag("isSecretRequiredForRefreshToken", true);
        switches.device_flow = record.flag("isDeviceFlowEnabled", false);
        switches.introspect_all_tokens = record.flag("isIntrospectAllTokens", false);
        switches.jwt_access_tokens = record.flag("isNamedUserJwtEnabled", false);
        switches.token_exchange_flow = record.flag("isTokenExchangeEnabled", false);
        switches.pkce_required = record.flag("isPkceRequired", true);
        switches.refresh_token_rotation = record.flag("isRefreshTokenRotationEnabled", true);
        let unlocked = !switches.pkce_required || !switches.refresh_token_rotation;
        if self.is_locked {
            if unlocked && org.condition.refuses_unlocked_flags {
                return Err("isPkceRequired, isRefreshTokenRotationEnabled: to change this required setting, contact \
                     Salesforce Support"
                    .to_owned());
            }
            (switches.pkce_required, switches.refresh_token_rotation) = (true, true);
        }
        for (remark, field) in [
            ("require_user_credentials_in_post_body", "isCodeCredPostOnly"),
            ("require_secret_token_exchange", "isSecretRequiredForTokenExchange"),
        ] {
            self.remark(remark, record.flag(field, false).then_some("on"));
        }
        self.bring_key(record, all)?;
        self.checked(org, GLOBAL_FIELDS)
    }

    /// After the OAuth settings, with which the OAuth policies come into being.
    pub(super) fn with_oauth(mut self, record: &Record, org: &Org) -> Result<Self, String> {
        Self::claimed(&mut self.parts.oauth, record, "ExternalClientApplicationId")?;
        if let Some(link) = record.text("oauthLink") {
            let consumer = self.id.as_ref().map(|id| id.sibling("888"));
            let ours = link.split_once(':').is_some_and(|(home, linked)| {
                org.id.is(home) && consumer.is_some_and(|consumer| consumer.is(linked))
            });
            if !ours {
                return Err("INVALID_CROSS_REFERENCE_KEY: oauthLink names another org or consumer".to_owned());
            }
        }
        record.refuse_values(&["commaSeparatedCustomScopes", "clientAssertionCertificate"])?;
        let mut scopes = Vec::new();
        for name in record.list("commaSeparatedOauthScopes")? {
            let scope = names::scope(&name)
                .ok_or_else(|| format!("commaSeparatedOauthScopes: '{name}' is not a valid OAuth scope"))?;
            scopes.push(scope.to_owned());
        }
        (self.draft.switches.scopes, self.draft.switches.oauth_enabled) = (scopes, true);
        let made = format!("{}_defaultPolicy", record.full_name);
        self.parts.oauth_policies = self.parts.oauth_policies.or(Some(made));
        self.checked(org, &[("scopes", "commaSeparatedOauthScopes")])
    }

    /// A key and a secret of one's own, as they are brought back after a sandbox was refreshed.
    fn bring_key(&mut self, record: &Record, all: &[Org]) -> Result<(), String> {
        let shaped = |text: &str| {
            (8..=256).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._".contains(&byte))
        };
        for name in ["consumerKey", "consumerSecret"] {
            if record.text(name).is_some_and(|text| !shaped(text)) {
                return Err(format!("{name}: 8 to 256 letters, digits, dots and underscores"));
            }
        }
        let key = record.text("consumerKey");
        let mut others = all.iter().flat_map(|org| &org.apps).filter(|app| Some(&app.id) != self.id.as_ref());
        if others.any(|app| Some(app.consumer_key.as_str()) == key) {
            return Err("DUPLICATE_VALUE: consumerKey duplicates the key of another app".to_owned());
        }
        self.key = key.map(str::to_owned);
        self.secret = record.text("consumerSecret").map(str::to_owned);
        Ok(())
    }
}
