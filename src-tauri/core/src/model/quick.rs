//! The quick switcher's search: what is found for a few typed letters, and in which order.
//!
//! An exact short code comes first, then the beginning of one, then whatever has a word that begins so for each word that
//! was typed, then what nucleo finds with gaps. How often something is used decides only among equals, and never for
//! production, which comes after its equals: nobody types his way to its token by habit.

use std::cmp::Reverse;

use nucleo_matcher::chars::{normalize, to_lower_case};
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str, Utf32String};

use crate::model::client_app::Used;
use crate::model::environment::Environment;
use crate::model::frecency;
use crate::model::ids::OrgId;
use crate::model::time::Timestamp;
use crate::model::view::{Pick, SetView};

/// How many rows are shown at the most: as many as there are digits to reach them by.
pub const ROWS: usize = 9;

/// How many characters of what was typed are looked at.
const LONGEST: usize = 80;

/// Something that can be found: an app of an org, or a set.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it is.
    pub pick: Pick,
    /// The client's name; of a set, none.
    pub client: Option<String>,
    /// The org's name, or the set's.
    pub name: String,
    /// The app's name; of a set, none.
    pub app: Option<String>,
    /// Whether its org has another app beside it.
    pub has_siblings: bool,
    /// The short code.
    pub code: String,
    /// The kind; of a set, the weightiest.
    pub environment: Environment,
    /// The orgs that it gives tokens of.
    pub orgs: Vec<OrgId>,
    /// How many tokens it gives.
    pub tokens: u32,
    /// Who is signed in.
    pub username: Option<String>,
    /// The org's host.
    pub host: Option<String>,
    /// When it was put at the top.
    pub pinned_at: Option<Timestamp>,
    /// How it was used.
    pub used: Used,
}

/// Everything that can be found, made ready for searching; in the order of the list.
#[derive(Debug, Default)]
pub struct Index(Vec<Prepared>);

#[derive(Debug)]
struct Prepared {
    entry: Entry,
    code: String,
    /// What words are looked for in, each text on a line of its own.
    words: String,
    /// What is searched with gaps.
    text: Utf32String,
}

/// What was found.
#[derive(Debug)]
pub struct Found<'a> {
    /// The best, the very best first.
    pub best: Vec<Hit<'a>>,
    /// How many there are in all.
    pub count: usize,
}

/// One of the best.
#[derive(Clone, Copy, Debug)]
pub struct Hit<'a> {
    /// What it is.
    pub entry: &'a Entry,
    /// Whether its code is just what was typed.
    pub is_exact: bool,
}

/// How well something fits; the better, the smaller.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Fit {
    Code,
    BeginningOfCode,
    Words,
    WithGaps(Reverse<u32>),
}

/// How well, how often used, and its place: those outside production first, then as the list has them.
type Ranked = (Fit, f64, (bool, usize));

impl Prepared {
    fn of(entry: Entry) -> Self {
        Self { code: plain(&entry.code), words: entry.words(), text: entry.text().into(), entry }
    }
}

impl Entry {
    /// A set, whose members are looked up among what can be found already.
    pub fn of_set(set: &SetView, used: Used, others: &[Self]) -> Self {
        let is_member =
            |entry: &&Self| matches!(entry.pick, Pick::App { app, .. } if set.apps.contains(&app));
        let members: Vec<&Self> = others.iter().filter(is_member).collect();
        Self {
            pick: Pick::Set { set: set.id },
            client: None,
            name: set.name.clone(),
            app: None,
            has_siblings: false,
            code: set.code.clone(),
            environment: set.environment,
            orgs: members.iter().flat_map(|entry| entry.orgs.clone()).collect(),
            tokens: u32::try_from(set.apps.len()).unwrap_or(u32::MAX),
            username: None,
            host: None,
            pinned_at: None,
            used,
        }
    }

    fn words(&self) -> String {
        let texts = [&self.client, &Some(self.name.clone()), &self.app, &self.username, &self.host];
        let mut words = self.environment.as_word().replace('_', " ");
        for text in texts.into_iter().flatten() {
            words.push('\n');
            words.push_str(&plain(text));
        }
        words
    }

    fn text(&self) -> String {
        let texts = [self.client.as_ref(), Some(&self.name), self.app.as_ref(), Some(&self.code)];
        texts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

impl Index {
    /// Makes entries ready, in the order of the list.
    pub fn of(entries: Vec<Entry>) -> Self {
        Self(entries.into_iter().map(Prepared::of).collect())
    }

    /// Puts the apps of one org in the place of those that it had. One that had none stands at the end until the whole
    /// list is read.
    pub fn replace(&mut self, org: OrgId, entries: Vec<Entry>) {
        let is_its = |one: &Prepared| matches!(one.entry.pick, Pick::App { org: of, .. } if of == org);
        let first = self.0.iter().position(is_its).unwrap_or(self.0.len());
        let past = first + self.0[first..].iter().take_while(|one| is_its(one)).count();
        self.0.splice(first..past, entries.into_iter().map(Prepared::of));
    }

    /// Everything that can be found.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter().map(|prepared| &prepared.entry)
    }

    /// What is found for what was typed; for nothing, what is pinned and what was used last.
    pub fn find(&self, typed: &str, now: Timestamp) -> Found<'_> {
        let typed: String = typed.chars().take(LONGEST).collect();
        let typed = plain(typed.trim());
        if typed.is_empty() { self.pinned_and_recent() } else { self.fitting(&typed, now) }
    }

    fn fitting(&self, typed: &str, now: Timestamp) -> Found<'_> {
        let mut search = Search::of(typed);
        let mut fitting = Vec::new();
        for (position, prepared) in self.0.iter().enumerate() {
            if let Some(fit) = search.fit(prepared) {
                let Entry { used, environment, .. } = prepared.entry;
                let bonus = frecency::bonus(used, environment, now);
                fitting.push((fit, bonus, (!environment.is_outside_production(), position)));
            }
        }
        let count = fitting.len();
        let order = |one: &Ranked, other: &Ranked| {
            one.0.cmp(&other.0).then(other.1.total_cmp(&one.1)).then(one.2.cmp(&other.2))
        };
        if count > ROWS {
            fitting.select_nth_unstable_by(ROWS, order);
            fitting.truncate(ROWS);
        }
        fitting.sort_unstable_by(order);
        let hit = |(fit, _, (_, position)): Ranked| Hit {
            entry: &self.0[position].entry,
            is_exact: fit == Fit::Code,
        };
        Found { best: fitting.into_iter().map(hit).collect(), count }
    }

    /// In the order of pinning; then the last used first.
    fn pinned_and_recent(&self) -> Found<'_> {
        let mut pinned: Vec<&Entry> = self.entries().filter(|entry| entry.pinned_at.is_some()).collect();
        pinned.sort_by_key(|entry| entry.pinned_at);
        let is_recent = |entry: &&Entry| entry.pinned_at.is_none() && entry.used.at.is_some();
        let mut recent: Vec<&Entry> = self.entries().filter(is_recent).collect();
        recent.sort_by_key(|entry| Reverse(entry.used.at));
        let count = pinned.len() + recent.len();
        let best = pinned.into_iter().chain(recent).take(ROWS);
        Found { best: best.map(|entry| Hit { entry, is_exact: false }).collect(), count }
    }
}

/// What was typed, made ready.
struct Search<'a> {
    typed: &'a str,
    words: Vec<&'a str>,
    pattern: Pattern,
    matcher: Matcher,
}

impl<'a> Search<'a> {
    fn of(typed: &'a str) -> Self {
        Self {
            typed,
            words: typed.split_whitespace().collect(),
            // No sign in it means anything but itself.
            pattern: Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy),
            matcher: Matcher::new(Config::DEFAULT),
        }
    }

    fn fit(&mut self, prepared: &Prepared) -> Option<Fit> {
        if prepared.code == self.typed {
            return Some(Fit::Code);
        }
        if prepared.code.starts_with(self.typed) {
            return Some(Fit::BeginningOfCode);
        }
        if self.words.iter().all(|word| has_word(&prepared.words, word)) {
            return Some(Fit::Words);
        }
        let text: Utf32Str<'_> = prepared.text.slice(..);
        self.pattern.score(text, &mut self.matcher).map(|score| Fit::WithGaps(Reverse(score)))
    }
}

/// Whether a word of the text begins so.
fn has_word(text: &str, beginning: &str) -> bool {
    let mut places = text.match_indices(beginning);
    places.any(|(place, _)| !text[..place].chars().next_back().is_some_and(char::is_alphanumeric))
}

/// Small letters without accents, as people type in a hurry.
fn plain(text: &str) -> String {
    text.chars().map(|character| to_lower_case(normalize(character))).collect()
}

#[cfg(test)]
mod tests;
