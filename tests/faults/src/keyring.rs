//! A session bus and a keychain of one scene's own: started, frozen, killed and started again as a case wants it.
//!
//! The bus starts no keychain by itself, so that a killed one stays dead until the case says otherwise. What asks a
//! person for a password is the one thing that it may start.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::Failed;
use crate::secret_service::SecretService;
use crate::stopwatch::Stopwatch;

/// The password of every throw-away keyring.
pub const PASSWORD: &str = "practice";
/// How long one of the two may take to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A bus, and on it a keychain or none.
#[derive(Debug)]
pub struct Keyring {
    folder: PathBuf,
    address: String,
    bus: Option<Child>,
    daemon: Option<Child>,
}

/// How the keychain starts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Start {
    /// Open, with a collection to keep items in.
    Unlocked,
    /// With whatever lies in its home, locked; in an empty home it has no collection.
    AsItLies,
}

impl Keyring {
    /// A bus and an open keychain.
    pub async fn begin(folder: &Path) -> Result<Self, Failed> {
        let mut keyring = Self::bus_alone(folder)?;
        keyring.start(Start::Unlocked).await?;
        Ok(keyring)
    }

    /// A bus without any keychain.
    pub fn bus_alone(folder: &Path) -> Result<Self, Failed> {
        for name in ["home/.local/share", "services", "run"] {
            std::fs::create_dir_all(folder.join(name))?;
        }
        std::fs::set_permissions(folder.join("run"), std::fs::Permissions::from_mode(0o700))?;
        std::fs::write(folder.join("bus.conf"), configuration(folder))?;
        for prompter in ["org.gnome.keyring.SystemPrompter", "org.gnome.keyring.PrivatePrompter"] {
            let name = format!("{prompter}.service");
            // A machine without it has nobody to ask, which the cases that need it will notice.
            let _ = std::fs::copy(Path::new(SERVICES).join(&name), folder.join("services").join(&name));
        }
        let mut bus = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", folder.join("bus.conf").display()))
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .env("XDG_RUNTIME_DIR", folder.join("run"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(folder.join("bus.log"))?)
            .spawn()?;
        let mut address = String::new();
        BufReader::new(bus.stdout.take().ok_or("no output")?).read_line(&mut address)?;
        let keyring = Self {
            folder: folder.to_owned(),
            address: address.trim().to_owned(),
            bus: Some(bus),
            daemon: None,
        };
        if keyring.address.is_empty() { Err("no session bus".into()) } else { Ok(keyring) }
    }

    /// Starts a keychain; returns when it answers.
    pub async fn start(&mut self, how: Start) -> Result<(), Failed> {
        let home = self.folder.join("home");
        let mut daemon = Command::new("gnome-keyring-daemon");
        daemon.args(["--foreground", "--components=secrets"]);
        if how == Start::Unlocked {
            daemon.arg("--unlock");
        }
        let log = std::fs::File::options().create(true).append(true).open(self.folder.join("keyring.log"))?;
        let mut daemon = daemon
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("HOME", &home)
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_CACHE_HOME", home.join(".cache"))
            .env("XDG_RUNTIME_DIR", self.folder.join("run"))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        daemon.stdin.take().ok_or("no input")?.write_all(PASSWORD.as_bytes())?;
        self.daemon = Some(daemon);
        let watch = Stopwatch::start();
        while watch.read() < PATIENCE {
            if let Ok(service) = self.service()
                && (how == Start::AsItLies || service.is_open())
                && service.is_there()
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
        Err("the keychain did not start".into())
    }

    /// The bus, as `DBUS_SESSION_BUS_ADDRESS` names it.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The path of the bus's socket.
    pub fn socket(&self) -> Result<PathBuf, Failed> {
        let rest = self.address.strip_prefix("unix:path=").ok_or("a bus without a path")?;
        Ok(PathBuf::from(rest.split(',').next().unwrap_or(rest)))
    }

    /// A witness of our own on the same bus.
    pub fn service(&self) -> Result<SecretService, Failed> {
        SecretService::on(&self.address)
    }

    /// The keychain stops answering until [`Keyring::thaw`].
    pub fn freeze(&self) -> Result<(), Failed> {
        self.signal("STOP")
    }

    /// It answers again.
    pub fn thaw(&self) -> Result<(), Failed> {
        self.signal("CONT")
    }

    /// Kills the keychain; the bus stays.
    pub fn kill(&mut self) -> Result<(), Failed> {
        if let Some(mut daemon) = self.daemon.take() {
            daemon.kill()?;
            daemon.wait()?;
        }
        Ok(())
    }

    /// Throws everything away that the keychain keeps.
    pub fn forget_all(&self) -> Result<(), Failed> {
        let keyrings = self.folder.join("home/.local/share/keyrings");
        if keyrings.exists() {
            std::fs::remove_dir_all(keyrings)?;
        }
        Ok(())
    }

    fn signal(&self, name: &str) -> Result<(), Failed> {
        let pid = self.daemon.as_ref().ok_or("no keychain runs")?.id();
        let done = Command::new("kill").args([format!("-{name}"), pid.to_string()]).status()?;
        if done.success() { Ok(()) } else { Err("kill".into()) }
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        for mut child in self.daemon.take().into_iter().chain(self.bus.take()) {
            // Only what was started here, by its own handle.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

const SERVICES: &str = "/usr/share/dbus-1/services";

fn configuration(folder: &Path) -> String {
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <servicedir>{folder}/services</servicedir>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
        folder = folder.display()
    )
}
