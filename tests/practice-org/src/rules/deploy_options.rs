//! The options of a deployment: which exist, and which an org of this kind allows.
//!
//! Source: Metadata API guide, `deployRequest`. Whatever brings more into an org than the zip says, or leaves less of what is
//! there, is not practised.

use serde::{Deserialize, Serialize};

use crate::world::org::OrgKind;

/// The `json` part of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Request {
    pub(crate) deploy_options: Options,
}

/// What somebody asks for; a tick that is left out is off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one option of the documented request")]
pub(crate) struct Options {
    allow_missing_files: bool,
    auto_update_package: bool,
    pub(crate) check_only: bool,
    pub(crate) ignore_warnings: bool,
    perform_retrieve: bool,
    purge_on_delete: bool,
    pub(crate) rollback_on_error: bool,
    run_tests: Option<Vec<String>>,
    pub(crate) single_package: bool,
    test_level: Option<String>,
}

const TEST_LEVELS: &[&str] = &["NoTestRun", "RunSpecifiedTests", "RunLocalTests", "RunAllTestsInOrg"];

impl Options {
    /// Why an org of this kind does not take these options. The words are ours.
    pub(crate) fn problem_in(&self, kind: OrgKind) -> Option<&'static str> {
        let is_production = kind == OrgKind::Production;
        let level = self.test_level.as_deref();
        let ordered = [
            (level.is_some_and(|level| !TEST_LEVELS.contains(&level)), "testLevel: no such level"),
            (
                is_production && level == Some("NoTestRun"),
                "testLevel: NoTestRun is not allowed in a production org",
            ),
            (is_production && !self.rollback_on_error, "rollbackOnError: must be true in a production org"),
            (!self.single_package, "singlePackage: only true is practised here"),
            (
                self.allow_missing_files || self.auto_update_package,
                "allowMissingFiles, autoUpdatePackage: only false is practised here",
            ),
            (
                self.perform_retrieve || self.purge_on_delete,
                "performRetrieve, purgeOnDelete: only false is practised here",
            ),
            (
                level == Some("RunSpecifiedTests")
                    || self.run_tests.as_ref().is_some_and(|tests| !tests.is_empty()),
                "runTests: there is no test in a practice org",
            ),
        ];
        ordered.into_iter().find(|(holds, _)| *holds).map(|(_, problem)| problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(json: &str, kind: OrgKind) -> Option<&'static str> {
        serde_json::from_str::<Options>(json).unwrap().problem_in(kind)
    }

    #[test]
    fn production_is_stricter_than_a_sandbox() {
        let rollback = r#"{"rollbackOnError":true,"singlePackage":true}"#;
        assert_eq!(problem(rollback, OrgKind::Production), None);
        for json in [
            r#"{"rollbackOnError":false,"singlePackage":true}"#,
            r#"{"rollbackOnError":true,"singlePackage":true,"testLevel":"NoTestRun"}"#,
        ] {
            assert!(problem(json, OrgKind::Production).is_some(), "{json}");
            assert_eq!(problem(json, OrgKind::Sandbox), None, "{json}");
            assert_eq!(problem(json, OrgKind::DeveloperEdition), None, "{json}");
        }
    }

    #[test]
    fn an_option_that_is_not_practised_is_refused_by_name() {
        for (json, named) in [
            (r#"{"singlePackage":false}"#, "singlePackage"),
            (r#"{"singlePackage":true,"purgeOnDelete":true}"#, "purgeOnDelete"),
            (r#"{"singlePackage":true,"allowMissingFiles":true}"#, "allowMissingFiles"),
            (r#"{"singlePackage":true,"testLevel":"None"}"#, "testLevel"),
            (r#"{"singlePackage":true,"runTests":["A"]}"#, "runTests"),
        ] {
            let refused = problem(json, OrgKind::Sandbox).unwrap_or_default();
            assert!(refused.contains(named), "{json} must be refused with {named}, not {refused:?}");
        }
        assert!(serde_json::from_str::<Options>(r#"{"rollback":true}"#).is_err());
    }
}
