//! Recipes, as data: what an integration needs of its External Client App, with a reason and a source for each thing.
//!
//! The five files (`recipes/*.json`; their README says what may stand in them) are compiled in. A file with a mistake is
//! refused whole, and the refusal names the field: half a recipe would be an app that half works.

mod answers;
mod api_name;
mod check;
pub mod plan;
mod policy;
pub mod scope;
mod wanted;

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::refusal::Sureness;
use crate::model::setup_label::SetupLabel;
use crate::model::view::{Question, RecipeFlow, RecipeId, Why};

pub use answers::Answers;
pub use api_name::ApiName;
pub use policy::{IpRelaxation, PermittedUsers, Policy, RefreshTokenPolicy};
pub use wanted::{Around, Asked, Callback, Distribution, Tickbox, Wanted};

/// The only format that there is so far.
const FORMAT: u32 = 1;

/// The recipes as they were compiled in; a test holds that each parses.
static RECIPES: LazyLock<Vec<Recipe>> =
    LazyLock::new(|| SOURCES.into_iter().filter_map(|source| Recipe::parse(source).ok()).collect());

const SOURCES: [&str; 5] = [
    include_str!("../../../recipes/rehearsal-tool.json"),
    include_str!("../../../recipes/api-integration.json"),
    include_str!("../../../recipes/production-integration.json"),
    include_str!("../../../recipes/lightning-out.json"),
    include_str!("../../../recipes/client-credentials.json"),
];

/// What an integration needs of its External Client App.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    format: u32,
    /// Which.
    pub recipe: RecipeId,
    /// When it was last held against Salesforce's words: `2026-11-26`.
    pub dated: String,
    /// Which written guide it comes from, for whoever reads the file.
    pub guide: String,
    /// The ways that it can go; the first is the usual one.
    pub flows: Vec<RecipeFlow>,
    /// What Setup calls *Basic Information*.
    pub app: App,
    /// The callback URLs to register, in this order.
    pub callbacks: Vec<Wanted<Callback>>,
    /// The scopes to add, by API value.
    pub scopes: Vec<Wanted<String>>,
    /// The scopes that a written guide adds, and this recipe does not.
    #[serde(default)]
    pub left_out: Vec<Wanted<String>>,
    /// The boxes of *Flow Enablement*.
    pub flow_enablement: Vec<Wanted<Tickbox>>,
    /// The boxes of *Security*.
    pub security: Vec<Wanted<Tickbox>>,
    /// Boxes that stay as Setup has them, and of which something is to be known.
    #[serde(default)]
    pub left_alone: Vec<Wanted<SetupLabel>>,
    /// The tab *Policies*.
    pub policies: Vec<Wanted<Policy>>,
    /// What the org needs beside the app.
    pub around: Vec<Wanted<Around>>,
    /// What only the person knows, and has to be true before.
    pub questions: Vec<Wanted<Question>>,
    /// Where written guides contradict each other, or Salesforce.
    pub disagreements: Vec<Disagreement>,
}

/// An app, before anything is enabled in it.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// What it is called, unless the person says otherwise.
    pub name: String,
    /// What stands under its name.
    pub description: String,
    /// Where it may be used.
    pub distribution: Distribution,
}

/// Where written guides contradict each other, or Salesforce; the window has two sentences for each.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Disagreement {
    /// About what.
    pub about: Why,
    /// Who says what, for whoever reads the file.
    pub between: String,
    /// Where our side of it is known from.
    pub source: String,
    /// How sure that is.
    pub sure: Sureness,
}

/// Why a recipe file is refused, and in which field.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct RecipeRefused {
    /// The field, as a path from the top: `policies[2].want`.
    pub field: String,
    /// What is wrong with it.
    pub problem: RecipeProblem,
}

/// What is wrong with a field of a recipe file.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[expect(missing_docs, reason = "each says it in its own text")]
pub enum RecipeProblem {
    #[error("no JSON, or not what belongs there")]
    NotUnderstood,
    #[error("a format of another Keyperch")]
    OtherFormat,
    #[error("no date, such as 2026-11-26")]
    NoDate,
    #[error("nothing is there")]
    Empty,
    #[error("not a scope of Salesforce's")]
    UnknownScope,
    #[error("a wide scope without a reason")]
    WideWithoutWhy,
    #[error("a callback URL that Salesforce does not take")]
    ForbiddenCallback,
    #[error("a flow of the recipe's is wanted, and this is none")]
    OtherFlow,
    #[error("the same thing is wanted twice")]
    Twice,
    #[error("a box of another part of Setup")]
    OtherPart,
    #[error("no callback URL that a sign-in on this computer could come back to")]
    NoCallbackOfOurs,
    #[error("a flow without its box")]
    FlowWithoutBox,
    #[error("client credentials without their box in the policies, or without a user to run as")]
    NobodyToRunAs,
    #[error("a user to run as, and no client credentials")]
    RunAsWithoutFlow,
    #[error("signed assertions without pre-authorised users, or without a permission set")]
    NotPreAuthorized,
    #[error("signed assertions without the scope that they need")]
    NoRefreshScope,
    #[error("nothing in the recipe gives this reason")]
    AboutNothing,
}

impl Recipe {
    /// Reads a recipe file.
    ///
    /// # Errors
    /// [`RecipeRefused`], with the first field that is wrong, and never with the file's text.
    pub fn parse(text: &str) -> Result<Self, RecipeRefused> {
        let reader = &mut serde_json::Deserializer::from_str(text);
        let recipe: Self = serde_path_to_error::deserialize(reader).map_err(|error| RecipeRefused {
            field: error.path().to_string(),
            problem: RecipeProblem::NotUnderstood,
        })?;
        recipe.check()?;
        Ok(recipe)
    }

    /// All of them, in the order in which they are offered.
    pub fn all() -> &'static [Self] {
        &RECIPES
    }

    /// One of them. None: it was not compiled in whole, which a test holds impossible.
    pub fn of(recipe: RecipeId) -> Option<&'static Self> {
        Self::all().iter().find(|one| one.recipe == recipe)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_the_five_parses_and_can_be_found() {
        for source in SOURCES {
            let recipe = Recipe::parse(source).unwrap_or_else(|refused| panic!("{refused}"));
            assert_eq!(Recipe::of(recipe.recipe), Some(&recipe));
        }
        assert_eq!(Recipe::all().len(), 5);
    }

    #[test]
    fn every_wanted_thing_says_where_it_is_known_from() {
        for recipe in Recipe::all() {
            for source in recipe.reasons().into_iter().map(|reason| reason.source) {
                assert!(source.len() > 8, "{:?}: {source:?}", recipe.recipe);
            }
        }
    }
}
