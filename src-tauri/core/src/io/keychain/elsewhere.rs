//! macOS Keychain and Windows Credential Manager. Type-checked only: neither was ever run (see README).

use std::collections::HashMap;
use std::error::Error as StdError;
use std::sync::Arc;

use keyring_core::CredentialStore;

use crate::io::keychain::platform::Condition;
use crate::model::error::{KeychainTrouble, Prompt};

/// Windows: an item stays on this computer. A roamed, older refresh token would be replayed elsewhere, and everything
/// revoked.
pub(in crate::io::keychain) fn modifiers(_label: &str) -> HashMap<&str, &str> {
    if cfg!(target_os = "windows") { HashMap::from([("persistence", "Local")]) } else { HashMap::new() }
}

/// What finds every item of a service: macOS asks for the service itself, Windows for a pattern in the item's name,
/// which ends in it.
pub(in crate::io::keychain) fn all_of(service: &str) -> HashMap<&str, &str> {
    if cfg!(target_os = "windows") {
        HashMap::from([("pattern", r"^[0-9a-f-]{36}/.*\.Keyperch$")])
    } else {
        HashMap::from([("service", service)])
    }
}

/// Opens the login keychain.
#[cfg(target_os = "macos")]
pub(in crate::io::keychain) fn build_store() -> keyring::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = apple_native_keyring_store::keychain::Store::new()?;
    Ok(store)
}

/// Opens the Credential Manager.
#[cfg(target_os = "windows")]
pub(in crate::io::keychain) fn build_store() -> keyring::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = windows_native_keyring_store::Store::new()?;
    Ok(store)
}

/// A call that takes long waits for a person: these keychains do not freeze.
pub(in crate::io::keychain) async fn condition() -> Condition {
    Condition::Locked
}

/// Access was refused.
pub(in crate::io::keychain) fn why_access_was_refused() -> KeychainTrouble {
    KeychainTrouble::Locked(Prompt::Dismissed)
}

/// Not even the marker is found.
pub(in crate::io::keychain) fn why_nothing_is_found() -> KeychainTrouble {
    KeychainTrouble::Locked(Prompt::Dismissed)
}

/// The library met a failure.
pub(in crate::io::keychain) fn why_it_failed(failure: &(dyn StdError + 'static)) -> KeychainTrouble {
    KeychainTrouble::Refused(failure.to_string().into())
}
