//! Whether whoever sits at this computer is who it belongs to: asked by the computer itself, with a password or a finger.
//!
//! On Linux that is polkit, which puts its question in a window of the desktop's own; Keyperch sees the answer alone, and
//! no password. It has to know Keyperch's question: the file `src-tauri/linux/app.keyperch.desktop.policy` is installed
//! with the packages. On Windows and macOS nothing is asked here yet, and whoever wants it is told so.

use keyperch_core::model::guard::NotUnlocked;

#[cfg(not(target_os = "linux"))]
use elsewhere as here;
#[cfg(target_os = "linux")]
use polkit as here;

/// Asks who sits here, and waits for the answer.
///
/// # Errors
/// Why there is none, or that it was no.
pub(crate) async fn unlock() -> Result<(), NotUnlocked> {
    let asked = tauri::async_runtime::spawn_blocking(here::unlock);
    asked.await.unwrap_or(Err(NotUnlocked::NotHere))
}

/// Whether it could be asked.
pub(crate) async fn can_unlock() -> bool {
    tauri::async_runtime::spawn_blocking(here::can_unlock).await.unwrap_or_default()
}

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use keyperch_core::model::guard::NotUnlocked;

    pub(super) fn unlock() -> Result<(), NotUnlocked> {
        Err(NotUnlocked::NotHere)
    }

    pub(super) fn can_unlock() -> bool {
        false
    }
}

#[cfg(target_os = "linux")]
mod polkit {
    use std::collections::HashMap;
    use std::time::Duration;

    use keyperch_core::model::guard::NotUnlocked;
    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use zbus::blocking::Connection;
    use zbus::blocking::connection::Builder;
    use zbus::zvariant::{DynamicDeserialize, DynamicType, Value};

    const AUTHORITY: &str = "org.freedesktop.PolicyKit1";
    const PATH: &str = "/org/freedesktop/PolicyKit1/Authority";
    const INTERFACE: &str = "org.freedesktop.PolicyKit1.Authority";

    /// Our question, as the policy file names it.
    const ACTION: &str = "app.keyperch.desktop.unlock";

    /// A person may be asked.
    const ALLOW_USER_INTERACTION: u32 = 1;

    /// How long a person is waited for.
    const PATIENCE: Duration = Duration::from_secs(120);

    /// An action as the authority describes it: its name, seven more facts, and notes.
    type Action = (String, String, String, String, String, String, u32, u32, u32, HashMap<String, String>);

    /// Whether somebody is authorized, whether a question could change that, and notes.
    type Answer = (bool, bool, HashMap<String, String>);

    pub(super) fn unlock() -> Result<(), NotUnlocked> {
        unlock_by(&bus().ok_or(NotUnlocked::NotHere)?)
    }

    pub(super) fn can_unlock() -> bool {
        bus().is_some_and(|bus| knows_us(&bus) == Ok(true))
    }

    fn bus() -> Option<Connection> {
        Builder::system().and_then(|bus| bus.method_timeout(PATIENCE).build()).ok()
    }

    fn unlock_by(bus: &Connection) -> Result<(), NotUnlocked> {
        // Asked first: an authority that does not know the question has no error of its own for that.
        if !knows_us(bus)? {
            return Err(NotUnlocked::NotInstalled);
        }
        // We are who has this connection: a process's number could be another's by the time it is looked at.
        let us = bus.unique_name().map(ToString::to_string).unwrap_or_default();
        let subject = ("system-bus-name", HashMap::from([("name", Value::from(us))]));
        let question = (subject, ACTION, HashMap::<&str, &str>::new(), ALLOW_USER_INTERACTION, "");
        match ask::<Answer>(bus, "CheckAuthorization", &question) {
            Ok((true, ..)) => Ok(()),
            // It could be asked, and was not: this desktop has nobody who would.
            Ok((false, true, _)) => Err(NotUnlocked::NotHere),
            // Nobody has answered in time, or somebody has put the question away.
            Ok((false, false, _)) | Err(_) => Err(NotUnlocked::Refused),
        }
    }

    /// Whether there is an authority that knows our question.
    fn knows_us(bus: &Connection) -> Result<bool, NotUnlocked> {
        let actions: Vec<Action> = ask(bus, "EnumerateActions", &("",)).map_err(|_| NotUnlocked::NotHere)?;
        Ok(actions.iter().any(|action| action.0 == ACTION))
    }

    fn ask<Answered>(
        bus: &Connection,
        method: &str,
        question: &(impl Serialize + DynamicType),
    ) -> zbus::Result<Answered>
    where
        Answered: DeserializeOwned + for<'d> DynamicDeserialize<'d>,
    {
        let reply = bus.call_method(Some(AUTHORITY), PATH, Some(INTERFACE), method, question)?;
        reply.body().deserialize()
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::own_bus::Bus;

        /// An authority of our own, at the other end of a wire.
        struct Authority {
            knows: &'static str,
            answer: (bool, bool),
        }

        #[expect(clippy::needless_pass_by_value, reason = "what the bus hands over, as the interface has it")]
        #[zbus::interface(name = "org.freedesktop.PolicyKit1.Authority")]
        impl Authority {
            fn enumerate_actions(&self, locale: &str) -> Vec<Action> {
                assert_eq!(locale, "", "nobody reads its texts");
                let named = |name: &str| {
                    let [described, message, vendor, address, icon] = std::array::from_fn(|_| String::new());
                    (name.to_owned(), described, message, vendor, address, icon, 0, 0, 3, HashMap::new())
                };
                vec![named("org.freedesktop.login1.reboot"), named(self.knows)]
            }

            fn check_authorization(
                &self,
                subject: (String, HashMap<String, Value<'_>>),
                action: &str,
                details: HashMap<String, String>,
                flags: u32,
                cancellation: &str,
            ) -> Answer {
                let is_us = matches!(subject.1.get("name"), Some(Value::Str(name)) if name.starts_with(':'));
                assert!(subject.0 == "system-bus-name" && is_us, "{subject:?}");
                assert!(details.is_empty() && cancellation.is_empty(), "no more is told than is needed");
                assert!(action == ACTION && flags == ALLOW_USER_INTERACTION, "{action} {flags}");
                (self.answer.0, self.answer.1, HashMap::new())
            }
        }

        fn asked(authority: Option<Authority>) -> Result<(), NotUnlocked> {
            let bus = Bus::start();
            let serving = authority.map(|authority| {
                let named = bus.builder().name(AUTHORITY).expect("a name");
                named.serve_at(PATH, authority).expect("a path").build().expect("a connection")
            });
            let answer = unlock_by(&bus.builder().build().expect("a connection"));
            drop(serving);
            answer
        }

        #[test]
        fn an_answer_is_what_the_authority_says() {
            let of = |answer| asked(Some(Authority { knows: ACTION, answer }));
            assert_eq!(of((true, false)), Ok(()));
            assert_eq!(of((false, false)), Err(NotUnlocked::Refused), "a wrong password, or put away");
            assert_eq!(of((false, true)), Err(NotUnlocked::NotHere), "nobody shows the question");
        }

        #[test]
        fn an_authority_that_does_not_know_us_is_not_asked() {
            let stranger = Authority { knows: "org.freedesktop.login1.halt", answer: (true, false) };
            assert_eq!(asked(Some(stranger)), Err(NotUnlocked::NotInstalled));
            assert_eq!(asked(None), Err(NotUnlocked::NotHere));
        }

        #[test]
        fn the_policy_file_asks_the_question_that_is_put() {
            let file = include_str!("../linux/app.keyperch.desktop.policy");
            assert!(file.contains(&format!("<action id=\"{ACTION}\">")));
            assert!(!file.contains("_keep"), "how long an answer counts, Keyperch says itself");
        }
    }
}
