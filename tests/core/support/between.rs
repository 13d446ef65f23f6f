//! Somebody between the core and the practice org: a proxy with a manner of its own.

use std::sync::{Arc, Mutex};

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use time::{Duration, OffsetDateTime};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// What it does with a request for a tunnel.
#[derive(Clone)]
pub(crate) enum Manner {
    /// Lets through to the proxy at this address whoever names this user and password, in base64.
    Knows { credentials: &'static str, next: String },
    /// Opens no tunnel, and says this.
    Says(&'static str),
    /// Opens a tunnel and hangs up in it.
    HangsUp,
    /// Is the host itself, with this certificate, and answers every request with this.
    Poses(Arc<ServerConfig>, Arc<str>),
}

/// A running one; it ends with what holds it.
pub(crate) struct Between {
    pub(crate) address: String,
    /// The heads of the requests for a tunnel, and of those inside one.
    heard: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Between {
    pub(crate) async fn begin(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("it").to_string();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ear = Arc::clone(&heard);
        let task = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(stand_between(near, manner.clone(), Arc::clone(&ear)));
            }
        });
        Self { address, heard, task }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests for a tunnel.
    pub(crate) fn tunnels(&self) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        heard.iter().filter(|head| head.starts_with("CONNECT ")).cloned().collect()
    }

    /// The requests that came out of a tunnel.
    pub(crate) fn inside(&self) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        heard.iter().filter(|head| !head.starts_with("CONNECT ")).cloned().collect()
    }
}

impl Drop for Between {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn stand_between(mut near: TcpStream, manner: Manner, ear: Arc<Mutex<Vec<String>>>) -> Option<()> {
    let head = head(&mut near).await?;
    ear.lock().unwrap().push(head.clone());
    match manner {
        Manner::Knows { credentials, next } if head.contains(&format!("Basic {credentials}\r\n")) => {
            let mut far = TcpStream::connect(next.trim_start_matches("http://")).await.ok()?;
            far.write_all(head.as_bytes()).await.ok()?;
            copy_bidirectional(&mut near, &mut far).await.ok()?;
        }
        Manner::Knows { .. } => {
            let answer = "HTTP/1.1 407 Who are you?\r\nProxy-Authenticate: Basic realm=\"Acme\"\r\nContent-Length: 0\r\n\r\n";
            near.write_all(answer.as_bytes()).await.ok()?;
        }
        Manner::Says(answer) => near.write_all(answer.as_bytes()).await.ok()?,
        Manner::HangsUp => {
            near.write_all(b"HTTP/1.1 200 Yes\r\n\r\n").await.ok()?;
            let mut hello = [0; 64];
            near.read_exact(&mut hello).await.ok()?;
        }
        Manner::Poses(config, answer) => {
            near.write_all(b"HTTP/1.1 200 Yes\r\n\r\n").await.ok()?;
            let mut tunnel = TlsAcceptor::from(config).accept(near).await.ok()?;
            let head = self::head(&mut tunnel).await?;
            ear.lock().unwrap().push(head);
            tunnel.write_all(answer.as_bytes()).await.ok()?;
            tunnel.shutdown().await.ok()?;
        }
    }
    Some(())
}

async fn head(stream: &mut (impl AsyncReadExt + Unpin)) -> Option<String> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        bytes.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// An answer with this status, these further lines in its head, and this body.
pub(crate) fn answer(status: &str, lines: &str, body: &str) -> Arc<str> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n{lines}\r\n{body}").into()
}

/// A certificate authority that nobody knows.
pub(crate) struct Authority {
    params: CertificateParams,
    pub(crate) key: KeyPair,
    pub(crate) pem: String,
}

impl Authority {
    pub(crate) fn new(name: &str, organization: &str) -> Self {
        let mut params = valid(CertificateParams::default(), -1, 30);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.distinguished_name.push(DnType::CommonName, name);
        params.distinguished_name.push(DnType::OrganizationName, organization);
        let key = KeyPair::generate().expect("a key");
        let pem = params.self_signed(&key).expect("a certificate").pem();
        Self { params, key, pem }
    }

    /// A host's certificate, valid between so many days from now.
    pub(crate) fn vouches(&self, host: &str, from: i64, until: i64) -> (Arc<ServerConfig>, String) {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec![host.to_owned()]).expect("a name");
        let issuer = Issuer::from_params(&self.params, &self.key);
        let certificate = valid(params, from, until).signed_by(&key, &issuer).expect("a certificate");
        let pem = certificate.pem();
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("its key");
        let config = ServerConfig::builder().with_no_client_auth();
        let config = config.with_single_cert(vec![certificate.der().clone()], key).expect("both");
        (Arc::new(config), pem)
    }
}

fn valid(mut params: CertificateParams, from: i64, until: i64) -> CertificateParams {
    let now = OffsetDateTime::now_utc();
    (params.not_before, params.not_after) = (now + Duration::days(from), now + Duration::days(until));
    params.distinguished_name = DistinguishedName::new();
    params
}
