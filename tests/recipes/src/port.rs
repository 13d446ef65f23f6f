//! The one port that recipes register, `33333`: to be had by one at a time on a computer.
//!
//! Elsewhere each test takes a free port and registers that. A recipe's callback URL is part of what is followed here, so
//! its port is waited for instead.

use std::fs::File;
use std::net::TcpListener;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::Failed;

const PORT: u16 = 33333;

/// How long another program may have it.
const PATIENCE: Duration = Duration::from_secs(180);

/// As long as this is held, no other run of this program uses the port.
pub(crate) struct OurPort {
    _turn: File,
}

impl OurPort {
    /// Waits for the turn, and until nobody else listens there.
    pub(crate) async fn wait() -> Result<Self, Failed> {
        let waiting = async {
            let turn = File::create(std::env::temp_dir().join("keyperch-recipes.lock"))?;
            while turn.try_lock().is_err() || !is_free() {
                sleep(Duration::from_millis(200)).await;
            }
            Ok(Self { _turn: turn })
        };
        timeout(PATIENCE, waiting).await.map_err(|_| format!("somebody else has port {PORT}"))?
    }
}

fn is_free() -> bool {
    let both = (TcpListener::bind(("127.0.0.1", PORT)), TcpListener::bind(("::1", PORT)));
    matches!(both, (Ok(_), Ok(_)))
}
