//! Brings an input to the listener, over real sockets, and back what it says.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::Failed;
use crate::case::Input;
use crate::gauges::Outgoing;

/// So long a reply is waited for: shorter than the listener waits for a head, so that its patience is no reply.
const PATIENCE: Duration = Duration::from_secs(3);

/// A connection of ours. Closed first, and then not counted any more.
#[derive(Debug)]
pub(crate) struct Visitor {
    pub(crate) stream: TcpStream,
    _counted: Outgoing,
}

/// What came of an input.
#[derive(Debug, Default)]
pub(crate) struct Delivered {
    /// Whether anybody was there.
    pub(crate) connected: bool,
    /// Each reply, to its last byte.
    pub(crate) replies: Vec<Vec<u8>>,
    /// What goes on while the good callback comes.
    held: Vec<Visitor>,
    dripping: Option<JoinHandle<()>>,
}

impl Drop for Delivered {
    fn drop(&mut self) {
        if let Some(dripping) = &self.dripping {
            dripping.abort();
        }
    }
}

/// Does to the listener what the input says.
pub(crate) async fn deliver(input: &Input, address: SocketAddr) -> Result<Delivered, Failed> {
    let address = if let Input::To(other, _) = input { *other } else { address };
    let Some(mut visitor) = connect(address).await? else { return Ok(Delivered::default()) };
    let mut delivered = Delivered::default();
    delivered.connected = true;
    let stream = &mut visitor.stream;
    match input {
        Input::Send(bytes) | Input::To(_, bytes) => {
            let _hung_up = stream.write_all(bytes).await;
            delivered.replies.push(rest(visitor).await?);
        }
        Input::Crumbs(bytes) => {
            stream.set_nodelay(true)?;
            for byte in bytes {
                // Whoever was answered before the end need not go on.
                if stream.write_all(&[*byte]).await.is_err() {
                    break;
                }
                tokio::task::yield_now().await;
            }
            delivered.replies.push(rest(visitor).await?);
        }
        Input::Flood { begin, part, bytes, end } => {
            let _hung_up = flood(stream, begin, part, *bytes, end).await;
            delivered.replies.push(rest(visitor).await?);
        }
        Input::Twice(first, second) => {
            stream.write_all(first).await?;
            let mut reply = vec![0; 1];
            stream.read_exact(&mut reply).await?;
            let _hung_up = stream.write_all(second).await;
            reply.extend(rest(visitor).await?);
            delivered.replies.push(reply);
        }
        Input::Reset(bytes) => {
            stream.write_all(bytes).await?;
            stream.set_zero_linger()?;
        }
        Input::Touch => {}
        Input::Idle(many) => {
            delivered.held.push(visitor);
            for _ in 1..*many {
                delivered.held.extend(connect(address).await?);
            }
        }
        Input::Drip(bytes) => {
            let bytes = bytes.clone();
            delivered.dripping = Some(tokio::spawn(async move {
                for byte in bytes {
                    if visitor.stream.write_all(&[byte]).await.is_err() {
                        return;
                    }
                    sleep(Duration::from_secs(1)).await;
                }
            }));
        }
    }
    Ok(delivered)
}

/// Sends a request; the reply.
pub(crate) async fn ask(address: SocketAddr, request: &[u8]) -> Result<Vec<u8>, Failed> {
    let mut visitor = connect(address).await?.ok_or("nobody listens")?;
    visitor.stream.write_all(request).await?;
    let mut reply = Vec::new();
    visitor.stream.read_to_end(&mut reply).await?;
    Ok(reply)
}

/// A connection; none when nobody is there.
pub(crate) async fn connect(address: SocketAddr) -> Result<Option<Visitor>, Failed> {
    let counted = Outgoing::counted();
    match timeout(PATIENCE, TcpStream::connect(address)).await.map_err(|_| "neither let in nor refused")? {
        Ok(stream) => Ok(Some(Visitor { stream, _counted: counted })),
        Err(refused) if refused.kind() == ErrorKind::ConnectionRefused => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// All that comes until the listener hangs up. One that hung up on us has said what it had to say.
async fn rest(mut visitor: Visitor) -> Result<Vec<u8>, Failed> {
    let mut reply = Vec::new();
    let to_its_end = async {
        let _ = visitor.stream.shutdown().await;
        let _reset = visitor.stream.read_to_end(&mut reply).await;
    };
    timeout(PATIENCE, to_its_end).await.map_err(|_| "the listener neither answers nor hangs up")?;
    Ok(reply)
}

async fn flood(
    stream: &mut TcpStream,
    begin: &[u8],
    part: &[u8],
    bytes: usize,
    end: &[u8],
) -> std::io::Result<()> {
    let chunk = part.repeat((16 * 1024 / part.len()).max(1));
    stream.write_all(begin).await?;
    let mut sent = 0;
    while sent < bytes {
        stream.write_all(&chunk).await?;
        sent += chunk.len();
    }
    stream.write_all(end).await
}
