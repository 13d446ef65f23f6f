//! What is met where no browser on this computer is: client credentials, signed assertions, device codes.

use keyperch_core::model::cause::{Cause as C, ExactValue as V, SetupPage as P};
use keyperch_core::model::refusal::{Meaning as M, Stage as S};
use practice_org::{OrgChange, PermittedUsers, SwitchChange, UserChange};

use crate::deeds::Deed as D;
use crate::scene::Orders;
use crate::tables::{Case, NOTHING, Said};

pub(super) fn cases() -> Vec<Case> {
    [credentials(), both(S::ClientCredentials, D::ClientCredentials), assertions()]
        .into_iter()
        .chain([both(S::JwtBearer, D::Assertion), devices(), replayed()])
        .flatten()
        .collect()
}

fn run_as(on: &Orders, user: &str) -> Result<(), crate::Failed> {
    on.switch(SwitchChange { run_as: Some(user.to_owned()), ..SwitchChange::default() })
}

fn scopes(on: &Orders, scopes: &[&str]) -> Result<(), crate::Failed> {
    let scopes = Some(scopes.iter().map(|scope| (*scope).to_owned()).collect());
    on.switch(SwitchChange { scopes, ..SwitchChange::default() })
}

fn credentials() -> Vec<Case> {
    let said = |row, code, says| Said(row, S::ClientCredentials, code, says);
    vec![
        said("T2", "invalid_client", "invalid client credentials")
            .leads(M::WrongSecret, C::SecretWrong)
            .at(P::ExternalClientAppManager)
            .caused(D::StaleCredentials, NOTHING),
        said("T12", "invalid_grant", "no client credentials user enabled")
            .leads(M::NoRunAs, C::RunAsMissing)
            .at(P::ExternalClientAppManager)
            .caused(D::ClientCredentials, |on| run_as(on, "")),
        said("T12", "invalid_grant", "no client credentials user enabled")
            .leads(M::NoRunAs, C::RunAsMissing)
            .at(P::ExternalClientAppManager)
            .caused(D::ClientCredentials, |on| run_as(on, "bob@example.com")),
        said("T14", "invalid_grant", "client credentials flow not enabled")
            .leads(M::FlowOff, C::ClientCredentialsOffInSettings)
            .at(P::ExternalClientAppManager)
            .caused(D::ClientCredentials, |on| {
                on.switch(SwitchChange { client_credentials_flow: Some(false), ..SwitchChange::default() })
            }),
        said("T14", "invalid_grant", "client credentials flow not enabled")
            .leads(M::FlowOff, C::ClientCredentialsOffInSettings)
            .at(P::ExternalClientAppManager)
            .caused(D::ClientCredentials, |on| {
                on.switch(SwitchChange { client_credentials_policy: Some(false), ..SwitchChange::default() })
            }),
        said("T15", "invalid_grant", "no valid scopes defined")
            .leads(M::NoScopes, C::ScopeMissing)
            .at(P::ExternalClientAppManager)
            .with(V::Scopes)
            .caused(D::ClientCredentials, |on| scopes(on, &["full"])),
        said("T20", "invalid_grant", "user is inactive")
            .leads(M::UserInactive, C::RunAsUserCannotLogIn)
            .at(P::Users)
            .caused(D::ClientCredentials, |on| {
                on.users(&UserChange { active: Some(false), ..UserChange::default() })
            }),
        said("T7", "invalid_grant", "authentication failure")
            .leads(M::LoginFailed, C::RunAsUserCannotLogIn)
            .at(P::Users)
            .caused(D::ClientCredentials, |on| {
                on.users(&UserChange { outside_login_hours: Some(true), ..UserChange::default() })
            }),
    ]
}

/// What is the same for both ways of which each asks anew every time.
fn both(stage: S, deed: D) -> Vec<Case> {
    let said = |row, code, says| Said(row, stage, code, says);
    vec![
        said("T1", "invalid_client_id", "client identifier invalid")
            .leads(M::UnknownKey, C::OtherOrgOrHost)
            .at(P::MyDomain)
            .with(V::Host)
            .caused(deed, |on| on.switch(SwitchChange { exists: Some(false), ..SwitchChange::default() })),
        said("A6", "OAUTH_APP_BLOCKED", "this app is blocked by admin")
            .leads(M::AppBlocked, C::AppBlocked)
            .at(P::OauthUsage)
            .caused(deed, |on| on.switch(SwitchChange { blocked: Some(true), ..SwitchChange::default() })),
        said("T22", "invalid_app_access", "user is not admin approved to access this app")
            .leads(M::NotPermitted, C::PermittedUsers)
            .at(P::ExternalClientAppManager)
            .caused(deed, |on| {
                let permitted_users = Some(PermittedUsers::AdminApproved);
                let permission_sets = Some(vec!["Another set".to_owned()]);
                on.switch(SwitchChange { permitted_users, permission_sets, ..SwitchChange::default() })
            }),
        said("T10", "invalid_grant", "ip restricted")
            .leads(M::IpRestricted, C::IpRestricted)
            .at(P::ExternalClientAppManager)
            .caused(deed, |on| {
                on.users(&UserChange { outside_ip_ranges: Some(true), ..UserChange::default() })
            }),
        said("T20", "invalid_grant", "org locked")
            .leads(M::OrgInactive, C::OrgLocked)
            .at(P::CompanyInformation)
            .caused(deed, |on| on.at_org(OrgChange { locked: Some(true), ..OrgChange::default() })),
        said("T20", "invalid_grant", "rate exceeded")
            .leads(M::TooMany, C::TooManyLogIns)
            .at(P::LoginHistory)
            .caused(deed, |on| {
                on.at_org(OrgChange { login_rate_exceeded: Some(true), ..OrgChange::default() })
            }),
        said("T24", "invalid_grant", "Data Not Available")
            .leads(M::OrgGone, C::OrgGone)
            .caused(deed, |on| on.at_org(OrgChange { gone: Some(true), ..OrgChange::default() })),
    ]
}

fn assertions() -> Vec<Case> {
    let said = |row, code, says| Said(row, S::JwtBearer, code, says);
    vec![
        said("T11", "invalid_grant", "user hasn't approved this consumer")
            .leads(M::NotPreAuthorized, C::UserNotPreAuthorized)
            .at(P::ExternalClientAppManager)
            .with(V::Username)
            .caused(D::Assertion, |on| {
                let permitted_users = Some(PermittedUsers::AllMaySelfAuthorize);
                on.switch(SwitchChange { permitted_users, ..SwitchChange::default() })
            }),
        said("T17", "invalid_grant", "invalid assertion")
            .leads(M::BadAssertion, C::CertificateOther)
            .at(P::ExternalClientAppManager)
            .caused(D::AssertionOfAnotherKey, NOTHING),
        said("T18", "invalid_grant", "audience is invalid")
            .leads(M::WrongAudience, C::AudienceOther)
            .caused(D::AssertionElsewhere, NOTHING),
        said("T19", "invalid_request", "refresh_token scope is required")
            .leads(M::RefreshScopeMissing, C::RefreshScopeMissing)
            .at(P::ExternalClientAppManager)
            .with(V::Scopes)
            .caused(D::Assertion, |on| scopes(on, &["api"])),
        said("T20", "invalid_grant", "user is inactive")
            .leads(M::UserInactive, C::UserInactive)
            .at(P::Users)
            .with(V::Username)
            .caused(D::Assertion, |on| {
                on.users(&UserChange { active: Some(false), ..UserChange::default() })
            }),
        said("T21", "unsupported_grant_type", "grant type not supported")
            .leads(M::FlowOff, C::JwtFlowOff)
            .at(P::ExternalClientAppManager)
            .caused(D::Assertion, |on| {
                on.switch(SwitchChange { certificate: Some(String::new()), ..SwitchChange::default() })
            }),
        said("T7", "invalid_grant", "authentication failure")
            .leads(M::LoginFailed, C::SeeLoginHistory)
            .at(P::LoginHistory)
            .caused(D::Assertion, |on| {
                on.users(&UserChange { outside_login_hours: Some(true), ..UserChange::default() })
            }),
    ]
}

fn devices() -> Vec<Case> {
    let said = |row, code, says| Said(row, S::DeviceCode, code, says);
    vec![
        said("T1", "invalid_client_id", "client identifier invalid")
            .leads(M::UnknownKey, C::OtherOrgOrHost)
            .at(P::MyDomain)
            .with(V::Host)
            .caused(D::Device, |on| {
                on.switch(SwitchChange { exists: Some(false), ..SwitchChange::default() })
            }),
        said("A14", "unsupported_response_type", "response type not supported")
            .leads(M::FlowOff, C::DeviceFlowOff)
            .at(P::ExternalClientAppManager)
            .caused(D::Device, |on| {
                on.switch(SwitchChange { device_flow: Some(false), ..SwitchChange::default() })
            }),
        said("A12", "invalid_scope", "the requested scope is not allowed")
            .leads(M::ScopeNotAllowed, C::ScopeMissing)
            .at(P::ExternalClientAppManager)
            .with(V::Scopes)
            .caused(D::Device, |on| scopes(on, &["api", "refresh_token"])),
        said("T26", "authorization_pending", "").goes_on().caused(D::Device, NOTHING),
        said("T26", "slow_down", "").goes_on().caused(D::DeviceHasty, NOTHING),
        said("T26", "access_denied", "end-user denied authorization")
            .leads(M::Denied, C::PressedDeny)
            .caused(D::DeviceDeny, NOTHING),
        said("T5", "invalid_grant", "expired authorization code")
            .leads(M::DeviceCodeEnded, C::DeviceCodeLate)
            .caused(D::DeviceLate, NOTHING),
    ]
}

fn replayed() -> Vec<Case> {
    let flow_off = |row, stage, code, says, cause| {
        Said(row, stage, code, says).leads(M::FlowOff, cause).at(P::ExternalClientAppManager)
    };
    let grant_type = "grant type not supported";
    vec![
        flow_off("A19", S::ClientCredentials, "unauthorized_client", "", C::ClientCredentialsOffInSettings),
        flow_off("A19", S::JwtBearer, "unauthorized_client", "", C::JwtFlowOff),
        flow_off("A19", S::DeviceCode, "unauthorized_client", "", C::DeviceFlowOff),
        flow_off(
            "T21",
            S::ClientCredentials,
            "unsupported_grant_type",
            grant_type,
            C::ClientCredentialsOffInSettings,
        ),
        flow_off("T21", S::DeviceCode, "unsupported_grant_type", grant_type, C::DeviceFlowOff),
        // A device shows no secret: it can only be that one is wanted.
        Said("T2", S::DeviceCode, "invalid_client", "invalid client credentials")
            .leads(M::WrongSecret, C::SecretRequired)
            .at(P::ExternalClientAppManager),
        Said("T4", S::ClientCredentials, "invalid_client_credentials", "")
            .leads(M::WrongSecret, C::SecretWrong)
            .at(P::ExternalClientAppManager),
        // No entry of Keyperch's can ask for client credentials at a login host.
        Said("T13", S::ClientCredentials, "invalid_grant", "request not supported on this domain")
            .leads(M::NotThisDomain, C::MyDomainOnly)
            .at(P::MyDomain),
        Said("T18", S::JwtBearer, "invalid_grant", "Audience validation failed")
            .leads(M::WrongAudience, C::AudienceOther),
        Said("T26", S::DeviceCode, "server_error", "").leads(M::SalesforceTrouble, C::SalesforceTrouble),
        Said("T26", S::DeviceCode, "expired_token", "").leads(M::DeviceCodeEnded, C::DeviceCodeLate),
    ]
}
