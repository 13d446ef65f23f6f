//! Damaged lists: whatever is done to the file, it is opened with every row, or refused, and the copy is offered.

use std::io::{Seek, SeekFrom, Write};

use keyperch_core::io::registry::{FILE, Registry, restore_backup};
use keyperch_core::model::error::{Error, RegistryTrouble};
use rusqlite::Connection;

use super::support::list::{Folder, rows};

const ORGS: usize = 30;

#[tokio::test]
async fn a_harmed_list_is_refused_untouched_and_its_copy_has_every_row() {
    let whole = Folder::with_a_list(ORGS).await;
    let before = rows(&whole.open()).await.expect("rows");
    whole.is_closed();
    let bytes = whole.read(FILE);
    let pages = bytes.len() / 4096;
    let mut harmed: Vec<(String, Vec<u8>)> = vec![("emptied".to_owned(), vec![])];
    for length in [1, 15, 16, 99, 100, 511, 512, 4095, 4096, 4097, 8192, (pages - 1) * 4096, bytes.len() - 1]
    {
        harmed.push((format!("cut to {length}"), bytes[..length].to_vec()));
    }
    // As a file is after the power failed: as long as it was, and the end of it never written.
    for length in [0, 100, 4096, (pages / 2) * 4096 + 1000, (pages - 1) * 4096] {
        let mut zeroed = bytes.clone();
        zeroed[length..].fill(0);
        harmed.push((format!("zeroed from {length}"), zeroed));
    }
    let empty = Folder::new();
    let other = Connection::open(empty.file()).expect("a database");
    other.execute_batch("PRAGMA journal_mode = WAL; VACUUM").expect("one page");
    other.close().expect("closed");
    harmed.push(("a database with nothing in it".to_owned(), empty.read(FILE)));
    for (what, harmed) in harmed {
        std::fs::write(whole.file(), &harmed).expect("harmed");
        let refused = Registry::open(&whole.0).expect_err(&what);
        assert!(matches!(refused, RegistryTrouble::Damaged { backup: Some(_), .. }), "{what}: {refused:?}");
        assert_eq!(whole.read(FILE), harmed, "{what}: left as it was");
        restore_backup(&whole.0).expect("restored");
        assert_eq!(rows(&whole.open()).await.expect("rows"), before, "{what}");
        whole.is_closed();
    }
}

#[tokio::test]
async fn a_list_without_its_salt_is_damaged() {
    let folder = Folder::with_a_list(1).await;
    let list = Connection::open(folder.file()).expect("the list");
    list.execute("DELETE FROM install", []).expect("deleted");
    drop(list);
    let refused = Registry::open(&folder.0).expect_err("damaged");
    assert!(matches!(refused, RegistryTrouble::Damaged { backup: Some(_), .. }), "{refused:?}");
}

#[tokio::test]
async fn zeros_behind_the_end_do_no_harm() {
    let folder = Folder::with_a_list(ORGS).await;
    let mut file = std::fs::File::options().append(true).open(folder.file()).expect("the file");
    file.write_all(&[0; 8192]).expect("padded");
    drop(file);
    assert_eq!(rows(&folder.open()).await.expect("rows").len(), ORGS);
}

/// The header, bit by bit, and what is not empty of every page: a flipped bit is seen, or hides no row.
#[tokio::test]
async fn no_flipped_bit_hides_a_row() {
    let whole = Folder::with_a_list(ORGS).await;
    let bytes = whole.read(FILE);
    let header = (0..100).flat_map(|at| (0..8).map(move |bit| (at, bit))).step_by(3);
    let filled = (100..bytes.len()).filter(|at| bytes[*at] != 0).step_by(29).map(|at| (at, at % 8));
    let (mut opened, mut refused) = (0, 0);
    for (at, bit) in header.chain(filled) {
        let folder = Folder::new();
        std::fs::write(folder.file(), &bytes).expect("a copy");
        let mut file = std::fs::File::options().write(true).open(folder.file()).expect("the file");
        file.seek(SeekFrom::Start(at as u64)).expect("there");
        file.write_all(&[bytes[at] ^ (1 << bit)]).expect("flipped");
        drop(file);
        let what = format!("bit {bit} of byte {at}");
        match Registry::open(&folder.0) {
            Ok(registry) => match rows(&registry).await {
                Ok(rows) => {
                    opened += 1;
                    assert_eq!(rows.len(), ORGS, "{what}");
                    let apps = rows.iter().filter(|row| row.split(' ').count() == 6).count();
                    assert_eq!(apps, ORGS, "{what}: {rows:?}");
                }
                Err(Error::Registry(RegistryTrouble::Damaged { .. })) => refused += 1,
                Err(other) => panic!("{what}: {other:?}"),
            },
            Err(RegistryTrouble::Damaged { .. } | RegistryTrouble::Newer) => refused += 1,
            Err(other) => panic!("{what}: {other:?}"),
        }
    }
    println!("{opened} flips did no harm, {refused} were refused");
    assert!(opened > 50 && refused > 50, "both happen: {opened}, {refused}");
}
