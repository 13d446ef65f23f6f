//! The way with a device code (RFC 8628): a person types a code in a browser anywhere, and we ask until it is allowed.
//!
//! It is what phishers use: they read a code of theirs out to somebody. So it begins only with a button of ours, and the
//! window names the host and warns.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::core::Core;
use crate::flows::apps::OpenApp;
use crate::io::salesforce::Polled;
use crate::model::error::{Error, NetworkKind};
use crate::model::host::LoginHost;
use crate::model::refusal::Stage;
use crate::model::secret::{ConsumerKey, DeviceCode, Kept};
use crate::model::view::SignInStep;
use crate::oauth::refusals;

use super::{Brought, What};

/// How much longer the pauses become when Salesforce asks for it (RFC 8628 §3.5).
const SLOWER_BY: Duration = Duration::from_secs(5);

impl Core {
    /// Asks for a code, shows it, and polls until it is allowed, denied or over. Dropping it ends the asking.
    pub(super) async fn bring_from_device(&self, opened: OpenApp) -> Result<Brought, Error> {
        let (salesforce, clock) = (&self.rooms().salesforce, &self.rooms().clock);
        let host = &opened.org.host;
        let asked = salesforce.device_code(host, &opened.key, &opened.app.scopes).await?;
        let until = clock.now().plus(asked.life);
        self.show(SignInStep::DeviceCode { until, code: asked.user_code, address: asked.address });
        let key = Arc::new(ConsumerKey::from_stored(opened.key.to_stored()));
        let (device, mut interval) = (Arc::new(asked.device), asked.interval);
        loop {
            clock.pause(interval).await;
            let is_late = clock.now() >= until;
            match self.poll(&opened.org.host, &key, &device).await {
                Ok(Polled::Given(reply)) => return Ok(Brought { opened, what: What::Tokens(reply) }),
                Ok(Polled::Pending | Polled::SlowDown) if is_late => return Err(late()),
                Ok(Polled::Pending) => {}
                Ok(Polled::SlowDown) => interval += SLOWER_BY,
                Err(Error::Network(trouble)) if passes(&trouble.kind) => {
                    if is_late {
                        return Err(trouble.into());
                    }
                    interval += SLOWER_BY;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Asks once. The answer is read to its end, also when nobody waits for it any more: what it gives is then given back.
    async fn poll(
        &self,
        host: &LoginHost,
        key: &Arc<ConsumerKey>,
        device: &Arc<DeviceCode>,
    ) -> Result<Polled, Error> {
        let (give, given) = oneshot::channel();
        let (host, key, device) = (host.clone(), Arc::clone(key), Arc::clone(device));
        let polling = self.to_its_end(move |core| async move {
            let salesforce = &core.rooms().salesforce;
            let polled = salesforce.poll_device(&host, &key, &device).await;
            if let Err(Ok(Polled::Given(unheard))) = give.send(polled) {
                let _best_effort = match &unheard.refresh {
                    Some(refresh) => salesforce.revoke_refresh(&host, refresh).await,
                    None => salesforce.revoke_access(&host, &unheard.access).await,
                };
            }
            Ok(())
        });
        polling.await?;
        given.await.map_err(|_| Error::Nonsense("a poll brought nothing"))?
    }
}

/// Whether a network that failed so may be there again at the next poll.
fn passes(kind: &NetworkKind) -> bool {
    use NetworkKind as N;
    match kind {
        N::HostUnknown | N::Unreachable | N::Slow | N::BrokeOff | N::ServerTrouble { .. } => true,
        N::TlsRefused { .. }
        | N::ProxyUnreachable { .. }
        | N::ProxyAuthentication { .. }
        | N::CaptivePortal { .. }
        | N::NotJson { .. } => false,
    }
}

/// Nobody typed the code, as far as Salesforce says, while it lived (RFC 8628 §3.5).
fn late() -> Error {
    refusals::read(Stage::DeviceCode, "expired_token", "").into()
}
