//! Access tokens in the form of a JSON Web Token, and ID tokens, signed with a key of this start.
//!
//! The key is made when the first such token is: it takes a moment that most tests need not wait. Clients must take a
//! token as it is; the public key is for ID tokens, which they may read.

use std::sync::OnceLock;

use aws_lc_rs::signature::KeyPair as _;
use aws_lc_rs::{rand, rsa, signature};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// What the key is called.
const KEY_ID: &str = "practice";

/// The signing key, once it is needed.
#[derive(Default)]
pub(crate) struct Signer(OnceLock<rsa::KeyPair>);

impl Signer {
    /// The token with these claims: three parts, RS256.
    pub(crate) fn signed(&self, claims: &Value) -> String {
        let header = json!({ "typ": "JWT", "alg": "RS256", "kid": KEY_ID });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let text = format!("{}.{}", part(&header), part(claims));
        let signature = URL_SAFE_NO_PAD.encode(self.signature(&text));
        format!("{text}.{signature}")
    }

    /// The public half as a JSON Web Key (RFC 7517).
    pub(crate) fn public_key(&self) -> Value {
        let (modulus, exponent) = parts(self.key().public_key().as_ref()).unwrap_or_default();
        json!({
            "kty": "RSA",
            "alg": "RS256",
            "use": "sig",
            "kid": KEY_ID,
            "n": URL_SAFE_NO_PAD.encode(modulus),
            "e": URL_SAFE_NO_PAD.encode(exponent),
        })
    }

    #[expect(clippy::expect_used, reason = "memory is not refused here")]
    fn key(&self) -> &rsa::KeyPair {
        self.0.get_or_init(|| rsa::KeyPair::generate(rsa::KeySize::Rsa2048).expect("a key can be made"))
    }

    #[expect(clippy::expect_used, reason = "a key that was just made can sign")]
    fn signature(&self, text: &str) -> Vec<u8> {
        let key = self.key();
        let mut signature = vec![0; key.public_modulus_len()];
        let random = rand::SystemRandom::new();
        key.sign(&signature::RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature)
            .expect("the key signs");
        signature
    }
}

/// Modulus and exponent of a key of 2,048 bits: two integers in a sequence (RFC 8017 §A.1.1), the first with a zero before
/// it, because its highest bit is set.
fn parts(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = der.strip_prefix(&[0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01, 0x00])?;
    let (modulus, rest) = rest.split_at_checked(256)?;
    let exponent = rest.strip_prefix(&[0x02, 0x03])?;
    (exponent.len() == 3).then_some((modulus, exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_signed_can_be_checked_with_the_public_key() {
        let signer = Signer::default();
        let token = signer.signed(&json!({ "sub": "ana" }));
        let key = signer.public_key();
        let bytes = |name: &str| URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap();
        let public = rsa::PublicKeyComponents { n: bytes("n"), e: bytes("e") };
        let (text, mark) = token.rsplit_once('.').unwrap();
        let mark = URL_SAFE_NO_PAD.decode(mark).unwrap();
        let verified = |text: &str| {
            public.verify(&signature::RSA_PKCS1_2048_8192_SHA256, text.as_bytes(), &mark).is_ok()
        };
        assert!(verified(text) && !verified(&text[1..]));
    }
}
