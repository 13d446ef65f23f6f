//! A set-up that was begun: which recipe in which org, what was answered, and how far each line is known to be done.
//!
//! It holds no secret and no line of its own: lines are computed from the recipe and the answers, each time anew.

use std::collections::BTreeMap;

use crate::model::ids::{ClientAppId, GuideId, OrgId};
use crate::model::recipe::Answers;
use crate::model::time::Timestamp;
use crate::model::view::{LineId, RecipeId, Tick};

/// Beside the ticks of lines: the key that the guide's app has is of an org that is gone. In Setup it is no line.
pub const OLD_KEY: &str = "credentials.key.old";
/// And so is its secret.
pub const OLD_SECRET: &str = "credentials.secret.old";

/// A set-up that was begun.
#[derive(Clone, Debug)]
pub struct Guide {
    /// Ours.
    pub id: GuideId,
    /// In which org.
    pub org: OrgId,
    /// By which recipe.
    pub recipe: RecipeId,
    /// The app, once its key is known.
    pub app: Option<ClientAppId>,
    /// What the person has answered.
    pub answers: Answers,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// When it was last proven to the end.
    pub proven_at: Option<Timestamp>,
    /// How far each line is known to be done.
    pub ticks: BTreeMap<LineId, Tick>,
}
