//! The shell: Keyperch's window, clipboard and browser around [`keyperch_core`].
//!
//! The only crate that names `tauri`. It decides nothing about OAuth, and reads no secret but the one that it puts on
//! the clipboard and the address that it hands to the browser.

mod browser;
mod catching;
mod clipboard;
#[expect(clippy::needless_pass_by_value, reason = "Tauri hands a command its arguments by value")]
mod commands;
mod ending;
mod files;
mod front_door;
mod hub;
mod keyperch;
mod log;
mod sign_in;
mod start;
mod strip;
mod windows;

pub use start::Start;

use std::path::Path;

use tauri::{AppHandle, Builder, Context, Manager, RunEvent, Runtime, Wry};

use crate::commands::{
    apps, companion, deployments, diagnosis, guides, hand_over, network, orgs, private_keys,
    sign_in as signing, templates, tokens, upkeep, watching,
};
use crate::keyperch::Keyperch;

/// What `tauri.conf.json`, the capabilities and the permissions were compiled into.
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// Runs Keyperch until its window is closed.
pub fn run() {
    let start = Start::of_this_process();
    // A second start hands its file over to the first, and ends.
    let hand_on = tauri_plugin_single_instance::init(|app, arguments, folder| {
        windows::bring_to_front(app);
        let arguments = arguments.into_iter().skip(1).map(Into::into);
        if let Some(file) = start::file_to_open(arguments, Path::new(&folder)) {
            files::show_template(app, &file);
        }
    });
    match furnish(Builder::<Wry>::new(), start).plugin(hand_on).build(context()) {
        Ok(app) => app.run(|app, event| at_the_end(app, &event)),
        // Without a display there is nowhere to say it; nothing was begun that would have to be ended.
        Err(_) => std::process::exit(1),
    }
}

/// Puts the program into a builder, of any runtime: the tests use Tauri's mock runtime, which needs no display.
pub fn furnish<R: Runtime>(builder: Builder<R>, start: Start) -> Builder<R> {
    builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_shell::init())
        .invoke_handler(tauri::generate_handler![
            watching::watch,
            orgs::read_address,
            orgs::paste_address,
            orgs::check_address,
            orgs::add_org,
            orgs::edit_org,
            orgs::remove_org,
            orgs::open_org,
            apps::add_app,
            apps::edit_app,
            apps::remove_app,
            apps::add_beside,
            apps::paste_credential,
            apps::copy_credential,
            apps::copy_detail,
            signing::list_browsers,
            signing::start_sign_in,
            signing::cancel_sign_in,
            signing::extend_sign_in,
            signing::reopen_sign_in,
            signing::copy_sign_in_link,
            signing::dismiss_sign_in,
            signing::paste_callback,
            signing::sign_out,
            tokens::copy_fresh_token,
            tokens::clear_clipboard,
            templates::open_template,
            companion::show_companion,
            companion::catch_copied,
            companion::stop_catching,
            hand_over::hand_over,
            hand_over::sign_in_for_tool,
            hand_over::copy_hand_over,
            hand_over::finish_hand_over,
            hand_over::save_postman,
            hand_over::save_template,
            private_keys::make_private_key,
            private_keys::choose_private_key,
            private_keys::unlock_private_key,
            private_keys::save_certificate,
            diagnosis::check_connection,
            diagnosis::wait_until_ready,
            diagnosis::stop_waiting_until_ready,
            diagnosis::open_setup,
            diagnosis::copy_words,
            guides::list_recipes,
            guides::begin_guide,
            guides::open_guide,
            guides::close_guide,
            guides::remove_guide,
            guides::answer_guide,
            guides::copy_line,
            guides::claim_line,
            guides::open_line,
            guides::look_before,
            guides::paste_into_guide,
            guides::make_guide_certificate,
            guides::prove_guide,
            deployments::save_metadata,
            deployments::deploy_guide,
            deployments::cancel_deploy,
            deployments::dismiss_deploy,
            deployments::read_drift,
            deployments::read_credentials,
            network::network,
            network::set_network,
            network::paste_proxy_password,
            network::choose_ca,
            network::forget_ca,
            upkeep::keep_in_memory,
            upkeep::try_upkeep,
            upkeep::give_up_telling,
            upkeep::self_check,
            upkeep::forget_orphans,
            upkeep::revoke_all,
            upkeep::use_backup,
            upkeep::start_empty,
            upkeep::quit_anyway,
            upkeep::stay,
        ])
        .on_window_event(ending::on_window_event)
        .setup(move |app| {
            let data_dir = start.data_dir.clone().map_or_else(|| app.path().app_local_data_dir(), Ok)?;
            // A folder that cannot be used is told in the window, which does not need it.
            let _is_told_there = std::fs::create_dir_all(&data_dir);
            let _works_without = log::begin(&data_dir);
            app.manage(Keyperch::open(&start, &data_dir));
            windows::open_main(app, &windows::web_data(&data_dir)?)?;
            if let Some(file) = &start.open {
                files::show_template(app.handle(), file);
            }
            Ok(())
        })
}

/// Nothing of ours stays on the clipboard, and nothing of the web engine's on the disk.
fn at_the_end<R: Runtime>(app: &AppHandle<R>, event: &RunEvent) {
    if matches!(event, RunEvent::Exit) {
        let keyperch = app.state::<Keyperch>();
        keyperch.clipboard.end();
        windows::forget_web_data(&keyperch.data_dir);
    }
}
