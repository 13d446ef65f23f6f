//! The X server, asked from outside: which of Keyperch's windows are on the screen.
//!
//! Asked directly, not through a tool: a look takes less than a millisecond, and so can say when a window came.

use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt, MapState, Window};
use x11rb::rust_connection::RustConnection;

use crate::Failed;
use crate::patience::PATIENCE;

/// A connection to the display.
pub struct Screen {
    x: RustConnection,
    root: Window,
}

/// What a window looks like.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Shape {
    /// The window with the list.
    Main,
    /// The quick switcher.
    Switcher,
    /// The message that it becomes.
    Message,
}

impl Shape {
    /// By its size.
    pub fn of(width: u16, height: u16) -> Option<Self> {
        match (width, height) {
            (900.., 600..) => Some(Self::Main),
            (500..=700, 100..=480) => Some(Self::Switcher),
            (300..=450, 40..=120) => Some(Self::Message),
            _ => None,
        }
    }
}

impl Screen {
    /// Connects to the display of this desktop.
    pub fn open() -> Result<Self, Failed> {
        let (x, number) = RustConnection::connect(None)?;
        let root = x.setup().roots[number].root;
        Ok(Self { x, root })
    }

    /// Keyperch's window of this shape, if it is on the screen.
    pub fn seen(&self, shape: Shape) -> Result<Option<Window>, Failed> {
        self.below(self.root, shape, 3)
    }

    /// Waits until there is one; how long that was after this moment.
    pub async fn shown(&self, shape: Shape, since: Instant) -> Result<Duration, Failed> {
        loop {
            if self.seen(shape)?.is_some() {
                return Ok(since.elapsed());
            }
            if since.elapsed() > PATIENCE {
                return Err(format!("waited {} s for {shape:?}", PATIENCE.as_secs()).into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Waits until there is none.
    pub async fn gone(&self, shape: Shape) -> Result<(), Failed> {
        let since = Instant::now();
        while self.seen(shape)?.is_some() {
            if since.elapsed() > PATIENCE {
                return Err(format!("waited {} s for {shape:?} to go", PATIENCE.as_secs()).into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    /// Window managers put windows into frames, so they are looked for below the first level, too.
    fn below(&self, window: Window, shape: Shape, depth: u8) -> Result<Option<Window>, Failed> {
        for child in self.x.query_tree(window)?.reply()?.children {
            // A window may go while it is looked at.
            if self.is(child, shape).unwrap_or(false) {
                return Ok(Some(child));
            }
            if depth > 1
                && let Ok(Some(found)) = self.below(child, shape, depth - 1)
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn is(&self, window: Window, shape: Shape) -> Result<bool, Failed> {
        let attributes = self.x.get_window_attributes(window)?;
        let geometry = self.x.get_geometry(window)?;
        let class = self.x.get_property(false, window, AtomEnum::WM_CLASS, AtomEnum::STRING, 0, 64)?;
        if attributes.reply()?.map_state != MapState::VIEWABLE {
            return Ok(false);
        }
        let geometry = geometry.reply()?;
        let class = String::from_utf8_lossy(&class.reply()?.value).to_lowercase();
        Ok(class.contains("keyperch") && Shape::of(geometry.width, geometry.height) == Some(shape))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_told_by_its_size() {
        for (size, shape) in [
            ((980, 680), Some(Shape::Main)),
            ((640, 480), Some(Shape::Switcher)),
            ((420, 56), Some(Shape::Message)),
            ((10, 10), None),
        ] {
            assert_eq!(Shape::of(size.0, size.1), shape, "{size:?}");
        }
    }
}
