//! The profiles of a browser, out of the file in which it lists them.
//!
//! The file is another program's: it is read up to a limit, its names are cleaned, and whatever is not as expected is
//! left out. A browser whose file cannot be read has no profiles to choose from, and opens the one that it likes.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use keyperch_core::model::shown::{is_invisible, shown};
use keyperch_core::model::view::ProfileView;
use serde_json::Value;

use super::known::Kind;

/// Such files are a few hundred kilobytes at the most.
const LONGEST_FILE: u64 = 1 << 20;
/// More than anybody chooses from.
const MOST: usize = 50;
const LONGEST_NAME: usize = 60;
const LONGEST_ID: usize = 100;

/// The profiles that the first readable list in these folders names.
pub(super) fn read(kind: Kind, folders: &[PathBuf]) -> Vec<ProfileView> {
    let all = match kind {
        Kind::Chromium => folders.iter().find_map(|folder| chromium(&text(&folder.join("Local State"))?)),
        Kind::Firefox => folders.iter().find_map(|folder| {
            let list = text(&folder.join("profiles.ini"))?;
            Some(firefox(&list, |path| folder.join(path).join("prefs.js").is_file()))
        }),
        Kind::Safari => None,
    };
    let mut all = all.unwrap_or_default();
    all.retain(|profile| can_be_passed(&profile.id) && !profile.name.is_empty());
    all.truncate(MOST);
    all
}

/// What Chromium and its kin keep of them: a folder's name, and what its owner calls it.
fn chromium(list: &str) -> Option<Vec<ProfileView>> {
    let list: Value = serde_json::from_str(list).ok()?;
    let profiles = list.get("profile")?.get("info_cache")?.as_object()?;
    let name =
        |kept: &Value| kept.get("name").and_then(Value::as_str).map(|name| shown(name.trim(), LONGEST_NAME));
    Some(
        profiles
            .iter()
            .filter_map(|(id, kept)| Some(ProfileView { id: id.clone(), name: name(kept)? }))
            .collect(),
    )
}

/// What Firefox keeps of them: a section each, with a name, which is also what it is chosen by, and a folder. One that was
/// never used is left out: Firefox makes an empty one beside the first.
fn firefox(list: &str, was_used: impl Fn(&str) -> bool) -> Vec<ProfileView> {
    let profile = |section: &str| {
        let (title, lines) = section.split_once(']')?;
        let value =
            |key: &str| lines.lines().find_map(|line| line.trim().strip_prefix(key)?.strip_prefix('='));
        let (name, path) = (value("Name")?, value("Path")?);
        let is_profile = title.strip_prefix("Profile").is_some_and(|number| number.parse::<u32>().is_ok());
        (is_profile && was_used(path))
            .then(|| ProfileView { id: name.to_owned(), name: shown(name.trim(), LONGEST_NAME) })
    };
    // A name may hold a bracket; a section begins on a line of its own.
    format!("\n{list}").split("\n[").skip(1).filter_map(profile).collect()
}

/// Whether a browser takes it for nothing but a profile: no option, no path, nothing that a person could not see.
fn can_be_passed(id: &str) -> bool {
    !id.is_empty()
        && id.chars().count() <= LONGEST_ID
        && !id.starts_with(['-', '.'])
        && !id.contains(['/', '\\', '"'])
        && !id.chars().any(is_invisible)
}

/// A file's text, if it is a file, not too long, and text. What is no file may never come to an end.
fn text(path: &Path) -> Option<String> {
    if !path.metadata().ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    let length = File::open(path).ok()?.take(LONGEST_FILE + 1).read_to_string(&mut text).ok()?;
    (length as u64 <= LONGEST_FILE).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::super::tests::Folder;
    use super::*;

    const LOCAL_STATE: &str = r#"{ "browser": {}, "profile": { "info_cache": {
        "Default": { "name": "Ana" }, "Profile 1": { "name": "Acme\u202e \u200bRetail", "is_ephemeral": false },
        "Profile 2": { "gaia_name": "no name" }, "Profile 3": 7, "Profile 4": { "name": " " },
        "--load-extension=/tmp/x": { "name": "an option" }, "../../elsewhere": { "name": "a path" },
        "..": { "name": "above" }, "C:\\x": { "name": "a path of Windows" }, "a\u0000b": { "name": "cut" },
        "": { "name": "nothing" } } } }"#;

    const PROFILES_INI: &str = "[Install4F96D1932A9F858E]\nDefault=abc.default-release\nLocked=1\n\n\
        [Profile1]\r\nName=default\r\nIsRelative=1\r\nPath=abc.default\r\n\n\
        [Profile0]\nName=default-release\nIsRelative=1\nPath=abc.default-release\n\n\
        [Profile2]\nName=Kunde [Acme]\nIsRelative=1\nPath=def.acme\n\n\
        [Profile3]\nName=-headless\nPath=def.acme\n\n[Profile4]\nName=nowhere\n\n[Profilex]\nName=x\nPath=def.acme\n\n\
        [General]\nStartWithLastProfile=1\nVersion=2\n";

    fn ids(kind: Kind, folder: &Folder) -> Vec<String> {
        read(kind, &[folder.join("nowhere"), folder.path()]).into_iter().map(|profile| profile.id).collect()
    }

    #[test]
    fn chromium_lists_folders_and_what_their_owner_calls_them() {
        let folder = Folder::new();
        folder.write("Local State", LOCAL_STATE);
        let profiles = read(Kind::Chromium, &[folder.path()]);
        let pairs: Vec<_> = profiles.iter().map(|profile| (&*profile.id, &*profile.name)).collect();
        assert_eq!(
            pairs,
            [("Default", "Ana"), ("Profile 1", "Acme Retail")],
            "cleaned, and nothing that is no profile"
        );
    }

    #[test]
    fn firefox_lists_the_profiles_that_were_ever_used() {
        let folder = Folder::new();
        folder.write("profiles.ini", PROFILES_INI);
        for used in ["abc.default-release", "def.acme"] {
            folder.write(&format!("{used}/prefs.js"), "");
        }
        assert_eq!(ids(Kind::Firefox, &folder), ["default-release", "Kunde [Acme]"]);
    }

    #[test]
    fn what_cannot_be_read_is_no_profiles() {
        let long = format!("{}{LOCAL_STATE}", " ".repeat(1 << 20));
        for list in ["", "{", "[]", "7", r#"{"profile":{"info_cache":[1]}}"#, "\u{feff}{}", &*long] {
            let folder = Folder::new();
            folder.write("Local State", list);
            folder.write("profiles.ini", list);
            assert!(ids(Kind::Chromium, &folder).is_empty(), "{list:.40}");
            assert!(ids(Kind::Firefox, &folder).is_empty(), "{list:.40}");
        }
        let folder = Folder::new();
        assert!(ids(Kind::Chromium, &folder).is_empty(), "not there");
        folder.write("Local State/x", "");
        assert!(ids(Kind::Chromium, &folder).is_empty(), "a folder");
        std::fs::write(folder.join("profiles.ini"), b"[Profile0]\nName=\xff\nPath=x\n").expect("a file");
        assert!(ids(Kind::Firefox, &folder).is_empty(), "no text");
        assert!(ids(Kind::Safari, &folder).is_empty());
    }

    #[test]
    fn nobody_is_asked_to_choose_among_thousands() {
        let folder = Folder::new();
        let entries: Vec<_> = (0..2000).map(|at| format!(r#""Profile {at}":{{"name":"x"}}"#)).collect();
        folder.write("Local State", &format!(r#"{{"profile":{{"info_cache":{{{}}}}}}}"#, entries.join(",")));
        assert_eq!(ids(Kind::Chromium, &folder).len(), MOST);
    }
}
