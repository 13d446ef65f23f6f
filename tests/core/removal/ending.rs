//! What ends the moment in which something can come back, before it is over by itself; and what a removal is that was cut
//! short, or fails.

use keyperch_core::model::failure::Failure;
use keyperch_core::model::field::{Field, Problem};
use keyperch_core::model::view::{AppForm, OrgForm, OrgsEdit};

use super::super::support::story::{app_form, org_form};
use super::super::support::vault::Broken;
use super::{DEV, announced, hidden, loose, names, pending, remove_org, signed_in};

#[tokio::test]
async fn what_was_removed_before_goes_when_something_else_is_removed() {
    let (story, uat) = signed_in().await;
    let dev = story.add(DEV, &story.callback()).await;
    remove_org(&story, uat.org).await;
    let first = pending(&story);
    remove_org(&story, dev.org).await;
    assert_eq!((story.living_grants(&uat.key), story.vault.items()), (0, 1), "only the second is kept");
    assert_eq!(story.core.undo_removal(first).await.map_err(Failure::from), Err(Failure::Gone));
    story.core.undo_removal(pending(&story)).await.expect("the second comes back");
    assert_eq!(names(&story).await, ["Dev"]);
}

#[tokio::test]
async fn a_removal_that_fails_leaves_the_one_before_as_it_is() {
    let (story, uat) = signed_in().await;
    let dev = story.add(DEV, &story.callback()).await;
    remove_org(&story, uat.org).await;
    let gone = story.core.remove_orgs(vec![dev.org, uat.org], true).await.map_err(Failure::from);
    assert_eq!(gone, Err(Failure::Gone), "one of them is hidden");
    assert_eq!(names(&story).await, ["Dev"]);
    story.core.undo_removal(pending(&story)).await.expect("in time");
    story.copy(uat.app).await.expect("signed in");
}

#[tokio::test]
async fn the_next_start_carries_out_what_this_one_has_hidden() {
    let (mut story, uat) = signed_in().await;
    remove_org(&story, uat.org).await;
    let id = pending(&story);
    story.open_again();
    assert!(names(&story).await.is_empty(), "it stays hidden");
    assert_eq!((story.vault.items(), story.core.removal()), (3, None));
    let upkeep = story.core.upkeep().await;
    assert_eq!((upkeep.leaving, story.vault.items(), story.living_grants(&uat.key)), (0, 0, 0));
    assert_eq!((hidden(&story), loose(&story)), (0, 0));
    assert_eq!(story.core.undo_removal(id).await.map_err(Failure::from), Err(Failure::Gone));
}

#[tokio::test]
async fn a_removal_that_the_keychain_does_not_follow_is_finished_later() {
    let (story, uat) = signed_in().await;
    story.core.remove_app(uat.app, true).await.expect("removed");
    story.vault.break_down(Some(Broken::Everything));
    story.core.carry_out_removal().await;
    assert_eq!((story.vault.items(), story.core.removal()), (3, None));
    story.vault.break_down(None);
    assert_eq!(story.core.upkeep().await.leaving, 0);
    assert_eq!((story.vault.items(), story.living_grants(&uat.key)), (0, 0));
}

#[tokio::test]
async fn whoever_wants_the_name_or_the_code_of_what_was_removed_gets_it() {
    let (story, uat) = signed_in().await;
    let uat_form = || org_form("acme--uat.sandbox.my.salesforce.com", "Acme Retail", "UAT");
    let code = story.core.orgs().await.expect("the list")[0].code.clone();
    let dev = story.add(DEV, &story.callback()).await;

    remove_org(&story, uat.org).await;
    story.core.add_org(org_form(DEV, "Other", "Org")).await.expect("what wants neither has it anyway");
    assert!(story.core.removal().is_some(), "and costs nothing");
    let again = story.core.add_org(OrgForm { code: "new".to_owned(), ..uat_form() }).await.expect("the name");
    assert_eq!((announced(&story), story.living_grants(&uat.key)), (None, 0), "carried out first");

    remove_org(&story, again).await;
    let form = OrgForm { code: "new".to_owned(), ..org_form(DEV, "Acme Retail", "Dev") };
    story.core.edit_org(dev.org, form).await.expect("the code");
    assert_eq!((announced(&story), hidden(&story)), (None, 0));
    let taken = Failure::from(
        story
            .core
            .add_org(OrgForm { code: "new".to_owned(), ..uat_form() })
            .await
            .expect_err("a living org has it"),
    );
    assert_eq!(taken, Failure::Field { refused: Field::Code.refused(Problem::Taken) });

    let back = story.core.add_org(OrgForm { code: code.clone(), ..uat_form() }).await.expect("an org");
    remove_org(&story, back).await;
    let made = story.core.add_org(org_form(DEV, "Acme Retail", "UA T")).await.expect("an org");
    let orgs = story.core.orgs().await.expect("the list");
    let made = orgs.iter().find(|org| org.id == made).expect("it");
    assert_ne!(made.code, code, "a code that is made is one that nobody has, hidden or not");
    story.core.undo_removal(pending(&story)).await.expect("still there");
}

#[tokio::test]
async fn a_client_that_goes_with_its_only_org_is_made_anew_for_whoever_wants_it() {
    let (story, uat) = signed_in().await;
    let form = || org_form("acme--uat.sandbox.my.salesforce.com", "Acme Retail", "UAT");
    remove_org(&story, uat.org).await;
    let again = story.core.add_org(form()).await.expect("added again");
    assert_eq!((names(&story).await, announced(&story)), (vec!["UAT".to_owned()], None));

    let edited = story.core.add_org(org_form(DEV, "Other", "Dev")).await.expect("an org");
    remove_org(&story, again).await;
    story.core.edit_org(edited, form()).await.expect("edited");
    assert_eq!((names(&story).await, announced(&story)), (vec!["UAT".to_owned()], None));

    let moved = story.core.add_org(org_form(DEV, "Other", "UAT")).await.expect("an org");
    remove_org(&story, edited).await;
    let edit = OrgsEdit::Client { name: "Acme Retail".to_owned() };
    story.core.edit_orgs(vec![moved], edit).await.expect("moved");
    let orgs = story.core.orgs().await.expect("the list");
    let shown: Vec<(&str, &str)> = orgs.iter().map(|org| (&*org.client, &*org.host)).collect();
    assert_eq!((shown, announced(&story)), (vec![("Acme Retail", DEV)], None));
}

#[tokio::test]
async fn whoever_wants_the_name_of_an_app_that_was_removed_gets_it() {
    let (story, uat) = signed_in().await;
    let form = |name: &str| app_form(name, &story.callback(), &uat.key);
    story.core.remove_app(uat.app, true).await.expect("removed");
    let other = story.core.add_app(uat.org, form("Other")).await.expect("another name");
    assert!(story.core.removal().is_some());
    story
        .core
        .edit_app(other, AppForm { name: "rehearsal tool".to_owned(), ..form("") })
        .await
        .expect("the name");
    assert_eq!((announced(&story), hidden(&story), story.living_grants(&uat.key)), (None, 0, 0));
    assert_eq!(story.vault.items(), 1, "the key of the one that stays");
}

#[tokio::test]
async fn an_org_that_moves_does_not_take_along_what_was_removed_from_it() {
    let (story, uat) = signed_in().await;
    story.core.remove_app(uat.app, false).await.expect("removed");
    story.core.edit_org(uat.org, org_form(DEV, "Another client", "UAT")).await.expect("edited");
    assert_eq!((announced(&story), hidden(&story)), (None, 0));
    assert_eq!((story.living_grants(&uat.key), story.vault.items()), (1, 0), "and Salesforce is not told");
}

#[tokio::test]
async fn whoever_ends_every_sign_in_ends_also_those_that_could_come_back() {
    let (story, uat) = signed_in().await;
    story.core.remove_app(uat.app, true).await.expect("removed");
    story.core.revoke_all().await.expect("ended");
    assert_eq!((story.living_grants(&uat.key), story.core.removal()), (0, None));
}
