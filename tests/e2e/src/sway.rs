//! A Wayland desktop, asked and used from outside: which windows are there and which has the focus, keys, the clipboard.
//!
//! Here nobody may press keys for, or look at, what is another program's, but for those whom the desktop lets: its own
//! `swaymsg`, `wtype` (a keyboard of its own) and `wl-paste`.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::Failed;
use crate::desk::run;
use crate::patience::until;
use crate::picture;
use crate::screen::Shape;

/// How long a fast hand is on its way from one key to the next.
const BETWEEN: Duration = Duration::from_millis(60);
/// The title of the other program.
const OTHER: &str = "Another program";

/// The desktop, with a keyboard that stays, and another program to paste into.
pub struct Sway {
    keyboard: Child,
    other: Child,
    pasted: PathBuf,
}

/// A window on it.
#[derive(Debug)]
pub struct Seen {
    /// Whether it is Keyperch's.
    pub is_ours: bool,
    /// Of what shape it is then, if it has one of the three.
    pub shape: Option<Shape>,
    /// Its title.
    pub title: String,
    /// Whether keys go to it.
    pub has_focus: bool,
}

impl Seen {
    /// Whether it is the quick switcher's.
    pub fn is_small(&self) -> bool {
        matches!(self.shape, Some(Shape::Switcher | Shape::Message))
    }
}

impl Sway {
    /// Begins to use it: its keys run this command, and another program is opened.
    pub async fn begin(folder: &Path, command: &str) -> Result<Self, Failed> {
        // A seat whose last keyboard goes takes the focus from everybody: one stays, whose only key comes far too late.
        let keyboard = Command::new("wtype").args(["-s", "36000000", "x"]).spawn()?;
        say(&["bindsym", "Ctrl+Mod1+k", "exec", command])?;
        let pasted = folder.join("pasted");
        let write = format!("stty -echo -icanon; cat > '{}'", pasted.display());
        let log = File::create(folder.join("other.log"))?;
        let mut terminal = Command::new("foot");
        terminal.args(["--title", OTHER, "sh", "-c", &write]).stderr(log).stdin(Stdio::null());
        let sway = Self { keyboard, other: terminal.spawn()?, pasted };
        until("another program", || async { Ok(sway.pasted.exists().then_some(())) }).await?;
        Ok(sway)
    }

    /// Gives the other program the focus, as by a click into it.
    pub async fn take_focus(&self) -> Result<(), Failed> {
        // Its shell may be there before its window is.
        let focus = || async {
            say(&[&format!("[title=\"^{OTHER}$\"]"), "focus"])?;
            Ok(self.is_back()?.then_some(()))
        };
        until("the focus in another program", focus).await
    }

    /// Closes Keyperch's window as a person does.
    pub fn close(&self) -> Result<(), Failed> {
        say(&["[app_id=\"keyperch\"]", "kill"])
    }

    /// The windows that are there.
    pub fn windows(&self) -> Result<Vec<Seen>, Failed> {
        let mut seen = Vec::new();
        gather(&serde_json::from_str(&run(Command::new("swaymsg").args(["-t", "get_tree"]))?)?, &mut seen);
        Ok(seen)
    }

    /// Keyperch's own window, which may have any shape here.
    pub fn main_window(&self) -> Result<Option<Seen>, Failed> {
        Ok(self.windows()?.into_iter().find(|window| window.is_ours && !window.is_small()))
    }

    /// Keyperch's window of this shape, if it is there.
    pub fn seen(&self, shape: Shape) -> Result<Option<Seen>, Failed> {
        Ok(self.windows()?.into_iter().find(|window| window.shape == Some(shape)))
    }

    /// Whether the other program has the focus.
    pub fn is_back(&self) -> Result<bool, Failed> {
        Ok(self.windows()?.iter().any(|window| window.has_focus && window.title == OTHER))
    }

    /// The keys that run the command.
    pub async fn chord(&self) -> Result<(), Failed> {
        keys(&["-M", "ctrl", "-M", "alt", "-k", "k", "-m", "alt", "-m", "ctrl"]).await
    }

    /// Presses one key.
    pub async fn press(&self, key: &str) -> Result<(), Failed> {
        keys(&["-k", key]).await
    }

    /// Letters, one key each.
    pub async fn letters(&self, letters: &str) -> Result<(), Failed> {
        for letter in letters.chars() {
            self.press(&letter.to_string()).await?;
        }
        Ok(())
    }

    /// What is on the clipboard, pasted into the program that has the focus, and read in the other one.
    pub async fn paste(&self) -> Result<String, Failed> {
        let before = std::fs::read_to_string(&self.pasted)?;
        keys(&["-M", "ctrl", "-M", "shift", "-k", "v", "-m", "shift", "-m", "ctrl"]).await?;
        let new = || Ok::<_, Failed>(std::fs::read_to_string(&self.pasted)?[before.len()..].to_owned());
        until("what was pasted", || async { Ok((!new()?.is_empty()).then_some(())) }).await?;
        // It comes after all of it.
        self.press("Return").await?;
        until("the end of it", || async { Ok(new()?.strip_suffix('\n').map(str::to_owned)) }).await
    }

    /// The notifications that are shown: title and text of each.
    pub fn notifications(&self) -> Result<String, Failed> {
        let mut ask = Command::new("busctl");
        ask.args(["--user", "--json=short", "call", "org.freedesktop.Notifications", "/fr/emersion/Mako"]);
        let listed: Value = serde_json::from_str(&run(ask.args(["fr.emersion.Mako", "ListNotifications"]))?)?;
        let shown = listed["data"].as_array().into_iter().flatten().filter_map(Value::as_array).flatten();
        let text = |one: &Value, field: &str| one[field]["data"].as_str().unwrap_or_default().to_owned();
        let texts = shown.map(|one| [text(one, "summary"), text(one, "body")].join(": "));
        Ok(texts.collect::<Vec<_>>().join("; "))
    }

    /// In which forms something is on the clipboard; an error where nothing is.
    pub fn clipboard_types(&self) -> Result<String, Failed> {
        run(Command::new("wl-paste").arg("--list-types"))
    }

    /// Takes a picture of the whole screen; a blank one is refused.
    pub fn picture(&self, file: &Path) -> Result<(), Failed> {
        run(Command::new("grim").arg(file))?;
        picture::is_of_something(&std::fs::read(file)?, file)
    }
}

async fn keys(in_words_of_wtype: &[&str]) -> Result<(), Failed> {
    tokio::time::sleep(BETWEEN).await;
    run(Command::new("wtype").args(in_words_of_wtype)).map(drop)
}

fn say(command: &[&str]) -> Result<(), Failed> {
    run(Command::new("swaymsg").arg("--").args(command)).map(drop)
}

impl Drop for Sway {
    fn drop(&mut self) {
        for child in [&mut self.keyboard, &mut self.other] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Every window in a part of sway's tree.
fn gather(node: &Value, seen: &mut Vec<Seen>) {
    if node["pid"].is_u64() {
        let side =
            |name: &str| u16::try_from(node["rect"][name].as_u64().unwrap_or_default()).unwrap_or_default();
        let is_ours = node["app_id"].as_str().is_some_and(|id| id.contains("keyperch"));
        seen.push(Seen {
            is_ours,
            shape: if is_ours { Shape::of(side("width"), side("height")) } else { None },
            title: node["name"].as_str().unwrap_or_default().to_owned(),
            has_focus: node["focused"] == true,
        });
    }
    for kind in ["nodes", "floating_nodes"] {
        node[kind].as_array().into_iter().flatten().for_each(|child| gather(child, seen));
    }
}
