//! Clients and orgs: what a person sorts a working day by.

use crate::model::environment::{Environment, Organization};
use crate::model::field::{Name, ShortCode};
use crate::model::guard::GuardLevel;
use crate::model::host::LoginHost;
use crate::model::ids::{ClientId, OrgId, OrganizationId};
use crate::model::shape::Shape;
use crate::model::time::Timestamp;
use crate::model::view::BrowserChoice;

/// A consultant's customer: a group of orgs. An admin has one.
#[derive(Clone, Debug)]
pub struct Client {
    /// Ours.
    pub id: ClientId,
    /// Its name.
    pub name: Name,
}

/// One Salesforce environment.
#[derive(Clone, Debug)]
pub struct Org {
    /// Ours.
    pub id: OrgId,
    /// The client that it belongs to.
    pub client: Client,
    /// Its name in the list.
    pub name: Name,
    /// The few letters that reach it.
    pub code: ShortCode,
    /// Where a sign-in begins.
    pub host: LoginHost,
    /// The user's word on its kind, when it was given.
    pub chosen: Option<Environment>,
    /// What the org said of itself at the last sign-in.
    pub organization: Option<Organization>,
    /// Who the org is: pinned by the first sign-in, and never changed by a later one.
    pub organization_id: Option<OrganizationId>,
    /// The browser that was chosen for it last.
    pub browser: Option<BrowserChoice>,
    /// When it was put at the top.
    pub pinned_at: Option<Timestamp>,
    /// What a person noted of it; no secret.
    pub notes: String,
    /// The user's word on how carefully it is used, when it was given.
    pub guard: Option<GuardLevel>,
    /// Whether its sign-ins are kept from ending unused.
    pub keeps_alive: bool,
    /// The shape that was chosen for its tokens last.
    pub copy_as: Shape,
    /// Since when it is a new sandbox under an old name.
    pub refreshed_at: Option<Timestamp>,
}

impl Org {
    /// What it is called where its client does not stand beside it.
    pub fn called(&self) -> String {
        format!("{} {}", self.client.name, self.name)
    }

    /// Its kind, by the surest witness.
    pub fn environment(&self) -> Environment {
        Environment::decide(self.chosen, self.organization.as_ref(), &self.host)
    }

    /// Whether it can be a new org under its old name: a sandbox, which nothing else says to be none.
    pub fn can_be_refreshed(&self) -> bool {
        let by_itself = Environment::decide(None, self.organization.as_ref(), &self.host);
        self.environment().is_sandbox() && (by_itself.is_sandbox() || by_itself == Environment::Unknown)
    }

    /// The user's word on its kind that keeps it what it is shown as, once the org's own word is forgotten.
    pub fn chosen_without_its_word(&self) -> Option<Environment> {
        let shown = self.environment();
        let stays = Environment::decide(self.chosen, None, &self.host) == shown;
        if stays { self.chosen } else { Some(shown) }
    }

    /// What is asked before anything of it leaves Keyperch.
    pub fn guard_level(&self) -> GuardLevel {
        self.guard.unwrap_or_else(|| GuardLevel::of(self.environment()))
    }
}
