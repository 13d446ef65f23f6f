//! The real ground of a renewal: keychain, registry, Salesforce, and a lock that other processes respect.

use std::sync::OnceLock;
use std::time::Duration;

use fail::fail_point;

use crate::core::Core;
use crate::flows::apps::OpenApp;
use crate::flows::renewal::{Entry, Ground, Sent};
use crate::flows::turns::Turn;
use crate::io::salesforce::Proof;
use crate::io::vault::Item;
use crate::model::error::{Error, KeychainTrouble, NetworkKind, NetworkTrouble};
use crate::model::grant::{FRESH, Grant};
use crate::model::host::LoginHost;
use crate::model::ids::{ClientAppId, GrantId};
use crate::model::secret::{AccessToken, Kind, Place, RefreshToken, Stored};
use crate::model::slot::{Record, Slot, Slots};

/// A grant of an app, where it really is.
pub(crate) struct RealGround<'a> {
    core: &'a Core,
    app: ClientAppId,
    grant: GrantId,
    opened: OnceLock<OpenApp>,
    /// Whether Salesforce is asked in any case, however fresh the token is.
    anew: bool,
}

impl<'a> RealGround<'a> {
    pub(crate) fn of(core: &'a Core, app: ClientAppId, grant: GrantId) -> Self {
        Self { core, app, grant, opened: OnceLock::new(), anew: false }
    }

    /// For a renewal that is to happen however fresh the token is: it always asks Salesforce.
    pub(crate) fn in_any_case(core: &'a Core, app: ClientAppId, grant: GrantId) -> Self {
        Self { anew: true, ..Self::of(core, app, grant) }
    }

    /// For a renewal that proves other credentials than those that are stored: it always asks Salesforce.
    pub(crate) fn with(core: &'a Core, grant: GrantId, opened: OpenApp) -> Self {
        Self { core, app: opened.app.id, grant, opened: OnceLock::from(opened), anew: true }
    }

    async fn noted(&self) -> Result<Grant, Error> {
        let found = self.core.rooms().registry.grant(self.app).await?;
        found.filter(|grant| grant.id == self.grant).ok_or_else(|| self.needs_sign_in())
    }

    fn item(&self, place: Place) -> Item {
        Item::of(self.grant.uuid(), Kind::RefreshToken, place)
    }
}

impl Ground for RealGround<'_> {
    type Turn = Turn;

    async fn turn(&self) -> Result<Turn, Error> {
        self.core.rooms().turn_of(self.grant.uuid()).await
    }

    async fn entry(&self) -> Result<Entry, Error> {
        let Grant { generation, intent, ended, .. } = self.noted().await?;
        Ok(Entry { generation, intent, ended })
    }

    async fn living(&self) -> Result<Option<AccessToken>, Error> {
        if self.anew {
            return Ok(None);
        }
        self.core.living_of(&self.noted().await?).await
    }

    async fn slots(&self) -> Result<Slots, Error> {
        self.core.slots_of(self.grant).await
    }

    async fn prepare(&self) -> Result<(), Error> {
        if self.opened.get().is_none() {
            let opened = self.core.open_app(self.app).await?;
            let _was_not_set = self.opened.set(opened);
        }
        Ok(())
    }

    async fn note_intent(&self, generation: u64) -> Result<(), Error> {
        self.core.rooms().registry.note_intent(self.grant, generation).await
    }

    async fn clear_intent(&self) -> Result<(), Error> {
        self.core.rooms().registry.clear_intent(self.grant).await
    }

    async fn reserve(&self, place: Place, like: &Record) -> Result<(), KeychainTrouble> {
        let reservation = like.reservation(self.core.rooms().registry.install());
        self.core.rooms().safe.put(self.item(place), reservation).await
    }

    async fn send(&self, token: &RefreshToken) -> Sent {
        let Some(opened) = self.opened.get() else {
            return Sent::NotSent(Error::Nonsense("a renewal was not prepared"));
        };
        fail_point!("refresh.before_send");
        match self.core.rooms().salesforce.refresh(opened.at_host(), token).await {
            Ok(reply) => Sent::Answered(Box::new(reply)),
            Err(Error::Refused(refusal)) => Sent::Refused(refusal),
            Err(Error::Network(trouble)) if trouble.kind.may_have_arrived() => Sent::InDoubt(trouble.into()),
            Err(error) => Sent::NotSent(error),
        }
    }

    async fn keep(&self, place: Place, record: &Record) -> Result<(), KeychainTrouble> {
        let stored: Stored = record.to_stored(self.core.rooms().registry.install());
        self.core.rooms().safe.put(self.item(place), stored).await
    }

    async fn note_generation(&self, generation: u64) -> Result<(), Error> {
        self.core.rooms().registry.note_generation(self.grant, generation).await
    }

    async fn note_ended(&self) -> Result<(), Error> {
        self.core.rooms().registry.note_ended(self.grant).await
    }

    fn needs_sign_in(&self) -> Error {
        Error::NeedsSignIn { app: self.app }
    }

    async fn pause(&self, time: Duration) {
        self.core.rooms().clock.pause(time).await;
    }
}

impl Core {
    /// The access token that is kept, if it is fresh or proves to be alive. Reads the keychain; contacts Salesforce for
    /// one that is older.
    ///
    /// # Errors
    /// [`Error::Keychain`], [`Error::Network`]; [`Error::Refused`] for one that lives and may not use the API.
    pub(crate) async fn living_of(&self, grant: &Grant) -> Result<Option<AccessToken>, Error> {
        let rooms = self.rooms();
        let Some(token) = self.access_of(grant.id).await? else { return Ok(None) };
        let now = rooms.clock.now();
        if now.since(grant.proven_at).is_some_and(|age| age < FRESH) {
            return Ok(Some(token));
        }
        match rooms.salesforce.prove(&grant.instance_url, &token, &grant.scopes).await {
            Ok(Proof::Alive) => {
                let _then_it_is_proved_again = rooms.registry.note_proven(grant.id, now).await;
                Ok(Some(token))
            }
            Ok(Proof::Dead) => Ok(None),
            // The org may have moved, or be gone: a renewal says where to, or that it is.
            Err(Error::Network(trouble)) if may_be_elsewhere(&trouble, &grant.host) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The access token that is kept; one that is not whole is none. Reads the keychain.
    ///
    /// # Errors
    /// [`KeychainTrouble`].
    pub(crate) async fn access_of(&self, grant: GrantId) -> Result<Option<AccessToken>, KeychainTrouble> {
        match self.rooms().safe.read(grant.uuid(), Place::First).await {
            Err(KeychainTrouble::Unfaithful) => Ok(None),
            answer => answer,
        }
    }

    /// What both places of a grant's refresh token hold. Reads the keychain.
    ///
    /// # Errors
    /// [`Error::Keychain`]; what is there and is not whole is no error.
    pub(crate) async fn slots_of(&self, grant: GrantId) -> Result<Slots, Error> {
        let [first, second] = Place::BOTH;
        Ok(Slots { first: self.slot(grant, first).await?, second: self.slot(grant, second).await? })
    }

    async fn slot(&self, grant: GrantId, place: Place) -> Result<Slot, Error> {
        let rooms = self.rooms();
        match rooms.safe.get(Item::of(grant.uuid(), Kind::RefreshToken, place)).await {
            Ok(stored) => Ok(Slot::read(stored, rooms.registry.install())),
            Err(KeychainTrouble::Unfaithful) => Ok(Slot::Torn),
            Err(trouble) => Err(trouble.into()),
        }
    }
}

/// Whether nothing of the org's is where its APIs were: no such host, or no such page.
fn may_be_elsewhere(trouble: &NetworkTrouble, host: &LoginHost) -> bool {
    match trouble.kind {
        NetworkKind::HostUnknown => trouble.host != host.as_str(),
        NetworkKind::NotJson { status } => status == 404,
        _ => false,
    }
}
