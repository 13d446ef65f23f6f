//! A zip, opened: the files in it as text, within bounds that hold while it is read and not only in its own word.
//!
//! Refuses names that lead elsewhere, names that come twice, and links. Salesforce takes 39 MB and 10,000 files; an app
//! needs a few kilobytes, so that the bounds here are closer, and are met sooner.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;

/// No more files than that.
const MOST_FILES: usize = 100;
/// No more than that when it is unpacked.
const LARGEST: u64 = 1024 * 1024;

/// One file of a zip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Every file, in the order of the zip. Directories are no files.
pub(crate) fn unpacked(bytes: &[u8]) -> Result<Vec<File>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| "not a zip file".to_owned())?;
    if archive.len() > MOST_FILES {
        return Err(format!("more than {MOST_FILES} files"));
    }
    let mut left = LARGEST;
    let mut names = HashSet::new();
    let mut files = Vec::new();
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(|_| "a file of the zip cannot be read".to_owned())?;
        let path =
            entry.name().map_err(|_| "a file of the zip has no readable name".to_owned())?.into_owned();
        if !is_plain(&path) || entry.is_symlink() {
            return Err(format!("{path}: not a plain path within the zip"));
        }
        if !names.insert(path.to_ascii_lowercase()) {
            return Err(format!("{path}: twice in the zip"));
        }
        if path.ends_with('/') {
            continue;
        }
        let mut unpacked = Vec::new();
        // One byte more than is left tells that there would be more, whatever the zip says of itself.
        entry.take(left + 1).read_to_end(&mut unpacked).map_err(|_| format!("{path}: damaged"))?;
        left = left.checked_sub(unpacked.len() as u64).ok_or("the zip is too large when it is unpacked")?;
        let text = String::from_utf8(unpacked).map_err(|_| format!("{path}: not UTF-8"))?;
        files.push(File { path, text });
    }
    Ok(files)
}

fn is_plain(path: &str) -> bool {
    let path = path.strip_suffix('/').unwrap_or(path);
    let fits = |segment: &str| !segment.is_empty() && segment != "." && segment != "..";
    let printable = path.chars().all(|letter| !letter.is_control() && letter != '\\' && letter != ':');
    printable && path.split('/').all(fits)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipWriter};

    use super::*;

    /// A zip of these files.
    pub(crate) fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (path, text) in files {
            zip.start_file(*path, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn files_are_read_in_their_order() {
        let files = unpacked(&zipped(&[("package.xml", "<a/>"), ("b/c.d", "e")])).unwrap();
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!((paths, files[1].text.as_str()), (vec!["package.xml", "b/c.d"], "e"));
    }

    #[test]
    fn a_zip_that_grows_or_leads_elsewhere_is_refused() {
        let large = "0".repeat(2 * 1024 * 1024);
        let bomb = zipped(&[("package.xml", &large)]);
        assert!(bomb.len() < 20_000, "it is small before it is unpacked");
        assert!(unpacked(&bomb).unwrap_err().contains("too large"));
        for path in ["../package.xml", "/package.xml", "a\\b", "a//b", "./a", "C:/a"] {
            assert!(unpacked(&zipped(&[(path, "")])).is_err(), "{path}");
        }
        assert!(unpacked(&zipped(&[("a.b", ""), ("A.B", "")])).unwrap_err().contains("twice"));
        let many: Vec<String> = (0..=MOST_FILES).map(|number| format!("{number}.x")).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|path| (path.as_str(), "")).collect();
        assert!(unpacked(&zipped(&many)).unwrap_err().contains("more than"));
        assert!(unpacked(b"PK\x03\x04").is_err() && unpacked(b"").is_err());
    }
}
