//! TCP, TLS and HTTP/1.1 in front of the site.
//!
//! Every handshake has its own task: browsers open spare connections and leave them idle, which must not keep anybody
//! else waiting.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Collected, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use super::Site;
use super::answer::Answer;
use super::call::Call;
use super::delivery::{Deliveries, Parcel, Watched};
use super::places::Place;
use super::receipt::Receipt;
use super::route;
use super::work::{self, Reply};

/// No request that this site answers is longer, except one that brings a zip.
const BODY_LIMIT: usize = 64 * 1024;
const ZIP_LIMIT: usize = 1024 * 1024;
/// A browser's spare connection may wait this long before it shakes hands.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(60);

/// Accepts connections until the listener is dropped.
pub(crate) async fn accept(listener: TcpListener, tls: TlsAcceptor, site: Arc<Site>) -> Infallible {
    loop {
        match listener.accept().await {
            Ok((socket, _)) => drop(tokio::spawn(connected(socket, tls.clone(), site.clone()))),
            // Out of descriptors, most likely: let others close theirs.
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn connected(socket: TcpStream, tls: TlsAcceptor, site: Arc<Site>) {
    _ = socket.set_nodelay(true);
    let Ok(Ok(stream)) = timeout(HANDSHAKE_LIMIT, tls.accept(socket)).await else {
        return;
    };
    let Some(host) = stream.get_ref().1.server_name().map(str::to_owned) else {
        return;
    };
    // The handshake was refused already if the name does not exist.
    let Some(place) = site.places.find(&host) else {
        return;
    };
    let deliveries = Deliveries::default();
    let watched = Watched::new(stream, site.clone(), deliveries.clone());
    let service = service_fn(|request| respond(&site, place, &host, &deliveries, request));
    // A connection that fails has a client that is gone; the log has what it did.
    _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(watched), service).await;
}

/// An order to close the connection without an answer.
#[derive(Debug)]
struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("dropped as ordered")
    }
}

impl std::error::Error for Dropped {}

async fn respond(
    site: &Arc<Site>,
    place: Place,
    host: &str,
    deliveries: &Deliveries,
    request: Request<Incoming>,
) -> Result<Response<Parcel>, Dropped> {
    let (parts, body) = request.into_parts();
    let limit = if route::takes_a_zip(parts.uri.path()) { ZIP_LIMIT } else { BODY_LIMIT };
    let body = Limited::new(body, limit).collect().await.ok().map(Collected::to_bytes);
    let call = Call::read(host, &parts, body.as_deref());
    // In a task of its own: it goes on when the client hangs up.
    match tokio::spawn(work::answer(site.clone(), place, call)).await {
        Ok(Reply::Answer(answer, sequence, receipt)) => {
            let noted = answer.holds_tokens.then_some(sequence);
            let date = site.world().clock.date();
            response(*answer, date, deliveries, noted, receipt)
        }
        Ok(Reply::Dropped) | Err(_) => Err(Dropped),
    }
}

fn response(
    answer: Answer,
    date: Option<String>,
    deliveries: &Deliveries,
    noted: Option<u64>,
    receipt: Option<Receipt>,
) -> Result<Response<Parcel>, Dropped> {
    let mut response = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        response = response.header(*name, value);
    }
    if let Some(date) = date {
        response = response.header("date", date);
    }
    response.body(deliveries.parcel(answer.body, noted, receipt)).map_err(|_| Dropped)
}
