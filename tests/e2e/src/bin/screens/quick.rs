//! The quick switcher and its message: a second window, which no driver is given. Its keys come from outside, as a person's do.

#![expect(clippy::disallowed_methods, reason = "a window that no driver knows is waited for by the clock")]

use std::time::{Duration, Instant};

use keyperch_e2e::Failed;
use keyperch_e2e::screen::{Screen, Shape};
use keyperch_e2e::sender::Sender;
use keyperch_e2e::traveller::Traveller;

use crate::album::Album;

/// Opens it, from any program.
const SHORTCUT: &str = "ctrl+alt+k";
/// How long what was typed takes to be drawn.
const LOOK: Duration = Duration::from_millis(700);

/// Every state of it.
pub(crate) async fn light(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    let at = Desktop::open().await?;
    at.call().await?;
    at.take(album, Shape::Switcher, "Just opened").await?;
    at.typed("ac").await?;
    at.take(album, Shape::Switcher, "Two letters").await?;
    at.typed("u").await?;
    at.take(album, Shape::Switcher, "An exact code").await?;
    at.key("Right").await?;
    at.take(album, Shape::Switcher, "The shapes of a copy").await?;
    at.called_anew("arel").await?;
    at.take(album, Shape::Switcher, "A set").await?;
    at.called_anew("zqz").await?;
    at.take(album, Shape::Switcher, "No match").await?;
    at.called_anew("g4p").await?;
    at.key("Return").await?;
    at.take(album, Shape::Switcher, "Type the short code").await?;
    at.called_anew("acu").await?;
    at.key("Return").await?;
    at.take(album, Shape::Message, "The message").await?;
    at.screen.gone(Shape::Message).await?;
    at.production(album).await?;
    at.called_anew("c0f").await?;
    at.key("Return").await?;
    at.screen.gone(Shape::Switcher).await?;
    album.take(on, "Nobody has signed in yet: it goes on in the main window", "You will sign in at").await
}

/// The same window on a dark desktop, in the states that have colours of their own.
pub(crate) async fn dark(album: &mut Album, on: &Traveller) -> Result<(), Failed> {
    let at = Desktop::open().await?;
    at.call().await?;
    at.take(album, Shape::Switcher, "Just opened, dark").await?;
    at.typed("ac").await?;
    at.take(album, Shape::Switcher, "Two letters, dark").await?;
    at.put_away().await?;
    at.production(album).await?;
    on.window.text().await.map(drop)
}

/// The display and the keyboard.
struct Desktop {
    screen: Screen,
    sender: Sender,
}

impl Desktop {
    async fn open() -> Result<Self, Failed> {
        let at = Self { screen: Screen::open()?, sender: Sender::default() };
        at.screen.shown(Shape::Main, Instant::now()).await?;
        Ok(at)
    }

    /// It is made after the list: until then its keys do nothing.
    async fn call(&self) -> Result<(), Failed> {
        let since = Instant::now();
        while self.screen.seen(Shape::Switcher)?.is_none() {
            if since.elapsed() > Duration::from_secs(20) {
                return Err(format!("{SHORTCUT} brings up nothing").into());
            }
            self.sender.press(SHORTCUT).await?;
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }

    async fn put_away(&self) -> Result<(), Failed> {
        for _ in 0..4 {
            if self.screen.seen(Shape::Switcher)?.is_none() {
                break;
            }
            self.sender.press("Escape").await?;
            tokio::time::sleep(LOOK).await;
        }
        self.screen.gone(Shape::Switcher).await
    }

    async fn called_anew(&self, letters: &str) -> Result<(), Failed> {
        self.put_away().await?;
        self.call().await?;
        self.typed(letters).await
    }

    async fn typed(&self, letters: &str) -> Result<(), Failed> {
        self.sender.letters(letters).await
    }

    async fn key(&self, key: &str) -> Result<(), Failed> {
        tokio::time::sleep(LOOK).await;
        self.sender.press(key).await.map(drop)
    }

    /// The question of production's guard, and its message.
    async fn production(&self, album: &mut Album) -> Result<(), Failed> {
        self.call().await?;
        self.typed("acp").await?;
        self.take(album, Shape::Switcher, "Production").await?;
        self.key("Return").await?;
        self.take(album, Shape::Switcher, "Enter once more").await?;
        self.key("Return").await?;
        self.take(album, Shape::Message, "The message of production").await?;
        self.screen.gone(Shape::Message).await
    }

    async fn take(&self, album: &mut Album, shape: Shape, caption: &str) -> Result<(), Failed> {
        self.screen.shown(shape, Instant::now()).await?;
        tokio::time::sleep(LOOK).await;
        let window = self.screen.seen(shape)?.ok_or("it is gone before its picture was taken")?;
        album.take_window(window, caption)
    }
}
