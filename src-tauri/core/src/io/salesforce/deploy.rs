//! `deployRequest`: a zip of metadata goes into an org, and how far it is.
//!
//! By REST, which every token may use, also one in JWT format. What is sent is the zip and a few options; nothing of a
//! zip, and nothing of an answer but what is listed here, goes any further.

use reqwest::header::CONTENT_TYPE;
use reqwest::{RequestBuilder, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::io::salesforce::api::refusal;
use crate::io::salesforce::{Reply, Salesforce};
use crate::model::error::Error;
use crate::model::host::InstanceUrl;
use crate::model::metadata::API_VERSION;
use crate::model::refusal::{Refusal, Stage};
use crate::model::secret::AccessToken;
use crate::model::shown::shown;
use crate::model::view::{ComponentView, Outcome};
use crate::oauth::refusals;

/// More characters than a name of Salesforce's has, and than a problem needs.
const LONGEST_NAME: usize = 255;
const LONGEST_PROBLEM: usize = 500;

/// More parts than any deployment of ours has.
const MOST_COMPONENTS: usize = 100;

/// The name by which an org knows a deployment (`0Af…`).
#[derive(Clone, Debug)]
pub struct DeployId(String);

/// How far a deployment is.
#[derive(Clone, Debug)]
pub struct Deployed {
    /// Where it stands.
    pub stage: DeployStage,
    /// How many components are done.
    pub done: u32,
    /// Of how many.
    pub of: u32,
    /// What became of each that is done.
    pub components: Vec<ComponentView>,
    /// What is wrong with all of it, where it is no single component.
    pub refusal: Option<Refusal>,
}

/// Where a deployment stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DeployStage {
    /// Salesforce works on it, or is about to.
    Running,
    /// It is being called off.
    Cancelling,
    /// It was called off.
    Cancelled,
    /// It was carried out.
    Succeeded,
    /// It was not.
    Rejected,
}

impl Salesforce {
    /// Asks an org to take a zip; with `is_dry_run`, to say what would become of it. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Refused`] where the token may not; [`Error::Network`].
    pub async fn begin_deploy(
        &self,
        at: &InstanceUrl,
        token: &AccessToken,
        zip: &[u8],
        is_dry_run: bool,
    ) -> Result<DeployId, Error> {
        let boundary = Uuid::new_v4().simple().to_string();
        let request = self
            .http()
            .post(at.at(&path("")))
            .header(CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}"))
            .body(form(&boundary, &options(is_dry_run), zip));
        let reply = self.ask(at.host(), bearing(request, token)).await?;
        let begun: Begun = parsed(&reply, at, StatusCode::CREATED)?;
        DeployId::parse(&begun.id).ok_or_else(|| reply.unexpected(at.host()).into())
    }

    /// Asks how far a deployment is. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Refused`], [`Error::Network`].
    pub async fn deployed(
        &self,
        at: &InstanceUrl,
        token: &AccessToken,
        id: &DeployId,
    ) -> Result<Deployed, Error> {
        let request = self.http().get(at.at(&path(&id.0))).query(&[("includeDetails", "true")]);
        let reply = self.ask(at.host(), bearing(request, token)).await?;
        let standing: Standing = parsed(&reply, at, StatusCode::OK)?;
        Ok(standing.deploy_result.read())
    }

    /// Asks for a deployment to be called off; whether it was is seen by [`Salesforce::deployed`]. Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Refused`], for one that is over; [`Error::Network`].
    pub async fn cancel_deploy(
        &self,
        at: &InstanceUrl,
        token: &AccessToken,
        id: &DeployId,
    ) -> Result<(), Error> {
        let body = json!({ "deployResult": { "status": "Canceling" } }).to_string();
        let request = self.http().patch(at.at(&path(&id.0))).header(CONTENT_TYPE, "application/json");
        let reply = self.ask(at.host(), bearing(request.body(body), token)).await?;
        match refusal(&reply) {
            Some(refusal) => Err(refusal.into()),
            None if reply.status.is_success() => Ok(()),
            None => Err(reply.unexpected(at.host()).into()),
        }
    }
}

impl DeployId {
    /// It becomes a part of an address: letters and digits alone.
    fn parse(text: &str) -> Option<Self> {
        let is_id = matches!(text.len(), 15 | 18) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (is_id && text.starts_with("0Af")).then(|| Self(text.to_owned()))
    }
}

/// Puts the token into the header.
pub(super) fn bearing(request: RequestBuilder, token: &AccessToken) -> RequestBuilder {
    request.bearer_auth(token.expose())
}

/// An answer of the status that was expected, in the shape that was.
pub(super) fn parsed<T: for<'de> Deserialize<'de>>(
    reply: &Reply,
    at: &InstanceUrl,
    expected: StatusCode,
) -> Result<T, Error> {
    if let Some(refusal) = refusal(reply) {
        return Err(refusal.into());
    }
    let parsed = serde_json::from_slice(&reply.body).ok().filter(|_| reply.status == expected);
    parsed.ok_or_else(|| reply.unexpected(at.host()).into())
}

fn path(id: &str) -> String {
    let slash = if id.is_empty() { "" } else { "/" };
    format!("/services/data/v{API_VERSION}/metadata/deployRequest{slash}{id}")
}

/// All or nothing, as production demands. No level of tests: production refuses the one that runs none, and without
/// Apex in the zip none are run anyway.
fn options(is_dry_run: bool) -> Value {
    json!({ "deployOptions": {
        "allowMissingFiles": false,
        "autoUpdatePackage": false,
        "checkOnly": is_dry_run,
        "ignoreWarnings": false,
        "performRetrieve": false,
        "purgeOnDelete": false,
        "rollbackOnError": true,
        "singlePackage": true,
    } })
}

/// The two parts of the request (RFC 7578). The boundary is random: no zip holds it.
fn form(boundary: &str, options: &Value, zip: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"json\"\r\nContent-Type: application/json\r\n\r\n\
         {options}\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"deploy.zip\"\r\n\
         Content-Type: application/zip\r\n\r\n"
    );
    [head.as_bytes(), zip, format!("\r\n--{boundary}--\r\n").as_bytes()].concat()
}

#[derive(Deserialize)]
struct Begun {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Standing {
    deploy_result: DeployResult,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DeployResult {
    status: String,
    #[serde(default)]
    done: bool,
    #[serde(default)]
    number_components_total: u32,
    #[serde(default)]
    number_components_deployed: u32,
    #[serde(default)]
    number_component_errors: u32,
    details: Option<Details>,
    error_message: Option<String>,
    error_status_code: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    component_successes: Option<Vec<Message>>,
    component_failures: Option<Vec<Message>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    component_type: Option<String>,
    full_name: Option<String>,
    #[serde(default)]
    created: bool,
    #[serde(default)]
    changed: bool,
    problem: Option<String>,
}

impl DeployResult {
    fn read(self) -> Deployed {
        let stage = match self.status.as_str() {
            "Succeeded" => DeployStage::Succeeded,
            "Canceled" => DeployStage::Cancelled,
            "Canceling" => DeployStage::Cancelling,
            "Failed" | "FinalizingDeployFailed" | "SucceededPartial" => DeployStage::Rejected,
            // A word that is not known yet: whether it is over is said beside it.
            _ if self.done => DeployStage::Rejected,
            _ => DeployStage::Running,
        };
        let (code, said) = (self.error_status_code.as_deref(), self.error_message.as_deref());
        let refusal = (code.is_some() || said.is_some())
            .then(|| refusals::read(Stage::Api, code.unwrap_or_default(), said.unwrap_or_default()));
        let details = self.details.unwrap_or_default();
        let failures = details.component_failures.unwrap_or_default().into_iter();
        let successes = details.component_successes.unwrap_or_default().into_iter();
        let failures = failures.map(|one| one.shown(Some(Outcome::Refused)));
        let components = failures.chain(successes.map(|one| one.shown(None))).flatten();
        Deployed {
            stage,
            done: self.number_components_deployed.saturating_add(self.number_component_errors),
            of: self.number_components_total,
            components: components.take(MOST_COMPONENTS).collect(),
            refusal,
        }
    }
}

impl Message {
    /// A component as a person sees it. The manifest is listed too, where nothing is wrong with it, and is none.
    fn shown(self, outcome: Option<Outcome>) -> Option<ComponentView> {
        let kind = self.component_type.unwrap_or_default();
        let problem = self.problem.map(|problem| shown(&problem, LONGEST_PROBLEM));
        if kind.is_empty() && problem.is_none() {
            return None;
        }
        let succeeded = match (self.created, self.changed) {
            (true, _) => Outcome::Created,
            (false, true) => Outcome::Changed,
            (false, false) => Outcome::Unchanged,
        };
        Some(ComponentView {
            kind: shown(&kind, LONGEST_NAME),
            name: shown(&self.full_name.unwrap_or_default(), LONGEST_NAME),
            outcome: outcome.unwrap_or(succeeded),
            problem,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(result: Value) -> Deployed {
        serde_json::from_value::<DeployResult>(result).expect("a result").read()
    }

    #[test]
    fn where_it_stands_is_read_from_the_word_and_a_new_word_is_no_end() {
        for (word, done, stage) in [
            ("Pending", false, DeployStage::Running),
            ("InProgress", false, DeployStage::Running),
            ("FinalizingDeploy", false, DeployStage::Running),
            ("Succeeded", true, DeployStage::Succeeded),
            ("SucceededPartial", true, DeployStage::Rejected),
            ("Failed", true, DeployStage::Rejected),
            ("FinalizingDeployFailed", true, DeployStage::Rejected),
            ("Canceling", false, DeployStage::Cancelling),
            ("Canceled", true, DeployStage::Cancelled),
            ("Resting", false, DeployStage::Running),
            ("Resting", true, DeployStage::Rejected),
        ] {
            assert_eq!(read(json!({ "status": word, "done": done })).stage, stage, "{word} {done}");
        }
    }

    #[test]
    fn components_come_with_what_became_of_them_and_their_words_are_cleaned() {
        let deployed = read(json!({
            "status": "Failed", "done": true, "numberComponentsTotal": 5, "numberComponentsDeployed": 1,
            "numberComponentErrors": 1, "somethingNew": 1,
            "details": {
                "componentSuccesses": [
                    { "componentType": "", "fullName": "package.xml", "created": false, "changed": true },
                    { "componentType": "ExternalClientApplication", "fullName": "A", "created": true, "changed": true },
                ],
                "componentFailures": [
                    { "componentType": "ExtlClntAppOauthSettings", "fullName": "AOAuthSettings",
                      "problem": "no\u{202e} such scope\n", "problemType": "Error" },
                ],
            },
        }));
        assert_eq!((deployed.done, deployed.of), (2, 5));
        let told: Vec<_> = deployed.components.iter().map(|one| (one.name.as_str(), one.outcome)).collect();
        assert_eq!(told, [("AOAuthSettings", Outcome::Refused), ("A", Outcome::Created)]);
        assert_eq!(deployed.components[0].problem.as_deref(), Some("no such scope"));
    }

    #[test]
    fn a_refusal_of_all_of_it_is_kept_in_salesforces_words() {
        let words = json!({ "status": "Failed", "done": true, "errorStatusCode": "UNKNOWN_EXCEPTION", "errorMessage": "x" });
        let refusal = read(words).refusal.expect("a refusal");
        assert_eq!(refusal.error, "UNKNOWN_EXCEPTION");
        assert!(read(json!({ "status": "Succeeded", "done": true })).refusal.is_none());
    }

    #[test]
    fn a_deployment_is_known_by_an_id_and_nothing_else() {
        assert!(DeployId::parse("0Afxx0000001gPLCAY").is_some());
        for wrong in ["", "0Af", "00Dxx0000001gPLCAY", "0Afxx0000001gPL/../", "0Afxx0000001gPL?a=b"] {
            assert!(DeployId::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn the_two_parts_are_apart() {
        let form = String::from_utf8(form("B", &options(true), b"PK")).expect("text");
        assert_eq!(form.matches("--B\r\n").count(), 2);
        assert!(form.contains("\"checkOnly\":true") && form.contains("\"rollbackOnError\":true"), "{form}");
        assert!(!form.contains("testLevel") && form.ends_with("\r\n\r\nPK\r\n--B--\r\n"), "{form}");
    }
}
