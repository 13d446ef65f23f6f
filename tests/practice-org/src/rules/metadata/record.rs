//! One component: its file, read strictly by the fields of its sort.
//!
//! Refuses a field that does not exist in this version, one that comes twice, and a value of the wrong shape. What the
//! values mean is for those who ask.

use super::manifest::{is_plain, unplaced};
use super::sorts::{Field, Shape, Sort};
use super::xml::{self, Element};

/// No list within a component is longer.
const MOST_GROUPS: usize = 128;

/// A component as its file says it.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) full_name: String,
    /// The values of the fields that the file has; those of groups are looked at and left there.
    values: Vec<(&'static str, String)>,
}

impl Record {
    /// Reads a file, or says why Salesforce could not.
    pub(super) fn read(
        sort: &'static Sort,
        full_name: &str,
        version: u32,
        document: &str,
    ) -> Result<Self, String> {
        let root = xml::read(document).map_err(|why| unparsed(&why))?;
        is_plain(&root, sort.name).map_err(|why| unparsed(&why))?;
        let values = fields(&root, sort.fields, sort.name, version)?;
        Ok(Self { full_name: full_name.to_owned(), values })
    }

    /// The text of a field; none if it is absent or empty.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let found = self.values.iter().find(|(known, _)| *known == name)?;
        Some(found.1.as_str()).filter(|text| !text.is_empty())
    }

    /// A tick, or how Salesforce sets it when it is left out.
    pub(super) fn flag(&self, name: &str, otherwise: bool) -> bool {
        self.text(name).map_or(otherwise, |text| text == "true")
    }

    /// A number.
    pub(super) fn whole(&self, name: &str) -> Option<u32> {
        self.text(name)?.parse().ok()
    }

    /// A list with commas. An empty entry or the same one twice is a mistake.
    pub(super) fn list(&self, name: &str) -> Result<Vec<String>, String> {
        let Some(text) = self.text(name) else {
            return Ok(Vec::new());
        };
        let entries: Vec<String> = text.split(',').map(|entry| entry.trim().to_owned()).collect();
        let wrong = entries
            .iter()
            .enumerate()
            .any(|(place, entry)| entry.is_empty() || entries[..place].contains(entry));
        if wrong { Err(format!("{name}: an entry is empty or comes twice")) } else { Ok(entries) }
    }

    /// The app that it belongs to.
    pub(super) fn parent(&self) -> &str {
        self.text("externalClientApplication").unwrap_or(&self.full_name)
    }

    /// Refuses a tick for what is not practised here.
    pub(super) fn refuse_ticks(&self, names: &[&str]) -> Result<(), String> {
        match names.iter().find(|name| self.flag(name, false)) {
            Some(name) => Err(format!("{name}: true is not practised here")),
            None => Ok(()),
        }
    }

    /// Refuses a value for what no practice org has.
    pub(super) fn refuse_values(&self, names: &[&str]) -> Result<(), String> {
        match names.iter().find(|name| self.text(name).is_some()) {
            Some(name) => {
                Err(format!("INVALID_CROSS_REFERENCE_KEY: {name}: this org has nothing of that name"))
            }
            None => Ok(()),
        }
    }
}

fn unparsed(why: &str) -> String {
    format!("Error parsing file: {why}")
}

fn fields(
    element: &Element,
    known: &'static [Field],
    within: &str,
    version: u32,
) -> Result<Vec<(&'static str, String)>, String> {
    let exists = |field: &&Field| version >= field.since && version <= field.until;
    let mut values: Vec<(&'static str, String)> = Vec::new();
    for child in &element.children {
        is_plain(child, &child.name).map_err(|why| unparsed(&why))?;
        let field = known.iter().filter(exists).find(|field| field.name == child.name);
        let field = field.ok_or_else(|| unparsed(&unplaced(&child.name, within)))?;
        let before = values.iter().filter(|(name, _)| *name == field.name).count();
        let most = if matches!(field.shape, Shape::Groups(_)) { MOST_GROUPS } else { 1 };
        if before >= most {
            return Err(unparsed(&format!("{}: too often", field.name)));
        }
        values.push((field.name, value(child, field, version)?));
    }
    let missing = known.iter().filter(exists).find(|field| {
        matches!(field.shape, Shape::Needed)
            && !values.iter().any(|(name, text)| *name == field.name && !text.is_empty())
    });
    match missing {
        Some(field) => Err(format!("Required field is missing: {}", field.name)),
        None if !element.text.trim().is_empty() => Err(unparsed(&format!("text in {within}"))),
        None => Ok(values),
    }
}

fn value(child: &Element, field: &Field, version: u32) -> Result<String, String> {
    let text = child.text.trim();
    let fits = match field.shape {
        Shape::Group(inside) | Shape::Groups(inside) => {
            fields(child, inside, field.name, version)?;
            return Ok(String::new());
        }
        Shape::Text | Shape::Needed => true,
        Shape::Flag => text == "true" || text == "false",
        Shape::Whole => text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u32>().is_ok(),
        Shape::OneOf(values) => values.contains(&text),
    };
    if !child.children.is_empty() {
        return Err(unparsed(&format!("{}: an element where text is due", field.name)));
    }
    if fits { Ok(text.to_owned()) } else { Err(format!("'{text}' is not a valid value for {}", field.name)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::metadata::{NAMESPACE, sorts};

    fn read(sort: &str, version: u32, inside: &str) -> Result<Record, String> {
        let document = format!("<{sort} xmlns=\"{NAMESPACE}\">{inside}</{sort}>");
        Record::read(sorts::named(sort).unwrap(), "A", version, &document)
    }

    #[test]
    fn fields_are_read_and_defaults_are_the_callers() {
        let inside = "<externalClientApplication>A</externalClientApplication>\
            <isPkceRequired>false</isPkceRequired><idTokenConfig><idTokenAudience>x</idTokenAudience></idTokenConfig>";
        let record = read("ExtlClntAppGlobalOauthSettings", 67, inside).unwrap();
        assert!(!record.flag("isPkceRequired", true) && record.flag("isSecretRequiredForRefreshToken", true));
        assert_eq!((record.parent(), record.text("certificate")), ("A", None));
    }

    #[test]
    fn every_mistake_is_refused_with_the_field_named() {
        const PARENT: &str = "<externalClientApplication>A</externalClientApplication>";
        const GLOBAL: &str = "ExtlClntAppGlobalOauthSettings";
        const POLICIES: &str = "ExtlClntAppOauthConfigurablePolicies";
        for (sort, version, inside, named) in [
            (GLOBAL, 67, format!("{PARENT}<pkce>true</pkce>"), "pkce invalid at this location"),
            (GLOBAL, 67, format!("{PARENT}<isPkceRequired>yes</isPkceRequired>"), "isPkceRequired"),
            (GLOBAL, 67, format!("{PARENT}{PARENT}"), "externalClientApplication: too often"),
            (GLOBAL, 67, String::new(), "missing: externalClientApplication"),
            (GLOBAL, 67, format!("{PARENT}<isPkceRequired><a/></isPkceRequired>"), "isPkceRequired"),
            (
                GLOBAL,
                67,
                format!("{PARENT}<label xmlns=\"urn:x\">A</label>"),
                "label is not in the namespace",
            ),
            (GLOBAL, 67, format!("{PARENT}<label a=\"b\">A</label>"), "label has an attribute"),
            (
                GLOBAL,
                60,
                format!("{PARENT}<isCodeCredFlowEnabled>true</isCodeCredFlowEnabled>"),
                "isCodeCredFlowEnabled",
            ),
            (GLOBAL, 67, format!("{PARENT}<idTokenConfig><a/></idTokenConfig>"), "}a invalid"),
            (
                POLICIES,
                67,
                format!("{PARENT}<isNamedUserJwtEnabled>true</isNamedUserJwtEnabled>"),
                "isNamedUserJwtEnabled",
            ),
            (
                POLICIES,
                67,
                format!("{PARENT}<ipRelaxationPolicyType>Relax</ipRelaxationPolicyType>"),
                "ipRelaxationPolicyType",
            ),
            (
                POLICIES,
                67,
                format!("{PARENT}<refreshTokenValidityPeriod>-1</refreshTokenValidityPeriod>"),
                "refreshTokenValidityPeriod",
            ),
        ] {
            let refused = read(sort, version, &inside).unwrap_err();
            assert!(refused.contains(named), "{inside} must be refused with {named}, not {refused}");
        }
        let ranges = "<trustedIpRanges><startIpAddress>1</startIpAddress><endIpAddress>2</endIpAddress></trustedIpRanges>";
        let many = format!("{PARENT}{}", ranges.repeat(129));
        assert!(read("ExtlClntAppOauthSettings", 67, &many).unwrap_err().contains("too often"));
    }

    #[test]
    fn a_list_has_no_holes() {
        let of = |list: &str| {
            let scopes = format!("<commaSeparatedOauthScopes>{list}</commaSeparatedOauthScopes>");
            let parent = "<externalClientApplication>A</externalClientApplication>";
            let record = read("ExtlClntAppOauthSettings", 67, &format!("{parent}{scopes}")).unwrap();
            record.list("commaSeparatedOauthScopes")
        };
        assert_eq!(of("Api, Web"), Ok(vec!["Api".to_owned(), "Web".to_owned()]));
        assert_eq!(of(""), Ok(Vec::new()));
        assert!(of("Api,,Web").is_err() && of("Api, Api").is_err());
    }
}
