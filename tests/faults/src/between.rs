//! Somebody in the place of the proxy who opens no way: what a company's network does on a bad day.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::Failed;

/// What it does with a request for a tunnel.
#[derive(Clone, Copy, Debug)]
pub enum Manner {
    /// Says this.
    Says(&'static str),
    /// Opens a tunnel, and cuts it when the handshake begins.
    CutsTheHandshake,
    /// Nothing, for as long as anybody waits.
    Waits,
}

/// A running one; it ends with what holds it.
#[derive(Debug)]
pub struct Between {
    address: String,
    task: JoinHandle<()>,
}

impl Between {
    /// Listens on a free port.
    pub async fn begin(manner: Manner) -> Result<Self, Failed> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let task = tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(meet(near, manner));
            }
        });
        Ok(Self { address, task })
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Between {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn meet(mut near: TcpStream, manner: Manner) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(near.read_u8().await?);
    }
    match manner {
        Manner::Says(answer) => near.write_all(answer.as_bytes()).await,
        Manner::CutsTheHandshake => {
            near.write_all(b"HTTP/1.1 200 Yes\r\n\r\n").await?;
            near.read_exact(&mut [0; 64]).await.map(drop)
        }
        // Until the other side has had enough.
        Manner::Waits => near.read_u8().await.map(drop),
    }
}
