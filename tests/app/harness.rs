//! One program on the mock runtime, with an empty data folder; in it are also its home and the programs that it finds.

use std::path::PathBuf;

use keyperch_app::Start;
use serde_json::Value;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

/// Commands that need no argument, and would begin at once: the journeys press them.
pub(crate) const BEGIN_AT_ONCE: [&str; 5] =
    ["open_template", "choose_ca", "clear_clipboard", "list_browsers", "quit_anyway"];

pub(crate) struct Program {
    pub(crate) app: App<MockRuntime>,
    pub(crate) folder: PathBuf,
}

impl Program {
    pub(crate) fn start() -> Self {
        Self::start_with(|_folder| ())
    }

    /// Starts it on a data folder that `prepare` has had in its hands.
    pub(crate) fn start_with(prepare: impl FnOnce(&std::path::Path)) -> Self {
        Self::begin(prepare, Start::default())
    }

    /// Starts it as another desktop would, on an empty data folder.
    pub(crate) fn start_as(start: Start) -> Self {
        Self::begin(|_folder| (), start)
    }

    fn begin(prepare: impl FnOnce(&std::path::Path), start: Start) -> Self {
        let name = format!("keyperch-app-{}-{:?}", std::process::id(), std::thread::current().id());
        let folder = std::env::temp_dir().join(name.replace(['(', ')'], "-"));
        std::fs::create_dir_all(&folder).expect("a folder");
        prepare(&folder);
        let start = Start {
            data_dir: Some(folder.clone()),
            search_path: vec![folder.join("programs")],
            home: Some(folder.join("home")),
            ..start
        };
        let mut app =
            keyperch_app::furnish(mock_builder(), start).build(keyperch_app::context()).expect("it starts");
        #[expect(deprecated, reason = "the way to have the set-up done without giving this thread away")]
        app.run_iteration(|_app, _event| {});
        Self { app, folder }
    }

    /// The window that the program opens by itself.
    pub(crate) fn main(&self) -> WebviewWindow<MockRuntime> {
        tauri::Manager::get_webview_window(&self.app, "main").expect("the window")
    }

    /// The quick switcher, as far as the doors can tell: it is known by its label.
    pub(crate) fn quick(&self) -> WebviewWindow<MockRuntime> {
        WebviewWindowBuilder::new(&self.app, "quick", WebviewUrl::default()).build().expect("a window")
    }

    /// A window that no capability names.
    pub(crate) fn another(&self) -> WebviewWindow<MockRuntime> {
        WebviewWindowBuilder::new(&self.app, "another", WebviewUrl::default()).build().expect("a window")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What a window gets for a call: an answer, or an error as the window sees it.
pub(crate) fn call(
    window: &WebviewWindow<MockRuntime>,
    command: &str,
    arguments: Value,
) -> Result<Value, Value> {
    call_from(window, "tauri://localhost", command, arguments)
}

/// The same, from a page at some address.
pub(crate) fn call_from(
    window: &WebviewWindow<MockRuntime>,
    page: &str,
    command: &str,
    arguments: Value,
) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: page.parse().expect("an address"),
        body: InvokeBody::Json(arguments),
        headers: tauri::http::HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().expect("JSON"))
}

/// Whether a call was stopped at the door.
pub(crate) fn is_not_allowed(answer: &Result<Value, Value>) -> bool {
    let words = |error: &Value| error.as_str().is_some_and(|text| text.contains("not allowed"));
    answer.as_ref().err().is_some_and(words)
}
