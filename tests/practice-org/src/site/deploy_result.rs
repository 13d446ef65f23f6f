//! How a deployment is shown: `deployResult`, field by field as the Metadata API documents it.
//!
//! Components are told of when it is over, and when somebody asks for details.

use serde_json::{Value, json};

use crate::rules::metadata::verdict::Outcome;
use crate::world::World;
use crate::world::deployments::{Deployment, Stage};

/// The whole answer about a deployment.
pub(crate) fn shown(world: &World, place: usize, version: u32, details: bool) -> Value {
    let deployment = &world.deployments[place];
    let id = deployment.id.long();
    json!({
        "id": id,
        "url": format!("/services/data/v{version}.0/metadata/deployRequest/{id}"),
        "validatedDeployRequestId": null,
        "deployOptions": deployment.options,
        "deployResult": result(world, deployment, details),
    })
}

fn result(world: &World, deployment: &Deployment, details: bool) -> Value {
    let org = &world.orgs[deployment.org];
    let (stage, verdict) = (deployment.stage, &deployment.verdict);
    let judged = matches!(stage, Stage::Succeeded | Stage::SucceededPartial | Stage::Failed);
    let (total, failed) = match stage {
        Stage::Pending => (0, 0),
        _ if judged => (verdict.components(), verdict.failures()),
        _ => (deployment.components, 0),
    };
    let done = if judged { total - failed } else { deployment.done_so_far(org.condition.deploy_takes_polls) };
    let name = |username: &str| org.user(username).map(|user| (user.id.long(), user.full_name()));
    let (created_by, canceled_by) =
        (name(&deployment.username), deployment.canceled_by.as_deref().and_then(name));
    let created = world.clock.stamp(deployment.created_at);
    let touched = world.clock.stamp(deployment.touched_at);
    let mut result = json!({
        "id": deployment.id.long(),
        "status": stage.name(),
        "done": stage.is_over(),
        "success": matches!(stage, Stage::Succeeded | Stage::SucceededPartial),
        "checkOnly": deployment.options.check_only,
        "ignoreWarnings": deployment.options.ignore_warnings,
        "rollbackOnError": deployment.options.rollback_on_error,
        "numberComponentsTotal": total,
        "numberComponentsDeployed": if stage == Stage::Pending { 0 } else { done },
        "numberComponentErrors": failed,
        "numberTestsTotal": 0,
        "numberTestsCompleted": 0,
        "numberTestErrors": 0,
        "runTestsEnabled": false,
        "createdDate": created,
        "startDate": (stage != Stage::Pending).then_some(created),
        "lastModifiedDate": touched,
        "completedDate": stage.is_over().then_some(touched),
        "createdBy": created_by.as_ref().map(|(id, _)| id),
        "createdByName": created_by.as_ref().map(|(_, name)| name),
        "canceledBy": canceled_by.as_ref().map(|(id, _)| id),
        "canceledByName": canceled_by.as_ref().map(|(_, name)| name),
        "errorStatusCode": null,
        "errorMessage": null,
        "stateDetail": null,
    });
    if details {
        let of = |failures: bool| -> Vec<Value> {
            let wanted = verdict.outcomes.iter().filter(|outcome| outcome.problem.is_some() == failures);
            wanted.map(|outcome| message(outcome, &result["completedDate"])).collect()
        };
        let tests = json!({ "numTestsRun": 0, "numFailures": 0, "successes": [], "failures": [] });
        result["details"] = json!({
            "componentFailures": of(true),
            "componentSuccesses": of(false),
            "retrieveResult": null,
            "runTestResult": tests,
        });
    }
    result
}

fn message(outcome: &Outcome, date: &Value) -> Value {
    json!({
        "componentType": outcome.sort,
        "fullName": outcome.full_name,
        "fileName": outcome.file_name,
        "success": outcome.problem.is_none(),
        "created": outcome.created,
        "changed": outcome.changed,
        "deleted": false,
        "createdDate": date,
        "problem": outcome.problem,
        "problemType": outcome.problem.as_ref().map(|_| "Error"),
        "warning": false,
        "id": null,
        "lineNumber": null,
        "columnNumber": null,
    })
}
