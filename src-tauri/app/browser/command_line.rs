//! How a browser is told what to open: its program and its arguments.
//!
//! Computes, and starts nothing. Of what the window said, only a profile that the browser itself lists gets into an
//! argument. What a browser cannot do is refused: a window that is not private is not opened in the place of one that is.

use std::ffi::OsString;

use keyperch_core::model::error::Cause;
use keyperch_core::model::view::BrowserChoice;

use super::known::{Kind, System};
use super::places::Found;

/// A program and its arguments; no shell reads them.
#[derive(Debug, PartialEq)]
pub(super) struct CommandLine {
    pub(super) program: OsString,
    pub(super) arguments: Vec<OsString>,
}

/// The command line that opens an address in a browser as it was chosen.
pub(super) fn command_line(
    system: System,
    browser: &Found,
    choice: &BrowserChoice,
    address: &str,
) -> Result<CommandLine, Cause> {
    // What began otherwise could be taken for an option.
    if !address.starts_with("https://") {
        return Err("this is not an address for a browser".into());
    }
    let flags = flags(browser, choice)?;
    let program = browser.program.clone().into_os_string();
    let (before, program) = match system {
        System::Linux | System::Windows => (vec![], program),
        // Arguments reach an application of macOS only in a process that is begun anew.
        System::MacOs if flags.is_empty() => (vec!["-a".into(), program], "open".into()),
        System::MacOs => (vec!["-na".into(), program, "--args".into()], "open".into()),
    };
    let flags = flags.into_iter().map(OsString::from);
    let arguments = before.into_iter().chain(flags).chain([address.into()]).collect();
    Ok(CommandLine { program, arguments })
}

fn flags(browser: &Found, choice: &BrowserChoice) -> Result<Vec<String>, Cause> {
    let mut flags = Vec::new();
    if let Some(profile) = &choice.profile {
        if browser.profiles().iter().all(|listed| listed.id != *profile) {
            return Err("this browser has no such profile".into());
        }
        match browser.known.kind {
            Kind::Chromium => flags.push(format!("--profile-directory={profile}")),
            Kind::Firefox => flags.extend(["-P".to_owned(), profile.clone()]),
            Kind::Safari => return Err("this browser cannot be asked for a profile".into()),
        }
    }
    if choice.is_private {
        let private = browser.known.private.as_ref();
        let private = private.ok_or("this browser cannot be asked for a private window")?;
        // Last: Firefox takes what follows for the address.
        flags.push(private.flag.to_owned());
    }
    Ok(flags)
}

#[cfg(test)]
mod tests {
    use super::super::known::by_id;
    use super::super::places::Places;
    use super::super::tests::{Folder, choice};
    use super::*;

    const ADDRESS: &str = "https://acme.my.salesforce.com/services/oauth2/authorize?state=x&scope=api%20id";

    /// The line for a browser that is there with the profiles "Default" and "Profile 1".
    fn line(
        system: System,
        browser: &str,
        profile: Option<&str>,
        is_private: bool,
    ) -> Result<Vec<String>, String> {
        let folder = Folder::new();
        let known = by_id(browser).expect("a browser");
        let program = &known.on(system)[0];
        if system == System::MacOs {
            std::fs::create_dir_all(folder.join(program.name)).expect("a folder");
        } else {
            folder.write(program.name, "");
        }
        for at in program.profiles {
            folder.write(
                &format!("{at}/Local State"),
                r#"{"profile":{"info_cache":{"Default":{"name":"a"},"Profile 1":{"name":"b"}}}}"#,
            );
            folder.write(
                &format!("{at}/profiles.ini"),
                "[Profile0]\nName=Default\nPath=d\n[Profile1]\nName=Profile 1\nPath=d\n",
            );
            folder.write(&format!("{at}/d/prefs.js"), "");
        }
        let places = Places { system, programs: vec![folder.path()], profiles: vec![folder.path()] };
        let found = places.find(known).expect("it is there");
        let line = command_line(system, &found, &choice(browser, profile, is_private), ADDRESS);
        let line = line.map_err(|cause| cause.to_string())?;
        let words = [line.program].into_iter().chain(line.arguments);
        let here = format!("{}/", folder.path().display());
        Ok(words.map(|word| word.to_string_lossy().replace(&here, "")).collect())
    }

    #[test]
    fn each_browser_is_asked_in_its_own_words() {
        for (browser, profile, private) in [
            ("chrome", "--profile-directory=Profile 1", "--incognito"),
            ("edge", "--profile-directory=Profile 1", "--inprivate"),
            ("brave", "--profile-directory=Profile 1", "--incognito"),
            ("chromium", "--profile-directory=Profile 1", "--incognito"),
            ("firefox", "-P|Profile 1", "-private-window"),
        ] {
            for system in [System::Linux, System::Windows] {
                let said = |profile, is_private| {
                    line(system, browser, profile, is_private).expect("a line").split_off(1).join("|")
                };
                assert_eq!(said(None, false), ADDRESS);
                assert_eq!(said(None, true), format!("{private}|{ADDRESS}"));
                assert_eq!(said(Some("Profile 1"), false), format!("{profile}|{ADDRESS}"));
                assert_eq!(said(Some("Profile 1"), true), format!("{profile}|{private}|{ADDRESS}"));
            }
            let app = by_id(browser).expect("a browser").on(System::MacOs)[0].name;
            assert_eq!(line(System::MacOs, browser, None, false), Ok(words(&["open", "-a", app, ADDRESS])));
            assert_eq!(
                line(System::MacOs, browser, None, true),
                Ok(words(&["open", "-na", app, "--args", private, ADDRESS]))
            );
        }
    }

    #[test]
    fn safari_is_never_opened_in_the_place_of_a_private_window() {
        assert_eq!(
            line(System::MacOs, "safari", None, false),
            Ok(words(&["open", "-a", "Safari.app", ADDRESS]))
        );
        let refused = line(System::MacOs, "safari", None, true);
        assert_eq!(refused, Err("this browser cannot be asked for a private window".to_owned()));
        assert!(line(System::MacOs, "safari", Some("Default"), false).is_err());
    }

    #[test]
    fn only_a_profile_that_the_browser_lists_gets_into_an_argument() {
        for hostile in [
            "",
            "Profile 2",
            "default",
            "Default ",
            "../Default",
            "/tmp/x",
            "Default --load-extension=/tmp/x",
            "--no-sandbox",
            "-P",
            "Default\u{0}",
        ] {
            for browser in ["chrome", "edge", "brave", "chromium", "firefox"] {
                let refused = line(System::Linux, browser, Some(hostile), false);
                assert_eq!(
                    refused,
                    Err("this browser has no such profile".to_owned()),
                    "{browser} {hostile:?}"
                );
            }
        }
    }

    #[test]
    fn an_address_that_could_be_an_option_is_not_handed_over() {
        let folder = Folder::new();
        folder.write("chromium", "");
        let places = Places { system: System::Linux, programs: vec![folder.path()], profiles: vec![] };
        let found = places.find(by_id("chromium").expect("Chromium")).expect("it is there");
        for address in
            ["--version", "", "file:///etc/passwd", "javascript:x", "http://acme.my.salesforce.com"]
        {
            let choice = choice("chromium", None, false);
            assert!(command_line(System::Linux, &found, &choice, address).is_err(), "{address}");
        }
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }
}
