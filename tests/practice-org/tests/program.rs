//! The program as another process sees it: its ready line, its files, its control interface, its end.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

struct Program {
    child: Child,
    dir: PathBuf,
    ready: Value,
}

impl Program {
    fn start(name: &str) -> Self {
        let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let mut child = Command::new(env!("CARGO_BIN_EXE_practice-org"))
            .args(["--dir".as_ref(), dir.as_os_str(), "--seed".as_ref(), "7".as_ref()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        Self { child, dir, ready: serde_json::from_str(&line).unwrap() }
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let address = self.ready["control"].as_str().unwrap().strip_prefix("http://").unwrap();
        let mut socket = TcpStream::connect(address).unwrap();
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
        socket.write_all(format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), serde_json::from_str(body).unwrap())
    }

    fn key(&self) -> String {
        self.ready["orgs"][1]["apps"][0]["consumer_key"].as_str().unwrap().to_owned()
    }

    fn address(&self) -> String {
        format!(
            "https://acme--uat.sandbox.my.salesforce.com/services/oauth2/authorize?response_type=code&client_id={}\
             &redirect_uri=http%3A%2F%2Flocalhost%3A33333&state=s\
             &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256",
            self.key()
        )
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Only this child: nothing else may be stopped by a test.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[test]
fn the_ready_line_says_everything_that_a_client_needs() {
    let program = Program::start("ready");
    let ready = &program.ready;
    assert_eq!(ready["ready"], true);
    for name in ["site", "proxy", "control"] {
        assert!(ready[name].as_str().unwrap().contains("127.0.0.1:"), "{name}");
    }
    assert!(
        std::fs::read_to_string(ready["ca"].as_str().unwrap()).unwrap().starts_with("-----BEGIN CERTIFICATE")
    );
    let uat = &ready["orgs"][1];
    assert_eq!(uat["name"], "UAT");
    assert_eq!(uat["kind"], "sandbox");
    assert_eq!(uat["host"], "acme--uat.sandbox.my.salesforce.com");
    assert_eq!(uat["lightning"], "acme--uat.sandbox.lightning.force.com");
    assert_eq!(uat["organization_id"].as_str().unwrap().len(), 18);
    assert_eq!(uat["users"][0]["username"], "ana@acme.com.uat");
    assert_eq!(uat["users"][0]["password"], "practice");
    assert_eq!(uat["apps"][0]["callback_urls"], json!(["http://localhost:33333"]));
    assert_eq!(uat["apps"][0]["scopes"], json!(["api", "refresh_token", "sfap_api"]));
    assert_eq!(uat["apps"][0]["consumer_secret"].as_str().unwrap().len(), 64);
    let template = std::fs::read_to_string(uat["template"].as_str().unwrap()).unwrap();
    assert!(!template.contains(&program.key()), "a template holds no key");
    assert_eq!(serde_json::from_str::<Value>(&template).unwrap()["org"]["name"], "UAT");
    let mut files: Vec<String> = std::fs::read_dir(&program.dir)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(
        files,
        [
            "acme--dev.keyperch.json",
            "acme--uat.keyperch.json",
            "acme.keyperch.json",
            "boreal-dev-ed.keyperch.json",
            "ca.pem"
        ],
        "and no key file"
    );
}

#[test]
fn the_control_interface_equals_the_library() {
    let program = Program::start("control");
    let key = program.key();
    let switches = format!("/apps/{key}/switches");
    assert_eq!(
        program.ask("POST", &switches, r#"{"access_token_seconds":60}"#),
        (200, json!({ "ok": true }))
    );
    assert_eq!(program.ask("GET", "/mail", ""), (200, json!([])), "nobody has asked for a code");
    let (_, state) = program.ask("GET", "/state", "");
    assert_eq!(state["orgs"][1]["apps"][0]["access_token_seconds"], 60);

    let visit = json!({ "address": program.address(), "username": "ana@acme.com.uat", "password": "practice", "press": "allow" });
    let (status, sent) = program.ask("POST", "/visit", &visit.to_string());
    assert_eq!(status, 200);
    assert!(sent["sent_to"].as_str().unwrap().starts_with("http://localhost:33333?code=aPrx"), "{sent}");

    let (_, seen) = program.ask("GET", "/seen?since=0", "");
    assert_eq!(seen[0]["kind"], "authorize");
    assert_eq!((&seen[0]["state"], &seen[0]["has_challenge"]), (&json!("s"), &json!(true)));
    let (_, later) = program.ask("GET", "/seen?since=1", "");
    assert_eq!(later[0]["sequence"], 2);

    assert_eq!(program.ask("POST", "/users/bob%40acme.com.uat", r#"{"active":false}"#).0, 200);
    assert_eq!(program.ask("GET", "/state", "").1["orgs"][1]["users"][1]["active"], false);
    let circumstances = r#"{"permission_sets":["Rehearsal"],"outside_ip_ranges":true}"#;
    assert_eq!(program.ask("POST", "/users/ana@acme.com.uat", circumstances).0, 200);
    assert_eq!(program.ask("POST", "/orgs/acme--dev.sandbox.my.salesforce.com", r#"{"locked":true}"#).0, 200);
    let policies = r#"{"refresh_token_policy":{"idle_days":30},"permitted_users":"admin_approved","ready_after_seconds":60}"#;
    assert_eq!(program.ask("POST", &switches, policies).0, 200);
    let (_, state) = program.ask("GET", "/state", "");
    assert_eq!(state["orgs"][1]["users"][0]["outside_ip_ranges"], true);
    assert_eq!(state["orgs"][2]["locked"], true);
    assert_eq!(state["orgs"][1]["apps"][0]["refresh_token_policy"], json!({ "idle_days": 30 }));
    assert_eq!(state["devices"], json!([]));
    let typed =
        r#"{"user_code":"BCDFGHJK","username":"ana@acme.com.uat","password":"practice","press":"deny"}"#;
    assert_eq!(program.ask("POST", "/device", typed).1["stayed"]["status"], 200);
    assert_eq!(program.ask("GET", "/rows", "").1[0]["row"], "A1");
    assert_eq!(program.ask("POST", "/faults", r#"{"kind":"token","fault":"slow","ms":1,"times":2}"#).0, 200);
    let before = program.ask("GET", "/state", "").1["now"].as_u64().unwrap();
    let (_, clock) = program.ask("POST", "/clock", r#"{"advance_seconds":3600}"#);
    assert!(clock["now"].as_u64().unwrap() >= before + 3_600_000);
    assert_eq!(program.ask("GET", "/alive?token=00Dx%21y", ""), (200, json!({ "alive": false })));
    assert_eq!(program.ask("GET", "/grants", ""), (200, json!([])), "nothing was exchanged yet");
    assert_eq!(program.ask("POST", "/tokens/expire", "").0, 200);
    assert_eq!(program.ask("POST", "/grants/revoke", r#"{"username":"ana@acme.com.uat"}"#).0, 200);
    assert_eq!(program.ask("POST", "/reset", "").0, 200);
    assert_eq!(program.ask("GET", "/state", "").1["orgs"][1]["users"][1]["active"], true);
    assert_eq!(program.ask("GET", "/seen", ""), (200, json!([])));
}

#[test]
fn what_the_control_interface_does_not_know_it_refuses_by_name() {
    let program = Program::start("refused_orders");
    let switches = format!("/apps/{}/switches", program.key());
    for (method, path, body, status, named) in [
        ("POST", switches.as_str(), r#"{"pkce":false}"#, 400, "pkce"),
        ("POST", switches.as_str(), r#"{"pkce_required":"no"}"#, 400, "boolean"),
        ("POST", "/apps/3MVG9nobody/switches", "{}", 400, "consumer key"),
        ("POST", "/users/nobody", r#"{"active":true}"#, 400, "nobody"),
        ("POST", "/users/nobody", r#"{"thawed":true}"#, 400, "thawed"),
        ("POST", "/orgs/nobody.my.salesforce.com", r#"{"locked":true}"#, 400, "nobody"),
        ("POST", "/device", r#"{"user_code":"x"}"#, 400, "username"),
        ("POST", "/faults", r#"{"kind":"tokens","fault":"html"}"#, 400, "tokens"),
        ("POST", "/clock", r#"{"advance_seconds":-1}"#, 400, "-1"),
        ("POST", "/clock", r#"{"advance_seconds":99999999999}"#, 400, "advance_seconds"),
        ("POST", "/tokens/expire", r#"{"app":"x"}"#, 400, "app"),
        ("GET", "/seen?from=1", "", 400, "since"),
        ("GET", "/seen?since=x", "", 400, "since"),
        ("POST", "/state", "", 404, "/state"),
        ("GET", "/coffee", "", 404, "/coffee"),
    ] {
        let (got, answer) = program.ask(method, path, body);
        assert_eq!(got, status, "{method} {path} {body}: {answer}");
        assert!(answer["error"].as_str().unwrap().contains(named), "{answer} does not name {named}");
    }
}

#[test]
fn the_same_seed_gives_the_same_keys_and_sigterm_ends_it() {
    let (mut first, second) = (Program::start("seed_one"), Program::start("seed_two"));
    assert_eq!(first.key(), second.key());
    let told = Command::new("kill").args(["-TERM", &first.child.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert!(first.child.wait().unwrap().success(), "asked to stop, it stops in good order");
}

#[test]
fn an_argument_that_it_does_not_know_is_an_error() {
    for arguments in [&["--port", "1"][..], &["--seed", "x"], &["--dir"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_practice-org")).args(arguments).output().unwrap();
        assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("usage:"), "{arguments:?}");
    }
}
