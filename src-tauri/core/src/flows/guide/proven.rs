//! What a sign-in shows of the lines of a guide, whoever began it and wherever.
//!
//! Only what the answer itself says is ticked: that a box is on which nobody asked for is not seen in it.

use crate::core::Core;
use crate::flows::guide::lines::{CALLBACKS, KEY, SECRET, policy, scope, tickbox};
use crate::flows::guide::view::Opened;
use crate::model::client_app::ClientApp;
use crate::model::failure::Failure;
use crate::model::grant::Grant;
use crate::model::ids::ClientAppId;
use crate::model::recipe::{IpRelaxation, PermittedUsers};
use crate::model::refusal::Meaning;
use crate::model::setup_label::SetupLabel;
use crate::model::view::{Check, CheckView, LineId, RecipeFlow, SignInWay, Tick, Verdict};

impl Core {
    /// Ticks what a sign-in has shown, and what was seen before it, in each guide of its app. Reads and writes the disk.
    pub(crate) async fn tick_what_a_sign_in_shows(
        &self,
        app: ClientAppId,
        way: SignInWay,
        outcome: &Result<(), Failure>,
    ) {
        let checks = self.sign_in_view().map(|view| view.checks).unwrap_or_default();
        for opened in self.guides_of(app).await {
            let Some(app) = &opened.app else { continue };
            let mut shown = by_checks(&checks, &opened);
            match outcome {
                Ok(()) => match self.rooms().registry.grant(app.id).await {
                    Ok(Some(grant)) => shown.extend(by_success(&opened, app, &grant, way)),
                    _ => continue,
                },
                Err(Failure::Refused { refusal }) => {
                    let refuted = by_refusal(&opened, app, refusal.meaning);
                    shown.extend(refuted.into_iter().map(|line| (line, false)));
                }
                Err(_) => {}
            }
            self.tick_shown(&opened, shown).await;
        }
    }

    /// Ticks what is shown by Salesforce's knowing an app that it did not know before. Reads and writes the disk.
    pub(crate) async fn tick_what_readiness_shows(&self, app: ClientAppId) {
        for opened in self.guides_of(app).await {
            self.tick_shown(&opened, known(&opened)).await;
        }
    }

    async fn guides_of(&self, app: ClientAppId) -> Vec<Opened> {
        // A guide that cannot be read is told where it is opened.
        let guides = self.rooms().registry.guides_of(app).await.unwrap_or_default();
        let mut opened = Vec::new();
        for guide in guides {
            opened.extend(self.opened_guide(guide.id).await.ok());
        }
        opened
    }

    async fn tick_shown(&self, opened: &Opened, shown: Vec<(LineId, bool)>) {
        // What has no line in this guide was shown all the same, and is of no use to it.
        let lines: Vec<LineId> =
            opened.sections().into_iter().flat_map(|section| section.lines).map(|line| line.id).collect();
        let tick = |holds| Some(if holds { Tick::Proved } else { Tick::Refuted });
        let ticks = shown.into_iter().filter(|(line, _)| lines.contains(line));
        let ticks: Vec<_> = ticks.map(|(line, holds)| (line, tick(holds))).collect();
        if ticks.is_empty() {
            return;
        }
        let _best_effort = self.tick_lines(opened.guide.id, ticks).await;
    }
}

/// What was seen before a browser was opened, whatever came of it there.
fn by_checks(checks: &[CheckView], opened: &Opened) -> Vec<(LineId, bool)> {
    let passed = Verdict::Passed { note: None };
    let has_passed = |check| checks.iter().any(|view| view.check == check && view.verdict == passed);
    let mut shown = Vec::new();
    if has_passed(Check::KeyAndCallback) {
        shown.extend(known(opened));
    }
    if has_passed(Check::Secret) {
        shown.push((LineId(SECRET.to_owned()), true));
    }
    shown
}

/// Salesforce knows the key, and where a browser is to be sent back.
fn known(opened: &Opened) -> Vec<(LineId, bool)> {
    let key = (LineId(KEY.to_owned()), true);
    match opened.plan.flow {
        RecipeFlow::AuthorizationCode => vec![key, (LineId(CALLBACKS.to_owned()), true)],
        RecipeFlow::ClientCredentials | RecipeFlow::JwtBearer => vec![key],
    }
}

fn by_success(opened: &Opened, app: &ClientApp, grant: &Grant, way: SignInWay) -> Vec<(LineId, bool)> {
    let mut shown = vec![(LineId(KEY.to_owned()), true), (tickbox(SetupLabel::EnableOauth), true)];
    let asked = app.grantable_scopes();
    let missing = asked.missing_from(&grant.scopes);
    for value in opened.plan.scopes.iter().map(|scope| scope.value).filter(|value| asked.has(value)) {
        shown.push((scope(value), !missing.has(value)));
    }
    // One that is sent is looked at, also where it is not required; an assertion is sent without.
    if app.secret.is_some() && app.flow.jwt().is_none() {
        shown.push((LineId(SECRET.to_owned()), true));
    }
    match planned_way(opened, app) {
        // A device code is sent back to nobody.
        Some(RecipeFlow::AuthorizationCode) if way == SignInWay::Browser => shown.extend(known(opened)),
        Some(RecipeFlow::AuthorizationCode) | None => {}
        Some(RecipeFlow::ClientCredentials) => {
            shown.push((tickbox(SetupLabel::ClientCredentialsFlow), true));
            shown.push((policy(SetupLabel::ClientCredentialsFlow), true));
            if let (Some(Some(wanted)), Some(username)) = (&opened.plan.policies.run_as, &grant.username) {
                shown.push((policy(SetupLabel::RunAs), wanted == username));
            }
        }
        Some(RecipeFlow::JwtBearer) => {
            // Without it, an assertion gives nothing; what is given does not name it.
            shown.push((scope("refresh_token"), true));
            let certificate = ["username", "make"].map(|name| LineId(format!("certificate.{name}")));
            shown.extend(
                certificate.into_iter().chain([tickbox(SetupLabel::JwtBearerFlow)]).map(|line| (line, true)),
            );
        }
    }
    shown
}

/// The way that is planned, where the app goes it already: until its secret, or its certificate, is there, it is one for a
/// browser, and what a browser brings shows nothing of the other way.
fn planned_way(opened: &Opened, app: &ClientApp) -> Option<RecipeFlow> {
    Some(app.flow.way()).filter(|way| *way == opened.plan.flow)
}

/// The lines that a refusal speaks of; none where it may mean more than one thing.
fn by_refusal(opened: &Opened, app: &ClientApp, meaning: Option<Meaning>) -> Vec<LineId> {
    let Some(meaning) = meaning else { return Vec::new() };
    let line = |line: &str| vec![LineId(line.to_owned())];
    let policies = &opened.plan.policies;
    match (meaning, planned_way(opened, app)) {
        (Meaning::UnknownKey | Meaning::NotInThisOrg, _) => line(KEY),
        (Meaning::CallbackMismatch, _) => line(CALLBACKS),
        (Meaning::WrongSecret, _) => line(SECRET),
        (Meaning::NoRunAs, _) => vec![policy(SetupLabel::RunAs)],
        (Meaning::FlowOff, Some(RecipeFlow::ClientCredentials)) => {
            vec![tickbox(SetupLabel::ClientCredentialsFlow), policy(SetupLabel::ClientCredentialsFlow)]
        }
        (Meaning::FlowOff, Some(RecipeFlow::JwtBearer)) => vec![tickbox(SetupLabel::JwtBearerFlow)],
        (Meaning::BadAssertion, Some(RecipeFlow::JwtBearer)) => line("certificate.make"),
        (Meaning::RefreshScopeMissing, _) => vec![scope("refresh_token")],
        // Where restrictions are wanted, this is what they do.
        (Meaning::IpRestricted, _) if policies.ip_relaxation == Some(IpRelaxation::Relax) => {
            vec![policy(SetupLabel::IpRelaxation)]
        }
        // Where only those are wanted whom an admin has named, it is likelier that the user is none of them.
        (Meaning::NotPermitted, _) if policies.permitted_users == Some(PermittedUsers::SelfAuthorize) => {
            vec![policy(SetupLabel::PermittedUsers)]
        }
        _ => Vec::new(),
    }
}
