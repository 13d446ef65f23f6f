//! Canaries: secrets that are known, looked for wherever they must not be. Each place proves first that it would find
//! one.

use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::secret::Kind;
use keyperch_core::model::secret::Pasted;
use keyperch_core::model::view::{AppForm, Credential, KeyEntry, SecretEntry};
use practice_org::{FaultName, FaultOrder, Press, Selection, Visit, follow};
use serde_json::json;
use tokio::sync::oneshot;

use super::support::browser::{hand_over, person};
use super::support::log;
use super::support::story::{ANA, BOB, Entry, app_form, org_form};
use super::support::{PASSWORD, Story};

/// Secrets of one story, in the spellings in which they could lie about.
#[derive(Default)]
struct Canaries(Vec<(&'static str, String)>);

impl Canaries {
    fn add(&mut self, what: &'static str, secret: &str) {
        assert!(secret.len() >= 16, "{what} is long enough to be found");
        self.0.push((what, secret.to_owned()));
        self.0.push((what, secret.replace('!', "%21").replace('=', "%3D")));
        let hex = secret.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        self.0.push((what, hex));
        self.0.push((what, secret.chars().rev().collect()));
        // A part of it is too much, too.
        self.0.push((what, secret.chars().skip(4).take(16).collect()));
    }

    /// The kinds of secrets that are in these bytes.
    fn found_in(&self, bytes: &[u8]) -> Vec<&'static str> {
        let holds = |secret: &str| bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        self.0.iter().filter(|(_, secret)| holds(secret)).map(|(what, _)| *what).collect()
    }

    /// Nothing is found, although a planted one would be.
    fn are_not_in(&self, place: &str, bytes: &[u8]) {
        for (what, secret) in &self.0 {
            let planted = [bytes, b"..", secret.as_bytes(), b".."].concat();
            assert!(self.found_in(&planted).contains(what), "a planted {what} is found in {place}");
        }
        assert_eq!(self.found_in(bytes), Vec::<&str>::new(), "found in {place}");
        assert!(!bytes.is_empty(), "{place} is not empty: there was something to look through");
    }
}

/// Everything that one story told of what went wrong, and the secrets that were in play meanwhile.
struct Trial {
    story: Story,
    uat: Entry,
    canaries: Canaries,
    failures: Vec<Failure>,
    texts: String,
}

impl Trial {
    async fn begin() -> Self {
        let story = Story::begin().await;
        let uat = story.uat().await;
        let mut canaries = Canaries::default();
        canaries.add("consumer key", &uat.key);
        Self { story, uat, canaries, failures: Vec::new(), texts: String::new() }
    }

    fn error(&mut self, error: Error) {
        write!(self.texts, "{error:?} {error} ").expect("text");
        self.failures.push(error.into());
    }

    /// Forms that are refused, with secrets in the wrong places; and one draft that waits.
    async fn forms_go_wrong(&mut self) {
        let secret = "CA4A51E5".repeat(8);
        self.canaries.add("consumer secret", &secret);
        let core = self.story.core.clone();
        let twice = Pasted::from(format!("{secret} {secret}"));
        self.error(core.paste(Credential::Secret, twice).expect_err("white space in it"));
        let callback = self.story.callback();
        let typed =
            AppForm { key: KeyEntry::Typed { key: secret.clone() }, ..app_form("Other", &callback, "") };
        write!(self.texts, "{typed:?} ").expect("text");
        self.error(core.add_app(self.uat.org, typed).await.expect_err("it looks like a secret"));
        self.error(core.add_org(org_form(&self.uat.key, "A", "B")).await.expect_err("a key is no address"));
        let draft = core.paste(Credential::Secret, Pasted::from(secret)).expect("a draft");
        write!(self.texts, "{draft:?} {} ", json!(draft)).expect("text");
        let secret = SecretEntry::Pasted { draft: draft.draft };
        let nameless = AppForm { key: KeyEntry::Kept, secret, ..app_form("", &callback, "") };
        self.error(core.edit_app(self.uat.app, nameless).await.expect_err("no name"));
    }

    /// Sign-ins that fail, with answers of every wrong kind: what is malformed holds tokens, too.
    async fn sign_ins_go_wrong(&mut self) {
        let (story, app) = (&self.story, self.uat.app);
        let deny = person(&story.practice, ANA, Press::Deny);
        self.failures.push(story.sign_in_by(app, deny).await.expect_err("denied"));
        let canary = "canary-in-a-wrong-place-0001";
        self.canaries.add("malformed answer", canary);
        let with = |merge: serde_json::Value| FaultOrder {
            merge: merge.as_object().cloned(),
            ..FaultOrder::once("token", FaultName::With)
        };
        for fault in [
            FaultOrder { after_commit: true, ..FaultOrder::once("token", FaultName::Html) },
            FaultOrder { after_commit: true, ..FaultOrder::once("token", FaultName::Status) },
            FaultOrder::once("token", FaultName::Truncate),
            FaultOrder::once("token", FaultName::DropAfterCommit),
            with(json!({ "access_token": [canary] })),
            with(json!({ "id": null })),
            with(json!({ "instance_url": format!("https://evil.example/{canary}") })),
        ] {
            story.fault_at_exchange(fault);
            self.failures.push(story.sign_in(app).await.expect_err("no sign-in"));
        }
    }

    /// From now on a secret is sent with every token request: first a wrong one, which is refused, then the right one.
    async fn secrets_are_sent(&mut self) {
        let (core, app) = (self.story.core.clone(), self.uat.app);
        let right = self.story.secret_of(&self.uat.key);
        for secret in ["DEADBEEF".repeat(8), right] {
            self.canaries.add("a secret that is sent", &secret);
            let draft = core.paste(Credential::Secret, Pasted::from(secret)).expect("a draft").draft;
            let form = AppForm {
                key: KeyEntry::Kept,
                secret: SecretEntry::Pasted { draft },
                ..app_form("Rehearsal Tool", &self.story.callback(), "")
            };
            core.edit_app(app, form).await.expect("saved");
            match self.story.sign_in(app).await {
                Ok(()) => {
                    core.sign_out(app).await.expect("signed out");
                    return;
                }
                Err(failure) => self.failures.push(failure),
            }
        }
        panic!("the right secret was refused");
    }

    /// A sign-in that goes well, a refresh, somebody else, and the end of it.
    async fn one_goes_well(&mut self) {
        let (story, app) = (&self.story, self.uat.app);
        let (to, address) = oneshot::channel::<String>();
        let visit = async {
            let address = address.await.expect("an address");
            match story.practice.visit(&address, ANA, PASSWORD, Press::Allow).await {
                Visit::SentTo(callback) => {
                    follow(&callback).await;
                    callback
                }
                stayed @ Visit::Stayed(..) => panic!("{stayed:?}"),
            }
        };
        let (outcome, callback) = tokio::join!(story.sign_in_by(app, hand_over(to)), visit);
        outcome.expect("signed in");
        for (name, value) in url::Url::parse(&callback).expect("an address").query_pairs() {
            self.canaries.add(if name == "code" { "code" } else { "state" }, &value);
        }
        self.canaries.add("access token", &story.copy(app).await.expect("a token").0);
        self.canaries.add("first refresh token", &story.vault.find(Kind::RefreshToken).await);
        self.failures.push(story.sign_in_as(app, BOB).await.expect_err("somebody else"));
        story.later(Duration::from_secs(600));
        story.practice.expire_tokens(&Selection::default());
        self.canaries.add("renewed access token", &story.copy(app).await.expect("a token").0);
        self.canaries.add("rotated refresh token", &story.vault.find(Kind::RefreshToken).await);
        story.later(Duration::from_secs(600));
        story.practice.revoke_grants(&Selection::default());
        self.failures.push(story.copy(app).await.expect_err("revoked"));
    }
}

#[tokio::test]
async fn no_secret_is_in_logs_errors_views_or_files() {
    let mut trial = Trial::begin().await;
    trial.forms_go_wrong().await;
    trial.sign_ins_go_wrong().await;
    trial.secrets_are_sent().await;
    Box::pin(trial.one_goes_well()).await;
    let Trial { story, canaries, failures, texts, .. } = &trial;
    assert!(failures.len() >= 12, "{} things went wrong", failures.len());
    let orgs = story.core.orgs().await.expect("the list");
    let changes = story.changes.lock().unwrap();
    let views = json!({ "failures": failures, "orgs": orgs, "changes": *changes });
    canaries.are_not_in("what goes to the window", views.to_string().as_bytes());
    canaries.are_not_in("the texts of errors", format!("{texts} {failures:?} {changes:?}").as_bytes());
    canaries.are_not_in("the log", log::heard().as_bytes());
    let mut files = 0;
    everything_in(&story.folder.join("data"), &mut |file, bytes| {
        files += 1;
        if !bytes.is_empty() {
            canaries.are_not_in(&file.display().to_string(), bytes);
        }
    });
    assert!(files >= 4, "database, journals and locks were looked through, not {files} files");
}

fn everything_in(folder: &Path, look: &mut impl FnMut(&Path, &[u8])) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            everything_in(&path, look);
        } else {
            look(&path, &std::fs::read(&path).expect("a file"));
        }
    }
}
