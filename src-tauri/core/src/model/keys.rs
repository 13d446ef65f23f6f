//! Keys that a person wants for the quick switcher, wherever on the desktop they are pressed.
//!
//! Written with the modifiers first: `Ctrl+Alt+K`. A modifier besides Shift is needed, or every text that is written
//! anywhere would bring the switcher; keys that desktops need themselves (Escape, Tab, Enter, Delete) are not taken.

use std::fmt;

use crate::model::field::{Field, FieldRefused, Problem};

/// Modifiers and one key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Keys {
    modifiers: Vec<Modifier>,
    key: String,
}

/// How a person wants the quick switcher.
#[derive(Clone, Debug, PartialEq)]
pub struct QuickChoices {
    /// The keys, as they were kept; none: none are wanted.
    pub shortcut: Option<String>,
    /// Whether an exact code of an org outside production is copied without Enter.
    pub instant_codes: bool,
}

/// In the order in which they are written.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Modifier {
    Ctrl,
    Alt,
    Shift,
    Super,
}

/// Beside letters, digits, and F1 to F24.
const NAMED: [&str; 19] = [
    "Space",
    "Up",
    "Down",
    "Left",
    "Right",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "Insert",
    "Minus",
    "Equal",
    "Comma",
    "Period",
    "Slash",
    "Semicolon",
    "Quote",
    "BracketLeft",
    "BracketRight",
];

impl Keys {
    /// What is proposed until something else was chosen.
    pub const PROPOSED: &str = "Ctrl+Alt+K";

    /// The name of each key that is taken, with modifiers.
    pub fn names() -> impl Iterator<Item = String> {
        let characters = ('A'..='Z').chain('0'..='9').map(String::from);
        let functions = (1..=24).map(|number| format!("F{number}"));
        characters.chain(functions).chain(NAMED.map(String::from))
    }

    /// Takes keys as a person writes them, or as a browser names them (`Ctrl+Alt+KeyK`).
    ///
    /// # Errors
    /// [`Problem::NotKeys`].
    pub fn parse(text: &str) -> Result<Self, FieldRefused> {
        Self::of(text).ok_or(Field::Shortcut.refused(Problem::NotKeys))
    }

    fn of(text: &str) -> Option<Self> {
        let mut parts: Vec<&str> = text.split('+').map(str::trim).collect();
        let key = key(parts.pop()?)?;
        let mut modifiers = parts.into_iter().map(modifier).collect::<Option<Vec<_>>>()?;
        let written = modifiers.len();
        modifiers.sort_unstable();
        modifiers.dedup();
        let is_enough = modifiers.iter().any(|modifier| *modifier != Modifier::Shift);
        (is_enough && modifiers.len() == written).then_some(Self { modifiers, key })
    }
}

fn modifier(name: &str) -> Option<Modifier> {
    Some(match name.to_ascii_lowercase().as_str() {
        "ctrl" | "control" => Modifier::Ctrl,
        "alt" | "option" => Modifier::Alt,
        "shift" => Modifier::Shift,
        "super" | "meta" | "win" | "cmd" | "command" => Modifier::Super,
        _ => return None,
    })
}

fn key(name: &str) -> Option<String> {
    let upper = name.to_ascii_uppercase();
    let upper = upper.strip_prefix("KEY").or(upper.strip_prefix("DIGIT")).unwrap_or(&upper);
    let upper = upper.strip_prefix("ARROW").unwrap_or(upper);
    Keys::names().find(|name| name.eq_ignore_ascii_case(upper))
}

impl fmt::Display for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.modifiers.iter().try_for_each(|modifier| write!(formatter, "{modifier:?}+"))?;
        formatter.write_str(&self.key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Option<String> {
        Keys::parse(text).ok().map(|keys| keys.to_string())
    }

    #[test]
    fn keys_are_written_in_one_way_however_they_are_named() {
        for (text, keys) in [
            ("Ctrl+Alt+K", "Ctrl+Alt+K"),
            ("alt + control + k", "Ctrl+Alt+K"),
            ("Ctrl+Option+KeyK", "Ctrl+Alt+K"),
            ("Ctrl+Shift+Space", "Ctrl+Shift+Space"),
            ("Meta+Digit1", "Super+1"),
            ("Alt+F4", "Alt+F4"),
            ("Shift+Super+ArrowUp", "Shift+Super+Up"),
            ("CTRL+BRACKETLEFT", "Ctrl+BracketLeft"),
        ] {
            assert_eq!(written(text).as_deref(), Some(keys), "{text}");
            assert_eq!(written(keys).as_deref(), Some(keys), "and is read back");
        }
        assert_eq!(written(Keys::PROPOSED).as_deref(), Some(Keys::PROPOSED));
    }

    #[test]
    fn what_would_take_a_key_away_from_everybody_is_refused() {
        for text in [
            "",
            "+",
            "K",
            "Shift+K",
            "Ctrl",
            "Ctrl+",
            "Ctrl+Alt",
            "Ctrl+Ctrl+K",
            "Ctrl+K+Alt",
            "Ctrl+KK",
            "Ctrl+Escape",
            "Ctrl+Tab",
            "Ctrl+Alt+Delete",
            "Ctrl+F0",
            "Ctrl+F25",
            "Ctrl+F01",
            "Ctrl+ä",
            "Hyper+K",
            "Ctrl+Alt+K\n+J",
            "Ctrl++",
        ] {
            let refused = Keys::parse(text).expect_err(text);
            assert_eq!((refused.field, refused.problem), (Field::Shortcut, Problem::NotKeys), "{text}");
        }
    }
}
