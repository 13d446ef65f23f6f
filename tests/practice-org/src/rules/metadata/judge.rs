//! Judges a whole deployment, component by component, in the order in which Salesforce can make them.
//!
//! A component that fails leaves its app as it was; one whose app is missing fails too. Everything that is wrong is said
//! at once, each with its file.

use super::archive::{self, File};
use super::manifest::{self, Manifest};
use super::record::Record;
use super::sketch::Sketch;
use super::sorts::{self, Sort};
use super::verdict::{Outcome, Verdict};
use crate::rules::naming;
use crate::world::OrgIndex;
use crate::world::draft;
use crate::world::org::Org;

const MANIFEST: &str = "package.xml";

/// What this zip would make of the org `here`.
pub(crate) fn verdict(all: &[Org], here: OrgIndex, zip: &[u8]) -> Verdict {
    let files = match archive::unpacked(zip) {
        Ok(files) => files,
        Err(why) => return Verdict::of_nothing("deploy.zip", why),
    };
    let Some(package) = files.iter().find(|file| file.path == MANIFEST) else {
        return Verdict::of_nothing(MANIFEST, "No package.xml found".to_owned());
    };
    let manifest = match manifest::read(&package.text) {
        Ok(manifest) => manifest,
        Err(why) => return Verdict::of_nothing(MANIFEST, format!("Error parsing file: {why}")),
    };
    let mut judge = Judge { all, org: &all[here], version: manifest.version, verdict: Verdict::default() };
    let named = Outcome {
        full_name: MANIFEST.to_owned(),
        file_name: MANIFEST.to_owned(),
        changed: true,
        ..Outcome::default()
    };
    judge.verdict.outcomes.push(named);
    judge.strays(&files, &manifest);
    for sort in sorts::ALL {
        for (_, name) in manifest.members.iter().filter(|(named, _)| named == sort.name) {
            judge.component(sort, name, &files);
        }
    }
    judge.unfinished();
    judge.verdict
}

struct Judge<'a> {
    all: &'a [Org],
    org: &'a Org,
    version: u32,
    verdict: Verdict,
}

impl Judge<'_> {
    fn failed(&mut self, sort: &'static str, full_name: &str, file_name: &str, problem: impl Into<String>) {
        self.verdict.outcomes.push(Outcome::failed(sort, full_name, file_name, problem.into()));
    }

    /// Files that belong to nothing, and members that nobody could deploy.
    fn strays(&mut self, files: &[File], manifest: &Manifest) {
        for file in files.iter().filter(|file| file.path != MANIFEST) {
            let path = file.path.as_str();
            let is_named = |sort: &Sort, name: &str| {
                manifest.members.iter().any(|(known, member)| known == sort.name && member == name)
            };
            match sorts::at(path) {
                Some((sort, name)) if is_named(sort, name) => {}
                Some((sort, name)) => self.failed(sort.name, name, path, "Not in package.xml"),
                None if path.ends_with("-meta.xml") => {
                    let why = "source format: no file of the zip may end in -meta.xml";
                    self.failed("", path, path, why);
                }
                None => self.failed("", path, path, "Unknown folder or suffix"),
            }
        }
        for (named, member) in &manifest.members {
            match sorts::named(named) {
                None => {
                    let why = format!("Unknown type name '{named}' specified in package.xml");
                    self.failed("", member, MANIFEST, why);
                }
                Some(sort) if sort.since > self.version => {
                    let why = format!("{named} does not exist in version {}.0", self.version);
                    self.failed(sort.name, member, MANIFEST, why);
                }
                Some(_) => {}
            }
        }
        if manifest.members.is_empty() {
            self.failed("", MANIFEST, MANIFEST, "package.xml names no component");
        }
    }

    fn component(&mut self, sort: &'static Sort, name: &str, files: &[File]) {
        if sort.since > self.version {
            return;
        }
        let path = format!("{}/{name}.{}", sort.folder, sort.suffix);
        let Some(file) = files.iter().find(|file| file.path == path) else {
            let why = format!(
                "An object '{name}' of type {} was named in package.xml, but was not found in zipped directory",
                sort.name
            );
            return self.failed(sort.name, name, MANIFEST, why);
        };
        match self.placed(sort, name, file) {
            Ok((created, changed)) => self.verdict.outcomes.push(Outcome {
                sort: sort.name,
                full_name: name.to_owned(),
                file_name: path,
                created,
                changed,
                problem: None,
            }),
            Err(problem) => self.failed(sort.name, name, &path, problem),
        }
    }

    /// Whether the component is new, and whether it changed its app.
    fn placed(&mut self, sort: &'static Sort, name: &str, file: &File) -> Result<(bool, bool), String> {
        if let Some(wrong) = naming::problem_of_api_name(name) {
            return Err(format!("fullName: {wrong}"));
        }
        let record = Record::read(sort, name, self.version, &file.text)?;
        let parent = record.parent().to_owned();
        let is_app = sort.name == sorts::ALL[0].name;
        let place = self.verdict.sketches.iter().position(|sketch| sketch.draft.api_name == parent);
        let existing = Sketch::of_existing(self.org, &parent);
        let before =
            match place.map(|place| self.verdict.sketches[place].clone()).or_else(|| existing.clone()) {
                Some(before) => before,
                None if is_app => Sketch::of_new(self.org, name),
                None => {
                    return Err(format!(
                        "INVALID_CROSS_REFERENCE_KEY: no ExternalClientApplication is called {parent}"
                    ));
                }
            };
        let after = match sort.name {
            "ExternalClientApplication" => before.clone().with_application(&record, self.org),
            "ExtlClntAppGlobalOauthSettings" => before.clone().with_global(&record, self.org, self.all),
            "ExtlClntAppOauthSettings" => before.clone().with_oauth(&record, self.org),
            "ExtlClntAppOauthConfigurablePolicies" => {
                before.clone().with_oauth_policies(&record, self.org, self.version)
            }
            _ => before.clone().with_policies(&record),
        }?;
        let created = is_new(existing.as_ref(), sort.name);
        let changed = created || after != before;
        match place {
            Some(place) => self.verdict.sketches[place] = after,
            None => self.verdict.sketches.push(after),
        }
        Ok((created, changed))
    }

    /// An app has a key as soon as it has both sorts of OAuth settings. Whatever only the whole app can tell is told
    /// here: that two of them cannot be beside each other, and that one could not be saved.
    fn unfinished(&mut self) {
        let mut kept: Vec<Sketch> = Vec::new();
        for mut sketch in std::mem::take(&mut self.verdict.sketches) {
            sketch.draft.switches.oauth_enabled &= sketch.parts.has_oauth();
            let name = sketch.draft.api_name.clone();
            let is_double = |other: &Sketch| {
                other.draft.api_name.eq_ignore_ascii_case(&name)
                    || (other.key.is_some() && other.key == sketch.key)
            };
            let problem = if kept.iter().any(is_double) {
                Some("DUPLICATE_VALUE: name or consumerKey duplicates that of another app".to_owned())
            } else {
                let problems = draft::problems(self.org, &sketch.draft, sketch.id.as_ref());
                problems.first().map(ToString::to_string)
            };
            match problem {
                Some(problem) => self.failed(sorts::ALL[0].name, &name, MANIFEST, problem),
                None => kept.push(sketch),
            }
        }
        self.verdict.sketches = kept;
    }
}

/// Whether the org has no such record yet. Policies come into being with what they belong to.
fn is_new(existing: Option<&Sketch>, sort: &str) -> bool {
    let parts = existing.map(|sketch| &sketch.parts);
    match sort {
        "ExtlClntAppGlobalOauthSettings" => parts.is_none_or(|parts| parts.global.is_none()),
        "ExtlClntAppOauthSettings" => parts.is_none_or(|parts| parts.oauth.is_none()),
        "ExtlClntAppOauthConfigurablePolicies" => parts.is_none_or(|parts| parts.oauth_policies.is_none()),
        "ExtlClntAppConfigurablePolicies" => parts.is_none_or(|parts| parts.policies.is_none()),
        _ => parts.is_none(),
    }
}
