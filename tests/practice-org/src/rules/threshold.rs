//! May this person go on from the login to the Allow page, and from the Allow page to a code?
//!
//! Until the person is known none of this is told. What an admin must put right stays on Salesforce's own pages; that a
//! user or an org is inactive goes to the callback (help page `remoteaccess_oauth_flow_errors`).

use super::admission::{self, Step};
use super::refusal::{
    ACCESS_DENIED, APP_BLOCKED, CROSS_ORG, NOT_APPROVED, NOT_INSTALLED, ORG_INACTIVE, Refusal,
    TOO_MANY_LOGINS, USER_INACTIVE,
};
use crate::world::app::App;
use crate::world::org::{Org, User};
use crate::world::switches::Distribution;

/// Why a person does not get on, and whether that stays on Salesforce's own page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotAdmitted {
    pub(crate) refusal: Refusal,
    pub(crate) own_page: bool,
}

/// Judges a user of this org who wants to use an app. `at_home` says that the app is of the same org and is asked for
/// at that org's own host.
pub(crate) fn admitted(org: &Org, user: &User, app: &App, at_home: bool) -> Result<(), NotAdmitted> {
    let elsewhere = match app.switches.distribution {
        Distribution::Local => CROSS_ORG,
        Distribution::Packaged => NOT_INSTALLED,
    };
    let ordered = [
        (org.condition.locked, ORG_INACTIVE, false),
        (org.condition.login_rate_exceeded, TOO_MANY_LOGINS, false),
        (!user.may_sign_in(), USER_INACTIVE, false),
        (!at_home, elsewhere, true),
        (!app.is_installed(), NOT_INSTALLED, true),
        (app.switches.blocked, APP_BLOCKED, true),
        (!admission::is_permitted(user, &app.switches), NOT_APPROVED, true),
        (!admission::is_well_placed(user, &app.switches, Step::SignIn), ACCESS_DENIED, true),
    ];
    let first = ordered.into_iter().find(|(holds, ..)| *holds);
    first.map_or(Ok(()), |(_, refusal, own_page)| Err(NotAdmitted { refusal, own_page }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::cast;
    use crate::world::random::Seed;
    use crate::world::switches::PermittedUsers;

    #[test]
    fn each_obstacle_has_its_own_refusal() {
        let judged = |change: fn(&mut Org), at_home| {
            let mut org = cast::orgs(&Seed::new(Some(1))).remove(0);
            change(&mut org);
            admitted(&org, &org.users[0], &org.apps[0], at_home).map_err(|no| (no.refusal.row, no.own_page))
        };
        assert_eq!(judged(|_| (), true), Ok(()));
        assert_eq!(judged(|_| (), false), Err(("A10", true)));
        assert_eq!(
            judged(|org| org.apps[0].switches.distribution = Distribution::Packaged, false),
            Err(("A9", true))
        );
        assert_eq!(judged(|org| org.condition.locked = true, true), Err(("A17", false)));
        assert_eq!(judged(|org| org.condition.login_rate_exceeded = true, true), Err(("A18", false)));
        assert_eq!(judged(|org| org.users[0].standing.frozen = true, true), Err(("A16", false)));
        assert_eq!(judged(|org| org.apps[0].switches.blocked = true, true), Err(("A6", true)));
        let approved = |org: &mut Org| org.apps[0].switches.permitted_users = PermittedUsers::AdminApproved;
        assert_eq!(judged(approved, true), Err(("A11", true)));
        assert_eq!(judged(|org| org.users[0].standing.outside_ip_ranges = true, true), Err(("A7", true)));
    }
}
