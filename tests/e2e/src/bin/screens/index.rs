//! The page on which all pictures are seen together: those of this walk, and what other walks have left beside them.
//!
//! Static: it needs no server and no script.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use keyperch_e2e::Failed;

use crate::album::Album;

/// Other walks, by their folders beside the album's.
const OTHERS: [(&str, &str); 5] = [
    ("journey", "make journey"),
    ("journey-admin", "make journey-admin"),
    ("journey-consultant", "make journey-consultant"),
    ("journey-wayland", "make journey-wayland"),
    ("window", "make window"),
];

const STYLE: &str = "
:root { color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 110rem; padding: 1rem 1.5rem 4rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.125rem; }
h2 small { font-weight: 400; opacity: .7; }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1rem; margin: 0; padding: 0; list-style: none; }
img { display: block; width: 100%; height: 12rem; object-fit: contain; object-position: top; border: 1px solid #8884; background: #8882; }
figure { margin: 0; }
figcaption { padding-top: .25rem; font-size: .875rem; }
";

/// Writes `index.html` into the album's folder; where that is.
pub(crate) fn write(album: &Album) -> Result<PathBuf, Failed> {
    let own = album.groups.iter().map(|group| (group.title.clone(), group.pictures.clone()));
    let mut groups: Vec<(String, Vec<(String, String)>)> = own.collect();
    for (folder, title) in OTHERS {
        groups.push((title.to_owned(), beside(&album.folder, folder)?));
    }
    groups.retain(|(_, pictures)| !pictures.is_empty());
    let path = album.folder.join("index.html");
    std::fs::write(&path, page(&groups)?)?;
    Ok(path)
}

/// The pictures in a folder beside the album's; none where that walk was not taken.
fn beside(album: &Path, folder: &str) -> Result<Vec<(String, String)>, Failed> {
    let path = album.join("..").join(folder);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".png").map(str::to_owned));
    }
    names.sort();
    let picture = |name: String| (format!("../{folder}/{name}.png"), name.replace('-', " "));
    Ok(names.into_iter().map(picture).collect())
}

fn page(groups: &[(String, Vec<(String, String)>)]) -> Result<String, std::fmt::Error> {
    let all: usize = groups.iter().map(|(_, pictures)| pictures.len()).sum();
    let mut html = String::from("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
    writeln!(
        html,
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>Keyperch: {all} pictures</title>"
    )?;
    writeln!(html, "<style>{STYLE}</style>\n<h1>Keyperch: {all} pictures</h1>\n<nav>")?;
    for (number, (title, _)) in groups.iter().enumerate() {
        writeln!(html, "<a href=\"#g{number}\">{}</a>", escaped(title))?;
    }
    writeln!(html, "</nav>")?;
    for (number, (title, pictures)) in groups.iter().enumerate() {
        writeln!(
            html,
            "<h2 id=\"g{number}\">{} <small>{}</small></h2>\n<ul>",
            escaped(title),
            pictures.len()
        )?;
        for (file, caption) in pictures {
            let (file, caption) = (escaped(file), escaped(caption));
            writeln!(
                html,
                "<li><figure><a href=\"{file}\"><img src=\"{file}\" alt=\"\" loading=\"lazy\"></a>\
                 <figcaption>{caption}</figcaption></figure></li>"
            )?;
        }
        writeln!(html, "</ul>")?;
    }
    writeln!(html, "</html>")?;
    Ok(html)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
