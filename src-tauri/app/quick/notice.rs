//! What was copied, said by the desktop (Desktop Notifications Specification 1.2): no window of ours, and so no focus.
//!
//! It has the names that are in the list, and never a secret.

use keyperch_core::model::time::Timestamp;

/// What the switcher's page has to say.
#[cfg_attr(
    not(target_os = "linux"),
    expect(dead_code, reason = "elsewhere the switcher itself is the message")
)]
pub(crate) struct Notice {
    /// What it is, in a word or two.
    pub(crate) title: String,
    /// The sentence.
    pub(crate) text: String,
    /// Whether production is in it.
    pub(crate) is_loud: bool,
}

pub(super) use bus::Notices;

/// Elsewhere the switcher itself is the message.
#[cfg(not(target_os = "linux"))]
mod bus {
    use super::{Notice, Timestamp};

    #[derive(Default)]
    pub(crate) struct Notices;

    impl Notices {
        pub(crate) async fn show(&self, _notice: &Notice, _now: Timestamp) -> Result<(), std::fmt::Error> {
            Ok(())
        }
    }
}

#[cfg(target_os = "linux")]
mod bus {
    use std::collections::HashMap;
    use std::time::Duration;

    use keyperch_core::model::shown::shown;
    use tokio::sync::Mutex;
    use zbus::Connection;
    use zbus::connection::Builder;
    use zbus::zvariant::Value;

    use super::{Notice, Timestamp};

    const SERVICE: &str = "org.freedesktop.Notifications";
    const PATH: &str = "/org/freedesktop/Notifications";

    /// How many characters of a text are shown.
    const LONGEST: usize = 300;

    /// How long one is there, in milliseconds.
    const STAYS: i32 = 4000;

    /// How long the next one takes its place. Later its number may be another program's.
    const REPLACED: Duration = Duration::from_secs(10);

    /// Its text may have markup, so that ours must not look like it.
    const MARKUP: &str = "body-markup";

    /// How long the desktop's answer is waited for.
    const PATIENCE: Duration = Duration::from_secs(5);

    /// The notifications of this run, over one connection: a desktop may close them when theirs ends (GNOME).
    #[derive(Default)]
    pub(crate) struct Notices {
        kept: Mutex<Option<Kept>>,
    }

    struct Kept {
        bus: Connection,
        /// The number of the last one, and when it was shown.
        last: Option<(u32, Timestamp)>,
    }

    impl Notices {
        /// Shows one, in the place of the one before if that is still there.
        ///
        /// # Errors
        /// When the desktop has nobody who shows notifications, or nobody who answers.
        pub(crate) async fn show(&self, notice: &Notice, now: Timestamp) -> zbus::Result<()> {
            let session = async || Builder::session()?.method_timeout(PATIENCE).build().await;
            self.show_over(session, notice, now).await
        }

        async fn show_over(
            &self,
            connect: impl AsyncFnOnce() -> zbus::Result<Connection>,
            notice: &Notice,
            now: Timestamp,
        ) -> zbus::Result<()> {
            let mut kept = self.kept.lock().await;
            let Kept { bus, last } = match kept.take() {
                Some(kept) => kept,
                None => Kept { bus: connect().await?, last: None },
            };
            let is_there = |at: Timestamp| now.since(at).is_some_and(|since| since < REPLACED);
            let before = last.filter(|(_, at)| is_there(*at)).map_or(0, |(number, _)| number);
            // One that failed is not kept: the next makes its own.
            let number = show_in_place_of(&bus, before, notice).await?;
            *kept = Some(Kept { bus, last: Some((number, now)) });
            Ok(())
        }
    }

    async fn show_in_place_of(bus: &Connection, before: u32, notice: &Notice) -> zbus::Result<u32> {
        let asked = bus.call_method(Some(SERVICE), PATH, Some(SERVICE), "GetCapabilities", &()).await?;
        let can: Vec<String> = asked.body().deserialize()?;
        let (title, mut text) = (shown(&notice.title, LONGEST), shown(&notice.text, LONGEST));
        if can.iter().any(|one| one == MARKUP) {
            text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        }
        let icon = if notice.is_loud { "dialog-warning" } else { "keyperch" };
        // It is of use now, and is not kept.
        let hints = HashMap::from([("transient", Value::from(true))]);
        let question = ("Keyperch", before, icon, title, text, Vec::<&str>::new(), hints, STAYS);
        let shown = bus.call_method(Some(SERVICE), PATH, Some(SERVICE), "Notify", &question).await?;
        shown.body().deserialize()
    }

    #[cfg(test)]
    mod tests {
        use std::sync::{Arc, Mutex as Blocking};

        use super::*;
        use crate::own_bus::Bus;

        /// What a desktop was asked to show: whose place it takes, icon, title and text.
        type Asked = Arc<Blocking<Vec<(u32, String, String, String)>>>;

        /// A desktop that shows notifications.
        struct Desktop {
            can: &'static [&'static str],
            asked: Asked,
        }

        #[expect(
            clippy::needless_pass_by_value,
            clippy::too_many_arguments,
            reason = "what the bus hands over"
        )]
        #[zbus::interface(name = "org.freedesktop.Notifications")]
        impl Desktop {
            fn get_capabilities(&self) -> Vec<&str> {
                self.can.to_vec()
            }

            fn notify(
                &self,
                name: &str,
                before: u32,
                icon: &str,
                title: &str,
                text: &str,
                actions: Vec<String>,
                hints: HashMap<String, Value<'_>>,
                stays: i32,
            ) -> u32 {
                assert!(
                    name == "Keyperch" && actions.is_empty() && stays == STAYS,
                    "{name} {actions:?} {stays}"
                );
                assert_eq!(hints.get("transient"), Some(&Value::from(true)), "nobody keeps it");
                let mut asked = self.asked.lock().expect("not poisoned");
                asked.push((before, icon.to_owned(), title.to_owned(), text.to_owned()));
                u32::try_from(asked.len()).expect("few") + 6
            }
        }

        /// Shows these one after another, so many seconds apart; what the desktop was asked.
        fn asked(
            can: &'static [&'static str],
            notices: &[Notice],
            apart: u64,
        ) -> Vec<(u32, String, String, String)> {
            let (asked, bus, shows) = (Asked::default(), Bus::start(), Notices::default());
            let desktop = Desktop { can, asked: Arc::clone(&asked) };
            let named = bus.builder().name(SERVICE).expect("a name");
            let _serving = named.serve_at(PATH, desktop).expect("a path").build().expect("a connection");
            let (mut now, mut connections) = (Timestamp(0), 0);
            for notice in notices {
                let connect = async || {
                    connections += 1;
                    Ok(bus.builder().build()?.into_inner())
                };
                tauri::async_runtime::block_on(shows.show_over(connect, notice, now)).expect("shown");
                now = now.plus(Duration::from_secs(apart));
            }
            assert_eq!(connections, 1, "what was shown over another one could be closed with it");
            let asked = asked.lock().expect("not poisoned");
            asked.clone()
        }

        fn notice(text: &str, is_loud: bool) -> Notice {
            Notice { title: "Copied".to_owned(), text: text.to_owned(), is_loud }
        }

        #[test]
        fn each_takes_the_place_of_the_one_before_and_production_has_the_sign_of_a_warning() {
            let asked =
                asked(&["body"], &[notice("Acme UAT", false), notice("Acme", true), notice("x", false)], 1);
            let seen: Vec<_> = asked.iter().map(|(before, icon, ..)| (*before, icon.as_str())).collect();
            assert_eq!(seen, [(0, "keyperch"), (7, "dialog-warning"), (8, "keyperch")]);
        }

        #[test]
        fn one_that_has_gone_by_itself_is_not_replaced() {
            let asked = asked(&["body"], &[notice("Acme UAT", false), notice("Acme", true)], 10);
            assert_eq!(asked.iter().map(|(before, ..)| *before).collect::<Vec<_>>(), [0, 0]);
        }

        #[test]
        fn where_nobody_shows_them_that_is_said_and_the_next_is_tried_anew() {
            let (bus, shows) = (Bus::start(), Notices::default());
            for _ in 0..2 {
                let connect = async || Ok(bus.builder().build()?.into_inner());
                let now = Timestamp(0);
                let answer =
                    tauri::async_runtime::block_on(shows.show_over(connect, &notice("x", false), now));
                assert!(matches!(answer, Err(zbus::Error::MethodError(..))), "nobody has that name");
            }
        }

        #[test]
        fn a_name_is_never_taken_for_markup_and_hides_nothing() {
            let named = || [notice("R&D <b>\u{202e}x", false)];
            assert_eq!(asked(&["body", MARKUP], &named(), 1)[0].3, "R&amp;D &lt;b&gt;x");
            assert_eq!(asked(&["body"], &named(), 1)[0].3, "R&D <b>x");
        }
    }
}
