//! What the form of an app says, parsed once. The credentials are read elsewhere.

use crate::io::registry::AppRow;
use crate::model::client_app::{CallbackUrl, FurtherCallbacks, Scopes};
use crate::model::error::Error;
use crate::model::field::{Field, FieldRefused, Name, Problem};
use crate::model::flow::{Audience, Flow, Username};
use crate::model::org::Org;
use crate::model::view::{AppForm, FlowForm};

use super::credentials::Credentials;

/// The form, but for its credentials.
pub(super) struct Fields {
    pub(super) name: Name,
    pub(super) flow: FlowFields,
    callback_url: CallbackUrl,
    further_callbacks: FurtherCallbacks,
    scopes: Scopes,
}

/// A flow, but for its private key.
#[derive(Clone)]
pub(super) enum FlowFields {
    AuthorizationCode,
    ClientCredentials,
    JwtBearer { username: Username, audience: Audience },
}

impl Fields {
    /// Parses a form for an app of this org.
    pub(super) fn parse(form: &AppForm, org: &Org) -> Result<Self, Error> {
        Ok(Self {
            name: Name::parse(Field::AppName, &form.name)?,
            flow: FlowFields::parse(&form.flow, org)?,
            callback_url: CallbackUrl::parse(&form.callback_url)?,
            further_callbacks: FurtherCallbacks::parse(&form.further_callbacks)?,
            scopes: Scopes::parse(&form.scopes)?,
        })
    }

    pub(super) fn row(self, kept: Credentials, flow: Flow) -> AppRow {
        let Self { name, flow: _, callback_url, further_callbacks, scopes } = self;
        let Credentials { key, key_place, secret, secret_place } = kept;
        AppRow { name, flow, callback_url, further_callbacks, scopes, key, secret, key_place, secret_place }
    }
}

impl FlowFields {
    fn parse(form: &FlowForm, org: &Org) -> Result<Self, FieldRefused> {
        Ok(match form {
            FlowForm::AuthorizationCode => Self::AuthorizationCode,
            FlowForm::ClientCredentials if !org.host.is_my_domain() => {
                return Err(Field::Flow.refused(Problem::NeedsMyDomain));
            }
            FlowForm::ClientCredentials => Self::ClientCredentials,
            FlowForm::JwtBearer { username, audience, key: _ } => Self::JwtBearer {
                username: Username::parse(username)?,
                audience: audience.unwrap_or_else(|| Audience::of(org.environment())),
            },
        })
    }
}

/// Client credentials are key and secret: without a secret there is nothing to show.
pub(super) fn refuse_without_secret(flow: &FlowFields, has_secret: bool) -> Result<(), FieldRefused> {
    match flow {
        FlowFields::ClientCredentials if !has_secret => Err(Field::ConsumerSecret.refused(Problem::Empty)),
        _ => Ok(()),
    }
}
