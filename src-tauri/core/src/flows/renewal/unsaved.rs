//! What memory alone holds: a rotated token that the keychain has not taken.
//!
//! The turn is kept with it. Anybody else who got one would find the spent token, and present it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tracing::info;
use uuid::Uuid;

use crate::core::{Core, Rooms, lock};
use crate::flows::renewal::{Ground, RealGround};
use crate::flows::turns::Turn;
use crate::model::error::KeychainTrouble;
use crate::model::failure::Failure;
use crate::model::grant::Grant;
use crate::model::ids::{ClientAppId, GrantId};
use crate::model::secret::Place;
use crate::model::slot::Record;
use crate::oauth::token_reply::TokenReply;

/// One of them.
#[derive(Debug)]
pub struct Unsaved<Turn> {
    /// Held until it is kept.
    pub turn: Turn,
    /// Where it belongs.
    pub place: Place,
    /// The refresh token.
    pub record: Record,
    /// What came with it.
    pub reply: Box<TokenReply>,
}

/// All of them, each behind a lock of its own, for as long as it is tried.
#[derive(Debug, Default)]
pub(crate) struct Held(Mutex<HashMap<GrantId, Arc<One>>>);

#[derive(Debug)]
struct One {
    app: ClientAppId,
    token: tokio::sync::Mutex<Option<Unsaved<Turn>>>,
    why: Mutex<Failure>,
}

impl Held {
    /// Takes one in.
    pub(crate) fn hold(&self, grant: &Grant, unsaved: Unsaved<Turn>, why: Failure) {
        let (token, why) = (tokio::sync::Mutex::new(Some(unsaved)), Mutex::new(why));
        lock(&self.0).insert(grant.id, Arc::new(One { app: grant.app, token, why }));
    }

    /// The apps whose token is here, and why.
    pub(crate) fn all(&self) -> Vec<(GrantId, ClientAppId, Failure)> {
        let held = lock(&self.0);
        let mut all: Vec<_> = held.iter().map(|(id, one)| (*id, one.app, lock(&one.why).clone())).collect();
        all.sort_by_key(|(id, _, _)| id.uuid());
        all
    }

    /// Whether memory alone holds the token of this owner: its turn is held with it.
    pub(crate) fn has(&self, owner: Uuid) -> bool {
        lock(&self.0).keys().any(|grant| grant.uuid() == owner)
    }

    /// Lets go of what nobody wants any more.
    pub(crate) fn discard(&self, owner: Uuid) {
        lock(&self.0).retain(|grant, _| grant.uuid() != owner);
    }

    fn find(&self, grant: GrantId) -> Option<Arc<One>> {
        lock(&self.0).get(&grant).cloned()
    }
}

impl Core {
    /// Takes one in, and tells the window not to quit.
    pub(crate) async fn hold_unsaved(&self, grant: &Grant, unsaved: Unsaved<Turn>, why: &KeychainTrouble) {
        self.rooms().unsaved.hold(grant, unsaved, Failure::of(again(why).into(), ""));
        self.rooms().upkeep_is_due();
        self.announce_upkeep().await;
    }

    /// Tries once more to keep what memory alone holds of a grant. Writes keychain and disk.
    ///
    /// # Errors
    /// [`KeychainTrouble`]: memory goes on holding it.
    pub(crate) async fn save_unsaved(&self, grant: GrantId) -> Result<(), KeychainTrouble> {
        let held: &Held = &self.rooms().unsaved;
        let Some(one) = held.find(grant) else { return Ok(()) };
        let mut token = one.token.lock().await;
        // It stays where it is until it is kept: whoever waits here may give up.
        let Some(unsaved) = token.as_ref() else { return Ok(()) };
        let ground = RealGround::of(self, one.app, grant);
        if let Err(trouble) = ground.keep(unsaved.place, &unsaved.record).await {
            *lock(&one.why) = Failure::of(again(&trouble).into(), "");
            return Err(trouble);
        }
        let Some(unsaved) = token.take() else { return Ok(()) };
        let Unsaved { turn, record, reply, .. } = unsaved;
        let _is_found_again = ground.note_generation(record.generation).await;
        // It may have been here for long: that it is alive is proved when it is wanted.
        let _best_effort = self.rooms().safe.keep(grant.uuid(), Place::First, &reply.access).await;
        lock(&held.0).remove(&grant);
        drop(turn);
        info!("the keychain took a token at last");
        self.announce_upkeep().await;
        Ok(())
    }
}

/// The same trouble, to be told twice; what a library said of it is in the log once.
fn again(trouble: &KeychainTrouble) -> KeychainTrouble {
    match trouble {
        KeychainTrouble::Locked(prompt) => KeychainTrouble::Locked(*prompt),
        KeychainTrouble::Frozen => KeychainTrouble::Frozen,
        KeychainTrouble::Absent(lacking) => KeychainTrouble::Absent(*lacking),
        KeychainTrouble::Unfaithful => KeychainTrouble::Unfaithful,
        KeychainTrouble::Refused(_) => KeychainTrouble::Refused("as before".into()),
    }
}

impl Rooms {
    /// Whether memory alone holds a token.
    pub(crate) fn holds_unsaved(&self) -> bool {
        !lock(&self.unsaved.0).is_empty()
    }
}
