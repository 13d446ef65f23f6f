//! The hands of a person, counted: a click is one action, a chord is one, typed text is one for each character.

use std::cell::Cell;

use crate::Failed;
use crate::webdriver::Window;

/// Moves in one program.
pub struct Hands<'a> {
    window: &'a Window,
    count: &'a Count,
}

/// What one pair of hands has done.
#[derive(Default)]
pub struct Count {
    actions: Cell<usize>,
    typed: Cell<usize>,
}

impl Count {
    /// Clicks, chords and characters together.
    pub fn actions(&self) -> usize {
        self.actions.get()
    }

    /// The characters among them.
    pub fn typed(&self) -> usize {
        self.typed.get()
    }

    /// One click or chord.
    pub fn one(&self) {
        self.actions.set(self.actions.get() + 1);
    }

    /// A text that was typed.
    pub fn text(&self, text: &str) {
        let length = text.chars().count();
        self.actions.set(self.actions.get() + length);
        self.typed.set(self.typed.get() + length);
    }
}

impl<'a> Hands<'a> {
    /// Hands at this window.
    pub fn at(window: &'a Window, count: &'a Count) -> Self {
        Self { window, count }
    }

    /// Presses a button.
    pub async fn press(&self, name: &str) -> Result<(), Failed> {
        self.count.one();
        self.window.press(name).await
    }

    /// Presses one key, wherever the focus is.
    pub async fn key(&self, key: &str) -> Result<(), Failed> {
        self.count.one();
        self.window.keys(key).await
    }
}
