//! [`Core`]: everything that Keyperch can do, behind one door.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{self, Notify};
use tracing::warn;
use uuid::Uuid;

use crate::flows::deploy::{Deploying, KeyPairs};
use crate::flows::drafts::Drafts;
use crate::flows::ending::Ends;
use crate::flows::guard::Guards;
use crate::flows::guide::desk::Desk;
use crate::flows::keep_alive::Tries;
use crate::flows::quick::Finder;
use crate::flows::readiness::Wait;
use crate::flows::refresh_many::Refreshing;
use crate::flows::removal::Removing;
use crate::flows::renewal::Held as Unsaved;
use crate::flows::sets::Told as ToldSets;
use crate::flows::sign_in::Stage;
use crate::flows::standing::{Left, Standings};
use crate::flows::turns::Turns;
use crate::io::clock::Clock;
use crate::io::registry::{self, Registry};
use crate::io::salesforce::{Network, Passwords, Salesforce};
use crate::io::vault::{Safe, Vault};
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::ids::ClientAppId;
use crate::model::view::Change;

/// What a [`Core`] is made of.
pub struct Parts {
    /// Where orgs and apps are kept; made when it is not there, for its owner alone.
    pub data_dir: PathBuf,
    /// How the network is reached.
    pub network: Network,
    /// Where secrets are kept.
    pub vault: Arc<dyn Vault>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Called with everything that the window should know without asking.
    pub on_change: Box<dyn Fn(Change) + Send + Sync>,
}

/// Keyperch without its window. Cheap to clone: each clone is the same one.
#[derive(Clone)]
pub struct Core(Arc<Rooms>);

/// What the flows combine.
pub(crate) struct Rooms {
    pub(crate) registry: Registry,
    pub(crate) salesforce: Salesforce,
    pub(crate) safe: Arc<Safe>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) drafts: Drafts,
    pub(crate) stage: Stage,
    /// The guards that were passed.
    pub(crate) guards: Guards,
    /// The sets as the window was told them last.
    pub(crate) told_sets: ToldSets,
    /// Where the guide lies open.
    pub(crate) desk: Desk,
    /// The app that Salesforce does not know yet, and that is asked for again and again.
    pub(crate) wait: Wait,
    /// The app that is being made by a deployment.
    pub(crate) deploying: Deploying,
    /// Key pairs of apps whose consumer key is not known yet.
    pub(crate) key_pairs: KeyPairs,
    /// One turn at an owner's secrets at a time, within this process.
    pub(crate) turns: Turns,
    /// Tokens that memory alone holds.
    pub(crate) unsaved: Unsaved,
    /// The tokens of many orgs that are being refreshed.
    pub(crate) refreshing: Refreshing,
    /// When sign-ins were last tried to be kept alive.
    pub(crate) tries: Tries,
    /// What was removed and can come back.
    pub(crate) removing: Removing,
    /// Wakes the upkeep.
    pub(crate) due: Notify,
    /// What must come to its end before the program may.
    pub(crate) ends: Ends,
    /// Held while the list is read and told: what is told last is what is true last.
    pub(crate) telling: sync::Mutex<()>,
    /// What each app's last tries have left.
    standings: Standings,
    /// What the quick switcher finds.
    pub(crate) finder: Finder,
    on_change: Box<dyn Fn(Change) + Send + Sync>,
}

impl Core {
    /// Opens the data folder. Writes the disk; asks neither keychain nor network.
    ///
    /// # Errors
    /// When the folder cannot be used, the list in it is damaged or newer, or a setting cannot be read.
    pub fn open(parts: Parts) -> Result<Self, Error> {
        private_folder(&parts.data_dir).map_err(Error::Lock)?;
        let registry = Registry::open(&parts.data_dir)?;
        let safe = Arc::new(Safe::over(Arc::clone(&parts.vault)));
        let passwords = Passwords::of(registry.install(), Arc::clone(&safe));
        let settings = registry.network_at_start().clone();
        Ok(Self(Arc::new(Rooms {
            salesforce: Salesforce::by_settings(parts.network, settings, Some(passwords))?,
            registry,
            clock: parts.clock,
            drafts: Drafts::default(),
            stage: Stage::default(),
            guards: Guards::default(),
            told_sets: ToldSets::default(),
            desk: Desk::default(),
            wait: Wait::default(),
            deploying: Deploying::default(),
            key_pairs: KeyPairs::default(),
            turns: Turns::in_folder(&parts.data_dir, parts.vault)?,
            safe,
            unsaved: Unsaved::default(),
            refreshing: Refreshing::default(),
            tries: Tries::default(),
            removing: Removing::default(),
            due: Notify::new(),
            ends: Ends::default(),
            telling: sync::Mutex::default(),
            standings: Standings::default(),
            finder: Finder::default(),
            on_change: parts.on_change,
        })))
    }

    pub(crate) fn rooms(&self) -> &Rooms {
        &self.0
    }
}

/// Puts the newest whole copy of a damaged list in its place; the damaged one is kept beside it. Writes the disk.
///
/// # Errors
/// [`Error::Registry`] when there is no copy, or it cannot be put there: nothing is lost then.
pub fn use_backup(data_dir: &Path) -> Result<(), Error> {
    Ok(registry::restore_backup(data_dir)?)
}

/// Puts a damaged list and its copies aside, so that the next start begins an empty one. Writes the disk.
///
/// # Errors
/// [`Error::Registry`]: nothing is lost then.
pub fn start_empty(data_dir: &Path) -> Result<(), Error> {
    Ok(registry::start_empty(data_dir)?)
}

impl fmt::Debug for Core {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Core")
    }
}

impl Rooms {
    /// Tells the window.
    pub(crate) fn announce(&self, change: Change) {
        self.note_for_finder(&change);
        (self.on_change)(change);
    }

    /// What an app's last tries have left.
    pub(crate) fn left(&self, app: ClientAppId) -> Left {
        self.standings.of(app)
    }

    /// Notes how a try ended; none: well, or what it left is of no account any more.
    pub(crate) fn note_problem(&self, app: ClientAppId, failure: Option<&Failure>) {
        self.standings.note(app, failure);
    }
}

impl From<Error> for Failure {
    /// What an error means to the window. The error itself, whose texts hold no secret, goes to the log.
    fn from(error: Error) -> Self {
        let reference = Uuid::new_v4().simple().to_string().split_off(24);
        let mut chain = error.to_string();
        let mut next = std::error::Error::source(&error);
        while let Some(cause) = next {
            chain.push_str(": ");
            chain.push_str(&cause.to_string());
            next = cause.source();
        }
        warn!(reference, "{chain}");
        Self::of(error, &reference)
    }
}

/// Makes a folder that its owner alone can enter.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    #[cfg(unix)]
    std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

/// A lock that nobody holds over a panic that matters: what it guards is whole at every moment.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
