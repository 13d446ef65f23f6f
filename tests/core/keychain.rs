//! The keychain edge on a real Secret Service, in each state that one can be in.
//!
//! Runs under `tests/e2e/desktop/desktop.py`, one test at a time: they lock, freeze and stop the one keychain there.

#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::process::Command;
use std::time::Duration;

use keyperch_core::io::keychain::Keychain;
use keyperch_core::io::vault::{Item, Vault};
use keyperch_core::model::error::KeychainTrouble;
use keyperch_core::model::secret::{ConsumerSecret, Kept as Secret, Kind, Place, RefreshToken, Stored};
use uuid::Uuid;

fn vault() -> Kept {
    Kept(Keychain::new().expect("a thread"))
}

/// The keychain edge, asked for secrets by their types.
struct Kept(Keychain);

impl std::ops::Deref for Kept {
    type Target = Keychain;

    fn deref(&self) -> &Keychain {
        &self.0
    }
}

impl Kept {
    async fn keep<S: Secret>(&self, owner: Uuid, secret: &S) -> Result<(), KeychainTrouble> {
        self.put(Item::of(owner, S::KIND, Place::First), secret.to_stored()).await
    }

    async fn read<S: Secret>(&self, owner: Uuid) -> Result<Option<S>, KeychainTrouble> {
        Ok(self.get(Item::of(owner, S::KIND, Place::First)).await?.map(S::from_stored))
    }

    async fn forget<S: Secret>(&self, owner: Uuid) -> Result<(), KeychainTrouble> {
        self.delete(Item::of(owner, S::KIND, Place::First)).await
    }
}

fn token(text: &str) -> RefreshToken {
    RefreshToken::from(text.to_owned())
}

/// Orders something of the session bus.
fn bus(destination: &str, path: &str, method: &str, argument: &str) {
    let mut order = Command::new("dbus-send");
    order.args(["--session", "--print-reply", &format!("--dest={destination}"), path, method, argument]);
    let done = order.output().expect("dbus-send");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn lock() {
    let collection = "array:objpath:/org/freedesktop/secrets/collection/login";
    let service = "/org/freedesktop/secrets";
    bus("org.freedesktop.secrets", service, "org.freedesktop.Secret.Service.Lock", collection);
}

fn signal(name: &str) {
    let pid = std::env::var("DESKTOP_KEYRING_PID").expect("run under desktop.py");
    assert!(Command::new("kill").args([&format!("-{name}"), &pid]).status().expect("kill").success());
}

/// Answers the desktop's question for the keyring's password, once it is on the screen.
fn answer_the_prompt(keys: &[&str]) {
    let mut found = Command::new("xdotool");
    found.args([
        "search",
        "--sync",
        "--onlyvisible",
        "--name",
        "Unlock|Authentication|keyring",
        "windowfocus",
        "--sync",
    ]);
    assert!(found.status().expect("xdotool").success());
    std::thread::sleep(Duration::from_millis(500));
    for key in keys {
        let mut press = Command::new("xdotool");
        match key.strip_prefix("type:") {
            Some(text) => press.args(["type", text]),
            None => press.args(["key", key]),
        };
        assert!(press.status().expect("xdotool").success());
    }
}

#[tokio::test]
async fn a_1_what_is_kept_is_read_by_us_and_seen_by_the_desktop() {
    let (vault, owner) = (vault(), Uuid::new_v4());
    let secret = format!("5Aep861{}", "x".repeat(200));
    vault.keep(owner, &token(&secret)).await.expect("kept");
    let read: RefreshToken = vault.read(owner).await.expect("it opens").expect("it is there");
    assert_eq!(read.expose(), secret);
    assert!(
        vault.read::<ConsumerSecret>(owner).await.expect("it opens").is_none(),
        "another kind is another item"
    );
    let account = format!("{owner}/refresh-token");
    let seen =
        Command::new("secret-tool").args(["lookup", "service", "Keyperch", "username", &account]).output();
    assert_eq!(String::from_utf8(seen.expect("secret-tool").stdout).expect("text"), secret);
    vault.keep(owner, &token("another")).await.expect("overwritten");
    assert_eq!(vault.read::<RefreshToken>(owner).await.expect("it opens").expect("it").expose(), "another");
    vault.forget::<RefreshToken>(owner).await.expect("forgotten");
    assert!(vault.read::<RefreshToken>(owner).await.expect("it opens").is_none());
    vault.forget::<RefreshToken>(owner).await.expect("what is gone can be forgotten again");
}

#[tokio::test]
async fn a_2_a_probe_leaves_nothing_behind() {
    let vault = vault();
    vault.probe().await.expect("it can keep");
    let seen =
        Command::new("secret-tool").args(["search", "--all", "service", "Keyperch"]).output().expect("it");
    let items = String::from_utf8_lossy(&seen.stdout).into_owned() + &String::from_utf8_lossy(&seen.stderr);
    assert!(items.contains("/marker") && !items.contains("/probe"), "{items}");
}

#[tokio::test]
async fn a_3_long_and_strange_contents_come_back_as_they_were() {
    let (vault, owner) = (vault(), Uuid::new_v4());
    for content in ["", " ", "a\nb\r\n", "Zoë ✓ \u{1f511}", &"J".repeat(40_000)] {
        let item = Item::of(owner, Kind::AccessToken, Place::First);
        vault.put(item, Stored::from(content.to_owned())).await.expect("kept");
        assert_eq!(vault.get(item).await.expect("it opens").expect("it").expose(), content);
        vault.delete(item).await.expect("deleted");
    }
}

#[tokio::test]
async fn b_1_a_locked_keychain_waits_for_the_person_and_goes_on() {
    let (vault, owner) = (vault(), Uuid::new_v4());
    vault.keep(owner, &token("behind the lock")).await.expect("kept");
    lock();
    let prompt = std::thread::spawn(|| {
        // Longer than a call may take: it is known by then that somebody is being asked.
        std::thread::sleep(Duration::from_secs(4));
        answer_the_prompt(&["type:practice", "Return"]);
    });
    let read = vault.read::<RefreshToken>(owner).await.expect("unlocked").expect("it");
    assert_eq!(read.expose(), "behind the lock");
    prompt.join().expect("answered");
    vault.forget::<RefreshToken>(owner).await.expect("forgotten");
}

#[tokio::test]
async fn b_2_a_prompt_that_is_dismissed_is_a_locked_keychain() {
    let (vault, owner) = (vault(), Uuid::new_v4());
    vault.keep(owner, &token("behind the lock")).await.expect("kept");
    lock();
    let prompt = std::thread::spawn(|| answer_the_prompt(&["Escape"]));
    let trouble = vault.read::<RefreshToken>(owner).await.expect_err("nobody unlocked it");
    assert!(matches!(trouble, KeychainTrouble::Locked(_)), "{trouble:?}");
    prompt.join().expect("answered");
    let prompt = std::thread::spawn(|| answer_the_prompt(&["type:practice", "Return"]));
    vault.forget::<RefreshToken>(owner).await.expect("forgotten");
    prompt.join().expect("answered");
}

#[tokio::test]
async fn c_1_a_frozen_keychain_is_given_up_in_time_and_used_again_when_it_thaws() {
    let (vault, owner) = (vault(), Uuid::new_v4());
    vault.keep(owner, &token("in the ice")).await.expect("kept");
    signal("STOP");
    let asked = tokio::time::timeout(Duration::from_secs(8), vault.read::<RefreshToken>(owner)).await;
    signal("CONT");
    let trouble = asked.expect("it is bounded").expect_err("it does not answer");
    assert!(matches!(trouble, KeychainTrouble::Frozen), "{trouble:?}");
    let read = vault.read::<RefreshToken>(owner).await.expect("it thawed").expect("it");
    assert_eq!(read.expose(), "in the ice");
    vault.forget::<RefreshToken>(owner).await.expect("forgotten");
}

#[tokio::test]
async fn c_2_what_was_given_up_is_not_written_later() {
    let (vault, owner) = (vault(), Uuid::new_v4());
    vault.keep(owner, &token("first")).await.expect("kept");
    signal("STOP");
    let (second, third) = (token("second"), token("third"));
    let blocked = vault.keep(owner, &second);
    let queued = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        // Given up while it still waits behind the one that is blocked.
        tokio::time::timeout(Duration::from_millis(200), vault.keep(owner, &third)).await
    };
    let (blocked, queued) = tokio::join!(blocked, queued);
    signal("CONT");
    assert!(blocked.is_err() && queued.is_err());
    tokio::time::sleep(Duration::from_millis(500)).await;
    let read = vault.read::<RefreshToken>(owner).await.expect("it opens").expect("it");
    assert_ne!(read.expose(), "third", "it was never begun");
    vault.forget::<RefreshToken>(owner).await.expect("forgotten");
}

#[tokio::test]
async fn d_1_a_keychain_that_was_restarted_is_connected_to_anew() {
    let (vault, owner) = (vault(), Uuid::new_v4());
    vault.keep(owner, &token("over the restart")).await.expect("kept");
    let mut daemon = Command::new("gnome-keyring-daemon");
    daemon
        .args(["--replace", "--foreground", "--unlock", "--components=secrets"])
        .stdin(std::process::Stdio::piped());
    let mut daemon = daemon.stdout(std::process::Stdio::null()).spawn().expect("another daemon");
    let mut password = daemon.stdin.take().expect("its input");
    std::io::Write::write_all(&mut password, b"practice").expect("a password");
    drop(password);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let read = vault.read::<RefreshToken>(owner).await.expect("connected anew").expect("it");
    assert_eq!(read.expose(), "over the restart");
    vault.forget::<RefreshToken>(owner).await.expect("forgotten");
    let _ = daemon.kill();
    let _ = daemon.wait();
}
