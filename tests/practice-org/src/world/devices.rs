//! Devices that wait for a person: the code that a device shows, and the code that it polls with.
//!
//! Sources: RFC 8628 (polling, `slow_down`); the ten minutes are those after which Salesforce's own CLI gave up.

use super::OrgIndex;
use super::random::random_text;

/// A device code lives ten minutes.
pub(crate) const DEVICE_MILLISECONDS: u64 = 10 * 60 * 1000;
/// Seconds between two polls, at first.
pub(crate) const INTERVAL_SECONDS: u64 = 5;
/// The alphabet of user codes: no vowels, so that no word appears, and nothing that looks like something else.
const USER_CODE_ALPHABET: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ";

/// All devices that ever asked.
#[derive(Debug, Default)]
pub(crate) struct Devices(Vec<Device>);

/// One device that asked for a code.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    /// `device_code`: what the device polls with.
    pub(crate) code: String,
    pub(crate) user_code: String,
    pub(crate) org: OrgIndex,
    pub(crate) consumer_key: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) issued_at: u64,
    /// Grows by five with each poll that comes too early (RFC 8628 §3.5).
    pub(crate) interval_seconds: u64,
    pub(crate) polled_at: Option<u64>,
    pub(crate) progress: Progress,
}

/// How far the person came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Has not answered yet.
    Pending,
    /// Pressed Deny.
    Denied,
    /// Pressed Allow, as this user.
    Allowed(String),
    /// The tokens were given, or the refusal was told.
    Over,
}

impl Device {
    /// A device that has just asked.
    pub(crate) fn new(org: OrgIndex, consumer_key: &str, scopes: Vec<String>, now: u64) -> Self {
        Self {
            code: random_text(super::random::TOKEN_ALPHABET, 80),
            user_code: random_text(USER_CODE_ALPHABET, 8),
            org,
            consumer_key: consumer_key.to_owned(),
            scopes,
            issued_at: now,
            interval_seconds: INTERVAL_SECONDS,
            polled_at: None,
            progress: Progress::Pending,
        }
    }

    /// Whether its time is over.
    pub(crate) fn has_expired(&self, now: u64) -> bool {
        now >= self.issued_at.saturating_add(DEVICE_MILLISECONDS)
    }
}

impl Devices {
    /// Remembers a device.
    pub(crate) fn add(&mut self, device: Device) {
        self.0.push(device);
    }

    /// All of them, in the order in which they asked.
    pub(crate) fn all(&self) -> &[Device] {
        &self.0
    }

    /// The device that polls with this code at this org.
    pub(crate) fn polling(&mut self, org: OrgIndex, device_code: &str) -> Option<&mut Device> {
        self.0.iter_mut().find(|device| device.org == org && device.code == device_code)
    }

    /// The device that shows this code and may still be answered. People type it in any case.
    pub(crate) fn showing(&mut self, org: OrgIndex, user_code: &str, now: u64) -> Option<&mut Device> {
        self.0.iter_mut().find(|device| {
            device.org == org
                && device.user_code.eq_ignore_ascii_case(user_code)
                && device.progress == Progress::Pending
                && !device.has_expired(now)
        })
    }

    /// In which org a device shows this code.
    pub(crate) fn org_of(&self, user_code: &str) -> Option<OrgIndex> {
        self.0.iter().find(|device| device.user_code.eq_ignore_ascii_case(user_code)).map(|device| device.org)
    }
}
