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

/// When each sign-in was last tried in vain. A start forgets it: then once more is tried.
#[derive(Debug, Default)]
pub(crate) struct Tries(Mutex<HashMap<GrantId, Timestamp>>);

impl Core {
    /// Renews what has rested long enough, of the orgs that were chosen for it. Each renewal that was begun comes to its
    /// end, whether this is polled any more or not. Reads and writes keychain and disk; contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub(crate) async fn keep_alive(&self) -> Result<(), Error> {
        let (kept, now) = (self.rooms().registry.kept_alive().await?, self.rooms().clock.now());
        let due = kept.into_iter().take_while(|_| !self.is_ending()).filter_map(|(grant, idle)| {
            let rest = rest(idle);
            let has_rested = now.since(grant.used_at()).is_some_and(|rested| rested > rest);
            (has_rested && self.rooms().tries.begin(grant.id, rest, now)).then_some(grant)
        });
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
                    core.rooms().tries.end(grant.id);
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
    /// Notes a try; false: one has failed within a day, or within a quarter of what it may rest.
    fn begin(&self, grant: GrantId, rest: Duration, now: Timestamp) -> bool {
        let mut tries = lock(&self.0);
        let again = DAY.min(rest / 4);
        let is_due = tries.get(&grant).is_none_or(|last| now.since(*last).is_some_and(|age| age >= again));
        if is_due {
            tries.insert(grant, now);
        }
        is_due
    }

    /// It was not in vain.
    fn end(&self, grant: GrantId) {
        lock(&self.0).remove(&grant);
    }
}

/// How long a sign-in rests: a week, or half of the time after which it would end.
fn rest(idle: Option<Idle>) -> Duration {
    REST.min(idle.map_or(REST, |idle| DAY * u32::from(idle.days) / 2))
}
