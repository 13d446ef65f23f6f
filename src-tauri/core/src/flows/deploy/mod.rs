//! *Create it for me*: an app is made by a deployment, through the sign-in of another app of the same org.
//!
//! One at a time. Here is what it takes to begin one, to call it off and to clear it away; how it goes is in `course`,
//! the key pair that an app with signed assertions needs in `key_pair`, and how its metadata is saved in `saving`. A real
//! one in production is begun only after a person has said yes to that, and an org of which nobody knows counts as one.

mod course;
mod key_pair;
mod saving;

use std::sync::Mutex;

use tokio::sync::watch;

use crate::core::{Core, lock};
use crate::model::environment::Environment;
use crate::model::error::Error;
use crate::model::field::{Field, Problem};
use crate::model::host::InstanceUrl;
use crate::model::ids::{ClientAppId, GuideId};
use crate::model::metadata::{self, AppMetadata};
use crate::model::org::Org;
use crate::model::secret::AccessToken;
use crate::model::view::{Change, DeployForm, DeployState, DeployView};

pub(crate) use key_pair::KeyPairs;

/// Where at most one deployment stands.
#[derive(Debug, Default)]
pub(crate) struct Deploying(Mutex<Option<Standing>>);

#[derive(Debug)]
struct Standing {
    view: DeployView,
    /// Whether it is to be called off.
    cancel: watch::Sender<bool>,
}

impl Core {
    /// Begins to make an app, and returns as soon as it is under way: what comes of it is announced. Reads keychain and
    /// disk; contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Field`] for what was not answered, and for a sign-in that cannot make this app; [`Error::ConfirmProduction`]; [`Error::NeedsSignIn`] for a sign-in that
    /// is none; [`Error::InUse`] while another deployment is under way; [`Error::Network`]. Nothing was sent then.
    pub async fn deploy_guide(&self, guide: GuideId, form: DeployForm) -> Result<(), Error> {
        let opened = self.opened_guide(guide).await?;
        let (through, org) = self.rooms().registry.app(form.through).await?;
        if through.org != opened.guide.org {
            return Err(Field::Through.refused(Problem::OfAnotherOrg).into());
        }
        // An app that is being made anew cannot be asked to make itself.
        if Some(through.id) == opened.guide.app {
            return Err(Field::Through.refused(Problem::MakesItself).into());
        }
        let asks = !form.is_dry_run && !form.is_production_confirmed;
        if asks && !org.environment().is_outside_production() {
            return Err(Error::ConfirmProduction);
        }
        let app = AppMetadata::of(&opened.plan, self.certificate_for(&opened).await?)?;
        let zip = metadata::zip(&app)?;
        let (at, token) = self.fresh_at(form.through).await?;
        if asks {
            self.refuse_production(&org, &at, &token).await?;
        }
        drop(token);
        let cancel = self.begin_standing(guide, &form)?;
        let core = self.clone();
        let course = course::Course { guide, app, zip, at, form, cancel };
        tokio::spawn(async move { core.run_deploy(course).await });
        Ok(())
    }

    /// Calls the deployment off that is under way. Salesforce may have been faster: what came of it is announced.
    pub fn cancel_deploy(&self) {
        let standing = lock(&self.rooms().deploying.0);
        if let Some(standing) = standing.as_ref().filter(|standing| !is_over(&standing.view.state)) {
            standing.cancel.send_replace(true);
        }
    }

    /// Clears away how a deployment ended.
    pub fn dismiss_deploy(&self) {
        let mut standing = lock(&self.rooms().deploying.0);
        if standing.as_ref().is_some_and(|standing| is_over(&standing.view.state)) {
            *standing = None;
            drop(standing);
            self.rooms().announce(Change::Deploy { deploy: None });
        }
    }

    /// The deployment that is under way, or how it ended, until that is cleared away.
    pub fn deploy_view(&self) -> Option<DeployView> {
        lock(&self.rooms().deploying.0).as_ref().map(|standing| standing.view.clone())
    }

    /// A fresh token of an app, and where it is taken. Reads keychain and disk; contacts Salesforce.
    pub(crate) async fn fresh_at(&self, app: ClientAppId) -> Result<(InstanceUrl, AccessToken), Error> {
        let token = self.get_fresh(app).await?.token;
        let grant = self.rooms().registry.grant(app).await?.ok_or(Error::NeedsSignIn { app })?;
        Ok((grant.instance_url, token))
    }

    /// The org's own word counts, whatever a person or its host says of it.
    async fn refuse_production(&self, org: &Org, at: &InstanceUrl, token: &AccessToken) -> Result<(), Error> {
        let said = self.rooms().salesforce.organization(at, token).await?;
        let is_outside = Environment::decide(None, Some(&said), &org.host).is_outside_production();
        if is_outside { Ok(()) } else { Err(Error::ConfirmProduction) }
    }

    /// Takes the one place, and says so.
    fn begin_standing(&self, guide: GuideId, form: &DeployForm) -> Result<watch::Receiver<bool>, Error> {
        let mut standing = lock(&self.rooms().deploying.0);
        if standing.as_ref().is_some_and(|standing| !is_over(&standing.view.state)) {
            return Err(Error::InUse);
        }
        let view = DeployView {
            guide,
            through: form.through,
            is_dry_run: form.is_dry_run,
            state: DeployState::Sending,
            done: 0,
            of: 0,
            components: Vec::new(),
            read_back: Vec::new(),
            has_read_credentials: false,
        };
        let (cancel, cancelled) = watch::channel(false);
        *standing = Some(Standing { view: view.clone(), cancel });
        drop(standing);
        self.rooms().announce(Change::Deploy { deploy: Some(view) });
        Ok(cancelled)
    }

    /// Changes what is shown of the deployment, and says so.
    fn show_deploy(&self, change: impl FnOnce(&mut DeployView)) {
        let mut standing = lock(&self.rooms().deploying.0);
        let Some(Standing { view, .. }) = standing.as_mut() else { return };
        change(view);
        let view = view.clone();
        drop(standing);
        self.rooms().announce(Change::Deploy { deploy: Some(view) });
    }
}

fn is_over(state: &DeployState) -> bool {
    match state {
        DeployState::Sending | DeployState::Running | DeployState::Cancelling | DeployState::ReadingBack => {
            false
        }
        DeployState::Succeeded
        | DeployState::Cancelled
        | DeployState::Rejected
        | DeployState::Failed { .. }
        | DeployState::Unknown { .. } => true,
    }
}
