//! Access tokens in the form of a JSON Web Token, signed with a key of this start.
//!
//! The key is made when the first such token is: it takes a moment that most tests need not wait. Clients must take a
//! token as it is; nothing here helps them to read it.

use std::sync::OnceLock;

use aws_lc_rs::{rand, rsa, signature};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// The signing key, once it is needed.
#[derive(Default)]
pub(crate) struct Signer(OnceLock<rsa::KeyPair>);

impl Signer {
    /// The token with these claims: three parts, RS256.
    pub(crate) fn signed(&self, claims: &Value) -> String {
        let header = json!({ "typ": "JWT", "alg": "RS256", "kid": "practice" });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let text = format!("{}.{}", part(&header), part(claims));
        let signature = URL_SAFE_NO_PAD.encode(self.signature(&text));
        format!("{text}.{signature}")
    }

    #[expect(
        clippy::expect_used,
        reason = "a key that was just made can sign, and memory is not refused here"
    )]
    fn signature(&self, text: &str) -> Vec<u8> {
        let made = || rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("a key can be made");
        let key = self.0.get_or_init(made);
        let mut signature = vec![0; key.public_modulus_len()];
        let random = rand::SystemRandom::new();
        key.sign(&signature::RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature)
            .expect("the key signs");
        signature
    }
}
