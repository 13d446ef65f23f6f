//! The control interface: plain HTTP and JSON on a loopback port of its own, for tests in other processes.
//!
//! Every order equals a method of [`crate::Practice`]. An unknown field, path or method is refused by name.

mod orders;

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

use crate::site::Site;

/// No order is longer.
const BODY_LIMIT: usize = 256 * 1024;

/// Accepts connections until the listener is dropped.
pub(crate) async fn accept(listener: TcpListener, site: Arc<Site>, directory: PathBuf) -> Infallible {
    let directory: Arc<PathBuf> = Arc::new(directory);
    loop {
        match listener.accept().await {
            Ok((socket, _)) => drop(tokio::spawn(connected(socket, site.clone(), directory.clone()))),
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
    }
}

/// The answer to an order.
pub(crate) enum Outcome {
    /// Done, or the thing asked for.
    Done(Value),
    /// Refused; the text names what is wrong.
    Refused(String),
    /// There is no such order.
    Unknown,
}

async fn connected(socket: TcpStream, site: Arc<Site>, directory: Arc<PathBuf>) {
    _ = socket.set_nodelay(true);
    let service = service_fn(|request| respond(&site, &directory, request));
    _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(socket), service).await;
}

async fn respond(
    site: &Arc<Site>,
    directory: &Path,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, hyper::http::Error> {
    let (parts, body) = request.into_parts();
    let outcome = match Limited::new(body, BODY_LIMIT).collect().await {
        Ok(body) => {
            let order = orders::Order {
                method: parts.method.as_str(),
                path: parts.uri.path(),
                query: parts.uri.query().unwrap_or_default(),
                body: &body.to_bytes(),
            };
            orders::carry_out(site, directory, &order).await
        }
        Err(_) => Outcome::Refused("the body is too long".to_owned()),
    };
    let (status, value) = match outcome {
        Outcome::Done(value) => (200, value),
        Outcome::Refused(why) => (400, json!({ "error": why })),
        Outcome::Unknown => {
            (404, json!({ "error": format!("no order {} {}", parts.method, parts.uri.path()) }))
        }
    };
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(format!("{value}\n"))))
}
