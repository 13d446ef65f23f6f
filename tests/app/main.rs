//! The shell on Tauri's mock runtime: real commands, real capabilities, real configuration, and no display.

#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

mod acl;
mod commands;
mod configuration;
mod harness;
#[path = "../core/tidy/zbus.rs"]
mod zbus;

#[test]
fn the_program_is_built_without_zbus_tokio() {
    zbus::is_built_without_tokio("keyperch");
}
