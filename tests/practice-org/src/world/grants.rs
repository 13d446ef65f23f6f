//! Authorization codes and token families: making them, finding them, ending them.
//!
//! Whether a request deserves a token is judged in [`crate::rules`]; this file only keeps the books.

use std::collections::HashSet;

use super::family::{AccessToken, Family, Flow, Owner};
use super::identifiers;
use super::{OrgIndex, Selection, random};

/// An authorization code lives 15 minutes (help page `remoteaccess_terminology`).
pub(crate) const CODE_MILLISECONDS: u64 = 15 * 60 * 1000;
/// Approvals that one user may have for one app (help pages 000205876 and `remoteaccess_request_approve`).
pub(crate) const APPROVALS: usize = 5;

/// All codes and families of a practice Salesforce.
#[derive(Debug, Default)]
pub(crate) struct Grants {
    codes: Vec<Code>,
    families: Vec<Family>,
    in_flight: HashSet<String>,
}

/// An authorization code and what it was given for.
#[derive(Debug)]
pub(crate) struct Code {
    pub(crate) value: String,
    pub(crate) owner: Owner,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) issued_at: u64,
    /// Set by the first try to redeem it, whether that succeeded or not.
    pub(crate) used: bool,
    /// The family that redeeming it made.
    pub(crate) gave: Option<u64>,
}

impl Grants {
    /// A new code for what the user has just allowed.
    pub(crate) fn add_code(&mut self, code: Code) -> String {
        let value = code.value.clone();
        self.codes.push(code);
        value
    }

    /// The code with this value, if it was given in this org.
    pub(crate) fn code(&mut self, org: OrgIndex, value: &str) -> Option<&mut Code> {
        self.codes.iter_mut().find(|code| code.owner.org == org && code.value == value)
    }

    /// A new family. A sixth approval silently ends the oldest one of the same user and app; a flow without a person
    /// is no approval, and gives no refresh token.
    pub(crate) fn add_family(
        &mut self,
        owner: Owner,
        flow: Flow,
        scopes: Vec<String>,
        now: u64,
    ) -> &mut Family {
        if flow.is_approval() {
            let mut approved: Vec<&mut Family> = self.approvals_of(&owner).collect();
            let too_many = (approved.len() + 1).saturating_sub(APPROVALS);
            approved.iter_mut().take(too_many).for_each(|oldest| oldest.end());
        }
        let renewable = flow.is_approval() && crate::rules::scope::allows_refresh(&scopes);
        let refresh_token = renewable.then(identifiers::refresh_token);
        let number = self.families.len() as u64 + 1;
        self.families.push(Family {
            number,
            owner,
            flow,
            scopes,
            begun_at: now,
            used_at: now,
            generation: 1,
            live: true,
            refresh_token,
            spent: HashSet::new(),
            access_tokens: Vec::new(),
        });
        let newest = self.families.len() - 1;
        &mut self.families[newest]
    }

    /// Whether this user has approved this app and could renew what came of it.
    pub(crate) fn has_approved(&mut self, owner: &Owner) -> bool {
        self.approvals_of(owner).any(|family| family.refresh_token.is_some())
    }

    fn approvals_of(&mut self, owner: &Owner) -> impl Iterator<Item = &mut Family> {
        let theirs =
            |family: &&mut Family| family.live && family.flow.is_approval() && family.owner == *owner;
        self.families.iter_mut().filter(theirs)
    }

    /// The family that this refresh token belongs or once belonged to, if it is of this org.
    pub(crate) fn family_of_refresh_token(&mut self, org: OrgIndex, token: &str) -> Option<&mut Family> {
        self.families
            .iter_mut()
            .find(|family| family.owner.org == org && (family.is_current(token) || family.has_spent(token)))
    }

    /// The access token with this value and its family, whatever org they are of.
    pub(crate) fn access_token(&self, value: &str) -> Option<(&Family, &AccessToken)> {
        self.families.iter().find_map(|family| {
            family.access_tokens.iter().find(|token| token.value == value).map(|token| (family, token))
        })
    }

    /// Ends one access token only. False when it was not alive.
    pub(crate) fn end_access_token(&mut self, org: OrgIndex, value: &str, now: u64) -> bool {
        let token = self
            .families
            .iter_mut()
            .filter(|family| family.owner.org == org)
            .flat_map(|family| family.access_tokens.iter_mut())
            .find(|token| token.value == value && token.is_alive(now));
        token.map(|token| token.ended = true).is_some()
    }

    /// Ends a family by its number.
    pub(crate) fn end_family(&mut self, number: u64) {
        self.families.iter_mut().filter(|family| family.number == number).for_each(Family::end);
    }

    /// Ends the access tokens of a selection; refresh tokens go on.
    pub(crate) fn end_access(&mut self, selection: &Selection) {
        self.selected(selection).for_each(Family::end_access);
    }

    /// Ends the access tokens of every owner of whom this is not true.
    pub(crate) fn end_access_unless(&mut self, may: impl Fn(&Owner) -> bool) {
        self.families.iter_mut().filter(|family| !may(&family.owner)).for_each(Family::end_access);
    }

    /// Ends whole families of a selection, and the codes not yet redeemed.
    pub(crate) fn revoke(&mut self, selection: &Selection) {
        self.selected(selection).for_each(Family::end);
        self.codes.iter_mut().filter(|code| selection.covers(&code.owner)).for_each(|code| code.used = true);
    }

    /// Marks a refresh token as being worked on. False when it already is.
    pub(crate) fn begin_refresh(&mut self, token: &str) -> bool {
        self.in_flight.insert(token.to_owned())
    }

    /// Takes that mark away.
    pub(crate) fn end_refresh(&mut self, token: &str) {
        self.in_flight.remove(token);
    }

    /// Whether this value is an access token that works at `now`.
    pub(crate) fn is_alive(&self, value: &str, now: u64) -> bool {
        self.access_token(value).is_some_and(|(_, token)| token.is_alive(now))
    }

    /// Whether a living access token has this SHA-256.
    pub(crate) fn is_alive_by_fingerprint(&self, sha256: &str, now: u64) -> bool {
        let mut living = self.families.iter().flat_map(|family| &family.access_tokens);
        living.any(|token| token.is_alive(now) && random::whole_fingerprint(&token.value) == sha256)
    }

    /// All families, in order of sign-in.
    pub(crate) fn families(&self) -> &[Family] {
        &self.families
    }

    fn selected<'a>(&'a mut self, selection: &'a Selection) -> impl Iterator<Item = &'a mut Family> {
        self.families.iter_mut().filter(|family| selection.covers(&family.owner))
    }
}

impl Selection {
    fn covers(&self, owner: &Owner) -> bool {
        let same =
            |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
        same(&self.consumer_key, &owner.consumer_key) && same(&self.username, &owner.username)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(username: &str) -> Owner {
        Owner { org: 0, username: username.to_owned(), consumer_key: "3MVG9".to_owned() }
    }

    fn sign_in(grants: &mut Grants, username: &str) -> u64 {
        grants.add_family(owner(username), Flow::WebServer, vec!["refresh_token".to_owned()], 0).number
    }

    #[test]
    fn a_sixth_approval_ends_the_oldest_and_no_other() {
        let mut grants = Grants::default();
        (0..5).for_each(|_| _ = sign_in(&mut grants, "ana"));
        assert!(grants.families().iter().all(|family| family.live), "five approvals live side by side");
        sign_in(&mut grants, "bob");
        assert!(grants.families().iter().all(|family| family.live), "another user's approvals do not count");
        sign_in(&mut grants, "ana");
        let live: Vec<bool> = grants.families().iter().map(|family| family.live).collect();
        assert_eq!(live, [false, true, true, true, true, true, true], "only the oldest one dies");
    }

    #[test]
    fn no_refresh_token_without_its_scope() {
        let mut grants = Grants::default();
        let family = grants.add_family(owner("ana"), Flow::WebServer, vec!["api".to_owned()], 0);
        assert_eq!(family.refresh_token, None);
    }

    #[test]
    fn what_no_person_allowed_is_no_approval() {
        let mut grants = Grants::default();
        let scopes = vec!["api".to_owned(), "refresh_token".to_owned()];
        for _ in 0..6 {
            let family = grants.add_family(owner("ana"), Flow::ClientCredentials, scopes.clone(), 0);
            assert_eq!(family.refresh_token, None);
        }
        assert!(grants.families().iter().all(|family| family.live), "no approval was one too many");
        assert!(!grants.has_approved(&owner("ana")));
        sign_in(&mut grants, "ana");
        assert!(grants.has_approved(&owner("ana")) && !grants.has_approved(&owner("bob")));
    }

    #[test]
    fn revoking_a_selection_leaves_the_others() {
        let mut grants = Grants::default();
        sign_in(&mut grants, "ana");
        sign_in(&mut grants, "bob");
        grants.revoke(&Selection { username: Some("ana".to_owned()), consumer_key: None });
        let live: Vec<bool> = grants.families().iter().map(|family| family.live).collect();
        assert_eq!(live, [false, true]);
    }

    #[test]
    fn a_refresh_token_is_in_flight_once() {
        let mut grants = Grants::default();
        assert!(grants.begin_refresh("5Aep861"), "nobody works on it yet");
        assert!(!grants.begin_refresh("5Aep861"), "now somebody does");
        grants.end_refresh("5Aep861");
        assert!(grants.begin_refresh("5Aep861"), "and now nobody again");
    }
}
