//! From a recipe with its answers to metadata. What nobody has answered is not made up: it is refused by its field.

use std::collections::BTreeMap;

use crate::model::field::{Field, FieldRefused, Problem};
use crate::model::metadata::{AppMetadata, Choice, Chosen, Flag};
use crate::model::recipe::plan::{Plan, PlannedBox, Policies};
use crate::model::recipe::{IpRelaxation, PermittedUsers, RefreshTokenPolicy};
use crate::model::setup_label::SetupLabel;
use crate::model::view::{Answer, RecipeFlow};

impl AppMetadata {
    /// The app that a plan wants, with the certificate of its assertions where it has one.
    ///
    /// # Errors
    /// The first thing that an app cannot be made without, and that was not answered.
    pub fn of(plan: &Plan, certificate: Option<String>) -> Result<Self, FieldRefused> {
        if let Some(answer) = plan.unanswered().first() {
            return Err(field(*answer).refused(Problem::Empty));
        }
        Ok(Self { certificate, ..Self::so_far(plan) })
    }

    /// As [`AppMetadata::of`], with nothing in the place of what was not answered, and without a certificate: to be
    /// compared, and not to be made.
    pub fn so_far(plan: &Plan) -> Self {
        let policies = &plan.policies;
        Self {
            name: plan.name.clone(),
            api_name: plan.api_name.clone(),
            description: plan.description.clone(),
            distribution: plan.distribution,
            contact_email: plan.contact_email.clone().unwrap_or_default(),
            callbacks: plan.callbacks.clone(),
            scopes: plan.scopes.clone(),
            custom_scopes: policies.custom_scopes.clone(),
            boxes: plan.boxes.iter().copied().filter_map(ticked).collect(),
            choices: choices(policies),
            permission_sets: policies.permission_set.clone().flatten().into_iter().collect(),
            run_as: policies.run_as.clone().flatten(),
            asserts: plan.flow == RecipeFlow::JwtBearer,
            certificate: None,
        }
    }
}

/// A box as it can be: one that Setup has greyed out is ticked, whatever is wanted.
fn ticked(planned: PlannedBox) -> Option<(Flag, bool)> {
    Some((Flag::of(planned.label)?, planned.on || planned.is_locked))
}

fn choices(policies: &Policies) -> BTreeMap<Choice, Chosen> {
    // As Setup begins. What metadata takes for the default here, nobody says.
    let users = policies.permitted_users.unwrap_or(PermittedUsers::SelfAuthorize);
    let plain = |choice| Chosen { choice, number: None };
    let high_assurance = policies.high_assurance.filter(|wanted| *wanted);
    let minutes = |minutes: u16| Chosen { choice: SetupLabel::SessionTimeout, number: Some(minutes.into()) };
    [
        (Choice::PermittedUsers, Some(plain(users.label()))),
        (Choice::RefreshToken, policies.refresh_token.map(refresh)),
        (Choice::IpRelaxation, policies.ip_relaxation.map(IpRelaxation::label).map(plain)),
        (Choice::SessionTimeout, policies.session_timeout.map(minutes)),
        (Choice::SessionLevel, high_assurance.map(|_| plain(SetupLabel::HighAssurance))),
    ]
    .into_iter()
    .filter_map(|(list, chosen)| Some((list, chosen?)))
    .collect()
}

fn refresh(policy: RefreshTokenPolicy) -> Chosen {
    let number = match policy {
        RefreshTokenPolicy::Idle { days } | RefreshTokenPolicy::Lifetime { days } => Some(days.into()),
        RefreshTokenPolicy::UntilRevoked | RefreshTokenPolicy::ImmediatelyExpires => None,
    };
    Chosen { choice: policy.label(), number }
}

/// The field of what a guide asks.
fn field(answer: Answer) -> Field {
    match answer {
        Answer::AppName => Field::AppName,
        Answer::ContactEmail => Field::ContactEmail,
        Answer::TheirCallback => Field::TheirCallback,
        Answer::RunAs => Field::RunAs,
        Answer::JwtUsername => Field::JwtUsername,
        Answer::PermissionSet => Field::PermissionSet,
        Answer::CustomScopes => Field::CustomScopes,
        Answer::Flow | Answer::PkceLocked | Answer::RotationLocked => Field::Answer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metadata::{Kind, components};
    use crate::model::recipe::{Answers, Recipe};
    use crate::model::view::RecipeId;

    const ANSWERS: [(Answer, &str); 6] = [
        (Answer::ContactEmail, "ana@acme.com"),
        (Answer::TheirCallback, "https://acme.com/callback"),
        (Answer::RunAs, "integration@acme.com"),
        (Answer::JwtUsername, "integration@acme.com"),
        (Answer::PermissionSet, "Integration"),
        (Answer::CustomScopes, "orders"),
    ];

    fn plan(recipe: RecipeId, flow: RecipeFlow, more: &[(Answer, &str)]) -> Plan {
        let recipe = Recipe::of(recipe).expect("a recipe");
        let word = serde_json::to_value(flow).expect("a word");
        let mut answers = Answers::default();
        let flow = (Answer::Flow, word.as_str().expect("a word"));
        for (answer, value) in more.iter().chain([&flow]) {
            answers.give(recipe, *answer, value).expect("an answer");
        }
        Plan::of(recipe, &answers)
    }

    #[test]
    fn every_recipe_in_each_of_its_ways_becomes_an_app_once_it_is_answered() {
        for recipe in Recipe::all() {
            for flow in &recipe.flows {
                let app = AppMetadata::of(&plan(recipe.recipe, *flow, &ANSWERS), None).expect("answered");
                assert_eq!(components(&app).len(), 5);
                assert!(!app.scopes.is_empty(), "{:?}", recipe.recipe);
                let nameless = app.scopes.iter().find(|scope| scope.metadata.is_none());
                assert!(nameless.is_none(), "would be left out: {nameless:?}");
            }
        }
    }

    #[test]
    fn what_was_not_answered_is_refused_by_its_field() {
        let unanswered = plan(RecipeId::RehearsalTool, RecipeFlow::AuthorizationCode, &[]);
        let refused = AppMetadata::of(&unanswered, None).expect_err("nobody to write to");
        assert_eq!(refused, Field::ContactEmail.refused(Problem::Empty));
        let more = &ANSWERS[..1];
        let unanswered = plan(RecipeId::ClientCredentials, RecipeFlow::ClientCredentials, more);
        let refused = AppMetadata::of(&unanswered, None).expect_err("nobody to run as");
        assert_eq!(refused, Field::RunAs.refused(Problem::Empty));
    }

    #[test]
    fn a_box_that_is_greyed_out_is_ticked() {
        let locked = [ANSWERS[0], (Answer::PkceLocked, "yes")];
        for (answers, pkce) in [(&locked[..], true), (&locked[..1], false)] {
            let app = plan(RecipeId::RehearsalTool, RecipeFlow::AuthorizationCode, answers);
            let app = AppMetadata::of(&app, None).expect("answered");
            assert_eq!(app.boxes.get(&Flag::Pkce), Some(&pkce));
        }
    }

    #[test]
    fn the_rehearsal_tools_app_is_written_as_its_guide_says() {
        let app = plan(RecipeId::RehearsalTool, RecipeFlow::AuthorizationCode, &ANSWERS);
        let parts = components(&AppMetadata::of(&app, None).expect("answered"));
        let xml = |kind| &parts.iter().find(|part| part.kind == kind).expect("that part").xml;
        for (kind, line) in [
            (Kind::App, "<distributionState>Local<"),
            (Kind::OauthSettings, "<commaSeparatedOauthScopes>Api, RefreshToken, SFApiPlatform<"),
            (Kind::GlobalOauthSettings, "<callbackUrl>http://localhost:33333<"),
            (Kind::GlobalOauthSettings, "<isConsumerSecretOptional>true<"),
            (Kind::GlobalOauthSettings, "<isSecretRequiredForRefreshToken>false<"),
            (Kind::GlobalOauthSettings, "<isCodeCredFlowEnabled>true<"),
            (Kind::OauthPolicies, "<ipRelaxationPolicyType>Bypass<"),
            (Kind::OauthPolicies, "<permittedUsersPolicyType>AllSelfAuthorized<"),
        ] {
            assert!(xml(kind).contains(line), "{line} in {}", xml(kind));
        }
    }
}
