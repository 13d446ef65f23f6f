//! The companion as a window of the desktop: narrow, beside the browser, over other windows; and gone as it came.

use std::process::Command;

use keyperch_e2e::Failed;
use keyperch_e2e::desk::run;
use keyperch_e2e::patience::until;
use keyperch_e2e::traveller::Traveller;

use super::guided::begin;

/// How wide it may be.
const NARROW: u32 = 400;

/// Keyperch's window, as the window manager knows it.
fn window() -> Result<String, Failed> {
    let listed = run(Command::new("wmctrl").arg("-l"))?;
    let line = listed.lines().find(|line| line.ends_with(" Keyperch")).ok_or("no window of Keyperch")?;
    Ok(line.split(' ').next().unwrap_or_default().to_owned())
}

/// Its left edge, its width and its height, asked of the display.
fn place() -> Result<(i32, u32, u32), Failed> {
    let told = run(Command::new("xwininfo").args(["-id", &window()?]))?;
    let number = |name: &str| {
        let line = told.lines().find_map(|line| line.trim().strip_prefix(name)).ok_or("no such line")?;
        line.trim().parse::<i32>().map_err(Failed::from)
    };
    let (width, height) = (number("Width:")?, number("Height:")?);
    Ok((number("Absolute upper-left X:")?, width.try_into()?, height.try_into()?))
}

/// Whether the window manager keeps it over others.
fn is_on_top() -> Result<bool, Failed> {
    let state = run(Command::new("xprop").args(["-id", &window()?, "_NET_WM_STATE"]))?;
    Ok(state.contains("_NET_WM_STATE_ABOVE"))
}

/// Waits until it is narrow, or as wide as before.
async fn comes_to(what: &str, is_so: impl Fn((i32, u32, u32)) -> bool) -> Result<(), Failed> {
    until(what, || async {
        let now = place()?;
        if is_so(now) { Ok(Some(())) } else { Err(format!("it is at {now:?}").into()) }
    })
    .await
}

async fn comes_on_top(wanted: bool) -> Result<(), Failed> {
    until("its place over other windows", || async { Ok((is_on_top()? == wanted).then_some(())) }).await
}

async fn close(on: &Traveller) -> Result<(), Failed> {
    on.window.press("Close, and go on later").await
}

#[tokio::test]
async fn it_is_narrow_and_on_top_and_gives_the_window_its_size_back() -> Result<(), Failed> {
    let on = super::trip::set_out().await;
    on.window.says("one safe place").await?;
    let before = place()?;
    assert!(before.1 > NARROW && !is_on_top()?, "a window like any other: {before:?}");
    on.window.press("Connect the Rehearsal Tool").await?;
    super::guided::add_org(&on, keyperch_e2e::traveller::HOST, "UAT").await?;
    let is_docked = |left: i32, width: u32| width <= NARROW && left.unsigned_abs() + width >= 1240;
    comes_to("a narrow window at the right edge, of 1280", |(left, width, _)| is_docked(left, width)).await?;
    comes_on_top(true).await?;

    on.window.press("Stay over other windows").await?;
    comes_on_top(false).await?;
    assert!(place()?.1 <= NARROW, "it is still the companion");
    on.window.press("Stay over other windows").await?;
    comes_on_top(true).await?;

    close(&on).await?;
    comes_to("the window as it was", |now| (now.1, now.2) == (before.1, before.2)).await?;
    comes_on_top(false).await
}

#[tokio::test]
async fn it_is_narrow_again_where_it_is_gone_on_with() -> Result<(), Failed> {
    let on = begin().await?;
    comes_to("a narrow window", |(_, width, _)| width <= NARROW).await?;
    close(&on).await?;
    comes_to("a wide window", |(_, width, _)| width > NARROW).await?;
    on.window.press("Continue the set-up of Rehearsal Tool").await?;
    comes_to("a narrow window", |(_, width, _)| width <= NARROW).await?;
    comes_on_top(true).await
}
