//! The rows of `OauthToken`: one for each approval that still counts.
//!
//! Source: object reference, "OauthToken": everybody sees his own rows, whoever has *Customize Application* those of all;
//! `Id` is always null, and so is `AppMenuItemId` of an External Client App. Chosen: what counts as a use is that a token
//! was given for it, once at the sign-in and once at each refresh, so that asking is none.

use serde_json::{Value, json};

use crate::rules::grant;
use crate::world::app::App;
use crate::world::family::Family;
use crate::world::org::User;
use crate::world::{OrgIndex, World};

/// How many rows there are without a limit, and at the most.
pub(super) const USUALLY: usize = 500;
pub(super) const MOST: usize = 2500;

/// One row.
pub(super) struct TokenRow<'a> {
    family: &'a Family,
    app: &'a App,
    user: &'a User,
}

/// The rows of an org that somebody may see, in order of sign-in.
pub(super) fn seen_by<'a>(world: &'a World, org: OrgIndex, asker: &'a str) -> Vec<TokenRow<'a>> {
    let (home, now) = (&world.orgs[org], world.clock.now());
    let sees_all = home.user(asker).is_some_and(|user| user.standing.may_customize);
    let row = |family: &'a Family| {
        let app = home.apps.iter().find(|app| app.consumer_key == family.owner.consumer_key)?;
        let user = home.user(&family.owner.username)?;
        let counts = family.live
            && family.refresh_token.is_some()
            && grant::is_kept(family, app.switches.refresh_token_policy, now);
        let is_seen = sees_all || family.owner.username == asker;
        (counts && is_seen).then_some(TokenRow { family, app, user })
    };
    world.grants.families().iter().filter(|family| family.owner.org == org).filter_map(row).collect()
}

impl TokenRow<'_> {
    /// A field.
    pub(super) fn says(&self, world: &World, field: &str) -> Value {
        match field {
            "AppName" => json!(self.app.name),
            "UserId" => json!(self.user.id.long()),
            "UseCount" => json!(self.family.generation),
            "LastUsedDate" => {
                let stamp = world.clock.stamp(self.family.used_at);
                json!(stamp.map(|stamp| stamp.replace('Z', "+0000")))
            }
            _ => Value::Null,
        }
    }
}
