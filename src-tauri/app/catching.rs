//! Looks at the clipboard while a person copies key and secret in Salesforce, because that was asked for.
//!
//! What lay there before is not looked at, and what Keyperch itself puts there is not either. Of what comes, the core
//! takes a key and a secret alone: anything else is forgotten in the same breath.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::GuideId;
use keyperch_core::model::secret::Pasted;
use tauri::{AppHandle, Manager, Runtime};

use crate::clipboard::{Found, Mark};
use crate::keyperch::Keyperch;

/// How often it is looked.
const EVERY: Duration = Duration::from_millis(300);

/// Counts how often looking has begun. Only the last goes on: one that was stopped a moment ago would go by what lay there
/// when it began.
#[derive(Default)]
pub(crate) struct Looks(AtomicU64);

impl Looks {
    fn begin(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn is_last(&self, look: u64) -> bool {
        self.0.load(Ordering::Relaxed) == look
    }
}

/// What was seen last.
struct Seen(Mark);

impl Seen {
    /// What somebody has copied since the last look, elsewhere.
    fn news(&mut self, found: Found) -> Option<Pasted> {
        let Found { pasted, mark, is_ours } = found;
        if mark == self.0 {
            return None;
        }
        self.0 = mark;
        (!is_ours).then_some(pasted)
    }
}

/// Begins to look for what a guide needs. Ends by itself: with both caught, or when the core says that it is over.
///
/// # Errors
/// [`Failure::ClipboardUnavailable`], and those of the core.
pub(crate) async fn begin<R: Runtime>(handle: AppHandle<R>, guide: GuideId) -> Result<(), Failure> {
    let keyperch = handle.state::<Keyperch>();
    let core = keyperch.core()?;
    let mut seen = Seen(keyperch.clipboard.look().await?.mark);
    core.begin_catching(guide).await?;
    let look = keyperch.looks.begin();
    let handle = handle.clone();
    tauri::async_runtime::spawn(async move {
        let keyperch = handle.state::<Keyperch>();
        while core.is_catching().await {
            tokio::time::sleep(EVERY).await;
            // A clipboard that is somebody else's for a moment is asked again.
            let Ok(found) = keyperch.clipboard.look().await else { continue };
            if !keyperch.looks.is_last(look) {
                return;
            }
            if let Some(pasted) = seen.news(found) {
                core.catch(pasted).await;
            }
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(number: u8, is_ours: bool) -> Found {
        Found { pasted: Pasted::from(format!("text {number}")), mark: Mark([number; 32]), is_ours }
    }

    #[test]
    fn what_lay_there_before_is_no_news_and_neither_is_the_same_twice() {
        let mut seen = Seen(Mark([1; 32]));
        assert!(seen.news(found(1, false)).is_none());
        assert!(seen.news(found(2, false)).is_some());
        assert!(seen.news(found(2, false)).is_none());
        assert!(seen.news(found(1, false)).is_some(), "copied once more");
    }

    #[test]
    fn what_we_have_put_there_ourselves_is_no_news_even_when_it_is_ours_no_more() {
        let mut seen = Seen(Mark([1; 32]));
        assert!(seen.news(found(2, true)).is_none());
        assert!(seen.news(found(2, false)).is_none(), "it is the same text");
        assert!(seen.news(found(3, false)).is_some());
    }

    #[test]
    fn only_the_last_look_goes_on() {
        let looks = Looks::default();
        let before = looks.begin();
        assert!(looks.is_last(before));
        let now = looks.begin();
        assert!(looks.is_last(now) && !looks.is_last(before));
    }
}
