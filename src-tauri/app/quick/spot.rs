//! Where on a screen the quick switcher stands, and its message.

use tauri::{LogicalSize, PhysicalPosition, PhysicalRect, PhysicalSize};

/// What is shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Spot {
    /// In the middle, its upper edge at 18 % of the height.
    Switcher,
    /// In the middle, near the bottom.
    Message,
}

/// How much of the height is above the switcher, in hundredths.
const ABOVE: u32 = 18;

/// How far the message is from the bottom, in logical pixels.
const BELOW: f64 = 48.0;

impl Spot {
    /// How large it is on a screen with this free area, and where.
    pub(super) fn on(
        self,
        area: &PhysicalRect<i32, u32>,
        scale: f64,
    ) -> (PhysicalSize<u32>, PhysicalPosition<i32>) {
        let (width, height) = match self {
            Self::Switcher => (640.0, 480.0),
            Self::Message => (420.0, 56.0),
        };
        let free = area.size.to_logical::<f64>(scale);
        let size = LogicalSize::new(f64::min(width, free.width), f64::min(height, free.height));
        let size: PhysicalSize<u32> = size.to_physical(scale);
        let rest = area.size.height.saturating_sub(size.height);
        let above = match self {
            Self::Switcher => (area.size.height / 100 * ABOVE).min(rest),
            Self::Message => {
                rest.saturating_sub(LogicalSize::new(0.0, BELOW).to_physical::<u32>(scale).height)
            }
        };
        let left = area.size.width.saturating_sub(size.width) / 2;
        let position = area.position;
        (
            size,
            PhysicalPosition::new(
                position.x.saturating_add_unsigned(left),
                position.y.saturating_add_unsigned(above),
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(x: i32, y: i32, width: u32, height: u32) -> PhysicalRect<i32, u32> {
        PhysicalRect { position: PhysicalPosition::new(x, y), size: PhysicalSize::new(width, height) }
    }

    #[test]
    fn the_switcher_stands_in_the_upper_middle_of_its_screen() {
        let (size, position) = Spot::Switcher.on(&area(0, 0, 1920, 1000), 1.0);
        assert_eq!((size, position), (PhysicalSize::new(640, 480), PhysicalPosition::new(640, 180)));
        let (size, position) = Spot::Switcher.on(&area(-2560, 100, 2560, 1400), 2.0);
        assert_eq!((size, position), (PhysicalSize::new(1280, 960), PhysicalPosition::new(-1920, 352)));
    }

    #[test]
    fn the_message_stands_at_the_bottom() {
        let (size, position) = Spot::Message.on(&area(0, 20, 1280, 900), 1.0);
        assert_eq!((size, position), (PhysicalSize::new(420, 56), PhysicalPosition::new(430, 816)));
    }

    #[test]
    fn both_fit_on_the_smallest_screen() {
        for spot in [Spot::Switcher, Spot::Message] {
            let (size, position) = spot.on(&area(0, 0, 320, 50), 1.0);
            assert_eq!((size, position), (PhysicalSize::new(320, 50), PhysicalPosition::new(0, 0)));
        }
    }
}
