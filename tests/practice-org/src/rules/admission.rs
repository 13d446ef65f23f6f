//! May this user use this app in this org, from where the user is, at this hour?
//!
//! Sources: help pages `preauth_user_app_access_through_eca` and `external_client_app_oauth_policies_configuration`.
//! The rows with which the browser's side says no differ from those of the token endpoint.

use super::refusal::{
    APP_BLOCKED, AUTHENTICATION, IP_RESTRICTED, NOT_INSTALLED, ORG_LOCKED, RATE_EXCEEDED, Refusal,
    TOKEN_NOT_APPROVED, TOKEN_USER_INACTIVE,
};
use crate::world::app::App;
use crate::world::org::{Org, User};
use crate::world::switches::{IpRelaxation, PermittedUsers, Switches};

/// What the user or the client is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Sign in, or have an assertion or a consumer secret taken for it.
    SignIn,
    /// Renew what was granted before.
    Refresh,
}

/// Whether the app's policies select this user by profile or by permission set.
pub(crate) fn is_selected(user: &User, switches: &Switches) -> bool {
    switches.profiles.contains(&user.standing.profile)
        || user.standing.permission_sets.iter().any(|set| switches.permission_sets.contains(set))
}

/// Whether "Permitted Users" lets this user in.
pub(crate) fn is_permitted(user: &User, switches: &Switches) -> bool {
    switches.permitted_users == PermittedUsers::AllMaySelfAuthorize || is_selected(user, switches)
}

/// Whether the user is where "IP Relaxation" lets this step be taken. No device is activated here.
pub(crate) fn is_well_placed(user: &User, switches: &Switches, step: Step) -> bool {
    let relaxed = match switches.ip_relaxation {
        IpRelaxation::Relax => true,
        IpRelaxation::EnforceButRelaxForRefresh => step == Step::Refresh,
        IpRelaxation::Enforce | IpRelaxation::RelaxForActivatedDevices => false,
    };
    relaxed || !user.standing.outside_ip_ranges
}

/// Whether an access token that the user has may go on.
pub(crate) fn may_hold_a_token(org: &Org, app: &App, user: &User) -> bool {
    let open = !org.condition.locked && !org.condition.gone && !app.switches.blocked;
    open && user.may_sign_in() && is_permitted(user, &app.switches)
}

/// Judges a token request for this user, whatever its grant: A9, T20, A6, T22, T7 or T10.
pub(crate) fn at_the_token_endpoint(org: &Org, app: &App, user: &User, step: Step) -> Result<(), Refusal> {
    let ordered = [
        (org.condition.locked, ORG_LOCKED),
        (org.condition.login_rate_exceeded, RATE_EXCEEDED),
        (!user.may_sign_in(), TOKEN_USER_INACTIVE),
        (!app.is_installed(), NOT_INSTALLED),
        (app.switches.blocked, APP_BLOCKED),
        (!is_permitted(user, &app.switches), TOKEN_NOT_APPROVED),
        (user.standing.outside_login_hours, AUTHENTICATION),
        (!is_well_placed(user, &app.switches, step), IP_RESTRICTED),
    ];
    ordered.into_iter().find(|(holds, _)| *holds).map_or(Ok(()), |(_, refusal)| Err(refusal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::cast;
    use crate::world::random::Seed;

    #[test]
    fn ip_relaxation_tells_a_sign_in_from_a_refresh() {
        let mut org = cast::orgs(&Seed::new(Some(1))).remove(0);
        let allowed = |org: &Org, relaxation, step| {
            let switches = Switches { ip_relaxation: relaxation, ..org.apps[0].switches.clone() };
            is_well_placed(&org.users[0], &switches, step)
        };
        assert!(allowed(&org, IpRelaxation::Enforce, Step::SignIn), "inside the ranges nothing is asked");
        org.users[0].standing.outside_ip_ranges = true;
        for (relaxation, sign_in, refresh) in [
            (IpRelaxation::Enforce, false, false),
            (IpRelaxation::EnforceButRelaxForRefresh, false, true),
            (IpRelaxation::RelaxForActivatedDevices, false, false),
            (IpRelaxation::Relax, true, true),
        ] {
            assert_eq!(allowed(&org, relaxation, Step::SignIn), sign_in, "{relaxation:?}");
            assert_eq!(allowed(&org, relaxation, Step::Refresh), refresh, "{relaxation:?}");
        }
    }

    #[test]
    fn an_approved_user_has_a_selected_profile_or_permission_set() {
        let mut org = cast::orgs(&Seed::new(Some(1))).remove(0);
        let switches = Switches {
            permitted_users: PermittedUsers::AdminApproved,
            profiles: vec!["Integration".to_owned()],
            permission_sets: vec!["Rehearsal".to_owned()],
            ..org.apps[0].switches.clone()
        };
        assert!(!is_permitted(&org.users[0], &switches));
        org.users[0].standing.permission_sets = vec!["Rehearsal".to_owned()];
        assert!(is_permitted(&org.users[0], &switches), "one permission set is enough");
        org.users[1].standing.profile = "Integration".to_owned();
        assert!(is_permitted(&org.users[1], &switches), "so is the profile");
    }
}
