//! The answer that holds tokens, whatever earned them.
//!
//! Source: help page `remoteaccess_oauth_web_server_flow`. There is no `expires_in`: Salesforce sends none.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::world::app::App;
use crate::world::family::Family;
use crate::world::org::{Org, User};
use crate::world::signer::Signer;
use crate::world::{identifiers, random};

/// Who gives tokens to whom, and when.
pub(crate) struct Issue<'a> {
    pub(crate) org: &'a Org,
    pub(crate) app: &'a App,
    pub(crate) user: &'a User,
    pub(crate) signer: &'a Signer,
    pub(crate) now: u64,
}

impl Issue<'_> {
    /// Adds an access token to the family and says so, with the refresh token if one goes along.
    pub(crate) fn tokens(&self, family: &mut Family, refresh_token: Option<String>) -> Value {
        let seconds = self.app.switches.access_token_seconds;
        let access_token = self.access_token(&family.scopes, seconds);
        family.add_access_token(access_token.clone(), self.now, seconds);
        let (id, issued_at) = (self.org.identity_url(self.user), self.now.to_string());
        let mut answer = json!({
            "access_token": access_token,
            "signature": signature(&self.app.consumer_secret, &format!("{id}{issued_at}")),
            "scope": in_any_order(&family.scopes),
            "instance_url": format!("https://{}", self.org.host()),
            "id": id,
            "token_type": "Bearer",
            "issued_at": issued_at,
        });
        if let Some(refresh_token) = refresh_token {
            answer["refresh_token"] = json!(refresh_token);
        }
        if family.scopes.iter().any(|scope| scope == "sfap_api") {
            answer["api_instance_url"] = json!("https://api.salesforce.com");
        }
        if self.app.switches.jwt_access_tokens {
            answer["token_format"] = json!("jwt");
        }
        answer
    }

    fn access_token(&self, scopes: &[String], seconds: u64) -> String {
        if !self.app.switches.jwt_access_tokens {
            return identifiers::access_token(&self.org.id);
        }
        let home = format!("https://{}", self.org.host());
        let (begin, end) = (self.now / 1000, (self.now / 1000).saturating_add(seconds));
        self.signer.signed(&json!({
            "iss": home,
            "sub": format!("uid:{}", self.user.id.long()),
            "aud": [home],
            "client_id": self.app.consumer_key,
            "scp": scopes.join(" "),
            "jti": identifiers::page_ticket(),
            "iat": begin,
            "nbf": begin,
            "exp": end,
        }))
    }
}

impl Issue<'_> {
    /// An ID token: who signed in, to which app. Two minutes, Salesforce's own default.
    pub(crate) fn id_token(&self, nonce: Option<&str>) -> String {
        let begin = self.now / 1000;
        let mut claims = json!({
            "iss": format!("https://{}", self.org.host()),
            "sub": self.org.identity_url(self.user),
            "aud": self.app.consumer_key,
            "iat": begin,
            "exp": begin + 2 * 60,
        });
        if let Some(nonce) = nonce {
            claims["nonce"] = json!(nonce);
        }
        self.signer.signed(&claims)
    }
}

/// HMAC-SHA256 over identity URL and time, keyed with the consumer secret, in base64.
fn signature(consumer_secret: &str, text: &str) -> String {
    use aws_lc_rs::hmac;
    let key = hmac::Key::new(hmac::HMAC_SHA256, consumer_secret.as_bytes());
    STANDARD.encode(hmac::sign(&key, text.as_bytes()))
}

/// Salesforce promises no order, so no client may rely on one.
fn in_any_order(scopes: &[String]) -> String {
    let mut scopes = scopes.to_vec();
    let turn = random::random_below(scopes.len());
    scopes.rotate_left(turn);
    scopes.join(" ")
}
