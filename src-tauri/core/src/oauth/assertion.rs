//! The signed assertion of the JWT bearer flow (RFC 7523 §3, RFC 7515): made anew for each request, valid for minutes.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD as BASE64URL};
use serde_json::json;
use zeroize::Zeroizing;

use crate::model::error::Error;
use crate::model::flow::{Audience, Username};
use crate::model::secret::{Assertion, ConsumerKey, PrivateKey};
use crate::model::time::Timestamp;

/// How long an assertion lives, in seconds: Salesforce takes three minutes at the most, and clocks differ.
const LIFE: i64 = 150;

/// Signs (RS256) that this app asks for a token in the name of this user.
///
/// # Errors
/// [`Error::Nonsense`] for a key that cannot sign: it was one when it was stored.
pub fn sign(
    key: &PrivateKey,
    app: &ConsumerKey,
    user: &Username,
    audience: Audience,
    now: Timestamp,
) -> Result<Assertion, Error> {
    let unusable = || Error::Nonsense("a stored private key cannot sign");
    let der = Zeroizing::new(BASE64.decode(key.expose()).map_err(|_| unusable())?);
    let pair = KeyPair::from_pkcs8(&der).map_err(|_| unusable())?;
    let claims = json!({
        "iss": app.expose(),
        "sub": user.as_str(),
        "aud": audience.as_url(),
        "exp": now.0 / 1000 + LIFE,
    });
    let header = BASE64URL.encode(r#"{"alg":"RS256"}"#);
    let mut text = format!("{header}.{}", BASE64URL.encode(claims.to_string()));
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)
        .map_err(|_| unusable())?;
    text.push('.');
    BASE64URL.encode_string(signature, &mut text);
    Ok(text.into())
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
    use serde_json::Value;

    use super::*;
    use crate::oauth::private_key;

    #[test]
    fn an_assertion_says_who_for_whom_and_for_how_long_and_is_signed() {
        let now = Timestamp(1_800_000_000_000);
        let made = private_key::make("Keyperch", now).expect("a key");
        let app = ConsumerKey::from("3MVG9_a.b".to_owned());
        let user = Username::parse("ana@acme.com.uat").expect("a username");
        let assertion = sign(&made.key, &app, &user, Audience::Test, now).expect("an assertion");
        let parts: Vec<&str> = assertion.expose().split('.').collect();
        let [header, claims, signature] = parts[..] else { panic!("{} parts", parts.len()) };
        let json = |part| -> Value {
            serde_json::from_slice(&BASE64URL.decode(part).expect("base64url")).expect("JSON")
        };
        assert_eq!(json(header), json!({"alg": "RS256"}));
        assert_eq!(
            json(claims),
            json!({"iss": "3MVG9_a.b", "sub": "ana@acme.com.uat", "aud": "https://test.salesforce.com",
                   "exp": 1_800_000_150})
        );
        let der = BASE64.decode(made.key.expose()).expect("base64");
        let public = KeyPair::from_pkcs8(&der).expect("a key").public_key().as_ref().to_vec();
        let signed = format!("{header}.{claims}");
        let signature = BASE64URL.decode(signature).expect("base64url");
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public)
            .verify(signed.as_bytes(), &signature)
            .expect("it is ours");
    }
}
