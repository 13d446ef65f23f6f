//! The keys that bring the quick switcher from wherever a person is, where the desktop lets a program have some.
//!
//! Wayland does not: there a person has the desktop itself run `keyperch --quick`. Keys that could not be had leave those
//! that work alone.

use std::sync::{Mutex, PoisonError};

use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::field::{Field, Problem};
use keyperch_core::model::keys::Keys;
use keyperch_core::model::view::{QuickSettings, ShortcutState};
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_global_shortcut::{Builder, GlobalShortcut, ShortcutState as Press};

use crate::Start;
use crate::keyperch::Keyperch;
use crate::quick;

/// The keys that are ours now.
pub(crate) struct OwnKeys {
    /// Whether the desktop lets a program have some.
    may: bool,
    has: Mutex<(Option<Keys>, ShortcutState)>,
    /// What a desktop's own settings can run instead.
    command: String,
}

impl OwnKeys {
    pub(crate) fn of(start: &Start) -> Self {
        let state = if start.grants_keys { ShortcutState::None } else { ShortcutState::NotHere };
        Self { may: start.grants_keys, has: Mutex::new((None, state)), command: start.quick_command() }
    }

    fn note(&self, keys: Option<Keys>, state: ShortcutState) {
        *self.has.lock().unwrap_or_else(PoisonError::into_inner) = (keys, state);
    }

    fn now(&self) -> (Option<Keys>, ShortcutState) {
        self.has.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Takes the keys that were chosen, or those that are proposed. That they could not be had is told by [`settings`].
pub(crate) fn begin<R: Runtime>(handle: &AppHandle<R>) {
    let keyperch = handle.state::<Keyperch>();
    if !keyperch.quick.keys.may {
        return;
    }
    let pressed = |handle: &AppHandle<R>, _: &_, event: tauri_plugin_global_shortcut::ShortcutEvent| {
        if event.state == Press::Pressed {
            quick::toggle(handle);
        }
    };
    if handle.plugin(Builder::new().with_handler(pressed).build()).is_err() {
        keyperch.quick.keys.note(None, ShortcutState::Taken);
        return;
    }
    let handle = handle.clone();
    tauri::async_runtime::spawn(async move {
        let keyperch = handle.state::<Keyperch>();
        let Ok(core) = keyperch.core() else { return };
        let Some(chosen) = core.quick_choices().await.ok().and_then(|choices| choices.shortcut) else {
            return;
        };
        let Ok(keys) = Keys::parse(&chosen) else {
            return keyperch.quick.keys.note(None, ShortcutState::NotKeys);
        };
        if take(&handle, &keys) {
            keyperch.quick.keys.note(Some(keys), ShortcutState::Works);
        } else {
            keyperch.quick.keys.note(None, ShortcutState::Taken);
        }
    });
}

/// How the quick switcher is reached.
///
/// # Errors
/// [`Failure::RegistryUnwritable`] and the like.
pub(crate) async fn settings(keyperch: &Keyperch) -> Result<QuickSettings, Failure> {
    let choices = keyperch.core()?.quick_choices().await?;
    let keys = &keyperch.quick.keys;
    Ok(QuickSettings {
        shortcut: choices.shortcut,
        shortcut_state: keys.now().1,
        command: keys.command.clone(),
        instant_codes: choices.instant_codes,
    })
}

/// Changes it. New keys are taken before the old ones are let go. Those that were chosen before and cannot be had are
/// tried once more, and hinder nothing.
///
/// # Errors
/// [`Failure::Field`] for other keys that cannot be had; what was chosen before is as it was.
pub(crate) async fn choose<R: Runtime>(
    handle: &AppHandle<R>,
    shortcut: Option<String>,
    instant_codes: bool,
) -> Result<QuickSettings, Failure> {
    let keyperch = handle.state::<Keyperch>();
    let (core, own) = (keyperch.core()?, &keyperch.quick.keys);
    let wanted = shortcut.as_deref().map(Keys::parse).transpose().map_err(Error::from)?;
    let (had, _) = own.now();
    let is_new = own.may && wanted != had;
    let is_chosen = wanted.as_ref().map(ToString::to_string) == core.quick_choices().await?.shortcut;
    let taken = wanted.clone().filter(|keys| !is_new || take(handle, keys));
    if taken != wanted && !is_chosen {
        return Err(Error::from(Field::Shortcut.refused(Problem::Taken)).into());
    }
    if let Err(error) = core.choose_quick(wanted.as_ref(), instant_codes).await {
        if let Some(keys) = taken.as_ref().filter(|_| is_new) {
            let_go(handle, keys);
        }
        return Err(error.into());
    }
    if let Some(keys) = had.as_ref().filter(|_| is_new) {
        let_go(handle, keys);
    }
    if own.may {
        let state = match (&wanted, &taken) {
            (None, _) => ShortcutState::None,
            (Some(_), None) => ShortcutState::Taken,
            (Some(_), Some(_)) => ShortcutState::Works,
        };
        own.note(taken, state);
    }
    settings(&keyperch).await
}

fn take<R: Runtime>(handle: &AppHandle<R>, keys: &Keys) -> bool {
    // Without a display there is nobody to ask.
    let desktop = handle.try_state::<GlobalShortcut<R>>();
    desktop.is_some_and(|desktop| desktop.register(keys.to_string().as_str()).is_ok())
}

fn let_go<R: Runtime>(handle: &AppHandle<R>, keys: &Keys) {
    if let Some(taking) = handle.try_state::<GlobalShortcut<R>>() {
        let _nobody_else_can_have_them_then = taking.unregister(keys.to_string().as_str());
    }
}

#[cfg(test)]
mod tests {
    use tauri_plugin_global_shortcut::Shortcut;

    use super::*;

    #[test]
    fn whatever_we_take_for_keys_the_desktop_understands() {
        for key in Keys::names() {
            let keys = Keys::parse(&format!("Ctrl+Alt+Shift+Super+{key}")).expect(&key).to_string();
            assert!(keys.parse::<Shortcut>().is_ok(), "{keys}");
        }
    }
}
