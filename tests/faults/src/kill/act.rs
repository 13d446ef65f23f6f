//! What is done before a point, and what is done so that it is reached.

use keyperch_core::model::ids::OrgId;

use super::rows::{During, Row};
use crate::Failed;
use crate::chance::Chance;
use crate::life::{Answer, Life};
use crate::orders::{Death, Order};
use crate::scene::{Entry, Role, Scene};

/// What was there before the death.
#[derive(Clone, Debug)]
pub(super) struct Before {
    pub(super) org: OrgId,
    /// None while its app is only being added.
    pub(super) entry: Option<Entry>,
}

/// Sets up what the row needs.
pub(super) async fn prepare(scene: &mut Scene, life: &mut Life, during: During) -> Result<Before, Failed> {
    let role = Role::UAT;
    Ok(match during {
        During::AddApp => Before { org: scene.add_org(life, role).await?, entry: None },
        During::SignIn => {
            let org = scene.add_org(life, role).await?;
            Before { org, entry: Some(scene.add_app(life, org, role, "Rehearsal Tool").await?) }
        }
        _ => {
            let entry = scene.signed_in(life, role).await?;
            scene.renews(life, &entry).await?;
            Before { org: entry.org, entry: Some(entry) }
        }
    })
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
    during: During,
) -> Result<Answer, Failed> {
    if matches!(during, During::Copy | During::SignInAnew) {
        let entry = before.entry.as_ref().ok_or("no entry")?;
        scene.expire(life).await?;
        life.order(&Order::Arm { death }).await?.done()?;
        return match during {
            During::Copy => life.order(&Order::Copy { app: entry.app }).await,
            _ => scene.sign_in(life, entry).await,
        };
    }
    life.order(&Order::Arm { death }).await?.done()?;
    let Some(entry) = &before.entry else {
        let app = scene.fields(Role::UAT, "Rehearsal Tool");
        let secret = scene.practice.orgs()[Role::UAT.org].apps[Role::UAT.app].consumer_secret.clone();
        let app = crate::orders::AppFields { secret: Some(secret), ..app };
        return life.order(&Order::AddApp { org: before.org, app }).await;
    };
    match during {
        During::SignIn => scene.sign_in(life, entry).await,
        During::EditApp => {
            // The app had no secret; the one that Salesforce has is entered.
            let secret = Some(entry.secret.clone());
            let app = crate::orders::AppFields { key: None, secret, ..entry.fields.clone() };
            life.order(&Order::EditApp { id: entry.app, app }).await
        }
        During::SignOut => life.order(&Order::SignOut { app: entry.app }).await,
        During::Upkeep => life.order(&Order::Upkeep).await,
        During::RemoveApp => life.order(&Order::RemoveApp { app: entry.app, sign_out: true }).await,
        _ => Err("this is not done by an order".into()),
    }
}
