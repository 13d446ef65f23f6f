//! Another program with the focus, into which a person pastes: a bare X window that hears Ctrl+V.
//!
//! It asks the clipboard's owner itself, as any program does, and hands on what it was given.

use std::sync::mpsc::{Receiver as Pasted, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ConnectionExt, CreateWindowAux, EventMask, KeyButMask, KeyPressEvent, NotifyMode,
    PropMode, SelectionNotifyEvent, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;
use x11rb::{COPY_DEPTH_FROM_PARENT, COPY_FROM_PARENT};

use crate::Failed;
use crate::desk::run;
use crate::patience::until;

/// The letter of the chord that pastes.
const LETTER_V: u32 = 0x76;

/// The window, and what was pasted into it.
pub struct Receiver {
    window: Window,
    pasted: Pasted<String>,
    taken: Arc<Mutex<Option<Instant>>>,
}

impl Receiver {
    /// Opens the window, and gives it the focus.
    pub async fn open() -> Result<Self, Failed> {
        let (to, pasted) = channel();
        let ear = Ear::open(to)?;
        let (window, taken) = (ear.window, Arc::clone(&ear.taken));
        std::thread::spawn(move || ear.listen());
        let receiver = Self { window, pasted, taken };
        receiver.take_focus().await?;
        Ok(receiver)
    }

    /// Takes the focus, as by a click into it.
    pub async fn take_focus(&self) -> Result<(), Failed> {
        let window = self.window.to_string();
        run(std::process::Command::new("xdotool").args(["windowactivate", &window]))?;
        until("the focus in the receiver", || async { Ok(self.has_focus()?.then_some(())) }).await
    }

    /// Whether the window manager says that it is the active one.
    pub fn has_focus(&self) -> Result<bool, Failed> {
        let active = run(std::process::Command::new("xdotool").arg("getactivewindow"))?;
        Ok(active.trim() == self.window.to_string())
    }

    /// When the display last gave a key to another program that has it for itself, if that was after this moment: then
    /// the key was pressed. What sent it took a while to start.
    pub fn key_was_taken(&self, since: Instant) -> Option<Instant> {
        let taken = *self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.filter(|taken| *taken >= since)
    }

    /// The next text that is pasted.
    pub fn pasted(&self, within: Duration) -> Result<String, Failed> {
        self.pasted.recv_timeout(within).map_err(|_| "nothing was pasted".into())
    }
}

/// The side that hears the X server.
struct Ear {
    x: RustConnection,
    window: Window,
    letter_v: u8,
    clipboard: Atom,
    utf8: Atom,
    place: Atom,
    to: Sender<String>,
    /// When a key was last taken by a grab.
    taken: Arc<Mutex<Option<Instant>>>,
}

impl Ear {
    fn open(to: Sender<String>) -> Result<Self, Failed> {
        let (x, number) = RustConnection::connect(None)?;
        let root = x.setup().roots[number].root;
        let window = x.generate_id()?;
        let hears = EventMask::KEY_PRESS | EventMask::STRUCTURE_NOTIFY | EventMask::FOCUS_CHANGE;
        let looks = CreateWindowAux::new().background_pixel(0x00ff_ffff).event_mask(hears);
        let depth = COPY_DEPTH_FROM_PARENT;
        x.create_window(
            depth,
            window,
            root,
            40,
            40,
            500,
            300,
            0,
            WindowClass::INPUT_OUTPUT,
            COPY_FROM_PARENT,
            &looks,
        )?;
        x.change_property8(
            PropMode::REPLACE,
            window,
            AtomEnum::WM_NAME,
            AtomEnum::STRING,
            b"Another program",
        )?;
        x.map_window(window)?;
        let atom =
            |name: &str| -> Result<Atom, Failed> { Ok(x.intern_atom(false, name.as_bytes())?.reply()?.atom) };
        let (clipboard, utf8, place) = (atom("CLIPBOARD")?, atom("UTF8_STRING")?, atom("PASTED_HERE")?);
        let letter_v = keycode(&x, LETTER_V)?;
        x.flush()?;
        Ok(Self { x, window, letter_v, clipboard, utf8, place, to, taken: Arc::default() })
    }

    /// Until the display goes, or nobody wants to know any more.
    fn listen(self) {
        while let Ok(event) = self.x.wait_for_event() {
            let heard = match event {
                Event::KeyPress(key) => self.pressed(&key),
                Event::SelectionNotify(answer) => self.given(&answer),
                Event::FocusOut(out) if out.mode == NotifyMode::GRAB => {
                    *self.taken.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
                    Ok(())
                }
                _ => Ok(()),
            };
            if heard.is_err() {
                return;
            }
        }
    }

    fn pressed(&self, key: &KeyPressEvent) -> Result<(), Failed> {
        if key.detail == self.letter_v && key.state.contains(KeyButMask::CONTROL) {
            self.x.convert_selection(self.window, self.clipboard, self.utf8, self.place, key.time)?;
            self.x.flush()?;
        }
        Ok(())
    }

    fn given(&self, answer: &SelectionNotifyEvent) -> Result<(), Failed> {
        let mut text = Vec::new();
        if answer.property != x11rb::NONE {
            let given = self.x.get_property(true, self.window, self.place, AtomEnum::ANY, 0, 1 << 16)?;
            text = given.reply()?.value;
        }
        Ok(self.to.send(String::from_utf8(text)?)?)
    }
}

/// The key that makes this letter.
fn keycode(x: &RustConnection, letter: u32) -> Result<u8, Failed> {
    let (first, last) = (x.setup().min_keycode, x.setup().max_keycode);
    let keys = x.get_keyboard_mapping(first, last - first + 1)?.reply()?;
    let each = usize::from(keys.keysyms_per_keycode).max(1);
    let at = keys.keysyms.chunks(each).position(|letters| letters.contains(&letter));
    let at = at.ok_or("no key for the letter v")?;
    Ok(first + u8::try_from(at)?)
}
