//! As much of SOQL as a credential manager asks: `SELECT fields FROM object [WHERE field = 'text'] [LIMIT n]`.
//!
//! Everything else is malformed here. The codes and the words are those of the REST API guide, as far as it has them.

use super::objects::{self, Object};
use super::refusal::{QUERY_FIELD, QUERY_MALFORMED, QUERY_TYPE, Refusal};

/// A query that can be answered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Query {
    pub(crate) object: &'static Object,
    /// In the order of the query and in SOQL's spelling.
    pub(crate) fields: Vec<&'static str>,
    /// Only rows where this field is this text.
    pub(crate) filter: Option<(&'static str, String)>,
    pub(crate) limit: usize,
}

/// Why a query cannot be answered, and in which words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unanswerable {
    pub(crate) refusal: Refusal,
    pub(crate) text: String,
}

/// What a query is written in.
#[derive(Debug, PartialEq, Eq)]
enum Word {
    Name(String),
    Text(String),
    Sign(char),
}

/// Reads a query of somebody who may see the apps, or may not.
pub(crate) fn read(query: &str, sees_apps: bool) -> Result<Query, Unanswerable> {
    let words = words(query).ok_or_else(malformed)?;
    let mut rest = words.as_slice();
    keyword(&mut rest, "SELECT")?;
    let mut names = vec![name(&mut rest)?];
    while sign(&mut rest, ',') {
        names.push(name(&mut rest)?);
    }
    keyword(&mut rest, "FROM")?;
    let object_name = name(&mut rest)?;
    let filter = match keyword(&mut rest, "WHERE") {
        Ok(()) => Some(condition(&mut rest)?),
        Err(_) => None,
    };
    let limit = match keyword(&mut rest, "LIMIT") {
        Ok(()) => name(&mut rest)?.parse().ok().filter(|limit| *limit > 0).ok_or_else(malformed)?,
        Err(_) => usize::MAX,
    };
    if !rest.is_empty() {
        return Err(malformed());
    }
    let object = objects::named(object_name, sees_apps).ok_or_else(|| no_object(object_name))?;
    let column = |name: &str| object.field(name).ok_or_else(|| no_field(name, object));
    let mut fields = Vec::new();
    for name in names {
        let field = column(name)?;
        if fields.contains(&field) {
            let text = format!("duplicate field selected: {field}");
            return Err(Unanswerable { refusal: QUERY_MALFORMED, text });
        }
        fields.push(field);
    }
    let filter = match filter {
        Some((name, text)) => Some((column(name)?, text.to_owned())),
        None => None,
    };
    Ok(Query { object, fields, filter, limit })
}

fn condition<'a>(rest: &mut &'a [Word]) -> Result<(&'a str, &'a str), Unanswerable> {
    let field = name(rest)?;
    match rest {
        [Word::Sign('='), Word::Text(text), after @ ..] => {
            *rest = after;
            Ok((field, text))
        }
        _ => Err(malformed()),
    }
}

fn name<'a>(rest: &mut &'a [Word]) -> Result<&'a str, Unanswerable> {
    match rest {
        [Word::Name(name), after @ ..] => {
            *rest = after;
            Ok(name)
        }
        _ => Err(malformed()),
    }
}

fn keyword(rest: &mut &[Word], wanted: &str) -> Result<(), Unanswerable> {
    match rest {
        [Word::Name(name), after @ ..] if name.eq_ignore_ascii_case(wanted) => {
            *rest = after;
            Ok(())
        }
        _ => Err(malformed()),
    }
}

fn sign(rest: &mut &[Word], wanted: char) -> bool {
    match rest {
        [Word::Sign(sign), after @ ..] if *sign == wanted => {
            *rest = after;
            true
        }
        _ => false,
    }
}

/// None where something stands that SOQL has no use for here.
fn words(query: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut letters = query.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            blank if blank.is_ascii_whitespace() => {}
            ',' | '=' => words.push(Word::Sign(letter)),
            '\'' => {
                let mut text = String::new();
                loop {
                    match letters.next()? {
                        '\'' => break,
                        '\\' => text.push(letters.next().filter(|next| matches!(next, '\'' | '\\'))?),
                        plain => text.push(plain),
                    }
                }
                words.push(Word::Text(text));
            }
            first if first.is_ascii_alphanumeric() => {
                let mut name = String::from(first);
                let belongs = |next: &char| next.is_ascii_alphanumeric() || *next == '_';
                while let Some(next) = letters.next_if(belongs) {
                    name.push(next);
                }
                words.push(Word::Name(name));
            }
            _ => return None,
        }
    }
    Some(words)
}

fn malformed() -> Unanswerable {
    Unanswerable { refusal: QUERY_MALFORMED, text: QUERY_MALFORMED.text.to_owned() }
}

/// An object that does not exist, or not for this one.
pub(crate) fn no_object(name: &str) -> Unanswerable {
    let text = format!(
        "sObject type '{name}' is not supported. If you are attempting to use a custom object, be sure to append the \
         '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names."
    );
    Unanswerable { refusal: QUERY_TYPE, text }
}

fn no_field(name: &str, object: &Object) -> Unanswerable {
    let text = format!(
        "No such column '{name}' on entity '{}'. If you are attempting to use a custom field, be sure to append the \
         '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
        object.name
    );
    Unanswerable { refusal: QUERY_FIELD, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(query: &str) -> Result<Vec<&'static str>, Refusal> {
        read(query, false).map(|query| query.fields).map_err(|unanswerable| unanswerable.refusal)
    }

    #[test]
    fn the_clients_query_is_understood() {
        assert_eq!(
            fields("SELECT Name, InstanceName, IsSandbox,TrialExpirationDate FROM Organization"),
            Ok(vec!["Name", "InstanceName", "IsSandbox", "TrialExpirationDate"])
        );
        assert_eq!(fields("select id\nfrom organization limit 1"), Ok(vec!["Id"]));
    }

    #[test]
    fn a_condition_compares_one_field_with_one_text() {
        let query = "SELECT Id FROM ExternalClientApplication WHERE developername = 'a\\'b' LIMIT 2";
        let query = read(query, true).unwrap();
        assert_eq!(query.filter, Some(("DeveloperName", "a'b".to_owned())));
        assert_eq!((query.object.name, query.limit), ("ExternalClientApplication", 2));
    }

    #[test]
    fn other_queries_are_refused_in_soqls_words() {
        for (query, refusal) in [
            ("", QUERY_MALFORMED),
            ("Name FROM Organization", QUERY_MALFORMED),
            ("SELECT FROM Organization", QUERY_MALFORMED),
            ("SELECT Name Id FROM Organization", QUERY_MALFORMED),
            ("SELECT Name, FROM Organization", QUERY_MALFORMED),
            ("SELECT * FROM Organization", QUERY_MALFORMED),
            ("SELECT Name FROM Organization WHERE Id = x", QUERY_MALFORMED),
            ("SELECT Name FROM Organization WHERE Id = 'x", QUERY_MALFORMED),
            ("SELECT Name FROM Organization WHERE Id = 'x' AND Name = 'y'", QUERY_MALFORMED),
            ("SELECT Name FROM Organization LIMIT 0", QUERY_MALFORMED),
            ("SELECT Name FROM Organization;", QUERY_MALFORMED),
            ("SELECT Name, name FROM Organization", QUERY_MALFORMED),
            ("SELECT Id FROM Account", QUERY_TYPE),
            ("SELECT Id FROM ExternalClientApplication", QUERY_TYPE),
            ("SELECT Phone FROM Organization", QUERY_FIELD),
            ("SELECT Name FROM Organization WHERE Phone = 'x'", QUERY_FIELD),
        ] {
            assert_eq!(fields(query), Err(refusal), "{query}");
        }
    }
}
