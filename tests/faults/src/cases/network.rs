//! F48–F58: the token endpoint and the way to it.

use std::time::Duration;

use practice_org::{FaultName, FaultOrder, Selection, SwitchChange};
use serde_json::json;

use super::bench::{Bench, of_refresh};
use super::{Case, Running};
use crate::Failed;
use crate::orders::Order;

pub(super) const CASES: &[Case] = &[
    Case {
        id: "F48",
        what: "the connection is reset after the request was sent",
        run: || lost(FaultName::DropAfterCommit),
    },
    Case {
        id: "F48b",
        what: "the connection is reset, and Salesforce had done nothing",
        run: || kept(of_refresh(FaultName::DropBefore)),
    },
    Case { id: "F50", what: "half the JSON", run: || lost(FaultName::Truncate) },
    Case { id: "F51", what: "no refresh token in the answer", run: || Box::pin(without_rotation(None)) },
    Case {
        id: "F52",
        what: "the same refresh token in the answer",
        run: || Box::pin(without_rotation(Some(of_refresh(FaultName::Same)))),
    },
    Case {
        id: "F53",
        what: "an empty refresh token in the answer",
        run: || Box::pin(without_rotation(Some(empty()))),
    },
    Case { id: "F54", what: "invalid_grant: expired", run: || Box::pin(ended(Duration::ZERO)) },
    Case {
        id: "F55",
        what: "invalid_grant: ended while the refresh was under way",
        run: || Box::pin(ended(Duration::from_millis(400))),
    },
    Case {
        id: "F56",
        what: "the token request is already being processed",
        run: || kept(FaultOrder { times: 2, ..of_refresh(FaultName::Busy) }),
    },
    Case { id: "F57", what: "503 with Retry-After, nothing done", run: || kept(unavailable(false)) },
    Case {
        id: "F57b",
        what: "503 with Retry-After, after the work",
        run: || Box::pin(loses(unavailable(true))),
    },
    Case {
        id: "F58",
        what: "500 with a page, nothing done",
        run: || kept(FaultOrder { status: Some(500), ..of_refresh(FaultName::Status) }),
    },
    Case {
        id: "F58b",
        what: "a page instead of the answer, after the work",
        run: || Box::pin(loses(FaultOrder { after_commit: true, ..of_refresh(FaultName::Html) })),
    },
];

/// Those that wait.
pub(super) const SLOW: &[Case] =
    &[Case { id: "F49", what: "the answer does not come in time", run: || Box::pin(too_slow()) }];

fn lost(name: FaultName) -> Running {
    Box::pin(loses(of_refresh(name)))
}

/// The answer is lost after Salesforce has committed: what no client can keep, and what must not be made worse.
async fn loses(order: FaultOrder) -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.fault(order)?;
    drop(bench.copy().await?);
    bench.lost_by_the_network().await
}

/// Nothing was committed: whatever is said first, the sign-in goes on.
fn kept(order: FaultOrder) -> Running {
    Box::pin(async move {
        let mut bench = Bench::begin().await?;
        bench.fault(order)?;
        let first = bench.copy().await?;
        if first.needs_a_person() {
            return Err(format!("a person was asked for: {first:?}").into());
        }
        bench.kept().await
    })
}

async fn too_slow() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.fault(FaultOrder { ms: Some(31_000), ..of_refresh(FaultName::Slow) })?;
    bench.refuses(&["unreachable"]).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    bench.lost_by_the_network().await
}

async fn without_rotation(order: Option<FaultOrder>) -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let change = SwitchChange { refresh_token_rotation: Some(false), ..SwitchChange::default() };
    bench.scene.practice.switch(&bench.entry.key, change)?;
    order.map(|order| bench.fault(order)).transpose()?;
    bench.copy().await?.done()?;
    bench.start_again().await?;
    bench.kept().await
}

/// The sign-in is ended at Salesforce: before the refresh, or so long after it has begun.
async fn ended(after: Duration) -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    if after.is_zero() {
        bench.scene.practice.revoke_grants(&Selection::default());
        bench.needs_a_person().await?;
    } else {
        bench.fault(FaultOrder { ms: Some(1200), ..of_refresh(FaultName::Slow) })?;
        bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
        tokio::time::sleep(after).await;
        bench.scene.practice.revoke_grants(&Selection::default());
        let copied = bench.life.hear().await?;
        if !copied.needs_a_person() {
            return Err(format!("expected a sign-in, got {copied:?}").into());
        }
    }
    // Asked once more, it does not show the dead token again.
    bench.needs_a_person().await?;
    bench.signs_in_again(0, "a person was asked, and signed in").await
}

fn unavailable(after_commit: bool) -> FaultOrder {
    FaultOrder { status: Some(503), retry_after: Some(1), after_commit, ..of_refresh(FaultName::Status) }
}

fn empty() -> FaultOrder {
    let merge = json!({ "refresh_token": "" });
    FaultOrder { merge: merge.as_object().cloned(), ..of_refresh(FaultName::With) }
}
