//! Linux: the Secret Service (gnome-keyring, `KWallet`, `KeePassXC`), over D-Bus.
//!
//! Its client library cannot say why a call does not come back. A second, short-lived connection asks the service
//! itself, with a bound of its own: is it there, has it a collection, is that locked?

use std::collections::HashMap;
use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use keyring_core::CredentialStore;
use tokio::time::timeout;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

use crate::io::keychain::platform::Condition;
use crate::model::error::{KeychainTrouble, Lacking, Prompt};

const SERVICE: &str = "org.freedesktop.secrets";
const PATIENCE: Duration = Duration::from_secs(2);

/// An item's label is what a person sees in the desktop's own keychain program.
pub(in crate::io::keychain) fn modifiers(label: &str) -> HashMap<&str, &str> {
    HashMap::from([("label", label)])
}

/// What finds every item of a service.
pub(in crate::io::keychain) fn all_of(service: &str) -> HashMap<&str, &str> {
    HashMap::from([("service", service)])
}

/// Connects to the service.
pub(in crate::io::keychain) fn build_store() -> keyring::Result<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = zbus_secret_service_keyring_store::Store::new()?;
    Ok(store)
}

/// Asks what the service is doing.
pub(in crate::io::keychain) async fn condition() -> Condition {
    // The library's bound is for calls; a bus that does not even take a connection is silent too.
    let answer = timeout(2 * PATIENCE, tokio::task::spawn_blocking(ask)).await;
    answer.map_or(Condition::Silent, |asked| asked.unwrap_or(Condition::Silent))
}

/// A call that was refused for want of access: locked, and nobody unlocked it; or there is nothing to unlock.
pub(in crate::io::keychain) fn why_access_was_refused() -> KeychainTrouble {
    let condition = ask();
    lacking(condition).unwrap_or(KeychainTrouble::Locked(Prompt::Dismissed))
}

/// Not even the marker is found: the service has not opened the collection that holds it.
pub(in crate::io::keychain) fn why_nothing_is_found() -> KeychainTrouble {
    match ask() {
        Condition::Locked => KeychainTrouble::Locked(Prompt::Dismissed),
        Condition::Silent => KeychainTrouble::Frozen,
        condition => lacking(condition)
            .unwrap_or_else(|| KeychainTrouble::Refused("an open keychain does not show our marker".into())),
    }
}

/// The library met a failure twice, with a new connection in between.
pub(in crate::io::keychain) fn why_it_failed(failure: &(dyn StdError + 'static)) -> KeychainTrouble {
    match ask() {
        Condition::Silent => KeychainTrouble::Frozen,
        // D-Bus failures name methods and services; no item's content is ever in them.
        condition => {
            lacking(condition).unwrap_or_else(|| KeychainTrouble::Refused(failure.to_string().into()))
        }
    }
}

fn lacking(condition: Condition) -> Option<KeychainTrouble> {
    let lacking = match condition {
        Condition::NoBus => Lacking::Bus,
        Condition::NoService => Lacking::Service,
        Condition::NoCollection => Lacking::Collection,
        Condition::Open | Condition::Locked | Condition::Silent => return None,
    };
    Some(KeychainTrouble::Absent(lacking))
}

fn ask() -> Condition {
    let Ok(bus) = Builder::session().and_then(|bus| bus.method_timeout(PATIENCE).build()) else {
        return Condition::NoBus;
    };
    match collection_is_locked(&bus) {
        Ok(Some(true)) => Condition::Locked,
        Ok(Some(false)) => Condition::Open,
        Ok(None) => Condition::NoCollection,
        Err(zbus::Error::InputOutput(error)) if error.kind() == std::io::ErrorKind::TimedOut => {
            Condition::Silent
        }
        Err(_) => Condition::NoService,
    }
}

/// Whether the default collection is locked; none: there is no such collection.
fn collection_is_locked(bus: &Connection) -> zbus::Result<Option<bool>> {
    let service = "/org/freedesktop/secrets";
    let reply = bus.call_method(
        Some(SERVICE),
        service,
        Some("org.freedesktop.Secret.Service"),
        "ReadAlias",
        &("default",),
    )?;
    let collection: OwnedObjectPath = reply.body().deserialize()?;
    if collection.as_str() == "/" {
        return Ok(None);
    }
    let asked = ("org.freedesktop.Secret.Collection", "Locked");
    let properties = Some("org.freedesktop.DBus.Properties");
    let reply = bus.call_method(Some(SERVICE), collection.as_str(), properties, "Get", &asked)?;
    let locked: OwnedValue = reply.body().deserialize()?;
    Ok(Some(locked.try_into()?))
}
