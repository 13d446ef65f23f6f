//! The proof at the end of a guide: a sign-in, each scope by itself, one renewal, one request to the API, and then to what
//! and as whom the app is connected. Each step is announced as it happens; one that fails keeps its failure.

use crate::core::Core;
use crate::flows::guide::view::Opened;
use crate::flows::sign_in::Opener;
use crate::model::client_app::ClientApp;
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::field::{Field, Problem};
use crate::model::grant::Grant;
use crate::model::host::InstanceUrl;
use crate::model::ids::{ClientAppId, GuideId};
use crate::model::recipe::RefreshTokenPolicy;
use crate::model::view::{
    ConnectedView, Note, ProofStep, ProofStepView, ProofView, RecipeFlow, SignInForm, Verdict,
};

/// The scope without which nobody stays signed in.
const REFRESH: &str = "refresh_token";

/// A proof that is under way.
struct Proof<'a> {
    core: &'a Core,
    guide: GuideId,
    view: ProofView,
}

impl Core {
    /// Saves what was pasted, signs in, and proves what the sign-in gave. Reads and writes keychain and disk, listens on the
    /// callback's port, contacts Salesforce. Each step is announced.
    ///
    /// # Errors
    /// What keeps it from beginning, and what ends the sign-in; a later step that fails says so in the proof.
    pub async fn prove_guide(
        &self,
        id: GuideId,
        form: SignInForm,
        browser: Option<String>,
        open: Opener,
    ) -> Result<(), Failure> {
        self.save_pasted(id).await?;
        let opened = self.opened_guide(id).await?;
        let app = ready(&opened)?;
        if self.is_signing_in() {
            return Err(Error::SignInRunning.into());
        }
        let (steps, begun_at) = (Vec::new(), self.rooms().clock.now());
        let view = ProofView { steps, is_finished: false, connected: None, begun_at };
        let mut proof = Proof { core: self, guide: id, view };
        proof.show().await;
        // In a box: a sign-in is large.
        let signed_in = Box::pin(self.sign_in(app, form, browser, open)).await;
        proof.step(ProofStep::SignedIn, verdict(signed_in.clone())).await;
        if signed_in.is_ok() {
            let proven = proof.prove(&opened, app).await;
            if let Err(failure) = proven {
                self.rooms().announce(crate::model::view::Change::Failed { failure });
            }
        }
        proof.finish().await;
        signed_in
    }
}

/// The app, once it can be signed in to.
fn ready(opened: &Opened) -> Result<ClientAppId, Error> {
    let app = opened.app.as_ref().filter(|_| opened.key().is_some());
    let app = app.ok_or_else(|| Field::ConsumerKey.refused(Problem::Empty))?;
    if opened.plan.flow == RecipeFlow::JwtBearer && app.flow.jwt().is_none() {
        return Err(Field::PrivateKey.refused(Problem::Empty).into());
    }
    if opened.plan.flow == RecipeFlow::ClientCredentials && opened.secret().is_none() {
        return Err(Field::ConsumerSecret.refused(Problem::Empty).into());
    }
    Ok(app.id)
}

impl Proof<'_> {
    /// All that comes after the sign-in.
    async fn prove(&mut self, opened: &Opened, id: ClientAppId) -> Result<(), Failure> {
        let registry = &self.core.rooms().registry;
        let (app, _org) = registry.app(id).await?;
        let grant = registry.grant(id).await?.ok_or(Error::NeedsSignIn { app: id })?;
        let asked = app.grantable_scopes();
        let missing = asked.missing_from(&grant.scopes);
        for scope in opened.plan.scopes.iter().map(|scope| scope.value) {
            let verdict = if !app.scopes.has(scope) || missing.has(scope) {
                // Nobody has asked for it, or it was not given.
                lacks(scope)
            } else if asked.has(scope) {
                Verdict::Passed { note: None }
            } else {
                // Never given in this way, and missed by nobody.
                continue;
            };
            self.step(ProofStep::Scope { scope: scope.to_owned() }, verdict).await;
        }
        let stays = stays(&app, &grant);
        let can_renew = app.flow.needs_nobody() || grant.refreshable;
        self.step(ProofStep::StaysSignedIn, stays.clone()).await;
        let renewed = if can_renew { self.renew(&app, &grant).await } else { stays };
        self.step(ProofStep::Renewed, renewed).await;
        self.call(id, &grant.instance_url).await;
        Ok(())
    }

    /// One more token, in the way in which this app gets them.
    async fn renew(&self, app: &ClientApp, grant: &Grant) -> Verdict {
        let (app, grant) = (app.clone(), grant.clone());
        let renewing = self.core.to_its_end(move |core| async move {
            if app.flow.needs_nobody() {
                return core.ask_again(&app, &grant).await.map(drop);
            }
            let opened = core.open_app(app.id).await?;
            core.renew_with(&grant, opened).await
        });
        verdict(renewing.await.map_err(Failure::from))
    }

    /// One request to the API, shown as it is, with what came of it.
    async fn call(&mut self, id: ClientAppId, at: &InstanceUrl) {
        let request = self.core.rooms().salesforce.organization_request(at);
        let mut answer = None;
        let (outcome, connected) = match self.ask_who(id, at, &mut answer).await {
            Ok(connected) => (Ok(()), Some(connected)),
            Err(error) => (Err(Failure::from(error)), None),
        };
        self.step(ProofStep::Call { request, answer }, verdict(outcome)).await;
        if self.holds() {
            self.view.connected = connected;
        }
    }

    /// What the org calls itself, which goes into `answer`, and as whom it knows the app.
    async fn ask_who(
        &self,
        id: ClientAppId,
        at: &InstanceUrl,
        answer: &mut Option<String>,
    ) -> Result<ConnectedView, Error> {
        let fresh = self.core.to_its_end(move |core| async move { core.get_fresh(id).await }).await?;
        let (registry, salesforce) = (&self.core.rooms().registry, &self.core.rooms().salesforce);
        let said = match salesforce.organization(at, &fresh.token).await {
            Ok(said) => said,
            // The same door, and in Salesforce's own words why it stays shut.
            Err(error) => return Err(salesforce.open_api(at, &fresh.token).await.err().unwrap_or(error)),
        };
        *answer = Some(format!("{}, {}, IsSandbox: {}", said.name, said.organization_type, said.is_sandbox));
        self.core.learn_organization(registry.app(id).await?.1.id, said).await?;
        let username = match registry.grant(id).await?.and_then(|grant| grant.username) {
            Some(username) => username,
            None => salesforce.whoami(at, &fresh.token).await?.preferred_username,
        };
        let (_app, org) = registry.app(id).await?;
        let environment = org.environment();
        let organization = org.organization.map(|organization| organization.name).unwrap_or_default();
        Ok(ConnectedView { organization, environment, username })
    }

    /// Whether each step did what it must.
    fn holds(&self) -> bool {
        self.view.steps.iter().all(|step| matches!(step.verdict, Verdict::Passed { .. } | Verdict::NotNeeded))
    }

    async fn step(&mut self, step: ProofStep, verdict: Verdict) {
        self.view.steps.push(ProofStepView { step, verdict });
        self.show().await;
    }

    async fn finish(mut self) {
        self.view.is_finished = true;
        if self.view.connected.is_some() {
            let (registry, now) = (&self.core.rooms().registry, self.core.rooms().clock.now());
            // A guide that was removed meanwhile has nothing to be noted in.
            let _is_there_no_more = registry.note_guide_proven(self.guide, now).await;
            self.note_idle().await;
        }
        self.note();
        self.core.announce_org_of_guide(self.guide).await;
    }

    /// An app that is as its recipe wants it keeps sign-ins as long as that says; what the org itself has said counts more.
    async fn note_idle(&self) {
        let Ok(opened) = self.core.opened_guide(self.guide).await else { return };
        let days = opened.plan.policies.refresh_token.and_then(RefreshTokenPolicy::idle_days);
        if let Some(app) = opened.guide.app {
            // Without it, nothing is claimed.
            let _best_effort = self.core.rooms().registry.note_idle(app, days, None).await;
        }
    }

    async fn show(&self) {
        self.note();
        self.core.announce_guide().await;
    }

    fn note(&self) {
        let proof = Some(self.view.clone());
        self.core.rooms().desk.note(self.guide, |noted| noted.proof = proof);
    }
}

/// Whether nobody has to sign in again.
fn stays(app: &ClientApp, grant: &Grant) -> Verdict {
    if app.flow.needs_nobody() || !app.scopes.has(REFRESH) {
        Verdict::NotNeeded
    } else if grant.refreshable {
        Verdict::Passed { note: None }
    } else {
        lacks(REFRESH)
    }
}

fn lacks(scope: &str) -> Verdict {
    Verdict::Warned { note: Note::MissingScopes { scopes: vec![scope.to_owned()] } }
}

fn verdict(outcome: Result<(), Failure>) -> Verdict {
    match outcome {
        Ok(()) => Verdict::Passed { note: None },
        Err(failure) => Verdict::Failed { failure },
    }
}
