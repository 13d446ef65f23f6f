//! The last step of a visit, which a browser takes by itself: to where the page has sent it, on this computer.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Who dies in the middle of an answer is not waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks for a loopback address as a browser does that follows a redirect from another site, and goes on to where the
/// answer points. The status of each answer; it ends where nobody answers.
pub async fn follow(callback: &str) -> Vec<u16> {
    let mut statuses = Vec::new();
    let Some((port, mut target)) = port_and_target(callback) else { return statuses };
    while !target.is_empty() {
        let Ok(Some(answer)) = timeout(PATIENCE, ask(port, &target)).await else { break };
        statuses.extend(answer.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok()));
        let location = answer.lines().find_map(|line| line.strip_prefix("Location: "));
        location.unwrap_or_default().clone_into(&mut target);
    }
    statuses
}

/// The port, and what is asked for there: at least a slash.
fn port_and_target(callback: &str) -> Option<(u16, String)> {
    let rest = callback.strip_prefix("http://")?;
    let (authority, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let port = authority.rsplit(':').next()?.parse().ok()?;
    let slash = if target.starts_with('/') { "" } else { "/" };
    Some((port, format!("{slash}{target}")))
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callback_without_a_path_is_asked_for_with_a_slash() {
        for (callback, port, target) in [
            ("http://localhost:33333?code=a&state=b", 33333, "/?code=a&state=b"),
            ("http://localhost:33333/?code=a", 33333, "/?code=a"),
            ("http://localhost:1717/OauthRedirect?code=a", 1717, "/OauthRedirect?code=a"),
        ] {
            assert_eq!(port_and_target(callback), Some((port, target.to_owned())), "{callback}");
        }
        assert_eq!(port_and_target("https://acme.my.salesforce.com/"), None);
    }
}
