//! An app's metadata, saved for whoever deploys it by other means: a zip, or a folder for the Salesforce CLI.
//!
//! A folder of its own is made within the one that was chosen. Where there is one of that name already, it is written
//! over only if it holds nothing but what is written here: nobody's files are touched.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::core::Core;
use crate::flows::deploy::key_pair::stored_certificate;
use crate::model::error::Error;
use crate::model::field::{Field, Problem};
use crate::model::ids::GuideId;
use crate::model::metadata::{self, AppMetadata, PackedFile};
use crate::model::view::MetadataShape;

/// Deeper than any folder of ours goes.
const DEEPEST: usize = 8;

impl Core {
    /// What the file, or the folder, of an app is called: its API name. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Field`] for what was not answered yet: nobody is asked for a place then.
    pub async fn metadata_name(&self, guide: GuideId) -> Result<String, Error> {
        Ok(self.metadata_of(guide).await?.api_name.as_str().to_owned())
    }

    /// Saves an app's metadata: as the file `at`, or in a folder of its own within `at`. Writes the disk.
    ///
    /// # Errors
    /// As [`Core::metadata_name`]; [`Error::File`] when it cannot be written, or when there are files of somebody else's.
    pub async fn save_metadata(&self, guide: GuideId, shape: MetadataShape, at: &Path) -> Result<(), Error> {
        let app = self.metadata_of(guide).await?;
        match shape {
            MetadataShape::Zip => fs::write(at, metadata::zip(&app)?).map_err(Error::File),
            MetadataShape::SourceFolder => {
                let folder = at.join(app.api_name.as_str());
                write_folder(&folder, &metadata::source_folder(&app)).map_err(Error::File)
            }
        }
    }

    /// With the certificate that the app has: without one, an app with signed assertions would be made with them off. A key
    /// pair that only memory holds is not handed out: its file would outlive it.
    async fn metadata_of(&self, guide: GuideId) -> Result<AppMetadata, Error> {
        let opened = self.opened_guide(guide).await?;
        let app = AppMetadata::of(&opened.plan, stored_certificate(&opened))?;
        if app.asserts && app.certificate.is_none() {
            return Err(Field::PrivateKey.refused(Problem::Empty).into());
        }
        Ok(app)
    }
}

fn write_folder(folder: &Path, files: &[PackedFile]) -> io::Result<()> {
    let ours: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    if !holds_only(folder, "", &ours, DEEPEST)? {
        return Err(ErrorKind::AlreadyExists.into());
    }
    for file in files {
        let path = folder.join(&file.path);
        if let Some(within) = path.parent() {
            fs::create_dir_all(within)?;
        }
        fs::write(path, &file.text)?;
    }
    Ok(())
}

/// Whether a folder is not there, or holds nothing but these files. A link is nobody's file that we know.
fn holds_only(folder: &Path, below: &str, ours: &BTreeSet<&str>, deepest: usize) -> io::Result<bool> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        let is_ours = if kind.is_dir() {
            deepest > 0 && holds_only(&entry.path(), &format!("{name}/"), ours, deepest - 1)?
        } else {
            kind.is_file() && ours.contains(name.as_str())
        };
        if !is_ours {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> PackedFile {
        PackedFile { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_folder_is_written_over_only_where_it_holds_nothing_else() {
        let top = std::env::temp_dir().join(format!("keyperch-saving-{}", uuid::Uuid::new_v4()));
        let folder = top.join("App");
        let files = |text| [file("README.txt", text), file("force-app/main/a.xml", text)];
        write_folder(&folder, &files("one")).expect("a new folder");
        write_folder(&folder, &files("two")).expect("its own folder again");
        let read = || fs::read_to_string(folder.join("force-app/main/a.xml")).expect("the file");
        assert_eq!(read(), "two");
        fs::write(folder.join("force-app/main/b.xml"), "somebody's").expect("a file");
        let refused = write_folder(&folder, &files("three")).expect_err("there is something of somebody's");
        assert_eq!((refused.kind(), read()), (ErrorKind::AlreadyExists, "two".to_owned()));
        fs::remove_dir_all(top).expect("it goes");
    }
}
