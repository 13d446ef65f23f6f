//! The list, as the window shows it.

use crate::core::Core;
use crate::io::registry::Listing;
use crate::model::client_app::{ClientApp, Scopes};
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::flow::Flow;
use crate::model::grant::{End, Grant};
use crate::model::guide::Guide;
use crate::model::time::Timestamp;
use crate::model::view::{AppView, Change, EndView, FlowView, GrantView, OrgView, Status, ToolGrantView};

impl Core {
    /// Every org with its apps. Reads the disk; asks neither keychain nor network.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn orgs(&self) -> Result<Vec<OrgView>, Error> {
        let mut listing = self.rooms().registry.listing().await?;
        // By client; within one, the weightier kind first; within that, by name, as they come.
        listing.sort_by_cached_key(|entry| {
            (entry.org.client.name.as_str().to_lowercase(), entry.org.environment())
        });
        let (now, guides) = (self.rooms().clock.now(), self.rooms().registry.guides().await?);
        listing.into_iter().map(|entry| self.org_view(entry, &guides, now)).collect()
    }

    /// Tells the window what the list is now, and how the guide that is open stands.
    pub(crate) async fn announce_orgs(&self) {
        let change = match self.orgs().await {
            Ok(orgs) => Change::Orgs { orgs },
            Err(error) => Change::Failed { failure: error.into() },
        };
        self.rooms().announce(change);
        if self.rooms().desk.open().is_some() {
            self.announce_guide().await;
        }
    }

    fn org_view(
        &self,
        Listing { org, apps, tools }: Listing,
        guides: &[Guide],
        now: Timestamp,
    ) -> Result<OrgView, Error> {
        let app_of =
            |guide: &Guide| apps.iter().map(|(app, _grant)| app).find(|app| guide.app == Some(app.id));
        let guides = guides.iter().filter(|guide| guide.org == org.id);
        let guides = guides.map(|guide| self.progress_of(guide.clone(), app_of(guide).cloned()));
        let guides = guides.collect::<Result<_, _>>()?;
        Ok(OrgView {
            id: org.id,
            client: org.client.name.to_string(),
            name: org.name.to_string(),
            code: org.code.as_str().to_owned(),
            host: org.host.to_string(),
            environment: org.environment(),
            chosen_environment: org.chosen,
            organization_name: org.organization.map(|organization| organization.name),
            organization_id: org.organization_id.map(|id| id.as_str().to_owned()),
            browser: org.browser,
            apps: apps.into_iter().map(|(app, grant)| self.app_view(app, grant, &tools, now)).collect(),
            guides,
        })
    }

    fn app_view(&self, app: ClientApp, grant: Option<Grant>, tools: &[Grant], now: Timestamp) -> AppView {
        let tools = tools.iter().filter(|grant| grant.app == app.id).filter_map(ToolGrantView::of).collect();
        AppView {
            status: status(&app.flow, grant.as_ref(), self.rooms().problem(app.id), now),
            grant: grant.map(|grant| grant_view(grant, &app.grantable_scopes())),
            id: app.id,
            name: app.name.to_string(),
            flow: flow_view(app.flow),
            further_callbacks: app.further_callbacks.iter().map(|url| url.as_str().to_owned()).collect(),
            callback_url: app.callback_url.as_str().to_owned(),
            scopes: words(&app.scopes),
            key: app.key,
            secret: app.secret,
            tools,
        }
    }
}

/// What a copy will do: a problem stands until it is mended, then freshness decides.
fn status(flow: &Flow, grant: Option<&Grant>, problem: Option<Failure>, now: Timestamp) -> Status {
    let renews = |grant: &Grant| grant.refreshable || flow.needs_nobody();
    match (problem, grant) {
        (Some(failure), _) => Status::Problem { failure },
        (None, Some(grant)) if grant.ended => Status::SignIn,
        (None, Some(grant)) if now < grant.fresh_until() => {
            Status::Fresh { until: grant.fresh_until(), renews: renews(grant) }
        }
        (None, Some(grant)) if renews(grant) => Status::Renews,
        (None, _) => Status::SignIn,
    }
}

fn grant_view(grant: Grant, asked: &Scopes) -> GrantView {
    GrantView {
        missing_scopes: words(&asked.missing_from(&grant.scopes)),
        scopes: words(&grant.scopes),
        username: grant.username,
        user_id: grant.identity.user.as_str().to_owned(),
        instance_url: grant.instance_url.into(),
        refreshable: grant.refreshable,
        proven_at: grant.proven_at,
        signed_in_at: grant.signed_in_at,
        ends: grant.ends.map(|End { at, asked_at }| EndView { at, asked_at }),
    }
}

fn flow_view(flow: Flow) -> FlowView {
    match flow {
        Flow::AuthorizationCode => FlowView::AuthorizationCode,
        Flow::ClientCredentials => FlowView::ClientCredentials,
        Flow::JwtBearer(jwt) => FlowView::JwtBearer {
            username: jwt.username.as_str().to_owned(),
            audience: jwt.audience,
            key: jwt.key,
            certificate: jwt.certificate.view,
        },
    }
}

fn words(scopes: &Scopes) -> Vec<String> {
    scopes.iter().map(str::to_owned).collect()
}
