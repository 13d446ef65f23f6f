//! Every kill point, many times: set up, die there, start again, and look at what is left.

mod act;
mod aftermath;
mod older;
mod rows;
mod run;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::timeout;

use crate::Failed;
use crate::report::line;
use crate::scene::Scene;
use crate::stopwatch::Stopwatch;
pub use rows::{After, During, Row, all};
pub use run::Survived;

/// A run that takes longer is lost.
const PATIENCE: Duration = Duration::from_secs(300);

/// What came of all of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Total {
    /// Points at which every run was survived.
    pub points: u64,
    /// Sign-ins that were lost and need not have been, and whatever else went wrong.
    pub lost: u64,
}

/// One run of one row.
#[derive(Clone, Debug)]
struct Job {
    row: Arc<Row>,
    run: u64,
}

/// What came of the runs so far.
#[derive(Debug, Default)]
struct Books {
    outcomes: Vec<(String, Result<Survived, String>)>,
    total: Total,
}

/// Runs each row so many times, two at a time.
pub async fn everything(rows: Vec<Row>, runs: u64, seed: u64) -> Result<Total, Failed> {
    let rows: Vec<Arc<Row>> = rows.into_iter().map(Arc::new).collect();
    let jobs = rows.iter().flat_map(|row| (0..runs).map(|run| Job { row: row.clone(), run }));
    let jobs = Arc::new(Mutex::new(jobs.collect::<VecDeque<_>>()));
    let books = Arc::new(Mutex::new(Books::default()));
    let watch = Stopwatch::start();
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..2 {
        workers.spawn(work(jobs.clone(), books.clone(), runs, seed));
    }
    while let Some(ended) = workers.join_next().await {
        ended??;
    }
    let books = books.lock().unwrap_or_else(PoisonError::into_inner);
    let each = watch.read() / u32::try_from(books.outcomes.len().max(1))?;
    line(&format!(
        "{} runs at {} kill points, {} ms each",
        books.outcomes.len(),
        rows.len(),
        each.as_millis()
    ));
    Ok(books.total)
}

async fn work(
    jobs: Arc<Mutex<VecDeque<Job>>>,
    books: Arc<Mutex<Books>>,
    runs: u64,
    seed: u64,
) -> Result<(), Failed> {
    let mut scene = Scene::begin().await?;
    loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(Job { row, run }) = next else { return Ok(()) };
        let surviving = timeout(PATIENCE, run::survives(&mut scene, &row, run, seed)).await;
        let outcome = surviving.unwrap_or_else(|_| Err("it did not end in five minutes".into()));
        let outcome = outcome.map_err(|failed| failed.to_string());
        if let Err(why) = &outcome {
            line(&format!("{} run {run}: LOST: {why}", row.id));
            // What it left in the keychain must not be put down to the next.
            scene = Scene::begin().await?;
        }
        let mut books = books.lock().unwrap_or_else(PoisonError::into_inner);
        books.outcomes.push((row.id.clone(), outcome));
        if books.outcomes.iter().filter(|(id, _)| *id == row.id).count() as u64 == runs {
            let Books { outcomes, total } = &mut *books;
            told(&row, outcomes, total);
        }
    }
}

/// One line for a row.
fn told(row: &Row, outcomes: &[(String, Result<Survived, String>)], total: &mut Total) {
    let of_row = || outcomes.iter().filter(|(id, _)| *id == row.id).map(|(_, outcome)| outcome);
    let survived: Vec<&Survived> = of_row().filter_map(|outcome| outcome.as_ref().ok()).collect();
    let lost = (of_row().count() - survived.len()) as u64;
    let again = survived.iter().filter(|run| run.signed_in_again).count();
    let replays: u64 = survived.iter().map(|run| run.replays).sum();
    let kept = survived.len() - again;
    let mut words = vec![format!("{:4} {}: {} … kept {kept}", row.id, row.point, row.what)];
    if row.after == After::SignInAgain {
        words.push(format!("signed in again {again}"));
    }
    if replays > 0 {
        words.push(format!("spent tokens shown, once each: {replays}"));
    }
    if lost > 0 {
        words.push(format!("LOST {lost}"));
    }
    line(&words.join(", "));
    total.lost += lost;
    total.points += u64::from(lost == 0 && !survived.is_empty());
}
