//! Hears everything that is logged in this process, at every level, by everyone.

use std::fmt::Write;
use std::sync::{LazyLock, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static HEARD: Mutex<String> = Mutex::new(String::new());

static LISTENING: LazyLock<()> =
    LazyLock::new(|| tracing::subscriber::set_global_default(Ear).expect("the only subscriber"));

/// Starts listening; whatever is logged from now on is heard.
pub(crate) fn listen() {
    LazyLock::force(&LISTENING);
}

/// Everything that was heard until now.
pub(crate) fn heard() -> String {
    HEARD.lock().unwrap().clone()
}

struct Ear;

impl Subscriber for Ear {
    fn enabled(&self, about: &Metadata<'_>) -> bool {
        // What the product itself writes to its log: the shell's filter is tested there.
        about.target().starts_with("keyperch")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        attributes.record(&mut Words);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Words);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Words);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Words;

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        writeln!(HEARD.lock().unwrap(), "{field}={value:?}").unwrap();
    }
}
