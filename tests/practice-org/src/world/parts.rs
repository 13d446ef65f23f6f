//! What the records beside an app are called.
//!
//! Salesforce has no fixed rule for these names: pages make others than deployments do. A second record of the same
//! sort is refused, whatever it is called, so that they must be known.

/// The satellites of one app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// The global OAuth settings: key, callback URLs, flows and boxes.
    pub(crate) global: Option<String>,
    /// The OAuth settings: the scopes.
    pub(crate) oauth: Option<String>,
    /// The OAuth policies, which come into being with the OAuth settings.
    pub(crate) oauth_policies: Option<String>,
    /// The app's own policies.
    pub(crate) policies: Option<String>,
}

impl Parts {
    /// As Setup names those that it makes; those that there are already keep their names.
    pub(crate) fn completed(self, api_name: &str, has_oauth: bool) -> Self {
        let made = |suffix: &str| format!("{api_name}_{suffix}");
        let of_oauth = |part: Option<String>, suffix| part.or_else(|| has_oauth.then(|| made(suffix)));
        Self {
            global: of_oauth(self.global, "glbloauth"),
            oauth: of_oauth(self.oauth, "oauth"),
            oauth_policies: of_oauth(self.oauth_policies, "oauthPlcy"),
            policies: self.policies.or_else(|| Some(made("plcy"))),
        }
    }

    /// Whether the app has what makes it an OAuth client.
    pub(crate) fn has_oauth(&self) -> bool {
        self.global.is_some() && self.oauth.is_some()
    }
}
