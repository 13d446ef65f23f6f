//! Sets: orgs whose tokens are copied together.

use serde::{Deserialize, Serialize};

use crate::model::environment::Environment;
use crate::model::failure::Failure;
use crate::model::ids::{ClientAppId, SetId};
use crate::model::shape::SetShape;

/// A saved set.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct SetView {
    /// Ours.
    pub id: SetId,
    /// Its name.
    pub name: String,
    /// Its short code; no org has the same.
    pub code: String,
    /// In which shape it is copied.
    pub shape: SetShape,
    /// Its apps, in order.
    pub apps: Vec<ClientAppId>,
    /// The weightiest kind among its orgs.
    pub environment: Environment,
}

/// A set as it is added or edited.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetForm {
    /// Its name.
    pub name: String,
    /// Its short code; empty: one is made.
    pub code: String,
    /// In which shape it is copied.
    pub shape: SetShape,
    /// Its apps, in order.
    pub apps: Vec<ClientAppId>,
}

/// What became of a set's copy.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct SetCopied {
    /// How many tokens are in the block.
    pub copied: u32,
    /// Which are not, and why.
    pub left_out: Vec<LeftOut>,
}

/// An org that a set's copy is lacking.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// Its app.
    pub app: ClientAppId,
    /// The org's name with its client's.
    pub org: String,
    /// Why.
    pub failure: Failure,
}
