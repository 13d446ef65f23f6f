//! Metadata of External Client Apps: what may lie in a zip that somebody deploys, and what it makes of an org.
//!
//! `archive` opens the zip, `xml` reads a file, `manifest` and `record` say what it is, `judge` what becomes of it. None
//! of them changes anything: the verdict is carried out elsewhere, or never. Sources: Metadata API guide, and the field
//! lists of Salesforce's own tools.

pub(crate) mod archive;
pub(crate) mod judge;
mod manifest;
mod names;
mod policies;
mod record;
mod settings;
pub(crate) mod sketch;
mod sorts;
pub(crate) mod verdict;
pub(crate) mod xml;

/// The namespace of every element in every file.
pub(crate) const NAMESPACE: &str = "http://soap.sforce.com/2006/04/metadata";
