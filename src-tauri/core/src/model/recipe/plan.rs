//! A recipe with its answers: one app, as it has to be. What is deployed, compared with the org, and handed over.
//!
//! What nobody has answered yet is not made up: [`Plan::unanswered`] says what is missing.

use crate::model::client_app::CallbackUrl;
use crate::model::recipe::scope::Scope;
use crate::model::recipe::{
    Answers, ApiName, Callback, Distribution, IpRelaxation, PermittedUsers, Policy, Recipe,
    RefreshTokenPolicy, Tickbox, Wanted,
};
use crate::model::setup_label::SetupLabel;
use crate::model::view::{Answer, RecipeFlow};

/// One app, as it has to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Which of the recipe's ways is gone.
    pub flow: RecipeFlow,
    /// What it is called.
    pub name: String,
    /// What Salesforce calls it where no person reads.
    pub api_name: ApiName,
    /// What stands under its name.
    pub description: String,
    /// Where it may be used.
    pub distribution: Distribution,
    /// Whom Salesforce may write to about it.
    pub contact_email: Option<String>,
    /// Its callback URLs, to the byte, in the order in which they are registered.
    pub callbacks: Vec<String>,
    /// Its scopes.
    pub scopes: Vec<&'static Scope>,
    /// Its boxes of *Flow Enablement*, then those of *Security*. One that is not here stays as Setup has it.
    pub boxes: Vec<PlannedBox>,
    /// Its policies. One that is not here stays as Setup has it.
    pub policies: Policies,
    /// For whom assertions are signed.
    pub jwt_username: Option<String>,
}

/// A box, as it has to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PlannedBox {
    /// Which.
    pub label: SetupLabel,
    /// How it has to be.
    pub on: bool,
    /// Whether Setup may have greyed it out, ticked: then it stays as it is.
    pub may_be_locked: bool,
    /// Whether the person says that it is greyed out.
    pub is_locked: bool,
}

/// The policies of an app, as they have to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policies {
    /// Who may use it.
    pub permitted_users: Option<PermittedUsers>,
    /// Whether a permission set is wanted, and which; by API name.
    pub permission_set: Option<Option<String>>,
    /// Whether client credentials are allowed here too.
    pub client_credentials_flow: Option<bool>,
    /// Whether a user to run as is wanted, and whom; by username.
    pub run_as: Option<Option<String>>,
    /// How long its refresh tokens live.
    pub refresh_token: Option<RefreshTokenPolicy>,
    /// Whether the org's IP restrictions hold for it.
    pub ip_relaxation: Option<IpRelaxation>,
    /// How long its access tokens live unused, in minutes.
    pub session_timeout: Option<u16>,
    /// Whether a session of high assurance is needed.
    pub high_assurance: Option<bool>,
    /// Its custom scopes, by name.
    pub custom_scopes: Vec<String>,
}

impl Plan {
    /// What a recipe and the answers so far make.
    pub fn of(recipe: &Recipe, answers: &Answers) -> Self {
        let flow = answers.flow(recipe);
        let answer = |to: Answer| answers.to(to).map(str::to_owned);
        let name = answer(Answer::AppName).unwrap_or_else(|| recipe.app.name.clone());
        Self {
            flow,
            api_name: ApiName::of(&name).unwrap_or_else(ApiName::of_nothing),
            name,
            description: recipe.app.description.clone(),
            distribution: recipe.app.distribution,
            contact_email: answer(Answer::ContactEmail),
            callbacks: callbacks(recipe, answers, flow),
            scopes: wanted(&recipe.scopes, flow).filter_map(|wanted| Scope::of(&wanted.want)).collect(),
            boxes: boxes(recipe, answers, flow),
            policies: policies(recipe, answers, flow),
            jwt_username: answer(Answer::JwtUsername).filter(|_| flow == RecipeFlow::JwtBearer),
        }
    }

    /// How a box has to be. None: as Setup has it.
    pub fn wants(&self, label: SetupLabel) -> Option<bool> {
        self.boxes.iter().find(|planned| planned.label == label).map(|planned| planned.on)
    }

    /// The callback URLs that a sign-in on this computer can come back to.
    pub fn our_callbacks(&self) -> impl Iterator<Item = CallbackUrl> {
        self.callbacks.iter().filter_map(|text| CallbackUrl::parse(text).ok())
    }

    /// Whether a sign-in, or a renewal, needs the consumer secret.
    pub fn needs_secret(&self) -> bool {
        let required = |label| self.wants(label) == Some(true);
        match self.flow {
            RecipeFlow::ClientCredentials => true,
            RecipeFlow::JwtBearer => false,
            RecipeFlow::AuthorizationCode => {
                required(SetupLabel::SecretForWebServer) || required(SetupLabel::SecretForRefresh)
            }
        }
    }

    /// Whether whoever is given the app is given its secret too, required or not: an assertion alone is sent without.
    pub fn brings_secret(&self) -> bool {
        self.flow != RecipeFlow::JwtBearer
    }

    /// What an app cannot be deployed without, and nobody has answered yet.
    pub fn unanswered(&self) -> Vec<Answer> {
        let is_missing = |asked: &Option<Option<String>>| *asked == Some(None);
        let missing = [
            (self.contact_email.is_none(), Answer::ContactEmail),
            (is_missing(&self.policies.permission_set), Answer::PermissionSet),
            (is_missing(&self.policies.run_as), Answer::RunAs),
            (self.flow == RecipeFlow::JwtBearer && self.jwt_username.is_none(), Answer::JwtUsername),
            (self.callbacks.is_empty(), Answer::TheirCallback),
        ];
        missing.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, answer)| answer).collect()
    }
}

/// What is wanted in this way of the recipe.
pub(crate) fn wanted<T>(all: &[Wanted<T>], flow: RecipeFlow) -> impl Iterator<Item = &Wanted<T>> {
    all.iter().filter(move |wanted| wanted.is_for(flow))
}

fn callbacks(recipe: &Recipe, answers: &Answers, flow: RecipeFlow) -> Vec<String> {
    let given = |wanted: &Wanted<Callback>| match &wanted.want {
        Callback::Url(url) => Some(url.clone()),
        Callback::Ask(answer) => answers.to(*answer).map(str::to_owned),
    };
    wanted(&recipe.callbacks, flow).filter_map(given).collect()
}

fn boxes(recipe: &Recipe, answers: &Answers, flow: RecipeFlow) -> Vec<PlannedBox> {
    let planned = |wanted: &Wanted<Tickbox>| PlannedBox {
        label: wanted.want.label,
        on: wanted.want.on,
        may_be_locked: wanted.may_be_locked,
        is_locked: wanted.may_be_locked && is_locked(wanted.want.label, answers),
    };
    wanted(&recipe.flow_enablement, flow).chain(wanted(&recipe.security, flow)).map(planned).collect()
}

/// The question whether Setup has greyed this box out.
pub(crate) fn locked(label: SetupLabel) -> Option<Answer> {
    match label {
        SetupLabel::Pkce => Some(Answer::PkceLocked),
        SetupLabel::Rotation => Some(Answer::RotationLocked),
        _ => None,
    }
}

/// Whether the person says so.
fn is_locked(label: SetupLabel, answers: &Answers) -> bool {
    locked(label).is_some_and(|answer| answers.is_yes(answer))
}

fn policies(recipe: &Recipe, answers: &Answers, flow: RecipeFlow) -> Policies {
    let answer = |to: Answer| answers.to(to).map(str::to_owned);
    let mut policies = Policies::default();
    for Wanted { want, .. } in wanted(&recipe.policies, flow) {
        match *want {
            Policy::PermissionSet(_) => policies.permission_set = Some(answer(Answer::PermissionSet)),
            Policy::PermittedUsers(users) => policies.permitted_users = Some(users),
            Policy::ClientCredentialsFlow(on) => policies.client_credentials_flow = Some(on),
            Policy::RunAs(_) => policies.run_as = Some(answer(Answer::RunAs)),
            Policy::RefreshToken(policy) => policies.refresh_token = Some(policy),
            Policy::IpRelaxation(policy) => policies.ip_relaxation = Some(policy),
            Policy::SessionTimeout(minutes) => policies.session_timeout = Some(minutes),
            Policy::HighAssurance(on) => policies.high_assurance = Some(on),
            Policy::CustomScopes(_) => {
                let names = answers.to(Answer::CustomScopes).unwrap_or_default();
                policies.custom_scopes = names.split_whitespace().map(str::to_owned).collect();
            }
        }
    }
    policies
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::view::RecipeId;

    fn plan(recipe: RecipeId, answers: &[(Answer, &str)]) -> Plan {
        let recipe = Recipe::of(recipe).expect("a recipe");
        let mut given = Answers::default();
        for (answer, value) in answers {
            given.give(recipe, *answer, value).expect("an answer");
        }
        Plan::of(recipe, &given)
    }

    fn scopes(plan: &Plan) -> Vec<&str> {
        plan.scopes.iter().map(|scope| scope.value).collect()
    }

    #[test]
    fn the_rehearsal_tools_app_is_as_its_written_guide_says() {
        let plan = plan(RecipeId::RehearsalTool, &[(Answer::PkceLocked, "yes")]);
        assert_eq!((plan.name.as_str(), plan.api_name.as_str()), ("Rehearsal Tool", "Rehearsal_Tool"));
        assert_eq!(plan.callbacks, ["http://localhost:33333"]);
        assert_eq!(scopes(&plan), ["api", "refresh_token", "sfap_api"]);
        for label in [SetupLabel::SecretForWebServer, SetupLabel::SecretForRefresh, SetupLabel::Pkce] {
            assert_eq!(plan.wants(label), Some(false), "{label:?}");
        }
        let pkce = plan.boxes.iter().find(|planned| planned.label == SetupLabel::Pkce);
        assert!(pkce.is_some_and(|pkce| pkce.may_be_locked && pkce.is_locked));
        assert_eq!(plan.policies.ip_relaxation, Some(IpRelaxation::Relax));
        assert!(!plan.needs_secret());
        assert_eq!(plan.unanswered(), [Answer::ContactEmail]);
    }

    #[test]
    fn what_belongs_to_one_way_of_a_recipe_is_in_no_other() {
        let by_code =
            plan(RecipeId::LightningOut, &[(Answer::TheirCallback, "https://acme.com/callback.html")]);
        assert_eq!(by_code.callbacks, ["https://acme.com/callback.html", "http://localhost:33333"]);
        assert_eq!(by_code.wants(SetupLabel::CodeAndCredentialsInBody), Some(true));
        assert_eq!(by_code.wants(SetupLabel::JwtBearerFlow), None);
        assert_eq!(by_code.policies.permission_set, None);
        assert!(by_code.needs_secret());
        let by_assertion = plan(RecipeId::LightningOut, &[(Answer::Flow, "jwt_bearer")]);
        assert_eq!(by_assertion.wants(SetupLabel::CodeAndCredentialsInBody), None);
        assert_eq!(by_assertion.wants(SetupLabel::JwtBearerFlow), Some(true));
        assert_eq!(by_assertion.policies.permitted_users, Some(PermittedUsers::PreAuthorized));
        let missing = [Answer::ContactEmail, Answer::PermissionSet, Answer::JwtUsername];
        assert_eq!(by_assertion.unanswered(), missing);
    }

    #[test]
    fn client_credentials_ask_for_no_more_than_they_need() {
        let plan = plan(RecipeId::ClientCredentials, &[(Answer::RunAs, "integration@acme.com")]);
        assert_eq!(scopes(&plan), ["api"], "neither full nor openid");
        assert_eq!(plan.policies.client_credentials_flow, Some(true));
        assert_eq!(plan.policies.run_as, Some(Some("integration@acme.com".to_owned())));
        assert_eq!(plan.our_callbacks().count(), 0);
        assert!(plan.needs_secret());
    }

    #[test]
    fn a_production_app_has_every_policy_looked_at() {
        let plan =
            plan(RecipeId::ProductionIntegration, &[(Answer::CustomScopes, "orders.read orders.write")]);
        let Policies { permitted_users, refresh_token, ip_relaxation, session_timeout, .. } = plan.policies;
        assert_eq!(permitted_users, Some(PermittedUsers::PreAuthorized));
        assert_eq!(refresh_token, Some(RefreshTokenPolicy::Idle { days: 30 }));
        assert_eq!(ip_relaxation, Some(IpRelaxation::EnforceButRelaxRefresh));
        assert!(session_timeout.is_some());
        assert_eq!(plan.policies.custom_scopes, ["orders.read", "orders.write"]);
    }
}
