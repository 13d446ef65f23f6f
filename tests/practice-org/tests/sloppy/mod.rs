//! The table of sloppy requests: what each gets wrong, and how it must be refused.

mod api;
mod authorize;
mod deploy;
mod refresh;
mod token;

use practice_org::Practice;

use crate::support::story::Story;
use crate::support::wire::Raw;

/// A request that a strict Salesforce refuses.
pub(crate) struct Sloppy {
    pub(crate) name: &'static str,
    pub(crate) door: &'static Door,
    /// Turns a switch before the request.
    pub(crate) before: Option<fn(&Practice, &Fresh)>,
    /// How often the same request is sent before the one that counts.
    pub(crate) repeats: usize,
    pub(crate) request: fn(&Fresh) -> Raw,
    pub(crate) status: u16,
    pub(crate) shape: Shape,
    pub(crate) code: &'static str,
    pub(crate) text: &'static str,
}

/// Where a request goes, and what a proper one looks like there.
pub(crate) struct Door {
    pub(crate) needs_code: bool,
    pub(crate) needs_tokens: bool,
    pub(crate) proper: fn(&Fresh) -> Raw,
    /// Stands in the body of every success.
    pub(crate) proof: &'static str,
}

/// What a request can be made from; all of it new for each row.
pub(crate) struct Fresh {
    pub(crate) story: Story,
    pub(crate) sandbox: Story,
    pub(crate) explorer: Story,
    pub(crate) code: String,
    pub(crate) foreign_code: String,
    pub(crate) access: String,
    pub(crate) refresh: String,
    pub(crate) foreign_access: String,
}

/// How a refusal arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    OwnPage,
    Callback,
    Plain,
    Download,
    Json,
    Array,
    Word,
    LeadsHome,
    Bare,
}

/// Every row.
pub(crate) fn table() -> Vec<Sloppy> {
    [authorize::table(), token::table(), refresh::table(), api::table(), deploy::table()]
        .into_iter()
        .flatten()
        .collect()
}

/// A row; `answer` is status, shape, code and text.
pub(crate) fn row(
    door: &'static Door,
    name: &'static str,
    request: fn(&Fresh) -> Raw,
    (status, shape, code, text): (u16, Shape, &'static str, &'static str),
) -> Sloppy {
    Sloppy { name, door, before: None, repeats: 0, request, status, shape, code, text }
}

impl Sloppy {
    pub(crate) fn after(self, before: fn(&Practice, &Fresh)) -> Self {
        Self { before: Some(before), ..self }
    }

    pub(crate) fn repeated(self) -> Self {
        Self { repeats: 1, ..self }
    }
}
