//! What the log keeps of a request: names, and values that are no secrets.

use super::call::Call;
use super::kind::Kind;
use crate::rules::form::Parameters;
use crate::seen::{Seen, SeenAuthorize, SeenToken, harmless};

/// The log entry of a request that has just arrived.
pub(crate) fn of(call: &Call, kind: Kind, now: u64) -> Seen {
    // Zips and envelopes have no names of parameters, and might hold a secret where one would be.
    let is_form = !matches!(kind, Kind::Deploy | Kind::DeployStatus | Kind::Soap);
    let body = if is_form { call.body.as_str() } else { "" };
    let wants_token = matches!(kind, Kind::Token | Kind::Revoke | Kind::Introspect);
    Seen {
        time: now,
        host: call.host.clone(),
        method: call.method.clone(),
        path: call.path.clone(),
        kind: kind.name(),
        parameters: names(&call.query).chain(names(body)).collect(),
        token: wants_token.then(|| token(call)),
        authorize: (kind == Kind::Authorize).then(|| authorize(call)),
        ..Seen::default()
    }
}

/// The grant type of a call, if it is shaped like one.
pub(crate) fn grant_type(call: &Call) -> Option<String> {
    let sent = Parameters::read(&call.body).ok()?;
    let shaped = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-:".contains(&byte);
    let value = sent.get("grant_type")?;
    Some(if value.len() <= 60 && value.bytes().all(shaped) { value.to_owned() } else { "?".to_owned() })
}

fn token(call: &Call) -> SeenToken {
    let sent = Parameters::read(&call.body).unwrap_or_default();
    let basic = call.authorization.is_some();
    let secret_in_body = sent.sent("client_secret").is_some();
    SeenToken {
        grant_type: grant_type(call),
        has_verifier: sent.get("code_verifier").is_some(),
        has_secret: basic || secret_in_body,
        client_auth: match (basic, secret_in_body) {
            (true, _) => "basic",
            (false, true) => "body",
            (false, false) => "none",
        },
    }
}

fn authorize(call: &Call) -> SeenAuthorize {
    let sent = Parameters::read(&call.query).unwrap_or_default();
    let value = |name| sent.get(name).map(str::to_owned);
    SeenAuthorize {
        state: value("state"),
        has_challenge: sent.get("code_challenge").is_some(),
        scope: value("scope"),
        redirect_uri: value("redirect_uri"),
        prompt: value("prompt"),
        login_hint: value("login_hint"),
    }
}

/// Read without strictness: the log must also tell what a malformed request looked like.
fn names(raw: &str) -> impl Iterator<Item = String> {
    raw.split('&')
        .filter(|piece| !piece.is_empty())
        .map(|piece| harmless(piece.split('=').next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_value_gets_into_the_log() {
        let call = Call {
            method: "POST".into(),
            body: "grant_type=refresh_token&refresh_token=5Aep861canary&client_secret=canary2&code_verifier=canary3".into(),
            ..Call::default()
        };
        let written = serde_json::to_string(&of(&call, Kind::Token, 0)).unwrap_or_default();
        assert!(!written.contains("canary"), "{written}");
        assert!(
            written.contains(r#""client_auth":"body""#) && written.contains(r#""has_verifier":true"#),
            "{written}"
        );
        assert!(
            written
                .contains(r#""parameters":["grant_type","refresh_token","client_secret","code_verifier"]"#)
        );
    }

    #[test]
    fn a_body_that_is_a_bare_token_is_not_written_down() {
        let call = Call { method: "POST".into(), body: "5Aep861canary".into(), ..Call::default() };
        let written = serde_json::to_string(&of(&call, Kind::Revoke, 0)).unwrap_or_default();
        assert!(!written.contains("canary") && written.contains(r#""parameters":["?"]"#), "{written}");
    }
}
