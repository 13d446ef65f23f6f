//! What can go wrong, in detail. Stays inside: the window gets a [`Failure`](crate::model::failure::Failure).
//!
//! Foreign errors are converted at the edge that met them, without the bodies and addresses that they may carry, and
//! boxed: this file names no foreign crate.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use serde::Serialize;

use crate::model::field::FieldRefused;
use crate::model::guard::{GuardLevel, NotUnlocked};
use crate::model::host::ForeignInstance;
use crate::model::ids::{ClientAppId, OrgId};
use crate::model::network::TlsReason;
use crate::model::refusal::Refusal;
use crate::model::template::TemplateRefused;
use crate::model::time::Timestamp;
use crate::model::waiting::NotBrought;

/// The cause of an error, as the edge that met it describes it: no body, no secret, no address with a query.
pub type Cause = Box<dyn StdError + Send + Sync>;

/// One thing that went wrong.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's text says what it is")]
pub enum Error {
    /// Something is to be changed in production, and nobody said yes to that.
    #[error("a change in production was not confirmed")]
    ConfirmProduction,
    /// What is to leave Keyperch is guarded, and nobody passed the guard.
    #[error("a guard was not passed")]
    Guarded { orgs: Vec<OrgId>, level: GuardLevel },
    /// Whoever sits at this computer could not show who they are.
    #[error("the device was not unlocked: {0:?}")]
    NotUnlocked(NotUnlocked),
    #[error(transparent)]
    Field(#[from] FieldRefused),
    #[error(transparent)]
    Template(#[from] TemplateRefused),
    #[error("the entry does not exist any more")]
    Gone,
    #[error("a sign-in is under way already")]
    SignInRunning,
    #[error("the user cancelled")]
    Cancelled,
    #[error("nobody came back from the browser in time")]
    TimedOut,
    #[error("port {port} is taken")]
    PortTaken { port: u16, holder: Option<Holder>, source: io::Error },
    #[error("the loopback listener failed")]
    Listen(#[source] io::Error),
    #[error("no browser could be started")]
    Browser(#[source] Cause),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("only a new sign-in gives a token")]
    NeedsSignIn { app: ClientAppId },
    #[error("another org answered than the one that is pinned")]
    OtherOrg { expected: String, answered: String, host: String },
    #[error("another user answered than the one who is pinned")]
    OtherUser { expected: String, answered: String },
    #[error(transparent)]
    NotBrought(#[from] NotBrought),
    #[error("this computer's clock is {seconds} seconds off")]
    ClockOff { seconds: i64 },
    #[error(transparent)]
    ForeignInstance(#[from] ForeignInstance),
    #[error(transparent)]
    Network(#[from] NetworkTrouble),
    #[error(transparent)]
    Keychain(#[from] KeychainTrouble),
    #[error(transparent)]
    Registry(#[from] RegistryTrouble),
    #[error("the clipboard cannot be reached")]
    Clipboard(#[source] Cause),
    #[error("a setting cannot be used: {what}")]
    Setting { what: &'static str, source: Cause },
    #[error("the data folder, or a lock in it, cannot be used")]
    Lock(#[source] io::Error),
    #[error("somebody else uses these tokens, and does not come to an end")]
    InUse,
    #[error("a file that was chosen cannot be read or written")]
    File(#[source] io::Error),
    #[error("the clock or another part of this computer answered with nonsense: {0}")]
    Nonsense(&'static str),
}

/// The program that has a port which we need, as far as the system tells.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Holder {
    /// Its name, made fit to be shown.
    pub program: String,
    /// Its process, where that is known.
    pub pid: Option<u32>,
}

impl fmt::Display for Holder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.program)?;
        self.pid.map_or(Ok(()), |pid| write!(formatter, ", process {pid}"))
    }
}

/// Why a host gave no usable answer.
#[derive(Debug, thiserror::Error)]
#[error("{host}: {kind}")]
pub struct NetworkTrouble {
    /// The host that was asked.
    pub host: String,
    /// What happened.
    pub kind: NetworkKind,
    /// The library's own account, without addresses.
    pub source: Option<Cause>,
}

/// What happened on the way to a host.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NetworkKind {
    /// The name has no address.
    #[error("the host is unknown")]
    HostUnknown,
    /// No connection: refused, unroutable, or a proxy that would not pass it on.
    #[error("the host cannot be reached")]
    Unreachable,
    /// The certificate, or the handshake, was not accepted.
    #[error("the secure connection was refused ({reason:?})")]
    TlsRefused {
        /// What is wrong.
        reason: TlsReason,
        /// Who issued the certificate that was refused, as it says itself; none: there was none, or it cannot be read.
        issuer: Option<String>,
    },
    /// The proxy does not answer, or its name has no address.
    #[error("the proxy {proxy} cannot be reached")]
    ProxyUnreachable {
        /// Its host and port.
        proxy: String,
    },
    /// The proxy wants a user and a password, or others.
    #[error("the proxy {proxy} wants to know who asks")]
    ProxyAuthentication {
        /// Its host and port.
        proxy: String,
    },
    /// No answer in time.
    #[error("the host did not answer in time")]
    Slow,
    /// The connection ended inside the answer.
    #[error("the answer broke off")]
    BrokeOff,
    /// A page of somebody between: it sends elsewhere, or wants to be read first.
    #[error("somebody else answered with a page (status {status})")]
    CaptivePortal {
        /// The HTTP status.
        status: u16,
    },
    /// Something other than what was asked for: a proxy's page, a login page, a page of the wrong host.
    #[error("the answer is not Salesforce's (status {status})")]
    NotJson {
        /// The HTTP status.
        status: u16,
    },
    /// A 5xx of Salesforce's own.
    #[error("the host has trouble of its own (status {status})")]
    ServerTrouble {
        /// The HTTP status.
        status: u16,
    },
}

impl NetworkKind {
    /// Whether the request may have been carried out, although nothing usable came back.
    pub fn may_have_arrived(&self) -> bool {
        match self {
            // The request itself is only sent once there is a secure connection.
            Self::HostUnknown
            | Self::Unreachable
            | Self::TlsRefused { .. }
            | Self::ProxyUnreachable { .. }
            | Self::ProxyAuthentication { .. } => false,
            // A page may also be put in the place of the answer.
            Self::Slow
            | Self::BrokeOff
            | Self::CaptivePortal { .. }
            | Self::NotJson { .. }
            | Self::ServerTrouble { .. } => true,
        }
    }
}

/// Why the keychain did not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum KeychainTrouble {
    /// It is locked, and nobody unlocked it when the desktop asked.
    #[error("the keychain is locked ({0:?})")]
    Locked(Prompt),
    /// It does not answer.
    #[error("the keychain does not answer")]
    Frozen,
    /// There is no keychain to keep anything in.
    #[error("there is no keychain: {0:?} is lacking")]
    Absent(Lacking),
    /// It holds something other than what was just written, or keeps what was deleted.
    #[error("the keychain did not keep what it was given")]
    Unfaithful,
    /// It refused for another reason.
    #[error("the keychain refused")]
    Refused(#[source] Cause),
}

impl KeychainTrouble {
    /// Whether to ask once more, at once, can help: neither a silent keychain nor a person who has just been asked for a
    /// password is asked again without need.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Locked(_) | Self::Frozen => false,
            Self::Absent(_) | Self::Unfaithful | Self::Refused(_) => true,
        }
    }
}

/// What became of the desktop's question for the keychain's password.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Prompt {
    /// Nobody answered it in time.
    Unanswered,
    /// It was closed without an answer, or could not be shown.
    Dismissed,
}

/// What of a keychain is not there.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Lacking {
    /// The session bus over which keychains are asked.
    Bus,
    /// A program that keeps secrets.
    Service,
    /// A collection to keep items in: a keyring was never made.
    Collection,
}

/// Why the registry (the list of orgs and apps on disk) did not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum RegistryTrouble {
    /// No room, no right, or a failing disk.
    #[error("the list of orgs cannot be written")]
    Unwritable(#[source] Cause),
    /// Written by a newer Keyperch; not touched.
    #[error("the list of orgs was written by a newer version")]
    Newer,
    /// Not readable as what it should be; `backup` is when the newest whole copy of it was made.
    #[error("the list of orgs is damaged")]
    Damaged {
        /// When the newest whole copy was made, if there is one.
        backup: Option<Timestamp>,
        /// SQLite's own account.
        source: Cause,
    },
    /// The data folder lies on another computer, where neither locks nor writes can be relied on.
    #[error("the data folder is on a network drive ({kind})")]
    OnNetwork {
        /// The kind of file system, as the system names it.
        kind: String,
    },
    /// Another program holds it for too long.
    #[error("the list of orgs is in use")]
    InUse(#[source] Cause),
}
