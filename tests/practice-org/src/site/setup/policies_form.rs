//! The form of an app's policies: from its switches to fields, and from what was sent back to switches.

use super::frame::CONFIRMATION;
use super::options::{
    IDLE, IMMEDIATELY, IP_RELAXATIONS, LIFETIME, PERMITTED_USERS, REFRESH_POLICIES, START_PAGES,
    UNTIL_REVOKED, switch_of, value_of,
};
use super::settings_form::Remarks;
use super::values::Values;
use crate::rules::refusal::{MALFORMED, Refusal};
use crate::world::draft::Problem;
use crate::world::switches::{RefreshTokenPolicy, Switches};

/// Kept and shown, and no answer depends on them.
pub(super) const REMARKS: &[&str] =
    &["start_page", "oauth_start_url", "single_logout_url", "high_assurance_session_required"];
const TEXTS: &[&str] = &[
    CONFIRMATION,
    "start_page",
    "profiles",
    "permission_sets",
    "permitted_users",
    "oauth_start_url",
    "single_logout_url",
    "run_as",
    "refresh_token_policy",
    "refresh_token_days",
    "ip_relaxation",
    "session_timeout_minutes",
];
const TICKS: &[&str] = &["client_credentials_policy", "high_assurance_session_required"];
/// The session timeout of an org, which counts for an app that has none of its own.
const ORG_SECONDS: u64 = 2 * 60 * 60;
/// From a quarter of an hour to a day.
const MINUTES: std::ops::RangeInclusive<u64> = 15..=24 * 60;

/// The fields of an app's policies.
pub(crate) fn values_of(switches: &Switches, remarks: &Remarks) -> Values {
    let remark = |name: &str| remarks.get(name).cloned().unwrap_or_default();
    let (policy, days) = match switches.refresh_token_policy {
        RefreshTokenPolicy::UntilRevoked => (UNTIL_REVOKED, String::new()),
        RefreshTokenPolicy::ImmediatelyExpire => (IMMEDIATELY, String::new()),
        RefreshTokenPolicy::IdleDays(days) => (IDLE, days.to_string()),
        RefreshTokenPolicy::LifetimeDays(days) => (LIFETIME, days.to_string()),
    };
    let start_page = remarks.get("start_page").map_or(START_PAGES[0].0, String::as_str);
    Values::default()
        .with("start_page", start_page)
        .with("profiles", switches.profiles.join("\n"))
        .with("permission_sets", switches.permission_sets.join("\n"))
        .with("permitted_users", value_of(PERMITTED_USERS, &switches.permitted_users))
        .with("oauth_start_url", remark("oauth_start_url"))
        .with("single_logout_url", remark("single_logout_url"))
        .with_tick("client_credentials_policy", switches.client_credentials_policy)
        .with("run_as", &switches.run_as)
        .with("refresh_token_policy", policy)
        .with("refresh_token_days", days)
        .with("ip_relaxation", value_of(IP_RELAXATIONS, &switches.ip_relaxation))
        .with("session_timeout_minutes", minutes_of(switches))
        .with_tick("high_assurance_session_required", remarks.contains_key("high_assurance_session_required"))
}

/// What was sent, as switches and remarks; `old` is the app as it is.
pub(super) fn switches_of(
    values: &Values,
    old: &Switches,
) -> Result<Result<(Switches, Remarks), Vec<Problem>>, Refusal> {
    let start_page = values.text("start_page");
    let has = |choices: &[(&str, &str)], value: &str| choices.iter().any(|(known, _)| *known == value);
    let permitted_users = switch_of(PERMITTED_USERS, values.text("permitted_users")).ok_or(MALFORMED)?;
    let ip_relaxation = switch_of(IP_RELAXATIONS, values.text("ip_relaxation")).ok_or(MALFORMED)?;
    let policy = values.text("refresh_token_policy");
    if !values.are_of(TEXTS, TICKS) || !has(START_PAGES, start_page) || !has(REFRESH_POLICIES, policy) {
        return Err(MALFORMED);
    }
    let mut problems = Vec::new();
    let refresh_token_policy = refresh_policy(policy, values.text("refresh_token_days"));
    if refresh_token_policy.is_none() {
        problems.push(Problem::new("refresh_token_policy", "a whole number of days"));
    }
    let access_token_seconds = seconds(values.text("session_timeout_minutes"), old);
    if access_token_seconds.is_none() {
        problems.push(Problem::new("access_token_seconds", "a number from 15 to 1440, or nothing"));
    }
    let client_credentials_policy = values.is_ticked("client_credentials_policy");
    if client_credentials_policy && values.text("run_as").is_empty() {
        problems.push(Problem::new("run_as", "complete this field"));
    }
    let (Some(refresh_token_policy), Some(access_token_seconds), []) =
        (refresh_token_policy, access_token_seconds, problems.as_slice())
    else {
        return Ok(Err(problems));
    };
    let switches = Switches {
        profiles: values.lines("profiles"),
        permission_sets: values.lines("permission_sets"),
        permitted_users,
        client_credentials_policy,
        run_as: values.text("run_as").to_owned(),
        refresh_token_policy,
        ip_relaxation,
        access_token_seconds,
        ..old.clone()
    };
    let remarks = REMARKS.iter().map(|name| (*name, values.text(name).to_owned()));
    Ok(Ok((switches, remarks.filter(|(_, value)| !value.is_empty()).collect())))
}

/// "Session Timeout in Minutes"; nothing where the org's own counts.
pub(super) fn minutes_of(switches: &Switches) -> String {
    let seconds = switches.access_token_seconds;
    if seconds == ORG_SECONDS { String::new() } else { seconds.div_ceil(60).to_string() }
}

/// "Refresh Token Policy" as a sentence.
pub(super) fn policy_in_words(policy: RefreshTokenPolicy) -> String {
    match policy {
        RefreshTokenPolicy::UntilRevoked => REFRESH_POLICIES[0].1.to_owned(),
        RefreshTokenPolicy::ImmediatelyExpire => REFRESH_POLICIES[1].1.to_owned(),
        RefreshTokenPolicy::IdleDays(days) => format!("Expire refresh token if not used for {days} days"),
        RefreshTokenPolicy::LifetimeDays(days) => format!("Expire refresh token after {days} days"),
    }
}

fn refresh_policy(policy: &str, days: &str) -> Option<RefreshTokenPolicy> {
    match policy {
        UNTIL_REVOKED => Some(RefreshTokenPolicy::UntilRevoked),
        IMMEDIATELY => Some(RefreshTokenPolicy::ImmediatelyExpire),
        IDLE => days.parse().ok().map(RefreshTokenPolicy::IdleDays),
        _ => days.parse().ok().map(RefreshTokenPolicy::LifetimeDays),
    }
}

/// A timeout that an order has made shorter than Setup allows stays as it is until somebody types another.
fn seconds(minutes: &str, old: &Switches) -> Option<u64> {
    if minutes.is_empty() {
        return Some(ORG_SECONDS);
    }
    if minutes == minutes_of(old) {
        return Some(old.access_token_seconds);
    }
    let minutes: u64 = minutes.parse().ok()?;
    MINUTES.contains(&minutes).then_some(minutes * 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::switches::{IpRelaxation, PermittedUsers};

    fn shipped() -> Switches {
        Switches::shipped(&["api"], "http://localhost:33333")
    }

    fn fields(values: &Values) -> Vec<&'static str> {
        let found = switches_of(values, &shipped()).unwrap().err().unwrap_or_default();
        found.iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn what_a_page_shows_is_what_comes_back() {
        let switches = Switches {
            profiles: vec!["Standard User".to_owned(), "System Administrator".to_owned()],
            permitted_users: PermittedUsers::AdminApproved,
            client_credentials_policy: true,
            run_as: "ana@acme.com".to_owned(),
            refresh_token_policy: RefreshTokenPolicy::IdleDays(30),
            ip_relaxation: IpRelaxation::Relax,
            access_token_seconds: 5,
            ..shipped()
        };
        let remarks: Remarks =
            [("start_page", "oauth".to_owned()), ("high_assurance_session_required", "on".to_owned())].into();
        let values = values_of(&switches, &remarks);
        assert_eq!(switches_of(&values, &switches), Ok(Ok((switches, remarks))));
    }

    #[test]
    fn what_is_missing_or_out_of_range_is_named() {
        let with = |name: &str, value: &str| {
            let pairs = values_of(&shipped(), &Remarks::new()).encoded();
            let kept = pairs.split('&').filter(|pair| !pair.starts_with(&format!("{name}=")));
            let mut values = Values::default();
            for pair in kept {
                let (name, value) = pair.split_once('=').unwrap();
                values = values.with(name, value);
            }
            values.with(name, value)
        };
        assert_eq!(fields(&with("refresh_token_policy", IDLE)), ["refresh_token_policy"]);
        assert_eq!(fields(&with("session_timeout_minutes", "14")), ["access_token_seconds"]);
        assert_eq!(fields(&with("client_credentials_policy", "on")), ["run_as"]);
        let refused = |name, value| switches_of(&with(name, value), &shipped()).is_err();
        assert!(refused("ip_relaxation", "none") && refused("permitted_users", "") && refused("name", "x"));
    }
}
