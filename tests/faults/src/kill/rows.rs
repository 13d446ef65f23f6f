//! The kill points, as data: read from `tests/core/kill_points`, where each has its name and what may be left after it.

use serde::Deserialize;

use crate::Failed;

const FILES: [&str; 6] = [
    include_str!("../../../core/kill_points/refresh.json"),
    include_str!("../../../core/kill_points/login.json"),
    include_str!("../../../core/kill_points/tool.json"),
    include_str!("../../../core/kill_points/create.json"),
    include_str!("../../../core/kill_points/delete.json"),
    include_str!("../../../core/kill_points/sqlite.json"),
];

/// One kill point.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its name in the report.
    pub id: String,
    /// Where the program is, in words.
    pub what: String,
    /// What is being done.
    pub during: During,
    /// The named point.
    pub point: String,
    /// At which passing of it the process dies.
    pub nth: u32,
    /// Not at the point, but up to so much later.
    #[serde(default)]
    pub within_microseconds: Option<u64>,
    /// What may be left.
    pub after: After,
    /// Which consumer secret the app must have then.
    #[serde(default)]
    pub secret: Secret,
}

/// A consumer secret.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Secret {
    /// None.
    #[default]
    None,
    /// The one that it had before.
    Old,
    /// The one that was being entered.
    New,
}

impl Row {
    /// How many apps the list must show for the org afterwards.
    pub(super) fn apps_after(&self) -> usize {
        match self.during {
            During::AddApp => usize::from(self.secret == Secret::New),
            // The first that it does is to take it off the list.
            During::RemoveApp => 0,
            _ => 1,
        }
    }

    /// Whether what Salesforce gave may have died with the process: then nobody can give it back.
    pub(super) fn takes_a_sign_in_along(&self) -> bool {
        use During::{SignIn, SignInAnew, SignInForTool, SignInForToolAnew};
        let is_sign_in = matches!(self.during, SignIn | SignInAnew | SignInForTool | SignInForToolAnew);
        is_sign_in && ["token.sent", "sign_in.answered", "sign_in.arriving"].contains(&&*self.point)
    }
}

impl During {
    /// Whether it is done for a tool, while Keyperch itself is signed in.
    pub(super) fn is_for_a_tool(self) -> bool {
        matches!(self, Self::SignInForTool | Self::SignInForToolAnew | Self::FinishHandOver)
    }
}

/// What is being done when the process dies.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the list's own README says what each is")]
pub enum During {
    Copy,
    SignIn,
    SignInAnew,
    SignInForTool,
    SignInForToolAnew,
    FinishHandOver,
    AddApp,
    EditApp,
    SignOut,
    RemoveApp,
    UndoRemoval,
    Upkeep,
    StartOlder,
}

/// What may be left.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum After {
    /// Everything works after the next start, without a person.
    Kept,
    /// A new sign-in may be needed, where Salesforce has committed.
    SignInAgain,
}

/// All of them, in the order of the lists.
pub fn all() -> Result<Vec<Row>, Failed> {
    let mut rows = Vec::new();
    for file in FILES {
        rows.extend(serde_json::from_str::<Vec<Row>>(file)?);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_has_a_name_of_its_own_and_only_the_unavoidable_may_need_a_person() {
        let rows = all().expect("the lists");
        let names: HashSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(names.len(), rows.len());
        let again = rows.iter().filter(|row| row.after == After::SignInAgain && row.during == During::Copy);
        let again: Vec<&str> = again.map(|row| row.id.as_str()).collect();
        assert_eq!(again, ["R7", "R8", "R9"], "no other refresh may be lost");
        // A first sign-in that is durable is finished by the next start.
        let first = rows.iter().filter(|row| row.after == After::SignInAgain && row.during == During::SignIn);
        let first: Vec<&str> = first.map(|row| row.id.as_str()).collect();
        assert_eq!(first, ["L1a", "L2a", "L3a", "L4a", "L5a", "L6a", "L7a", "L8a"]);
        let replaced = rows.iter().filter(|row| row.during == During::SignInAnew);
        assert!(replaced.clone().count() > 0);
        assert!(replaced.clone().all(|row| row.after == After::Kept), "the older works or the newer does");
        // A tool's is finished as soon as it is durable; what it replaces is given back before the exchange.
        let waits = |during| {
            let rows = rows.iter().filter(move |row| row.during == during && row.after == After::Kept);
            rows.map(|row| row.point.as_str()).collect::<Vec<_>>()
        };
        let durable = ["sign_in.slot_kept", "sign_in.access_kept", "sign_in.admitted", "sign_in.before_page"];
        assert_eq!(waits(During::SignInForTool), durable);
        let before = ["sign_in.before_bind", "sign_in.called_back"];
        assert_eq!(waits(During::SignInForToolAnew), [&before[..], &durable[..]].concat());
    }
}
