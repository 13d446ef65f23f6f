//! Canaries in the real window: what crosses between page and program, what the page holds, what lies on the disk.

use std::process::Command;

use keyperch_e2e::Failed;
use keyperch_e2e::desk::run;
use keyperch_e2e::traveller::{ANA, HOST, Traveller};
use serde_json::json;

use super::trip::{copies_a_token, open_for_app, set_out, sign_in, switch};

/// From now on, everything that crosses between page and program is written down in the page.
pub(crate) const LISTEN: &str = r"
    window.crossed = [];
    const native = window.fetch;
    window.fetch = async (input, init) => {
      const note = async (what) => { try { window.crossed.push(await what); } catch { } };
      if (init?.body !== undefined) { await note(new Response(init.body).text()); }
      const answer = await native(input, init);
      await note(answer.clone().text());
      return answer;
    };
    // What is told without being asked comes another way.
    window.pushed = 0;
    const { callbacks } = window.__TAURI_INTERNALS__;
    for (const [id, hear] of [...callbacks]) callbacks.set(id, (data) => {
      window.crossed.push(JSON.stringify(data) ?? '');
      window.pushed += 1;
      return hear(data);
    });
    arguments[0](true)";

pub(crate) async fn crossed(on: &Traveller) -> Result<String, Failed> {
    let all = on.window.script("arguments[0](window.crossed.join('\\n'))", vec![]).await?;
    Ok(all.as_str().unwrap_or_default().to_owned())
}

/// Everything that the page holds: its markup, and whatever a script of it could keep.
pub(crate) async fn held(on: &Traveller) -> Result<String, Failed> {
    let ask = r"arguments[0](document.documentElement.outerHTML
        + [...document.querySelectorAll('input, textarea, select')].map((field) => field.value).join('\n')
        + JSON.stringify(Object.keys(window).map((name) => { try { return [name, JSON.stringify(window[name])] } catch { return name } })))";
    Ok(on.window.script(ask, vec![]).await?.as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn no_secret_crosses_into_the_page_or_lies_on_the_disk() -> Result<(), Failed> {
    let on = set_out().await;
    on.window.says("one safe place").await?;
    on.window.script(LISTEN, vec![]).await?;
    let app = &on.practice.org(HOST)["apps"][0];
    let secret = app["consumer_secret"].as_str().ok_or("no secret")?.to_owned();

    on.window.chord("n").await?;
    on.desk.copy(&format!("https://{}/lightning?canary=in-the-query", on.lightning())).await?;
    on.window.press("Paste address").await?;
    on.window.says("Salesforce answered").await?;
    on.window.fill("Client", "Acme Retail").await?;
    on.window.fill("Name", "UAT").await?;
    on.window.press("Add and continue").await?;
    on.window.fill("Name of the app", "Rehearsal Tool").await?;
    on.desk.copy(on.key()).await?;
    on.window.press("Paste Consumer Key").await?;
    on.window.says("Pasted").await?;
    on.desk.copy(&secret).await?;
    on.window.press("Paste Consumer Secret").await?;
    on.window.says(&secret[secret.len() - 4..]).await?;
    on.window.press("Save app").await?;
    on.window.says("You will sign in at").await?;
    sign_in(&on).await?;
    on.window.press("Copy fresh token").await?;
    on.window.says("copied. Clears in").await?;
    let token = on.desk.clipboard().await?;
    let grants = on.practice.seen("token")?;
    assert_eq!(grants[0]["has_secret"], true, "the secret went where it should");

    let pushed = on.window.script("arguments[0](window.pushed)", vec![]).await?.as_u64();
    assert!(pushed > Some(5), "what is told without being asked is heard too: {pushed:?}");
    let (crossed, held) = (crossed(&on).await?, held(&on).await?);
    assert!(
        crossed.contains("Rehearsal Tool") && held.contains("Rehearsal Tool"),
        "the ear hears: {crossed}"
    );
    for (what, canary) in [
        ("consumer key", on.key()),
        ("consumer secret", &secret),
        ("access token", &token),
        ("query of the pasted address", "canary=in-the-query"),
        ("key's beginning", &on.key()[..20]),
        ("secret's middle", &secret[20..40]),
        ("token's middle", &token[20..40]),
    ] {
        assert!(!crossed.contains(canary), "the {what} crossed between page and program");
        assert!(!held.contains(canary), "the page holds the {what}");
    }
    on.nothing_lies_about(&[&token, &secret, on.key()])?;
    on.quit().await?;
    on.nothing_lies_about(&[&token, &secret, on.key()])
}

#[tokio::test]
async fn arguments_and_environment_hold_no_secret() -> Result<(), Failed> {
    let on = set_out().await;
    super::trip::add_uat(&on).await?;
    sign_in(&on).await?;
    on.window.press("Copy fresh token").await?;
    on.window.says("copied. Clears in").await?;
    let token = on.desk.clipboard().await?;
    let mut looked_at = 0;
    for process in std::fs::read_dir("/proc")?.flatten() {
        let name = std::fs::read_to_string(process.path().join("comm")).unwrap_or_default();
        for file in ["cmdline", "environ"] {
            let text = std::fs::read(process.path().join(file)).unwrap_or_default();
            let text = String::from_utf8_lossy(&text);
            assert!(!text.contains(&token), "{name} bears the token in its {file}");
            if name.trim() == "keyperch" {
                looked_at += 1;
                assert!(!text.contains(on.key()), "keyperch bears the key in its {file}");
            }
        }
    }
    assert!(looked_at >= 2, "keyperch itself was looked at");
    Ok(())
}

/// What the keychain keeps as this kind of thing.
pub(crate) fn kept(on: &Traveller, kind: &str) -> Result<String, Failed> {
    let items = on.desk.keychain_items()?;
    let mut named = items.lines().filter_map(|line| line.strip_prefix("attribute.username = "));
    let name = named.find(|name| name.contains(kind)).ok_or("no such item")?;
    run(Command::new("secret-tool").args(["lookup", "service", "Keyperch", "username", name]))
}

#[tokio::test]
async fn nor_does_what_the_other_ways_use() -> Result<(), Failed> {
    const PROXY_PASSWORD: &str = "canary-of-the-proxy";
    const DEVICE_CODE: &str = "canary-of-the-device";
    let on = set_out().await;
    on.window.says("one safe place").await?;
    on.window.script(LISTEN, vec![]).await?;
    on.begin_app(HOST, "UAT").await?;
    on.window.tick("A signed assertion").await?;
    on.window.fill("Username", ANA).await?;
    on.window.press("Make a key and certificate").await?;
    on.window.says("Ready. It is kept when you save.").await?;
    let file = on.desk.new_folder()?.join("rehearsal.crt");
    on.window.press("Save certificate (.crt)…").await?;
    on.desk.answer_file_dialog(&file)?;
    on.window.says("Certificate saved.").await?;
    on.window.press("Save app").await?;
    on.window.says("Keyperch will sign in at").await?;
    let approved = json!({ "permission_sets": ["Rehearsals"] });
    on.practice.order("POST", &format!("/users/{ANA}"), &approved.to_string())?;
    let permitted = json!({ "certificate": std::fs::read_to_string(file)?, "permitted_users": "admin_approved",
        "permission_sets": ["Rehearsals"], "device_flow": true });
    switch(&on, &permitted)?;
    on.window.press("Connect").await?;
    on.window.says("Signed in to").await?;
    let token = copies_a_token(&on).await?;
    on.window.press("Done").await?;
    let private_key = kept(&on, "/private-key")?;

    on.window.press("Edit app").await?;
    on.window.tick("A person in the browser").await?;
    on.window.press("Save app").await?;
    on.window.says("saved.").await?;
    let known = json!({ "kind": "token", "fault": "with", "merge": { "device_code": DEVICE_CODE } });
    on.practice.order("POST", "/faults", &known.to_string())?;
    open_for_app(&on, "Sign in with a device code…").await?;
    on.window.press("Get a code").await?;
    on.window.says("The device code has ended").await?;

    on.window.press("More").await?;
    on.window.press("Network settings…").await?;
    on.window.tick("This proxy").await?;
    on.window.fill("Proxy", "proxy.acme.example:3128").await?;
    on.window.fill("Username", "ana").await?;
    on.desk.copy(PROXY_PASSWORD).await?;
    on.window.press("Paste password").await?;
    on.window.says("Pasted. It is kept when you save.").await?;
    on.window.press("Save").await?;
    on.window.says("Network settings saved.").await?;
    assert!(on.desk.keychain_items()?.contains(PROXY_PASSWORD), "it went where it should");

    let (crossed, held) = (crossed(&on).await?, held(&on).await?);
    assert!(crossed.contains("Fingerprint") || crossed.contains("fingerprint"), "the ear hears: {crossed}");
    let middle = private_key.len() / 2;
    let canaries = [
        ("private key", &private_key[middle..middle + 24]),
        ("private key's frame", "PRIVATE KEY"),
        ("signed assertion", "eyJ"),
        ("device code", DEVICE_CODE),
        ("proxy's password", PROXY_PASSWORD),
        ("access token", &token[20..40]),
    ];
    for (what, canary) in canaries {
        assert!(!crossed.contains(canary), "the {what} crossed between page and program");
        assert!(!held.contains(canary), "the page holds the {what}");
    }
    on.nothing_lies_about(&canaries.map(|(_, canary)| canary))?;
    on.quit().await?;
    on.nothing_lies_about(&canaries.map(|(_, canary)| canary))
}
