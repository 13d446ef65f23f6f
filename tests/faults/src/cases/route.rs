//! F40–F47: no way to Salesforce. The refresh token is not sent, so nothing can be in doubt, and nothing is lost.

use std::time::Duration;

use practice_org::{FaultName, FaultOrder, Options, Practice};

use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use super::bench::{Bench, of_refresh};
use super::{Case, Running};
use crate::Failed;
use crate::between::{Between, Manner};
use crate::orders::Setup;

/// A view of the network in which there is nobody, not even this computer.
const NO_NETWORK: [&str; 2] = ["unshare", "--net"];
/// One in which there is this computer alone, and every name here is its own.
const ALONE: [&str; 6] = [
    "unshare",
    "--net",
    "--mount",
    "sh",
    "-c",
    "ip link set lo up && mount --bind \"$HOSTS_FILE\" /etc/hosts && exec \"$0\" \"$@\"",
];

pub(super) const CASES: &[Case] = &[
    Case { id: "F40", what: "no name has an address", run: || Box::pin(no_names()) },
    Case { id: "F41", what: "the connection is refused", run: || Box::pin(refused()) },
    Case { id: "F43", what: "a certificate that nobody vouches for", run: || Box::pin(untrusted()) },
    Case { id: "F44", what: "the handshake is cut", run: || behind(Manner::CutsTheHandshake, "tls_refused") },
    Case { id: "F45", what: "the page of a captive portal", run: || portal(of_refresh(FaultName::Html)) },
    Case {
        id: "F45b",
        what: "the proxy sends to a portal instead of opening a tunnel",
        run: || behind(Manner::Says(TO_A_PORTAL), "unreachable"),
    },
    Case {
        id: "F46",
        what: "407: the proxy wants a user and a password",
        run: || behind(Manner::Says(WHO_ARE_YOU), "proxy_authentication"),
    },
    Case { id: "F47", what: "the proxy is down", run: || Box::pin(proxy_down()) },
    Case { id: "F47b", what: "the proxy's name has no address", run: || Box::pin(proxy_unknown()) },
];

/// Those that wait.
pub(super) const SLOW: &[Case] = &[
    Case {
        id: "F42",
        what: "no connection comes about in time",
        run: || behind(Manner::Waits, "unreachable"),
    },
    Case { id: "F42b", what: "the proxy swallows every packet", run: || Box::pin(proxy_swallows()) },
];

/// A connection within this computer takes less, unless the computer is busy: twice in a row it is the queue.
const A_MOMENT: Duration = Duration::from_secs(1);

const TO_A_PORTAL: &str = "HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const WHO_ARE_YOU: &str = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\
                           Content-Length: 0\r\nConnection: close\r\n\r\n";

fn behind(manner: Manner, code: &'static str) -> Running {
    Box::pin(async move {
        let bench = Bench::begin().await?;
        let between = Between::begin(manner).await?;
        let setup = Setup { proxy: between.url(), ..bench.scene.setup.clone() };
        no_way(bench, setup, code).await
    })
}

async fn proxy_down() -> Result<String, Failed> {
    let bench = Bench::begin().await?;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let setup = Setup { proxy: format!("http://{nobody}"), ..bench.scene.setup.clone() };
    no_way(bench, setup, "proxy_unreachable").await
}

/// Nobody takes the connections up, and no more than these fit in the queue: whoever else knocks hears nothing.
async fn proxy_swallows() -> Result<String, Failed> {
    let bench = Bench::begin().await?;
    let socket = TcpSocket::new_v4()?;
    socket.bind("127.0.0.1:0".parse()?)?;
    let full = socket.listen(1)?;
    let address = full.local_addr()?;
    let (mut waiting, mut unheard) = (Vec::new(), 0);
    while unheard < 2 {
        if let Ok(connected) = timeout(A_MOMENT, TcpStream::connect(address)).await {
            waiting.push(connected?);
            unheard = 0;
        } else {
            unheard += 1;
        }
    }
    let setup = Setup { proxy: format!("http://{address}"), ..bench.scene.setup.clone() };
    no_way(bench, setup, "proxy_unreachable").await
}

async fn proxy_unknown() -> Result<String, Failed> {
    let bench = Bench::begin().await?;
    let setup = Setup { proxy: "http://no-such-proxy.invalid:3128".to_owned(), ..bench.scene.setup.clone() };
    no_way(bench, setup, "proxy_unreachable").await
}

/// Somebody poses as Salesforce with an authority of their own: the one of another practice org.
async fn untrusted() -> Result<String, Failed> {
    let bench = Bench::begin().await?;
    let options = Options { dir: bench.scene.folder.join("impostor"), seed: None };
    let impostor = Practice::start(options).await?;
    let setup = Setup { proxy: impostor.proxy_url().to_owned(), ..bench.scene.setup.clone() };
    let done = no_way(bench, setup, "tls_refused").await?;
    if impostor.seen(0).is_empty() { Ok(done) } else { Err("the impostor was sent something".into()) }
}

async fn no_names() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.scene.surroundings.through = NO_NETWORK.map(str::to_owned).to_vec();
    without_proxy(bench, "host_unknown").await
}

async fn refused() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let host = bench.scene.practice.orgs().swap_remove(bench.entry.role.org).host;
    let hosts = bench.scene.folder.join("hosts");
    std::fs::write(&hosts, format!("127.0.0.1 localhost {host}\n"))?;
    bench.scene.surroundings.through = ALONE.map(str::to_owned).to_vec();
    bench.scene.surroundings.environment.push(("HOSTS_FILE".to_owned(), hosts.display().to_string()));
    without_proxy(bench, "unreachable").await
}

async fn without_proxy(mut bench: Bench, code: &str) -> Result<String, Failed> {
    // Whatever proxy the harness itself goes through is none of the child's.
    bench.scene.surroundings.environment.push(("NO_PROXY".to_owned(), "*".to_owned()));
    let setup = Setup { proxy: String::new(), ..bench.scene.setup.clone() };
    no_way(bench, setup, code).await
}

/// A life that reaches nobody is told so, at both of its tries; the next one finds everything as it was.
async fn no_way(mut bench: Bench, setup: Setup, code: &str) -> Result<String, Failed> {
    let before = bench.scene.practice.seen(0).len();
    let usual = std::mem::replace(&mut bench.scene.setup, setup);
    bench.start_again().await?;
    bench.refuses(&[code]).await?;
    bench.refuses(&[code]).await?;
    if bench.scene.practice.seen(0).len() != before {
        return Err("something came through".into());
    }
    bench.scene.setup = Setup { ahead_seconds: bench.scene.setup.ahead_seconds, ..usual };
    bench.scene.surroundings.through.clear();
    bench.start_again().await?;
    bench.kept().await
}

/// A page with every appearance of success is not taken for an answer, and the token is shown once more.
fn portal(order: FaultOrder) -> Running {
    Box::pin(async move {
        let mut bench = Bench::begin().await?;
        bench.fault(order)?;
        bench.refuses(&["captive_portal"]).await?;
        bench.kept().await
    })
}
