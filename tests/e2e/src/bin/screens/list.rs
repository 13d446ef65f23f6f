//! The list of forty orgs: how it is looked at, searched, picked from, and refreshed.

use keyperch_e2e::Failed;
use keyperch_e2e::traveller::Traveller;
use serde_json::json;

use crate::album::Album;
use crate::hand;

/// Everything, its parts, its menus, its order, its end.
pub(crate) async fn views(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    album.take_all_ways(on, "Everything, under pins and clients", "Acme Retail").await?;
    for (heights, what) in [(2, "further down"), (4, "further still"), (99, "the end")] {
        down(on, heights).await?;
        album.take(on, &format!("Everything, {what}"), "org").await?;
    }
    hand::begin(on).await?;
    on.window.press("More").await?;
    album.take(on, "The window's menu", "Self-check…").await?;
    hand::begin(on).await?;
    on.window.press("Sort and fold").await?;
    album.take(on, "How the list is sorted and folded", "Sort by last use").await?;
    on.window.press("Fold all").await?;
    album.take(on, "All clients folded", "Delta Foods").await?;
    hand::pick(on, "Sort and fold", "Unfold all").await?;
    on.window.press("More for Acme Retail").await?;
    album.take(on, "A client's menu", "Select all").await?;
    hand::begin(on).await?;
    hand::pick(on, "Sort and fold", "Sort by last use").await?;
    album.take(on, "By last use", "Acme Retail").await?;
    hand::pick(on, "Sort and fold", "Sort by client").await?;
    hand::press_at(on, ".looks button:nth-of-type(2)").await?;
    album.take(on, "Pinned alone", "Garnet Insurance").await?;
    hand::press_at(on, ".looks button:nth-of-type(3)").await?;
    album.take(on, "What needs attention", "org").await
}

/// Searched: codes, words, nothing.
pub(crate) async fn search(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    hand::search(on, "acu").await?;
    album.take(on, "A short code", "acu").await?;
    hand::search(on, "uat").await?;
    album.take_all_ways(on, "A word", "UAT").await?;
    hand::search(on, "nightly exports").await?;
    album.take(on, "A user with a long name", "nightly.exports").await?;
    hand::search(on, "zqz").await?;
    album.take(on, "No match", "No org matches “zqz”.").await
}

/// Several orgs picked, and the bar for them.
pub(crate) async fn selection(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    hand::search(on, "delta").await?;
    hand::stand_on_org(on, "d1u").await?;
    on.window.keys("x").await?;
    album.take(on, "One org picked", "1 org selected").await?;
    hand::search(on, "").await?;
    hand::pick(on, "More for Acme Retail", "Select all").await?;
    album.take_all_ways(on, "Several orgs picked", "orgs selected").await
}

/// A refresh of all tokens: under way, over, and what it leaves in the list.
pub(crate) async fn refresh(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    // One org refuses, one cannot be reached, and all others take their time.
    let dev = on.practice.org("acme--dev.sandbox.my.salesforce.com")["apps"][0]["consumer_key"].clone();
    let dev = dev.as_str().ok_or("no app in the Dev sandbox")?;
    on.practice.order("POST", &format!("/apps/{dev}/switches"), r#"{"blocked":true}"#)?;
    let away = json!({ "kind": "any", "host": "boreal-dev-ed.develop.my.salesforce.com", "fault": "drop_before", "times": 99 });
    on.practice.order("POST", "/faults", &away.to_string())?;
    on.practice.order("POST", "/faults", r#"{"kind":"any","fault":"slow","ms":5000,"times":6}"#)?;
    hand::pick(on, "More", "Refresh all tokens").await?;
    album.take(on, "A refresh under way", "Refreshing").await?;
    on.window.says("Dismiss").await?;
    album.take_all_ways(on, "A refresh that is over", "Dismiss").await?;
    on.window.press("Dismiss").await?;
    album.take(on, "What a refresh leaves", "Acme Retail").await?;
    hand::press_at(on, ".looks button:nth-of-type(3)").await?;
    album.take(on, "What needs attention after it", "org").await
}

/// Scrolls the list by so many of its heights.
async fn down(on: &Traveller, heights: usize) -> Result<(), Failed> {
    let scroll = "const list = [...document.querySelectorAll('main *')].find((one) =>
          one.scrollHeight > one.clientHeight + 8 && getComputedStyle(one).overflowY !== 'visible'
          && one.querySelector('[data-row]') !== null);
        if (list) list.scrollTop = list.clientHeight * arguments[0];
        requestAnimationFrame(() => requestAnimationFrame(() => arguments[1](true)));";
    on.window.script(scroll, vec![json!(heights)]).await.map(drop)
}
