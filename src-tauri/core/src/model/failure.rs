//! What the window is told: a closed set of codes and parameters, never a sentence.
//!
//! A variant exists only where the window acts differently on it. The one `match` below has no `_` arm: a new
//! error forces a decision.

use serde::Serialize;

use crate::model::error::{
    Error, KeychainTrouble, Lacking, NetworkKind, NetworkTrouble, Prompt, RegistryTrouble,
};
use crate::model::field::FieldRefused;
use crate::model::guard::{GuardLevel, NotUnlocked};
use crate::model::ids::{ClientAppId, OrgId};
use crate::model::network::TlsReason;
use crate::model::refusal::Refusal;
use crate::model::template::TemplateRefused;
use crate::model::time::Timestamp;
use crate::model::waiting::NotBrought;

/// What went wrong, in terms of what a person can do next.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "code", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[expect(missing_docs, reason = "the window's words for each say what it is")]
pub enum Failure {
    Cancelled,
    Field {
        refused: FieldRefused,
    },
    Template {
        refused: TemplateRefused,
    },
    Gone,
    InUse,
    SignInRunning,
    TimedOut,
    PortTaken {
        port: u16,
        holder: Option<String>,
    },
    BrowserNotFound,
    Refused {
        refusal: Refusal,
    },
    NeedsSignIn {
        app: ClientAppId,
    },
    OtherOrg {
        expected: String,
        answered: String,
        host: String,
    },
    OtherUser {
        expected: String,
        answered: String,
    },
    NotBrought {
        why: NotBrought,
    },
    ClockOff {
        #[cfg_attr(test, ts(type = "number"))]
        seconds: i64,
    },
    ForeignInstance {
        host: String,
    },
    HostUnknown {
        host: String,
    },
    Unreachable {
        host: String,
    },
    TlsRefused {
        host: String,
        reason: TlsReason,
        issuer: Option<String>,
    },
    ProxyUnreachable {
        host: String,
        proxy: String,
    },
    ProxyAuthentication {
        host: String,
        proxy: String,
    },
    CaptivePortal {
        host: String,
        status: u16,
    },
    NotSalesforce {
        host: String,
        status: u16,
    },
    ServerTrouble {
        host: String,
        status: u16,
    },
    KeychainLocked {
        prompt: Prompt,
    },
    KeychainFrozen,
    KeychainAbsent {
        lacking: Lacking,
    },
    KeychainRefused {
        reference: String,
    },
    RegistryUnwritable {
        reference: String,
    },
    RegistryNewer,
    RegistryDamaged {
        reference: String,
        backup: Option<Timestamp>,
    },
    RegistryOnNetwork {
        kind: String,
    },
    ClipboardUnavailable,
    FileUnusable,
    ConfirmProduction,
    Guarded {
        orgs: Vec<OrgId>,
        level: GuardLevel,
    },
    NotUnlocked {
        why: NotUnlocked,
    },
    Unexpected {
        reference: String,
    },
}

impl Failure {
    /// What an error means to the window. `reference` is written beside the error in the log, for support.
    pub fn of(error: Error, reference: &str) -> Self {
        let reference = || reference.to_owned();
        match error {
            Error::Cancelled => Self::Cancelled,
            Error::Field(refused) => Self::Field { refused },
            Error::Template(refused) => Self::Template { refused },
            Error::Gone => Self::Gone,
            Error::InUse => Self::InUse,
            Error::SignInRunning => Self::SignInRunning,
            Error::TimedOut => Self::TimedOut,
            Error::PortTaken { port, holder, .. } => {
                Self::PortTaken { port, holder: holder.map(|holder| holder.to_string()) }
            }
            Error::Browser(_) => Self::BrowserNotFound,
            Error::Refused(refusal) => Self::Refused { refusal },
            Error::NeedsSignIn { app } => Self::NeedsSignIn { app },
            Error::OtherOrg { expected, answered, host } => Self::OtherOrg { expected, answered, host },
            Error::NotBrought(why) => Self::NotBrought { why },
            Error::ClockOff { seconds } => Self::ClockOff { seconds },
            Error::OtherUser { expected, answered } => Self::OtherUser { expected, answered },
            Error::ForeignInstance(foreign) => Self::ForeignInstance { host: foreign.0 },
            Error::Network(trouble) => Self::of_network(trouble),
            Error::Keychain(KeychainTrouble::Locked(prompt)) => Self::KeychainLocked { prompt },
            Error::Keychain(KeychainTrouble::Frozen) => Self::KeychainFrozen,
            Error::Keychain(KeychainTrouble::Absent(lacking)) => Self::KeychainAbsent { lacking },
            Error::Keychain(KeychainTrouble::Unfaithful | KeychainTrouble::Refused(_)) => {
                Self::KeychainRefused { reference: reference() }
            }
            Error::Registry(RegistryTrouble::Newer) => Self::RegistryNewer,
            Error::Registry(RegistryTrouble::Damaged { backup, .. }) => {
                Self::RegistryDamaged { reference: reference(), backup }
            }
            Error::Registry(RegistryTrouble::OnNetwork { kind }) => Self::RegistryOnNetwork { kind },
            Error::Registry(RegistryTrouble::Unwritable(_) | RegistryTrouble::InUse(_)) | Error::Lock(_) => {
                Self::RegistryUnwritable { reference: reference() }
            }
            Error::File(_) => Self::FileUnusable,
            Error::ConfirmProduction => Self::ConfirmProduction,
            Error::Guarded { orgs, level } => Self::Guarded { orgs, level },
            Error::NotUnlocked(why) => Self::NotUnlocked { why },
            Error::Clipboard(_) => Self::ClipboardUnavailable,
            Error::Listen(_) | Error::Setting { .. } | Error::Nonsense(_) => {
                Self::Unexpected { reference: reference() }
            }
        }
    }

    fn of_network(NetworkTrouble { host, kind, .. }: NetworkTrouble) -> Self {
        match kind {
            NetworkKind::HostUnknown => Self::HostUnknown { host },
            NetworkKind::Unreachable | NetworkKind::Slow | NetworkKind::BrokeOff => {
                Self::Unreachable { host }
            }
            NetworkKind::TlsRefused { reason, issuer } => Self::TlsRefused { host, reason, issuer },
            NetworkKind::ProxyUnreachable { proxy } => Self::ProxyUnreachable { host, proxy },
            NetworkKind::ProxyAuthentication { proxy } => Self::ProxyAuthentication { host, proxy },
            NetworkKind::CaptivePortal { status } => Self::CaptivePortal { host, status },
            NetworkKind::NotJson { status } => Self::NotSalesforce { host, status },
            NetworkKind::ServerTrouble { status } => Self::ServerTrouble { host, status },
        }
    }
}
