//! An admin's hands in the Setup of the practice org: they find words on the page that they have come to, and do there what
//! they are told. They know nothing of recipes.
//!
//! What a form does not keep, as the box of the POST body, is found and left.

use keyperch_core::model::setup_label::SetupLabel as Label;
use practice_org::{Draft, InSetup, Problem, RefreshTokenPolicy, Switches};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::Failed;
use crate::page::Page;
use crate::words;

const MANAGER: &str = "/lightning/setup/ManageExternalClientApplication";

/// Where somebody is in Setup, and what the form there holds so far.
pub(crate) struct Hands {
    setup: InSetup,
    page: Page,
    /// The path of the page.
    path: String,
    draft: Draft,
    /// The app, once it is made.
    app: Option<String>,
    /// Whether the box of signed assertions is ticked.
    takes_assertions: bool,
    /// Key and secret, once they were shown.
    details: Option<(String, String)>,
    /// A file that can be uploaded.
    file: Option<String>,
}

impl Hands {
    pub(crate) fn of(setup: InSetup) -> Self {
        let mut draft = Draft::new("", "", &[], "");
        draft.switches.oauth_enabled = false;
        draft.switches.callback_urls.clear();
        let (page, path) = (Page::default(), String::new());
        Self { setup, page, path, draft, app: None, takes_assertions: false, details: None, file: None }
    }

    /// What the policies of a new app are before anybody has changed them.
    pub(crate) fn find(&mut self, ships: fn(&mut Switches)) {
        ships(&mut self.draft.switches);
    }

    /// Goes to an address, or to where a link leads.
    pub(crate) async fn open(&mut self, address: &str) {
        self.page = Page(self.setup.reads(address).await);
        address.clone_into(&mut self.path);
    }

    /// Presses a button, a tab, a link or a heading.
    pub(crate) async fn press(&mut self, label: Label) -> Result<(), Failed> {
        let words = words::of(label)?;
        self.page.says(words)?;
        match label {
            Label::Create => {
                let id = self.setup.create(&self.draft).await.map_err(refused)?;
                self.open(&detail(&id)).await;
                self.app = Some(id);
            }
            Label::Save => self.save().await?,
            // In a tab of its own, where a code is asked for.
            Label::KeyAndSecret => {
                let link = self.page.link(words).ok_or_else(|| format!("{words:?} leads nowhere"))?;
                self.open(&link).await;
            }
            Label::Verify => {
                let app = self.app()?.to_owned();
                self.details = Some(self.setup.consumer_details(&app).await.map_err(refused)?);
                // The other tab is still there.
                self.open(&detail(&app)).await;
            }
            Label::UploadFiles => {
                let file = self.file.take().ok_or("there is no file to upload")?;
                self.draft.switches.certificate = file;
            }
            // Its contents are on the page already.
            Label::EnableOauthSettings | Label::OauthPolicies | Label::OauthSettings => {}
            _ => {
                let link = self.page.link(words).ok_or_else(|| format!("{words:?} leads nowhere"))?;
                self.open(&link).await;
            }
        }
        Ok(())
    }

    async fn save(&mut self) -> Result<(), Failed> {
        let app = self.app()?.to_owned();
        if self.path.ends_with("/policies") {
            self.setup.edit_policies(&app, &self.draft.switches).await.map_err(refused)?;
            self.open(&detail(&app)).await;
            return Ok(());
        }
        if self.takes_assertions && self.draft.switches.certificate.is_empty() {
            return Err("a flow is on, and its certificate was not uploaded".into());
        }
        if !self.takes_assertions {
            self.draft.switches.certificate.clear();
        }
        self.setup.edit_settings(&app, &self.draft).await.map_err(refused)?;
        self.open(&detail(&app)).await;
        Ok(())
    }

    /// Pastes a value into a field, where the cursor stands: behind what is there. What Setup has filled in itself is
    /// replaced.
    pub(crate) fn enter(&mut self, field: Label, value: &str) -> Result<(), Failed> {
        self.page.says(words::of(field)?)?;
        let switches = &mut self.draft.switches;
        match field {
            Label::AppName => {
                self.draft.name.push_str(value);
                // Setup fills it in by itself.
                self.draft.api_name = self.draft.name.replace(' ', "_");
            }
            Label::ContactEmail => self.draft.contact_email.push_str(value),
            Label::CallbackUrl => {
                let text = switches.callback_urls.join("\n") + value;
                switches.callback_urls = text.lines().map(str::to_owned).collect();
            }
            Label::SelectPermissionSets => {
                switches.permission_sets = vec![self.page.entry(|words| words == value)?];
            }
            Label::RunAs => switches.run_as.push_str(value),
            Label::SessionTimeout => switches.access_token_seconds = value.parse::<u64>()? * 60,
            other => return Err(format!("nothing is typed into {}", words::name(other)).into()),
        }
        Ok(())
    }

    /// What stands in a field that Setup fills by itself.
    pub(crate) fn filled(&self, field: Label) -> Result<&str, Failed> {
        self.page.says(words::of(field)?)?;
        match field {
            Label::ApiName => Ok(&self.draft.api_name),
            other => Err(format!("Setup fills nothing into {}", words::name(other)).into()),
        }
    }

    /// Chooses in a list; `days` belong to the choice.
    pub(crate) fn choose(&mut self, field: Label, choice: Label, days: Option<&str>) -> Result<(), Failed> {
        self.page.says(words::of(field)?)?;
        let words = words::of(choice)?;
        let open_ended = format!("{words}\u{2026}");
        let chosen = self.page.entry(|entry| entry == words || entry == open_ended)?;
        let switches = &mut self.draft.switches;
        match (field, days) {
            (Label::DistributionState, None) => switches.distribution = switch(json!(chosen))?,
            (Label::PermittedUsers, None) => switches.permitted_users = switch(json!(chosen))?,
            (Label::IpRelaxation, None) => switches.ip_relaxation = switch(json!(chosen))?,
            (Label::RefreshTokenPolicy, None) => switches.refresh_token_policy = switch(json!(chosen))?,
            (Label::RefreshTokenPolicy, Some(days)) => {
                let policy: RefreshTokenPolicy = switch(json!({ chosen: days.parse::<u32>()? }))?;
                switches.refresh_token_policy = policy;
            }
            (other, _) => return Err(format!("{} is no such list", words::name(other)).into()),
        }
        Ok(())
    }

    /// Adds a scope.
    pub(crate) fn add_scope(&mut self, scope: &str) -> Result<(), Failed> {
        let words = words::of_scope(scope)?;
        let value = self.page.entry(|entry| entry == words)?;
        self.draft.switches.scopes.push(value);
        Ok(())
    }

    /// Whether a scope was added.
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        self.draft.switches.scopes.iter().any(|added| added == scope)
    }

    /// Whether the words of a label can be read where somebody is.
    pub(crate) fn sees(&self, label: Label) -> Result<(), Failed> {
        self.page.says(words::of(label)?)
    }

    /// Whether Setup has greyed a box out.
    pub(crate) fn is_greyed_out(&self, label: Label) -> Result<bool, Failed> {
        self.page.is_greyed_out(words::of(label)?)
    }

    /// Ticks a box, or takes its tick away.
    pub(crate) fn tick(&mut self, label: Label, on: bool) -> Result<(), Failed> {
        let is_policy = self.path.ends_with("/policies");
        if self.is_greyed_out(label)? {
            return Err(format!("{} is greyed out", words::name(label)).into());
        }
        let switches = &mut self.draft.switches;
        *match label {
            Label::EnableOauth => &mut switches.oauth_enabled,
            Label::ClientCredentialsFlow if is_policy => &mut switches.client_credentials_policy,
            Label::ClientCredentialsFlow => &mut switches.client_credentials_flow,
            Label::CodeAndCredentialsFlow => &mut switches.code_and_credentials_flow,
            Label::DeviceFlow => &mut switches.device_flow,
            Label::JwtBearerFlow => &mut self.takes_assertions,
            Label::SecretForWebServer => &mut switches.secret_required_for_web_server,
            Label::SecretForRefresh => &mut switches.secret_required_for_refresh,
            Label::Pkce => &mut switches.pkce_required,
            Label::Rotation => &mut switches.refresh_token_rotation,
            Label::JwtAccessTokens => &mut switches.jwt_access_tokens,
            // No answer of Salesforce's depends on it, and the practice org only shows it again.
            Label::CodeAndCredentialsInBody => return Ok(()),
            other => return Err(format!("{} is no box of these", words::name(other)).into()),
        } = on;
        Ok(())
    }

    /// Puts a file where it can be uploaded from.
    pub(crate) fn lay_out(&mut self, file: String) {
        self.file = Some(file);
    }

    /// Takes the app of this name in the list for the one in hand, and looks at its key and secret.
    pub(crate) async fn details_of(&mut self, name: &str) -> Result<(), Failed> {
        self.open(&format!("{MANAGER}/home")).await;
        let link = self.page.link(name).ok_or_else(|| format!("there is no app called {name}"))?;
        let id = link.split('/').nth(4).ok_or("a link without an id")?;
        self.app = Some(id.to_owned());
        self.details = Some(self.setup.consumer_details(id).await.map_err(refused)?);
        Ok(())
    }

    /// The consumer key and secret that were shown.
    pub(crate) fn details(&self) -> Result<&(String, String), Failed> {
        self.details.as_ref().ok_or_else(|| "nobody has looked at key and secret yet".into())
    }

    fn app(&self) -> Result<&str, Failed> {
        self.app.as_deref().ok_or_else(|| "there is no app yet".into())
    }
}

/// Where saving leads.
fn detail(app: &str) -> String {
    format!("{MANAGER}/{app}/detail")
}

/// A switch, by the value that its list has on the page.
fn switch<T: DeserializeOwned>(value: Value) -> Result<T, Failed> {
    Ok(serde_json::from_value(value)?)
}

fn refused(problems: Vec<Problem>) -> Failed {
    let problems: Vec<String> = problems.into_iter().map(|problem| problem.to_string()).collect();
    format!("Setup does not save it: {}", problems.join("; ")).into()
}
