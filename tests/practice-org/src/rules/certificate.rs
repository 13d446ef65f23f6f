//! The certificate of a JWT bearer flow: can it be uploaded, and did its key sign this?
//!
//! RSA with SHA-256 only, of 2,048 bits at least. Its dates and names are not looked at: nothing says that Salesforce
//! looks at them.

use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA256;
use webpki::{EndEntityCert, Error};

/// Whether Setup would take this file.
pub(crate) fn is_usable(pem: &str) -> bool {
    // No signature is as short as one byte, so any key refuses this one; a key of another kind refuses before it looks.
    let judged = verified(pem, b"", &[0]);
    judged == Some(Err(Error::InvalidSignatureForPublicKey))
}

/// Whether the key of the certificate signed this text.
pub(crate) fn signed(pem: &str, text: &[u8], signature: &[u8]) -> bool {
    verified(pem, text, signature) == Some(Ok(()))
}

/// None when there is no certificate in the text.
fn verified(pem: &str, text: &[u8], signature: &[u8]) -> Option<Result<(), Error>> {
    let der = CertificateDer::from_pem_slice(pem.as_bytes()).ok()?;
    let certificate = EndEntityCert::try_from(&der).ok()?;
    Some(certificate.verify_signature(RSA_PKCS1_2048_8192_SHA256, text, signature))
}

#[cfg(test)]
pub(crate) mod tests {
    use aws_lc_rs::encoding::AsDer;
    use aws_lc_rs::{rand, rsa, signature};

    use super::*;

    /// An RSA key and its self-signed certificate.
    pub(crate) fn made() -> (rsa::KeyPair, String) {
        let key = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
        let der = key.as_der().unwrap();
        let pkcs8 = tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer::from(der.as_ref());
        let signer = rcgen::KeyPair::from_pkcs8_der_and_sign_algo(&pkcs8, &rcgen::PKCS_RSA_SHA256).unwrap();
        let pem = rcgen::CertificateParams::default().self_signed(&signer).unwrap().pem();
        (key, pem)
    }

    /// A signature of that key.
    pub(crate) fn signature_of(key: &rsa::KeyPair, text: &str) -> Vec<u8> {
        let mut signature = vec![0; key.public_modulus_len()];
        let random = rand::SystemRandom::new();
        key.sign(&signature::RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature).unwrap();
        signature
    }

    #[test]
    fn only_an_rsa_certificate_can_be_uploaded() {
        let (_, pem) = made();
        assert!(is_usable(&pem));
        let elliptic = rcgen::KeyPair::generate().unwrap();
        let other = rcgen::CertificateParams::default().self_signed(&elliptic).unwrap().pem();
        assert!(!is_usable(&other), "an elliptic key signs no RS256");
        assert!(!is_usable(&elliptic.serialize_pem()), "a private key is no certificate");
        assert!(!is_usable("certificate"));
    }

    #[test]
    fn a_signature_belongs_to_one_key_and_one_text() {
        let ((key, pem), (_, other)) = (made(), made());
        let signature = signature_of(&key, "text");
        assert!(signed(&pem, b"text", &signature));
        assert!(!signed(&pem, b"texts", &signature));
        assert!(!signed(&other, b"text", &signature));
    }
}
