//! A change to some switches of an app: what an order may name, and what Setup would not save.

use serde::Deserialize;

use super::switches::{Distribution, IpRelaxation, PermittedUsers, RefreshTokenPolicy, Switches};

/// A change to some switches; what is left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SwitchChange {
    /// See [`Switches::exists`].
    pub exists: Option<bool>,
    /// See [`Switches::oauth_enabled`].
    pub oauth_enabled: Option<bool>,
    /// See [`Switches::pkce_required`].
    pub pkce_required: Option<bool>,
    /// See [`Switches::secret_required_for_web_server`].
    pub secret_required_for_web_server: Option<bool>,
    /// See [`Switches::secret_required_for_refresh`].
    pub secret_required_for_refresh: Option<bool>,
    /// See [`Switches::refresh_token_rotation`].
    pub refresh_token_rotation: Option<bool>,
    /// See [`Switches::scopes`].
    pub scopes: Option<Vec<String>>,
    /// See [`Switches::callback_urls`].
    pub callback_urls: Option<Vec<String>>,
    /// See [`Switches::access_token_seconds`].
    pub access_token_seconds: Option<u64>,
    /// See [`Switches::client_credentials_flow`].
    pub client_credentials_flow: Option<bool>,
    /// See [`Switches::client_credentials_policy`].
    pub client_credentials_policy: Option<bool>,
    /// See [`Switches::run_as`].
    pub run_as: Option<String>,
    /// See [`Switches::certificate`].
    pub certificate: Option<String>,
    /// See [`Switches::device_flow`].
    pub device_flow: Option<bool>,
    /// See [`Switches::code_and_credentials_flow`].
    pub code_and_credentials_flow: Option<bool>,
    /// See [`Switches::token_exchange_flow`].
    pub token_exchange_flow: Option<bool>,
    /// See [`Switches::permitted_users`].
    pub permitted_users: Option<PermittedUsers>,
    /// See [`Switches::profiles`].
    pub profiles: Option<Vec<String>>,
    /// See [`Switches::permission_sets`].
    pub permission_sets: Option<Vec<String>>,
    /// See [`Switches::ip_relaxation`].
    pub ip_relaxation: Option<IpRelaxation>,
    /// See [`Switches::refresh_token_policy`].
    pub refresh_token_policy: Option<RefreshTokenPolicy>,
    /// See [`Switches::jwt_access_tokens`].
    pub jwt_access_tokens: Option<bool>,
    /// See [`Switches::introspect_all_tokens`].
    pub introspect_all_tokens: Option<bool>,
    /// See [`Switches::distribution`].
    pub distribution: Option<Distribution>,
    /// See [`Switches::installed`].
    pub installed: Option<bool>,
    /// See [`Switches::blocked`].
    pub blocked: Option<bool>,
    /// See [`Switches::known_elsewhere`].
    pub known_elsewhere: Option<bool>,
    /// For so long from now the key is unknown, as that of an app which was just created.
    pub ready_after_seconds: Option<u64>,
    /// For so long from now the callback URLs of before this change count, as after a change in Setup.
    pub callbacks_ready_after_seconds: Option<u64>,
}

impl SwitchChange {
    /// The switches after the change, or why Setup would not save them.
    pub(crate) fn applied_to(self, old: &Switches) -> Result<Switches, String> {
        let new = Switches {
            exists: self.exists.unwrap_or(old.exists),
            oauth_enabled: self.oauth_enabled.unwrap_or(old.oauth_enabled),
            pkce_required: self.pkce_required.unwrap_or(old.pkce_required),
            secret_required_for_web_server: self
                .secret_required_for_web_server
                .unwrap_or(old.secret_required_for_web_server),
            secret_required_for_refresh: self
                .secret_required_for_refresh
                .unwrap_or(old.secret_required_for_refresh),
            refresh_token_rotation: self.refresh_token_rotation.unwrap_or(old.refresh_token_rotation),
            scopes: self.scopes.unwrap_or_else(|| old.scopes.clone()),
            callback_urls: self.callback_urls.unwrap_or_else(|| old.callback_urls.clone()),
            access_token_seconds: self.access_token_seconds.unwrap_or(old.access_token_seconds),
            client_credentials_flow: self.client_credentials_flow.unwrap_or(old.client_credentials_flow),
            client_credentials_policy: self
                .client_credentials_policy
                .unwrap_or(old.client_credentials_policy),
            run_as: self.run_as.unwrap_or_else(|| old.run_as.clone()),
            certificate: self.certificate.unwrap_or_else(|| old.certificate.clone()),
            device_flow: self.device_flow.unwrap_or(old.device_flow),
            code_and_credentials_flow: self
                .code_and_credentials_flow
                .unwrap_or(old.code_and_credentials_flow),
            token_exchange_flow: self.token_exchange_flow.unwrap_or(old.token_exchange_flow),
            permitted_users: self.permitted_users.unwrap_or(old.permitted_users),
            profiles: self.profiles.unwrap_or_else(|| old.profiles.clone()),
            permission_sets: self.permission_sets.unwrap_or_else(|| old.permission_sets.clone()),
            ip_relaxation: self.ip_relaxation.unwrap_or(old.ip_relaxation),
            refresh_token_policy: self.refresh_token_policy.unwrap_or(old.refresh_token_policy),
            jwt_access_tokens: self.jwt_access_tokens.unwrap_or(old.jwt_access_tokens),
            introspect_all_tokens: self.introspect_all_tokens.unwrap_or(old.introspect_all_tokens),
            distribution: self.distribution.unwrap_or(old.distribution),
            installed: self.installed.unwrap_or(old.installed),
            blocked: self.blocked.unwrap_or(old.blocked),
            known_elsewhere: self.known_elsewhere.unwrap_or(old.known_elsewhere),
        };
        new.saveable().map(|()| new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Switches {
        Switches::shipped(&["api", "refresh_token"], "http://localhost:33333")
    }

    #[test]
    fn a_new_app_is_locked_down() {
        let switches = shipped();
        assert!(switches.pkce_required && switches.refresh_token_rotation, "both are locked on for new apps");
        assert!(switches.secret_required_for_web_server && switches.secret_required_for_refresh);
        assert!(
            !switches.client_credentials_flow && !switches.device_flow && switches.certificate.is_empty()
        );
    }

    #[test]
    fn a_change_leaves_the_rest_alone() {
        let change = SwitchChange { pkce_required: Some(false), ..SwitchChange::default() };
        assert_eq!(change.applied_to(&shipped()), Ok(Switches { pkce_required: false, ..shipped() }));
    }

    #[test]
    fn a_policy_is_spelt_as_orders_spell_it() {
        for (json, policy) in [
            (r#"{"refresh_token_policy":"immediately_expire"}"#, RefreshTokenPolicy::ImmediatelyExpire),
            (r#"{"refresh_token_policy":{"idle_days":30}}"#, RefreshTokenPolicy::IdleDays(30)),
        ] {
            let change: SwitchChange = serde_json::from_str(json).unwrap_or_default();
            assert_eq!(change.refresh_token_policy, Some(policy), "{json}");
        }
    }

    #[test]
    fn setup_refuses_what_it_cannot_save() {
        for (what, json) in [
            ("scope", r#"{"scopes":["apii"]}"#),
            ("no URL", r#"{"callback_urls":[]}"#),
            ("space", r#"{"callback_urls":["http://a b"]}"#),
            ("plain http", r#"{"callback_urls":["http://localhost.evil.example/"]}"#),
            ("life", r#"{"access_token_seconds":0}"#),
            ("certificate", r#"{"certificate":"-----BEGIN CERTIFICATE-----"}"#),
            ("days", r#"{"refresh_token_policy":{"lifetime_days":0}}"#),
        ] {
            let change: Result<SwitchChange, _> = serde_json::from_str(json);
            let refused = change.map(|change| change.applied_to(&shipped()));
            assert!(matches!(refused, Ok(Err(_))), "{what} must be refused: {refused:?}");
        }
    }
}
