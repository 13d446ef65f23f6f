//! The books: how many refreshes were done, how often a spent token was shown, and whose answer was lost on its way.
//!
//! A harness that claims to have lost nothing is held against these numbers, so they are kept where the tokens are, not
//! where the requests are: a fault, a client that hangs up and a crash cannot miscount them. They know nothing of why.

use serde::Serialize;

use super::family::Owner;

/// What has been done and lost since the last reset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// All holders together.
    #[serde(flatten)]
    pub all: Counts,
    /// How many families of tokens still count.
    pub families_live: usize,
    /// Each user of each app that ever refreshed, in order of the first time.
    pub holders: Vec<Holder>,
}

/// A user of an app.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// The app.
    pub consumer_key: String,
    /// The user.
    pub username: String,
    /// What was counted.
    #[serde(flatten)]
    pub counts: Counts,
}

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Refreshes that were committed.
    pub refreshes: u64,
    /// Refresh requests that showed a token which rotation had used up, whatever became of them.
    pub replays: u64,
    /// Committed refreshes whose answer was not handed to the client's connection whole and true.
    pub unread: u64,
    /// Committed refreshes whose answer is still on its way: neither handed over nor lost yet.
    pub under_way: u64,
}

/// The books themselves.
#[derive(Debug, Default)]
pub(crate) struct Books {
    holders: Vec<(Owner, Counts)>,
    /// Which books these are: an answer from before a reset has no place in the next ones.
    volume: u64,
}

/// What may happen to a refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// It was done; its answer sets out.
    Committed,
    /// It showed a spent token.
    Replayed,
    /// Its answer was handed over.
    HandedOver,
    /// Its answer never will be.
    Lost,
}

impl Books {
    /// Writes an event down.
    pub(crate) fn note(&mut self, owner: &Owner, event: Event) {
        let place = self.holders.iter().position(|(known, _)| known == owner).unwrap_or_else(|| {
            self.holders.push((owner.clone(), Counts::default()));
            self.holders.len() - 1
        });
        let counts = &mut self.holders[place].1;
        match event {
            Event::Committed => {
                (counts.refreshes, counts.under_way) = (counts.refreshes + 1, counts.under_way + 1);
            }
            Event::Replayed => counts.replays += 1,
            Event::HandedOver => counts.under_way -= 1,
            Event::Lost => (counts.unread, counts.under_way) = (counts.unread + 1, counts.under_way - 1),
        }
    }

    /// Writes down what became of an answer, unless it set out in earlier books.
    pub(crate) fn arrived(&mut self, volume: u64, owner: &Owner, event: Event) {
        if volume == self.volume {
            self.note(owner, event);
        }
    }

    /// Which books these are.
    pub(crate) fn volume(&self) -> u64 {
        self.volume
    }

    /// Begins new ones.
    pub(crate) fn close(&mut self) {
        *self = Self { holders: Vec::new(), volume: self.volume + 1 };
    }

    /// As tests may see them.
    pub(crate) fn tally(&self, families_live: usize) -> Tally {
        let mut tally = Tally { families_live, ..Tally::default() };
        for (owner, counts) in &self.holders {
            tally.all.refreshes += counts.refreshes;
            tally.all.replays += counts.replays;
            tally.all.unread += counts.unread;
            tally.all.under_way += counts.under_way;
            tally.holders.push(Holder {
                consumer_key: owner.consumer_key.clone(),
                username: owner.username.clone(),
                counts: *counts,
            });
        }
        tally
    }
}

impl Tally {
    /// What was counted for one user of one app.
    pub fn of(&self, consumer_key: &str, username: &str) -> Counts {
        let of_them = |holder: &&Holder| holder.consumer_key == consumer_key && holder.username == username;
        self.holders.iter().find(of_them).map(|holder| holder.counts).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(username: &str) -> Owner {
        Owner { org: 0, username: username.to_owned(), consumer_key: "3MVG9".to_owned() }
    }

    #[test]
    fn an_answer_is_under_way_until_it_is_handed_over_or_lost() {
        let (mut books, ana) = (Books::default(), owner("ana"));
        (0..3).for_each(|_| books.note(&ana, Event::Committed));
        books.note(&ana, Event::HandedOver);
        books.note(&ana, Event::Lost);
        books.note(&owner("bob"), Event::Replayed);
        let tally = books.tally(2);
        assert_eq!(tally.all, Counts { refreshes: 3, replays: 1, unread: 1, under_way: 1 });
        assert_eq!(tally.of("3MVG9", "ana").replays, 0, "the spent token was another's");
        assert_eq!(tally.of("3MVG9", "bob"), Counts { replays: 1, ..Counts::default() });
    }

    #[test]
    fn an_answer_from_before_a_reset_is_counted_nowhere() {
        let mut books = Books::default();
        let (ana, earlier) = (owner("ana"), books.volume());
        books.note(&ana, Event::Committed);
        books.close();
        books.note(&ana, Event::Committed);
        books.arrived(earlier, &ana, Event::Lost);
        assert_eq!(books.tally(0).all, Counts { refreshes: 1, under_way: 1, ..Counts::default() });
        books.arrived(books.volume(), &ana, Event::HandedOver);
        assert_eq!(books.tally(0).all, Counts { refreshes: 1, ..Counts::default() });
    }
}
