//! Which program had the focus before the quick switcher came, and how it gets it back.
//!
//! Windows gives it back by itself when a window is hidden. macOS does when the whole program is. On Linux nobody
//! promises it: the window manager is asked (EWMH, `_NET_ACTIVE_WINDOW`), where there is one that can be.

use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Runtime};

/// The program before.
pub(super) struct Before {
    can_ask: bool,
    window: Mutex<Option<u32>>,
}

impl Before {
    /// Under Wayland nobody is told which window has the focus.
    pub(super) fn new(can_ask: bool) -> Self {
        Self { can_ask, window: Mutex::default() }
    }

    /// Notes which window has the focus now.
    pub(super) fn remember(&self) {
        if self.can_ask {
            *self.window.lock().unwrap_or_else(PoisonError::into_inner) = desktop::active();
        }
    }

    /// Gives it back, once.
    pub(super) fn give_back<R: Runtime>(&self, handle: &AppHandle<R>) {
        #[cfg(target_os = "macos")]
        let _ = handle.hide();
        #[cfg(not(target_os = "macos"))]
        let _ = handle;
        if let Some(window) = self.window.lock().unwrap_or_else(PoisonError::into_inner).take() {
            desktop::activate(window);
        }
    }
}

#[cfg(target_os = "linux")]
mod desktop {
    use x11rb::CURRENT_TIME;
    use x11rb::connection::Connection;
    use x11rb::errors::ReplyOrIdError;
    use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt, EventMask};
    use x11rb::rust_connection::RustConnection;

    const ACTIVE: &[u8] = b"_NET_ACTIVE_WINDOW";

    /// A person asked, by means of a program that switches windows: no window manager takes it for an intrusion.
    const FROM_A_PERSON: u32 = 2;

    pub(super) fn active() -> Option<u32> {
        let (connection, root) = display()?;
        let atom = connection.intern_atom(true, ACTIVE).ok()?.reply().ok()?.atom;
        let asked = connection.get_property(false, root, atom, AtomEnum::WINDOW, 0, 1).ok()?;
        asked.reply().ok()?.value32()?.next().filter(|window| *window != 0)
    }

    pub(super) fn activate(window: u32) {
        let _a_window_that_is_gone_wants_no_focus = ask(window);
    }

    fn ask(window: u32) -> Result<(), ReplyOrIdError> {
        let Some((connection, root)) = display() else { return Ok(()) };
        let atom = connection.intern_atom(true, ACTIVE)?.reply()?.atom;
        let message = ClientMessageEvent::new(32, window, atom, [FROM_A_PERSON, CURRENT_TIME, 0, 0, 0]);
        let to_its_manager = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        // It is answered only when it has been taken: the connection ends with us.
        connection.send_event(false, root, to_its_manager, message)?.check()?;
        Ok(())
    }

    fn display() -> Option<(RustConnection, u32)> {
        let (connection, screen) = x11rb::connect(None).ok()?;
        let root = connection.setup().roots.get(screen)?.root;
        Some((connection, root))
    }
}

#[cfg(not(target_os = "linux"))]
mod desktop {
    pub(super) fn active() -> Option<u32> {
        None
    }

    pub(super) fn activate(_window: u32) {}
}
