//! A WebDriver session: the few questions and movements that every journey needs.
//!
//! Things are found as a person or a screen reader finds them: a button by its name, a field by its label.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tokio::time::timeout;

use crate::patience::{PATIENCE, until, until_within};
use crate::{Failed, hit, picture};

/// One driven window, and the driver process behind it.
pub struct Window {
    client: Client,
    driver: Child,
}

impl Window {
    /// Starts `program` (a WebDriver server) and opens a session with the given capabilities.
    /// A driver gives no answer at all to a program that is not one of its kind: hence the time limit.
    pub async fn open(
        mut program: Command,
        capabilities: Map<String, Value>,
        log: &Path,
    ) -> Result<Self, Failed> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = std::fs::File::create(log)?;
        program.arg(format!("--port={port}"));
        let driver = program.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        let mut opening = Opening { driver: Some(driver) };
        let address = format!("http://127.0.0.1:{port}");
        until("the WebDriver server", || async {
            Ok(tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok())
        })
        .await?;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let session = builder.capabilities(capabilities).connect(&address);
        let client = timeout(PATIENCE, session).await.map_err(|_| "the driver opened no session")??;
        let driver = opening.driver.take().ok_or("the driver is gone")?;
        Ok(Self { client, driver })
    }

    /// The client itself, for the rare question that is not below.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The button, link or row that has this accessible name.
    pub async fn button(&self, name: &str) -> Result<Element, Failed> {
        let name = quoted(name);
        let path = format!(
            "//*[self::button or self::a or self::summary or @role='button' or @role='menuitem'][not(@disabled)]\
             [normalize-space(.)={name} or @aria-label={name}]"
        );
        self.shown(&path, &format!("a button {name}")).await
    }

    /// Presses a button, once it is there. One that was drawn anew or has moved meanwhile is looked for again.
    pub async fn press(&self, name: &str) -> Result<(), Failed> {
        until(&format!("a button {name:?} that can be pressed"), || async {
            self.click(self.button(name).await?).await
        })
        .await
    }

    /// Brings this into sight and clicks on it. Nothing: the click arrived elsewhere, and can be made again.
    pub async fn click(&self, element: Element) -> Result<Option<()>, Failed> {
        self.bring_into_sight(&element).await?;
        hit::click(self, element).await
    }

    /// The driver scrolls what is outside the window into view, but not what a bar in it covers.
    async fn bring_into_sight(&self, element: &Element) -> Result<(), Failed> {
        let scroll = "arguments[0].scrollIntoView({ block: 'center' }); arguments[1](true)";
        self.script(scroll, vec![serde_json::to_value(element)?]).await.map(drop)
    }

    /// The field that has this label.
    pub async fn field(&self, label: &str) -> Result<Element, Failed> {
        let label = quoted(label);
        let path = format!(
            "//*[self::input or self::textarea or self::select]\
             [@aria-label={label} or @id=//label[normalize-space(.)={label}]/@for]"
        );
        self.shown(&path, &format!("a field {label}")).await
    }

    /// Empties a field and types into it.
    pub async fn fill(&self, label: &str, text: &str) -> Result<(), Failed> {
        until(&format!("a field {label:?} that can be filled"), || async {
            let field = self.field(label).await?;
            self.bring_into_sight(&field).await?;
            field.clear().await?;
            field.send_keys(text).await?;
            // Between the two, the form may have filled it in by itself.
            Ok((field.prop("value").await?.as_deref() == Some(text)).then_some(()))
        })
        .await
    }

    /// Ticks or unticks a box, or chooses one of several; a click that has missed it is made again.
    pub async fn tick(&self, label: &str) -> Result<(), Failed> {
        let wanted = until(&format!("a box {label:?}"), || async {
            let field = self.field(label).await?;
            let is_one_of_several = field.attr("type").await?.as_deref() == Some("radio");
            Ok(Some(is_one_of_several || !is_ticked(&field).await?))
        })
        .await?;
        until(&format!("a box {label:?} that can be ticked"), || async {
            let field = self.field(label).await?;
            if is_ticked(&field).await? != wanted {
                self.click(field.clone()).await?;
            }
            // One that is gone by now has heard it, too.
            Ok(is_ticked(&field).await.map_or(true, |ticked| ticked == wanted).then_some(()))
        })
        .await
    }

    /// Presses one key, or several, wherever the focus is.
    pub async fn keys(&self, keys: &str) -> Result<(), Failed> {
        // What has the focus may be drawn anew between the two.
        until("something that hears keys", || async {
            Ok(Some(self.client.active_element().await?.send_keys(keys).await?))
        })
        .await
    }

    /// Presses a key together with Ctrl.
    pub async fn chord(&self, key: &str) -> Result<(), Failed> {
        self.held_down(&[Key::Control], key).await
    }

    /// Presses a key together with Ctrl and Shift.
    pub async fn chord_shift(&self, key: &str) -> Result<(), Failed> {
        self.held_down(&[Key::Control, Key::Shift], key).await
    }

    async fn held_down(&self, held: &[Key], key: &str) -> Result<(), Failed> {
        let value = |held: &Key| char::from(*held);
        let key = key.chars().next().ok_or("no key")?;
        let mut keys = KeyActions::new("keyboard".to_owned());
        for one in held {
            keys = keys.then(KeyAction::Down { value: value(one) });
        }
        keys = keys.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        for one in held {
            keys = keys.then(KeyAction::Up { value: value(one) });
        }
        Ok(self.client.perform_actions(keys).await?)
    }

    /// Chooses an entry of a list field.
    pub async fn choose(&self, label: &str, entry: &str) -> Result<(), Failed> {
        until(&format!("the entry {entry:?} of {label:?}"), || async {
            let field = self.field(label).await?;
            self.bring_into_sight(&field).await?;
            Ok(Some(field.select_by_label(entry).await?))
        })
        .await
    }

    /// Makes the window so wide, and 680 high; returns when the page has heard.
    pub async fn resize(&self, width: u32) -> Result<(), Failed> {
        self.client.set_window_size(width, 680).await?;
        let is_so_wide = "arguments[1](Math.abs(innerWidth - arguments[0]) < 24)";
        until("the window's new size", || async {
            Ok((self.script(is_so_wide, vec![json!(width)]).await? == true).then_some(()))
        })
        .await
    }

    /// Everything that can be read on the page.
    pub async fn text(&self) -> Result<String, Failed> {
        let text = self.script("arguments[0](document.body.innerText)", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the page says this.
    pub async fn says(&self, words: &str) -> Result<(), Failed> {
        self.says_within(PATIENCE, words).await
    }

    /// The same, where it may take longer than anything else.
    pub async fn says_within(&self, patience: Duration, words: &str) -> Result<(), Failed> {
        let there = || async { Ok(self.text().await?.contains(words).then_some(())) };
        match until_within(patience, &format!("the words {words:?}"), there).await {
            Ok(()) => Ok(()),
            Err(failed) => Err(format!("{failed}; the page says:\n{}", self.text().await?).into()),
        }
    }

    /// Runs a script that ends by calling its last argument.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value, Failed> {
        Ok(timeout(PATIENCE, self.client.execute_async(script, arguments)).await??)
    }

    /// Takes a picture, after the words are there and two frames are drawn; a blank one is refused.
    ///
    /// Before the first paint the web engine hands out an old picture: hence the frames.
    pub async fn picture(&self, file: &Path, words: &str) -> Result<(), Failed> {
        self.says(words).await?;
        let frames =
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        self.script(frames, vec![]).await?;
        let png = timeout(PATIENCE, self.client.screenshot()).await??;
        picture::is_of_something(&png, file)?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        Ok(std::fs::write(file, png)?)
    }

    /// Ends the session, and with it the program that the driver started.
    pub async fn close(mut self) -> Result<(), Failed> {
        let ended = timeout(PATIENCE, self.client.clone().close()).await;
        stop(&mut self.driver);
        Ok(ended??)
    }

    async fn shown(&self, path: &str, what: &str) -> Result<Element, Failed> {
        until(what, || async {
            for element in self.client.find_all(Locator::XPath(path)).await? {
                if element.is_displayed().await? {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
        .await
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        stop(&mut self.driver);
    }
}

/// A driver whose session is not open yet; stopped when that fails.
struct Opening {
    driver: Option<Child>,
}

impl Drop for Opening {
    fn drop(&mut self) {
        self.driver.as_mut().map(stop);
    }
}

/// Asks a driver to end, if it has not ended with its session, and collects it.
///
/// Asked by TERM, not killed: a killed driver leaves its children behind.
fn stop(driver: &mut Child) {
    if matches!(driver.try_wait(), Ok(None)) {
        let _ = Command::new("kill").arg(driver.id().to_string()).stderr(Stdio::null()).status();
    }
    let _ = driver.wait();
}

/// Capabilities that attach to a Chromium that somebody else has started.
pub fn attach_to_chromium(devtools: &str) -> Map<String, Value> {
    let options = json!({ "goog:chromeOptions": { "debuggerAddress": devtools } });
    options.as_object().cloned().unwrap_or_default()
}

async fn is_ticked(field: &Element) -> Result<bool, Failed> {
    Ok(field.prop("checked").await?.as_deref() == Some("true"))
}

/// Text as a literal of `XPath`.
fn quoted(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}
