//! What the person has answered in a guide: parsed at the door, and kept as text.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::client_app::Scopes;
use crate::model::field::{Field, FieldRefused, Name, Problem};
use crate::model::flow::Username;
use crate::model::recipe::{ApiName, Recipe};
use crate::model::shown::is_invisible;
use crate::model::view::{Answer, RecipeFlow};

/// What the person has answered.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<Answer, String>);

/// What Setup takes for all callback URLs together is 2000 characters: ours stand beside it.
const LONGEST_ADDRESS: u16 = 1900;

/// The longest e-mail address (RFC 5321 §4.5.3.1).
const LONGEST_EMAIL: u16 = 254;

const YES: &str = "yes";

impl Answers {
    /// Takes an answer; an empty one takes it back.
    ///
    /// # Errors
    /// Not an answer to this question. Nothing was changed then.
    pub fn give(&mut self, recipe: &Recipe, answer: Answer, value: &str) -> Result<(), FieldRefused> {
        let value = value.trim();
        if value.is_empty() {
            self.0.remove(&answer);
            return Ok(());
        }
        self.0.insert(answer, parsed(recipe, answer, value)?);
        Ok(())
    }

    /// Answers that were kept; one to a question that is not asked here is passed over. None: they are no answers.
    pub fn from_stored(text: &str) -> Option<Self> {
        let stored: BTreeMap<String, String> = serde_json::from_str(text).ok()?;
        let known =
            |(answer, value): (String, String)| Some((serde_json::from_value(answer.into()).ok()?, value));
        Some(Self(stored.into_iter().filter_map(known).collect()))
    }

    /// The answer, where one was given.
    pub fn to(&self, answer: Answer) -> Option<&str> {
        self.0.get(&answer).map(String::as_str)
    }

    /// Whether it was answered with yes.
    pub fn is_yes(&self, answer: Answer) -> bool {
        self.to(answer) == Some(YES)
    }

    /// The way of the recipe that is gone: the usual one, unless another was chosen.
    pub fn flow(&self, recipe: &Recipe) -> RecipeFlow {
        let chosen = self.to(Answer::Flow).and_then(|word| flow(recipe, word));
        chosen.or_else(|| recipe.flows.first().copied()).unwrap_or(RecipeFlow::AuthorizationCode)
    }
}

fn parsed(recipe: &Recipe, answer: Answer, value: &str) -> Result<String, FieldRefused> {
    let choice = |is_one: bool| {
        is_one.then(|| value.to_owned()).ok_or_else(|| Field::Answer.refused(Problem::NotAChoice))
    };
    match answer {
        Answer::Flow => choice(flow(recipe, value).is_some()),
        Answer::PkceLocked | Answer::RotationLocked => choice(matches!(value, YES | "no")),
        Answer::AppName => {
            let name = Name::parse(Field::AppName, value)?;
            ApiName::of(name.as_str()).ok_or_else(|| Field::AppName.refused(Problem::NotAnApiName))?;
            Ok(name.to_string())
        }
        Answer::ContactEmail => email(value),
        Answer::TheirCallback => their_callback(value),
        Answer::RunAs => username(Field::RunAs, value),
        Answer::JwtUsername => username(Field::JwtUsername, value),
        Answer::PermissionSet => Ok(ApiName::parse(Field::PermissionSet, value)?.as_str().to_owned()),
        Answer::CustomScopes => {
            let scopes = Scopes::parse(value).map_err(|why| Field::CustomScopes.refused(why.problem))?;
            Ok(scopes.to_string())
        }
    }
}

fn flow(recipe: &Recipe, word: &str) -> Option<RecipeFlow> {
    let named: RecipeFlow = serde_json::from_value(word.into()).ok()?;
    recipe.flows.contains(&named).then_some(named)
}

fn email(value: &str) -> Result<String, FieldRefused> {
    let refused = |problem| Err(Field::ContactEmail.refused(problem));
    if value.chars().count() > usize::from(LONGEST_EMAIL) {
        return refused(Problem::TooLong { most: LONGEST_EMAIL });
    }
    if value.chars().any(|character| is_invisible(character) || character.is_whitespace()) {
        return refused(Problem::Characters);
    }
    match value.split_once('@') {
        Some((name, host)) if !name.is_empty() && host.contains('.') && !host.contains('@') => {
            Ok(value.to_owned())
        }
        _ => refused(Problem::NotAnEmail),
    }
}

fn their_callback(value: &str) -> Result<String, FieldRefused> {
    let refused = |problem| Err(Field::TheirCallback.refused(problem));
    if value.len() > usize::from(LONGEST_ADDRESS) {
        return refused(Problem::TooLong { most: LONGEST_ADDRESS });
    }
    if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return refused(Problem::Characters);
    }
    let is_https = url::Url::parse(value).is_ok_and(|url| url.scheme() == "https" && url.has_host());
    if is_https { Ok(value.to_owned()) } else { refused(Problem::NotHttps) }
}

fn username(field: Field, value: &str) -> Result<String, FieldRefused> {
    let username = Username::parse(value).map_err(|why| field.refused(why.problem))?;
    Ok(username.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::view::RecipeId;

    #[test]
    fn an_answer_is_parsed_at_the_door_and_taken_back_by_an_empty_one() {
        let recipe = Recipe::of(RecipeId::LightningOut).expect("a recipe");
        let mut answers = Answers::default();
        for (answer, wrong, problem) in [
            (Answer::Flow, "client_credentials", Problem::NotAChoice),
            (Answer::PkceLocked, "perhaps", Problem::NotAChoice),
            (Answer::AppName, "日本", Problem::NotAnApiName),
            (Answer::ContactEmail, "ana", Problem::NotAnEmail),
            (Answer::TheirCallback, "http://acme.com/callback", Problem::NotHttps),
            (Answer::TheirCallback, "https://acme.com/ callback", Problem::Characters),
            (Answer::RunAs, "ana", Problem::NotAUsername),
            (Answer::JwtUsername, "ana", Problem::NotAUsername),
            (Answer::PermissionSet, "API Users", Problem::NotAnApiName),
            (Answer::CustomScopes, "a \"b\"", Problem::Characters),
        ] {
            let refused = answers.give(recipe, answer, wrong).map_err(|refused| refused.problem);
            assert_eq!(refused, Err(problem), "{answer:?}");
            assert_eq!(answers.to(answer), None);
        }
        answers.give(recipe, Answer::Flow, "jwt_bearer").expect("a way of this recipe");
        assert_eq!(answers.flow(recipe), RecipeFlow::JwtBearer);
        answers.give(recipe, Answer::Flow, " ").expect("taken back");
        assert_eq!(answers.flow(recipe), RecipeFlow::AuthorizationCode);
    }

    #[test]
    fn answers_survive_the_disk() {
        let recipe = Recipe::of(RecipeId::RehearsalTool).expect("a recipe");
        let mut answers = Answers::default();
        answers.give(recipe, Answer::ContactEmail, " ana@acme.com ").expect("an address");
        answers.give(recipe, Answer::PkceLocked, "yes").expect("a choice");
        let text = serde_json::to_string(&answers).expect("text");
        assert_eq!(text, r#"{"contact_email":"ana@acme.com","pkce_locked":"yes"}"#);
        assert_eq!(Answers::from_stored(&text), Some(answers.clone()));
        let newer = text.replace('}', r#","shoe_size":"44"}"#);
        assert_eq!(Answers::from_stored(&newer), Some(answers.clone()), "what is not asked here");
        assert_eq!(Answers::from_stored("[]"), None);
        assert!(answers.is_yes(Answer::PkceLocked) && !answers.is_yes(Answer::RotationLocked));
    }
}
