//! Copies of the list: when they are made, what they survive, and what they are good for.

use std::path::Path;
use std::process::Command;

use keyperch_core::io::registry::{FILE, Registry, restore_backup, set_aside, start_empty};
use keyperch_core::model::error::{Error, RegistryTrouble};

use super::support::list::{Folder, add, rows};

const NEWEST: &str = "keyperch.backup.sqlite";
const BEFORE: &str = "keyperch.backup-2.sqlite";
const PART: &str = "keyperch.part.sqlite";

#[tokio::test]
async fn a_copy_is_made_of_what_changed_and_the_one_before_stays() {
    let folder = Folder::new();
    let registry = folder.open();
    assert!(registry.backed_up_at().await.is_some(), "made when the list was");
    add(&registry, 1).await.expect("an org");
    registry.back_up_if_changed().await.expect("a copy");
    let copies = (folder.read(NEWEST), folder.read(BEFORE));
    assert_ne!(copies.0, copies.1);
    registry.back_up_if_changed().await.expect("nothing to do");
    assert_eq!((folder.read(NEWEST), folder.read(BEFORE)), copies, "nothing had changed");
    add(&registry, 2).await.expect("an org");
    registry.back_up_if_changed().await.expect("a copy");
    assert_eq!(folder.read(BEFORE), copies.0);
    assert_eq!(folder.names("keyperch.backup").len(), 2, "two are kept");
}

#[tokio::test]
async fn what_changed_without_being_copied_is_copied_at_the_next_start() {
    let folder = Folder::with_a_list(3).await;
    let copy = folder.read(NEWEST);
    drop(folder.open());
    folder.is_closed();
    assert_eq!(folder.read(NEWEST), copy, "nothing had changed");
    let registry = folder.open();
    add(&registry, 3).await.expect("an org");
    drop(registry);
    folder.is_closed();
    let registry = folder.open();
    assert_eq!(folder.read(BEFORE), copy);
    let before = rows(&registry).await.expect("rows");
    drop(registry);
    folder.is_closed();
    std::fs::write(folder.file(), "no list").expect("harmed");
    restore_backup(&folder.0).expect("restored");
    assert_eq!(rows(&folder.open()).await.expect("rows"), before);
    assert_eq!(folder.read("keyperch.damaged-1.sqlite"), b"no list", "nothing is thrown away");
}

#[tokio::test]
async fn a_copy_that_is_not_whole_is_neither_used_nor_kept_before_one_that_is() {
    let folder = Folder::with_a_list(3).await;
    let mut half = folder.read(NEWEST);
    half.truncate(9000);
    std::fs::rename(folder.0.join(NEWEST), folder.0.join(BEFORE)).expect("the one before");
    let before = folder.read(BEFORE);
    std::fs::write(folder.0.join(NEWEST), &half).expect("a half one");
    std::fs::write(folder.file(), "no list").expect("harmed");
    restore_backup(&folder.0).expect("from the one before");
    let registry = folder.open();
    assert_eq!(rows(&registry).await.expect("rows").len(), 3);
    add(&registry, 3).await.expect("an org");
    registry.back_up_if_changed().await.expect("a copy");
    drop(registry);
    assert_ne!(folder.read(NEWEST), half);
    assert_ne!(folder.read(BEFORE), half, "it did not push out {} bytes of good copy", before.len());

    let none = Folder::new();
    std::fs::write(none.file(), "no list").expect("harmed");
    std::fs::write(none.0.join(NEWEST), &half).expect("a half one");
    let refused = restore_backup(&none.0).expect_err("there is none");
    assert!(matches!(refused, RegistryTrouble::Damaged { backup: None, .. }), "{refused:?}");
    assert_eq!(none.read(FILE), b"no list", "nothing was moved");
}

#[tokio::test]
async fn what_a_crash_left_of_a_copy_goes_at_the_next_one() {
    let folder = Folder::with_a_list(3).await;
    let registry = folder.open();
    add(&registry, 3).await.expect("an org");
    for ending in ["", "-wal", "-shm", "-journal"] {
        std::fs::write(folder.0.join(format!("{PART}{ending}")), vec![7; 600]).expect("left");
    }
    registry.back_up_if_changed().await.expect("a copy");
    assert!(folder.names(PART).is_empty());
}

/// What the disk can look like when a restoration was killed: each is damaged, with the copy at hand, and can go on.
#[tokio::test]
async fn a_restoration_that_was_killed_is_never_an_empty_list() {
    for killed in 0..4 {
        let folder = Folder::with_a_list(3).await;
        let registry = folder.open();
        add(&registry, 3).await.expect("an org");
        let wal = folder.read("keyperch.sqlite-wal");
        add(&registry, 4).await.expect("an org");
        registry.back_up_if_changed().await.expect("a copy");
        drop(registry);
        folder.is_closed();
        std::fs::write(folder.file(), "no list").expect("harmed");
        // Played into the copy, it would take the last org out of it.
        std::fs::write(folder.0.join("keyperch.sqlite-wal"), wal).expect("its journal");
        if killed > 0 {
            std::fs::copy(folder.0.join(NEWEST), folder.0.join(PART)).expect("ready");
        }
        if killed > 1 {
            std::fs::rename(folder.file(), folder.0.join("keyperch.damaged-1.sqlite")).expect("aside");
        }
        if killed > 2 {
            let aside = folder.0.join("keyperch.damaged-1.sqlite-wal");
            std::fs::rename(folder.0.join("keyperch.sqlite-wal"), aside).expect("aside");
        }
        let refused = Registry::open(&folder.0).expect_err("damaged");
        assert!(matches!(refused, RegistryTrouble::Damaged { backup: Some(_), .. }), "{killed}: {refused:?}");
        restore_backup(&folder.0).expect("restored");
        assert_eq!(rows(&folder.open()).await.expect("rows").len(), 5, "{killed}");
        assert!(folder.names(PART).is_empty());
    }
}

#[tokio::test]
async fn starting_empty_is_asked_for_and_throws_nothing_away() {
    let folder = Folder::with_a_list(3).await;
    let copy = folder.read(NEWEST);
    for number in 1..=2 {
        std::fs::write(folder.file(), format!("no list {number}")).expect("harmed");
        start_empty(&folder.0).expect("aside");
        assert!(rows(&folder.open()).await.expect("an empty list").is_empty());
        folder.is_closed();
        assert_eq!(
            folder.read(&format!("keyperch.damaged-{number}.sqlite")),
            format!("no list {number}").as_bytes()
        );
    }
    assert_eq!(folder.read("keyperch.damaged-1.backup.sqlite"), copy);
    set_aside(&folder.0).expect("aside");
    let refused = Registry::open(&folder.0).expect_err("gone, and there is a copy");
    assert!(matches!(refused, RegistryTrouble::Damaged { backup: Some(_), .. }), "{refused:?}");
}

#[tokio::test]
async fn a_list_that_is_open_is_not_moved_away() {
    let folder = Folder::with_a_list(3).await;
    let registry = folder.open();
    let refused = set_aside(&folder.0).expect_err("in use");
    assert!(matches!(refused, RegistryTrouble::InUse(_)), "{refused:?}");
    drop(registry);
    set_aside(&folder.0).expect("nobody has it open");
}

/// A disk of two megabytes, in a mount namespace of its own, on which the test below runs.
#[test]
fn a_full_disk_costs_neither_list_nor_copy() {
    let (folder, program) = (Folder::new(), std::env::current_exe().expect("this program"));
    let script = "mount -t tmpfs -o size=2m keyperch \"$1\" && cd \"$1\" && touch small && \
                  exec \"$0\" --exact --ignored backup::on_a_small_disk";
    let run = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", script])
        .args([program.as_path(), folder.0.as_path()])
        .output()
        .expect("unshare");
    let said = String::from_utf8_lossy(&run.stdout) + String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
#[ignore = "fills the disk that the test above makes for it"]
async fn on_a_small_disk() {
    let here = std::env::current_dir().expect("the disk");
    assert!(here.join("small").exists(), "only on a disk of its own");
    let registry = Registry::open(&here).expect("a registry");
    for number in 0..5 {
        add(&registry, number).await.expect("an org");
    }
    registry.back_up_if_changed().await.expect("a copy");
    let copy = std::fs::read(here.join(NEWEST)).expect("the copy");
    add(&registry, 5).await.expect("an org");
    fill(&here.join("filler"));
    let refused = registry.back_up_if_changed().await.expect_err("the disk is full");
    assert!(matches!(refused, Error::Registry(RegistryTrouble::Unwritable(_))), "{refused:?}");
    assert_eq!(std::fs::read(here.join(NEWEST)).expect("the copy"), copy, "the one that there was");
    assert!(!here.join(PART).exists(), "what could not be finished gives its room back");
    let mut kept = 6;
    let refused = loop {
        fill(&here.join(format!("filler-{kept}")));
        match add(&registry, kept).await {
            Ok(()) => kept += 1,
            Err(refused) => break refused,
        }
    };
    assert!(matches!(refused, Error::Registry(RegistryTrouble::Unwritable(_))), "{refused:?}");
    for filler in std::fs::read_dir(&here).expect("the disk").flatten() {
        if filler.file_name().to_string_lossy().starts_with("filler") {
            std::fs::remove_file(filler.path()).expect("removed");
        }
    }
    registry.back_up_if_changed().await.expect("a copy");
    add(&registry, 1000).await.expect("an org");
    let rows = rows(&registry).await.expect("rows");
    assert!(rows.len() > kept && rows.len() <= kept + 2, "{kept} were kept: {rows:?}");
}

/// Writes until nothing more goes in.
fn fill(file: &Path) {
    use std::io::Write;
    let mut filler = std::fs::File::create(file).expect("a file");
    while filler.write_all(&[7; 512]).is_ok() {}
}
