//! The consultant's journey: the tokens of five orgs out of 37, into another program, by keys that are counted.
//!
//! `journey_consultant KEYPERCH PRACTICE_ORG PICTURES`, under `desktop/desktop.py`. The keys are sent to whatever window has the
//! focus; Keyperch is neither driven nor asked. What it did is read in the program that was pasted into, on the screen, and
//! in the practice org's log.

#![expect(clippy::disallowed_methods, reason = "the journey is timed")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode};
use std::sync::Arc;
use std::time::{Duration, Instant};

use keyperch_e2e::app::Launch;
use keyperch_e2e::desk::{Desk, run};
use keyperch_e2e::journey::Journey;
use keyperch_e2e::practice::Practice;
use keyperch_e2e::receiver::Receiver;
use keyperch_e2e::screen::{Screen, Shape};
use keyperch_e2e::seeded::{self, ORGS, SET, SIGNED_IN, SignedIn};
use keyperch_e2e::sender::Sender;
use keyperch_e2e::{Failed, picture};

/// Opens the quick switcher, from any program.
const SHORTCUT: &str = "ctrl+alt+k";
/// What the five tokens may cost in keys: five each, and one more for production.
const MOST_KEYS: usize = 26;
/// And in time.
const LONGEST: Duration = Duration::from_secs(30);
/// What the five cost as a set: shortcut, code and Enter.
const KEYS_OF_A_SET: usize = 5;
/// How long the switcher may take to be on the screen.
const SHOWN_WITHIN: Duration = Duration::from_millis(80);
/// How long every answer of Salesforce's takes.
const LATENCY: u64 = 500;
/// How long a slow hand stays on a key: the switcher is gone before the key goes up.
const SLOW_HAND: Duration = Duration::from_millis(150);
/// How long a person looks at what has just come up.
const LOOK: Duration = Duration::from_millis(200);

#[tokio::main]
async fn main() -> ExitCode {
    let mut journey = Journey::begin("journey-consultant");
    let outcome = travel(&mut journey).await;
    journey.end(outcome)
}

async fn travel(journey: &mut Journey) -> Result<(), Failed> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, practice_org, pictures] = arguments.as_slice() else {
        return Err("usage: journey_consultant KEYPERCH PRACTICE_ORG PICTURES".into());
    };
    std::fs::create_dir_all(pictures)?;
    let on = Consultant::set_out(journey, program, practice_org).await?;
    let shown = on.look_in_passing(journey, pictures).await?;
    let tokens = on.five_orgs(journey, pictures, shown).await?;
    seeded::witnesses(journey, &tokens, &on.desk.clipboard_targets()?, &on.desk, &on.practice)?;
    on.a_set(journey, pictures).await?;
    on.a_wrong_code(journey, pictures).await
}

/// A person at a desktop with a program to paste into, and Keyperch somewhere behind it.
struct Consultant {
    desk: Desk,
    practice: Arc<Practice>,
    screen: Screen,
    receiver: Receiver,
    launch: Launch,
    program: Child,
}

impl Consultant {
    async fn set_out(journey: &mut Journey, program: &Path, practice_org: &Path) -> Result<Self, Failed> {
        let desk = Desk::here()?;
        let practice = Arc::new(Practice::start(practice_org, &desk.new_folder()?)?);
        let data_dir = desk.new_folder()?;
        let orgs = seeded::make(&data_dir, &practice).await?;
        if orgs != ORGS {
            return Err(format!("{orgs} orgs were made").into());
        }
        journey.step(format!(
            "{orgs} orgs in the list; four sandboxes and a production org are signed in, all stand at \"Renews\""
        ));
        practice.slow_down(LATENCY)?;
        let mut launch = Launch::new(program, &data_dir, &desk.log("app"));
        launch.send_to(&practice);
        let screen = Screen::open()?;
        let (program, since) = (launch.start()?, Instant::now());
        let window = screen.shown(Shape::Main, since).await?;
        let receiver = Receiver::open().await?;
        let on = Self { desk, practice, screen, receiver, launch, program };
        on.wait_for_the_keys().await?;
        journey.step(format!(
            "Keyperch's window was there after {} ms; another program has the focus; Salesforce answers after {LATENCY} ms",
            window.as_millis()
        ));
        Ok(on)
    }

    /// The switcher is made after the list: until then its keys do nothing.
    async fn wait_for_the_keys(&self) -> Result<(), Failed> {
        let since = Instant::now();
        let mut pressed: Option<Instant> = None;
        while self.screen.seen(Shape::Switcher)?.is_none() {
            if since.elapsed() > Duration::from_secs(40) {
                return Err(format!("{SHORTCUT} brings up nothing").into());
            }
            // Pressed twice, it would go away again.
            if pressed.is_none_or(|at| at.elapsed() > Duration::from_secs(3)) {
                pressed = Some(Sender::default().press(SHORTCUT).await?);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // Its page may still be on its way: then nobody hears the key.
        while self.screen.seen(Shape::Switcher)?.is_some() {
            if since.elapsed() > Duration::from_secs(40) {
                return Err("Escape does not put the switcher away".into());
            }
            Sender::default().press("Escape").await?;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        self.focus_is_back().await
    }

    /// How fast it comes, ten times, before anything is counted.
    async fn look_in_passing(&self, journey: &mut Journey, pictures: &Path) -> Result<Vec<Duration>, Failed> {
        let mut shown = Vec::new();
        for _ in 0..10 {
            let sent = Sender::default().press(SHORTCUT).await?;
            shown.push(self.switcher(sent).await?);
            tokio::time::sleep(LOOK).await;
            if shown.len() == 1 {
                photograph(&pictures.join("consultant-switcher.png"))?;
            }
            self.put_away(&Sender::default()).await?;
        }
        journey.step(format!("the switcher was called ten times and put away: {}", spread(&shown)));
        Ok(shown)
    }

    /// Waits for it; how long it was on its way since the display had the key.
    async fn switcher(&self, sent: Instant) -> Result<Duration, Failed> {
        let whole = self.screen.shown(Shape::Switcher, sent).await?;
        let until_the_key = self.receiver.key_was_taken(sent).map_or(Duration::ZERO, |taken| taken - sent);
        Ok(whole.saturating_sub(until_the_key))
    }

    async fn put_away(&self, sender: &Sender) -> Result<(), Failed> {
        tokio::time::sleep(LOOK).await;
        sender.press("Escape").await?;
        self.screen.gone(Shape::Switcher).await?;
        self.focus_is_back().await
    }

    async fn five_orgs(
        &self,
        journey: &mut Journey,
        pictures: &Path,
        mut shown: Vec<Duration>,
    ) -> Result<Vec<(SignedIn, String)>, Failed> {
        let (sender, begun, since) = (Sender::default(), Instant::now(), self.practice.last_request()?);
        let mut tokens: Vec<(SignedIn, String)> = Vec::new();
        for org in SIGNED_IN {
            let keys = sender.keys();
            shown.push(self.copy(&sender, &org, pictures, since).await?);
            sender.paste()?;
            let token = self.receiver.pasted(Duration::from_secs(5))?;
            if token.is_empty() || tokens.iter().any(|(_, other)| *other == token) {
                return Err(format!("{}: nothing new was pasted", org.title()).into());
            }
            tokens.push((org, token));
            let asked = org.one_request(&tokens, &self.practice, since)?;
            journey.step(format!(
                "{}: {} keys, one request ({asked}), pasted, the focus is back",
                org.title(),
                sender.keys() - keys
            ));
        }
        let took = begun.elapsed();
        journey.step(format!(
            "five tokens: {} keys (at most {MOST_KEYS}), {} pastes, {:.1} s (at most {} s)",
            sender.keys(),
            sender.pastes(),
            took.as_secs_f32(),
            LONGEST.as_secs()
        ));
        if sender.keys() > MOST_KEYS || took > LONGEST {
            return Err("more keys, or more time, than five orgs may cost".into());
        }
        journey.step(format!("from the shortcut to the switcher on the screen: {}", spread(&shown)));
        if median(&shown) > SHOWN_WITHIN {
            return Err(format!("the switcher took longer than {} ms", SHOWN_WITHIN.as_millis()).into());
        }
        Ok(tokens)
    }

    /// Shortcut, code, Enter, and Enter again for production; how long the switcher was on its way.
    async fn copy(
        &self,
        sender: &Sender,
        org: &SignedIn,
        pictures: &Path,
        since: u64,
    ) -> Result<Duration, Failed> {
        self.screen.gone(Shape::Message).await?;
        let sent = sender.press(SHORTCUT).await?;
        let shown = self.switcher(sent).await?;
        tokio::time::sleep(LOOK).await;
        sender.letters(org.code).await?;
        sender.press("Return").await?;
        if org.is_production {
            // Longer than a request would need to be in the log.
            tokio::time::sleep(LOOK + LOOK).await;
            photograph(&pictures.join("consultant-production.png"))?;
            let asked = self.practice.asked(org.host, since)?;
            if !asked.is_empty() || self.screen.seen(Shape::Switcher)?.is_none() {
                return Err(format!("production was not asked about first: {asked:?}").into());
            }
            sender.press("Return").await?;
        }
        self.screen.shown(Shape::Message, Instant::now()).await?;
        self.focus_is_back().await?;
        Ok(shown)
    }

    async fn focus_is_back(&self) -> Result<(), Failed> {
        let is_back = || async { Ok(self.receiver.has_focus()?.then_some(())) };
        keyperch_e2e::patience::until("the focus back in the other program", is_back).await
    }

    /// The same five at once, as one labelled block. Production was confirmed a moment ago, and is not asked about again.
    async fn a_set(&self, journey: &mut Journey, pictures: &Path) -> Result<(), Failed> {
        // First by a hand that is slow to let go of Enter: the next time, no key may be lost for that.
        self.call_the_set(&Sender::default(), SLOW_HAND).await?;
        self.focus_is_back().await?;
        let sender = Sender::default();
        self.call_the_set(&sender, Duration::ZERO).await?;
        photograph(&pictures.join("consultant-message.png"))?;
        self.focus_is_back().await?;
        sender.paste()?;
        let block = self.receiver.pasted(Duration::from_secs(5))?;
        for org in SIGNED_IN {
            let label = format!("{}_ACCESS_TOKEN=", org.code.to_uppercase());
            let token = block.lines().find_map(|line| line.strip_prefix(&label));
            let token = token.ok_or_else(|| format!("the block has no {label}"))?.trim_matches('\'');
            org.takes(token, &self.desk, &self.practice)?;
        }
        if sender.keys() != KEYS_OF_A_SET {
            return Err(format!("the set cost {} keys", sender.keys()).into());
        }
        journey.step(format!(
            "a set: five tokens as one block by {} keys, each taken by its org (one key more where production was not confirmed yet)",
            sender.keys()
        ));
        Ok(())
    }

    /// Until the message is there that it was copied.
    async fn call_the_set(&self, sender: &Sender, held: Duration) -> Result<(), Failed> {
        self.screen.gone(Shape::Message).await?;
        let sent = sender.press(SHORTCUT).await?;
        self.screen.shown(Shape::Switcher, sent).await?;
        tokio::time::sleep(LOOK).await;
        sender.letters(SET).await?;
        sender.hold("Return", held).await?;
        self.screen.shown(Shape::Message, Instant::now()).await.map(drop)
    }

    /// A code that nobody has: Enter does nothing, and what was copied before is still there.
    async fn a_wrong_code(&self, journey: &mut Journey, pictures: &Path) -> Result<(), Failed> {
        let (before, since) = (self.desk.clipboard().await?, self.practice.last_request()?);
        let sender = Sender::default();
        self.screen.gone(Shape::Message).await?;
        let sent = sender.press(SHORTCUT).await?;
        self.screen.shown(Shape::Switcher, sent).await?;
        tokio::time::sleep(LOOK).await;
        sender.letters("zqz").await?;
        sender.press("Return").await?;
        tokio::time::sleep(Duration::from_millis(2 * LATENCY)).await;
        photograph(&pictures.join("consultant-no-match.png"))?;
        let is_there = self.screen.seen(Shape::Switcher)?.is_some();
        if !is_there || self.practice.last_request()? != since || self.desk.clipboard().await? != before {
            return Err("a wrong code did something".into());
        }
        self.put_away(&sender).await?;
        journey.step("a wrong code: Enter does nothing, nobody is asked, the clipboard is as it was; Esc gives the focus back");
        Ok(())
    }
}

impl Drop for Consultant {
    fn drop(&mut self) {
        self.launch.end();
        let _ = self.program.wait();
    }
}

/// Takes a picture of the whole screen; a blank one is refused.
fn photograph(file: &Path) -> Result<(), Failed> {
    let name = format!("PNG24:{}", file.display());
    run(Command::new("import").args(["-window", "root", "-depth", "8", &name]))?;
    picture::is_of_something(&std::fs::read(file)?, file)
}

fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn spread(times: &[Duration]) -> String {
    let longest = times.iter().max().copied().unwrap_or_default();
    let (half, longest) = (median(times).as_millis(), longest.as_millis());
    format!("p50 {half} ms, at most {longest} ms, {} times", times.len())
}
