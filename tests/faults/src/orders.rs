//! What parent and child say to each other: lines of JSON, one order and one answer at a time.
//!
//! Keys and secrets go in through standard input, where no other process sees them. Tokens never come out: a copy is
//! answered with the token's SHA-256.

use std::path::PathBuf;

use keyperch_core::model::ids::{ClientAppId, OrgId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The first line: what the child is made of.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Setup {
    /// The data folder.
    pub data_dir: PathBuf,
    /// The practice org's way in; empty: there is no proxy.
    pub proxy: String,
    /// The practice org's authority.
    pub ca_pem: PathBuf,
    /// Where secrets are kept.
    pub vault: VaultKind,
    /// How far the child's clock is ahead of this computer's.
    pub ahead_seconds: i64,
    /// Where it dies, if it is to die while it starts.
    pub death: Option<Death>,
}

/// Where secrets are kept.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VaultKind {
    /// The Secret Service on the bus of `DBUS_SESSION_BUS_ADDRESS`.
    Keychain,
    /// Memory: for faults of files, where another user could not reach the bus.
    Memory,
}

/// Where and how the child dies.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Death {
    /// The point, as the core names it.
    pub point: String,
    /// At which passing of it.
    pub nth: u32,
    /// Not at the point but so long after it: in the middle of what it begins.
    pub after_microseconds: Option<u64>,
}

/// An order.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "order", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is named as what the core does")]
pub enum Order {
    AddOrg {
        address: String,
        client: String,
        name: String,
    },
    AddApp {
        org: OrgId,
        app: AppFields,
    },
    EditApp {
        id: ClientAppId,
        app: AppFields,
    },
    SignIn {
        app: ClientAppId,
    },
    SignInForTool {
        app: ClientAppId,
    },
    FinishHandOver {
        app: ClientAppId,
    },
    /// No browser can be started.
    SignInUnopened {
        app: ClientAppId,
    },
    Copy {
        app: ClientAppId,
    },
    /// All at the same moment; an app may be named several times.
    CopyTogether {
        apps: Vec<ClientAppId>,
    },
    SignOut {
        app: ClientAppId,
    },
    RemoveApp {
        app: ClientAppId,
        sign_out: bool,
    },
    RemoveOrg {
        org: OrgId,
        sign_out: bool,
    },
    /// Removed, and brought back at once.
    RemoveAppAndUndo {
        app: ClientAppId,
        sign_out: bool,
    },
    RevokeAll,
    Upkeep,
    UpkeepView,
    SelfCheck,
    ForgetOrphans,
    KeepInMemory,
    Orgs,
    /// SHA-256 of the consumer key and of the secret, read through the keychain.
    Credentials {
        app: ClientAppId,
    },
    Advance {
        seconds: i64,
    },
    /// Once, when the point is passed next: in the middle of an order.
    AdvanceAt {
        point: String,
        seconds: i64,
    },
    Arm {
        death: Death,
    },
    /// The longest that the list took to be shown since the last time this was asked.
    Latency,
    /// Memory and open files of the process.
    Body,
    /// A naive client begins to sign in; its answer is the address.
    NaiveBegin {
        key: String,
        callback_url: String,
        host: String,
    },
    NaiveCode {
        code: String,
    },
    NaiveCopy,
}

/// What the form of an app holds. No key or secret means: the stored one stays.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(missing_docs, reason = "named as the form's fields")]
pub struct AppFields {
    pub name: String,
    pub callback_url: String,
    pub scopes: String,
    pub key: Option<String>,
    pub secret: Option<String>,
}

/// A line of the child's.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "said", rename_all = "snake_case")]
pub enum Said {
    /// A person is to open this; the answer to the order comes later.
    Open {
        /// The authorization request.
        address: String,
    },
    /// Done; with what came of it.
    Done {
        /// Views as the window gets them, fingerprints, numbers.
        value: Value,
    },
    /// It failed as the window would be told.
    Failed {
        /// The failure.
        failure: Value,
    },
}
