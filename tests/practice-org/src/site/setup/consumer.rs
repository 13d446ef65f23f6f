//! "Consumer Details": the key and the secret of an app, each with a button that copies it.

use super::super::answer::Answer;
use super::super::page::escaped;
use super::{Admin, FORMS, frame, list};
use crate::world::World;
use crate::world::identifiers::RecordId;

/// The page, for whoever has typed the code; everybody else is sent to where it is asked for.
pub(super) fn answer(world: &World, admin: &Admin, id: &RecordId) -> Answer {
    let org = &world.orgs[admin.org];
    let Some(app) = org.app(id.short()).filter(|app| app.switches.oauth_enabled) else {
        return list::not_loaded(world, admin);
    };
    if !world.mailbox.is_open(&admin.session, id, world.clock.now()) {
        let path = format!("{FORMS}/{}/verification", id.short());
        return Answer::redirect(format!("https://{}{path}", org.setup_host())).noted("not_verified");
    }
    let field = |what: &str, label: &str, value: &str| {
        format!(
            "<label for=\"consumer-{what}\">{label}</label>\
             <textarea id=\"consumer-{what}\" rows=\"2\" readonly spellcheck=\"false\">{}</textarea>\
             <button type=\"button\" id=\"copy-{what}\" data-copies=\"consumer-{what}\" data-said=\"{label} copied\">\
             Copy</button>",
            escaped(value)
        )
    };
    let content = format!(
        "<p id=\"of-app\">{}</p>{}{}<p class=\"hint\" id=\"copied\" role=\"status\"></p>",
        escaped(&app.name),
        field("key", "Consumer Key", &app.consumer_key),
        field("secret", "Consumer Secret", &app.consumer_secret),
    );
    frame::page(world, admin.org, "Consumer Details", &content)
}
