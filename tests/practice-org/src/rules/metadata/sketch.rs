//! An app on its way through a deployment: what it is so far, before anything of the org is changed.
//!
//! Every component is tried on a copy. What the pages of Setup would not save is not saved by a deployment either: the
//! problems are those of a draft, under the names that the fields have in metadata.

use std::collections::BTreeMap;

use super::record::Record;
use crate::world::draft::{self, Draft, Problem};
use crate::world::identifiers::RecordId;
use crate::world::org::Org;
use crate::world::parts::Parts;
use crate::world::switches::{Distribution, Switches};

/// What an app will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sketch {
    /// None for an app that does not exist yet.
    pub(crate) id: Option<RecordId>,
    pub(crate) draft: Draft,
    pub(crate) parts: Parts,
    /// What is kept and shown again in Setup, under the names that its pages have for it.
    pub(crate) remarks: BTreeMap<&'static str, String>,
    /// A consumer key and a secret that the deployment brings along.
    pub(crate) key: Option<String>,
    pub(crate) secret: Option<String>,
    /// Whether PKCE and rotation cannot be switched off in it.
    pub(crate) is_locked: bool,
}

impl Sketch {
    /// The app of this API name as the org has it.
    pub(super) fn of_existing(org: &Org, api_name: &str) -> Option<Self> {
        let app = org.apps.iter().find(|app| app.switches.exists && app.api_name == api_name)?;
        let draft = Draft {
            name: app.name.clone(),
            api_name: app.api_name.clone(),
            contact_email: app.contact_email.clone(),
            switches: app.switches.clone(),
        };
        let (id, parts, remarks) = (Some(app.id.clone()), app.parts.clone(), app.remarks.clone());
        Some(Self { id, draft, parts, remarks, key: None, secret: None, is_locked: app.is_locked })
    }

    /// An app that nobody has made yet, with the policies that Salesforce gives to what is deployed.
    pub(super) fn of_new(org: &Org, api_name: &str) -> Self {
        let mut switches = Switches::of_a_new_app(&[], "");
        switches.callback_urls.clear();
        switches.oauth_enabled = false;
        let draft = Draft {
            name: api_name.to_owned(),
            api_name: api_name.to_owned(),
            contact_email: String::new(),
            switches,
        };
        let parts = Parts { policies: Some(format!("{api_name}_defaultPolicy")), ..Parts::default() };
        let is_locked = org.condition.locks_new_apps;
        Self { id: None, draft, parts, remarks: BTreeMap::new(), key: None, secret: None, is_locked }
    }

    /// The app itself, after its own component.
    pub(super) fn with_application(mut self, record: &Record, org: &Org) -> Result<Self, String> {
        if let Some(scoped) = record.text("orgScopedExternalApp") {
            let ours =
                scoped.split_once(':').is_some_and(|(id, name)| org.id.is(id) && name == record.full_name);
            if !ours {
                return Err(
                    "INVALID_CROSS_REFERENCE_KEY: orgScopedExternalApp names another org or app".to_owned()
                );
            }
        }
        record.text("label").unwrap_or(&record.full_name).clone_into(&mut self.draft.name);
        record.text("contactEmail").unwrap_or_default().clone_into(&mut self.draft.contact_email);
        for (remark, field) in [
            ("contact_phone", "contactPhone"),
            ("description", "description"),
            ("icon_url", "iconUrl"),
            ("info_url", "infoUrl"),
            ("logo_image_url", "logoUrl"),
        ] {
            self.remark(remark, record.text(field));
        }
        self.draft.switches.distribution = match record.text("distributionState") {
            Some("Packaged") => Distribution::Packaged,
            _ => Distribution::Local,
        };
        let others = org.apps.iter().filter(|app| app.switches.exists && Some(&app.id) != self.id.as_ref());
        if others.into_iter().any(|app| app.api_name.eq_ignore_ascii_case(&record.full_name)) {
            return Err("DUPLICATE_VALUE: an app with this name exists already".to_owned());
        }
        self.checked(org, &[("name", "label"), ("api_name", "fullName"), ("contact_email", "contactEmail")])
    }

    /// The app's own policies.
    pub(super) fn with_policies(mut self, record: &Record) -> Result<Self, String> {
        Self::claimed(&mut self.parts.policies, record, "ExternalClientApplicationId")?;
        if record.text("isEnabled").is_none() {
            return Err("Required field is missing: isEnabled".to_owned());
        }
        if !record.flag("isEnabled", true) || !record.flag("isOauthPluginEnabled", true) {
            return Err("isEnabled, isOauthPluginEnabled: false is not practised here".to_owned());
        }
        record.refuse_ticks(&["isAttestPluginEnabled", "isCanvasPluginEnabled", "isSamlPluginEnabled"])?;
        Ok(self)
    }

    /// The sketch, unless one of these fields is one that Setup would not save. Each is named as metadata names it.
    pub(super) fn checked(self, org: &Org, fields: &[(&str, &str)]) -> Result<Self, String> {
        let wrong = |problem: &Problem| {
            let (_, name) = fields.iter().find(|(field, _)| *field == problem.field)?;
            Some(format!("{name}: {}", problem.text))
        };
        let problems = draft::problems(org, &self.draft, self.id.as_ref());
        problems.iter().find_map(wrong).map_or(Ok(self), Err)
    }

    /// Keeps a remark, or forgets it when it is left out.
    pub(super) fn remark(&mut self, name: &'static str, text: Option<&str>) {
        match text {
            Some(text) => _ = self.remarks.insert(name, text.to_owned()),
            None => _ = self.remarks.remove(name),
        }
    }

    /// One satellite of each sort: the first has given its name to the place.
    pub(super) fn claimed(place: &mut Option<String>, record: &Record, on: &str) -> Result<(), String> {
        match place {
            Some(name) if *name != record.full_name => Err(format!(
                "DUPLICATE_VALUE: duplicate value found: {on} duplicates value on record with id: {name}"
            )),
            _ => {
                *place = Some(record.full_name.clone());
                Ok(())
            }
        }
    }
}
