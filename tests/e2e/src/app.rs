//! Starts Keyperch's window under its driver.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::json;

use crate::Failed;
use crate::practice::Practice;
use crate::webdriver::Window;

/// How one Keyperch is started.
pub struct Launch {
    /// The program.
    pub program: PathBuf,
    /// Where it keeps its data; there, and empty.
    pub data_dir: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Variables set for it, beside those of the desktop.
    pub environment: Vec<(String, String)>,
    /// Where the driver's and the program's output go.
    pub log: PathBuf,
}

impl Launch {
    /// A start with its data in `data_dir` and nothing else said.
    pub fn new(program: &Path, data_dir: &Path, log: &Path) -> Self {
        let environment = vec![("KEYPERCH_DATA_DIR".to_owned(), data_dir.display().to_string())];
        Self {
            program: program.to_owned(),
            data_dir: data_dir.to_owned(),
            arguments: vec![],
            environment,
            log: log.to_owned(),
        }
    }

    /// Sends it to this practice org, which it trusts.
    pub fn send_to(&mut self, practice: &Practice) {
        self.set("HTTPS_PROXY", practice.ready("proxy"));
        self.set("NO_PROXY", "localhost,127.0.0.1,::1");
        self.set("KEYPERCH_EXTRA_CA", practice.ready("ca"));
    }

    /// Sets a variable for it.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// Ends the program, if it still runs: by its pid, known by its data folder. Returns when the bus has noticed,
    /// for until then the next start would hand over to this one, and end.
    pub fn end(&self) {
        let data_dir = self.environment.iter().find(|(name, _)| name == "KEYPERCH_DATA_DIR");
        let mark = data_dir.map_or_else(String::new, |(name, value)| format!("{name}={value}"));
        let runs = |process: &PathBuf| {
            let text = |file| std::fs::read(process.join(file)).unwrap_or_default();
            text("comm") == b"keyperch\n"
                && text("environ").split(|byte| *byte == 0).any(|set| set == mark.as_bytes())
        };
        let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten().map(|entry| entry.path());
        for process in processes.filter(runs) {
            let pid = process.file_name().unwrap_or_default();
            let _ = Command::new("kill").arg("-KILL").arg(pid).stderr(Stdio::null()).status();
            while process.join("exe").exists() {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        while is_on_the_bus() {
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Starts it as a person does: nobody drives it.
    pub fn start(&self) -> Result<Child, Failed> {
        let log = std::fs::File::create(&self.log)?;
        let mut program = Command::new(&self.program);
        program.args(&self.arguments).envs(self.environment.iter().map(|(name, value)| (name, value)));
        Ok(program.stdout(log.try_clone()?).stderr(log).spawn()?)
    }

    /// Opens the window and waits until the driver has it.
    pub async fn open(&self) -> Result<Window, Failed> {
        // By its place: the search path may be one of the things that a start changes.
        let mut driver = Command::new("/usr/bin/WebKitWebDriver");
        // Tauri lets itself be driven only when this is set; the driver hands it on.
        driver.arg("--host=127.0.0.1").env("TAURI_WEBVIEW_AUTOMATION", "true");
        driver.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let options = json!({ "binary": self.program, "args": self.arguments });
        let capabilities = json!({ "webkitgtk:browserOptions": options });
        Window::open(driver, capabilities.as_object().cloned().unwrap_or_default(), &self.log).await
    }
}

/// Whether a Keyperch is known to the session bus, as the one that later starts hand over to.
fn is_on_the_bus() -> bool {
    let mut ask = Command::new("dbus-send");
    ask.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
    ask.args(["org.freedesktop.DBus.NameHasOwner", "string:app.keyperch.desktop.SingleInstance"]);
    crate::desk::run(&mut ask).is_ok_and(|answer| answer.contains("true"))
}
