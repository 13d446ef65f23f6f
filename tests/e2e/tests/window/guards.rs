//! The window is closed to everything but its own pages, and its policy is served, not only configured.

use keyperch_e2e::Failed;
use serde_json::json;

use super::trip::{add_uat, set_out, sign_in};

#[tokio::test]
async fn it_cannot_go_elsewhere_or_run_what_is_not_its_own() -> Result<(), Failed> {
    let on = set_out().await;
    on.window.says("one safe place").await?;
    let tries = r#"
        const done = arguments[0], seen = {};
        window.ran = false;
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        seen.inlineScript = window.ran;
        document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.ran = true'>");
        seen.opened = window.open("https://evil.example/") !== null;
        const frame = document.createElement("iframe");
        frame.src = "https://evil.example/";
        document.body.append(frame);
        const form = document.createElement("form");
        form.action = "https://evil.example/";
        document.body.append(form);
        form.submit();
        location.href = "https://evil.example/";
        const styled = document.createElement("p");
        styled.setAttribute("style", "color: red");
        document.body.append(styled);
        const menu = new MouseEvent("contextmenu", { bubbles: true, cancelable: true });
        seen.menu = document.body.dispatchEvent(menu);
        seen.inlineStyle = styled.style.color !== "";
        fetch("https://acme.my.salesforce.com/").then(() => "fetched", () => "refused").then((fetched) => {
          seen.fetched = fetched;
          setTimeout(() => { seen.handler = window.ran; seen.at = location.href; done(seen); }, 500);
        });"#;
    let seen = on.window.script(tries, vec![]).await?;
    assert_eq!(seen["inlineScript"], false, "{seen}");
    assert_eq!(seen["handler"], false, "{seen}");
    assert_eq!(seen["inlineStyle"], false, "{seen}");
    assert_eq!(seen["opened"], false, "{seen}");
    assert_eq!(seen["menu"], false, "the engine's own menu offers what the window must not: {seen}");
    assert_eq!(seen["fetched"], "refused", "{seen}");
    assert!(seen["at"].as_str().is_some_and(|at| at.starts_with("tauri://localhost")), "{seen}");
    Ok(())
}

#[tokio::test]
async fn its_headers_are_served() -> Result<(), Failed> {
    let on = set_out().await;
    on.window.says("one safe place").await?;
    let ask = r"fetch(location.href).then((page) => arguments[0](Object.fromEntries(page.headers)))
        .catch(() => arguments[0](null))";
    let headers = on.window.script(ask, vec![]).await?;
    // The page may not even fetch itself: connect-src allows the commands alone.
    assert_eq!(headers, json!(null));
    let policy = "arguments[0](document.querySelector('meta[http-equiv]') === null)";
    assert_eq!(
        on.window.script(policy, vec![]).await?,
        json!(true),
        "the policy is a header, not a line of the page"
    );
    Ok(())
}

#[tokio::test]
async fn tauris_own_commands_are_refused_in_the_real_window() -> Result<(), Failed> {
    let on = set_out().await;
    on.window.says("one safe place").await?;
    for command in [
        "plugin:shell|open",
        "plugin:dialog|open",
        "plugin:event|emit",
        "plugin:window|create",
        "reveal_secret",
    ] {
        let ask = "window.__TAURI_INTERNALS__.invoke(arguments[0], {}).then(() => arguments[1]('done'), (e) => arguments[1](String(e)))";
        let answer = on.window.script(ask, vec![json!(command)]).await?;
        assert!(answer.as_str().is_some_and(|answer| answer.contains("not allowed")), "{command}: {answer}");
    }
    Ok(())
}

#[tokio::test]
async fn a_reloaded_page_finds_the_sign_in_under_way() -> Result<(), Failed> {
    let on = set_out().await;
    add_uat(&on).await?;
    on.window.press("Continue in browser").await?;
    on.window.says("left").await?;
    on.window.client().refresh().await?;
    on.window.says("Waiting for you").await?;
    on.allow().await?;
    on.window.says("Signed in to").await?;
    on.window.client().refresh().await?;
    on.window.says("Fresh").await
}

#[tokio::test]
async fn org_names_are_shown_as_text() -> Result<(), Failed> {
    let on = set_out().await;
    let hostile = "<img src=x onerror=alert(1)> {@html 1} ${1} Zoë";
    on.window.chord("n").await?;
    on.window.fill("Paste any address from this org", "acme.my.salesforce.com").await?;
    on.window.fill("Client", hostile).await?;
    on.window.fill("Name", hostile).await?;
    on.window.press("Add and continue").await?;
    on.window.press("Not now").await?;
    on.window.says(hostile).await?;
    let images = on.window.script("arguments[0](document.images.length)", vec![]).await?;
    assert_eq!(images, json!(0));
    add_uat(&on).await?;
    sign_in(&on).await
}
