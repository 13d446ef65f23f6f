//! `/setup/connect`: where a person types the code that a device shows, logs in, and allows or denies it.
//!
//! The code in the address only fills the field in: nothing goes on before the person has sent it.

use super::answer::Answer;
use super::authorize;
use super::call::Call;
use super::page::{self, escaped};
use crate::rules::form::Parameters;
use crate::rules::refusal::{DENIED, METHOD};
use crate::world::devices::Progress;
use crate::world::visits::{Ending, Waiting};
use crate::world::{OrgIndex, World};

/// Where the page is.
pub(crate) const PATH: &str = "/setup/connect";
const UNKNOWN: &str = "This code is unknown, used or too old. Check what your device shows.";

/// The page, or what becomes of it.
pub(crate) fn answer(world: &mut World, here: OrgIndex, call: &Call) -> Answer {
    if call.is_post() {
        return typed(world, here, call);
    }
    if !call.is_get() {
        return Answer::empty(METHOD.status).refusing(METHOD);
    }
    let sent = Parameters::read(&call.query).unwrap_or_default();
    form(world, here, sent.get("user_code").unwrap_or_default(), None)
}

fn form(world: &World, here: OrgIndex, user_code: &str, wrong: Option<&str>) -> Answer {
    let error =
        wrong.map(|text| format!("<p class=\"error\" id=\"error\" role=\"alert\">{}</p>", escaped(text)));
    let content = format!(
        "{}<p>Type the code that your device shows. Go on only if you have just asked for it.</p>\
         <form method=\"post\" action=\"{PATH}\"><label for=\"user_code\">Code</label>\
         <input id=\"user_code\" name=\"user_code\" autocomplete=\"off\" required autofocus value=\"{}\">\
         <button id=\"connect\" type=\"submit\">Connect</button></form>",
        error.unwrap_or_default(),
        escaped(user_code),
    );
    page::page("Connect Your Device", world.orgs.get(here), &content, None)
}

fn typed(world: &mut World, here: OrgIndex, call: &Call) -> Answer {
    let sent = Parameters::read(&call.body).unwrap_or_default();
    let user_code = sent.get("user_code").unwrap_or_default();
    let now = world.clock.now();
    let Some(device) = world.devices.showing(here, user_code, now) else {
        return form(world, here, user_code, Some(UNKNOWN)).noted("unknown_user_code");
    };
    let waiting = Waiting {
        org: here,
        consumer_key: device.consumer_key.clone(),
        scopes: device.scopes.clone(),
        ending: Ending::Device { user_code: device.user_code.clone() },
        username: None,
    };
    authorize::put(world, call, waiting, false, None)
}

/// The person pressed a button; the device hears of it when it polls.
pub(crate) fn answered(
    world: &mut World,
    here: OrgIndex,
    user_code: &str,
    username: &str,
    allowed: bool,
) -> Answer {
    let now = world.clock.now();
    let Some(device) = world.devices.showing(here, user_code, now) else {
        return form(world, here, user_code, Some(UNKNOWN)).noted("unknown_user_code");
    };
    device.progress = if allowed { Progress::Allowed(username.to_owned()) } else { Progress::Denied };
    let (title, text) = if allowed {
        ("You are connected", "Your device may act for you now. You can close this page.")
    } else {
        ("Access denied", "Your device was told no. You can close this page.")
    };
    let page = page::page(title, world.orgs.get(here), &format!("<p id=\"done\">{text}</p>"), None);
    if allowed { page } else { page.refusing(DENIED) }
}
