//! The files that are read, and what of them counts.

use std::path::{Path, PathBuf};

use super::code::Code;

#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// From the top of the repository, with slashes.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn planted(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The code that ships.
    pub(crate) fn code(&self) -> Code {
        Code::of(&self.text)
    }

    /// Everything that the shipped code imports or names by a path, from the root of its crate.
    pub(crate) fn paths(&self) -> Vec<String> {
        let module = self.module();
        let absolute = |path: String| {
            let (mut at, mut rest) = (module.clone(), path.as_str());
            let mut is_relative = false;
            loop {
                if let Some(after) = rest.strip_prefix("super::") {
                    (rest, is_relative) = (after, true);
                    at.pop();
                } else if let Some(after) = rest.strip_prefix("self::") {
                    (rest, is_relative) = (after, true);
                } else {
                    break;
                }
            }
            if is_relative { format!("{}::{rest}", at.join("::")) } else { path }
        };
        self.code().paths.into_iter().map(absolute).collect()
    }

    /// Whether one of those is this path, or lies below it.
    pub(crate) fn names(&self, path: &str) -> bool {
        let is_it = |found: &String| {
            found.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        self.paths().iter().any(is_it)
    }

    /// The module that a file of the core is: `crate`, `io`, `lock`.
    fn module(&self) -> Vec<String> {
        let inside = self.path.rsplit_once("/src/").map_or(self.path.as_str(), |(_, inside)| inside);
        let inside = inside.trim_end_matches(".rs").trim_end_matches("/mod").trim_end_matches("lib");
        let steps = inside.split('/').filter(|step| !step.is_empty()).map(str::to_owned);
        std::iter::once("crate".to_owned()).chain(steps).collect()
    }

    /// Whether it is a test of the window, or helps one: none of it is built in.
    pub(crate) fn is_a_test(&self) -> bool {
        self.path.contains(".test.") || self.path.starts_with("ui/src/testing")
    }

    pub(crate) fn is_in(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }
}

/// The top of the repository.
pub(crate) fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

/// Every file below a folder with one of these endings; generated and fetched ones are left out.
pub(crate) fn below(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&top(), &top().join(folder), endings, &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn collect(top: &Path, folder: &Path, endings: &[&str], found: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "node_modules" | "dist" | "target" | "gen" | "wire" | "__pycache__") {
                collect(top, &path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let text = std::fs::read_to_string(&path).expect("text");
            let path = path.strip_prefix(top).expect("below the top").to_string_lossy().replace('\\', "/");
            found.push(Source { path, text });
        }
    }
}

/// The code of the product: shell and core.
pub(crate) fn product() -> Vec<Source> {
    [below("src-tauri/app", &[".rs"]), below("src-tauri/core/src", &[".rs"])].concat()
}

#[test]
fn a_path_is_whole_however_it_is_written() {
    let source = Source::planted("src-tauri/core/src/io/lock.rs", "use super::registry::{Registry, apps};");
    assert!(source.names("crate::io::registry::apps") && source.names("crate::io::registry"));
    assert!(!source.names("crate::io::reg"), "whole words only");
    let root = Source::planted("src-tauri/core/src/io/registry/mod.rs", "use super::super::flows::orgs;");
    assert!(root.names("crate::flows"));
}
