//! A person without a browser: the practice org plays the pages through, and the address that it sends the browser to is
//! asked for by hand.

use practice_org::{Practice, Press, Visit, follow};

/// The password of every user of practice.
pub const PASSWORD: &str = "practice";

/// Logs in, presses Allow, and follows the redirect to the loopback listener as far as it answers.
pub async fn allows(practice: &Practice, address: &str, username: &str) {
    if let Some(callback) = sent_to(practice, address, username).await {
        follow(&callback).await;
    }
}

/// Logs in and presses Allow; where the browser is sent.
pub async fn sent_to(practice: &Practice, address: &str, username: &str) -> Option<String> {
    match practice.visit(address, username, PASSWORD, Press::Allow).await {
        Visit::SentTo(callback) => Some(callback),
        Visit::Stayed(..) => None,
    }
}
