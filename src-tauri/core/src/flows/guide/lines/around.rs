//! What comes after the app is made: its credentials, its certificate, and what the org needs beside it.
//!
//! The certificate comes after the credentials: its private key is kept with the saved app at once, and nothing of it
//! waits in memory.

use crate::model::cause::SetupPage;
use crate::model::recipe::Around;
use crate::model::recipe::plan::wanted;
use crate::model::setup_label::SetupLabel;
use crate::model::view::{Answer, Credential, Line, LineId, RecipeFlow, Section, Why};
use crate::model::word::word_of;

use super::{KEY, Reason, SECRET, Sources, Writing, settings};

/// Consumer key and secret.
pub(super) fn credentials(sources: &Sources<'_>) -> Writing {
    let mut writing = Writing::of(Section::Credentials);
    writing.press(SetupLabel::SettingsTab, Reason::of_every_guide(None));
    writing.press(SetupLabel::OauthSettings, Reason::of_every_guide(None));
    writing.press(SetupLabel::KeyAndSecret, Reason::of_every_guide(Some(Why::SecretCanBeSeenAgain)));
    writing.press(SetupLabel::Verify, Reason::of_every_guide(None));
    let key = Line::Credential { credential: Credential::Key, is_optional: false };
    writing.shown(LineId(KEY.to_owned()), key, Reason::of_every_guide(Some(Why::NotYetReady)));
    let is_optional = !sources.plan.brings_secret();
    let secret = Line::Credential { credential: Credential::Secret, is_optional };
    let why = match sources.plan.flow {
        RecipeFlow::JwtBearer => Why::SecretNotForAssertions,
        _ if sources.plan.needs_secret() => Why::SecretRequired,
        _ => Why::SecretNotRequired,
    };
    let reason = Reason::of_every_guide(Some(why));
    // What is not sent is not seen either.
    writing.write(LineId(SECRET.to_owned()), secret, !is_optional, reason);
    writing
}

/// The certificate that signed assertions are told by.
pub(super) fn certificate(sources: &Sources<'_>) -> Writing {
    let mut writing = Writing::of(Section::Certificate);
    let id = |name: &str| LineId(format!("certificate.{name}"));
    let flow = sources.plan.flow;
    let boxes = wanted(&sources.recipe.flow_enablement, flow);
    let Some(wanted) = boxes.into_iter().find(|wanted| wanted.want.label == SetupLabel::JwtBearerFlow) else {
        return writing;
    };
    if flow != RecipeFlow::JwtBearer {
        return writing;
    }
    let whom = Line::Ask {
        field: SetupLabel::JwtBearerFlow,
        answer: Answer::JwtUsername,
        value: sources.plan.jwt_username.clone(),
        is_needed: true,
    };
    writing.shown(id("username"), whom, Reason::of(wanted));
    writing.shown(id("make"), Line::Certificate, Reason::of(wanted));
    writing.press(SetupLabel::SettingsTab, Reason::of_every_guide(None));
    writing.press(SetupLabel::Edit, Reason::of_every_guide(None));
    settings::tick(sources, wanted, &mut writing);
    writing.press(SetupLabel::UploadFiles, Reason::of_every_guide(None));
    writing.press(SetupLabel::Save, Reason::of_every_guide(None));
    writing
}

/// What the org needs beside the app.
pub(super) fn around(sources: &Sources<'_>) -> Writing {
    let mut writing = Writing::of(Section::Around);
    for wanted in wanted(&sources.recipe.around, sources.plan.flow) {
        let open = |page: SetupPage| (LineId(format!("around.open.{}", word_of(&page))), Line::Open { page });
        match wanted.want {
            Around::Open(page) => {
                let (id, line) = open(page);
                writing.told(id, line, Reason::of(wanted));
            }
            Around::Question(question) => {
                let id = LineId(format!("around.{}", word_of(&question)));
                writing.told(id, Line::Question { question }, Reason::of(wanted));
            }
            Around::TheirOrigin { page, field } => {
                if let Some((id, line)) = page.map(open) {
                    writing.told(id, line, Reason::of(wanted));
                }
                let line = match their_origin(sources) {
                    Some(value) => Line::Enter { field, value },
                    None => Line::Ask { field, answer: Answer::TheirCallback, value: None, is_needed: false },
                };
                writing.told(LineId(format!("around.{}", word_of(&field))), line, Reason::of(wanted));
            }
        }
    }
    writing
}

/// Where the integration's own pages are, as far as its callback tells.
fn their_origin(sources: &Sources<'_>) -> Option<String> {
    let theirs = url::Url::parse(sources.answers.to(Answer::TheirCallback)?).ok()?;
    Some(theirs.origin().ascii_serialization())
}
