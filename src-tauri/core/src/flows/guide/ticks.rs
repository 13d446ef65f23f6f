//! What a person does in a line: copies its value, says that it is done, opens its page.

use crate::core::Core;
use crate::model::cause::SetupPage;
use crate::model::error::Error;
use crate::model::ids::{GuideId, OrgId};
use crate::model::view::{Line, LineId, LineView, Tick};

impl Core {
    /// The value of a line, to be copied. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] where there is none.
    pub async fn line_value(&self, guide: GuideId, line: &LineId) -> Result<String, Error> {
        match self.line_of(guide, line).await?.line {
            Line::Enter { value, .. }
            | Line::Expect { value, .. }
            | Line::Ask { value: Some(value), .. }
            | Line::Choose { value: Some(value), .. } => Ok(value),
            Line::Scope { scope } => Ok(scope),
            _ => Err(Error::Gone),
        }
    }

    /// Notes that a line's value was copied. What is known better stays. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn tick_copied(&self, guide: GuideId, line: LineId) -> Result<(), Error> {
        match self.line_of(guide, &line).await?.tick {
            None | Some(Tick::Refuted) => self.tick_lines(guide, vec![(line, Some(Tick::Copied))]).await,
            Some(_) => Ok(()),
        }
    }

    /// Notes that the person calls a line done, or not. What Salesforce has shown is not claimed away. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub async fn claim_line(&self, guide: GuideId, line: LineId, is_done: bool) -> Result<(), Error> {
        match self.line_of(guide, &line).await?.tick {
            Some(Tick::Proved) => Ok(()),
            _ => self.tick_lines(guide, vec![(line, is_done.then_some(Tick::Claimed))]).await,
        }
    }

    /// The page of Setup that a line opens. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Gone`] where it opens none.
    pub async fn page_of_line(&self, guide: GuideId, line: &LineId) -> Result<(OrgId, SetupPage), Error> {
        let org = self.rooms().registry.guide(guide).await?.org;
        match self.line_of(guide, line).await?.line {
            Line::Open { page } => Ok((org, page)),
            _ => Err(Error::Gone),
        }
    }

    async fn line_of(&self, guide: GuideId, line: &LineId) -> Result<LineView, Error> {
        let sections = self.opened_guide(guide).await?.sections();
        let mut lines = sections.into_iter().flat_map(|section| section.lines);
        lines.find(|one| one.id == *line).ok_or(Error::Gone)
    }

    /// Ticks lines, or takes their ticks back, and tells the window. Writes the disk.
    pub(crate) async fn tick_lines(
        &self,
        guide: GuideId,
        ticks: Vec<(LineId, Option<Tick>)>,
    ) -> Result<(), Error> {
        self.rooms().registry.tick(guide, ticks, self.rooms().clock.now()).await?;
        self.announce_org_of_guide(guide).await;
        Ok(())
    }
}
