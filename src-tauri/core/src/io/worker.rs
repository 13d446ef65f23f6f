//! A thread of its own for an edge that blocks: jobs in their order, never two at once.
//!
//! SQLite wants one writer, and several keychains are unreliable when two threads ask at once. A job that its caller
//! no longer waits for is not begun.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use tokio::sync::oneshot;

type Job<State> = Box<dyn FnOnce(&mut State) + Send>;

/// A thread that owns a `State` and runs jobs on it. It ends when this is dropped and its jobs are done.
pub(crate) struct Worker<State> {
    jobs: Sender<Job<State>>,
    /// How many jobs are queued or running, those included that nobody waits for any more.
    open: Arc<AtomicUsize>,
}

impl<State> fmt::Debug for Worker<State> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Worker")
    }
}

/// The thread is gone: its job panicked.
#[derive(Debug, thiserror::Error)]
#[error("the thread of an edge has ended")]
pub(crate) struct Ended;

impl<State: Send + 'static> Worker<State> {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub(crate) fn start(name: &str, mut state: State) -> std::io::Result<Self> {
        let (jobs, queue) = channel::<Job<State>>();
        let open = Arc::new(AtomicUsize::new(0));
        let done = Arc::clone(&open);
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            for job in queue {
                job(&mut state);
                done.fetch_sub(1, Ordering::AcqRel);
            }
        })?;
        Ok(Self { jobs, open })
    }

    /// Whether any job is queued or running.
    pub(crate) fn is_busy(&self) -> bool {
        self.open.load(Ordering::Acquire) > 0
    }

    /// Puts a job at the end of the queue. The answer can be awaited, or given up.
    pub(crate) fn run<Answer: Send + 'static, Work>(
        &self,
        job: Work,
    ) -> impl Future<Output = Result<Answer, Ended>> + use<State, Answer, Work>
    where
        Work: FnOnce(&mut State) -> Answer + Send + 'static,
    {
        let (answer, waiting) = oneshot::channel();
        let job = move |state: &mut State| {
            if !answer.is_closed() {
                // Nobody waits any more: the answer is dropped.
                let _ = answer.send(job(state));
            }
        };
        self.open.fetch_add(1, Ordering::AcqRel);
        let queued = self.jobs.send(Box::new(job));
        async move {
            queued.map_err(|_| Ended)?;
            waiting.await.map_err(|_| Ended)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn jobs_run_in_their_order() {
        let worker = Worker::start("test", Vec::new()).expect("a thread");
        for number in 0..100 {
            drop(worker.run(move |seen: &mut Vec<i32>| seen.push(number)));
        }
        // Those that nobody waited for were not begun.
        worker.run(|seen| seen.push(7)).await.expect("the job");
        assert_eq!(worker.run(Vec::pop).await.expect("the job"), Some(7));
    }

    #[tokio::test]
    async fn it_is_busy_until_the_last_job_has_ended() {
        let worker = Worker::start("test", ()).expect("a thread");
        let (go, waits) = channel::<()>();
        let given_up = worker.run(move |()| waits.recv().is_err());
        // Begun, and then given up.
        let mut given_up = Box::pin(given_up);
        assert!(tokio::time::timeout(std::time::Duration::from_millis(20), &mut given_up).await.is_err());
        drop(given_up);
        assert!(worker.is_busy());
        drop(go);
        worker.run(|()| ()).await.expect("the job");
        while worker.is_busy() {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn a_job_that_panics_ends_the_thread_and_is_told() {
        let worker = Worker::start("test", ()).expect("a thread");
        assert!(worker.run(|()| panic!("planted")).await.is_err());
        assert!(worker.run(|()| ()).await.is_err());
    }
}
