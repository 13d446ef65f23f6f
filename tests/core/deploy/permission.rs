//! Who may make an app, through whom, and who is asked first.

use keyperch_core::model::environment::Environment;
use keyperch_core::model::error::Error;
use keyperch_core::model::field::{Field, Problem};
use keyperch_core::model::guard::GuardProof;
use keyperch_core::model::secret::Pasted;
use keyperch_core::model::view::{Answer, Credential, DeployForm, DeployState, OrgForm, RecipeId};

use practice_org::OrgChange;

use super::super::support::Story;
use super::super::support::story::{BOB, org_form};
use super::{Making, refused};

const PRODUCTION: &str = "acme.my.salesforce.com";

#[tokio::test]
async fn production_asks_first_whatever_a_person_calls_it_and_a_dry_run_does_not() {
    let story = Story::begin().await;
    let through = story.add(PRODUCTION, &story.callback()).await;
    story.sign_in_as(through.app, "ana@acme.com").await.expect("signed in");
    // Called a sandbox by mistake: the org itself knows better.
    let form =
        OrgForm { environment: Some(Environment::Uat), ..org_form(PRODUCTION, "Acme Retail", "Production") };
    let passed = story.core.pass_guard(vec![through.org], GuardProof::Again, async || Ok(())).await;
    passed.expect("passed");
    story.core.edit_org(through.org, form).await.expect("called so");
    let making = Making::with(story, through, RecipeId::RehearsalTool, &[]).await;
    let asked = making.deploy(making.form()).await;
    assert!(matches!(asked, Err(Error::ConfirmProduction)), "{asked:?}");
    assert!(making.story.core.deploy_view().is_none(), "nothing was begun");
    assert!(making.story.seen("deploy").is_empty(), "nothing was sent");
    let tried = making.deploy(DeployForm { is_dry_run: true, ..making.form() }).await.expect("tried");
    assert_eq!(tried.state, DeployState::Succeeded, "{tried:#?}");
    let confirmed = DeployForm { is_production_confirmed: true, ..making.form() };
    assert_eq!(making.deploy(confirmed).await.expect("made").state, DeployState::Succeeded);
}

#[tokio::test]
async fn whoever_may_not_deploy_is_told_so_in_salesforces_words() {
    let story = Story::begin().await;
    let through = story.uat().await;
    story.sign_in_as(through.app, BOB).await.expect("signed in");
    let making = Making::with(story, through, RecipeId::RehearsalTool, &[]).await;
    let view = making.deploy(making.form()).await.expect("begun");
    assert_eq!(refused(&view.state), "INSUFFICIENT_ACCESS_OR_READONLY", "{view:#?}");
}

#[tokio::test]
async fn what_was_not_answered_is_asked_for_before_anything_is_sent() {
    let making = Making::begin(RecipeId::ClientCredentials, &[]).await;
    let refused = making.deploy(making.form()).await;
    let expected = Field::RunAs.refused(Problem::Empty);
    assert!(matches!(refused, Err(Error::Field(refused)) if refused == expected), "nobody to run as");
    making.story.core.answer_guide(making.guide, Answer::RunAs, "ana@acme.com.uat").await.expect("an answer");
    let view = making.deploy(making.form()).await.expect("made");
    assert_eq!(view.state, DeployState::Succeeded, "{view:#?}");
    assert!(!view.has_read_credentials, "the org does not give out the secret that this app needs");
}

#[tokio::test]
async fn an_app_is_made_through_one_of_the_same_org_that_is_signed_in() {
    let making = Making::begin(RecipeId::RehearsalTool, &[]).await;
    let dev = making.story.add("acme--dev.sandbox.my.salesforce.com", &making.story.callback()).await;
    let other_org = making.deploy(DeployForm { through: dev.app, ..making.form() }).await;
    let of_another = Field::Through.refused(Problem::OfAnotherOrg);
    assert!(matches!(&other_org, Err(Error::Field(refused)) if *refused == of_another), "{other_org:?}");
    let (key, core) = (making.through.key.clone(), &making.story.core);
    core.paste_into_guide(making.guide, Credential::Key, Pasted::from(key)).await.expect("the same app");
    let itself = making.deploy(making.form()).await;
    let makes_itself = Field::Through.refused(Problem::MakesItself);
    assert!(matches!(&itself, Err(Error::Field(refused)) if *refused == makes_itself), "{itself:?}");
    core.remove_guide(making.guide).await.expect("removed");
    let making = Making::with(making.story, making.through, RecipeId::RehearsalTool, &[]).await;
    making.story.core.sign_out(making.through.app).await.expect("signed out");
    let nobody = making.deploy(making.form()).await;
    assert!(matches!(nobody, Err(Error::NeedsSignIn { app }) if app == making.through.app), "{nobody:?}");
}

#[tokio::test]
async fn one_deployment_at_a_time() {
    let making = Making::begin(RecipeId::RehearsalTool, &[]).await;
    making.change_org(OrgChange { deploy_takes_polls: Some(10_000), ..OrgChange::default() });
    making.story.core.deploy_guide(making.guide, making.form()).await.expect("begun");
    let second = making.story.core.deploy_guide(making.guide, making.form()).await;
    assert!(matches!(second, Err(Error::InUse)), "{second:?}");
    making.story.core.cancel_deploy();
    assert_eq!(making.over().await.state, DeployState::Cancelled);
}
