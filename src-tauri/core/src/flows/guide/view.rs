//! A guide, as the window sees it: its lines, each with how far it is known to be done.

use crate::core::Core;
use crate::flows::guide::desk::Noted;
use crate::flows::guide::lines::{self, KEY, SECRET, Sources};
use crate::model::client_app::ClientApp;
use crate::model::error::Error;
use crate::model::guide::{Guide, OLD_KEY, OLD_SECRET};
use crate::model::ids::GuideId;
use crate::model::recipe::Recipe;
use crate::model::recipe::plan::{Plan, locked};
use crate::model::secret::SecretHint;
use crate::model::view::{
    Answer, AnswerView, Credential, GuideProgress, GuideView, Line, LineId, LineView, RecipeFlow, Section,
    SectionView, Tick, Verdict,
};
use crate::model::word::word_of;

/// A guide with all that its lines are drawn from.
pub(crate) struct Opened {
    pub(crate) guide: Guide,
    pub(crate) recipe: &'static Recipe,
    pub(crate) plan: Plan,
    pub(crate) app: Option<ClientApp>,
    pub(crate) noted: Noted,
}

impl Core {
    /// A guide as it is now. Reads the disk.
    pub(crate) async fn opened_guide(&self, id: GuideId) -> Result<Opened, Error> {
        let guide = self.rooms().registry.guide(id).await?;
        let app = match guide.app {
            Some(app) => Some(self.rooms().registry.app(app).await?.0),
            None => None,
        };
        self.drawn(guide, app)
    }

    /// How far a guide is, for the org's row.
    pub(crate) fn progress_of(&self, guide: Guide, app: Option<ClientApp>) -> Result<GuideProgress, Error> {
        let opened = self.drawn(guide, app)?;
        Ok(opened.progress(&opened.sections()))
    }

    fn drawn(&self, guide: Guide, app: Option<ClientApp>) -> Result<Opened, Error> {
        let recipe = Recipe::of(guide.recipe).ok_or(Error::Nonsense("a recipe was not compiled in"))?;
        let (plan, noted) = (Plan::of(recipe, &guide.answers), self.rooms().desk.noted(guide.id));
        Ok(Opened { guide, recipe, plan, app, noted })
    }

    /// The guide that is open, as the window sees it. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`].
    pub async fn guide_view(&self, id: GuideId) -> Result<GuideView, Error> {
        let opened = self.opened_guide(id).await?;
        let catching = self.rooms().desk.catching().filter(|catching| catching.guide == id);
        let sections = opened.sections();
        let progress = opened.progress(&sections);
        let (key, secret) = (opened.key().cloned(), opened.secret().cloned());
        let Opened { guide, recipe, plan, noted, .. } = opened;
        let waits = |draft: Option<crate::model::view::DraftView>| draft.map(|draft| draft.hint);
        Ok(GuideView {
            progress,
            org: guide.org,
            dated: recipe.dated.clone(),
            flow: plan.flow,
            flows: recipe.flows.clone(),
            current: current(&sections),
            answers: asked(recipe, plan.flow, &sections, &guide),
            // What was pasted last counts.
            key: waits(noted.key).or(key),
            secret: waits(noted.secret).or(secret),
            sections,
            were_swapped: noted.were_swapped,
            catching_until: catching.map(|catching| catching.until),
            proof: noted.proof,
            drift: noted.drift,
        })
    }
}

impl Opened {
    /// The lines, ticked.
    pub(crate) fn sections(&self) -> Vec<SectionView> {
        let sources = Sources { recipe: self.recipe, answers: &self.guide.answers, plan: &self.plan };
        let mut sections = lines::sections(&sources);
        for line in sections.iter_mut().flat_map(|section| &mut section.lines) {
            line.tick = self.tick(line);
            // What it has shown, it can show: a secret that nothing asks for is looked at all the same when it is sent.
            line.can_be_proven |= matches!(line.tick, Some(Tick::Proved | Tick::Refuted));
            if let Line::Look { at, verdict } = &mut line.line {
                *verdict = self.noted.looks.get(at).cloned();
            }
        }
        sections
    }

    /// What may be seen of the key that its app has, unless that is of an org that is gone.
    pub(crate) fn key(&self) -> Option<&SecretHint> {
        self.app.as_ref().map(|app| &app.key).filter(|_| !self.is_old(OLD_KEY, KEY))
    }

    /// And of the secret.
    pub(crate) fn secret(&self) -> Option<&SecretHint> {
        self.app.as_ref().and_then(|app| app.secret.as_ref()).filter(|_| !self.is_old(OLD_SECRET, SECRET))
    }

    /// Whether there is a secret, or one waits to be saved.
    pub(crate) fn has_secret(&self) -> bool {
        self.noted.secret.is_some() || self.secret().is_some()
    }

    /// Whether a key or secret is still the one of before. One that Salesforce took is none, however it came in.
    fn is_old(&self, mark: &str, line: &str) -> bool {
        let tick = |name: &str| self.guide.ticks.get(&LineId(name.to_owned()));
        tick(mark).is_some() && tick(line) != Some(&Tick::Proved)
    }

    fn tick(&self, line: &LineView) -> Option<Tick> {
        let stored = self.guide.ticks.get(&line.id).copied();
        let known = |is_there: bool| stored.or(is_there.then_some(Tick::Claimed));
        match &line.line {
            Line::Look { at, .. } => match self.noted.looks.get(at) {
                Some(Verdict::Passed { .. }) => Some(Tick::Proved),
                Some(Verdict::Failed { .. }) => Some(Tick::Refuted),
                _ => None,
            },
            Line::Credential { credential: Credential::Key, .. } => {
                known(self.key().is_some() || self.noted.key.is_some())
            }
            Line::Credential { credential: Credential::Secret, .. } => known(self.has_secret()),
            Line::Certificate => known(self.app.as_ref().is_some_and(|app| app.flow.jwt().is_some())),
            // Greyed out is as it has to be, as far as anybody can see to it.
            Line::Box { is_locked, .. } => known(*is_locked),
            _ => stored,
        }
    }

    pub(crate) fn progress(&self, sections: &[SectionView]) -> GuideProgress {
        let counted: Vec<&LineView> =
            sections.iter().flat_map(|section| &section.lines).filter(|line| counts(line)).collect();
        let number = |lines: usize| u16::try_from(lines).unwrap_or(u16::MAX);
        GuideProgress {
            id: self.guide.id,
            recipe: self.guide.recipe,
            app_name: self.plan.name.clone(),
            app: self.guide.app,
            done: number(counted.iter().filter(|line| is_done(line)).count()),
            of: number(counted.len()),
            is_proven: self.guide.proven_at.is_some(),
        }
    }
}

pub(super) fn is_done(line: &LineView) -> bool {
    matches!(line.tick, Some(Tick::Copied | Tick::Claimed | Tick::Proved))
}

/// Whether a line says how far a guide is: not what is only the way to the next one, or what nobody has to do.
fn counts(line: &LineView) -> bool {
    match &line.line {
        Line::Open { .. }
        | Line::Press { .. }
        | Line::Given { .. }
        | Line::Expect { .. }
        | Line::Leave { .. }
        | Line::LeaveOut { .. } => false,
        Line::Ask { value, is_needed, .. } => *is_needed || value.is_some(),
        Line::Credential { is_optional, .. } => !is_optional || is_done(line),
        _ => true,
    }
}

/// The section in which the next thing is to be done: that of the last thing that was done, while something is left in it.
fn current(sections: &[SectionView]) -> Section {
    let has_trouble = |line: &LineView| line.tick == Some(Tick::Refuted);
    let by_person =
        |section: &SectionView| section.lines.iter().any(|line| is_done(line) && !is_a_look(line));
    let is_left = |section: &SectionView| section.lines.iter().any(|line| counts(line) && !is_done(line));
    let before = sections.first().filter(|first| first.lines.iter().any(has_trouble));
    let last = sections.iter().rposition(|section| section.section != Section::Before && by_person(section));
    let from = last.unwrap_or(1).min(sections.len());
    let next = sections[from..]
        .iter()
        .enumerate()
        .find(|(at, section)| is_left(section) || *at == 0 && last.is_none());
    let section = before.or(next.map(|(_, section)| section)).or(sections.last());
    section.map_or(Section::Before, |section| section.section)
}

fn is_a_look(line: &LineView) -> bool {
    matches!(line.line, Line::Look { .. })
}

/// Everything that this way of the recipe asks, answered or not.
fn asked(recipe: &Recipe, flow: RecipeFlow, sections: &[SectionView], guide: &Guide) -> Vec<AnswerView> {
    let mut asked = vec![Answer::AppName];
    if recipe.flows.len() > 1 {
        asked.push(Answer::Flow);
    }
    for line in sections.iter().flat_map(|section| &section.lines) {
        match &line.line {
            Line::Ask { answer, .. } | Line::Given { answer, .. } => asked.push(*answer),
            Line::Box { label, may_be_locked: true, .. } => asked.extend(locked(*label)),
            _ => {}
        }
    }
    asked.sort();
    asked.dedup();
    let value = |answer: Answer| match answer {
        Answer::Flow => Some(word_of(&flow)),
        answer => guide.answers.to(answer).map(str::to_owned),
    };
    asked.into_iter().map(|answer| AnswerView { answer, value: value(answer) }).collect()
}
