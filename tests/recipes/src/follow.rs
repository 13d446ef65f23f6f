//! A person follows a guide, line by line, with both hands in Setup.
//!
//! What is put into Setup is what the guide's copy buttons give, and comes from nowhere else: a wrong line in a recipe makes
//! an app that does not work. Only what Setup shows itself, as a box that is greyed out, is told to the guide.

use keyperch_core::model::ids::GuideId;
use keyperch_core::model::secret::Pasted;
use keyperch_core::model::setup_label::SetupLabel;
use keyperch_core::model::view::{
    Answer, CertificateOf, Credential, Line, LineId, LineView, Question, Verdict,
};

use crate::Failed;
use crate::hands::Hands;
use crate::stand::{ANA, Stand};
use crate::ways::Misread;
use crate::words;

/// Somebody on the way through a guide.
pub(crate) struct Follower<'a> {
    pub(crate) stand: &'a Stand,
    pub(crate) guide: GuideId,
    pub(crate) hands: Hands,
    /// What is read wrongly.
    pub(crate) misread: Option<&'static Misread>,
}

impl Follower<'_> {
    /// From the first line to the last.
    pub(crate) async fn go(&mut self) -> Result<(), Failed> {
        let view = self.stand.view(self.guide).await?;
        for line in view.sections.into_iter().flat_map(|section| section.lines) {
            let is_passed_over = self.wrong(&line.id).is_some_and(|misread| misread.puts.is_none());
            if !is_passed_over {
                self.line(&line).await.map_err(|failed| format!("{}: {failed}", line.id.0))?;
            }
        }
        Ok(())
    }

    async fn line(&mut self, LineView { id, line, heading, .. }: &LineView) -> Result<(), Failed> {
        if let Some(heading) = heading {
            self.hands.sees(*heading)?;
        }
        match line {
            Line::Question { question } => {
                if *question == Question::PermissionSetAssigned {
                    self.stand.assign_set(ANA)?;
                }
                self.stand.claim(self.guide, id).await
            }
            // What is not needed is left out: that the app works without it is to be seen.
            Line::Look { verdict: Some(Verdict::Passed { .. }), .. }
            | Line::Ask { value: None, is_needed: false, .. }
            | Line::Credential { is_optional: true, .. }
            | Line::Given { .. } => Ok(()),
            Line::Look { verdict, .. } => Err(format!("looked at in vain: {verdict:?}").into()),
            Line::Open { .. } => self.open(id).await,
            Line::Press { label } => {
                self.hands.press(*label).await?;
                self.stand.claim(self.guide, id).await
            }
            Line::Enter { field, .. } | Line::Ask { field, value: Some(_), .. } => {
                self.enter(id, *field).await
            }
            Line::Ask { .. } => Err("it is needed, and was not answered".into()),
            Line::Expect { field, value } => {
                let filled = self.hands.filled(*field)?;
                if filled == value { Ok(()) } else { Err(format!("Setup fills in {filled:?}").into()) }
            }
            Line::Choose { field, choice, value } => {
                self.hands.choose(*field, *choice, value.as_deref())?;
                self.stand.claim(self.guide, id).await
            }
            Line::Scope { .. } => {
                let scope = self.copied(id).await?;
                self.hands.add_scope(&scope)
            }
            Line::LeaveOut { scope } => {
                if self.hands.has_scope(scope) {
                    Err("it was added".into())
                } else {
                    Ok(())
                }
            }
            Line::Box { label, on, may_be_locked, .. } => self.tick(id, *label, *on, *may_be_locked).await,
            Line::Leave { label } => {
                self.hands.sees(*label)?;
                self.stand.claim(self.guide, id).await
            }
            Line::Credential { credential, .. } => self.paste(*credential).await,
            Line::Certificate => self.certificate().await,
        }
    }

    async fn open(&mut self, id: &LineId) -> Result<(), Failed> {
        let (org, page) = self.stand.core.page_of_line(self.guide, id).await?;
        let address = self.stand.core.setup_address(org, page).await?;
        self.hands.open(&address).await;
        self.stand.claim(self.guide, id).await
    }

    async fn enter(&mut self, id: &LineId, field: SetupLabel) -> Result<(), Failed> {
        let value = self.copied(id).await?;
        match field {
            // For whom assertions are signed is told to Keyperch, and to nobody in Setup.
            SetupLabel::JwtBearerFlow => Ok(()),
            // Pages that are not practised.
            _ if words::NOT_ON_A_PAGE.iter().any(|(rare, ..)| *rare == field) => Ok(()),
            _ => self.hands.enter(field, &value),
        }
    }

    /// What the copy button of a line puts on the clipboard.
    async fn copied(&self, id: &LineId) -> Result<String, Failed> {
        let value = self.stand.core.line_value(self.guide, id).await?;
        self.stand.core.tick_copied(self.guide, id.clone()).await?;
        let wrong = self.wrong(id).and_then(|misread| misread.puts);
        Ok(wrong.map_or(value, str::to_owned))
    }

    async fn tick(
        &mut self,
        id: &LineId,
        label: SetupLabel,
        on: bool,
        may_be_locked: bool,
    ) -> Result<(), Failed> {
        let asked = match label {
            SetupLabel::Pkce => Some(Answer::PkceLocked),
            SetupLabel::Rotation => Some(Answer::RotationLocked),
            _ => None,
        };
        match asked.filter(|_| may_be_locked) {
            Some(asked) if self.hands.is_greyed_out(label)? => {
                Ok(self.stand.core.answer_guide(self.guide, asked, "yes").await?)
            }
            _ => {
                self.hands.tick(label, on)?;
                self.stand.claim(self.guide, id).await
            }
        }
    }

    /// Copied in Setup, and pasted into the guide.
    async fn paste(&self, credential: Credential) -> Result<(), Failed> {
        let (key, secret) = self.hands.details()?;
        let text = if credential == Credential::Key { key } else { secret };
        let pasted = Pasted::from(text.clone());
        Ok(self.stand.core.paste_into_guide(self.guide, credential, pasted).await?)
    }

    async fn certificate(&mut self) -> Result<(), Failed> {
        self.stand.core.make_guide_certificate(self.guide).await?;
        let app = self.stand.view(self.guide).await?.progress.app.ok_or("it is kept with no app")?;
        self.hands.lay_out(self.stand.core.certificate(CertificateOf::App { app }).await?);
        Ok(())
    }

    fn wrong(&self, id: &LineId) -> Option<&'static Misread> {
        self.misread.filter(|misread| misread.line == id.0)
    }
}
