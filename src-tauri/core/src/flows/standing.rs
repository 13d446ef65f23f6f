//! How an app stands: what its last tries have left, and the one word of it that the list shows.
//!
//! What Salesforce refused stands until it is mended; that Salesforce could not be reached says nothing of the app, and
//! lasts until the next try. Both are in memory only.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::core::lock;
use crate::model::failure::Failure;
use crate::model::flow::Flow;
use crate::model::grant::Grant;
use crate::model::ids::ClientAppId;
use crate::model::time::Timestamp;
use crate::model::view::{Next, Status};

/// What the tries of all apps have left.
#[derive(Debug, Default)]
pub(crate) struct Standings(Mutex<HashMap<ClientAppId, Left>>);

/// What the tries of one app have left, until one succeeds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Left {
    /// What must be mended in Setup.
    pub(crate) problem: Option<Failure>,
    /// Why Salesforce could not be reached at the last try.
    pub(crate) offline: Option<Failure>,
}

impl Standings {
    /// What an app's tries have left.
    pub(crate) fn of(&self, app: ClientAppId) -> Left {
        lock(&self.0).get(&app).cloned().unwrap_or_default()
    }

    /// Notes how a try ended; none: well.
    pub(crate) fn note(&self, app: ClientAppId, failure: Option<&Failure>) {
        let mut standings = lock(&self.0);
        match failure {
            None => {
                standings.remove(&app);
            }
            Some(failure) => standings.entry(app).or_default().note(failure),
        }
    }
}

impl Left {
    fn note(&mut self, failure: &Failure) {
        self.offline = is_offline(failure).then(|| failure.clone());
        if let Failure::Refused { refusal } = failure
            && !refusal.passes_by_itself()
        {
            self.problem = Some(failure.clone());
        }
    }
}

/// Whether nobody at Salesforce was reached.
fn is_offline(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::HostUnknown { .. }
            | Failure::Unreachable { .. }
            | Failure::TlsRefused { .. }
            | Failure::ProxyUnreachable { .. }
            | Failure::ProxyAuthentication { .. }
            | Failure::CaptivePortal { .. }
    )
}

/// What a copy will do. That Salesforce does not know the app yet comes before everything, then what must be mended; a
/// fresh token is there without a network, all else is not.
pub(crate) fn status(
    flow: &Flow,
    grant: Option<&Grant>,
    is_waited_for: bool,
    left: Left,
    now: Timestamp,
) -> Status {
    let next = |grant: &Grant| match flow.needs_nobody() {
        true => Next::Server,
        false if grant.refreshable => Next::Renews,
        false => Next::SignIn,
    };
    let living = grant.filter(|grant| !grant.ended);
    let fresh = living.filter(|grant| now < grant.fresh_until());
    match (left, living, fresh) {
        _ if is_waited_for => Status::NotReady,
        (Left { problem: Some(failure), .. }, ..) => Status::Problem { failure },
        (_, _, Some(grant)) => Status::Fresh { until: grant.fresh_until(), next: next(grant) },
        (Left { offline: Some(failure), .. }, ..) => Status::Offline { failure },
        (_, Some(grant), None) => match next(grant) {
            Next::Renews => Status::Renews,
            Next::Server => Status::Server,
            Next::SignIn => Status::SignIn,
        },
        (_, None, None) => Status::SignIn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::client_app::Scopes;
    use crate::model::grant::Identity;
    use crate::model::host::{InstanceUrl, LoginHost};
    use crate::model::ids::GrantId;
    use crate::model::refusal::{Refusal, Stage};

    const HOST: &str = "acme--uat.sandbox.my.salesforce.com";
    const NOW: Timestamp = Timestamp(1_000_000_000);

    fn grant(age: i64) -> Grant {
        let id = "https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001Sv6AAAS";
        Grant {
            id: GrantId::new(),
            app: ClientAppId::new(),
            tool: None,
            host: LoginHost::from_name(HOST).expect("a host"),
            identity: Identity::from_url(id).expect("somebody"),
            username: None,
            scopes: Scopes::parse("api refresh_token").expect("scopes"),
            instance_url: InstanceUrl::parse(&format!("https://{HOST}")).expect("an address"),
            refreshable: true,
            proven_at: Timestamp(NOW.0 - age * 1000),
            signed_in_at: Timestamp(0),
            ended: false,
            generation: 1,
            intent: None,
            ends: None,
            renewed_at: None,
            server_use: None,
            handed_over_at: None,
        }
    }

    fn unreachable() -> Failure {
        Failure::Unreachable { host: HOST.to_owned() }
    }

    fn refused() -> Failure {
        let (error, description) = ("invalid_client_id".to_owned(), "client identifier invalid".to_owned());
        let stage = Stage::Refresh;
        Failure::Refused {
            refusal: Refusal { stage, error, description, meaning: None, causes: Vec::new(), sure: None },
        }
    }

    /// What a list of tries leaves; none: one that went well.
    fn after(tries: &[Option<Failure>]) -> Left {
        let (standings, app) = (Standings::default(), ClientAppId::new());
        for outcome in tries {
            standings.note(app, outcome.as_ref());
        }
        standings.of(app)
    }

    #[test]
    fn the_gravest_word_is_said() {
        let of = |grant: Option<&Grant>, is_waited_for, tries: &[Option<Failure>]| {
            status(&Flow::AuthorizationCode, grant, is_waited_for, after(tries), NOW)
        };
        let (fresh, old, ended) = (grant(599), grant(600), Grant { ended: true, ..grant(0) });
        let (offline, problem) = (Some(unreachable()), Some(refused()));
        let is_fresh = Status::Fresh { until: Timestamp(NOW.0 + 1000), next: Next::Renews };
        let is_offline = Status::Offline { failure: unreachable() };
        let is_problem = Status::Problem { failure: refused() };
        let once = std::slice::from_ref(&offline);
        let both = [problem.clone(), offline.clone()];
        assert_eq!(of(Some(&fresh), true, &both), Status::NotReady);
        assert_eq!(of(None, true, &[]), Status::NotReady);
        assert_eq!(of(Some(&fresh), false, &both), is_problem);
        assert_eq!(of(Some(&fresh), false, once), is_fresh, "it is copied without a network");
        for grant in [Some(&old), Some(&ended), None] {
            assert_eq!(of(grant, false, once), is_offline, "{grant:?}");
        }
        assert_eq!(of(Some(&old), false, &[]), Status::Renews);
        assert_eq!(of(Some(&ended), false, &[]), Status::SignIn);
        let lasting_once = Grant { refreshable: false, ..grant(600) };
        assert_eq!(of(Some(&lasting_once), false, &[]), Status::SignIn);
        let server = status(&Flow::ClientCredentials, Some(&lasting_once), false, Left::default(), NOW);
        assert_eq!(server, Status::Server);
    }

    #[test]
    fn what_a_network_does_not_mend_outlasts_it_and_the_other_way_round_does_not() {
        let (offline, problem) = (Some(unreachable()), Some(refused()));
        let left = after(&[problem.clone(), offline.clone()]);
        assert_eq!((left.problem, left.offline), (problem.clone(), offline.clone()));
        let left = after(&[offline.clone(), problem.clone()]);
        assert_eq!((left.problem, left.offline), (problem.clone(), None), "whoever refuses was reached");
        let trouble = Failure::ServerTrouble { host: HOST.to_owned(), status: 503 };
        let left = after(&[offline.clone(), Some(trouble)]);
        assert_eq!((left.problem, left.offline), (None, None));
        let left = after(&[problem, offline, None]);
        assert_eq!((left.problem, left.offline), (None, None));
    }
}
