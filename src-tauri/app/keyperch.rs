//! [`Keyperch`]: what the commands work with. One for each start of the program.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::{ClientAppId, SetId};
use keyperch_core::model::shape::Shape;
use keyperch_core::model::time::Timestamp;
use keyperch_core::model::view::{Change, ClipboardView, Copied, Credential, SetCopied};
use keyperch_core::{Clock, Core, Keychain, Network, Parts, SetText, Shaped, SystemClock, Vault};
use tauri::ipc::Channel;
use tracing::warn;

use crate::Start;
use crate::browser::Places;
use crate::catching::Looks;
use crate::clipboard::{Clipboard, STAY, Secret, Turn};
use crate::hub::Hub;
use crate::quick::Quick;
use crate::strip::Companion;

/// The core, or why there is none; and what belongs to the window.
pub(crate) struct Keyperch {
    core: RwLock<Result<Core, Failure>>,
    start: Start,
    clock: Arc<dyn Clock>,
    pub(crate) clipboard: Clipboard,
    pub(crate) hub: Hub,
    pub(crate) companion: Companion,
    pub(crate) looks: Looks,
    pub(crate) quick: Quick,
    /// Where everything but the secrets is kept.
    pub(crate) data_dir: PathBuf,
    /// Where browsers are looked for.
    pub(crate) places: Places,
}

/// Mends a data folder that could not be opened.
type Mend = fn(&Path) -> Result<(), Error>;

impl Keyperch {
    /// Opens the data folder. A folder that cannot be used is told in the window, not by a program that will not start.
    pub(crate) fn open(start: &Start, data_dir: &Path) -> Self {
        let hub = Hub::default();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let clipboard = Clipboard::new(Arc::clone(&clock), hub.clone());
        let core = open_core(start, data_dir, Arc::clone(&clock), hub.clone()).map_err(Failure::from);
        let quick = Quick::of(start, core.is_ok());
        Self {
            core: RwLock::new(core),
            start: start.clone(),
            clock,
            clipboard,
            hub,
            companion: Companion::default(),
            looks: Looks::default(),
            quick,
            data_dir: data_dir.to_owned(),
            places: Places::of(start),
        }
    }

    /// The core.
    ///
    /// # Errors
    /// Why it could not be opened.
    pub(crate) fn core(&self) -> Result<Core, Failure> {
        self.core.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// As [`Start::grants_keys`].
    pub(crate) fn grants_keys(&self) -> bool {
        self.start.grants_keys
    }

    /// The moment it is.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Mends the data folder, and opens it again. One that is open is in no need of it.
    ///
    /// # Errors
    /// Why it could not be mended, or opened.
    pub(crate) fn open_after(&self, mend: Mend) -> Result<(), Failure> {
        let mut core = self.core.write().unwrap_or_else(PoisonError::into_inner);
        if core.is_err() {
            mend(&self.data_dir)?;
            *core = open_core(&self.start, &self.data_dir, Arc::clone(&self.clock), self.hub.clone())
                .map_err(Failure::from);
        }
        core.as_ref().map(drop).map_err(Clone::clone)
    }

    /// Lends a secret of an app to the clipboard, and notes that it was used.
    ///
    /// # Errors
    /// Those of [`Clipboard::put_secret`].
    pub(crate) async fn copy(
        &self,
        turn: Turn,
        secret: &Secret<'_>,
        what: Copied,
        app: ClientAppId,
    ) -> Result<(), Failure> {
        let (core, view) = (self.core()?, self.loan(what, app).await?);
        match self.clipboard.put_secret(turn, secret, view).await {
            Ok(()) => core.copied(app, what).await,
            Err(failure) => {
                core.note_failed(app, &failure);
                return Err(failure);
            }
        }
        Ok(())
    }

    /// Copies a fresh token in a shape.
    ///
    /// # Errors
    /// Those of [`Core::copy_as`] and [`Clipboard::put_secret`].
    pub(crate) async fn copy_token(&self, app: ClientAppId, shape: Shape) -> Result<(), Failure> {
        let turn = self.clipboard.turn();
        let shaped = self.core()?.copy_as(app, shape).await?;
        self.put_shaped(turn, app, shaped).await
    }

    /// Puts a shape that is there on the clipboard: lends it, or leaves the instance URL there for good.
    ///
    /// # Errors
    /// Those of [`Clipboard::put_secret`].
    pub(crate) async fn put_shaped(
        &self,
        turn: Turn,
        app: ClientAppId,
        shaped: Shaped,
    ) -> Result<(), Failure> {
        match shaped {
            Shaped::Lent { text, what } => self.copy(turn, &Secret::Token(text), what, app).await,
            Shaped::Plain(text) => {
                self.clipboard.put_plain(turn, text).await?;
                self.core()?.copied(app, Shape::InstanceUrl).await;
                Ok(())
            }
        }
    }

    /// Copies the block of a set; how much of it there is.
    ///
    /// # Errors
    /// Those of [`Core::copy_set`] and [`Clipboard::put_secret`].
    pub(crate) async fn copy_set(&self, set: SetId) -> Result<SetCopied, Failure> {
        let turn = self.clipboard.turn();
        let block = self.core()?.copy_set(set).await?;
        self.put_set(turn, set, block).await
    }

    /// Lends the block of a set that is there to the clipboard.
    ///
    /// # Errors
    /// Those of [`Clipboard::put_secret`].
    pub(crate) async fn put_set(&self, turn: Turn, set: SetId, block: SetText) -> Result<SetCopied, Failure> {
        let SetText { text, name, environment, copied, apps } = block;
        let clears_at = self.clock.now().plus(STAY);
        let view = ClipboardView { what: Copied::Set, org: name, environment, clears_at };
        self.clipboard.put_secret(turn, &Secret::Token(text), view).await?;
        self.core()?.set_copied(set, &apps).await;
        Ok(copied)
    }

    /// Lends an app's key or secret to the clipboard.
    ///
    /// # Errors
    /// Those of the keychain and of [`Clipboard::put_secret`].
    pub(crate) async fn copy_credential(
        &self,
        app: ClientAppId,
        credential: Credential,
    ) -> Result<(), Failure> {
        let (core, turn) = (self.core()?, self.clipboard.turn());
        let (secret, what) = match credential {
            Credential::Key => (Secret::Key(core.consumer_key(app).await?), Copied::ConsumerKey),
            Credential::Secret => {
                (Secret::ConsumerSecret(core.consumer_secret(app).await?), Copied::ConsumerSecret)
            }
        };
        self.copy(turn, &secret, what, app).await
    }

    /// What the window shows of such a loan.
    pub(crate) async fn loan(&self, what: Copied, app: ClientAppId) -> Result<ClipboardView, Failure> {
        let (org, environment) = self.core()?.whose(app).await?;
        Ok(ClipboardView { what, org, environment, clears_at: self.clock.now().plus(STAY) })
    }

    /// Tells a page that has just been loaded how everything stands, and from then on every change.
    pub(crate) async fn tell(&self, page: Channel<Change>) -> Result<(), Failure> {
        // First: what changes while the rest is looked up is not lost, and what is told twice harms nobody.
        self.hub.turn_to(page);
        let core = self.core()?;
        let clipboard = self.clipboard.holds();
        core.tell_list().await?;
        let upkeep = core.upkeep_view().await;
        self.hub.announce(Change::SignIn { sign_in: core.sign_in_view() });
        self.hub.announce(Change::Clipboard { clipboard, cleared: None });
        self.hub.announce(Change::Upkeep { upkeep });
        self.hub.announce(Change::Readiness { readiness: core.readiness() });
        self.hub.announce(Change::Removal { removal: core.removal() });
        self.hub.announce(Change::Guide { guide: core.open_guide_view().await.map(Box::new) });
        self.hub.announce(Change::Deploy { deploy: core.deploy_view() });
        self.hub.announce(Change::Refresh { refresh: core.refresh_view() });
        self.hub.tell_what_waited();
        if let Err(error) = core.look_at_start().await {
            // Everything that is shown was told: the page lives on without it.
            warn!("nothing was looked at at the start: {error}");
        }
        Ok(())
    }
}

fn open_core(start: &Start, data_dir: &Path, clock: Arc<dyn Clock>, hub: Hub) -> Result<Core, Error> {
    let unreadable =
        |source: std::io::Error| Error::Setting { what: "KEYPERCH_EXTRA_CA", source: source.into() };
    let extra_ca = start.extra_ca.as_ref().map(std::fs::read).transpose().map_err(unreadable)?;
    let vault: Arc<dyn Vault> = Arc::new(Keychain::new().map_err(Error::Lock)?);
    let core = Core::open(Parts {
        data_dir: data_dir.to_owned(),
        network: Network { extra_ca, proxy: None },
        vault,
        clock,
        on_change: Box::new(move |change| hub.announce(change)),
    })?;
    let upkeep = core.clone();
    tauri::async_runtime::spawn(async move { upkeep.keep_up().await });
    Ok(core)
}
