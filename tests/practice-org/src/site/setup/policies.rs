//! Policies > Edit, in the order of Setup.

use super::super::answer::Answer;
use super::super::call::Call;
use super::options::{IP_RELAXATIONS, PERMITTED_USERS, REFRESH_POLICIES, START_PAGES, choices};
use super::pieces::{problems, section, select, text, tick, two_lists};
use super::policies_form::{REMARKS, switches_of, values_of};
use super::values::Values;
use super::{Admin, FORMS, detail, frame, list};
use crate::world::World;
use crate::world::draft::{Draft, Problem};
use crate::world::identifiers::RecordId;
use crate::world::org::Org;

/// The form of an app, or what comes of it.
pub(super) fn edit(world: &mut World, admin: &Admin, id: &RecordId, call: &Call) -> Answer {
    let Some(app) = world.orgs[admin.org].app(id.short()) else {
        return list::not_loaded(world, admin);
    };
    if call.is_get() {
        let values = values_of(&app.switches, &app.remarks);
        return shown(world, admin, id, &values, &[]);
    }
    let values = Values::read(call).unwrap_or_default();
    let Ok(sent) = switches_of(&values, &app.switches) else {
        return frame::foreign_form(world, admin.org);
    };
    let (name, api_name) = (app.name.clone(), app.api_name.clone());
    let contact_email = app.contact_email.clone();
    let saved = sent.and_then(|(switches, remarks)| {
        world.save_app(admin.org, id, Draft { name, api_name, contact_email, switches })?;
        Ok(remarks)
    });
    match saved {
        Ok(remarks) => {
            detail::remember(world, admin, id, REMARKS, remarks);
            Answer::redirect(detail::address(&call.host, id, "policies"))
        }
        Err(found) => shown(world, admin, id, &values, &found).noted("not_saved"),
    }
}

fn shown(world: &World, admin: &Admin, id: &RecordId, values: &Values, found: &[Problem]) -> Answer {
    let content = format!(
        "{}{}{}<button id=\"save\" type=\"submit\">Save</button>",
        problems(found),
        section("App Policies", &app_policies(values, &world.orgs[admin.org])),
        section("OAuth Policies", &oauth_policies(values)),
    );
    let form = frame::form(admin, &format!("{FORMS}/{}/policies", id.short()), &content);
    frame::page(world, admin.org, "Edit Policies", &form)
}

fn app_policies(values: &Values, org: &Org) -> String {
    let own = |names: Vec<String>| names.into_iter().map(|name| (name.clone(), name)).collect::<Vec<_>>();
    [
        select(values, "start-page", "start_page", "Start Page", START_PAGES),
        "<h3>Select Profiles</h3>".to_owned(),
        two_lists(values, "profiles", "profiles", "Profiles", &own(org.profiles())),
        "<h3>Select Permission Sets</h3>".to_owned(),
        two_lists(
            values,
            "permission-sets",
            "permission_sets",
            "Permission Sets",
            &own(org.permission_sets()),
        ),
    ]
    .concat()
}

fn oauth_policies(values: &Values) -> String {
    [
        "<h3>Plugin Policies</h3>".to_owned(),
        select(values, "permitted-users", "permitted_users", "Permitted Users", &choices(PERMITTED_USERS)),
        text(values, "oauth-start-url", "oauth_start_url", "OAuth Start URL"),
        text(values, "single-logout-url", "single_logout_url", "Single Logout URL"),
        "<h3>OAuth Flows and External Client App Enhancements</h3>".to_owned(),
        tick(
            values,
            "client-credentials-policy",
            "client_credentials_policy",
            "Enable Client Credentials Flow",
        ),
        text(values, "run-as", "run_as", "Run As (Username)"),
        "<h3>App Authorization</h3>".to_owned(),
        select(
            values,
            "refresh-token-policy",
            "refresh_token_policy",
            "Refresh Token Policy",
            REFRESH_POLICIES,
        ),
        text(values, "refresh-token-days", "refresh_token_days", "Days"),
        select(values, "ip-relaxation", "ip_relaxation", "IP Relaxation", &choices(IP_RELAXATIONS)),
        text(values, "session-timeout", "session_timeout_minutes", "Session Timeout in Minutes"),
        tick(values, "high-assurance", "high_assurance_session_required", "High assurance session required"),
    ]
    .concat()
}
