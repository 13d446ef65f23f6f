//! Where browsers and their profiles are looked for on this computer.
//!
//! Made of what the start was given; the environment is not read again. A program that a person put elsewhere is not
//! found.

use std::path::{Path, PathBuf};

use keyperch_core::model::view::ProfileView;

use super::known::{Known, Program, System};
use super::profiles;
use crate::Start;

/// The folders of one computer.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    pub(super) system: System,
    /// Folders with programs.
    pub(super) programs: Vec<PathBuf>,
    /// Folders below which browsers keep their profiles.
    pub(super) profiles: Vec<PathBuf>,
}

/// A browser that is there.
pub(super) struct Found {
    pub(super) known: &'static Known,
    pub(super) program: PathBuf,
    profiles: Vec<PathBuf>,
}

impl Places {
    /// Those of this computer.
    pub(crate) fn of(start: &Start) -> Self {
        let system = System::HERE;
        Self { system, programs: programs(system, start), profiles: profile_folders(system, start) }
    }

    /// Looks for a browser.
    pub(super) fn find(&self, known: &'static Known) -> Option<Found> {
        let wanted = known.on(self.system).iter();
        wanted.flat_map(|program| self.programs.iter().map(move |folder| (folder, program))).find_map(
            |(folder, program)| {
                let place = folder.join(program.name);
                // An application of macOS is a folder.
                let is_there = if self.system == System::MacOs { place.is_dir() } else { place.is_file() };
                is_there.then(|| Found {
                    known,
                    program: place,
                    profiles: self.profiles_of(program, folder).collect(),
                })
            },
        )
    }

    fn profiles_of(&self, program: &Program, folder: &Path) -> impl Iterator<Item = PathBuf> {
        // A snap cannot see what a browser outside it keeps. The other way round it can be met: the system's own
        // command may only be a signpost to the snap.
        let is_snap = folder.ends_with("snap/bin");
        let kept = program.profiles.iter().filter(move |place| !is_snap || place.starts_with("snap/"));
        kept.flat_map(|place| self.profiles.iter().map(move |folder| folder.join(place)))
    }
}

impl Found {
    /// Its profiles.
    pub(super) fn profiles(&self) -> Vec<ProfileView> {
        profiles::read(self.known.kind, &self.profiles)
    }
}

fn programs(system: System, start: &Start) -> Vec<PathBuf> {
    let below_home = |place| start.home.iter().map(move |home| home.join(place));
    match system {
        System::Linux => {
            let usual = ["/snap/bin", "/var/lib/flatpak/exports/bin"].map(PathBuf::from);
            let own = below_home(".local/share/flatpak/exports/bin");
            start.search_path.iter().cloned().chain(usual).chain(own).collect()
        }
        System::MacOs => {
            [PathBuf::from("/Applications")].into_iter().chain(below_home("Applications")).collect()
        }
        System::Windows => {
            let usual = [r"C:\Program Files", r"C:\Program Files (x86)"].map(PathBuf::from);
            usual.into_iter().chain(start.local_app_data.clone()).collect()
        }
    }
}

fn profile_folders(system: System, start: &Start) -> Vec<PathBuf> {
    match system {
        System::Linux => start.home.iter().cloned().collect(),
        System::MacOs => start.home.iter().map(|home| home.join("Library/Application Support")).collect(),
        System::Windows => start.local_app_data.iter().chain(&start.app_data).cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::known::{KNOWN, by_id};
    use super::super::tests::Folder;
    use super::*;

    fn start() -> Start {
        Start {
            search_path: vec!["/usr/bin".into()],
            home: Some("/home/ana".into()),
            local_app_data: Some("L".into()),
            app_data: Some("R".into()),
            ..Start::default()
        }
    }

    #[test]
    fn each_system_has_its_own_places() {
        let start = start();
        let linux = programs(System::Linux, &start);
        assert_eq!(linux.first(), Some(&"/usr/bin".into()), "what the person set comes first");
        assert_eq!(linux.last(), Some(&"/home/ana/.local/share/flatpak/exports/bin".into()));
        assert_eq!(programs(System::MacOs, &start).last(), Some(&"/home/ana/Applications".into()));
        assert_eq!(
            programs(System::Windows, &start).last(),
            Some(&"L".into()),
            "installed for one person alone"
        );
        assert_eq!(profile_folders(System::Windows, &start), [PathBuf::from("L"), PathBuf::from("R")]);
        let nowhere = Start::default();
        assert!(profile_folders(System::Linux, &nowhere).is_empty(), "without a home there are no profiles");
    }

    #[test]
    fn every_browser_is_found_on_every_system_that_has_it() {
        let folder = Folder::new();
        for system in [System::Linux, System::MacOs, System::Windows] {
            for known in &KNOWN {
                for program in known.on(system) {
                    let programs = folder.join(program.name).join("programs");
                    let place = programs.join(program.name);
                    std::fs::create_dir_all(if system == System::MacOs { &place } else { &programs })
                        .expect("a folder");
                    if system != System::MacOs {
                        std::fs::write(&place, "").expect("a file");
                    }
                    let places = Places { system, programs: vec![programs], profiles: vec![] };
                    let found = places.find(known).expect("it is there");
                    assert_eq!(found.program, place);
                    let others = KNOWN.iter().filter(|other| other.id != known.id);
                    assert_eq!(others.filter(|other| places.find(other).is_some()).count(), 0, "{place:?}");
                }
            }
        }
        let nowhere = Places { system: System::Linux, programs: vec![], profiles: vec![] };
        assert!(KNOWN.iter().all(|known| nowhere.find(known).is_none()));
    }

    #[test]
    fn a_snap_is_asked_for_the_profiles_of_the_snap_alone() {
        let folder = Folder::new();
        let firefox = by_id("firefox").expect("Firefox");
        let profiles = |programs: &str| {
            let programs = folder.join(programs);
            std::fs::create_dir_all(&programs).expect("a folder");
            std::fs::write(programs.join("firefox"), "").expect("a file");
            let places =
                Places { system: System::Linux, programs: vec![programs], profiles: vec!["/h".into()] };
            places.find(firefox).expect("it is there").profiles
        };
        assert_eq!(profiles("snap/bin"), [PathBuf::from("/h/snap/firefox/common/.mozilla/firefox")]);
        assert_eq!(profiles("usr/bin").first(), Some(&PathBuf::from("/h/.mozilla/firefox")));
        assert_eq!(profiles("usr/bin").len(), 3);
    }
}
