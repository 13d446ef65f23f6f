//! What only the person knows is asked, and answered in the guide.

use crate::core::Core;
use crate::flows::guide::lines::{self, Sources};
use crate::model::error::Error;
use crate::model::ids::GuideId;
use crate::model::recipe::plan::Plan;
use crate::model::view::{Answer, Line, LineId, LineView};

impl Core {
    /// Takes an answer; an empty one takes it back. A line that says something else with it is ticked no more. Writes the
    /// disk.
    ///
    /// # Errors
    /// [`Error::Field`], naming what is wrong with it; [`Error::Gone`]. Nothing was changed then.
    pub async fn answer_guide(&self, id: GuideId, answer: Answer, value: &str) -> Result<(), Error> {
        let opened = self.opened_guide(id).await?;
        let mut answers = opened.guide.answers.clone();
        answers.give(opened.recipe, answer, value)?;
        let plan = Plan::of(opened.recipe, &answers);
        let now = lines::sections(&Sources { recipe: opened.recipe, answers: &answers, plan: &plan });
        let now: Vec<LineView> = now.into_iter().flat_map(|section| section.lines).collect();
        let was = opened.sections().into_iter().flat_map(|section| section.lines);
        let is_untrue = |line: &LineView| {
            !now.iter().any(|one| one.id == line.id && says_the_same(&one.line, &line.line))
        };
        let untrue: Vec<LineId> = was.filter(is_untrue).map(|line| line.id).collect();
        // Another way is to be proven for itself.
        let is_another_way = plan.flow != opened.plan.flow;
        if is_another_way {
            self.rooms().desk.note(id, |noted| noted.proof = None);
        }
        if answer == Answer::ContactEmail {
            let email = answers.to(Answer::ContactEmail).map(str::to_owned);
            self.rooms().registry.keep_contact_email(email).await?;
        }
        self.rooms().registry.keep_answers(id, answers, untrue, is_another_way).await?;
        self.announce_org(opened.guide.org).await;
        Ok(())
    }
}

/// Whether a line asks for the same; that a box is greyed out is no other request.
fn says_the_same(one: &Line, other: &Line) -> bool {
    match (one, other) {
        (Line::Box { label, on, .. }, Line::Box { label: same, on: still, .. }) => {
            label == same && on == still
        }
        (Line::Look { at, .. }, Line::Look { at: same, .. }) => at == same,
        (one, other) => one == other,
    }
}
