//! F27 and F39: the data folder, or a file in it, is not ours to write, or is others' to read.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;

use super::Case;
use super::bench::Bench;
use super::files::ends;
use crate::Failed;
use crate::life::Life;
use crate::orders::{Order, VaultKind};
use crate::scene::{Role, Scene};

pub(super) const CASES: &[Case] = &[
    Case { id: "F27", what: "the data folder is forbidden", run: || Box::pin(forbidden()) },
    Case { id: "F39", what: "files with the wrong mode", run: || Box::pin(wrong_mode()) },
    Case { id: "F39b", what: "a list that belongs to somebody else", run: || Box::pin(wrong_owner()) },
];

/// Nobody: the user without rights.
const NOBODY: u32 = 65_534;

/// A scene whose children are nobody's, with an empty folder of root's.
async fn as_nobody() -> Result<Scene, Failed> {
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
    Ok(scene)
}

/// As nobody, in a folder of root's: it is said, and it works once the folder is theirs.
async fn forbidden() -> Result<String, Failed> {
    let mut scene = as_nobody().await?;
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

/// Restored by root, say: it is told, it stays as it is, and with its owner back everything is there.
async fn wrong_owner() -> Result<String, Failed> {
    let mut scene = as_nobody().await?;
    let (folder, nobody) = (scene.setup.data_dir.clone(), Some(NOBODY));
    chown(&folder, nobody, nobody)?;
    let mut life = scene.live().await?;
    let entry = scene.signed_in(&mut life, Role::UAT).await?;
    life.order(&Order::Upkeep).await?.done()?;
    life.bury().await?;
    let list = folder.join("keyperch.sqlite");
    let before = std::fs::read(&list)?;
    chown(&list, Some(0), Some(0))?;
    let (life, refused) = Life::begin(&scene.setup, &scene.surroundings).await?;
    life.bury().await?;
    if refused.code() != Some("registry_unwritable") {
        return Err(format!("unexpected: {refused:?}").into());
    }
    if std::fs::read(&list)? != before {
        return Err("a list of somebody else was changed".into());
    }
    chown(&list, nobody, nobody)?;
    let mut life = scene.live().await?;
    let orgs = life.order(&Order::Orgs).await?.done()?;
    if orgs[0]["apps"][0]["id"] != serde_json::to_value(entry.app)? {
        return Err(format!("the entry is gone: {orgs}").into());
    }
    // Its credentials were in the memory of the life that ended: the next normal action is to add it anew.
    life.order(&Order::RemoveApp { app: entry.app, sign_out: false }).await?.done()?;
    let entry = scene.add_app(&mut life, entry.org, Role::UAT, "Rehearsal Tool").await?;
    scene.sign_in(&mut life, &entry).await?.done()?;
    scene.renews(&mut life, &entry).await?;
    life.bury().await?;
    Ok("said, left as it was, and kept".to_owned())
}
