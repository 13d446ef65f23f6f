//! Whether an app that was made by a recipe gives the token that it must: by Keyperch's own proof, by the org's books, and by
//! a request of this program's own.

use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::{ClientAppId, GuideId};
use keyperch_core::model::view::{LineView, ProofStep, ProofView, SignInForm, Tick, Verdict};
use practice_org::{GrantView, Seen};

use crate::Failed;
use crate::call::call;
use crate::person;
use crate::stand::Stand;
use crate::ways::Way;
use crate::words;

/// Which lines may be proven.
pub(crate) enum Lines {
    /// Those that a sign-in shows, and no other.
    OfASignIn,
    /// Those at least: the org has been asked for its settings too.
    OfTheOrgToo,
}

/// Proves the app of a guide. What came of it, in one line.
pub(crate) async fn prove(stand: &Stand, way: &Way, guide: GuideId, lines: &Lines) -> Result<String, Failed> {
    let unseen = unseen(stand, guide).await?;
    let before = last(stand);
    let opener = person::allows(&stand.core, &stand.practice, way.token.whom);
    let proven = stand.core.prove_guide(guide, SignInForm::default(), None, opener).await;
    let view = stand.view(guide).await?;
    let all: Vec<LineView> = view.sections.into_iter().flat_map(|section| section.lines).collect();
    if let Err(failure) = proven {
        let refuted: Vec<String> =
            refuted(&all).chain([format!("not signed in: {}", said(&failure))]).collect();
        return Err(refuted.join("; ").into());
    }
    let mut wrong = wrong_lines(way, &all, &unseen, lines);
    let proof = view.proof.ok_or("no proof")?;
    wrong.extend(wrong_steps(way, &proof));
    if !view.progress.is_proven {
        wrong.push("the guide is not called proven".to_owned());
    }
    wrong.extend(wrong_requests(way, &stand.practice.seen(before)));
    let app = view.progress.app.ok_or("no app")?;
    let granted = in_the_books(stand, way, app).await?;
    wrong.extend(wrong_grants(way, &granted));
    if !wrong.is_empty() {
        return Err(wrong.join("; ").into());
    }
    let called = called(stand, app, &proof).await?;
    let proven = ticked(&all, Tick::Proved).len();
    let (scopes, requests) = (way.token.scopes.join(" "), way.token.requests.map(short).join(", "));
    Ok(format!(
        "{} as {} · {scopes} · {requests}; {called} · {proven} of {} lines proven",
        words::name(way.token.flow),
        way.token.whom,
        all.len()
    ))
}

/// The lines that the guide says no token can show, before there is one.
async fn unseen(stand: &Stand, guide: GuideId) -> Result<Vec<String>, Failed> {
    let lines = stand.view(guide).await?.sections.into_iter().flat_map(|section| section.lines);
    Ok(lines.filter(|line| !line.can_be_proven).map(|line| line.id.0).collect())
}

/// What a token cannot see is not called proven, and what it must show is.
fn wrong_lines(way: &Way, all: &[LineView], unseen: &[String], lines: &Lines) -> Vec<String> {
    let mut wrong: Vec<String> = refuted(all).collect();
    let expected = way.proven_lines();
    let proven = ticked(all, Tick::Proved);
    let is_missing = |line: &&String| !proven.contains(&line.as_str());
    wrong.extend(expected.iter().filter(is_missing).map(|line| format!("{line} is not proven")));
    if matches!(lines, Lines::OfASignIn) {
        let is_unexpected = |line: &&&str| !expected.iter().any(|one| one == **line);
        wrong.extend(proven.iter().filter(is_unexpected).map(|line| format!("{line} is proven by nothing")));
        let is_seen = |line: &&String| proven.contains(&line.as_str());
        wrong.extend(unseen.iter().filter(is_seen).map(|line| format!("{line} cannot be proven, and is")));
    }
    wrong
}

fn refuted(all: &[LineView]) -> impl Iterator<Item = String> {
    ticked(all, Tick::Refuted).into_iter().map(|line| format!("{line} is refuted"))
}

fn ticked(all: &[LineView], tick: Tick) -> Vec<&str> {
    all.iter().filter(|line| line.tick == Some(tick)).map(|line| line.id.0.as_str()).collect()
}

/// Each step of the proof, each scope by itself.
fn wrong_steps(way: &Way, proof: &ProofView) -> Vec<String> {
    let is_good = |verdict: &Verdict| matches!(verdict, Verdict::Passed { .. } | Verdict::NotNeeded);
    let bad = proof.steps.iter().filter(|step| !is_good(&step.verdict));
    let mut wrong: Vec<String> = bad.map(|step| format!("{:?}: {:?}", step.step, step.verdict)).collect();
    for scope in way.token.scopes {
        let step = ProofStep::Scope { scope: (*scope).to_owned() };
        if !proof.steps.iter().any(|one| one.step == step) {
            wrong.push(format!("{scope} was not looked at by itself"));
        }
    }
    match &proof.connected {
        Some(connected) if connected.username == way.token.whom => {}
        Some(connected) => wrong.push(format!("connected as {}", connected.username)),
        None => wrong.push("connected to nothing".to_owned()),
    }
    if !proof.is_finished {
        wrong.push("the proof is not over".to_owned());
    }
    wrong
}

/// The token requests that the org granted are those of this kind of token, and the API was asked.
fn wrong_requests(way: &Way, seen: &[Seen]) -> Vec<String> {
    let granted = seen.iter().filter(|seen| seen.kind == "token" && seen.outcome == "ok");
    let granted: Vec<&str> = granted.filter_map(|seen| seen.token.as_ref()?.grant_type.as_deref()).collect();
    let mut wrong = Vec::new();
    if granted != way.token.requests {
        wrong.push(format!("the org granted {}", granted.join(", ")));
    }
    // The sign-in asks besides for what the org is called.
    if queries(seen) == 0 {
        wrong.push("the proof did not ask the API".to_owned());
    }
    wrong
}

/// What the org has in its books of this app.
async fn in_the_books(stand: &Stand, way: &Way, app: ClientAppId) -> Result<Vec<GrantView>, Failed> {
    let key = stand.core.consumer_key(app).await?;
    let grants = stand.practice.grants().into_iter();
    let mut grants: Vec<GrantView> =
        grants.filter(|grant| grant.consumer_key == key.expose() && grant.live).collect();
    if grants.is_empty() {
        return Err(format!("the org has given nothing as {}", way.token.whom).into());
    }
    for grant in &mut grants {
        grant.scopes.sort();
    }
    Ok(grants)
}

fn wrong_grants(way: &Way, granted: &[GrantView]) -> Vec<String> {
    let mut scopes: Vec<&str> = way.token.scopes.to_vec();
    scopes.sort_unstable();
    let is_right = |grant: &&GrantView| {
        grant.flow == way.token.flow && grant.user == way.token.whom && grant.scopes == scopes
    };
    let other = granted.iter().filter(|grant| !is_right(grant));
    other
        .map(|grant| format!("given by {:?} to {}: {}", grant.flow, grant.user, grant.scopes.join(" ")))
        .collect()
}

/// The request of the proof once more, by this program, with the token that Keyperch hands out.
async fn called(stand: &Stand, app: ClientAppId, proof: &ProofView) -> Result<String, Failed> {
    let request = proof.steps.iter().find_map(|step| match &step.step {
        ProofStep::Call { request, .. } => request.strip_prefix("GET "),
        _ => None,
    });
    let address = request.ok_or("the proof shows no request")?;
    let before = last(stand);
    let fresh = stand.core.fresh_token(app).await.map_err(|failure| said(&failure))?;
    let (status, body) = call(&stand.practice, address, fresh.token.expose()).await?;
    let seen = stand.practice.seen(before);
    let is_one = queries(&seen) == 1 && seen.len() == 1;
    if status != 200 || !body.contains("\"records\"") || !is_one {
        return Err(format!("with the token that was handed out, the API says {status}").into());
    }
    Ok("1 request with it".to_owned())
}

/// How many queries the org has answered.
fn queries(seen: &[Seen]) -> usize {
    seen.iter().filter(|seen| seen.kind == "query" && seen.outcome == "ok").count()
}

/// The number of the newest request.
fn last(stand: &Stand) -> u64 {
    stand.practice.seen(0).last().map_or(0, |seen| seen.sequence)
}

/// A failure, as briefly as it can be told.
pub(crate) fn said(failure: &Failure) -> String {
    match failure {
        Failure::Refused { refusal } => format!("{} {:?}", refusal.error, refusal.description),
        other => format!("{other:?}"),
    }
}

/// A kind of token request without its name space.
fn short(grant_type: &str) -> &str {
    grant_type.rsplit(':').next().unwrap_or(grant_type)
}
