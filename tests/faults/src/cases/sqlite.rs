//! F29–F37 and F84: the file of the list is damaged, newer, elsewhere, or not alone.
//!
//! Whatever is found there, it is told, it is not made worse, and nothing is ever silently empty: with the right file back,
//! everything is as it was.

use std::path::{Path, PathBuf};

use super::Case;
use super::bench::Bench;
use super::files::ends;
use crate::Failed;
use crate::chance::Chance;
use crate::life::{Answer, Life};
use crate::orders::Order;

pub(super) const CASES: &[Case] = &[
    Case { id: "F29", what: "a copy that can never be put in its place", run: || Box::pin(no_place()) },
    Case { id: "F30", what: "an empty file", run: || Box::pin(damaged(|_| Vec::new())) },
    Case {
        id: "F31",
        what: "half a file",
        run: || Box::pin(damaged(|whole| whole[..whole.len() / 2].to_vec())),
    },
    Case {
        id: "F31b",
        what: "a file cut in its first page",
        run: || Box::pin(damaged(|whole| whole[..100].to_vec())),
    },
    Case { id: "F32", what: "a file of zeros", run: || Box::pin(damaged(|whole| vec![0; whole.len()])) },
    Case { id: "F32b", what: "the second half zeros", run: || Box::pin(damaged(half_zeros)) },
    Case { id: "F33", what: "one bit is another, in forty places", run: || Box::pin(flipped()) },
    Case { id: "F34", what: "a newer schema", run: || Box::pin(newer()) },
    Case {
        id: "F35",
        what: "leftovers beside the file",
        run: || {
            Box::pin(beside(&[
                "keyperch.sqlite-journal",
                "keyperch.backup.sqlite.new",
                ".keyperch.sqlite.swp",
            ]))
        },
    },
    Case { id: "F36", what: "a link instead of the file", run: || Box::pin(link()) },
    Case {
        id: "F37",
        what: "a sync client's conflict copy",
        run: || {
            Box::pin(beside(&["keyperch (conflicted copy).sqlite", "keyperch.sync-conflict-20261126.sqlite"]))
        },
    },
    Case { id: "F84", what: "an old and a new version side by side", run: || Box::pin(side_by_side()) },
];

/// A bench whose life has ended, and the path of its list.
async fn at_rest() -> Result<(Bench, PathBuf, Vec<u8>), Failed> {
    let mut bench = Bench::begin().await?;
    // A copy of the list is made by then.
    bench.life.order(&Order::Upkeep).await?.done()?;
    ends(&mut bench).await?;
    let file = bench.scene.setup.data_dir.join("keyperch.sqlite");
    // What was written last still lies beside the file.
    let list = rusqlite::Connection::open(&file)?;
    list.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    drop(list);
    let whole = std::fs::read(&file)?;
    Ok((bench, file, whole))
}

/// A folder lies where the copy of the list belongs: renaming fails for good, and only the copy is missed.
async fn no_place() -> Result<String, Failed> {
    let (mut bench, file, _whole) = at_rest().await?;
    let copy = file.with_file_name("keyperch.backup.sqlite");
    std::fs::remove_file(&copy)?;
    std::fs::create_dir_all(copy.join("in the way"))?;
    bench.then_live().await?;
    bench.copy().await?.done()?;
    bench.life.order(&Order::Upkeep).await?.done()?;
    bench.start_again().await?;
    bench.copy().await?.done()?;
    std::fs::remove_dir_all(&copy)?;
    bench.scene.expire(&mut bench.life).await?;
    bench.copy().await?.done()?;
    bench.life.order(&Order::Upkeep).await?.done()?;
    if !copy.is_file() {
        return Err("no copy was made when there was a place for it again".into());
    }
    bench.kept().await
}

/// What a child says that opens this.
async fn opened(bench: &Bench) -> Result<Answer, Failed> {
    let (life, answer) = Life::begin(&bench.scene.setup, &bench.scene.surroundings).await?;
    life.bury().await?;
    Ok(answer)
}

async fn damaged(damage: fn(&[u8]) -> Vec<u8>) -> Result<String, Failed> {
    let (mut bench, file, whole) = at_rest().await?;
    put_alone(&file, &damage(&whole))?;
    let told = opened(&bench).await?;
    if told.code() != Some("registry_damaged") {
        return Err(format!("expected that it is damaged, got {told:?}").into());
    }
    let again = opened(&bench).await?;
    if again.code() != Some("registry_damaged") {
        return Err(format!("the second time it was {again:?}").into());
    }
    put_alone(&file, &whole)?;
    bench.then_live().await?;
    bench.kept().await
}

/// A damage that SQLite can see is told; one that it cannot see takes no entry away.
async fn flipped() -> Result<String, Failed> {
    let (mut bench, file, whole) = at_rest().await?;
    let (mut chance, mut told) = (Chance::of(33), 0);
    for place in 0..40 {
        let mut spoilt = whole.clone();
        // The header's bytes are all tried within the first runs, the rest by chance.
        let at = if place < 10 { place * 10 } else { usize::try_from(chance.below(whole.len() as u64))? };
        spoilt[at] ^= 1 << chance.below(8);
        put_alone(&file, &spoilt)?;
        let (mut life, answer) = Life::begin(&bench.scene.setup, &bench.scene.surroundings).await?;
        match answer {
            Answer::Done(_) => {
                let orgs = life.order(&Order::Orgs).await?;
                let apps = match &orgs {
                    Answer::Done(orgs) => orgs[0]["apps"].as_array().map_or(0, Vec::len),
                    // Read only now, and told only now.
                    _ => 1,
                };
                if apps != 1 {
                    return Err(format!("a bit at {at}, and the entry was silently gone").into());
                }
            }
            ref refused if refused.code().is_some_and(|code| code.starts_with("registry_")) => told += 1,
            other => return Err(format!("a bit at {at}: {other:?}").into()),
        }
        life.bury().await?;
    }
    put_alone(&file, &whole)?;
    bench.then_live().await?;
    Ok(format!("{told} of 40 were told; {}", bench.kept().await?))
}

async fn newer() -> Result<String, Failed> {
    let (mut bench, file, _whole) = at_rest().await?;
    let version = set_version(&file, None)?;
    set_version(&file, Some(version + 90))?;
    let newer = std::fs::read(&file)?;
    let told = opened(&bench).await?;
    if told.code() != Some("registry_newer") {
        return Err(format!("expected that it is newer, got {told:?}").into());
    }
    if std::fs::read(&file)? != newer {
        return Err("a newer list was touched".into());
    }
    set_version(&file, Some(version))?;
    bench.then_live().await?;
    bench.kept().await
}

/// The new version has changed the schema while the old one runs.
async fn side_by_side() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let file = bench.scene.setup.data_dir.join("keyperch.sqlite");
    let version = set_version(&file, None)?;
    set_version(&file, Some(version + 1))?;
    let told = opened(&bench).await?;
    if told.code() != Some("registry_newer") {
        return Err(format!("the older version did not refuse: {told:?}").into());
    }
    // The one that runs goes on, and loses nothing.
    bench.copy().await?.done()?;
    set_version(&file, Some(version))?;
    bench.start_again().await?;
    bench.kept().await
}

async fn beside(names: &[&str]) -> Result<String, Failed> {
    let (mut bench, file, _whole) = at_rest().await?;
    let folder = file.parent().ok_or("no folder")?;
    for name in names {
        std::fs::write(folder.join(name), b"not of this list")?;
    }
    bench.then_live().await?;
    bench.copy().await?.done()?;
    let kept = bench.kept().await?;
    Ok(kept)
}

async fn link() -> Result<String, Failed> {
    let (mut bench, file, whole) = at_rest().await?;
    let elsewhere = bench.scene.folder.join("elsewhere.sqlite");
    std::fs::rename(&file, &elsewhere)?;
    std::os::unix::fs::symlink(&elsewhere, &file)?;
    let told = opened(&bench).await?;
    if !told.code().is_some_and(|code| code.starts_with("registry_")) {
        return Err(format!("a link was followed: {told:?}").into());
    }
    if std::fs::read(&elsewhere)? != whole {
        return Err("what the link names was changed".into());
    }
    std::fs::remove_file(&file)?;
    std::fs::rename(&elsewhere, &file)?;
    bench.then_live().await?;
    bench.kept().await
}

fn half_zeros(whole: &[u8]) -> Vec<u8> {
    let mut spoilt = whole.to_vec();
    spoilt[whole.len() / 2..].fill(0);
    spoilt
}

/// Puts a content in the file's place, without what SQLite has beside it.
fn put_alone(file: &Path, content: &[u8]) -> Result<(), Failed> {
    for ending in ["-wal", "-shm"] {
        let beside = file.with_file_name(format!("keyperch.sqlite{ending}"));
        if beside.exists() {
            std::fs::remove_file(beside)?;
        }
    }
    Ok(std::fs::write(file, content)?)
}

/// Sets the schema's version; says which it was.
fn set_version(file: &Path, version: Option<i64>) -> Result<i64, Failed> {
    let list = rusqlite::Connection::open(file)?;
    let was = list.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if let Some(version) = version {
        list.pragma_update(None, "user_version", version)?;
        list.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    }
    Ok(was)
}
