//! What Keyperch looks after by itself: everything that an end in the middle of something has left.
//!
//! At the start, and whenever something is due: tokens that memory alone holds are kept, removals that nobody can
//! undo any more are carried out, sign-ins that had arrived are finished, interrupted renewals are put on record,
//! Salesforce is told of sign-outs, loose items are deleted, the list is copied, sign-ins of chosen orgs are kept alive.
//! Each is found in the registry, never by looking through the keychain; where nothing is due, the keychain is not
//! asked, so that a start prompts nobody.

use std::time::Duration;

use tokio::time::timeout;
use tracing::warn;

use crate::core::{Core, Rooms};
use crate::flows::NICE_TO_DO;
use crate::flows::renewal::{Ground, RealGround};
use crate::io::registry::Leaving;
use crate::io::vault::Item;
use crate::model::error::Error;
use crate::model::grant::Grant;
use crate::model::slot;
use crate::model::view::{Change, UnsavedView, UpkeepView};

/// How long the upkeep rests after a round that left something undone, at first and at most.
const REST: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(120));

impl Core {
    /// Looks after everything that is due, once. Writes keychain and disk; contacts Salesforce.
    pub async fn upkeep(&self) -> UpkeepView {
        for (grant, _app, _why) in self.rooms().unsaved.all() {
            let _is_tried_again = self.save_unsaved(grant).await;
        }
        let finished = [
            ("what was removed is still on the disk", self.carry_out_the_rest().await),
            ("a sign-in could not be finished", self.finish_arrivals().await),
            ("a renewal could not be put on record", self.settle_renewals().await),
            ("a sign-out could not be told", self.tell_all().await),
            ("an item could not be deleted", self.delete_loose().await),
            ("the list could not be copied", self.rooms().registry.back_up_if_changed().await),
        ];
        for (what, outcome) in finished {
            if let Err(error) = outcome {
                warn!("{what}: {error}");
            }
        }
        // Last, and no longer than a moment: what was begun comes to its end without the upkeep, the rest is due again.
        if let Ok(Err(error)) = timeout(NICE_TO_DO, self.keep_alive()).await {
            warn!("sign-ins could not be kept alive: {error}");
        }
        self.announce_upkeep().await
    }

    /// Goes on looking after everything, for as long as this is polled.
    pub async fn keep_up(&self) {
        let mut rest = REST.0;
        loop {
            self.upkeep().await;
            let is_done = !self.rooms().holds_unsaved() && self.rooms().registry.is_tidy().await;
            rest = if is_done { REST.0 } else { (rest * 2).min(REST.1) };
            let pause = self.rooms().clock.pause(if is_done { REST.1 } else { rest });
            tokio::select! {
                () = self.rooms().due.notified() => {}
                () = pause => {}
            }
        }
    }

    /// What a person should know of it.
    pub async fn upkeep_view(&self) -> UpkeepView {
        let mut unsaved = Vec::new();
        for (_grant, app, failure) in self.rooms().unsaved.all() {
            // Of an app that was removed there is nothing to be lost.
            if let Ok((org, environment)) = self.whose(app).await {
                unsaved.push(UnsavedView { app, org, environment, failure });
            }
        }
        let leaving = self.rooms().registry.leaving().await.map_or(0, |leaving| leaving.len());
        UpkeepView {
            unsaved,
            leaving: u32::try_from(leaving).unwrap_or(u32::MAX),
            memory_only: self.rooms().safe.is_in_memory(),
            is_ending: self.rooms().is_ending(),
        }
    }

    /// Tells the window; what it was told.
    pub(crate) async fn announce_upkeep(&self) -> UpkeepView {
        let upkeep = self.upkeep_view().await;
        self.rooms().announce(Change::Upkeep { upkeep: upkeep.clone() });
        upkeep
    }

    /// From now on, until the program ends, what is added is kept in memory only: a person's choice, where there is no
    /// keychain to be had.
    pub async fn keep_in_memory(&self) {
        self.rooms().safe.keep_in_memory();
        self.announce_upkeep().await;
    }

    /// A sign-in whose tokens were kept, and whose end was not put on record, is finished; one whose tokens were not
    /// kept has left nothing.
    async fn finish_arrivals(&self) -> Result<(), Error> {
        let mut done = Ok(());
        for grant in self.rooms().registry.arriving().await? {
            done = done.and(self.finish_arrival(&grant).await);
        }
        done
    }

    async fn finish_arrival(&self, grant: &Grant) -> Result<(), Error> {
        let rooms = self.rooms();
        let _turn = rooms.turn_of(grant.id.uuid()).await?;
        // Whoever had the turn may have finished it.
        if !rooms.registry.arriving().await?.iter().any(|still| still.id == grant.id) {
            return Ok(());
        }
        let newest = self.slots_of(grant.id).await?.newest();
        let access = self.access_of(grant.id).await?;
        let generation = match (newest, grant.refreshable) {
            (Some((_place, record)), _) => record.generation,
            (None, false) if access.is_some() => slot::FIRST,
            // Nothing was kept; what is there of it belongs to nobody.
            (None, _) => return rooms.registry.turn_away(grant.id).await,
        };
        match rooms.registry.admit(grant.id, generation, false).await {
            Err(Error::Gone) => rooms.registry.turn_away(grant.id).await,
            outcome => {
                self.announce_org_of(grant.app).await;
                outcome
            }
        }
    }

    /// What an interrupted renewal had kept is put on record; what is in doubt waits for the next copy.
    async fn settle_renewals(&self) -> Result<(), Error> {
        let mut done = Ok(());
        for grant in self.rooms().registry.renewing().await? {
            // What memory holds is put on record when it is kept; until then, its turn is held with it.
            if !self.rooms().unsaved.has(grant.id.uuid()) {
                done = done.and(self.settle_renewal(&grant).await);
            }
        }
        done
    }

    async fn settle_renewal(&self, grant: &Grant) -> Result<(), Error> {
        let ground = RealGround::of(self, grant.app, grant.id);
        let _turn = ground.turn().await?;
        let newest = self.slots_of(grant.id).await?.newest();
        match newest.filter(|(_place, record)| record.generation > grant.generation) {
            Some((_place, record)) => ground.note_generation(record.generation).await,
            None => Ok(()),
        }
    }

    /// Deletes what the keychain may hold for nobody.
    pub(crate) async fn delete_loose(&self) -> Result<(), Error> {
        let mut done = Ok(());
        for item in self.rooms().registry.loose().await? {
            done = done.and(self.delete_if_loose(item).await);
        }
        done
    }

    async fn delete_if_loose(&self, item: Item) -> Result<(), Error> {
        let rooms = self.rooms();
        // Its grant was removed: what memory holds of it is wanted by nobody either.
        rooms.unsaved.discard(item.owner);
        // Whoever is just adding or changing its owner has the turn.
        let _turn = rooms.turn_of(item.owner).await?;
        if !rooms.registry.loose().await?.contains(&item) {
            return Ok(());
        }
        if rooms.registry.claims(item).await? {
            return rooms.registry.not_loose(item).await;
        }
        rooms.safe.forget(item.owner, item.kind, item.place).await?;
        rooms.registry.not_loose(item).await
    }

    /// A sign-out that nobody may ever hear, because its org is gone, is given up: its tokens are deleted here.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn give_up_telling(&self) -> Result<(), Error> {
        for Leaving { id, .. } in self.rooms().registry.leaving().await? {
            self.rooms().registry.let_go(id).await?;
        }
        let _is_tried_again = self.delete_loose().await;
        self.announce_upkeep().await;
        Ok(())
    }
}

impl Rooms {
    /// Has the upkeep look again soon.
    pub(crate) fn upkeep_is_due(&self) {
        self.due.notify_one();
    }
}
