//! A list of many orgs: how it is laid out, changes of many at once, notes, and who is told of what.

use std::time::Duration;

use keyperch_core::model::environment::Environment;
use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::field::{Field, Problem};
use keyperch_core::model::guard::{GuardLevel, GuardProof};
use keyperch_core::model::ids::{ClientId, OrgId};
use keyperch_core::model::shape::SetShape;
use keyperch_core::model::view::{Change, OrgView, OrgsEdit, SetForm, Sort, Status};
use practice_org::{FaultName, FaultOrder, SwitchChange};

use super::support::Story;
use super::support::story::org_form;

const PRODUCTION: &str = "acme.my.salesforce.com";
const UAT: &str = "acme--uat.sandbox.my.salesforce.com";

async fn add(story: &Story, client: &str, name: &str) -> OrgId {
    story.core.add_org(org_form(UAT, client, name)).await.expect("an org")
}

async fn list(story: &Story) -> Vec<OrgView> {
    story.core.orgs().await.expect("the list")
}

async fn shown(story: &Story, id: OrgId) -> OrgView {
    list(story).await.into_iter().find(|org| org.id == id).expect("the org")
}

/// The list as a person reads it.
async fn lines(story: &Story) -> Vec<String> {
    list(story).await.iter().map(|org| format!("{}/{}", org.client, org.name)).collect()
}

fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> (Field, Problem) {
    match Failure::from(result.expect_err("a refusal")) {
        Failure::Field { refused } => (refused.field, refused.problem),
        other => panic!("{other:?}"),
    }
}

/// What was told since this was asked last.
fn told(story: &Story) -> Vec<Change> {
    std::mem::take(&mut *story.changes.lock().unwrap())
}

/// What was told of the list: the orgs that were told alone, and how often all of it was.
fn told_of_the_list(story: &Story) -> (Vec<OrgId>, usize) {
    let (mut alone, mut all) = (Vec::new(), 0);
    for change in told(story) {
        match change {
            Change::Org { org } => alone.push(org.id),
            Change::Orgs { .. } => all += 1,
            _ => {}
        }
    }
    (alone, all)
}

/// How the list was told to be laid out last.
fn layout(story: &Story) -> (Vec<ClientId>, Sort) {
    let layout = |change| match change {
        Change::Layout { folded, sort } => Some((folded, sort)),
        _ => None,
    };
    told(story).into_iter().filter_map(layout).next_back().expect("a layout")
}

#[tokio::test]
async fn what_is_folded_and_how_it_is_sorted_survive_a_restart() {
    let mut story = Story::begin().await;
    for (client, name) in [("Acme", "UAT"), ("Boreal", "UAT"), ("Cobalt", "UAT")] {
        add(&story, client, name).await;
    }
    let clients: Vec<ClientId> = list(&story).await.iter().map(|org| org.client_id).collect();
    let [acme, boreal, _cobalt] = clients[..] else { panic!("{clients:?}") };
    story.core.tell_list().await.expect("told");
    assert_eq!(layout(&story), (Vec::new(), Sort::Client), "as it is delivered");
    story.core.fold_clients(clients.clone(), true).await.expect("folded");
    assert_eq!(layout(&story), (clients, Sort::Client), "all at once");
    story.core.fold_clients(vec![acme, ClientId::new()], false).await.expect("unfolded");
    story.core.sort_list(Sort::Recent).await.expect("sorted");
    let (folded, sort) = layout(&story);
    assert_eq!((folded.len(), folded[0], sort), (2, boreal, Sort::Recent));
    story.open_again();
    story.core.tell_list().await.expect("told");
    assert_eq!(layout(&story), (folded, sort));
}

#[tokio::test]
async fn one_change_of_many_orgs_is_made_of_all_or_of_none() {
    let story = Story::begin().await;
    let uat = add(&story, "Acme", "UAT").await;
    let dev = add(&story, "Acme", "Dev").await;
    let other = add(&story, "Boreal", "uat").await;
    let before = list(&story).await;
    let to = |name: &str| OrgsEdit::Client { name: name.to_owned() };
    let taken = story.core.edit_orgs(vec![dev, uat], to("boreal")).await;
    assert_eq!(refused(taken), (Field::OrgName, Problem::Taken), "the second of them");
    let of_each_other = story.core.edit_orgs(vec![uat, other], to("Cobalt")).await;
    assert_eq!(refused(of_each_other), (Field::OrgName, Problem::Taken), "they have one name");
    assert_eq!(refused(story.core.edit_orgs(vec![dev], to(" ")).await), (Field::Client, Problem::Empty));
    for edit in [to("Boreal"), OrgsEdit::Pin { on: true }, OrgsEdit::KeepAlive { on: true }] {
        let gone = story.core.edit_orgs(vec![dev, OrgId::new()], edit).await;
        assert_eq!(gone.map_err(Failure::from), Err(Failure::Gone));
    }
    assert_eq!(list(&story).await, before, "nothing was changed, and no client was made");
    story.core.edit_orgs(vec![dev, other], to("Cobalt")).await.expect("moved");
    assert_eq!(lines(&story).await, ["Acme/UAT", "Cobalt/Dev", "Cobalt/uat"].map(str::to_owned));
}

#[tokio::test]
async fn kind_guard_keep_alive_and_pin_are_set_for_many_and_taken_back() {
    let story = Story::begin().await;
    let orgs = vec![add(&story, "Acme", "UAT").await, add(&story, "Boreal", "UAT").await];
    let edit = async |edit: OrgsEdit| {
        story.core.edit_orgs(orgs.clone(), edit).await.expect("changed");
        list(&story).await
    };
    let set = edit(OrgsEdit::Environment { environment: Some(Environment::Production) }).await;
    assert!(set.iter().all(|org| org.environment == Environment::Production));
    assert!(set.iter().all(|org| org.guard.level == GuardLevel::SecondEnter), "guarded as what it is now");
    let set = edit(OrgsEdit::Guard { level: Some(GuardLevel::ReadName) }).await;
    assert!(set.iter().all(|org| org.guard.chosen == Some(GuardLevel::ReadName)));
    let set = edit(OrgsEdit::KeepAlive { on: true }).await;
    assert!(set.iter().all(|org| org.keeps_alive && !org.is_pinned));
    let set = edit(OrgsEdit::Pin { on: true }).await;
    assert!(set.iter().all(|org| org.is_pinned));
    // What makes an org less guarded leads past its guard.
    let codes = set.iter().map(|org| org.code.as_str()).collect::<Vec<_>>().join(" ");
    story
        .core
        .pass_guard(orgs.clone(), GuardProof::Code { code: codes }, async || Ok(()))
        .await
        .expect("passed");
    let mut last = Vec::new();
    for back in [
        OrgsEdit::Environment { environment: None },
        OrgsEdit::Guard { level: None },
        OrgsEdit::KeepAlive { on: false },
        OrgsEdit::Pin { on: false },
    ] {
        last = edit(back).await;
    }
    for org in last {
        assert_eq!((org.environment, org.chosen_environment), (Environment::Uat, None));
        assert_eq!((org.guard.level, org.guard.chosen), (GuardLevel::Off, None));
        assert!(!org.keeps_alive && !org.is_pinned);
    }
}

#[tokio::test]
async fn notes_are_kept_in_the_open_and_take_no_secret() {
    let mut story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.core.write_notes(uat.org, "Ask Ana first.\r\nRefreshed each Friday.").await.expect("noted");
    let (token, _) = story.copy(uat.app).await.expect("a token");
    let refresh = "5Aep861".to_owned() + &"abc.DEF_".repeat(10);
    for secret in [token, uat.key.clone(), refresh, "0123456789ABCDEF".repeat(4)] {
        let notes = format!("Ana's: {secret}");
        assert_eq!(
            refused(story.core.write_notes(uat.org, &notes).await),
            (Field::Notes, Problem::HoldsSecret)
        );
    }
    let long = refused(story.core.write_notes(uat.org, &"x".repeat(2001)).await);
    assert_eq!(long, (Field::Notes, Problem::TooLong { most: 2000 }));
    let gone = story.core.write_notes(OrgId::new(), "Nobody's").await;
    assert_eq!(gone.map_err(Failure::from), Err(Failure::Gone));
    story.open_again();
    assert_eq!(shown(&story, uat.org).await.notes, "Ask Ana first.\nRefreshed each Friday.");
    story.core.write_notes(uat.org, "  ").await.expect("taken back");
    assert_eq!(shown(&story, uat.org).await.notes, "");
}

#[tokio::test]
async fn a_client_is_renamed_with_all_its_orgs_unless_another_has_the_name() {
    let story = Story::begin().await;
    for (client, name) in [("Acme", "UAT"), ("Acme", "Dev"), ("Boreal", "UAT")] {
        add(&story, client, name).await;
    }
    let acme = list(&story).await[0].client_id;
    let taken = refused(story.core.rename_client(acme, "BOREAL").await);
    assert_eq!(taken, (Field::Client, Problem::Taken));
    assert_eq!(refused(story.core.rename_client(acme, "").await), (Field::Client, Problem::Empty));
    let gone = story.core.rename_client(ClientId::new(), "Cobalt").await;
    assert_eq!(gone.map_err(Failure::from), Err(Failure::Gone));
    story.core.rename_client(acme, "ACME").await.expect("its own name in another case");
    story.core.rename_client(acme, "Zenith").await.expect("renamed");
    assert_eq!(lines(&story).await, ["Boreal/UAT", "Zenith/Dev", "Zenith/UAT"].map(str::to_owned));
}

#[tokio::test]
async fn a_client_of_which_nothing_is_in_the_list_holds_no_name() {
    let story = Story::begin().await;
    let acme = add(&story, "Acme", "UAT").await;
    let (uat, dev) = (add(&story, "Boreal", "UAT").await, add(&story, "Boreal", "Dev").await);
    let acme = shown(&story, acme).await.client_id;
    story.core.remove_orgs(vec![uat], false).await.expect("removed");
    let taken = refused(story.core.rename_client(acme, "Boreal").await);
    assert_eq!(taken, (Field::Client, Problem::Taken), "one is in the list");
    assert!(story.core.removal().is_some(), "and nothing was carried out");
    story.core.carry_out_removal().await;
    story.core.remove_orgs(vec![dev], false).await.expect("removed");
    story.core.rename_client(acme, "boreal").await.expect("renamed");
    assert_eq!(lines(&story).await, ["boreal/UAT"].map(str::to_owned));
    assert_eq!(story.core.removal(), None, "what had the name was carried out");
}

#[tokio::test]
async fn clients_that_differ_in_more_than_ascii_case_do_not_mix() {
    let story = Story::begin().await;
    for (client, name) in [("Élan", "UAT"), ("élan", "Dev"), ("Élan", "Dev"), ("élan", "UAT")] {
        add(&story, client, name).await;
    }
    let clients: Vec<ClientId> = list(&story).await.iter().map(|org| org.client_id).collect();
    assert_eq!(clients[0], clients[1], "each stands together");
    assert_eq!(clients[2], clients[3]);
}

#[tokio::test]
async fn what_changes_one_org_tells_of_that_org_alone() {
    let story = Story::begin().await;
    let (uat, dev) = (story.uat().await, add(&story, "Boreal", "Dev").await);
    told(&story);
    let only = (vec![uat.org], 0);
    story.sign_in(uat.app).await.expect("signed in");
    assert_eq!(told_of_the_list(&story), only, "its kind is what its name said");
    story.copy(uat.app).await.expect("a token");
    assert_eq!(told_of_the_list(&story), only);
    story.core.write_notes(uat.org, "Ask Ana first.").await.expect("noted");
    assert_eq!(told_of_the_list(&story), only);
    story.core.edit_orgs(vec![uat.org], OrgsEdit::Pin { on: true }).await.expect("pinned");
    assert_eq!(told_of_the_list(&story), only);
    story.core.edit_orgs(vec![uat.org, dev], OrgsEdit::Pin { on: true }).await.expect("pinned");
    assert_eq!(told_of_the_list(&story), (Vec::new(), 1), "of several, all of it is told once");
    let form =
        SetForm { name: "All".to_owned(), code: String::new(), shape: SetShape::Env, apps: vec![uat.app] };
    let set = story.core.save_set(None, form).await.expect("a set");
    story.core.set_copied(set, &[uat.app]).await;
    assert_eq!(told_of_the_list(&story), only);
    story.core.ask_server(uat.app).await.expect("asked");
    assert_eq!(told_of_the_list(&story), (vec![uat.org; 2], 0), "of the token, and of the answer");
    story.core.sign_out(uat.app).await.expect("signed out");
    assert_eq!(told_of_the_list(&story), only);
}

#[tokio::test]
async fn what_moves_an_org_tells_the_whole_list() {
    let story = Story::begin().await;
    let entry = story.add(PRODUCTION, &story.callback()).await;
    let renamed = org_form(PRODUCTION, "Acme Retail", "Renamed");
    for _ in 0..2 {
        told(&story);
        story.core.edit_org(entry.org, renamed.clone()).await.expect("saved");
        assert_eq!(told_of_the_list(&story), (Vec::new(), 1));
    }
    story.core.pass_guard(vec![entry.org], GuardProof::Again, async || Ok(())).await.expect("passed");
    told(&story);
    let edit = OrgsEdit::Environment { environment: Some(Environment::Uat) };
    story.core.edit_orgs(vec![entry.org], edit).await.expect("another kind");
    assert_eq!(told_of_the_list(&story), (Vec::new(), 1));
    story.core.rename_client(shown(&story, entry.org).await.client_id, "Zenith").await.expect("renamed");
    assert_eq!(told_of_the_list(&story), (Vec::new(), 1));
}

#[tokio::test]
async fn an_org_that_cannot_be_reached_is_offline_until_a_try_succeeds() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.practice.fault(FaultOrder::once("limits", FaultName::DropBefore)).expect("a fault");
    story.copy(uat.app).await.expect("fresh: nobody is asked");
    story.later(Duration::from_secs(601));
    let failure = story.copy(uat.app).await.expect_err("nobody is reached");
    assert_eq!(story.status(uat.app).await, Status::Offline { failure });
    story.copy(uat.app).await.expect("reached again");
    assert!(matches!(story.status(uat.app).await, Status::Fresh { .. }));
}

#[tokio::test]
async fn an_app_that_is_waited_for_is_not_ready_until_the_wait_is_over() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.switch(&uat.key, SwitchChange { ready_after_seconds: Some(90), ..SwitchChange::default() });
    told(&story);
    story.core.wait_until_ready(uat.app).await.expect("a wait");
    assert_eq!(story.status(uat.app).await, Status::NotReady);
    assert_eq!(told_of_the_list(&story), (vec![uat.org], 0));
    story.core.stop_waiting_until_ready().await;
    assert_eq!(story.status(uat.app).await, Status::SignIn);
    assert_eq!(told_of_the_list(&story), (vec![uat.org], 0));
}
