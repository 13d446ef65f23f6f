//! Sloppy deployments, refused before anything is looked into: methods, parts, options, ids.

use serde_json::json;

use super::Shape::Array;
use super::{Door, Fresh, Shape, Sloppy, row};
use crate::support::deploy::{Files, options, parts};
use crate::support::wire::Raw;

type Answer = (u16, Shape, &'static str, &'static str);

const DEPLOY: Door =
    Door { needs_code: false, needs_tokens: true, proper: |f| deployed(f, &[]), proof: "\"Pending\"" };

/// The proper request with some options changed.
fn deployed(f: &Fresh, changes: &[(&str, serde_json::Value)]) -> Raw {
    let mut options = options();
    for (name, value) in changes {
        options[*name] = value.clone();
    }
    f.story.deploy(&f.access, &options, &Files::nightly().zipped())
}

/// The proper request with its body in other words.
fn reworded(f: &Fresh, from: &str, to: &str) -> Raw {
    let zip = b"PK".to_vec();
    let body = String::from_utf8(parts(&options(), &zip)).unwrap();
    assert!(body.contains(from), "there is no {from}");
    Raw { bytes: Some(body.replace(from, to).into_bytes()), ..deployed(f, &[]) }
}

const MALFORMED: Answer = (400, Array, "INVALID_MULTIPART_REQUEST", "the multipart message is malformed");
const MEDIA: Answer = (415, Array, "UNSUPPORTED_MEDIA_TYPE", "this Content-Type is not supported");
const NO_JSON: Answer =
    (400, Array, "JSON_PARSER_ERROR", "the JSON is malformed, or has a field that does not exist");

pub(super) fn table() -> Vec<Sloppy> {
    [bodies(), requests()].into_iter().flatten().collect()
}

fn bodies() -> Vec<Sloppy> {
    vec![
        row(
            &DEPLOY,
            "a deployment by GET",
            |f| f.story.limits(&f.access).at("/services/data/v67.0/metadata/deployRequest"),
            (405, Array, "METHOD_NOT_ALLOWED", "HTTP method not allowed. Allowed are POST"),
        ),
        row(
            &DEPLOY,
            "a deployment without a token",
            |f| deployed(f, &[]).without_header("Authorization"),
            (401, Array, "INVALID_SESSION_ID", "Session expired or invalid"),
        ),
        row(
            &DEPLOY,
            "a deployment with the sandbox's token",
            |f| deployed(f, &[]).bearer(&f.foreign_access),
            (401, Array, "INVALID_SESSION_ID", "Session expired or invalid"),
        ),
        row(
            &DEPLOY,
            "a zip alone",
            |f| Raw {
                bytes: Some(Files::nightly().zipped()),
                ..deployed(f, &[]).header("Content-Type", "application/zip")
            },
            MEDIA,
        ),
        row(
            &DEPLOY,
            "a body without a boundary in its type",
            |f| deployed(f, &[]).header("Content-Type", "multipart/form-data"),
            MEDIA,
        ),
        row(
            &DEPLOY,
            "another boundary",
            |f| deployed(f, &[]).header("Content-Type", "multipart/form-data; boundary=Other"),
            MALFORMED,
        ),
        row(
            &DEPLOY,
            "mixed parts",
            |f| deployed(f, &[]).header("Content-Type", "multipart/mixed; boundary=B0und"),
            MEDIA,
        ),
        row(&DEPLOY, "no end", |f| reworded(f, "--B0und--\r\n", ""), MALFORMED),
        row(&DEPLOY, "bare line feeds", |f| reworded(f, "\r\n", "\n"), MALFORMED),
        row(
            &DEPLOY,
            "a part of another name",
            |f| reworded(f, "name=\"json\"", "name=\"entity_content\""),
            MALFORMED,
        ),
        row(&DEPLOY, "one part twice", |f| reworded(f, "name=\"file\"", "name=\"json\""), MALFORMED),
        row(
            &DEPLOY,
            "a zip without a file name",
            |f| reworded(f, "; filename=\"deploy.zip\"", ""),
            MALFORMED,
        ),
        row(&DEPLOY, "a zip of another type", |f| reworded(f, "application/zip", "text/plain"), MALFORMED),
        row(&DEPLOY, "options of another type", |f| reworded(f, "application/json", "text/plain"), MALFORMED),
        row(
            &DEPLOY,
            "the options alone",
            |f| {
                Raw { bytes: Some(b"--B0und\r\nContent-Disposition: form-data; name=\"json\"\r\nContent-Type: application/json\r\n\r\n{}\r\n--B0und--".to_vec()), ..deployed(f, &[]) }
            },
            MALFORMED,
        ),
    ]
}

fn requests() -> Vec<Sloppy> {
    let option = |text| (400, Array, "INVALID_OPERATION", text);
    let gone = (404, Array, "NOT_FOUND", "The requested resource does not exist");
    vec![
        row(
            &DEPLOY,
            "options that are no JSON",
            |f| reworded(f, "{\"deployOptions\":", "{deployOptions:"),
            NO_JSON,
        ),
        row(&DEPLOY, "options without their name", |f| reworded(f, "deployOptions", "options"), NO_JSON),
        row(&DEPLOY, "an option that does not exist", |f| deployed(f, &[("rollback", json!(true))]), NO_JSON),
        row(
            &DEPLOY,
            "no roll-back in production",
            |f| deployed(f, &[("rollbackOnError", json!(false))]),
            option("rollbackOnError: must be true in a production org"),
        ),
        row(
            &DEPLOY,
            "no tests in production",
            |f| deployed(f, &[("testLevel", json!("NoTestRun"))]),
            option("testLevel: NoTestRun is not allowed in a production org"),
        ),
        row(
            &DEPLOY,
            "several packages",
            |f| deployed(f, &[("singlePackage", json!(false))]),
            option("singlePackage: only true is practised here"),
        ),
        row(
            &DEPLOY,
            "a deployment that nobody sent",
            |f| f.story.deployment(&f.access, "0AfQy0000000001"),
            gone,
        ),
        row(
            &DEPLOY,
            "a version that does not exist, of deployments",
            |f| deployed(f, &[]).at("/services/data/v99.0/metadata/deployRequest"),
            gone,
        ),
    ]
}
