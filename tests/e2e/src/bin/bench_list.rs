//! How a list of 10,000 orgs in 200 clients feels, beside one of ten, in the real window.
//!
//! `bench_list KEYPERCH`, under `desktop/desktop.py`. Timed is inside the webview, with its own clock: from a keystroke
//! in the search box to the first frame after which the page stands still, and from frame to frame while the list is
//! scrolled. Beside each stands a floor of the same run: the same keystroke in a box that nobody listens to, and frames
//! of a page at rest. The start is timed from outside: until the first row is there.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the output of the program")]
#![expect(
    clippy::disallowed_methods,
    reason = "starts are timed, and the program is named on the command line"
)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use keyperch_e2e::Failed;
use keyperch_e2e::app::Launch;
use keyperch_e2e::desk::Desk;
use keyperch_e2e::many;
use keyperch_e2e::patience::until;
use keyperch_e2e::webdriver::Window;
use serde_json::{Value, json};

/// What a keystroke may cost at 10,000 orgs, at the 95th percentile, before this fails.
const KEYSTROKE: f64 = 100.0;

/// How often each start is timed.
const STARTS: usize = 5;

const TYPE: &str = r#"
const [selector, texts, done] = arguments;
const frame = () => new Promise((next) => requestAnimationFrame(() => next(performance.now())));
let box = document.querySelector(selector);
if (box === null) {
  box = document.createElement("input");
  document.body.append(box);
}
let changed = 0;
const watch = new MutationObserver(() => { changed = performance.now(); });
watch.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
const type = async (text) => {
  await frame();
  const begin = performance.now();
  changed = begin;
  set.call(box, text);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  // The first frame after which a whole frame went by without any change.
  let painted = await frame();
  for (let next = await frame(); changed > painted - 0.001; next = await frame()) painted = next;
  return painted - begin;
};
(async () => {
  const times = [];
  for (const text of texts) times.push(await type(text));
  watch.disconnect();
  if (!box.matches("[data-search]")) box.remove();
  done(times);
})();
"#;

const SCROLL: &str = r#"
const [steps, by, done] = arguments;
const frame = () => new Promise((next) => requestAnimationFrame(next));
const all = [...document.querySelectorAll("main *")];
const list = all.find((element) => element.scrollHeight > element.clientHeight + 8 && getComputedStyle(element).overflowY !== "visible"
  && element.querySelector("[data-row]") !== null);
(async () => {
  const times = [];
  let last = await frame();
  for (let step = 0; step < steps; step += 1) {
    if (by > 0) list.scrollTop += by;
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  done({ times, top: list?.scrollTop ?? 0 });
})();
"#;

#[tokio::main]
async fn main() -> ExitCode {
    match measure().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failed) => {
            eprintln!("bench_list: {failed}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Result<bool, Failed> {
    let program: PathBuf = std::env::args_os().nth(1).ok_or("usage: bench_list KEYPERCH")?.into();
    let few = Many::of(&program, 10, 2).await?;
    let many = Many::of(&program, 10_000, 200).await?;
    println!("times in ms; n 60 keystrokes, 240 frames, {STARTS} starts; each list in a run of its own");
    row("keystroke, nobody listens (floor)", &many.floor, None);
    row("keystroke to filtered list, 10 orgs", &few.typed, Some(&many.floor));
    let keystroke = row("keystroke to filtered list, 10,000 orgs", &many.typed, Some(&many.floor));
    row("frame at rest (floor)", &many.rest, None);
    row("frame while scrolling, 10,000 orgs", &many.scrolled, Some(&many.rest));
    row("start to usable list, 10 orgs", &few.starts, None);
    row("start to usable list, 10,000 orgs", &many.starts, Some(&few.starts));
    if keystroke > KEYSTROKE {
        println!("bench_list: a keystroke takes more than {KEYSTROKE} ms at the 95th percentile");
    }
    Ok(keystroke <= KEYSTROKE)
}

/// What was measured with a list of one size.
struct Many {
    floor: Vec<f64>,
    typed: Vec<f64>,
    rest: Vec<f64>,
    scrolled: Vec<f64>,
    starts: Vec<f64>,
}

impl Many {
    async fn of(program: &Path, orgs: usize, clients: usize) -> Result<Self, Failed> {
        let desk = Desk::here()?;
        let launch = Launch::new(program, &desk.new_folder()?, &desk.log("bench"));
        launch.open().await?.close().await?;
        launch.end();
        many::fill(&launch.data_dir, orgs, clients)?;
        let mut starts = Vec::new();
        for _ in 0..STARTS {
            let (window, time) = start(&launch).await?;
            starts.push(time.as_secs_f64() * 1e3);
            window.close().await?;
            launch.end();
        }
        let (window, _time) = start(&launch).await?;
        // What the start has left to do is not what is measured.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let texts = keystrokes(orgs, clients);
        let measured = Self {
            floor: numbers(&window.script(TYPE, vec![json!("#no-such-box"), json!(texts)]).await?),
            typed: numbers(&window.script(TYPE, vec![json!("[data-search]"), json!(texts)]).await?),
            rest: frames(&window, 0).await?,
            scrolled: if orgs > 100 { frames(&window, 48).await? } else { vec![] },
            starts,
        };
        window.close().await?;
        launch.end();
        Ok(measured)
    }
}

async fn start(launch: &Launch) -> Result<(Window, Duration), Failed> {
    let begin = Instant::now();
    let window = launch.open().await?;
    let there = "arguments[0](document.querySelector('[data-row^=\"org-\"]') !== null)";
    until("the first row", || async { Ok((window.script(there, vec![]).await? == true).then_some(())) })
        .await?;
    Ok((window, begin.elapsed()))
}

async fn frames(window: &Window, by: usize) -> Result<Vec<f64>, Failed> {
    let answer = window.script(SCROLL, vec![json!(240), json!(by)]).await?;
    if by > 0 && answer["top"].as_f64().unwrap_or_default() < 240.0 {
        return Err("the list did not scroll".into());
    }
    Ok(numbers(&answer["times"]))
}

/// What a consultant types: clients letter by letter, codes, names of kinds, and all of it deleted again.
fn keystrokes(orgs: usize, clients: usize) -> Vec<String> {
    let mut texts = Vec::new();
    for word in [
        "acme",
        &many::code(orgs / 2),
        "uat",
        &many::code(orgs - 1),
        &many::client(clients - 1).to_lowercase(),
    ] {
        texts.extend((1..=word.len()).filter_map(|length| word.get(..length)).map(str::to_owned));
        texts.extend((0..word.len()).rev().filter_map(|length| word.get(..length)).map(str::to_owned));
    }
    texts.into_iter().cycle().take(60).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// Prints one line; its 95th percentile.
fn row(what: &str, times: &[f64], floor: Option<&[f64]>) -> f64 {
    let at = |part: usize, times: &[f64]| {
        let mut times = times.to_vec();
        times.sort_by(f64::total_cmp);
        times.get((times.len() * part / 100).min(times.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
    };
    let ratio = floor
        .map_or_else(String::new, |floor| format!("   ratio of p50 {:.2}", at(50, times) / at(50, floor)));
    println!(
        "{what:<42} p50 {:>7.1}  p95 {:>7.1}  max {:>7.1}{ratio}",
        at(50, times),
        at(95, times),
        at(100, times)
    );
    at(95, times)
}
