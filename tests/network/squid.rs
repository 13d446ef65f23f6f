//! A real proxy: Debian's Squid, with a folder and a port of its own, for as long as what holds it.
//!
//! It reaches the practice org through the practice org's own proxy. Nothing of a Squid that this computer may have
//! otherwise is read or touched.

use std::fmt::Write;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use practice_org::Practice;

use super::support::between::Authority;

const PROGRAM: &str = "/usr/sbin/squid";
const HELPERS: &str = "/usr/lib/squid";

/// A running Squid. It is stopped by its own handle; its helpers end with it.
pub(crate) struct Squid {
    process: Child,
    folder: PathBuf,
    port: u16,
}

impl Squid {
    /// One that knows one user.
    pub(crate) fn with_a_user(practice: &Practice, username: &str, password: &str) -> Self {
        let folder = folder();
        let mut openssl = Command::new("openssl");
        let hash = openssl.args(["passwd", "-apr1", "-salt", "keyperch", "-stdin"]).stdin(Stdio::piped());
        let hash = said(hash, password);
        std::fs::write(folder.join("users"), format!("{username}:{hash}")).expect("its users");
        let users = folder.join("users");
        let own = format!(
            "http_port 127.0.0.1:PORT\n\
             auth_param basic program {HELPERS}/basic_ncsa_auth {}\n\
             auth_param basic children 1\n\
             auth_param basic credentialsttl 1 second\n\
             acl known proxy_auth REQUIRED\n\
             http_access allow known\n",
            users.display()
        );
        Self::begin(practice, folder, &own)
    }

    /// One that opens every tunnel, reads what is in it, and vouches for each host itself, as companies do.
    pub(crate) fn inspecting(practice: &Practice, authority: &Authority) -> Self {
        let folder = folder();
        let (certificate, key, certificates) =
            (folder.join("ca.pem"), folder.join("key.pem"), folder.join("made"));
        std::fs::write(&certificate, &authority.pem).expect("its certificate");
        std::fs::write(&key, authority.key.serialize_pem()).expect("its key");
        let certgen = format!("{HELPERS}/security_file_certgen");
        let made = Command::new(&certgen).args(["-c", "-s"]).arg(&certificates).args(["-M", "4MB"]).output();
        assert!(made.is_ok_and(|made| made.status.success()), "security_file_certgen");
        let own = format!(
            "http_port 127.0.0.1:PORT ssl-bump generate-host-certificates=on dynamic_cert_mem_cache_size=4MB \
             tls-cert={} tls-key={}\n\
             sslcrtd_program {certgen} -s {} -M 4MB\n\
             sslcrtd_children 1\n\
             tls_outgoing_options cafile={}\n\
             ssl_bump bump all\n\
             http_access allow all\n",
            certificate.display(),
            key.display(),
            certificates.display(),
            practice.ca_pem().display()
        );
        Self::begin(practice, folder, &own)
    }

    fn begin(practice: &Practice, folder: PathBuf, own: &str) -> Self {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
        let mut settings = own.replace("PORT", &port.to_string());
        let parent = practice.proxy_url().rsplit(':').next().expect("a port");
        let at = folder.display();
        write!(
            settings,
            "http_access deny all\n\
             cache_peer 127.0.0.1 parent {parent} 0 no-query no-digest default\n\
             never_direct allow all\n\
             cache deny all\n\
             cache_mem 4 MB\n\
             pid_filename {at}/squid.pid\n\
             access_log stdio:{at}/access.log\n\
             cache_log {at}/cache.log\n\
             coredump_dir {at}\n\
             netdb_filename none\n\
             pinger_enable off\n\
             max_filedescriptors 1024\n\
             visible_hostname localhost\n\
             shutdown_lifetime 0 seconds\n"
        )
        .expect("written");
        let file = folder.join("squid.conf");
        std::fs::write(&file, settings).expect("its settings");
        give_to_squid(&folder);
        let mut squid = Command::new(PROGRAM);
        squid.arg("-N").arg("-f").arg(&file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let squid = Self { process: squid.spawn().expect("squid: apt install squid-openssl"), folder, port };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return squid;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("squid does not begin:\n{}", squid.log("cache.log"))
    }

    /// Its host and port.
    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// What it wrote.
    pub(crate) fn log(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.join(name)).unwrap_or_default()
    }
}

impl Drop for Squid {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("keyperch-squid-{}", uuid::Uuid::new_v4()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Started by root, Squid becomes the user `proxy`, who must be able to write here; started by anybody else, it stays
/// who it is.
fn give_to_squid(folder: &Path) {
    let is_root = said(Command::new("id").arg("-u"), "").trim() == "0";
    if is_root {
        let given = Command::new("chown").args(["-R", "proxy:"]).arg(folder).status();
        assert!(given.is_ok_and(|status| status.success()), "chown");
    }
}

/// What a program says to this.
fn said(command: &mut Command, input: &str) -> String {
    use std::io::Write;
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a program");
    process.stdin.take().expect("its input").write_all(input.as_bytes()).expect("it listens");
    String::from_utf8(process.wait_with_output().expect("its output").stdout).expect("text")
}
