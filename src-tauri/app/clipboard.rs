//! The clipboard: a loan. What is put there stays out of histories, is cleared after a time that the window counts
//! down, only while it is still ours, and at the latest when the program ends.
//!
//! On a thread of its own: under X11 the text lives as long as its owner, and clearing must happen while nobody asks.
//! To compare, a salted hash is kept, not the text.

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

/// The way to the clipboard's thread.
pub(crate) struct Clipboard {
    orders: Sender<Order>,
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
    Put { text: String, view: Option<ClipboardView>, done: oneshot::Sender<Result<(), arboard::Error>> },
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
        let keeper = Keeper { clock, hub, holds: Arc::clone(&holds), board: None, ours: None, salt };
        // Without a thread every copy fails, and is told so.
        let _ = std::thread::Builder::new().name("clipboard".to_owned()).spawn(move || keeper.serve(&queue));
        Self { orders, holds, salt }
    }

    /// Puts a secret there, to be cleared when the view says.
    ///
    /// # Errors
    /// [`Failure::ClipboardUnavailable`].
    pub(crate) fn put_secret(
        &self,
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
        self.put(text.to_owned(), Some(view))
    }

    /// Puts a plain text there, which stays.
    ///
    /// # Errors
    /// [`Failure::ClipboardUnavailable`].
    pub(crate) async fn put_plain(&self, text: String) -> Result<(), Failure> {
        self.put(text, None).await
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
        text: String,
        view: Option<ClipboardView>,
    ) -> impl Future<Output = Result<(), Failure>> + use<> {
        let (done, answer) = oneshot::channel();
        let _ = self.orders.send(Order::Put { text, view, done });
        async move {
            let done = answer.await.map_err(|_gone| Failure::ClipboardUnavailable)?;
            done.map_err(unavailable)
        }
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
                Ok(Order::Put { text, view, done }) => {
                    let put = self.put(text, view);
                    let _ = done.send(put);
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

    fn put(&mut self, text: String, view: Option<ClipboardView>) -> Result<(), arboard::Error> {
        let hash = self.hash(&text);
        let board = self.board()?;
        match view {
            Some(_) => secretly(board.set()).text(text)?,
            None => board.set_text(text)?,
        }
        self.ours = view.map(|view| Ours { hash, view });
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
