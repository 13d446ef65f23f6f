//! Sloppy requests, byte for byte, which must be refused; and beside each the same request put right, which must not.
//!
//! Contains no code of Keyperch and no HTTP library. The table is in `sloppy/`; this file sends it and judges.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod sloppy;
mod support;

use std::io::Write;

use practice_org::Practice;
use sloppy::{Fresh, Shape, Sloppy};
use support::story::Story;
use support::wire::{self, Got};

#[tokio::test]
async fn sloppy_requests_are_refused_and_proper_ones_are_not() {
    let practice = support::practice("raw_requests").await;
    let table = sloppy::table();
    assert!(table.len() >= 45, "the table has only {} requests", table.len());
    let mut wrong = Vec::new();
    for row in &table {
        match judged(&practice, row).await {
            Ok(()) => println!("refused   {}", row.name),
            Err(why) => {
                println!("WRONG     {}: {why}", row.name);
                wrong.push(row.name);
            }
        }
    }
    // Past the test harness, which shows nothing of a test that passes.
    let refused = table.len() - wrong.len();
    writeln!(std::io::stdout(), "{refused} of {} refused as they should be", table.len()).unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Sends the proper request first, in a world of its own, then the sloppy one.
async fn judged(practice: &Practice, row: &Sloppy) -> Result<(), String> {
    let fresh = fresh(practice, row).await;
    let proper = (row.door.proper)(&fresh);
    let got = wire::send(practice, &proper).await.ok_or("the proper request got no answer")?;
    if !matches!(got.status, 200 | 201) || !got.body.contains(row.door.proof) {
        return Err(format!("the proper request was refused: {got:?}"));
    }
    let fresh = self::fresh(practice, row).await;
    if let Some(before) = row.before {
        before(practice, &fresh);
    }
    let mut sloppy = (row.request)(&fresh);
    for _ in 0..row.repeats {
        _ = wire::send(practice, &sloppy).await;
        sloppy = (row.request)(&fresh);
    }
    let got = wire::send(practice, &sloppy).await.ok_or("no answer")?;
    refused_as(row, &got).map_err(|why| format!("{why}: {got:?}"))
}

async fn fresh(practice: &Practice, row: &Sloppy) -> Fresh {
    practice.reset();
    let story = Story::of(practice, 0, 0, 0);
    let mut fresh = Fresh {
        sandbox: Story::of(practice, 1, 0, 0),
        explorer: Story::of(practice, 0, 1, 0),
        story,
        code: String::new(),
        foreign_code: String::new(),
        access: String::new(),
        refresh: String::new(),
        foreign_access: String::new(),
    };
    if row.door.needs_code {
        fresh.code = fresh.story.code(practice).await;
        fresh.foreign_code = fresh.sandbox.code(practice).await;
    }
    if row.door.needs_tokens {
        let tokens = fresh.story.tokens(practice).await;
        (fresh.access, fresh.refresh) = (tokens.access, tokens.refresh);
        fresh.foreign_access = fresh.sandbox.tokens(practice).await.access;
    }
    fresh
}

fn refused_as(row: &Sloppy, got: &Got) -> Result<(), String> {
    let same = |what: &str, expected: &str, actual: &str| {
        if expected == actual {
            Ok(())
        } else {
            Err(format!("{what} should be {expected:?}, not {actual:?}"))
        }
    };
    same("the status", &row.status.to_string(), &got.status.to_string())?;
    let content_type = got.header("content-type").unwrap_or("absent");
    let location = got.header("location").unwrap_or_default();
    match row.shape {
        Shape::OwnPage => {
            let page = "https://acme.my.salesforce.com/setup/secur/RemoteAccessErrorPage.apexp?";
            same("the page", page, &location.chars().take(page.len()).collect::<String>())?;
            same("error", row.code, &got.sent_back("error").unwrap_or_default())?;
            same("error_description", row.text, &got.sent_back("error_description").unwrap_or_default())
        }
        Shape::Callback => {
            let callback = "http://localhost:33333?";
            same("the callback", callback, &location.chars().take(callback.len()).collect::<String>())?;
            same("error", row.code, &got.sent_back("error").unwrap_or_default())?;
            same("error_description", row.text, &got.sent_back("error_description").unwrap_or_default())?;
            same("state", "st4te", &got.sent_back("state").unwrap_or_default())
        }
        Shape::Plain | Shape::Download => {
            let expected = if row.shape == Shape::Plain { "text/plain;charset=UTF-8" } else { "" };
            same("the content type", expected, content_type)?;
            let text = row.text.replace(' ', "%20");
            same("the body", &format!("error={}&error_description={text}", row.code), &got.body)
        }
        Shape::Json => {
            same("the content type", "application/json;charset=UTF-8", content_type)?;
            same("error", row.code, &got.field("error"))?;
            same("error_description", row.text, &got.field("error_description"))
        }
        Shape::Array => {
            same("the content type", "application/json;charset=UTF-8", content_type)?;
            let array = got.json();
            same("the length", "1", &array.as_array().map_or(0, Vec::len).to_string())?;
            same("errorCode", row.code, array[0]["errorCode"].as_str().unwrap_or_default())?;
            same("message", row.text, array[0]["message"].as_str().unwrap_or_default())
        }
        Shape::Word => {
            same("the content type", "text/plain;charset=UTF-8", content_type)?;
            same("the body", row.code, &got.body)
        }
        Shape::LeadsHome => same("the address", "https://acme.my.salesforce.com/", location),
        Shape::Bare => Ok(()),
    }
}
