//! Whether the recipes leave anything out: of the kinds of lines that a guide can have, of the reasons and the advice that
//! the window has words for, and of the words of Setup that this program knows.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::Failed;
use crate::stand::Stand;
use crate::ways;
use crate::words;

/// The closed lists, as the window has them.
const LINES: &str = include_str!("../../../ui/src/wire/Line.ts");
const WHYS: &str = include_str!("../../../ui/src/wire/Why.ts");
const ADVICE: &str = include_str!("../../../ui/src/wire/Advice.ts");

/// What the lines of all recipes use.
#[derive(Default)]
struct Used {
    kinds: BTreeSet<String>,
    reasons: BTreeSet<String>,
    labels: BTreeSet<String>,
}

/// Everything that is left out.
pub(crate) async fn gaps() -> Result<Vec<String>, Failed> {
    let used = used().await?;
    let kinds = LINES.split("\"line\": \"").skip(1).filter_map(|rest| rest.split('"').next());
    let reasons = words_of(WHYS).chain(words_of(ADVICE));
    let mut gaps = Vec::new();
    for (all, used) in [(kinds.collect::<Vec<_>>(), &used.kinds), (reasons.collect(), &used.reasons)] {
        let is_unused = |word: &&str| !used.contains(*word);
        gaps.extend(all.into_iter().filter(is_unused).map(|word| format!("no recipe uses {word}")));
    }
    let known: BTreeSet<String> = words::known().map(words::name).collect();
    gaps.extend(known.difference(&used.labels).map(|label| format!("no recipe leads to {label}")));
    gaps.extend(used.labels.difference(&known).map(|label| format!("no words of Setup for {label}")));
    Ok(gaps)
}

/// Why words of Setup are on no page, to be read beside the counts.
pub(crate) fn excuses() -> Vec<String> {
    let rare = words::NOT_ON_A_PAGE.iter();
    rare.map(|(label, _, why)| format!("on no page here: {} ({why})", words::name(label))).collect()
}

/// What the guides of all ways use.
async fn used() -> Result<Used, Failed> {
    let stand = Stand::open(&ways::ALL[0]).await?;
    let mut used = Used::default();
    for way in ways::ALL {
        let guide = stand.begin(way).await?;
        let sections = stand.view(guide).await?.sections;
        for line in sections.iter().flat_map(|section| &section.lines) {
            let line = serde_json::to_value(line)?;
            let word = |field: &str| line.get(field).and_then(Value::as_str).map(str::to_owned);
            used.kinds.extend(word("line"));
            used.reasons.extend([word("why"), word("advice")].into_iter().flatten());
            used.labels.extend(
                [word("label"), word("field"), word("choice"), word("heading")].into_iter().flatten(),
            );
        }
    }
    Ok(used)
}

/// The words of a closed list.
fn words_of(list: &'static str) -> impl Iterator<Item = &'static str> {
    let list = list.split_once("export type").map_or("", |(_, list)| list);
    list.split('"').skip(1).step_by(2)
}
