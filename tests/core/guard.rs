//! The guard: nothing of a guarded org leaves before it was passed, and nobody is asked for anything until then.

use std::time::Duration;

use keyperch_core::model::environment::Environment;
use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::field::{Field, Problem};
use keyperch_core::model::guard::{GuardLevel, GuardProof, NotUnlocked};
use keyperch_core::model::ids::OrgId;
use keyperch_core::model::shape::{SetShape, Shape};
use keyperch_core::model::view::{OrgForm, OrgView, OrgsEdit, SetForm, Shell};
use keyperch_core::{FrontDoor, Shaped};

use super::entries::give_secret;
use super::support::Story;
use super::support::story::{Entry, org_form};
use super::tools::REHEARSAL;

const QUARTER: Duration = Duration::from_secs(900);

/// The practice org's production, signed in to.
pub(crate) async fn production(story: &Story) -> Entry {
    let production = story.add("acme.my.salesforce.com", &story.callback()).await;
    story.sign_in_as(production.app, "ana@acme.com").await.expect("signed in");
    production
}

pub(crate) async fn shown(story: &Story, org: OrgId) -> OrgView {
    let orgs = story.core.orgs().await.expect("the list");
    orgs.into_iter().find(|shown| shown.id == org).expect("the org")
}

async fn pass(story: &Story, orgs: &[OrgId], proof: GuardProof) -> Result<(), Failure> {
    let not_asked = async || panic!("this computer is not to ask");
    Ok(story.core.pass_guard(orgs.to_vec(), proof, not_asked).await?)
}

fn code(code: &str) -> GuardProof {
    GuardProof::Code { code: code.to_owned() }
}

fn guarded(orgs: &[OrgId], level: GuardLevel) -> Failure {
    Failure::Guarded { orgs: orgs.to_vec(), level }
}

async fn copy(story: &Story, entry: &Entry) -> Result<String, Failure> {
    match story.core.copy_as(entry.app, Shape::Token).await? {
        Shaped::Lent { text, .. } => Ok(text.expose().to_owned()),
        Shaped::Plain(text) => panic!("{text} is no token"),
    }
}

/// The user's word on how carefully an org is used, as it is kept.
fn keep_guard(story: &Story, org: OrgId, level: GuardLevel) {
    let list = rusqlite::Connection::open(story.folder.join("data/keyperch.sqlite")).expect("the list");
    let word = serde_json::to_value(level).expect("a word");
    let update = "UPDATE org SET guard = ?1 WHERE id = ?2";
    list.execute(update, [word.as_str().expect("text"), &org.to_string()]).expect("kept");
}

#[tokio::test]
async fn a_token_of_production_is_copied_only_after_a_second_word_and_nobody_is_asked_before() {
    let story = Story::begin().await;
    let production = production(&story).await;
    story.later(QUARTER);
    let before = story.practice.seen(0).len();
    let closed = guarded(&[production.org], GuardLevel::SecondEnter);
    for shape in [Shape::Token, Shape::Bearer, Shape::Env, Shape::Curl, Shape::Json, Shape::Postman] {
        let refused = story.core.copy_as(production.app, shape).await;
        assert_eq!(refused.expect_err("guarded"), closed, "{shape:?}");
    }
    assert_eq!(story.practice.seen(0).len(), before, "Salesforce has heard nothing of it");
    assert_eq!(shown(&story, production.org).await.copy_as, Shape::Token, "and nothing was remembered");
    let address = story.core.copy_as(production.app, Shape::InstanceUrl).await.expect("it is no secret");
    assert!(matches!(address, Shaped::Plain(_)));
    pass(&story, &[production.org], GuardProof::Again).await.expect("passed");
    assert!(story.practice.alive(&copy(&story, &production).await.expect("a token")));
}

#[tokio::test]
async fn nothing_else_of_a_guarded_org_leaves_either() {
    let story = Story::begin().await;
    // Nobody has signed in: a secret that cannot be proved yet is taken as it is.
    let production = story.add("acme.my.salesforce.com", &story.callback()).await;
    give_secret(&story, &production, &"CA4A51E5".repeat(8)).await;
    let core = &story.core;
    let closed = guarded(&[production.org], GuardLevel::SecondEnter);
    let told = |error: Error| Failure::from(error);
    assert_eq!(core.consumer_secret(production.app).await.map(drop).map_err(told), Err(closed.clone()));
    let block = core.hand_over_block(production.app, REHEARSAL, Shell::Bash).await;
    assert_eq!(block.map(drop).map_err(told), Err(closed.clone()));
    assert_eq!(core.postman_file(production.app, true).await.map(drop).map_err(told), Err(closed.clone()));
    assert_eq!(core.front_door(production.org).await.map(drop).map_err(told), Err(closed));
    assert!(core.consumer_key(production.app).await.is_ok(), "every browser shows it");
    assert!(core.postman_file(production.app, false).await.is_ok());
    assert!(core.hand_over(production.app, REHEARSAL).await.is_ok(), "dots are no secrets");
    pass(&story, &[production.org], GuardProof::Again).await.expect("passed");
    assert!(core.consumer_secret(production.app).await.is_ok());
    assert!(core.hand_over_block(production.app, REHEARSAL, Shell::Bash).await.is_ok());
    assert!(core.postman_file(production.app, true).await.is_ok());
    assert!(matches!(core.front_door(production.org).await, Ok(FrontDoor::Home(_))));
}

#[tokio::test]
async fn a_guard_that_was_passed_is_open_for_a_quarter_of_an_hour_and_for_that_org_alone() {
    let mut story = Story::begin().await;
    let production = production(&story).await;
    let other = story.core.add_org(org_form("login.salesforce.com", "Boreal", "Main")).await.expect("an org");
    let open = async |story: &Story| shown(story, production.org).await.guard.open_until;
    assert_eq!(open(&story).await, None);
    pass(&story, &[production.org], GuardProof::Again).await.expect("passed");
    let until = open(&story).await.expect("a moment");
    assert_eq!(shown(&story, other).await.guard.open_until, None);
    assert_eq!(shown(&story, other).await.guard.level, GuardLevel::SecondEnter, "nobody knows what it is");
    story.later(Duration::from_millis(899_999));
    copy(&story, &production).await.expect("still open");
    story.later(Duration::from_millis(1));
    assert_eq!(open(&story).await, None);
    assert_eq!(copy(&story, &production).await, Err(guarded(&[production.org], GuardLevel::SecondEnter)));
    pass(&story, &[production.org], GuardProof::Again).await.expect("passed");
    assert!(open(&story).await.is_some_and(|again| again > until));
    story.open_again();
    assert_eq!(open(&story).await, None, "the next start asks anew");
}

#[tokio::test]
async fn a_sandbox_is_not_guarded_unless_somebody_says_so() {
    let (story, uat) = super::copies::signed_in().await;
    copy(&story, &uat).await.expect("a token");
    let told = story.changes.lock().unwrap().len();
    pass(&story, &[uat.org], GuardProof::Again).await.expect("there is nothing to pass");
    pass(&story, &[], GuardProof::Again).await.expect("nor of no org");
    assert_eq!(story.changes.lock().unwrap().len(), told, "and nothing to tell");
    assert_eq!(shown(&story, uat.org).await.guard.open_until, None);
    keep_guard(&story, uat.org, GuardLevel::SecondEnter);
    assert_eq!(copy(&story, &uat).await, Err(guarded(&[uat.org], GuardLevel::SecondEnter)));
}

#[tokio::test]
async fn each_level_takes_its_own_proof_or_a_stricter_one() {
    let (story, uat) = super::copies::signed_in().await;
    keep_guard(&story, uat.org, GuardLevel::ReadName);
    for weak in [GuardProof::Again, GuardProof::Device] {
        let refused = pass(&story, &[uat.org], weak).await;
        assert_eq!(refused, Err(guarded(&[uat.org], GuardLevel::ReadName)));
    }
    for wrong in ["", "acx", "acu acx", "uat"] {
        let refused = Field::Code.refused(Problem::NotTheCode);
        assert_eq!(pass(&story, &[uat.org], code(wrong)).await, Err(Failure::Field { refused }), "{wrong}");
    }
    pass(&story, &[uat.org], code(" ACU ")).await.expect("its code, in any case");
    copy(&story, &uat).await.expect("a token");
    keep_guard(&story, uat.org, GuardLevel::SecondEnter);
    assert!(copy(&story, &uat).await.is_err(), "another level asks anew");
    pass(&story, &[uat.org], code("acu")).await.expect("more than was asked for");
    copy(&story, &uat).await.expect("a token");
}

#[tokio::test]
async fn where_the_computer_has_to_know_who_it_is_no_code_stands_for_it() {
    let (story, uat) = super::copies::signed_in().await;
    keep_guard(&story, uat.org, GuardLevel::DeviceUnlock);
    let closed = guarded(&[uat.org], GuardLevel::DeviceUnlock);
    assert_eq!(pass(&story, &[uat.org], GuardProof::Again).await, Err(closed.clone()));
    for (why, proof) in [
        (NotUnlocked::Refused, GuardProof::Device),
        (NotUnlocked::Refused, code("acu")),
        (NotUnlocked::NotInstalled, GuardProof::Device),
        (NotUnlocked::NotHere, GuardProof::Device),
    ] {
        let refused = story.core.pass_guard(vec![uat.org], proof, async || Err(why)).await;
        assert_eq!(refused.map_err(Failure::from), Err(Failure::NotUnlocked { why }));
        assert_eq!(copy(&story, &uat).await, Err(closed.clone()));
    }
    story.core.pass_guard(vec![uat.org], GuardProof::Device, async || Ok(())).await.expect("passed");
    copy(&story, &uat).await.expect("a token");
}

#[tokio::test]
async fn where_the_computer_cannot_ask_the_code_is_enough_to_pass_and_to_leave_that_level() {
    for why in [NotUnlocked::NotHere, NotUnlocked::NotInstalled] {
        let (story, uat) = super::copies::signed_in().await;
        keep_guard(&story, uat.org, GuardLevel::DeviceUnlock);
        let cannot = async || Err(why);
        let wrong = story.core.pass_guard(vec![uat.org], code("acx"), cannot).await.map_err(Failure::from);
        let refused = Field::Code.refused(Problem::NotTheCode);
        assert_eq!(wrong, Err(Failure::Field { refused }), "{why:?}");
        let edit = || OrgsEdit::Guard { level: Some(GuardLevel::Off) };
        assert!(story.core.edit_orgs(vec![uat.org], edit()).await.is_err(), "{why:?}: nobody has passed");
        story.core.pass_guard(vec![uat.org], code("acu"), cannot).await.expect("its code");
        copy(&story, &uat).await.expect("a token");
        story.core.edit_orgs(vec![uat.org], edit()).await.expect("left");
        assert_eq!(shown(&story, uat.org).await.guard.level, GuardLevel::Off);
    }
}

#[tokio::test]
async fn the_computer_is_to_ask_only_where_it_has_asked_once() {
    let (story, uat) = super::copies::signed_in().await;
    let orgs = [uat.org];
    let edit = |level| OrgsEdit::Guard { level: Some(level) };
    let asked = async |level, answer| {
        let tried = story.core.try_unlock_for(&orgs, &edit(level), async || answer).await;
        tried.map_err(Failure::from)
    };
    for why in [NotUnlocked::NotHere, NotUnlocked::NotInstalled, NotUnlocked::Refused] {
        let refused = Err(Failure::NotUnlocked { why });
        assert_eq!(asked(GuardLevel::DeviceUnlock, Err(why)).await, refused);
        assert_eq!(asked(GuardLevel::ReadName, Err(why)).await, Ok(()), "nobody is asked for another level");
    }
    assert_eq!(asked(GuardLevel::DeviceUnlock, Ok(())).await, Ok(()));
    keep_guard(&story, uat.org, GuardLevel::ReadName);
    let not_asked = async || panic!("this computer is not to ask");
    let closed = story.core.try_unlock_for(&orgs, &edit(GuardLevel::DeviceUnlock), not_asked).await;
    assert_eq!(closed.map_err(Failure::from), Err(guarded(&orgs, GuardLevel::ReadName)));
}

#[tokio::test]
async fn to_make_an_org_less_guarded_its_guard_is_passed_first() {
    let story = Story::begin().await;
    let production = production(&story).await;
    let allows = async |edit: OrgsEdit| {
        let allowed = story.core.guard_allows_change(&[production.org], &edit).await;
        allowed.map_err(Failure::from)
    };
    let guard = |level| OrgsEdit::Guard { level };
    let environment = |environment| OrgsEdit::Environment { environment };
    let closed = Err(guarded(&[production.org], GuardLevel::SecondEnter));
    assert_eq!(allows(guard(Some(GuardLevel::Off))).await, closed);
    assert_eq!(allows(environment(Some(Environment::Sandbox))).await, closed);
    assert_eq!(allows(guard(Some(GuardLevel::ReadName))).await, Ok(()), "stricter is always allowed");
    assert_eq!(allows(guard(None)).await, Ok(()), "that is what it is");
    assert_eq!(allows(environment(Some(Environment::Production))).await, Ok(()));
    assert_eq!(allows(OrgsEdit::Pin { on: true }).await, Ok(()));
    let called_uat = OrgForm {
        environment: Some(Environment::Uat),
        ..org_form("acme.my.salesforce.com", "Acme Retail", "Production")
    };
    let edited = story.core.edit_org(production.org, called_uat.clone()).await.map_err(Failure::from);
    assert_eq!(edited, closed);
    let renamed = org_form("acme.my.salesforce.com", "Acme Retail", "Main");
    story.core.edit_org(production.org, renamed).await.expect("another name is no matter of the guard");
    pass(&story, &[production.org], GuardProof::Again).await.expect("passed");
    assert_eq!(allows(guard(Some(GuardLevel::Off))).await, Ok(()));
    story.core.edit_org(production.org, called_uat).await.expect("edited");
    assert_eq!(shown(&story, production.org).await.guard.level, GuardLevel::Off);
    // By its kind it would be off: what was chosen counts, and the word production does too.
    keep_guard(&story, production.org, GuardLevel::DeviceUnlock);
    let closed = Err(guarded(&[production.org], GuardLevel::DeviceUnlock));
    assert_eq!(allows(guard(Some(GuardLevel::ReadName))).await, closed, "a code does not know who it is");
    assert_eq!(allows(guard(Some(GuardLevel::Off))).await, closed);
}

#[tokio::test]
async fn a_set_has_one_guard_for_all_its_orgs_the_strictest() {
    let story = Story::begin().await;
    let production = production(&story).await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let form = SetForm {
        name: "Acme all".to_owned(),
        code: "all".to_owned(),
        shape: SetShape::Env,
        apps: vec![uat.app, production.app],
    };
    let set = story.core.save_set(None, form).await.expect("a set");
    let refused = story.core.copy_set(set).await.expect_err("guarded");
    assert_eq!(refused, guarded(&[production.org], GuardLevel::SecondEnter), "the sandbox is open anyway");
    keep_guard(&story, uat.org, GuardLevel::ReadName);
    let refused = story.core.copy_set(set).await.expect_err("guarded");
    assert_eq!(refused, guarded(&[uat.org, production.org], GuardLevel::ReadName));
    let both = [uat.org, production.org];
    assert!(pass(&story, &both, GuardProof::Again).await.is_err());
    assert!(pass(&story, &both, code("acu")).await.is_err(), "the code of one of them");
    assert!(pass(&story, &both, code("acu acp acx")).await.is_err());
    pass(&story, &both, code("all")).await.expect("the set's code");
    assert_eq!(story.core.copy_set(set).await.expect("a block").copied.copied, 2);
    story.later(QUARTER);
    pass(&story, &both, code("acp, acu")).await.expect("the code of each");
    story.later(QUARTER);
    // A member that the computer has to know is not opened by the code of the set.
    keep_guard(&story, production.org, GuardLevel::DeviceUnlock);
    let no = story.core.pass_guard(both.to_vec(), code("all"), async || Err(NotUnlocked::Refused)).await;
    assert_eq!(no.map_err(Failure::from), Err(Failure::NotUnlocked { why: NotUnlocked::Refused }));
    story.core.pass_guard(both.to_vec(), code("all"), async || Ok(())).await.expect("passed");
}
