//! The way into an org through a browser: logged in where a token allows it, else the org's own page.

use tracing::warn;

use crate::core::Core;
use crate::io::registry::Listing;
use crate::model::cause::SetupPage;
use crate::model::error::Error;
use crate::model::ids::{ClientAppId, OrgId};
use crate::model::secret::LogInLink;

/// Where a browser is sent.
#[derive(Debug)]
pub enum FrontDoor {
    /// A link that logs in, once, within a minute.
    Open(LogInLink),
    /// The org's own page, where the browser's session counts.
    Home(String),
}

impl Core {
    /// The way into an org. Where a sign-in has the scope `web`, Salesforce is asked for a link; whatever goes wrong with
    /// that, there is still the org's page. Reads keychain and disk; may contact Salesforce.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Guarded`].
    pub async fn front_door(&self, id: OrgId) -> Result<FrontDoor, Error> {
        self.guard(&[id]).await?;
        let entry = self.rooms().registry.listing_of(id).await?;
        let home = entry.org.host.at("/");
        let Some(app) = with_web(&entry) else { return Ok(FrontDoor::Home(home)) };
        Ok(match self.log_in_link(app).await {
            Ok(link) => FrontDoor::Open(link),
            Err(error) => {
                warn!("no link that logs in: {error}");
                FrontDoor::Home(home)
            }
        })
    }

    async fn log_in_link(&self, app: ClientAppId) -> Result<LogInLink, Error> {
        // An answer of 403 would not tell a dead token from one that may not: it is fresh, or proved, before.
        let fresh = self.to_its_end(move |core| async move { core.get_fresh(app).await }).await;
        self.announce_org_of(app).await;
        let fresh = fresh?;
        let grant = self.rooms().registry.grant(app).await?.ok_or(Error::Gone)?;
        self.rooms().salesforce.log_in_link(&grant.instance_url, &fresh.token).await
    }

    /// The address of a page in Setup, on the org's own host. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], also where the org's own host is not known yet.
    pub async fn setup_address(&self, id: OrgId, page: SetupPage) -> Result<String, Error> {
        let Listing { org, apps, .. } = self.rooms().registry.listing_of(id).await?;
        // The generic hosts have no Setup: only where the org answers is its Setup.
        let answers = apps.into_iter().find_map(|(_app, grant)| grant.map(|grant| grant.instance_url));
        match answers {
            _ if org.host.is_my_domain() => Ok(org.host.at(page.path())),
            Some(instance) => Ok(instance.at(page.path())),
            None => Err(Error::Gone),
        }
    }
}

/// The app whose sign-in may open a browser session.
fn with_web(entry: &Listing) -> Option<ClientAppId> {
    let may = |scopes: &crate::model::client_app::Scopes| scopes.has("web") || scopes.has("full");
    let mut signed_in = entry.apps.iter().filter_map(|(app, grant)| Some((app, grant.as_ref()?)));
    signed_in.find(|(_app, grant)| !grant.ended && may(&grant.scopes)).map(|(app, _grant)| app.id)
}
