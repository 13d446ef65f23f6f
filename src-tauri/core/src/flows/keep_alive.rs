//! Sign-ins of chosen orgs are kept from ending unused: each is renewed before it has rested too long.
//!
//! A proof that the access token is alive is no use of the refresh token, so it is truly renewed, by the same order and
//! the same turns as for a copy. Nobody waits for it: whoever fails is tried again a day later.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use tracing::{info, warn};

use crate::core::{Core, lock};
use crate::flows::AT_ONCE;
use crate::model::client_app::Idle;
use crate::model::deed::Particular;
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::grant::Grant;
use crate::model::ids::GrantId;
use crate::model::time::{DAY, Timestamp};
use crate::model::view::Deed;

/// How long a sign-in rests at the most.
const REST: Duration = Duration::from_secs(7 * DAY.as_secs());

/// When each sign-in was last tried. A start forgets it: then once more is tried.
#[derive(Debug, Default)]
pub(crate) struct Tries(Mutex<HashMap<GrantId, Timestamp>>);

impl Core {
    /// Renews what has rested long enough, of the orgs that were chosen for it. Each renewal that was begun comes to its
    /// end, whether this is polled any more or not. Reads and writes keychain and disk; contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub(crate) async fn keep_alive(&self) -> Result<(), Error> {
        let mut due = self.rooms().registry.kept_alive().await?;
        let now = self.rooms().clock.now();
        due.retain(|(grant, idle)| has_rested(grant, *idle, now));
        let due = due.into_iter().map(|(grant, _idle)| grant);
        let due =
            due.take_while(|_| !self.is_ending()).filter(|grant| self.rooms().tries.begin(grant.id, now));
        stream::iter(due).for_each_concurrent(AT_ONCE, |grant| self.keep_one_alive(grant)).await;
        Ok(())
    }

    async fn keep_one_alive(&self, grant: Grant) {
        let kept = self.to_its_end(move |core| async move {
            let outcome = core.renew_in_any_case(&grant).await.map_err(Failure::from);
            core.rooms().note_problem(grant.app, outcome.as_ref().err());
            core.announce_org_of(grant.app).await;
            match &outcome {
                Ok(()) => {
                    info!("kept a sign-in alive");
                    core.note_deed(grant.app, Deed::KeptAlive, Particular::none());
                }
                Err(failure) => core.note_failed(grant.app, failure),
            }
            Ok(())
        });
        if let Err(error) = kept.await {
            warn!("a sign-in could not be kept alive: {error}");
        }
    }
}

impl Tries {
    /// Notes a try; false: there was one within a day.
    fn begin(&self, grant: GrantId, now: Timestamp) -> bool {
        let mut tries = lock(&self.0);
        let is_due = tries.get(&grant).is_none_or(|last| now.since(*last).is_some_and(|age| age >= DAY));
        if is_due {
            tries.insert(grant, now);
        }
        is_due
    }
}

/// Whether a sign-in has to be used by now: after a week, or after half of the time in which it would end.
fn has_rested(grant: &Grant, idle: Option<Idle>, now: Timestamp) -> bool {
    let half = idle.map_or(REST, |idle| DAY * u32::from(idle.days) / 2);
    now.since(grant.used_at()).is_some_and(|rested| rested > REST.min(half))
}
