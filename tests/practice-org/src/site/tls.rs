//! A certificate authority of one start, and the one certificate that it signs.
//!
//! A wildcard covers one label only, so each level of Salesforce's names has its own, and each host of the cast an
//! exact entry besides. The keys stay in memory. A name that does not exist gets no handshake, whatever the wildcards
//! cover.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use time::{Duration, OffsetDateTime};
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{ServerConfig, version};

use super::Site;

/// Whatever stopped a certificate from being made.
pub(crate) type CertificateError = Box<dyn std::error::Error + Send + Sync>;

/// The levels of names that Salesforce has (help page "My Domain URL formats").
const WILDCARDS: &[&str] = &[
    "login.salesforce.com",
    "test.salesforce.com",
    "*.my.salesforce.com",
    "*.sandbox.my.salesforce.com",
    "*.develop.my.salesforce.com",
    "*.scratch.my.salesforce.com",
    "*.trailblaze.my.salesforce.com",
    "*.lightning.force.com",
    "*.sandbox.lightning.force.com",
    "*.develop.lightning.force.com",
    "*.scratch.lightning.force.com",
    "*.my.salesforce-setup.com",
    "*.sandbox.my.salesforce-setup.com",
    "*.develop.my.salesforce-setup.com",
];

/// The authority for clients to trust, in PEM, and the server's side.
pub(crate) struct Certificates {
    pub(crate) authority: String,
    pub(crate) server: ServerConfig,
}

/// Makes both for the names of a site.
pub(crate) fn certificates(site: &Arc<Site>) -> Result<Certificates, CertificateError> {
    let authority_key = KeyPair::generate()?;
    let mut authority = for_a_month(CertificateParams::default());
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    authority.distinguished_name.push(DnType::CommonName, "Practice org CA (not Salesforce)");
    let authority_pem = authority.self_signed(&authority_key)?.pem();

    let mut names: Vec<String> = WILDCARDS.iter().map(|name| (*name).to_owned()).collect();
    names.extend(site.places.names());
    names.sort();
    names.dedup();
    let leaf_key = KeyPair::generate()?;
    let mut leaf = for_a_month(CertificateParams::new(names)?);
    leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    leaf.use_authority_key_identifier_extension = true;
    leaf.distinguished_name.push(DnType::CommonName, "practice org");
    let leaf = leaf.signed_by(&leaf_key, &Issuer::from_params(&authority, &authority_key))?;

    let provider = Arc::new(aws_lc_rs::default_provider());
    let key = PrivateKeyDer::try_from(leaf_key.serialize_der())?;
    let certified = CertifiedKey::from_der(vec![leaf.der().clone()], key, &provider)?;
    let mut server = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&version::TLS13, &version::TLS12])?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(NamesThatExist { certified: Arc::new(certified), site: site.clone() }));
    server.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Certificates { authority: authority_pem, server })
}

/// Shakes hands for names of the site only.
struct NamesThatExist {
    certified: Arc<CertifiedKey>,
    site: Arc<Site>,
}

impl std::fmt::Debug for NamesThatExist {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("NamesThatExist")
    }
}

impl ResolvesServerCert for NamesThatExist {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let exists = hello.server_name().is_some_and(|name| self.site.places.find(name).is_some());
        exists.then(|| self.certified.clone())
    }
}

/// Valid from yesterday, for clocks that lag, to the end of the month.
fn for_a_month(mut params: CertificateParams) -> CertificateParams {
    let now = OffsetDateTime::now_utc();
    params.not_before = now - Duration::days(1);
    params.not_after = now + Duration::days(30);
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
}
