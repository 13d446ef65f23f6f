//! One app: its tabs Policies and Settings, each with its Edit, and the way to its key and secret.

use super::super::answer::Answer;
use super::super::call::Call;
use super::super::page::escaped;
use super::options::{DISTRIBUTIONS, IP_RELAXATIONS, PERMITTED_USERS, words_of};
use super::policies_form::{minutes_of, policy_in_words};
use super::settings_form::Remarks;
use super::{Admin, FORMS, MANAGER, frame};
use crate::rules::form::Parameters;
use crate::rules::{scope, scope_label};
use crate::world::World;
use crate::world::app::App;
use crate::world::identifiers::RecordId;

/// Where the page of an app is, on this host.
pub(super) fn path(id: &RecordId, tab: &str) -> String {
    format!("{MANAGER}/{}/detail?tab={tab}", id.short())
}

/// The same, as a redirect names it.
pub(super) fn address(host: &str, id: &RecordId, tab: &str) -> String {
    format!("https://{host}{}", path(id, tab))
}

/// Keeps what no answer depends on, in place of what was kept under these names.
pub(super) fn remember(
    world: &mut World,
    admin: &Admin,
    id: &RecordId,
    names: &[&'static str],
    remarks: Remarks,
) {
    if let Some(app) = world.orgs[admin.org].apps.iter_mut().find(|app| app.id == *id) {
        app.remarks.retain(|name, _| !names.contains(name));
        app.remarks.extend(remarks);
    }
}

/// The page; without a tab in the address, that of the policies.
pub(super) fn page(world: &World, admin: &Admin, app: &App, call: &Call) -> Answer {
    let sent = Parameters::read(&call.query).unwrap_or_default();
    let is_settings = sent.get("tab") == Some("settings");
    let tab = |name: &str, words: &str, is_current: bool| {
        let current = if is_current { " aria-current=\"page\"" } else { "" };
        format!("<a class=\"tab\" id=\"{name}-tab\" href=\"{}\"{current}>{words}</a>", path(&app.id, name))
    };
    let (name, entries) = if is_settings { ("settings", settings(app)) } else { ("policies", policies(app)) };
    let content = format!(
        "<nav>{}{}</nav><p><a class=\"button\" id=\"edit\" href=\"{FORMS}/{}/{name}\">Edit</a></p>{entries}\
         <p><a href=\"{MANAGER}/home\">External Client App Manager</a></p>",
        tab("policies", "Policies", !is_settings),
        tab("settings", "Settings", is_settings),
        app.id.short(),
    );
    frame::page(world, admin.org, &app.name, &content)
}

fn settings(app: &App) -> String {
    let switches = &app.switches;
    let remark = |name: &str| app.remarks.get(name).cloned().unwrap_or_default();
    let basic = terms(&[
        ("API Name", app.api_name.clone()),
        ("Contact Email", app.contact_email.clone()),
        ("Distribution State", words_of(DISTRIBUTIONS, &switches.distribution).to_owned()),
        ("Description", remark("description")),
    ]);
    if !switches.oauth_enabled {
        return format!("<h2>Basic Information</h2>{basic}<p id=\"no-oauth\">OAuth is not enabled.</p>");
    }
    let label = |name: &String| {
        let entry = scope::entry_of(name);
        scope_label::ENTRIES.iter().find(|(known, _)| *known == entry).map_or("", |(_, label)| label)
    };
    let scopes: Vec<&str> = switches.scopes.iter().map(label).collect();
    let flows = ticked(&[
        ("Client Credentials Flow", switches.client_credentials_flow),
        ("Authorization Code and Credentials Flow", switches.code_and_credentials_flow),
        ("Device Flow", switches.device_flow),
        ("JWT Bearer Flow", !switches.certificate.is_empty()),
        ("Token Exchange Flow", switches.token_exchange_flow),
    ]);
    let security = ticked(&[
        ("Secret for Web Server Flow", switches.secret_required_for_web_server),
        ("Secret for Refresh Token Flow", switches.secret_required_for_refresh),
        ("PKCE", switches.pkce_required),
        ("Refresh Token Rotation", switches.refresh_token_rotation),
        ("JWT-based access tokens", switches.jwt_access_tokens),
    ]);
    let oauth = terms(&[
        ("Callback URL", switches.callback_urls.join("\n")),
        ("OAuth Scopes", scopes.join("\n")),
        ("Flow Enablement", flows),
        ("Security", security),
    ]);
    // Salesforce opens its Consumer Details in a tab of their own.
    format!(
        "<h2>Basic Information</h2>{basic}<details id=\"oauth-settings\"><summary>OAuth Settings</summary>\
         <a class=\"button\" id=\"consumer-details\" href=\"{FORMS}/{}/verification\" target=\"_blank\">\
         Consumer Key and Secret</a>{oauth}</details>",
        app.id.short(),
    )
}

fn policies(app: &App) -> String {
    let switches = &app.switches;
    let run_as = if switches.client_credentials_policy { switches.run_as.clone() } else { String::new() };
    let high = if app.remarks.contains_key("high_assurance_session_required") { "Required" } else { "" };
    let entries = terms(&[
        ("Select Profiles", switches.profiles.join("\n")),
        ("Select Permission Sets", switches.permission_sets.join("\n")),
        ("Permitted Users", words_of(PERMITTED_USERS, &switches.permitted_users).to_owned()),
        ("Client Credentials Flow, Run As (Username)", run_as),
        ("Refresh Token Policy", policy_in_words(switches.refresh_token_policy)),
        ("IP Relaxation", words_of(IP_RELAXATIONS, &switches.ip_relaxation).to_owned()),
        ("Session Timeout in Minutes", minutes_of(switches)),
        ("High assurance session", high.to_owned()),
    ]);
    format!("<h2>OAuth Policies</h2>{entries}")
}

fn ticked(boxes: &[(&str, bool)]) -> String {
    let names: Vec<&str> = boxes.iter().filter(|(_, on)| *on).map(|(name, _)| *name).collect();
    names.join("\n")
}

fn terms(pairs: &[(&str, String)]) -> String {
    let term = |(name, value): &(&str, String)| {
        let value = if value.is_empty() { "\u{2013}".to_owned() } else { escaped(value) };
        format!("<dt>{name}</dt><dd>{}</dd>", value.replace('\n', "<br>"))
    };
    format!("<dl>{}</dl>", pairs.iter().map(term).collect::<String>())
}
