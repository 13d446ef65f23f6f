//! F24–F26 and F38: the disk is full, read-only or failing. Files here are SQLite's own.
//!
//! Needs a mount namespace of its own: `make faults` gives it one.

use std::path::{Path, PathBuf};

use practice_org::{FaultName, FaultOrder};
use tokio::process::Command;

use super::Case;
use super::bench::{Bench, of_refresh};
use crate::Failed;
use crate::life::{Answer, Life};
use crate::orders::Order;
use crate::scene::Scene;

pub(super) const CASES: &[Case] = &[
    Case { id: "F24", what: "the disk is full before a refresh", run: || Box::pin(full(false)) },
    Case { id: "F25", what: "the disk is full when the answer comes", run: || Box::pin(full(true)) },
    Case { id: "F26", what: "the disk is read-only", run: || Box::pin(read_only()) },
    Case { id: "F38", what: "fsync fails with EIO", run: || Box::pin(input_output_error()) },
];

/// A small disk of its own, gone when this is dropped.
struct Disk(PathBuf);

impl Disk {
    async fn mount(at: PathBuf) -> Result<Self, Failed> {
        std::fs::create_dir_all(&at)?;
        run("mount", &["-t", "tmpfs", "-o", "size=2m,mode=0700", "tmpfs", &text(&at)]).await?;
        Ok(Self(at))
    }

    async fn again(&self, how: &str) -> Result<(), Failed> {
        run("mount", &["-o", &format!("remount,{how}"), &text(&self.0)]).await
    }

    /// Takes all the room there is; what takes it.
    fn fill(&self) -> PathBuf {
        let filler = self.0.join("filler");
        for size in [1 << 20, 1 << 16, 1 << 12, 1 << 8] {
            let mut file = std::fs::File::options().create(true).append(true).open(&filler).ok();
            while let Some(open) = &mut file {
                if std::io::Write::write_all(open, &vec![0; size]).is_err() {
                    break;
                }
            }
        }
        filler
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _gone = std::process::Command::new("umount").arg("-l").arg(&self.0).status();
        // The scene could not remove its folder while this was mounted in it.
        let _gone = self.0.parent().map(std::fs::remove_dir_all);
    }
}

/// A bench whose data folder lies on a small disk.
async fn on_a_disk() -> Result<(Bench, Disk), Failed> {
    let mut scene = Scene::begin().await?;
    let disk = Disk::mount(scene.folder.join("disk")).await?;
    scene.setup.data_dir = disk.0.join("data");
    Ok((Bench::on(scene).await?, disk))
}

/// Before a refresh it is refused, and nothing is spent. Under way it is kept, whether it can be put on record or not.
async fn full(under_way: bool) -> Result<String, Failed> {
    let (mut bench, disk) = on_a_disk().await?;
    let before = bench.scene.counts().await?.refreshes;
    let filler = if under_way {
        bench.fault(FaultOrder { ms: Some(600), ..of_refresh(FaultName::Slow) })?;
        bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
        bench.has_struck("slow").await?;
        disk.fill()
    } else {
        // Without a journal that has room already, the intent needs some.
        empty_the_journal(&bench.scene.setup.data_dir)?;
        let filler = disk.fill();
        bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
        filler
    };
    let told = bench.life.hear().await?;
    let said = match &told {
        Answer::Done(_) if under_way => "it went on",
        answer if answer.code() == Some("registry_unwritable") => "it was said",
        other => return Err(format!("unexpected: {other:?}").into()),
    };
    let refreshes = bench.scene.counts().await?.refreshes - before;
    if refreshes != u64::from(under_way) {
        return Err(format!("{refreshes} tokens were spent").into());
    }
    std::fs::remove_file(filler)?;
    bench.start_again().await?;
    let end = bench.kept().await?;
    drop(disk);
    Ok(format!("{said}; {end}"))
}

async fn read_only() -> Result<String, Failed> {
    let (mut bench, disk) = on_a_disk().await?;
    let before = bench.scene.counts().await?.refreshes;
    ends(&mut bench).await?;
    disk.again("ro").await?;
    let (mut life, opened) = Life::begin(&bench.scene.setup, &bench.scene.surroundings).await?;
    let told = match opened {
        Answer::Done(_) => bench.scene.copy(&mut life, &bench.entry).await?,
        refused => refused,
    };
    life.bury().await?;
    if told.code() != Some("registry_unwritable") {
        return Err(format!("unexpected: {told:?}").into());
    }
    disk.again("rw").await?;
    if bench.scene.counts().await?.refreshes != before {
        return Err("a token was spent though nothing could be noted".into());
    }
    bench.then_live().await?;
    let end = bench.kept().await?;
    drop(disk);
    Ok(end)
}

async fn input_output_error() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let (library, switch) = (bench.scene.folder.join("eio.so"), bench.scene.folder.join("eio"));
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src/cases/eio.c");
    run("cc", &["-shared", "-fPIC", "-o", &text(&library), source, "-ldl"]).await?;
    let usual = bench.scene.surroundings.environment.clone();
    let shim = [("LD_PRELOAD".to_owned(), text(&library)), ("EIO_WHILE".to_owned(), text(&switch))];
    bench.scene.surroundings.environment.extend(shim);
    bench.start_again().await?;
    let before = bench.scene.counts().await?.refreshes;
    std::fs::write(&switch, "")?;
    let told = bench.copy().await?;
    let refreshes = bench.scene.counts().await?.refreshes;
    std::fs::remove_file(&switch)?;
    if told.code() != Some("registry_unwritable") || refreshes != before {
        return Err(format!("an intent that may not be on the disk was relied on: {told:?}").into());
    }
    bench.copy().await?.done()?;
    bench.scene.surroundings.environment = usual;
    bench.start_again().await?;
    bench.kept().await
}

/// Ends the life of a bench, so that its files can be changed; [`Bench::then_live`] begins the next.
pub(super) async fn ends(bench: &mut Bench) -> Result<(), Failed> {
    bench.look_at_the_list().await?;
    let next = bench.scene.live().await?;
    std::mem::replace(&mut bench.life, next).bury().await?;
    bench.life.end().await
}

/// Puts everything from the journal into the file, and leaves it without room.
fn empty_the_journal(folder: &Path) -> Result<(), Failed> {
    let list = rusqlite::Connection::open(folder.join("keyperch.sqlite"))?;
    let is_busy: bool = list.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if is_busy { Err("the journal is in use".into()) } else { Ok(()) }
}

async fn run(program: &str, arguments: &[&str]) -> Result<(), Failed> {
    let done = Command::new(program).args(arguments).output().await?;
    if done.status.success() {
        Ok(())
    } else {
        Err(format!("{program}: {}", String::from_utf8_lossy(&done.stderr).trim()).into())
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
