//! `/services/data/vXX.0/metadata/deployRequest`: takes a zip in, tells how far it is, and stops it.
//!
//! Source: Metadata API guide, "Deploying with REST resources". Wants the right to deploy, takes tokens of both formats, and
//! answers 201 before anything has been looked at: what is wrong with a zip is told by the deployment itself.

use serde::Deserialize;
use serde_json::json;

use super::admitted::{Admitted, admitted};
use super::answer::Answer;
use super::call::Call;
use super::deploy_result as result;
use crate::rules::deploy_options::{Options, Request};
use crate::rules::form::Parameters;
use crate::rules::multipart;
use crate::rules::refusal::{
    DEPLOY_OPTION, JSON_MALFORMED, MAY_NOT_DEPLOY, MEDIA_TYPE, METHOD_GET_PATCH, METHOD_POST, MULTIPART,
    NOT_FOUND, PARAMETER_STRANGE, Refusal,
};
use crate::world::{OrgIndex, World};

/// The one change that a deployment takes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Change {
    deploy_result: Wanted,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    status: String,
}

/// `POST …/deployRequest`.
pub(crate) fn taken_in(world: &mut World, org: OrgIndex, call: &Call) -> Answer {
    if !call.is_post() {
        return Answer::api_refusal(METHOD_POST);
    }
    let (asker, options, zip) = match sent(world, org, call) {
        Ok(sent) => sent,
        Err(refusal) => return Answer::api_refusal(refusal),
    };
    if let Some(problem) = options.problem_in(world.orgs[org].kind) {
        return Answer::api_refusal_saying(DEPLOY_OPTION, problem);
    }
    let place = world.take_deployment(org, asker.username, options, zip);
    Answer::json(201, &result::shown(world, place, asker.version, false))
}

/// `GET` and `PATCH …/deployRequest/{id}`.
pub(crate) fn looked_at(world: &mut World, org: OrgIndex, call: &Call) -> Answer {
    match call.method.as_str() {
        "GET" => told(world, org, call),
        "PATCH" => stopped(world, org, call),
        _ => Err(METHOD_GET_PATCH),
    }
    .unwrap_or_else(Answer::api_refusal)
}

fn sent<'a>(
    world: &mut World,
    org: OrgIndex,
    call: &'a Call,
) -> Result<(Admitted, Options, &'a [u8]), Refusal> {
    let asker = deployer(world, org, call)?;
    let parts = multipart::parts(call.content_type.as_deref(), &call.bytes)?;
    let [json, file] = parts.as_slice() else {
        return Err(MULTIPART);
    };
    let is = |part: &multipart::Part<'_>, name: &str, kind: &str| {
        let (sent, _) = part.content_type.split_once(';').unwrap_or((&part.content_type, ""));
        part.name == name && sent.trim().eq_ignore_ascii_case(kind)
    };
    if !is(json, "json", "application/json")
        || !is(file, "file", "application/zip")
        || file.file_name.is_none()
    {
        return Err(MULTIPART);
    }
    let request: Request = serde_json::from_slice(json.bytes).map_err(|_| JSON_MALFORMED)?;
    Ok((asker, request.deploy_options, file.bytes))
}

fn told(world: &mut World, org: OrgIndex, call: &Call) -> Result<Answer, Refusal> {
    let (asker, place) = named(world, org, call)?;
    let sent = Parameters::read(&call.query).map_err(|_| PARAMETER_STRANGE)?;
    sent.only(&["includeDetails"]).map_err(|_| PARAMETER_STRANGE)?;
    let details = match sent.get("includeDetails") {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(PARAMETER_STRANGE),
    };
    world.look_at_deployment(place);
    Ok(Answer::json(200, &result::shown(world, place, asker.version, details)))
}

fn stopped(world: &mut World, org: OrgIndex, call: &Call) -> Result<Answer, Refusal> {
    let (asker, place) = named(world, org, call)?;
    let kind = call.content_type.as_deref().unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(MEDIA_TYPE);
    }
    let change: Change = serde_json::from_slice(&call.bytes).map_err(|_| JSON_MALFORMED)?;
    if change.deploy_result.status != "Canceling" {
        return Ok(Answer::api_refusal_saying(DEPLOY_OPTION, "status: a deployment can only be canceled"));
    }
    if !world.cancel_deployment(place, &asker.username) {
        return Ok(Answer::api_refusal_saying(DEPLOY_OPTION, "the deployment is over"));
    }
    let status = if world.deployments[place].stage.is_over() { 200 } else { 202 };
    let shown = result::shown(world, place, asker.version, false);
    Ok(Answer::json(status, &json!({ "id": shown["id"], "deployResult": shown["deployResult"] })))
}

fn named(world: &mut World, org: OrgIndex, call: &Call) -> Result<(Admitted, usize), Refusal> {
    let asker = deployer(world, org, call)?;
    let id = call.path.rsplit('/').next().unwrap_or_default();
    let place = world.deployment(org, id).ok_or(NOT_FOUND)?;
    Ok((asker, place))
}

/// Somebody who may deploy.
fn deployer(world: &mut World, org: OrgIndex, call: &Call) -> Result<Admitted, Refusal> {
    let asker = admitted(world, org, call)?;
    let standing = &asker.user(world, org)?.standing;
    if standing.may_deploy && standing.may_manage_apps { Ok(asker) } else { Err(MAY_NOT_DEPLOY) }
}
