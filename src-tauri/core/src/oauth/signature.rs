//! The signature of a token answer: base64 of HMAC-SHA256, keyed with the consumer secret, over `id` and `issued_at`.
//!
//! TLS vouches for the answer already, and not every answer that Salesforce gives has a signature that fits the secret
//! which was sent. So this says what it sees, and decides nothing.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::model::secret::ConsumerSecret;

/// Whether a signature fits; none: it is not base64, which says nothing.
pub(crate) fn fits(signature: &str, id: &str, issued_at: &str, secret: &ConsumerSecret) -> Option<bool> {
    let signature = BASE64_STANDARD.decode(signature).ok()?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
    Some(hmac::verify(&key, format!("{id}{issued_at}").as_bytes(), &signature).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_its_own_answer_and_no_other() {
        let secret = ConsumerSecret::from("1234567890123456789".to_owned());
        let id = "https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001Sv6AAAS";
        // Made with `printf %s "$id$issued_at" | openssl dgst -sha256 -hmac "$secret" -binary | base64`.
        let signature = "Go6Hu2e5Vtxjkv+IjNDoWZYYcmcc9PgXwmRZBP5/wmk=";
        assert_eq!(fits(signature, id, "1760000000000", &secret), Some(true));
        assert_eq!(fits(signature, id, "1760000000001", &secret), Some(false));
        assert_eq!(fits("", id, "1760000000000", &secret), Some(false));
        assert_eq!(fits("no base64!", id, "1760000000000", &secret), None);
        let other = ConsumerSecret::from("another".to_owned());
        assert_eq!(fits(signature, id, "1760000000000", &other), Some(false));
    }
}
