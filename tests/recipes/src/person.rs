//! A person without a browser: the practice org plays the pages through. What leads back is followed; what ends on a page
//! of Salesforce's is brought by hand, and where that helps nobody, the sign-in is called off.

use std::sync::Arc;
use std::time::Duration;

use keyperch_core::model::error::Error;
use keyperch_core::model::secret::{AuthorizationUrl, Pasted};
use keyperch_core::{Core, Opener};
use practice_org::{Practice, Press, Visit, follow};
use tokio::time::sleep;

const PASSWORD: &str = "practice";

/// Somebody who logs in and presses Allow.
pub(crate) fn allows(core: &Core, practice: &Arc<Practice>, username: &'static str) -> Opener {
    let (core, practice) = (core.clone(), Arc::clone(practice));
    Box::new(move |url: &AuthorizationUrl| {
        let address = url.expose().to_owned();
        tokio::spawn(async move {
            match practice.visit(&address, username, PASSWORD, Press::Allow).await {
                Visit::SentTo(callback) if callback.starts_with("http://localhost:") => {
                    follow(&callback).await;
                }
                Visit::SentTo(page) | Visit::Stayed(_, page) => brings(&core, page).await,
            }
        });
        Box::pin(async { Ok(()) })
    })
}

/// As a person does it: the address of Salesforce's error page, or what it says.
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
