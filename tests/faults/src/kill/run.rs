//! One run: set up, die, start again, look.

use super::rows::{During, Row};
use super::{act, aftermath, older};
use crate::Failed;
use crate::chance::Chance;
use crate::life::Answer;
use crate::scene::Scene;

/// A run that was survived.
#[derive(Clone, Copy, Debug, Default)]
pub struct Survived {
    /// A person had to sign in again, where that is allowed.
    pub signed_in_again: bool,
    /// Spent tokens that were shown, where that is allowed.
    pub replays: u64,
}

/// Runs a row once.
pub(super) async fn survives(scene: &mut Scene, row: &Row, run: u64, seed: u64) -> Result<Survived, Failed> {
    let mut chance = Chance::for_part(seed, &row.id, run);
    scene.anew()?;
    let mut life = scene.live().await?;
    let before = act::prepare(scene, &mut life, row).await?;
    let death = act::death(row, &mut chance);
    let (life, died) = if row.during == During::StartOlder {
        life.bury().await?;
        older::age(scene)?;
        scene.live_until(death).await?
    } else {
        // Every other run dies in a later life than the one that set everything up.
        if run % 2 == 1 {
            life.bury().await?;
            life = scene.live().await?;
        }
        let died = act::act(scene, &mut life, &before, death, row).await?;
        (life, died)
    };
    must_have_died(row, &died)?;
    life.bury().await?;
    let books = scene.counts().await?;
    let mut life = scene.live().await?;
    let survived = aftermath::of(scene, &mut life, row, &before, books).await;
    match survived {
        Ok(survived) => {
            aftermath::clear(scene, &mut life, row, &before).await?;
            life.bury().await?;
            Ok(survived)
        }
        Err(failed) => Err(failed),
    }
}

fn must_have_died(row: &Row, died: &Answer) -> Result<(), Failed> {
    if died.is_death_at_the_point() {
        Ok(())
    } else {
        Err(format!("it did not die at {}: {died:?}", row.point).into())
    }
}
