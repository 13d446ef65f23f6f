//! How long is waited for anything that appears by itself, and how.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::Failed;

/// How long anything on a screen may take to appear.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Asks until there is an answer; an error counts as "not yet", and is told when patience ends.
pub async fn until<T, F, Answer>(what: &str, ask: F) -> Result<T, Failed>
where
    F: Fn() -> Answer,
    Answer: Future<Output = Result<Option<T>, Failed>>,
{
    until_within(PATIENCE, what, ask).await
}

/// The same, where it may take another time than anything else.
pub async fn until_within<T, F, Answer>(patience: Duration, what: &str, ask: F) -> Result<T, Failed>
where
    F: Fn() -> Answer,
    Answer: Future<Output = Result<Option<T>, Failed>>,
{
    let end = Instant::now() + patience;
    loop {
        let answer = ask().await;
        if let Ok(Some(value)) = answer {
            return Ok(value);
        }
        if Instant::now() > end {
            let last = answer.err().map_or(String::new(), |error| format!(" ({error})"));
            return Err(format!("waited {} s for {what}{last}", patience.as_secs()).into());
        }
        sleep(Duration::from_millis(30)).await;
    }
}
