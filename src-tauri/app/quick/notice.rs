//! What was copied, said by the desktop (Desktop Notifications Specification 1.2): no window of ours, and so no focus.
//!
//! It has the names that are in the list, and never a secret.

use std::sync::Mutex;

use keyperch_core::model::shown::shown;

/// How many characters of a text are shown.
const LONGEST: usize = 300;

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

/// The notifications of this run: each takes the place of the one before.
#[derive(Default)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "as above"))]
pub(super) struct Notices {
    last: Mutex<u32>,
}

impl Notices {
    /// Shows one.
    ///
    /// # Errors
    /// When the desktop has nobody who shows notifications, or nobody who answers.
    #[cfg(target_os = "linux")]
    pub(super) async fn show(&self, notice: &Notice) -> zbus::Result<()> {
        bus::show(&bus::session().await?, &self.last, notice).await
    }

    /// Elsewhere the switcher itself is the message.
    #[cfg(not(target_os = "linux"))]
    pub(super) async fn show(&self, _notice: &Notice) -> Result<(), std::convert::Infallible> {
        Ok(())
    }
}

#[cfg(target_os = "linux")]
mod bus {
    use std::collections::HashMap;
    use std::sync::PoisonError;
    use std::time::Duration;

    use zbus::Connection;
    use zbus::connection::Builder;
    use zbus::zvariant::Value;

    use super::{LONGEST, Mutex, Notice, shown};

    const SERVICE: &str = "org.freedesktop.Notifications";
    const PATH: &str = "/org/freedesktop/Notifications";

    /// How long it is there, in milliseconds.
    const STAYS: i32 = 4000;

    /// Its text may have markup, so that ours must not look like it.
    const MARKUP: &str = "body-markup";

    /// How long its answer is waited for.
    const PATIENCE: Duration = Duration::from_secs(5);

    pub(super) async fn session() -> zbus::Result<Connection> {
        Builder::session()?.method_timeout(PATIENCE).build().await
    }

    pub(super) async fn show(bus: &Connection, last: &Mutex<u32>, notice: &Notice) -> zbus::Result<()> {
        let asked = bus.call_method(Some(SERVICE), PATH, Some(SERVICE), "GetCapabilities", &()).await?;
        let can: Vec<String> = asked.body().deserialize()?;
        let (title, mut text) = (shown(&notice.title, LONGEST), shown(&notice.text, LONGEST));
        if can.iter().any(|one| one == MARKUP) {
            text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        }
        let icon = if notice.is_loud { "dialog-warning" } else { "keyperch" };
        // It is of use now, and is not kept.
        let hints = HashMap::from([("transient", Value::from(true))]);
        let before = *last.lock().unwrap_or_else(PoisonError::into_inner);
        let question = ("Keyperch", before, icon, title, text, Vec::<&str>::new(), hints, STAYS);
        let shown = bus.call_method(Some(SERVICE), PATH, Some(SERVICE), "Notify", &question).await?;
        *last.lock().unwrap_or_else(PoisonError::into_inner) = shown.body().deserialize()?;
        Ok(())
    }

    #[cfg(test)]
    mod tests {
        use std::sync::Arc;

        use super::*;
        use crate::own_bus::Bus;

        /// What a desktop was asked to show: whose place it takes, icon, title and text.
        type Asked = Arc<Mutex<Vec<(u32, String, String, String)>>>;

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

        /// Shows these one after another; what the desktop was asked.
        fn asked(can: &'static [&'static str], notices: &[Notice]) -> Vec<(u32, String, String, String)> {
            let (asked, bus, last) = (Asked::default(), Bus::start(), Mutex::default());
            let desktop = Desktop { can, asked: Arc::clone(&asked) };
            let named = bus.builder().name(SERVICE).expect("a name");
            let _serving = named.serve_at(PATH, desktop).expect("a path").build().expect("a connection");
            let here = bus.builder().build().expect("a connection").into_inner();
            for notice in notices {
                tauri::async_runtime::block_on(show(&here, &last, notice)).expect("shown");
            }
            let asked = asked.lock().expect("not poisoned");
            asked.clone()
        }

        fn notice(text: &str, is_loud: bool) -> Notice {
            Notice { title: "Copied".to_owned(), text: text.to_owned(), is_loud }
        }

        #[test]
        fn each_takes_the_place_of_the_one_before_and_production_has_the_sign_of_a_warning() {
            let asked =
                asked(&["body"], &[notice("Acme UAT", false), notice("Acme", true), notice("x", false)]);
            let seen: Vec<_> = asked.iter().map(|(before, icon, ..)| (*before, icon.as_str())).collect();
            assert_eq!(seen, [(0, "keyperch"), (7, "dialog-warning"), (8, "keyperch")]);
        }

        #[test]
        fn a_name_is_never_taken_for_markup_and_hides_nothing() {
            let named = || [notice("R&D <b>\u{202e}x", false)];
            assert_eq!(asked(&["body", MARKUP], &named())[0].3, "R&amp;D &lt;b&gt;x");
            assert_eq!(asked(&["body"], &named())[0].3, "R&D <b>x");
        }
    }
}
