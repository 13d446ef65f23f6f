//! `readMetadata`: the boxes of an app, which no query tells.
//!
//! The one request by SOAP, because REST only writes metadata. Nobody is known to have asked so for an app: what cannot
//! be read so is not known, and nothing hangs on it. A token in JWT format is refused there. The answer has the consumer
//! key in it, which is passed over.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::{BytesRef, Event};
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderName};
use zeroize::Zeroizing;

use crate::io::salesforce::{Salesforce, no_answer};
use crate::model::error::Error;
use crate::model::host::InstanceUrl;
use crate::model::metadata::{API_VERSION, FLAGS, FoundFlags, Kind};
use crate::model::recipe::ApiName;
use crate::model::refusal::Stage;
use crate::model::secret::AccessToken;
use crate::oauth::refusals;

/// What else than boxes is taken from the answer.
const ALSO: [&str; 2] = ["callbackUrl", "certificate"];

/// Where the session stands in the envelope: no name of ours has such a character.
const SESSION: &str = "\0";

/// Deeper than any answer goes.
const DEEPEST: usize = 32;

impl Salesforce {
    /// Reads the OAuth settings of an app that no query tells. None: there are none by a name that is known for them.
    /// Contacts Salesforce.
    ///
    /// # Errors
    /// [`Error::Refused`], [`Error::Network`].
    pub async fn flags_of(
        &self,
        at: &InstanceUrl,
        token: &AccessToken,
        app: &ApiName,
    ) -> Result<Option<FoundFlags>, Error> {
        let request = self
            .http()
            .post(at.at(&format!("/services/Soap/m/{API_VERSION}")))
            .header(CONTENT_TYPE, "text/xml; charset=UTF-8")
            .header(HeaderName::from_static("soapaction"), "\"\"")
            .body(body(token, app));
        let reply = self.ask(at.host(), request).await?;
        let said = str::from_utf8(&reply.body).ok().and_then(read);
        match said {
            Some(Said::Fault { code, text }) => Err(refusals::read(Stage::Api, &code, &text).into()),
            Some(Said::Records(records)) if reply.status == StatusCode::OK => {
                Ok(records.into_iter().find(|record| !record.is_empty()).map(FoundFlags))
            }
            _ => Err(no_answer(at.host(), reply.status).into()),
        }
    }
}

/// The envelope with the session in it, once: what is put in is wiped, and the text has its room from the beginning. The
/// body itself is the HTTP library's from here on, as the forms of the other requests are, and that wipes none.
fn body(token: &AccessToken, app: &ApiName) -> String {
    let frame = envelope(app);
    let session = Zeroizing::new(escape(token.expose()).into_owned());
    let (before, after) = frame.split_once(SESSION).unwrap_or((&frame, ""));
    let mut body = String::with_capacity(frame.len() + session.len());
    for part in [before, &session, after] {
        body.push_str(part);
    }
    body
}

/// The request, with a place for the session. An app that a deployment made has its settings under the first name, one that Setup made under the second.
fn envelope(app: &ApiName) -> String {
    let kind = Kind::GlobalOauthSettings;
    let names = [kind.named(app.as_str()), format!("{}_glbloauth", app.as_str())];
    let names = names.map(|name| format!("<m:fullNames>{name}</m:fullNames>")).concat();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:m=\"http://soap.sforce.com/2006/04/metadata\">\
         <e:Header><m:SessionHeader><m:sessionId>{SESSION}</m:sessionId></m:SessionHeader></e:Header>\
         <e:Body><m:readMetadata><m:type>{}</m:type>{names}</m:readMetadata></e:Body></e:Envelope>",
        kind.word()
    )
}

/// What an answer says.
#[derive(Debug, PartialEq)]
enum Said {
    Fault { code: String, text: String },
    Records(Vec<BTreeMap<String, String>>),
}

/// Reads an answer. None: it is none, or has a document type, which could name anything.
fn read(xml: &str) -> Option<Said> {
    let mut reader = Reader::from_str(xml);
    let mut path: Vec<String> = Vec::new();
    let (mut records, mut fault) =
        (Vec::<BTreeMap<String, String>>::new(), BTreeMap::<String, String>::new());
    let mut is_answer = false;
    loop {
        let event = reader.read_event().ok()?;
        let said = match &event {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                match name.as_str() {
                    "records" => records.push(BTreeMap::new()),
                    "readMetadataResponse" | "Fault" => is_answer = true,
                    _ => {}
                }
                path.push(name);
                (path.len() <= DEEPEST).then_some(())?;
                continue;
            }
            Event::End(_) => {
                path.pop()?;
                continue;
            }
            Event::Text(text) => text.xml10_content().into_owned(),
            Event::CData(text) => text.xml10_content().into_owned(),
            Event::GeneralRef(reference) => character(reference)?,
            Event::DocType(_) => return None,
            Event::Eof => break,
            _ => continue,
        };
        let [.., holder, element] = path.as_slice() else { continue };
        if holder == "records" && is_wanted(element) {
            records.last_mut()?.entry(element.clone()).or_default().push_str(&said);
        } else if holder == "Fault" {
            fault.entry(element.clone()).or_default().push_str(&said);
        }
    }
    if !is_answer || !path.is_empty() {
        return None;
    }
    let part = |name: &str| fault.get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
    // The code comes with a prefix: `sf:INVALID_SESSION_ID`.
    let code = part("faultcode").rsplit(':').next().unwrap_or_default().to_owned();
    Some(if fault.is_empty() {
        Said::Records(records)
    } else {
        Said::Fault { code, text: part("faultstring") }
    })
}

/// Boxes and a little more: the consumer key is not among them.
fn is_wanted(element: &str) -> bool {
    ALSO.contains(&element) || FLAGS.into_iter().any(|flag| flag.element() == element)
}

/// `&amp;` and its like, and `&#10;`. Any other name is of a document type, and there is none.
fn character(reference: &BytesRef<'_>) -> Option<String> {
    if let Some(character) = reference.resolve_char_ref().ok()? {
        return Some(character.to_string());
    }
    resolve_predefined_entity(reference).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><soapenv:Envelope xmlns:soapenv=\"x\" xmlns=\"y\"><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
        )
    }

    #[test]
    fn boxes_are_read_and_the_key_is_not() {
        let xml = answer(
            "<readMetadataResponse><result><records xsi:type=\"E\"><fullName>A</fullName>\
             <callbackUrl>http://localhost:33333&#10;https://a.example/?x=1&amp;y</callbackUrl><consumerKey>3MVG9canary</consumerKey>\
             <isPkceRequired>true</isPkceRequired></records><records xsi:nil=\"true\"/></result></readMetadataResponse>",
        );
        let Some(Said::Records(records)) = read(&xml) else { panic!("records") };
        let expected =
            [("callbackUrl", "http://localhost:33333\nhttps://a.example/?x=1&y"), ("isPkceRequired", "true")];
        let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(records, [BTreeMap::from(expected)]);
    }

    #[test]
    fn a_fault_is_a_refusal_with_its_code() {
        let xml = answer(
            "<soapenv:Fault><faultcode>sf:INVALID_SESSION_ID</faultcode><faultstring>Invalid Session ID</faultstring></soapenv:Fault>",
        );
        let fault =
            Said::Fault { code: "INVALID_SESSION_ID".to_owned(), text: "Invalid Session ID".to_owned() };
        assert_eq!(read(&xml), Some(fault));
    }

    #[test]
    fn what_is_no_answer_is_none() {
        let record = "<readMetadataResponse><result><records><isPkceRequired>&x;</isPkceRequired></records></result></readMetadataResponse>";
        let entity = format!("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>{}", answer(record));
        let deep = "<a>".repeat(DEEPEST + 1);
        for wrong in
            ["", "<html><body>Log in</body></html>", "{}", &entity, &answer(record), &deep, &answer("<a>")]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_session_cannot_end_its_element() {
        let app = ApiName::of("A").expect("a name");
        let envelope = body(&AccessToken::from("x</m:sessionId>".to_owned()), &app);
        assert!(envelope.contains("<m:sessionId>x&lt;/m:sessionId&gt;</m:sessionId>"), "{envelope}");
        for name in ["AGlblOAuth", "A_glbloauth"] {
            assert!(envelope.contains(&format!("<m:fullNames>{name}</m:fullNames>")), "{envelope}");
        }
    }
}
