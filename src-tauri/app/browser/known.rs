//! The browsers that Keyperch knows: what they are called, where each system keeps them, how a private window is asked for.
//!
//! A table, and nothing but what is in it is ever started. What of it is there is looked for each time
//! ([`super::places`]).

/// The systems, each with its own way of keeping and starting programs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum System {
    Linux,
    MacOs,
    Windows,
}

impl System {
    /// The one that this program was built for.
    pub(super) const HERE: Self = if cfg!(target_os = "macos") {
        Self::MacOs
    } else if cfg!(target_os = "windows") {
        Self::Windows
    } else {
        Self::Linux
    };
}

/// Whose arguments and whose profiles it has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Chromium,
    Firefox,
    Safari,
}

/// A window that keeps nothing, and knows nothing of who is logged in elsewhere.
#[derive(Debug)]
pub(super) struct Private {
    pub(super) flag: &'static str,
    /// What its makers call it.
    pub(super) name: &'static str,
}

/// A program, as it is kept on one system.
#[derive(Debug)]
pub(super) struct Program {
    /// A command (Linux), an application (macOS), a file below a folder of programs (Windows).
    pub(super) name: &'static str,
    /// Where it may keep its profiles: below the home, or what stands for it.
    pub(super) profiles: &'static [&'static str],
}

/// A browser.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) private: Option<Private>,
    linux: &'static [Program],
    macos: &'static [Program],
    windows: &'static [Program],
}

impl Known {
    /// What it can be on a system; the first that is there is taken.
    pub(super) fn on(&self, system: System) -> &'static [Program] {
        match system {
            System::Linux => self.linux,
            System::MacOs => self.macos,
            System::Windows => self.windows,
        }
    }
}

/// The browser of this id.
pub(super) fn by_id(id: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.id == id)
}

const fn program(name: &'static str, profiles: &'static [&'static str]) -> Program {
    Program { name, profiles }
}

const INCOGNITO: Option<Private> = Some(Private { flag: "--incognito", name: "Incognito window" });

/// On Linux the same command may be the system's own or a snap; that one keeps its profiles below `snap/`. A Flatpak's
/// command is its full name.
pub(super) const KNOWN: [Known; 6] = [
    Known {
        id: "chrome",
        name: "Google Chrome",
        kind: Kind::Chromium,
        private: INCOGNITO,
        linux: &[
            program("google-chrome", &[".config/google-chrome"]),
            program("google-chrome-stable", &[".config/google-chrome"]),
            program("com.google.Chrome", &[".var/app/com.google.Chrome/config/google-chrome"]),
        ],
        macos: &[program("Google Chrome.app", &["Google/Chrome"])],
        windows: &[program(r"Google\Chrome\Application\chrome.exe", &[r"Google\Chrome\User Data"])],
    },
    Known {
        id: "edge",
        name: "Microsoft Edge",
        kind: Kind::Chromium,
        private: Some(Private { flag: "--inprivate", name: "InPrivate window" }),
        linux: &[
            program("microsoft-edge", &[".config/microsoft-edge"]),
            program("microsoft-edge-stable", &[".config/microsoft-edge"]),
            program("com.microsoft.Edge", &[".var/app/com.microsoft.Edge/config/microsoft-edge"]),
        ],
        macos: &[program("Microsoft Edge.app", &["Microsoft Edge"])],
        windows: &[program(r"Microsoft\Edge\Application\msedge.exe", &[r"Microsoft\Edge\User Data"])],
    },
    Known {
        id: "firefox",
        name: "Firefox",
        kind: Kind::Firefox,
        private: Some(Private { flag: "-private-window", name: "Private window" }),
        linux: &[
            program(
                "firefox",
                &[".mozilla/firefox", ".config/mozilla/firefox", "snap/firefox/common/.mozilla/firefox"],
            ),
            program("firefox-esr", &[".mozilla/firefox", ".config/mozilla/firefox"]),
            program("org.mozilla.firefox", &[".var/app/org.mozilla.firefox/.mozilla/firefox"]),
        ],
        macos: &[program("Firefox.app", &["Firefox"])],
        windows: &[program(r"Mozilla Firefox\firefox.exe", &[r"Mozilla\Firefox"])],
    },
    Known {
        id: "brave",
        name: "Brave",
        kind: Kind::Chromium,
        private: Some(Private { flag: "--incognito", name: "Private window" }),
        linux: &[
            program("brave-browser", &[".config/BraveSoftware/Brave-Browser"]),
            program("brave-browser-stable", &[".config/BraveSoftware/Brave-Browser"]),
            program("brave", &["snap/brave/current/.config/BraveSoftware/Brave-Browser"]),
            program("com.brave.Browser", &[".var/app/com.brave.Browser/config/BraveSoftware/Brave-Browser"]),
        ],
        macos: &[program("Brave Browser.app", &["BraveSoftware/Brave-Browser"])],
        windows: &[program(
            r"BraveSoftware\Brave-Browser\Application\brave.exe",
            &[r"BraveSoftware\Brave-Browser\User Data"],
        )],
    },
    Known {
        id: "chromium",
        name: "Chromium",
        kind: Kind::Chromium,
        private: INCOGNITO,
        linux: &[
            program("chromium", &[".config/chromium", "snap/chromium/common/chromium"]),
            program("chromium-browser", &[".config/chromium", "snap/chromium/common/chromium"]),
            program("org.chromium.Chromium", &[".var/app/org.chromium.Chromium/config/chromium"]),
        ],
        macos: &[program("Chromium.app", &["Chromium"])],
        windows: &[program(r"Chromium\Application\chrome.exe", &[r"Chromium\User Data"])],
    },
    Known {
        id: "safari",
        name: "Safari",
        kind: Kind::Safari,
        // No argument asks it for one.
        private: None,
        linux: &[],
        macos: &[program("Safari.app", &[])],
        windows: &[],
    },
];
