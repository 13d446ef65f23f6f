//! The eighty inputs, and the requests that they are made of.
//!
//! Where an input is wrong in one way, it is right in every other: state, code and host are those of the attempt.

mod metadata;
mod method;
mod parameters;
mod protocol;

use crate::case::{Case, Input, Scene};

/// So many inputs there are.
pub(crate) const COUNT: u8 = 80;

/// Stands in every input, and may stand nowhere else.
pub(crate) const CANARY: &str = "k4n4ry";
/// The code of an input that is not the answer that counts.
pub(crate) const CODE: &str = "aPrx.k4n4ry.foreign";

pub(crate) fn all() -> Vec<Case> {
    [method::cases(), parameters::cases(), metadata::cases(), protocol::cases()]
        .into_iter()
        .flatten()
        .collect()
}

impl Scene {
    /// A callback that is right in everything.
    pub(crate) fn good(&self) -> Vec<u8> {
        visit(self.port, &format!("/?{}", self.query()))
    }

    /// The query of a callback that is right in everything.
    fn query(&self) -> String {
        format!("code={CODE}&state={}", self.state)
    }

    /// The header that names the host, right.
    fn here(&self) -> String {
        format!("Host: localhost:{}\r\n", self.port)
    }

    /// Right in everything but these headers.
    fn with(&self, more: &str) -> Input {
        Input::Send(head("GET", &format!("/?{}", self.query()), &self.here(), more))
    }

    /// Right in everything but the method.
    fn by(&self, method: &str) -> Input {
        Input::Send(head(method, &format!("/?{}", self.query()), &self.here(), VISIT))
    }

    /// Right in everything but the target.
    fn target(&self, target: &str) -> Input {
        Input::Send(visit(self.port, target))
    }

    /// Right in everything but what stands for the host.
    fn host(&self, host: &str) -> Input {
        Input::Send(head("GET", &format!("/?{}", self.query()), host, VISIT))
    }
}

/// What a browser sends that follows a redirect to this port.
pub(crate) fn visit(port: u16, target: &str) -> Vec<u8> {
    head("GET", target, &format!("Host: localhost:{port}\r\n"), VISIT)
}

fn head(method: &str, target: &str, host: &str, more: &str) -> Vec<u8> {
    format!("{method} {target} HTTP/1.1\r\n{host}User-Agent: {CANARY}/1.0\r\n{more}\r\n").into_bytes()
}

/// What browsers say of a visit.
const VISIT: &str = "Accept: text/html\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n\
                     Sec-Fetch-Dest: document\r\nUpgrade-Insecure-Requests: 1\r\n";
