//! A request to the API as any program makes it that was given a token: over TLS, through the practice org's proxy, and
//! with nothing of Keyperch in it.

use std::sync::Arc;

use practice_org::Practice;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::Url;

use crate::Failed;

/// Asks for an address with a token. The status, and the body.
pub(crate) async fn call(practice: &Practice, address: &str, token: &str) -> Result<(u16, String), Failed> {
    let address = Url::parse(address)?;
    let host = address.host_str().ok_or("an address without a host")?;
    let mut stream = connect(practice, host).await?;
    let target = &address[url::Position::BeforePath..];
    let request = format!(
        "GET {target} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\n\
         Connection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let answer = String::from_utf8(answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
    let status = head.split(' ').nth(1).ok_or("no status")?.parse()?;
    Ok((status, body.to_owned()))
}

async fn connect(
    practice: &Practice,
    host: &str,
) -> Result<tokio_rustls::client::TlsStream<TcpStream>, Failed> {
    let proxy = practice.proxy_url().strip_prefix("http://").ok_or("no proxy")?;
    let mut socket = TcpStream::connect(proxy).await?;
    socket.write_all(format!("CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n").as_bytes()).await?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await?);
    }
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(practice.ca_pem())?)?;
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned())?;
    Ok(TlsConnector::from(Arc::new(config)).connect(name, socket).await?)
}
