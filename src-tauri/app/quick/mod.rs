//! The quick switcher: a small window that comes over whatever a person works with, and goes again. After a copy it is a
//! message for a moment (under Wayland a notification), without the focus, which has gone back to the program before.
//!
//! It is made hidden, once the list is usable, so that showing it costs nothing but showing it. What it knows and copies
//! is done elsewhere; here is only what it looks like to the desktop. Everything happens on the main thread.
//!
//! `WebKitGTK` hands a key that a page leaves alone back to its window, and forgets the next key where that is hidden by
//! then. So the page leaves none alone that may hide it, and no key that is let go (`keyup`) at all.

mod focus;
mod keys;
mod message;
mod notice;
mod place;
mod spot;

pub(crate) use keys::{begin as begin_keys, choose, settings};
pub(crate) use message::notify;
pub(crate) use notice::Notice;
pub(crate) use place::{copy, open, tell_if_ours, to_main};

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use keyperch_core::model::view::QuickChange;
use tauri::ipc::Channel;
use tauri::{
    AppHandle, Manager, PhysicalUnit, Runtime, WebviewWindow, Window, WindowEvent, WindowSizeConstraints,
};
use tokio::sync::watch;
use tracing::debug;

use crate::Start;
use crate::keyperch::Keyperch;
use crate::quick::focus::Before;
use crate::quick::keys::OwnKeys;
use crate::quick::notice::Notices;
use crate::quick::spot::Spot;
use crate::windows;

/// Its label, and that of what it may call.
pub(crate) const LABEL: &str = "quick";

/// Who has lost the focus for longer than this has lost it: keys that anybody on this desktop has for themselves take it
/// for as long as they are pressed (X11).
const BLINK: Duration = Duration::from_millis(150);

/// How soon the focus is asked for once more: only a window that is there can have it.
const SOON: Duration = Duration::from_millis(30);

/// What belongs to the quick switcher.
pub(crate) struct Quick {
    page: Mutex<Option<Channel<QuickChange>>>,
    stage: Mutex<Stage>,
    before: Before,
    /// Notifications, where no window is there without the focus.
    notices: Option<Notices>,
    pub(crate) keys: OwnKeys,
    /// Changes when a person leaves it: what was not copied by then is not wanted any more.
    left: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Stage {
    shows: Shows,
    /// Counts what it has shown, so that what ends late ends only its own.
    round: u64,
    /// Whether it was called before it was there.
    is_wanted: bool,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Shows {
    #[default]
    Nothing,
    Switcher,
    Message,
}

/// What it comes to that a person calls it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Call {
    Show,
    Leave,
    /// It shows itself as soon as it is there.
    Wait,
    /// There is nothing to find: the main window says why.
    ToMain,
}

/// Where the focus goes when it is hidden.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Focus {
    /// To the program before.
    Back,
    /// It went already, or goes to the main window.
    Elsewhere,
}

impl Quick {
    /// `has_core`: whether there is anything to find.
    pub(crate) fn of(start: &Start, has_core: bool) -> Self {
        Self {
            page: Mutex::default(),
            stage: Mutex::new(Stage { is_wanted: start.quick && has_core, ..Stage::default() }),
            before: Before::new(start.grants_keys),
            notices: (!start.grants_keys).then(Notices::default),
            keys: OwnKeys::of(start),
            left: watch::Sender::new(0),
        }
    }

    fn stage<T>(&self, work: impl FnOnce(&mut Stage) -> T) -> T {
        work(&mut self.stage.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn tell(&self, change: QuickChange) {
        let page = self.page.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = &*page {
            let _a_page_that_is_gone_asks_anew = page.send(change);
        }
    }

    fn is_there(&self) -> bool {
        self.page.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn call(&self, has_core: bool) -> Call {
        if !has_core {
            return Call::ToMain;
        }
        if !self.is_there() {
            self.stage(|stage| stage.is_wanted = true);
            return Call::Wait;
        }
        if self.stage(|stage| stage.shows == Shows::Switcher) { Call::Leave } else { Call::Show }
    }
}

/// Makes the window, once: when the main one has its list.
pub(crate) fn furnish<R: Runtime>(handle: &AppHandle<R>) {
    on_main(handle, |handle| {
        if handle.get_webview_window(LABEL).is_some() {
            return;
        }
        if let Err(error) = windows::open_quick(handle) {
            tracing::warn!("there is no quick switcher: {error}");
        }
        begin_keys(handle);
    });
}

/// Turns to its page, and shows it where it was called before that was there.
pub(crate) fn turn_to<R: Runtime>(handle: &AppHandle<R>, page: Channel<QuickChange>) {
    let keyperch = handle.state::<Keyperch>();
    let quick = &keyperch.quick;
    *quick.page.lock().unwrap_or_else(PoisonError::into_inner) = Some(page);
    if let Ok(core) = keyperch.core() {
        // The first search reads the whole list: not while somebody waits for it.
        tauri::async_runtime::spawn(async move { core.quick_find("").await.is_ok() });
    }
    if quick.stage(|stage| std::mem::take(&mut stage.is_wanted)) {
        on_main(handle, show);
    }
}

/// Shows it, or hides it where it is shown. Where the data folder could not be opened, the main window comes instead.
pub(crate) fn toggle<R: Runtime>(handle: &AppHandle<R>) {
    on_main(handle, |handle| {
        let keyperch = handle.state::<Keyperch>();
        match keyperch.quick.call(keyperch.core().is_ok()) {
            Call::Show => show(handle),
            Call::Leave => leave_now(handle),
            Call::Wait => {}
            Call::ToMain => windows::bring_to_front(handle),
        }
    });
}

/// A person leaves it: it is hidden, and what was not copied by now is not.
pub(crate) fn leave<R: Runtime>(handle: &AppHandle<R>) {
    on_main(handle, leave_now);
}

fn leave_now<R: Runtime>(handle: &AppHandle<R>) {
    handle.state::<Keyperch>().quick.left.send_modify(|times| *times += 1);
    hide(handle, Focus::Back);
}

/// It loses the focus, or is closed.
pub(crate) fn on_window_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    let handle = window.app_handle().clone();
    match event {
        // It is wanted again: it is hidden, never closed.
        WindowEvent::CloseRequested { api, .. } => {
            api.prevent_close();
            leave(&handle);
        }
        WindowEvent::Focused(false) => {
            let round = handle.state::<Keyperch>().quick.stage(|stage| stage.round);
            after(&handle, BLINK, move |handle| {
                let is_away = window_of(handle).is_some_and(|window| !window.is_focused().unwrap_or(true));
                let is_that = |stage: &mut Stage| stage.round == round && stage.shows == Shows::Switcher;
                if is_away && handle.state::<Keyperch>().quick.stage(is_that) {
                    hide(handle, Focus::Elsewhere);
                }
            });
        }
        _ => {}
    }
}

fn show<R: Runtime>(handle: &AppHandle<R>) {
    let (Some(window), keyperch) = (window_of(handle), handle.state::<Keyperch>()) else { return };
    let began = keyperch.now();
    let quick = &keyperch.quick;
    // Something else is wanted now than what may be under way still.
    quick.left.send_modify(|times| *times += 1);
    quick.before.remember();
    let _ = window.set_focusable(true);
    put(&window, Spot::Switcher);
    quick.tell(QuickChange::Shown);
    let _ = window.show();
    let _ = window.set_focus();
    let round = begin_round(quick, Shows::Switcher);
    debug!(
        milliseconds = keyperch.now().since(began).map(|time| time.as_millis()),
        "the quick switcher is shown"
    );
    after(handle, SOON, move |handle| {
        let is_still = |stage: &mut Stage| stage.round == round && stage.shows == Shows::Switcher;
        if handle.state::<Keyperch>().quick.stage(is_still) && !window.is_focused().unwrap_or(true) {
            let _ = window.set_focus();
        }
    });
}

fn hide<R: Runtime>(handle: &AppHandle<R>, focus: Focus) {
    let keyperch = handle.state::<Keyperch>();
    let shown = keyperch.quick.stage(|stage| {
        stage.round += 1;
        std::mem::take(&mut stage.shows)
    });
    let Some(window) = window_of(handle).filter(|_| shown != Shows::Nothing) else { return };
    let _ = window.hide();
    if shown == Shows::Switcher && focus == Focus::Back {
        keyperch.quick.before.give_back(handle);
    }
    keyperch.quick.tell(QuickChange::Hidden);
}

fn begin_round(quick: &Quick, shows: Shows) -> u64 {
    quick.stage(|stage| {
        stage.round += 1;
        stage.shows = shows;
        stage.round
    })
}

/// Puts it where it belongs, on the screen with the pointer.
fn put<R: Runtime>(window: &WebviewWindow<R>, spot: Spot) {
    let pointer = window.cursor_position().ok();
    let at_pointer = pointer.and_then(|at| window.monitor_from_point(at.x, at.y).ok().flatten());
    let Some(monitor) = at_pointer.or_else(|| window.primary_monitor().ok().flatten()) else { return };
    let (size, position) = spot.on(monitor.work_area(), monitor.scale_factor());
    // A window that cannot be resized cannot be by its own program either (GTK): it is held at its size instead.
    let (width, height) = (PhysicalUnit::new(size.width), PhysicalUnit::new(size.height));
    let _ = window.set_size_constraints(WindowSizeConstraints {
        min_width: Some(width.into()),
        min_height: Some(height.into()),
        max_width: Some(width.into()),
        max_height: Some(height.into()),
    });
    let _ = window.set_size(size);
    let _ = window.set_position(position);
}

fn window_of<R: Runtime>(handle: &AppHandle<R>) -> Option<WebviewWindow<R>> {
    handle.get_webview_window(LABEL)
}

fn on_main<R: Runtime>(handle: &AppHandle<R>, work: impl FnOnce(&AppHandle<R>) + Send + 'static) {
    let there = handle.clone();
    let _a_program_that_ends_shows_nothing = handle.run_on_main_thread(move || work(&there));
}

fn after<R: Runtime>(
    handle: &AppHandle<R>,
    pause: Duration,
    work: impl FnOnce(&AppHandle<R>) + Send + 'static,
) {
    let handle = handle.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(pause).await;
        on_main(&handle, work);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_wanted(quick: &Quick) -> bool {
        quick.stage(|stage| stage.is_wanted)
    }

    #[test]
    fn where_there_is_nothing_to_find_the_main_window_comes_and_nothing_waits() {
        let quick = Quick::of(&Start { quick: true, ..Start::default() }, false);
        assert!(!is_wanted(&quick), "the main window is there by itself");
        assert_eq!(quick.call(false), Call::ToMain);
        assert!(!is_wanted(&quick));
    }

    #[test]
    fn called_before_it_is_there_it_is_shown_when_it_is() {
        let quick = Quick::of(&Start::default(), true);
        assert!(!is_wanted(&quick));
        assert_eq!(quick.call(true), Call::Wait);
        assert!(is_wanted(&quick));
        assert!(is_wanted(&Quick::of(&Start { quick: true, ..Start::default() }, true)));
    }
}
