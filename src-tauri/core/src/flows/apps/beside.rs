//! A second entry for the same External Client App: another user of the same org, with a sign-in of his own.

use crate::core::Core;
use crate::io::registry::AppRow;
use crate::model::error::Error;
use crate::model::field::{Field, Name};
use crate::model::flow::{Flow, JwtBearer};
use crate::model::ids::ClientAppId;
use crate::model::secret::Place;

use super::credentials::OpenApp;

/// How many names are tried: "Rehearsal Tool 2" to "Rehearsal Tool 99".
const MOST: u32 = 99;

impl Core {
    /// Adds an entry beside one, with the same key and secret, and signed in as nobody. Reads and writes keychain and
    /// disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Keychain`]; [`Error::Field`] when there are a hundred already.
    pub async fn add_beside(&self, app: ClientAppId) -> Result<ClientAppId, Error> {
        let opened = self.open_app(app).await?;
        let id = ClientAppId::new();
        let turn = self.rooms().turn_of(id.uuid()).await?;
        self.rooms().safe.welcome(id.uuid());
        let added = self.keep_copy(&opened, id).await;
        drop(turn);
        if let Err(error) = added {
            // What was written before it failed goes again; the first error is the one to tell.
            let _ = self.delete_loose().await;
            return Err(error);
        }
        self.announce_org(opened.org.id).await;
        self.removal_may_be_over().await;
        Ok(id)
    }

    async fn keep_copy(&self, opened: &OpenApp, id: ClientAppId) -> Result<(), Error> {
        let (app, org) = (&opened.app, opened.org.id);
        let name = self.free_name(opened).await?;
        let (key, key_place) = self.keep_beside(id, None, &opened.key).await?;
        let (mut secret, mut secret_place) = (None, Place::First);
        if let Some(kept) = &opened.secret {
            let (hint, place) = self.keep_beside(id, None, kept).await?;
            (secret, secret_place) = (Some(hint), place);
        }
        let flow = match (&app.flow, &opened.private_key) {
            (Flow::JwtBearer(jwt), Some(kept)) => {
                let (key, key_place) = self.keep_beside(id, None, kept).await?;
                Flow::JwtBearer(JwtBearer { key, key_place, ..jwt.clone() })
            }
            (flow, _) => flow.clone(),
        };
        let (callback_url, further_callbacks) = (app.callback_url.clone(), app.further_callbacks.clone());
        let scopes = app.scopes.clone();
        let row = AppRow {
            name,
            flow,
            callback_url,
            further_callbacks,
            scopes,
            key,
            secret,
            key_place,
            secret_place,
        };
        self.rooms().registry.add_app(id, org, row).await
    }

    async fn free_name(&self, opened: &OpenApp) -> Result<Name, Error> {
        let mut last = Err(Error::Gone);
        for number in 2..=MOST {
            let stem: String = opened.app.name.as_str().chars().take(usize::from(Name::MOST) - 3).collect();
            let name = Name::parse(Field::AppName, &format!("{stem} {number}"))?;
            last = self.rooms().registry.has_room_for(opened.org.id, None, name.clone()).await.map(|()| name);
            if last.is_ok() {
                break;
            }
        }
        last
    }
}
