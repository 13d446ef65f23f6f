//! Pictures of every screen and state that can be reached without a browser, and a page on which all are seen together.
//!
//! `screens KEYPERCH PRACTICE_ORG PICTURES`, under `desktop/desktop.py`. Nothing is proven here but that each picture shows
//! the words that it is taken for, and is not blank: it is for eyes. A chapter that fails leaves a picture of where it stopped; the
//! others are taken all the same, and the program fails in the end.

mod album;
mod detail;
mod dialogs;
mod first;
mod hand;
mod index;
mod list;
mod notices;
mod quick;

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;

use album::Album;
use keyperch_e2e::app::Launch;
use keyperch_e2e::desk::Desk;
use keyperch_e2e::journey::Journey;
use keyperch_e2e::practice::Practice;
use keyperch_e2e::traveller::Traveller;
use keyperch_e2e::{Failed, forty, visitor};

/// A walk through some states, which leaves the program running.
type Walk<'a> = Pin<Box<dyn Future<Output = Result<(), Failed>> + 'a>>;

/// A group of pictures: what it is called, and how they are come to.
struct Chapter {
    title: &'static str,
    walk: for<'a> fn(&'a mut Album, &'a Traveller) -> Walk<'a>,
}

/// On an empty list.
const EMPTY: &[Chapter] = &[
    Chapter { title: "First run", walk: |album, on| Box::pin(first::run(album, on)) },
    Chapter { title: "An org is added", walk: |album, on| Box::pin(first::add(album, on)) },
    Chapter { title: "A set-up, beside the browser", walk: |album, on| Box::pin(first::guide(album, on)) },
];

/// On a list of forty orgs.
const FORTY: &[Chapter] = &[
    Chapter { title: "Forty orgs", walk: |album, on| Box::pin(list::views(album, on)) },
    Chapter { title: "Forty orgs: searched", walk: |album, on| Box::pin(list::search(album, on)) },
    Chapter { title: "Forty orgs: picked", walk: |album, on| Box::pin(list::selection(album, on)) },
    Chapter { title: "Many tokens refreshed", walk: |album, on| Box::pin(list::refresh(album, on)) },
    Chapter { title: "An org", walk: |album, on| Box::pin(detail::org(album, on)) },
    Chapter { title: "An app", walk: |album, on| Box::pin(detail::app(album, on)) },
    Chapter { title: "Guards", walk: |album, on| Box::pin(detail::guards(album, on)) },
    Chapter { title: "Dialogs of an org", walk: |album, on| Box::pin(dialogs::of_org(album, on)) },
    Chapter { title: "Dialogs of an app", walk: |album, on| Box::pin(dialogs::of_app(album, on)) },
    Chapter { title: "Dialogs of many orgs", walk: |album, on| Box::pin(dialogs::of_many(album, on)) },
    Chapter { title: "Sets", walk: |album, on| Box::pin(dialogs::sets(album, on)) },
    Chapter { title: "Dialogs of the window", walk: |album, on| Box::pin(dialogs::of_window(album, on)) },
    Chapter { title: "Messages", walk: |album, on| Box::pin(notices::messages(album, on)) },
    Chapter { title: "A sign-in", walk: |album, on| Box::pin(notices::sign_in(album, on)) },
];

/// On the same list, started anew: no guard has been passed.
const QUICK: &[Chapter] =
    &[Chapter { title: "Quick switcher", walk: |album, on| Box::pin(quick::light(album, on)) }];

/// On the same list, on a dark desktop.
const DARK: &[Chapter] =
    &[Chapter { title: "Quick switcher, dark", walk: |album, on| Box::pin(quick::dark(album, on)) }];

/// On a list that cannot be read.
const DAMAGED: &[Chapter] =
    &[Chapter { title: "A damaged list", walk: |album, on| Box::pin(first::damaged(album, on)) }];

/// Without a keychain.
const NO_KEYCHAIN: &[Chapter] =
    &[Chapter { title: "No keychain", walk: |album, on| Box::pin(first::no_keychain(album, on)) }];

#[tokio::main]
async fn main() -> ExitCode {
    let mut journey = Journey::begin("screens");
    let outcome = photograph(&mut journey).await;
    journey.end(outcome)
}

async fn photograph(journey: &mut Journey) -> Result<(), Failed> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, practice_org, pictures] = arguments.as_slice() else {
        return Err("usage: screens KEYPERCH PRACTICE_ORG PICTURES".into());
    };
    let desk = Desk::here()?;
    visitor::stand_in_for_the_browser(&desk)?;
    let practice = Arc::new(Practice::start(practice_org, &desk.new_folder()?)?);
    let mut studio = Studio { album: Album::new(pictures)?, program, practice, failed: Vec::new() };
    studio.take(journey, EMPTY, |_launch| ()).await;
    studio.take(journey, DAMAGED, damage).await;
    let nowhere = |launch: &mut Launch| launch.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    studio.take(journey, NO_KEYCHAIN, nowhere).await;
    desk.empty_keychain()?;
    let data_dir = desk.new_folder()?;
    forty::make(&data_dir, &studio.practice).await?;
    studio.take(journey, FORTY, |launch| keep_data_in(launch, &data_dir)).await;
    studio.take(journey, QUICK, |launch| keep_data_in(launch, &data_dir)).await;
    let dark = |launch: &mut Launch| {
        keep_data_in(launch, &data_dir);
        // What the web engine goes by, where no desktop tells it.
        launch.set("GTK_THEME", "Adwaita:dark");
    };
    studio.take(journey, DARK, dark).await;
    let page = index::write(&studio.album)?;
    journey.step(format!("{} pictures: {}", studio.album.count(), page.display()));
    if studio.failed.is_empty() { Ok(()) } else { Err(studio.failed.join("; ").into()) }
}

fn damage(launch: &mut Launch) {
    // Where this fails, the list is an empty one, and the chapter says so.
    let _ = std::fs::write(launch.data_dir.join("keyperch.sqlite"), "no database, ".repeat(400));
}

fn keep_data_in(launch: &mut Launch, data_dir: &Path) {
    launch.set("KEYPERCH_DATA_DIR", &data_dir.display().to_string());
    data_dir.clone_into(&mut launch.data_dir);
}

/// The album, and what it takes to fill it.
struct Studio<'a> {
    album: Album,
    program: &'a Path,
    practice: Arc<Practice>,
    failed: Vec<String>,
}

impl Studio<'_> {
    /// Opens Keyperch, and takes the pictures of these chapters; each begins with a page that was just loaded.
    async fn take(&mut self, journey: &mut Journey, chapters: &[Chapter], change: impl FnOnce(&mut Launch)) {
        let on = match Traveller::set_out_to(Arc::clone(&self.practice), self.program, change).await {
            Ok(on) => on,
            Err(failed) => return self.failed.push(format!("no window: {failed}")),
        };
        for chapter in chapters {
            let (before, title) = (self.album.count(), chapter.title);
            self.album.begin(title);
            let walked = async {
                hand::begin(&on).await?;
                (chapter.walk)(&mut self.album, &on).await
            };
            if let Err(failed) = walked.await {
                // What the whole page said is on the picture of it.
                let failed = failed.to_string();
                journey.step(format!("{title}: FAILED: {}", failed.lines().next().unwrap_or_default()));
                self.failed.push(title.to_owned());
                self.album.stopped(&on, title).await;
            }
            journey.step(format!("{title}: {} pictures", self.album.count() - before));
        }
    }
}
