//! The clipboard: a loan. What is put there stays out of histories, is cleared after a time that the window counts
//! down, only while it is still ours, and at the latest when the program ends.
//!
//! On a thread of its own: under X11 the text lives as long as its owner, and clearing must happen while nobody asks.
//! To compare, a salted hash is kept, not the text.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use keyperch_core::Clock;
use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::secret::{
    AuthorizationUrl, ConsumerKey, ConsumerSecret, HandOver, Pasted, TokenText,
};
use keyperch_core::model::view::{Change, Cleared, ClipboardView};
use sha2::{Digest, Sha256};
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::hub::Hub;

/// How long a secret stays.
pub(crate) const STAY: Duration = Duration::from_secs(90);

/// The longest text that is taken from the clipboard: longer than any credential.
const LONGEST: usize = 64 * 1024;

/// How soon a clipboard that refused is asked again.
const ONCE_MORE: Duration = Duration::from_secs(5);

/// What may be put on the clipboard as a secret.
pub(crate) enum Secret<'a> {
    /// A token in its shape, or the block of a set.
    Token(TokenText),
    /// A consumer key.
    Key(ConsumerKey),
    /// A consumer secret.
    ConsumerSecret(ConsumerSecret),
    /// The commands that hand an app over to a tool.
    HandOver(HandOver),
    /// The link of the sign-in under way.
    Link(&'a AuthorizationUrl),
}

/// When a copy was asked for, among all. One that has to wait for Salesforce never takes the place of one that was asked
/// for after it.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Turn(u64);

/// The way to the clipboard's thread.
pub(crate) struct Clipboard {
    orders: Sender<Order>,
    turns: AtomicU64,
    holds: Arc<Mutex<Option<ClipboardView>>>,
    salt: Uuid,
}

/// Tells two texts apart, and says nothing of either.
#[derive(Eq, PartialEq)]
pub(crate) struct Mark(pub(crate) [u8; 32]);

/// What was found there.
pub(crate) struct Found {
    pub(crate) pasted: Pasted,
    pub(crate) mark: Mark,
    /// Whether it is what we have put there ourselves.
    pub(crate) is_ours: bool,
}

enum Order {
    Put { turn: Turn, text: String, view: Option<ClipboardView>, done: oneshot::Sender<Result<(), Failure>> },
    Read { done: oneshot::Sender<Result<Read, arboard::Error>> },
    Clear,
    End { done: Sender<()> },
}

/// A text, and whether it is ours.
type Read = (String, bool);

impl Clipboard {
    /// Starts the thread. The clipboard itself is first touched when something is copied.
    pub(crate) fn new(clock: Arc<dyn Clock>, hub: Hub) -> Self {
        let (orders, queue) = channel();
        let salt = Uuid::new_v4();
        let holds = Arc::default();
        let (holds_too, last) = (Arc::clone(&holds), Turn::default());
        let keeper = Keeper { clock, hub, holds: holds_too, board: None, ours: None, last, salt };
        // Without a thread every copy fails, and is told so.
        let _ = std::thread::Builder::new().name("clipboard".to_owned()).spawn(move || keeper.serve(&queue));
        Self { orders, turns: AtomicU64::default(), holds, salt }
    }

    /// The turn of a copy that is asked for now.
    pub(crate) fn turn(&self) -> Turn {
        Turn(self.turns.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Puts a secret there, to be cleared when the view says.
    ///
    /// # Errors
    /// [`Failure::ClipboardUnavailable`]; [`Failure::Cancelled`] where a copy of a later turn is there.
    pub(crate) fn put_secret(
        &self,
        turn: Turn,
        secret: &Secret<'_>,
        view: ClipboardView,
    ) -> impl Future<Output = Result<(), Failure>> + use<> {
        let text = match secret {
            Secret::Token(token) => token.expose(),
            Secret::Key(key) => key.expose(),
            Secret::ConsumerSecret(secret) => secret.expose(),
            Secret::HandOver(block) => block.expose(),
            Secret::Link(url) => url.expose(),
        };
        self.put(turn, text.to_owned(), Some(view))
    }

    /// Puts a plain text there, which stays.
    ///
    /// # Errors
    /// As [`Clipboard::put_secret`].
    pub(crate) async fn put_plain(&self, turn: Turn, text: String) -> Result<(), Failure> {
        self.put(turn, text, None).await
    }

    /// Takes what a person has copied elsewhere.
    ///
    /// # Errors
    /// [`Failure::ClipboardUnavailable`]; no text there counts as an empty one.
    pub(crate) async fn paste(&self) -> Result<Pasted, Failure> {
        self.look().await.map(|found| found.pasted)
    }

    /// The same, with a mark that tells it from what is copied next, and whose it is.
    ///
    /// # Errors
    /// As [`Clipboard::paste`].
    pub(crate) async fn look(&self) -> Result<Found, Failure> {
        let (done, answer) = oneshot::channel();
        // A thread that is gone drops the order, and the answer with it.
        let _ = self.orders.send(Order::Read { done });
        let (text, is_ours) = match answer.await {
            Ok(Ok((text, is_ours))) if text.len() <= LONGEST => (text, is_ours),
            Ok(Ok(_) | Err(arboard::Error::ContentNotAvailable)) => Read::default(),
            Ok(Err(error)) => return Err(unavailable(error)),
            Err(_gone) => return Err(Failure::ClipboardUnavailable),
        };
        let mark = Mark(hash(self.salt, &text));
        Ok(Found { pasted: text.into(), mark, is_ours })
    }

    /// What of ours is there.
    pub(crate) fn holds(&self) -> Option<ClipboardView> {
        self.holds.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Clears it now, if it is still ours.
    pub(crate) fn clear(&self) {
        let _ = self.orders.send(Order::Clear);
    }

    /// Clears it, if it is still ours, and returns when that is done: the program is about to end.
    pub(crate) fn end(&self) {
        let (done, ended) = channel();
        if self.orders.send(Order::End { done }).is_ok() {
            let _ = ended.recv_timeout(Duration::from_secs(2));
        }
    }

    fn put(
        &self,
        turn: Turn,
        text: String,
        view: Option<ClipboardView>,
    ) -> impl Future<Output = Result<(), Failure>> + use<> {
        let (done, answer) = oneshot::channel();
        let _ = self.orders.send(Order::Put { turn, text, view, done });
        async move { answer.await.unwrap_or(Err(Failure::ClipboardUnavailable)) }
    }
}

fn unavailable(error: arboard::Error) -> Failure {
    Error::Clipboard(Box::new(error)).into()
}

/// Lives on the clipboard's thread.
struct Keeper {
    clock: Arc<dyn Clock>,
    hub: Hub,
    holds: Arc<Mutex<Option<ClipboardView>>>,
    board: Option<arboard::Clipboard>,
    ours: Option<Ours>,
    /// Of what was put there last.
    last: Turn,
    salt: Uuid,
}

/// What we put there last.
struct Ours {
    hash: [u8; 32],
    view: ClipboardView,
}

impl Keeper {
    fn serve(mut self, queue: &Receiver<Order>) {
        loop {
            match self.next(queue) {
                Ok(Order::Put { turn, text, view, done }) => {
                    let _ = done.send(self.put(turn, text, view));
                }
                Ok(Order::Read { done }) => {
                    let read = self.board().and_then(arboard::Clipboard::get_text);
                    let _ = done.send(read.map(|text| {
                        let is_ours = self.ours.as_ref().is_some_and(|ours| ours.hash == self.hash(&text));
                        (text, is_ours)
                    }));
                }
                Ok(Order::Clear) | Err(RecvTimeoutError::Timeout) => self.clear(),
                Ok(Order::End { done }) => {
                    self.clear_for_good();
                    let _ = done.send(());
                    return;
                }
                Err(RecvTimeoutError::Disconnected) => return self.clear_for_good(),
            }
        }
    }

    /// The next order, or "timeout" when the loan is over.
    fn next(&self, queue: &Receiver<Order>) -> Result<Order, RecvTimeoutError> {
        match &self.ours {
            Some(ours) => queue.recv_timeout(ours.view.clears_at.since(self.clock.now()).unwrap_or_default()),
            None => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    fn put(&mut self, turn: Turn, text: String, view: Option<ClipboardView>) -> Result<(), Failure> {
        if turn < self.last {
            return Err(Failure::Cancelled);
        }
        let hash = self.hash(&text);
        let board = self.board().map_err(unavailable)?;
        let put = if view.is_some() { secretly(board.set()).text(text) } else { board.set_text(text) };
        put.map_err(unavailable)?;
        self.ours = view.map(|view| Ours { hash, view });
        self.last = turn;
        self.tell(None);
        Ok(())
    }

    /// Clears what is still ours, and says how that went.
    fn clear(&mut self) {
        let Some(mut ours) = self.ours.take() else { return };
        let cleared = match self.board().and_then(arboard::Clipboard::get_text) {
            Ok(text) if self.hash(&text) == ours.hash => {
                match self.board().and_then(arboard::Clipboard::clear) {
                    Ok(()) => Cleared::Cleared,
                    Err(_) => Cleared::Refused,
                }
            }
            Ok(_) | Err(arboard::Error::ContentNotAvailable) => Cleared::NotOurs,
            Err(_) => Cleared::Refused,
        };
        if cleared == Cleared::Refused {
            // It may be somebody else's for a moment: it is still ours to clear.
            ours.view.clears_at = self.clock.now().plus(ONCE_MORE);
            self.ours = Some(ours);
        }
        self.tell(Some(cleared));
    }

    /// There is no later: a clipboard that refuses is asked a few times more.
    fn clear_for_good(&mut self) {
        for _ in 0..10 {
            self.clear();
            if self.ours.is_none() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn tell(&self, cleared: Option<Cleared>) {
        let clipboard = self.ours.as_ref().map(|ours| ours.view.clone());
        self.holds.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&clipboard);
        self.hub.announce(Change::Clipboard { clipboard, cleared });
    }

    fn board(&mut self) -> Result<&mut arboard::Clipboard, arboard::Error> {
        match &mut self.board {
            Some(board) => Ok(board),
            empty => Ok(empty.insert(arboard::Clipboard::new()?)),
        }
    }

    fn hash(&self, text: &str) -> [u8; 32] {
        hash(self.salt, text)
    }
}

fn hash(salt: Uuid, text: &str) -> [u8; 32] {
    Sha256::new().chain_update(salt).chain_update(text).finalize().into()
}

/// Marks what is put there, so that histories and clouds leave it alone.
#[cfg(target_os = "linux")]
fn secretly(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}

/// Marks what is put there, so that histories and clouds leave it alone.
#[cfg(target_os = "macos")]
fn secretly(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}

/// Marks what is put there, so that histories and clouds leave it alone.
#[cfg(target_os = "windows")]
fn secretly(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtWindows::exclude_from_history(arboard::SetExtWindows::exclude_from_cloud(set))
}

#[cfg(test)]
mod tests {
    use keyperch_core::SystemClock;

    use super::*;

    #[test]
    fn a_late_answer_never_takes_the_place_of_what_was_asked_for_after_it() {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let clipboard = Clipboard::new(Arc::clone(&clock), Hub::default());
        let (slow, quick) = (clipboard.turn(), clipboard.turn());
        assert!(slow < quick);
        let mut keeper = Keeper {
            clock,
            hub: Hub::default(),
            holds: Arc::default(),
            board: None,
            ours: None,
            last: quick,
            salt: Uuid::new_v4(),
        };
        // Before any clipboard is touched: there is none here.
        assert_eq!(keeper.put(slow, "late".to_owned(), None), Err(Failure::Cancelled));
        assert_eq!(keeper.last, quick);
    }
}
