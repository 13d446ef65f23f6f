//! The walls of the house, as tests: who may know whom, and what may stand where.
//!
//! Each rule reads the sources of the product, says how many, and must find nothing. Beside each stands a planted
//! violation that it must find: a rule that can no longer refuse anything is noticed.

mod code;
mod crates;
mod doors;
mod lengths;
mod rooms;
mod secrets;
mod source;
mod window;
mod zbus;

use std::io::Write;

use source::Source;

/// One rule: the violations that it finds.
type Rule = fn(&[Source]) -> Vec<String>;

/// Holds a rule against the tree, and against what it must refuse.
fn holds(name: &str, rule: Rule, sources: &[Source], planted: &[Source]) {
    assert!(!sources.is_empty(), "{name} read no file at all");
    // Past the test harness, which shows nothing of a test that passes.
    writeln!(std::io::stdout(), "tidy: {name}: {} files read", sources.len()).expect("standard output");
    let found = rule(sources);
    assert!(found.is_empty(), "{name}:\n{}", found.join("\n"));
    for plant in planted {
        let mut spoilt = sources.to_vec();
        match spoilt.iter_mut().find(|source| source.path == plant.path) {
            Some(source) => source.text = format!("{}\n{}", source.text, plant.text),
            None => spoilt.push(plant.clone()),
        }
        assert!(!rule(&spoilt).is_empty(), "{name} does not refuse {plant:?}");
    }
}

#[test]
fn the_core_is_built_without_zbus_tokio() {
    zbus::is_built_without_tokio("keyperch-core");
}
