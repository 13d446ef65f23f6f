//! What is looked at before a browser opens: so that a wrong key, callback or secret is said here, and not there.
//!
//! All at once, and for two seconds at the most. What cannot be told in that time keeps nobody from signing in.

use std::time::Duration;

use tokio::time::timeout;

use crate::core::Core;
use crate::flows::apps::OpenApp;
use crate::flows::diagnose::{clock, key_and_callback, secret};
use crate::io::salesforce::Met;
use crate::model::client_app::CallbackUrl;
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::refusal::Meaning;
use crate::model::view::{Check, CheckView, Note, Verdict};

/// How long Salesforce may keep a sign-in from beginning.
const PATIENCE: Duration = Duration::from_secs(2);

impl Core {
    /// Looks at domain and clock, and for a browser, which is sent back to `callback`, at key, callback and secret too. Contacts Salesforce. Each check is
    /// announced.
    ///
    /// # Errors
    /// What would certainly end this sign-in later: nobody whom one may trust at the host; a key, callback or secret that
    /// Salesforce is known to refuse; for a signed assertion a clock that is off.
    pub(super) async fn look_before(
        &self,
        opened: &OpenApp,
        callback: Option<&CallbackUrl>,
    ) -> Result<(), Failure> {
        let (met, known, taken) = tokio::join!(
            within(self.rooms().salesforce.meet(&opened.org.host)),
            self.look_at_app(opened, callback),
            self.look_at_secret(opened, callback),
        );
        let met = met.map(|met| met.map_err(Failure::from));
        let clock = match &met {
            Some(Ok(Met { time: Some(theirs), .. })) => {
                clock::judge(self.rooms().clock.now(), *theirs, &opened.app.flow)
            }
            _ => Verdict::CannotTell,
        };
        let domain = match met {
            Some(Ok(_)) => Verdict::Passed { note: None },
            Some(Err(failure)) => Verdict::Failed { failure },
            None => Verdict::CannotTell,
        };
        let checks = [
            (Check::Domain, domain),
            (Check::Clock, clock),
            (Check::KeyAndCallback, known),
            (Check::Secret, taken),
        ];
        let mut ends = None;
        for (check, verdict) in checks {
            if let Verdict::Failed { failure } = &verdict
                && is_certain(failure)
            {
                ends = ends.or(Some(failure.clone()));
            }
            self.show_check(CheckView { check, verdict });
        }
        ends.map_or(Ok(()), Err)
    }

    /// Shows how a step went that is a check besides.
    pub(super) fn show_step<T>(
        &self,
        check: Check,
        note: Option<Note>,
        outcome: Result<T, Error>,
    ) -> Result<T, Failure> {
        let outcome = outcome.map_err(Failure::from);
        let verdict = match &outcome {
            Ok(_) => Verdict::Passed { note },
            Err(failure) => Verdict::Failed { failure: failure.clone() },
        };
        self.show_check(CheckView { check, verdict });
        outcome
    }

    async fn look_at_app(&self, opened: &OpenApp, callback: Option<&CallbackUrl>) -> Verdict {
        let Some(callback) = callback else { return Verdict::NotNeeded };
        let OpenApp { app, org, key, .. } = opened;
        let look = self.rooms().salesforce.probe_app(&org.host, key, callback, &app.scopes);
        within(look).await.map_or(Verdict::CannotTell, key_and_callback::judge)
    }

    async fn look_at_secret(&self, opened: &OpenApp, callback: Option<&CallbackUrl>) -> Verdict {
        if callback.is_none() {
            return Verdict::NotNeeded;
        }
        let looked = within(self.rooms().salesforce.probe_secret(opened.at_host())).await;
        looked.map_or(Verdict::CannotTell, |looked| secret::judge(looked, opened.secret.is_some()))
    }
}

/// Whether a sign-in that goes on would certainly end with this, or with something that it comes from.
fn is_certain(failure: &Failure) -> bool {
    use Meaning as M;
    match failure {
        Failure::Refused { refusal } => {
            matches!(refusal.meaning, Some(M::UnknownKey | M::CallbackMismatch | M::WrongSecret))
        }
        Failure::ClockOff { .. }
        | Failure::HostUnknown { .. }
        | Failure::TlsRefused { .. }
        | Failure::ProxyAuthentication { .. } => true,
        // A network may come back while a person logs in; and who knows what else may answer at that address.
        _ => false,
    }
}

/// None: it takes too long.
async fn within<T>(look: impl Future<Output = T>) -> Option<T> {
    timeout(PATIENCE, look).await.ok()
}
