//! What this start was given: environment and command line.
//!
//! The only place that reads either. `HTTPS_PROXY` and `NO_PROXY` are honoured by the HTTPS client itself, as
//! everywhere; there is no other knob.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The environment and the command line of one start.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// `KEYPERCH_DATA_DIR`: where orgs and apps are kept; the desktop's usual place when absent.
    pub data_dir: Option<PathBuf>,
    /// `KEYPERCH_EXTRA_CA`: a PEM file with certificate authorities that are trusted beside the system's own.
    pub extra_ca: Option<PathBuf>,
    /// `PATH`: where browsers are looked for.
    pub search_path: Vec<PathBuf>,
    /// `HOME` (on Windows `USERPROFILE`): below it browsers keep their profiles.
    pub home: Option<PathBuf>,
    /// `LOCALAPPDATA`, on Windows: programs of one person alone, and profiles.
    pub local_app_data: Option<PathBuf>,
    /// `APPDATA`, on Windows: more profiles.
    pub app_data: Option<PathBuf>,
    /// `--open FILE`: a template file to show.
    pub open: Option<PathBuf>,
}

impl Start {
    /// Reads this process's environment and arguments.
    pub fn of_this_process() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
        let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let folder = std::env::current_dir().unwrap_or_default();
        Self {
            data_dir: variable("KEYPERCH_DATA_DIR").map(PathBuf::from),
            extra_ca: variable("KEYPERCH_EXTRA_CA").map(PathBuf::from),
            search_path: variable("PATH")
                .map_or_else(Vec::new, |path| std::env::split_paths(&path).collect()),
            home: variable(if cfg!(windows) { "USERPROFILE" } else { "HOME" }).map(PathBuf::from),
            local_app_data: variable("LOCALAPPDATA").map(PathBuf::from),
            app_data: variable("APPDATA").map(PathBuf::from),
            open: file_to_open(std::env::args_os().skip(1), &folder),
        }
    }
}

/// The file after `--open`, made absolute against the folder in which the command was given.
pub(crate) fn file_to_open(arguments: impl IntoIterator<Item = OsString>, folder: &Path) -> Option<PathBuf> {
    let mut arguments = arguments.into_iter().skip_while(|argument| argument != "--open").skip(1);
    arguments.next().map(|file| folder.join(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(arguments: &[&str]) -> Option<PathBuf> {
        file_to_open(arguments.iter().map(OsString::from), Path::new("/home/ana"))
    }

    #[test]
    fn a_file_is_taken_relative_to_the_folder_of_the_command() {
        assert_eq!(open(&["--open", "acme.json"]), Some("/home/ana/acme.json".into()));
        assert_eq!(open(&["--open", "/tmp/acme.json"]), Some("/tmp/acme.json".into()));
    }

    #[test]
    fn without_the_flag_or_its_file_nothing_is_opened() {
        assert_eq!(open(&[]), None);
        assert_eq!(open(&["acme.json"]), None, "a bare word is not a file to open");
        assert_eq!(open(&["--open"]), None);
    }
}
