//! What must come of each refusal: this program's own word, held against the catalogue's.

mod api;
mod browser;
pub(crate) mod coverage;
mod machines;
mod renewals;

use keyperch_core::model::cause::{Cause, ExactValue, SetupPage};
use keyperch_core::model::refusal::{Meaning, Stage};

use crate::deeds::{Deed, Order};

/// One refusal, in one flow.
pub(crate) struct Case {
    /// Its number in the catalogue.
    pub(crate) row: &'static str,
    pub(crate) stage: Stage,
    /// As Salesforce says it.
    pub(crate) code: &'static str,
    pub(crate) says: &'static str,
    pub(crate) leads: Leads,
    pub(crate) way: Way,
}

/// Where it must lead.
#[derive(Clone, Copy)]
pub(crate) enum Leads {
    /// To the likeliest cause, and where that is mended.
    To { meaning: Meaning, cause: Cause, page: Option<SetupPage>, value: Option<ExactValue> },
    /// Nowhere: Keyperch goes on by itself.
    On,
}

/// How it comes about.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    Caused(Deed, Order),
    Replayed,
}

/// Every case.
pub(crate) fn all() -> Vec<Case> {
    let mut all = browser::cases();
    all.extend(renewals::cases());
    all.extend(machines::cases());
    all.extend(api::cases());
    all
}

/// A refusal by number, where it is met, code and words.
struct Said(&'static str, Stage, &'static str, &'static str);

impl Said {
    fn leads(self, meaning: Meaning, cause: Cause) -> Case {
        self.to(Leads::To { meaning, cause, page: None, value: None })
    }

    fn goes_on(self) -> Case {
        self.to(Leads::On)
    }

    fn to(self, leads: Leads) -> Case {
        let Self(row, stage, code, says) = self;
        Case { row, stage, code, says, leads, way: Way::Replayed }
    }
}

impl Case {
    /// It is mended on this page.
    fn at(mut self, on: SetupPage) -> Self {
        if let Leads::To { page, .. } = &mut self.leads {
            *page = Some(on);
        }
        self
    }

    /// With this value.
    fn with(mut self, exact: ExactValue) -> Self {
        if let Leads::To { value, .. } = &mut self.leads {
            *value = Some(exact);
        }
        self
    }

    fn caused(self, deed: Deed, order: Order) -> Self {
        Self { way: Way::Caused(deed, order), ..self }
    }

    /// With an expectation that is wrong: a run with it must fail.
    pub(crate) fn misjudged(self) -> Self {
        let (meaning, cause) = (Meaning::OurMistake, Cause::OurMistake);
        let wrong = Leads::To { meaning, cause, page: Some(SetupPage::SessionSettings), value: None };
        Self { leads: wrong, ..self }
    }
}

/// Nothing is switched.
const NOTHING: Order = |_| Ok(());
