//! Requests as bytes, answers as text.

use std::fmt::Write as _;
use std::sync::Arc;

use practice_org::Practice;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// A request that is written out byte for byte: nothing is encoded, completed or sorted.
#[derive(Clone, Debug)]
pub struct Raw {
    pub host: String,
    pub method: String,
    pub path: String,
    pub query: Vec<(String, String)>,
    pub headers: Vec<(String, String)>,
    pub form: Vec<(String, String)>,
    /// Stands in place of the form.
    pub body: Option<String>,
    /// Stands in place of both, byte for byte.
    pub bytes: Option<Vec<u8>>,
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub struct Got {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Raw {
    pub fn get(host: &str, path: &str) -> Self {
        Self {
            host: host.to_owned(),
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: vec![],
            headers: vec![],
            form: vec![],
            body: None,
            bytes: None,
        }
    }

    pub fn post(host: &str, path: &str) -> Self {
        let form = ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned());
        Self { method: "POST".to_owned(), headers: vec![form], ..Self::get(host, path) }
    }

    /// The same request to another path.
    pub fn at(self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self }
    }

    pub fn query(mut self, name: &str, value: &str) -> Self {
        set(&mut self.query, name, Some(value));
        self
    }

    pub fn without_query(mut self, name: &str) -> Self {
        set(&mut self.query, name, None);
        self
    }

    pub fn form(mut self, name: &str, value: &str) -> Self {
        set(&mut self.form, name, Some(value));
        self
    }

    pub fn without_form(mut self, name: &str) -> Self {
        set(&mut self.form, name, None);
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        set(&mut self.headers, name, Some(value));
        self
    }

    pub fn without_header(mut self, name: &str) -> Self {
        set(&mut self.headers, name, None);
        self
    }

    pub fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    /// As a browser's address bar has it.
    pub fn address(&self) -> String {
        let query = joined(&self.query);
        let mark = if query.is_empty() { "" } else { "?" };
        format!("https://{}{}{mark}{query}", self.host, self.path)
    }

    pub fn bytes(&self) -> Vec<u8> {
        let query = joined(&self.query);
        let mark = if query.is_empty() { "" } else { "?" };
        let text = || self.body.clone().unwrap_or_else(|| joined(&self.form)).into_bytes();
        let body = self.bytes.clone().unwrap_or_else(text);
        let mut head = format!("{} {}{mark}{query} HTTP/1.1\r\n", self.method, self.path);
        if !self.headers.iter().any(|(name, _)| name == "Host") {
            write!(head, "Host: {}\r\n", self.host).unwrap();
        }
        for (name, value) in &self.headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        if self.method == "POST" || self.method == "PATCH" {
            write!(head, "Content-Length: {}\r\n", body.len()).unwrap();
        } else {
            assert!(body.is_empty(), "only POST and PATCH have a body here");
        }
        let mut written = format!("{head}Connection: close\r\n\r\n").into_bytes();
        written.extend(body);
        written
    }
}

impl Got {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// A field of a JSON object, as text.
    pub fn field(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap_or_default().to_owned()
    }

    /// A parameter of the address in `Location`, decoded.
    pub fn sent_back(&self, name: &str) -> Option<String> {
        parameter(self.header("location")?, name)
    }
}

/// A parameter of an address, decoded.
pub fn parameter(address: &str, name: &str) -> Option<String> {
    let query = address.split_once('?')?.1;
    form_urlencoded::parse(query.as_bytes())
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned())
}

/// Sends a request; none when the connection was closed without an answer.
pub async fn send(practice: &Practice, raw: &Raw) -> Option<Got> {
    let mut stream = connect(practice, &raw.host).await?;
    stream.write_all(&raw.bytes()).await.unwrap();
    read(&mut stream).await
}

/// The whole answer up to the end of the connection.
pub async fn read(stream: &mut TlsStream<TcpStream>) -> Option<Got> {
    let mut bytes = Vec::new();
    // A connection that is cut off ends with an error; what came before counts.
    _ = stream.read_to_end(&mut bytes).await;
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().unwrap();
    let header = |line: &str| {
        line.split_once(": ")
            .or(line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
    };
    Some(Got { status, headers: lines.filter_map(header).collect(), body: body.to_owned() })
}

/// A TLS connection to a host, through the proxy. None when the handshake was refused.
pub async fn connect(practice: &Practice, host: &str) -> Option<TlsStream<TcpStream>> {
    let (status, socket) = tunnel(practice, &format!("{host}:443")).await;
    assert_eq!(status, 200, "the proxy must lead to {host}");
    handshake(practice, host, socket).await
}

/// Shakes hands over a socket, trusting nothing but the practice CA.
pub async fn handshake(practice: &Practice, host: &str, socket: TcpStream) -> Option<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(practice.ca_pem()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, socket).await.ok()
}

/// Asks the proxy for a tunnel; its status and, with 200, the tunnel.
pub async fn tunnel(practice: &Practice, target: &str) -> (u16, TcpStream) {
    let proxy = practice.proxy_url().strip_prefix("http://").unwrap();
    let mut socket = TcpStream::connect(proxy).await.unwrap();
    socket
        .write_all(format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n").as_bytes())
        .await
        .unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.unwrap());
    }
    let status = String::from_utf8(head).unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    (status, socket)
}

fn set(pairs: &mut Vec<(String, String)>, name: &str, value: Option<&str>) {
    let place = pairs.iter().position(|(known, _)| known == name);
    match (place, value) {
        (Some(place), Some(value)) => value.clone_into(&mut pairs[place].1),
        (Some(place), None) => drop(pairs.remove(place)),
        (None, Some(value)) => pairs.push((name.to_owned(), value.to_owned())),
        (None, None) => {}
    }
}

fn joined(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}
