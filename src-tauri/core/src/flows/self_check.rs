//! Self-check: do list and keychain agree? Counts, and deletes leftovers only when a person says so.

use std::collections::HashSet;

use crate::core::Core;
use crate::io::registry::{Listing, items_of};
use crate::io::vault::Item;
use crate::model::error::Error;
use crate::model::grant::Grant;
use crate::model::secret::{Kind, Place};
use crate::model::view::{Missing, MissingView, SelfCheckView};

/// What list and keychain say of each other.
struct Found {
    listing: Vec<Listing>,
    items: HashSet<Item>,
    claimed: HashSet<Item>,
}

impl Core {
    /// Finishes what is due, then compares list and keychain. Reads and writes keychain and disk; contacts Salesforce
    /// where it has still to hear of a sign-out.
    ///
    /// # Errors
    /// [`Error::Keychain`], [`Error::Registry`].
    pub async fn self_check(&self) -> Result<SelfCheckView, Error> {
        self.upkeep().await;
        let found = self.compare().await?;
        let leaving = self.rooms().registry.leaving().await?.len();
        let apps: Vec<_> = found.listing.iter().flat_map(|entry| &entry.apps).collect();
        Ok(SelfCheckView {
            orgs: count(found.listing.len()),
            apps: count(apps.len()),
            grants: count(found.listing.iter().flat_map(grants_here).count()),
            items: count(found.claimed_items()),
            orphans: count(found.orphans().count()),
            // What is not looked through cannot be missed.
            missing: if self.rooms().safe.is_in_memory() { Vec::new() } else { found.missing() },
            leaving: count(leaving),
            backed_up_at: self.rooms().registry.backed_up_at().await,
        })
    }

    /// Deletes the items that no entry claims, and checks again. Writes the keychain.
    ///
    /// # Errors
    /// [`Error::Keychain`]: some are then still there.
    pub async fn forget_orphans(&self) -> Result<SelfCheckView, Error> {
        self.upkeep().await;
        let found = self.compare().await?;
        let probes = found.items.iter().filter(|item| item.kind == Kind::Probe);
        for item in found.orphans().chain(probes) {
            self.rooms().safe.delete(*item).await?;
        }
        self.self_check().await
    }

    async fn compare(&self) -> Result<Found, Error> {
        let registry = &self.rooms().registry;
        // First the keychain: what is added while it is looked through is claimed by a list that is read later.
        let items = self.rooms().safe.list().await?.into_iter().collect();
        let mut claimed: HashSet<Item> = registry.loose().await?.into_iter().collect();
        let listing = registry.listing().await?;
        // Not by the listing: a grant that arrives or leaves has its items too, and so has what can come back.
        claimed.extend(registry.items_of_all().await?);
        claimed.extend(self.proxy_password_item().await?);
        Ok(Found { listing, items, claimed })
    }
}

impl Found {
    /// Items that belong to no entry. A part belongs to whoever its item belongs to; a probe is no secret, and may be
    /// another Keyperch's that is just trying.
    fn orphans(&self) -> impl Iterator<Item = &Item> {
        let secrets = self.items.iter().filter(|item| item.kind != Kind::Probe);
        secrets.filter(|item| !self.claimed.contains(&item.part(0)))
    }

    fn claimed_items(&self) -> usize {
        self.items.iter().filter(|item| self.claimed.contains(&item.part(0))).count()
    }

    /// What entries should have, and have not.
    fn missing(&self) -> Vec<MissingView> {
        let mut missing = Vec::new();
        for entry in &self.listing {
            let org = &entry.org;
            for (app, _grant) in &entry.apps {
                let name = format!("{} {}: {}", org.client.name, org.name, app.name);
                let lacking = items_of(app).into_iter().filter(|item| !self.items.contains(item));
                let mut lacks: Vec<Missing> = lacking.map(|item| what(item.kind)).collect();
                let mut grants = grants_here(entry).filter(|grant| grant.app == app.id);
                lacks.extend(grants.any(|grant| !self.has_tokens(grant)).then_some(Missing::Tokens));
                missing.extend(lacks.into_iter().map(|what| MissingView {
                    app: app.id,
                    name: name.clone(),
                    what,
                }));
            }
        }
        missing
    }

    fn has_tokens(&self, grant: &Grant) -> bool {
        let kind = if grant.refreshable { Kind::RefreshToken } else { Kind::AccessToken };
        let has = |place| self.items.contains(&Item::of(grant.id.uuid(), kind, place));
        grant.ended || Place::BOTH.into_iter().any(has)
    }
}

/// The grants whose tokens are here: an app's own, and those of tools that have not taken theirs yet.
fn grants_here(entry: &Listing) -> impl Iterator<Item = &Grant> {
    let own = entry.apps.iter().filter_map(|(_app, grant)| grant.as_ref());
    own.chain(entry.tools.iter().filter(|grant| grant.handed_over_at.is_none()))
}

fn what(kind: Kind) -> Missing {
    if kind == Kind::ConsumerKey { Missing::ConsumerKey } else { Missing::ConsumerSecret }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
