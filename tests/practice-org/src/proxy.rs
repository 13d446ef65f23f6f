//! The HTTP CONNECT proxy in front of the site: how a client reaches real-shaped names without DNS.
//!
//! Opens a tunnel to port 443 of a name that exists here. Says 403 to anybody else's name, which also proves to a test
//! that the client under test talks to nobody else, and 502 to a Salesforce name without an org.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

use crate::seen::Seen;
use crate::site::Site;
use crate::site::kind::Kind;
use crate::site::places::Known;

/// No CONNECT request needs to be longer.
const HEAD_LIMIT: usize = 8 * 1024;
/// A client that opens a connection has this long to say what it wants.
const HEAD_PATIENCE: Duration = Duration::from_secs(30);

/// Accepts connections until the listener is dropped.
pub(crate) async fn accept(listener: TcpListener, far: SocketAddr, site: Arc<Site>) -> Infallible {
    loop {
        match listener.accept().await {
            Ok((near, _)) => drop(tokio::spawn(connected(near, far, site.clone()))),
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
    }
}

/// What to do with a request to the proxy.
#[derive(Debug, PartialEq, Eq)]
enum Wish {
    /// A tunnel to this name and port.
    Tunnel { host: String, port: String },
    /// Something that this proxy does not do.
    Other,
}

async fn connected(mut near: TcpStream, far: SocketAddr, site: Arc<Site>) {
    _ = near.set_nodelay(true);
    let Ok(Some((head, rest))) = timeout(HEAD_PATIENCE, read_head(&mut near)).await else {
        return;
    };
    let refusal = match wish(&head) {
        Wish::Other => "405 Method Not Allowed",
        Wish::Tunnel { host, port } => match (site.places.known(&host), port.as_str()) {
            (Known::Yes, "443") => return tunnel(near, far, &rest).await,
            (Known::NoSuchHost, "443") => {
                noted(&site, &host, "host_not_found", 502);
                "502 Host Not Found"
            }
            _ => {
                noted(&site, &host, "foreign_host", 403);
                "403 Forbidden"
            }
        },
    };
    let answer = format!("HTTP/1.1 {refusal}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    _ = near.write_all(answer.as_bytes()).await;
    _ = near.shutdown().await;
}

async fn tunnel(mut near: TcpStream, far: SocketAddr, rest: &[u8]) {
    let Ok(mut far) = TcpStream::connect(far).await else {
        return;
    };
    _ = far.set_nodelay(true);
    let established = b"HTTP/1.1 200 Connection established\r\n\r\n";
    if near.write_all(established).await.is_err() || far.write_all(rest).await.is_err() {
        return;
    }
    _ = copy_bidirectional(&mut near, &mut far).await;
}

/// The head of the request, and what the client has already sent after it.
async fn read_head(near: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            return Some((String::from_utf8_lossy(&bytes).into_owned(), rest));
        }
        if bytes.len() > HEAD_LIMIT || near.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

fn wish(head: &str) -> Wish {
    let line: Vec<&str> = head.lines().next().unwrap_or_default().split(' ').collect();
    match line.as_slice() {
        ["CONNECT", target, "HTTP/1.1" | "HTTP/1.0"] => match target.rsplit_once(':') {
            Some((host, port)) => Wish::Tunnel { host: host.to_ascii_lowercase(), port: port.to_owned() },
            None => Wish::Other,
        },
        _ => Wish::Other,
    }
}

fn noted(site: &Site, host: &str, outcome: &str, status: u16) {
    let mut world = site.world();
    let time = world.clock.now();
    let entry = Seen {
        time,
        host: host.to_owned(),
        method: "CONNECT".to_owned(),
        kind: Kind::Proxy.name(),
        ..Seen::default()
    };
    let sequence = world.seen.arrived(entry);
    world.seen.amend(sequence, |entry| {
        outcome.clone_into(&mut entry.outcome);
        entry.status = Some(status);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_connect_is_understood() {
        let tunnel = Wish::Tunnel { host: "acme.my.salesforce.com".into(), port: "443".into() };
        assert_eq!(wish("CONNECT ACME.my.salesforce.com:443 HTTP/1.1\r\nHost: x\r\n\r\n"), tunnel);
        for other in
            ["GET http://acme.my.salesforce.com/ HTTP/1.1", "CONNECT acme HTTP/1.1", "", "CONNECT a:443"]
        {
            assert_eq!(wish(other), Wish::Other, "{other}");
        }
    }
}
