//! The files of an app, as a deployment takes them (a zip in metadata format) and as people keep them (a folder in
//! source format). The same app gives the same bytes each time.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::model::error::Error;
use crate::model::metadata::{API_VERSION, AppMetadata, Component, components};

/// A file with its place in a folder, with `/` between the steps.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PackedFile {
    /// Where it lies.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// The zip of an app: in it names have no `-meta.xml`.
///
/// # Errors
/// [`Error::Nonsense`] when no zip can be written into memory.
pub fn zip(app: &AppMetadata) -> Result<Vec<u8>, Error> {
    let parts = components(app);
    let manifest = PackedFile { path: "package.xml".to_owned(), text: manifest(&parts) };
    let files = parts.into_iter().map(|part| PackedFile { path: part.path(), text: part.xml });
    written(std::iter::once(manifest).chain(files)).map_err(|_| Error::Nonsense("a zip cannot be written"))
}

/// The folder of an app: a project of the Salesforce CLI.
pub fn source_folder(app: &AppMetadata) -> Vec<PackedFile> {
    let parts = components(app);
    let mut files = vec![
        PackedFile { path: "README.txt".to_owned(), text: readme(app) },
        PackedFile { path: "sfdx-project.json".to_owned(), text: project() },
        PackedFile { path: "manifest/package.xml".to_owned(), text: manifest(&parts) },
    ];
    files.extend(parts.into_iter().map(|part| PackedFile {
        path: format!("force-app/main/default/{}-meta.xml", part.path()),
        text: part.xml,
    }));
    files
}

fn written(files: impl Iterator<Item = PackedFile>) -> Result<Vec<u8>, zip::result::ZipError> {
    // One date for all: the zip of an app does not depend on the day.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        zip.start_file(file.path, options)?;
        zip.write_all(file.text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// `package.xml`: each component by its full name.
fn manifest(parts: &[Component]) -> String {
    let types = parts.iter().map(|Component { kind, name, .. }| {
        format!(
            "    <types>\n        <members>{name}</members>\n        <name>{}</name>\n    </types>\n",
            kind.word()
        )
    });
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Package xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n\
         {}    <version>{API_VERSION}</version>\n</Package>\n",
        types.collect::<String>()
    )
}

fn project() -> String {
    format!(
        "{{\n  \"packageDirectories\": [{{ \"path\": \"force-app\", \"default\": true }}],\n  \
         \"sourceApiVersion\": \"{API_VERSION}\"\n}}\n"
    )
}

fn readme(app: &AppMetadata) -> String {
    let mut text = format!(
        "The External Client App {}, as metadata. Made by Keyperch.\n\n\
         To put it into an org, with the Salesforce CLI, in this folder:\n\n    \
         sf project deploy start --manifest manifest/package.xml --target-org ORG\n\n\
         To see afterwards what the org made of it (it may keep some settings as they were):\n\n    \
         sf project retrieve start --manifest manifest/package.xml --target-org ORG\n\n\
         ORG is the name or the username by which the Salesforce CLI knows the org.\n\
         Consumer key and secret are not in these files: the org makes them. What is retrieved holds the key: keep that\n\
         out of source control.\n",
        app.api_name.as_str()
    );
    if app.asserts && app.certificate.is_none() {
        text.push_str(
            "\nThere is no certificate in these files yet. Until one is uploaded in Setup, the JWT bearer flow is off.\n",
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::model::metadata::tests::everything;

    #[test]
    fn a_zip_holds_the_manifest_and_each_part_and_is_the_same_each_time() {
        let bytes = zip(&everything()).expect("a zip");
        assert_eq!(bytes, zip(&everything()).expect("a zip"));
        let mut opened = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        assert_eq!(opened.len(), 6);
        for part in components(&everything()) {
            let mut text = String::new();
            opened.by_name(&part.path()).expect("its file").read_to_string(&mut text).expect("text");
            assert_eq!(text, part.xml);
        }
        let mut manifest = String::new();
        opened.by_name("package.xml").expect("the manifest").read_to_string(&mut manifest).expect("text");
        assert!(manifest.contains("<version>62.0</version>"), "{manifest}");
        for part in components(&everything()) {
            assert!(manifest.contains(&format!("<members>{}</members>", part.name)), "{manifest}");
        }
    }

    #[test]
    fn a_folder_is_a_project_and_says_how_it_is_used() {
        let files = source_folder(&everything());
        let ends: Vec<_> = files.iter().filter(|file| file.path.ends_with("-meta.xml")).collect();
        assert_eq!(ends.len(), 5);
        let text = |path: &str| &files.iter().find(|file| file.path == path).expect("that file").text;
        let project: serde_json::Value = serde_json::from_str(text("sfdx-project.json")).expect("JSON");
        assert_eq!(project["sourceApiVersion"], "62.0");
        assert_eq!(text("README.txt").matches("    sf project ").count(), 2);
    }
}
