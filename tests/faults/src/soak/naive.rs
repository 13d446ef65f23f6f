//! Part three: the naive client through the same harness. If this loses nothing, the harness sees nothing.

use std::time::Duration;

use super::ledger::Ledger;
use super::trouble::{Odds, Trouble};
use crate::Failed;
use crate::chance::Chance;
use crate::life::{Answer, Life};
use crate::orders::Order;
use crate::person;
use crate::scene::{Role, Scene};

/// Two copies of it at once, so many times in a thousand.
const TOGETHER: u64 = 50;

struct Two {
    scene: Scene,
    lives: [Life; 2],
    host: String,
    key: String,
    username: String,
    ledger: Ledger,
}

/// So many rotations of a client that is wrong on purpose; how many avoidable losses were seen.
pub async fn naive(rotations: u64, seed: u64) -> Result<u64, Failed> {
    let (odds, mut chance) = (Odds::of_the_naive(), Chance::for_part(seed, "naive", 0));
    let mut two = Two::begin().await?;
    for _ in 0..rotations {
        two.scene.practice.expire_tokens(&practice_org::Selection::default());
        if chance.in_a_thousand(TOGETHER) {
            let [one, other] = &mut two.lives;
            let (one, other) = tokio::join!(one.order(&Order::NaiveCopy), other.order(&Order::NaiveCopy));
            drop((one?, other?));
            two.settle().await?;
            continue;
        }
        match odds.draw(&mut chance, &two.host) {
            Trouble::Fault(order) => {
                two.scene.practice.fault(*order)?;
                drop(two.lives[0].order(&Order::NaiveCopy).await?);
            }
            Trouble::Kill(death) => {
                two.lives[0].order(&Order::Arm { death }).await?.done()?;
                let died = two.lives[0].order(&Order::NaiveCopy).await?;
                if !died.is_death_at_the_point() {
                    return Err(format!("it did not die: {died:?}").into());
                }
                two.lives[0] = two.scene.live().await?;
                two.knows_its_app(0).await?;
            }
            Trouble::Nothing | Trouble::Freeze(_) => {}
        }
        two.settle().await?;
    }
    Ok(two.ledger.avoidable)
}

impl Two {
    async fn begin() -> Result<Self, Failed> {
        let scene = Scene::begin().await?;
        let mut at = scene.practice.orgs().swap_remove(Role::UAT.org);
        let lives = [scene.live().await?, scene.live().await?];
        let (key, username) = (at.apps.swap_remove(0).consumer_key, at.users.swap_remove(0).username);
        let mut two = Self { scene, lives, host: at.host, key, username, ledger: Ledger::default() };
        two.knows_its_app(1).await?;
        two.sign_in().await?;
        Ok(two)
    }

    /// What a client knows before it signs in; the address that it would open.
    async fn knows_its_app(&mut self, which: usize) -> Result<String, Failed> {
        let order = Order::NaiveBegin {
            key: self.key.clone(),
            callback_url: self.scene.callback_url(),
            host: self.host.clone(),
        };
        let address = self.lives[which].order(&order).await?.done()?;
        Ok(address.as_str().ok_or("no address")?.to_owned())
    }

    async fn sign_in(&mut self) -> Result<(), Failed> {
        let address = self.knows_its_app(0).await?;
        let sent_to = person::sent_to(&self.scene.practice, &address, &self.username).await;
        let url = url::Url::parse(&sent_to.ok_or("nobody was sent back")?)?;
        let code = url.query_pairs().find(|(name, _)| name == "code").ok_or("no code")?.1.into_owned();
        self.lives[0].order(&Order::NaiveCode { code }).await?.done().map(drop)
    }

    /// Until it works again, or is lost and signed in anew.
    async fn settle(&mut self) -> Result<(), Failed> {
        for _ in 0..8 {
            let answer = self.lives[0].order(&Order::NaiveCopy).await?;
            if answer.needs_a_person() {
                let tally = self.scene.books().await?;
                self.ledger.lost(&tally, &self.key, &self.username);
                return self.sign_in().await;
            }
            if matches!(answer, Answer::Done(_)) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err("the naive client does not come right".into())
    }
}
