//! Whose access token is this, and does it work in this place?
//!
//! Only `Authorization: Bearer` counts (RFC 6750 §2.1); a token in the address or in a body is no token here.

use crate::world::OrgIndex;
use crate::world::family::Family;
use crate::world::grants::Grants;

/// Why a token proves nothing. The API and the identity URLs say so in different words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unproven {
    /// No `Authorization` header, or not a `Bearer` one.
    Missing,
    /// Unknown, expired, revoked, or no token at all.
    Dead,
    /// Alive, but of another org.
    OtherOrg,
}

/// The family of the token that a request carries, if it is alive and of the org `here`.
pub(crate) fn holder<'a>(
    authorization: Option<&str>,
    grants: &'a Grants,
    here: OrgIndex,
    now: u64,
) -> Result<&'a Family, Unproven> {
    let token = authorization.and_then(bearer).ok_or(Unproven::Missing)?;
    let (family, access) = grants.access_token(token).ok_or(Unproven::Dead)?;
    if !access.is_alive(now) {
        return Err(Unproven::Dead);
    }
    if family.owner.org == here { Ok(family) } else { Err(Unproven::OtherOrg) }
}

/// Whether it is a session of the org, and not a JSON Web Token, which opens no page (help page `jwt_access_tokens`).
pub(crate) fn is_session(authorization: Option<&str>) -> bool {
    authorization.and_then(bearer).is_some_and(|token| token.contains('!'))
}

/// The token of a `Bearer` header.
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::family::{Flow, Owner};

    #[test]
    fn a_token_works_in_its_own_org_while_it_lives() {
        let mut grants = Grants::default();
        let owner = Owner { org: 1, username: "ana".into(), consumer_key: "key".into() };
        let token = "00D!token".to_owned();
        let family = grants.add_family(owner, Flow::WebServer, vec!["api".into()], 1_000);
        family.add_access_token(token.clone(), 1_000, 10);
        let header = format!("Bearer {token}");
        let judged =
            |header: Option<&str>, here, now| holder(header, &grants, here, now).map(|family| family.number);
        assert_eq!(judged(Some(&header), 1, 1_000), Ok(1));
        assert_eq!(judged(Some(&header), 1, 11_000), Err(Unproven::Dead), "ten seconds are over");
        assert_eq!(judged(Some(&header), 0, 1_000), Err(Unproven::OtherOrg));
        assert_eq!(judged(None, 1, 1_000), Err(Unproven::Missing));
        assert_eq!(
            judged(Some(&token), 1, 1_000),
            Err(Unproven::Missing),
            "a bare token is no Bearer header"
        );
        assert_eq!(judged(Some("Bearer x"), 1, 1_000), Err(Unproven::Dead));
    }
}
