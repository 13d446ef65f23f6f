//! Who is trusted, and who vouched for a certificate that is not.
//!
//! The system decides, with the authorities that a person added. What stands in front of it here only takes down who
//! issued a certificate that was accepted or refused: it has no way to accept one.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::fmt;
use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, DistinguishedName, OtherError, SignatureScheme,
};
use rustls_platform_verifier::Verifier;
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;
use x509_parser::x509::{X509Name, X509Version};

use crate::model::error::{Cause, NetworkKind};
use crate::model::field::{Field, FieldRefused, Problem};
use crate::model::network::TlsReason;
use crate::model::shown::shown;
use crate::model::time::Timestamp;
use crate::model::view::AuthorityView;

/// More characters than a person reads of a name.
const LONGEST_NAME: usize = 120;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// TLS as the system has it, with further authorities.
pub(super) fn config(
    authorities: Vec<CertificateDer<'static>>,
    vouchers: Arc<Vouchers>,
) -> Result<ClientConfig, Cause> {
    let provider = Arc::new(crypto::aws_lc_rs::default_provider());
    let system = Verifier::new_with_extra_roots(authorities, Arc::clone(&provider))?;
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Noting { system, vouchers }))
        .with_no_client_auth())
}

/// The certificates in a file of authorities.
pub(super) fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, FieldRefused> {
    let refused = |problem| Field::ExtraCa.refused(problem);
    // Between certificates there may be words, in any encoding.
    let text = String::from_utf8_lossy(pem);
    if !text.contains("-----BEGIN ") {
        return Err(refused(if text.trim().is_empty() { Problem::Empty } else { Problem::NotPem }));
    }
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let all = all.map_err(|_| refused(Problem::Unreadable))?;
    if all.is_empty() { Err(refused(Problem::NoCertificate)) } else { Ok(all) }
}

/// What may be seen of the authorities in a file.
///
/// # Errors
/// [`FieldRefused`]: the file is none of authorities.
pub(crate) fn authorities(pem: &[u8]) -> Result<Vec<AuthorityView>, FieldRefused> {
    certificates(pem)?.iter().map(authority).collect()
}

/// The certificates of a file without whatever else is in it: some have the key beside them.
pub(crate) fn certificates_alone(pem: &[u8]) -> String {
    let text = String::from_utf8_lossy(pem);
    let blocks = text.split(BEGIN).skip(1).filter_map(|rest| rest.split_once(END));
    blocks.flat_map(|(content, _)| [BEGIN, content, END, "\n"]).collect()
}

fn authority(der: &CertificateDer<'static>) -> Result<AuthorityView, FieldRefused> {
    let unreadable = || Field::ExtraCa.refused(Problem::Unreadable);
    let (_, certificate) = X509Certificate::from_der(der).map_err(|_| unreadable())?;
    // The oldest roots are of a version that does not say what they are for.
    if certificate.version() == X509Version::V3 && !certificate.is_ca() {
        return Err(Field::ExtraCa.refused(Problem::NoAuthority));
    }
    let until = Timestamp(certificate.validity().not_after.timestamp().saturating_mul(1000));
    Ok(AuthorityView { name: name(certificate.subject()).ok_or_else(unreadable)?, until })
}

/// Who issued a certificate, as a person may read it.
fn issuer(certificate: &[u8]) -> Option<String> {
    X509Certificate::from_der(certificate).ok().and_then(|(_, parsed)| name(parsed.issuer()))
}

/// A name as a person knows it: what it is called, and whose it is.
fn name(name: &X509Name<'_>) -> Option<String> {
    let common = name.iter_common_name().next().and_then(|part| part.as_str().ok());
    let organization = name.iter_organization().next().and_then(|part| part.as_str().ok());
    let text = match (common, organization) {
        (Some(common), Some(organization)) if !common.contains(organization) => {
            format!("{common} ({organization})")
        }
        (Some(name), _) | (None, Some(name)) => name.to_owned(),
        (None, None) => name.to_string(),
    };
    Some(shown(&text, LONGEST_NAME)).filter(|text| !text.trim().is_empty())
}

/// Who vouched for each host, as of the newest connection: the issuer of the certificate that the system accepted.
#[derive(Debug, Default)]
pub(super) struct Vouchers(Mutex<HashMap<String, String>>);

impl Vouchers {
    pub(super) fn of(&self, host: &str) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(host).cloned()
    }

    fn note(&self, host: &ServerName<'_>, certificate: &CertificateDer<'_>) {
        if let Some(issuer) = issuer(certificate) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(host.to_str().into_owned(), issuer);
        }
    }
}

/// Asks the system, and takes down whom it accepts and whom it refuses.
#[derive(Debug)]
struct Noting {
    system: Verifier,
    vouchers: Arc<Vouchers>,
}

/// A certificate that the system refused.
#[derive(Debug)]
struct Refused {
    reason: TlsReason,
    issuer: Option<String>,
    source: rustls::Error,
}

impl Refused {
    fn of(certificate: &CertificateDer<'_>, source: rustls::Error) -> rustls::Error {
        let issuer = issuer(certificate);
        let reason = match &source {
            rustls::Error::InvalidCertificate(why) => reason(why),
            _ => TlsReason::Other,
        };
        let refused = OtherError(Arc::new(Self { reason, issuer, source }));
        rustls::Error::InvalidCertificate(CertificateError::Other(refused))
    }
}

fn reason(why: &CertificateError) -> TlsReason {
    match why {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => TlsReason::UnknownIssuer,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsReason::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => TlsReason::NotYetValid,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            TlsReason::WrongName
        }
        _ => TlsReason::Other,
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let issuer = self.issuer.as_deref().unwrap_or("nobody who could be read");
        write!(formatter, "a certificate of {issuer} was refused: {}", self.source)
    }
}

impl StdError for Refused {}

impl ServerCertVerifier for Noting {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verified =
            self.system.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        if verified.is_ok() {
            self.vouchers.note(server_name, end_entity);
        }
        verified.map_err(|error| Refused::of(end_entity, error))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.system.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.system.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.system.supported_verify_schemes()
    }

    fn requires_raw_public_keys(&self) -> bool {
        self.system.requires_raw_public_keys()
    }

    fn root_hint_subjects(&self) -> Option<&[DistinguishedName]> {
        self.system.root_hint_subjects()
    }
}

/// What of a connection's trouble is TLS's; by types alone.
pub(super) fn kind(error: &(dyn StdError + 'static)) -> Option<NetworkKind> {
    let mut next = Some(error);
    let mut is_cut_off = false;
    while let Some(error) = next {
        let hidden = error.downcast_ref::<io::Error>();
        // rustls hides inside an io::Error, which hands on its inner's source but not the inner itself.
        let inside =
            hidden.and_then(io::Error::get_ref).and_then(|inner| inner.downcast_ref::<rustls::Error>());
        if let Some(found) = error.downcast_ref::<rustls::Error>().or(inside) {
            return Some(refused(found));
        }
        is_cut_off |= hidden.is_some_and(|error| {
            matches!(
                error.kind(),
                ErrorKind::ConnectionReset
                    | ErrorKind::ConnectionAborted
                    | ErrorKind::BrokenPipe
                    | ErrorKind::UnexpectedEof
            )
        });
        next = error.source();
    }
    is_cut_off.then_some(NetworkKind::TlsRefused { reason: TlsReason::CutOff, issuer: None })
}

fn refused(error: &rustls::Error) -> NetworkKind {
    let noted = match error {
        rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(noted))) => {
            noted.downcast_ref::<Refused>()
        }
        _ => None,
    };
    let (reason, issuer) = noted.map_or((TlsReason::Other, None), |it| (it.reason, it.issuer.clone()));
    NetworkKind::TlsRefused { reason, issuer }
}
