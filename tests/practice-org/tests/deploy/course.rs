//! How a deployment ends otherwise than by being looked at: canceled, abandoned, or taken back by a reset.

use std::time::Duration;

use practice_org::AppView;
use serde_json::json;

use super::{nightly, problems, stage};
use crate::support::deploy::{Files, NAMESPACE, options, written};
use crate::support::wire;

#[tokio::test]
async fn a_deployment_can_be_canceled_until_it_is_over() {
    let (practice, story, token) = stage("deploy_cancel", 0).await;
    let zip = Files::nightly().zipped();
    let sent =
        async || wire::send(&practice, &story.deploy(&token, &options(), &zip)).await.unwrap().field("id");
    let status =
        |got: &wire::Got| got.json()["deployResult"]["status"].as_str().unwrap_or_default().to_owned();

    let waiting = sent().await;
    let stopped = wire::send(&practice, &story.stop(&token, &waiting)).await.unwrap();
    assert_eq!((stopped.status, status(&stopped)), (200, "Canceled".to_owned()), "it had not begun");

    let begun = sent().await;
    let look = story.deployment(&token, &begun);
    wire::send(&practice, &look).await.unwrap();
    assert_eq!(status(&wire::send(&practice, &look).await.unwrap()), "InProgress");
    let stopping = wire::send(&practice, &story.stop(&token, &begun)).await.unwrap();
    assert_eq!((stopping.status, status(&stopping)), (202, "Canceling".to_owned()));
    let canceled = wire::send(&practice, &look).await.unwrap();
    assert_eq!(status(&canceled), "Canceled");
    assert_eq!(canceled.json()["deployResult"]["canceledByName"], json!("Ana Lindqvist"));
    assert!(nightly(&practice, 0).is_none());
    assert_eq!(wire::send(&practice, &story.stop(&token, &begun)).await.unwrap().status, 400, "it is over");
}

#[tokio::test]
async fn a_deployment_goes_on_without_whoever_sent_it() {
    let (practice, story, token) = stage("deploy_abandoned", 0).await;
    let zip = Files::nightly().zipped();
    wire::send(&practice, &story.deploy(&token, &options(), &zip)).await.unwrap();
    assert!(story.works(&practice, &token).await && nightly(&practice, 0).is_none());
    practice.advance(Duration::from_secs(11)).unwrap();
    assert!(story.works(&practice, &token).await);
    assert!(nightly(&practice, 0).is_some(), "the work was done meanwhile");
}

#[tokio::test]
async fn a_reset_takes_back_what_was_deployed() {
    let (practice, story, token) = stage("deploy_reset", 0).await;
    let before = practice.orgs().remove(0).apps;
    story.deployed(&practice, &token, &options(), &Files::nightly()).await;
    let parent = ("externalClientApplication", "Rehearsal_Tool");
    let application = [("contactEmail", "bob@example.com"), ("label", "Renamed")];
    let global = [("callbackUrl", "http://localhost:33333"), ("consumerKey", "3MVG9.brought"), parent];
    let renamed = Files(vec![
        (
            "package.xml".to_owned(),
            format!(
                "<Package xmlns=\"{NAMESPACE}\"><types><members>Rehearsal_Tool</members>\
                 <name>ExternalClientApplication</name></types><types><members>Rehearsal_Tool_glbloauth</members>\
                 <name>ExtlClntAppGlobalOauthSettings</name></types><version>67.0</version></Package>"
            ),
        ),
        (
            "externalClientApps/Rehearsal_Tool.eca".to_owned(),
            written("ExternalClientApplication", &application),
        ),
        (
            "extlClntAppGlobalOauthSets/Rehearsal_Tool_glbloauth.ecaGlblOauth".to_owned(),
            written("ExtlClntAppGlobalOauthSettings", &global),
        ),
    ]);
    let result = story.deployed(&practice, &token, &options(), &renamed).await;
    assert_eq!(problems(&result), [""; 0]);
    let app = practice.orgs().remove(0).apps.remove(0);
    assert_eq!((app.name.as_str(), app.consumer_key.as_str()), ("Renamed", "3MVG9.brought"));
    assert!(!story.works(&practice, &token).await, "tokens of the old key end with it");
    practice.reset();
    let after = practice.orgs().remove(0).apps;
    let known = |apps: &[AppView]| -> Vec<[String; 3]> {
        let told = |app: &AppView| [app.name.clone(), app.consumer_key.clone(), app.consumer_secret.clone()];
        apps.iter().map(told).collect()
    };
    assert_eq!(known(&after), known(&before));
}
