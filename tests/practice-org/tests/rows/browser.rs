//! What causes the rows of the browser's side. Each answer is the text in which the refusal must stand.

use practice_org::{Distribution, OrgChange, PermittedUsers, Press, SwitchChange, UserChange, Visit};

use crate::Stage;
use crate::support::wire::{Raw, parameter};

pub(crate) async fn caused(stage: &Stage<'_>, row: &str) -> String {
    let mut request = stage.story.authorize();
    let mut press = Press::Allow;
    match row {
        "A1" => stage.app(SwitchChange { ready_after_seconds: Some(600), ..SwitchChange::default() }),
        "A2" => {
            let callback_urls = Some(vec!["http://localhost:33333/".to_owned()]);
            stage.app(SwitchChange { callback_urls, ..SwitchChange::default() });
        }
        "A3" => request = request.without_query("redirect_uri"),
        "A4" => request = request.without_query("code_challenge").without_query("code_challenge_method"),
        "A5" => press = Press::Deny,
        "A6" => stage.app(SwitchChange { blocked: Some(true), ..SwitchChange::default() }),
        "A7" => stage.user(UserChange { outside_ip_ranges: Some(true), ..UserChange::default() }),
        "A8" => stage.user(UserChange { api_only_licence: Some(true), ..UserChange::default() }),
        "A9" => stage.app(SwitchChange {
            distribution: Some(Distribution::Packaged),
            installed: Some(false),
            ..SwitchChange::default()
        }),
        "A10" => {
            stage.app(SwitchChange { known_elsewhere: Some(true), ..SwitchChange::default() });
            request = Raw { host: "login.salesforce.com".to_owned(), ..request };
        }
        "A11" => {
            let permitted_users = Some(PermittedUsers::AdminApproved);
            stage.app(SwitchChange { permitted_users, ..SwitchChange::default() });
        }
        "A12" => {
            let scopes = Some(vec!["refresh_token".to_owned()]);
            stage.app(SwitchChange { scopes, ..SwitchChange::default() });
            request = request.query("scope", "api");
        }
        "A13" => request = request.query("immediate", "true"),
        "A14" => request = request.query("response_type", "token"),
        "A15" => {
            let posted = Raw { method: "POST".to_owned(), ..request };
            return crate::support::flows::answer(stage.practice, &posted)
                .await
                .sent_back("error_description")
                .unwrap();
        }
        "A16" => stage.user(UserChange { frozen: Some(true), ..UserChange::default() }),
        "A17" => stage.org(OrgChange { locked: Some(true), ..OrgChange::default() }),
        "A18" => stage.org(OrgChange { login_rate_exceeded: Some(true), ..OrgChange::default() }),
        unknown => panic!("{unknown} is listed, but no test knows how to cause it"),
    }
    let address = request.address();
    match stage.practice.visit(&address, &stage.story.username, "practice", press).await {
        Visit::SentTo(address) => parameter(&address, "error_description").unwrap_or_default(),
        Visit::Stayed(_, body) => body.replace("%20", " "),
    }
}
