//! A person without a browser: the practice org plays the pages through, and the address that it sends the browser to is
//! asked for by hand.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use practice_org::{Practice, Press, Visit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The password of every user of practice.
pub const PASSWORD: &str = "practice";
/// A listener that dies in the middle of its answer is not waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Logs in, presses Allow, and follows the redirect to the loopback listener as far as it answers.
pub async fn allows(practice: &Practice, address: &str, username: &str) {
    if let Some(callback) = sent_to(practice, address, username).await {
        follow(&callback).await;
    }
}

/// Logs in and presses Allow; where the browser is sent.
pub async fn sent_to(practice: &Practice, address: &str, username: &str) -> Option<String> {
    match practice.visit(address, username, PASSWORD, Press::Allow).await {
        Visit::SentTo(callback) => Some(callback),
        Visit::Stayed(..) => None,
    }
}

async fn follow(callback: &str) {
    let Ok(url) = url::Url::parse(callback) else { return };
    let Some(port) = url.port() else { return };
    let mut target = format!("{}?{}", url.path(), url.query().unwrap_or_default());
    while !target.is_empty() {
        let answer = timeout(PATIENCE, ask(port, &target)).await.ok().flatten().unwrap_or_default();
        let location = answer.lines().find_map(|line| line.strip_prefix("Location: "));
        location.unwrap_or_default().clone_into(&mut target);
    }
}

/// What a browser asks when it follows a redirect from another site; what comes back, if anybody is there.
async fn ask(port: u16, target: &str) -> Option<String> {
    let mut stream = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.ok()?;
    let request = format!(
        "GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n\
         Sec-Fetch-Dest: document\r\nAccept: text/html\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    Some(String::from_utf8_lossy(&answer).into_owned())
}
