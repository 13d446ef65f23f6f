//! Does Salesforce take another secret, or none? Asked with a real request, before the old one goes.

use crate::core::Core;
use crate::flows::apps::OpenApp;
use crate::model::client_app::ClientApp;
use crate::model::error::Error;
use crate::model::field::{Field, Problem};
use crate::model::flow::Flow;
use crate::model::org::Org;
use crate::model::refusal::Meaning;
use crate::model::secret::{ConsumerKey, ConsumerSecret, Kept};

use super::credentials::{NewCredentials, no_key};

impl Core {
    /// Renews the app's token with another secret, or without one. Where nobody is signed in, nothing can prove it
    /// before the next sign-in does; client credentials prove themselves.
    pub(super) async fn prove_secret(
        &self,
        app: &ClientApp,
        org: &Org,
        new: NewCredentials,
    ) -> Result<(), Error> {
        let key = match &new.key {
            Some(key) => ConsumerKey::from_stored(key.to_stored()),
            None => self.consumer_key(app.id).await.map_err(|error| match error {
                Error::Gone => no_key(),
                other => other,
            })?,
        };
        let secret = new.secret.as_ref().map(|secret| ConsumerSecret::from_stored(secret.to_stored()));
        let opened = OpenApp { app: app.clone(), org: org.clone(), key, secret, private_key: None };
        let proved = match &app.flow {
            Flow::AuthorizationCode => self.prove_by_renewal(opened).await,
            Flow::ClientCredentials => self.prove_by_asking(opened).await,
            // The assertion alone is asked for: no secret is ever sent.
            Flow::JwtBearer(_) => return Ok(()),
        };
        match proved {
            Err(Error::Refused(refusal)) if refusal.meaning == Some(Meaning::WrongSecret) => {
                Err(Field::ConsumerSecret.refused(Problem::RefusedBySalesforce).into())
            }
            // Whoever must sign in anew proves it by that; and what else is wrong is no matter of the secret.
            Err(Error::NeedsSignIn { .. } | Error::Refused(_)) => Ok(()),
            proved => proved,
        }
    }

    async fn prove_by_renewal(&self, opened: OpenApp) -> Result<(), Error> {
        let grant = self.rooms().registry.grant(opened.app.id).await?;
        let Some(grant) = grant.filter(|grant| grant.refreshable && !grant.ended) else { return Ok(()) };
        self.to_its_end(move |core| async move { core.renew_with(&grant, opened).await }).await
    }

    async fn prove_by_asking(&self, opened: OpenApp) -> Result<(), Error> {
        let given = self.ask_by_itself(&opened).await?;
        // It was wanted for the proof alone.
        let _best_effort = self.rooms().salesforce.revoke_access(&opened.org.host, &given.access).await;
        Ok(())
    }
}
