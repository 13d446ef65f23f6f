//! Sets: one action copies fresh tokens of several orgs as one labelled block.
//!
//! The guards of all are asked about at once, before anything is asked of anybody. An org that is dead, or signed out, is
//! left out with its reason; it delays the block by its own time-out at most, and never ends it.

mod block;

use std::sync::Mutex;

use futures_util::{StreamExt, stream};

use crate::core::{Core, lock};
use crate::flows::AT_ONCE;
use crate::flows::fresh_token::FreshToken;
use crate::io::registry::SetRow;
use crate::model::client_app::ClientApp;
use crate::model::environment::Environment;
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::field::{Field, Name, Problem, ShortCode};
use crate::model::grant::Grant;
use crate::model::ids::{ClientAppId, SetId};
use crate::model::org::Org;
use crate::model::secret::TokenText;
use crate::model::set::OrgSet;
use crate::model::view::{Change, LeftOut, SetCopied, SetForm, SetView};

use block::Part;

/// The sets as the window was told them last.
#[derive(Debug, Default)]
pub(crate) struct Told(Mutex<Option<Vec<SetView>>>);

/// A set's tokens, for the clipboard.
#[derive(Debug)]
pub struct SetText {
    /// The block.
    pub text: TokenText,
    /// What the set is called.
    pub name: String,
    /// The weightiest kind among its orgs.
    pub environment: Environment,
    /// How much of it there is.
    pub copied: SetCopied,
    /// The apps whose tokens are in it.
    pub apps: Vec<ClientAppId>,
}

impl Core {
    /// Every set, by name. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn sets(&self) -> Result<Vec<SetView>, Error> {
        Ok(self.rooms().registry.sets().await?.into_iter().map(view).collect())
    }

    /// Adds a set, or changes one. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Field`], naming the field; [`Error::Gone`] for a set or an app. Nothing was changed then.
    pub async fn save_set(&self, id: Option<SetId>, form: SetForm) -> Result<SetId, Error> {
        let id = self.rooms().registry.save_set(id, row_of(&form)?).await?;
        self.announce_sets().await;
        self.removal_may_be_over().await;
        Ok(id)
    }

    /// Removes a set; its orgs stay. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub async fn remove_set(&self, id: SetId) -> Result<(), Error> {
        self.rooms().registry.remove_set(id).await?;
        self.announce_sets().await;
        Ok(())
    }

    /// Gets fresh tokens of a set's orgs, several at a time, as one block. Reads and writes keychain and disk; contacts
    /// Salesforce as [`Core::fresh_token`] does, for each.
    ///
    /// # Errors
    /// [`Failure::Guarded`] before all else; [`Failure::Gone`]; [`Failure::Field`] for a set without apps; when no org
    /// gave a token, why the first did not.
    pub async fn copy_set(&self, id: SetId) -> Result<SetText, Failure> {
        let set = self.rooms().registry.set(id).await?;
        self.guard(&set.orgs()).await?;
        let apps: Vec<ClientAppId> = set.members.iter().map(|(app, _org)| app.id).collect();
        let environment = set.environment();
        let (mut parts, mut left_out) = (Vec::new(), Vec::new());
        for ((app, org), fresh) in set.members.into_iter().zip(self.fresh_of_all(apps).await) {
            match fresh {
                Ok((fresh, grant)) => parts.push((app, org, Some((fresh, grant)))),
                Err(failure) => {
                    left_out.push(LeftOut { app: app.id, org: org.called(), failure });
                    parts.push((app, org, None));
                }
            }
        }
        let given = parts.iter().filter(|(_app, _org, fresh)| fresh.is_some());
        let apps: Vec<ClientAppId> = given.map(|(app, _org, _fresh)| app.id).collect();
        if apps.is_empty() {
            let first = left_out.into_iter().next().map(|left| left.failure);
            return Err(first.unwrap_or_else(|| Error::from(Field::Apps.refused(Problem::Empty)).into()));
        }
        let text = block::block(set.shape, &parts.iter().map(part).collect::<Vec<_>>())?;
        let copied = SetCopied { copied: u32::try_from(apps.len()).unwrap_or(u32::MAX), left_out };
        Ok(SetText { text, name: set.name.to_string(), environment, copied, apps })
    }

    /// What each of these apps gave, in their order.
    async fn fresh_of_all(&self, apps: Vec<ClientAppId>) -> Vec<Result<(FreshToken, Grant), Failure>> {
        let asked = stream::iter(apps.into_iter().enumerate());
        let asked = asked.map(async |(place, app)| (place, self.fresh_with_grant(app).await));
        let mut fresh: Vec<_> = asked.buffer_unordered(AT_ONCE).collect().await;
        fresh.sort_unstable_by_key(|(place, _answer)| *place);
        fresh.into_iter().map(|(_place, answer)| answer).collect()
    }

    async fn fresh_with_grant(&self, app: ClientAppId) -> Result<(FreshToken, Grant), Failure> {
        let fresh = self.fresh_token(app).await?;
        let grant = self.rooms().registry.grant(app).await?.ok_or(Error::Gone)?;
        Ok((fresh, grant))
    }

    async fn announce_sets(&self) {
        let _telling = self.rooms().telling.lock().await;
        self.tell_sets_if_changed().await;
    }

    /// Tells the window the sets, if they are others than it was told: a set changes with its orgs. For whoever has the
    /// turn to tell.
    pub(crate) async fn tell_sets_if_changed(&self) {
        let Ok(sets) = self.sets().await else { return };
        let is_new = lock(&self.rooms().told_sets.0).as_ref().map_or(!sets.is_empty(), |told| *told != sets);
        if is_new {
            self.tell_sets(sets);
        }
    }

    /// The same, whatever it was told. For whoever has the turn to tell.
    pub(crate) fn tell_sets(&self, sets: Vec<SetView>) {
        *lock(&self.rooms().told_sets.0) = Some(sets.clone());
        self.rooms().announce(Change::Sets { sets });
    }
}

/// What the window sees of a set.
pub(crate) fn view(set: OrgSet) -> SetView {
    SetView {
        environment: set.environment(),
        id: set.id,
        name: set.name.to_string(),
        code: set.code.as_str().to_owned(),
        shape: set.shape,
        apps: set.members.into_iter().map(|(app, _org)| app.id).collect(),
    }
}

fn row_of(form: &SetForm) -> Result<SetRow, Error> {
    let name = Name::parse(Field::SetName, &form.name)?;
    let code = match form.code.trim() {
        "" => None,
        code => Some(ShortCode::parse(code)?),
    };
    let mut apps = Vec::new();
    for app in &form.apps {
        if !apps.contains(app) {
            apps.push(*app);
        }
    }
    if apps.is_empty() {
        return Err(Field::Apps.refused(Problem::Empty).into());
    }
    if apps.len() > usize::from(OrgSet::MOST) {
        return Err(Field::Apps.refused(Problem::TooLong { most: OrgSet::MOST }).into());
    }
    Ok(SetRow { name, code, shape: form.shape, apps })
}

fn part((app, org, fresh): &(ClientApp, Org, Option<(FreshToken, Grant)>)) -> Part<'_> {
    Part { app, org, fresh: fresh.as_ref().map(|(fresh, grant)| (&fresh.token, grant)) }
}
