//! What is looked at before anything is made, and where the guide points next.

use keyperch_core::model::environment::Environment;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::view::{
    Answer, Credential, GuideCheck, Line, OrgForm, RecipeId, Section, Tick, Verdict,
};

use super::super::support::story::org_form;
use super::{Following, UAT, id};

impl Following {
    async fn look(&self, at: GuideCheck) -> Option<Verdict> {
        self.story.core.look_before_guide(self.guide).await.expect("looked");
        let lines = self.view().await.sections.into_iter().flat_map(|section| section.lines);
        lines.into_iter().find_map(|line| match line.line {
            Line::Look { at: found, verdict } if found == at => Some(verdict),
            _ => None,
        })?
    }
}

#[tokio::test]
async fn a_scratch_org_is_said_before_anything_is_opened() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    assert_eq!(following.look(GuideCheck::Kind).await, Some(Verdict::Passed { note: None }));
    let form = OrgForm { environment: Some(Environment::Scratch), ..org_form(UAT, "Acme", "UAT") };
    following.story.core.edit_org(following.org, form).await.expect("edited");
    assert!(matches!(following.look(GuideCheck::Kind).await, Some(Verdict::Failed { .. })));
    assert_eq!(following.tick("before.kind").await, Some(Tick::Refuted));
    assert_eq!(following.view().await.current, Section::Before);
}

#[tokio::test]
async fn a_port_that_somebody_has_is_named() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    following.paste_key().await;
    assert!(matches!(following.look(GuideCheck::Port).await, Some(Verdict::Passed { .. })));
    let somebody = std::net::TcpListener::bind(("127.0.0.1", following.story.port)).expect("the port");
    let taken = following.look(GuideCheck::Port).await;
    drop(somebody);
    assert!(
        matches!(taken, Some(Verdict::Failed { failure: Failure::PortTaken { port, .. } }) if port == following.story.port)
    );
}

#[tokio::test]
async fn the_guide_points_to_where_the_next_thing_is_to_be_done() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let (core, guide) = (&following.story.core, following.guide);
    let current = || async { following.view().await.current };
    assert_eq!(current().await, Section::Open, "whoever may not do it says so in the section before");
    core.claim_line(guide, id("open.page"), true).await.expect("opened");
    assert_eq!(current().await, Section::Basic);
    core.tick_copied(guide, id("basic.app_name")).await.expect("copied");
    assert_eq!(current().await, Section::Basic, "the distribution state is left");
    core.claim_line(guide, id("basic.distribution"), true).await.expect("claimed");
    assert_eq!(current().await, Section::Oauth);
    core.answer_guide(guide, Answer::PkceLocked, "yes").await.expect("greyed out");
    core.claim_line(guide, id("policies.ip_relaxation"), true).await.expect("claimed");
    assert_eq!(current().await, Section::Credentials, "nobody goes back for a tick");
    following.paste(Credential::Key, &following.key).await.expect("saved");
    assert_eq!(current().await, Section::Credentials);
}

#[tokio::test]
async fn only_a_line_that_has_a_value_or_a_page_gives_one() {
    let following = Following::begin(RecipeId::RehearsalTool).await;
    let (core, guide) = (&following.story.core, following.guide);
    assert_eq!(
        core.line_value(guide, &id("oauth.callbacks")).await.expect("a value"),
        "http://localhost:33333"
    );
    assert!(core.line_value(guide, &id("oauth.box.pkce")).await.is_err());
    assert!(core.line_value(guide, &id("basic.contact_email")).await.is_err(), "nobody has given one");
    assert!(core.page_of_line(guide, &id("open.page")).await.is_ok());
    assert!(core.page_of_line(guide, &id("oauth.callbacks")).await.is_err());
    assert!(core.claim_line(guide, id("nonsense"), true).await.is_err());
}
