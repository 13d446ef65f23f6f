//! The receipt of a refresh's answer: handed over, or lost, and nothing in between.
//!
//! It goes wherever the answer goes. Whoever drops it (a fault, a connection that ends, a task that nobody waits for)
//! has lost the answer, and the books say so.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::Site;
use super::answer::Answer;
use crate::world::family::Owner;
use crate::world::tally::Event;

/// The receipt of one answer.
pub(crate) struct Receipt {
    site: Arc<Site>,
    owner: Owner,
    volume: u64,
    handed_over: bool,
}

impl Receipt {
    /// For an answer whose refresh has been committed.
    pub(crate) fn of(site: &Arc<Site>, owner: Owner) -> Self {
        let volume = site.world().books.volume();
        Self { site: site.clone(), owner, volume, handed_over: false }
    }

    /// Every byte of it has been written to the client's connection and flushed.
    pub(crate) fn sign(mut self) {
        self.handed_over = true;
    }
}

impl Drop for Receipt {
    fn drop(&mut self) {
        let event = if self.handed_over { Event::HandedOver } else { Event::Lost };
        self.site.world().books.arrived(self.volume, &self.owner, event);
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Receipt").field("owner", &self.owner).finish_non_exhaustive()
    }
}

/// Whether what goes out still tells the client what the true answer told: its tokens, as JSON, with its status.
pub(crate) fn tells_the_same(sent: &Answer, truth: &Answer) -> bool {
    sent.status == truth.status && sent.headers == truth.headers && tokens(sent) == tokens(truth)
}

fn tokens(answer: &Answer) -> Option<[Value; 2]> {
    let object: Value = serde_json::from_str(&answer.body).ok()?;
    Some(["access_token", "refresh_token"].map(|name| object[name].clone()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_answer_without_its_tokens_does_not_tell_the_same() {
        let truth = Answer::json(200, &json!({ "access_token": "00D!a", "refresh_token": "5Aep", "x": 1 }));
        let further = Answer::json(200, &json!({ "access_token": "00D!a", "refresh_token": "5Aep" }));
        assert!(tells_the_same(&further, &truth), "other fields are not what a client lives on");
        for (what, sent) in [
            ("no refresh token", Answer::json(200, &json!({ "access_token": "00D!a" }))),
            ("an empty one", Answer::json(200, &json!({ "access_token": "00D!a", "refresh_token": "" }))),
            ("a status", Answer { status: 503, ..truth.clone() }),
            ("a type", Answer::of_type(200, "text/html", truth.body.clone())),
            ("half", Answer { body: truth.body[..20].to_owned(), ..truth.clone() }),
        ] {
            assert!(!tells_the_same(&sent, &truth), "{what}");
        }
    }
}
