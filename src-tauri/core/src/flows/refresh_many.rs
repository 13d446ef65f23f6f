//! The tokens of many orgs are refreshed together: a few at a time, so that one org that does not answer keeps nobody
//! else waiting.
//!
//! Each app is asked as by a copy, and takes the same turn; nothing leaves Keyperch. How each org then stands is told as it
//! comes; how far the run is, ten times a second at the most, for each telling names all that failed. One run at a time.

use std::collections::HashSet;
use std::pin::pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use tracing::info;

use crate::core::{Core, lock};
use crate::flows::AT_ONCE;
use crate::io::registry::Listing;
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::ids::{ClientAppId, OrgId};
use crate::model::view::{Change, RefreshFailure, RefreshView};

/// How much time lies between two tellings of how far it is.
const PACE: Duration = Duration::from_millis(100);

/// The run that is under way, or was, until it has been seen.
#[derive(Debug, Default)]
pub(crate) struct Refreshing {
    view: Mutex<Option<RefreshView>>,
    /// Whether it was asked since the start if the orgs are to be looked at.
    has_looked: AtomicBool,
}

impl Core {
    /// Begins to refresh the tokens of these orgs: of each app that was signed in to, or needs nobody. How far it is, is
    /// announced. While one run is under way, another order adds nothing. Reads the disk; what was begun reads and writes
    /// keychain and disk, and contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Registry`]: then nothing was begun.
    pub async fn refresh_orgs(&self, orgs: Vec<OrgId>) -> Result<(), Error> {
        let listing = self.rooms().registry.listing().await?;
        self.refresh_apps(refreshable(listing, &orgs));
        Ok(())
    }

    fn refresh_apps(&self, apps: Vec<ClientAppId>) {
        if !self.rooms().refreshing.begin(apps.len()) {
            return;
        }
        self.announce_refresh();
        let core = self.clone();
        tokio::spawn(async move { core.refresh_all(apps).await });
    }

    /// Begins with no further app; what is under way comes to its end.
    pub fn cancel_refresh(&self) {
        if self.rooms().refreshing.cancel() {
            self.announce_refresh();
        }
    }

    /// Clears away how a run went that is over.
    pub fn dismiss_refresh(&self) {
        lock(&self.rooms().refreshing.view).take_if(|view| !view.is_running);
        self.announce_refresh();
    }

    /// The run that is under way, or how the last one went, until that is cleared away.
    pub fn refresh_view(&self) -> Option<RefreshView> {
        lock(&self.rooms().refreshing.view).clone()
    }

    /// Whether every org is looked at when the program starts. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn looks_at_start(&self) -> Result<bool, Error> {
        self.rooms().registry.looks_at_start().await
    }

    /// Keeps that choice, from the next start on. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn set_looks_at_start(&self, on: bool) -> Result<(), Error> {
        self.rooms().registry.keep_looks_at_start(on).await
    }

    /// Refreshes every sign-in, where that was chosen, the first time that this is called. What was signed out stays so,
    /// also where nobody is needed to sign in again. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn look_at_start(&self) -> Result<(), Error> {
        if self.rooms().refreshing.has_looked.swap(true, Ordering::Relaxed) || !self.looks_at_start().await? {
            return Ok(());
        }
        let listing = self.rooms().registry.listing().await?;
        let apps = listing.into_iter().flat_map(|entry| entry.apps).filter(|(_app, grant)| grant.is_some());
        self.refresh_apps(apps.map(|(app, _grant)| app.id).collect());
        Ok(())
    }

    async fn refresh_all(&self, apps: Vec<ClientAppId>) {
        let (refreshing, clock) = (&self.rooms().refreshing, &self.rooms().clock);
        let waiting = apps.into_iter().take_while(|_| {
            if self.is_ending() {
                // Whoever quits waits for what was begun, and for no more than that.
                refreshing.cancel();
            }
            !refreshing.is_cancelled()
        });
        let asking = stream::iter(waiting).map(async |app| (app, self.fresh_token(app).await.map(drop)));
        let mut asking = pin!(asking.buffer_unordered(AT_ONCE));
        let (mut told_at, mut is_told) = (clock.now(), true);
        loop {
            // A clock that was put back delays no telling.
            let rest = PACE.saturating_sub(clock.now().since(told_at).unwrap_or(PACE));
            tokio::select! {
                ended = asking.next() => match ended {
                    Some((app, outcome)) => {
                        refreshing.note(app, outcome);
                        is_told = false;
                    }
                    None => break,
                },
                () = clock.pause(rest), if !is_told => {
                    self.announce_refresh();
                    (told_at, is_told) = (clock.now(), true);
                }
            }
        }
        refreshing.end();
        info!("refreshed the tokens of many orgs");
        self.announce_refresh();
    }

    fn announce_refresh(&self) {
        self.rooms().announce(Change::Refresh { refresh: self.refresh_view() });
    }
}

impl Refreshing {
    /// False: one is under way.
    fn begin(&self, apps: usize) -> bool {
        let mut view = lock(&self.view);
        if view.as_ref().is_some_and(|view| view.is_running) {
            return false;
        }
        let of = u32::try_from(apps).unwrap_or(u32::MAX);
        *view = Some(RefreshView { done: 0, of, is_running: true, is_cancelled: false, failed: Vec::new() });
        true
    }

    /// Whether there was one to cancel.
    fn cancel(&self) -> bool {
        let mut view = lock(&self.view);
        let running = view.as_mut().filter(|view| view.is_running && !view.is_cancelled);
        running.map(|view| view.is_cancelled = true).is_some()
    }

    fn is_cancelled(&self) -> bool {
        lock(&self.view).as_ref().is_some_and(|view| view.is_cancelled)
    }

    /// One is done; none: nobody knows how.
    fn note(&self, app: ClientAppId, outcome: Result<(), Failure>) {
        let mut view = lock(&self.view);
        let Some(view) = view.as_mut() else { return };
        view.done += 1;
        if let Err(failure) = outcome {
            view.failed.push(RefreshFailure { app, failure });
        }
    }

    fn end(&self) {
        if let Some(view) = lock(&self.view).as_mut() {
            view.is_running = false;
        }
    }
}

/// The apps of these orgs that can have a token without a person, as they stand in the list; each once.
fn refreshable(listing: Vec<Listing>, orgs: &[OrgId]) -> Vec<ClientAppId> {
    let wanted: HashSet<&OrgId> = orgs.iter().collect();
    let apps =
        listing.into_iter().filter(|entry| wanted.contains(&entry.org.id)).flat_map(|entry| entry.apps);
    let apps = apps.filter(|(app, grant)| grant.is_some() || app.flow.needs_nobody());
    apps.map(|(app, _grant)| app.id).collect()
}
