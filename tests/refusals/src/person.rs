//! A person without a browser: the practice org plays the pages through. What leads back is followed; what ends on a page
//! of Salesforce's is brought by hand, as a person does it.

use std::sync::Arc;
use std::time::Duration;

use keyperch_core::model::error::Error;
use keyperch_core::model::secret::{AuthorizationUrl, Pasted};
use keyperch_core::{Core, Opener};
use practice_org::{Practice, Press, Visit, follow};
use tokio::time::sleep;

pub(crate) const PASSWORD: &str = "practice";

/// What happens between the Allow page and the callback.
pub(crate) type Between = Box<dyn FnOnce() + Send>;

/// What a person does in the browser.
pub(crate) struct Person {
    pub(crate) core: Core,
    pub(crate) practice: Arc<Practice>,
    pub(crate) username: String,
    pub(crate) press: Press,
    /// The address that is opened, made from the one that Keyperch asks for.
    pub(crate) opens: fn(&str) -> String,
    pub(crate) between: Between,
}

impl Person {
    /// Starts with the address that a browser would be started with.
    pub(crate) fn opener(self) -> Opener {
        Box::new(move |url: &AuthorizationUrl| {
            let address = (self.opens)(url.expose());
            tokio::spawn(self.visits(address));
            Box::pin(async { Ok(()) })
        })
    }

    async fn visits(self, address: String) {
        let visit = self.practice.visit(&address, &self.username, PASSWORD, self.press).await;
        match visit {
            Visit::SentTo(callback) if callback.starts_with("http://localhost:") => {
                (self.between)();
                follow(&callback).await;
            }
            Visit::SentTo(page) => brings(&self.core, page).await,
            Visit::Stayed(_, text) => brings(&self.core, text).await,
        }
    }
}

/// Nothing that can be read ends the sign-in, so that its case fails at once.
async fn brings(core: &Core, text: String) {
    for _ in 0..200 {
        match core.bring_by_hand(&Pasted::from(text.clone())) {
            Ok(()) => return,
            // The wait has not begun yet.
            Err(Error::Gone) => sleep(Duration::from_millis(10)).await,
            Err(_) => break,
        }
    }
    core.cancel_sign_in();
}
