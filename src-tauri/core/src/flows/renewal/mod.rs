//! The order of a renewal: in which a rotating refresh token is spent without ever being lost.
//!
//! Salesforce rotates: a refresh token works once, its successor comes in the answer, and a spent one that comes back
//! ends the whole sign-in. So nobody else may be at it; the keychain must have proved that it can keep the successor;
//! it must be on record that this generation may be spent; and only then is it sent. The successor is durable before
//! anything else is done with what came. One window is left that no client can close: from the moment in which
//! Salesforce has decided to the moment in which the successor is in the keychain.
//!
//! The order knows neither keychain nor network: it walks on a [`Ground`]. There are two: the real one, and one in
//! memory on which the tests step two programs through every schedule.

mod ground;
mod recovery;
mod unsaved;

use std::time::Duration;

use fail::fail_point;
use tracing::warn;

use crate::model::error::{Error, KeychainTrouble};
use crate::model::refusal::{Meaning, Refusal};
use crate::model::secret::{AccessToken, Place, RefreshToken};
use crate::model::slot::{Record, Slots};
use crate::oauth::token_reply::TokenReply;

pub(crate) use ground::RealGround;
pub(crate) use unsaved::Held;
pub use unsaved::Unsaved;

/// How long is paused before a keychain that has failed is written to again; then memory keeps on trying.
const ONCE_MORE: [Duration; 4] = [
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
    Duration::from_millis(800),
];

/// How long is paused before a token that somebody else is just spending is looked at again.
const BUSY: [Duration; 3] = [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4)];

/// What the registry says of a grant.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The newest refresh token that the keychain is known to hold.
    pub generation: u64,
    /// The generation that may have been spent.
    pub intent: Option<u64>,
    /// Whether only a new sign-in helps.
    pub ended: bool,
}

/// What became of a refresh token that was to be sent.
#[derive(Debug)]
pub enum Sent {
    /// Salesforce answered with tokens.
    Answered(Box<TokenReply>),
    /// Salesforce refused.
    Refused(Refusal),
    /// It never left: it is certainly not spent.
    NotSent(Error),
    /// It left, and nothing usable came back: it may be spent.
    InDoubt(Error),
}

/// What a renewal touches.
pub trait Ground {
    /// Held for as long as nobody else may use the grant's tokens.
    type Turn: Send;

    /// Waits until nobody else uses the grant's tokens, in this process or another.
    fn turn(&self) -> impl Future<Output = Result<Self::Turn, Error>> + Send;
    /// What the registry says now.
    fn entry(&self) -> impl Future<Output = Result<Entry, Error>> + Send;
    /// The access token that is kept, if it is fresh or proves to be alive.
    fn living(&self) -> impl Future<Output = Result<Option<AccessToken>, Error>> + Send;
    /// What both places hold.
    fn slots(&self) -> impl Future<Output = Result<Slots, Error>> + Send;
    /// Gets ready whatever else sending needs, so that nothing can be found missing later.
    fn prepare(&self) -> impl Future<Output = Result<(), Error>> + Send;
    /// Puts on record, durably, that this generation may be spent from now on.
    fn note_intent(&self, generation: u64) -> impl Future<Output = Result<(), Error>> + Send;
    /// Puts on record that it was not.
    fn clear_intent(&self) -> impl Future<Output = Result<(), Error>> + Send;
    /// Proves that a place can be written: a placeholder of the size of `like`, read back.
    fn reserve(
        &self,
        place: Place,
        like: &Record,
    ) -> impl Future<Output = Result<(), KeychainTrouble>> + Send;
    /// Sends a refresh token.
    fn send(&self, token: &RefreshToken) -> impl Future<Output = Sent> + Send;
    /// Keeps a record in a place, and reads it back.
    fn keep(&self, place: Place, record: &Record)
    -> impl Future<Output = Result<(), KeychainTrouble>> + Send;
    /// Puts on record that the keychain holds this generation, and that nothing is in doubt.
    fn note_generation(&self, generation: u64) -> impl Future<Output = Result<(), Error>> + Send;
    /// Puts on record that Salesforce has ended the grant.
    fn note_ended(&self) -> impl Future<Output = Result<(), Error>> + Send;
    /// Says that only a new sign-in helps.
    fn needs_sign_in(&self) -> Error;
    /// Lets time pass.
    fn pause(&self, time: Duration) -> impl Future<Output = ()> + Send;
}

/// A fresh access token, and what came with it.
#[derive(Debug)]
pub enum Got<Turn> {
    /// The one that is kept is fresh, or alive.
    Living(AccessToken),
    /// Salesforce gave a new one. What was rotated is durable; the turn is still held.
    New(Box<TokenReply>, Turn),
    /// Salesforce gave a new one, and the keychain does not take what was rotated: memory alone holds it.
    Unsaved(Box<Unsaved<Turn>>, KeychainTrouble),
}

/// One walk through the order.
enum Walked {
    Living(AccessToken),
    New(Box<TokenReply>),
    Unsaved(Place, Record, Box<TokenReply>, KeychainTrouble),
    /// Somebody else is spending the token, or has spent it and kept its successor: look again.
    Again(Refusal),
}

/// Gets a fresh access token.
///
/// # Errors
/// [`Error::NeedsSignIn`] when only a person can help; [`Error::Refused`], [`Error::Network`], [`Error::Keychain`],
/// [`Error::Registry`], [`Error::Lock`].
pub async fn fresh<G: Ground>(ground: &G) -> Result<Got<G::Turn>, Error> {
    fail_point!("refresh.before_lock");
    let turn = ground.turn().await?;
    fail_point!("refresh.locked");
    let mut pauses = BUSY.into_iter();
    loop {
        match walk(ground).await? {
            Walked::Living(token) => return Ok(Got::Living(token)),
            Walked::New(reply) => return Ok(Got::New(reply, turn)),
            Walked::Unsaved(place, record, reply, trouble) => {
                return Ok(Got::Unsaved(Box::new(Unsaved { turn, place, record, reply }), trouble));
            }
            Walked::Again(refusal) => match pauses.next() {
                Some(pause) => ground.pause(pause).await,
                None => return Err(refusal.into()),
            },
        }
    }
}

async fn walk<G: Ground>(ground: &G) -> Result<Walked, Error> {
    // Whoever had the turn before may have renewed the token meanwhile, or signed out.
    let entry = ground.entry().await?;
    if entry.ended {
        return Err(ground.needs_sign_in());
    }
    if let Some(token) = ground.living().await? {
        return Ok(Walked::Living(token));
    }
    let Some((place, current)) = recovery::settled(ground, entry).await? else {
        return Err(ground.needs_sign_in());
    };
    fail_point!("refresh.reread");
    ground.prepare().await?;
    let was_in_doubt = entry.intent == Some(current.generation);
    ground.note_intent(current.generation).await?;
    fail_point!("refresh.intent");
    if let Err(trouble) = ground.reserve(place.other(), &current).await {
        forgive(ground, was_in_doubt).await;
        return Err(trouble.into());
    }
    fail_point!("refresh.reserved");
    match ground.send(&current.token).await {
        Sent::Answered(reply) => keep(ground, place, &current, reply).await,
        Sent::Refused(refusal) => refused(ground, current.generation, was_in_doubt, refusal).await,
        Sent::InDoubt(error) => Err(error),
        Sent::NotSent(error) => {
            forgive(ground, was_in_doubt).await;
            Err(error)
        }
    }
}

/// Keeps what was rotated; everything else that came can wait.
async fn keep<G: Ground>(
    ground: &G,
    place: Place,
    current: &Record,
    mut reply: Box<TokenReply>,
) -> Result<Walked, Error> {
    fail_point!("refresh.answered");
    let rotated = reply.refresh.take().filter(|token| !current.holds(token));
    let Some(token) = rotated else {
        note_generation(ground, current.generation).await;
        return Ok(Walked::New(reply));
    };
    let record = Record { generation: current.generation + 1, token };
    let mut pauses = ONCE_MORE.into_iter();
    while let Err(trouble) = ground.keep(place.other(), &record).await {
        let Some(pause) = pauses.next().filter(|_| trouble.may_pass()) else {
            return Ok(Walked::Unsaved(place.other(), record, reply, trouble));
        };
        ground.pause(pause).await;
    }
    fail_point!("refresh.read_back");
    note_generation(ground, record.generation).await;
    fail_point!("refresh.committed");
    Ok(Walked::New(reply))
}

/// The keychain holds it: that the registry could not be told is no reason to keep a token back. The next who looks
/// finds the generation in the keychain.
async fn note_generation<G: Ground>(ground: &G, generation: u64) {
    if let Err(error) = ground.note_generation(generation).await {
        warn!("a renewal could not be put on record: {error}");
    }
}

/// Nothing was spent by this attempt; what an earlier one may have spent stays in doubt.
async fn forgive<G: Ground>(ground: &G, was_in_doubt: bool) {
    if was_in_doubt {
        return;
    }
    if let Err(error) = ground.clear_intent().await {
        warn!("an attempt stays in doubt: {error}");
    }
}

async fn refused<G: Ground>(
    ground: &G,
    presented: u64,
    was_in_doubt: bool,
    refusal: Refusal,
) -> Result<Walked, Error> {
    match refusal.meaning {
        Some(Meaning::GrantEnded) => {
            // Somebody may have renewed it without asking for a turn: then its successor is there.
            let newest = ground.slots().await?.newest();
            if newest.is_some_and(|(_place, record)| record.generation > presented) {
                return Ok(Walked::Again(refusal));
            }
            ground.note_ended().await?;
            Err(refusal.into())
        }
        meaning => {
            forgive(ground, was_in_doubt).await;
            if meaning == Some(Meaning::Busy) { Ok(Walked::Again(refusal)) } else { Err(refusal.into()) }
        }
    }
}
