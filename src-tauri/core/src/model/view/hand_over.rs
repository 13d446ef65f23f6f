//! What the window sees of a hand-over: to which tool, with which sign-in, and how. No secret.

use serde::{Deserialize, Serialize};

use crate::model::grant::Grant;
use crate::model::ids::ClientAppId;
use crate::model::time::Timestamp;

/// A program that an app's credentials are handed to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Tool {
    /// The Rehearsal Tool.
    RehearsalTool,
}

impl Tool {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::RehearsalTool];

    /// The word under which the registry keeps it.
    pub const fn as_word(self) -> &'static str {
        match self {
            Self::RehearsalTool => "rehearsal_tool",
        }
    }

    /// And back.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.as_word() == word)
    }
}

/// A command line, and how it sets variables.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Shell {
    /// `PowerShell`.
    PowerShell,
    /// Windows' command prompt.
    Cmd,
    /// Bash, and others like it.
    Bash,
}

/// A sign-in that was made for a tool, of an app. Keyperch never renews it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ToolGrantView {
    /// For which tool.
    pub tool: Tool,
    /// Who signed in.
    pub username: Option<String>,
    /// When.
    pub signed_in_at: Timestamp,
    /// Whether the tool gets a refresh token, which it then renews by itself.
    pub is_refreshable: bool,
    /// When its tokens were handed over, and forgotten here; none: they are still to be copied.
    pub handed_over_at: Option<Timestamp>,
}

impl ToolGrantView {
    /// What is shown of a grant; none: it is no tool's.
    pub fn of(grant: &Grant) -> Option<Self> {
        Some(Self {
            tool: grant.tool?,
            username: grant.username.clone(),
            signed_in_at: grant.signed_in_at,
            is_refreshable: grant.refreshable,
            handed_over_at: grant.handed_over_at,
        })
    }
}

/// Everything about a hand-over but the secrets.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct HandOverView {
    /// Of which app.
    pub app: ClientAppId,
    /// To which tool.
    pub tool: Tool,
    /// The block for each shell, with dots where the secrets come.
    pub blocks: Vec<BlockView>,
    /// Whether the tool is told that the org is a production one.
    pub is_production: bool,
    /// Whether Salesforce said so; else it is a guess from the address.
    pub is_kind_certain: bool,
    /// Whether a secret is stored, and so is part of it.
    pub has_secret: bool,
    /// The sign-in of the tool, once there is one.
    pub grant: Option<ToolGrantView>,
}

/// A block of commands for one shell, as it may be seen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct BlockView {
    /// Which shell.
    pub shell: Shell,
    /// The commands, each secret replaced by dots.
    pub text: String,
}
