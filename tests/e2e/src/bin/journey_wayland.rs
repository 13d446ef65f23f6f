//! The consultant under Wayland, where no program may have keys, see the focus, or come up without taking it: the desktop
//! itself runs `keyperch --quick`, and says what was copied.
//!
//! `journey_wayland KEYPERCH PRACTICE_ORG PICTURES`, under `desktop/desktop.py --wayland`. Keyperch is neither driven nor asked.

use std::path::{Path, PathBuf};
use std::process::{Child, ExitCode};
use std::sync::Arc;
use std::time::Duration;

use keyperch_e2e::Failed;
use keyperch_e2e::app::Launch;
use keyperch_e2e::desk::Desk;
use keyperch_e2e::journey::Journey;
use keyperch_e2e::patience::until;
use keyperch_e2e::practice::Practice;
use keyperch_e2e::screen::Shape;
use keyperch_e2e::seeded::{self, SIGNED_IN, SignedIn};
use keyperch_e2e::sway::{Seen, Sway};

/// How long every answer of Salesforce's takes.
const LATENCY: u64 = 500;
/// How long a person looks at what has just come up; longer than the program needs to refuse, or a request to be in the log.
const LOOK: Duration = Duration::from_secs(1);
/// An org of which nobody is signed in, by its short code.
const NOT_SIGNED_IN: &str = "c0u";

#[tokio::main]
async fn main() -> ExitCode {
    let mut journey = Journey::begin("journey-wayland");
    let outcome = travel(&mut journey).await;
    journey.end(outcome)
}

async fn travel(journey: &mut Journey) -> Result<(), Failed> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, practice_org, pictures] = arguments.as_slice() else {
        return Err("usage: journey_wayland KEYPERCH PRACTICE_ORG PICTURES".into());
    };
    std::fs::create_dir_all(pictures)?;
    let mut on = Consultant::set_out(journey, program, practice_org).await?;
    on.looks_and_leaves(journey, pictures).await?;
    let tokens = on.five_orgs(journey, pictures).await?;
    seeded::witnesses(journey, &tokens, &on.sway.clipboard_types()?, &on.desk, &on.practice)?;
    on.goes_on_in_the_window(journey, pictures).await?;
    on.ends(journey).await
}

struct Consultant {
    desk: Desk,
    practice: Arc<Practice>,
    sway: Sway,
    launch: Launch,
    program: Child,
}

impl Consultant {
    async fn set_out(journey: &mut Journey, program: &Path, practice_org: &Path) -> Result<Self, Failed> {
        let desk = Desk::here()?;
        let practice = Arc::new(Practice::start(practice_org, &desk.new_folder()?)?);
        let data_dir = desk.new_folder()?;
        let orgs = seeded::make(&data_dir, &practice).await?;
        practice.slow_down(LATENCY)?;
        let mut launch = Launch::new(program, &data_dir, &desk.log("app"));
        launch.send_to(&practice);
        let command =
            format!("env KEYPERCH_DATA_DIR='{}' '{}' --quick", data_dir.display(), program.display());
        let program = launch.start()?;
        let sway = Sway::begin(&desk.new_folder()?, &command).await?;
        until("Keyperch's window", || async { sway.main_window() }).await?;
        let on = Self { desk, practice, sway, launch, program };
        on.sway.take_focus().await?;
        journey.step(format!("{orgs} orgs in Keyperch's window; another program has the focus; the desktop's keys run keyperch --quick"));
        Ok(on)
    }

    /// It comes with the focus, and Esc gives it back.
    async fn looks_and_leaves(&self, journey: &mut Journey, pictures: &Path) -> Result<(), Failed> {
        self.call().await?;
        tokio::time::sleep(LOOK).await;
        self.sway.picture(&pictures.join("wayland-switcher.png"))?;
        self.sway.press("Escape").await?;
        self.is_away().await?;
        journey.step(
            "the desktop's keys bring the switcher, with the focus; Esc puts it away, and the focus is back",
        );
        Ok(())
    }

    async fn five_orgs(
        &self,
        journey: &mut Journey,
        pictures: &Path,
    ) -> Result<Vec<(SignedIn, String)>, Failed> {
        let since = self.practice.last_request()?;
        let mut tokens: Vec<(SignedIn, String)> = Vec::new();
        for org in SIGNED_IN {
            self.call().await?;
            self.sway.letters(org.code).await?;
            self.sway.press("Return").await?;
            if org.is_production {
                tokio::time::sleep(LOOK).await;
                let asked = self.practice.asked(org.host, since)?;
                if !asked.is_empty() || self.sway.seen(Shape::Switcher)?.is_none() {
                    return Err(format!("production was not asked about first: {asked:?}").into());
                }
                self.sway.press("Return").await?;
            }
            let said = self.is_said(&org).await?;
            self.sway.picture(&pictures.join(format!("wayland-{}.png", org.code)))?;
            self.has_no_window()?;
            let token = self.sway.paste().await?;
            if !token.starts_with("00D")
                || tokens.iter().any(|(_, other)| *other == token)
                || said.contains(&token)
            {
                return Err(format!(
                    "{}: no token of its own was pasted, or the desktop was told it",
                    org.title()
                )
                .into());
            }
            tokens.push((org, token));
            let asked = org.one_request(&tokens, &self.practice, since)?;
            journey.step(format!("{}: one request ({asked}), pasted; the desktop says: {said}", org.title()));
        }
        Ok(tokens)
    }

    /// The desktop says what was copied, loudly of production, while the other program has the focus.
    async fn is_said(&self, org: &SignedIn) -> Result<String, Failed> {
        let head = if org.is_production { "PRODUCTION copied" } else { "Copied" };
        let said = until("a notification", || async {
            let said = self.sway.notifications()?;
            Ok(said.contains(&format!("for {} copied", org.title())).then_some(said))
        })
        .await?;
        if said.starts_with(head) { Ok(said) } else { Err(format!("{head} is not above: {said}").into()) }
    }

    /// An org that wants a sign-in: the window comes, with the focus, and goes on there.
    async fn goes_on_in_the_window(&self, journey: &mut Journey, pictures: &Path) -> Result<(), Failed> {
        self.call().await?;
        self.sway.letters(NOT_SIGNED_IN).await?;
        self.sway.press("Return").await?;
        let has_focus = || async { Ok(self.sway.main_window()?.filter(|window| window.has_focus)) };
        until("Keyperch's window, with the focus", has_focus).await?;
        tokio::time::sleep(LOOK).await;
        self.sway.picture(&pictures.join("wayland-window.png"))?;
        journey.step("an org that wants a sign-in: Keyperch's own window comes, with the focus");
        Ok(())
    }

    /// Its window is closed, and that is its end.
    async fn ends(&mut self, journey: &mut Journey) -> Result<(), Failed> {
        self.sway.close()?;
        let end = tokio::time::timeout(Duration::from_secs(20), async {
            while self.program.try_wait()?.is_none() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            Ok::<_, Failed>(())
        });
        end.await.map_err(|_| "Keyperch does not end with its window")??;
        journey.step("its window is closed: Keyperch has ended");
        Ok(())
    }

    async fn call(&self) -> Result<(), Failed> {
        self.sway.chord().await?;
        let has_focus = || async { Ok(self.sway.seen(Shape::Switcher)?.filter(|window| window.has_focus)) };
        until("the switcher, with the focus", has_focus).await.map(drop)
    }

    /// The switcher is put away, and the other program has the focus.
    async fn is_away(&self) -> Result<(), Failed> {
        let is_away = || async {
            Ok((self.sway.seen(Shape::Switcher)?.is_none() && self.sway.is_back()?).then_some(()))
        };
        until("the focus back in the other program", is_away).await
    }

    /// While it is said what was copied, no small window is there that could have the focus.
    fn has_no_window(&self) -> Result<(), Failed> {
        let windows = self.sway.windows()?;
        if windows.iter().any(Seen::is_small) || !self.sway.is_back()? {
            return Err(format!("the focus is not back in the other program: {windows:?}").into());
        }
        Ok(())
    }
}

impl Drop for Consultant {
    fn drop(&mut self) {
        self.launch.end();
        let _ = self.program.wait();
    }
}
