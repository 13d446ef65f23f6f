//! The words of closed lists: one spelling for the window, the recipes and the registry, that of serde.

use serde::Serialize;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};

/// The word for a value of a closed list.
pub(crate) fn word_of(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.as_ref().and_then(|value| value.as_str()).unwrap_or_default().to_owned()
}

/// The value that a word stands for.
pub(crate) fn from_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    let word: StrDeserializer<'_, Error> = word.into_deserializer();
    T::deserialize(word).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::shape::Shape;

    #[test]
    fn a_word_is_read_back_as_what_it_stands_for() {
        assert_eq!(word_of(&Shape::InstanceUrl), "instance_url");
        assert_eq!(from_word::<Shape>("instance_url"), Some(Shape::InstanceUrl));
        assert_eq!(from_word::<Shape>("InstanceUrl"), None);
    }
}
