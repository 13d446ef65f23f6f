//! Orgs and apps: added, edited, removed; and every input that is refused.

use keyperch_core::io::vault::Vault;
use keyperch_core::model::environment::Environment;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::field::{Field, Problem};
use keyperch_core::model::secret::{Kind, Pasted};
use keyperch_core::model::view::{AppForm, Credential, Detail, KeyEntry, SecretEntry, Status};

use practice_org::{FaultName, FaultOrder};

use super::support::Story;
use super::support::story::{Entry, app_form, kept, org_form};
use super::support::vault::{Broken, LOCKED};

/// Pastes a secret into the form of an app, and saves it.
pub(crate) async fn give_secret(story: &Story, entry: &Entry, secret: &str) {
    story.core.edit_app(entry.app, with_secret(story, secret.to_owned())).await.expect("saved");
}

/// The form of the app with another secret pasted into it.
fn with_secret(story: &Story, secret: String) -> AppForm {
    let draft = story.core.paste(Credential::Secret, Pasted::from(secret)).expect("a secret").draft;
    AppForm { secret: SecretEntry::Pasted { draft }, ..kept(story) }
}

pub(crate) async fn edit_scopes(story: &Story, entry: &Entry, scopes: &str) {
    let form = AppForm { scopes: scopes.to_owned(), ..kept(story) };
    story.core.edit_app(entry.app, form).await.expect("saved");
}

fn refused<T: std::fmt::Debug>(result: Result<T, keyperch_core::model::error::Error>) -> (Field, Problem) {
    match Failure::from(result.expect_err("a refusal")) {
        Failure::Field { refused } => (refused.field, refused.problem),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn any_address_of_an_org_adds_it() {
    let story = Story::begin().await;
    let pasted = "https://acme--uat.sandbox.lightning.force.com/lightning/page/home";
    let view = story.core.read_address(pasted).await.expect("an address");
    assert_eq!(
        (view.host.as_str(), view.environment),
        ("acme--uat.sandbox.my.salesforce.com", Environment::Uat)
    );
    assert_eq!(view.already, None);
    story.core.check_address(pasted).await.expect("an org answers there");
    let id = story.core.add_org(org_form(pasted, "Acme Retail", "UAT")).await.expect("an org");
    let again = story.core.read_address("acme--uat.sandbox.my.salesforce.com").await.expect("an address");
    assert_eq!(again.already, Some(id), "a second one is noticed before it is saved");
    story.core.add_org(org_form("login.salesforce.com", "Acme Retail", "Any")).await.expect("an org");
    let shared = story.core.read_address("https://login.salesforce.com/").await.expect("an address");
    assert_eq!(shared.already, None, "many orgs share that one");
    let orgs = story.core.orgs().await.expect("the list");
    let uat = orgs.iter().find(|org| org.id == id).expect("it is in the list");
    assert_eq!((uat.code.as_str(), uat.client.as_str()), ("acu", "Acme Retail"));
}

#[tokio::test]
async fn nobody_at_an_address_is_told() {
    let story = Story::begin().await;
    let failure = story.core.check_address("nosuch.my.salesforce.com").await.expect_err("nobody there");
    assert_eq!(Failure::from(failure), Failure::Unreachable { host: "nosuch.my.salesforce.com".to_owned() });
}

#[tokio::test]
async fn orgs_are_listed_by_client_with_their_apps_under_them() {
    let story = Story::begin().await;
    for (host, client, name) in [
        ("boreal-dev-ed.develop.my.salesforce.com", "Boreal", "Dev"),
        ("acme--uat.sandbox.my.salesforce.com", "acme", "Acceptance"),
        ("acme--dev.sandbox.my.salesforce.com", "Acme", "A sandbox"),
        ("acme.my.salesforce.com", "ACME", "Production"),
    ] {
        let org = story.core.add_org(org_form(host, client, name)).await.expect("an org");
        for app in ["Zeta", "Alpha"] {
            story
                .core
                .add_app(org, app_form(app, &story.callback(), "3MVG9abcdefghijklmnop"))
                .await
                .expect("an app");
        }
    }
    let orgs = story.core.orgs().await.expect("the list");
    let lines: Vec<String> = orgs.iter().map(|org| format!("{}/{}", org.client, org.name)).collect();
    let expected = ["acme/Production", "acme/Acceptance", "acme/A sandbox", "Boreal/Dev"];
    assert_eq!(lines, expected, "one client, however it is spelled; production first, whatever its name");
    for org in &orgs {
        let apps: Vec<&str> = org.apps.iter().map(|app| app.name.as_str()).collect();
        assert_eq!(apps, ["Alpha", "Zeta"]);
    }
}

#[tokio::test]
async fn taken_names_and_codes_are_refused_by_field() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let (client, name) = ("Acme Retail", "UAT");
    let orgs = story.core.orgs().await.expect("the list");
    assert_eq!((orgs[0].client.as_str(), orgs[0].name.as_str()), (client, name));
    let same = org_form("acme.my.salesforce.com", "ACME retail", "uat");
    assert_eq!(refused(story.core.add_org(same).await), (Field::OrgName, Problem::Taken));
    let mut code = org_form("acme.my.salesforce.com", client, "Production");
    code.code = "ACU".to_owned();
    assert_eq!(refused(story.core.add_org(code).await), (Field::Code, Problem::Taken));
    let app = app_form("rehearsal tool", &story.callback(), "3MVG9abcdefghijklmnop");
    assert_eq!(refused(story.core.add_app(uat.org, app).await), (Field::AppName, Problem::Taken));
    assert_eq!(story.core.orgs().await.expect("the list").len(), 1, "nothing was changed");
}

#[tokio::test]
async fn every_bad_field_is_named_and_nothing_is_changed() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let (before, items) = (story.core.orgs().await.expect("the list"), story.vault.items());
    let org = |change: fn(&mut keyperch_core::model::view::OrgForm)| {
        let mut form = org_form("acme.my.salesforce.com", "Acme", "Production");
        change(&mut form);
        form
    };
    for (form, field) in [
        (org(|form| form.address = "evil.example".to_owned()), Field::Address),
        (org(|form| form.client = " ".to_owned()), Field::Client),
        (org(|form| form.name = "x".repeat(81)), Field::OrgName),
        (org(|form| form.code = "a b".to_owned()), Field::Code),
    ] {
        assert_eq!(refused(story.core.add_org(form.clone()).await).0, field);
        assert_eq!(refused(story.core.edit_org(uat.org, form).await).0, field);
    }
    let app = |change: fn(&mut AppForm)| {
        let mut form = app_form("Another", "http://localhost:33333", "3MVG9abcdefghijklmnop");
        change(&mut form);
        form
    };
    let typed = |key: &str| KeyEntry::Typed { key: key.to_owned() };
    for (form, field) in [
        (app(|form| form.name = "a\u{202e}b".to_owned()), Field::AppName),
        (app(|form| form.callback_url = "https://localhost:33333".to_owned()), Field::CallbackUrl),
        (app(|form| form.scopes = "api \"x\"".to_owned()), Field::Scopes),
        (AppForm { key: typed(""), ..app(|_| ()) }, Field::ConsumerKey),
        (AppForm { key: typed("two words"), ..app(|_| ()) }, Field::ConsumerKey),
        (AppForm { key: typed(&"A0".repeat(32)), ..app(|_| ()) }, Field::ConsumerKey),
    ] {
        assert_eq!(refused(story.core.add_app(uat.org, form.clone()).await).0, field);
        assert_eq!(refused(story.core.edit_app(uat.app, form).await).0, field);
    }
    let draft = keyperch_core::model::ids::DraftId::new();
    let form = AppForm { secret: SecretEntry::Pasted { draft }, ..app(|_| ()) };
    assert_eq!(refused(story.core.add_app(uat.org, form).await).0, Field::ConsumerSecret);
    assert_eq!(story.core.orgs().await.expect("the list"), before);
    assert_eq!(story.vault.items(), items);
}

#[tokio::test]
async fn a_new_app_needs_a_key() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let form = AppForm { key: KeyEntry::Kept, ..app_form("Another", &story.callback(), "") };
    assert_eq!(refused(story.core.add_app(uat.org, form).await), (Field::ConsumerKey, Problem::Empty));
}

#[tokio::test]
async fn a_keychain_that_breaks_leaves_no_half_app_and_the_draft_waits() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let items = story.vault.items();
    let secret = Pasted::from("0123456789ABCDEF".repeat(4));
    let draft = story.core.paste(Credential::Secret, secret).expect("a secret").draft;
    let key =
        story.core.paste(Credential::Key, Pasted::from("3MVG9abcdefghijklmnop".to_owned())).expect("a key");
    let form = AppForm {
        key: KeyEntry::Pasted { draft: key.draft },
        secret: SecretEntry::Pasted { draft },
        ..app_form("Another", &story.callback(), "")
    };
    story.vault.break_down(Some(Broken::Writing(Kind::ConsumerSecret)));
    let failure = Failure::from(story.core.add_app(uat.org, form.clone()).await.expect_err("locked"));
    assert_eq!(failure, LOCKED);
    assert_eq!(story.vault.items(), items, "the key that was written before it is gone again");
    story.vault.break_down(None);
    story.core.add_app(uat.org, form.clone()).await.expect("saved without pasting again");
    assert_eq!(story.vault.items(), items + 2);
    let once_more = AppForm { name: "Third".to_owned(), ..form };
    assert_eq!(
        refused(story.core.add_app(uat.org, once_more).await).1,
        Problem::Empty,
        "a draft is used once"
    );
}

#[tokio::test]
async fn the_secret_can_be_given_kept_and_taken_away() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    give_secret(&story, &uat, &"0123456789ABCDEF".repeat(4)).await;
    let hint = story.shown(uat.app).await.secret.expect("a hint");
    assert_eq!(hint.last_four, "CDEF");
    assert!(story.core.consumer_secret(uat.app).await.expect("it").expose().starts_with("01234"));
    edit_scopes(&story, &uat, "api").await;
    assert_eq!(story.shown(uat.app).await.secret, Some(hint), "an edit of something else keeps it");
    let none = AppForm { secret: SecretEntry::None, ..kept(&story) };
    story.core.edit_app(uat.app, none).await.expect("saved");
    assert_eq!(story.shown(uat.app).await.secret, None);
    assert_eq!(Failure::from(story.core.consumer_secret(uat.app).await.expect_err("gone")), Failure::Gone);
}

#[tokio::test]
async fn a_new_key_ends_the_sign_in_of_the_old_one() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let same = AppForm { key: KeyEntry::Typed { key: uat.key.clone() }, ..kept(&story) };
    story.core.edit_app(uat.app, same).await.expect("saved");
    assert!(story.shown(uat.app).await.grant.is_some(), "the same key changes nothing");
    let other = AppForm { key: KeyEntry::Typed { key: "3MVG9abcdefghijklmnop".to_owned() }, ..kept(&story) };
    story.core.edit_app(uat.app, other).await.expect("saved");
    assert!(story.shown(uat.app).await.grant.is_none());
    assert_eq!(story.living_grants(&uat.key), 0, "and Salesforce was told");
}

#[tokio::test]
async fn a_new_host_ends_every_sign_in_of_the_org() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let moved = org_form("acme--dev.sandbox.my.salesforce.com", "Acme Retail", "UAT");
    story.core.edit_org(uat.org, moved).await.expect("saved");
    assert_eq!(story.status(uat.app).await, Status::SignIn);
    assert_eq!(story.living_grants(&uat.key), 0);
    let orgs = story.core.orgs().await.expect("the list");
    assert_eq!((orgs[0].organization_id.as_deref(), orgs[0].environment), (None, Environment::Development));
}

#[tokio::test]
async fn a_renamed_org_keeps_everything_else() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let mut renamed = org_form("acme--uat.sandbox.my.salesforce.com", "Acme Group", "Acceptance");
    renamed.code = "acc".to_owned();
    renamed.environment = Some(Environment::FullCopy);
    story.core.edit_org(uat.org, renamed).await.expect("saved");
    let orgs = story.core.orgs().await.expect("the list");
    let org = &orgs[0];
    assert_eq!(
        (org.client.as_str(), org.name.as_str(), org.code.as_str()),
        ("Acme Group", "Acceptance", "acc")
    );
    assert_eq!(org.environment, Environment::FullCopy, "the user's word counts most");
    assert!(org.organization_id.is_some());
    story.copy(uat.app).await.expect("still signed in");
}

#[tokio::test]
async fn what_is_removed_is_out_of_list_and_keychain() {
    let story = Story::begin().await;
    let (uat, empty) = (story.uat().await, 0);
    give_secret(&story, &uat, &"0123456789ABCDEF".repeat(4)).await;
    story.core.edit_app(uat.app, AppForm { secret: SecretEntry::None, ..kept(&story) }).await.expect("saved");
    story.sign_in(uat.app).await.expect("signed in");
    story.remove_app(uat.app, true).await;
    assert_eq!(story.vault.items(), empty);
    assert!(story.core.orgs().await.expect("the list")[0].apps.is_empty(), "the org stays");
    assert_eq!(Failure::from(story.core.remove_app(uat.app, true).await.expect_err("gone")), Failure::Gone);
    assert_eq!(story.copy(uat.app).await, Err(Failure::Gone));

    let dev = story.add("acme--dev.sandbox.my.salesforce.com", &story.callback()).await;
    story.sign_in_as(dev.app, "ana@acme.com.dev").await.expect("signed in");
    story.remove_org(dev.org, true).await;
    story.remove_org(uat.org, true).await;
    assert_eq!((story.vault.items(), story.core.orgs().await.expect("the list").len()), (empty, 0));
}

#[tokio::test]
async fn what_the_keychain_does_not_give_up_now_is_deleted_later() {
    let mut story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.vault.break_down(Some(Broken::Everything));
    story.remove_org(uat.org, true).await;
    assert!(story.core.orgs().await.expect("the list").is_empty());
    assert_eq!(story.living_grants(&uat.key), 1, "its token could not be read, so Salesforce was not told");
    story.open_again();
    story.vault.break_down(None);
    assert_eq!(story.core.upkeep().await.leaving, 0);
    assert_eq!((story.vault.items(), story.living_grants(&uat.key)), (0, 0));
}

#[tokio::test]
async fn an_app_is_removed_without_a_word_to_salesforce_where_that_is_wanted() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.remove_app(uat.app, false).await;
    assert_eq!((story.vault.items(), story.living_grants(&uat.key)), (0, 1));
}

#[tokio::test]
async fn a_new_secret_is_proved_before_the_old_one_goes() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let right = story.secret_of(&uat.key);
    story.sign_in(uat.app).await.expect("signed in");
    let wrong = with_secret(&story, "0123456789ABCDEF".repeat(4));
    let refused = refused(story.core.edit_app(uat.app, wrong).await);
    assert_eq!(refused, (Field::ConsumerSecret, Problem::RefusedBySalesforce));
    let items = story.vault.list().await.expect("it opens");
    let is_gone = items.iter().all(|item| item.kind != Kind::ConsumerSecret);
    assert!(is_gone, "the one that was refused is gone again");
    assert!(story.shown(uat.app).await.secret.is_none(), "nothing was changed");
    story.core.edit_app(uat.app, with_secret(&story, right)).await.expect("Salesforce takes it");
    assert!(story.shown(uat.app).await.secret.is_some());
    story.later(std::time::Duration::from_secs(600));
    story.copy(uat.app).await.expect("the sign-in goes on with it");
    assert_eq!(story.living_grants(&uat.key), 1);
}

#[tokio::test]
async fn a_secret_that_cannot_be_proved_now_changes_nothing() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let items = story.vault.items();
    let order = FaultOrder::once("token", FaultName::DropBefore);
    story.practice.fault(order).expect("a fault");
    let form = with_secret(&story, "0123456789ABCDEF".repeat(4));
    let failure = Failure::from(story.core.edit_app(uat.app, form).await.expect_err("no answer"));
    assert!(matches!(failure, Failure::Unreachable { .. }), "{failure:?}");
    assert!(story.shown(uat.app).await.secret.is_none());
    story.later(std::time::Duration::from_secs(600));
    story.copy(uat.app).await.expect("still signed in");
    assert!(story.vault.items() >= items, "both places of the token, and no secret");
}

#[tokio::test]
async fn plain_values_can_be_copied_once_they_are_known() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let callback = story.core.detail(uat.app, Detail::CallbackUrl).await.expect("it");
    assert_eq!(callback, story.callback());
    assert!(story.core.detail(uat.app, Detail::Username).await.is_err(), "nobody has signed in");
    story.sign_in(uat.app).await.expect("signed in");
    assert_eq!(story.core.detail(uat.app, Detail::Username).await.expect("it"), super::support::story::ANA);
    assert!(
        story.core.detail(uat.app, Detail::InstanceUrl).await.expect("it").starts_with("https://acme--uat")
    );
}

#[tokio::test]
async fn a_new_host_that_is_refused_ends_nothing() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let client = story.core.orgs().await.expect("the list")[0].client.clone();
    story.core.add_org(org_form("acme.my.salesforce.com", &client, "Production")).await.expect("another");
    let taken = org_form("acme--dev.sandbox.my.salesforce.com", &client, "Production");
    assert_eq!(refused(story.core.edit_org(uat.org, taken).await).0, Field::OrgName);
    assert_eq!(story.living_grants(&uat.key), 1);
    assert!(story.shown(uat.app).await.grant.is_some());
}

#[tokio::test]
async fn what_went_from_the_keychain_can_be_pasted_again() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let right = story.secret_of(&uat.key);
    give_secret(&story, &uat, &right).await;
    story.sign_in(uat.app).await.expect("signed in");
    for kind in [Kind::ConsumerKey, Kind::ConsumerSecret] {
        let items = story.vault.list().await.expect("it opens");
        let item = items.into_iter().find(|item| item.kind == kind).expect("it is there");
        story.vault.delete(item).await.expect("deleted");
    }
    story.later(std::time::Duration::from_secs(600));
    story.practice.expire_tokens(&practice_org::Selection::default());
    let failure = story.copy(uat.app).await.expect_err("nothing to ask with");
    assert!(matches!(failure, Failure::Field { .. }), "missed here, not by Salesforce: {failure:?}");
    assert_eq!(story.seen("token").len(), 1);

    let form = with_secret(&story, right);
    let form = AppForm { key: KeyEntry::Typed { key: uat.key.clone() }, ..form };
    story.core.edit_app(uat.app, form).await.expect("saved, and proved");
    story.copy(uat.app).await.expect("the sign-in goes on");
    assert_eq!(story.living_grants(&uat.key), 1);
}
