//! Who uses the list's file: every Keyperch that has it open shares a claim, and whoever moves it away must be alone.
//!
//! SQLite knows a file's journal by its path alone. A connection to a file that was moved would, when it ends, take the
//! journal away from the file that came into its place. The system lets a claim go when its holder dies, however it
//! dies. The claimed files stay, because whoever deleted one would let two hold "the same" claim; and none of them is
//! the list itself, because to close that would let go of the locks that SQLite holds on it in this process.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use crate::model::error::RegistryTrouble;

/// How often is tried for a claim that others hold for milliseconds: 10 s in all.
const TRIES: u32 = 400;

/// How often for one that another Keyperch holds as long as it runs: 1 s, in which one that is ending has ended.
const FEW_TRIES: u32 = 40;

const PAUSE: Duration = Duration::from_millis(25);

/// A claim that is held; dropping it lets it go.
#[derive(Debug)]
pub(super) struct Claim {
    _file: File,
}

impl Claim {
    /// To have the list open, with others.
    ///
    /// # Errors
    /// [`RegistryTrouble::InUse`] while somebody moves it away.
    pub(super) fn shared(folder: &Path) -> Result<Self, RegistryTrouble> {
        claim(folder, "registry.lock", TRIES, File::try_lock_shared)
    }

    /// To move the list away: nobody has it open.
    ///
    /// # Errors
    /// [`RegistryTrouble::InUse`] while somebody has.
    pub(super) fn alone(folder: &Path) -> Result<Self, RegistryTrouble> {
        claim(folder, "registry.lock", FEW_TRIES, File::try_lock)
    }

    /// The turn to look at the file, to bring it to a version or to copy it: one at a time, while others go on reading
    /// and writing.
    ///
    /// # Errors
    /// [`RegistryTrouble::InUse`] when another does not end its turn.
    pub(super) fn turn(folder: &Path) -> Result<Self, RegistryTrouble> {
        claim(folder, "registry-turn.lock", TRIES, File::try_lock)
    }
}

fn claim(
    folder: &Path,
    name: &str,
    tries: u32,
    attempt: fn(&File) -> Result<(), TryLockError>,
) -> Result<Claim, RegistryTrouble> {
    let unwritable = |error: std::io::Error| RegistryTrouble::Unwritable(error.into());
    let locks = folder.join("locks");
    std::fs::create_dir_all(&locks).map_err(unwritable)?;
    let file = File::options().create(true).truncate(false).write(true).open(locks.join(name));
    let file = file.map_err(unwritable)?;
    for _ in 0..tries {
        match attempt(&file) {
            Ok(()) => return Ok(Claim { _file: file }),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(TryLockError::Error(error)) => return Err(unwritable(error)),
        }
    }
    Err(RegistryTrouble::InUse("another Keyperch uses the list".into()))
}
