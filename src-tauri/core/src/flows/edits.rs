//! Changes of what the list says of its orgs: one change of many at once, notes, and the name of a client.

use crate::core::Core;
use crate::io::registry::Edit;
use crate::model::error::Error;
use crate::model::field::{Field, Name};
use crate::model::ids::{ClientId, OrgId};
use crate::model::notes::Notes;
use crate::model::view::OrgsEdit;

impl Core {
    /// Makes one change of many orgs: of all of them, or of none. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Field`] for a client's name that cannot be one, or for an org whose name is taken there;
    /// [`Error::Gone`] where one of them is there no more; [`Error::Guarded`] where one would be guarded less from then
    /// on. Nothing was changed then.
    pub async fn edit_orgs(&self, orgs: Vec<OrgId>, edit: OrgsEdit) -> Result<(), Error> {
        self.guard_allows_change(&orgs, &edit).await?;
        let edit = match edit {
            OrgsEdit::Client { name } => Edit::Client(Name::parse(Field::Client, &name)?),
            OrgsEdit::Environment { environment } => Edit::Environment(environment),
            OrgsEdit::Guard { level } => Edit::Guard(level),
            OrgsEdit::KeepAlive { on } => Edit::KeepAlive(on),
            OrgsEdit::Pin { on } => Edit::Pin(on.then(|| self.rooms().clock.now())),
        };
        let moves = matches!(edit, Edit::Client(_) | Edit::Environment(_));
        self.rooms().registry.edit_orgs(orgs.clone(), edit).await?;
        match orgs[..] {
            [org] if !moves => self.announce_org(org).await,
            _ => self.announce_orgs().await,
        }
        self.removal_may_be_over().await;
        Ok(())
    }

    /// Keeps what a person notes of an org, in the open. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Field`] for what is too long, does not show, or looks like a secret; [`Error::Gone`].
    pub async fn write_notes(&self, org: OrgId, notes: &str) -> Result<(), Error> {
        self.rooms().registry.write_notes(org, Notes::parse(notes)?).await?;
        self.announce_org(org).await;
        Ok(())
    }

    /// Gives a client another name. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Field`] for a name that cannot be one, or that another client has; [`Error::Gone`].
    pub async fn rename_client(&self, client: ClientId, name: &str) -> Result<(), Error> {
        self.rooms().registry.rename_client(client, Name::parse(Field::Client, name)?).await?;
        self.announce_orgs().await;
        self.removal_may_be_over().await;
        Ok(())
    }
}
