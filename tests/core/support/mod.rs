//! What the stories are told with.

pub(crate) mod between;
pub(crate) mod browser;
pub(crate) mod clock;
pub(crate) mod list;
pub(crate) mod log;
pub(crate) mod story;
pub(crate) mod tool;
pub(crate) mod vault;

pub(crate) use story::{PASSWORD, Story};
