//! What `tauri.conf.json` promises of the window.

use super::harness::Program;

#[test]
fn the_window_is_closed_to_everything_but_its_own_pages() {
    let program = Program::start();
    let config = program.app.config();
    let security = &config.app.security;
    assert!(security.freeze_prototype);
    assert!(!config.app.with_global_tauri);
    assert!(!security.asset_protocol.enable);
    assert!(
        config.build.dev_url.is_none(),
        "no development server: the build that ships is the one that is tested"
    );
    let policy = security.csp.as_ref().expect("a policy").to_string();
    for rule in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src ipc: http://ipc.localhost",
        "frame-src 'none'",
        "form-action 'none'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(rule), "{rule} in {policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    let headers = serde_json::to_value(&security.headers).expect("headers");
    for (header, value) in [
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Embedder-Policy", "require-corp"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ] {
        assert_eq!(headers[header], value, "{header}");
    }
    let labels: Vec<&str> = config.app.windows.iter().map(|window| window.label.as_str()).collect();
    assert_eq!(labels, ["main", "quick"]);
    for window in &config.app.windows {
        assert!(!window.create, "made by hand, with its guards");
        assert!(
            !window.general_autofill_enabled
                && !window.browser_extensions_enabled
                && !window.drag_drop_enabled
        );
        assert_eq!(window.devtools, Some(false));
        assert!(!window.incognito, "a test could not attach to it; its folder is emptied instead");
    }
    let quick = &config.app.windows[1];
    assert!(!quick.visible && quick.skip_taskbar && !quick.decorations, "it is there only when it is called");
}

#[test]
fn the_web_engines_folder_is_emptied_at_the_start() {
    let program = Program::start_with(|folder| {
        std::fs::create_dir_all(folder.join("webview/storage")).expect("a folder");
        std::fs::write(folder.join("webview/storage/left"), "from the last session").expect("a file");
    });
    assert!(program.folder.join("webview").is_dir());
    assert!(!program.folder.join("webview/storage/left").exists());
}
