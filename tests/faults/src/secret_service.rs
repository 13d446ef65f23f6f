//! A witness at the Secret Service: what is really kept there, asked without Keyperch. It can also do what a person does
//! in the desktop's own keychain program: delete, change, lock.

use std::collections::HashMap;
use std::time::Duration;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use crate::Failed;

const NAME: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";
const SERVICE: &str = "org.freedesktop.Secret.Service";
const ITEM: &str = "org.freedesktop.Secret.Item";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";
/// What Keyperch calls itself there.
const OURS: &str = "Keyperch";

/// A secret on its way: session, parameters, content, and what kind of content.
type Secret<Kind> = (OwnedObjectPath, Vec<u8>, Vec<u8>, Kind);

/// A connection to a bus, and to the keychain on it.
#[derive(Debug)]
pub struct SecretService(Connection);

/// An item of Keyperch's.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Where the service has it.
    pub path: OwnedObjectPath,
    /// Its name: owner and kind.
    pub account: String,
}

impl SecretService {
    /// Connects to a bus.
    pub fn on(address: &str) -> Result<Self, Failed> {
        let bus = Builder::address(address)?.method_timeout(Duration::from_secs(5)).build()?;
        Ok(Self(bus))
    }

    /// Whether there is a keychain at all.
    pub fn is_there(&self) -> bool {
        let asked = self.0.call_method(
            Some("org.freedesktop.DBus"),
            "/org/freedesktop/DBus",
            Some("org.freedesktop.DBus"),
            "NameHasOwner",
            &(NAME,),
        );
        asked.ok().and_then(|reply| reply.body().deserialize::<bool>().ok()).unwrap_or(false)
    }

    /// Whether its default collection is there and unlocked.
    pub fn is_open(&self) -> bool {
        let locked = self.collection().and_then(|collection| {
            let asked = (COLLECTION, "Locked");
            let reply = self.call(&collection, "org.freedesktop.DBus.Properties", "Get", &asked)?;
            let locked: OwnedValue = reply.body().deserialize()?;
            Ok(bool::try_from(locked)?)
        });
        locked.is_ok_and(|locked| !locked)
    }

    /// Every item of Keyperch's.
    pub fn items(&self) -> Result<Vec<Kept>, Failed> {
        let wanted = HashMap::from([("service", OURS)]);
        let reply = self.call(PATH, SERVICE, "SearchItems", &(wanted,))?;
        let (open, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) = reply.body().deserialize()?;
        open.into_iter().chain(locked).map(|path| self.kept(path)).collect()
    }

    /// The items whose name ends so.
    pub fn items_of(&self, kind: &str) -> Result<Vec<Kept>, Failed> {
        Ok(self.items()?.into_iter().filter(|kept| kept.account.contains(kind)).collect())
    }

    /// Deletes an item, as a person does who tidies up.
    pub fn delete(&self, kept: &Kept) -> Result<(), Failed> {
        self.call(&kept.path, ITEM, "Delete", &()).map(drop)
    }

    /// Puts something else into an item.
    pub fn overwrite(&self, kept: &Kept, content: &[u8]) -> Result<(), Failed> {
        let secret = self.secret(content)?;
        self.call(&kept.path, ITEM, "SetSecret", &(secret,)).map(drop)
    }

    /// What an item holds.
    pub fn content(&self, kept: &Kept) -> Result<Vec<u8>, Failed> {
        let (session, ..) = self.secret(b"")?;
        let reply = self.call(&kept.path, ITEM, "GetSecret", &(session,))?;
        let (_session, _parameters, content, _kind): Secret<String> = reply.body().deserialize()?;
        Ok(content)
    }

    /// Makes a second item with the same name.
    pub fn duplicate(&self, kept: &Kept, content: &[u8]) -> Result<(), Failed> {
        let attributes = HashMap::from([("service", OURS), ("username", kept.account.as_str())]);
        let properties = HashMap::from([
            ("org.freedesktop.Secret.Item.Label", Value::from("a second one")),
            ("org.freedesktop.Secret.Item.Attributes", Value::from(attributes)),
        ]);
        let asked = (properties, self.secret(content)?, false);
        self.call(&self.collection()?, COLLECTION, "CreateItem", &asked).map(drop)
    }

    /// Locks the default collection.
    pub fn lock(&self) -> Result<(), Failed> {
        self.call(PATH, SERVICE, "Lock", &(vec![self.collection()?],)).map(drop)
    }

    fn kept(&self, path: OwnedObjectPath) -> Result<Kept, Failed> {
        let reply = self.call(&path, "org.freedesktop.DBus.Properties", "Get", &(ITEM, "Attributes"))?;
        let value: OwnedValue = reply.body().deserialize()?;
        let mut attributes = HashMap::<String, String>::try_from(value)?;
        let account = attributes.remove("username").ok_or("an item without a name")?;
        Ok(Kept { path, account })
    }

    fn collection(&self) -> Result<OwnedObjectPath, Failed> {
        let path: OwnedObjectPath =
            self.call(PATH, SERVICE, "ReadAlias", &("default",))?.body().deserialize()?;
        if path.as_str() == "/" { Err("no default collection".into()) } else { Ok(path) }
    }

    /// A secret as the service takes it, over a session without encryption: the bus is this computer's.
    fn secret(&self, content: &[u8]) -> Result<Secret<&'static str>, Failed> {
        let reply = self.call(PATH, SERVICE, "OpenSession", &("plain", Value::from("")))?;
        let (_output, session): (OwnedValue, OwnedObjectPath) = reply.body().deserialize()?;
        Ok((session, Vec::new(), content.to_vec(), "text/plain"))
    }

    fn call<Asked: serde::Serialize + zbus::zvariant::DynamicType>(
        &self,
        path: &str,
        interface: &str,
        method: &str,
        asked: &Asked,
    ) -> Result<zbus::Message, Failed> {
        Ok(self.0.call_method(Some(NAME), path, Some(interface), method, asked)?)
    }
}
