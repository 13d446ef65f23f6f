//! The practice org, started as a program, and asked over its control interface.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::Failed;

/// A running practice org.
pub struct Practice {
    program: Child,
    ready: Value,
}

impl Practice {
    /// Starts it; returns when it has said that it is ready.
    pub fn start(program: &Path, folder: &Path) -> Result<Self, Failed> {
        let mut child = Command::new(program).arg("--dir").arg(folder).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        let ready: Value = serde_json::from_str(&line)?;
        Ok(Self { program: child, ready })
    }

    /// A field of the line that it printed when it was ready: `site`, `proxy`, `ca`, …
    pub fn ready(&self, field: &str) -> &str {
        self.ready[field].as_str().unwrap_or_default()
    }

    /// Its orgs.
    pub fn orgs(&self) -> impl Iterator<Item = &Value> {
        self.ready["orgs"].as_array().into_iter().flatten()
    }

    /// One of its orgs, by host.
    pub fn org(&self, host: &str) -> &Value {
        self.orgs().find(|org| org["host"] == host).unwrap_or(&Value::Null)
    }

    /// The apps that one of its orgs has by now, as they are.
    pub fn apps_now(&self, host: &str) -> Result<Vec<Value>, Failed> {
        let state = self.order("GET", "/state", "")?;
        let orgs = state["orgs"].as_array().into_iter().flatten();
        let apps = orgs.filter(|org| org["host"] == host).filter_map(|org| org["apps"].as_array()).flatten();
        Ok(apps.cloned().collect())
    }

    /// What it saw of one kind of request. The look that a sign-in takes at the secret beforehand, with a code that
    /// nobody was given, is none for a token.
    pub fn seen(&self, kind: &str) -> Result<Vec<Value>, Failed> {
        let seen = self.order("GET", "/seen?since=0", "")?;
        let is_a_look = |one: &Value| kind == "token" && one["row"] == "T5";
        let seen = seen.as_array().into_iter().flatten();
        Ok(seen.filter(|one| one["kind"] == kind && !is_a_look(one)).cloned().collect())
    }

    /// The number of the last request that it saw.
    pub fn last_request(&self) -> Result<u64, Failed> {
        let seen = self.order("GET", "/seen?since=0", "")?;
        let last = seen.as_array().and_then(|seen| seen.last());
        Ok(last.and_then(|last| last["sequence"].as_u64()).unwrap_or(0))
    }

    /// The kinds of the requests at a host since one of them.
    pub fn asked(&self, host: &str, since: u64) -> Result<Vec<String>, Failed> {
        let seen = self.order("GET", &format!("/seen?since={since}"), "")?;
        let there = seen.as_array().into_iter().flatten().filter(|one| one["host"] == host);
        Ok(there.map(|one| one["kind"].as_str().unwrap_or_default().to_owned()).collect())
    }

    /// Has each of its answers take that many milliseconds, from now on.
    pub fn slow_down(&self, milliseconds: u64) -> Result<(), Failed> {
        let slow = format!(r#"{{"kind":"any","fault":"slow","ms":{milliseconds},"times":100000}}"#);
        self.order("POST", "/faults", &slow).map(drop)
    }

    /// Who still has a grant that is alive, one name for each.
    pub fn living(&self) -> Result<Vec<String>, Failed> {
        let grants = self.order("GET", "/grants", "")?;
        let living = grants.as_array().into_iter().flatten().filter(|grant| grant["live"] == true);
        Ok(living.map(|grant| grant["user"].as_str().unwrap_or_default().to_owned()).collect())
    }

    /// Moves its clock on, and nobody else's.
    pub fn later(&self, seconds: u32) -> Result<(), Failed> {
        self.order("POST", "/clock", &format!(r#"{{"advance_seconds":{seconds}}}"#)).map(drop)
    }

    /// Orders a fault for the exchange of the next code; the look at the secret beforehand is struck first.
    pub fn fault_at_exchange(&self, fault: Value) -> Result<(), Failed> {
        let mut order = fault;
        order["kind"] = "token".into();
        order["times"] = 2.into();
        self.order("POST", "/faults", &order.to_string()).map(drop)
    }

    /// Sends an order to its control interface.
    pub fn order(&self, method: &str, path: &str, body: &str) -> Result<Value, Failed> {
        let address = self.ready("control").trim_start_matches("http://").to_owned();
        let mut stream = TcpStream::connect(&address)?;
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
             Connection: close\r\n\r\n{body}"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
        if head.split(' ').nth(1) != Some("200") {
            return Err(format!("{method} {path}: {answer}").into());
        }
        Ok(serde_json::from_str(body)?)
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
