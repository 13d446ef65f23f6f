//! F59–F65: an answer comes, and it is not the one that Salesforce owes this app.

use practice_org::{FaultName, FaultOrder};
use serde_json::{Value, json};

use super::Case;
use super::bench::{Bench, of_refresh};
use crate::Failed;
use crate::life::Answer;

pub(super) const CASES: &[Case] = &[
    Case { id: "F59", what: "307 elsewhere", run: || Box::pin(elsewhere()) },
    Case { id: "F60", what: "an answer of 24 MB", run: || Box::pin(endless()) },
    Case { id: "F61", what: "an instance URL outside Salesforce", run: || Box::pin(foreign_instance()) },
    Case { id: "F62", what: "a refresh is answered for another org", run: || Box::pin(other_org()) },
    Case { id: "F62b", what: "another org signs in", run: || Box::pin(other_org_signs_in()) },
    Case { id: "F63", what: "a signature that does not fit", run: || Box::pin(signature()) },
    Case { id: "F64", what: "the user is made inactive", run: || Box::pin(inactive_user()) },
    Case {
        id: "F64b",
        what: "the org is suspended",
        run: || Box::pin(refused_with("inactive organization", "org_inactive")),
    },
    Case {
        id: "F65",
        what: "this network's address is not allowed",
        run: || Box::pin(refused_with("ip restricted", "ip_restricted")),
    },
];

const ANOTHER: &str = "https://login.salesforce.com/id/00D5g00000XXXXXEA0/0055g00000YYYYYAA0";

/// The token that is in the request must not follow it. Whoever did would ask the proxy for a way there.
async fn elsewhere() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let to = Some("https://stranger.example/services/oauth2/token".to_owned());
    bench.fault(FaultOrder { to, ..of_refresh(FaultName::Redirect) })?;
    bench.refuses(&["captive_portal"]).await?;
    if bench.scene.practice.seen(0).iter().any(|seen| seen.host.contains("stranger")) {
        return Err("somebody followed it".into());
    }
    bench.kept().await
}

/// Salesforce has committed, and says so in more words than anybody reads, and than lie in sockets on the way.
async fn endless() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.fault(with(&json!({ "novelty": "x".repeat(24 * 1024 * 1024) })))?;
    bench.refuses(&["not_salesforce"]).await?;
    bench.lost_by_the_network().await
}

async fn foreign_instance() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.fault(with(&json!({ "instance_url": "https://evil.example" })))?;
    bench.refuses(&["foreign_instance"]).await?;
    if bench.scene.practice.seen(0).iter().any(|seen| seen.host.contains("evil")) {
        return Err("something was sent there".into());
    }
    bench.kept().await
}

async fn other_org() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.fault(with(&json!({ "id": ANOTHER })))?;
    bench.refuses(&["other_org"]).await?;
    bench.kept().await
}

/// Nothing of it is stored, it is given back, and the sign-in of before goes on.
async fn other_org_signs_in() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let merge = json!({ "id": ANOTHER }).as_object().cloned();
    // The look at the secret beforehand is struck first.
    bench.fault(FaultOrder { merge, times: 2, ..FaultOrder::once("token", FaultName::With) })?;
    let answer = bench.scene.sign_in(&mut bench.life, &bench.entry).await?;
    if answer.code() != Some("other_org") {
        return Err(format!("another org was let in: {answer:?}").into());
    }
    let living = bench.scene.practice.grants().iter().filter(|grant| grant.live).count();
    if living != 1 {
        return Err(format!("{living} grants are alive").into());
    }
    bench.kept().await
}

/// The signature is over the app's secret, and not every answer of Salesforce's has one that fits: it is written down,
/// and decides nothing.
async fn signature() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.fault(with(&json!({ "signature": "bm8gc2lnbmF0dXJl" })))?;
    bench.copy().await?.done()?;
    bench.kept().await
}

async fn inactive_user() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    bench.scene.practice.set_active(&bench.entry.username, false)?;
    means(&bench.refuses(&["refused"]).await?, "user_inactive")?;
    bench.scene.practice.set_active(&bench.entry.username, true)?;
    bench.kept().await
}

/// Salesforce refuses a refresh for a reason that a person can mend; mended, it goes on without them.
async fn refused_with(description: &str, meaning: &str) -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let merge = json!({ "error": "invalid_grant", "error_description": description }).as_object().cloned();
    bench.fault(FaultOrder { merge, ..of_refresh(FaultName::Refuse) })?;
    means(&bench.refuses(&["refused"]).await?, meaning)?;
    bench.kept().await
}

fn means(answer: &Answer, meaning: &str) -> Result<(), Failed> {
    match answer {
        Answer::Failed(failure) if failure["refusal"]["meaning"] == meaning => Ok(()),
        other => Err(format!("expected {meaning}, got {other:?}").into()),
    }
}

fn with(merge: &Value) -> FaultOrder {
    FaultOrder { merge: merge.as_object().cloned(), ..of_refresh(FaultName::With) }
}
