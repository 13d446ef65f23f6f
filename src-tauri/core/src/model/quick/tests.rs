//! What is found, and in which order: as examples, and as properties.

use proptest::prelude::*;

use super::*;
use crate::model::ids::{ClientAppId, SetId};
use crate::model::shape::SetShape;

const NOW: Timestamp = Timestamp(1_780_000_000_000);

fn entry(client: &str, name: &str, code: &str, environment: Environment) -> Entry {
    let org = OrgId::new();
    Entry {
        pick: Pick::App { app: ClientAppId::new(), org },
        client: Some(client.to_owned()),
        name: name.to_owned(),
        app: Some("Rehearsal Tool".to_owned()),
        has_siblings: false,
        code: code.to_owned(),
        environment,
        orgs: vec![org],
        tokens: 1,
        username: Some("ana@acme.example".to_owned()),
        host: Some(format!("{code}--x.sandbox.my.salesforce.com")),
        pinned_at: None,
        used: Used::default(),
    }
}

fn habit(score: f64) -> Used {
    Used { at: Some(NOW), score }
}

fn some() -> Vec<Entry> {
    use Environment::{Development, FullCopy, Production, Uat};
    vec![
        entry("Acme Retail", "Production", "acp", Production),
        entry("Acme Retail", "Full copy", "acf", FullCopy),
        entry("Acme Retail", "UAT", "acu", Uat),
        entry("Boreal Bank", "Production", "bop", Production),
        entry("Boreal Bank", "Staging", "bos", FullCopy),
        entry("Zoë & Søn", "Dev", "acu2", Development),
    ]
}

fn codes(index: &Index, typed: &str) -> Vec<String> {
    let found = index.find(typed, NOW);
    found.best.iter().map(|hit| hit.entry.code.clone()).collect()
}

#[test]
fn an_exact_code_is_first_and_known_as_such() {
    let mut entries = some();
    entries[5].used = habit(100.0);
    let index = Index::of(entries);
    for typed in ["acu", "ACU", " acu "] {
        let found = index.find(typed, NOW);
        assert_eq!((found.best[0].entry.code.as_str(), found.best[0].is_exact), ("acu", true), "{typed}");
        assert_eq!((found.best[1].entry.code.as_str(), found.best[1].is_exact), ("acu2", false), "{typed}");
    }
}

#[test]
fn every_typed_word_is_the_beginning_of_a_word() {
    let index = Index::of(some());
    assert_eq!(codes(&index, "acme ua")[0], "acu");
    assert_eq!(codes(&index, "ua acme")[0], "acu", "in any order");
    assert_eq!(codes(&index, "boreal prod")[0], "bop", "the kind has a word");
    assert_eq!(codes(&index, "zoe")[0], "acu2", "without accents");
    assert_eq!(codes(&index, "ZOË son")[0], "acu2", "or with them");
    assert_eq!(codes(&index, "bos--x.sandbox")[0], "bos", "a piece of an address");
    assert_eq!(codes(&index, "ana@acme").len(), 6, "the user of them all");
    assert_eq!(codes(&index, "retail copy")[0], "acf");
}

#[test]
fn what_has_gaps_is_found_last_and_what_fits_nothing_is_not() {
    let index = Index::of(some());
    assert_eq!(codes(&index, "brlstg"), ["bos"]);
    let found = index.find("xyzzy", NOW);
    assert_eq!((found.best.len(), found.count), (0, 0));
    assert_eq!(index.find("!acu", NOW).count, 0, "no sign has a meaning of its own");
}

#[test]
fn use_decides_among_equals_but_never_for_production() {
    let mut entries = some();
    entries[3].used = habit(100.0);
    let index = Index::of(entries.clone());
    let found = codes(&index, "rehearsal");
    assert_eq!([&found[..2], &found[4..]], [["acf", "acu"], ["acp", "bop"]], "production after its equals");
    entries[4].used = habit(1.0);
    assert_eq!(codes(&Index::of(entries), "rehearsal")[0], "bos");
}

#[test]
fn for_nothing_typed_what_is_pinned_comes_first_and_then_what_was_used_last() {
    let mut entries = some();
    entries[3].pinned_at = Some(Timestamp(2));
    entries[1].pinned_at = Some(Timestamp(5));
    for (entry, at) in [(1, 90), (2, 20), (5, 40)] {
        entries[entry].used.at = Some(Timestamp(at));
    }
    assert_eq!(codes(&Index::of(entries), "  "), ["bop", "acf", "acu2", "acu"]);
    assert!(codes(&Index::of(some()), "").is_empty());
}

#[test]
fn nine_are_shown_and_all_are_counted() {
    let entries = (0..40).map(|n| entry("Acme", &format!("Org {n}"), &format!("ac{n}"), Environment::Uat));
    let index = Index::of(entries.collect());
    let found = index.find("ac", NOW);
    assert_eq!((found.best.len(), found.count), (9, 40));
}

#[test]
fn a_set_is_of_all_the_orgs_of_its_apps_and_is_found_by_its_code() {
    let mut entries = some();
    let app = |entry: &Entry| if let Pick::App { app, .. } = entry.pick { Some(app) } else { None };
    let set = SetView {
        id: SetId::new(),
        name: "Acme all".to_owned(),
        code: "aca".to_owned(),
        shape: SetShape::Env,
        apps: entries[..3].iter().filter_map(app).collect(),
        environment: Environment::Production,
    };
    let set = Entry::of_set(&set, Used::default(), &entries);
    assert_eq!((set.tokens, set.orgs.len()), (3, 3));
    entries.push(set);
    let index = Index::of(entries);
    assert_eq!(codes(&index, "aca")[0], "aca");
    assert_eq!(codes(&index, "acme all")[0], "aca");
}

fn any_entries() -> impl Strategy<Value = Vec<Entry>> {
    let kind = prop::sample::select(vec![
        Environment::Production,
        Environment::Unknown,
        Environment::Uat,
        Environment::Development,
    ]);
    let one = ("[a-zA-Zäöé ]{1,12}", "[a-zA-Z ]{1,10}", kind, 0.0..100.0_f64);
    prop::collection::vec(one, 1..40).prop_map(|all| {
        let of = |(number, (client, name, kind, score)): (usize, (String, String, Environment, f64))| {
            let code = format!("{}{number}", ["a", "b", "c"][number % 3]);
            let mut entry = entry(&client, &name, &code, kind);
            entry.used = habit(score);
            entry
        };
        all.into_iter().enumerate().map(of).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_exact_code_is_always_first(entries in any_entries(), which in any::<prop::sample::Index>()) {
        let code = entries[which.index(entries.len())].code.clone();
        let index = Index::of(entries);
        let found = index.find(&code, NOW);
        prop_assert!(found.best[0].is_exact);
        prop_assert_eq!(&found.best[0].entry.code, &code);
        prop_assert!(found.best[1..].iter().all(|hit| !hit.is_exact), "codes are unique here");
    }

    #[test]
    fn how_often_production_is_used_changes_nothing(entries in any_entries(), typed in "[a-z ]{1,3}") {
        let order = |entries: Vec<Entry>| codes(&Index::of(entries), &typed);
        let mut without = entries.clone();
        for entry in without.iter_mut().filter(|entry| !entry.environment.is_outside_production()) {
            entry.used.score = 0.0;
        }
        prop_assert_eq!(order(entries), order(without));
    }

    #[test]
    fn whatever_is_typed_nothing_breaks_and_every_row_is_counted(entries in any_entries(), typed in "\\PC{0,100}") {
        let index = Index::of(entries);
        let found = index.find(&typed, NOW);
        prop_assert!(found.best.len() <= ROWS && found.best.len() <= found.count);
        prop_assert!(found.count <= index.entries().count());
    }
}
