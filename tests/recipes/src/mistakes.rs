//! Recipe files with one mistake each, and the field that must be named for it.
//!
//! Each is made of a file as it is compiled in, with one thing changed (`mistakes.json`): whatever is refused is refused for
//! that. What must be named stands in that table, not in the core.

use keyperch_core::model::recipe::{Recipe, RecipeRefused};
use serde::Deserialize;
use serde_json::Value;

use crate::Failed;
use crate::report::line;

const MISTAKES: &str = include_str!("../mistakes.json");

/// The files that mistakes are made in.
const FILES: [(&str, &str); 4] = [
    ("rehearsal-tool", include_str!("../../../src-tauri/core/recipes/rehearsal-tool.json")),
    ("api-integration", include_str!("../../../src-tauri/core/recipes/api-integration.json")),
    ("lightning-out", include_str!("../../../src-tauri/core/recipes/lightning-out.json")),
    ("client-credentials", include_str!("../../../src-tauri/core/recipes/client-credentials.json")),
];

/// A mistake.
#[derive(Deserialize)]
struct Mistake {
    /// For whoever reads the run.
    what: String,
    /// In which file it is made.
    file: String,
    #[serde(flatten)]
    change: Change,
    /// The field that has to be named.
    field: String,
    /// What has to be said of it, by its name in the core.
    problem: String,
}

/// What is changed, at a JSON pointer.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", untagged)]
enum Change {
    /// This value in its place.
    Set { at: String, set: Value },
    /// This value at the end of a list.
    Add { at: String, add: Value },
    /// An address of so many characters in its place.
    Long { at: String, long: usize },
    /// Another text in place of the file.
    Instead { instead: String },
    /// It is taken out.
    Without { at: String },
}

/// How many were refused, and how many were not, or not by the right name.
pub(crate) fn refused() -> Result<(usize, usize), Failed> {
    let mistakes: Vec<Mistake> = serde_json::from_str(MISTAKES)?;
    let mut wrong = 0;
    for mistake in &mistakes {
        let (said, is_right) = match Recipe::parse(&mistake.made()?) {
            Ok(_) => ("taken".to_owned(), false),
            Err(refused) => (refused.to_string(), mistake.is_named_by(&refused)),
        };
        let begin = format!("mistake  {:47}", mistake.what);
        if is_right {
            line(&format!("{begin}{said}"));
        } else {
            wrong += 1;
            line(&format!("{begin}WRONG: {said}; expected {}: {}", mistake.field, mistake.problem));
        }
    }
    Ok((mistakes.len() - wrong, wrong))
}

impl Mistake {
    fn is_named_by(&self, refused: &RecipeRefused) -> bool {
        refused.field == self.field && format!("{:?}", refused.problem) == self.problem
    }

    /// The file with its mistake. Without it, it is taken.
    fn made(&self) -> Result<String, Failed> {
        let file = FILES.iter().find(|(name, _)| *name == self.file).ok_or("no such file")?.1;
        Recipe::parse(file).map_err(|refused| format!("refused without a mistake: {refused}"))?;
        let mut file: Value = serde_json::from_str(file)?;
        match &self.change {
            Change::Set { at, set } => set.clone_into(place(&mut file, at)?),
            Change::Add { at, add } => {
                place(&mut file, at)?.as_array_mut().ok_or("no list")?.push(add.clone());
            }
            Change::Long { at, long } => {
                let begin = "https://";
                *place(&mut file, at)? = format!("{begin}{}", "a".repeat(long - begin.len())).into();
            }
            Change::Instead { instead } => return Ok(instead.clone()),
            Change::Without { at } => without(&mut file, at)?,
        }
        Ok(file.to_string())
    }
}

/// Where a pointer leads; to the last field also where it is not there yet.
fn place<'a>(file: &'a mut Value, pointer: &str) -> Result<&'a mut Value, Failed> {
    let (above, last) = pointer.rsplit_once('/').ok_or("no pointer")?;
    match file.pointer_mut(above).ok_or_else(|| format!("nothing at {above}"))? {
        Value::Object(fields) => Ok(fields.entry(last).or_insert(Value::Null)),
        other => Ok(other.get_mut(last.parse::<usize>()?).ok_or_else(|| format!("nothing at {pointer}"))?),
    }
}

fn without(file: &mut Value, pointer: &str) -> Result<(), Failed> {
    let (above, last) = pointer.rsplit_once('/').ok_or("no pointer")?;
    let gone = match file.pointer_mut(above) {
        Some(Value::Object(fields)) => fields.remove(last),
        Some(Value::Array(things)) => Some(things.remove(last.parse()?)),
        _ => None,
    };
    gone.map(drop).ok_or_else(|| format!("nothing at {pointer}").into())
}
