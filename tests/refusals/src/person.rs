//! A person without a browser: the practice org plays the pages through. What leads back is followed; what ends on a page
//! of Salesforce's is brought by hand, as a person does it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use keyperch_core::model::error::Error;
use keyperch_core::model::secret::{AuthorizationUrl, Pasted};
use keyperch_core::{Core, Opener};
use practice_org::{Practice, Press, Visit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

pub(crate) const PASSWORD: &str = "practice";

/// What happens between the Allow page and the callback.
pub(crate) type Between = Box<dyn FnOnce() + Send>;

/// What a person does in the browser.
pub(crate) struct Person {
    pub(crate) core: Core,
    pub(crate) practice: Arc<Practice>,
    pub(crate) username: String,
    pub(crate) press: Press,
    /// The address that is opened, made from the one that Keyperch asks for.
    pub(crate) opens: fn(&str) -> String,
    pub(crate) between: Between,
}

impl Person {
    /// Starts with the address that a browser would be started with.
    pub(crate) fn opener(self) -> Opener {
        Box::new(move |url: &AuthorizationUrl| {
            let address = (self.opens)(url.expose());
            tokio::spawn(self.visits(address));
            Box::pin(async { Ok(()) })
        })
    }

    async fn visits(self, address: String) {
        let visit = self.practice.visit(&address, &self.username, PASSWORD, self.press).await;
        match visit {
            Visit::SentTo(callback) if callback.starts_with("http://localhost:") => {
                (self.between)();
                follow(&callback).await;
            }
            Visit::SentTo(page) => brings(&self.core, page).await,
            Visit::Stayed(_, text) => brings(&self.core, text).await,
        }
    }
}

/// Nothing that can be read ends the sign-in, so that its case fails at once.
async fn brings(core: &Core, text: String) {
    for _ in 0..200 {
        match core.bring_by_hand(&Pasted::from(text.clone())) {
            Ok(()) => return,
            // The wait has not begun yet.
            Err(Error::Gone) => sleep(Duration::from_millis(10)).await,
            Err(_) => break,
        }
    }
    core.cancel_sign_in();
}

/// Asks for an address as a browser does, and goes on to where the answer points.
async fn follow(callback: &str) {
    let Ok(url) = url::Url::parse(callback) else { return };
    let Some(port) = url.port() else { return };
    let mut target = format!("{}?{}", url.path(), url.query().unwrap_or_default());
    while !target.is_empty() {
        let answer =
            timeout(Duration::from_secs(5), ask(port, &target)).await.ok().flatten().unwrap_or_default();
        let location = answer.lines().find_map(|line| line.strip_prefix("Location: "));
        location.unwrap_or_default().clone_into(&mut target);
    }
}

async fn ask(port: u16, target: &str) -> Option<String> {
    let mut stream = TcpStream::connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.ok()?;
    let request = format!(
        "GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n\
         Sec-Fetch-Dest: document\r\nAccept: text/html\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok()?;
    Some(String::from_utf8_lossy(&answer).into_owned())
}
