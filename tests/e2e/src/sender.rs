//! The hands of a person at the keyboard, counted: keys go to whatever window has the focus, and nobody else is asked.

use std::cell::Cell;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::Failed;
use crate::desk::run;

/// How long a fast hand is on its way from one key to the next.
const BETWEEN: Duration = Duration::from_millis(60);

/// Presses keys, and counts them.
#[derive(Default)]
pub struct Sender {
    keys: Cell<usize>,
    pastes: Cell<usize>,
}

impl Sender {
    /// One key or chord, in xdotool's words; when it was sent.
    pub async fn press(&self, key: &str) -> Result<Instant, Failed> {
        tokio::time::sleep(BETWEEN).await;
        self.keys.set(self.keys.get() + 1);
        let sent = Instant::now();
        send(key)?;
        Ok(sent)
    }

    /// One key, held as long as a hand does that is in no hurry: what hides its window at the press has the key go up in
    /// another one.
    pub async fn hold(&self, key: &str, long: Duration) -> Result<(), Failed> {
        tokio::time::sleep(BETWEEN).await;
        self.keys.set(self.keys.get() + 1);
        run(Command::new("xdotool").args(["keydown", key]))?;
        tokio::time::sleep(long).await;
        run(Command::new("xdotool").args(["keyup", key])).map(drop)
    }

    /// Letters, one key each.
    pub async fn letters(&self, letters: &str) -> Result<(), Failed> {
        for letter in letters.chars() {
            self.press(&letter.to_string()).await?;
        }
        Ok(())
    }

    /// Pastes into the program that has the focus: no key of Keyperch's.
    pub fn paste(&self) -> Result<(), Failed> {
        self.pastes.set(self.pastes.get() + 1);
        send("ctrl+v")
    }

    /// How many keys were pressed, without those that paste.
    pub fn keys(&self) -> usize {
        self.keys.get()
    }

    /// How often was pasted.
    pub fn pastes(&self) -> usize {
        self.pastes.get()
    }
}

fn send(key: &str) -> Result<(), Failed> {
    run(Command::new("xdotool").args(["key", key])).map(drop)
}
