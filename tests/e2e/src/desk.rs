//! The throw-away desktop, asked by other programs than the one under test: its clipboard, keychain and browser.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Failed;
use crate::patience::until;
use crate::practice::Practice;
use crate::webdriver::{Window, attach_to_chromium};

/// The desktop that `desktop.py` has made.
pub struct Desk {
    /// Everything of it.
    pub folder: PathBuf,
    /// Where the repository is.
    pub top: PathBuf,
}

impl Desk {
    /// The desktop that this process runs on.
    pub fn here() -> Result<Self, Failed> {
        let folder = std::env::var("DESKTOP_DIR").map_err(|_| "run this under desktop/desktop.py")?;
        Ok(Self {
            folder: folder.into(),
            top: Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?,
        })
    }

    /// Where a program's output goes.
    pub fn log(&self, name: &str) -> PathBuf {
        self.folder.join("log").join(name)
    }

    /// A folder that nobody has used yet.
    pub fn new_folder(&self) -> Result<PathBuf, Failed> {
        static NEXT: AtomicUsize = AtomicUsize::new(1);
        let folder = self.folder.join(format!("trip-{}", NEXT.fetch_add(1, Ordering::Relaxed)));
        std::fs::create_dir(&folder)?;
        Ok(folder)
    }

    /// Makes Chromium, which trusts this practice org, the default browser.
    pub fn make_browser_default(&self, practice: &Practice) -> Result<(), Failed> {
        let script = self.top.join("tests/e2e/desktop/browser.py");
        run(Command::new(script).args([practice.ready("site"), practice.ready("ca")])).map(drop)
    }

    /// Where programs are looked for: a chosen Chromium is then the one that knows the practice org.
    pub fn search_path(&self) -> String {
        let usual = std::env::var("PATH").unwrap_or_default();
        format!("{}:{usual}", self.folder.join("programs").display())
    }

    /// What the browser was given each time: its options, then the address.
    pub fn opened(&self) -> Vec<String> {
        let lines = std::fs::read_to_string(self.folder.join("opened")).unwrap_or_default();
        lines.lines().map(str::to_owned).collect()
    }

    /// Takes hold of the browser that the program under test has had started.
    pub async fn browser(&self) -> Result<Window, Failed> {
        let file = self.folder.join("browser/DevToolsActivePort");
        let port = until("the browser", || async {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            // Two lines, or it is still being written.
            let Some((port, _)) = text.split_once('\n').filter(|(_, path)| !path.is_empty()) else {
                return Ok(None);
            };
            // Where nobody listens, it was the port of a browser that has ended.
            tokio::net::TcpStream::connect(format!("127.0.0.1:{port}")).await?;
            Ok(Some(port.to_owned()))
        })
        .await?;
        let options = attach_to_chromium(&format!("127.0.0.1:{port}"));
        Window::open(Command::new("chromedriver"), options, &self.log("chromedriver")).await
    }

    /// What another program reads from the clipboard.
    pub async fn clipboard(&self) -> Result<String, Failed> {
        // An owner that has just died can leave the question open for ever.
        let read = || run(Command::new("timeout").args(["5", "xclip", "-selection", "clipboard", "-out"]));
        tokio::task::spawn_blocking(read).await?
    }

    /// The forms in which the clipboard offers what is there.
    pub fn clipboard_targets(&self) -> Result<String, Failed> {
        run(Command::new("xclip").args(["-selection", "clipboard", "-out", "-target", "TARGETS"]))
    }

    /// Waits until another program reads this from the clipboard.
    pub async fn holds(&self, text: &str) -> Result<(), Failed> {
        until(&format!("{text:?} on the clipboard"), || async {
            Ok((self.clipboard().await? == text).then_some(()))
        })
        .await
    }

    /// Another program copies a text; returns when it can be pasted.
    pub async fn copy(&self, text: &str) -> Result<(), Failed> {
        use std::io::Write;
        let mut xclip = Command::new("xclip");
        let mut child = xclip.args(["-selection", "clipboard", "-in"]).stdin(Stdio::piped()).spawn()?;
        child.stdin.take().ok_or("no input")?.write_all(text.as_bytes())?;
        child.wait()?.success().then_some(()).ok_or("xclip")?;
        self.holds(text).await
    }

    /// Closes the window of a program as its person does: through the window manager. By its program, for it is
    /// called after what is chosen in it.
    pub fn close_window(&self, program: &str) -> Result<(), Failed> {
        run(Command::new("wmctrl").args(["-F", "-x", "-c", program])).map(drop)
    }

    /// What the desktop's own tool finds of Keyperch in the keychain: attributes and labels.
    pub fn keychain_items(&self) -> Result<String, Failed> {
        let found = in_time("secret-tool").args(["search", "--all", "service", "Keyperch"]).output()?;
        // Secrets and attributes come on different outputs, by version.
        Ok(String::from_utf8(found.stdout)? + &String::from_utf8(found.stderr)?)
    }

    /// Removes everything of Keyperch from the keychain.
    pub fn empty_keychain(&self) -> Result<(), Failed> {
        if self.keychain_items()?.is_empty() {
            return Ok(());
        }
        run(in_time("secret-tool").args(["clear", "service", "Keyperch"])).map(drop)
    }

    /// Answers the desktop's question for the keychain's password, once it is on the screen: with `Escape`, or the
    /// password and `Return`.
    pub fn answer_prompt(&self, keys: &[&str]) -> Result<(), Failed> {
        let prompt =
            ["search", "--sync", "--onlyvisible", "--name", "Unlock|Authentication|keyring", "windowfocus"];
        run(in_time("xdotool").args(prompt).arg("--sync"))?;
        std::thread::sleep(std::time::Duration::from_millis(500));
        for key in keys {
            let press = key.strip_prefix("type:").map_or(["key", key], |text| ["type", text]);
            run(Command::new("xdotool").args(press))?;
        }
        Ok(())
    }

    /// Answers the desktop's own question for a file, once it is on the screen, with this one.
    pub fn answer_file_dialog(&self, file: &Path) -> Result<(), Failed> {
        let dialog =
            ["search", "--sync", "--onlyvisible", "--name", "^(Save|Open|Select|Choose)", "windowfocus"];
        run(in_time("xdotool").args(dialog).arg("--sync"))?;
        std::thread::sleep(std::time::Duration::from_millis(500));
        let name = file.display().to_string();
        for keys in [["key", "ctrl+a"], ["type", name.as_str()], ["key", "Return"]] {
            run(Command::new("xdotool").args(keys))?;
        }
        Ok(())
    }

    /// Locks the keychain.
    pub fn lock_keychain(&self) -> Result<(), Failed> {
        let order =
            ["--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"];
        let lock = [
            "org.freedesktop.Secret.Service.Lock",
            "array:objpath:/org/freedesktop/secrets/collection/login",
        ];
        run(Command::new("dbus-send").args(order).args(lock)).map(drop)
    }

    /// Freezes the keychain, until what is returned is dropped.
    pub fn freeze_keychain(&self) -> Result<Frozen, Failed> {
        let frozen = Frozen(std::env::var("DESKTOP_KEYRING_PID")?);
        frozen.signal("STOP")?;
        Ok(frozen)
    }

    /// The status with which an org answers a token that is sent by `curl`, in a request of its own.
    pub fn ask_with_token(&self, practice: &Practice, host: &str, token: &str) -> Result<String, Failed> {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--max-time", "10", "--output", "/dev/null", "--write-out", "%{http_code}"]);
        curl.args(["--proxy", practice.ready("proxy"), "--cacert", practice.ready("ca")]);
        curl.arg("--header").arg(format!("Authorization: Bearer {token}"));
        run(curl.arg(format!("https://{host}/services/data/v60.0/limits")))
    }
}

/// A program that may have to wait for something: for 20 seconds at the most.
fn in_time(program: &str) -> Command {
    let mut bounded = Command::new("timeout");
    bounded.args(["20", program]);
    bounded
}

/// A keychain that answers nobody. It goes on when this is dropped: a test that fails leaves none to the next.
pub struct Frozen(String);

impl Frozen {
    fn signal(&self, signal: &str) -> Result<(), Failed> {
        run(Command::new("kill").arg(format!("-{signal}")).arg(&self.0)).map(drop)
    }
}

impl Drop for Frozen {
    fn drop(&mut self) {
        // There is nobody to tell: who waits for the keychain then says so.
        let _ = self.signal("CONT");
    }
}

/// Runs a program to its end; what it said.
pub fn run(command: &mut Command) -> Result<String, Failed> {
    let done = command.stdin(Stdio::null()).output()?;
    if done.status.success() {
        Ok(String::from_utf8(done.stdout)?)
    } else {
        Err(format!("{command:?}: {}", String::from_utf8_lossy(&done.stderr)).into())
    }
}
