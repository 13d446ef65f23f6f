//! Who lost what, and whether it could have been kept: held against the practice org's own books.
//!
//! A sign-in may be lost only where Salesforce committed and the answer was lost on its way. Each such answer accounts
//! for one loss, of its own holder; every other loss was avoidable.

use std::collections::HashMap;

use practice_org::Tally;

/// What has been lost.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Losses that no client could have avoided.
    pub(super) unavoidable: u64,
    /// Losses that were avoidable.
    pub(super) avoidable: u64,
    accounted: HashMap<(String, String), u64>,
}

impl Ledger {
    /// A sign-in of this holder was lost.
    pub(super) fn lost(&mut self, tally: &Tally, consumer_key: &str, username: &str) {
        let unread = tally.of(consumer_key, username).unread;
        let accounted = self.accounted.entry((consumer_key.to_owned(), username.to_owned())).or_default();
        if unread > *accounted {
            *accounted += 1;
            self.unavoidable += 1;
        } else {
            self.avoidable += 1;
        }
    }

    /// Answers that were lost, by the books, without a sign-in that was.
    pub(super) fn unaccounted(&self, tally: &Tally) -> u64 {
        tally.all.unread.saturating_sub(self.unavoidable)
    }
}

#[cfg(test)]
mod tests {
    use practice_org::{Counts, Holder};

    use super::*;

    #[test]
    fn an_answer_that_was_lost_excuses_one_loss_of_its_holder_alone() {
        let holder = |username: &str, unread| Holder {
            consumer_key: "key".to_owned(),
            username: username.to_owned(),
            counts: Counts { unread, ..Counts::default() },
        };
        let tally = Tally {
            all: Counts { unread: 1, ..Counts::default() },
            holders: vec![holder("ana", 1), holder("bob", 0)],
            ..Tally::default()
        };
        let mut ledger = Ledger::default();
        assert_eq!(ledger.unaccounted(&tally), 1);
        ledger.lost(&tally, "key", "ana");
        ledger.lost(&tally, "key", "ana");
        ledger.lost(&tally, "key", "bob");
        assert_eq!((ledger.unavoidable, ledger.avoidable, ledger.unaccounted(&tally)), (1, 2, 0));
    }
}
