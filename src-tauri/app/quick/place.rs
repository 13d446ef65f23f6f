//! What the quick switcher does with what was picked: a copy, an org in the browser, or the main window's help.
//!
//! A failure stays in the switcher, or is told by the main window where that is hidden by then. What only a sign-in
//! mends is for the main window, which has room for it.

use keyperch_core::model::failure::Failure;
use keyperch_core::model::ids::{ClientAppId, OrgId, SetId};
use keyperch_core::model::shape::Shape;
use keyperch_core::model::view::{Change, Pick, SetCopied};
use keyperch_core::{Core, SetText, Shaped};
use tauri::{AppHandle, Manager, Runtime, WebviewWindow};
use tokio::sync::watch;

use crate::clipboard::Turn;
use crate::keyperch::Keyperch;
use crate::quick::message::say;
use crate::quick::{Focus, LABEL, Shows, hide, on_main};
use crate::{front_door, windows};

/// What was picked, as it goes onto the clipboard.
enum Ready {
    App(ClientAppId, Shaped),
    Set(SetId, SetText),
}

/// Copies what was picked, unless the person leaves before it is there. What Salesforce gives is kept in any case.
///
/// # Errors
/// What the copy itself was refused with; [`Failure::Cancelled`].
pub(crate) async fn copy<R: Runtime>(
    handle: &AppHandle<R>,
    pick: Pick,
    shape: Shape,
) -> Result<Option<SetCopied>, Failure> {
    let keyperch = handle.state::<Keyperch>();
    let (core, left) = (keyperch.core()?, keyperch.quick.left.subscribe());
    let (turn, round) = (keyperch.clipboard.turn(), keyperch.quick.stage(|stage| stage.round));
    let copied = unless_left(left, ready(&core, pick, shape), |ready| put(&keyperch, turn, ready)).await;
    let set = copied.inspect_err(|failure| tell_if_hidden(handle, failure))?;
    say(handle, round, keyperch.clipboard.holds(), set.clone());
    Ok(set)
}

/// Gets something, unless the person leaves before it is there. What is there is put, whoever leaves meanwhile: nobody
/// hears that it was called off when it is on the clipboard.
async fn unless_left<Got, Done, Putting>(
    mut left: watch::Receiver<u64>,
    get: impl Future<Output = Result<Got, Failure>>,
    put: impl FnOnce(Got) -> Putting,
) -> Result<Done, Failure>
where
    Putting: Future<Output = Result<Done, Failure>>,
{
    let got = tokio::select! {
        got = get => got?,
        _ = left.changed() => return Err(Failure::Cancelled),
    };
    put(got).await
}

async fn ready(core: &Core, pick: Pick, shape: Shape) -> Result<Ready, Failure> {
    match pick {
        Pick::App { app, .. } => core.copy_as(app, shape).await.map(|shaped| Ready::App(app, shaped)),
        Pick::Set { set } => core.copy_set(set).await.map(|block| Ready::Set(set, block)),
    }
}

async fn put(keyperch: &Keyperch, turn: Turn, ready: Ready) -> Result<Option<SetCopied>, Failure> {
    match ready {
        Ready::App(app, shaped) => keyperch.put_shaped(turn, app, shaped).await.map(|()| None),
        Ready::Set(set, block) => keyperch.put_set(turn, set, block).await.map(Some),
    }
}

/// Tells what the switcher's guard was not passed for, if it was the switcher that asked.
pub(crate) fn tell_if_ours<R: Runtime>(window: &WebviewWindow<R>, failure: &Failure) {
    if window.label() == LABEL {
        tell_if_hidden(window.app_handle(), failure);
    }
}

/// Has the main window tell a failure that the switcher cannot: it is hidden by now, because another program was turned
/// to, or because this computer has put a question in front. What the person called off is not told; nor is a guard,
/// which is asked about when it is wanted again.
fn tell_if_hidden<R: Runtime>(handle: &AppHandle<R>, failure: &Failure) {
    let keyperch = handle.state::<Keyperch>();
    let is_hidden = keyperch.quick.stage(|stage| stage.shows != Shows::Switcher);
    if is_hidden && !matches!(failure, Failure::Cancelled | Failure::Guarded { .. }) {
        keyperch.hub.announce(Change::Failed { failure: failure.clone() });
    }
}

/// Opens an org in the browser, which then has the focus, unless the person leaves before it is to be opened.
///
/// # Errors
/// As [`front_door::open_org`]: then the switcher stays. [`Failure::Cancelled`].
pub(crate) async fn open<R: Runtime>(handle: &AppHandle<R>, org: OrgId) -> Result<(), Failure> {
    let keyperch = handle.state::<Keyperch>();
    let opening = front_door::open_org(handle, &keyperch, org);
    let opened = unless_left(keyperch.quick.left.subscribe(), opening, async |()| {
        on_main(handle, |handle| hide(handle, Focus::Elsewhere));
        Ok(())
    });
    opened.await.inspect_err(|failure| tell_if_hidden(handle, failure))
}

/// Leaves an app to the main window, which has room for a sign-in.
pub(crate) fn to_main<R: Runtime>(handle: &AppHandle<R>, app: ClientAppId, shape: Shape) {
    on_main(handle, move |handle| {
        hide(handle, Focus::Elsewhere);
        windows::bring_to_front(handle);
        handle.state::<Keyperch>().hub.announce(Change::Wanted { app, shape });
    });
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::mpsc::{Receiver, channel};

    use keyperch_core::model::guard::GuardLevel;
    use serde_json::{Value, json};
    use tauri::ipc::{Channel, InvokeResponseBody};
    use tauri::test::{MockRuntime, mock_builder, mock_context, noop_assets};
    use tauri::{App, async_runtime};

    use super::*;
    use crate::Start;
    use crate::quick::begin_round;

    /// A program, and what its main window is told.
    struct Program {
        app: App<MockRuntime>,
        told: Receiver<Value>,
        folder: PathBuf,
    }

    impl Program {
        fn start() -> Self {
            let folder = std::env::temp_dir().join(format!("keyperch-quick-{}", SetId::new()));
            std::fs::create_dir_all(&folder).expect("a folder");
            let app = mock_builder().build(mock_context(noop_assets())).expect("it starts");
            app.manage(Keyperch::open(&Start::default(), &folder));
            let (tell, told) = channel();
            let page = Channel::new(move |body| {
                let InvokeResponseBody::Json(change) = body else { return Ok(()) };
                let _nobody_listens = tell.send(serde_json::from_str(&change)?);
                Ok(())
            });
            app.state::<Keyperch>().hub.turn_to(page);
            Self { app, told, folder }
        }

        /// The failures that it was told by now.
        fn failures(&self) -> Vec<Value> {
            self.told.try_iter().filter(|change| change["what"] == "failed").collect()
        }
    }

    impl Drop for Program {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }

    #[test]
    fn what_is_there_is_put_whoever_leaves_meanwhile() {
        async_runtime::block_on(async {
            let sender = watch::Sender::new(0);
            let leave = || sender.send_modify(|times| *times += 1);
            let put = |got: u8| async move {
                leave();
                tokio::task::yield_now().await;
                Ok(got)
            };
            assert_eq!(unless_left(sender.subscribe(), async { Ok(7) }, put).await, Ok(7));
            let get = async {
                leave();
                std::future::pending().await
            };
            assert_eq!(unless_left(sender.subscribe(), get, put).await, Err(Failure::Cancelled));
        });
    }

    #[test]
    fn a_failure_that_the_hidden_switcher_cannot_show_is_told_by_the_main_window() {
        let program = Program::start();
        let handle = program.app.handle();
        let gone = json!({ "what": "failed", "failure": { "code": "gone" } });
        let copy = || {
            let pick = Pick::Set { set: SetId::new() };
            let copied = async_runtime::block_on(copy(handle, pick, Shape::Token));
            assert_eq!(copied.expect_err("there is no such set"), Failure::Gone);
        };
        copy();
        assert_eq!(program.failures(), [gone]);
        begin_round(&handle.state::<Keyperch>().quick, Shows::Switcher);
        copy();
        assert!(program.failures().is_empty(), "the switcher shows it itself");
    }

    #[test]
    fn what_was_called_off_and_what_is_guarded_are_not_told() {
        let program = Program::start();
        let handle = program.app.handle();
        tell_if_hidden(handle, &Failure::Cancelled);
        tell_if_hidden(handle, &Failure::Guarded { orgs: Vec::new(), level: GuardLevel::ReadName });
        assert!(program.failures().is_empty());
    }
}
