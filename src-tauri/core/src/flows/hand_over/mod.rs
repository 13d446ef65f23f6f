//! Hands an app over to a tool: what it is told, what it gets, and that it has got it.
//!
//! A tool gets the app's key and secret, and the tokens of the sign-in that was made for it. From the moment in which it
//! has them, it renews them by itself, and Keyperch forgets its copy: a refresh token that two hold is one that ends for
//! both. It is not revoked, for the tool lives by it.

mod block;
pub(crate) mod postman;
pub(crate) mod quoting;

use fail::fail_point;
use tracing::{info, warn};

use crate::core::Core;
use crate::io::registry::Listing;
use crate::model::client_app::ClientApp;
use crate::model::environment::Environment;
use crate::model::error::Error;
use crate::model::grant::Grant;
use crate::model::host::{InstanceUrl, LoginHost};
use crate::model::ids::ClientAppId;
use crate::model::org::Org;
use crate::model::secret::{AccessToken, HandOver, RefreshToken};
use crate::model::view::{BlockView, Deed, HandOverView, Shell, Tool, ToolGrantView};

use block::{Frame, Handed, Shown};
pub use postman::PostmanFile;

/// In the order in which they are shown: most who use a tool are on Windows.
const SHELLS: [Shell; 3] = [Shell::PowerShell, Shell::Cmd, Shell::Bash];

impl Core {
    /// What a tool will be told, with dots for the secrets. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub async fn hand_over(&self, app: ClientAppId, tool: Tool) -> Result<HandOverView, Error> {
        let Subject { app, org, grant, address } = self.subject(app, Some(tool)).await?;
        let is_production = is_production(&org);
        let waits = grant.as_ref().filter(|grant| grant.handed_over_at.is_none());
        let shown = Shown {
            key_last_four: &app.key.last_four,
            has_secret: app.secret.is_some(),
            has_refresh: waits.is_some_and(|grant| grant.refreshable),
            has_access: waits.is_some(),
        };
        let block = |shell| {
            let text = block::shown(Frame { shell, address: &address, is_production }, shown);
            BlockView { shell, text }
        };
        Ok(HandOverView {
            app: app.id,
            tool,
            blocks: SHELLS.map(block).into(),
            is_production,
            is_kind_certain: org.organization.is_some(),
            has_secret: app.secret.is_some(),
            grant: grant.as_ref().and_then(ToolGrantView::of),
        })
    }

    /// The block for one shell, for the clipboard. It stays as it is until it is handed over, however often it is copied.
    /// Reads keychain and disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Guarded`], [`Error::Keychain`]; [`Error::Field`] for a key or secret that is not in the keychain, or
    /// that the shell cannot be given; [`Error::NeedsSignIn`] when the keychain has lost the tool's tokens.
    pub async fn hand_over_block(
        &self,
        app: ClientAppId,
        tool: Tool,
        shell: Shell,
    ) -> Result<HandOver, Error> {
        let Subject { app, org, grant, address } = self.subject(app, Some(tool)).await?;
        self.guard(&[org.id]).await?;
        let opened = self.open_app(app.id).await?;
        let (mut refresh, mut access): (Option<RefreshToken>, Option<AccessToken>) = (None, None);
        if let Some(grant) = grant.filter(|grant| grant.handed_over_at.is_none()) {
            let _turn = self.rooms().turn_of(grant.id.uuid()).await?;
            refresh = self.slots_of(grant.id).await?.newest().map(|(_place, record)| record.token);
            access = self.access_of(grant.id).await?;
            // What should be there is missed here, not when the tool first runs.
            if refresh.is_none() && (grant.refreshable || access.is_none()) {
                return Err(Error::NeedsSignIn { app: app.id });
            }
        }
        let frame = Frame { shell, address: &address, is_production: is_production(&org) };
        let (secret, refresh, access) = (opened.secret.as_ref(), refresh.as_ref(), access.as_ref());
        block::real(frame, &Handed { key: &opened.key, secret, refresh, access })
    }

    /// Notes that a tool has its tokens, and forgets ours of them. It is not revoked. Writes keychain and disk.
    ///
    /// # Errors
    /// [`Error::Gone`] where there is nothing to hand over; [`Error::Registry`]. What the keychain does not give up now is
    /// deleted later.
    pub async fn finish_hand_over(&self, app: ClientAppId, tool: Tool) -> Result<(), Error> {
        let grant = self.rooms().registry.grant_for(app, tool).await?.ok_or(Error::Gone)?;
        if !self.rooms().registry.note_handed_over(grant.id, self.rooms().clock.now()).await? {
            return Err(Error::Gone);
        }
        fail_point!("hand_over.noted");
        info!("a tool has the tokens of its sign-in");
        self.note_deed(app, Deed::HandedOver, tool);
        if let Err(error) = self.delete_loose().await {
            warn!("what was handed over is still in the keychain: {error}");
        }
        fail_point!("hand_over.forgotten");
        self.announce_org_of(app).await;
        self.rest_is_later().await;
        Ok(())
    }

    /// What is handed over, and where it is at home: to a tool, or to somebody who signs in by himself.
    async fn subject(&self, id: ClientAppId, tool: Option<Tool>) -> Result<Subject, Error> {
        let (app, _org) = self.rooms().registry.app(id).await?;
        let Listing { org, apps, tools } = self.rooms().registry.listing_of(app.org).await?;
        let (app, own) = apps.into_iter().find(|(app, _own)| app.id == id).ok_or(Error::Gone)?;
        let grant = tools.into_iter().find(|grant| grant.app == id && (tool.is_none() || grant.tool == tool));
        let address = address_of(&org.host, grant.as_ref().or(own.as_ref()).map(|grant| &grant.instance_url));
        Ok(Subject { app, org, grant, address })
    }
}

/// An app in its org, and the grant of the tool that it is handed to, once there is one.
struct Subject {
    app: ClientApp,
    org: Org,
    grant: Option<Grant>,
    address: String,
}

/// Where a tool finds the org: its own host, or where a sign-in at one of the generic hosts has led.
fn address_of(host: &LoginHost, instance: Option<&InstanceUrl>) -> String {
    match instance {
        Some(instance) if !host.is_my_domain() => instance.as_str().to_owned(),
        _ => host.at(""),
    }
}

/// Whether a tool has to be careful with an org. What a person called it is not asked: a tool is to be as careful as the
/// org is, by its own word, else by its address; and what nobody knows counts as production.
fn is_production(org: &Org) -> bool {
    !Environment::decide(None, org.organization.as_ref(), &org.host).is_outside_production()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_org_is_found_where_it_answers_and_not_where_everybody_logs_in() {
        let uat = InstanceUrl::parse("https://acme--uat.sandbox.my.salesforce.com").expect("an address");
        let address = |host, instance| address_of(&LoginHost::from_name(host).expect("a host"), instance);
        assert_eq!(address("test.salesforce.com", Some(&uat)), uat.as_str());
        assert_eq!(address("test.salesforce.com", None), "https://test.salesforce.com", "nobody knows yet");
        let moved = InstanceUrl::parse("https://acme.my.salesforce.com").expect("an address");
        assert_eq!(address("acme--uat.sandbox.my.salesforce.com", Some(&moved)), uat.as_str());
    }
}
