//! The guard: what a person does before anything of an org leaves Keyperch.
//!
//! It is kept here, not in the window: whoever wants a secret of a guarded org is refused before anybody is asked for
//! anything, until the guard was passed. That counts for a quarter of an hour, in memory alone, and for the level that was
//! passed: another level, or another start, asks anew.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;
use std::time::Duration;

use tracing::info;

use crate::core::{Core, lock};
use crate::io::registry::OrgRow;
use crate::model::error::Error;
use crate::model::field::{Field, Problem};
use crate::model::guard::{GuardLevel, GuardProof, NotUnlocked};
use crate::model::ids::OrgId;
use crate::model::org::Org;
use crate::model::time::Timestamp;
use crate::model::view::OrgsEdit;

/// How long a guard that was passed stays open.
const OPEN: Duration = Duration::from_secs(15 * 60);

/// The guards that were passed.
#[derive(Debug, Default)]
pub(crate) struct Guards(Mutex<HashMap<OrgId, Passed>>);

/// That a guard was passed.
#[derive(Clone, Copy, Debug)]
struct Passed {
    level: GuardLevel,
    at: Timestamp,
}

impl Guards {
    /// Until when an org's guard asks nothing, because it was passed.
    pub(crate) fn open_until(&self, org: &Org, now: Timestamp) -> Option<Timestamp> {
        let passed = *lock(&self.0).get(&org.id)?;
        // A moment that lies ahead was noted before the clock was put back: nobody knows how long ago that is.
        let is_recent = now.since(passed.at).is_some_and(|since| since < OPEN);
        (is_recent && passed.level == org.guard_level()).then(|| passed.at.plus(OPEN))
    }

    fn pass(&self, org: &Org, now: Timestamp) {
        lock(&self.0).insert(org.id, Passed { level: org.guard_level(), at: now });
    }
}

impl Core {
    /// Refuses what is to leave Keyperch, unless each org's guard is off or was passed. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Guarded`] with the orgs that are closed and the strictest of their levels; [`Error::Gone`].
    pub(crate) async fn guard(&self, orgs: &[OrgId]) -> Result<(), Error> {
        refuse(&self.closed(orgs).await?)
    }

    /// Opens the guard of these orgs. A proof is as good as its level, and better ones are as good as weaker ones; but no
    /// code stands for a person whom the computer is to know: where one of the orgs wants that, `unlock` is called too,
    /// which asks, and returns when it has its answer. Only where this computer has no way to ask, the code is enough:
    /// a guard that nobody can pass would never be left again.
    ///
    /// # Errors
    /// [`Error::Guarded`] for a proof that is too weak; [`Error::Field`] for a code that is not theirs;
    /// [`Error::NotUnlocked`]; [`Error::Gone`].
    pub async fn pass_guard<Unlocking>(
        &self,
        orgs: Vec<OrgId>,
        proof: GuardProof,
        unlock: impl FnOnce() -> Unlocking,
    ) -> Result<(), Error>
    where
        Unlocking: Future<Output = Result<(), NotUnlocked>>,
    {
        let closed = self.closed(&orgs).await?;
        if closed.is_empty() {
            return Ok(());
        }
        let proven = match &proof {
            GuardProof::Again => GuardLevel::SecondEnter,
            GuardProof::Device => GuardLevel::DeviceUnlock,
            GuardProof::Code { .. } => GuardLevel::ReadName,
        };
        if strictest(&closed) > proven {
            return refuse(&closed);
        }
        if let GuardProof::Code { code } = &proof
            && !self.is_code_of(&closed, code).await?
        {
            return Err(Field::Code.refused(Problem::NotTheCode).into());
        }
        if closed.iter().any(|org| org.guard_level() == GuardLevel::DeviceUnlock) {
            let has_code = matches!(proof, GuardProof::Code { .. });
            match unlock().await {
                Err(NotUnlocked::NotHere | NotUnlocked::NotInstalled) if has_code => {}
                answer => answer.map_err(Error::NotUnlocked)?,
            }
        }
        // As they were when the question was put: what was made stricter meanwhile stays closed.
        let now = self.rooms().clock.now();
        for org in &closed {
            self.rooms().guards.pass(org, now);
        }
        info!("a guard was passed");
        match &closed[..] {
            [org] => self.announce_org(org.id).await,
            _ => self.announce_orgs().await,
        }
        Ok(())
    }

    /// Has `unlock` ask who sits here, where a change is to have that asked from then on: only what has worked once is
    /// kept. What is guarded already is refused before. Reads the disk.
    ///
    /// # Errors
    /// [`Error::NotUnlocked`]; those of [`Core::guard_allows_change`].
    pub async fn try_unlock_for<Unlocking>(
        &self,
        ids: &[OrgId],
        edit: &OrgsEdit,
        unlock: impl FnOnce() -> Unlocking,
    ) -> Result<(), Error>
    where
        Unlocking: Future<Output = Result<(), NotUnlocked>>,
    {
        if !matches!(edit, OrgsEdit::Guard { level: Some(GuardLevel::DeviceUnlock) }) {
            return Ok(());
        }
        self.guard_allows_change(ids, edit).await?;
        unlock().await.map_err(Error::NotUnlocked)
    }

    /// Whether orgs may be changed so: what makes one less guarded, or takes the word production from it, is guarded
    /// itself. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Guarded`], [`Error::Gone`].
    pub async fn guard_allows_change(&self, ids: &[OrgId], edit: &OrgsEdit) -> Result<(), Error> {
        let mut less = Vec::new();
        for id in ids {
            let before = self.rooms().registry.org(*id).await?;
            let mut after = before.clone();
            match edit {
                OrgsEdit::Guard { level } => after.guard = *level,
                OrgsEdit::Environment { environment } => after.chosen = *environment,
                OrgsEdit::Client { .. } | OrgsEdit::KeepAlive { .. } | OrgsEdit::Pin { .. } => return Ok(()),
            }
            if is_less_careful(&before, &after) {
                less.push(before);
            }
        }
        refuse(&self.still_closed(less))
    }

    /// The same for an org that is edited as a whole.
    ///
    /// # Errors
    /// [`Error::Guarded`].
    pub(crate) fn guard_allows_edit(&self, before: Org, new: &OrgRow) -> Result<(), Error> {
        let mut after = Org { host: new.host.clone(), chosen: new.chosen, ..before.clone() };
        if after.host != before.host {
            after.organization = None;
        }
        let less = is_less_careful(&before, &after).then_some(before);
        refuse(&self.still_closed(less))
    }

    /// Those of these orgs whose guard is not open.
    pub(crate) async fn closed(&self, ids: &[OrgId]) -> Result<Vec<Org>, Error> {
        let mut orgs = Vec::new();
        for id in ids {
            orgs.push(self.rooms().registry.org(*id).await?);
        }
        Ok(self.still_closed(orgs))
    }

    fn still_closed(&self, orgs: impl IntoIterator<Item = Org>) -> Vec<Org> {
        let now = self.rooms().clock.now();
        let is_open = |org: &Org| {
            org.guard_level() == GuardLevel::Off || self.rooms().guards.open_until(org, now).is_some()
        };
        orgs.into_iter().filter(|org| !is_open(org)).collect()
    }

    /// Whether somebody has typed the code of these orgs: of the one, of a set that all of them are in, or of each.
    async fn is_code_of(&self, orgs: &[Org], typed: &str) -> Result<bool, Error> {
        let typed = typed.to_ascii_lowercase();
        let words: HashSet<&str> = typed.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        if words == orgs.iter().map(|org| org.code.as_str()).collect() {
            return Ok(true);
        }
        let sets = self.rooms().registry.sets().await?;
        Ok(sets.iter().any(|set| {
            let (is_named, members) = (words == HashSet::from([set.code.as_str()]), set.orgs());
            is_named && orgs.iter().all(|org| members.contains(&org.id))
        }))
    }
}

fn strictest(orgs: &[Org]) -> GuardLevel {
    orgs.iter().map(Org::guard_level).max().unwrap_or(GuardLevel::Off)
}

fn refuse(closed: &[Org]) -> Result<(), Error> {
    if closed.is_empty() {
        return Ok(());
    }
    let orgs = closed.iter().map(|org| org.id).collect();
    Err(Error::Guarded { orgs, level: strictest(closed) })
}

/// Whether an org is used less carefully than before. To be asked for by the computer is not less than anything: no other
/// level knows who it is that sits there.
fn is_less_careful(before: &Org, after: &Org) -> bool {
    let (was, is) = (before.guard_level(), after.guard_level());
    let leaves_production =
        !before.environment().is_outside_production() && after.environment().is_outside_production();
    is < was || (was == GuardLevel::DeviceUnlock && is != was) || leaves_production
}
