//! Add and edit an org.

use crate::core::Core;
use crate::io::registry::{Listing, OrgRow};
use crate::model::address;
use crate::model::environment::{Environment, Organization};
use crate::model::error::Error;
use crate::model::field::{Field, Name, Problem, ShortCode};
use crate::model::flow::Flow;
use crate::model::host::LoginHost;
use crate::model::ids::OrgId;
use crate::model::secret::Pasted;
use crate::model::view::{AddressView, BrowserChoice, OrgForm};

impl Core {
    /// Understands a pasted address, without asking anybody. Reads the disk for orgs that have it already.
    ///
    /// # Errors
    /// [`Error::Field`] with the reason why the address cannot be used.
    pub async fn read_address(&self, pasted: &str) -> Result<AddressView, Error> {
        let host = host_of(pasted)?;
        let already =
            if host.is_my_domain() { self.rooms().registry.org_at(host.clone()).await? } else { None };
        Ok(AddressView {
            host: host.to_string(),
            is_my_domain: host.is_my_domain(),
            environment: Environment::of_host(&host),
            already,
        })
    }

    /// Understands an address that came from the clipboard. A text that is no address goes no further. Reads the disk.
    ///
    /// # Errors
    /// As [`Core::read_address`].
    pub async fn read_pasted_address(&self, pasted: &Pasted) -> Result<AddressView, Error> {
        self.read_address(pasted.expose()).await
    }

    /// Asks the host of a pasted address whether it is an org. Contacts Salesforce, without any credential.
    ///
    /// # Errors
    /// [`Error::Field`] for the address, [`Error::Network`] when no org answers.
    pub async fn check_address(&self, pasted: &str) -> Result<(), Error> {
        self.rooms().salesforce.is_an_org(&host_of(pasted)?).await
    }

    /// Adds an org. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Field`], naming the field; nothing was changed then.
    pub async fn add_org(&self, form: OrgForm) -> Result<OrgId, Error> {
        let id = self.rooms().registry.add_org(row_of(&form)?).await?;
        self.announce_orgs().await;
        self.removal_may_be_over().await;
        Ok(id)
    }

    /// Changes an org. A new host ends its sign-ins: no token is ever sent to another host than the one that gave it.
    /// Contacts Salesforce, which is told later where it cannot be now; writes keychain and disk.
    ///
    /// # Errors
    /// [`Error::Field`], naming the field; [`Error::Gone`]; [`Error::Guarded`] where it would be guarded less from then
    /// on.
    pub async fn edit_org(&self, id: OrgId, form: OrgForm) -> Result<(), Error> {
        let row = row_of(&form)?;
        let Listing { org: was, apps, .. } = self.rooms().registry.listing_of(id).await?;
        self.guard_allows_edit(was.clone(), &row)?;
        let needs_it = apps.iter().any(|(app, _grant)| matches!(app.flow, Flow::ClientCredentials));
        if needs_it && !row.host.is_my_domain() {
            return Err(Field::Address.refused(Problem::NeedsMyDomain).into());
        }
        let is_elsewhere = was.host != row.host;
        self.rooms().registry.edit_org(id, row).await?;
        if is_elsewhere {
            // How tries at the host before went says nothing of this one.
            for (app, _grant) in &apps {
                self.rooms().note_problem(app.id, None);
            }
        }
        self.announce_orgs().await;
        self.removal_may_be_over().await;
        self.tell_soon().await;
        Ok(())
    }

    /// The browser that was chosen for an org last. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn browser_of(&self, id: OrgId) -> Result<Option<BrowserChoice>, Error> {
        Ok(self.rooms().registry.org(id).await?.browser)
    }

    /// Keeps what an org said of itself. That it is of another kind than its name let think moves it in the list. Writes
    /// the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub(crate) async fn learn_organization(&self, id: OrgId, said: Organization) -> Result<(), Error> {
        let registry = &self.rooms().registry;
        let was = registry.org(id).await?.environment();
        registry.learn_organization(id, said).await?;
        if registry.org(id).await?.environment() != was {
            self.announce_orgs().await;
        }
        Ok(())
    }
}

fn host_of(pasted: &str) -> Result<LoginHost, Error> {
    address::parse(pasted).map_err(|reason| Field::Address.refused(Problem::Address { reason }).into())
}

fn row_of(form: &OrgForm) -> Result<OrgRow, Error> {
    Ok(OrgRow {
        host: host_of(&form.address)?,
        client: Name::parse(Field::Client, &form.client)?,
        name: Name::parse(Field::OrgName, &form.name)?,
        code: match form.code.trim() {
            "" => None,
            code => Some(ShortCode::parse(code)?),
        },
        chosen: form.environment,
    })
}
