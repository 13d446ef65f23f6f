//! How a deployment goes: sent, followed with growing pauses, called off where that is wanted; then the org is asked what
//! it made of it, because it may keep settings as they were.

use std::time::Duration;

use tokio::sync::watch;
use tracing::{info, warn};

use crate::core::Core;
use crate::io::salesforce::{DeployId, DeployStage, Deployed};
use crate::model::error::{Error, NetworkKind, NetworkTrouble};
use crate::model::host::InstanceUrl;
use crate::model::ids::GuideId;
use crate::model::metadata::AppMetadata;
use crate::model::secret::AccessToken;
use crate::model::view::{DeployForm, DeployState};

/// How long after it was sent is asked first, and how long between two questions at the most.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// How long a deployment is followed. Five small components take seconds; an org may have others before them.
const PATIENCE: Duration = Duration::from_secs(30 * 60);

/// So many questions in a row may go unanswered.
const MOST_MISSED: u32 = 5;

/// All that a deployment needs on its way.
pub(super) struct Course {
    pub(super) guide: GuideId,
    pub(super) app: AppMetadata,
    pub(super) zip: Vec<u8>,
    pub(super) at: InstanceUrl,
    pub(super) form: DeployForm,
    pub(super) cancel: watch::Receiver<bool>,
}

/// Why nobody says how a deployment ended.
enum Ended {
    /// It was not sent, or not taken.
    NotBegun(Error),
    /// It was sent, or may have been.
    Unknown(Error),
}

impl Core {
    /// Carries a deployment out, and announces each step of it. Contacts Salesforce.
    pub(super) async fn run_deploy(&self, mut course: Course) {
        let state = match self.carry_out(&mut course).await {
            Ok(state) => state,
            Err(error) => DeployState::Failed { failure: error.into() },
        };
        self.show_deploy(|view| view.state = state);
    }

    async fn carry_out(&self, course: &mut Course) -> Result<DeployState, Error> {
        let Course { form, .. } = &*course;
        let token = self.get_fresh(form.through).await?.token;
        let is_real = !form.is_dry_run;
        // As soon as it may have arrived, the org may have the certificate.
        let was_deployed = is_real && self.note_deployed_pair(course.guide, true);
        let carried_out = self.send_and_follow(course, &token).await;
        let has_changed_nothing = match &carried_out {
            Ok(deployed) => deployed.stage != DeployStage::Succeeded,
            Err(Ended::NotBegun(_)) => true,
            Err(Ended::Unknown(_)) => false,
        };
        if is_real && has_changed_nothing {
            self.note_deployed_pair(course.guide, was_deployed);
        }
        let deployed = match carried_out {
            Ok(deployed) => deployed,
            Err(Ended::NotBegun(error)) => return Err(error),
            Err(Ended::Unknown(error)) => return Ok(DeployState::Unknown { failure: error.into() }),
        };
        match deployed.stage {
            DeployStage::Succeeded => {
                info!(dry = course.form.is_dry_run, "a deployment was carried out");
                if !course.form.is_dry_run {
                    self.show_deploy(|view| view.state = DeployState::ReadingBack);
                    self.look_at_what_was_made(course).await;
                }
                Ok(DeployState::Succeeded)
            }
            DeployStage::Cancelled => Ok(DeployState::Cancelled),
            DeployStage::Rejected | DeployStage::Running | DeployStage::Cancelling => {
                match deployed.refusal {
                    Some(refusal) if deployed.components.is_empty() => Err(refusal.into()),
                    _ => Ok(DeployState::Rejected),
                }
            }
        }
    }

    async fn send_and_follow(&self, course: &mut Course, token: &AccessToken) -> Result<Deployed, Ended> {
        let Course { at, form, .. } = &*course;
        let sent = self.rooms().salesforce.begin_deploy(at, token, &course.zip, form.is_dry_run).await;
        let id = sent.map_err(|error| match error {
            Error::Network(trouble) if trouble.kind.may_have_arrived() => Ended::Unknown(trouble.into()),
            error => Ended::NotBegun(error),
        })?;
        self.show_deploy(|view| view.state = DeployState::Running);
        self.follow(course, &id).await.map_err(Ended::Unknown)
    }

    /// Asks again and again how far it is, until it is over.
    async fn follow(&self, course: &mut Course, id: &DeployId) -> Result<Deployed, Error> {
        let clock = &self.rooms().clock;
        let (until, mut pause, mut missed) = (clock.now().plus(PATIENCE), FIRST_PAUSE, 0);
        let mut is_called_off = false;
        loop {
            if *course.cancel.borrow_and_update() && !is_called_off {
                // One that did not arrive is sent again with the next question.
                is_called_off = self.call_off(course, id).await;
            }
            match self.how_far(course, id).await {
                Ok(deployed) => {
                    missed = 0;
                    self.show_progress(&deployed);
                    if !matches!(deployed.stage, DeployStage::Running | DeployStage::Cancelling) {
                        return Ok(deployed);
                    }
                }
                // It goes on without us: the next question may be answered, and a keychain that is busy, or locked, open.
                Err(error) if missed < MOST_MISSED => {
                    warn!("how far a deployment is, could not be asked: {error}");
                    missed += 1;
                }
                Err(error) => return Err(error),
            }
            if clock.now() > until {
                let host = course.at.host().to_owned();
                return Err(NetworkTrouble { host, kind: NetworkKind::Slow, source: None }.into());
            }
            tokio::select! {
                () = clock.pause(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
                changed = course.cancel.changed(), if !is_called_off => {
                    // Cleared away while it ran: nobody is there to call it off any more.
                    is_called_off |= changed.is_err();
                }
            }
        }
    }

    async fn how_far(&self, course: &Course, id: &DeployId) -> Result<Deployed, Error> {
        // Asked for each time: it may end before the deployment does.
        let token = self.get_fresh(course.form.through).await?.token;
        self.rooms().salesforce.deployed(&course.at, &token, id).await
    }

    /// Asks for it to be called off; whether that arrived.
    async fn call_off(&self, course: &Course, id: &DeployId) -> bool {
        self.show_deploy(|view| view.state = DeployState::Cancelling);
        let called_off = async {
            let token = self.get_fresh(course.form.through).await?.token;
            self.rooms().salesforce.cancel_deploy(&course.at, &token, id).await
        };
        // It may be over already: that is seen next.
        let called_off = called_off.await;
        called_off.inspect_err(|error| warn!("a deployment could not be called off: {error}")).is_ok()
    }

    fn show_progress(&self, deployed: &Deployed) {
        let Deployed { done, of, components, .. } = deployed;
        self.show_deploy(|view| {
            (view.done, view.of) = (*done, *of);
            view.components.clone_from(components);
        });
    }

    /// Reads back what can be read, key and secret too where the org gives them out. The app is made, whatever comes of this.
    async fn look_at_what_was_made(&self, course: &Course) {
        let Course { guide, app, at, form, .. } = course;
        let read_back = async {
            let token = self.get_fresh(form.through).await?.token;
            let found = self.settings_in_org(at, &token, &app.api_name).await;
            self.note_found(*guide, &found).await
        };
        match read_back.await {
            Ok(settings) => self.show_deploy(|view| view.read_back = settings),
            Err(error) => warn!("what was made could not be read back: {error}"),
        }
        match self.credentials_through(form.through, *guide, &app.api_name).await {
            Ok(has_read) => self.show_deploy(|view| view.has_read_credentials = has_read),
            Err(error) => warn!("key and secret could not be read: they have to be pasted: {error}"),
        }
        // Of an app that was in the list before, nobody has to paste anything.
        if let Err(error) = self.keep_deployed_pair(*guide).await {
            warn!("the private key of what was made waits: {error}");
        }
    }
}
