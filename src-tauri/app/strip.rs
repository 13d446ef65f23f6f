//! The companion: the window made narrow, beside the browser and on top of it, while a guide is open.
//!
//! A desktop need not allow any of it (Wayland does not let a program place itself): then it is a window like any other.

use std::sync::{Mutex, PoisonError};

use tauri::{
    AppHandle, LogicalSize, Manager, PhysicalPosition, PhysicalRect, PhysicalSize, Runtime, WebviewWindow,
};

/// How wide it is, in logical pixels.
const WIDTH: f64 = 380.0;

/// What it leaves free of the screen's height, in logical pixels.
const LEFT_FREE: f64 = 80.0;

/// How the window was before it became the companion; none: it is not.
#[derive(Default)]
pub(crate) struct Companion(Mutex<Option<Before>>);

enum Before {
    /// It filled its screen: where it goes from there the desktop knows, and by no means says at once.
    Maximized,
    Placed {
        size: PhysicalSize<u32>,
        position: PhysicalPosition<i32>,
    },
}

impl Companion {
    /// Makes the window the companion, over other windows where it is pinned. Where nobody can say how it is now, it stays
    /// so: there would be no way back.
    pub(crate) fn show<R: Runtime>(&self, app: &AppHandle<R>, is_pinned: bool) {
        let Some(window) = app.get_webview_window("main") else { return };
        let mut before = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if before.is_none() {
            let Some(now) = now(&window) else { return };
            if matches!(now, Before::Maximized) {
                let _ = window.unmaximize();
            }
            let _wherever_it_may_stand = dock(&window);
            *before = Some(now);
        }
        let _where_the_desktop_allows = window.set_always_on_top(is_pinned);
    }

    /// Makes it the main window again, where and as large as it was.
    pub(crate) fn leave<R: Runtime>(&self, app: &AppHandle<R>) {
        let before = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (Some(window), Some(before)) = (app.get_webview_window("main"), before) else { return };
        let _ = window.set_always_on_top(false);
        let _ = match before {
            Before::Maximized => window.maximize(),
            Before::Placed { size, position } => {
                window.set_size(size).and_then(|()| window.set_position(position))
            }
        };
    }
}

fn now<R: Runtime>(window: &WebviewWindow<R>) -> Option<Before> {
    if window.is_maximized().ok()? {
        return Some(Before::Maximized);
    }
    Some(Before::Placed { size: window.inner_size().ok()?, position: window.outer_position().ok()? })
}

/// Puts it at the right edge of its screen.
fn dock<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    let Some(monitor) = window.current_monitor()? else {
        return window.set_size(LogicalSize::new(WIDTH, window.inner_size()?.to_logical::<f64>(1.0).height));
    };
    let (size, position) = beside(monitor.work_area(), monitor.scale_factor());
    window.set_size(size)?;
    window.set_position(position)
}

/// How large it is on a screen with this free area, and where.
fn beside(area: &PhysicalRect<i32, u32>, scale: f64) -> (PhysicalSize<u32>, PhysicalPosition<i32>) {
    let free = area.size.to_logical::<f64>(scale);
    let size = LogicalSize::new(WIDTH.min(free.width), (free.height - LEFT_FREE).max(free.height / 2.0));
    let size: PhysicalSize<u32> = size.to_physical(scale);
    let right = area.position.x.saturating_add_unsigned(area.size.width - size.width);
    let middle = area.position.y.saturating_add_unsigned((area.size.height - size.height) / 2);
    (size, PhysicalPosition::new(right, middle))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(x: i32, y: i32, width: u32, height: u32) -> PhysicalRect<i32, u32> {
        PhysicalRect { position: PhysicalPosition::new(x, y), size: PhysicalSize::new(width, height) }
    }

    #[test]
    fn it_stands_at_the_right_edge_of_its_own_screen() {
        let (size, position) = beside(&area(0, 0, 1920, 1080), 1.0);
        assert_eq!((size, position), (PhysicalSize::new(380, 1000), PhysicalPosition::new(1540, 40)));
        let (size, position) = beside(&area(-2560, 50, 2560, 1390), 2.0);
        assert_eq!((size, position), (PhysicalSize::new(760, 1230), PhysicalPosition::new(-760, 130)));
    }

    #[test]
    fn it_fits_on_the_smallest_screen() {
        let (size, position) = beside(&area(0, 0, 320, 100), 1.0);
        assert_eq!((size, position), (PhysicalSize::new(320, 50), PhysicalPosition::new(0, 25)));
    }
}
