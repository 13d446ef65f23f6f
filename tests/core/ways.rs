//! What a sign-in can begin with and end in besides the plain way: PKCE and secret mixed, an answer brought by hand, a
//! further callback, a second entry, the way into the org.

use std::net::TcpListener;
use std::time::Duration;

use keyperch_core::FrontDoor;
use keyperch_core::model::cause::SetupPage;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::refusal::{Meaning, Stage};
use keyperch_core::model::view::{AppForm, BrowserChoice, Credential, SecretEntry, SignInForm, SignInStep};
use keyperch_core::model::waiting::NotBrought;
use practice_org::{Press, Selection, SwitchChange, Visit};
use tokio::sync::oneshot;

use super::support::browser::{hand_over, person};
use super::support::story::{ANA, BOB, Entry, free_port, kept};
use super::support::{PASSWORD, Story};

/// Stores a consumer secret: the app's own, or one that was its own once.
async fn store_secret(story: &Story, entry: &Entry, is_right: bool) {
    let secret = if is_right { story.secret_of(&entry.key) } else { "0123456789ABCDEF".repeat(4) };
    let draft = story.core.paste(Credential::Secret, secret.into()).expect("a secret").draft;
    let form = AppForm { secret: SecretEntry::Pasted { draft }, ..kept(story) };
    story.core.edit_app(entry.app, form).await.expect("saved");
}

#[tokio::test]
async fn every_mix_of_pkce_and_secret_signs_in_and_renews_or_says_why_not() {
    for pkce in [true, false] {
        for required in [true, false] {
            for stored in [None, Some(true), Some(false)] {
                let story = Story::begin().await;
                let uat = story.uat().await;
                story.switch(
                    &uat.key,
                    SwitchChange {
                        pkce_required: Some(pkce),
                        secret_required_for_web_server: Some(required),
                        secret_required_for_refresh: Some(required),
                        ..SwitchChange::default()
                    },
                );
                if let Some(is_right) = stored {
                    store_secret(&story, &uat, is_right).await;
                }
                let case = format!("PKCE required {pkce}, secret required {required}, stored {stored:?}");
                // Salesforce looks at a secret that it would not have asked for.
                let works = stored == Some(true) || (stored.is_none() && !required);
                match story.sign_in(uat.app).await {
                    Ok(()) if works => {
                        story.later(Duration::from_secs(601));
                        story.practice.expire_tokens(&Selection::default());
                        assert!(story.copy(uat.app).await.expect(&case).1, "{case}");
                    }
                    Err(Failure::Refused { refusal }) if !works => {
                        assert_eq!(refusal.meaning, Some(Meaning::WrongSecret), "{case}");
                        assert_eq!(story.living_grants(&uat.key), 0, "{case}");
                    }
                    other => panic!("{case}: {other:?}"),
                }
            }
        }
    }
}

type SigningIn = tokio::task::JoinHandle<Result<(), Failure>>;

/// A sign-in that waits, and the address that its browser was sent to.
async fn waiting(story: &Story, entry: &Entry) -> (SigningIn, String) {
    let (to, address) = oneshot::channel();
    let (core, app) = (story.core.clone(), entry.app);
    let signing_in =
        tokio::spawn(async move { core.sign_in(app, SignInForm::default(), None, hand_over(to)).await });
    let address = address.await.expect("an address");
    while !story.steps().iter().any(|step| matches!(step, SignInStep::Waiting { .. })) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    (signing_in, address)
}

#[tokio::test]
async fn a_callback_that_the_browser_could_not_open_is_brought_by_hand() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let (signing_in, address) = waiting(&story, &uat).await;
    let Visit::SentTo(callback) = story.practice.visit(&address, ANA, PASSWORD, Press::Allow).await else {
        panic!("she pressed Allow");
    };
    let not_this = [
        ("", NotBrought::Empty),
        (address.as_str(), NotBrought::SignInPage),
        ("hello", NotBrought::Unknown),
        ("http://localhost:1/?code=x&state=y", NotBrought::Unknown),
    ];
    for (text, why) in not_this {
        let refused = story.core.bring_by_hand(&text.to_owned().into()).map_err(Failure::from);
        assert_eq!(refused, Err(Failure::NotBrought { why }), "{text}");
    }
    let other = callback.replace("state=", "state=x");
    let refused = story.core.bring_by_hand(&other.into()).map_err(Failure::from);
    assert_eq!(refused, Err(Failure::NotBrought { why: NotBrought::OtherAttempt }));
    story.core.bring_by_hand(&callback.into()).expect("the answer");
    signing_in.await.expect("it ends").expect("signed in");
    assert!(story.port_is_free().await);
    story.copy(uat.app).await.expect("a token");
}

#[tokio::test]
async fn salesforces_own_error_page_ends_the_wait_with_what_it_says() {
    for page in [
        "https://acme--uat.sandbox.my.salesforce.com/setup/secur/RemoteAccessErrorPage.apexp?error=OAUTH_APP_BLOCKED\
         &error_description=this+app+is+blocked+by+admin",
        "error=OAUTH_APP_BLOCKED&error_description=this%20app%20is%20blocked%20by%20admin",
        "We can\u{2019}t authorize you because of an OAuth error. For more information, contact your Salesforce \
         administrator.\n\nOAUTH_APP_BLOCKED : this app is blocked by admin",
    ] {
        let story = Story::begin().await;
        let uat = story.uat().await;
        let (signing_in, _address) = waiting(&story, &uat).await;
        story.core.bring_by_hand(&page.to_owned().into()).expect("it says something");
        let Err(Failure::Refused { refusal }) = signing_in.await.expect("it ends") else { panic!("{page}") };
        assert_eq!((refusal.stage, refusal.meaning), (Stage::Authorize, Some(Meaning::AppBlocked)), "{page}");
    }
}

#[tokio::test]
async fn a_further_callback_is_used_to_the_byte_when_the_first_is_taken() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let further = format!("http://localhost:{}/further", free_port());
    let callback_urls = Some(vec![story.callback(), further.clone()]);
    story.switch(&uat.key, SwitchChange { callback_urls, ..SwitchChange::default() });
    let form = AppForm { further_callbacks: format!("{further}\n"), ..kept(&story) };
    story.core.edit_app(uat.app, form).await.expect("saved");
    let taken = TcpListener::bind(("127.0.0.1", story.port)).expect("the first port");
    story.sign_in(uat.app).await.expect("signed in");
    let asked = story.seen("authorize").pop().expect("a request").authorize.expect("parameters");
    assert_eq!(asked.redirect_uri.as_deref(), Some(further.as_str()));
    drop(taken);
    story.sign_in(uat.app).await.expect("signed in again");
    let asked = story.seen("authorize").pop().expect("a request").authorize.expect("parameters");
    assert_eq!(asked.redirect_uri, Some(story.callback()));
}

#[tokio::test]
async fn whoever_is_expected_is_named_to_salesforce_and_logs_in_anew() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.sign_in(uat.app).await.expect("signed in again");
    let asked: Vec<_> = story.seen("authorize").into_iter().filter_map(|seen| seen.authorize).collect();
    let first = asked.first().expect("a request");
    assert_eq!((first.prompt.as_deref(), first.login_hint.as_deref()), (None, None));
    let last = asked.last().expect("a request");
    assert_eq!((last.prompt.as_deref(), last.login_hint.as_deref()), (Some("login"), Some(ANA)));
}

#[tokio::test]
async fn a_second_entry_is_for_a_second_user() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    store_secret(&story, &uat, true).await;
    story.sign_in(uat.app).await.expect("signed in");
    let beside = story.core.add_beside(uat.app).await.expect("a second entry");
    let shown = story.shown(beside).await;
    assert_eq!((shown.name.as_str(), shown.grant), ("Rehearsal Tool 2", None));
    story.sign_in_as(beside, BOB).await.expect("Bob signs in");
    for (app, user) in [(uat.app, ANA), (beside, BOB)] {
        assert_eq!(story.shown(app).await.grant.expect("a grant").username.as_deref(), Some(user));
        story.copy(app).await.expect("a token");
    }
    let third = story.core.add_beside(uat.app).await.expect("a third entry");
    assert_eq!(story.shown(third).await.name, "Rehearsal Tool 3");
    story.core.remove_app(uat.app, true).await.expect("removed");
    story.copy(beside).await.expect("the others stay");
}

#[tokio::test]
async fn the_way_into_an_org_is_a_link_where_a_token_allows_it_and_else_its_page() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let home = "https://acme--uat.sandbox.my.salesforce.com/";
    let way = |story: &Story| story.core.clone();
    let FrontDoor::Home(address) = way(&story).front_door(uat.org).await.expect("a way") else { panic!() };
    assert_eq!(address, home);
    let scopes = Some(vec!["api".to_owned(), "refresh_token".to_owned(), "web".to_owned()]);
    story.switch(&uat.key, SwitchChange { scopes, ..SwitchChange::default() });
    let form = AppForm { scopes: "api refresh_token web".to_owned(), ..kept(&story) };
    story.core.edit_app(uat.app, form).await.expect("saved");
    story.sign_in(uat.app).await.expect("signed in");
    let FrontDoor::Open(link) = way(&story).front_door(uat.org).await.expect("a way") else { panic!() };
    assert!(link.expose().starts_with(home), "at the org itself");
    let asked = story.seen("singleaccess").pop().expect("a request").method;
    assert_eq!(asked, "GET", "a POST without a body can be left hanging");
    let setup = story.core.setup_address(uat.org, SetupPage::LoginHistory).await.expect("a page");
    assert_eq!(setup, format!("{home}lightning/setup/OrgLoginHistory/home"));
}

#[tokio::test]
async fn when_a_token_ends_is_known_where_salesforce_says_it() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    assert_eq!(
        story.shown(uat.app).await.grant.expect("a grant").ends,
        None,
        "nobody tells without a secret"
    );
    store_secret(&story, &uat, true).await;
    story.sign_in(uat.app).await.expect("signed in");
    let ends = story.shown(uat.app).await.grant.expect("a grant").ends.expect("an end");
    assert!(ends.at > ends.asked_at);
    story.later(Duration::from_secs(601));
    story.practice.expire_tokens(&Selection::default());
    story.copy(uat.app).await.expect("another token");
    assert_eq!(story.shown(uat.app).await.grant.expect("a grant").ends, None, "of the new one nobody knows");
}

#[tokio::test]
async fn the_browser_that_was_chosen_is_remembered_with_its_org() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let choice = BrowserChoice { browser: "firefox".to_owned(), profile: None, is_private: true };
    let form = SignInForm { browser: Some(choice.clone()), ..SignInForm::default() };
    let opener = person(&story.practice, ANA, Press::Allow);
    story.core.sign_in(uat.app, form, Some("Firefox".to_owned()), opener).await.expect("signed in");
    assert_eq!(story.core.browser_of(uat.org).await.expect("an org"), Some(choice));
}
