//! The list, as the window shows it: all of it, or the one org that changed.

use std::collections::HashMap;

use crate::core::Core;
use crate::flows::standing::status;
use crate::io::registry::{Approved, Listing};
use crate::model::client_app::{ClientApp, Scopes};
use crate::model::error::Error;
use crate::model::flow::Flow;
use crate::model::grant::{End, Grant};
use crate::model::guide::Guide;
use crate::model::ids::{ClientAppId, GuideId, OrgId};
use crate::model::time::Timestamp;
use crate::model::view::{
    AppView, Approvals, Change, EndView, FlowView, GrantView, GuardView, OrgView, Status, ToolGrantView,
};

/// How many approvals of one user for one app Salesforce keeps, about (Salesforce Help, 000205876).
const ABOUT: u8 = 5;

impl Core {
    /// Every org with its apps. Reads the disk; asks neither keychain nor network.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn orgs(&self) -> Result<Vec<OrgView>, Error> {
        let mut listing = self.rooms().registry.listing().await?;
        // By client; within one, the weightier kind first; within that, by name, as they come.
        listing.sort_by_cached_key(|Listing { org, .. }| {
            (org.client.name.as_str().to_lowercase(), org.client.id.uuid(), org.environment())
        });
        let mut guides: HashMap<OrgId, Vec<Guide>> = HashMap::new();
        for guide in self.rooms().registry.guides().await? {
            guides.entry(guide.org).or_default().push(guide);
        }
        let (now, approved) = (self.rooms().clock.now(), self.rooms().registry.approvals().await?);
        let view = |entry: Listing| {
            let its_own = guides.remove(&entry.org.id).unwrap_or_default();
            self.org_view(entry, its_own, &approved, now)
        };
        listing.into_iter().map(view).collect()
    }

    /// One of them. Reads the disk.
    async fn org_now(&self, id: OrgId) -> Result<OrgView, Error> {
        let registry = &self.rooms().registry;
        let (entry, guides) = (registry.listing_of(id).await?, registry.guides_in(id).await?);
        self.org_view(entry, guides, &registry.approvals().await?, self.rooms().clock.now())
    }

    /// Tells the window all of the list, for a page that was just loaded: how it is laid out, then what is in it, and the
    /// sets. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn tell_list(&self) -> Result<(), Error> {
        let _telling = self.rooms().telling.lock().await;
        let (layout, orgs, sets) = (self.layout().await?, self.orgs().await?, self.sets().await?);
        self.rooms().announce(layout);
        self.rooms().announce(Change::Orgs { orgs });
        self.tell_sets(sets);
        Ok(())
    }

    /// Tells the window what the list is now, and how the guide that is open stands.
    pub(crate) async fn announce_orgs(&self) {
        let telling = self.rooms().telling.lock().await;
        self.rooms().announce(match self.orgs().await {
            Ok(orgs) => Change::Orgs { orgs },
            Err(error) => Change::Failed { failure: error.into() },
        });
        self.tell_sets_if_changed().await;
        drop(telling);
        self.announce_guide_if_open().await;
    }

    /// Tells the window what one org is now, where nothing that happened can move it in the list; and how the guide that
    /// is open stands. One that is there no more is a change of the list.
    pub(crate) async fn announce_org(&self, id: OrgId) {
        let telling = self.rooms().telling.lock().await;
        let change = match self.org_now(id).await {
            Ok(org) => Change::Org { org: Box::new(org) },
            Err(Error::Gone) => {
                drop(telling);
                return self.announce_orgs().await;
            }
            Err(error) => Change::Failed { failure: error.into() },
        };
        self.rooms().announce(change);
        self.tell_sets_if_changed().await;
        drop(telling);
        self.announce_guide_if_open().await;
    }

    /// As [`Core::announce_org`], for whoever knows the app.
    pub(crate) async fn announce_org_of(&self, app: ClientAppId) {
        match self.rooms().registry.app(app).await {
            Ok((app, _org)) => self.announce_org(app.org).await,
            Err(_) => self.announce_orgs().await,
        }
    }

    /// As [`Core::announce_org`], for whoever knows the guide.
    pub(crate) async fn announce_org_of_guide(&self, guide: GuideId) {
        match self.rooms().registry.guide(guide).await {
            Ok(guide) => self.announce_org(guide.org).await,
            Err(_) => self.announce_orgs().await,
        }
    }

    async fn announce_guide_if_open(&self) {
        if self.rooms().desk.open().is_some() {
            self.announce_guide().await;
        }
    }

    /// How an app stands. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub(crate) async fn status_of(&self, id: ClientAppId) -> Result<Status, Error> {
        let (app, _org) = self.rooms().registry.app(id).await?;
        let grant = self.rooms().registry.grant(id).await?;
        Ok(self.status(&app, grant.as_ref(), self.rooms().clock.now()))
    }

    fn org_view(
        &self,
        Listing { org, apps, tools }: Listing,
        guides: Vec<Guide>,
        approved: &Approved,
        now: Timestamp,
    ) -> Result<OrgView, Error> {
        let app_of = |id| apps.iter().map(|(app, _grant)| app).find(|app| app.id == id);
        // A guide goes with its app, also while that can still be brought back.
        let guides = guides.into_iter().filter(|guide| guide.app.is_none_or(|app| app_of(app).is_some()));
        let progress = |guide: Guide| {
            let app = guide.app.and_then(app_of).cloned();
            self.progress_of(guide, app)
        };
        let guides = guides.map(progress).collect::<Result<_, _>>()?;
        Ok(OrgView {
            guard: GuardView {
                level: org.guard_level(),
                chosen: org.guard,
                open_until: self.rooms().guards.open_until(&org, now),
            },
            environment: org.environment(),
            id: org.id,
            client_id: org.client.id,
            client: org.client.name.to_string(),
            name: org.name.to_string(),
            code: org.code.as_str().to_owned(),
            host: org.host.to_string(),
            chosen_environment: org.chosen,
            organization_name: org.organization.map(|organization| organization.name),
            organization_id: org.organization_id.map(|id| id.as_str().to_owned()),
            is_pinned: org.pinned_at.is_some(),
            notes: org.notes,
            keeps_alive: org.keeps_alive,
            copy_as: org.copy_as,
            refreshed_at: org.refreshed_at,
            browser: org.browser,
            apps: apps
                .into_iter()
                .map(|(app, grant)| self.app_view(app, grant, &tools, approved, now))
                .collect(),
            guides,
        })
    }

    fn app_view(
        &self,
        app: ClientApp,
        grant: Option<Grant>,
        tools: &[Grant],
        approved: &Approved,
        now: Timestamp,
    ) -> AppView {
        let tools = tools.iter().filter(|grant| grant.app == app.id).filter_map(ToolGrantView::of).collect();
        AppView {
            status: self.status(&app, grant.as_ref(), now),
            grant: grant.map(|grant| grant_view(grant, &app, approved)),
            id: app.id,
            name: app.name.to_string(),
            flow: flow_view(app.flow),
            further_callbacks: app.further_callbacks.iter().map(|url| url.as_str().to_owned()).collect(),
            callback_url: app.callback_url.as_str().to_owned(),
            scopes: words(&app.scopes),
            key: app.key,
            secret: app.secret,
            last_used: app.used.at,
            tools,
        }
    }

    fn status(&self, app: &ClientApp, grant: Option<&Grant>, now: Timestamp) -> Status {
        status(&app.flow, grant, self.waits_for() == Some(app.id), self.rooms().left(app.id), now)
    }
}

fn grant_view(grant: Grant, app: &ClientApp, approved: &Approved) -> GrantView {
    GrantView {
        idle_end: app.idle.and_then(|idle| grant.idle_end(idle)),
        approvals: Approvals { known: approved.of(app, &grant.identity), about: ABOUT },
        missing_scopes: words(&app.grantable_scopes().missing_from(&grant.scopes)),
        scopes: words(&grant.scopes),
        username: grant.username,
        user_id: grant.identity.user.as_str().to_owned(),
        instance_url: grant.instance_url.into(),
        refreshable: grant.refreshable,
        proven_at: grant.proven_at,
        signed_in_at: grant.signed_in_at,
        server_use: grant.server_use,
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
