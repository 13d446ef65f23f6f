//! Names as Salesforce takes them for metadata: of an app, of a permission set.

use crate::model::field::{Field, FieldRefused, Problem};

/// Letters, digits and single underscores; a letter first, no underscore last.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ApiName(String);

/// No API name of Salesforce's is longer.
const MOST: usize = 80;

impl ApiName {
    /// What Setup makes of an app's name by itself: underscores in place of all that is no letter and no digit. None:
    /// nothing of it can stand in an API name.
    pub fn of(name: &str) -> Option<Self> {
        let words = name.split(|character: char| !character.is_ascii_alphanumeric());
        let mut made = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_");
        if made.starts_with(|first: char| first.is_ascii_digit()) {
            made.insert(0, 'X');
        }
        made.truncate(MOST);
        is_one(made.trim_end_matches('_')).then(|| Self(made.trim_end_matches('_').to_owned()))
    }

    /// For an app whose name has nothing that can stand in an API name.
    pub(super) fn of_nothing() -> Self {
        Self("External_Client_App".to_owned())
    }

    /// Takes a name that was given, with the namespace of its package where it has one.
    ///
    /// # Errors
    /// Not one that Salesforce takes.
    pub fn parse(field: Field, text: &str) -> Result<Self, FieldRefused> {
        let text = text.trim();
        let (namespace, name) = text.split_once("__").unwrap_or(("x", text));
        if text.is_empty() {
            Err(field.refused(Problem::Empty))
        } else if is_one(namespace) && is_one(name) {
            Ok(Self(text.to_owned()))
        } else {
            Err(field.refused(Problem::NotAnApiName))
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_one(name: &str) -> bool {
    name.len() <= MOST
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && !name.ends_with('_')
        && !name.contains("__")
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_api_name_is_what_setup_makes_of_a_name() {
        let made = |name: &str| ApiName::of(name).map(|made| made.0);
        assert_eq!(made("Rehearsal Tool"), Some("Rehearsal_Tool".to_owned()));
        assert_eq!(made(" Lightning Out 2.0 – ACC "), Some("Lightning_Out_2_0_ACC".to_owned()));
        assert_eq!(made("2nd app"), Some("X2nd_app".to_owned()));
        assert_eq!(made(&"a ".repeat(60)).map(|name| name.len()), Some(79), "no underscore last");
        assert_eq!(made("日本"), None);
    }

    #[test]
    fn a_name_that_salesforce_does_not_take_is_refused() {
        let field = Field::PermissionSet;
        for right in ["Rehearsal_Tool", "acme__Api_Users"] {
            assert_eq!(ApiName::parse(field, right).map(|name| name.0), Ok(right.to_owned()));
        }
        for wrong in ["_a", "a_", "1a", "a b", "a-b", "a__b__c", "a___b", "ä"] {
            assert_eq!(ApiName::parse(field, wrong), Err(field.refused(Problem::NotAnApiName)), "{wrong}");
        }
        assert_eq!(ApiName::parse(field, " "), Err(field.refused(Problem::Empty)));
    }
}
