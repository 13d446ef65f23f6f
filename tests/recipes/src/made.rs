//! The app that has come of a guide, as the org has it: the same by hand and by a deployment, and switched as this program's
//! own table says, down to what no token shows.

use practice_org::{AppView, Draft, Switches};
use serde_json::{Map, Value};

use crate::Failed;
use crate::stand::{HOST, Stand};
use crate::ways::Way;

/// How many of an app's switches were compared.
pub(crate) fn compared(stand: &Stand, way: &Way) -> Result<usize, Failed> {
    let here = stand.practice.orgs().into_iter().filter(|org| org.host == HOST).flat_map(|org| org.apps);
    let mut made: Vec<AppView> = here.filter(|app| app.switches.exists && app.name == way.name).collect();
    let (Some(app), true) = (made.pop(), made.is_empty()) else {
        return Err(format!("there is not one app called {}", way.name).into());
    };
    if app.api_name != way.name.replace(' ', "_") {
        return Err(format!("its API Name is {}", app.api_name).into());
    }
    let has = comparable(app.switches)?;
    let mut expected = comparable(Draft::new("", "", &way.scopes(), "").switches)?;
    expected.extend(fields(serde_json::from_str(way.switched)?)?);
    let other = expected.iter().filter_map(|(switch, value)| {
        let has = has.get(switch).unwrap_or(&Value::Null);
        (has != value).then(|| format!("{switch} is {has}, not {value}"))
    });
    let other: Vec<String> = other.collect();
    if other.is_empty() { Ok(expected.len()) } else { Err(other.join("; ").into()) }
}

/// Switches by name. The order of scopes says nothing, and of a certificate only that there is one.
fn comparable(mut switches: Switches) -> Result<Map<String, Value>, Failed> {
    switches.scopes.sort();
    let has_certificate = !switches.certificate.is_empty();
    let mut fields = fields(serde_json::to_value(switches)?)?;
    fields.insert("certificate".to_owned(), has_certificate.into());
    Ok(fields)
}

fn fields(value: Value) -> Result<Map<String, Value>, Failed> {
    match value {
        Value::Object(fields) => Ok(fields),
        _ => Err("no switches".into()),
    }
}
