//! The template file of an org: how a first org comes into Keyperch. Holds no key and no secret.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::world::org::Org;

/// Writes the template of the first app of an org.
pub(crate) fn write(directory: &Path, org: &Org) -> io::Result<()> {
    std::fs::write(path(directory, org), format!("{:#}\n", of(org)))
}

/// Where it lies: `<slug>.keyperch.json`.
pub(crate) fn path(directory: &Path, org: &Org) -> PathBuf {
    directory.join(format!("{}.keyperch.json", org.slug))
}

/// The address is the Lightning one, as people copy it from their browser.
fn of(org: &Org) -> Value {
    let mut template = json!({
        "keyperch": "template",
        "version": 1,
        "client": org.company,
        "org": { "address": format!("https://{}/", org.lightning_host()), "name": org.name },
    });
    if let Some(app) = org.apps.first() {
        template["app"] = json!({
            "name": app.name,
            "callbackUrl": app.switches.callback_urls.first(),
            "scopes": app.switches.scopes.join(" "),
        });
    }
    template
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::cast;
    use crate::world::random::Seed;

    #[test]
    fn a_template_names_the_org_and_no_key() {
        let orgs = cast::orgs(&Seed::new(Some(1)));
        let expected = json!({
            "keyperch": "template", "version": 1, "client": "Acme Retail",
            "org": { "address": "https://acme--uat.sandbox.lightning.force.com/", "name": "UAT" },
            "app": { "name": "Rehearsal Tool", "callbackUrl": "http://localhost:33333", "scopes": "api refresh_token sfap_api" },
        });
        assert_eq!(of(&orgs[1]), expected);
        assert!(!of(&orgs[1]).to_string().contains(&orgs[1].apps[0].consumer_key));
    }
}
