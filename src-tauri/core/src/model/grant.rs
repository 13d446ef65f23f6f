//! What one sign-in gave.

use std::time::Duration;

use crate::model::client_app::{Idle, Scopes};
use crate::model::host::{InstanceUrl, LoginHost};
use crate::model::ids::{ClientAppId, GrantId, OrganizationId, UserId};
use crate::model::time::{DAY, Timestamp};
use crate::model::view::{IdleEnd, ServerUse, Tool};

/// A token is fresh this long after Salesforce gave it or proved it. Salesforce states no lifetime of its own.
pub const FRESH: Duration = Duration::from_secs(600);

/// Permission of one user for one app; its tokens are in the keychain.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Ours.
    pub id: GrantId,
    /// The app that it was given to.
    pub app: ClientAppId,
    /// The tool that it was made for; none: it is Keyperch's own. What is a tool's is kept until it is handed over, and
    /// never renewed, proved or used here.
    pub tool: Option<Tool>,
    /// Where it was given, and is renewed and revoked.
    pub host: LoginHost,
    /// Who signed in, pinned: a later sign-in of somebody else is refused.
    pub identity: Identity,
    /// The user's name in that org, once it was asked.
    pub username: Option<String>,
    /// What was granted; not always what was asked for.
    pub scopes: Scopes,
    /// Where the APIs answer.
    pub instance_url: InstanceUrl,
    /// Whether a refresh token came with it.
    pub refreshable: bool,
    /// When the access token was last given or proved alive.
    pub proven_at: Timestamp,
    /// When the sign-in was.
    pub signed_in_at: Timestamp,
    /// Whether Salesforce has refused it since: only a new sign-in helps.
    pub ended: bool,
    /// The newest refresh token that the keychain is known to hold; an older one is never presented.
    pub generation: u64,
    /// The generation that may have been spent: a renewal is under way, or in doubt.
    pub intent: Option<u64>,
    /// When the access token ends, where Salesforce was asked and said so.
    pub ends: Option<End>,
    /// When its refresh token was last used; none: not since the sign-in.
    pub renewed_at: Option<Timestamp>,
    /// What Salesforce says of its use, where it was asked and said so.
    pub server_use: Option<ServerUse>,
    /// When its tokens were handed over to its tool; from then on there is none of them here.
    pub handed_over_at: Option<Timestamp>,
}

/// When an access token ends, as introspection tells (RFC 7662).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct End {
    /// The end.
    pub at: Timestamp,
    /// When Salesforce said so.
    pub asked_at: Timestamp,
}

/// Who answered: the two record ids in the identity URL (`…/id/00D…/005…`).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Identity {
    /// Which org.
    pub organization: OrganizationId,
    /// Which user.
    pub user: UserId,
}

impl Identity {
    /// Reads the `id` of a token answer. Its host says nothing: it may be the generic login host.
    pub fn from_url(text: &str) -> Option<Self> {
        let url = url::Url::parse(text).ok()?;
        let mut path = url.path_segments()?;
        let (id, organization, user) = (path.next()?, path.next()?, path.next()?);
        let last = path.next().is_none_or(str::is_empty);
        (id == "id" && last).then_some(())?;
        Some(Self { organization: OrganizationId::parse(organization)?, user: UserId::parse(user)? })
    }
}

impl Grant {
    /// Until when its access token counts as fresh.
    pub fn fresh_until(&self) -> Timestamp {
        self.proven_at.plus(FRESH)
    }

    /// When its refresh token was last used, or first had.
    pub fn used_at(&self) -> Timestamp {
        self.renewed_at.map_or(self.signed_in_at, |renewed_at| renewed_at.max(self.signed_in_at))
    }

    /// When it ends unless it is used; none for one that has ended, or that nobody can use.
    pub fn idle_end(&self, idle: Idle) -> Option<IdleEnd> {
        let at = self.used_at().plus(DAY * u32::from(idle.days));
        (self.refreshable && !self.ended).then_some(IdleEnd { at, days: idle.days, read_at: idle.read_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_url_names_org_and_user() {
        let identity =
            Identity::from_url("https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001Sv6AAAS");
        let identity = identity.expect("an identity");
        assert_eq!(identity.organization.as_str(), "00Dxx0000001gPLEAY");
        assert_eq!(identity.user.as_str(), "005xx000001Sv6AAAS");
    }

    #[test]
    fn other_addresses_name_nobody() {
        for text in [
            "",
            "https://login.salesforce.com/",
            "https://login.salesforce.com/id/00Dxx0000001gPLEAY",
            "https://login.salesforce.com/id/005xx000001Sv6AAAS/00Dxx0000001gPLEAY",
            "https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001Sv6AAAS/more",
            "https://login.salesforce.com/other/00Dxx0000001gPLEAY/005xx000001Sv6AAAS",
        ] {
            assert_eq!(Identity::from_url(text), None, "{text}");
        }
    }
}
