//! The faults that this system cannot produce, each with the reason and with where it is looked at instead.

use serde::Deserialize;

use crate::Failed;

/// A fault that is not tried here.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Absent {
    pub(super) id: String,
    pub(super) what: String,
    pub(super) why: String,
}

/// All of them.
pub(super) fn all() -> Result<Vec<Absent>, Failed> {
    Ok(serde_json::from_str(include_str!("not_here.json"))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_says_why() {
        let absent = all().expect("the list");
        assert!(absent.iter().all(|row| row.why.len() > 20 && !row.what.is_empty()), "{absent:?}");
    }
}
