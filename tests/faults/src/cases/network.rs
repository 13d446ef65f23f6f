//! F48–F58: the token endpoint and the way to it.

use std::time::Duration;

use practice_org::{FaultName, FaultOrder, Selection, SwitchChange};
use serde_json::json;
use uuid::Uuid;

use super::bench::{Bench, of_refresh};
use super::{Case, Running};
use crate::Failed;
use crate::orders::Order;
use crate::secret_service::Kept;

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
    Case { id: "F54", what: "invalid_grant: expired", run: || Box::pin(ended()) },
    Case {
        id: "F54b",
        what: "invalid_grant: ended while the refresh was under way",
        run: || Box::pin(ended_under_way()),
    },
    Case {
        id: "F55",
        what: "invalid_grant: somebody else has shown a spent token",
        run: || Box::pin(reused()),
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

/// The sign-in is ended at Salesforce, before the refresh.
async fn ended() -> Result<String, Failed> {
    let bench = Bench::begin().await?;
    bench.scene.practice.revoke_grants(&Selection::default());
    stays_ended(bench, 0).await
}

/// The sign-in is ended at Salesforce after the refresh has begun, and before it is judged.
async fn ended_under_way() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.fault(FaultOrder { ms: Some(1200), ..of_refresh(FaultName::Slow) })?;
    bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
    bench.has_struck("slow").await?;
    bench.scene.practice.revoke_grants(&Selection::default());
    let copied = bench.life.hear().await?;
    if !copied.needs_a_person() {
        return Err(format!("expected a sign-in, got {copied:?}").into());
    }
    stays_ended(bench, 0).await
}

/// A thief, or a copy of this computer, shows a token that was spent long ago: Salesforce ends the sign-in.
async fn reused() -> Result<String, Failed> {
    let bench = Bench::begin().await?;
    let service = bench.scene.keyring.service()?;
    let mut slots = Vec::new();
    for kept in service.items_of("/refresh-token")? {
        let slot = String::from_utf8(service.content(&kept)?)?;
        let (head, token) = slot.split_once('\n').ok_or("an item that is no slot")?;
        let generation: u64 = head.split(' ').nth(2).ok_or("a slot without a generation")?.parse()?;
        slots.push((generation, kept, token.to_owned()));
    }
    slots.sort_by_key(|(generation, ..)| *generation);
    let [(_, kept, spent), _newest] = slots.as_slice() else { return Err("there are not two slots".into()) };
    let account = format!("{}/refresh-token", Uuid::max());
    service.duplicate(&Kept { account: account.clone(), ..kept.clone() }, spent.as_bytes())?;
    let mut thief = bench.scene.live().await?;
    let host = bench.scene.practice.orgs().swap_remove(bench.entry.role.org).host;
    let (key, callback_url) = (bench.entry.key.clone(), bench.scene.callback_url());
    thief.order(&Order::NaiveBegin { key, callback_url, host }).await?.done()?;
    let caught = thief.order(&Order::NaiveCopy).await?;
    thief.bury().await?;
    for kept in service.items()?.iter().filter(|kept| kept.account == account) {
        service.delete(kept)?;
    }
    let counts = bench.scene.counts().await?;
    if !caught.needs_a_person() || counts.replays != 1 {
        return Err(format!("no spent token was shown: {caught:?}, {counts:?}").into());
    }
    stays_ended(bench, 1).await
}

/// A person is asked for, and nothing is sent a second time; then they sign in.
async fn stays_ended(mut bench: Bench, replays: u64) -> Result<String, Failed> {
    bench.needs_a_person().await?;
    let sent =
        |bench: &Bench| bench.scene.practice.seen(0).iter().filter(|seen| seen.kind == "token").count();
    let before = sent(&bench);
    bench.needs_a_person().await?;
    if sent(&bench) != before {
        return Err("the dead token was shown again".into());
    }
    bench.signs_in_again(replays, "a person was asked, and signed in").await
}

fn unavailable(after_commit: bool) -> FaultOrder {
    FaultOrder { status: Some(503), retry_after: Some(1), after_commit, ..of_refresh(FaultName::Status) }
}

fn empty() -> FaultOrder {
    let merge = json!({ "refresh_token": "" });
    FaultOrder { merge: merge.as_object().cloned(), ..of_refresh(FaultName::With) }
}
