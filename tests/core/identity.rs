//! Identity is pinned: another org or another user is refused, and nothing of it stays.

use keyperch_core::model::failure::Failure;
use keyperch_core::model::view::{Accept, SignInForm};
use practice_org::{FaultName, FaultOrder, Press, Visit, follow};
use serde_json::json;

use super::entries::give_secret;
use super::support::Story;
use super::support::browser::{hand_over, person};
use super::support::story::{ANA, BOB, PASSWORD, org_form};

#[tokio::test]
async fn another_user_is_refused_named_and_revoked() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in_as(uat.app, ANA).await.expect("signed in");
    let items = story.vault.items();
    let failure = story.sign_in_as(uat.app, BOB).await.expect_err("somebody else");
    assert_eq!(failure, Failure::OtherUser { expected: ANA.to_owned(), answered: BOB.to_owned() });
    let grants = story.practice.grants();
    let living: Vec<_> = grants.iter().filter(|grant| grant.live).map(|grant| grant.user.as_str()).collect();
    assert_eq!(living, [ANA], "the stray grant was revoked, Ana's was not");
    assert_eq!(story.vault.items(), items);
    story.copy(uat.app).await.expect("Ana is still signed in");
}

#[tokio::test]
async fn another_org_is_refused_and_nothing_is_stored() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let items = story.vault.items();
    story.fault_at_exchange(other_org());
    let failure = story.sign_in(uat.app).await.expect_err("another org");
    let Failure::OtherOrg { answered, .. } = failure else { panic!("{failure:?}") };
    assert_eq!(answered, format!("Acme Retail, 00Dxx0000001gPLEAY ({ANA})"));
    assert_eq!(story.vault.items(), items);
    story.copy(uat.app).await.expect("the pinned org is still signed in");
}

#[tokio::test]
async fn another_user_is_stored_when_a_person_says_so() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in_as(uat.app, ANA).await.expect("signed in");
    story.sign_in_as(uat.app, BOB).await.expect_err("nobody said so");
    let form = SignInForm { accept: Accept::OtherUser, ..SignInForm::default() };
    let bob = person(&story.practice, BOB, Press::Allow);
    story.sign_in_with(uat.app, form, bob).await.expect("the entry is Bob's");
    let grant = story.shown(uat.app).await.grant.expect("a grant");
    assert_eq!(grant.username.as_deref(), Some(BOB));
    let grants = story.practice.grants();
    let living: Vec<_> = grants.iter().filter(|grant| grant.live).map(|grant| grant.user.as_str()).collect();
    assert_eq!(living, [BOB], "Ana's was replaced, and the stray one revoked");
    let failure = story.sign_in_as(uat.app, ANA).await.expect_err("now Ana is somebody else");
    assert_eq!(failure, Failure::OtherUser { expected: BOB.to_owned(), answered: ANA.to_owned() });
    story.copy(uat.app).await.expect("Bob is signed in");
}

#[tokio::test]
async fn another_user_is_not_another_org() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.fault_at_exchange(other_org());
    let form = SignInForm { accept: Accept::OtherUser, ..SignInForm::default() };
    let opener = person(&story.practice, ANA, Press::Allow);
    let failure = story.sign_in_with(uat.app, form, opener).await.expect_err("another org");
    assert!(matches!(failure, Failure::OtherOrg { .. }), "{failure:?}");
    story.copy(uat.app).await.expect("the pinned org is still signed in");
}

#[tokio::test]
async fn a_refreshed_sandbox_is_pinned_anew_when_a_person_says_so() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let pinned = story.core.orgs().await.expect("the list")[0].organization_id.clone();
    story.fault_at_exchange(other_org());
    let before = story.seen("revoke").len();
    story.sign_in(uat.app).await.expect_err("nobody said so");
    assert_eq!(story.seen("revoke").len(), before + 1, "the stray grant was revoked, once");
    assert_eq!(story.living_grants(&uat.key), 1, "only what was stored before is alive");
    assert_eq!(story.core.orgs().await.expect("the list")[0].organization_id, pinned, "nothing was stored");
    story.fault_at_exchange(other_org());
    let form = SignInForm { accept: Accept::OtherOrg, ..SignInForm::default() };
    let opener = person(&story.practice, ANA, Press::Allow);
    story.sign_in_with(uat.app, form, opener).await.expect("the entry is that org's");
    let now = story.core.orgs().await.expect("the list")[0].organization_id.clone();
    assert_eq!(now.as_deref(), Some("00Dxx0000001gPLEAY"));
    assert_eq!(story.living_grants(&uat.key), 1, "the one before was replaced");
}

/// An answer in which another org and user are named.
fn other_org() -> FaultOrder {
    let other = "https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001Sv6AAAS";
    let merge = json!({ "id": other }).as_object().cloned();
    FaultOrder { merge, ..FaultOrder::once("token", FaultName::With) }
}

#[tokio::test]
async fn an_answer_without_identity_is_not_stored() {
    for field in ["id", "instance_url"] {
        let story = Story::begin().await;
        let uat = story.uat().await;
        let fields = Some(vec![field.to_owned()]);
        story.fault_at_exchange(FaultOrder { fields, ..FaultOrder::once("token", FaultName::Without) });
        let failure = story.sign_in(uat.app).await.expect_err("nobody knows whose it is");
        assert_eq!(json!(failure)["code"], "unexpected");
        assert_eq!(story.living_grants(&uat.key), 0, "given back");
    }
}

#[tokio::test]
async fn a_foreign_instance_url_ends_the_sign_in_before_anything_is_sent_there() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let merge = json!({"instance_url": "https://acme.my.salesforce.com.evil.example"}).as_object().cloned();
    story.fault_at_exchange(FaultOrder { merge, ..FaultOrder::once("token", FaultName::With) });
    let failure = story.sign_in(uat.app).await.expect_err("foreign");
    assert_eq!(failure, Failure::ForeignInstance { host: "acme.my.salesforce.com.evil.example".to_owned() });
    assert!(story.practice.seen(0).iter().all(|seen| !seen.host.contains("evil")));
    assert_eq!(story.living_grants(&uat.key), 0, "given back to the org's own host");
}

#[tokio::test]
async fn who_signs_out_may_sign_in_as_somebody_else() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in_as(uat.app, ANA).await.expect("signed in");
    story.core.sign_out(uat.app).await.expect("signed out");
    story.sign_in_as(uat.app, BOB).await.expect("signed in");
    assert_eq!(story.shown(uat.app).await.grant.and_then(|grant| grant.username).as_deref(), Some(BOB));
}

#[tokio::test]
async fn an_org_that_was_moved_while_the_browser_was_open_gets_nothing() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let (to, address) = tokio::sync::oneshot::channel::<String>();
    let person = async {
        let address = address.await.expect("an address");
        let moved = org_form("acme--dev.sandbox.my.salesforce.com", "Acme Retail", "UAT");
        story.core.edit_org(uat.org, moved).await.expect("saved");
        match story.practice.visit(&address, ANA, PASSWORD, Press::Allow).await {
            Visit::SentTo(callback) => drop(follow(&callback).await),
            stayed @ Visit::Stayed(..) => panic!("{stayed:?}"),
        }
    };
    let (outcome, ()) = tokio::join!(story.sign_in_by(uat.app, hand_over(to)), person);
    assert_eq!(outcome, Err(Failure::Gone));
    assert!(story.shown(uat.app).await.grant.is_none());
    assert_eq!(story.living_grants(&uat.key), 0, "what the old host gave was given back there");
}

#[tokio::test]
async fn an_app_that_is_removed_while_the_browser_is_open_frees_the_port() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let (to, address) = tokio::sync::oneshot::channel::<String>();
    let removal = async {
        let _address = address.await.expect("an address");
        story.core.remove_app(uat.app, true).await.expect("removed");
    };
    let (outcome, ()) = tokio::join!(story.sign_in_by(uat.app, hand_over(to)), removal);
    assert_eq!(outcome, Err(Failure::Cancelled));
    assert!(story.port_is_free().await);
}

#[tokio::test]
async fn a_signature_that_does_not_fit_is_written_down_and_decides_nothing() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let secret = story.secret_of(&uat.key);
    give_secret(&story, &uat, &secret).await;
    let words = "signature of a token answer";
    story.sign_in(uat.app).await.expect("signed in");
    assert!(!super::support::log::heard().contains(words), "the practice org signs as Salesforce does");
    let merge = json!({"signature": "bm8gc2lnbmF0dXJl"}).as_object().cloned();
    let order = FaultOrder { merge, ..FaultOrder::once("token", FaultName::With) };
    story.fault_at_exchange(order);
    story.sign_in(uat.app).await.expect("signed in all the same");
    assert!(super::support::log::heard().contains(words));
}
