//! The values of a form of Setup: as a page shows them, and as they come back.
//!
//! Read as strictly as any request here, except that a text of several lines may have lines. A tick box is `on` or it
//! is not sent at all.

use super::super::call::Call;
use crate::rules::form::{self, Parameters};
use crate::rules::refusal::{MALFORMED, Refusal};

/// Names and values, each name once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Values(Vec<(String, String)>);

impl Values {
    /// The form that a browser has sent.
    pub(super) fn read(call: &Call) -> Result<Self, Refusal> {
        let is_form = |text: &str| text.split(';').next() == Some("application/x-www-form-urlencoded");
        if !call.query.is_empty() || !call.content_type.as_deref().is_some_and(is_form) {
            return Err(MALFORMED);
        }
        Parameters::read_with_lines(&call.body).map(|sent| Self(sent.into_pairs()))
    }

    /// As a browser sends them.
    pub(crate) fn encoded(&self) -> String {
        let pairs: Vec<(&str, &str)> =
            self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        form::encoded(&pairs)
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    /// With this box ticked or not.
    pub(super) fn with_tick(self, name: &str, ticked: bool) -> Self {
        if ticked { self.with(name, "on") } else { self }
    }

    /// A text; empty when it was not sent.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub(super) fn is_ticked(&self, name: &str) -> bool {
        self.text(name) == "on"
    }

    /// The lines of a text, without empty ones.
    pub(super) fn lines(&self, name: &str) -> Vec<String> {
        let lines = self.text(name).lines().filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    }

    /// Whether every name is known, and every box ticked properly.
    pub(super) fn are_of(&self, texts: &[&str], ticks: &[&str]) -> bool {
        self.0.iter().all(|(name, value)| {
            texts.contains(&name.as_str()) || (ticks.contains(&name.as_str()) && value == "on")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Values, Refusal> {
        Values::read(&Call {
            content_type: Some("application/x-www-form-urlencoded".into()),
            body: body.into(),
            ..Call::default()
        })
    }

    #[test]
    fn a_text_may_have_lines_and_a_box_is_on_or_absent() {
        let values =
            read("callback_urls=http%3A%2F%2Fa%0D%0A%0D%0Ab%3Ac&require_pkce=on").unwrap_or_default();
        assert_eq!(values.lines("callback_urls"), ["http://a", "b:c"]);
        assert!(values.is_ticked("require_pkce") && !values.is_ticked("rotation"));
        assert!(values.are_of(&["callback_urls"], &["require_pkce"]));
        assert!(!values.are_of(&["callback_urls"], &[]), "a name that the form does not have");
        assert!(!read("require_pkce=true").unwrap_or_default().are_of(&[], &["require_pkce"]));
    }

    #[test]
    fn what_is_no_form_is_refused() {
        for bad in ["a=%00", "a=b&a=c", "a", "a=%1B"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        let json = Call { content_type: Some("application/json".into()), ..Call::default() };
        assert_eq!(Values::read(&json), Err(MALFORMED));
    }

    #[test]
    fn what_is_written_is_read_again() {
        let values = Values::default().with("name", "A & B\nC").with_tick("x", true).with_tick("y", false);
        assert_eq!(read(&values.encoded()), Ok(values));
    }
}
