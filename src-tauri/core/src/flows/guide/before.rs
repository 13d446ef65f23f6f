//! What is looked at before anything is made: is it the right org, can an app be made in it, is the port free?

use std::time::Duration;

use tokio::time::timeout;

use crate::core::Core;
use crate::io::loopback::Listener;
use crate::model::client_app::{CallbackUrl, ClientApp};
use crate::model::environment::Environment;
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::field::{Field, Problem};
use crate::model::ids::GuideId;
use crate::model::view::{GuideCheck, Note, RecipeFlow, SignInStep, Verdict};

/// How long an org may take to say that it is one.
const PATIENCE: Duration = Duration::from_secs(15);

impl Core {
    /// Looks whether an org answers, of which kind it is, and whether the callback's port can be had. Binds it for a
    /// moment; contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Registry`]. That something is wrong is none.
    pub async fn look_before_guide(&self, id: GuideId) -> Result<(), Error> {
        let opened = self.opened_guide(id).await?;
        let org = self.rooms().registry.org(opened.guide.org).await?;
        let kind = match org.environment() {
            // Setup makes no app there that could be used.
            Environment::Scratch => failed(Field::Address.refused(Problem::NotAChoice).into()),
            _ => Verdict::Passed { note: None },
        };
        let mut looks = vec![(GuideCheck::Kind, kind)];
        if opened.plan.flow == RecipeFlow::AuthorizationCode {
            let planned = || opened.plan.our_callbacks().collect();
            let ours = opened.app.as_ref().map_or_else(planned, ClientApp::callbacks);
            looks.push((GuideCheck::Port, self.look_at_port(&ours).await));
        }
        self.note_looks(id, looks).await;
        let domain = match timeout(PATIENCE, self.rooms().salesforce.is_an_org(&org.host)).await {
            Ok(Ok(())) => Verdict::Passed { note: None },
            Ok(Err(error)) => failed(error),
            Err(_) => Verdict::CannotTell,
        };
        self.note_looks(id, vec![(GuideCheck::Domain, domain)]).await;
        Ok(())
    }

    async fn look_at_port(&self, callbacks: &[CallbackUrl]) -> Verdict {
        let is_ours = |step: &SignInStep| matches!(step, SignInStep::Waiting { .. });
        if self.sign_in_view().is_some_and(|view| is_ours(&view.step)) {
            // It is we who have it.
            return Verdict::CannotTell;
        }
        match Listener::bind_first(callbacks).await {
            Ok((_listener, callback)) => {
                Verdict::Passed { note: Some(Note::Callback { callback: callback.as_str().to_owned() }) }
            }
            Err(error) => failed(error),
        }
    }

    async fn note_looks(&self, id: GuideId, looks: Vec<(GuideCheck, Verdict)>) {
        self.rooms().desk.note(id, |noted| noted.looks.extend(looks));
        self.announce_org_of_guide(id).await;
    }
}

fn failed(error: Error) -> Verdict {
    Verdict::Failed { failure: Failure::from(error) }
}
