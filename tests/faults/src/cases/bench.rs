//! What most cases begin and end with: somebody is signed in, and in the end still is.

use std::time::Duration;

use practice_org::{FaultName, FaultOrder};

use crate::Failed;
use crate::life::{Answer, Life};
use crate::orders::Order;
use crate::scene::{Entry, Role, Scene};

/// The list must be there at once, whatever the keychain does.
const LIST_MILLISECONDS: u64 = 100;
/// How often it is looked whether a fault has struck: for ten seconds.
const STRUCK_TRIES: u32 = 2_000;

/// A scene in which somebody is signed in, in a living child, with a token that has died.
pub(super) struct Bench {
    pub(super) scene: Scene,
    pub(super) life: Life,
    pub(super) entry: Entry,
    worst: u64,
}

impl Bench {
    /// On an open keychain.
    pub(super) async fn begin() -> Result<Self, Failed> {
        Self::on(Scene::begin().await?).await
    }

    /// In this scene.
    pub(super) async fn on(mut scene: Scene) -> Result<Self, Failed> {
        let mut life = scene.live().await?;
        let entry = scene.signed_in(&mut life, Role::UAT).await?;
        scene.renews(&mut life, &entry).await?;
        scene.expire(&mut life).await?;
        life.order(&Order::Latency).await?.done()?;
        Ok(Self { scene, life, entry, worst: 0 })
    }

    /// Copies.
    pub(super) async fn copy(&mut self) -> Result<Answer, Failed> {
        let answer = self.scene.copy(&mut self.life, &self.entry).await;
        self.look_at_the_list().await?;
        answer
    }

    /// Copies, which must fail in one of these ways.
    pub(super) async fn refuses(&mut self, codes: &[&str]) -> Result<Answer, Failed> {
        let answer = self.copy().await?;
        match answer.code() {
            Some(code) if codes.contains(&code) => Ok(answer),
            _ => Err(format!("expected {codes:?}, got {answer:?}").into()),
        }
    }

    /// Ends this life and begins the next.
    pub(super) async fn start_again(&mut self) -> Result<(), Failed> {
        // What the life that ends here was slow at counts too.
        self.look_at_the_list().await?;
        let next = self.scene.live().await?;
        std::mem::replace(&mut self.life, next).bury().await?;
        self.life.order(&Order::Upkeep).await?.done().map(drop)
    }

    /// Ends this life alone, so that the next can be begun otherwise. The dead one stays in its place.
    pub(super) async fn then_live(&mut self) -> Result<(), Failed> {
        self.life = self.scene.live().await?;
        self.life.order(&Order::Upkeep).await?.done().map(drop)
    }

    /// Orders a fault of the next refresh.
    pub(super) fn fault(&self, order: FaultOrder) -> Result<(), Failed> {
        Ok(self.scene.practice.fault(order)?)
    }

    /// Returns when a fault of this name has come over a request, which is under way then.
    pub(super) async fn has_struck(&self, fault: &str) -> Result<(), Failed> {
        for _ in 0..STRUCK_TRIES {
            if self.scene.practice.seen(0).iter().any(|seen| seen.fault == Some(fault)) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Err(format!("no request met the fault {fault}").into())
    }

    /// The end: the sign-in still renews, nobody had to sign in, no spent token was shown, and list and keychain agree.
    pub(super) async fn kept(mut self) -> Result<String, Failed> {
        self.scene.renews(&mut self.life, &self.entry).await.map_err(|why| format!("not kept: {why}"))?;
        self.agrees(0).await?;
        self.end("kept").await
    }

    /// The end: it was lost, and had to be, because Salesforce committed and the answer was lost; a person signs in.
    pub(super) async fn lost_by_the_network(mut self) -> Result<String, Failed> {
        let counts = self.scene.counts().await?;
        if counts.unread != 1 {
            return Err(format!("the answer was not lost: {counts:?}").into());
        }
        let mut needs = self.copy().await?;
        for _ in 0..3 {
            if needs.needs_a_person() {
                break;
            }
            needs = self.copy().await?;
        }
        if !needs.needs_a_person() {
            return Err(format!("it should need a person: {needs:?}").into());
        }
        self.signs_in_again(1, "signed in again, as nobody could avoid").await
    }

    /// The end: a person signs in, and it works.
    pub(super) async fn signs_in_again(mut self, replays: u64, words: &str) -> Result<String, Failed> {
        self.scene.sign_in(&mut self.life, &self.entry).await?.done()?;
        self.scene.renews(&mut self.life, &self.entry).await?;
        self.agrees(replays).await?;
        self.end(words).await
    }

    /// Copies until a person is needed, which must come.
    pub(super) async fn needs_a_person(&mut self) -> Result<(), Failed> {
        let answer = self.copy().await?;
        if answer.needs_a_person() {
            Ok(())
        } else {
            Err(format!("expected a sign-in, got {answer:?}").into())
        }
    }

    /// Spent tokens that were shown: at most so many. List and keychain agree.
    pub(super) async fn agrees(&mut self, replays: u64) -> Result<(), Failed> {
        let counts = self.scene.counts().await?;
        if counts.replays > replays {
            return Err(format!("{} spent tokens were shown", counts.replays).into());
        }
        let checked = self.life.order(&Order::SelfCheck).await?.done()?;
        if checked["orphans"] == 0 && checked["missing"].as_array().is_none_or(Vec::is_empty) {
            Ok(())
        } else {
            Err(format!("list and keychain do not agree: {checked}").into())
        }
    }

    /// How long the list took at worst until now.
    pub(super) async fn look_at_the_list(&mut self) -> Result<(), Failed> {
        // A child that is dead shows no list.
        if let Answer::Done(longest) = self.life.order(&Order::Latency).await? {
            self.worst = self.worst.max(longest.as_u64().unwrap_or(u64::MAX));
        }
        Ok(())
    }

    async fn end(mut self, words: &str) -> Result<String, Failed> {
        self.look_at_the_list().await?;
        self.life.bury().await?;
        let worst = self.worst;
        if worst >= LIST_MILLISECONDS {
            return Err(format!("the list took {worst} ms").into());
        }
        Ok(format!("{words}; the list took {worst} ms at most"))
    }
}

/// A fault of the next refresh.
pub(super) fn of_refresh(name: FaultName) -> FaultOrder {
    FaultOrder { grant_type: Some("refresh_token".to_owned()), ..FaultOrder::once("token", name) }
}
