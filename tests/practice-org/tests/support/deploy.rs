//! A deployment, put together by hand: the files of an app, a zip of them, and the request that carries it.

use std::io::{Cursor, Write};

use practice_org::Practice;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::story::Story;
use super::wire::{self, Got, Raw};

pub const NAMESPACE: &str = "http://soap.sforce.com/2006/04/metadata";
pub const APPLICATION: &str = "externalClientApps/Nightly.eca";
pub const GLOBAL: &str = "extlClntAppGlobalOauthSets/NightlyGlblOAuth.ecaGlblOauth";
pub const OAUTH: &str = "extlClntAppOauthSettings/NightlyOAuthSettings.ecaOauth";
pub const OAUTH_POLICIES: &str = "extlClntAppOauthPolicies/NightlyOAuthSettings_defaultPolicy.ecaOauthPlcy";
pub const POLICIES: &str = "extlClntAppPolicies/Nightly_defaultPolicy.ecaPlcy";
pub const PACKAGE: &str = "package.xml";

/// The files of a deployment.
#[derive(Clone, Debug)]
pub struct Files(pub Vec<(String, String)>);

impl Files {
    /// A whole app called Nightly.
    pub fn nightly() -> Self {
        let parent = ("externalClientApplication", "Nightly");
        let application =
            [("contactEmail", "ana@example.com"), ("distributionState", "Local"), ("label", "Nightly")];
        let global =
            [("callbackUrl", "http://localhost:33333"), parent, ("isConsumerSecretOptional", "true")];
        let oauth = [("commaSeparatedOauthScopes", "Api, RefreshToken"), parent];
        let oauth_policies = [parent, ("ipRelaxationPolicyType", "Enforce_RelaxRefresh")];
        let policies = [parent, ("isEnabled", "true"), ("isOauthPluginEnabled", "true")];
        Self(vec![
            (PACKAGE.to_owned(), package("67.0")),
            (APPLICATION.to_owned(), written("ExternalClientApplication", &application)),
            (GLOBAL.to_owned(), written("ExtlClntAppGlobalOauthSettings", &global)),
            (OAUTH.to_owned(), written("ExtlClntAppOauthSettings", &oauth)),
            (OAUTH_POLICIES.to_owned(), written("ExtlClntAppOauthConfigurablePolicies", &oauth_policies)),
            (POLICIES.to_owned(), written("ExtlClntAppConfigurablePolicies", &policies)),
        ])
    }

    /// The same with a file in another wording; what is replaced must be there.
    pub fn with(mut self, path: &str, from: &str, to: &str) -> Self {
        let (_, text) = self.0.iter_mut().find(|(known, _)| known == path).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        *text = text.replacen(from, to, 1);
        self
    }

    /// The same with one more field at the end of a file.
    pub fn saying(mut self, path: &str, field: &str, value: &str) -> Self {
        let (_, text) = self.0.iter_mut().find(|(known, _)| known == path).unwrap();
        let end = text.rfind("</").unwrap();
        text.insert_str(end, &format!("<{field}>{value}</{field}>\n"));
        self
    }

    /// The same with one more file.
    pub fn and(mut self, path: &str, text: &str) -> Self {
        self.0.push((path.to_owned(), text.to_owned()));
        self
    }

    /// The same without a file, in the package too.
    pub fn without(mut self, path: &str) -> Self {
        self.0.retain(|(known, _)| known != path);
        let (folder, file) = path.split_once('/').unwrap();
        let sort = SORTS.iter().find(|(known, _)| *known == folder).unwrap().1;
        let name = file.rsplit_once('.').unwrap().0;
        self.with(PACKAGE, &types(sort, name), "")
    }

    pub fn zipped(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (path, text) in &self.0 {
            zip.start_file(path.as_str(), options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

const SORTS: &[(&str, &str)] = &[
    ("externalClientApps", "ExternalClientApplication"),
    ("extlClntAppGlobalOauthSets", "ExtlClntAppGlobalOauthSettings"),
    ("extlClntAppOauthSettings", "ExtlClntAppOauthSettings"),
    ("extlClntAppOauthPolicies", "ExtlClntAppOauthConfigurablePolicies"),
    ("extlClntAppPolicies", "ExtlClntAppConfigurablePolicies"),
];

/// A file of this type.
pub fn written(sort: &str, fields: &[(&str, &str)]) -> String {
    let lines: Vec<String> = fields.iter().map(|(name, value)| format!("<{name}>{value}</{name}>")).collect();
    let inside = lines.join("\n");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{sort} xmlns=\"{NAMESPACE}\">\n{inside}\n</{sort}>\n"
    )
}

fn types(sort: &str, name: &str) -> String {
    format!("<types><members>{name}</members><name>{sort}</name></types>")
}

fn package(version: &str) -> String {
    let files = [APPLICATION, GLOBAL, OAUTH, OAUTH_POLICIES, POLICIES];
    let inside: String = files
        .iter()
        .zip(SORTS)
        .map(|(path, (_, sort))| types(sort, path.split_once('/').unwrap().1.rsplit_once('.').unwrap().0))
        .collect();
    format!("<Package xmlns=\"{NAMESPACE}\">{inside}<version>{version}</version></Package>")
}

/// What production takes.
pub fn options() -> Value {
    json!({ "checkOnly": false, "ignoreWarnings": false, "rollbackOnError": true, "singlePackage": true })
}

/// The body with both parts.
pub fn parts(options: &Value, zip: &[u8]) -> Vec<u8> {
    let json = json!({ "deployOptions": options });
    let head = format!(
        "--B0und\r\nContent-Disposition: form-data; name=\"json\"\r\nContent-Type: application/json\r\n\r\n{json}\r\n\
         --B0und\r\nContent-Disposition: form-data; name=\"file\"; filename=\"deploy.zip\"\r\n\
         Content-Type: application/zip\r\n\r\n"
    );
    [head.as_bytes(), zip, b"\r\n--B0und--\r\n"].concat()
}

impl Story {
    pub fn deploy(&self, token: &str, options: &Value, zip: &[u8]) -> Raw {
        let raw = Raw::post(&self.host, "/services/data/v67.0/metadata/deployRequest")
            .header("Content-Type", "multipart/form-data; boundary=B0und")
            .bearer(token);
        Raw { bytes: Some(parts(options, zip)), ..raw }
    }

    pub fn deployment(&self, token: &str, id: &str) -> Raw {
        let path = format!("/services/data/v67.0/metadata/deployRequest/{id}");
        Raw::get(&self.host, &path).query("includeDetails", "true").bearer(token)
    }

    pub fn stop(&self, token: &str, id: &str) -> Raw {
        let path = format!("/services/data/v67.0/metadata/deployRequest/{id}");
        let raw = Raw::get(&self.host, &path).bearer(token).header("Content-Type", "application/json");
        let body = Some("{\"deployResult\":{\"status\":\"Canceling\"}}".to_owned());
        Raw { method: "PATCH".to_owned(), body, ..raw }
    }

    /// Sends a deployment and looks until it is over; the result.
    pub async fn deployed(&self, practice: &Practice, token: &str, options: &Value, files: &Files) -> Value {
        let got = wire::send(practice, &self.deploy(token, options, &files.zipped())).await.unwrap();
        assert_eq!(got.status, 201, "{got:?}");
        let id = got.field("id");
        for _ in 0..10 {
            let looked: Got = wire::send(practice, &self.deployment(token, &id)).await.unwrap();
            let mut result = looked.json();
            if result["deployResult"]["done"] == json!(true) {
                return result["deployResult"].take();
            }
        }
        panic!("the deployment is never over")
    }
}
