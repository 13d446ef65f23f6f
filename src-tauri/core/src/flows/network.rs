//! How the network is reached: shown and changed, at once and without a restart.

use std::sync::Arc;

use crate::core::Core;
use crate::io::salesforce;
use crate::io::vault::Item;
use crate::model::error::Error;
use crate::model::field::{Field, FieldRefused, Problem};
use crate::model::network::{ManualProxy, NetworkSettings, ProxyAddress, ProxyChoice};
use crate::model::secret::{Kind, Place, ProxyPassword};
use crate::model::view::{NetworkView, ProxyForm, ProxyView, SecretEntry};

/// More than a company's certificates with all of the public ones.
const LARGEST_FILE: usize = 1024 * 1024;

/// No proxy knows a longer user.
const LONGEST_USERNAME: u16 = 128;

impl Core {
    /// How the network is reached. Reads the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn network(&self) -> Result<NetworkView, Error> {
        let settings = self.rooms().registry.network().await?;
        let salesforce = &self.rooms().salesforce;
        let proxy = match &settings.proxy {
            ProxyChoice::System => ProxyView::System,
            ProxyChoice::None => ProxyView::None,
            ProxyChoice::Manual(ManualProxy { address, username }) => ProxyView::Manual {
                address: address.to_string(),
                username: username.clone(),
                has_password: settings.password.is_some(),
            },
        };
        let kept = settings.extra_ca.as_deref().unwrap_or_default();
        Ok(NetworkView {
            proxy,
            system_proxy: salesforce.system_proxy(),
            authorities: salesforce::authorities(kept.as_bytes()).unwrap_or_default(),
            authorities_of_start: salesforce.authorities_of_start(),
        })
    }

    /// Changes the way out of the network; what is asked for from now on takes it. Writes keychain and disk.
    ///
    /// # Errors
    /// [`Error::Field`], naming the field; [`Error::Keychain`]; [`Error::Registry`]. Nothing was changed then.
    pub async fn set_network(&self, form: ProxyForm) -> Result<NetworkView, Error> {
        let turn = self.rooms().turn_of(self.rooms().registry.install()).await?;
        let last = self.rooms().registry.network().await?;
        let (proxy, entry) = parse(form)?;
        let new = match &entry {
            SecretEntry::Pasted { draft } => Some(self.rooms().drafts.proxy_password(*draft)?),
            SecretEntry::Kept | SecretEntry::None => None,
        };
        let stays = matches!(entry, SecretEntry::Kept) && last.password.is_some();
        // A password that was meant for one proxy is not sent to another, or under another name.
        if stays && proxy != last.proxy {
            return Err(Field::ProxyPassword.refused(Problem::ForAnother).into());
        }
        let settings = NetworkSettings { proxy, password: last.password.filter(|_| stays), ..last.clone() };
        let done = self.change_network(&last, settings, new).await;
        drop(turn);
        // What was written for nothing goes, and so does what was replaced.
        let _is_tried_again = self.delete_loose().await;
        done?;
        if let SecretEntry::Pasted { draft } = entry {
            self.rooms().drafts.done(draft);
        }
        self.network().await
    }

    /// Trusts the certificate authorities of a file beside the system's, from now on. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Field`] when there is none in it; [`Error::Registry`]. Nothing was changed then.
    pub async fn choose_ca(&self, file: &[u8]) -> Result<NetworkView, Error> {
        if file.len() > LARGEST_FILE {
            return Err(Field::ExtraCa.refused(Problem::NotPem).into());
        }
        salesforce::authorities(file)?;
        self.trust(Some(salesforce::certificates_alone(file))).await
    }

    /// Trusts the system's certificate authorities alone. Writes the disk.
    ///
    /// # Errors
    /// [`Error::Registry`].
    pub async fn forget_ca(&self) -> Result<NetworkView, Error> {
        self.trust(None).await
    }

    async fn trust(&self, extra_ca: Option<String>) -> Result<NetworkView, Error> {
        let turn = self.rooms().turn_of(self.rooms().registry.install()).await?;
        let last = self.rooms().registry.network().await?;
        let settings = NetworkSettings { extra_ca, ..last.clone() };
        self.change_network(&last, settings, None).await?;
        drop(turn);
        self.network().await
    }

    /// Keeps the settings, with a new password where there is one, and goes the new way. The password is written beside
    /// the one that was there, and is on the list of loose items until the settings claim it.
    async fn change_network(
        &self,
        last: &NetworkSettings,
        mut settings: NetworkSettings,
        password: Option<Arc<ProxyPassword>>,
    ) -> Result<(), Error> {
        let (rooms, owner) = (self.rooms(), self.rooms().registry.install());
        if let Some(password) = password {
            let place = last.password.map_or(Place::First, Place::other);
            rooms.registry.note_loose(vec![Item::of(owner, Kind::ProxyPassword, place)]).await?;
            if last.password.is_none() {
                rooms.safe.welcome(owner);
            }
            rooms.safe.keep(owner, place, password.as_ref()).await?;
            settings.password = Some(place);
        }
        // First whether there is such a way at all.
        let way = rooms.salesforce.another_way(settings.clone())?;
        rooms.registry.keep_network(settings).await?;
        rooms.salesforce.go(way);
        Ok(())
    }

    /// The item that the choice of a proxy claims.
    pub(crate) async fn proxy_password_item(&self) -> Result<Option<Item>, Error> {
        let registry = &self.rooms().registry;
        let place = registry.network().await?.password;
        Ok(place.map(|place| Item::of(registry.install(), Kind::ProxyPassword, place)))
    }
}

fn parse(form: ProxyForm) -> Result<(ProxyChoice, SecretEntry), FieldRefused> {
    let (address, username, password) = match form {
        ProxyForm::System => return Ok((ProxyChoice::System, SecretEntry::None)),
        ProxyForm::None => return Ok((ProxyChoice::None, SecretEntry::None)),
        ProxyForm::Manual { address, username, password } => (address, username, password),
    };
    if address.trim().is_empty() {
        return Err(Field::ProxyAddress.refused(Problem::Empty));
    }
    let address = ProxyAddress::parse(&address)
        .map_err(|reason| Field::ProxyAddress.refused(Problem::Proxy { reason }))?;
    let username = username.trim();
    if username.chars().count() > usize::from(LONGEST_USERNAME) {
        return Err(Field::ProxyUsername.refused(Problem::TooLong { most: LONGEST_USERNAME }));
    }
    // A colon would end the user where it is sent (RFC 7617 §2).
    if username.chars().any(|character| character == ':' || character.is_control()) {
        return Err(Field::ProxyUsername.refused(Problem::Characters));
    }
    if username.is_empty() && matches!(password, SecretEntry::Pasted { .. }) {
        return Err(Field::ProxyUsername.refused(Problem::Empty));
    }
    let username = Some(username.to_owned()).filter(|username| !username.is_empty());
    Ok((ProxyChoice::Manual(ManualProxy { address, username }), password))
}
