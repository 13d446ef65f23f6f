//! What a deployment comes to: a word for each component, and the apps as they would be.

use super::sketch::Sketch;

/// The whole verdict. It is carried out or not; it changes nothing itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) sketches: Vec<Sketch>,
}

/// What became of one component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The metadata type; empty for `package.xml`, and for what is nothing.
    pub(crate) sort: &'static str,
    pub(crate) full_name: String,
    pub(crate) file_name: String,
    pub(crate) created: bool,
    pub(crate) changed: bool,
    pub(crate) problem: Option<String>,
}

impl Verdict {
    /// A deployment that is nothing at all.
    pub(super) fn of_nothing(file_name: &str, problem: String) -> Self {
        Self { outcomes: vec![Outcome::failed("", file_name, file_name, problem)], sketches: Vec::new() }
    }

    /// Whether every component succeeded.
    pub(crate) fn is_success(&self) -> bool {
        self.outcomes.iter().all(|outcome| outcome.problem.is_none())
    }

    /// How many components there are, without `package.xml`.
    pub(crate) fn components(&self) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.is_component()).count()
    }

    /// How many failed.
    pub(crate) fn failures(&self) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.problem.is_some()).count()
    }
}

impl Outcome {
    /// A component that failed.
    pub(super) fn failed(sort: &'static str, full_name: &str, file_name: &str, problem: String) -> Self {
        Self {
            sort,
            full_name: full_name.to_owned(),
            file_name: file_name.to_owned(),
            problem: Some(problem),
            ..Self::default()
        }
    }

    /// Whether it counts: `package.xml` counts only when it failed.
    fn is_component(&self) -> bool {
        !self.sort.is_empty() || self.problem.is_some()
    }
}
