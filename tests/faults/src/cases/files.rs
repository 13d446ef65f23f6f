//! F24–F27, F38 and F39: the disk is full, read-only, forbidden or failing. Files here are SQLite's own.
//!
//! Needs a mount namespace of its own: `make faults` gives it one.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::time::Duration;

use practice_org::{FaultName, FaultOrder};
use tokio::process::Command;

use super::Case;
use super::bench::{Bench, of_refresh};
use crate::Failed;
use crate::life::{Answer, Life};
use crate::orders::{Order, VaultKind};
use crate::scene::{Role, Scene};

pub(super) const CASES: &[Case] = &[
    Case { id: "F24", what: "the disk is full before a refresh", run: || Box::pin(full(false)) },
    Case { id: "F25", what: "the disk is full when the answer comes", run: || Box::pin(full(true)) },
    Case { id: "F26", what: "the disk is read-only", run: || Box::pin(read_only()) },
    Case { id: "F27", what: "the data folder is forbidden", run: || Box::pin(forbidden()) },
    Case { id: "F38", what: "fsync fails with EIO", run: || Box::pin(input_output_error()) },
    Case { id: "F39", what: "files with the wrong mode", run: || Box::pin(wrong_mode()) },
];

/// Nobody: the user without rights.
const NOBODY: u32 = 65_534;

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

/// Either there is still room in a file that SQLite has, or the refresh is refused before anything is spent.
async fn full(under_way: bool) -> Result<String, Failed> {
    let (mut bench, disk) = on_a_disk().await?;
    let before = bench.scene.counts().await?.refreshes;
    let filler = if under_way {
        bench.fault(FaultOrder { ms: Some(600), ..of_refresh(FaultName::Slow) })?;
        bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
        tokio::time::sleep(Duration::from_millis(300)).await;
        disk.fill()
    } else {
        let filler = disk.fill();
        bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
        filler
    };
    let told = bench.life.hear().await?;
    let said = match &told {
        Answer::Done(_) => "it went on",
        answer if answer.code() == Some("registry_unwritable") => "it was said",
        other => return Err(format!("unexpected: {other:?}").into()),
    };
    if !under_way && told.code().is_some() && bench.scene.counts().await?.refreshes != before {
        return Err("a token was spent though the disk was full".into());
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

/// As nobody, in a folder of root's: it is said, and it works once the folder is theirs.
async fn forbidden() -> Result<String, Failed> {
    // The throw-away desktop's folder is its owner's alone; this one everybody can enter.
    let mut scene = Scene::begin_in(Path::new("/tmp")).await?;
    let program = scene.folder.join("child");
    std::fs::copy(crate::life::program()?, &program)?;
    scene.surroundings.program = Some(program);
    // Another user cannot reach the bus; the keychain is not what is tried here.
    scene.setup.vault = VaultKind::Memory;
    let id = NOBODY.to_string();
    scene.surroundings.through =
        ["setpriv", "--reuid", &id, "--regid", &id, "--clear-groups"].map(str::to_owned).to_vec();
    std::fs::set_permissions(&scene.folder, std::fs::Permissions::from_mode(0o755))?;
    std::fs::create_dir_all(&scene.setup.data_dir)?;
    let (life, refused) = Life::begin(&scene.setup, &scene.surroundings).await?;
    life.bury().await?;
    if refused.code() != Some("registry_unwritable") {
        return Err(format!("unexpected: {refused:?}").into());
    }
    chown(&scene.setup.data_dir, Some(NOBODY), Some(NOBODY))?;
    let mut life = scene.live().await?;
    let entry = scene.signed_in(&mut life, Role::UAT).await?;
    scene.renews(&mut life, &entry).await?;
    // Forbidden in the middle of a life: whatever is said, what was there goes on afterwards.
    for mode in [0o500, 0o700] {
        std::fs::set_permissions(&scene.setup.data_dir, std::fs::Permissions::from_mode(mode))?;
        scene.expire(&mut life).await?;
        let told = scene.copy(&mut life, &entry).await?;
        if told.needs_a_person() {
            return Err(format!("a person was asked for: {told:?}").into());
        }
    }
    scene.renews(&mut life, &entry).await?;
    life.bury().await?;
    if scene.counts().await?.replays == 0 { Ok("said, and kept".to_owned()) } else { Err("a replay".into()) }
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

async fn wrong_mode() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    ends(&mut bench).await?;
    let folder = bench.scene.setup.data_dir.clone();
    let file = folder.join("keyperch.sqlite");
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755))?;
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644))?;
    bench.then_live().await?;
    let mode = |path: &Path| std::fs::metadata(path).map(|about| about.mode() & 0o777);
    let modes = (mode(&folder)?, mode(&file)?);
    if modes != (0o700, 0o600) {
        return Err(format!("the modes are {:o} and {:o}", modes.0, modes.1).into());
    }
    bench.kept().await
}

/// Ends the life of a bench, so that its files can be changed; [`Bench::then_live`] begins the next.
pub(super) async fn ends(bench: &mut Bench) -> Result<(), Failed> {
    let next = bench.scene.live().await?;
    std::mem::replace(&mut bench.life, next).bury().await?;
    bench.life.end().await
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
