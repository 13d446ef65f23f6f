//! What a person chose once for all orgs: how the network is reached, whom Salesforce may write to, whether it is asked at
//! the start, and how the quick switcher is brought.
//!
//! One row a choice. Of the proxy's password it says only in which of its two places the keychain has it: a hint, as of
//! a consumer secret, would help whoever wanted to guess it.

use rusqlite::{Connection, OptionalExtension};

use crate::io::registry::leaving::{claim, loosen, number_of, place_of};
use crate::io::registry::{Registry, parsed, trouble};
use crate::io::vault::Item;
use crate::model::error::{Error, RegistryTrouble};
use crate::model::keys::{Keys, QuickChoices};
use crate::model::network::{NetworkSettings, ProxyChoice};
use crate::model::secret::Kind;

const PROXY: &str = "proxy";
const PASSWORD: &str = "proxy_password";
const EXTRA_CA: &str = "extra_ca";
const CONTACT_EMAIL: &str = "contact_email";
const LOOKS_AT_START: &str = "looks_at_start";
const SHORTCUT: &str = "quick_shortcut";
const INSTANT_CODES: &str = "quick_instant_codes";

impl Registry {
    /// How the network was to be reached when the list was opened.
    pub fn network_at_start(&self) -> &NetworkSettings {
        &self.network_at_start
    }

    /// How the network is to be reached. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn network(&self) -> Result<NetworkSettings, Error> {
        self.read(read).await
    }

    /// Keeps how the network is to be reached. The password's item is claimed with it; the one before is loose from then
    /// on. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn keep_network(&self, settings: NetworkSettings) -> Result<(), Error> {
        let owner = self.install;
        self.write(move |connection| {
            let item = |place| Item::of(owner, Kind::ProxyPassword, place);
            let last = read(connection)?;
            if let Some(place) = last.password.filter(|_| last.password != settings.password) {
                loosen(connection, item(place))?;
            }
            if let Some(place) = settings.password {
                claim(connection, item(place))?;
            }
            let proxy = serde_json::to_string(&settings.proxy);
            let proxy = proxy.map_err(|_| Error::Nonsense("the choice of a proxy is no JSON"))?;
            keep(connection, PROXY, Some(proxy))?;
            keep(connection, PASSWORD, settings.password.map(|place| number_of(place).to_string()))?;
            keep(connection, EXTRA_CA, settings.extra_ca)
        })
        .await
    }
}

impl Registry {
    /// Whom Salesforce may write to about an app, as it was given last. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn contact_email(&self) -> Result<Option<String>, Error> {
        self.read(|connection| value(connection, CONTACT_EMAIL)).await
    }

    /// Keeps it for the next guide; none: nobody. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn keep_contact_email(&self, email: Option<String>) -> Result<(), Error> {
        self.write(move |connection| keep(connection, CONTACT_EMAIL, email)).await
    }
}

impl Registry {
    /// Whether every org is looked at when the program starts. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn looks_at_start(&self) -> Result<bool, Error> {
        self.read(|connection| Ok(value(connection, LOOKS_AT_START)?.is_some())).await
    }

    /// Keeps that choice. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn keep_looks_at_start(&self, on: bool) -> Result<(), Error> {
        self.write(move |connection| keep(connection, LOOKS_AT_START, on.then(|| "yes".to_owned()))).await
    }

    /// How a person wants the quick switcher; where nothing was chosen, with the keys that are proposed. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn quick_choices(&self) -> Result<QuickChoices, Error> {
        self.read(|connection| {
            // An empty text is a choice: no keys.
            let shortcut = value(connection, SHORTCUT)?.unwrap_or_else(|| Keys::PROPOSED.to_owned());
            let shortcut = Some(shortcut).filter(|keys| !keys.is_empty());
            Ok(QuickChoices { shortcut, instant_codes: value(connection, INSTANT_CODES)?.is_some() })
        })
        .await
    }

    /// Keeps how a person wants it. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn keep_quick_choices(&self, choices: QuickChoices) -> Result<(), Error> {
        self.write(move |connection| {
            keep(connection, SHORTCUT, Some(choices.shortcut.unwrap_or_default()))?;
            keep(connection, INSTANT_CODES, choices.instant_codes.then(|| "on".to_owned()))
        })
        .await
    }
}

/// As [`Registry::network`], for whoever has the connection.
pub(super) fn at_start(connection: &Connection) -> Result<NetworkSettings, RegistryTrouble> {
    read(connection).map_err(|error| match error {
        Error::Registry(trouble) => trouble,
        other => RegistryTrouble::Unwritable(other.into()),
    })
}

fn read(connection: &Connection) -> Result<NetworkSettings, Error> {
    let mut settings =
        NetworkSettings { extra_ca: value(connection, EXTRA_CA)?, ..NetworkSettings::default() };
    if let Some(text) = value(connection, PROXY)? {
        settings.proxy = parsed("setting.proxy", serde_json::from_str::<ProxyChoice>(&text).ok())?;
    }
    if let Some(text) = value(connection, PASSWORD)? {
        let number = parsed("setting.proxy_password", text.parse().ok())?;
        settings.password = Some(place_of(number)?);
    }
    Ok(settings)
}

pub(super) fn value(connection: &Connection, name: &str) -> Result<Option<String>, Error> {
    let select = "SELECT value FROM setting WHERE name = ?1";
    connection.query_row(select, [name], |row| row.get(0)).optional().map_err(|error| trouble(error).into())
}

pub(super) fn keep(connection: &Connection, name: &str, value: Option<String>) -> Result<(), Error> {
    let done = match value {
        Some(value) => connection.execute("INSERT OR REPLACE INTO setting VALUES (?1, ?2)", [name, &value]),
        None => connection.execute("DELETE FROM setting WHERE name = ?1", [name]),
    };
    done.map(drop).map_err(|error| trouble(error).into())
}
