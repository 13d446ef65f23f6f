//! The entry; everything else is in the library, so that tests can start it without a display.
#![cfg_attr(all(not(debug_assertions), target_os = "windows"), windows_subsystem = "windows")]

fn main() {
    keyperch_app::run();
}
