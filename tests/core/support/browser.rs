//! A person without a browser: the practice org plays the pages through, and the last address is asked for by hand.

use std::net::SocketAddr;

use keyperch_core::flows::sign_in::{Opener, Opening};
use keyperch_core::model::secret::AuthorizationUrl;
use practice_org::{Practice, Press, Visit, follow};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Sends the person through log-in and Allow page, and follows the redirect to the loopback listener.
pub(crate) fn person(practice: &Arc<Practice>, username: &str, press: Press) -> Opener {
    let (practice, username) = (Arc::clone(practice), username.to_owned());
    Box::new(move |url: &AuthorizationUrl| {
        let address = url.expose().to_owned();
        tokio::spawn(async move {
            let visit = practice.visit(&address, &username, super::PASSWORD, press).await;
            if let Visit::SentTo(callback) = visit
                && callback.starts_with("http://localhost:")
            {
                follow(&callback).await;
            }
        });
        opened()
    })
}

/// Opens nothing, and hands the address to the story.
pub(crate) fn hand_over(to: tokio::sync::oneshot::Sender<String>) -> Opener {
    Box::new(move |url: &AuthorizationUrl| {
        to.send(url.expose().to_owned()).expect("the story waits for the address");
        opened()
    })
}

/// A desktop without a browser.
pub(crate) fn no_browser() -> Opener {
    Box::new(|_url: &AuthorizationUrl| Box::pin(async { Err("no browser".into()) }))
}

pub(crate) fn opened() -> Opening {
    Box::pin(async { Ok(()) })
}

/// The request that a browser makes when it follows a redirect from another site.
pub(crate) fn navigation(target: &str, port: u16) -> String {
    format!(
        "GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n\
         Sec-Fetch-Dest: document\r\nAccept: text/html\r\n\r\n"
    )
}

/// Sends bytes to the listener; what it says.
pub(crate) async fn ask(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).await.expect("a listener");
    stream.write_all(request.as_bytes()).await.expect("it takes the request");
    let mut answer = Vec::new();
    // A connection that is closed without a word says nothing.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).expect("text")
}

pub(crate) fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}
