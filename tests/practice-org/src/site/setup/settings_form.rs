//! The form of an app's settings: from a draft to its fields, and from what was sent back to a draft.
//!
//! Policies are not in it: they come from the app as it is.

use std::collections::BTreeMap;

use super::frame::CONFIRMATION;
use super::options::{DISTRIBUTIONS, switch_of, value_of};
use super::values::Values;
use crate::rules::refusal::{MALFORMED, Refusal};
use crate::rules::scope;
use crate::world::draft::{Draft, Problem};
use crate::world::switches::Switches;

/// Kept and shown, and no answer depends on them.
const REMARK_TEXTS: &[&str] = &["contact_phone", "info_url", "logo_image_url", "icon_url", "description"];
const REMARK_TICKS: &[&str] =
    &["configure_id_token", "require_user_credentials_in_post_body", "require_secret_token_exchange"];
const TEXTS: &[&str] = &[
    CONFIRMATION,
    "name",
    "api_name",
    "contact_email",
    "distribution",
    "contact_phone",
    "info_url",
    "logo_image_url",
    "icon_url",
    "description",
    "callback_urls",
    "scopes",
    "certificate",
];
const TICKS: &[&str] = &[
    "enable_oauth",
    "introspect_all_tokens",
    "configure_id_token",
    "client_credentials_flow",
    "code_and_credentials_flow",
    "require_user_credentials_in_post_body",
    "device_flow",
    "jwt_bearer_flow",
    "token_exchange_flow",
    "require_secret_token_exchange",
    "require_secret_web_server",
    "require_secret_refresh",
    "require_pkce",
    "rotation",
    "jwt_access_tokens",
];

/// What Setup keeps besides the switches.
pub(super) type Remarks = BTreeMap<&'static str, String>;

/// The fields of a draft. The certificate of before is not among them: a file is never shown again.
pub(crate) fn values_of(draft: &Draft, remarks: &Remarks) -> Values {
    let switches = &draft.switches;
    let entries: Vec<&str> = switches.scopes.iter().map(|name| scope::entry_of(name)).collect();
    let mut values = Values::default()
        .with("name", &draft.name)
        .with("api_name", &draft.api_name)
        .with("contact_email", &draft.contact_email)
        .with("distribution", value_of(DISTRIBUTIONS, &switches.distribution))
        .with("callback_urls", switches.callback_urls.join("\n"))
        .with("scopes", entries.join("\n"))
        .with_tick("enable_oauth", switches.oauth_enabled)
        .with_tick("introspect_all_tokens", switches.introspect_all_tokens)
        .with_tick("client_credentials_flow", switches.client_credentials_flow)
        .with_tick("code_and_credentials_flow", switches.code_and_credentials_flow)
        .with_tick("device_flow", switches.device_flow)
        .with_tick("jwt_bearer_flow", !switches.certificate.is_empty())
        .with_tick("token_exchange_flow", switches.token_exchange_flow)
        .with_tick("require_secret_web_server", switches.secret_required_for_web_server)
        .with_tick("require_secret_refresh", switches.secret_required_for_refresh)
        .with_tick("require_pkce", switches.pkce_required)
        .with_tick("rotation", switches.refresh_token_rotation)
        .with_tick("jwt_access_tokens", switches.jwt_access_tokens);
    for name in REMARK_TEXTS {
        values = values.with(name, remarks.get(name).cloned().unwrap_or_default());
    }
    for name in REMARK_TICKS {
        values = values.with_tick(name, remarks.contains_key(name));
    }
    values
}

/// The names of what is kept besides the switches.
pub(super) fn remark_names() -> Vec<&'static str> {
    REMARK_TEXTS.iter().chain(REMARK_TICKS).copied().collect()
}

/// What was sent, as a draft and its remarks; `old` is the app as it is, or as it ships.
pub(super) fn draft_of(
    values: &Values,
    old: &Switches,
) -> Result<Result<(Draft, Remarks), Vec<Problem>>, Refusal> {
    if !values.are_of(TEXTS, TICKS) {
        return Err(MALFORMED);
    }
    let wrong = |field, text: &str| Ok(Err(vec![Problem::new(field, text)]));
    let Some(distribution) = switch_of(DISTRIBUTIONS, values.text("distribution")) else {
        return wrong("distribution", "complete this field");
    };
    let oauth_enabled = values.is_ticked("enable_oauth");
    let uploaded = values.text("certificate").replace("\r\n", "\n");
    let certificate = match (values.is_ticked("jwt_bearer_flow"), uploaded.is_empty()) {
        (false, _) => String::new(),
        (true, false) => uploaded,
        (true, true) if oauth_enabled && old.certificate.is_empty() => {
            return wrong("certificate", "upload a certificate");
        }
        (true, true) => old.certificate.clone(),
    };
    let switches = Switches {
        distribution,
        oauth_enabled,
        callback_urls: values.lines("callback_urls"),
        scopes: scopes_of(values, old),
        introspect_all_tokens: values.is_ticked("introspect_all_tokens"),
        client_credentials_flow: values.is_ticked("client_credentials_flow"),
        code_and_credentials_flow: values.is_ticked("code_and_credentials_flow"),
        device_flow: values.is_ticked("device_flow"),
        certificate,
        token_exchange_flow: values.is_ticked("token_exchange_flow"),
        secret_required_for_web_server: values.is_ticked("require_secret_web_server"),
        secret_required_for_refresh: values.is_ticked("require_secret_refresh"),
        pkce_required: values.is_ticked("require_pkce"),
        refresh_token_rotation: values.is_ticked("rotation"),
        jwt_access_tokens: values.is_ticked("jwt_access_tokens"),
        ..old.clone()
    };
    let text = |name: &str| values.text(name).to_owned();
    let draft = Draft {
        name: text("name"),
        api_name: text("api_name"),
        contact_email: text("contact_email"),
        switches,
    };
    let texts = REMARK_TEXTS.iter().map(|name| (*name, text(name)));
    let ticks = REMARK_TICKS.iter().map(|name| (*name, text(name)));
    Ok(Ok((draft, texts.chain(ticks).filter(|(_, value)| !value.is_empty()).collect())))
}

/// An entry that was selected before keeps the names that it was saved by.
fn scopes_of(values: &Values, old: &Switches) -> Vec<String> {
    let selected = values.lines("scopes");
    let kept = old.scopes.iter().filter(|name| selected.iter().any(|entry| entry == scope::entry_of(name)));
    let kept: Vec<String> = kept.cloned().collect();
    let new = selected.into_iter().filter(|entry| !kept.iter().any(|name| scope::entry_of(name) == entry));
    kept.iter().cloned().chain(new.collect::<Vec<_>>()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft::new("Nightly Export", "ana@example.com", &["api", "offline_access"], "http://localhost:33333")
    }

    #[test]
    fn what_a_page_shows_is_what_comes_back() {
        let remarks: Remarks =
            [("description", "At night".to_owned()), ("configure_id_token", "on".to_owned())].into();
        let values = values_of(&draft(), &remarks);
        assert_eq!(draft_of(&values, &draft().switches), Ok(Ok((draft(), remarks))));
    }

    #[test]
    fn a_certificate_is_uploaded_once_and_ends_with_its_tick() {
        let with = Switches { certificate: "pem".to_owned(), ..draft().switches };
        let ticked = values_of(&Draft { switches: with.clone(), ..draft() }, &Remarks::new());
        let certificate = |values: &Values, old: &Switches| {
            draft_of(values, old).unwrap().map(|(draft, _)| draft.switches.certificate)
        };
        assert_eq!(certificate(&ticked, &with), Ok("pem".to_owned()), "it stays");
        assert_eq!(certificate(&values_of(&draft(), &Remarks::new()), &with), Ok(String::new()), "it goes");
        let without = draft().switches;
        let missing = certificate(&ticked, &without).unwrap_err();
        assert_eq!(missing[0].field, "certificate", "there is none");
        let new = ticked.with("certificate", "new\r\npem");
        assert_eq!(certificate(&new, &with), Ok("new\npem".to_owned()), "it is replaced");
    }

    #[test]
    fn a_field_that_the_form_does_not_have_is_refused() {
        let strange = values_of(&draft(), &Remarks::new()).with("run_as", "ana@acme.com");
        assert_eq!(draft_of(&strange, &draft().switches), Err(MALFORMED));
    }
}
