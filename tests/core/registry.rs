//! The registry's file: private, whole, and not touched when it is newer.

use std::path::{Path, PathBuf};

use keyperch_core::io::registry::{FILE, Registry};
use keyperch_core::model::error::RegistryTrouble;

use super::support::Story;

/// An empty folder, removed when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("keyperch-registry-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join(FILE)
    }

    /// Returns when the last connection has put everything into the one file.
    fn is_closed(&self) {
        while self.0.join(format!("{FILE}-wal")).exists() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn file_and_folder_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let story = Story::begin().await;
    story.uat().await;
    let mode = |path: &Path| std::fs::metadata(path).expect("it").permissions().mode() & 0o777;
    let data = story.folder.join("data");
    assert_eq!(mode(&data), 0o700);
    for file in [FILE.to_owned(), format!("{FILE}-wal"), format!("{FILE}-shm")] {
        assert_eq!(mode(&data.join(&file)), 0o600, "{file}");
    }
}

#[test]
fn the_salt_of_an_installation_stays() {
    let folder = Folder::new();
    let first = Registry::open(&folder.0).expect("a registry").salt().to_vec();
    assert_eq!(first.len(), 32);
    assert_eq!(Registry::open(&folder.0).expect("it again").salt(), first);
    assert_ne!(Registry::open(&Folder::new().0).expect("another").salt(), first);
}

#[test]
fn a_newer_file_is_refused_untouched() {
    let folder = Folder::new();
    drop(Registry::open(&folder.0).expect("a registry"));
    folder.is_closed();
    let mut bytes = std::fs::read(folder.file()).expect("the file");
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes()); // SQLite's user_version
    std::fs::write(folder.file(), &bytes).expect("written");
    let refused = Registry::open(&folder.0).expect_err("it is newer");
    assert!(matches!(refused, RegistryTrouble::Newer), "{refused:?}");
    assert_eq!(std::fs::read(folder.file()).expect("the file"), bytes, "not a byte was changed");
}

#[test]
fn a_file_that_is_no_registry_is_damaged_and_left_as_it_is() {
    for bytes in [
        b"this is no database, but somebody's letter, and longer than a header is".repeat(20),
        vec![0xff; 4096],
    ] {
        let folder = Folder::new();
        std::fs::write(folder.file(), &bytes).expect("written");
        let refused = Registry::open(&folder.0).expect_err("damaged");
        assert!(matches!(refused, RegistryTrouble::Damaged(_)), "{refused:?}");
        assert_eq!(std::fs::read(folder.file()).expect("the file"), bytes);
    }
}

#[test]
fn a_folder_where_the_file_should_be_cannot_be_written() {
    let folder = Folder::new();
    std::fs::create_dir(folder.file()).expect("a folder");
    let refused = Registry::open(&folder.0).expect_err("no file");
    assert!(matches!(refused, RegistryTrouble::Unwritable(_)), "{refused:?}");
}
