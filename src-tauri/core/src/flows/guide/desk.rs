//! Which guide is open, and what memory alone holds of guides: what was looked at, pasted and not saved yet, proven.
//!
//! All else of a guide is in the registry. What is here is gone with the program, and is found out anew, or pasted again.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use crate::core::lock;
use crate::model::ids::GuideId;
use crate::model::time::Timestamp;
use crate::model::view::{Credential, DraftView, DriftView, GuideCheck, ProofView, Verdict};

/// Where guides lie open.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    on: Mutex<OnDesk>,
    /// Whose turn it is to save. Two at once would each add the app.
    saving: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct OnDesk {
    open: Option<GuideId>,
    noted: HashMap<GuideId, Noted>,
    catching: Option<Catching>,
    /// Those that are there no more: whoever still works for one of them notes nothing.
    gone: HashSet<GuideId>,
}

/// What memory holds of one guide.
#[derive(Clone, Debug, Default)]
pub(crate) struct Noted {
    /// What was looked at before.
    pub(crate) looks: HashMap<GuideCheck, Verdict>,
    /// A key that was pasted and is not saved yet.
    pub(crate) key: Option<DraftView>,
    /// A secret that was pasted and is not saved yet.
    pub(crate) secret: Option<DraftView>,
    /// Whether the last two that were pasted had changed places.
    pub(crate) were_swapped: bool,
    /// What was proven.
    pub(crate) proof: Option<ProofView>,
    /// What the org says itself.
    pub(crate) drift: Option<DriftView>,
}

/// The clipboard is being looked at for key and secret.
#[derive(Clone, Copy, Debug)]
pub(super) struct Catching {
    pub(super) guide: GuideId,
    pub(super) until: Timestamp,
    pub(super) has_key: bool,
    pub(super) has_secret: bool,
}

impl Desk {
    /// Waits until nobody else saves what was pasted; nobody does as long as this is kept.
    pub(super) async fn turn_to_save(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.saving.lock().await
    }

    /// The guide that is open.
    pub(crate) fn open(&self) -> Option<GuideId> {
        lock(&self.on).open
    }

    /// Opens another, or none.
    pub(super) fn turn_to(&self, guide: Option<GuideId>) {
        lock(&self.on).open = guide;
    }

    /// What memory holds of a guide.
    pub(crate) fn noted(&self, guide: GuideId) -> Noted {
        lock(&self.on).noted.get(&guide).cloned().unwrap_or_default()
    }

    /// Changes what memory holds of a guide; whether it is still there.
    pub(crate) fn note(&self, guide: GuideId, change: impl FnOnce(&mut Noted)) -> bool {
        let mut desk = lock(&self.on);
        let is_there = !desk.gone.contains(&guide);
        if is_there {
            change(desk.noted.entry(guide).or_default());
        }
        is_there
    }

    /// A guide is there no more; what memory held of it.
    pub(super) fn forget(&self, guide: GuideId) -> Noted {
        let mut desk = lock(&self.on);
        desk.gone.insert(guide);
        let noted = desk.noted.remove(&guide).unwrap_or_default();
        if desk.open == Some(guide) {
            desk.open = None;
        }
        if desk.catching.is_some_and(|catching| catching.guide == guide) {
            desk.catching = None;
        }
        noted
    }

    /// Whose key and secret are being caught.
    pub(super) fn catching(&self) -> Option<Catching> {
        lock(&self.on).catching
    }

    /// Takes the place of the one that was caught, in one step: nobody else takes it too. None: it is not waited for.
    pub(super) fn caught(&self, credential: Credential) -> Option<GuideId> {
        let mut desk = lock(&self.on);
        let catching = desk.catching.as_mut()?;
        let has = match credential {
            Credential::Key => &mut catching.has_key,
            Credential::Secret => &mut catching.has_secret,
        };
        (!std::mem::replace(has, true)).then_some(catching.guide)
    }

    /// Begins to catch, or ends it.
    pub(super) fn catch(&self, catching: Option<Catching>) {
        lock(&self.on).catching = catching;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_caught_is_taken_by_one_and_only_where_it_is_waited_for() {
        let (desk, guide) = (Desk::default(), GuideId::new());
        assert_eq!(desk.caught(Credential::Key), None);
        desk.catch(Some(Catching { guide, until: Timestamp(0), has_key: false, has_secret: true }));
        assert_eq!(desk.caught(Credential::Secret), None, "it is there");
        assert_eq!(desk.caught(Credential::Key), Some(guide));
        assert_eq!(desk.caught(Credential::Key), None, "somebody else has taken it");
        assert!(desk.catching().is_some_and(|catching| catching.has_key && catching.has_secret));
    }

    #[test]
    fn nothing_is_noted_of_a_guide_that_is_there_no_more() {
        let (desk, guide) = (Desk::default(), GuideId::new());
        assert!(desk.note(guide, |noted| noted.were_swapped = true));
        assert!(desk.forget(guide).were_swapped);
        assert!(!desk.note(guide, |noted| noted.were_swapped = true));
        assert!(!desk.noted(guide).were_swapped);
    }
}
