//! Whoever walks through Keyperch: a window, a desktop, a practice org, and the movements that journeys share.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::Failed;
use crate::app::Launch;
use crate::browser::Browser;
use crate::desk::Desk;
use crate::patience::until;
use crate::practice::Practice;
use crate::webdriver::Window;

/// The org that the main journey adds.
pub const HOST: &str = "acme--uat.sandbox.my.salesforce.com";
/// Who signs in to it.
pub const ANA: &str = "ana@acme.com.uat";
/// Somebody else there.
pub const BOB: &str = "bob@acme.com.uat";

/// A window, a desktop and a practice org.
pub struct Traveller {
    /// Keyperch's window.
    pub window: Window,
    /// The desktop around it.
    pub desk: Desk,
    /// The orgs that it talks to.
    pub practice: Arc<Practice>,
    /// How it was started.
    pub launch: Launch,
    /// How many addresses the browser had been given before this Keyperch was started.
    opened_before: usize,
    /// How many of them have been followed since.
    followed: AtomicUsize,
}

impl Traveller {
    /// Starts a practice org, makes the browser trust it, and opens Keyperch on an empty data folder.
    pub async fn set_out(program: &Path, practice_org: &Path) -> Result<Self, Failed> {
        let desk = Desk::here()?;
        let practice = Arc::new(Practice::start(practice_org, &desk.new_folder()?)?);
        desk.make_browser_default(&practice)?;
        Self::set_out_to(practice, program, |_launch| ()).await
    }

    /// Opens Keyperch on an empty data folder, started otherwise than usual.
    pub async fn set_out_to(
        practice: Arc<Practice>,
        program: &Path,
        change: impl FnOnce(&mut Launch),
    ) -> Result<Self, Failed> {
        let desk = Desk::here()?;
        let mut launch = Launch::new(program, &desk.new_folder()?, &desk.log("app"));
        launch.send_to(&practice);
        launch.set("PATH", &desk.search_path());
        change(&mut launch);
        let opened_before = desk.opened().len();
        let window = launch.open().await?;
        // A key that is pressed before the page is there is pressed in vain.
        until("the page", || async { Ok(Some(window.text().await?).filter(|text| !text.is_empty())) })
            .await?;
        Ok(Self { window, desk, practice, launch, opened_before, followed: AtomicUsize::new(0) })
    }

    /// The Lightning host of the main journey's org.
    pub fn lightning(&self) -> &str {
        self.practice.org(HOST)["lightning"].as_str().unwrap_or_default()
    }

    /// The consumer key of that org's app.
    pub fn key(&self) -> &str {
        self.practice.org(HOST)["apps"][0]["consumer_key"].as_str().unwrap_or_default()
    }

    /// The consumer secret of that app.
    pub fn secret(&self) -> &str {
        self.practice.org(HOST)["apps"][0]["consumer_secret"].as_str().unwrap_or_default()
    }

    /// The other orgs: host and consumer key.
    pub fn other_orgs(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let orgs = self.practice.orgs().filter(|org| org["host"] != HOST);
        orgs.map(|org| (text(&org["host"]), text(&org["apps"][0]["consumer_key"]))).collect()
    }

    /// Switches that app at the practice org.
    pub fn switch(&self, switches: &str) -> Result<(), Failed> {
        self.practice.order("POST", &format!("/apps/{}/switches", self.key()), switches).map(drop)
    }

    /// Starts Keyperch a second time, with a template file.
    pub fn hand_over_template(&self, host: &str) -> Result<(), Failed> {
        let template = self.practice.org(host)["template"].as_str().ok_or("no template")?;
        let mut second = Command::new(&self.launch.program);
        second
            .args(["--open", template])
            .envs(self.launch.environment.iter().map(|(name, value)| (name, value)));
        crate::desk::run(&mut second).map(drop)
    }

    /// Adds an org of practice with its first app; the window then shows what comes before the browser.
    pub async fn add(&self, host: &str, name: &str) -> Result<(), Failed> {
        self.begin_app(host, name).await?;
        self.window.tick("The app does not require the secret").await?;
        self.window.press("Save app").await?;
        self.window.says("You will sign in at").await
    }

    /// Adds an org of practice, and begins with its first app: the form has its name and key.
    pub async fn begin_app(&self, host: &str, name: &str) -> Result<(), Failed> {
        let key = self.practice.org(host)["apps"][0]["consumer_key"].as_str().ok_or("no key")?;
        self.window.chord("n").await?;
        self.window.fill("Paste any address from this org", host).await?;
        self.window.fill("Client", "Acme Retail").await?;
        self.window.fill("Name", name).await?;
        self.window.press("Add and continue").await?;
        self.window.fill("Name of the app", "Rehearsal Tool").await?;
        self.window.fill("Consumer Key", key).await
    }

    /// Each address that the browser was given since this Keyperch was started, with the options before it.
    pub fn opened(&self) -> Vec<String> {
        self.desk.opened().split_off(self.opened_before)
    }

    /// The browser, on the page that this Keyperch sends it to next.
    pub async fn browser(&self) -> Result<Browser, Failed> {
        let address = self.next_address().await?;
        Browser::at(self.desk.browser().await?, &address).await
    }

    /// The browser, once Keyperch has sent it anywhere.
    pub async fn browser_window(&self) -> Result<Window, Failed> {
        self.next_address().await?;
        self.desk.browser().await
    }

    async fn next_address(&self) -> Result<String, Failed> {
        let next = self.followed.fetch_add(1, Ordering::Relaxed);
        until("the default browser", || async { Ok(self.opened().into_iter().nth(next)) }).await
    }

    /// Ana logs in where that is asked for, and presses Allow.
    pub async fn allow(&self) -> Result<(), Failed> {
        self.allow_as(ANA).await
    }

    /// Somebody logs in where that is asked for, and presses Allow.
    pub async fn allow_as(&self, username: &str) -> Result<(), Failed> {
        let browser = self.browser().await?;
        browser.log_in(username).await?;
        browser.press("#oaapprove").await?;
        if let Err(failed) = browser.last_page().await {
            return Err(format!("{failed}; the window says:\n{}", self.window.text().await?).into());
        }
        browser.close_tab().await?;
        browser.window.close().await
    }

    /// Moves the clock of the page on, and no other: what the window counts for itself has then been so long ago.
    pub async fn page_later(&self, seconds: u32) -> Result<(), Failed> {
        let move_on =
            "const now = Date.now; Date.now = () => now() + arguments[0] * 1000; arguments[1](true)";
        self.window.script(move_on, vec![json!(seconds)]).await.map(drop)
    }

    /// Makes the window light or dark, whatever the desktop says.
    pub async fn theme(&self, theme: &str) -> Result<(), Failed> {
        let set = "document.documentElement.dataset.theme = arguments[0]; arguments[1](true)";
        self.window.script(set, vec![json!(theme)]).await.map(drop)
    }

    /// Sets the size of all text, as a person's own setting does.
    pub async fn text_size(&self, percent: &str) -> Result<(), Failed> {
        let set = "document.documentElement.style.setProperty('font-size', arguments[0]); arguments[1](true)";
        self.window.script(set, vec![json!(percent)]).await.map(drop)
    }

    /// None of these is in any file below the data folder; one that is planted there is found.
    pub fn nothing_lies_about(&self, secrets: &[&str]) -> Result<(), Failed> {
        let planted = self.launch.data_dir.join("planted");
        std::fs::write(&planted, secrets[0])?;
        let found = files_with(&self.launch.data_dir, secrets)?;
        std::fs::remove_file(&planted)?;
        if found == [planted] { Ok(()) } else { Err(format!("found in: {found:?}").into()) }
    }

    /// Another program finds no text on the clipboard.
    pub async fn clipboard_is_empty(&self) -> Result<(), Failed> {
        let is_empty =
            || async { Ok(self.desk.clipboard().await.map_or(true, |text| text.is_empty()).then_some(())) };
        until("an empty clipboard", is_empty).await
    }

    /// Closes the window as a person does; returns when the program has ended.
    pub async fn quit(&self) -> Result<(), Failed> {
        self.desk.close_window("keyperch.Keyperch")?;
        let is_closed = || async { Ok(self.window.client().title().await.is_err().then_some(())) };
        until("the window to close", is_closed).await?;
        let web_data = self.launch.data_dir.join("webview");
        let left = || async { Ok(std::fs::read_dir(&web_data)?.next().is_none().then_some(())) };
        let waited = until("the web data to be gone", left).await;
        waited.map_err(|error| format!("{error}; left: {:?}", files_in(&web_data)).into())
    }
}

impl Drop for Traveller {
    /// A test that failed leaves its Keyperch open, and the next start would hand over to that one.
    fn drop(&mut self) {
        self.launch.end();
    }
}

/// Every file and folder below a folder.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| files_in(&path).into_iter().chain([path])).collect()
}

/// Every file below a folder that holds one of these.
fn files_with(folder: &Path, secrets: &[&str]) -> Result<Vec<PathBuf>, Failed> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_with(&path, secrets)?);
        } else if path.is_file() {
            let bytes = std::fs::read(&path)?;
            let holds = |secret: &str| bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            if secrets.iter().any(|secret| holds(secret)) {
                found.push(path);
            }
        }
    }
    Ok(found)
}
