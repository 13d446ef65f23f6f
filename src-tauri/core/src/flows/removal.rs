//! Remove an org, several, or an app, with a moment to bring it back.
//!
//! What is removed is hidden at once and kept whole: whoever lists, finds, copies or renews does not meet it any more,
//! and neither keychain nor Salesforce hears of it. After ten seconds it is carried out; earlier, when something else is
//! removed, when its name or code is wanted, or when every sign-in is ended; and at the next start, whatever ended this
//! one. What a crash leaves is written at `io/registry/removal.rs`.

use std::sync::Mutex;
use std::time::Duration;

use fail::fail_point;
use tracing::warn;

use crate::core::{Core, lock};
use crate::io::registry::{Listing, Of, Removal, Removed};
use crate::model::deed::Particular;
use crate::model::error::Error;
use crate::model::ids::{ClientAppId, GuideId, OrgId, RemovalId};
use crate::model::time::Timestamp;
use crate::model::view::{Change, Deed, RemovalView};

/// How long it can come back.
const MOMENT: Duration = Duration::from_secs(10);

/// What can come back: at most one removal.
#[derive(Debug, Default)]
pub(crate) struct Removing(Mutex<Option<Pending>>);

#[derive(Clone, Debug)]
struct Pending {
    view: RemovalView,
    what: Removed,
    apps: Vec<ClientAppId>,
    guides: Vec<GuideId>,
}

impl Removing {
    fn replace(&self, with: Option<Pending>) -> Option<Pending> {
        std::mem::replace(&mut *lock(&self.0), with)
    }

    /// Takes it, if it is still the one that can come back.
    fn take(&self, id: RemovalId) -> Option<Pending> {
        lock(&self.0).take_if(|pending| pending.view.id == id)
    }

    fn view(&self) -> Option<RemovalView> {
        lock(&self.0).as_ref().map(|pending| pending.view.clone())
    }
}

impl Core {
    /// Removes orgs with their apps; with `sign_out`, Salesforce is told that their sign-ins have ended. They can come back
    /// for a moment. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] when one of them is there no more, [`Error::Registry`]; nothing was changed then.
    pub async fn remove_orgs(&self, mut orgs: Vec<OrgId>, sign_out: bool) -> Result<(), Error> {
        orgs.sort_by_key(|org| org.uuid());
        orgs.dedup();
        let listing = self.rooms().registry.listing().await?;
        let gone: Vec<Listing> = listing.into_iter().filter(|entry| orgs.contains(&entry.org.id)).collect();
        if gone.is_empty() || gone.len() < orgs.len() {
            return Err(Error::Gone);
        }
        let name = match gone.as_slice() {
            [one] => Some(one.org.called()),
            _ => None,
        };
        let apps = gone.into_iter().flat_map(|entry| entry.apps).map(|(app, _grant)| app.id).collect();
        self.hide(Removed::Orgs(orgs), apps, name, sign_out).await
    }

    /// Removes an app; with `sign_out`, Salesforce is told that its sign-in has ended. It can come back for a moment.
    /// Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`]; nothing was changed then.
    pub async fn remove_app(&self, id: ClientAppId, sign_out: bool) -> Result<(), Error> {
        let (app, _org) = self.rooms().registry.app(id).await?;
        self.hide(Removed::App(id), vec![id], Some(app.name.to_string()), sign_out).await
    }

    /// Brings back what was removed last, with everything that it had. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] when the moment is over.
    pub async fn undo_removal(&self, id: RemovalId) -> Result<(), Error> {
        if let Err(error) = self.rooms().registry.bring_back(id).await {
            self.removal_may_be_over().await;
            return Err(error);
        }
        fail_point!("removal.undone");
        let pending = self.rooms().removing.take(id);
        self.announce_orgs().await;
        self.rooms().announce(Change::Removal { removal: self.removal() });
        if let Some(Pending { what, .. }) = pending {
            self.note_deeds(of(&what), Deed::Restored, &Particular::none());
        }
        Ok(())
    }

    /// What was removed last and can come back.
    pub fn removal(&self) -> Option<RemovalView> {
        self.rooms().removing.view()
    }

    /// Carries out at once what could still come back. Contacts Salesforce; writes keychain and disk. What cannot be done
    /// now is done later.
    pub async fn carry_out_removal(&self) {
        if let Some(RemovalView { id, .. }) = self.removal() {
            self.carry_out_one(id).await;
        }
    }

    /// Carries out what an earlier run of the program has hidden: nobody can bring it back. Writes the disk.
    pub(crate) async fn carry_out_the_rest(&self) -> Result<(), Error> {
        let hidden = self.rooms().registry.removals().await?;
        let here = self.removal().map(|view| view.id);
        for id in hidden.into_iter().filter(|id| Some(*id) != here) {
            self.rooms().registry.carry_out(id).await?;
        }
        Ok(())
    }

    /// Something that was added or changed may have needed the place of what could come back.
    pub(crate) async fn removal_may_be_over(&self) {
        let Some(RemovalView { id, .. }) = self.removal() else { return };
        let is_over = self.rooms().registry.removals().await.is_ok_and(|hidden| !hidden.contains(&id));
        if is_over {
            self.carry_out_one(id).await;
        }
    }

    async fn hide(
        &self,
        what: Removed,
        apps: Vec<ClientAppId>,
        name: Option<String>,
        signs_out: bool,
    ) -> Result<(), Error> {
        let (rooms, at) = (self.rooms(), self.rooms().clock.now());
        let orgs = match &what {
            Removed::Orgs(orgs) => u32::try_from(orgs.len()).unwrap_or(u32::MAX),
            Removed::App(_) => 0,
        };
        let guides = self.guides_within(&what).await?;
        self.end_what_runs(&apps, &guides).await;
        let (id, until) = (RemovalId::new(), at.plus(MOMENT));
        let view = RemovalView { id, name, orgs, until };
        // First: what is hidden and not known here is carried out by the upkeep.
        let pending = Pending { view: view.clone(), what: what.clone(), apps, guides };
        let before = rooms.removing.replace(Some(pending));
        let hidden = rooms.registry.hide(Removal { id, at, signs_out }, what.clone()).await;
        let took_the_place = match hidden {
            Ok(took_the_place) => took_the_place,
            Err(error) => {
                rooms.removing.replace(before);
                if let Some(RemovalView { id, until, .. }) = self.removal() {
                    // Its moment may have passed while it was not known here.
                    self.carry_out_when_over(id, until);
                }
                return Err(error);
            }
        };
        fail_point!("removal.hidden");
        self.announce_orgs().await;
        rooms.announce(Change::Removal { removal: Some(view) });
        self.note_deeds(of(&what), Deed::Removed, &Particular::none());
        self.carry_out_when_over(id, until);
        if let Some(before) = before {
            self.forget_all_of(before);
        }
        if took_the_place {
            self.after_removal().await;
        }
        Ok(())
    }

    fn carry_out_when_over(&self, id: RemovalId, until: Timestamp) {
        let core = self.clone();
        tokio::spawn(async move {
            let clock = &core.rooms().clock;
            let left = until.since(clock.now()).unwrap_or_default();
            // A clock that was put back makes no moment longer.
            clock.pause(left.min(MOMENT)).await;
            core.carry_out_one(id).await;
        });
    }

    async fn carry_out_one(&self, id: RemovalId) {
        let Some(pending) = self.rooms().removing.take(id) else { return };
        self.rooms().announce(Change::Removal { removal: None });
        match self.rooms().registry.carry_out(id).await {
            Ok(was_still_there) => {
                fail_point!("removal.carried_out");
                // Or it was carried out within something else, or brought back in this very moment.
                if was_still_there || !self.is_there(&pending.what).await {
                    self.forget_all_of(pending);
                }
                self.after_removal().await;
            }
            Err(error) => {
                warn!("what was removed is still on the disk: {error}");
                self.rooms().upkeep_is_due();
            }
        }
    }

    /// Whether what was removed is in the list all the same.
    async fn is_there(&self, what: &Removed) -> bool {
        let registry = &self.rooms().registry;
        match what {
            Removed::Orgs(orgs) => match orgs.first() {
                Some(org) => registry.org(*org).await.is_ok(),
                None => false,
            },
            Removed::App(app) => registry.app(*app).await.is_ok(),
        }
    }

    /// Ends what runs for apps and guides that are about to be hidden. What memory holds of them stays: they may come back.
    async fn end_what_runs(&self, apps: &[ClientAppId], guides: &[GuideId]) {
        for app in apps {
            self.cancel_sign_in_of(*app);
        }
        if self.readiness().is_some_and(|wait| apps.contains(&wait.app)) {
            self.stop_waiting_until_ready().await;
        }
        if self.rooms().desk.open().is_some_and(|open| guides.contains(&open)) {
            self.close_guide().await;
        }
    }

    async fn guides_within(&self, what: &Removed) -> Result<Vec<GuideId>, Error> {
        let guides = self.rooms().registry.guides().await?.into_iter();
        let within = guides.filter(|guide| match what {
            Removed::Orgs(orgs) => orgs.contains(&guide.org),
            Removed::App(app) => guide.app == Some(*app),
        });
        Ok(within.map(|guide| guide.id).collect())
    }

    /// Nothing of what is gone for good stays in memory.
    fn forget_all_of(&self, Pending { apps, guides, .. }: Pending) {
        for app in apps {
            self.rooms().note_problem(app, None);
        }
        for guide in guides {
            self.forget_guide(guide);
        }
    }

    /// Empties the keychain of what was removed, and tells Salesforce; what cannot be done now is done later.
    pub(crate) async fn after_removal(&self) {
        self.announce_orgs().await;
        if let Err(error) = self.delete_loose().await {
            warn!("what was removed is still in the keychain: {error}");
        }
        fail_point!("app.items_forgotten");
        self.tell_soon().await;
    }

    /// Cancels the sign-in that is under way, if it is this app's.
    pub(crate) fn cancel_sign_in_of(&self, app: ClientAppId) {
        if self.sign_in_view().is_some_and(|view| view.app == app) {
            self.cancel_sign_in();
        }
    }
}

fn of(what: &Removed) -> Vec<Of> {
    match what {
        Removed::Orgs(orgs) => orgs.iter().copied().map(Of::Org).collect(),
        Removed::App(app) => vec![Of::App(*app)],
    }
}
