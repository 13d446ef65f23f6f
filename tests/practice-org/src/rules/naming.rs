//! What an app and its owner may be called.
//!
//! The words of these refusals are ours: only the rules themselves are documented.

/// No name of an app is longer.
const LONGEST_NAME: usize = 80;
const REQUIRED: &str = "complete this field";

/// What is wrong with an "External Client App Name".
pub(crate) fn problem_of_name(name: &str) -> Option<&'static str> {
    if name.trim().is_empty() {
        return Some(REQUIRED);
    }
    (name.chars().count() > LONGEST_NAME).then_some("80 characters at most")
}

/// What is wrong with an "API Name".
pub(crate) fn problem_of_api_name(api_name: &str) -> Option<&'static str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if api_name.is_empty() {
        Some(REQUIRED)
    } else if api_name.len() > LONGEST_NAME {
        Some("80 characters at most")
    } else if !api_name.bytes().all(plain) {
        Some("only letters, digits and underscores")
    } else if !api_name.as_bytes()[0].is_ascii_alphabetic() {
        Some("begins with a letter")
    } else if api_name.ends_with('_') || api_name.contains("__") {
        Some("no underscore at the end, and no two in a row")
    } else {
        None
    }
}

/// What is wrong with a "Contact Email". Only its shape can be told.
pub(crate) fn problem_of_email(email: &str) -> Option<&'static str> {
    if email.is_empty() {
        return Some(REQUIRED);
    }
    let shaped = email.split_once('@').is_some_and(|(local, domain)| {
        let letters = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        let labels = domain.split('.').all(letters) && domain.contains('.');
        letters(local) && labels && !domain.contains('@')
    });
    (!shaped).then_some("not an e-mail address")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_api_name_keeps_to_its_rules() {
        for good in ["A", "Rehearsal_Tool", "a1_b2"] {
            assert_eq!(problem_of_api_name(good), None, "{good}");
        }
        let long = "a".repeat(81);
        for bad in ["", "1a", "_a", "a_", "a__b", "a b", "a-b", "\u{e4}", &long] {
            assert!(problem_of_api_name(bad).is_some(), "{bad:?} must be refused");
        }
    }

    #[test]
    fn an_address_has_the_shape_of_one() {
        assert_eq!(problem_of_email("ana@acme.example.com"), None);
        for bad in ["", "ana", "ana@", "@acme.com", "ana@acme", "ana@acme.", "a b@acme.com", "a@b@c.de"] {
            assert!(problem_of_email(bad).is_some(), "{bad:?} must be refused");
        }
    }

    #[test]
    fn a_name_is_no_empty_one() {
        assert_eq!(problem_of_name("Rehearsal Tool"), None);
        assert!(problem_of_name(" ").is_some() && problem_of_name(&"a".repeat(81)).is_some());
    }
}
