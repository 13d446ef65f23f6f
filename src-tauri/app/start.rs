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
    /// `--quick`: the quick switcher is wanted.
    pub quick: bool,
    /// Whether this desktop lets a program have keys for itself, says which window has the focus, and lets a window come
    /// without it. Wayland (`WAYLAND_DISPLAY`, without `GDK_BACKEND=x11`) does nothing of that.
    pub grants_keys: bool,
    /// This program itself.
    pub program: PathBuf,
}

/// What a command line wishes for.
#[derive(Debug, Default, Eq, PartialEq)]
pub(crate) struct Wish {
    pub(crate) open: Option<PathBuf>,
    pub(crate) quick: bool,
}

impl Start {
    /// Reads this process's environment and arguments.
    pub fn of_this_process() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
        let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let folder = std::env::current_dir().unwrap_or_default();
        let wish = Wish::of(std::env::args_os().skip(1), &folder);
        let backend = variable("GDK_BACKEND");
        Self {
            data_dir: variable("KEYPERCH_DATA_DIR").map(PathBuf::from),
            extra_ca: variable("KEYPERCH_EXTRA_CA").map(PathBuf::from),
            search_path: variable("PATH")
                .map_or_else(Vec::new, |path| std::env::split_paths(&path).collect()),
            home: variable(if cfg!(windows) { "USERPROFILE" } else { "HOME" }).map(PathBuf::from),
            local_app_data: variable("LOCALAPPDATA").map(PathBuf::from),
            app_data: variable("APPDATA").map(PathBuf::from),
            open: wish.open,
            quick: wish.quick,
            grants_keys: variable("WAYLAND_DISPLAY").is_none() || backend.is_some_and(|name| name == "x11"),
            program: std::env::current_exe().unwrap_or_default(),
        }
    }

    /// The command that brings the quick switcher, for the keyboard settings of a desktop.
    pub(crate) fn quick_command(&self) -> String {
        let name = self.program.file_name().unwrap_or_default();
        let is_found = self.search_path.iter().any(|folder| folder.join(name) == self.program);
        let program = if is_found { Path::new(name) } else { &self.program };
        let program = program.to_string_lossy();
        let is_plain = |sign: char| sign.is_alphanumeric() || "/._-".contains(sign);
        match program.chars().all(is_plain) {
            true => format!("{program} --quick"),
            false if cfg!(windows) => format!("\"{program}\" --quick"),
            false => format!("'{}' --quick", program.replace('\'', r"'\''")),
        }
    }
}

impl Wish {
    /// Reads arguments; the file after `--open` is made absolute against the folder in which the command was given.
    pub(crate) fn of(arguments: impl IntoIterator<Item = OsString>, folder: &Path) -> Self {
        let (mut wish, mut arguments) = (Self::default(), arguments.into_iter());
        while let Some(argument) = arguments.next() {
            if argument == "--open" && wish.open.is_none() {
                wish.open = arguments.next().map(|file| folder.join(file));
            } else if argument == "--quick" {
                wish.quick = true;
            }
        }
        wish
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(arguments: &[&str]) -> Wish {
        Wish::of(arguments.iter().map(OsString::from), Path::new("/home/ana"))
    }

    fn open(arguments: &[&str]) -> Option<PathBuf> {
        wish(arguments).open
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

    #[test]
    fn the_quick_switcher_is_wished_for_beside_a_file_or_without_one() {
        assert!(wish(&["--quick"]).quick && !wish(&[]).quick && !wish(&["quick"]).quick);
        let both = Wish { open: Some("/home/ana/acme.json".into()), quick: true };
        assert_eq!(wish(&["--open", "acme.json", "--quick"]), both);
        assert_eq!(wish(&["--quick", "--open", "acme.json"]), both);
        let file = Wish { open: Some("/home/ana/--quick".into()), quick: false };
        assert_eq!(wish(&["--open", "--quick"]), file, "a file may be called so");
    }

    #[cfg(unix)]
    #[test]
    fn its_command_is_short_where_the_program_is_found_and_quoted_where_it_must_be() {
        let command = |program: &str| {
            let search_path = vec!["/usr/local/bin".into(), "/usr/bin".into()];
            Start { program: program.into(), search_path, ..Start::default() }.quick_command()
        };
        assert_eq!(command("/usr/bin/keyperch"), "keyperch --quick");
        assert_eq!(command("/opt/keyperch-1.0/keyperch"), "/opt/keyperch-1.0/keyperch --quick");
        assert_eq!(command("/opt/Ana's programs/keyperch"), r"'/opt/Ana'\''s programs/keyperch' --quick");
    }
}
