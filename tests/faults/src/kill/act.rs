//! What is done before a point, and what is done so that it is reached.

use keyperch_core::model::ids::OrgId;

use super::rows::{During, Row, Secret};
use crate::Failed;
use crate::chance::Chance;
use crate::life::{Answer, Life};
use crate::orders::{AppFields, Death, Order};
use crate::scene::{Entry, Role, Scene};

/// What was there before the death.
#[derive(Clone, Debug)]
pub(super) struct Before {
    pub(super) org: OrgId,
    /// None while its app is only being added.
    pub(super) entry: Option<Entry>,
    /// Another, in an org of its own, with a secret and signed in: it only stands by.
    pub(super) bystander: Entry,
    /// What Salesforce had committed by then.
    pub(super) refreshes: u64,
}

/// Sets up what the row needs.
pub(super) async fn prepare(scene: &mut Scene, life: &mut Life, row: &Row) -> Result<Before, Failed> {
    let bystander = scene.signed_in(life, Role::EXPLORER).await?;
    let org = scene.add_org(life, Role::UAT).await?;
    let entry = match row.during {
        During::AddApp => None,
        During::SignIn => Some(scene.add_app(life, org, Role::UAT, "Rehearsal Tool").await?),
        _ => {
            let fields = scene.fields(Role::UAT, "Rehearsal Tool");
            // Only where another is to come beside it does the app have a secret from the beginning.
            let secret = (row.secret == Secret::Old).then(|| right_secret(scene));
            let entry = scene.add_app_as(life, org, Role::UAT, AppFields { secret, ..fields }).await?;
            scene.sign_in(life, &entry).await?.done()?;
            scene.renews(life, &entry).await?;
            if matches!(row.during, During::SignInForToolAnew | During::FinishHandOver) {
                scene.sign_in_for_tool(life, &entry).await?.done()?;
            }
            Some(entry)
        }
    };
    let refreshes = scene.counts().await?.refreshes;
    Ok(Before { org, entry, bystander, refreshes })
}

/// Where this run of the row dies.
pub(super) fn death(row: &Row, chance: &mut Chance) -> Death {
    let after_microseconds = row.within_microseconds.map(|longest| chance.below(longest));
    Death { point: row.point.clone(), nth: row.nth, after_microseconds }
}

/// Does what reaches the point; the last answer must be a death.
pub(super) async fn act(
    scene: &mut Scene,
    life: &mut Life,
    before: &Before,
    death: Death,
    row: &Row,
) -> Result<Answer, Failed> {
    if matches!(row.during, During::Copy | During::SignInAnew) {
        let entry = before.entry.as_ref().ok_or("no entry")?;
        scene.expire(life).await?;
        life.order(&Order::Arm { death }).await?.done()?;
        return match row.during {
            During::Copy => life.order(&Order::Copy { app: entry.app }).await,
            _ => scene.sign_in(life, entry).await,
        };
    }
    life.order(&Order::Arm { death }).await?.done()?;
    let Some(entry) = &before.entry else {
        let app = scene.fields(Role::UAT, "Rehearsal Tool");
        let app = AppFields { secret: Some(right_secret(scene)), ..app };
        return life.order(&Order::AddApp { org: before.org, app }).await;
    };
    match row.during {
        During::SignIn => scene.sign_in(life, entry).await,
        During::SignInForTool | During::SignInForToolAnew => scene.sign_in_for_tool(life, entry).await,
        During::FinishHandOver => life.order(&Order::FinishHandOver { app: entry.app }).await,
        During::EditApp => {
            let right = right_secret(scene);
            // Beside the right one comes one that Salesforce would refuse; where there was none, the right one.
            let secret = match row.secret {
                Secret::Old => right.chars().rev().collect(),
                Secret::None | Secret::New => right,
            };
            let app = AppFields { key: None, secret: Some(secret), ..entry.fields.clone() };
            life.order(&Order::EditApp { id: entry.app, app }).await
        }
        During::SignOut => life.order(&Order::SignOut { app: entry.app }).await,
        During::Upkeep => life.order(&Order::Upkeep).await,
        During::UndoRemoval => life.order(&Order::RemoveAppAndUndo { app: entry.app, sign_out: true }).await,
        During::RemoveApp => life.order(&Order::RemoveApp { app: entry.app, sign_out: true }).await,
        _ => Err("this is not done by an order".into()),
    }
}

/// The secret that Salesforce has for the app.
fn right_secret(scene: &Scene) -> String {
    scene.practice.orgs()[Role::UAT.org].apps[Role::UAT.app].consumer_secret.clone()
}
