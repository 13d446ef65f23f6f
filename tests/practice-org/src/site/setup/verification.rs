//! "Verify Your Identity": six digits by e-mail stand between an admin and the keys of an app.
//!
//! Every time that the page is opened a new code is sent, and the one before has ended.

use super::super::answer::Answer;
use super::super::call::Call;
use super::super::page::escaped;
use super::frame::{self, CONFIRMATION};
use super::pieces::{problems, text};
use super::values::Values;
use super::{Admin, FORMS, list};
use crate::world::World;
use crate::world::draft::Problem;
use crate::world::identifiers::RecordId;
use crate::world::mail::Typed;

/// The page, or what comes of the code.
pub(super) fn answer(world: &mut World, admin: &Admin, id: &RecordId, call: &Call) -> Answer {
    let has_keys = world.orgs[admin.org].app(id.short()).is_some_and(|app| app.switches.oauth_enabled);
    if !has_keys {
        return list::not_loaded(world, admin);
    }
    let now = world.clock.now();
    if call.is_get() {
        let to = world.user(admin.org, &admin.username).map_or("", |user| user.email);
        world.mailbox.send(&admin.session, id, &admin.username, to, now);
        return shown(world, admin, id, None);
    }
    let values = Values::read(call).unwrap_or_default();
    if !values.are_of(&[CONFIRMATION, "code"], &[]) {
        return frame::foreign_form(world, admin.org);
    }
    match world.mailbox.type_code(&admin.session, id, values.text("code"), now) {
        Typed::Right => Answer::redirect(format!("https://{}{FORMS}/{}/consumer", call.host, id.short())),
        Typed::Wrong => shown(world, admin, id, Some("this code is not the one that we sent"))
            .noted("verification_code_wrong"),
        Typed::Over => {
            shown(world, admin, id, Some("this code has ended; open the page again for a new one"))
                .noted("verification_code_over")
        }
    }
}

fn shown(world: &World, admin: &Admin, id: &RecordId, wrong: Option<&str>) -> Answer {
    let to = world.user(admin.org, &admin.username).map_or("", |user| user.email);
    let found: Vec<Problem> = wrong.map(|words| Problem::new("code", words)).into_iter().collect();
    let content = format!(
        "{}<p>To see the consumer key and secret, verify your identity. We sent a code to \
         <strong id=\"sent-to\">{}</strong>.</p>{}<button id=\"verify\" type=\"submit\">Verify</button>",
        problems(&found),
        escaped(&hinted(to)),
        text(&Values::default(), "verification-code", "code", "Verification Code")
            // A person types at once.
            .replace("<input ", "<input autofocus "),
    );
    let form = frame::form(admin, &format!("{FORMS}/{}/verification", id.short()), &content);
    frame::page(world, admin.org, "Verify Your Identity", &form)
}

/// Enough of an address to recognise one's own.
fn hinted(address: &str) -> String {
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    let (local, domain) = address.split_once('@').unwrap_or_default();
    format!("{}\u{2026}@{}\u{2026}", first(local), first(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_hinted_at() {
        assert_eq!(hinted("ana@example.com"), "a\u{2026}@e\u{2026}");
    }
}
