//! Compiles `tauri.conf.json` in, with what the window may call.
//!
//! Capabilities and permissions lie under `src-tauri/`, not beside the manifest where Tauri looks by itself.
//! Permissions are written by hand, one set a job: because the app has an ACL of its own, a command that no
//! permission names is refused to every window.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for folder in ["src-tauri/capabilities", "src-tauri/permissions", "ui/dist"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    let permissions =
        tauri_build::AppManifest::new().permissions_path_pattern("./src-tauri/permissions/**/*");
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(permissions);
    Ok(tauri_build::try_build(attributes)?)
}
