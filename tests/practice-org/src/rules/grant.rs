//! Does this code, or this refresh token, earn tokens?
//!
//! Sources: help pages `remoteaccess_oauth_flow_errors`, `remoteaccess_oauth_refresh_token_flow` and 005316711;
//! RFC 6749 §4.1.2 (a code used twice), RFC 7636 §4.6 (the verifier).

use super::pkce;
use super::refusal::{
    CODE_SPENT, IN_FLIGHT, REFRESH_TOKEN_DEAD, Refusal, TOKEN_CALLBACK_DIFFERS, VERIFIER, VERIFIER_MALFORMED,
};
use crate::world::family::Family;
use crate::world::grants::{CODE_MILLISECONDS, Code};
use crate::world::switches::RefreshTokenPolicy;

/// What came with a code.
pub(crate) struct Exchange<'a> {
    pub(crate) consumer_key: &'a str,
    pub(crate) redirect_uri: &'a str,
    pub(crate) verifier: Option<&'a str>,
    pub(crate) pkce_required: bool,
    pub(crate) now: u64,
}

/// Judges a code that was found in this org: T5, T23 or T6.
pub(crate) fn exchange(code: &Code, sent: &Exchange<'_>) -> Result<(), Refusal> {
    let expired = sent.now >= code.issued_at.saturating_add(CODE_MILLISECONDS);
    if code.used || expired || code.owner.consumer_key != sent.consumer_key {
        return Err(CODE_SPENT);
    }
    if code.redirect_uri != sent.redirect_uri {
        return Err(TOKEN_CALLBACK_DIFFERS);
    }
    match (&code.challenge, sent.verifier) {
        (None, None) if sent.pkce_required => Err(VERIFIER),
        (None, None) => Ok(()),
        (_, Some(verifier)) if !pkce::is_verifier(verifier) => Err(VERIFIER_MALFORMED),
        (Some(challenge), Some(verifier)) if pkce::challenge_of(verifier) == *challenge => Ok(()),
        // A verifier without a challenge is a downgrade (RFC 9700 §2.1.1).
        (Some(_), _) | (None, Some(_)) => Err(VERIFIER),
    }
}

/// Why a refresh is refused, and whether it showed a spent token, which ends the whole family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotRefreshed {
    pub(crate) refusal: Refusal,
    pub(crate) ends_family: bool,
}

/// What came with a refresh token, and what is known about it.
pub(crate) struct Renewal<'a> {
    pub(crate) consumer_key: &'a str,
    pub(crate) refresh_token: &'a str,
    pub(crate) policy: RefreshTokenPolicy,
    /// Another refresh with the same token is under way.
    pub(crate) busy: bool,
    pub(crate) now: u64,
}

/// Judges a refresh token that was found in this org: T8 or T9. Whether its user may still use the app is another
/// question.
pub(crate) fn refresh(family: &Family, sent: &Renewal<'_>) -> Result<(), NotRefreshed> {
    let no = |refusal| Err(NotRefreshed { refusal, ends_family: false });
    if family.owner.consumer_key != sent.consumer_key {
        return no(REFRESH_TOKEN_DEAD);
    }
    if sent.busy {
        return no(IN_FLIGHT);
    }
    if family.has_spent(sent.refresh_token) {
        return Err(NotRefreshed { refusal: REFRESH_TOKEN_DEAD, ends_family: true });
    }
    if family.live && is_kept(family, sent.policy, sent.now) { Ok(()) } else { no(REFRESH_TOKEN_DEAD) }
}

/// Whether its refresh token is not too old under this policy.
pub(crate) fn is_kept(family: &Family, policy: RefreshTokenPolicy, now: u64) -> bool {
    match policy {
        RefreshTokenPolicy::UntilRevoked => true,
        RefreshTokenPolicy::ImmediatelyExpire => false,
        RefreshTokenPolicy::IdleDays(days) => now < family.used_at.saturating_add(in_milliseconds(days)),
        RefreshTokenPolicy::LifetimeDays(days) => now < family.begun_at.saturating_add(in_milliseconds(days)),
    }
}

/// So many days.
pub(crate) fn in_milliseconds(days: u32) -> u64 {
    u64::from(days) * 24 * 60 * 60 * 1000
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::family::{Flow, Owner};

    const VERIFIER_TEXT: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    fn owner() -> Owner {
        Owner { org: 0, username: "ana".into(), consumer_key: "key".into() }
    }

    fn code(challenge: Option<&str>) -> Code {
        Code {
            value: "aPrx==".into(),
            owner: owner(),
            redirect_uri: "http://localhost:33333".into(),
            challenge: challenge.map(str::to_owned),
            nonce: None,
            scopes: vec![],
            issued_at: 1_000,
            used: false,
            gave: None,
        }
    }

    fn sent(verifier: Option<&str>) -> Exchange<'_> {
        Exchange {
            consumer_key: "key",
            redirect_uri: "http://localhost:33333",
            verifier,
            pkce_required: false,
            now: 2_000,
        }
    }

    #[test]
    fn a_code_is_for_one_client_once_and_for_fifteen_minutes() {
        let good = code(None);
        assert_eq!(exchange(&good, &sent(None)), Ok(()));
        assert_eq!(exchange(&good, &Exchange { now: 1_000 + 899_999, ..sent(None) }), Ok(()));
        assert_eq!(exchange(&good, &Exchange { now: 1_000 + 900_000, ..sent(None) }), Err(CODE_SPENT));
        assert_eq!(exchange(&good, &Exchange { consumer_key: "other", ..sent(None) }), Err(CODE_SPENT));
        assert_eq!(exchange(&Code { used: true, ..code(None) }, &sent(None)), Err(CODE_SPENT));
        let elsewhere = Exchange { redirect_uri: "http://localhost:33333/", ..sent(None) };
        assert_eq!(exchange(&good, &elsewhere), Err(TOKEN_CALLBACK_DIFFERS));
    }

    #[test]
    fn verifier_and_challenge_belong_together() {
        let challenge = pkce::challenge_of(VERIFIER_TEXT);
        let with = code(Some(&challenge));
        assert_eq!(exchange(&with, &sent(Some(VERIFIER_TEXT))), Ok(()));
        assert_eq!(exchange(&with, &sent(None)), Err(VERIFIER));
        assert_eq!(exchange(&with, &sent(Some(&"x".repeat(43)))), Err(VERIFIER));
        assert_eq!(exchange(&with, &sent(Some("short"))), Err(VERIFIER_MALFORMED));
        assert_eq!(exchange(&code(None), &sent(Some(VERIFIER_TEXT))), Err(VERIFIER));
        assert_eq!(exchange(&code(None), &Exchange { pkce_required: true, ..sent(None) }), Err(VERIFIER));
    }

    fn family() -> Family {
        Family {
            number: 1,
            owner: owner(),
            flow: Flow::WebServer,
            begun_at: 1_000,
            used_at: 1_000,
            scopes: vec![],
            generation: 2,
            live: true,
            refresh_token: Some("current".into()),
            spent: ["spent".to_owned()].into(),
            access_tokens: vec![],
        }
    }

    fn shown(refresh_token: &str) -> Renewal<'_> {
        let policy = RefreshTokenPolicy::UntilRevoked;
        Renewal { consumer_key: "key", refresh_token, policy, busy: false, now: 2_000 }
    }

    #[test]
    fn only_a_spent_token_ends_its_family() {
        let family = family();
        assert_eq!(refresh(&family, &shown("current")), Ok(()));
        let ends = NotRefreshed { refusal: REFRESH_TOKEN_DEAD, ends_family: true };
        assert_eq!(refresh(&family, &shown("spent")), Err(ends));
        for (sent, refusal) in [
            (Renewal { consumer_key: "other", ..shown("current") }, REFRESH_TOKEN_DEAD),
            (Renewal { busy: true, ..shown("current") }, IN_FLIGHT),
        ] {
            let no = NotRefreshed { refusal, ends_family: false };
            assert_eq!(refresh(&family, &sent), Err(no), "{}", refusal.text);
        }
    }

    #[test]
    fn a_policy_ends_a_token_without_ending_its_family() {
        const DAY: u64 = 24 * 60 * 60 * 1000;
        let family = Family { used_at: 1_000 + DAY, ..family() };
        for (policy, now, works) in [
            (RefreshTokenPolicy::UntilRevoked, 1_000 + 9999 * DAY, true),
            (RefreshTokenPolicy::ImmediatelyExpire, 1_000, false),
            (RefreshTokenPolicy::IdleDays(30), 1_000 + 31 * DAY - 1, true),
            (RefreshTokenPolicy::IdleDays(30), 1_000 + 31 * DAY, false),
            (RefreshTokenPolicy::LifetimeDays(30), 1_000 + 30 * DAY - 1, true),
            (RefreshTokenPolicy::LifetimeDays(30), 1_000 + 30 * DAY, false),
        ] {
            let judged = refresh(&family, &Renewal { policy, now, ..shown("current") });
            let no = NotRefreshed { refusal: REFRESH_TOKEN_DEAD, ends_family: false };
            assert_eq!(judged, if works { Ok(()) } else { Err(no) }, "{policy:?} at {now}");
        }
    }

    #[test]
    fn a_revoked_family_stays_revoked() {
        let dead = Family { live: false, ..family() };
        let no = NotRefreshed { refusal: REFRESH_TOKEN_DEAD, ends_family: false };
        assert_eq!(refresh(&dead, &shown("current")), Err(no));
    }
}
