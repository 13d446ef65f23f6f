//! RSA keys for signed assertions: made here with their certificate, or read from a file.
//!
//! A key leaves this file only as a [`PrivateKey`]. Files are PEM: PKCS #8 (RFC 5958), encrypted by PBES2 or not, and
//! the older `RSA PRIVATE KEY` without encryption. Shorter keys than 2048 bits and other kinds are refused, and older
//! encryptions are before anybody is asked for a passphrase.

use std::fmt::Write;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::KeyPair as RsaKeyPair;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::{Kdf, Pbkdf2Prf};
use pkcs8::{EncryptedPrivateKeyInfo, SecretDocument};
use rcgen::{CertificateParams, DnType, KeyPair, PKCS_RSA_SHA256, RsaKeySize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::model::certificate::{Certificate, CertificateView};
use crate::model::error::Error;
use crate::model::field::{Field, FieldRefused, Problem};
use crate::model::secret::{Pasted, PrivateKey};
use crate::model::shown::shown;
use crate::model::time::Timestamp;

/// The shortest key that is taken.
const FEWEST_BITS: u16 = 2048;

/// How long a certificate of ours is valid. Salesforce asks for no end; Setup warns as it comes near.
const YEARS: i64 = 2;
const SECONDS_OF_A_YEAR: i64 = 365 * 24 * 60 * 60;

/// More than any key file has, in bytes.
pub const LARGEST_FILE: u64 = 64 * 1024;

const LONGEST_NAME: usize = 60;

/// A private key with the certificate that belongs to it.
#[derive(Debug)]
pub struct KeyWithCertificate {
    /// What signs.
    pub key: PrivateKey,
    /// What is uploaded in Setup.
    pub certificate: Certificate,
}

/// What a key file holds.
#[derive(Debug)]
pub enum KeyFile {
    /// A key that can be used.
    Open(KeyWithCertificate),
    /// A key that wants its passphrase.
    Locked(LockedKey),
}

/// An encrypted key.
pub struct LockedKey(SecretDocument);

impl std::fmt::Debug for LockedKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("LockedKey")
    }
}

/// Makes a key of 2048 bits and a certificate for it. `name` is what the certificate says in Setup.
///
/// # Errors
/// [`Error::Nonsense`] when the computer has no random numbers.
pub fn make(name: &str, now: Timestamp) -> Result<KeyWithCertificate, Error> {
    let pair = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048)
        .map_err(|_| Error::Nonsense("no RSA key could be made"))?;
    with_certificate(&Zeroizing::new(pair.serialize_der()), name, now)
        .map_err(|_| Error::Nonsense("a key that was made cannot be read"))
}

/// Reads a key file. Contacts nobody, writes nothing.
///
/// # Errors
/// [`Field::PrivateKey`], with what is wrong with the file.
pub fn read(file: &Zeroizing<Vec<u8>>, name: &str, now: Timestamp) -> Result<KeyFile, FieldRefused> {
    let refused = |problem| Field::PrivateKey.refused(problem);
    let text = std::str::from_utf8(file).map_err(|_| refused(Problem::NotAPrivateKey))?;
    let from = text.find("-----BEGIN ").ok_or_else(|| refused(Problem::NotAPrivateKey))?;
    if text.contains("DEK-Info:") {
        // The key of this old encryption is a single round of MD5.
        return Err(refused(Problem::KeyEncryption));
    }
    let (label, document) =
        SecretDocument::from_pem(&text[from..]).map_err(|_| refused(Problem::NotAPrivateKey))?;
    match label {
        "ENCRYPTED PRIVATE KEY" => {
            let can_be_opened = sealed(document.as_bytes()).is_ok_and(|key| opens(&key.encryption_algorithm));
            if can_be_opened {
                Ok(KeyFile::Locked(LockedKey(document)))
            } else {
                Err(refused(Problem::KeyEncryption))
            }
        }
        "PRIVATE KEY" | "RSA PRIVATE KEY" => {
            with_certificate(document.as_bytes(), name, now).map(KeyFile::Open)
        }
        _ => Err(refused(Problem::NotAPrivateKey)),
    }
}

/// Opens an encrypted key.
///
/// # Errors
/// [`Field::Passphrase`] for a wrong one; [`Field::PrivateKey`] for an encryption, or a key, that is not taken.
pub fn unlock(
    locked: &LockedKey,
    passphrase: &Pasted,
    name: &str,
    now: Timestamp,
) -> Result<KeyWithCertificate, FieldRefused> {
    let sealed = sealed(locked.0.as_bytes())?;
    // A passphrase that was copied often brings the end of its line along.
    let passphrase = passphrase.expose().trim_end_matches(['\r', '\n']);
    if passphrase.is_empty() {
        return Err(Field::Passphrase.refused(Problem::NothingToPaste));
    }
    let opened =
        sealed.decrypt(passphrase).map_err(|_| Field::Passphrase.refused(Problem::WrongPassphrase))?;
    with_certificate(opened.as_bytes(), name, now)
}

/// An encrypted key, as far as it can be read without its passphrase.
fn sealed(der: &[u8]) -> Result<EncryptedPrivateKeyInfo<'_>, FieldRefused> {
    EncryptedPrivateKeyInfo::try_from(der).map_err(|_| Field::PrivateKey.refused(Problem::KeyEncryption))
}

/// Whether this encryption is one that can be opened. Of any other, every passphrase would seem to be wrong: PBES1 and
/// keys that SHA-1 derives (which PBKDF2 means where it names nothing) are not taken.
fn opens(encryption: &EncryptionScheme<'_>) -> bool {
    let Some(parameters) = encryption.pbes2() else { return false };
    let fits = |length| usize::from(length) == parameters.encryption.key_size();
    let by_sha_1 = |kdf: &Kdf<'_>| kdf.pbkdf2().is_some_and(|kdf| kdf.prf == Pbkdf2Prf::HmacWithSha1);
    parameters.kdf.key_length().is_none_or(fits) && !by_sha_1(&parameters.kdf)
}

/// Takes a key as DER, PKCS #8 or PKCS #1, and makes a certificate for it.
fn with_certificate(der: &[u8], name: &str, now: Timestamp) -> Result<KeyWithCertificate, FieldRefused> {
    let refused = |problem| Field::PrivateKey.refused(problem);
    let pair = RsaKeyPair::from_pkcs8(der)
        .or_else(|_| RsaKeyPair::from_der(der))
        .map_err(|_| refused(Problem::WeakKey))?;
    let bits = u16::try_from(pair.public_modulus_len() * 8).map_err(|_| refused(Problem::WeakKey))?;
    if bits < FEWEST_BITS {
        return Err(refused(Problem::WeakKey));
    }
    let pkcs8: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| refused(Problem::NotAPrivateKey))?;
    let key = PrivateKey::from(BASE64.encode(pkcs8.as_ref()));
    let certificate =
        certificate(pkcs8.as_ref(), bits, name, now).ok_or_else(|| refused(Problem::NotAPrivateKey))?;
    Ok(KeyWithCertificate { key, certificate })
}

/// A self-signed certificate, from yesterday (clocks differ) for two years.
fn certificate(pkcs8: &[u8], bits: u16, name: &str, now: Timestamp) -> Option<Certificate> {
    let pair = KeyPair::from_pkcs8_der_and_sign_algo(&pkcs8.into(), &PKCS_RSA_SHA256).ok()?;
    let subject = shown(name.trim(), LONGEST_NAME);
    let today = now.0 / 1000;
    let ends = today + YEARS * SECONDS_OF_A_YEAR;
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name.push(DnType::CommonName, subject.as_str());
    parameters.not_before = time::OffsetDateTime::from_unix_timestamp(today - 24 * 60 * 60).ok()?;
    parameters.not_after = time::OffsetDateTime::from_unix_timestamp(ends).ok()?;
    let made = parameters.self_signed(&pair).ok()?;
    let digest = Sha256::digest(made.der());
    let mut fingerprint = String::new();
    for byte in digest {
        // Writing to a string cannot fail.
        let _ = write!(fingerprint, "{byte:02x}");
    }
    let view = CertificateView { subject, fingerprint, bits, ends_at: Timestamp(ends * 1000) };
    Some(Certificate { pem: made.pem(), view })
}
