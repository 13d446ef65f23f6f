//! What must hold in a recipe besides its shape. The first thing that does not is named, by its path in the file.

use crate::model::recipe::plan::wanted;
use crate::model::recipe::scope::Scope;
use crate::model::recipe::{
    Callback, FORMAT, PermittedUsers, Policy, Recipe, RecipeProblem as Wrong, RecipeRefused, Tickbox, Wanted,
};
use crate::model::setup_label::SetupLabel;
use crate::model::view::{Answer, RecipeFlow, Why};

/// What Setup takes in the field *Callback URL*, all of them together.
const LONGEST_CALLBACKS: usize = 2000;

/// Reasons that lines of every guide give: no recipe has to name them.
const OF_EVERY_GUIDE: [Why; 4] =
    [Why::ManagerNotAppManager, Why::SecretCanBeSeenAgain, Why::UsernamePasswordNotForApps, Why::NotYetReady];

/// What stands beside one thing that a recipe wants or says, and where in the file it stands.
pub(super) struct Reason<'a> {
    list: &'static str,
    at: usize,
    only_for: Option<RecipeFlow>,
    why: Option<Why>,
    pub(super) source: &'a str,
}

type Checked = Result<(), RecipeRefused>;

fn refused(field: impl Into<String>, problem: Wrong) -> RecipeRefused {
    RecipeRefused { field: field.into(), problem }
}

fn holds(it: bool, field: impl Into<String>, problem: Wrong) -> Checked {
    if it { Ok(()) } else { Err(refused(field, problem)) }
}

impl Recipe {
    /// Whether it can be followed.
    pub(super) fn check(&self) -> Checked {
        holds(self.format == FORMAT, "format", Wrong::OtherFormat)?;
        holds(is_date(&self.dated), "dated", Wrong::NoDate)?;
        holds(!self.app.name.trim().is_empty(), "app.name", Wrong::Empty)?;
        holds(!self.flows.is_empty(), "flows", Wrong::Empty)?;
        holds(!self.callbacks.is_empty(), "callbacks", Wrong::Empty)?;
        holds(!self.scopes.is_empty(), "scopes", Wrong::Empty)?;
        self.only_for_flows_of_ours()?;
        self.callbacks_are_taken()?;
        self.scopes_are_known("scopes", &self.scopes)?;
        self.scopes_are_known("left_out", &self.left_out)?;
        self.each_once("flow_enablement", &self.flow_enablement, |one, other| one.label == other.label)?;
        self.each_once("security", &self.security, |one, other| one.label == other.label)?;
        self.each_once("policies", &self.policies, |one, other| one.place() == other.place())?;
        of_one_part("flow_enablement", &self.flow_enablement, &Tickbox::FLOWS)?;
        of_one_part("security", &self.security, &Tickbox::SECURITY)?;
        self.each_once("left_alone", &self.left_alone, |one, other| one == other)?;
        self.left_alone_is_not_wanted()?;
        for flow in &self.flows {
            self.can_go(*flow)?;
        }
        self.disagreements_are_about_something()?;
        self.each_says_where_it_is_known_from()
    }

    fn only_for_flows_of_ours(&self) -> Checked {
        let is_other = |reason: &Reason<'_>| reason.only_for.is_some_and(|only| !self.flows.contains(&only));
        match self.reasons().into_iter().find(is_other) {
            Some(Reason { list, at, .. }) => Err(refused(format!("{list}[{at}].only_for"), Wrong::OtherFlow)),
            None => Ok(()),
        }
    }

    fn each_says_where_it_is_known_from(&self) -> Checked {
        match self.reasons().into_iter().find(|reason| reason.source.trim().is_empty()) {
            Some(Reason { list, at, .. }) => Err(refused(format!("{list}[{at}].source"), Wrong::Empty)),
            None => Ok(()),
        }
    }

    /// The reasons for all that stands in the recipe, list by list.
    pub(super) fn reasons(&self) -> Vec<Reason<'_>> {
        let disagreements = self.disagreements.iter().enumerate().map(|(at, one)| Reason {
            list: "disagreements",
            at,
            only_for: None,
            why: None,
            source: &one.source,
        });
        (reasons_in("callbacks", &self.callbacks))
            .chain(reasons_in("scopes", &self.scopes))
            .chain(reasons_in("left_out", &self.left_out))
            .chain(reasons_in("flow_enablement", &self.flow_enablement))
            .chain(reasons_in("security", &self.security))
            .chain(reasons_in("left_alone", &self.left_alone))
            .chain(reasons_in("policies", &self.policies))
            .chain(reasons_in("around", &self.around))
            .chain(reasons_in("questions", &self.questions))
            .chain(disagreements)
            .collect()
    }

    fn callbacks_are_taken(&self) -> Checked {
        let mut length = 0;
        for (at, Wanted { want, .. }) in self.callbacks.iter().enumerate() {
            let is_taken = match want {
                Callback::Url(url) => {
                    length += url.len() + 1;
                    is_callback(url) && length <= LONGEST_CALLBACKS
                }
                Callback::Ask(answer) => *answer == Answer::TheirCallback,
            };
            holds(is_taken, format!("callbacks[{at}].want"), Wrong::ForbiddenCallback)?;
        }
        self.each_once("callbacks", &self.callbacks, |one, other| one == other)
    }

    fn scopes_are_known(&self, name: &str, scopes: &[Wanted<String>]) -> Checked {
        for (at, Wanted { want, why, .. }) in scopes.iter().enumerate() {
            let scope = Scope::of(want);
            let scope = scope.ok_or_else(|| refused(format!("{name}[{at}].want"), Wrong::UnknownScope))?;
            holds(!scope.is_wide || why.is_some(), format!("{name}[{at}].why"), Wrong::WideWithoutWhy)?;
        }
        self.each_once(name, scopes, |one, other| one == other)
    }

    /// What stays as it is is a box of *Security* that is not ticked or unticked besides.
    fn left_alone_is_not_wanted(&self) -> Checked {
        for (at, Wanted { want, .. }) in self.left_alone.iter().enumerate() {
            let field = format!("left_alone[{at}].want");
            holds(Tickbox::SECURITY.contains(want), field.as_str(), Wrong::OtherPart)?;
            holds(!self.security.iter().any(|one| one.want.label == *want), field, Wrong::Twice)?;
        }
        Ok(())
    }

    /// Nothing twice in any one way of the recipe.
    fn each_once<T>(&self, name: &str, all: &[Wanted<T>], is_same: impl Fn(&T, &T) -> bool) -> Checked {
        for (at, wanted) in all.iter().enumerate() {
            let meets = |flow: &RecipeFlow, before: &Wanted<T>| wanted.is_for(*flow) && before.is_for(*flow);
            let is_again = |before: &Wanted<T>| {
                is_same(&before.want, &wanted.want) && self.flows.iter().any(|flow| meets(flow, before))
            };
            holds(!all[..at].iter().any(is_again), format!("{name}[{at}].want"), Wrong::Twice)?;
        }
        Ok(())
    }

    /// Whether an app that is made so can give tokens in this way.
    fn can_go(&self, flow: RecipeFlow) -> Checked {
        let ticked =
            |label| wanted(&self.flow_enablement, flow).any(|one| one.want == Tickbox { label, on: true });
        let policy = |is_it: fn(&Policy) -> bool| wanted(&self.policies, flow).any(|one| is_it(&one.want));
        let runs_as = policy(|policy| matches!(policy, Policy::RunAs(_)));
        let is_allowed = policy(|policy| *policy == Policy::ClientCredentialsFlow(true));
        match flow {
            RecipeFlow::AuthorizationCode => {
                let is_ours =
                    |one: &Wanted<Callback>| matches!(&one.want, Callback::Url(url) if is_loopback(url));
                holds(wanted(&self.callbacks, flow).any(is_ours), "callbacks", Wrong::NoCallbackOfOurs)?;
                holds(!runs_as, "policies", Wrong::RunAsWithoutFlow)
            }
            RecipeFlow::ClientCredentials => {
                holds(ticked(SetupLabel::ClientCredentialsFlow), "flow_enablement", Wrong::FlowWithoutBox)?;
                holds(runs_as && is_allowed, "policies", Wrong::NobodyToRunAs)
            }
            RecipeFlow::JwtBearer => {
                holds(ticked(SetupLabel::JwtBearerFlow), "flow_enablement", Wrong::FlowWithoutBox)?;
                let is_admins =
                    policy(|policy| *policy == Policy::PermittedUsers(PermittedUsers::PreAuthorized));
                let has_set = policy(|policy| matches!(policy, Policy::PermissionSet(_)));
                holds(is_admins && has_set, "policies", Wrong::NotPreAuthorized)?;
                let renews = wanted(&self.scopes, flow).any(|one| one.want == "refresh_token");
                holds(renews, "scopes", Wrong::NoRefreshScope)?;
                holds(!runs_as, "policies", Wrong::RunAsWithoutFlow)
            }
        }
    }

    /// A disagreement is shown beside what it is about.
    fn disagreements_are_about_something(&self) -> Checked {
        // None is about a question.
        let reasons = self.reasons().into_iter().filter(|reason| reason.list != "questions");
        let shown: Vec<Why> = reasons.filter_map(|reason| reason.why).chain(OF_EVERY_GUIDE).collect();
        let other = self.disagreements.iter().position(|one| !shown.contains(&one.about));
        match other {
            Some(at) => Err(refused(format!("disagreements[{at}].about"), Wrong::AboutNothing)),
            None => Ok(()),
        }
    }
}

fn reasons_in<'a, T>(list: &'static str, all: &'a [Wanted<T>]) -> impl Iterator<Item = Reason<'a>> {
    all.iter().enumerate().map(move |(at, wanted)| Reason {
        list,
        at,
        only_for: wanted.only_for,
        why: wanted.why,
        source: &wanted.source,
    })
}

fn of_one_part(name: &str, boxes: &[Wanted<Tickbox>], part: &[SetupLabel]) -> Checked {
    match boxes.iter().position(|one| !part.contains(&one.want.label)) {
        Some(at) => Err(refused(format!("{name}[{at}].want"), Wrong::OtherPart)),
        None => Ok(()),
    }
}

/// Whether Salesforce takes it: https, a scheme of the app's own, or http to this computer alone, by its name.
fn is_callback(text: &str) -> bool {
    let Ok(url) = url::Url::parse(text) else { return false };
    let is_taken = match url.scheme() {
        "https" => url.has_host(),
        "http" => url.host_str() == Some("localhost") && is_loopback(text),
        "javascript" | "data" | "file" => false,
        _ => true,
    };
    is_taken && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_loopback(text: &str) -> bool {
    crate::model::client_app::CallbackUrl::parse(text).is_ok()
}

/// `2026-11-26`, and a day that there is.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is_digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let [year, month, day] = parts[..] else { return false };
    let lengths = (year.len(), month.len(), day.len());
    let date = || {
        let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
        time::Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
    };
    lengths == (4, 2, 2) && parts.iter().all(is_digits) && date().is_some()
}

#[cfg(test)]
mod tests;
