//! XML as the Metadata API takes it: elements and text, and nothing that could reach beyond the file.
//!
//! Refuses a document type and with it every entity of its own, processing instructions, text beside elements, and
//! prefixes that nobody declared. Whether an attribute has a meaning is the caller's question.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

/// No file and no envelope is deeper.
const DEEPEST: usize = 16;

/// An element with what is in it: text, or further elements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) namespace: String,
    pub(crate) name: String,
    /// The names of its attributes but for declarations of namespaces.
    pub(crate) attributes: Vec<String>,
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
}

/// Reads a document, or says why it is none.
pub(crate) fn read(document: &str) -> Result<Element, String> {
    let mut reader = NsReader::from_str(document);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let (namespace, event) =
            reader.read_resolved_event().map_err(|failed| format!("not well-formed: {failed}"))?;
        let namespace = match namespace {
            ResolveResult::Bound(bound) => bound.0.to_owned(),
            ResolveResult::Unbound => String::new(),
            ResolveResult::Unknown(prefix) => return Err(format!("the prefix {prefix} is not declared")),
        };
        match event {
            Event::Decl(declaration) => declared(&declaration)?,
            Event::Start(start) => {
                if root.is_some() || open.len() == DEEPEST {
                    return Err("more than one root, or too deep".to_owned());
                }
                open.push(begun(namespace, &start)?);
            }
            Event::Empty(start) => closed(begun(namespace, &start)?, &mut open, &mut root)?,
            Event::End(_) => {
                let ended = open.pop().ok_or("an end without a beginning")?;
                closed(ended, &mut open, &mut root)?;
            }
            Event::Text(text) => written(&text.xml10_content(), &mut open)?,
            Event::CData(text) => written(&text.xml10_content(), &mut open)?,
            Event::GeneralRef(reference) => written(&meant(&reference)?, &mut open)?,
            Event::Comment(_) => {}
            Event::DocType(_) => return Err("a document type is not allowed".to_owned()),
            Event::PI(_) => return Err("a processing instruction is not allowed".to_owned()),
            Event::Eof if open.is_empty() => return root.ok_or_else(|| "there is no element".to_owned()),
            Event::Eof => return Err("an element does not end".to_owned()),
        }
    }
}

fn declared(declaration: &quick_xml::events::BytesDecl<'_>) -> Result<(), String> {
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(encoding)) if encoding.eq_ignore_ascii_case("utf-8") => Ok(()),
        Some(_) => Err("the encoding must be UTF-8".to_owned()),
    }
}

fn begun(namespace: String, start: &BytesStart<'_>) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let key = attribute.map_err(|failed| format!("not well-formed: {failed}"))?.key.0.to_owned();
        if key != "xmlns" && !key.starts_with("xmlns:") {
            attributes.push(key);
        }
    }
    let name = start.local_name().as_ref().to_owned();
    Ok(Element { namespace, name, attributes, ..Element::default() })
}

fn closed(ended: Element, open: &mut [Element], root: &mut Option<Element>) -> Result<(), String> {
    if !ended.children.is_empty() && !ended.text.trim().is_empty() {
        return Err(format!("text beside the elements in {}", ended.name));
    }
    match open.last_mut() {
        Some(parent) => parent.children.push(ended),
        None if root.is_none() => *root = Some(ended),
        None => return Err("more than one root".to_owned()),
    }
    Ok(())
}

fn written(text: &str, open: &mut [Element]) -> Result<(), String> {
    if text.chars().any(|letter| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')) {
        return Err("a control character".to_owned());
    }
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err("text outside the root".to_owned()),
    }
    Ok(())
}

/// Only the five entities that XML itself has, and characters by number.
fn meant(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        return Ok(letter.to_string());
    }
    let meant = match &**reference {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        other => return Err(format!("the entity {other} does not exist")),
    };
    Ok(meant.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_with_namespaces_and_entities() {
        let read = read(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- note --><a xmlns=\"urn:x\" xmlns:y=\"urn:y\">\n \
             <y:b c=\"1\">R&amp;D &#65;<![CDATA[<]]></y:b>\n<d/></a>\n",
        )
        .unwrap();
        assert_eq!((read.name.as_str(), read.namespace.as_str()), ("a", "urn:x"));
        let child = &read.children[0];
        assert_eq!((child.text.as_str(), child.namespace.as_str()), ("R&D A<", "urn:y"));
        assert_eq!((child.attributes.as_slice(), read.children.len()), (["c".to_owned()].as_slice(), 2));
    }

    #[test]
    fn what_reaches_beyond_the_file_is_refused() {
        for (document, named) in [
            ("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "document type"),
            ("<!DOCTYPE a><a/>", "document type"),
            ("<a>&x;</a>", "entity"),
            ("<?xml-stylesheet href=\"x\"?><a/>", "processing instruction"),
            ("<a>text<b/></a>", "beside"),
            ("<a/><b/>", "root"),
            ("<a>", "does not end"),
            ("<a></b>", "well-formed"),
            ("<p:a/>", "prefix"),
            ("<a b=\"1\" b=\"2\"/>", "well-formed"),
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>", "UTF-8"),
            ("text", "outside"),
            ("", "no element"),
            ("<a>&#1;</a>", "control"),
        ] {
            let refused = read(document).unwrap_err();
            assert!(refused.contains(named), "{document} must be refused with {named}, not {refused}");
        }
        let deep = "<a>".repeat(40) + &"</a>".repeat(40);
        assert!(read(&deep).unwrap_err().contains("too deep"));
    }
}
