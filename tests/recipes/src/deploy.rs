//! The same app, made by a deployment: through an app that is signed in to the org, first for show and then for real.
//!
//! Key and secret are read where the org gives them out, and pasted where it does not. What the org says afterwards of
//! each setting must be what the recipe wants, but for the boxes that it keeps on.

use std::time::Duration;

use keyperch_core::model::ids::{ClientAppId, GuideId};
use keyperch_core::model::secret::Pasted;
use keyperch_core::model::setup_label::SetupLabel;
use keyperch_core::model::view::{
    AppForm, Credential, DeployForm, DeployState, DeployView, FlowForm, KeyEntry, Line, Outcome, Question,
    SecretEntry, SettingValue, SettingView, SignInForm,
};
use practice_org::Draft;
use tokio::time::sleep;

use crate::Failed;
use crate::made;
use crate::person;
use crate::proof::{self, Lines};
use crate::stand::{ANA, HOST, Stand};
use crate::ways::Way;
use crate::words;

/// The app through which others are made.
const THROUGH: &str = "Deployer";

/// What no query tells.
const UNREADABLE: [SetupLabel; 1] = [SetupLabel::SelectPermissionSets];

/// Makes the app of one way, and proves it. What came of it, in one line.
pub(crate) async fn deploy(way: &Way) -> Result<String, Failed> {
    let stand = Stand::open(way).await?;
    let through = signed_in(&stand).await?;
    let guide = stand.begin(way).await?;
    let mut form = DeployForm { through, is_dry_run: true, is_production_confirmed: false };
    carried_out(&stand, guide, form.clone()).await?;
    if has_app(&stand) {
        return Err("a dry run has made an app".into());
    }
    form.is_dry_run = false;
    let deployed = carried_out(&stand, guide, form).await?;
    if !has_app(&stand) {
        return Err("no app was made".into());
    }
    let kept = read_back(way, &deployed)?;
    let compared = made::compared(&stand, way)?;
    // The key alone is given out in any case, and some apps need no more.
    let is_enough = way.gives_secrets || !needs_secret(&stand, guide).await?;
    if deployed.has_read_credentials != is_enough {
        return Err(format!("what the app needs was read: {}", deployed.has_read_credentials).into());
    }
    if !deployed.has_read_credentials {
        paste(&stand, guide).await?;
    }
    assign(&stand, guide).await?;
    let proven = proof::prove(&stand, way, guide, &Lines::OfTheOrgToo).await?;
    let key = if deployed.has_read_credentials { "read" } else { "pasted" };
    Ok(format!(
        "{} components{kept}, key {key} · {proven} · {compared} switches as they must be",
        deployed.components.len()
    ))
}

/// An app of the org that Ana is signed in to.
async fn signed_in(stand: &Stand) -> Result<ClientAppId, Failed> {
    let callback = "http://localhost:33333";
    let mut draft = Draft::new(THROUGH, "ana@example.com", &["api", "refresh_token"], callback);
    let switches = &mut draft.switches;
    (switches.secret_required_for_web_server, switches.secret_required_for_refresh) = (false, false);
    let no = |_| "the app to deploy through cannot be made";
    let mut setup = stand.practice.in_setup(HOST, ANA).await.map_err(no)?;
    let id = setup.create(&draft).await.map_err(no)?;
    let (key, _) = setup.consumer_details(&id).await.map_err(no)?;
    let form = AppForm {
        name: THROUGH.to_owned(),
        flow: FlowForm::AuthorizationCode,
        callback_url: callback.to_owned(),
        further_callbacks: String::new(),
        scopes: "api refresh_token".to_owned(),
        key: KeyEntry::Typed { key },
        secret: SecretEntry::None,
    };
    let app = stand.core.add_app(stand.org, form).await?;
    let opener = person::allows(&stand.core, &stand.practice, ANA);
    let signed_in = stand.core.sign_in(app, SignInForm::default(), None, opener).await;
    signed_in.map_err(|failure| format!("{THROUGH}: {}", proof::said(&failure)))?;
    Ok(app)
}

/// Deploys, and waits until it is over: each component must be new.
async fn carried_out(stand: &Stand, guide: GuideId, form: DeployForm) -> Result<DeployView, Failed> {
    stand.core.deploy_guide(guide, form).await?;
    let view = loop {
        let view = stand.core.deploy_view().ok_or("there is no deployment")?;
        match view.state {
            DeployState::Succeeded => break view,
            DeployState::Sending | DeployState::Running | DeployState::ReadingBack => {
                sleep(Duration::from_millis(5)).await;
            }
            other => return Err(format!("the deployment: {other:?}, {:?}", view.components).into()),
        }
    };
    stand.core.dismiss_deploy();
    let other = view.components.iter().find(|component| component.outcome != Outcome::Created);
    match other {
        Some(other) => Err(format!("{} {}: {:?}", other.kind, other.name, other.outcome).into()),
        None if view.components.is_empty() => Err("nothing was deployed".into()),
        None => Ok(view),
    }
}

/// Whether the org has another app than the one that was there.
fn has_app(stand: &Stand) -> bool {
    let here = stand.practice.orgs().into_iter().filter(|org| org.host == HOST).flat_map(|org| org.apps);
    here.filter(|app| app.switches.exists).any(|app| app.name != THROUGH)
}

/// The boxes that the org has kept on, in words. Any other difference is wrong.
fn read_back(way: &Way, deployed: &DeployView) -> Result<String, Failed> {
    let found = deployed.read_back.iter().filter_map(|setting| Some((setting, setting.found.as_ref()?)));
    let other: Vec<_> = found.clone().filter(|(setting, found)| setting.wanted != **found).collect();
    for (setting, found) in &other {
        let is_kept = way.pinned.contains(&setting.setting) && **found == SettingValue::Box { on: true };
        if !is_kept {
            return Err(format!("the org has {} as {found:?}", words::name(setting.setting)).into());
        }
    }
    if other.len() != way.pinned.len() {
        return Err(format!("{} boxes are kept on, not {}", other.len(), way.pinned.len()).into());
    }
    // An app without a certificate has no word of one in its settings: that the flow is off is not said by that.
    let says_nothing = |setting: &SettingView| {
        setting.setting == SetupLabel::JwtBearerFlow && setting.wanted == SettingValue::Box { on: false }
    };
    let unread =
        deployed.read_back.iter().filter(|setting| setting.found.is_none() && !says_nothing(setting));
    if let Some(unread) = unread.map(|setting| setting.setting).find(|label| !UNREADABLE.contains(label)) {
        return Err(format!("the org was not asked for {}", words::name(unread)).into());
    }
    let kept = way
        .pinned
        .iter()
        .map(|label| format!(", {} kept on", words::name(label)))
        .collect::<Vec<_>>()
        .concat();
    Ok(format!(", {} of {} settings read back{kept}", found.count(), deployed.read_back.len()))
}

/// Somebody looks at key and secret in Setup, and pastes what the app needs.
async fn paste(stand: &Stand, guide: GuideId) -> Result<(), Failed> {
    let view = stand.view(guide).await?;
    let mut hands = stand.in_setup().await?;
    hands.details_of(&view.progress.app_name).await?;
    let (key, secret) = hands.details()?.clone();
    for line in view.sections.iter().flat_map(|section| &section.lines) {
        if let Line::Credential { credential, is_optional: false } = line.line {
            let text = if credential == Credential::Key { &key } else { &secret };
            stand.core.paste_into_guide(guide, credential, Pasted::from(text.clone())).await?;
        }
    }
    Ok(())
}

async fn needs_secret(stand: &Stand, guide: GuideId) -> Result<bool, Failed> {
    let sections = stand.view(guide).await?.sections;
    let mut lines = sections.iter().flat_map(|section| &section.lines);
    let asked = Line::Credential { credential: Credential::Secret, is_optional: false };
    Ok(lines.any(|line| line.line == asked))
}

/// Nothing that can be deployed says which users have a permission set.
async fn assign(stand: &Stand, guide: GuideId) -> Result<(), Failed> {
    let sections = stand.view(guide).await?.sections;
    let mut lines = sections.iter().flat_map(|section| &section.lines);
    let asked = Line::Question { question: Question::PermissionSetAssigned };
    if lines.any(|line| line.line == asked) { stand.assign_set(ANA) } else { Ok(()) }
}
