//! The External Client App Manager, the one app in it, and the pages of Setup that have a title and nothing else.
//!
//! An address that Setup does not have is none here either.

use super::super::answer::Answer;
use super::super::call::Call;
use super::super::home;
use super::super::page::escaped;
use super::{Admin, FORMS, MANAGER, app, detail, frame};
use crate::world::World;
use crate::world::app::App;

/// Every other page that somebody may be led to: its name in the address, its title.
const PAGES: &[(&str, &str)] = &[
    ("ExternalClientApplicationOauthUsage", "External Client Apps OAuth Usage"),
    ("ExternalClientApplicationSettings", "External Client App Settings"),
    ("NavigationMenus", "App Manager"),
    ("ConnectedAppsUsage", "Connected Apps OAuth Usage"),
    ("ConnectedApplication", "Manage Connected Apps"),
    ("OrgDomain", "My Domain"),
    ("OauthOidcSettings", "OAuth and OpenID Connect Settings"),
    ("OauthCustomScope", "OAuth Custom Scopes"),
    ("SecuritySession", "Session Settings"),
    ("SessionManagementPage", "Session Management"),
    ("OrgLoginHistory", "Login History"),
    ("NetworkAccess", "Network Access"),
    ("PermSets", "Permission Sets"),
    ("Profiles", "Profiles"),
    ("EnhancedProfiles", "Profiles"),
    ("ManageUsers", "Users"),
    ("CorsWhitelistEntries", "CORS"),
    ("SecurityCspTrustedSite", "Trusted URLs"),
    ("SecurityRedirectWhitelistUrl", "Trusted URLs for Redirects"),
    ("CertificatesAndKeysManagement", "Certificate and Key Management"),
    ("NamedCredential", "Named Credentials"),
    ("IdentityVerification", "Identity Verification"),
    ("MfaAssistant", "Multi-Factor Authentication Assistant"),
    ("CompanyProfileInfo", "Company Information"),
    ("SetupOneHome", "Setup Home"),
];
const RESET_TOKEN: &str = "/lightning/settings/personal/ResetApiToken/home";

/// A page of Setup by its address.
pub(super) fn answer(world: &World, admin: &Admin, call: &Call) -> Answer {
    let in_manager = call.path.strip_prefix(MANAGER);
    if in_manager == Some("/home") {
        return manager(world, admin);
    }
    if let Some(id) = in_manager.and_then(|rest| rest.strip_prefix('/')?.strip_suffix("/detail")) {
        return match app(world, admin, id) {
            Some(app) => detail::page(world, admin, app, call),
            None => not_loaded(world, admin),
        };
    }
    let named = call.path.strip_prefix("/lightning/setup/").and_then(|rest| rest.strip_suffix("/home"));
    let title = PAGES.iter().find(|(name, _)| named == Some(*name)).map(|(_, title)| *title);
    let title = title.or((call.path == RESET_TOKEN).then_some("Reset My Security Token"));
    match title {
        Some(title) => {
            let content = format!(
                "<p id=\"not-practised\">This page is not practised here.</p>\
                 <p><a href=\"{MANAGER}/home\">External Client App Manager</a></p>"
            );
            frame::page(world, admin.org, title, &content)
        }
        None => home::not_found(world.orgs.get(admin.org)),
    }
}

/// Every app of the org.
fn manager(world: &World, admin: &Admin) -> Answer {
    let row = |app: &App| {
        format!(
            "<tr><td><a class=\"app\" href=\"{}\">{}</a></td><td>{}</td><td>{}</td></tr>",
            detail::path(&app.id, "policies"),
            escaped(&app.name),
            escaped(&app.api_name),
            escaped(&app.contact_email),
        )
    };
    let rows: String = world.orgs[admin.org].apps.iter().filter(|app| app.switches.exists).map(row).collect();
    let content = format!(
        "<a class=\"button\" id=\"new-app\" href=\"{FORMS}/new\">New External Client App</a>\
         <table id=\"apps\"><thead><tr><th>Name</th><th>API Name</th><th>Contact Email</th></tr></thead>\
         <tbody>{rows}</tbody></table>"
    );
    frame::page(world, admin.org, "External Client App Manager", &content)
}

/// What Setup says of an app that is not there, or not there yet.
pub(super) fn not_loaded(world: &World, admin: &Admin) -> Answer {
    let content = "<p id=\"error\">We couldn't load the external client app.</p>";
    Answer { status: 404, ..frame::page(world, admin.org, "External Client App", content) }
        .noted("app_not_loaded")
}
