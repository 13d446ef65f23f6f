//! A set: apps of several orgs whose tokens are copied together, as one labelled block.

use crate::model::client_app::{ClientApp, Used};
use crate::model::environment::Environment;
use crate::model::field::{Name, ShortCode};
use crate::model::ids::{OrgId, SetId};
use crate::model::org::Org;
use crate::model::shape::SetShape;

/// A saved set.
#[derive(Clone, Debug)]
pub struct OrgSet {
    /// Ours.
    pub id: SetId,
    /// Its name.
    pub name: Name,
    /// The few letters that reach it; no org has the same.
    pub code: ShortCode,
    /// In which shape it is copied.
    pub shape: SetShape,
    /// Its apps with their orgs, in order. What was removed is not among them.
    pub members: Vec<(ClientApp, Org)>,
    /// How it was used here.
    pub used: Used,
}

impl OrgSet {
    /// The most apps that a set may have.
    pub const MOST: u16 = 50;

    /// The weightiest kind among its orgs; of none, nobody knows.
    pub fn environment(&self) -> Environment {
        let kinds = self.members.iter().map(|(_app, org)| org.environment());
        kinds.min().unwrap_or(Environment::Unknown)
    }

    /// Its orgs, each once.
    pub fn orgs(&self) -> Vec<OrgId> {
        let mut orgs = Vec::new();
        for (_app, org) in &self.members {
            if !orgs.contains(&org.id) {
                orgs.push(org.id);
            }
        }
        orgs
    }
}
