//! Sign out: end it here, tell Salesforce, then empty the keychain. In this order, so that no living token is left
//! behind: what Salesforce could not be told waits, with its tokens, until it can be; a restart does not forget it.

use fail::fail_point;
use futures_util::{StreamExt, stream};
use tokio::time::timeout;
use tracing::{info, warn};

use crate::core::Core;
use crate::flows::{AT_ONCE, NICE_TO_DO};
use crate::io::registry::{Leaving, OF_A_GRANT, Of};
use crate::model::deed::Particular;
use crate::model::error::Error;
use crate::model::ids::ClientAppId;
use crate::model::view::{Deed, RevokedView, Told};

impl Core {
    /// Ends an app's sign-in, and those for tools that wait to be handed over. What a tool has taken it renews by itself:
    /// its newest token was never here, so only the org's own Setup ends it. Contacts Salesforce; writes keychain and
    /// disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`]: then it has not ended.
    pub async fn sign_out(&self, id: ClientAppId) -> Result<Told, Error> {
        let (app, org) = self.rooms().registry.app(id).await?;
        let left = self.rooms().registry.leave(id).await?;
        if left.is_empty() {
            return Ok(Told::Heard);
        }
        fail_point!("leaving.noted");
        self.rooms().note_problem(app.id, None);
        let mut told = Told::Heard;
        for leaving in &left {
            if self.tell(leaving).await == Told::Waiting {
                told = Told::Waiting;
            }
        }
        info!("signed out");
        self.note_deed(id, Deed::SignedOut, Particular::none());
        self.announce_org(org.id).await;
        self.rest_is_later().await;
        Ok(told)
    }

    /// Ends every sign-in but those that tools have taken. Contacts Salesforce; writes keychain and disk.
    ///
    /// # Errors
    /// [`Error::Registry`]: then none has ended.
    pub async fn revoke_all(&self) -> Result<RevokedView, Error> {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        // Nothing of what could come back is signed in then.
        self.carry_out_removal().await;
        let mut apps = self.rooms().registry.leave_all().await?;
        let ended = apps.len();
        // An app may have one for itself, and one for each tool.
        apps.sort_by_key(|app| app.uuid());
        apps.dedup();
        self.note_deeds(apps.into_iter().map(Of::App).collect(), Deed::SignedOut, &Particular::none());
        self.announce_orgs().await;
        self.tell_all().await?;
        let waiting = self.rooms().registry.leaving().await?.len();
        info!(ended, waiting, "ended every sign-in");
        self.rest_is_later().await;
        Ok(RevokedView { heard: count(ended.saturating_sub(waiting)), waiting: count(waiting) })
    }

    /// Tells Salesforce of every grant that has ended here, as far as that is done soon; the upkeep does the rest.
    pub(crate) async fn tell_soon(&self) {
        let _waits_otherwise = timeout(NICE_TO_DO, self.tell_all()).await;
        self.rest_is_later().await;
    }

    /// What a person's order has left undone is tried again by the upkeep. (Not what the upkeep itself leaves: it would
    /// not come to rest.)
    pub(crate) async fn rest_is_later(&self) {
        if !self.rooms().registry.is_tidy().await {
            self.rooms().upkeep_is_due();
        }
        self.announce_upkeep().await;
    }

    /// Tells Salesforce of every grant that has ended here.
    pub(crate) async fn tell_all(&self) -> Result<(), Error> {
        let leaving = self.rooms().registry.leaving().await?;
        let told = stream::iter(leaving).map(async |leaving| self.tell(&leaving).await);
        let _waits_where_not_heard: Vec<Told> = told.buffer_unordered(AT_ONCE).collect().await;
        Ok(())
    }

    /// Tells Salesforce of one, and forgets its tokens once it has heard. What fails is tried again by the upkeep.
    pub(crate) async fn tell(&self, leaving: &Leaving) -> Told {
        match self.try_to_tell(leaving).await {
            Ok(()) => Told::Heard,
            Err(error) => {
                warn!("a sign-out waits: {error}");
                Told::Waiting
            }
        }
    }

    async fn try_to_tell(&self, Leaving { id, host }: &Leaving) -> Result<(), Error> {
        self.save_unsaved(*id).await?;
        // A renewal under way ends first: the newest token is the one that counts.
        let _turn = self.rooms().turn_of(id.uuid()).await?;
        fail_point!("leaving.turn");
        let rooms = self.rooms();
        // Whoever had the turn may have told it; what is not on the list of those that leave is not revoked.
        if !rooms.registry.leaving().await?.iter().any(|leaving| leaving.id == *id) {
            return Ok(());
        }
        if let Some((_place, newest)) = self.slots_of(*id).await?.newest() {
            rooms.salesforce.revoke_refresh(host, &newest.token).await?;
        } else if let Some(token) = self.access_of(*id).await? {
            rooms.salesforce.revoke_access(host, &token).await?;
        }
        fail_point!("leaving.revoked");
        for (kind, place) in OF_A_GRANT {
            rooms.safe.forget(id.uuid(), kind, place).await?;
            fail_point!("leaving.refresh_forgotten");
        }
        fail_point!("leaving.forgotten");
        rooms.registry.cross_off(*id).await?;
        fail_point!("leaving.done");
        Ok(())
    }
}
