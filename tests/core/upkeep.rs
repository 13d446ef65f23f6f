//! What is looked after by itself: sign-outs that wait, what belongs to nobody, memory only this time, the self-check.

use std::time::Duration;

use keyperch_core::io::vault::{Item, Vault};
use keyperch_core::model::failure::Failure;
use keyperch_core::model::secret::{Kind, Place};
use keyperch_core::model::view::{Missing, RevokedView, Status, Told};
use practice_org::{FaultName, FaultOrder, Selection};
use uuid::Uuid;

use super::support::Story;
use super::support::story::{UAT, app_form, org_form};
use super::support::vault::{Broken, LOCKED};

fn salesforce_does_not_hear(story: &Story, times: u32) {
    let order = FaultOrder { times, ..FaultOrder::once("revoke", FaultName::DropBefore) };
    story.practice.fault(order).expect("a fault");
}

#[tokio::test]
async fn a_sign_out_that_salesforce_did_not_hear_waits_over_a_restart() {
    let mut story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let items = story.vault.items();
    salesforce_does_not_hear(&story, 1);
    assert_eq!(story.core.sign_out(uat.app).await.expect("ended here"), Told::Waiting);
    assert_eq!(story.status(uat.app).await, Status::SignIn);
    assert_eq!(story.core.upkeep_view().await.leaving, 1);
    assert_eq!((story.vault.items(), story.living_grants(&uat.key)), (items, 1), "its token is still needed");
    assert_eq!(story.copy(uat.app).await, Err(Failure::NeedsSignIn { app: uat.app }));
    story.open_again();
    assert_eq!(story.core.upkeep().await.leaving, 0);
    assert_eq!((story.vault.items(), story.living_grants(&uat.key)), (items - 2, 0));
}

#[tokio::test]
async fn a_sign_out_that_nobody_will_ever_hear_can_be_given_up() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    salesforce_does_not_hear(&story, 1);
    assert_eq!(story.core.sign_out(uat.app).await.expect("ended here"), Told::Waiting);
    story.core.give_up_telling().await.expect("given up");
    assert_eq!(story.core.upkeep_view().await.leaving, 0);
    assert_eq!(story.vault.items(), 1, "only the key is left");
    assert!(story.seen("revoke").len() == 1, "nobody was told");
}

#[tokio::test]
async fn revoke_all_ends_every_sign_in_and_says_who_waits() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let dev = story.add("acme--dev.sandbox.my.salesforce.com", &story.callback()).await;
    story.sign_in(uat.app).await.expect("signed in");
    story.sign_in_as(dev.app, "ana@acme.com.dev").await.expect("signed in");
    let order = FaultOrder {
        host: Some("acme--dev.sandbox.my.salesforce.com".to_owned()),
        ..FaultOrder::once("revoke", FaultName::DropBefore)
    };
    story.practice.fault(order).expect("a fault");
    let revoked = story.core.revoke_all().await.expect("ended");
    assert_eq!(revoked, RevokedView { heard: 1, waiting: 1 });
    assert_eq!((story.living_grants(&uat.key), story.living_grants(&dev.key)), (0, 1));
    story.core.upkeep().await;
    assert_eq!(story.living_grants(&dev.key), 0);
    assert_eq!(story.core.revoke_all().await.expect("once"), RevokedView { heard: 0, waiting: 0 });
    story.sign_in(uat.app).await.expect("entries and keys are still there");
}

#[tokio::test]
async fn a_self_check_counts_and_finds_what_belongs_to_nobody() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let view = story.core.self_check().await.expect("checked");
    assert_eq!((view.orgs, view.apps, view.grants, view.items, view.orphans), (1, 1, 1, 3, 0));
    assert!(view.missing.is_empty() && view.leaving == 0);

    let stray = Item::of(Uuid::new_v4(), Kind::RefreshToken, Place::Second);
    story.vault.put(stray, "5Aep861".to_owned().into()).await.expect("put");
    let key = Item::of(uat.app.uuid(), Kind::ConsumerKey, Place::First);
    let kept = story.vault.get(key).await.expect("it opens").expect("the key");
    story.vault.delete(key).await.expect("deleted");
    let view = story.core.self_check().await.expect("checked");
    assert_eq!((view.items, view.orphans), (2, 1));
    let missing: Vec<_> = view.missing.iter().map(|missing| (missing.app, missing.what)).collect();
    assert_eq!(missing, [(uat.app, Missing::ConsumerKey)]);

    story.vault.put(key, kept).await.expect("put back");
    let view = story.core.forget_orphans().await.expect("deleted");
    assert_eq!((view.items, view.orphans), (3, 0));
    assert!(view.missing.is_empty());
    story.copy(uat.app).await.expect("nothing else was touched");
}

#[tokio::test]
async fn memory_only_this_time_keeps_nothing_and_is_forgotten() {
    let mut story = Story::begin().await;
    story.vault.break_down(Some(Broken::Everything));
    let at = story.practice.orgs().into_iter().find(|org| org.host == UAT).expect("an org");
    let key = at.apps[0].consumer_key.clone();
    story.switch(
        &key,
        practice_org::SwitchChange {
            callback_urls: Some(vec![story.callback()]),
            ..practice_org::SwitchChange::default()
        },
    );
    let org = story.core.add_org(org_form(UAT, "Acme Retail", "UAT")).await.expect("an org");
    let form = app_form("Rehearsal Tool", &story.callback(), &key);
    let failure = Failure::from(story.core.add_app(org, form.clone()).await.expect_err("no keychain"));
    assert_eq!(failure, LOCKED);

    story.core.keep_in_memory().await;
    assert!(story.core.upkeep_view().await.memory_only);
    let app = story.core.add_app(org, form).await.expect("in memory");
    story.sign_in(app).await.expect("signed in");
    story.later(Duration::from_secs(600));
    story.practice.expire_tokens(&Selection::default());
    let (_, is_new) = story.copy(app).await.expect("a token, renewed in memory");
    assert!(is_new);
    story.vault.break_down(None);
    assert_eq!(story.vault.items(), 0, "nothing of it is in the keychain");

    story.open_again();
    assert!(!story.core.upkeep_view().await.memory_only, "it was for that time");
    assert_eq!(story.copy(app).await, Err(Failure::NeedsSignIn { app }));
    let view = story.core.self_check().await.expect("checked");
    let missing: Vec<_> = view.missing.iter().map(|missing| missing.what).collect();
    assert_eq!(missing, [Missing::ConsumerKey, Missing::Tokens], "and what is missing is named");
}

#[tokio::test]
async fn a_start_with_nothing_to_do_asks_the_keychain_nothing() {
    let mut story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.open_again();
    story.vault.break_down(Some(Broken::Everything));
    let asked = story.vault.asked();
    story.core.upkeep().await;
    assert_eq!(story.vault.asked(), asked, "a start prompts nobody");
}
