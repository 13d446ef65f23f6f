//! A template as it is written into a file: for a colleague, who begins with the same org and app, and with a key and a
//! sign-in of their own.
//!
//! Of version 1 while it names neither a recipe nor another way than a browser, so that an older Keyperch reads it too; of
//! version 2 when it does, for one that knows neither would begin something else, and not say so. There is no place in it
//! for a key or a secret, and none for the name of a person.

use crate::model::template::{File, FileApp, FileOrg, Template};
use crate::model::view::RecipeFlow;

impl Template {
    /// The text of its file.
    pub fn to_text(&self) -> String {
        // What is usual is not written.
        let flow = (self.flow != RecipeFlow::AuthorizationCode).then_some(self.flow);
        let is_plain = self.recipe.is_none() && flow.is_none();
        let file = File {
            keyperch: "template".to_owned(),
            version: if is_plain { 1 } else { 2 },
            recipe: self.recipe,
            answers: self.answers.clone(),
            client: self.client.clone(),
            org: FileOrg { address: self.address.clone(), name: self.org_name.clone() },
            app: FileApp {
                name: self.app_name.clone(),
                callback_url: self.callback_url.clone(),
                scopes: self.scopes.clone(),
                flow,
            },
        };
        // Texts and a number, under names of ours: nothing of it can fail.
        serde_json::to_string_pretty(&file).map(|text| text + "\n").unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::view::{Answer, RecipeId};

    fn template(recipe: Option<RecipeId>) -> Template {
        Template {
            client: "Acme \"Retail\"".to_owned(),
            address: "acme--uat.sandbox.my.salesforce.com".to_owned(),
            org_name: "UAT".to_owned(),
            app_name: "Rehearsal Tool".to_owned(),
            callback_url: "http://localhost:33333".to_owned(),
            scopes: "api refresh_token".to_owned(),
            flow: RecipeFlow::AuthorizationCode,
            recipe,
            answers: BTreeMap::new(),
        }
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        for recipe in [None, Some(RecipeId::RehearsalTool), Some(RecipeId::ClientCredentials)] {
            assert_eq!(Template::parse(&template(recipe).to_text()), Ok(template(recipe)));
        }
    }

    #[test]
    fn another_way_and_what_was_answered_are_read_as_they_were() {
        let answers = BTreeMap::from([(Answer::Flow, "jwt_bearer".to_owned())]);
        let guided = Template { answers, ..template(Some(RecipeId::LightningOut)) };
        let by_hand = Template { flow: RecipeFlow::ClientCredentials, ..template(None) };
        for template in [guided, by_hand] {
            assert!(template.to_text().contains("\"version\": 2"));
            assert_eq!(Template::parse(&template.to_text()), Ok(template));
        }
    }

    #[test]
    fn one_with_a_recipe_is_of_the_version_that_knows_recipes() {
        let text = template(Some(RecipeId::RehearsalTool)).to_text();
        let written: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!((&written["version"], &written["recipe"]), (&2.into(), &"rehearsal_tool".into()));
        assert!(!template(None).to_text().contains("recipe"));
        assert!(template(None).to_text().contains("\"version\": 1"));
    }
}
