//! Template files: an org and an app to begin with, made by a colleague or a practice org. Never a key or a secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::recipe::{Answers, Recipe};
use crate::model::view::{Answer, RecipeFlow, RecipeId};

/// The largest file that is read as a template, in bytes.
pub const LARGEST: u64 = 64 * 1024;

/// What a template file proposes; shown in the form, where a person looks at it before anything is saved.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct Template {
    /// The client's name.
    pub client: String,
    /// An address of the org.
    pub address: String,
    /// The org's name.
    pub org_name: String,
    /// The app's name.
    pub app_name: String,
    /// The app's callback URL.
    pub callback_url: String,
    /// The scopes to ask for.
    pub scopes: String,
    /// How the app gets its tokens.
    pub flow: RecipeFlow,
    /// The recipe whose guide is to begin, where one is named.
    pub recipe: Option<RecipeId>,
    /// What its guide is to begin with.
    pub answers: BTreeMap<Answer, String>,
}

/// The answers that a template may have: those that name nobody, and hold in another org too.
pub const ANSWERS: [Answer; 4] =
    [Answer::Flow, Answer::TheirCallback, Answer::PermissionSet, Answer::CustomScopes];

/// Why a file is not a template.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "reason", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum TemplateRefused {
    /// The file cannot be read.
    #[error("the template file cannot be read")]
    Unreadable,
    /// The file is far larger than any template.
    #[error("the template file is too large")]
    TooLarge,
    /// Not JSON, or not with a template's fields. `place` says where.
    #[error("the file is not a Keyperch template: {place}")]
    NotATemplate {
        /// A field's name, or a line and column. Never a value from the file.
        place: String,
    },
    /// Made by a newer Keyperch.
    #[error("the template is of version {version}")]
    Newer {
        /// Its version.
        version: u32,
    },
}

/// The newest version that is read. The second may name a recipe, with answers, or another way than a browser.
const NEWEST: u32 = 2;

/// The file as it is written, in this order.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) keyperch: String,
    pub(super) version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) recipe: Option<RecipeId>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) answers: BTreeMap<Answer, String>,
    #[serde(default)]
    pub(super) client: String,
    pub(super) org: FileOrg,
    #[serde(default)]
    pub(super) app: FileApp,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileOrg {
    pub(super) address: String,
    #[serde(default)]
    pub(super) name: String,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct FileApp {
    pub(super) name: String,
    pub(super) callback_url: String,
    pub(super) scopes: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) flow: Option<RecipeFlow>,
}

impl Template {
    /// Reads the text of a template file. An unknown field is refused by name: it might have been meant as a secret.
    ///
    /// # Errors
    /// [`TemplateRefused`], with the place but never with the file's text.
    pub fn parse(text: &str) -> Result<Self, TemplateRefused> {
        if let Ok(Head { version }) = serde_json::from_str(text)
            && version > NEWEST
        {
            return Err(TemplateRefused::Newer { version });
        }
        let reader = &mut serde_json::Deserializer::from_str(text);
        let file: File = serde_path_to_error::deserialize(reader).map_err(|error| not_a_template(&error))?;
        if file.keyperch != "template" || file.version == 0 {
            return Err(TemplateRefused::NotATemplate { place: "keyperch, version".to_owned() });
        }
        // The first version knew none of these: nothing that reads it would heed them.
        let of_the_second = [
            ("recipe", file.recipe.is_some()),
            ("answers", !file.answers.is_empty()),
            ("app.flow", file.app.flow.is_some()),
        ];
        if let Some((place, _)) = of_the_second.iter().find(|(_, is_there)| file.version == 1 && *is_there) {
            return Err(TemplateRefused::NotATemplate { place: (*place).to_owned() });
        }
        if !are_answers(file.recipe, &file.answers) {
            return Err(TemplateRefused::NotATemplate { place: "answers".to_owned() });
        }
        Ok(Self {
            client: file.client,
            address: file.org.address,
            org_name: file.org.name,
            app_name: file.app.name,
            callback_url: file.app.callback_url,
            scopes: file.app.scopes,
            flow: file.app.flow.unwrap_or(RecipeFlow::AuthorizationCode),
            recipe: file.recipe,
            answers: file.answers,
        })
    }
}

/// Whether a guide by this recipe takes each of them, and none names anybody.
fn are_answers(recipe: Option<RecipeId>, answers: &BTreeMap<Answer, String>) -> bool {
    let recipe = recipe.and_then(Recipe::of);
    let is_taken = |answer: &Answer, value: &str| {
        recipe.is_some_and(|recipe| Answers::default().give(recipe, *answer, value).is_ok())
    };
    answers.iter().all(|(answer, value)| ANSWERS.contains(answer) && is_taken(answer, value))
}

#[derive(Deserialize)]
struct Head {
    version: u32,
}

/// Where it went wrong: the field, or line and column. The error's own text may quote the file, so it is not taken.
fn not_a_template(error: &serde_path_to_error::Error<serde_json::Error>) -> TemplateRefused {
    let place = match error.path().to_string() {
        path if path == "." => format!("line {}, column {}", error.inner().line(), error.inner().column()),
        path => path,
    };
    TemplateRefused::NotATemplate { place }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r#"{"keyperch":"template","version":1,"client":"Acme","org":{"address":"acme.my.salesforce.com","name":"UAT"},
        "app":{"name":"Rehearsal Tool","callbackUrl":"http://localhost:33333","scopes":"api"}}"#;

    #[test]
    fn a_template_is_read() {
        let template = Template::parse(WHOLE).expect("a template");
        assert_eq!(template.address, "acme.my.salesforce.com");
        assert_eq!(template.callback_url, "http://localhost:33333");
        let least = r#"{"keyperch":"template","version":1,"org":{"address":"acme.my.salesforce.com"}}"#;
        assert_eq!(Template::parse(least).map(|template| template.app_name), Ok(String::new()));
    }

    #[test]
    fn a_template_of_the_second_version_may_name_a_recipe() {
        let second = WHOLE.replace("\"version\":1", "\"version\":2");
        assert_eq!(Template::parse(&second).map(|template| template.recipe), Ok(None));
        let named = second.replace("\"client\"", "\"recipe\":\"lightning_out\",\"client\"");
        let recipe = Template::parse(&named).map(|template| template.recipe);
        assert_eq!(recipe, Ok(Some(RecipeId::LightningOut)));
        let refused = Err(TemplateRefused::NotATemplate { place: "recipe".to_owned() });
        assert_eq!(Template::parse(&named.replace("\"version\":2", "\"version\":1")), refused);
        assert_eq!(Template::parse(&named.replace("lightning_out", "of_my_own")), refused);
    }

    #[test]
    fn answers_are_those_of_a_guide_and_name_nobody() {
        let second = WHOLE.replace("\"version\":1", "\"version\":2");
        let with = |answers: &str, recipe: &str| {
            let named = format!("{recipe}\"answers\":{answers},\"client\"");
            Template::parse(&second.replace("\"client\"", &named)).map(|template| template.answers)
        };
        let lightning = "\"recipe\":\"lightning_out\",";
        let flow = with(r#"{"flow":"jwt_bearer"}"#, lightning);
        assert_eq!(flow, Ok(BTreeMap::from([(Answer::Flow, "jwt_bearer".to_owned())])));
        let refused = Err(TemplateRefused::NotATemplate { place: "answers".to_owned() });
        for (answers, recipe) in [
            (r#"{"flow":"client_credentials"}"#, lightning),
            (r#"{"their_callback":"http://acme.com"}"#, lightning),
            (r#"{"jwt_username":"ana@acme.com"}"#, lightning),
            (r#"{"run_as":"ana@acme.com"}"#, "\"recipe\":\"client_credentials\","),
            (r#"{"contact_email":"ana@acme.com"}"#, lightning),
            (r#"{"flow":"jwt_bearer"}"#, ""),
        ] {
            assert_eq!(with(answers, recipe), refused, "{answers}");
        }
        let first = WHOLE.replace("\"client\"", "\"answers\":{\"flow\":\"jwt_bearer\"},\"client\"");
        assert_eq!(
            Template::parse(&first).map(drop),
            Err(TemplateRefused::NotATemplate { place: "answers".to_owned() })
        );
    }

    #[test]
    fn another_way_than_a_browser_is_of_the_second_version() {
        let by_itself = WHOLE.replace("\"scopes\"", "\"flow\":\"client_credentials\",\"scopes\"");
        let refused = Err(TemplateRefused::NotATemplate { place: "app.flow".to_owned() });
        assert_eq!(Template::parse(&by_itself), refused);
        let second = by_itself.replace("\"version\":1", "\"version\":2");
        assert_eq!(Template::parse(&second).map(|template| template.flow), Ok(RecipeFlow::ClientCredentials));
    }

    #[test]
    fn the_example_in_the_readme_is_one() {
        let readme = include_str!("../../../../README.md");
        let example = readme.split("```json").nth(1).and_then(|rest| rest.split("```").next());
        let template = Template::parse(example.expect("an example")).expect("a template");
        assert_eq!(template.callback_url, "http://localhost:33333");
    }

    #[test]
    fn a_file_that_is_none_is_refused_without_its_text() {
        for text in [
            "",
            "[]",
            "{}",
            r#"{"keyperch":"backup","version":1,"org":{"address":"a"}}"#,
            r#"{"keyperch":"template","version":1,"org":{"address":"a"},"consumerSecret":"canary"}"#,
            r#"{"keyperch":"template","version":1,"org":{"address":["canary"]}}"#,
            r#"{"keyperch":"template","version":0,"org":{"address":"a"}}"#,
        ] {
            let refused = Template::parse(text).expect_err(text);
            assert!(!refused.to_string().contains("canary"), "{refused}");
        }
    }

    #[test]
    fn the_field_that_is_wrong_is_named() {
        let place = |text: &str| match Template::parse(text) {
            Err(TemplateRefused::NotATemplate { place }) => place,
            other => panic!("{other:?}"),
        };
        assert_eq!(place(&WHOLE.replace("\"acme.my.salesforce.com\"", "7")), "org.address");
        assert_eq!(place(&WHOLE.replace("\"scopes\"", "\"consumerKey\"")), "app.consumerKey");
        assert_eq!(place("no json"), "line 1, column 2");
    }

    #[test]
    fn a_newer_template_is_not_half_read() {
        let newer = WHOLE.replace("\"version\":1", "\"version\":3,\"novelty\":true");
        assert_eq!(Template::parse(&newer), Err(TemplateRefused::Newer { version: 3 }));
    }
}
