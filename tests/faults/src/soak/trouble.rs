//! What goes wrong with one rotation, by chance: mostly nothing.

use std::time::Duration;

use practice_org::{FaultName, FaultOrder};

use crate::Failed;
use crate::chance::Chance;
use crate::kill::{After, During, Row, all};
use crate::orders::Death;

/// What goes wrong.
#[derive(Clone, Debug)]
pub(super) enum Trouble {
    /// Nothing.
    Nothing,
    /// The practice org does this to the refresh.
    Fault(Box<FaultOrder>),
    /// The keychain does not answer for so long.
    Freeze(Duration),
    /// The process dies.
    Kill(Death),
}

/// Where a soak may kill, and how often things go wrong, in a thousand.
#[derive(Clone, Debug)]
pub(super) struct Odds {
    /// Faults of network and keychain.
    pub(super) faults: u64,
    /// Kills.
    pub(super) kills: u64,
    /// Whether the keychain may freeze.
    pub(super) freezes: bool,
    deaths: Vec<Death>,
}

impl Odds {
    /// Five in a hundred, and one kill in a hundred at a point of the refresh after which nothing may be lost.
    pub(super) fn of_keyperch() -> Result<Self, Failed> {
        let rows = all()?.into_iter();
        let is_safe =
            |row: &Row| row.during == During::Copy && row.after == After::Kept && row.id.starts_with('R');
        let safe = rows.filter(is_safe);
        let death = |point: String, nth| Death { point, nth, after_microseconds: None };
        Ok(Self {
            faults: 50,
            kills: 10,
            freezes: true,
            deaths: safe.map(|row| death(row.point, row.nth)).collect(),
        })
    }

    /// The same for the naive client, at its own points; it is killed anywhere, because all its places are alike to it.
    pub(super) fn of_the_naive() -> Self {
        let points = ["naive.read", "naive.answered", "naive.written"];
        let death = |point: &str| Death { point: point.to_owned(), nth: 1, after_microseconds: None };
        Self { faults: 50, kills: 30, freezes: false, deaths: points.map(death).to_vec() }
    }

    /// What goes wrong next, at this host.
    pub(super) fn draw(&self, chance: &mut Chance, host: &str) -> Trouble {
        let drawn = chance.below(1000);
        if drawn < self.kills {
            chance.one_of(&self.deaths).cloned().map_or(Trouble::Nothing, Trouble::Kill)
        } else if drawn >= self.kills + self.faults {
            Trouble::Nothing
        } else if self.freezes && chance.below(10) == 0 {
            Trouble::Freeze(Duration::from_millis(200 + chance.below(900)))
        } else {
            Trouble::Fault(Box::new(fault(chance, host)))
        }
    }
}

fn fault(chance: &mut Chance, host: &str) -> FaultOrder {
    let order = |name| FaultOrder {
        grant_type: Some("refresh_token".to_owned()),
        host: Some(host.to_owned()),
        ..FaultOrder::once("token", name)
    };
    let after_commit = chance.below(2) == 0;
    match chance.below(9) {
        0 | 1 => order(FaultName::DropBefore),
        2 => order(FaultName::DropAfterCommit),
        3 => FaultOrder { after_commit, ..order(FaultName::Html) },
        4 => FaultOrder { after_commit, status: Some(503), retry_after: Some(1), ..order(FaultName::Status) },
        5 => order(FaultName::Truncate),
        6 => FaultOrder { fields: Some(vec!["refresh_token".to_owned()]), ..order(FaultName::Without) },
        7 => FaultOrder { ms: Some(chance.below(400)), ..order(FaultName::Slow) },
        _ => FaultOrder {
            after_commit,
            to: Some("https://elsewhere.example/".to_owned()),
            ..order(FaultName::Redirect)
        },
    }
}
