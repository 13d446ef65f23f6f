//! A fresh practice org for each way of a recipe, with a Keyperch of its own: an empty list and a vault in memory.

use std::path::PathBuf;
use std::sync::Arc;

use keyperch_core::io::vault::MemoryVault;
use keyperch_core::model::ids::{GuideId, OrgId};
use keyperch_core::model::view::{GuideView, LineId, OrgForm};
use keyperch_core::{Core, Network, Parts};
use practice_org::{Options, OrgChange, Practice, SwitchChange, UserChange};

use crate::Failed;
use crate::clock::HurriedClock;
use crate::hands::Hands;
use crate::ways::Way;

pub(crate) const ANA: &str = "ana@acme.com.uat";
pub(crate) const BOB: &str = "bob@acme.com.uat";
pub(crate) const HOST: &str = "acme--uat.sandbox.my.salesforce.com";
/// A permission set that the org has.
pub(crate) const SET: &str = "Integration_Users";

pub(crate) struct Stand {
    pub(crate) practice: Arc<Practice>,
    pub(crate) core: Core,
    pub(crate) org: OrgId,
    folder: PathBuf,
}

impl Stand {
    /// An org without any app, in which one way of a recipe can be gone.
    pub(crate) async fn open(way: &Way) -> Result<Self, Failed> {
        let folder = std::env::temp_dir().join(format!("keyperch-recipes-{}", uuid::Uuid::new_v4()));
        let practice = Practice::start(Options { dir: folder.join("practice"), seed: None }).await?;
        let practice = Arc::new(practice);
        for app in practice.orgs().into_iter().filter(|org| org.host == HOST).flat_map(|org| org.apps) {
            practice
                .switch(&app.consumer_key, SwitchChange { exists: Some(false), ..SwitchChange::default() })?;
        }
        let change = OrgChange {
            locks_new_apps: Some(way.is_locked),
            secrets_over_rest: Some(way.gives_secrets),
            ..OrgChange::default()
        };
        practice.change_org(HOST, change)?;
        let core = Core::open(Parts {
            data_dir: folder.join("keyperch"),
            network: Network {
                extra_ca: Some(std::fs::read(practice.ca_pem())?),
                proxy: Some(practice.proxy_url().to_owned()),
            },
            vault: Arc::new(MemoryVault::default()),
            clock: Arc::new(HurriedClock::new(Arc::clone(&practice))),
            on_change: Box::new(|_| {}),
        })?;
        let form = OrgForm {
            address: HOST.to_owned(),
            client: "Acme".to_owned(),
            name: "UAT".to_owned(),
            code: String::new(),
            environment: None,
        };
        let org = core.add_org(form).await?;
        let stand = Self { practice, core, org, folder };
        stand.assign_set(BOB)?;
        Ok(stand)
    }

    /// Ana, in Setup.
    pub(crate) async fn in_setup(&self) -> Result<Hands, Failed> {
        let setup = self.practice.in_setup(HOST, ANA).await;
        Ok(Hands::of(setup.map_err(|_| "Ana does not get into Setup")?))
    }

    /// The permission set is assigned, on a page of Setup that is not practised.
    pub(crate) fn assign_set(&self, username: &str) -> Result<(), Failed> {
        let permission_sets = Some(vec![SET.to_owned()]);
        Ok(self.practice.change_user(username, UserChange { permission_sets, ..UserChange::default() })?)
    }

    /// Begins the guide of a recipe, and answers what is asked there.
    pub(crate) async fn begin(&self, way: &Way) -> Result<GuideId, Failed> {
        let guide = self.core.begin_guide(self.org, way.id).await?;
        for (answer, value) in way.answers {
            self.core.answer_guide(guide, *answer, value).await?;
        }
        self.core.look_before_guide(guide).await?;
        Ok(guide)
    }

    pub(crate) async fn view(&self, guide: GuideId) -> Result<GuideView, Failed> {
        Ok(self.core.guide_view(guide).await?)
    }

    /// The person says that a line is done.
    pub(crate) async fn claim(&self, guide: GuideId, line: &LineId) -> Result<(), Failed> {
        Ok(self.core.claim_line(guide, line.clone(), true).await?)
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
