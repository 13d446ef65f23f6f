//! *Check this connection*: each check fails by itself, and nothing is spent by looking.

use std::time::Duration;

use keyperch_core::model::cause::Cause;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::refusal::Meaning;
use keyperch_core::model::secret::Pasted;
use keyperch_core::model::view::{
    AppForm, Change, Check, Credential, DiagnosisView, FlowForm, Note, SecretEntry, Verdict,
};
use practice_org::{FaultName, FaultOrder, OrgChange, Selection, SwitchChange};
use serde_json::json;

use super::support::Story;
use super::support::story::{ANA, Entry, UAT, app_form};
use super::support::vault::{Broken, LOCKED};

async fn checked(story: &Story, uat: &Entry) -> DiagnosisView {
    let view = story.core.check_connection(uat.app).await.expect("an app");
    assert!(view.is_finished && view.checks.len() == 11, "every check is made: {view:?}");
    view
}

fn verdict(view: &DiagnosisView, check: Check) -> &Verdict {
    &view.checks.iter().find(|one| one.check == check).expect("that check").verdict
}

/// Which checks failed.
fn failed(view: &DiagnosisView) -> Vec<Check> {
    let failed = view.checks.iter().filter(|one| matches!(one.verdict, Verdict::Failed { .. }));
    failed.map(|one| one.check).collect()
}

fn first_cause(verdict: &Verdict) -> (Option<Meaning>, Option<Cause>) {
    match verdict {
        Verdict::Failed { failure: Failure::Refused { refusal } } => {
            (refusal.meaning, refusal.causes.first().map(|view| view.cause))
        }
        _ => (None, None),
    }
}

#[tokio::test]
async fn a_connection_that_is_whole_passes_every_check_one_after_the_other() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.changes.lock().unwrap().clear();
    let view = checked(&story, &uat).await;
    let is_passed = |verdict: &Verdict| matches!(verdict, Verdict::Passed { .. });
    assert!(view.checks.iter().all(|one| is_passed(&one.verdict)), "{view:#?}");
    let callback = Note::Callback { callback: story.callback() };
    assert_eq!(*verdict(&view, Check::Port), Verdict::Passed { note: Some(callback) });
    assert_eq!(*verdict(&view, Check::Secret), Verdict::Passed { note: Some(Note::NoSecretNeeded) });
    let proxy = story.practice.proxy_url().trim_start_matches("http://").to_owned();
    assert_eq!(*verdict(&view, Check::Proxy), Verdict::Passed { note: Some(Note::Proxy { proxy }) });
    let Verdict::Passed { note: Some(Note::Issuer { issuer }) } = verdict(&view, Check::Tls) else {
        panic!("{view:#?}");
    };
    assert!(issuer.contains("Practice"), "who vouches for it is named: {issuer}");
    let changes = story.changes.lock().unwrap();
    let known: Vec<usize> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Diagnosis { diagnosis } => Some(diagnosis.checks.len()),
            _ => None,
        })
        .collect();
    assert_eq!(known, (0..=11).collect::<Vec<_>>(), "announced as it grows");
}

#[tokio::test]
async fn a_rotating_refresh_token_is_not_spent_to_find_out() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.later(Duration::from_secs(600));
    story.practice.expire_tokens(&Selection::default());
    let (items, grants) = (story.vault.written().len(), story.practice.tally().all.refreshes);
    let view = checked(&story, &uat).await;
    assert_eq!(*verdict(&view, Check::Grant), Verdict::CannotTell, "the next copy renews it");
    assert_eq!(*verdict(&view, Check::Api), Verdict::CannotTell);
    assert_eq!(failed(&view), []);
    assert_eq!(story.practice.tally().all.refreshes, grants);
    assert_eq!(story.vault.written().len(), items, "nothing was written");
    story.copy(uat.app).await.expect("it does");
}

#[tokio::test]
async fn before_a_sign_in_what_it_would_show_is_not_called_wrong() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let view = checked(&story, &uat).await;
    assert_eq!(failed(&view), []);
    for check in [Check::Grant, Check::Api, Check::Scopes] {
        assert_eq!(*verdict(&view, check), Verdict::Warned { note: Note::NobodySignedIn }, "{check:?}");
    }
    assert!(story.seen("token").is_empty() && story.seen("login").is_empty());
}

#[tokio::test]
async fn a_grant_that_was_ended_needs_a_sign_in() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.practice.revoke_grants(&Selection::default());
    story.later(Duration::from_secs(600));
    story.copy(uat.app).await.expect_err("ended");
    let view = checked(&story, &uat).await;
    assert_eq!(failed(&view), [Check::Grant]);
    let needs = Verdict::Failed { failure: Failure::NeedsSignIn { app: uat.app } };
    assert_eq!(*verdict(&view, Check::Grant), needs);
}

#[tokio::test]
async fn what_setup_has_wrong_fails_where_it_belongs_and_the_rest_goes_on() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    let callback_urls = Some(vec!["http://localhost:1".to_owned()]);
    let secret_required_for_web_server = Some(true);
    let change = SwitchChange { callback_urls, secret_required_for_web_server, ..SwitchChange::default() };
    story.switch(&uat.key, change);
    let view = checked(&story, &uat).await;
    assert_eq!(failed(&view), [Check::KeyAndCallback, Check::Secret]);
    let known = first_cause(verdict(&view, Check::KeyAndCallback));
    assert_eq!(known, (Some(Meaning::CallbackMismatch), Some(Cause::CallbackNotRegistered)));
    let secret = first_cause(verdict(&view, Check::Secret));
    assert_eq!(secret, (Some(Meaning::WrongSecret), Some(Cause::SecretRequired)));
    assert!(matches!(verdict(&view, Check::Api), Verdict::Passed { .. }), "the token goes on");
}

#[tokio::test]
async fn a_token_may_live_and_not_open_the_api() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    for (change, expected) in [
        (
            OrgChange { api_access_control: Some(true), ..OrgChange::default() },
            (Some(Meaning::ApiForbidden), Some(Cause::ApiAccessControl)),
        ),
        (
            OrgChange {
                api_access_control: Some(false),
                api_limit_exceeded: Some(true),
                ..OrgChange::default()
            },
            (Some(Meaning::ApiLimit), Some(Cause::DailyApiLimit)),
        ),
    ] {
        story.practice.change_org(UAT, change).expect("an order");
        let view = checked(&story, &uat).await;
        assert!(matches!(verdict(&view, Check::Grant), Verdict::Passed { .. }), "{view:#?}");
        assert_eq!(first_cause(verdict(&view, Check::Api)), expected);
    }
}

#[tokio::test]
async fn scopes_that_were_not_granted_are_named() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let merge = json!({ "scope": "api refresh_token" }).as_object().cloned();
    story.fault_at_exchange(FaultOrder { merge, ..FaultOrder::once("token", FaultName::With) });
    story.sign_in(uat.app).await.expect("signed in");
    let view = checked(&story, &uat).await;
    let scopes = vec!["sfap_api".to_owned()];
    assert_eq!(*verdict(&view, Check::Scopes), Verdict::Warned { note: Note::MissingScopes { scopes } });
}

#[tokio::test]
async fn this_computer_fails_by_itself_too() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    assert!(story.port_is_free().await);
    let taken = std::net::TcpListener::bind(("127.0.0.1", story.port)).expect("a port");
    story.clock.advance(Duration::from_secs(300));
    let view = checked(&story, &uat).await;
    drop(taken);
    assert_eq!(failed(&view), [Check::Port]);
    assert!(matches!(verdict(&view, Check::Clock), Verdict::Warned { note: Note::ClockOff { .. } }));

    story.vault.break_down(Some(Broken::Everything));
    let view = checked(&story, &uat).await;
    assert_eq!(*verdict(&view, Check::Keychain), Verdict::Failed { failure: LOCKED });
    assert_eq!(failed(&view), [Check::Keychain], "what needs key and token is not guessed: {view:#?}");
    for check in [Check::KeyAndCallback, Check::Secret, Check::Grant, Check::Api] {
        assert_eq!(*verdict(&view, check), Verdict::CannotTell, "{check:?}");
    }
    assert!(
        matches!(verdict(&view, Check::Domain), Verdict::Passed { .. }),
        "Salesforce is asked all the same"
    );
}

#[tokio::test]
async fn a_host_that_does_not_answer_as_an_org_is_told_apart_from_a_broken_connection() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    for (fault, tls_passes) in [(FaultName::Html, true), (FaultName::DropBefore, false)] {
        story.practice.fault(FaultOrder::once("versions", fault)).expect("a fault");
        let view = checked(&story, &uat).await;
        assert_eq!(failed(&view), [Check::Domain], "{fault:?}");
        assert_eq!(matches!(verdict(&view, Check::Tls), Verdict::Passed { .. }), tls_passes, "{fault:?}");
        assert_eq!(*verdict(&view, Check::KeyAndCallback), Verdict::CannotTell, "{fault:?}");
    }
}

#[tokio::test]
async fn an_app_that_needs_nobody_needs_no_browser() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let secret = story.secret_of(&uat.key);
    let draft = story.core.paste(Credential::Secret, Pasted::from(secret)).expect("a secret").draft;
    let form = AppForm {
        flow: FlowForm::ClientCredentials,
        secret: SecretEntry::Pasted { draft },
        ..app_form("Nightly job", &story.callback(), &uat.key)
    };
    let app = story.core.add_app(uat.org, form).await.expect("an app");
    let on = SwitchChange {
        client_credentials_flow: Some(true),
        client_credentials_policy: Some(true),
        run_as: Some(ANA.to_owned()),
        ..SwitchChange::default()
    };
    story.switch(&uat.key, on);
    story.copy(app).await.expect("a token without a person");
    let entry = Entry { app, ..uat };
    let view = checked(&story, &entry).await;
    assert_eq!(failed(&view), []);
    let grant = verdict(&view, Check::Grant);
    let says_when = matches!(grant, Verdict::Passed { note: Some(Note::Ends { .. }) });
    assert!(says_when, "to an app with a secret Salesforce says when its token ends: {grant:?}");
    for check in [Check::Port, Check::KeyAndCallback] {
        assert_eq!(*verdict(&view, check), Verdict::NotNeeded, "{check:?}");
    }
    let off = SwitchChange { run_as: Some(String::new()), ..SwitchChange::default() };
    story.switch(&entry.key, off);
    story.later(Duration::from_secs(600));
    story.practice.expire_tokens(&Selection::default());
    let view = checked(&story, &entry).await;
    let grant = first_cause(verdict(&view, Check::Grant));
    assert_eq!(grant, (Some(Meaning::NoRunAs), Some(Cause::RunAsMissing)));
}
