//! What causes the rows of the token endpoint. Each answer is the text in which the refusal must stand.

use practice_org::{FaultName, FaultOrder, OrgChange, PermittedUsers, Selection, SwitchChange, UserChange};
use serde_json::json;

use crate::Stage;
use crate::support::assertion::claims;
use crate::support::flows::answer;
use crate::support::wire::Raw;

pub(crate) async fn caused(stage: &Stage<'_>, row: &str) -> String {
    let request = match row {
        "T12" | "T13" | "T14" | "T15" => client_credentials(stage, row),
        "T11" | "T17" | "T18" | "T19" => assertion(stage, row),
        "T5" | "T6" | "T23" => exchange(stage, row).await,
        _ => refresh(stage, row).await,
    };
    answer(stage.practice, &request).await.body
}

fn client_credentials(stage: &Stage<'_>, row: &str) -> Raw {
    stage.story.with_client_credentials(stage.practice);
    let proper = stage.story.client_credentials();
    match row {
        "T12" => {
            // The user's e-mail address, which is no username.
            let run_as = Some("ana@example.com".to_owned());
            stage.app(SwitchChange { run_as, ..SwitchChange::default() });
        }
        "T13" => return Raw { host: "login.salesforce.com".to_owned(), ..proper },
        "T14" => {
            let client_credentials_policy = Some(false);
            stage.app(SwitchChange { client_credentials_policy, ..SwitchChange::default() });
        }
        _ => {
            let scopes = Some(vec!["full".to_owned()]);
            stage.app(SwitchChange { scopes, ..SwitchChange::default() });
        }
    }
    proper
}

fn assertion(stage: &Stage<'_>, row: &str) -> Raw {
    let certificate = Some(stage.signer.certificate.clone());
    stage.app(SwitchChange { certificate, ..SwitchChange::default() });
    let mut claims = claims(&stage.story);
    match row {
        "T11" => {}
        "T17" => claims["exp"] = json!(1),
        "T18" => claims["aud"] = json!("https://test.salesforce.com"),
        _ => {
            let scopes = Some(vec!["api".to_owned()]);
            stage.app(SwitchChange { scopes, ..SwitchChange::default() });
        }
    }
    stage.story.jwt_bearer(&stage.signer.signed(&json!({ "alg": "RS256" }), &claims))
}

async fn exchange(stage: &Stage<'_>, row: &str) -> Raw {
    let code = stage.story.code(stage.practice).await;
    let proper = stage.story.exchange(&code);
    match row {
        "T5" => proper.form("code", "aPrx"),
        "T6" => proper.form("code_verifier", &"x".repeat(43)),
        _ => proper.form("redirect_uri", "http%3A%2F%2Flocalhost%3A33334"),
    }
}

async fn refresh(stage: &Stage<'_>, row: &str) -> Raw {
    let tokens = stage.story.tokens(stage.practice).await;
    let proper = stage.story.refresh(&tokens.refresh);
    match row {
        "T1" => stage.app(SwitchChange { ready_after_seconds: Some(600), ..SwitchChange::default() }),
        "T2" => {
            let secret_required_for_refresh = Some(true);
            stage.app(SwitchChange { secret_required_for_refresh, ..SwitchChange::default() });
        }
        "T7" => stage.user(UserChange { outside_login_hours: Some(true), ..UserChange::default() }),
        "T8" => stage.practice.revoke_grants(&Selection::default()),
        "T9" => stage.practice.fault(FaultOrder::once("token", FaultName::Busy)).unwrap(),
        "T10" => stage.user(UserChange { outside_ip_ranges: Some(true), ..UserChange::default() }),
        "T16" => return proper.form("scope", "api"),
        "T20" => stage.user(UserChange { active: Some(false), ..UserChange::default() }),
        "T21" => return proper.form("grant_type", "password"),
        "T22" => {
            let permitted_users = Some(PermittedUsers::AdminApproved);
            stage.app(SwitchChange { permitted_users, ..SwitchChange::default() });
        }
        "T24" => stage.org(OrgChange { gone: Some(true), ..OrgChange::default() }),
        "T25" => stage.practice.fault(FaultOrder::once("token", FaultName::Html)).unwrap(),
        "T26" => {
            stage.app(SwitchChange { device_flow: Some(true), ..SwitchChange::default() });
            let code = answer(stage.practice, &stage.story.device_code()).await.field("device_code");
            return stage.story.poll(&code);
        }
        "T27" => {
            let revoke = stage.story.revoke(&tokens.refresh);
            assert_eq!(answer(stage.practice, &revoke).await.status, 200);
            return revoke;
        }
        unknown => panic!("{unknown} is listed, but no test knows how to cause it"),
    }
    proper
}
