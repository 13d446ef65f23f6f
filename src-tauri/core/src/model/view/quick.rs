//! The quick switcher: what it finds, and what it tells when it has done it.

use serde::{Deserialize, Serialize};

use crate::model::environment::Environment;
use crate::model::guard::GuardLevel;
use crate::model::ids::{ClientAppId, OrgId, SetId};
use crate::model::view::{ClipboardView, SetCopied, Status};

/// What is found for what was typed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct QuickView {
    /// The best, the very best first.
    pub rows: Vec<QuickRow>,
    /// How many were found in all.
    pub found: u32,
    /// How many orgs there are.
    pub orgs: u32,
    /// Whether an exact code of an org outside production is copied without Enter.
    pub instant_codes: bool,
}

/// A row: an app of an org, or a set.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct QuickRow {
    /// What it is.
    pub pick: Pick,
    /// The client's name; of a set, none.
    pub client: Option<String>,
    /// The org's name, or the set's.
    pub name: String,
    /// The app's name, where its org has more than one.
    pub app: Option<String>,
    /// The short code.
    pub code: String,
    /// Whether the code is just what was typed.
    pub is_exact: bool,
    /// The org's kind; of a set, the weightiest.
    pub environment: Environment,
    /// How it stands; of a set, nothing.
    pub status: Option<Status>,
    /// What is asked before it is copied; none: nothing.
    pub guard: Option<GuardLevel>,
    /// How many tokens it gives.
    pub tokens: u32,
}

/// What a row stands for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "pick", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Pick {
    /// An app.
    App {
        /// Which.
        app: ClientAppId,
        /// Its org.
        org: OrgId,
    },
    /// A set.
    Set {
        /// Which.
        set: SetId,
    },
}

/// What the quick switcher is told without asking.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "what", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum QuickChange {
    /// It is shown, empty.
    Shown,
    /// It is a message now: this was copied.
    Message {
        /// The loan that is on the clipboard; none: it is an address, which stays.
        clipboard: Option<ClipboardView>,
        /// Of a set: how much of it.
        set: Option<SetCopied>,
    },
    /// This was copied, and a notification of the desktop says it; the switcher is hidden.
    Notice {
        /// As in a message.
        clipboard: Option<ClipboardView>,
        /// As in a message.
        set: Option<SetCopied>,
    },
    /// It is hidden.
    Hidden,
}

/// How the quick switcher is reached, and how eager it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct QuickSettings {
    /// The keys, as `Ctrl+Alt+K`; none: none.
    pub shortcut: Option<String>,
    /// Whether they work, or why not.
    pub shortcut_state: ShortcutState,
    /// The command that a desktop's own keyboard settings can run instead.
    pub command: String,
    /// Whether an exact code of an org outside production is copied without Enter.
    pub instant_codes: bool,
}

/// Whether the quick switcher's keys work.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum ShortcutState {
    /// They work.
    Works,
    /// None were chosen.
    None,
    /// Another program has them.
    Taken,
    /// Not keys that can be used: a modifier is missing, or a key is not known.
    NotKeys,
    /// This desktop lets no program have keys of its own (Wayland).
    NotHere,
}
