//! A proxy that wants to know who asks, in front of the practice org's own.
//!
//! Lets through who gives its user and password (RFC 7617), and answers everybody else with 407. Keeps nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::Failed;

/// No head of a request is longer.
const LONGEST_HEAD: usize = 8192;
const WHO_ARE_YOU: &[u8] =
    b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"practice\"\r\n\
    Content-Length: 0\r\nConnection: close\r\n\r\n";

/// It stands at its door until it is dropped.
pub struct Doorkeeper {
    address: String,
    counts: Arc<Counts>,
    standing: JoinHandle<()>,
}

#[derive(Default)]
struct Counts {
    turned_away: AtomicUsize,
    let_in: AtomicUsize,
}

impl Doorkeeper {
    /// Begins to stand before a proxy. `both` is user and password, as a client says them.
    pub async fn start(proxy: &str, both: &'static str) -> Result<Self, Failed> {
        let proxy = proxy.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let door = TcpListener::bind("127.0.0.1:0").await?;
        let address = door.local_addr()?.to_string();
        let counts = Arc::new(Counts::default());
        let told = Arc::clone(&counts);
        let standing = tokio::spawn(async move {
            while let Ok((caller, _)) = door.accept().await {
                let (proxy, told) = (proxy.clone(), Arc::clone(&told));
                // Who hangs up early has nothing to be told.
                tokio::spawn(async move { drop(meet(caller, &proxy, both, &told).await) });
            }
        });
        Ok(Self { address, counts, standing })
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// How many it has sent away.
    pub fn turned_away(&self) -> usize {
        self.counts.turned_away.load(Ordering::Relaxed)
    }

    /// How many it has let through.
    pub fn let_in(&self) -> usize {
        self.counts.let_in.load(Ordering::Relaxed)
    }
}

impl Drop for Doorkeeper {
    fn drop(&mut self) {
        self.standing.abort();
    }
}

async fn meet(mut caller: TcpStream, proxy: &str, both: &str, counts: &Counts) -> Result<(), Failed> {
    let head = head(&mut caller).await?;
    let (said, rest): (Vec<&str>, Vec<&str>) =
        head.lines().partition(|line| line.to_ascii_lowercase().starts_with("proxy-authorization:"));
    if !said.iter().any(|line| line.ends_with(&format!("Basic {both}"))) {
        counts.turned_away.fetch_add(1, Ordering::Relaxed);
        return Ok(caller.write_all(WHO_ARE_YOU).await?);
    }
    counts.let_in.fetch_add(1, Ordering::Relaxed);
    let mut behind = TcpStream::connect(proxy).await?;
    behind.write_all(format!("{}\r\n", rest.join("\r\n")).as_bytes()).await?;
    copy_bidirectional(&mut caller, &mut behind).await?;
    Ok(())
}

/// What a request says before its body, the empty line included.
async fn head(caller: &mut TcpStream) -> Result<String, Failed> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if head.len() == LONGEST_HEAD {
            return Err("a head without end".into());
        }
        head.push(caller.read_u8().await?);
    }
    Ok(String::from_utf8(head)?)
}
