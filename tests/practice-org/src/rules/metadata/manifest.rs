//! `package.xml`: which components a deployment brings, and in which version of the API they are written.

use super::NAMESPACE;
use super::xml::{self, Element};
use crate::rules::version;

/// What `package.xml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) version: u32,
    /// Name of the type and full name of the component.
    pub(super) members: Vec<(String, String)>,
}

/// Reads it, or says what is wrong with it.
pub(super) fn read(document: &str) -> Result<Manifest, String> {
    let root = xml::read(document)?;
    is_plain(&root, "Package")?;
    let (mut members, mut version) = (Vec::new(), None);
    for element in &root.children {
        is_plain(element, &element.name)?;
        match element.name.as_str() {
            "types" => members.extend(types(element)?),
            "version" if version.is_none() => version = Some(element.text.trim().to_owned()),
            strange => return Err(unplaced(strange, "Package")),
        }
    }
    let version = version.ok_or("no version in package.xml")?;
    let number = version::read(&format!("v{version}"))
        .ok_or_else(|| format!("invalid version in package.xml: {version}"))?;
    let twice = members.iter().enumerate().find(|(place, member)| members[..*place].contains(member));
    if let Some((_, (sort, name))) = twice {
        return Err(format!("{sort} {name} is named twice in package.xml"));
    }
    Ok(Manifest { version: number, members })
}

/// The words in which Salesforce refuses an element that does not belong where it is.
pub(super) fn unplaced(element: &str, within: &str) -> String {
    format!("Element {{{NAMESPACE}}}{element} invalid at this location in type {within}")
}

/// An element of the namespace, with this name and without attributes.
pub(super) fn is_plain(element: &Element, name: &str) -> Result<(), String> {
    if element.name != name {
        return Err(format!("the root is {}, and not {name}", element.name));
    }
    if element.namespace != NAMESPACE {
        return Err(format!("{name} is not in the namespace {NAMESPACE}"));
    }
    if element.attributes.is_empty() { Ok(()) } else { Err(format!("{name} has an attribute")) }
}

fn types(element: &Element) -> Result<Vec<(String, String)>, String> {
    let (mut names, mut members) = (Vec::new(), Vec::new());
    for child in &element.children {
        is_plain(child, &child.name)?;
        match child.name.as_str() {
            "members" => members.push(child.text.trim().to_owned()),
            "name" => names.push(child.text.trim().to_owned()),
            strange => return Err(unplaced(strange, "PackageTypeMembers")),
        }
    }
    match names.as_slice() {
        [name] if !members.is_empty() => {
            Ok(members.into_iter().map(|member| (name.clone(), member)).collect())
        }
        _ => Err("types: one name, and one member at least".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(inside: &str) -> Result<Manifest, String> {
        read(&format!("<Package xmlns=\"{NAMESPACE}\">{inside}</Package>"))
    }

    #[test]
    fn a_manifest_names_components_and_a_version() {
        let read = package(
            "<types><members>A</members><members>B</members><name>T</name></types><version>66.0</version>",
        );
        let member = |name: &str| ("T".to_owned(), name.to_owned());
        assert_eq!(read, Ok(Manifest { version: 66, members: vec![member("A"), member("B")] }));
    }

    #[test]
    fn what_is_wrong_with_a_manifest_is_said() {
        let types = "<types><members>A</members><name>T</name></types>";
        for (inside, named) in [
            (types.to_owned(), "no version"),
            (format!("{types}<version>66</version>"), "invalid version"),
            (format!("{types}<version>99.0</version>"), "invalid version"),
            (format!("{types}{types}<version>66.0</version>"), "twice"),
            ("<types><members>A</members></types><version>66.0</version>".to_owned(), "one name"),
            ("<types><name>T</name></types><version>66.0</version>".to_owned(), "one member"),
            ("<type/><version>66.0</version>".to_owned(), "invalid at this location"),
        ] {
            let refused = package(&inside).unwrap_err();
            assert!(refused.contains(named), "{inside} must be refused with {named}, not {refused}");
        }
        assert!(read("<Package><version>66.0</version></Package>").unwrap_err().contains("namespace"));
        assert!(read(&format!("<package xmlns=\"{NAMESPACE}\"/>")).unwrap_err().contains("root"));
    }
}
