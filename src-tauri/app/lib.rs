//! The shell: Keyperch's window, clipboard and browser around [`keyperch_core`].
//!
//! The only crate that names `tauri`. It decides nothing about OAuth, and reads no secret but the one that it puts on
//! the clipboard and the address that it hands to the browser.

mod browser;
mod catching;
mod clipboard;
#[expect(clippy::needless_pass_by_value, reason = "Tauri hands a command its arguments by value")]
mod commands;
mod device;
mod ending;
mod files;
mod front_door;
mod hub;
mod keyperch;
mod log;
#[cfg(all(test, target_os = "linux"))]
mod own_bus;
mod quick;
mod sign_in;
mod start;
mod strip;
mod web_data;
mod windows;

pub use start::Start;

use start::Wish;

use std::path::Path;

use tauri::{AppHandle, Builder, Context, Manager, RunEvent, Runtime, Wry};

use crate::commands::{
    activity, apps, companion, deployments, diagnosis, guard, guides, hand_over, health, lists, network,
    orgs, private_keys, quick as switching, quick_settings, sets, sign_in as signing, templates, tokens,
    upkeep, watching,
};
use crate::keyperch::Keyperch;

/// What `tauri.conf.json`, the capabilities and the permissions were compiled into.
pub fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// Runs Keyperch until its window is closed.
pub fn run() {
    let start = Start::of_this_process();
    // A second start hands over to the first what it was given, and ends.
    let hand_on = tauri_plugin_single_instance::init(|app, arguments, folder| {
        let arguments = arguments.into_iter().skip(1).map(Into::into);
        let wish = Wish::of(arguments, Path::new(&folder));
        if let Some(file) = &wish.open {
            files::show_template(app, file);
        }
        if wish.quick { quick::toggle(app) } else { windows::bring_to_front(app) }
    });
    match furnish(Builder::<Wry>::new(), start).plugin(hand_on).build(context()) {
        Ok(app) => app.run(|app, event| at_the_end(app, &event)),
        // Without a display there is nowhere to say it; nothing was begun that would have to be ended.
        Err(_) => std::process::exit(1),
    }
}

/// Puts the program into a builder, of any runtime: the tests use Tauri's mock runtime, which needs no display.
#[expect(clippy::too_many_lines, reason = "a line a command")]
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
            orgs::remove_orgs,
            orgs::undo_removal,
            orgs::open_org,
            lists::edit_orgs,
            lists::write_notes,
            lists::rename_client,
            lists::fold_clients,
            lists::sort_list,
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
            activity::list_activity,
            activity::clear_activity,
            tokens::copy_token,
            tokens::clear_clipboard,
            guard::pass_guard,
            guard::can_unlock_device,
            sets::save_set,
            sets::remove_set,
            sets::copy_set,
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
            health::refresh_orgs,
            health::cancel_refresh,
            health::dismiss_refresh,
            health::ask_server,
            health::mark_refreshed,
            health::looks_at_start,
            health::set_looks_at_start,
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
            switching::quick_watch,
            switching::quick_find,
            switching::quick_prepare,
            switching::quick_copy,
            switching::quick_open,
            switching::quick_hide,
            switching::quick_notify,
            switching::quick_to_main,
            quick_settings::quick_settings,
            quick_settings::set_quick,
        ])
        .on_window_event(ending::on_window_event)
        .setup(move |app| {
            let data_dir = start.data_dir.clone().map_or_else(|| app.path().app_local_data_dir(), Ok)?;
            // A folder that cannot be used is told in the window, which does not need it.
            let _is_told_there = std::fs::create_dir_all(&data_dir);
            let _works_without = log::begin(&data_dir);
            app.manage(Keyperch::open(&start, &data_dir));
            windows::open_main(app, web_data::begin(&data_dir)?)?;
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
        web_data::forget(&keyperch.data_dir);
    }
}
