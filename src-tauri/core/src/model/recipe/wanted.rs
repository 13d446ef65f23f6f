//! One thing that a recipe wants, with its reason and its source; and what can be wanted outside the policies.

use serde::Deserialize;

use crate::model::cause::SetupPage;
use crate::model::refusal::Sureness;
use crate::model::setup_label::SetupLabel;
use crate::model::view::{Advice, Answer, Question, RecipeFlow, Why};

/// One thing that a recipe wants.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Wanted<T> {
    /// What.
    pub want: T,
    /// Why it is so.
    #[serde(default)]
    pub why: Option<Why>,
    /// What would be safer.
    #[serde(default)]
    pub advice: Option<Advice>,
    /// Where it is known from.
    pub source: String,
    /// How sure that is.
    pub sure: Sureness,
    /// The one way of the recipe in which it is wanted; none: in each.
    #[serde(default)]
    pub only_for: Option<RecipeFlow>,
    /// Whether Setup may have greyed it out, ticked: then it stays as it is.
    #[serde(default)]
    pub may_be_locked: bool,
}

impl<T> Wanted<T> {
    /// Whether it is wanted in this way of the recipe.
    pub fn is_for(&self, flow: RecipeFlow) -> bool {
        self.only_for.is_none_or(|only| only == flow)
    }
}

/// A callback URL to register.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Callback {
    /// This one, to the byte.
    Url(String),
    /// One that is asked of the person.
    Ask(Answer),
}

/// A value that is asked of the person, where a policy needs one.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// It is asked.
    Asked,
}

/// Where an app may be used.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// In the org that it was made in, and in no other.
    Local,
    /// In orgs that install its package.
    Packaged,
}

impl Distribution {
    /// What Setup calls it.
    pub fn label(self) -> SetupLabel {
        match self {
            Self::Local => SetupLabel::DistributionLocal,
            Self::Packaged => SetupLabel::DistributionPackaged,
        }
    }
}

/// A box of *Flow Enablement* or *Security*, ticked or not.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Tickbox {
    /// Which, by its word of Setup.
    #[serde(rename = "box")]
    pub label: SetupLabel,
    /// How it has to be.
    pub on: bool,
}

impl Tickbox {
    /// The boxes of *Flow Enablement*, in Setup's order.
    pub const FLOWS: [SetupLabel; 5] = [
        SetupLabel::ClientCredentialsFlow,
        SetupLabel::CodeAndCredentialsFlow,
        SetupLabel::CodeAndCredentialsInBody,
        SetupLabel::DeviceFlow,
        SetupLabel::JwtBearerFlow,
    ];

    /// The boxes of *Security*, in Setup's order.
    pub const SECURITY: [SetupLabel; 5] = [
        SetupLabel::SecretForWebServer,
        SetupLabel::SecretForRefresh,
        SetupLabel::Pkce,
        SetupLabel::Rotation,
        SetupLabel::JwtAccessTokens,
    ];
}

/// What an org needs beside an app.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Around {
    /// The origin of the integration's own pages, in this list of Setup.
    TheirOrigin {
        /// The page of Setup that has it, where one is known.
        #[serde(default)]
        page: Option<SetupPage>,
        /// The list.
        field: SetupLabel,
    },
    /// A page of Setup on which the next question is answered.
    Open(SetupPage),
    /// What only the person knows.
    Question(Question),
}
