//! The way through a browser on this computer: port, address, wait, answer (RFC 8252).

use std::sync::Arc;

use fail::fail_point;

use crate::core::Core;
use crate::flows::apps::OpenApp;
use crate::io::loopback::Listener;
use crate::model::error::{Cause, Error};
use crate::model::failure::Failure;
use crate::model::refusal::Stage as RefusedAt;
use crate::model::time::Timestamp;
use crate::model::view::{Check, Note, SignInForm, SignInStep};
use crate::oauth::answer::{Answer, Awaited};
use crate::oauth::authorize::{self, Ask};
use crate::oauth::refusals;

use super::stage::Wait;
use super::{Brought, Opener, Opening, PATIENCE, What};

impl Core {
    /// Binds the port, starts the browser, and waits for what comes back. Dropping it frees the port.
    pub(super) async fn bring_from_browser(
        &self,
        opened: OpenApp,
        form: &SignInForm,
        expected: Option<String>,
        open: Opener,
    ) -> Result<Brought, Failure> {
        let callbacks = opened.app.callbacks();
        fail_point!("sign_in.before_bind");
        // Before the browser opens: a fast redirect must not find the port closed, or a stranger on it.
        let bound = Listener::bind_first(&callbacks).await;
        let callback = bound.as_ref().ok().map(|(_, callback)| callback.as_str().to_owned());
        let note = callback.map(|callback| Note::Callback { callback });
        let (listener, callback) = self.show_step(Check::Port, note, bound)?;
        self.look_before(&opened, Some(&callback)).await?;
        self.rooms().registry.choose_browser(opened.org.id, form.browser.clone()).await?;
        let ask = Ask {
            // Whoever happens to be logged in there would answer in the place of him who is expected.
            fresh_log_in: form.fresh_log_in || expected.is_some(),
            login_hint: expected.as_deref(),
        };
        let attempt = authorize::begin(&opened.org.host, &opened.key, &callback, &opened.app.scopes, ask);
        let attempt = attempt.map_err(|_| Error::Nonsense("a parsed host or callback is no address"))?;
        fail_point!("sign_in.bound");
        let opening = open(&attempt.url);
        fail_point!("sign_in.opened");
        let (url, state, verifier) = (attempt.url, attempt.state, attempt.verifier);
        let awaited = Arc::new(Awaited { callback, host: opened.org.host.clone(), state });
        let end = self.rooms().clock.now().plus(PATIENCE);
        let Wait { until, mut brought } = self.rooms().stage.wait(url, Arc::clone(&awaited), end);
        let callback = awaited.callback.as_str().to_owned();
        self.show(SignInStep::Waiting { until: *until.borrow(), callback, hint: None });
        let on_hint = |hint| self.show_hint(hint);
        let answer = tokio::select! {
            answer = listener.answer(Arc::clone(&awaited), on_hint) => answer?,
            Some(answer) = brought.recv() => answer,
            cause = failure_of(opening) => return Err(Error::Browser(cause).into()),
            () = self.too_late(until) => return Err(Failure::TimedOut),
        };
        fail_point!("sign_in.called_back");
        let callback = awaited.callback.clone();
        match answer {
            Answer::Code(code) => Ok(Brought { opened, what: What::Code { code, verifier, callback } }),
            Answer::Refusal { error, description } => {
                Err(Error::from(refusals::read(RefusedAt::Authorize, &error, &description)).into())
            }
        }
    }

    /// Returns when the end has come, which may be moved meanwhile.
    async fn too_late(&self, mut until: tokio::sync::watch::Receiver<Timestamp>) {
        loop {
            let end = *until.borrow_and_update();
            tokio::select! {
                // First: more time that was asked for in the last moment counts.
                biased;
                // The sender lives as long as the attempt.
                _ = until.changed() => {}
                () = self.rooms().clock.until(end) => return,
            }
        }
    }
}

/// Returns only if the browser could not be started.
async fn failure_of(opening: Opening) -> Cause {
    match opening.await {
        Err(cause) => cause,
        Ok(()) => std::future::pending().await,
    }
}
