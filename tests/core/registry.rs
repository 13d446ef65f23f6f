//! The registry's file: private, whole, and not touched when it is newer.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use keyperch_core::io::registry::{FILE, Registry};
use keyperch_core::model::error::RegistryTrouble;
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::support::Story;
use super::support::list::{Folder, add, rows};

#[tokio::test]
async fn file_and_folder_are_their_owners_alone() {
    let story = Story::begin().await;
    story.uat().await;
    let data = story.folder.join("data");
    assert_eq!(mode(&data), 0o700);
    for file in [FILE, "keyperch.sqlite-wal", "keyperch.sqlite-shm", "keyperch.backup.sqlite"] {
        assert_eq!(mode(&data.join(file)), 0o600, "{file}");
    }
}

#[tokio::test]
async fn rights_that_are_too_wide_are_taken_back() {
    let mut story = Story::begin().await;
    let data = story.folder.join("data");
    let widen = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("widened");
    };
    widen(&data, 0o755);
    widen(&data.join(FILE), 0o644);
    story.open_again();
    assert_eq!((mode(&data), mode(&data.join(FILE))), (0o700, 0o600));
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("it").permissions().mode() & 0o777
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

#[tokio::test]
async fn a_newer_file_is_refused_with_its_journal_untouched() {
    let folder = Folder::with_a_list(3).await;
    let newer = Connection::open(folder.file()).expect("the list");
    newer.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).expect("as if it were killed");
    newer.pragma_update(None, "user_version", 99).expect("newer");
    drop(newer);
    let files = [FILE, "keyperch.sqlite-wal"];
    let bytes = files.map(|file| folder.read(file));
    assert!(!bytes[1].is_empty(), "the newer version is in the journal");
    let refused = Registry::open(&folder.0).expect_err("it is newer");
    assert!(matches!(refused, RegistryTrouble::Newer), "{refused:?}");
    assert_eq!(files.map(|file| folder.read(file)), bytes, "not a byte was changed");
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
        assert!(matches!(refused, RegistryTrouble::Damaged { .. }), "{refused:?}");
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

#[tokio::test]
async fn a_link_in_the_place_of_the_file_is_refused_and_one_on_the_way_is_not() {
    let (real, linked) = (Folder::with_a_list(1).await, Folder::new());
    let bytes = real.read(FILE);
    symlink(real.file(), linked.file()).expect("a link");
    let refused = Registry::open(&linked.0).expect_err("a link");
    assert!(matches!(refused, RegistryTrouble::Unwritable(_)), "{refused:?}");
    assert_eq!(real.read(FILE), bytes, "what it points at was not touched");
    let way = linked.0.join("way");
    symlink(&real.0, &way).expect("a link");
    assert_eq!(rows(&Registry::open(&way).expect("a registry")).await.expect("rows").len(), 1);
}

#[tokio::test]
async fn what_a_sync_program_puts_beside_the_list_stays_and_is_not_read() {
    let folder = Folder::with_a_list(3).await;
    let strangers = ["keyperch (conflicted copy).sqlite", "keyperch.sqlite.orig", "keyperch-ana.sqlite-wal"];
    for stranger in strangers {
        std::fs::write(folder.0.join(stranger), "theirs").expect("written");
    }
    assert_eq!(rows(&folder.open()).await.expect("rows").len(), 3);
    for stranger in strangers {
        assert_eq!(folder.read(stranger), b"theirs", "{stranger}");
    }
}

#[tokio::test]
async fn a_strangers_rollback_journal_is_neither_played_nor_lost() {
    let folder = Folder::with_a_list(3).await;
    std::fs::write(folder.0.join("keyperch.sqlite-journal"), vec![7; 600]).expect("written");
    assert_eq!(rows(&folder.open()).await.expect("rows").len(), 3);
    assert_eq!(folder.read("keyperch.damaged-1.sqlite-journal"), [7; 600]);

    let lone = Folder::new();
    std::fs::write(lone.0.join("keyperch.sqlite-journal"), vec![7; 600]).expect("written");
    assert!(rows(&lone.open()).await.expect("an empty list").is_empty());
    assert_eq!(lone.read("keyperch.damaged-1.sqlite-journal"), [7; 600]);
}

#[tokio::test]
async fn a_journal_without_its_list_is_damage_and_is_kept() {
    for left in [None, Some(""), Some("x")] {
        let folder = Folder::new();
        std::fs::write(folder.0.join("keyperch.sqlite-wal"), vec![7; 600]).expect("written");
        if let Some(left) = left {
            std::fs::write(folder.file(), left).expect("written");
        }
        let refused = Registry::open(&folder.0).expect_err("something was there");
        assert!(matches!(refused, RegistryTrouble::Damaged { backup: None, .. }), "{refused:?}");
        assert_eq!(folder.read("keyperch.sqlite-wal"), [7; 600]);
    }
}

#[tokio::test]
async fn an_empty_file_that_was_never_copied_is_a_new_one() {
    let folder = Folder::new();
    std::fs::write(folder.file(), "").expect("written");
    std::fs::write(folder.0.join("keyperch.sqlite-shm"), vec![7; 600]).expect("written");
    assert!(rows(&folder.open()).await.expect("rows").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_that_open_and_write_one_list_at_once_lose_nothing() {
    let folder = Folder::new();
    let begin = std::sync::Arc::new(std::sync::Barrier::new(2));
    let writers = [0, 100].map(|first| {
        let (begin, data) = (std::sync::Arc::clone(&begin), folder.0.clone());
        tokio::task::spawn_blocking(move || {
            begin.wait();
            let registry = Registry::open(&data).expect("a registry");
            tokio::runtime::Handle::current().block_on(async {
                for number in first..first + 20 {
                    add(&registry, number).await.expect("an org");
                    registry.back_up_if_changed().await.expect("a copy");
                }
            });
        })
    });
    for writer in writers {
        writer.await.expect("all written");
    }
    assert_eq!(rows(&folder.open()).await.expect("rows").len(), 40);
}
