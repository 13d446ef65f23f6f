//! What is met when a signed-in user's token is renewed, and when the sign-in is ended.

use keyperch_core::model::cause::{Cause as C, ExactValue as V, SetupPage as P};
use keyperch_core::model::refusal::{Meaning as M, Stage as S};
use practice_org::{FaultName, FaultOrder, OrgChange, PermittedUsers, Selection, SwitchChange, UserChange};

use crate::deeds::Deed as D;
use crate::tables::{Case, Said};

pub(super) fn cases() -> Vec<Case> {
    [app_and_grant(), user_and_org(), replayed()].into_iter().flatten().collect()
}

fn said(row: &'static str, code: &'static str, says: &'static str) -> Said {
    Said(row, S::Refresh, code, says)
}

fn app_and_grant() -> Vec<Case> {
    vec![
        said("T1", "invalid_client_id", "client identifier invalid")
            .leads(M::UnknownKey, C::OtherOrgOrHost)
            .at(P::MyDomain)
            .with(V::Host)
            .caused(D::Refresh, |on| {
                on.switch(SwitchChange { exists: Some(false), ..SwitchChange::default() })
            }),
        said("T2", "invalid_client", "invalid client credentials")
            .leads(M::WrongSecret, C::SecretRequired)
            .at(P::ExternalClientAppManager)
            .caused(D::Refresh, |on| {
                let secret_required_for_refresh = Some(true);
                on.switch(SwitchChange { secret_required_for_refresh, ..SwitchChange::default() })
            }),
        said("A6", "OAUTH_APP_BLOCKED", "this app is blocked by admin")
            .leads(M::AppBlocked, C::AppBlocked)
            .at(P::OauthUsage)
            .caused(D::Refresh, |on| {
                on.switch(SwitchChange { blocked: Some(true), ..SwitchChange::default() })
            }),
        said("T8", "invalid_grant", "expired access/refresh token")
            .leads(M::GrantEnded, C::SignedOutByPolicy)
            .at(P::ExternalClientAppManager)
            .caused(D::Refresh, |on| {
                on.practice.revoke_grants(&Selection::default());
                Ok(())
            }),
        said("T9", "invalid_grant", "token request is already being processed")
            .leads(M::Busy, C::RefreshUnderWay)
            .caused(D::Refresh, |on| {
                let always = FaultOrder { times: 4, ..FaultOrder::once("token", FaultName::Busy) };
                Ok(on.practice.fault(always)?)
            }),
        said("T22", "invalid_app_access", "not admin approved")
            .leads(M::NotPermitted, C::PermittedUsers)
            .at(P::ExternalClientAppManager)
            .caused(D::Refresh, |on| {
                let permitted_users = Some(PermittedUsers::AdminApproved);
                on.switch(SwitchChange { permitted_users, ..SwitchChange::default() })
            }),
        Said("T27", S::Refresh, "invalid_token", "").goes_on().caused(D::SignOut, |on| {
            on.practice.revoke_grants(&Selection::default());
            Ok(())
        }),
    ]
}

fn user_and_org() -> Vec<Case> {
    vec![
        said("T7", "invalid_grant", "authentication failure")
            .leads(M::LoginFailed, C::SeeLoginHistory)
            .at(P::LoginHistory)
            .caused(D::Refresh, |on| {
                on.users(&UserChange { outside_login_hours: Some(true), ..UserChange::default() })
            }),
        said("T10", "invalid_grant", "ip restricted")
            .leads(M::IpRestricted, C::IpRestricted)
            .at(P::ExternalClientAppManager)
            .caused(D::Refresh, |on| {
                on.users(&UserChange { outside_ip_ranges: Some(true), ..UserChange::default() })
            }),
        said("T20", "invalid_grant", "user is inactive")
            .leads(M::UserInactive, C::UserInactive)
            .at(P::Users)
            .with(V::Username)
            .caused(D::Refresh, |on| on.users(&UserChange { active: Some(false), ..UserChange::default() })),
        said("T20", "invalid_grant", "org locked")
            .leads(M::OrgInactive, C::OrgLocked)
            .at(P::CompanyInformation)
            .caused(D::Refresh, |on| on.at_org(OrgChange { locked: Some(true), ..OrgChange::default() })),
        said("T24", "invalid_grant", "Data Not Available")
            .leads(M::OrgGone, C::OrgGone)
            .caused(D::Refresh, |on| on.at_org(OrgChange { gone: Some(true), ..OrgChange::default() })),
    ]
}

fn replayed() -> Vec<Case> {
    vec![
        said("T3", "invalid_client", "app must be installed into org")
            .leads(M::NotInThisOrg, C::ConnectedAppNotInstalled)
            .at(P::ConnectedAppsUsage),
        said("T20", "invalid_grant", "inactive user")
            .leads(M::UserInactive, C::UserInactive)
            .at(P::Users)
            .with(V::Username),
        said("T20", "invalid_grant", "inactive organization")
            .leads(M::OrgInactive, C::OrgLocked)
            .at(P::CompanyInformation),
        said("T20", "invalid_grant", "rate exceeded").leads(M::TooMany, C::TooManyLogIns).at(P::LoginHistory),
        said("T20", "invalid_grant", "login must use HTTPS").leads(M::OurMistake, C::OurMistake),
        said("T20", "invalid_grant", "user is not admin approved to access this app")
            .leads(M::NotPermitted, C::PermittedUsers)
            .at(P::ExternalClientAppManager),
        said("T24", "unknown_error", "Data Not Available for this request").leads(M::OrgGone, C::OrgGone),
        said("A20", "server_error", "").leads(M::SalesforceTrouble, C::SalesforceTrouble),
    ]
}
