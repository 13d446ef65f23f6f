//! Part one: one child, several grants, a real Secret Service, and everything that chance brings.

use std::time::Duration;

use serde_json::Value;

use super::ledger::Ledger;
use super::trouble::{Odds, Trouble};
use crate::Failed;
use crate::chance::Chance;
use crate::life::{Answer, Life};
use crate::orders::Order;
use crate::report::{line, seconds};
use crate::scene::{Entry, Role, Scene};
use crate::stopwatch::Stopwatch;

/// One grant in each org, and a second user in the first.
const ROLES: [Role; 5] = [
    Role { org: 0, app: 0, user: 0 },
    Role { org: 0, app: 1, user: 1 },
    Role { org: 1, app: 0, user: 0 },
    Role { org: 2, app: 0, user: 1 },
    Role { org: 3, app: 0, user: 0 },
];
/// How often a copy is tried until it is a success or a loss.
const TRIES: u32 = 8;
/// How much more memory the last life may need in its end, in KiB, and how many more open files.
const MORE_KIB: u64 = 10 * 1024;
const MORE_FILES: u64 = 2;
/// In so many rotations something must have gone wrong, or nothing was tried.
const MANY: u64 = 1000;

/// Everything that is counted on the way.
struct Soak {
    scene: Scene,
    life: Life,
    entries: Vec<Entry>,
    ledger: Ledger,
    faults: u64,
    kills: u64,
    lives: Vec<[Value; 2]>,
    /// Whether the last life has everything that it needs.
    is_ripe: bool,
}

/// So many rotations; how many sign-ins were lost that need not have been.
pub async fn rotations(rotations: u64, seed: u64) -> Result<u64, Failed> {
    let (odds, mut chance) = (Odds::of_keyperch()?, Chance::for_part(seed, "rotations", 0));
    let watch = Stopwatch::start();
    let mut soak = Soak::begin().await?;
    while soak.scene.practice.tally().all.refreshes < rotations {
        let entry = chance.one_of(&soak.entries).cloned().ok_or("no entry")?;
        let host = soak.scene.practice.orgs()[entry.role.org].host.clone();
        let done = soak.scene.practice.tally().all.refreshes;
        let is_last = done >= rotations / 10 * 9;
        if is_last && !std::mem::replace(&mut soak.is_ripe, is_last) {
            soak.ripens().await?;
        }
        let trouble = match odds.draw(&mut chance, &host) {
            // The last life is a long one: its memory is looked at.
            Trouble::Kill(_) if is_last => Trouble::Nothing,
            trouble => trouble,
        };
        soak.rotate(&entry, trouble.clone())
            .await
            .map_err(|failed| format!("rotation {done}, {trouble:?}: {failed}"))?;
        if (done + 1).is_multiple_of(1000) {
            line(&format!("  {} rotations, {}", done + 1, seconds(watch.read())));
        }
    }
    soak.end(watch).await
}

impl Soak {
    async fn begin() -> Result<Self, Failed> {
        let scene = Scene::begin().await?;
        let mut life = scene.live().await?;
        let mut entries = Vec::new();
        for role in ROLES {
            let org = match entries.iter().find(|entry: &&Entry| entry.role.org == role.org) {
                Some(entry) => entry.org,
                None => scene.add_org(&mut life, role).await?,
            };
            let name = format!("App {}", entries.len());
            let entry = scene.add_app(&mut life, org, role, &name).await?;
            scene.sign_in(&mut life, &entry).await?.done()?;
            entries.push(entry);
        }
        let mut soak = Self {
            scene,
            life,
            entries,
            ledger: Ledger::default(),
            faults: 0,
            kills: 0,
            lives: Vec::new(),
            is_ripe: false,
        };
        let first = soak.entries[0].clone();
        soak.scene.renews(&mut soak.life, &first).await?;
        soak.is_born().await?;
        Ok(soak)
    }

    /// One rotation, and what comes with it, until the grant works again.
    async fn rotate(&mut self, entry: &Entry, trouble: Trouble) -> Result<(), Failed> {
        self.scene.expire(&mut self.life).await?;
        match trouble {
            Trouble::Nothing => {
                let answer = self.scene.copy(&mut self.life, entry).await?;
                if !answer.needs_a_person() {
                    return answer.done().map(drop);
                }
            }
            Trouble::Fault(order) => {
                self.faults += 1;
                self.scene.practice.fault(*order)?;
                drop(self.scene.copy(&mut self.life, entry).await?);
            }
            Trouble::Freeze(pause) => {
                self.faults += 1;
                self.scene.keyring.freeze()?;
                let thawed = async {
                    tokio::time::sleep(pause).await;
                    self.scene.keyring.thaw()
                };
                let (thawed, copied) = tokio::join!(thawed, self.scene.copy(&mut self.life, entry));
                thawed?;
                copied?.done()?;
            }
            Trouble::Kill(death) => {
                self.kills += 1;
                self.note_body().await?;
                self.life.order(&Order::Arm { death }).await?.done()?;
                let died = self.scene.copy(&mut self.life, entry).await?;
                if !died.is_death_at_the_point() {
                    return Err(format!("it did not die: {died:?}").into());
                }
                let next = self.scene.live().await?;
                std::mem::replace(&mut self.life, next).bury().await?;
                self.life.order(&Order::Upkeep).await?.done()?;
                self.is_born().await?;
            }
        }
        self.settle(entry).await
    }

    /// Tries until the grant gives a token or is known to be lost; then a person signs in.
    async fn settle(&mut self, entry: &Entry) -> Result<(), Failed> {
        let mut last = Answer::Done(Value::Null);
        for _ in 0..TRIES {
            last = self.scene.copy(&mut self.life, entry).await?;
            if last.needs_a_person() {
                let tally = self.scene.books().await?;
                self.ledger.lost(&tally, &entry.key, &entry.username);
                self.scene.sign_in(&mut self.life, entry).await?.done()?;
                return match self.ledger.unaccounted(&tally) {
                    0 => Ok(()),
                    more => Err(format!("{more} answers were lost of which nothing came").into()),
                };
            }
            if matches!(last, Answer::Done(_)) {
                let tally = self.scene.books().await?;
                if self.ledger.unaccounted(&tally) == 0 {
                    return Ok(());
                }
                // An answer was lost, and this is the access token that came with it: what is lost shows at the next.
                self.scene.expire(&mut self.life).await?;
                continue;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(format!("it does not come right: {last:?}").into())
    }

    async fn is_born(&mut self) -> Result<(), Failed> {
        let body = self.life.order(&Order::Body).await?.done()?;
        self.lives.push([body.clone(), body]);
        Ok(())
    }

    /// Every grant is used once, and every app signed in to, which asks two things of its host at once: so every host has
    /// all the connections that it ever needs. What is needed more than that is growth.
    async fn ripens(&mut self) -> Result<(), Failed> {
        for entry in self.entries.clone() {
            self.scene.expire(&mut self.life).await?;
            self.settle(&entry).await?;
            self.scene.sign_in(&mut self.life, &entry).await?.done()?;
        }
        self.lives.pop();
        self.is_born().await
    }

    async fn note_body(&mut self) -> Result<(), Failed> {
        let body = self.life.order(&Order::Body).await?.done()?;
        if let Some(life) = self.lives.last_mut() {
            life[1] = body;
        }
        Ok(())
    }

    /// The last life is the one that nobody ends: it needs no more in its end than when it was ripe.
    fn has_not_grown(&self) -> Result<(), Failed> {
        let [born, last] = self.lives.last().ok_or("nobody lived")?;
        let grown = |what: &str, most: u64| match (born[what].as_u64(), last[what].as_u64()) {
            (Some(born), Some(last)) if last <= born + most => Ok(()),
            (born, last) => Err(Failed::from(format!("{what} went from {born:?} to {last:?}"))),
        };
        grown("rss_kib", MORE_KIB)?;
        grown("open_files", MORE_FILES)
    }

    async fn end(mut self, watch: Stopwatch) -> Result<u64, Failed> {
        for entry in self.entries.clone() {
            self.scene.expire(&mut self.life).await?;
            self.settle(&entry).await?;
        }
        self.note_body().await?;
        self.life.order(&Order::Upkeep).await?.done()?;
        let checked = self.life.order(&Order::SelfCheck).await?.done()?;
        let tally = self.scene.books().await?;
        let Ledger { unavoidable, avoidable, .. } = self.ledger;
        line(&format!(
            "{} rotations, {} faults, {} kills, {}: {avoidable} avoidable losses, {unavoidable} unavoidable ones; the \
             practice org counts {} answers never read and {} spent tokens shown",
            tally.all.refreshes,
            self.faults,
            self.kills,
            seconds(watch.read()),
            tally.all.unread,
            tally.all.replays
        ));
        let bodies =
            self.lives.iter().enumerate().filter(|(place, _)| [0, self.lives.len() - 1].contains(place));
        for (place, [born, last]) in bodies {
            line(&format!(
                "  life {} of {}{}: memory {} → {} KiB, open files {} → {}",
                place + 1,
                self.lives.len(),
                if place + 1 == self.lives.len() { ", once it was ripe" } else { "" },
                born["rss_kib"],
                last["rss_kib"],
                born["open_files"],
                last["open_files"]
            ));
        }
        self.has_not_grown()?;
        if tally.all.refreshes >= MANY && (self.faults == 0 || self.kills == 0) {
            return Err("nothing went wrong in all that time: nothing was tried".into());
        }
        self.life.bury().await?;
        if checked["orphans"] != 0 {
            return Err(format!("list and keychain do not agree: {checked}").into());
        }
        let unaccounted = self.ledger.unaccounted(&tally);
        if unaccounted != 0 || tally.all.replays > tally.all.unread {
            return Err(
                format!("the books do not agree: {unaccounted} answers lost and nothing came of it").into()
            );
        }
        Ok(avoidable)
    }
}
