//! An environment file for Postman: the org's addresses and the app's values, without its secrets unless they are asked
//! for.
//!
//! There is no token in that file: what Postman gets for itself is its own, and one of ours would be one that two hold.
//! A token that somebody copies for Postman is written here too, into an environment of its own.

use std::borrow::Cow;

use serde::Serialize;
use uuid::Uuid;

use crate::core::Core;
use crate::flows::apps::OpenApp;
use crate::flows::copy_as::written;
use crate::model::client_app::ClientApp;
use crate::model::error::Error;
use crate::model::flow::Flow;
use crate::model::ids::ClientAppId;
use crate::model::org::Org;
use crate::model::recipe::Recipe;
use crate::model::recipe::plan::Plan;
use crate::model::secret::{ConsumerSecret, HandOver};

use super::Subject;

/// Longer than such a file is without its values.
const FRAME: usize = 4096;

/// A file for Postman.
#[derive(Debug)]
pub struct PostmanFile {
    /// What the file is to be called.
    pub name: String,
    /// Its text. Whoever saves it sees to it that its owner alone may read it: where there is no secret in it yet, one will
    /// be filled in.
    pub text: HandOver,
}

/// The file as Postman reads it.
#[derive(Serialize)]
struct Environment<'a> {
    id: Uuid,
    name: String,
    values: Vec<Variable<'a>>,
    #[serde(rename = "_postman_variable_scope")]
    scope: &'static str,
}

/// A value of such a file.
#[derive(Serialize)]
pub(crate) struct Variable<'a> {
    key: Cow<'static, str>,
    value: &'a str,
    r#type: &'static str,
    enabled: bool,
}

impl Core {
    /// An environment for Postman; with its key and secret only where they are wanted. Reads the disk; with secrets, the
    /// keychain.
    ///
    /// # Errors
    /// [`Error::Gone`]; with secrets, [`Error::Guarded`], and those of the keychain.
    pub async fn postman_file(&self, id: ClientAppId, with_secrets: bool) -> Result<PostmanFile, Error> {
        let Subject { app, org, address, .. } = self.subject(id, None).await?;
        let callbacks = self.callbacks_of(&app).await?;
        let about = About { app: &app, org: &org, address: &address, callbacks: &callbacks };
        if with_secrets {
            self.guard(&[org.id]).await?;
            let OpenApp { key, secret, .. } = self.open_app(id).await?;
            return file(about, key.expose(), secret.as_ref().map_or("", ConsumerSecret::expose));
        }
        file(about, "", "")
    }

    /// The callback URLs that are registered, as far as that is known: of an app that came from a guide, the guide's, for
    /// as long as the entry's own is among them. None where no browser comes back.
    async fn callbacks_of(&self, app: &ClientApp) -> Result<Vec<String>, Error> {
        if !matches!(app.flow, Flow::AuthorizationCode) {
            return Ok(Vec::new());
        }
        let own = app.callback_url.as_str();
        let guides = self.rooms().registry.guides_of(app.id).await?;
        let plan = guides.first().and_then(|guide| Some(Plan::of(Recipe::of(guide.recipe)?, &guide.answers)));
        let registered = plan.map(|plan| plan.callbacks).filter(|all| all.iter().any(|one| one == own));
        Ok(registered.unwrap_or_else(|| vec![own.to_owned()]))
    }
}

/// What a file says that is no secret.
#[derive(Clone, Copy)]
struct About<'a> {
    app: &'a ClientApp,
    org: &'a Org,
    /// Where the org answers.
    address: &'a str,
    callbacks: &'a [String],
}

fn file(about: About<'_>, key: &str, secret: &str) -> Result<PostmanFile, Error> {
    let About { app, org, address, callbacks } = about;
    let scopes = app.scopes.to_string();
    let [authorize, token] = ["authorize", "token"].map(|end| format!("{address}/services/oauth2/{end}"));
    let mut values = vec![plain("url", address), plain("authUrl", &authorize), plain("tokenUrl", &token)];
    values.extend(callbacks.iter().enumerate().map(|(at, callback)| Variable {
        key: if at == 0 { "callback".into() } else { format!("callback{}", at + 1).into() },
        ..plain("", callback)
    }));
    values.extend([plain("scopes", &scopes), hidden("clientId", key), hidden("clientSecret", secret)]);
    let text = environment(format!("{} {}: {}", org.client.name, org.name, app.name), values)?;
    Ok(PostmanFile { name: format!("{}.postman_environment.json", org.code.as_str()), text })
}

/// An environment as Postman reads it.
pub(crate) fn environment<Text: From<String>>(
    name: String,
    values: Vec<Variable<'_>>,
) -> Result<Text, Error> {
    let long: usize = values.iter().map(|variable| variable.value.len()).sum();
    let environment = Environment { id: Uuid::new_v4(), name, values, scope: "environment" };
    written::json(&environment, FRAME + 2 * long)
}

pub(crate) fn plain<'a>(key: &'static str, value: &'a str) -> Variable<'a> {
    Variable { key: key.into(), value, r#type: "default", enabled: true }
}

/// Postman shows it as dots.
pub(crate) fn hidden<'a>(key: &'static str, value: &'a str) -> Variable<'a> {
    Variable { r#type: "secret", ..plain(key, value) }
}
