//! What tests and people are told about the orgs: the shape of `/state` and of the program's first line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::world::World;
use crate::world::app::App;
use crate::world::condition::Condition;
use crate::world::devices::{Device, Progress};
use crate::world::family::GrantView;
use crate::world::org::{Org, OrgKind, User};
use crate::world::standing::Standing;
use crate::world::switches::Switches;

/// The whole state, without tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StateView {
    /// Milliseconds since 1970 on the practice clock.
    pub now: u64,
    /// Every org.
    pub orgs: Vec<OrgView>,
    /// Every device that asked for a code, in that order.
    pub devices: Vec<DeviceView>,
}

/// A device of the device flow, by the code that it shows. The code that it polls with is a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceView {
    /// What a person types.
    pub user_code: String,
    /// Where: the My Domain host.
    pub host: String,
    /// The app that asked.
    pub consumer_key: String,
    /// `pending`, `denied`, `allowed`, `over` (the device was told), or `expired`.
    pub progress: &'static str,
}

/// One org, with what a person needs to sign in to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrgView {
    /// What people call this environment: `Production`, `UAT`, …
    pub name: String,
    /// The company.
    pub client: String,
    /// Production, sandbox or Developer Edition.
    pub kind: OrgKind,
    /// The My Domain host.
    pub host: String,
    /// The Lightning host.
    pub lightning: String,
    /// The org id, 18 characters.
    pub organization_id: String,
    /// The template file that was written at the start.
    pub template: PathBuf,
    /// Who can sign in.
    pub users: Vec<UserView>,
    /// Its External Client Apps.
    pub apps: Vec<AppView>,
    /// What has been made of it.
    #[serde(flatten)]
    pub condition: Condition,
}

/// A user with the password of practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserView {
    /// The username.
    pub username: String,
    /// The password.
    pub password: String,
    /// The user id, 18 characters.
    pub user_id: String,
    /// Whether the user is active.
    pub active: bool,
    /// What else is true of the user.
    #[serde(flatten)]
    pub standing: Standing,
}

/// An External Client App with its keys and its switches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppView {
    /// The name.
    pub name: String,
    /// Its API name.
    pub api_name: String,
    /// Its record id, 18 characters.
    pub app_id: String,
    /// The consumer key.
    pub consumer_key: String,
    /// The consumer secret.
    pub consumer_secret: String,
    /// How it is switched now.
    #[serde(flatten)]
    pub switches: Switches,
    /// How many approvals count, for each user that has one.
    pub live_grants: BTreeMap<String, usize>,
}

/// Everything as it is now. The templates lie in `directory`.
pub(crate) fn state(world: &World, directory: &Path) -> StateView {
    let orgs = world.orgs.iter().map(|org| of_org(world, org, directory)).collect();
    let devices = world.devices.all().iter().map(|device| of_device(world, device)).collect();
    StateView { now: world.clock.now(), orgs, devices }
}

fn of_device(world: &World, device: &Device) -> DeviceView {
    let progress = match device.progress {
        Progress::Over => "over",
        _ if device.has_expired(world.clock.now()) => "expired",
        Progress::Pending => "pending",
        Progress::Denied => "denied",
        Progress::Allowed(_) => "allowed",
    };
    DeviceView {
        user_code: device.user_code.clone(),
        host: world.orgs[device.org].host(),
        consumer_key: device.consumer_key.clone(),
        progress,
    }
}

/// Every family of tokens, in order of sign-in.
pub(crate) fn grants(world: &World) -> Vec<GrantView> {
    let now = world.clock.now();
    let view = |family: &crate::world::family::Family| {
        let org = &world.orgs[family.owner.org];
        let app = org.apps.iter().find(|app| app.consumer_key == family.owner.consumer_key);
        family.view(org.host(), app.map_or("", |app| &app.name), now)
    };
    world.grants.families().iter().map(view).collect()
}

fn of_org(world: &World, org: &Org, directory: &Path) -> OrgView {
    OrgView {
        name: org.name.to_owned(),
        client: org.company.to_owned(),
        kind: org.kind,
        host: org.host(),
        lightning: org.lightning_host(),
        organization_id: org.id.long(),
        template: crate::template::path(directory, org),
        users: org.users.iter().map(of_user).collect(),
        apps: org.apps.iter().map(|app| of_app(world, app)).collect(),
        condition: org.condition,
    }
}

fn of_user(user: &User) -> UserView {
    UserView {
        username: user.username.clone(),
        password: user.password.to_owned(),
        user_id: user.id.long(),
        active: user.active,
        standing: user.standing.clone(),
    }
}

fn of_app(world: &World, app: &App) -> AppView {
    let mut live_grants = BTreeMap::new();
    let of_app = |owner: &crate::world::family::Owner| owner.consumer_key == app.consumer_key;
    for family in world
        .grants
        .families()
        .iter()
        .filter(|family| family.live && family.flow.is_approval() && of_app(&family.owner))
    {
        *live_grants.entry(family.owner.username.clone()).or_default() += 1;
    }
    AppView {
        name: app.name.clone(),
        api_name: app.api_name.clone(),
        app_id: app.id.long(),
        consumer_key: app.consumer_key.clone(),
        consumer_secret: app.consumer_secret.clone(),
        switches: app.switches.clone(),
        live_grants,
    }
}
