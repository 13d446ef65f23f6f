//! What has to be true before anything is made, and the way to the right page.

use crate::model::cause::SetupPage;
use crate::model::setup_label::SetupLabel;
use crate::model::view::{GuideCheck, Line, LineId, RecipeFlow, Section, Why};
use crate::model::word::word_of;

use super::{Reason, Sources, Writing};

/// What only the person knows, and what we look at ourselves.
pub(super) fn before(sources: &Sources<'_>) -> Writing {
    let mut writing = Writing::of(Section::Before);
    for wanted in sources.recipe.questions.iter().filter(|wanted| wanted.is_for(sources.plan.flow)) {
        let question = wanted.want;
        let id = LineId(format!("before.{}", word_of(&question)));
        writing.told(id, Line::Question { question }, Reason::of(wanted));
    }
    // Whoever needs nobody is sent back to nobody: no port is listened on.
    let with_a_port = sources.plan.flow == RecipeFlow::AuthorizationCode;
    let looks = [(GuideCheck::Domain, true), (GuideCheck::Kind, true), (GuideCheck::Port, with_a_port)];
    for (at, _) in looks.into_iter().filter(|(_, is_needed)| *is_needed) {
        let line = Line::Look { at, verdict: None };
        writing.shown(look(at), line, Reason::of_every_guide(None));
    }
    writing
}

/// The line of something that we look at.
pub(super) fn look(at: GuideCheck) -> LineId {
    LineId(format!("before.{}", word_of(&at)))
}

/// The page on which apps are made.
pub(super) fn open() -> Writing {
    let mut writing = Writing::of(Section::Open);
    let page = SetupPage::ExternalClientAppManager;
    let reason = Reason::of_every_guide(Some(Why::ManagerNotAppManager));
    writing.told(LineId("open.page".to_owned()), Line::Open { page }, reason);
    writing.press(SetupLabel::NewExternalClientApp, Reason::of_every_guide(None));
    writing
}
