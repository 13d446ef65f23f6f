//! What an org itself says of an app, beside what its recipe wants: scopes and policies by query, boxes by
//! `readMetadata`. Each is asked by itself, and what cannot be read is not known; that is no failure.

mod lines;

use tracing::warn;

use crate::core::Core;
use crate::model::error::Error;
use crate::model::host::InstanceUrl;
use crate::model::ids::{ClientAppId, GuideId, OrgId};
use crate::model::metadata::{AppMetadata, Found};
use crate::model::recipe::ApiName;
use crate::model::secret::AccessToken;
use crate::model::view::{Credential, DriftView, SettingView};

impl Core {
    /// Asks the org how it has a guide's app, through whoever is signed in to it, and ticks what it shows. Reads keychain
    /// and disk; contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::NeedsSignIn`], or [`Error::Gone`] where there is not even an app to sign in with; [`Error::Registry`].
    pub async fn read_drift(&self, guide: GuideId) -> Result<(), Error> {
        let opened = self.opened_guide(guide).await?;
        let name = &opened.plan.api_name;
        let mut found = Found::default();
        for asker in self.askers(opened.guide.org, opened.guide.app).await? {
            match self.fresh_at(asker).await {
                Ok((at, token)) => found.fill_from(self.settings_in_org(&at, &token, name).await),
                Err(error) => warn!("an app's settings could not be asked for: {error}"),
            }
            if found.is_whole() {
                break;
            }
        }
        self.note_found(guide, &found).await.map(drop)
    }

    /// Asks the org for the key of a guide's app, and its secret, and takes them as if they had been pasted. False: the org
    /// does not give them out, or not all that the app needs. Reads and writes keychain and disk; contacts Salesforce.
    ///
    /// # Errors
    /// As [`Core::read_drift`]; [`Error::Field`] for what is no key or secret.
    pub async fn read_credentials(&self, guide: GuideId) -> Result<bool, Error> {
        let opened = self.opened_guide(guide).await?;
        let mut refused = None;
        for asker in self.askers(opened.guide.org, opened.guide.app).await? {
            match self.credentials_through(asker, guide, &opened.plan.api_name).await {
                Ok(false) => {}
                Ok(true) => return Ok(true),
                Err(error @ Error::Refused(_)) => warn!("credentials are not given out: {error}"),
                Err(error) => refused = Some(error),
            }
        }
        refused.map_or(Ok(false), Err)
    }

    /// As [`Core::read_credentials`], through one sign-in.
    pub(crate) async fn credentials_through(
        &self,
        asker: ClientAppId,
        guide: GuideId,
        name: &ApiName,
    ) -> Result<bool, Error> {
        let (at, token) = self.fresh_at(asker).await?;
        let Some(given) = self.rooms().salesforce.credentials(&at, &token, name).await? else {
            return Ok(false);
        };
        let brings_secret = self.opened_guide(guide).await?.plan.brings_secret();
        let has_secret = given.secret.is_some();
        // The secret first: an app that cannot be without it is saved once, and whole.
        if let Some(secret) = given.secret {
            self.paste_into_guide(guide, Credential::Secret, secret).await?;
        }
        self.paste_into_guide(guide, Credential::Key, given.key).await?;
        Ok(has_secret || !brings_secret)
    }

    /// Reads what can be read of an app's settings. Contacts Salesforce.
    pub(crate) async fn settings_in_org(
        &self,
        at: &InstanceUrl,
        token: &AccessToken,
        name: &ApiName,
    ) -> Found {
        let salesforce = &self.rooms().salesforce;
        let mut found = Found::default();
        if let Some(Some(app)) = readable(salesforce.app_in_org(at, token, name).await) {
            found.scopes = readable(salesforce.scopes_of(at, token, &app).await).flatten();
            found.policies = readable(salesforce.policies_of(at, token, &app).await).flatten();
        }
        found.flags = readable(salesforce.flags_of(at, token, name).await).flatten();
        found
    }

    /// Notes what was found for the guide, and ticks the lines that it shows. Writes the disk.
    pub(crate) async fn note_found(&self, guide: GuideId, found: &Found) -> Result<Vec<SettingView>, Error> {
        let opened = self.opened_guide(guide).await?;
        let sections = opened.sections();
        let lines = sections.iter().flat_map(|section| &section.lines).collect::<Vec<_>>();
        let mut settings = found.beside(&AppMetadata::so_far(&opened.plan));
        let ticks = lines::ticks(&lines, &mut settings, found);
        let drift = DriftView { at: self.rooms().clock.now(), settings: settings.clone() };
        if let (Some(app), Some(policy)) = (&opened.app, found.refresh_token_policy()) {
            self.rooms().registry.note_idle(app.id, policy.idle_days(), Some(drift.at)).await?;
        }
        self.rooms().desk.note(guide, |noted| noted.drift = Some(drift));
        self.tick_lines(guide, ticks).await?;
        Ok(settings)
    }

    /// Who can be asked about an org: its apps that are signed in, the guide's own first.
    async fn askers(&self, org: OrgId, own: Option<ClientAppId>) -> Result<Vec<ClientAppId>, Error> {
        let apps = self.rooms().registry.listing_of(org).await?.apps;
        let is_signed_in = |grant: &crate::model::grant::Grant| !grant.ended;
        let signed_in = apps.iter().filter(|(_, grant)| grant.as_ref().is_some_and(is_signed_in));
        let mut askers: Vec<ClientAppId> = signed_in.map(|(app, _)| app.id).collect();
        askers.sort_by_key(|app| Some(*app) != own);
        if askers.is_empty() {
            let first = own.or_else(|| apps.first().map(|(app, _)| app.id));
            return Err(first.map_or(Error::Gone, |app| Error::NeedsSignIn { app }));
        }
        Ok(askers)
    }
}

fn readable<T>(read: Result<T, Error>) -> Option<T> {
    read.inspect_err(|error| warn!("settings of an app could not be read: {error}")).ok()
}
