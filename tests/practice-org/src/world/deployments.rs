//! Deployments: what was sent, how far it is, and what came of it.
//!
//! A deployment is carried out after some looks at it, or when nobody has looked for a while: the work goes on without
//! whoever sent it. Nothing of it is in the org before that, and everything is afterwards.

use super::identifiers::{RecordId, consumer_secret};
use super::random::Seed;
use super::{OrgIndex, Selection, World};
use crate::rules::deploy_options::Options;
use crate::rules::metadata::archive;
use crate::rules::metadata::judge::verdict;
use crate::rules::metadata::sketch::Sketch;
use crate::rules::metadata::verdict::Verdict;

/// After so many milliseconds without a look, a deployment is carried out by itself.
const ABANDONED_AFTER: u64 = 10_000;

/// One deployment.
#[derive(Debug)]
pub(crate) struct Deployment {
    pub(crate) id: RecordId,
    pub(crate) org: OrgIndex,
    pub(crate) username: String,
    pub(crate) options: Options,
    pub(crate) stage: Stage,
    /// How many components the zip seems to have.
    pub(crate) components: usize,
    pub(crate) created_at: u64,
    pub(crate) touched_at: u64,
    pub(crate) verdict: Verdict,
    pub(crate) canceled_by: Option<String>,
    looks: u32,
    zip: Vec<u8>,
}

/// How far a deployment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Pending,
    InProgress,
    Canceling,
    Succeeded,
    SucceededPartial,
    Failed,
    Canceled,
}

impl Stage {
    /// As the API spells it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::InProgress => "InProgress",
            Self::Canceling => "Canceling",
            Self::Succeeded => "Succeeded",
            Self::SucceededPartial => "SucceededPartial",
            Self::Failed => "Failed",
            Self::Canceled => "Canceled",
        }
    }

    /// Whether nothing more comes.
    pub(crate) fn is_over(self) -> bool {
        !matches!(self, Self::Pending | Self::InProgress | Self::Canceling)
    }
}

impl Deployment {
    /// How many components are done, as far as one is told while it goes on.
    pub(crate) fn done_so_far(&self, takes: u32) -> usize {
        self.components * self.looks as usize / (takes as usize + 1)
    }
}

impl World {
    /// Takes a deployment in and returns its place.
    pub(crate) fn take_deployment(
        &mut self,
        org: OrgIndex,
        username: String,
        options: Options,
        zip: &[u8],
    ) -> usize {
        let now = self.clock.now();
        let label = format!("deployment {}", self.deployments.len());
        self.deployments.push(Deployment {
            id: RecordId::seeded("0Af", "Qy", &Seed::new(None), &label),
            org,
            username,
            options,
            stage: Stage::Pending,
            components: archive::unpacked(zip).map_or(0, |files| files.len().saturating_sub(1)),
            created_at: now,
            touched_at: now,
            verdict: Verdict::default(),
            canceled_by: None,
            looks: 0,
            zip: zip.to_vec(),
        });
        self.deployments.len() - 1
    }

    /// The place of the deployment with this id in this org.
    pub(crate) fn deployment(&self, org: OrgIndex, id: &str) -> Option<usize> {
        self.deployments.iter().position(|deployment| deployment.org == org && deployment.id.is(id))
    }

    /// A look at a deployment, which is also what makes it go on.
    pub(crate) fn look_at_deployment(&mut self, place: usize) {
        let now = self.clock.now();
        let takes = self.orgs[self.deployments[place].org].condition.deploy_takes_polls;
        let deployment = &mut self.deployments[place];
        if deployment.stage.is_over() {
            return;
        }
        deployment.touched_at = now;
        deployment.looks += 1;
        if deployment.stage == Stage::Canceling {
            deployment.stage = Stage::Canceled;
        } else if deployment.looks > takes {
            self.finish_deployment(place);
        } else if deployment.looks > 1 || takes < 2 {
            deployment.stage = Stage::InProgress;
        }
    }

    /// Stops a deployment that is not over; says whether there was anything to stop.
    pub(crate) fn cancel_deployment(&mut self, place: usize, username: &str) -> bool {
        let deployment = &mut self.deployments[place];
        let stage = match deployment.stage {
            // What has not begun is stopped at once.
            Stage::Pending => Stage::Canceled,
            Stage::InProgress | Stage::Canceling => Stage::Canceling,
            _ => return false,
        };
        (deployment.stage, deployment.canceled_by) = (stage, Some(username.to_owned()));
        true
    }

    /// Carries out what nobody looks at any more.
    pub(crate) fn settle_deployments(&mut self) {
        let now = self.clock.now();
        for place in 0..self.deployments.len() {
            let deployment = &self.deployments[place];
            let abandoned = now >= deployment.touched_at.saturating_add(ABANDONED_AFTER);
            match deployment.stage {
                Stage::Pending | Stage::InProgress if abandoned => self.finish_deployment(place),
                Stage::Canceling if abandoned => self.deployments[place].stage = Stage::Canceled,
                _ => {}
            }
        }
    }

    fn finish_deployment(&mut self, place: usize) {
        let Deployment { org, options, zip, .. } = &self.deployments[place];
        let (here, options) = (*org, options.clone());
        let verdict = verdict(&self.orgs, here, zip);
        let stage = match (verdict.is_success(), options.rollback_on_error) {
            (true, _) => Stage::Succeeded,
            (false, true) => Stage::Failed,
            (false, false) if verdict.sketches.is_empty() => Stage::Failed,
            (false, false) => Stage::SucceededPartial,
        };
        if stage != Stage::Failed && !options.check_only {
            for sketch in &verdict.sketches {
                self.carry_out(here, sketch);
            }
        }
        let now = self.clock.now();
        let deployment = &mut self.deployments[place];
        (deployment.stage, deployment.verdict, deployment.touched_at) = (stage, verdict, now);
    }

    /// Makes an app what a verdict says. It was judged a moment ago, by the same rules and under the same lock.
    fn carry_out(&mut self, here: OrgIndex, sketch: &Sketch) {
        let Sketch { id, draft, parts, remarks, key, secret, .. } = sketch;
        let had_a_key =
            self.orgs[here].apps.iter().any(|app| Some(&app.id) == id.as_ref() && app.is_usable());
        let made = match id {
            Some(id) => self.save_app(here, id, draft.clone()).map(|()| id.clone()),
            None => self.make_app(here, draft.clone()),
        };
        let wait = self.orgs[here].condition.new_apps_ready_after_seconds.saturating_mul(1000);
        let ready_at = self.clock.now().saturating_add(wait);
        let Some(app) = made.ok().and_then(|id| self.orgs[here].apps.iter_mut().find(|app| app.id == id))
        else {
            return;
        };
        (app.parts, app.remarks) = (parts.clone(), remarks.clone());
        let old_key = app.consumer_key.clone();
        let is_new_key = key.as_ref().is_some_and(|key| *key != old_key);
        if let Some(key) = key {
            app.consumer_key.clone_from(key);
        }
        match secret {
            Some(secret) => app.consumer_secret.clone_from(secret),
            None if is_new_key => app.consumer_secret = consumer_secret(&Seed::new(None), &app.api_name),
            None => {}
        }
        if is_new_key || !had_a_key {
            app.is_known_from(ready_at);
        }
        if is_new_key {
            self.grants.revoke(&Selection { consumer_key: Some(old_key), username: None });
        }
    }
}
