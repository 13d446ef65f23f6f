//! Clients and orgs: what a person sorts a working day by.

use crate::model::environment::{Environment, Organization};
use crate::model::field::{Name, ShortCode};
use crate::model::host::LoginHost;
use crate::model::ids::{ClientId, OrgId, OrganizationId};
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
}

impl Org {
    /// Its kind, by the surest witness.
    pub fn environment(&self) -> Environment {
        Environment::decide(self.chosen, self.organization.as_ref(), &self.host)
    }
}
