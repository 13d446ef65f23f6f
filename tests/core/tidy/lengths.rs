//! A file is one idea, and short enough to be read.

use super::holds;
use super::source::{Source, below};

const LIMIT: usize = 400;

#[test]
fn no_file_is_longer_than_four_hundred_lines() {
    let endings = [".rs", ".ts", ".svelte", ".css", ".py", ".sh", ".sql"];
    let sources = ["src-tauri", "ui/src", "tests"].map(|folder| below(folder, &endings)).concat();
    let planted = [Source::planted("src-tauri/app/bad.rs", &"// x\n".repeat(LIMIT + 1))];
    holds("no file is longer than 400 lines", too_long, &sources, &planted);
}

fn too_long(sources: &[Source]) -> Vec<String> {
    let lines = sources.iter().map(|source| (source.text.lines().count(), source));
    lines
        .filter(|(lines, _)| *lines > LIMIT)
        .map(|(lines, source)| format!("{}: {lines} lines", source.path))
        .collect()
}

#[test]
fn every_file_of_the_product_says_what_it_is() {
    let planted = [Source::planted("src-tauri/app/bad.rs", "use std::fmt;\n")];
    let sources = [super::source::product(), below("tests", &[".rs"])].concat();
    holds("every file says what it is", silent, &sources, &planted);
}

fn silent(sources: &[Source]) -> Vec<String> {
    let silent = sources.iter().filter(|source| !source.text.starts_with("//!"));
    silent.map(|source| format!("{} does not begin with what it is", source.path)).collect()
}
