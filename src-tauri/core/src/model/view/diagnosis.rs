//! What the window sees of a check of a connection, and of the wait until Salesforce knows a new app.

use serde::Serialize;

use crate::model::failure::Failure;
use crate::model::ids::ClientAppId;
use crate::model::time::Timestamp;

/// A check of everything that a connection needs, as far as it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct DiagnosisView {
    /// The app whose connection it is.
    pub app: ClientAppId,
    /// What was looked at, in order; those that are missing are still to come.
    pub checks: Vec<CheckView>,
    /// Whether it is finished.
    pub is_finished: bool,
    /// When it began.
    pub begun_at: Timestamp,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// What.
    pub check: Check,
    /// What was found.
    pub verdict: Verdict,
}

/// What can be looked at.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Does the keychain keep what it is given?
    Keychain,
    /// Is the callback's port free?
    Port,
    /// Is there a proxy, and does it let us through?
    Proxy,
    /// Is the secure connection Salesforce's own?
    Tls,
    /// Does an org answer at the host?
    Domain,
    /// Does this computer's clock agree with Salesforce's?
    Clock,
    /// Does the org know the consumer key, and the callback URL?
    KeyAndCallback,
    /// Is the consumer secret right, or not needed?
    Secret,
    /// Is the sign-in alive?
    Grant,
    /// Does the token open the API?
    Api,
    /// Was every scope granted that is asked for?
    Scopes,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Verdict {
    /// It is as it should be.
    Passed {
        /// What else there is to say.
        note: Option<Note>,
    },
    /// It works, and there is something to know.
    Warned {
        /// What.
        note: Note,
    },
    /// It does not work.
    Failed {
        /// Why, with what mends it.
        failure: Failure,
    },
    /// It cannot be told from here; nothing is blocked by that.
    CannotTell,
    /// It does not apply to this app.
    NotNeeded,
}

/// What a check has to say beside its verdict: no sentence, no secret.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "says", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Note {
    /// The certificate of the host was issued by this authority.
    Issuer {
        /// Its name.
        issuer: String,
    },
    /// Requests go through this proxy.
    Proxy {
        /// Host and port.
        proxy: String,
    },
    /// No proxy is used.
    NoProxy,
    /// The clocks are this far apart; positive: ours is ahead.
    ClockOff {
        /// Seconds.
        #[cfg_attr(test, ts(type = "number"))]
        seconds: i64,
    },
    /// This callback URL is listened on.
    Callback {
        /// The URL.
        callback: String,
    },
    /// The app has no secret stored, and Salesforce asks for none.
    NoSecretNeeded,
    /// Nobody is signed in, so this cannot be seen before a sign-in.
    NobodySignedIn,
    /// The access token ends then, as Salesforce says.
    Ends {
        /// When.
        at: Timestamp,
    },
    /// These scopes were asked for and not granted.
    MissingScopes {
        /// Each of them.
        scopes: Vec<String>,
    },
}

/// An app that Salesforce does not know yet, and that is asked for again every minute.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ReadinessView {
    /// The app.
    pub app: ClientAppId,
    /// When it is asked for next.
    pub next_at: Timestamp,
    /// When asking ends.
    pub until: Timestamp,
    /// How it stands.
    pub state: Readiness,
}

/// Whether Salesforce is ready for an app.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Readiness {
    /// Not yet, and this is what it said last.
    Waiting {
        /// The refusal.
        failure: Failure,
    },
    /// Salesforce takes key and callback now.
    Ready,
    /// A quarter of an hour has not been enough.
    GaveUp {
        /// What it said last.
        failure: Failure,
    },
}
