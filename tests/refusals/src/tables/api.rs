//! What is met when a token is used.

use keyperch_core::model::cause::{Cause as C, ExactValue as V, SetupPage as P};
use keyperch_core::model::refusal::{Meaning as M, Stage as S};
use practice_org::{OrgChange, Selection, UserChange};

use crate::deeds::Deed as D;
use crate::tables::{Case, Said};

pub(super) fn cases() -> Vec<Case> {
    [caused(), replayed()].into_iter().flatten().collect()
}

fn said(row: &'static str, code: &'static str, says: &'static str) -> Said {
    Said(row, S::Api, code, says)
}

fn caused() -> Vec<Case> {
    vec![
        // A dead token is renewed, and nobody hears of it.
        said("R1", "INVALID_SESSION_ID", "Session expired or invalid").goes_on().caused(D::Copy, |on| {
            on.practice.expire_tokens(&Selection::default());
            Ok(())
        }),
        said("R2", "INVALID_SESSION_ID", "This session is not valid for use with the API")
            .leads(M::ApiForbidden, C::ApiAccessControl)
            .at(P::OauthUsage)
            .caused(D::Copy, |on| {
                on.at_org(OrgChange { api_access_control: Some(true), ..OrgChange::default() })
            }),
        said("R2", "INVALID_SESSION_ID", "This session is not valid for use with the API")
            .leads(M::ApiForbidden, C::ApiAccessControl)
            .at(P::OauthUsage)
            .caused(D::Check, |on| {
                on.at_org(OrgChange { api_access_control: Some(true), ..OrgChange::default() })
            }),
        said("R3", "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner")
            .leads(M::ApiForbidden, C::ApiDisabledForUser)
            .at(P::PermissionSets)
            .with(V::Username)
            .caused(D::Copy, |on| {
                on.users(&UserChange { api_enabled: Some(false), ..UserChange::default() })
            }),
        said("R3", "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner")
            .leads(M::ApiForbidden, C::ApiDisabledForUser)
            .at(P::PermissionSets)
            .with(V::Username)
            .caused(D::Check, |on| on.at_org(OrgChange { api_disabled: Some(true), ..OrgChange::default() })),
        said("R4", "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
            .leads(M::ApiLimit, C::DailyApiLimit)
            .at(P::CompanyInformation)
            .caused(D::Check, |on| {
                on.at_org(OrgChange { api_limit_exceeded: Some(true), ..OrgChange::default() })
            }),
        // The token lives all the same, and is copied.
        said("R4", "REQUEST_LIMIT_EXCEEDED", "").goes_on().caused(D::Copy, |on| {
            on.at_org(OrgChange { api_limit_exceeded: Some(true), ..OrgChange::default() })
        }),
        said("R7", "INVALID_OPERATION_WITH_EXPIRED_PASSWORD", "")
            .leads(M::PasswordExpired, C::PasswordExpired)
            .at(P::Users)
            .with(V::Username)
            .caused(D::Copy, |on| {
                on.users(&UserChange { password_expired: Some(true), ..UserChange::default() })
            }),
        // A check does not spend the refresh token: the next copy does.
        said("R9", "Bad_OAuth_Token", "").goes_on().caused(D::CheckInVain, |on| {
            on.practice.expire_tokens(&Selection::default());
            Ok(())
        }),
    ]
}

fn replayed() -> Vec<Case> {
    let forbidden =
        |code| said("R5", code, "").leads(M::ApiForbidden, C::ApiDisabledForOrg).at(P::CompanyInformation);
    let insufficient = |code| {
        let case = said("R6", code, "insufficient access rights")
            .leads(M::LacksPermission, C::PermissionForAppsMissing);
        case.at(P::PermissionSets).with(V::Username)
    };
    let ours = |row, code| said(row, code, "").leads(M::OurMistake, C::OurMistake);
    vec![
        forbidden("API_CURRENTLY_DISABLED"),
        forbidden("FUNCTIONALITY_NOT_ENABLED"),
        insufficient("INSUFFICIENT_ACCESS"),
        insufficient("INSUFFICIENT_ACCESS_OR_READONLY"),
        ours("R8", "NOT_FOUND"),
        ours("R8", "UNSUPPORTED_API_VERSION"),
        ours("R9", "Missing_OAuth_Token"),
        ours("R9", "Bad_Id"),
        said("R9", "Wrong_Org", "").leads(M::NotInThisOrg, C::OtherOrgOrHost).at(P::MyDomain).with(V::Host),
        said("R9", "Inactive", "").leads(M::UserInactive, C::UserInactive).at(P::Users).with(V::Username),
        said("R10", "Invalid_Scope", "")
            .leads(M::ScopeNotAllowed, C::ScopeMissing)
            .at(P::ExternalClientAppManager)
            .with(V::Scopes),
    ]
}
