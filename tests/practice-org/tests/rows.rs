//! Every row that the practice org says it can cause is caused, and arises with the code and text that it says.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

#[path = "rows/api.rs"]
mod api;
#[path = "rows/browser.rs"]
mod browser;
mod support;
#[path = "rows/token.rs"]
mod token;

use std::io::Write;

use practice_org::{OrgChange, Practice, Seen, SwitchChange, UserChange};
use support::assertion::Signer;
use support::story::Story;

/// The world in which rows are caused: the first user and the first app of the production org.
pub(crate) struct Stage<'a> {
    pub(crate) practice: &'a Practice,
    pub(crate) story: Story,
    pub(crate) signer: &'a Signer,
}

impl Stage<'_> {
    pub(crate) fn app(&self, change: SwitchChange) {
        self.story.switch(self.practice, change);
    }

    pub(crate) fn user(&self, change: UserChange) {
        self.practice.change_user(&self.story.username, change).unwrap();
    }

    pub(crate) fn org(&self, change: OrgChange) {
        self.practice.change_org(&self.story.host, change).unwrap();
    }
}

#[tokio::test]
async fn every_row_that_can_be_caused_is_caused() {
    let practice = support::practice("rows").await;
    let signer = Signer::new();
    let mut wrong = Vec::new();
    let rows = practice.rows();
    for row in &rows {
        practice.reset();
        let before = practice.seen(0).last().map_or(0, |seen| seen.sequence);
        let stage = Stage { practice: &practice, story: Story::of(&practice, 0, 0, 0), signer: &signer };
        let text = match row.row.chars().next() {
            Some('A') => browser::caused(&stage, row.row).await,
            Some('T') => token::caused(&stage, row.row).await,
            _ => api::caused(&stage, row.row).await,
        };
        let seen: Option<Seen> = practice.seen(before).pop();
        let arisen = seen.as_ref().and_then(|seen| seen.row);
        // A fault takes the place of an answer, so the outcome tells of the answer, not of the fault.
        let outcome = seen.filter(|seen| seen.fault.is_none()).map(|seen| seen.outcome);
        let same_outcome = outcome.is_none_or(|outcome| outcome == row.code);
        if arisen != Some(row.row) || !same_outcome || !text.contains(row.text) {
            wrong.push(format!("{}: {arisen:?} {text:?}", row.row));
        }
        assert!(!row.cause.is_empty(), "{} says what causes it", row.row);
    }
    writeln!(std::io::stdout(), "{} of {} rows arose", rows.len() - wrong.len(), rows.len()).unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
