//! A sign-in for a tool: a grant of its own, beside Keyperch's.
//!
//! Where refresh tokens rotate, two holders of one end each other's sign-in: Salesforce takes the second use of a token
//! for theft. So a tool never gets ours: a person signs in once more, and what comes waits in the keychain until the tool
//! takes it. It is not renewed, proved or replaced by anything that is done with ours, and ours by nothing of it.

use fail::fail_point;
use tokio::time::timeout;

use crate::core::Core;
use crate::flows::NICE_TO_DO;
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::grant::Grant;
use crate::model::ids::ClientAppId;
use crate::model::view::{Accept, SignInForm, Tool};

use super::Opener;

/// For whom a sign-in is, and who may answer it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Whose {
    /// The tool that gets it; none: Keyperch.
    pub(crate) tool: Option<Tool>,
    /// Who may answer.
    pub(crate) accept: Accept,
}

impl Whose {
    /// Keyperch's own.
    pub(crate) fn ours(accept: Accept) -> Self {
        Self { tool: None, accept }
    }

    /// A tool's. Any user of the org may answer, for a tool often has one of its own; another org never, for that would
    /// unpin ours.
    fn of(tool: Tool) -> Self {
        Self { tool: Some(tool), accept: Accept::OtherUser }
    }
}

impl Core {
    /// Signs in for a tool, as [`Core::sign_in`] does for Keyperch itself; what comes waits to be handed over. Reads and
    /// writes the keychain, writes the disk, listens on the callback's port, contacts Salesforce.
    ///
    /// # Errors
    /// As [`Core::sign_in`].
    pub async fn sign_in_for_tool(
        &self,
        app: ClientAppId,
        tool: Tool,
        form: SignInForm,
        browser: Option<String>,
        open: Opener,
    ) -> Result<(), Failure> {
        self.sign_in_as(app, Whose::of(tool), form, browser, open).await
    }

    /// What a tool has not taken yet is given back before another comes in its place: nobody uses it, and a user has only
    /// five approvals of an app, of which the next one would end the oldest, which may be ours.
    pub(super) async fn make_room_for(&self, app: ClientAppId, whose: Whose) -> Result<(), Error> {
        let Some(tool) = whose.tool else { return Ok(()) };
        for leaving in self.rooms().registry.leave_for(app, tool).await? {
            fail_point!("tool.leaving");
            let _waits_otherwise = timeout(NICE_TO_DO, self.tell(&leaving)).await;
        }
        fail_point!("tool.room");
        Ok(())
    }

    /// What a new sign-in will take the place of.
    pub(super) async fn last_of(&self, app: ClientAppId, whose: Whose) -> Result<Option<Grant>, Error> {
        match whose.tool {
            Some(tool) => self.rooms().registry.grant_for(app, tool).await,
            None => self.rooms().registry.grant(app).await,
        }
    }
}
