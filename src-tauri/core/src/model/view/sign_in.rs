//! What the window says to begin a sign-in, and sees of it.

use serde::{Deserialize, Serialize};

use crate::model::failure::Failure;
use crate::model::ids::ClientAppId;
use crate::model::shape::Shape;
use crate::model::time::Timestamp;
use crate::model::view::{CheckView, Tool};
use crate::model::waiting::Hint;

/// How a sign-in is to begin.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInForm {
    /// The browser; none: the desktop's own. An app that needs no person needs no browser.
    pub browser: Option<BrowserChoice>,
    /// With a device code instead of a browser on this computer.
    pub with_device_code: bool,
    /// Whether Salesforce is to ask for the log-in anew, whoever is logged in there (`prompt=login`).
    pub fresh_log_in: bool,
    /// Who may answer.
    pub accept: Accept,
    /// In which shape a token is copied afterwards; none: none is.
    pub then_copy: Option<Shape>,
}

/// Who may answer a sign-in.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum Accept {
    /// The org and the user that the entry is pinned to.
    #[default]
    Pinned,
    /// Another user of the same org: the entry is his from then on.
    OtherUser,
    /// Another org under the same name, as after a sandbox refresh: the entry is that org's from then on.
    OtherOrg,
}

/// A browser, and how it is started.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BrowserChoice {
    /// Which browser.
    pub browser: String,
    /// Which of its profiles; none: the one that it opens by itself.
    pub profile: Option<String>,
    /// Whether in a private window.
    pub is_private: bool,
}

/// A browser that can be chosen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct BrowserView {
    /// What the window says to choose it.
    pub id: String,
    /// Its name, as its makers write it.
    pub name: String,
    /// Its profiles, where it has several.
    pub profiles: Vec<ProfileView>,
    /// What its makers call a private window; none: it cannot be asked for one.
    pub private_window: Option<String>,
}

/// A profile of a browser.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct ProfileView {
    /// What the window says to choose it.
    pub id: String,
    /// The name that its owner gave it.
    pub name: String,
}

/// The sign-in that is under way, or how it ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "camelCase")]
pub struct SignInView {
    /// The app.
    pub app: ClientAppId,
    /// The tool that it is for; none: Keyperch.
    pub tool: Option<Tool>,
    /// The host that it signs in to.
    pub host: String,
    /// How.
    pub way: SignInWay,
    /// The name of the browser, where one was chosen.
    pub browser: Option<String>,
    /// Who is expected, where the entry is pinned to somebody.
    pub expected_user: Option<String>,
    /// What was looked at before it began.
    pub checks: Vec<CheckView>,
    /// How far it is.
    pub step: SignInStep,
}

/// How a sign-in goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(rename_all = "snake_case")]
pub enum SignInWay {
    /// Through a browser on this computer.
    Browser,
    /// With a code that is typed in a browser anywhere.
    DeviceCode,
    /// Without a person: client credentials or a signed assertion.
    ByItself,
}

/// The steps of a sign-in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export))]
#[serde(tag = "at", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum SignInStep {
    /// Keychain, port, host, key and callback are looked at, the browser is started.
    Preparing,
    /// The person is in the browser.
    Waiting {
        /// When the wait ends.
        until: Timestamp,
        /// The callback URL that is listened on.
        callback: String,
        /// What was noticed meanwhile.
        hint: Option<Hint>,
    },
    /// The person types a code at an address of the org.
    DeviceCode {
        /// When the code ends.
        until: Timestamp,
        /// The code.
        code: String,
        /// Where it is typed.
        address: String,
    },
    /// Tokens are being asked for, and stored.
    Exchanging,
    /// Signed in; the tokens are stored.
    Done,
    /// It ended without a sign-in. Nothing was stored.
    Failed {
        /// Why.
        failure: Failure,
    },
}
