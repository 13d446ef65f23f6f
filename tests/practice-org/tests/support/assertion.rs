//! Signed assertions for the JWT bearer flow, each part of which a test can get wrong.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::{rand, rsa, signature};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use super::story::Story;

/// An RSA key and the certificate that is uploaded for it.
pub struct Signer {
    pub certificate: String,
    key: rsa::KeyPair,
}

impl Signer {
    pub fn new() -> Self {
        let key = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
        let der = key.as_der().unwrap();
        let pkcs8 = PrivatePkcs8KeyDer::from(der.as_ref());
        let pair = rcgen::KeyPair::from_pkcs8_der_and_sign_algo(&pkcs8, &rcgen::PKCS_RSA_SHA256).unwrap();
        let certificate = rcgen::CertificateParams::default().self_signed(&pair).unwrap().pem();
        Self { certificate, key }
    }

    /// The assertion with this header and these claims.
    pub fn signed(&self, header: &Value, claims: &Value) -> String {
        let text = format!("{}.{}", part(header), part(claims));
        let mut signature = vec![0; self.key.public_modulus_len()];
        let random = rand::SystemRandom::new();
        self.key.sign(&signature::RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature).unwrap();
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// A proper assertion of a story whose org belongs to this login host.
    pub fn proper(&self, story: &Story) -> String {
        self.signed(&json!({ "alg": "RS256", "kid": "any" }), &claims(story))
    }
}

/// The claims of a proper assertion, which ends in two minutes.
pub fn claims(story: &Story) -> Value {
    let host = if story.host.contains(".sandbox.") { "test" } else { "login" };
    json!({
        "iss": story.app.consumer_key,
        "sub": story.username,
        "aud": format!("https://{host}.salesforce.com"),
        "exp": now() + 120,
    })
}

/// The real time in seconds, which a practice clock begins with.
#[expect(clippy::disallowed_methods, reason = "the practice clock begins with the real time")]
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

pub fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}
