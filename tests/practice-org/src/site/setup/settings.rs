//! The form with which an app is made, and with which its settings are edited: section by section as in Setup.

use super::super::answer::Answer;
use super::super::call::Call;
use super::frame;
use super::options::{DISTRIBUTIONS, choices};
use super::pieces::{lines, locked_tick, problems, section, select, text, tick, two_lists};
use super::settings_form::{Remarks, draft_of, values_of};
use super::values::Values;
use super::{Admin, FORMS, detail};
use crate::rules::scope_label;
use crate::world::World;
use crate::world::draft::{Draft, Problem};
use crate::world::identifiers::RecordId;
use crate::world::switches::Switches;

const NEW: &str = "New External Client App";

/// "New External Client App": the empty form, or what comes of it.
pub(super) fn new(world: &mut World, admin: &Admin, call: &Call) -> Answer {
    let shipped = Switches { oauth_enabled: false, ..Switches::of_a_new_app(&[], "") };
    let shipped = Switches { callback_urls: Vec::new(), ..shipped };
    let is_locked = world.orgs[admin.org].condition.locks_new_apps;
    let path = format!("{FORMS}/new");
    let form = Form { title: NEW, path: &path, send: ("create", "Create"), is_locked };
    if call.is_get() {
        let empty = Draft {
            name: String::new(),
            api_name: String::new(),
            contact_email: String::new(),
            switches: shipped,
        };
        return form.shown(world, admin, &values_of(&empty, &Remarks::new()), &[]);
    }
    form.saved(world, admin, call, &shipped, |world, draft| world.make_app(admin.org, draft))
}

/// Settings > Edit.
pub(super) fn edit(world: &mut World, admin: &Admin, id: &RecordId, call: &Call) -> Answer {
    let Some(app) = world.orgs[admin.org].app(id.short()) else {
        return super::list::not_loaded(world, admin);
    };
    let (old, is_locked) = (app.switches.clone(), app.is_locked);
    let path = format!("{FORMS}/{}/settings", id.short());
    let form = Form { title: "Edit Settings", path: &path, send: ("save", "Save"), is_locked };
    if call.is_get() {
        let (name, api_name) = (app.name.clone(), app.api_name.clone());
        let draft = Draft { name, api_name, contact_email: app.contact_email.clone(), switches: old };
        let values = values_of(&draft, &app.remarks);
        return form.shown(world, admin, &values, &[]);
    }
    form.saved(world, admin, call, &old, |world, draft| {
        world.save_app(admin.org, id, draft).map(|()| id.clone())
    })
}

/// One of the two forms.
struct Form<'a> {
    title: &'a str,
    path: &'a str,
    /// Id and words of its button.
    send: (&'a str, &'a str),
    /// Whether PKCE and rotation are greyed out.
    is_locked: bool,
}

impl Form<'_> {
    fn saved(
        &self,
        world: &mut World,
        admin: &Admin,
        call: &Call,
        old: &Switches,
        save: impl FnOnce(&mut World, Draft) -> Result<RecordId, Vec<Problem>>,
    ) -> Answer {
        let values = Values::read(call).unwrap_or_default();
        let Ok(sent) = draft_of(&values, old) else {
            return frame::foreign_form(world, admin.org);
        };
        let saved = sent.and_then(|(draft, remarks)| Ok((save(world, draft)?, remarks)));
        match saved {
            Ok((id, remarks)) => {
                detail::remember(world, admin, &id, &super::settings_form::remark_names(), remarks);
                Answer::redirect(detail::address(&call.host, &id, "settings"))
            }
            Err(found) => self.shown(world, admin, &values, &found).noted("not_saved"),
        }
    }

    fn shown(&self, world: &World, admin: &Admin, values: &Values, found: &[Problem]) -> Answer {
        let (id, words) = self.send;
        let content = format!(
            "{}{}{}<button id=\"{id}\" type=\"submit\">{words}</button>",
            problems(found),
            section("Basic Information", &basic_information(values)),
            self.oauth(values, !found.is_empty()),
        );
        let form = frame::form(admin, self.path, &content);
        frame::page(world, admin.org, self.title, &form)
    }

    /// Collapsed until it is opened; what is below its first box appears with the tick.
    fn oauth(&self, values: &Values, with_problems: bool) -> String {
        let is_open = values.is_ticked("enable_oauth") || with_problems;
        format!(
            "<details id=\"oauth-section\"{}><summary>API (Enable OAuth Settings)</summary>{}\
             <div class=\"oauth\" id=\"oauth-settings\">{}{}{}</div></details>",
            if is_open { " open" } else { "" },
            tick(values, "enable-oauth", "enable_oauth", "Enable OAuth"),
            section("App Settings", &app_settings(values)),
            section("Flow Enablement", &flow_enablement(values)),
            section("Security", &security(values, self.is_locked)),
        )
    }
}

fn basic_information(values: &Values) -> String {
    [
        text(values, "app-name", "name", "External Client App Name *"),
        text(values, "api-name", "api_name", "API Name *"),
        text(values, "contact-email", "contact_email", "Contact Email *"),
        select(values, "distribution-state", "distribution", "Distribution State *", &choices(DISTRIBUTIONS)),
        text(values, "contact-phone", "contact_phone", "Contact Phone"),
        text(values, "info-url", "info_url", "Info URL"),
        text(values, "logo-image-url", "logo_image_url", "Logo Image URL"),
        text(values, "icon-url", "icon_url", "Icon URL"),
        lines(values, "description", "description", "Description"),
    ]
    .concat()
}

fn app_settings(values: &Values) -> String {
    let entries: Vec<(String, String)> =
        scope_label::ENTRIES.iter().map(|(name, label)| ((*name).to_owned(), (*label).to_owned())).collect();
    [
        lines(values, "callback-url", "callback_urls", "Callback URL *"),
        two_lists(values, "scopes", "scopes", "OAuth Scopes", &entries),
        tick(values, "introspect-all-tokens", "introspect_all_tokens", "Introspect All Tokens"),
        tick(values, "configure-id-token", "configure_id_token", "Configure ID Token"),
    ]
    .concat()
}

fn flow_enablement(values: &Values) -> String {
    let box_of = |id: &str, name: &str, label: &str| tick(values, id, name, label);
    let post_body = box_of(
        "require-post-body",
        "require_user_credentials_in_post_body",
        "Require user credentials in the POST body for Authorization Code and Credentials Flow",
    );
    let exchange = box_of(
        "require-secret-token-exchange",
        "require_secret_token_exchange",
        "Require secret for Token Exchange Flow",
    );
    [
        box_of("flow-client-credentials", "client_credentials_flow", "Enable Client Credentials Flow"),
        box_of(
            "flow-code-and-credentials",
            "code_and_credentials_flow",
            "Enable Authorization Code and Credentials Flow",
        ),
        format!("<div class=\"post-body\">{post_body}</div>"),
        box_of("flow-device", "device_flow", "Enable Device Flow"),
        box_of("flow-jwt-bearer", "jwt_bearer_flow", "Enable JWT Bearer Flow"),
        "<div class=\"jwt\"><label for=\"certificate-file\">Upload Files</label>\
         <input type=\"file\" id=\"certificate-file\" accept=\".crt,.cer,.pem\">\
         <input type=\"hidden\" id=\"certificate\" name=\"certificate\" value=\"\"></div>"
            .to_owned(),
        box_of("flow-token-exchange", "token_exchange_flow", "Enable Token Exchange Flow"),
        format!("<div class=\"exchange\">{exchange}</div>"),
    ]
    .concat()
}

fn security(values: &Values, is_locked: bool) -> String {
    let lockable = |id: &str, name: &str, label: &str| {
        if is_locked { locked_tick(id, label) } else { tick(values, id, name, label) }
    };
    [
        tick(
            values,
            "require-secret-web-server",
            "require_secret_web_server",
            "Require secret for Web Server Flow",
        ),
        tick(
            values,
            "require-secret-refresh",
            "require_secret_refresh",
            "Require secret for Refresh Token Flow",
        ),
        lockable(
            "require-pkce",
            "require_pkce",
            "Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows",
        ),
        lockable("rotation", "rotation", "Enable Refresh Token Rotation"),
        tick(
            values,
            "jwt-access-tokens",
            "jwt_access_tokens",
            "Issue JSON Web Token (JWT)-based access tokens for named users",
        ),
    ]
    .concat()
}
