//! Was the whole answer handed to the client's connection?
//!
//! A client that never got its new refresh token is in trouble, and a test must be able to tell that case from the
//! others. "Delivered" means: every byte was written to the connection and flushed. Whether the client read it, no
//! server can know.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::Site;
use super::receipt::Receipt;

/// The answers of one connection that wait to be flushed.
#[derive(Clone, Default)]
pub(crate) struct Deliveries(Arc<Mutex<Vec<Ticket>>>);

/// One answer on its way. Dropped with its connection, it takes an unsigned receipt with it.
struct Ticket {
    sequence: u64,
    taken: Arc<AtomicBool>,
    receipt: Option<Receipt>,
}

/// A body in one piece that notes when the connection has taken it.
pub(crate) struct Parcel {
    content: Option<Bytes>,
    taken: Arc<AtomicBool>,
}

/// A connection that notes when what it took has been flushed.
pub(crate) struct Watched<Stream> {
    stream: Stream,
    site: Arc<Site>,
    deliveries: Deliveries,
}

impl Deliveries {
    /// A body; with a number its delivery is noted in that log entry, and a receipt is signed at it.
    pub(crate) fn parcel(&self, content: String, sequence: Option<u64>, receipt: Option<Receipt>) -> Parcel {
        let taken = Arc::new(AtomicBool::new(false));
        if let Some(sequence) = sequence {
            let ticket = Ticket { sequence, taken: taken.clone(), receipt };
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push(ticket);
        }
        let content = Some(Bytes::from(content)).filter(|content| !content.is_empty());
        Parcel { content, taken }
    }

    fn flushed(&self, site: &Site) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for ticket in waiting.extract_if(.., |ticket| ticket.taken.load(Ordering::Acquire)) {
            site.world().seen.amend(ticket.sequence, |entry| entry.delivered = Some(true));
            ticket.receipt.into_iter().for_each(Receipt::sign);
        }
    }
}

impl Body for Parcel {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let content = self.content.take();
        if content.is_some() {
            // The connection flushes only after it has written all that it took, so the next flush ends with this.
            self.taken.store(true, Ordering::Release);
        }
        Poll::Ready(content.map(|content| Ok(Frame::data(content))))
    }

    fn is_end_stream(&self) -> bool {
        self.content.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.content.as_ref().map_or(0, Bytes::len) as u64)
    }
}

impl<Stream> Watched<Stream> {
    /// Around a connection of this site.
    pub(crate) fn new(stream: Stream, site: Arc<Site>, deliveries: Deliveries) -> Self {
        Self { stream, site, deliveries }
    }
}

impl<Stream: AsyncRead + Unpin> AsyncRead for Watched<Stream> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl<Stream: AsyncWrite + Unpin> AsyncWrite for Watched<Stream> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, from)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        if matches!(flushed, Poll::Ready(Ok(()))) {
            self.deliveries.flushed(&self.site);
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
