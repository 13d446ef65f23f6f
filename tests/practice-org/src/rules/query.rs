//! The one SOQL query that a credential manager asks: `SELECT … FROM Organization`.
//!
//! Understands a list of fields, one object and an optional `LIMIT`. Everything else is malformed or unsupported
//! here, in the words of the REST API guide.

use super::refusal::{QUERY_FIELD, QUERY_MALFORMED, QUERY_TYPE, Refusal};

/// The fields of `Organization` that exist here, as SOQL spells them in its answer.
pub(crate) const FIELDS: &[&str] = &[
    "Id",
    "Name",
    "InstanceName",
    "IsSandbox",
    "NamespacePrefix",
    "OrganizationType",
    "TrialExpirationDate",
];

/// The fields that a query asks for, in its own order and in SOQL's spelling.
pub(crate) fn fields(query: &str) -> Result<Vec<&'static str>, Refusal> {
    let words: Vec<&str> = query.split_whitespace().collect();
    let word_is =
        |place: usize, keyword: &str| words.get(place).is_some_and(|word| word.eq_ignore_ascii_case(keyword));
    let from = (0..words.len()).find(|place| word_is(*place, "FROM")).ok_or(QUERY_MALFORMED)?;
    let limit_is_fine = match words.len() - from {
        2 => true,
        4 => word_is(from + 2, "LIMIT") && words[from + 3].parse::<u32>().is_ok_and(|limit| limit > 0),
        _ => false,
    };
    if !word_is(0, "SELECT") || from < 2 || !limit_is_fine {
        return Err(QUERY_MALFORMED);
    }
    let list = words[1..from].join(" ");
    let names: Vec<&str> = list.split(',').map(str::trim).collect();
    if !names.iter().chain(&words[from + 1..from + 2]).all(|name| is_identifier(name)) {
        return Err(QUERY_MALFORMED);
    }
    if !word_is(from + 1, "Organization") {
        return Err(QUERY_TYPE);
    }
    let mut fields = Vec::new();
    for name in names {
        let field = FIELDS.iter().find(|field| field.eq_ignore_ascii_case(name)).ok_or(QUERY_FIELD)?;
        if fields.contains(field) {
            return Err(QUERY_FIELD);
        }
        fields.push(*field);
    }
    Ok(fields)
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clients_query_is_understood() {
        assert_eq!(
            fields("SELECT Name, InstanceName, IsSandbox,TrialExpirationDate FROM Organization"),
            Ok(vec!["Name", "InstanceName", "IsSandbox", "TrialExpirationDate"])
        );
        assert_eq!(fields("select id\nfrom organization limit 1"), Ok(vec!["Id"]));
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
            ("SELECT Name FROM Organization WHERE Id = 'x'", QUERY_MALFORMED),
            ("SELECT Name FROM Organization LIMIT 0", QUERY_MALFORMED),
            ("SELECT Name FROM Organization;", QUERY_MALFORMED),
            ("SELECT Id FROM Account", QUERY_TYPE),
            ("SELECT Phone FROM Organization", QUERY_FIELD),
            ("SELECT Name, name FROM Organization", QUERY_FIELD),
        ] {
            assert_eq!(fields(query), Err(refusal), "{query}");
        }
    }
}
