//! The form in which an app is made: *Basic Information*, then *API (Enable OAuth Settings)*.

use crate::model::recipe::plan::wanted;
use crate::model::recipe::{Callback, Tickbox, Wanted};
use crate::model::setup_label::SetupLabel;
use crate::model::view::{Answer, Line, LineId, RecipeFlow, Section, Why};
use crate::model::word::word_of;

use super::{CALLBACKS, Reason, Sources, Writing, scope, tickbox};

/// Name, API name, e-mail address, distribution state.
pub(super) fn basic(sources: &Sources<'_>) -> Writing {
    let plan = sources.plan;
    let mut writing = Writing::of(Section::Basic);
    let id = |name: &str| LineId(format!("basic.{name}"));
    let name = Line::Enter { field: SetupLabel::AppName, value: plan.name.clone() };
    writing.shown(id("app_name"), name, Reason::of_every_guide(None));
    let api_name = Line::Expect { field: SetupLabel::ApiName, value: plan.api_name.as_str().to_owned() };
    writing.shown(id("api_name"), api_name, Reason::of_every_guide(Some(Why::ApiNameRules)));
    let email = Line::Ask {
        field: SetupLabel::ContactEmail,
        answer: Answer::ContactEmail,
        value: plan.contact_email.clone(),
        is_needed: false,
    };
    writing.shown(id("contact_email"), email, Reason::of_every_guide(None));
    let state =
        Line::Choose { field: SetupLabel::DistributionState, choice: plan.distribution.label(), value: None };
    writing.shown(id("distribution"), state, Reason::of_every_guide(Some(Why::LocalOnly)));
    writing
}

/// Callback URLs, scopes, flows, security, *Create*.
pub(super) fn oauth(sources: &Sources<'_>) -> Writing {
    let (recipe, flow) = (sources.recipe, sources.plan.flow);
    let mut writing = Writing::of(Section::Oauth);
    writing.press(SetupLabel::EnableOauthSettings, Reason::of_every_guide(None));
    let enable =
        Line::Box { label: SetupLabel::EnableOauth, on: true, may_be_locked: false, is_locked: false };
    writing.shown(tickbox(SetupLabel::EnableOauth), enable, Reason::of_every_guide(None));
    callbacks(sources, &mut writing);
    writing.under(SetupLabel::OauthScopes);
    for wanted in wanted(&recipe.scopes, flow) {
        let line = Line::Scope { scope: wanted.want.clone() };
        writing.shown(scope(&wanted.want), line, Reason::of(wanted));
    }
    for wanted in wanted(&recipe.left_out, flow) {
        let line = Line::LeaveOut { scope: wanted.want.clone() };
        writing.told(LineId(format!("oauth.left_out.{}", wanted.want)), line, Reason::of(wanted));
    }
    for (heading, part, boxes) in [
        (SetupLabel::FlowEnablement, &recipe.flow_enablement, &Tickbox::FLOWS),
        (SetupLabel::Security, &recipe.security, &Tickbox::SECURITY),
    ] {
        writing.under(heading);
        // The box of signed assertions wants a certificate at once: it is ticked when there is one.
        for label in boxes.iter().filter(|label| **label != SetupLabel::JwtBearerFlow) {
            if let Some(wanted) = wanted(part, flow).find(|wanted| wanted.want.label == *label) {
                tick(sources, wanted, &mut writing);
            }
        }
    }
    for wanted in wanted(&recipe.left_alone, flow) {
        let label = wanted.want;
        let id = LineId(format!("oauth.leave.{}", word_of(&label)));
        writing.told(id, Line::Leave { label }, Reason::of(wanted));
    }
    // Where no box stands under it, a heading says nothing.
    writing.heading = None;
    writing.press(SetupLabel::Create, Reason::of_every_guide(None));
    writing
}

/// Theirs is asked for; what is known is one value, one a line. Once theirs is known it is in that value, and is only shown
/// by itself: whoever put in both would have it twice.
fn callbacks(sources: &Sources<'_>, writing: &mut Writing) {
    let (recipe, plan) = (sources.recipe, sources.plan);
    let mut of_ours = None;
    for wanted in wanted(&recipe.callbacks, plan.flow) {
        match &wanted.want {
            Callback::Ask(answer) => {
                let (field, answer) = (SetupLabel::CallbackUrl, *answer);
                let line = match sources.answers.to(answer).map(str::to_owned) {
                    Some(value) => Line::Given { field, answer, value },
                    None => Line::Ask { field, answer, value: None, is_needed: false },
                };
                writing.told(LineId("oauth.their_callback".to_owned()), line, Reason::of(wanted));
            }
            Callback::Url(_) => of_ours = of_ours.or(Some(wanted)),
        }
    }
    if let Some(wanted) = of_ours {
        let line = Line::Enter { field: SetupLabel::CallbackUrl, value: plan.callbacks.join("\n") };
        // An app that is sent back to nobody never shows where it would be.
        let is_seen = plan.flow == RecipeFlow::AuthorizationCode;
        writing.write(LineId(CALLBACKS.to_owned()), line, is_seen, Reason::of(wanted));
    }
}

/// A box. A token shows of these only that the flow by which it was given is on.
pub(super) fn tick(sources: &Sources<'_>, wanted: &Wanted<Tickbox>, writing: &mut Writing) {
    let Tickbox { label, on } = wanted.want;
    let planned = sources.plan.boxes.iter().find(|planned| planned.label == label);
    let is_locked = planned.is_some_and(|planned| planned.is_locked);
    let line = Line::Box { label, on, may_be_locked: wanted.may_be_locked, is_locked };
    let is_seen = matches!(
        (label, on, sources.plan.flow),
        (SetupLabel::ClientCredentialsFlow, true, RecipeFlow::ClientCredentials)
            | (SetupLabel::JwtBearerFlow, true, RecipeFlow::JwtBearer)
    );
    writing.write(tickbox(label), line, is_seen, Reason::of(wanted));
}
