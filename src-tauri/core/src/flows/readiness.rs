//! Waits until Salesforce knows a new app, or a changed callback URL: that takes minutes, and nobody says when it is done.
//!
//! One app at a time, asked for once a minute for a quarter of an hour, by nothing but the request that a browser would be
//! sent to. It signs nobody in.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::task::AbortHandle;

use crate::core::{Core, lock};
use crate::io::salesforce::Look;
use crate::model::client_app::{CallbackUrl, ClientApp};
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::ids::ClientAppId;
use crate::model::org::Org;
use crate::model::refusal::Meaning;
use crate::model::secret::ConsumerKey;
use crate::model::view::{Change, Readiness, ReadinessView};

/// How often is asked, and for how long.
const EVERY: Duration = Duration::from_secs(60);
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// Where at most one wait stands.
#[derive(Debug, Default)]
pub(crate) struct Wait {
    waiting: Mutex<Option<Waiting>>,
    /// The newest order, to wait or to stop: one that is older has nothing to say any more.
    order: AtomicU64,
}

#[derive(Debug)]
struct Waiting {
    view: ReadinessView,
    /// None: it is over.
    asking: Option<AbortHandle>,
}

/// An app as it is asked for.
struct Asked {
    app: ClientApp,
    org: Org,
    key: ConsumerKey,
}

impl Core {
    /// Asks at once whether Salesforce knows an app's key and callback URL, and then once a minute until it does, refuses
    /// for another reason, or a quarter of an hour is over. In the place of an earlier wait. Each answer is announced.
    /// Reads keychain and disk; contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Keychain`], [`Error::Registry`].
    pub async fn wait_until_ready(&self, app: ClientAppId) -> Result<ReadinessView, Error> {
        let asked = self.asked(app).await?;
        let (order, ended) = self.end_wait();
        if let Some(ended) = ended.filter(|ended| *ended != app) {
            self.announce_org_of(ended).await;
        }
        let now = self.rooms().clock.now();
        let (next_at, until) = (now.plus(EVERY), now.plus(PATIENCE));
        let state = self.ask_once(&asked).await;
        let view = ReadinessView { app, next_at, until, state };
        self.forget_what_waiting_mended(&view).await;
        if self.begin_wait(order, asked, &view) {
            self.rooms().announce(Change::Readiness { readiness: Some(view.clone()) });
            self.announce_org_of(app).await;
        }
        Ok(view)
    }

    /// Whether what was asked for is waited for now, or over: it was neither stopped, nor another begun, while Salesforce
    /// was asked.
    fn begin_wait(&self, order: u64, asked: Asked, view: &ReadinessView) -> bool {
        let mut waiting = lock(&self.rooms().wait.waiting);
        if self.rooms().wait.order.load(Ordering::Relaxed) != order {
            return false;
        }
        let asking = goes_on(view).then(|| {
            let (core, view) = (self.clone(), view.clone());
            tokio::spawn(async move { core.keep_asking(asked, view).await }).abort_handle()
        });
        *waiting = Some(Waiting { view: view.clone(), asking });
        true
    }

    /// Stops waiting, and clears away how it ended.
    pub async fn stop_waiting_until_ready(&self) {
        let (_order, ended) = self.end_wait();
        self.rooms().announce(Change::Readiness { readiness: None });
        if let Some(ended) = ended {
            self.announce_org_of(ended).await;
        }
    }

    /// What is waited for, or how that ended, until it is cleared away.
    pub fn readiness(&self) -> Option<ReadinessView> {
        lock(&self.rooms().wait.waiting).as_ref().map(|waiting| waiting.view.clone())
    }

    /// The app that is asked for again and again, if Salesforce does not know it yet.
    pub(crate) fn waits_for(&self) -> Option<ClientAppId> {
        let waiting = lock(&self.rooms().wait.waiting);
        waiting.as_ref().map(|waiting| &waiting.view).filter(|view| goes_on(view)).map(|view| view.app)
    }

    /// Ends what is waited for; the number of this order, and the app that was waited for.
    fn end_wait(&self) -> (u64, Option<ClientAppId>) {
        let wait = &self.rooms().wait;
        let mut waiting = lock(&wait.waiting);
        let ended = waiting.take();
        if let Some(Waiting { asking: Some(asking), .. }) = &ended {
            asking.abort();
        }
        let order = wait.order.fetch_add(1, Ordering::Relaxed) + 1;
        (order, ended.filter(|ended| goes_on(&ended.view)).map(|ended| ended.view.app))
    }

    async fn keep_asking(&self, mut asked: Asked, mut view: ReadinessView) {
        let clock = &self.rooms().clock;
        while let Readiness::Waiting { failure } = view.state {
            clock.until(view.next_at).await;
            // It may have been mended, or removed, here meanwhile.
            match self.asked_now(asked).await {
                Ok(now) => asked = now,
                Err(Error::Gone) => return self.stop_waiting_until_ready().await,
                Err(error) => {
                    view.state = Readiness::GaveUp { failure: error.into() };
                    return self.show_wait(view).await;
                }
            }
            view.state = match self.ask_once(&asked).await {
                // What cannot be understood says nothing new.
                Readiness::Waiting { failure: Failure::NotSalesforce { .. } } => {
                    Readiness::Waiting { failure }
                }
                state => state,
            };
            view.next_at = clock.now().plus(EVERY);
            if let Readiness::Waiting { failure } = &view.state
                && view.next_at > view.until
            {
                view.state = Readiness::GaveUp { failure: failure.clone() };
            }
            self.forget_what_waiting_mended(&view).await;
            self.show_wait(view.clone()).await;
        }
    }

    /// What Salesforce refused before, and takes now, is no problem of the app's any more.
    async fn forget_what_waiting_mended(&self, ReadinessView { app, state, .. }: &ReadinessView) {
        if *state == Readiness::Ready {
            self.tick_what_readiness_shows(*app).await;
        }
        let is_mended = |problem: Failure| *state == Readiness::Ready && may_come(&problem);
        if self.rooms().left(*app).problem.is_some_and(is_mended) {
            self.rooms().note_problem(*app, None);
        }
    }

    async fn show_wait(&self, view: ReadinessView) {
        if let Some(waiting) = lock(&self.rooms().wait.waiting).as_mut() {
            waiting.view = view.clone();
        }
        let (app, is_over) = (view.app, !goes_on(&view));
        self.rooms().announce(Change::Readiness { readiness: Some(view) });
        if is_over {
            self.announce_org_of(app).await;
        }
    }

    /// One look at each callback URL: any of them may be the one that a sign-in takes. Contacts Salesforce.
    async fn ask_once(&self, asked: &Asked) -> Readiness {
        for callback in asked.app.callbacks() {
            match self.ask_for(asked, &callback).await {
                Readiness::Ready => {}
                not_yet => return not_yet,
            }
        }
        Readiness::Ready
    }

    async fn ask_for(&self, Asked { app, org, key }: &Asked, callback: &CallbackUrl) -> Readiness {
        let look = self.rooms().salesforce.probe_app(&org.host, key, callback, &app.scopes).await;
        match look {
            Ok(Look::Taken) => Readiness::Ready,
            Ok(Look::Refused(refusal)) => {
                // Who needs nobody is sent back to nobody: then it says that the key is known.
                if refusal.meaning == Some(Meaning::CallbackMismatch) && app.flow.needs_nobody() {
                    return Readiness::Ready;
                }
                let failure = Failure::Refused { refusal };
                if may_come(&failure) {
                    Readiness::Waiting { failure }
                } else {
                    Readiness::GaveUp { failure }
                }
            }
            Ok(Look::Unclear { status }) => {
                Readiness::Waiting { failure: Failure::NotSalesforce { host: org.host.to_string(), status } }
            }
            // It may come back within the quarter of an hour.
            Err(error) => Readiness::Waiting { failure: error.into() },
        }
    }

    async fn asked(&self, id: ClientAppId) -> Result<Asked, Error> {
        let (app, org) = self.rooms().registry.app(id).await?;
        let key = self.rooms().safe.read(id.uuid(), app.key_place).await?.ok_or(Error::Gone)?;
        Ok(Asked { app, org, key })
    }

    /// The same app as it is now; the keychain is asked only for a key that was changed.
    async fn asked_now(&self, asked: Asked) -> Result<Asked, Error> {
        let (app, org) = self.rooms().registry.app(asked.app.id).await?;
        if app.key != asked.app.key {
            return self.asked(app.id).await;
        }
        Ok(Asked { app, org, key: asked.key })
    }
}

/// Whether Salesforce is asked again.
fn goes_on(view: &ReadinessView) -> bool {
    matches!(view.state, Readiness::Waiting { .. })
}

/// Whether waiting may mend it.
fn may_come(failure: &Failure) -> bool {
    let Failure::Refused { refusal } = failure else { return false };
    matches!(refusal.meaning, Some(Meaning::UnknownKey | Meaning::CallbackMismatch))
}
