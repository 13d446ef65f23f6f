//! For tests: a bus of one's own.

#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use zbus::blocking::connection::Builder;

/// Whoever is on it may do anything, and nobody is started by it: no service of the desktop's is ever asked.
const SETTINGS: &str = "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>\
    <policy context='default'><allow send_destination='*'/><allow receive_sender='*'/><allow own='*'/></policy></busconfig>";

/// A bus that ends with the test.
pub(crate) struct Bus {
    daemon: Child,
    address: String,
}

impl Bus {
    pub(crate) fn start() -> Self {
        let settings = std::env::temp_dir().join(format!("keyperch-bus-{}", uuid::Uuid::new_v4()));
        std::fs::write(&settings, SETTINGS).expect("written");
        let mut daemon = Command::new("dbus-daemon");
        daemon.arg("--config-file").arg(&settings).args(["--nofork", "--nopidfile", "--print-address"]);
        let daemon = daemon.stdout(Stdio::piped()).spawn();
        let mut daemon = daemon.expect("dbus-daemon is installed");
        let mut address = String::new();
        let out = daemon.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut address).expect("its address");
        std::fs::remove_file(settings).expect("removed");
        Self { daemon, address: address.trim().to_owned() }
    }

    /// A connection to it, to be made. An answer that does not come, because the other end has failed, is not waited for.
    pub(crate) fn builder(&self) -> Builder<'_> {
        let builder = Builder::address(self.address.as_str()).expect("an address");
        builder.method_timeout(Duration::from_secs(10))
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}
