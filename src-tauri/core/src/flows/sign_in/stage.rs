//! The one sign-in that is under way: what the window shows of it, and what a person can do to it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::{Notify, mpsc, watch};

use crate::core::{Core, lock};
use crate::model::error::Error;
use crate::model::ids::ClientAppId;
use crate::model::secret::{AuthorizationUrl, Pasted};
use crate::model::time::Timestamp;
use crate::model::view::{Change, CheckView, SignInStep, SignInView, SignInWay, Tool};
use crate::model::waiting::Hint;
use crate::oauth::answer::{Answer, Awaited};
use crate::oauth::brought;

/// How long a person may stay in the browser, and how much longer each time that more is asked for.
pub(super) const PATIENCE: Duration = Duration::from_secs(300);

/// Where at most one sign-in stands.
#[derive(Debug, Default)]
pub(crate) struct Stage {
    running: Arc<Mutex<Option<Running>>>,
    view: Mutex<Option<SignInView>>,
}

#[derive(Debug)]
struct Running {
    cancel: Arc<Notify>,
    waiting: Option<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    url: AuthorizationUrl,
    awaited: Arc<Awaited>,
    until: watch::Sender<Timestamp>,
    brought: mpsc::Sender<Answer>,
}

/// What a sign-in that waits is told from outside.
pub(super) struct Wait {
    /// When the wait ends.
    pub(super) until: watch::Receiver<Timestamp>,
    /// An answer that a person brought by hand.
    pub(super) brought: mpsc::Receiver<Answer>,
}

/// Held by the sign-in that is on stage; dropping it makes room for the next.
pub(super) struct Curtain {
    running: Arc<Mutex<Option<Running>>>,
    cancel: Arc<Notify>,
}

impl Curtain {
    /// Returns when the person has cancelled.
    pub(super) async fn cancelled(&self) {
        self.cancel.notified().await;
    }
}

impl Drop for Curtain {
    fn drop(&mut self) {
        lock(&self.running).take();
    }
}

impl Stage {
    /// Takes the stage.
    pub(super) fn enter(
        &self,
        app: ClientAppId,
        tool: Option<Tool>,
        host: String,
        way: SignInWay,
        browser: Option<String>,
        expected_user: Option<String>,
    ) -> Result<Curtain, Error> {
        let mut running = lock(&self.running);
        if running.is_some() {
            return Err(Error::SignInRunning);
        }
        let cancel = Arc::new(Notify::new());
        *running = Some(Running { cancel: Arc::clone(&cancel), waiting: None });
        let (checks, step) = (Vec::new(), SignInStep::Preparing);
        *lock(&self.view) = Some(SignInView { app, tool, host, way, browser, expected_user, checks, step });
        Ok(Curtain { running: Arc::clone(&self.running), cancel })
    }

    /// Notes where the browser was sent, and until when it is waited for.
    pub(super) fn wait(&self, url: AuthorizationUrl, awaited: Arc<Awaited>, until: Timestamp) -> Wait {
        let (until, follows) = watch::channel(until);
        let (brought, brings) = mpsc::channel(1);
        if let Some(running) = lock(&self.running).as_mut() {
            running.waiting = Some(Waiting { url, awaited, until, brought });
        }
        Wait { until: follows, brought: brings }
    }
}

impl Core {
    /// The sign-in that is under way, or how the last one ended, until that is dismissed.
    pub fn sign_in_view(&self) -> Option<SignInView> {
        lock(&self.rooms().stage.view).clone()
    }

    /// Whether a sign-in is under way.
    pub(crate) fn is_signing_in(&self) -> bool {
        lock(&self.rooms().stage.running).is_some()
    }

    /// Cancels the sign-in that is under way; the port is free at once. Nothing happens once the answer is there.
    pub fn cancel_sign_in(&self) {
        if let Some(running) = lock(&self.rooms().stage.running).as_ref() {
            running.cancel.notify_one();
        }
    }

    /// Waits five minutes longer.
    pub fn extend_sign_in(&self) {
        let mut later = None;
        if let Some(Running { waiting: Some(waiting), .. }) = lock(&self.rooms().stage.running).as_ref() {
            waiting.until.send_modify(|until| *until = until.plus(PATIENCE));
            later = Some(*waiting.until.borrow());
        }
        if let Some(later) = later {
            self.show_changed(|view| {
                if let SignInStep::Waiting { until, .. } = &mut view.step {
                    *until = later;
                }
            });
        }
    }

    /// Takes what a person copied in the browser, when nothing came back by itself: the callback's address, that of
    /// Salesforce's error page, or the text of a download called `authorize`. It ends the wait as if it had come over the
    /// callback's port.
    ///
    /// # Errors
    /// [`Error::NotBrought`] when it is no answer to this sign-in: the wait goes on. [`Error::Gone`] when none waits.
    pub fn bring_by_hand(&self, pasted: &Pasted) -> Result<(), Error> {
        let running = lock(&self.rooms().stage.running);
        let waiting = running.as_ref().and_then(|running| running.waiting.as_ref()).ok_or(Error::Gone)?;
        let answer = brought::read(pasted, &waiting.awaited)?;
        // A second one finds the wait over.
        let _ = waiting.brought.try_send(answer);
        Ok(())
    }

    /// Lends the address that the browser was sent to, while it is waited for: to open it again, or to copy it.
    pub fn with_sign_in_url<T>(&self, use_it: impl FnOnce(&AuthorizationUrl) -> T) -> Option<T> {
        let running = lock(&self.rooms().stage.running);
        running.as_ref()?.waiting.as_ref().map(|waiting| use_it(&waiting.url))
    }

    /// Clears away how the last sign-in ended; one that is under way stays.
    pub fn dismiss_sign_in(&self) {
        if lock(&self.rooms().stage.running).is_none() {
            *lock(&self.rooms().stage.view) = None;
            self.rooms().announce(Change::SignIn { sign_in: None });
        }
    }

    /// Shows the window the next step.
    pub(super) fn show(&self, step: SignInStep) {
        self.show_changed(|view| view.step = step);
    }

    /// Shows the window what was looked at.
    pub(super) fn show_check(&self, check: CheckView) {
        self.show_changed(|view| view.checks.push(check));
    }

    /// Shows the window what was noticed while it waits.
    pub(super) fn show_hint(&self, noticed: Hint) {
        self.show_changed(|view| {
            if let SignInStep::Waiting { hint, .. } = &mut view.step {
                *hint = Some(noticed);
            }
        });
    }

    pub(super) fn show_changed(&self, change: impl FnOnce(&mut SignInView)) {
        let sign_in = {
            let mut view = lock(&self.rooms().stage.view);
            view.as_mut().map(change);
            view.clone()
        };
        self.rooms().announce(Change::SignIn { sign_in });
    }
}
