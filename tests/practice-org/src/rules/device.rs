//! May this device have its tokens yet (device flow)?
//!
//! Source: RFC 8628 §3.5. A device that polls too often is told to slow down, even when the person has answered.

use super::refusal::{AUTHORIZATION_PENDING, CODE_SPENT, DEVICE_DENIED, Refusal, SLOW_DOWN};
use crate::world::devices::{Device, Progress};

/// Judges a poll: the user who allowed it, T5 or T26.
pub(crate) fn polled(device: &Device, consumer_key: &str, now: u64) -> Result<String, Refusal> {
    if device.consumer_key != consumer_key || device.progress == Progress::Over || device.has_expired(now) {
        return Err(CODE_SPENT);
    }
    let due = |last: u64| last.saturating_add(device.interval_seconds.saturating_mul(1000));
    if device.polled_at.is_some_and(|last| now < due(last)) {
        return Err(SLOW_DOWN);
    }
    match &device.progress {
        Progress::Allowed(username) => Ok(username.clone()),
        Progress::Denied => Err(DEVICE_DENIED),
        Progress::Pending | Progress::Over => Err(AUTHORIZATION_PENDING),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(progress: Progress) -> Device {
        Device { progress, ..Device::new(0, "key", vec![], 1_000) }
    }

    #[test]
    fn a_device_waits_for_the_person() {
        assert_eq!(polled(&device(Progress::Pending), "key", 1_000), Err(AUTHORIZATION_PENDING));
        assert_eq!(polled(&device(Progress::Denied), "key", 1_000), Err(DEVICE_DENIED));
        let allowed = device(Progress::Allowed("ana".to_owned()));
        assert_eq!(polled(&allowed, "key", 1_000), Ok("ana".to_owned()));
        assert_eq!(polled(&allowed, "other", 1_000), Err(CODE_SPENT));
        assert_eq!(polled(&allowed, "key", 601_000), Err(CODE_SPENT), "ten minutes are over");
        assert_eq!(polled(&device(Progress::Over), "key", 1_000), Err(CODE_SPENT));
    }

    #[test]
    fn a_hasty_device_is_slowed_down() {
        let hasty = Device { polled_at: Some(2_000), ..device(Progress::Allowed("ana".to_owned())) };
        assert_eq!(polled(&hasty, "key", 6_999), Err(SLOW_DOWN));
        assert_eq!(polled(&hasty, "key", 7_000), Ok("ana".to_owned()));
    }
}
