//! A tool that an app is handed over to: a program in a real bash that says what it was told, and a plain client of the
//! practice org that renews by itself.

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use reqwest::{Certificate, Client, Proxy};
use serde_json::Value;

use super::Story;

/// Says its arguments, and every variable of its environment, each with a zero byte behind it.
const DXRT: &str = "#!/bin/bash\nprintf '%s\\0' \"$@\" '--end--'\n/usr/bin/env -0\n";

/// What the tool got.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) arguments: Vec<String>,
    pub(crate) variables: HashMap<String, String>,
}

impl Told {
    /// Runs a block in bash, as if it had been pasted there.
    pub(crate) fn by_bash(folder: &Path, block: &str) -> Self {
        let programs = folder.join("programs");
        fs::create_dir_all(&programs).expect("a folder");
        fs::write(programs.join("dxrt"), DXRT).expect("a program");
        fs::set_permissions(programs.join("dxrt"), fs::Permissions::from_mode(0o755)).expect("it may run");
        let mut bash = Command::new("/bin/bash");
        bash.args(["--norc", "--noprofile"]).env_clear().env("PATH", &programs).stdin(Stdio::piped());
        let mut running = bash.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a bash");
        std::io::Write::write_all(&mut running.stdin.take().expect("its input"), block.as_bytes())
            .expect("pasted");
        let ended = running.wait_with_output().expect("it ends");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "bash has nothing to complain about");
        let said = String::from_utf8(ended.stdout).expect("text");
        let mut said = said.split_terminator('\0').map(str::to_owned);
        let arguments = said.by_ref().take_while(|argument| argument != "--end--").collect();
        let variables = said.filter_map(|variable| {
            let (name, value) = variable.split_once('=')?;
            name.starts_with("dxrt_").then(|| (name.to_owned(), value.to_owned()))
        });
        Self { arguments, variables: variables.collect() }
    }

    /// The value behind an option.
    pub(crate) fn option(&self, name: &str) -> &str {
        let place = self.arguments.iter().position(|argument| argument == name).expect("the option");
        &self.arguments[place + 1]
    }

    pub(crate) fn variable(&self, name: &str) -> &str {
        self.variables.get(name).map_or("", String::as_str)
    }
}

/// What bash writes into its history of what was pasted, where it is set to leave out what begins with a space.
pub(crate) fn history_of_bash(folder: &Path, pasted: &str) -> String {
    let history = folder.join("history");
    let mut bash = Command::new("/bin/bash");
    bash.args(["--norc", "--noprofile"])
        .env_clear()
        .env("HISTFILE", &history)
        .env("HISTCONTROL", "ignorespace");
    let quiet = bash.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut running = quiet.spawn().expect("a bash");
    let typed = format!(" set -o history\n{pasted}");
    std::io::Write::write_all(&mut running.stdin.take().expect("its input"), typed.as_bytes())
        .expect("pasted");
    running.wait().expect("it ends");
    fs::read_to_string(history).expect("a history")
}

/// The tool at work: it holds what it was told, and knows nothing of Keyperch.
pub(crate) struct Tool {
    http: Client,
    address: String,
    key: String,
    pub(crate) refresh: String,
    pub(crate) access: String,
}

impl Tool {
    pub(crate) fn with(story: &Story, told: &Told) -> Self {
        let [refresh, access] =
            ["dxrt_refresh_token", "dxrt_access_token"].map(|name| told.variable(name).to_owned());
        Self::holding(story, told.option("--url"), told.option("--client_id"), refresh, access)
    }

    pub(crate) fn holding(story: &Story, address: &str, key: &str, refresh: String, access: String) -> Self {
        let ca = Certificate::from_pem(&fs::read(story.practice.ca_pem()).expect("its certificate"));
        let proxy = Proxy::all(story.practice.proxy_url()).expect("a proxy");
        let http = Client::builder().tls_certs_only([ca.expect("an authority")]).proxy(proxy).build();
        let (address, key) = (address.to_owned(), key.to_owned());
        Self { http: http.expect("a client"), address, key, refresh, access }
    }

    /// Renews, and keeps what it got; what the org said.
    pub(crate) async fn renew(&mut self) -> u16 {
        let form =
            [("grant_type", "refresh_token"), ("client_id", &self.key), ("refresh_token", &self.refresh)];
        let request = self.http.post(format!("{}/services/oauth2/token", self.address)).form(&form);
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        let said: Value = serde_json::from_slice(&answer.bytes().await.expect("a body")).expect("JSON");
        if status == 200 {
            if let Some(rotated) = said["refresh_token"].as_str() {
                rotated.clone_into(&mut self.refresh);
            }
            said["access_token"].as_str().expect("a token").clone_into(&mut self.access);
        }
        status
    }
}
