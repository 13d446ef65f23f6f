//! The library that talks to the keychain of Linux is built without its feature `tokio`: with it, keychain calls panic
//! inside an asynchronous task. Features add up, so each program is asked for itself.

use std::process::Command;

/// Refuses a package in whose tree somebody turns that feature on.
pub(crate) fn is_built_without_tokio(package: &str) {
    let mut tree = Command::new(env!("CARGO"));
    tree.current_dir(env!("CARGO_MANIFEST_DIR"));
    tree.args(["tree", "--locked", "--offline", "-e", "features,normal", "--prefix", "none"]);
    let done = tree.args(["-p", package, "-i", "zbus"]).output().expect("cargo tree");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let tree = String::from_utf8(done.stdout).expect("text");
    let has_tokio = |tree: &str| tree.lines().any(|line| line.starts_with("zbus feature \"tokio"));
    assert!(tree.contains("zbus feature \""), "{package}: the features are listed");
    assert!(!has_tokio(&tree), "{package} turns zbus's feature tokio on:\n{tree}");
    assert!(has_tokio("zbus feature \"tokio\"\n├── somebody v1.0.0"), "a planted one is seen");
}
