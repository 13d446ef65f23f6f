//! The lines of a guide, computed from recipe and answers, in the order of Setup itself.
//!
//! The names of lines are the same at each start: ticks are kept by them. Nothing here reads or writes.

mod around;
mod before;
mod policies;
mod settings;

use crate::model::recipe::plan::Plan;
use crate::model::recipe::{Answers, Recipe, Wanted};
use crate::model::refusal::Sureness;
use crate::model::setup_label::SetupLabel;
use crate::model::view::{Advice, Line, LineId, LineView, Section, SectionView, Why};
use crate::model::word::word_of;

/// Where what every guide says is known from.
const HELP: &str = "Salesforce Help, External Client App Manager";

/// The key's line.
pub(crate) const KEY: &str = "credentials.key";
/// The secret's line.
pub(crate) const SECRET: &str = "credentials.secret";
/// The line of the callback URLs that are known.
pub(crate) const CALLBACKS: &str = "oauth.callbacks";

/// What the lines are made of.
pub(crate) struct Sources<'a> {
    pub(crate) recipe: &'a Recipe,
    pub(crate) answers: &'a Answers,
    pub(crate) plan: &'a Plan,
}

/// Why a line is as it is, and where that is known from.
struct Reason {
    why: Option<Why>,
    advice: Option<Advice>,
    source: String,
    sure: Sureness,
}

/// A section that is being written.
struct Writing {
    section: Section,
    lines: Vec<LineView>,
    /// The part of the page that begins with the next line.
    heading: Option<SetupLabel>,
}

/// All sections that have lines, in their order; none is ticked yet.
pub(crate) fn sections(sources: &Sources<'_>) -> Vec<SectionView> {
    let written = [
        before::before(sources),
        before::open(),
        settings::basic(sources),
        settings::oauth(sources),
        policies::policies(sources),
        around::credentials(sources),
        around::certificate(sources),
        around::around(sources),
    ];
    let sections =
        written.into_iter().map(|writing| SectionView { section: writing.section, lines: writing.lines });
    sections.filter(|section| !section.lines.is_empty()).collect()
}

/// The line of a scope.
pub(crate) fn scope(value: &str) -> LineId {
    LineId(format!("oauth.scope.{value}"))
}

/// The line of a box of *Flow Enablement* or *Security*.
pub(crate) fn tickbox(label: SetupLabel) -> LineId {
    let section = if label == SetupLabel::JwtBearerFlow { "certificate" } else { "oauth" };
    LineId(format!("{section}.box.{}", word_of(&label)))
}

/// The line of a policy.
pub(crate) fn policy(label: SetupLabel) -> LineId {
    LineId(format!("policies.{}", word_of(&label)))
}

impl Writing {
    fn of(section: Section) -> Self {
        Self { section, lines: Vec::new(), heading: None }
    }

    /// A line that Salesforce can show us, once somebody may look.
    fn shown(&mut self, id: LineId, line: Line, reason: Reason) {
        self.write(id, line, true, reason);
    }

    /// A line of which only the person knows.
    fn told(&mut self, id: LineId, line: Line, reason: Reason) {
        self.write(id, line, false, reason);
    }

    /// A button, tab or section.
    fn press(&mut self, label: SetupLabel, reason: Reason) {
        let id = LineId(format!("{}.press.{}", word_of(&self.section), word_of(&label)));
        self.told(id, Line::Press { label }, reason);
    }

    /// Whether this was pressed before.
    fn has_pressed(&self, label: SetupLabel) -> bool {
        self.lines.iter().any(|line| line.line == Line::Press { label })
    }

    /// What is written from here on stands in this part of the page.
    fn under(&mut self, heading: SetupLabel) {
        self.heading = Some(heading);
    }

    fn write(&mut self, id: LineId, line: Line, can_be_proven: bool, reason: Reason) {
        let Reason { why, advice, source, sure } = reason;
        let heading = self.heading.take();
        self.lines.push(LineView { id, line, tick: None, can_be_proven, why, advice, source, sure, heading });
    }
}

impl Reason {
    /// What the recipe says of it.
    fn of<T>(wanted: &Wanted<T>) -> Self {
        let Wanted { why, advice, source, sure, .. } = wanted;
        Self { why: *why, advice: *advice, source: source.clone(), sure: *sure }
    }

    /// What holds for every guide.
    fn of_every_guide(why: Option<Why>) -> Self {
        Self { why, advice: None, source: HELP.to_owned(), sure: Sureness::Official }
    }
}

#[cfg(test)]
mod tests;
