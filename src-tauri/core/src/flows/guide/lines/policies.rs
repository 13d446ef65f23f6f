//! The tab *Policies*, from top to bottom.

use crate::model::recipe::plan::wanted;
use crate::model::recipe::{Policy, Wanted};
use crate::model::setup_label::SetupLabel;
use crate::model::view::{Answer, Line, Section};

use super::{Reason, Sources, Writing, policy};

/// Nothing where the recipe wants no policy.
pub(super) fn policies(sources: &Sources<'_>) -> Writing {
    let mut writing = Writing::of(Section::Policies);
    let mut all: Vec<&Wanted<Policy>> = wanted(&sources.recipe.policies, sources.plan.flow).collect();
    if all.is_empty() {
        return writing;
    }
    all.sort_by_key(|wanted| wanted.want.place());
    writing.press(SetupLabel::PoliciesTab, Reason::of_every_guide(None));
    writing.press(SetupLabel::Edit, Reason::of_every_guide(None));
    let mut part = None;
    for wanted in all {
        let parts = parts(wanted.want);
        // The part *OAuth Policies* is folded.
        if parts.is_folded && !writing.has_pressed(SetupLabel::OauthPolicies) {
            writing.press(SetupLabel::OauthPolicies, Reason::of_every_guide(None));
        }
        if parts.heading != part {
            part = parts.heading;
            writing.heading = part;
        }
        write(sources, wanted, &mut writing);
    }
    writing.press(SetupLabel::Save, Reason::of_every_guide(None));
    writing
}

/// Where a policy stands in the tab.
struct Parts {
    /// Whether it is within *OAuth Policies*.
    is_folded: bool,
    /// The part that has it, where that has a name.
    heading: Option<SetupLabel>,
}

fn parts(policy: Policy) -> Parts {
    let (is_folded, heading) = match policy {
        Policy::PermissionSet(_) => (false, Some(SetupLabel::AppPolicies)),
        Policy::PermittedUsers(_) | Policy::CustomScopes(_) => (true, None),
        Policy::ClientCredentialsFlow(_) | Policy::RunAs(_) => (true, Some(SetupLabel::FlowPolicies)),
        Policy::RefreshToken(_)
        | Policy::IpRelaxation(_)
        | Policy::SessionTimeout(_)
        | Policy::HighAssurance(_) => (true, Some(SetupLabel::AppAuthorization)),
    };
    Parts { is_folded, heading }
}

fn write(sources: &Sources<'_>, wanted: &Wanted<Policy>, writing: &mut Writing) {
    let asked = |field, answer: Answer, is_needed| {
        let value = sources.answers.to(answer).map(str::to_owned);
        (field, Line::Ask { field, answer, value, is_needed })
    };
    let choice = |field, choice, days: Option<u16>| {
        (field, Line::Choose { field, choice, value: days.map(|days| days.to_string()) })
    };
    let ticked = |label, on| (label, Line::Box { label, on, may_be_locked: false, is_locked: false });
    let (label, line) = match wanted.want {
        Policy::PermissionSet(_) => asked(SetupLabel::SelectPermissionSets, Answer::PermissionSet, true),
        Policy::PermittedUsers(users) => choice(SetupLabel::PermittedUsers, users.label(), None),
        Policy::ClientCredentialsFlow(on) => ticked(SetupLabel::ClientCredentialsFlow, on),
        Policy::RunAs(_) => asked(SetupLabel::RunAs, Answer::RunAs, true),
        Policy::RefreshToken(kept) => choice(SetupLabel::RefreshTokenPolicy, kept.label(), kept.days()),
        Policy::IpRelaxation(relaxed) => choice(SetupLabel::IpRelaxation, relaxed.label(), None),
        Policy::SessionTimeout(minutes) => {
            let field = SetupLabel::SessionTimeout;
            (field, Line::Enter { field, value: minutes.to_string() })
        }
        Policy::HighAssurance(on) => ticked(SetupLabel::HighAssurance, on),
        Policy::CustomScopes(_) => asked(SetupLabel::CustomScopes, Answer::CustomScopes, false),
    };
    // Which permission sets an app has selected, and which custom scopes, no query tells.
    let is_seen = !matches!(wanted.want, Policy::PermissionSet(_) | Policy::CustomScopes(_));
    writing.write(policy(label), line, is_seen, Reason::of(wanted));
}
