//! A ground in memory on which programs can be stepped: one grant, a server that rotates strictly, two places, a lock.
//!
//! Whatever a program does to it is one step: it waits to be polled once more, then it happens. Who polls decides who is
//! next, and who is never polled again has been killed.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use keyperch_core::flows::renewal::{self, Entry, Got, Ground, Sent};
use keyperch_core::model::error::{Error, KeychainTrouble, NetworkKind, NetworkTrouble};
use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::refusal::{Meaning, Refusal, Stage};
use keyperch_core::model::secret::{AccessToken, Place, RefreshToken, Stored};
use keyperch_core::model::slot::{FIRST, Record, Slot, Slots};
use keyperch_core::oauth::token_reply::TokenReply;
use uuid::Uuid;

const INSTALL: Uuid = Uuid::from_u128(7);

/// Salesforce, as strict as its help says: a refresh token works once, and a spent one that comes back ends everything.
#[derive(Debug)]
pub(super) struct Server {
    current: u64,
    pub(super) is_dead: bool,
    pub(super) replays: u64,
    pub(super) refreshes: u64,
    /// The access token that is alive; none: it has expired.
    access: Option<u64>,
}

/// What happens to the next request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnTheWay {
    /// It never leaves.
    Lost,
    /// It arrives, and its answer does not.
    Unanswered,
    /// It is told that another is under way.
    Busy,
}

/// Everything that outlives a program.
#[derive(Debug)]
pub(super) struct World {
    pub(super) server: Server,
    places: [Option<Stored>; 2],
    access: Option<u64>,
    pub(super) entry: Entry,
    turn: bool,
    /// Whether a write first empties its place.
    pub(super) tears: bool,
    /// How many writes of the keychain fail, once these are through.
    pub(super) failing_writes: u32,
    /// How many more writes of the keychain succeed before that.
    pub(super) spared_writes: u32,
    pub(super) on_the_way: Option<OnTheWay>,
    /// Whether Salesforce has decided about the token that is being sent, and its successor is nowhere yet.
    pub(super) is_undecided: bool,
}

/// One program.
#[derive(Clone, Debug)]
pub(super) struct Program(pub(super) Arc<Mutex<World>>);

/// A turn; dropping it, also by being killed, ends it.
#[derive(Debug)]
pub(super) struct Turn(Arc<Mutex<World>>);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.lock().unwrap().turn = false;
    }
}

impl World {
    /// Somebody is signed in, and the access token has expired.
    pub(super) fn signed_in() -> Program {
        let first = Record { generation: FIRST, token: token(1) };
        Program(Arc::new(Mutex::new(Self {
            server: Server { current: 1, is_dead: false, replays: 0, refreshes: 0, access: None },
            places: [Some(first.to_stored(INSTALL)), None],
            access: None,
            entry: Entry { generation: FIRST, intent: None, ended: false },
            turn: false,
            tears: false,
            failing_writes: 0,
            spared_writes: 0,
            on_the_way: None,
            is_undecided: false,
        })))
    }

    /// Refreshes as the server does it.
    pub(super) fn refresh(&mut self, number: u64) -> Option<u64> {
        if self.server.is_dead || number != self.server.current {
            self.server.replays += u64::from(number != self.server.current);
            self.server.is_dead = true;
            self.server.access = None;
            return None;
        }
        self.server.current += 1;
        self.server.refreshes += 1;
        self.server.access = Some(self.server.current);
        Some(self.server.current)
    }

    pub(super) fn place(&self, place: Place) -> Option<u64> {
        let stored = self.places[index(place)].as_ref().map(again);
        match Slot::read(stored, INSTALL) {
            Slot::Holds(record) => Some(number(&record.token)),
            _ => None,
        }
    }

    pub(super) fn write(&mut self, place: Place, content: Option<Stored>) -> Result<(), KeychainTrouble> {
        if self.spared_writes > 0 {
            self.spared_writes -= 1;
        } else if self.failing_writes > 0 {
            self.failing_writes -= 1;
            return Err(KeychainTrouble::Unfaithful);
        }
        self.places[index(place)] = content;
        Ok(())
    }

    /// A person signs in: a new grant, whose tokens are kept. What happened to the one before is over with it.
    pub(super) fn sign_in(&mut self) {
        let number = self.server.current + 1;
        let first = Record { generation: FIRST, token: token(number) };
        self.server.current = number;
        (self.server.is_dead, self.server.replays, self.server.access) = (false, 0, Some(number));
        self.places = [Some(first.to_stored(INSTALL)), None];
        self.access = Some(number);
        self.entry = Entry { generation: FIRST, intent: None, ended: false };
        self.is_undecided = false;
    }

    /// The access token ends, as it does after a while.
    pub(super) fn expire(&mut self) {
        self.server.access = None;
    }
}

impl Program {
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }

    pub(super) fn replays(&self) -> u64 {
        self.world().server.replays
    }

    /// Gets a fresh token.
    pub(super) fn fresh(&self) -> Pin<Box<dyn Future<Output = Result<Got<Turn>, Error>> + Send>> {
        let program = self.clone();
        Box::pin(async move { renewal::fresh(&program).await })
    }

    /// Gets a new token, undisturbed.
    pub(super) fn renew(&self) -> Result<Got<Turn>, Error> {
        self.world().expire();
        let mut running = self.fresh();
        loop {
            if let Poll::Ready(outcome) = step(&mut running) {
                return outcome;
            }
        }
    }

    async fn write(&self, place: Place, content: Stored) -> Result<(), KeychainTrouble> {
        turn_over().await;
        let tears = {
            let world = self.world();
            world.tears && (world.failing_writes == 0 || world.spared_writes > 0)
        };
        if tears {
            self.world().write(place, None)?;
            turn_over().await;
        }
        self.world().write(place, Some(content))
    }
}

impl Ground for Program {
    type Turn = Turn;

    async fn turn(&self) -> Result<Turn, Error> {
        loop {
            turn_over().await;
            if !std::mem::replace(&mut self.world().turn, true) {
                return Ok(Turn(Arc::clone(&self.0)));
            }
        }
    }

    async fn entry(&self) -> Result<Entry, Error> {
        turn_over().await;
        Ok(self.world().entry)
    }

    async fn living(&self) -> Result<Option<AccessToken>, Error> {
        turn_over().await;
        let world = self.world();
        let alive = world.access.filter(|access| world.server.access == Some(*access));
        Ok(alive.map(|access| AccessToken::from(access.to_string())))
    }

    async fn slots(&self) -> Result<Slots, Error> {
        turn_over().await;
        let world = self.world();
        let [first, second] = [0, 1].map(|at| Slot::read(world.places[at].as_ref().map(again), INSTALL));
        Ok(Slots { first, second })
    }

    async fn prepare(&self) -> Result<(), Error> {
        turn_over().await;
        Ok(())
    }

    async fn note_intent(&self, generation: u64) -> Result<(), Error> {
        turn_over().await;
        self.world().entry.intent = Some(generation);
        Ok(())
    }

    async fn clear_intent(&self) -> Result<(), Error> {
        turn_over().await;
        self.world().entry.intent = None;
        Ok(())
    }

    async fn reserve(&self, place: Place, like: &Record) -> Result<(), KeychainTrouble> {
        self.write(place, like.reservation(INSTALL)).await
    }

    async fn send(&self, token: &RefreshToken) -> Sent {
        turn_over().await;
        let way = self.world().on_the_way.take();
        let trouble = |kind| NetworkTrouble { host: "acme".to_owned(), kind, source: None }.into();
        match way {
            Some(OnTheWay::Lost) => return Sent::NotSent(trouble(NetworkKind::Unreachable)),
            Some(OnTheWay::Busy) => return Sent::Refused(refusal(Meaning::Busy)),
            Some(OnTheWay::Unanswered) | None => {}
        }
        let given = self.world().refresh(number(token));
        self.world().is_undecided = given.is_some();
        if way == Some(OnTheWay::Unanswered) {
            return Sent::InDoubt(trouble(NetworkKind::BrokeOff));
        }
        // The server has decided, and the program does not know it yet.
        turn_over().await;
        match given {
            Some(given) => Sent::Answered(Box::new(reply(given))),
            None => Sent::Refused(refusal(Meaning::GrantEnded)),
        }
    }

    async fn keep(&self, place: Place, record: &Record) -> Result<(), KeychainTrouble> {
        self.write(place, record.to_stored(INSTALL)).await?;
        let mut world = self.world();
        world.is_undecided = false;
        // The access token goes with it here: that it is best effort is shown elsewhere.
        world.access = Some(number(&record.token));
        Ok(())
    }

    async fn note_generation(&self, generation: u64) -> Result<(), Error> {
        turn_over().await;
        let mut world = self.world();
        (world.entry.generation, world.entry.intent) = (generation, None);
        Ok(())
    }

    async fn note_ended(&self) -> Result<(), Error> {
        turn_over().await;
        self.world().entry.ended = true;
        Ok(())
    }

    fn needs_sign_in(&self) -> Error {
        Error::NeedsSignIn { app: ClientAppId::new() }
    }

    async fn pause(&self, _time: Duration) {
        turn_over().await;
    }
}

/// Lets the one who polls decide who is next.
pub(super) fn turn_over() -> impl Future<Output = ()> {
    let mut was_polled = false;
    std::future::poll_fn(move |_context| {
        if std::mem::replace(&mut was_polled, true) { Poll::Ready(()) } else { Poll::Pending }
    })
}

/// One step of a program.
pub(super) fn step<Running: Future + Unpin>(running: &mut Running) -> Poll<Running::Output> {
    Pin::new(running).poll(&mut Context::from_waker(Waker::noop()))
}

pub(super) fn token(number: u64) -> RefreshToken {
    RefreshToken::from(number.to_string())
}

pub(super) fn number(token: &RefreshToken) -> u64 {
    token.expose().parse().expect("a number")
}

fn index(place: Place) -> usize {
    usize::from(place == Place::Second)
}

fn again(stored: &Stored) -> Stored {
    stored.expose().to_owned().into()
}

fn reply(number: u64) -> TokenReply {
    TokenReply {
        access: number.to_string().into(),
        refresh: Some(token(number)),
        identity: None,
        instance_url: None,
        scopes: None,
    }
}

fn refusal(meaning: Meaning) -> Refusal {
    let (error, description) = ("invalid_grant".to_owned(), String::new());
    Refusal {
        stage: Stage::Refresh,
        error,
        description,
        meaning: Some(meaning),
        causes: Vec::new(),
        sure: None,
    }
}
