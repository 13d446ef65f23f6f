//! For tests: a bus of one's own.

#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use zbus::blocking::connection::Builder;

/// A bus that ends with the test.
pub(crate) struct Bus {
    daemon: Child,
    address: String,
}

impl Bus {
    pub(crate) fn start() -> Self {
        let mut daemon = Command::new("dbus-daemon");
        daemon.args(["--session", "--nofork", "--nopidfile", "--address=unix:tmpdir=/tmp"]);
        let daemon = daemon.arg("--print-address").stdout(Stdio::piped()).spawn();
        let mut daemon = daemon.expect("dbus-daemon is installed");
        let mut address = String::new();
        let out = daemon.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut address).expect("its address");
        Self { daemon, address: address.trim().to_owned() }
    }

    /// A connection to it, to be made.
    pub(crate) fn builder(&self) -> Builder<'_> {
        Builder::address(self.address.as_str()).expect("an address")
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}
