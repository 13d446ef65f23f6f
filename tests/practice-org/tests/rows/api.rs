//! What causes the rows of the API and of the endpoints that say one bare word.

use practice_org::{OrgChange, Selection, SwitchChange, UserChange};

use crate::Stage;
use crate::support::flows::answer;
use crate::support::wire::Raw;

pub(crate) async fn caused(stage: &Stage<'_>, row: &str) -> String {
    let token = stage.story.tokens(stage.practice).await.access;
    let limits = stage.story.limits(&token);
    let request = match row {
        "R1" => {
            stage.practice.expire_tokens(&Selection::default());
            limits
        }
        "R2" => {
            stage.org(OrgChange { api_access_control: Some(true), ..OrgChange::default() });
            limits
        }
        "R3" => {
            stage.user(UserChange { api_enabled: Some(false), ..UserChange::default() });
            limits
        }
        "R4" => {
            stage.org(OrgChange { api_limit_exceeded: Some(true), ..OrgChange::default() });
            limits
        }
        "R6" => {
            stage.user(UserChange { may_see_apps: Some(false), ..UserChange::default() });
            stage.story.usage(&token)
        }
        "R7" => {
            stage.user(UserChange { password_expired: Some(true), ..UserChange::default() });
            limits
        }
        "R8" => Raw { path: "/services/data/v99.0/limits".to_owned(), ..limits },
        "R9" => {
            stage.app(SwitchChange { blocked: Some(true), ..SwitchChange::default() });
            stage.story.userinfo(&token)
        }
        "R10" => stage.story.single_access(&token),
        "R11" => Raw { path: "/einstein/ai-agent/v1/sessions".to_owned(), ..limits },
        "R12" => stage.story.credentials(&token).query("part", "secret"),
        unknown => panic!("{unknown} is listed, but no test knows how to cause it"),
    };
    answer(stage.practice, &request).await.body
}
