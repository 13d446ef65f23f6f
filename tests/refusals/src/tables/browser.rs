//! What is met on the way through a browser: before the log-in, after it, and when the code is exchanged.

use std::time::Duration;

use keyperch_core::model::cause::{Cause as C, ExactValue as V, SetupPage as P};
use keyperch_core::model::refusal::{Meaning as M, Stage as S};
use practice_org::{Distribution, OrgChange, PermittedUsers, SwitchChange, UserChange};

use crate::deeds::Deed as D;
use crate::tables::{Case, NOTHING, Said};

pub(super) fn cases() -> Vec<Case> {
    [authorize(), replayed_authorize(), exchange(), replayed_exchange()].into_iter().flatten().collect()
}

fn authorize() -> Vec<Case> {
    let said = |row, code, says| Said(row, S::Authorize, code, says);
    vec![
        said("A1", "invalid_client_id", "client identifier invalid")
            .leads(M::UnknownKey, C::OtherOrgOrHost)
            .at(P::MyDomain)
            .with(V::Host)
            .caused(D::Browser, |on| {
                on.switch(SwitchChange { exists: Some(false), ..SwitchChange::default() })
            }),
        said("A1", "invalid_client_id", "client identifier invalid")
            .leads(M::UnknownKey, C::OtherOrgOrHost)
            .at(P::MyDomain)
            .with(V::Host)
            .caused(D::Elsewhere, NOTHING),
        said("A2", "redirect_uri_mismatch", "redirect_uri must match configuration")
            .leads(M::CallbackMismatch, C::CallbackNotRegistered)
            .at(P::ExternalClientAppManager)
            .with(V::CallbackUrl)
            .caused(D::Browser, |on| {
                let callback_urls = Some(vec!["http://localhost:33333".to_owned()]);
                on.switch(SwitchChange { callback_urls, ..SwitchChange::default() })
            }),
        said("A5", "access_denied", "end-user denied authorization")
            .leads(M::Denied, C::PressedDeny)
            .caused(D::Deny, NOTHING),
        said("A6", "OAUTH_APP_BLOCKED", "this app is blocked by admin")
            .leads(M::AppBlocked, C::AppBlocked)
            .at(P::OauthUsage)
            .caused(D::Browser, |on| {
                on.switch(SwitchChange { blocked: Some(true), ..SwitchChange::default() })
            }),
        said("A7", "OAUTH_APP_ACCESS_DENIED", "")
            .leads(M::NotPermitted, C::PermittedUsers)
            .at(P::ExternalClientAppManager)
            .caused(D::Browser, |on| {
                on.users(&UserChange { outside_ip_ranges: Some(true), ..UserChange::default() })
            }),
        said("A8", "OAUTH_APPROVAL_ERROR_GENERIC", "An unexpected error has occured")
            .leads(M::Unexplained, C::UserCannotUseBrowser)
            .at(P::Users)
            .with(V::Username)
            .caused(D::Browser, |on| {
                on.users(&UserChange { api_only_licence: Some(true), ..UserChange::default() })
            }),
        said("A9", "OAUTH_EC_APP_NOT_FOUND", "not installed in this org")
            .leads(M::NotInThisOrg, C::PackageNotInstalled)
            .at(P::ExternalClientAppManager)
            .caused(D::Browser, |on| {
                let (distribution, installed) = (Some(Distribution::Packaged), Some(false));
                on.switch(SwitchChange { distribution, installed, ..SwitchChange::default() })
            }),
        said("A10", "OAUTH_AUTHORIZATION_BLOCKED", "Cross-org OAuth flows are not supported")
            .leads(M::NotInThisOrg, C::OtherOrgOrHost)
            .at(P::MyDomain)
            .with(V::Host)
            .caused(D::Elsewhere, |on| {
                on.switch(SwitchChange { known_elsewhere: Some(true), ..SwitchChange::default() })
            }),
        said("A11", "invalid_app_access", "not admin approved")
            .leads(M::NotPermitted, C::PermittedUsers)
            .at(P::ExternalClientAppManager)
            .caused(D::Browser, |on| {
                let permitted_users = Some(PermittedUsers::AdminApproved);
                on.switch(SwitchChange { permitted_users, ..SwitchChange::default() })
            }),
        said("A12", "invalid_scope", "the requested scope is not allowed")
            .leads(M::ScopeNotAllowed, C::ScopeMissing)
            .at(P::ExternalClientAppManager)
            .with(V::Scopes)
            .caused(D::Browser, |on| {
                let scopes = Some(vec!["api".to_owned(), "refresh_token".to_owned()]);
                on.switch(SwitchChange { scopes, ..SwitchChange::default() })
            }),
        said("A16", "inactive_user", "user is inactive")
            .leads(M::UserInactive, C::UserInactive)
            .at(P::Users)
            .with(V::Username)
            .caused(D::Browser, |on| on.users(&UserChange { active: Some(false), ..UserChange::default() })),
        said("A16", "inactive_user", "user is inactive")
            .leads(M::UserInactive, C::UserInactive)
            .at(P::Users)
            .with(V::Username)
            .caused(D::Browser, |on| on.users(&UserChange { frozen: Some(true), ..UserChange::default() })),
        said("A17", "inactive_org", "organization is locked")
            .leads(M::OrgInactive, C::OrgLocked)
            .at(P::CompanyInformation)
            .caused(D::Browser, |on| on.at_org(OrgChange { locked: Some(true), ..OrgChange::default() })),
        said("A18", "rate_limit_exceeded", "number of logins exceeded")
            .leads(M::TooMany, C::TooManyLogIns)
            .at(P::LoginHistory)
            .caused(D::Browser, |on| {
                on.at_org(OrgChange { login_rate_exceeded: Some(true), ..OrgChange::default() })
            }),
    ]
}

fn replayed_authorize() -> Vec<Case> {
    let said = |row, code, says| Said(row, S::Authorize, code, says);
    let ours = |row, code, says| said(row, code, says).leads(M::OurMistake, C::OurMistake);
    let theirs = |code, says| said("A20", code, says).leads(M::SalesforceTrouble, C::SalesforceTrouble);
    vec![
        ours("A3", "redirect_uri_missing", "redirect_uri not provided"),
        said("A4", "invalid_request", "missing required code challenge")
            .leads(M::PkceMissing, C::PkceLockedOn)
            .at(P::ExternalClientAppManager),
        ours("A13", "immediate_unsuccessful", "immediate unsuccessful"),
        said("A14", "unsupported_response_type", "response type not supported")
            .leads(M::FlowOff, C::OurMistake),
        ours("A15", "invalid_request", "HTTPS required"),
        ours("A15", "invalid_request", "must use HTTP GET"),
        ours("A15", "invalid_request", "must use HTTP POST"),
        ours("A15", "invalid_request", "out-of-band not supported"),
        said("A19", "unauthorized_client", "").leads(M::FlowOff, C::OurMistake),
        theirs("server_error", ""),
        theirs("temporarily_unavailable", ""),
        theirs("unknown_error", "retry your request"),
        // Words of the token endpoint that come to the callback.
        said("T3", "invalid_client", "app must be installed into org")
            .leads(M::NotInThisOrg, C::ConnectedAppNotInstalled)
            .at(P::ConnectedAppsUsage),
    ]
}

fn exchange() -> Vec<Case> {
    let said = |row, code, says| Said(row, S::Exchange, code, says);
    vec![
        said("T1", "invalid_client_id", "client identifier invalid")
            .leads(M::UnknownKey, C::OtherOrgOrHost)
            .at(P::MyDomain)
            .with(V::Host)
            .caused(D::Exchange, |on| {
                on.switch(SwitchChange { exists: Some(false), ..SwitchChange::default() })
            }),
        said("T2", "invalid_client", "invalid client credentials")
            .leads(M::WrongSecret, C::SecretWrong)
            .at(P::ExternalClientAppManager)
            .caused(D::StaleSecret, NOTHING),
        said("T2", "invalid_client", "invalid client credentials")
            .leads(M::WrongSecret, C::SecretRequired)
            .at(P::ExternalClientAppManager)
            .caused(D::Browser, |on| {
                let secret_required_for_web_server = Some(true);
                on.switch(SwitchChange { secret_required_for_web_server, ..SwitchChange::default() })
            }),
        said("T2", "invalid_client", "invalid client credentials")
            .leads(M::WrongSecret, C::SecretRequired)
            .at(P::ExternalClientAppManager)
            .caused(D::Exchange, |on| {
                let secret_required_for_web_server = Some(true);
                on.switch(SwitchChange { secret_required_for_web_server, ..SwitchChange::default() })
            }),
        said("T5", "invalid_grant", "expired authorization code")
            .leads(M::CodeSpent, C::CodeLate)
            .caused(D::Exchange, |on| Ok(on.practice.advance(Duration::from_secs(16 * 60))?)),
        said("T6", "invalid_grant", "invalid code verifier")
            .leads(M::PkceMismatch, C::PkceOfAnotherAttempt)
            .caused(D::OtherChallenge, NOTHING),
    ]
}

fn replayed_exchange() -> Vec<Case> {
    let said = |row, code, says| Said(row, S::Exchange, code, says);
    vec![
        said("T3", "invalid_client", "app must be installed into org")
            .leads(M::NotInThisOrg, C::ConnectedAppNotInstalled)
            .at(P::ConnectedAppsUsage),
        said("T4", "invalid_client_credentials", "")
            .leads(M::WrongSecret, C::SecretRequired)
            .at(P::ExternalClientAppManager),
        said("T6", "invalid_request", "invalid code verifier")
            .leads(M::PkceMismatch, C::PkceOfAnotherAttempt),
        said("T16", "invalid_request", "scope parameter not supported").leads(M::OurMistake, C::OurMistake),
        said("T21", "unsupported_grant_type", "grant type not supported").leads(M::FlowOff, C::OurMistake),
        said("T23", "redirect_uri_mismatch", "redirect_uri must match configuration")
            .leads(M::CallbackMismatch, C::CallbackNotRegistered)
            .at(P::ExternalClientAppManager)
            .with(V::CallbackUrl),
    ]
}
