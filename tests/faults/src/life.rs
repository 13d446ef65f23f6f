//! One life of a child, as its parent sees it: born with a first line, given orders, dead by itself or buried.
//!
//! What it wrote is read after its end: a panic, or anything that looks like a secret, is a failure of its own.

use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use crate::Failed;
use crate::orders::{Order, Said, Setup};

/// Longer than anything that the core may wait for.
const PATIENCE: Duration = Duration::from_secs(150);
/// How long an end may take.
const END: Duration = Duration::from_secs(15);

/// What a child lives among.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The session bus.
    pub bus: String,
    /// A command that starts it, with its arguments: another user, another view of the disk.
    pub through: Vec<String>,
    /// Another copy of the program, where the usual one cannot be reached.
    pub program: Option<PathBuf>,
    /// Further environment.
    pub environment: Vec<(String, String)>,
    /// Where its log goes.
    pub log: PathBuf,
    /// What must never be in its log, beside tokens.
    pub secrets: Vec<String>,
}

/// A living child.
#[derive(Debug)]
pub struct Life {
    process: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
    surroundings: Surroundings,
    /// Whether it is known already that it did not end by itself.
    is_known_to_be_dead: bool,
}

/// What came of an order.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It was done.
    Done(Value),
    /// It failed, as the window would be told.
    Failed(Value),
    /// A person is to open this address; a second answer follows.
    Open(String),
    /// The child is dead, by this signal or with this status.
    Died(String),
}

impl Answer {
    /// What was done, or why it was not.
    pub fn done(self) -> Result<Value, Failed> {
        match self {
            Self::Done(value) => Ok(value),
            other => Err(format!("{other:?}").into()),
        }
    }

    /// The code of the failure, if it is one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Failed(failure) => failure["code"].as_str(),
            _ => None,
        }
    }

    /// Whether only a person in a browser can help now.
    pub fn needs_a_person(&self) -> bool {
        let Self::Failed(failure) = self else { return false };
        failure["code"] == "needs_sign_in"
            || (failure["code"] == "refused" && failure["refusal"]["meaning"] == "grant_ended")
    }

    /// Whether the child died of an abort, which is how a failpoint ends it.
    pub fn is_death_at_the_point(&self) -> bool {
        matches!(self, Self::Died(how) if how == "signal 6")
    }
}

impl Life {
    /// Starts a child and says the first line to it; the second value is its answer.
    pub async fn begin(setup: &Setup, surroundings: &Surroundings) -> Result<(Self, Answer), Failed> {
        let child = match &surroundings.program {
            Some(copy) => copy.clone(),
            None => program()?,
        };
        let mut command = match surroundings.through.split_first() {
            Some((program, arguments)) => {
                let mut command = Command::new(program);
                command.args(arguments).arg(&child);
                command
            }
            None => Command::new(&child),
        };
        let log = std::fs::File::options().create(true).append(true).open(&surroundings.log)?;
        let mut process = command
            .env("DBUS_SESSION_BUS_ADDRESS", &surroundings.bus)
            .envs(surroundings.environment.iter().cloned())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()?;
        let input = process.stdin.take();
        let output = BufReader::new(process.stdout.take().ok_or("no output")?).lines();
        let mut life =
            Self { process, input, output, surroundings: surroundings.clone(), is_known_to_be_dead: false };
        life.write(&serde_json::to_string(setup)?).await;
        let answer = life.hear().await?;
        Ok((life, answer))
    }

    /// Gives an order; its answer, or the first of two.
    pub async fn order(&mut self, order: &Order) -> Result<Answer, Failed> {
        self.tell(order).await?;
        self.hear().await
    }

    /// Gives an order without waiting for its answer.
    pub async fn tell(&mut self, order: &Order) -> Result<(), Failed> {
        self.write(&serde_json::to_string(order)?).await;
        Ok(())
    }

    /// The next answer.
    pub async fn hear(&mut self) -> Result<Answer, Failed> {
        let line = timeout(PATIENCE, self.output.next_line()).await.map_err(|_| "no answer in time")?;
        let Ok(Some(line)) = line else {
            self.is_known_to_be_dead = true;
            return Ok(Answer::Died(self.how_it_ended().await?));
        };
        Ok(match serde_json::from_str(&line)? {
            Said::Open { address } => Answer::Open(address),
            Said::Done { value } => {
                self.holds_no_secret(&line)?;
                Answer::Done(value)
            }
            Said::Failed { failure } => {
                self.holds_no_secret(&line)?;
                Answer::Failed(failure)
            }
        })
    }

    /// The process, for signals.
    pub fn pid(&self) -> Option<u32> {
        self.process.id()
    }

    /// Ends it as a person does; what it wrote is still to be read by [`Life::bury`].
    pub async fn end(&mut self) -> Result<(), Failed> {
        drop(self.input.take());
        self.ended_well().await
    }

    /// Ends it as a person does, or notes that it has ended; then reads what it wrote.
    pub async fn bury(mut self) -> Result<(), Failed> {
        drop(self.input.take());
        let ended = self.ended_well().await;
        let log = std::fs::read_to_string(&self.surroundings.log)?;
        if let Some(panic) = log.lines().find(|line| line.contains("panicked at")) {
            return Err(format!("it panicked: {panic}").into());
        }
        self.holds_no_secret(&log)?;
        ended
    }

    /// By itself, with a status of 0; a death that was heard was somebody's intention, and looked at there.
    async fn ended_well(&mut self) -> Result<(), Failed> {
        let how = self.how_it_ended().await?;
        if self.is_known_to_be_dead || how == "status 0" {
            Ok(())
        } else {
            Err(format!("it ended with {how}").into())
        }
    }

    async fn how_it_ended(&mut self) -> Result<String, Failed> {
        let Ok(status) = timeout(END, self.process.wait()).await else {
            self.process.kill().await?;
            return Err("it did not end".into());
        };
        let status = status?;
        Ok(match (status.signal(), status.code()) {
            (Some(signal), _) => format!("signal {signal}"),
            (None, code) => format!("status {}", code.unwrap_or_default()),
        })
    }

    /// A child that is dead hears nothing, which its next answer will say.
    async fn write(&mut self, line: &str) {
        if let Some(input) = &mut self.input {
            let _dead = input.write_all(format!("{line}\n").as_bytes()).await;
            let _dead = input.flush().await;
        }
    }

    fn holds_no_secret(&self, text: &str) -> Result<(), Failed> {
        match secret_in(text, &self.surroundings.secrets) {
            Some(what) => Err(format!("it said a secret: {what}").into()),
            None => Ok(()),
        }
    }
}

/// The child's program, beside ours.
pub fn program() -> Result<PathBuf, Failed> {
    Ok(std::env::current_exe()?.with_file_name("child"))
}

/// What kind of secret a text holds. The practice org's tokens and codes are known by how they begin.
fn secret_in(text: &str, secrets: &[String]) -> Option<&'static str> {
    let is_access_token = |at: usize| {
        let after = &text.as_bytes()[at + 3..];
        after.iter().take(20).position(|byte| *byte == b'!').is_some_and(|mark| mark >= 12)
    };
    if text.contains("5Aep861") {
        Some("a refresh token")
    } else if text.contains("aPrx") {
        Some("a code")
    } else if text.match_indices("00D").any(|(at, _)| is_access_token(at)) {
        Some("an access token")
    } else if secrets.iter().any(|secret| text.contains(secret.as_str())) {
        Some("a consumer secret")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_when_they_are_seen() {
        let secrets = ["0123456789ABCDEF".to_owned()];
        for (text, kind) in [
            ("x 5Aep861TSESvWeug y", Some("a refresh token")),
            ("code=aPrxsmIEeqM9", Some("a code")),
            ("Bearer 00DWq000000abcd!AQEAQ", Some("an access token")),
            ("secret 0123456789ABCDEF", Some("a consumer secret")),
            ("org 00DWq000000abcdEAA is pinned!", None),
        ] {
            assert_eq!(secret_in(text, &secrets), kind, "{text}");
        }
    }
}
