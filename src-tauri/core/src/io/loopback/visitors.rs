//! The visitors of the listener: each is heard once, answered once, and sent away.
//!
//! Sixteen at a time, each with a bound on its time and on its words. Who they are and what they want makes no
//! difference to the others.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::head::{self, Heard};
use super::replies;
use crate::model::waiting::Hint;
use crate::oauth::answer::{Answer, Awaited};
use crate::oauth::callback::{self, Reply, Verdict};

/// How long a visitor may take to say what he wants.
const HEAD_PATIENCE: Duration = Duration::from_secs(5);
/// How long a visitor may take to hear the answer.
const REPLY_PATIENCE: Duration = Duration::from_secs(2);
/// More visitors than this at once: the one who has been there longest is sent away.
const MOST: usize = 16;

/// The connections that are open; dropping them closes them.
#[derive(Debug, Default)]
pub(super) struct Visitors(VecDeque<JoinHandle<()>>);

impl Visitors {
    /// Lets one in; another has left then, if there was no room.
    pub(super) async fn receive(&mut self, stream: TcpStream, door: &Arc<Door>) {
        self.0.retain(|visit| !visit.is_finished());
        if self.0.len() >= MOST
            && let Some(longest) = self.0.pop_front()
        {
            longest.abort();
            // It ends at its next step, whatever it was about.
            let _ended = longest.await;
        }
        let door = Arc::clone(door);
        self.0.push_back(tokio::spawn(async move { door.serve(stream).await }));
    }
}

impl Drop for Visitors {
    fn drop(&mut self) {
        for visit in &self.0 {
            visit.abort();
        }
    }
}

/// What one visitor is let in by.
pub(super) struct Door {
    awaited: Arc<Awaited>,
    answers: mpsc::Sender<Answer>,
    hints: mpsc::Sender<Hint>,
    done_was_shown: Notify,
}

impl Door {
    pub(super) fn new(
        awaited: Arc<Awaited>,
        answers: mpsc::Sender<Answer>,
        hints: mpsc::Sender<Hint>,
    ) -> Self {
        Self { awaited, answers, hints, done_was_shown: Notify::new() }
    }

    /// The port that it is the door of.
    pub(super) fn port(&self) -> u16 {
        self.awaited.callback.port()
    }

    /// Returns when a browser has got its last page.
    pub(super) async fn shown_out(&self) {
        self.done_was_shown.notified().await;
    }

    /// Serves one connection: one request, one reply, closed.
    async fn serve(&self, mut stream: TcpStream) {
        let Ok(beginning) = timeout(HEAD_PATIENCE, head::read(&mut stream)).await else { return };
        let reply = match beginning {
            Heard::Head(head) => Some(self.reply_to(&head)),
            Heard::Unfit => Some(Reply::Bad),
            Heard::Tls => {
                // One that is not taken is on its way already.
                let _ = self.hints.try_send(Hint::ForcedHttps);
                None
            }
        };
        let _in_time = timeout(REPLY_PATIENCE, async {
            let _ = stream.write_all(reply.map_or(replies::NO_TLS, replies::bytes)).await;
            let _ = stream.shutdown().await;
            // What was still on its way is read and dropped, or the reply would be lost to a reset.
            let _ = drain(&mut stream).await;
        })
        .await;
        // Whoever looks at that page before there is an answer ends nothing.
        if reply == Some(Reply::Done) && self.answers.is_closed() {
            self.done_was_shown.notify_one();
        }
    }

    fn reply_to(&self, head: &[u8]) -> Reply {
        let Some(request) = head::parse(head) else { return Reply::Bad };
        match callback::judge(&request, &self.awaited) {
            // The first answer is taken; the same one again is only shown the way out.
            Verdict::Ends(answer) => {
                let _ = self.answers.try_send(answer);
                Reply::SeeDone
            }
            Verdict::Ignored(reply) => reply,
        }
    }
}

/// Reads what a visitor goes on sending, up to a bound.
async fn drain(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<()> {
    let mut buffer = [0; 4096];
    for _ in 0..64 {
        if stream.read(&mut buffer).await? == 0 {
            break;
        }
    }
    Ok(())
}
