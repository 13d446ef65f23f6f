//! Tokens without a browser on this computer: client credentials, signed assertions, device codes.

use std::sync::Arc;
use std::time::Duration;

use keyperch_core::model::failure::Failure;
use keyperch_core::model::field::{Field, Problem};
use keyperch_core::model::flow::Audience;
use keyperch_core::model::ids::DraftId;
use keyperch_core::model::refusal::Meaning;
use keyperch_core::model::secret::Kind;
use keyperch_core::model::view::{
    AppForm, CertificateOf, Credential, FlowForm, KeyEntry, KeyFileView, PrivateKeyEntry, SecretEntry,
    SignInForm, SignInStep, SignInWay, Status,
};
use practice_org::{FaultName, FaultOrder, PermittedUsers, Press, Selection, SwitchChange, UserChange};

use super::support::story::{ANA, BOB, Entry, UAT, kept, org_form};
use super::support::{PASSWORD, Story};

/// The consumer secret of an app of the practice org, pasted.
pub(crate) fn secret(story: &Story, key: &str) -> SecretEntry {
    let draft = story.core.paste(Credential::Secret, story.secret_of(key).into()).expect("a secret");
    SecretEntry::Pasted { draft: draft.draft }
}

/// The UAT sandbox with an app that signs in as itself, as Bob.
pub(crate) async fn by_credentials() -> (Story, Entry) {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.switch(
        &uat.key,
        SwitchChange {
            client_credentials_flow: Some(true),
            client_credentials_policy: Some(true),
            run_as: Some(BOB.to_owned()),
            ..SwitchChange::default()
        },
    );
    let form =
        AppForm { flow: FlowForm::ClientCredentials, secret: secret(&story, &uat.key), ..kept(&story) };
    story.core.edit_app(uat.app, form).await.expect("saved");
    (story, uat)
}

fn by_assertion(username: &str, audience: Option<Audience>, draft: DraftId) -> FlowForm {
    let key = PrivateKeyEntry::Draft { draft };
    FlowForm::JwtBearer { username: username.to_owned(), audience, key }
}

/// The UAT sandbox with an app that signs assertions for Ana, and its certificate uploaded.
pub(crate) async fn by_key() -> (Story, Entry) {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let made = story.core.make_private_key("Acme".to_owned()).await.expect("a key");
    let certificate = CertificateOf::Draft { draft: made.draft };
    let certificate = story.core.certificate(certificate).await.expect("its certificate");
    story.practice.change_user(ANA, user_in("Rehearsals")).expect("a user");
    story.switch(
        &uat.key,
        SwitchChange {
            certificate: Some(certificate),
            permitted_users: Some(PermittedUsers::AdminApproved),
            permission_sets: Some(vec!["Rehearsals".to_owned()]),
            ..SwitchChange::default()
        },
    );
    let form = AppForm { flow: by_assertion(ANA, None, made.draft), ..kept(&story) };
    story.core.edit_app(uat.app, form).await.expect("saved");
    (story, uat)
}

fn user_in(permission_set: &str) -> UserChange {
    UserChange { permission_sets: Some(vec![permission_set.to_owned()]), ..UserChange::default() }
}

/// Connects, and says why that failed.
async fn refused(story: &Story, entry: &Entry) -> Meaning {
    match story.sign_in(entry.app).await {
        Err(Failure::Refused { refusal }) => {
            assert!(!refusal.causes.is_empty(), "{refusal:?} leads nowhere");
            refusal.meaning.unwrap_or_else(|| panic!("{refusal:?} is not known"))
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_app_signs_in_as_itself_and_renews_without_a_person() {
    let (story, uat) = by_credentials().await;
    assert_eq!(story.status(uat.app).await, Status::SignIn);
    story.sign_in(uat.app).await.expect("connected");
    assert_eq!(story.core.sign_in_view().expect("a sign-in").way, SignInWay::ByItself);
    let grant = story.shown(uat.app).await.grant.expect("a grant");
    assert_eq!((grant.username.as_deref(), grant.refreshable), (Some(BOB), false));
    let (first, is_new) = story.copy(uat.app).await.expect("a token");
    assert!(!is_new, "that of the sign-in is fresh");
    story.later(Duration::from_secs(601));
    assert_eq!(story.status(uat.app).await, Status::Server);
    story.practice.expire_tokens(&Selection::default());
    let (second, is_new) = story.copy(uat.app).await.expect("another token");
    assert!(is_new && first != second);
    assert!(story.seen("authorize").is_empty(), "nobody was asked");
    let items = story.vault.kinds().await;
    assert!(!items.contains(&Kind::RefreshToken), "{items:?}");
}

#[tokio::test]
async fn a_copy_connects_an_app_that_needs_nobody() {
    let (story, uat) = by_credentials().await;
    let (_token, is_new) = story.copy(uat.app).await.expect("a token");
    assert!(is_new);
    assert_eq!(story.shown(uat.app).await.grant.expect("a grant").username.as_deref(), Some(BOB));
}

#[tokio::test]
async fn what_is_wrong_with_client_credentials_is_told_apart() {
    let (story, uat) = by_credentials().await;
    let run_as = |user: &str| SwitchChange { run_as: Some(user.to_owned()), ..SwitchChange::default() };
    story.switch(&uat.key, run_as(""));
    assert_eq!(refused(&story, &uat).await, Meaning::NoRunAs);
    story.switch(&uat.key, run_as("bob@mail.example"));
    assert_eq!(refused(&story, &uat).await, Meaning::NoRunAs, "an e-mail address is no username");
    story.switch(&uat.key, run_as(BOB));
    let policy = |on| SwitchChange { client_credentials_policy: Some(on), ..SwitchChange::default() };
    story.switch(&uat.key, policy(false));
    assert_eq!(refused(&story, &uat).await, Meaning::FlowOff);
    story.switch(&uat.key, policy(true));
    let scopes =
        |scope: &str| SwitchChange { scopes: Some(vec![scope.to_owned()]), ..SwitchChange::default() };
    story.switch(&uat.key, scopes("full"));
    assert_eq!(refused(&story, &uat).await, Meaning::NoScopes);
    story.switch(&uat.key, scopes("api"));
    story.sign_in(uat.app).await.expect("all is well again");
    assert_eq!(story.living_grants(&uat.key), 1, "and nothing was left of the rest");
}

#[tokio::test]
async fn a_portal_in_the_place_of_a_new_token_is_called_one() {
    let (story, uat) = by_credentials().await;
    story.sign_in(uat.app).await.expect("connected");
    story.later(Duration::from_secs(601));
    story.practice.expire_tokens(&Selection::default());
    for (fault, to, status) in
        [(FaultName::Html, None, 200), (FaultName::Redirect, Some("https://portal.example/"), 307)]
    {
        let to = to.map(str::to_owned);
        story.practice.fault(FaultOrder { to, ..FaultOrder::once("token", fault) }).expect("a fault");
        let why = story.copy(uat.app).await.expect_err("no token");
        assert_eq!(why, Failure::CaptivePortal { host: UAT.to_owned(), status });
    }
    story.copy(uat.app).await.expect("a token");
}

#[tokio::test]
async fn client_credentials_want_a_secret_and_the_orgs_own_host() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let form = AppForm { flow: FlowForm::ClientCredentials, ..kept(&story) };
    let why = Failure::from(story.core.edit_app(uat.app, form.clone()).await.expect_err("no secret"));
    assert_eq!(why, Failure::Field { refused: Field::ConsumerSecret.refused(Problem::Empty) });
    let generic = org_form("login.salesforce.com", "Acme", "Somewhere");
    let org = story.core.add_org(generic).await.expect("an org");
    let key = KeyEntry::Typed { key: uat.key.clone() };
    let secret = secret(&story, &uat.key);
    let why = story.core.add_app(org, AppForm { key, secret, ..form }).await.expect_err("no My Domain");
    assert_eq!(Failure::from(why), Failure::Field { refused: Field::Flow.refused(Problem::NeedsMyDomain) });
}

#[tokio::test]
async fn a_wrong_secret_is_not_stored_for_an_app_that_signs_in_as_itself() {
    let (story, uat) = by_credentials().await;
    let wrong = story.core.paste(Credential::Secret, "0123456789ABCDEF".repeat(4).into()).expect("a secret");
    let secret = SecretEntry::Pasted { draft: wrong.draft };
    let form = AppForm { flow: FlowForm::ClientCredentials, secret, ..kept(&story) };
    let why = Failure::from(story.core.edit_app(uat.app, form).await.expect_err("refused"));
    let refused = Field::ConsumerSecret.refused(Problem::RefusedBySalesforce);
    assert_eq!(why, Failure::Field { refused });
    story.sign_in(uat.app).await.expect("the old one stays");
}

#[tokio::test]
async fn another_run_as_user_is_refused_and_his_token_given_back() {
    let (story, uat) = by_credentials().await;
    story.sign_in(uat.app).await.expect("connected");
    story.switch(&uat.key, SwitchChange { run_as: Some(ANA.to_owned()), ..SwitchChange::default() });
    story.later(Duration::from_secs(601));
    story.practice.expire_tokens(&Selection::default());
    let why = story.copy(uat.app).await.expect_err("somebody else");
    assert_eq!(why, Failure::OtherUser { expected: BOB.to_owned(), answered: ANA.to_owned() });
    assert_eq!(story.seen("revoke").len(), 1);
}

#[tokio::test]
async fn a_clock_that_is_off_is_said_before_an_assertion_is_shown() {
    for (ahead, is_told) in [(100, false), (200, true)] {
        let (story, uat) = by_key().await;
        story.clock.advance(Duration::from_secs(ahead));
        let outcome = story.sign_in(uat.app).await;
        assert_eq!(matches!(outcome, Err(Failure::ClockOff { seconds: 190..=210 })), is_told, "{outcome:?}");
        assert_eq!(story.seen("token").is_empty(), is_told, "{ahead} s: nothing is shown in vain");
    }
}

#[tokio::test]
async fn an_assertion_gives_a_token_and_the_next_one() {
    let (story, uat) = by_key().await;
    story.sign_in(uat.app).await.expect("connected");
    let grant = story.shown(uat.app).await.grant.expect("a grant");
    assert_eq!((grant.username.as_deref(), grant.refreshable), (Some(ANA), false));
    story.later(Duration::from_secs(601));
    story.practice.expire_tokens(&Selection::default());
    assert!(story.copy(uat.app).await.expect("a token").1);
    assert!(story.vault.kinds().await.contains(&Kind::PrivateKey), "the key is in the keychain");
    story.remove_app(uat.app, true).await;
    assert_eq!(story.vault.items(), 0, "and goes with its app");
}

#[tokio::test]
async fn what_is_wrong_with_an_assertion_is_told_apart() {
    let (story, uat) = by_key().await;
    let for_whom = |username: &str, audience| AppForm {
        flow: FlowForm::JwtBearer { username: username.to_owned(), audience, key: PrivateKeyEntry::Kept },
        ..kept(&story)
    };
    story.core.edit_app(uat.app, for_whom(ANA, Some(Audience::Login))).await.expect("saved");
    assert_eq!(refused(&story, &uat).await, Meaning::WrongAudience);
    story.core.edit_app(uat.app, for_whom(BOB, None)).await.expect("saved");
    assert_eq!(refused(&story, &uat).await, Meaning::NotPermitted, "Bob has no permission set");
    story.core.edit_app(uat.app, for_whom(ANA, None)).await.expect("saved");
    let other = story.core.make_private_key("Other".to_owned()).await.expect("a key");
    let form = AppForm { flow: by_assertion(ANA, None, other.draft), ..kept(&story) };
    story.core.edit_app(uat.app, form).await.expect("saved");
    assert_eq!(refused(&story, &uat).await, Meaning::BadAssertion, "another certificate is uploaded");
}

#[tokio::test]
async fn a_key_file_is_read_locked_or_refused_with_the_reason() {
    let story = Story::begin().await;
    let file = |name: &str, text: &str| {
        let path = story.folder.join(name);
        std::fs::write(&path, text).expect("a file");
        path
    };
    let read = |path: std::path::PathBuf| story.core.read_private_key(&path, "Acme").map_err(Failure::from);
    let because = |problem| Err(Failure::Field { refused: Field::PrivateKey.refused(problem) });
    for (name, text, problem) in [
        ("text", "no key", Problem::NotAPrivateKey),
        ("certificate", CERTIFICATE, Problem::NotAPrivateKey),
        ("old", OLD_ENCRYPTION, Problem::KeyEncryption),
        ("PBES1", include_str!("keys/rsa_2048_pbes1.pem"), Problem::KeyEncryption),
        ("SHA-1", include_str!("keys/rsa_2048_sha1.pem"), Problem::KeyEncryption),
        ("short", include_str!("keys/rsa_1024.pem"), Problem::WeakKey),
        ("curve", include_str!("keys/p256.pem"), Problem::WeakKey),
    ] {
        assert_eq!(read(file(name, text)), because(problem), "{name}");
    }
    assert_eq!(read(story.folder.join("nothing")), because(Problem::NotAPrivateKey));
    for text in [include_str!("keys/rsa_2048.pem"), include_str!("keys/rsa_2048_pkcs1.pem")] {
        let Ok(KeyFileView::Read { key }) = read(file("key", text)) else { panic!("not read") };
        assert_eq!((key.certificate.bits, key.certificate.subject.as_str()), (2048, "Acme"));
    }
    let locked = read(file("locked", include_str!("keys/rsa_2048_encrypted.pem")));
    let Ok(KeyFileView::Locked { draft }) = locked else { panic!("{locked:?}") };
    let unlock =
        |passphrase: &str| story.core.unlock_private_key(draft, &passphrase.to_owned().into(), "Acme");
    let why = Failure::from(unlock("wrong").expect_err("a wrong passphrase"));
    assert_eq!(why, Failure::Field { refused: Field::Passphrase.refused(Problem::WrongPassphrase) });
    assert_eq!(unlock("rehearsal\n").expect("opened").certificate.bits, 2048);
}

#[tokio::test]
async fn a_device_code_is_shown_and_its_tokens_renew_like_any() {
    let story = Arc::new(Story::begin().await);
    let uat = story.uat().await;
    story.switch(&uat.key, SwitchChange { device_flow: Some(true), ..SwitchChange::default() });
    device_sign_in(&story, &uat, Press::Allow).await.expect("signed in");
    let grant = story.shown(uat.app).await.grant.expect("a grant");
    assert_eq!((grant.username.as_deref(), grant.refreshable), (Some(ANA), true));
    story.later(Duration::from_secs(601));
    story.practice.expire_tokens(&Selection::default());
    assert!(story.copy(uat.app).await.expect("a token").1);
    let shown = story.steps().into_iter().find_map(|step| match step {
        SignInStep::DeviceCode { address, .. } => Some(address),
        _ => None,
    });
    assert!(shown.expect("a code").starts_with(&format!("https://{UAT}/")));
}

#[tokio::test]
async fn a_device_code_that_is_denied_or_late_ends_the_sign_in() {
    let story = Arc::new(Story::begin().await);
    let uat = story.uat().await;
    assert_eq!(
        device_sign_in(&story, &uat, Press::Allow).await.map_err(|why| meaning(&why)),
        Err(Some(Meaning::FlowOff))
    );
    story.switch(&uat.key, SwitchChange { device_flow: Some(true), ..SwitchChange::default() });
    let denied = device_sign_in(&story, &uat, Press::Deny).await.map_err(|why| meaning(&why));
    assert_eq!(denied, Err(Some(Meaning::Denied)));
    let late = begin_with_device_code(&story, &uat);
    user_code(&story).await;
    story.later(Duration::from_secs(3600));
    let late = late.await.expect("it ends").map_err(|why| meaning(&why));
    assert_eq!(late, Err(Some(Meaning::DeviceCodeEnded)));
    assert_eq!(story.living_grants(&uat.key), 0);
}

fn meaning(failure: &Failure) -> Option<Meaning> {
    match failure {
        Failure::Refused { refusal } => refusal.meaning,
        _ => None,
    }
}

pub(crate) type SigningIn = tokio::task::JoinHandle<Result<(), Failure>>;

pub(crate) fn begin_with_device_code(story: &Arc<Story>, entry: &Entry) -> SigningIn {
    let (core, app) = (story.core.clone(), entry.app);
    story.changes.lock().unwrap().clear();
    let form = SignInForm { with_device_code: true, ..SignInForm::default() };
    let no_browser = Box::new(|_: &_| -> keyperch_core::Opening { panic!("no browser is started") });
    tokio::spawn(async move { core.sign_in(app, form, None, no_browser).await })
}

async fn device_sign_in(story: &Arc<Story>, entry: &Entry, press: Press) -> Result<(), Failure> {
    let mut signing_in = begin_with_device_code(story, entry);
    let code = tokio::select! {
        ended = &mut signing_in => return ended.expect("it ends"),
        code = user_code(story) => code,
    };
    story.practice.approve_device(&code, ANA, PASSWORD, press).await;
    loop {
        story.later(Duration::from_secs(6));
        if signing_in.is_finished() {
            return signing_in.await.expect("it ends");
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The code that the window shows, once it does.
pub(crate) async fn user_code(story: &Story) -> String {
    loop {
        let shown = story.steps().into_iter().find_map(|step| match step {
            SignInStep::DeviceCode { code, .. } => Some(code),
            _ => None,
        });
        match shown {
            Some(code) => return code,
            None => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const OLD_ENCRYPTION: &str = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,0011\n\nMIIB\n\
                              -----END RSA PRIVATE KEY-----\n";
