//! What no single input shows: thousands of attempts, a hundred browsers at once, and visitors that never end.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::Failed;
use crate::attempt::{Attempt, End, callback, free_port, fresh, is_free};
use crate::delivery::{ask, connect};
use crate::gauges::{Stopwatch, descriptors, sockets};
use crate::inputs::{CANARY, visit};
use crate::log::Log;
use crate::replies::SEE_DONE;
use crate::report::{Finding, milliseconds};

const LONG: Duration = Duration::from_secs(600);
const CYCLES: usize = 1000;
const THREADS: usize = 100;
const STATES: usize = 10_000;
/// As many as the listener lets in at once.
const VISITORS: usize = 16;

/// Cancelled while it is full: the port is free within 100 ms, and every visitor is sent away.
pub(crate) async fn cancelled() -> Result<Finding, Failed> {
    let port = free_port()?;
    let (rounds, mut slowest) = (20, Duration::ZERO);
    for _ in 0..rounds {
        let mut attempt = Attempt::begin("localhost", port, LONG).await?;
        let mut inside = Vec::new();
        for _ in 0..VISITORS {
            let mut visitor = connect(attempt.address()).await?.ok_or("nobody listens")?;
            visitor.stream.write_all(b"GET /?").await?;
            inside.push(visitor);
        }
        sleep(Duration::from_millis(5)).await;
        let watch = Stopwatch::start();
        attempt.cancel().await?;
        attempt.port_is_free().await?;
        slowest = slowest.max(watch.read());
        for visitor in &mut inside {
            let left = timeout(Duration::from_millis(100), visitor.stream.read(&mut [0])).await;
            if !matches!(left, Ok(Ok(0) | Err(_))) {
                return Err("a visitor was kept after the end".into());
            }
        }
    }
    let says = format!(
        "{rounds} of {rounds} cancelled with {VISITORS} visitors inside: port free within {}",
        milliseconds(slowest)
    );
    Ok(Finding { says, holds: slowest <= Duration::from_millis(100) })
}

/// Starts and stops: with nobody there, with a visitor inside, with an answer.
pub(crate) async fn cycles() -> Result<Finding, Failed> {
    let port = free_port()?;
    let before = descriptors()?;
    let mut done = 0;
    for cycle in 0..CYCLES {
        let mut attempt = Attempt::begin("localhost", port, LONG).await?;
        match cycle % 3 {
            0 => attempt.cancel().await?,
            1 => {
                let visitor = connect(attempt.address()).await?;
                attempt.cancel().await?;
                drop(visitor);
            }
            _ => {
                attempt.good_callback().await?;
                ask(attempt.address(), &visit(port, "/done")).await?;
            }
        }
        attempt.port_is_free().await?;
        done += 1;
    }
    let watch = Stopwatch::start();
    let left = || Ok::<_, Failed>((sockets(port).count(), descriptors()?.saturating_sub(before)));
    while left()? != (0, 0) && watch.read() < Duration::from_secs(1) {
        sleep(Duration::from_millis(10)).await;
    }
    let (sockets, files) = left()?;
    let says =
        format!("{done} of {CYCLES} starts and stops: {sockets} sockets, {files} file descriptors left");
    Ok(Finding { says, holds: (done, sockets, files) == (CYCLES, 0, 0) && is_free(port) })
}

/// A hundred threads bring the same valid callback at once.
pub(crate) async fn crowd() -> Result<Finding, Failed> {
    let port = free_port()?;
    let mut attempt = Attempt::begin("localhost", port, LONG).await?;
    let code = "aPrx.crowd";
    let request = visit(port, &format!("/?code={code}&state={}", attempt.state));
    let address = attempt.address();
    let threads = (0..THREADS).map(|_| {
        let request = request.clone();
        std::thread::spawn(move || bring(address, &request))
    });
    let threads: Vec<_> = threads.collect();
    let answer = attempt.end().await?;
    let replies = tokio::task::spawn_blocking(move || {
        let joined = threads.into_iter().map(|thread| thread.join().map_err(|_| "a thread fell"));
        joined.collect::<Result<Vec<_>, _>>()
    });
    let replies = replies.await??;
    let shown_out = replies.iter().filter(|reply| **reply == SEE_DONE).count();
    let unheard = replies.iter().filter(|reply| reply.is_empty()).count();
    let says = format!(
        "{THREADS} threads with one callback: 1 answer, {shown_out} sent on to the last page, {unheard} not heard"
    );
    let holds = answer == End::Code(code.to_owned()) && shown_out > 0 && shown_out + unheard == THREADS;
    Ok(Finding { says, holds })
}

/// The reply; nothing when nobody was there any more.
fn bring(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut reply = Vec::new();
    let asked = std::net::TcpStream::connect(address).and_then(|mut stream| {
        stream.write_all(request)?;
        stream.shutdown(Shutdown::Write)?;
        stream.read_to_end(&mut reply)
    });
    asked.map(|_| reply).unwrap_or_default()
}

/// No two attempts have one state, and each has 256 bits of chance.
pub(crate) fn states() -> Result<Finding, Failed> {
    let callback = callback("localhost", 33333)?;
    let states = (0..STATES).map(|_| Ok(fresh(&callback)?.state.expose().to_owned()));
    let states = states.collect::<Result<HashSet<String>, Failed>>()?;
    let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let long = states.iter().all(|state| state.len() >= 43 && state.bytes().all(is_base64url));
    let says = format!("{} of {STATES} states differ, each of 256 bits", states.len());
    Ok(Finding { says, holds: states.len() == STATES && long })
}

/// One that says nothing and one that says a byte a second are sent away after five seconds.
pub(crate) async fn slow() -> Result<Finding, Failed> {
    let attempt = Attempt::begin("localhost", free_port()?, LONG).await?;
    let mut silent = TcpStream::connect(attempt.address()).await?;
    let (mut hears, mut says) = TcpStream::connect(attempt.address()).await?.into_split();
    let dripping = tokio::spawn(async move {
        while says.write_all(b"G").await.is_ok() {
            sleep(Duration::from_secs(1)).await;
        }
    });
    let watch = Stopwatch::start();
    let (mut one, mut other) = ([0], [0]);
    let both = async { tokio::join!(silent.read(&mut one), hears.read(&mut other)) };
    let ended = timeout(Duration::from_secs(9), both).await;
    let took = watch.read();
    dripping.abort();
    let silently = matches!(ended, Ok((Ok(0) | Err(_), Ok(0) | Err(_))));
    let says =
        format!("who says nothing, or a byte a second, is sent away after {:.1} s", took.as_secs_f64());
    Ok(Finding { says, holds: silently && !attempt.is_over() && (4.0..7.0).contains(&took.as_secs_f64()) })
}

/// That nothing of any input was logged, and that it would have been seen.
pub(crate) fn logged(log: &Log) -> Finding {
    let holds = log.works() && !log.tells_of(&[CANARY, "aPrx"]);
    Finding { says: format!("nothing of any input in the log ({} lines, every level)", log.lines()), holds }
}
