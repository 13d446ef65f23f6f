//! Mistakes in a zip: each fails its component, or all of it, in words that name what is wrong. Nothing is kept.

use practice_org::OrgChange;
use serde_json::json;

use crate::support::deploy::{
    APPLICATION, Files, GLOBAL, NAMESPACE, OAUTH, OAUTH_POLICIES, PACKAGE, POLICIES, options, written,
};

/// What is wrong, the files, the file that is named, and words of the problem.
type Mistake = (&'static str, Files, &'static str, &'static str);

fn files() -> Files {
    Files::nightly()
}

fn in_the_zip() -> Vec<Mistake> {
    let large = "0".repeat(2 * 1024 * 1024);
    let (meta, stray) = ("externalClientApps/Nightly.eca-meta.xml", "externalClientApps/Stray.eca");
    let other = "extlClntAppOauthPolicies/Other.ecaOauthPlcy";
    let policy = written("ExtlClntAppOauthConfigurablePolicies", &[("externalClientApplication", "Nightly")]);
    let named = |name: &str, sort: &str| {
        format!("<types><members>{name}</members><name>{sort}</name></types><version>")
    };
    let without_package = Files(files().0.into_iter().filter(|(path, _)| path != PACKAGE).collect());
    let without_file = Files(files().0.into_iter().filter(|(path, _)| path != POLICIES).collect());
    let inside =
        Files(files().0.into_iter().map(|(path, text)| (format!("unpackaged/{path}"), text)).collect());
    vec![
        ("no package.xml", without_package, PACKAGE, "No package.xml found"),
        ("everything in a folder", inside, PACKAGE, "No package.xml found"),
        ("source format", files().and(meta, "<a/>"), meta, "-meta.xml"),
        ("a file too many", files().and(stray, "<a/>"), stray, "Not in package.xml"),
        ("a folder of its own", files().and("classes/A.cls", "x"), "classes/A.cls", "Unknown folder"),
        ("a file missing", without_file, PACKAGE, "was not found in zipped directory"),
        (
            "a member by star",
            files().with(PACKAGE, "<members>Nightly</members>", "<members>*</members>"),
            PACKAGE,
            "An object '*'",
        ),
        (
            "an unknown type",
            files().with(PACKAGE, "<version>", &named("A", "ApexClass")),
            PACKAGE,
            "Unknown type name 'ApexClass'",
        ),
        ("an unknown version", files().with(PACKAGE, "67.0", "99.0"), PACKAGE, "version"),
        (
            "too old a version",
            files().with(PACKAGE, "67.0", "58.0"),
            PACKAGE,
            "does not exist in version 58.0",
        ),
        ("no version", files().with(PACKAGE, "<version>67.0</version>", ""), PACKAGE, "version"),
        ("a bomb", files().and("externalClientApps/Large.eca", &large), "deploy.zip", "too large"),
        ("a way out", files().and("../x.eca", ""), "deploy.zip", "not a plain path"),
        (
            "two policies",
            files().and(other, &policy).with(
                PACKAGE,
                "<version>",
                &named("Other", "ExtlClntAppOauthConfigurablePolicies"),
            ),
            other,
            "DUPLICATE_VALUE",
        ),
        ("no parent", files().without(APPLICATION), GLOBAL, "INVALID_CROSS_REFERENCE_KEY"),
        ("no settings", files().without(OAUTH), OAUTH_POLICIES, "INVALID_CROSS_REFERENCE_KEY"),
    ]
}

fn in_a_file() -> Vec<Mistake> {
    let entity = format!(
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\n<ExternalClientApplication xmlns=\"{NAMESPACE}\">"
    );
    let start = format!("<ExternalClientApplication xmlns=\"{NAMESPACE}\">");
    vec![
        (
            "XML that does not end",
            files().with(APPLICATION, "</label>", ""),
            APPLICATION,
            "Error parsing file",
        ),
        ("an entity from a file", files().with(APPLICATION, &start, &entity), APPLICATION, "document type"),
        ("another namespace", files().with(APPLICATION, NAMESPACE, "urn:x"), APPLICATION, "namespace"),
        (
            "another root",
            files().with(GLOBAL, "<ExtlClntAppGlobal", "<ExtlClntApp").with(
                GLOBAL,
                "</ExtlClntAppGlobal",
                "</ExtlClntApp",
            ),
            GLOBAL,
            "root",
        ),
        (
            "an unknown field",
            files().saying(GLOBAL, "isPkce", "true"),
            GLOBAL,
            "isPkce invalid at this location",
        ),
        ("a tick that is none", files().saying(GLOBAL, "isPkceRequired", "1"), GLOBAL, "isPkceRequired"),
        ("an unknown value", files().with(APPLICATION, "Local", "Global"), APPLICATION, "distributionState"),
        ("no e-mail", files().with(APPLICATION, "ana@example.com", "ana"), APPLICATION, "contactEmail"),
        (
            "another org's app",
            files().saying(APPLICATION, "orgScopedExternalApp", "00Dxx0000001gPL:Nightly"),
            APPLICATION,
            "orgScopedExternalApp",
        ),
    ]
}

fn in_settings() -> Vec<Mistake> {
    vec![
        (
            "another org's link",
            files().saying(OAUTH, "oauthLink", "00Dxx0000001gPL:888xx0000000001"),
            OAUTH,
            "oauthLink",
        ),
        (
            "a scope by its API value",
            files().with(OAUTH, "Api, ", "api, "),
            OAUTH,
            "'api' is not a valid OAuth scope",
        ),
        ("a scope of connected apps", files().with(OAUTH, "RefreshToken", "SFAP"), OAUTH, "'SFAP'"),
        ("no scope", files().with(OAUTH, "Api, RefreshToken", ""), OAUTH, "commaSeparatedOauthScopes"),
        (
            "plain http",
            files().with(GLOBAL, "http://localhost:33333", "http://127.0.0.1:33333"),
            GLOBAL,
            "callbackUrl",
        ),
        ("no callback", files().with(GLOBAL, "http://localhost:33333", ""), GLOBAL, "callbackUrl"),
        ("no certificate", files().saying(GLOBAL, "certificate", "MIIC"), GLOBAL, "certificate"),
    ]
}

fn in_policies() -> Vec<Mistake> {
    vec![
        (
            "a permission set that nobody made",
            files().saying(OAUTH_POLICIES, "commaSeparatedPermissionSet", "Nobody"),
            OAUTH_POLICIES,
            "We couldn't find permission sets called Nobody",
        ),
        (
            "a profile that nobody made",
            files().saying(OAUTH_POLICIES, "commaSeparatedProfile", "Nobody"),
            OAUTH_POLICIES,
            "profiles called Nobody",
        ),
        (
            "nobody to run as",
            files().saying(OAUTH_POLICIES, "isClientCredentialsFlowEnabled", "true"),
            OAUTH_POLICIES,
            "clientCredentialsFlowUser",
        ),
        (
            "a user of another org",
            files().saying(OAUTH_POLICIES, "isClientCredentialsFlowEnabled", "true").saying(
                OAUTH_POLICIES,
                "clientCredentialsFlowUser",
                "ana@boreal.dev",
            ),
            OAUTH_POLICIES,
            "clientCredentialsFlowUser",
        ),
        (
            "a life without a length",
            files().saying(OAUTH_POLICIES, "refreshTokenPolicyType", "SpecificLifetime"),
            OAUTH_POLICIES,
            "refreshTokenValidityPeriod",
        ),
        (
            "a length without a life",
            files().saying(OAUTH_POLICIES, "refreshTokenValidityPeriod", "30"),
            OAUTH_POLICIES,
            "refreshTokenValidityPeriod",
        ),
        (
            "too short a session",
            files().saying(OAUTH_POLICIES, "sessionTimeoutInMinutes", "5"),
            OAUTH_POLICIES,
            "sessionTimeoutInMinutes",
        ),
        (
            "an odd JWT time-out",
            files().saying(OAUTH_POLICIES, "namedUserJwtSessionTimeoutType", "Custom").saying(
                OAUTH_POLICIES,
                "namedUserJwtTimeout",
                "7",
            ),
            OAUTH_POLICIES,
            "namedUserJwtTimeout",
        ),
        (
            "policies of nothing",
            files().with(POLICIES, "<isEnabled>true</isEnabled>", ""),
            POLICIES,
            "isEnabled",
        ),
    ]
}

#[tokio::test]
async fn every_mistake_is_named_and_nothing_is_kept() {
    let (practice, story, token) = super::stage("deploy_mistakes", 0).await;
    let quick = OrgChange { deploy_takes_polls: Some(0), ..OrgChange::default() };
    practice.change_org(&story.host, quick).unwrap();
    let before = practice.orgs().remove(0).apps;
    let mut wrong = Vec::new();
    for (name, files, file, words) in
        [in_the_zip(), in_a_file(), in_settings(), in_policies()].into_iter().flatten()
    {
        let result = story.deployed(&practice, &token, &options(), &files).await;
        let problems = super::problems(&result);
        let named = problems.iter().any(|problem| problem.starts_with(file) && problem.contains(words));
        if !named || result["status"] != json!("Failed") {
            wrong.push(format!("{name}: {} {problems:?}", result["status"]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(practice.orgs().remove(0).apps, before, "nothing is kept");
    let proper = story.deployed(&practice, &token, &options(), &files()).await;
    assert_eq!(proper["status"], json!("Succeeded"), "put right, it is taken: {proper}");
}
