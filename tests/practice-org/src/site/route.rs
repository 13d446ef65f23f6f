//! From host and path to a kind of request, and from the kind to its handler.
//!
//! A path is matched exactly: no trailing slash, no other case, except where Salesforce takes both.

use super::answer::Answer;
use super::call::Call;
use super::kind::Kind;
use super::places::Place;
use super::{
    approval, apps, authorize, connect, data, deploy, discovery, home, identity, introspect, login, query,
    revoke, setup, single_access, soap, token,
};
use crate::rules::form::Parameters;
use crate::world::World;
use crate::world::visits::NO_ORG;

/// What this request is.
pub(crate) fn kind(place: Place, call: &Call) -> Kind {
    if call.too_long || !call.is_well_addressed() {
        return Kind::Unfit;
    }
    match place {
        Place::MyDomain(_) | Place::Lightning(_) if setup::is_setup_path(&call.path) => Kind::LeadsToSetup,
        Place::MyDomain(_) => on_my_domain(call),
        Place::LoginHost => match on_my_domain(call) {
            kind @ (Kind::Authorize
            | Kind::Token
            | Kind::Revoke
            | Kind::Introspect
            | Kind::Login
            | Kind::Identity
            | Kind::Discovery
            | Kind::SigningKeys
            | Kind::Versions
            | Kind::Home) => kind,
            _ => Kind::Unknown,
        },
        Place::SetupHost(_) if call.path == "/services/oauth2/token" => Kind::Token,
        Place::SetupHost(_) => setup::kind(call),
        Place::Lightning(_) => Kind::LeadsHome,
    }
}

/// Asks the handler of the kind. `busy` matters to refreshes only.
pub(crate) fn answer(world: &mut World, place: Place, kind: Kind, call: &Call, busy: bool) -> Answer {
    world.settle_deployments();
    let org = match place {
        Place::MyDomain(org) | Place::Lightning(org) | Place::SetupHost(org) => Some(org),
        Place::LoginHost => None,
    };
    match (kind, org) {
        (Kind::Token, _) => token::answer(world, place, call, busy),
        // Of an org that is gone only the token endpoint says anything else.
        (_, Some(org)) if world.orgs[org].condition.gone => home::not_found(None),
        (Kind::Authorize, _) => authorize::answer(world, place, call),
        (Kind::Revoke, _) => revoke::answer(world, place, call),
        (Kind::Introspect, _) => introspect::answer(world, place, call),
        (Kind::Identity, _) => identity::identity(world, place, call),
        (Kind::Userinfo, _) => identity::userinfo(world, place, call),
        (Kind::Discovery, _) => discovery::answer(call),
        (Kind::SigningKeys, _) => discovery::signing_keys(&world.signer, call),
        (Kind::Versions, _) => data::versions(call),
        (Kind::Home, _) => home::front(org.and_then(|org| world.orgs.get(org)), call),
        (Kind::Unfit, _) if call.too_long => Answer::empty(413).noted("too_long"),
        (Kind::Unfit, _) => Answer::empty(421).noted("misdirected"),
        (Kind::LeadsHome, Some(org)) => Answer::redirect(format!("https://{}/", world.orgs[org].host())),
        (Kind::LeadsToSetup, Some(org)) => {
            let mark = if call.query.is_empty() { "" } else { "?" };
            let host = world.orgs[org].setup_host();
            Answer::redirect(format!("https://{host}{}{mark}{}", call.path, call.query))
        }
        (Kind::SetupLogin, Some(org)) => setup::login(world, org, call),
        (Kind::SetupEnter, Some(org)) => setup::enter(world, org, call),
        (Kind::Login, org) => login::submitted(world, org.unwrap_or(NO_ORG), call),
        (Kind::SingleAccess, Some(org)) => single_access::answer(world, org, call),
        (Kind::FrontDoor, Some(org)) => single_access::passed(world, org, call),
        (Kind::Connect, Some(org)) => connect::answer(world, org, call),
        (Kind::Approval, Some(org)) => approval::shown(world, org, call),
        (Kind::Allow | Kind::Deny, Some(org)) => approval::answered(world, org, call),
        (Kind::ErrorPage, Some(org)) => home::oauth_error(&world.orgs[org], call),
        (Kind::Limits, Some(org)) => data::limits(world, org, call),
        (
            Kind::Setup
            | Kind::SetupNew
            | Kind::SetupSettings
            | Kind::SetupPolicies
            | Kind::SetupVerification
            | Kind::SetupConsumer,
            Some(org),
        ) => setup::answer(world, org, kind, call),
        (Kind::Deploy, Some(org)) => deploy::taken_in(world, org, call),
        (Kind::DeployStatus, Some(org)) => deploy::looked_at(world, org, call),
        (Kind::Soap, Some(org)) => soap::answer(world, org, call),
        (Kind::Usage, Some(org)) => apps::usage(world, org, call),
        (Kind::Credentials, Some(org)) => apps::credentials(world, org, call),
        (Kind::Query, Some(org)) => query::answer(world, org, call),
        (Kind::Keys, Some(org)) => home::keys(&world.orgs[org], call),
        (_, org) => home::not_found(org.and_then(|org| world.orgs.get(org))),
    }
}

fn on_my_domain(call: &Call) -> Kind {
    match call.path.as_str() {
        "/services/oauth2/authorize" => Kind::Authorize,
        "/services/oauth2/token" => Kind::Token,
        "/services/oauth2/revoke" => Kind::Revoke,
        "/services/oauth2/introspect" => Kind::Introspect,
        "/services/oauth2/singleaccess" => Kind::SingleAccess,
        single_access::FRONT_DOOR => Kind::FrontDoor,
        "/services/oauth2/userinfo" => Kind::Userinfo,
        "/.well-known/openid-configuration" => Kind::Discovery,
        "/services/data" | "/services/data/" => Kind::Versions,
        "/" => Kind::Home,
        home::KEYS => Kind::Keys,
        authorize::ERROR_PAGE => Kind::ErrorPage,
        connect::PATH => Kind::Connect,
        setup::LOGIN => Kind::SetupLogin,
        login::PATH if call.is_post() => Kind::Login,
        approval::PATH if call.is_post() => decision(call),
        approval::PATH if call.is_get() => Kind::Approval,
        discovery::SIGNING_KEYS => Kind::SigningKeys,
        path if path.starts_with("/id/") => Kind::Identity,
        path if path.starts_with(soap::PATH) => Kind::Soap,
        path => versioned(path),
    }
}

/// What lies below `/services/data/vXX.0`; whether the version exists is the handler's question.
fn versioned(path: &str) -> Kind {
    let segments: Vec<&str> = path.split('/').collect();
    match segments.as_slice() {
        ["", "services", "data", _, "limits" | "limits/"] => Kind::Limits,
        ["", "services", "data", _, "query"]
        | ["", "services", "data", _, "query", ""]
        | ["", "services", "data", _, "tooling", "query"] => Kind::Query,
        ["", "services", "data", _, "metadata", "deployRequest"] => Kind::Deploy,
        ["", "services", "data", _, "metadata", "deployRequest", _] => Kind::DeployStatus,
        ["", "services", "data", _, "apps", "oauth", "usage"] => Kind::Usage,
        ["", "services", "data", _, "apps", "oauth", "credentials", _]
        | ["", "services", "data", _, "apps", "oauth", "credentials", _, _] => Kind::Credentials,
        _ => Kind::Unknown,
    }
}

/// Whether a request to this path may be longer than others.
pub(crate) fn takes_a_zip(path: &str) -> bool {
    versioned(path) == Kind::Deploy
}

fn decision(call: &Call) -> Kind {
    let sent = Parameters::read(&call.body).unwrap_or_default();
    if sent.get("decision") == Some("deny") { Kind::Deny } else { Kind::Allow }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(place: Place, method: &str, path: &str) -> Kind {
        // Without a name of its handshake a call is well addressed if it names no host either.
        kind(place, &Call { method: method.into(), path: path.into(), ..Call::default() })
    }

    #[test]
    fn paths_are_matched_exactly() {
        let home = Place::MyDomain(0);
        assert_eq!(at(home, "POST", "/services/oauth2/token"), Kind::Token);
        assert_eq!(at(home, "POST", "/services/oauth2/token/"), Kind::Unknown);
        assert_eq!(at(home, "POST", "/services/OAuth2/token"), Kind::Unknown);
        assert_eq!(at(home, "GET", "/services/data/v66.0/limits"), Kind::Limits);
        assert_eq!(at(home, "GET", "/services/data/v66.0/sobjects"), Kind::Unknown);
    }

    #[test]
    fn hosts_differ_in_what_they_know() {
        assert_eq!(at(Place::LoginHost, "GET", "/services/oauth2/authorize"), Kind::Authorize);
        assert_eq!(at(Place::LoginHost, "GET", "/services/data/v66.0/limits"), Kind::Unknown);
        assert_eq!(at(Place::Lightning(0), "POST", "/services/oauth2/token"), Kind::LeadsHome);
        assert_eq!(at(Place::SetupHost(0), "POST", "/services/oauth2/token"), Kind::Token);
    }
}
