//! Key and secret come into a guide: told apart by their shape, and saved as soon as the key is there.
//!
//! The app is saved out of the plan, so that nothing of it is typed. Only a secret that comes first waits in memory.

use crate::core::Core;
use crate::flows::guide::lines::{KEY, SECRET};
use crate::flows::guide::view::Opened;
use crate::model::client_app::{CallbackUrl, ClientApp};
use crate::model::error::Error;
use crate::model::field::{Field, Name, Problem};
use crate::model::flow::Flow;
use crate::model::guide::{OLD_KEY, OLD_SECRET};
use crate::model::ids::{ClientAppId, DraftId, GuideId, OrgId};
use crate::model::pasted::Shape;
use crate::model::secret::Pasted;
use crate::model::setup_label::SetupLabel;
use crate::model::view::{
    AppForm, Credential, DraftView, FlowForm, KeyEntry, LineId, PrivateKeyEntry, RecipeFlow, SecretEntry,
    Tick,
};

use super::lines::tickbox;

/// How many names are tried: "Rehearsal Tool" to "Rehearsal Tool 99".
const MOST: u32 = 99;

impl Core {
    /// Takes what came from the clipboard for key or secret. One in the place of the other is put right, and said so. A
    /// second one replaces the first. Writes keychain and disk; may contact Salesforce, to prove another secret.
    ///
    /// # Errors
    /// [`Error::Field`], also for what is neither: nothing was changed then. What could not be saved waits in memory.
    pub async fn paste_into_guide(
        &self,
        id: GuideId,
        credential: Credential,
        pasted: Pasted,
    ) -> Result<(), Error> {
        let kind = match pasted.shape() {
            Shape::Key => Credential::Key,
            Shape::Secret => Credential::Secret,
            Shape::Either => credential,
            Shape::Neither => return Err(field_of(credential).refused(Problem::NeitherKeyNorSecret).into()),
        };
        self.rooms().registry.guide(id).await?;
        let draft = self.paste(kind, pasted)?;
        let were_swapped = kind != credential;
        // It is shown as being here from now on: whoever then closes the window does not lose it.
        self.to_its_end(move |core| async move { core.take_pasted(id, kind, draft, were_swapped).await })
            .await
    }

    async fn take_pasted(
        &self,
        id: GuideId,
        kind: Credential,
        draft: DraftView,
        were_swapped: bool,
    ) -> Result<(), Error> {
        let (mut replaced, own) = (None, draft.draft);
        let is_there = self.rooms().desk.note(id, |noted| {
            noted.were_swapped = were_swapped;
            noted.proof = None;
            replaced = match kind {
                Credential::Key => noted.key.replace(draft),
                Credential::Secret => noted.secret.replace(draft),
            };
        });
        if let Some(replaced) = replaced {
            self.rooms().drafts.done(replaced.draft);
        }
        if !is_there {
            // Removed meanwhile.
            self.rooms().drafts.done(own);
            return Err(Error::Gone);
        }
        // What was known was known of another.
        let line = if kind == Credential::Key { KEY } else { SECRET };
        self.tick_lines(id, vec![(LineId(line.to_owned()), None)]).await?;
        self.save_pasted(id).await
    }

    /// Makes a key pair for signed assertions, and keeps it with the app at once. Its certificate is then to be uploaded.
    /// Writes keychain and disk.
    ///
    /// # Errors
    /// [`Error::Field`] where the consumer key, or the user, is not known yet; [`Error::Gone`] for another way.
    pub async fn make_guide_certificate(&self, id: GuideId) -> Result<(), Error> {
        let opened = self.opened_guide(id).await?;
        if opened.plan.flow != RecipeFlow::JwtBearer {
            return Err(Error::Gone);
        }
        if opened.app.is_none() {
            return Err(Field::ConsumerKey.refused(Problem::Empty).into());
        }
        if opened.plan.jwt_username.is_none() {
            return Err(Field::JwtUsername.refused(Problem::Empty).into());
        }
        let made = self.make_private_key(opened.plan.name.clone()).await?;
        self.keep_private_key(opened, made.draft).await?;
        self.forget_pair(id);
        // The certificate that was uploaded before is another one.
        let press = |label: &str| LineId(format!("certificate.press.{label}"));
        let again = [press("upload_files"), press("save"), tickbox(SetupLabel::JwtBearerFlow)];
        let mut ticks: Vec<_> = again.into_iter().map(|line| (line, None)).collect();
        ticks.push((LineId("certificate.make".to_owned()), Some(Tick::Claimed)));
        self.tick_lines(id, ticks).await
    }

    /// Keeps a private key that waits under this name with a guide's app. Writes keychain and disk.
    pub(crate) async fn keep_private_key(&self, opened: Opened, draft: DraftId) -> Result<(), Error> {
        let app = opened.app.as_ref().ok_or_else(|| Field::ConsumerKey.refused(Problem::Empty))?;
        let username =
            opened.plan.jwt_username.clone().ok_or_else(|| Field::JwtUsername.refused(Problem::Empty))?;
        let flow = FlowForm::JwtBearer { username, audience: None, key: PrivateKeyEntry::Draft { draft } };
        let form = AppForm { flow, ..opened.form(app.name.to_string()) };
        self.edit_app(app.id, form).await
    }

    /// Saves what was pasted, and what another answer has changed in the app. Writes keychain and disk.
    pub(crate) async fn save_pasted(&self, id: GuideId) -> Result<(), Error> {
        let _turn = self.rooms().desk.turn_to_save().await;
        self.save_app(id).await?;
        // The private key of an app that was deployed, or went another way meanwhile, waits for this.
        self.keep_deployed_pair(id).await
    }

    async fn save_app(&self, id: GuideId) -> Result<(), Error> {
        let mut opened = self.opened_guide(id).await?;
        if opened.app.is_none() {
            let Some(key) = &opened.noted.key else { return Ok(()) };
            // It may be in the list already: from before, or from a guide that was cut short just here.
            match self.app_with_key(&opened, key).await? {
                Some(app) => opened.app = Some(app),
                None => return self.add_from(opened).await,
            }
        }
        let Some(app) = &opened.app else { return Ok(()) };
        if opened.key().is_none() && opened.noted.key.is_none() {
            // Of an org that is gone: nothing of the app is of use before its new key is here.
            return Ok(());
        }
        if opened.differs_from(app) {
            if !matches!(opened.flow_form(), FlowForm::JwtBearer { .. }) {
                self.hold_pair(id, app).await?;
            }
            self.edit_app(app.id, opened.form(app.name.to_string())).await?;
        }
        self.saved(&opened, app.id).await
    }

    async fn add_from(&self, opened: Opened) -> Result<(), Error> {
        let org = opened.guide.org;
        let name = self.free_app_name(org, &opened.plan.name).await?;
        let app = self.add_app(org, opened.form(name)).await?;
        self.saved(&opened, app).await
    }

    async fn saved(&self, opened: &Opened, app: ClientAppId) -> Result<(), Error> {
        self.rooms().registry.note_guide_app(opened.guide.id, app).await?;
        let (key, secret) = (draft_of(opened.noted.key.as_ref()), draft_of(opened.noted.secret.as_ref()));
        self.rooms().desk.note(opened.guide.id, |noted| {
            // One that was pasted meanwhile is still to be saved.
            noted.key.take_if(|draft| Some(draft.draft) == key);
            noted.secret.take_if(|draft| Some(draft.draft) == secret);
        });
        let renewed = [(key, OLD_KEY), (secret, OLD_SECRET)].into_iter().filter(|(draft, _)| draft.is_some());
        let marks = renewed.map(|(_, mark)| LineId(mark.to_owned()));
        let marks = marks.filter(|mark| opened.guide.ticks.contains_key(mark)).map(|mark| (mark, None));
        let marks: Vec<_> = marks.collect();
        if !marks.is_empty() {
            self.tick_lines(opened.guide.id, marks).await?;
        }
        self.announce_org(opened.guide.org).await;
        Ok(())
    }

    /// An entry with this key that the guide can take for its own. One that goes another way by itself holds what that
    /// way needs: it stays as it is, and the guide gets an entry of its own beside it.
    async fn app_with_key(&self, opened: &Opened, key: &DraftView) -> Result<Option<ClientApp>, Error> {
        let apps = self.rooms().registry.listing_of(opened.guide.org).await?.apps.into_iter();
        let mut apps = apps.map(|(app, _grant)| app).filter(|app| app.key == key.hint);
        let goes_along = |app: &ClientApp| {
            let way = app.flow.way();
            way == RecipeFlow::AuthorizationCode || way == opened.plan.flow
        };
        Ok(apps.find(goes_along))
    }

    async fn free_app_name(&self, org: OrgId, wanted: &str) -> Result<String, Error> {
        let numbered = (2..=MOST).map(|number| {
            let stem: String = wanted.chars().take(usize::from(Name::MOST) - 3).collect();
            format!("{stem} {number}")
        });
        for name in std::iter::once(wanted.to_owned()).chain(numbered) {
            let parsed = Name::parse(Field::AppName, &name)?;
            if self.rooms().registry.has_room_for(org, None, parsed).await.is_ok() {
                return Ok(name);
            }
        }
        Err(Field::AppName.refused(Problem::Taken).into())
    }
}

impl Opened {
    /// The app's form, out of the plan. What a person has changed in the entry since it was saved stays.
    fn form(&self, name: String) -> AppForm {
        let ours: Vec<CallbackUrl> = match &self.app {
            Some(app) => app.callbacks(),
            None => self.plan.our_callbacks().collect(),
        };
        let mut ours = ours.iter().map(CallbackUrl::as_str);
        let scopes: Vec<&str> = self.plan.scopes.iter().map(|scope| scope.value).collect();
        AppForm {
            name,
            flow: self.flow_form(),
            // An app that needs nobody is sent back to nobody; its entry has one all the same.
            callback_url: ours.next().unwrap_or(CallbackUrl::DEFAULT).to_owned(),
            further_callbacks: ours.collect::<Vec<_>>().join("\n"),
            scopes: self.app.as_ref().map_or_else(|| scopes.join(" "), |app| app.scopes.to_string()),
            key: match &self.noted.key {
                Some(key) => KeyEntry::Pasted { draft: key.draft },
                None => KeyEntry::Kept,
            },
            secret: match &self.noted.secret {
                Some(secret) => SecretEntry::Pasted { draft: secret.draft },
                // A new key has no use for the secret of an org that is gone.
                None if self.noted.key.is_some() && self.secret().is_none() => SecretEntry::None,
                None => SecretEntry::Kept,
            },
        }
    }

    /// Until there is a certificate, or the secret of client credentials, an app is saved as one for a browser: that needs
    /// no more than its key, which is kept at once.
    fn flow_form(&self) -> FlowForm {
        let jwt = self.app.as_ref().and_then(|app| app.flow.jwt());
        match (self.plan.flow, jwt) {
            (RecipeFlow::ClientCredentials, _) if self.has_secret() => FlowForm::ClientCredentials,
            (RecipeFlow::JwtBearer, Some(jwt)) => FlowForm::JwtBearer {
                username: self.plan.jwt_username.clone().unwrap_or_else(|| jwt.username.as_str().to_owned()),
                audience: Some(jwt.audience),
                key: PrivateKeyEntry::Kept,
            },
            _ => FlowForm::AuthorizationCode,
        }
    }

    /// Whether the app is to be saved anew.
    fn differs_from(&self, app: &ClientApp) -> bool {
        let is_pasted = self.noted.key.is_some() || self.noted.secret.is_some();
        let is_another_flow = match (self.flow_form(), &app.flow) {
            (FlowForm::AuthorizationCode, Flow::AuthorizationCode)
            | (FlowForm::ClientCredentials, Flow::ClientCredentials) => false,
            (FlowForm::JwtBearer { username, .. }, Flow::JwtBearer(jwt)) => username != jwt.username.as_str(),
            _ => true,
        };
        is_pasted || is_another_flow
    }
}

fn draft_of(view: Option<&DraftView>) -> Option<DraftId> {
    view.map(|view| view.draft)
}

fn field_of(credential: Credential) -> Field {
    match credential {
        Credential::Key => Field::ConsumerKey,
        Credential::Secret => Field::ConsumerSecret,
    }
}
