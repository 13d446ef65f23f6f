//! A lock that other processes respect too: one holder at a time of a grant's refresh token.
//!
//! The system frees it when its holder dies, however it dies. The files stay: deleting one would let two processes
//! hold "the same" lock.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use uuid::Uuid;

use crate::model::error::Error;

/// How long another holder is waited for: longer than Salesforce is, not as long as a person who is asked for a password.
pub(crate) const PATIENCE: Duration = Duration::from_secs(35);

const PAUSE: Duration = Duration::from_millis(25);

/// The folder of the lock files.
#[derive(Clone, Debug)]
pub struct Locks {
    folder: PathBuf,
}

/// A held lock; dropping it frees it.
#[derive(Debug)]
pub struct Held {
    _file: File,
}

impl Locks {
    /// Uses (and makes) `locks` in the data folder.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn in_folder(data_dir: &Path) -> Result<Self, Error> {
        let folder = data_dir.join("locks");
        std::fs::create_dir_all(&folder).map_err(Error::Lock)?;
        Ok(Self { folder })
    }

    /// Takes the lock of a grant, waiting for another holder.
    ///
    /// # Errors
    /// [`Error::InUse`] when the other does not let go in time; [`Error::Lock`] when the file cannot be opened.
    pub async fn take(&self, name: Uuid) -> Result<Held, Error> {
        let file = self.folder.join(format!("{name}.lock"));
        let file =
            File::options().create(true).truncate(false).write(true).open(file).map_err(Error::Lock)?;
        let waiting = async {
            loop {
                match file.try_lock() {
                    Ok(()) => return Ok(()),
                    Err(TryLockError::WouldBlock) => tokio::time::sleep(PAUSE).await,
                    Err(TryLockError::Error(error)) => return Err(error),
                }
            }
        };
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(Ok(())) => Ok(Held { _file: file }),
            Ok(Err(error)) => Err(Error::Lock(error)),
            Err(_late) => Err(Error::InUse),
        }
    }
}
