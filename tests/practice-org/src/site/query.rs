//! `GET /services/data/vXX.0/query` and `/tooling/query`: who the org is, and what its apps are set to.
//!
//! Whoever may not see the apps is told that there is no such object, as Salesforce tells it of everything hidden. Of the
//! tokens everybody sees his own (`token_rows`).

use serde_json::{Value, json};

use super::admitted::{Admitted, admitted};
use super::answer::Answer;
use super::call::Call;
use super::token_rows;
use crate::rules::form::Parameters;
use crate::rules::objects::{self, Object};
use crate::rules::query::{self, Query};
use crate::rules::refusal::{METHOD, QUERY_MALFORMED, Refusal};
use crate::rules::scope;
use crate::world::app::App;
use crate::world::identifiers::RecordId;
use crate::world::org::{Org, OrgKind};
use crate::world::switches::{Distribution, IpRelaxation, PermittedUsers, RefreshTokenPolicy};
use crate::world::{OrgIndex, World};

/// Answers a query.
pub(crate) fn answer(world: &mut World, org: OrgIndex, call: &Call) -> Answer {
    if !call.is_get() {
        return Answer::api_refusal(METHOD);
    }
    let (asker, soql, sees_apps) = match asked(world, org, call) {
        Ok(asked) => asked,
        Err(refusal) => return Answer::api_refusal(refusal),
    };
    match query::read(&soql, sees_apps) {
        Ok(query) if query.object == &objects::OAUTH_TOKEN && is_tooling(call) => {
            let unknown = query::no_object(query.object.name);
            Answer::api_refusal_saying(unknown.refusal, &unknown.text)
        }
        Ok(query) => Answer::json(200, &found(world, org, &query, call, &asker)),
        Err(unanswerable) => Answer::api_refusal_saying(unanswerable.refusal, &unanswerable.text),
    }
}

fn asked(world: &mut World, org: OrgIndex, call: &Call) -> Result<(Admitted, String, bool), Refusal> {
    let asker = admitted(world, org, call)?;
    let sees_apps = asker.user(world, org)?.standing.may_see_apps;
    let sent = Parameters::read(&call.query).map_err(|_| QUERY_MALFORMED)?;
    sent.only(&["q"]).map_err(|_| QUERY_MALFORMED)?;
    Ok((asker, sent.get("q").unwrap_or_default().to_owned(), sees_apps))
}

fn is_tooling(call: &Call) -> bool {
    call.path.contains("/tooling/")
}

fn found(world: &World, org: OrgIndex, query: &Query, call: &Call, caller: &Admitted) -> Value {
    let (home, version, tooling) = (&world.orgs[org], caller.version, is_tooling(call));
    let room = if tooling { "tooling/sobjects" } else { "sobjects" };
    let object = query.object.name;
    let asked = |row: &dyn Fn(&str) -> Value| {
        let id = row("Id");
        let url = format!("/services/data/v{version}.0/{room}/{object}/{}", id.as_str().unwrap_or_default());
        let mut record = json!({ "attributes": { "type": object, "url": url } });
        for field in &query.fields {
            record[*field] = row(field);
        }
        record
    };
    let is_wanted = |row: &dyn Fn(&str) -> Value| {
        query.filter.as_ref().is_none_or(|(field, text)| says(&row(field), text))
    };
    let mut records: Vec<Value> = Vec::new();
    if query.object == &objects::ORGANIZATION {
        let row = |field: &str| of_org(home, field);
        records.extend(is_wanted(&row).then(|| asked(&row)));
    } else if query.object == &objects::OAUTH_TOKEN {
        for token in token_rows::seen_by(world, org, &caller.username) {
            let row = |field: &str| token.says(world, field);
            records.extend(is_wanted(&row).then(|| asked(&row)));
        }
        // The guide's own numbers, with a word of the asker and without.
        records.truncate(if query.limit == usize::MAX { token_rows::USUALLY } else { token_rows::MOST });
    } else {
        for app in home.apps.iter().filter(|app| app.switches.exists && has(app, query.object)) {
            let row = |field: &str| of_app(home, app, query.object, field);
            records.extend(is_wanted(&row).then(|| asked(&row)));
        }
    }
    records.truncate(query.limit);
    let size = records.len();
    let mut found = json!({ "totalSize": size, "done": true, "records": records });
    if tooling {
        (found["size"], found["entityTypeName"]) = (json!(size), json!(object));
        found["queryLocator"] = Value::Null;
    }
    found
}

/// An id counts in both of its forms.
fn says(value: &Value, text: &str) -> bool {
    let long = |text: &str| if text.len() == 15 { text.to_owned() } else { text.chars().take(15).collect() };
    value.as_str().is_some_and(|value| {
        let both_ids = value.len() == 18 && (text.len() == 15 || text.len() == 18);
        value.eq_ignore_ascii_case(text) || (both_ids && long(value) == text)
    })
}

fn of_org(org: &Org, field: &str) -> Value {
    match field {
        "Id" => json!(org.id.long()),
        "Name" => json!(org.company),
        "InstanceName" => json!(org.instance),
        "IsSandbox" => json!(org.kind == OrgKind::Sandbox),
        "OrganizationType" => json!(org.edition()),
        // No namespace, and no trial that ends: a sandbox with an end would be a scratch org.
        _ => Value::Null,
    }
}

/// An app without OAuth has no record of it.
fn has(app: &App, object: &Object) -> bool {
    let is_of_oauth = object == &objects::OAUTH_SETTINGS || object == &objects::OAUTH_POLICIES;
    record(app, object).1.is_some() && (app.switches.oauth_enabled || !is_of_oauth)
}

/// Id and name of the record of an app in this object. Their prefixes are ours, except that of the app itself.
fn record<'a>(app: &'a App, object: &Object) -> (RecordId, Option<&'a String>) {
    if object == &objects::OAUTH_SETTINGS {
        (app.id.sibling("0xO"), app.parts.oauth.as_ref())
    } else if object == &objects::OAUTH_POLICIES {
        (app.id.sibling("0xP"), app.parts.oauth_policies.as_ref())
    } else if object == &objects::POLICIES {
        (app.id.sibling("0xC"), app.parts.policies.as_ref())
    } else {
        (app.id.clone(), Some(&app.api_name))
    }
}

fn of_app(org: &Org, app: &App, object: &Object, field: &str) -> Value {
    let (id, name) = record(app, object);
    if let Some(scope) = objects::scope_of(field) {
        return json!(app.switches.scopes.iter().any(|owned| scope::is_same_entry(owned, &scope)));
    }
    match field {
        "Id" => json!(id.long()),
        "MasterLabel" if object == &objects::APPLICATION => json!(app.name),
        "DeveloperName" | "MasterLabel" => json!(name),
        "ExternalClientApplicationId" => json!(app.id.long()),
        "ContactEmail" => json!(app.contact_email),
        "DistributionState" => json!(match app.switches.distribution {
            Distribution::Local => "Local",
            Distribution::Packaged => "Packaged",
        }),
        "OrgScopedExternalApp" => json!(format!("{}:{}", org.id.short(), app.api_name)),
        "IsEnabled" => json!(true),
        "OauthPluginStatus" => json!("Enabled"),
        _ => policy(app, field),
    }
}

/// Setup has one tick for it, a deployment a word.
fn session_level(app: &App) -> &str {
    let high = app.remarks.contains_key("high_assurance_session_required");
    if high { "HIGH_ASSURANCE" } else { app.remarks.get("session_level").map_or("STANDARD", String::as_str) }
}

fn policy(app: &App, field: &str) -> Value {
    let switches = &app.switches;
    let (refresh, period) = match switches.refresh_token_policy {
        RefreshTokenPolicy::UntilRevoked => ("Infinite", None),
        RefreshTokenPolicy::ImmediatelyExpire => ("Zero", None),
        RefreshTokenPolicy::IdleDays(days) => ("SpecificInactivity", Some(days)),
        RefreshTokenPolicy::LifetimeDays(days) => ("SpecificLifetime", Some(days)),
    };
    match field {
        "PermittedUsersPolicyType" => json!(match switches.permitted_users {
            PermittedUsers::AllMaySelfAuthorize => "AllSelfAuthorized",
            PermittedUsers::AdminApproved => "AdminApprovedPreAuthorized",
        }),
        "IpRelaxationPolicyType" => json!(match switches.ip_relaxation {
            IpRelaxation::Enforce => "Enforce",
            IpRelaxation::EnforceButRelaxForRefresh => "Enforce_RelaxRefresh",
            IpRelaxation::RelaxForActivatedDevices => "Bypass_2factor",
            IpRelaxation::Relax => "Bypass",
        }),
        "RefreshTokenPolicyType" => json!(refresh),
        "RefreshTokenValidityPeriod" => json!(period),
        "RefreshTokenValidityUnit" => json!(period.map(|_| "Days")),
        "SessionTimeoutInMinutes" => json!(switches.access_token_seconds / 60),
        "RequiredSessionLevel" => json!(session_level(app)),
        "IsClientCredentialsFlowEnabled" => json!(switches.client_credentials_policy),
        "ClientCredentialsFlowUser" if !switches.run_as.is_empty() => json!(switches.run_as),
        _ => Value::Null,
    }
}
