//! What differs between the keychains of Linux, macOS and Windows.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod this;

#[cfg(not(target_os = "linux"))]
#[path = "elsewhere.rs"]
mod this;

pub(super) use this::{
    all_of, build_store, condition, modifiers, why_access_was_refused, why_it_failed, why_nothing_is_found,
};

/// What a keychain is doing while a call to it goes unanswered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Condition {
    /// Open, and slow.
    Open,
    /// Locked: the desktop asks a person.
    Locked,
    /// There is no session bus to ask over.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux asks over a bus"))]
    NoBus,
    /// There, without a collection to keep items in.
    #[cfg_attr(
        not(target_os = "linux"),
        expect(dead_code, reason = "only the Secret Service has collections")
    )]
    NoCollection,
    /// No such service.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux can be without a keychain"))]
    NoService,
    /// It does not answer even that.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only the Secret Service can be asked"))]
    Silent,
}
