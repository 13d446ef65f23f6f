//! The quick switcher: finding an app or a set by a few letters, and having its token ready.
//!
//! What can be found is kept in memory and read anew when the list has changed: of one org, where only that one did. How
//! a row stands is never kept, but read for the few that are shown.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::core::{Core, Rooms, lock};
use crate::flows::sets;
use crate::io::registry::Listing;
use crate::model::client_app::ClientApp;
use crate::model::error::Error;
use crate::model::grant::Grant;
use crate::model::guard::GuardLevel;
use crate::model::ids::{ClientAppId, OrgId};
use crate::model::keys::{Keys, QuickChoices};
use crate::model::org::Org;
use crate::model::quick::{Entry, Index};
use crate::model::view::{Change, Pick, QuickRow, QuickView, Status};

/// What can be found, and what of it has to be read anew.
#[derive(Debug, Default)]
pub(crate) struct Finder {
    ready: tokio::sync::Mutex<Ready>,
    stale: Mutex<Stale>,
}

#[derive(Debug, Default)]
struct Ready {
    index: Index,
    orgs: usize,
}

#[derive(Debug, Default)]
enum Stale {
    #[default]
    All,
    /// These alone, each with the apps that it has now.
    Orgs(HashMap<OrgId, Vec<ClientAppId>>),
}

impl Core {
    /// What is found for what was typed. Reads the disk; asks neither keychain nor network.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn quick_find(&self, typed: &str) -> Result<QuickView, Error> {
        let mut ready = self.rooms().finder.ready.lock().await;
        self.bring_up_to_date(&mut ready).await?;
        let now = self.rooms().clock.now();
        let found = ready.index.find(typed, now);
        let mut rows = Vec::new();
        for hit in &found.best {
            let status = match hit.entry.pick {
                Pick::App { app, .. } => match self.status_of(app).await {
                    Ok(status) => Some(status),
                    Err(Error::Gone) => continue,
                    Err(error) => return Err(error),
                },
                Pick::Set { .. } => None,
            };
            let closed = match self.closed(&hit.entry.orgs).await {
                Ok(closed) => closed,
                Err(Error::Gone) => continue,
                Err(error) => return Err(error),
            };
            let guard = closed.iter().map(Org::guard_level).max();
            rows.push(row_of(hit.entry, hit.is_exact, status, guard));
        }
        Ok(QuickView {
            rows,
            found: number(found.count),
            orgs: number(ready.orgs),
            instant_codes: self.rooms().registry.quick_choices().await?.instant_codes,
        })
    }

    /// Has a fresh token ready before anybody presses Enter: never of production, whose log-in history shows only what a
    /// person wanted, nor where a guard asks first, and not where Salesforce was just refusing. Whoever copies meanwhile
    /// waits for the same one. Reads and writes keychain and disk; may contact Salesforce.
    pub async fn prepare(&self, app: ClientAppId) {
        let Ok((_, org)) = self.rooms().registry.app(app).await else { return };
        let is_open = matches!(self.closed(&[org.id]).await, Ok(closed) if closed.is_empty());
        let may_help = matches!(self.status_of(app).await, Ok(Status::Renews | Status::Server));
        if org.environment().is_outside_production() && is_open && may_help {
            let _whoever_copies_is_told = self.fresh_token(app).await;
        }
    }

    /// How a person wants the quick switcher. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn quick_choices(&self) -> Result<QuickChoices, Error> {
        self.rooms().registry.quick_choices().await
    }

    /// Keeps how a person wants it. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn choose_quick(&self, shortcut: Option<&Keys>, instant_codes: bool) -> Result<(), Error> {
        let shortcut = shortcut.map(ToString::to_string);
        self.rooms().registry.keep_quick_choices(QuickChoices { shortcut, instant_codes }).await
    }

    async fn bring_up_to_date(&self, ready: &mut Ready) -> Result<(), Error> {
        let fresh = Stale::Orgs(HashMap::new());
        let stale = std::mem::replace(&mut *lock(&self.rooms().finder.stale), fresh);
        let done = match stale {
            Stale::All => self.read_all(ready).await,
            Stale::Orgs(orgs) => match self.read_some(ready, orgs).await {
                // One was removed meanwhile: the whole list is told soon, and is read now.
                Err(Error::Gone) => self.read_all(ready).await,
                done => done,
            },
        };
        if done.is_err() {
            *lock(&self.rooms().finder.stale) = Stale::All;
        }
        done
    }

    async fn read_all(&self, ready: &mut Ready) -> Result<(), Error> {
        let mut listing = self.rooms().registry.listing().await?;
        listing.sort_by_cached_key(|entry| {
            (entry.org.client.name.as_str().to_lowercase(), entry.org.environment())
        });
        ready.orgs = listing.len();
        let mut entries: Vec<Entry> = listing.into_iter().flat_map(entries_of).collect();
        let sets = self.rooms().registry.sets().await?.into_iter().map(|set| (set.used, sets::view(set)));
        let sets: Vec<Entry> = sets.map(|(used, set)| Entry::of_set(&set, used, &entries)).collect();
        entries.extend(sets);
        ready.index = Index::of(entries);
        Ok(())
    }

    async fn read_some(
        &self,
        ready: &mut Ready,
        orgs: HashMap<OrgId, Vec<ClientAppId>>,
    ) -> Result<(), Error> {
        let registry = &self.rooms().registry;
        for (id, ids) in orgs {
            let (org, mut apps) = (registry.org(id).await?, Vec::new());
            for app in ids {
                apps.push((registry.app(app).await?.0, registry.grant(app).await?));
            }
            ready.index.replace(id, entries_of(Listing { org, apps, tools: Vec::new() }));
        }
        Ok(())
    }
}

impl Rooms {
    /// A set was used: nobody tells that, for the window shows nothing of it.
    pub(crate) fn finder_is_stale(&self) {
        *lock(&self.finder.stale) = Stale::All;
    }

    /// Notes what of a change has to be found anew.
    pub(crate) fn note_for_finder(&self, change: &Change) {
        let mut stale = lock(&self.finder.stale);
        match (change, &mut *stale) {
            (Change::Orgs { .. } | Change::Sets { .. }, stale) => *stale = Stale::All,
            (Change::Org { org }, Stale::Orgs(orgs)) => {
                orgs.insert(org.id, org.apps.iter().map(|app| app.id).collect());
            }
            _ => {}
        }
    }
}

fn row_of(entry: &Entry, is_exact: bool, status: Option<Status>, guard: Option<GuardLevel>) -> QuickRow {
    QuickRow {
        pick: entry.pick,
        client: entry.client.clone(),
        name: entry.name.clone(),
        app: entry.app.clone().filter(|_| entry.has_siblings),
        code: entry.code.clone(),
        is_exact,
        environment: entry.environment,
        status,
        guard,
        tokens: entry.tokens,
    }
}

fn entries_of(Listing { org, apps, .. }: Listing) -> Vec<Entry> {
    let has_siblings = apps.len() > 1;
    apps.into_iter().map(|(app, grant)| entry_of(&org, &app, grant, has_siblings)).collect()
}

fn entry_of(org: &Org, app: &ClientApp, grant: Option<Grant>, has_siblings: bool) -> Entry {
    Entry {
        pick: Pick::App { app: app.id, org: org.id },
        client: Some(org.client.name.to_string()),
        name: org.name.to_string(),
        app: Some(app.name.to_string()),
        has_siblings,
        code: org.code.as_str().to_owned(),
        environment: org.environment(),
        orgs: vec![org.id],
        tokens: 1,
        username: grant.and_then(|grant| grant.username),
        host: Some(org.host.to_string()),
        pinned_at: org.pinned_at,
        used: app.used,
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
