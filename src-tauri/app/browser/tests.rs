//! Browsers that are started: programs in the place of real ones, which write down what they were asked.

use std::ops::Deref;
use std::path::{Path, PathBuf};

use keyperch_core::model::view::{BrowserChoice, BrowserView, ProfileView};

/// A folder that is gone when this is dropped.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("keyperch-browsers-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    pub(super) fn path(&self) -> PathBuf {
        self.0.clone()
    }

    /// Writes a file, with the folders that it lies in.
    pub(super) fn write(&self, name: &str, text: &str) {
        let file = self.0.join(name);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(file, text).expect("a file");
    }
}

impl Deref for Folder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) fn choice(browser: &str, profile: Option<&str>, is_private: bool) -> BrowserChoice {
    BrowserChoice { browser: browser.to_owned(), profile: profile.map(str::to_owned), is_private }
}

#[test]
fn what_is_installed_is_shown_with_what_can_be_chosen_of_it() {
    let folder = Folder::new();
    for program in ["firefox-esr", "microsoft-edge", "chromium"] {
        folder.write(program, "");
    }
    folder.write(
        ".config/microsoft-edge/Local State",
        r#"{"profile":{"info_cache":{"Default":{"name":"Ana"},"Profile 1":{"name":"Acme"}}}}"#,
    );
    folder.write(
        ".config/chromium/Local State",
        r#"{"profile":{"info_cache":{"Default":{"name":"the only one"}}}}"#,
    );
    let places = super::Places {
        system: super::known::System::Linux,
        programs: vec![folder.path()],
        profiles: vec![folder.path()],
    };
    let view = |id: &str, name: &str, profiles: &[(&str, &str)], private: &str| BrowserView {
        id: id.to_owned(),
        name: name.to_owned(),
        profiles: profiles
            .iter()
            .map(|(id, name)| ProfileView { id: (*id).to_owned(), name: (*name).to_owned() })
            .collect(),
        private_window: Some(private.to_owned()),
    };
    let edge =
        view("edge", "Microsoft Edge", &[("Default", "Ana"), ("Profile 1", "Acme")], "InPrivate window");
    assert_eq!(
        super::installed(&places),
        [
            edge,
            view("firefox", "Firefox", &[], "Private window"),
            view("chromium", "Chromium", &[], "Incognito window")
        ]
    );
    assert_eq!(super::name(&choice("edge", None, true)), Some("Microsoft Edge".to_owned()));
    assert_eq!(super::name(&choice("/usr/bin/sh", None, false)), None);
}

#[cfg(target_os = "linux")]
mod started {
    use keyperch_core::model::secret::AuthorizationUrl;
    use keyperch_core::model::view::BrowserChoice;
    use tauri::test::{MockRuntime, mock_builder, mock_context, noop_assets};

    use super::super::known::System;
    use super::super::{Places, open, open_address};
    use super::{Folder, choice};

    const ADDRESS: &str = "https://acme.my.salesforce.com/setup?a=1&b='$(touch x)';%20c";

    struct Desk {
        app: tauri::App<MockRuntime>,
        folder: Folder,
        places: Places,
    }

    impl Desk {
        /// With these programs on the search path.
        fn with(programs: &[&str]) -> Self {
            let folder = Folder::new();
            folder.write("programs/readme", "");
            let fake = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/app/fake_browser");
            for program in programs {
                std::os::unix::fs::symlink(fake, folder.join("programs").join(program)).expect("a link");
            }
            let places = Places {
                system: System::Linux,
                programs: vec![folder.join("nothing"), folder.join("programs")],
                profiles: vec![folder.join("home")],
            };
            let app = mock_builder()
                .plugin(tauri_plugin_shell::init())
                .build(mock_context(noop_assets()))
                .expect("it starts");
            Self { app, folder, places }
        }

        /// What the browser was asked, or why none was.
        fn open(&self, choice: &BrowserChoice) -> Result<Vec<String>, String> {
            let opened = open_address(self.app.handle(), &self.places, Some(choice), ADDRESS);
            let opened = tauri::async_runtime::block_on(opened).map_err(|cause| cause.to_string());
            let asked = self.asked();
            opened.map(|()| asked.unwrap_or_default())
        }

        fn asked(&self) -> Option<Vec<String>> {
            let file = self.folder.join("programs/arguments");
            let asked = std::fs::read_to_string(&file).ok()?;
            std::fs::remove_file(file).expect("a file");
            Some(asked.lines().map(str::to_owned).collect())
        }
    }

    #[test]
    fn each_browser_gets_the_address_whole_with_the_words_for_its_private_window() {
        for (id, program, private) in [
            ("chrome", "google-chrome-stable", "--incognito"),
            ("edge", "microsoft-edge", "--inprivate"),
            ("firefox", "org.mozilla.firefox", "-private-window"),
            ("brave", "brave-browser", "--incognito"),
            ("chromium", "chromium", "--incognito"),
        ] {
            let desk = Desk::with(&[program]);
            assert_eq!(desk.open(&choice(id, None, false)), Ok(vec![ADDRESS.to_owned()]), "{id}");
            let private = Ok(vec![private.to_owned(), ADDRESS.to_owned()]);
            assert_eq!(desk.open(&choice(id, None, true)), private, "{id}");
            assert!(!desk.folder.join("x").exists(), "no shell reads the address");
        }
    }

    #[test]
    fn a_profile_is_opened_if_the_browser_lists_it_and_nothing_is_started_otherwise() {
        let desk = Desk::with(&["chromium", "firefox-esr"]);
        desk.folder.write(
            "home/.config/chromium/Local State",
            r#"{"profile":{"info_cache":{"Default":{"name":"a"},"Profile 1":{"name":"b"},"--x":{"name":"c"}}}}"#,
        );
        desk.folder.write(
            "home/.mozilla/firefox/profiles.ini",
            "[Profile0]\nName=Acme & Söhne\nPath=a\n\n[Profile1]\nName=-headless\nPath=a\n",
        );
        desk.folder.write("home/.mozilla/firefox/a/prefs.js", "");
        let asked = |words: &[&str]| Ok(words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(
            desk.open(&choice("chromium", Some("Profile 1"), true)),
            asked(&["--profile-directory=Profile 1", "--incognito", ADDRESS])
        );
        assert_eq!(
            desk.open(&choice("firefox", Some("Acme & Söhne"), false)),
            asked(&["-P", "Acme & Söhne", ADDRESS])
        );
        let refused = Err("this browser has no such profile".to_owned());
        for (browser, hostile) in [
            ("chromium", "--x"),
            ("chromium", "Profile 9"),
            ("chromium", "../chromium/Default"),
            ("firefox", "-headless"),
            ("firefox", "Default"),
        ] {
            assert_eq!(desk.open(&choice(browser, Some(hostile), false)), refused, "{hostile}");
            assert_eq!(desk.asked(), None, "{hostile}: it was started");
        }
    }

    #[test]
    fn what_is_not_there_is_said_and_no_other_browser_takes_its_place() {
        let desk = Desk::with(&["chromium"]);
        assert_eq!(
            desk.open(&choice("chrome", None, false)),
            Err("this browser is not installed".to_owned())
        );
        for unknown in ["", "sh", "/usr/bin/chromium", "chromium ", "safari"] {
            assert!(desk.open(&choice(unknown, None, false)).is_err(), "{unknown}");
        }
        assert_eq!(desk.asked(), None, "none was started");
    }

    #[test]
    fn a_browser_that_ends_at_once_is_a_failure() {
        let desk = Desk::with(&["chromium"]);
        desk.folder.write("programs/ends", "21");
        assert_eq!(desk.open(&choice("chromium", None, false)), Err("the browser ended at once".to_owned()));
        desk.folder.write("programs/firefox", "no program");
        assert!(desk.open(&choice("firefox", None, false)).is_err(), "it cannot be started at all");
    }

    #[test]
    fn a_sign_in_goes_the_same_way() {
        let desk = Desk::with(&["brave-browser"]);
        let url = AuthorizationUrl::from(ADDRESS.to_owned());
        let opened = open(desk.app.handle(), &desk.places, Some(&choice("brave", None, true)), &url);
        tauri::async_runtime::block_on(opened).expect("it opens");
        assert_eq!(desk.asked(), Some(vec!["--incognito".to_owned(), ADDRESS.to_owned()]));
    }
}
