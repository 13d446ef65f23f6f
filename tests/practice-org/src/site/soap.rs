//! `POST /services/Soap/m/XX.0`: reads the global OAuth settings of apps, and nothing else.
//!
//! The one way to see callback URLs, flows and boxes: no query has them, and the REST side of the Metadata API only deploys.
//! A session is an opaque access token; a JSON Web Token is none (help page `jwt_access_tokens`). The secret is never in an
//! answer. Nobody has shown such an answer for this type: names and order are those of a retrieved file, an assumption.

use super::admitted::bearer_of;
use super::answer::Answer;
use super::call::Call;
use super::page::escaped;
use crate::rules::metadata::NAMESPACE;
use crate::rules::metadata::xml::{self, Element};
use crate::rules::refusal::{
    METHOD_POST, NOT_FOUND, Refusal, SESSION_DEAD, SOAP_MALFORMED, SOAP_MAY_NOT, SOAP_TYPE,
};
use crate::rules::version;
use crate::world::app::App;
use crate::world::org::Org;
use crate::world::{OrgIndex, World};

/// What the path begins with.
pub(crate) const PATH: &str = "/services/Soap/m/";
const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const TYPE: &str = "ExtlClntAppGlobalOauthSettings";
/// No call reads more records.
const MOST_NAMES: usize = 10;

/// What is asked.
struct Asked {
    session: String,
    sort: String,
    full_names: Vec<String>,
}

/// Answers a call: records, or a fault.
pub(crate) fn answer(world: &mut World, org: OrgIndex, call: &Call) -> Answer {
    if !call.is_post() {
        return Answer::empty(METHOD_POST.status).refusing(METHOD_POST);
    }
    match read(world, org, call) {
        Ok(records) => Answer::of_type(200, "text/xml;charset=UTF-8", enveloped(&records)),
        Err(refusal) => fault(refusal),
    }
}

fn read(world: &mut World, org: OrgIndex, call: &Call) -> Result<String, Refusal> {
    let version = call.path.strip_prefix(PATH).unwrap_or_default();
    version::read(&format!("v{version}")).ok_or(NOT_FOUND)?;
    let kind = call.content_type.as_deref().unwrap_or_default().split(';').next().unwrap_or_default();
    if !kind.trim().eq_ignore_ascii_case("text/xml") || !call.has_soap_action {
        return Err(SOAP_MALFORMED);
    }
    let asked = asked(&call.body).ok_or(SOAP_MALFORMED)?;
    // Three parts are a JSON Web Token, whatever it may be used for elsewhere.
    if !asked.session.contains('!') {
        return Err(SESSION_DEAD);
    }
    let username = bearer_of(world, org, Some(&format!("Bearer {}", asked.session)))?;
    let standing = &world.user(org, &username).ok_or(SESSION_DEAD)?.standing;
    if !standing.may_deploy || !standing.may_see_apps {
        return Err(SOAP_MAY_NOT);
    }
    if asked.sort != TYPE || asked.full_names.is_empty() || asked.full_names.len() > MOST_NAMES {
        return Err(SOAP_TYPE);
    }
    world.orgs[org].api_requests += 1;
    let home = &world.orgs[org];
    Ok(asked.full_names.iter().map(|name| found(home, name)).collect())
}

fn asked(body: &str) -> Option<Asked> {
    let envelope = xml::read(body).ok().filter(|root| is(root, ENVELOPE, "Envelope"))?;
    let [header, body] = envelope.children.as_slice() else {
        return None;
    };
    let session = only(header, ENVELOPE, "Header", "SessionHeader")?;
    let call = only(body, ENVELOPE, "Body", "readMetadata")?;
    let session = only(session, NAMESPACE, "SessionHeader", "sessionId")?.text.trim().to_owned();
    let [sort, names @ ..] = call.children.as_slice() else {
        return None;
    };
    let fits = is(sort, NAMESPACE, "type") && names.iter().all(|name| is(name, NAMESPACE, "fullNames"));
    let text = |element: &Element| element.text.trim().to_owned();
    fits.then(|| Asked { session, sort: text(sort), full_names: names.iter().map(text).collect() })
}

fn is(element: &Element, namespace: &str, name: &str) -> bool {
    element.namespace == namespace && element.name == name
}

/// The one child of an element, which has this name in the namespace of the Metadata API.
fn only<'a>(element: &'a Element, namespace: &str, name: &str, child: &str) -> Option<&'a Element> {
    match element.children.as_slice() {
        [inside] if is(element, namespace, name) && is(inside, NAMESPACE, child) => Some(inside),
        _ => None,
    }
}

/// A record; an empty one where there is none of this name.
fn found(org: &Org, full_name: &str) -> String {
    let is_it = |app: &&App| app.is_usable() && app.parts.global.as_deref() == Some(full_name);
    let Some(app) = org.apps.iter().find(is_it) else {
        return "<records xsi:nil=\"true\"/>".to_owned();
    };
    let inside: String = fields(app, full_name)
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .fold(String::new(), |text, (name, value)| format!("{text}<{name}>{}</{name}>", escaped(value)));
    format!("<records xsi:type=\"{TYPE}\">{inside}</records>")
}

fn fields(app: &App, full_name: &str) -> Vec<(&'static str, String)> {
    let switches = &app.switches;
    let label = app.name.clone();
    let remarked = |remark| app.remarks.contains_key(remark);
    let mut fields = vec![
        ("fullName", full_name.to_owned()),
        ("callbackUrl", switches.callback_urls.join("\n")),
        ("certificate", switches.certificate.clone()),
        ("consumerKey", app.consumer_key.clone()),
        ("externalClientApplication", app.api_name.clone()),
    ];
    for (name, is_on) in [
        ("isClientCredentialsFlowEnabled", switches.client_credentials_flow),
        ("isCodeCredFlowEnabled", switches.code_and_credentials_flow),
        ("isCodeCredPostOnly", remarked("require_user_credentials_in_post_body")),
        ("isConsumerSecretOptional", !switches.secret_required_for_web_server),
        ("isDeviceFlowEnabled", switches.device_flow),
        ("isIntrospectAllTokens", switches.introspect_all_tokens),
        ("isNamedUserJwtEnabled", switches.jwt_access_tokens),
        ("isPkceRequired", switches.pkce_required),
        ("isRefreshTokenRotationEnabled", switches.refresh_token_rotation),
        ("isSecretRequiredForRefreshToken", switches.secret_required_for_refresh),
        ("isSecretRequiredForTokenExchange", remarked("require_secret_token_exchange")),
        ("isTokenExchangeEnabled", switches.token_exchange_flow),
    ] {
        fields.push((name, is_on.to_string()));
    }
    fields.push(("label", label));
    for name in ["shouldRotateConsumerKey", "shouldRotateConsumerSecret"] {
        fields.push((name, false.to_string()));
    }
    fields
}

fn enveloped(records: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope xmlns:soapenv=\"{ENVELOPE}\" \
         xmlns=\"{NAMESPACE}\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body>\
         <readMetadataResponse><result>{records}</result></readMetadataResponse></soapenv:Body></soapenv:Envelope>"
    )
}

/// Every refusal is a fault, and has status 500.
fn fault(refusal: Refusal) -> Answer {
    let Refusal { code, text, .. } = refusal;
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope xmlns:soapenv=\"{ENVELOPE}\" \
         xmlns:sf=\"{NAMESPACE}\"><soapenv:Body><soapenv:Fault><faultcode>sf:{code}</faultcode>\
         <faultstring>{code}: {}</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>",
        escaped(text)
    );
    Answer::of_type(500, "text/xml;charset=UTF-8", body).refusing(refusal)
}
