//! The shapes in which a token is copied.

use serde::{Deserialize, Serialize};

/// In which shape a fresh token is put on the clipboard.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// The token alone.
    #[default]
    Token,
    /// `Authorization: Bearer …` (RFC 6750 §2.1).
    Bearer,
    /// Where the APIs answer. No secret: it stays on the clipboard.
    InstanceUrl,
    /// Two lines for a `.env` file: `SF_ACCESS_TOKEN`, `SF_INSTANCE_URL`.
    Env,
    /// A curl command that asks the org for its limits.
    Curl,
    /// A JSON object with token and instance URL.
    Json,
    /// A Postman environment.
    Postman,
}

/// The shapes with a token in them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TokenShape {
    /// As [`Shape::Token`].
    Token,
    /// As [`Shape::Bearer`].
    Bearer,
    /// As [`Shape::Env`].
    Env,
    /// As [`Shape::Curl`].
    Curl,
    /// As [`Shape::Json`].
    Json,
    /// As [`Shape::Postman`].
    Postman,
}

impl Shape {
    /// The shape, where a token is in it: an address alone is no secret.
    pub fn with_token(self) -> Option<TokenShape> {
        Some(match self {
            Self::Token => TokenShape::Token,
            Self::Bearer => TokenShape::Bearer,
            Self::InstanceUrl => return None,
            Self::Env => TokenShape::Env,
            Self::Curl => TokenShape::Curl,
            Self::Json => TokenShape::Json,
            Self::Postman => TokenShape::Postman,
        })
    }
}

/// In which shape a set's tokens are put on the clipboard: one labelled block.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum SetShape {
    /// A `.env` file: a comment and two lines for each, named after its code.
    #[default]
    Env,
    /// A table with tabs between its columns, as spreadsheets take it.
    Table,
    /// A JSON object with the orgs' codes as keys.
    Json,
}
