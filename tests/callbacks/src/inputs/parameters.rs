//! C17 to C44: the parameters, and when they come.

use super::{CANARY, CODE, visit};
use crate::case::{Case, Class, Input, Scene, When};

pub(super) fn cases() -> Vec<Case> {
    [states(), codes(), shapes(), times()].into_iter().flatten().collect()
}

fn query(scene: &Scene, queries: &[String]) -> Vec<Input> {
    queries.iter().map(|query| scene.target(&format!("/?{query}"))).collect()
}

fn states() -> Vec<Case> {
    vec![
        Case::ignored(17, "no query", |scene| vec![scene.target("/"), scene.target("/?")]),
        Case::ignored(18, "no state", |scene| query(scene, &[format!("code={CODE}")])),
        Case::ignored(19, "an empty state", |scene| {
            query(scene, &[format!("code={CODE}&state="), format!("code={CODE}&state")])
        }),
        Case::ignored(20, "a wrong state", |scene| {
            let (shorter, last) = scene.state.split_at(scene.state.len() - 1);
            let close = if last == "A" { "B" } else { "A" };
            let wrong = [
                "A".repeat(43),
                shorter.to_owned(),
                format!("{shorter}{close}"),
                format!("{}x", scene.state),
            ];
            query(scene, &wrong.map(|state| format!("code={CODE}&state={state}")))
        }),
        Case::ignored(21, "the state of the attempt before", |scene| {
            query(scene, &[format!("code={CODE}&state={}", scene.previous)])
        }),
        Case::ignored(22, "the state of another sign-in that waits", |scene| {
            let (port, state) = &scene.other;
            let mut swapped = query(scene, &[format!("code={CODE}&state={state}")]);
            swapped.push(Input::To(
                ([127, 0, 0, 1], *port).into(),
                visit(*port, &format!("/?{}", scene.query())),
            ));
            swapped
        }),
        Case::ignored(23, "the state in other letters", |scene| {
            let others = [scene.state.to_uppercase(), scene.state.to_lowercase()];
            query(scene, &others.map(|state| format!("code={CODE}&state={state}")))
        }),
        Case::ignored(24, "the state and a space or a NUL", |scene| {
            ["%20", "+", "%00", "%0A", " ", "\0"]
                .map(|end| scene.target(&format!("/?code={CODE}&state={}{end}", scene.state)))
                .into()
        }),
        Case::ignored(25, "two states, one right", |scene| {
            let right = &scene.state;
            query(
                scene,
                &[
                    format!("code={CODE}&state={right}&state=wrong"),
                    format!("state=wrong&code={CODE}&state={right}"),
                    format!("state={right}&code={CODE}&state={right}"),
                    format!("code={CODE}&state={right}&st%61te=wrong"),
                ],
            )
        }),
    ]
}

fn codes() -> Vec<Case> {
    vec![
        Case::ignored(26, "two codes", |scene| {
            query(scene, &[format!("{}&code=aPrx2", scene.query()), format!("code=&{}", scene.query())])
        }),
        Case::ignored(27, "a code and an error", |scene| {
            query(
                scene,
                &[format!("{}&error=access_denied", scene.query()), format!("error=&{}", scene.query())],
            )
        }),
        Case::ignored(28, "an error without state", |scene| {
            query(scene, &["error=access_denied".to_owned()])
        }),
        Case::ignored(29, "an error with a wrong state", |scene| {
            query(
                scene,
                &[format!("error=access_denied&error_description={CANARY}&state={}", "A".repeat(43))],
            )
        }),
        Case::ends(30, "a refusal whose words are a script", |scene| {
            let script = format!("%3Cscript%3Ealert('{CANARY}')%3C/script%3E");
            query(scene, &[format!("error=access_denied&error_description={script}&state={}", scene.state)])
        }),
        Case::ignored(31, "a refusal with 64 KB of words", |scene| {
            let words = CANARY.repeat(64 * 1024 / CANARY.len());
            query(scene, &[format!("error=access_denied&state={}&error_description={words}", scene.state)])
        }),
        Case::ends(32, "a refusal with line ends, turned and coloured words", |scene| {
            let words = [
                format!("{CANARY}%0d%0aSet-Cookie:%20a=b%0d%0a%0d%0a%3Chtml%3E"),
                format!("%E2%80%AE{CANARY}"),
                format!("%1b[31m{CANARY}%1b[2J"),
            ];
            query(
                scene,
                &words.map(|words| {
                    format!("error=access_denied&error_description={words}&state={}", scene.state)
                }),
            )
        }),
        Case::ignored(33, "an empty code", |scene| {
            query(scene, &[format!("code=&state={}", scene.state), format!("code&state={}", scene.state)])
        }),
        Case::ignored(34, "a code of 4,097 bytes", |scene| {
            query(scene, &[format!("code={}&state={}", "a".repeat(4097), scene.state)])
        }),
        Case::ignored(35, "a code with NUL, line end or half a character", |scene| {
            let codes = ["%00", "%0d%0a", "%FF", "%20", "%c3%a9"];
            query(scene, &codes.map(|code| format!("code={CANARY}{code}&state={}", scene.state)))
        }),
    ]
}

fn shapes() -> Vec<Case> {
    vec![
        Case::ignored(36, "broken escapes", |scene| {
            let broken = ["%zz", "%", "%4", "%+1", "%u0041"];
            query(scene, &broken.map(|end| format!("{}&x={end}", scene.query())))
        }),
        Case::ignored(37, "1,000 parameters", |scene| {
            query(scene, &[format!("{}{}", scene.query(), "&a=b".repeat(1000))])
        }),
        Case::ignored(38, "a fragment in the target", |scene| {
            let state = &scene.state;
            query(
                scene,
                &[
                    format!("{}#", scene.query()),
                    format!("state={state}&code={CODE}#{CANARY}"),
                    format!("code={CODE}#&state={state}"),
                ],
            )
        }),
        Case::ignored(39, "a wrong issuer", |scene| {
            let issuers = [
                "https://evil.example",
                "https://globex.my.salesforce.com",
                "https://acme.my.salesforce.com.evil.example",
                "",
                "https://acme.my.salesforce.com&iss=https://acme.my.salesforce.com",
            ];
            query(scene, &issuers.map(|issuer| format!("{}&iss={issuer}", scene.query())))
        }),
        Case::ignored(40, "parameters in a body", |scene| {
            let body = scene.query();
            ["GET", "POST"]
                .map(|method| {
                    let form = format!(
                        "{method} / HTTP/1.1\r\nHost: localhost:{}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                         Content-Length: {}\r\n\r\n{body}",
                        scene.port,
                        body.len()
                    );
                    Input::Send(form.into_bytes())
                })
                .into()
        }),
    ]
}

fn times() -> Vec<Case> {
    vec![
        Case::late(41, "the answer once more", When::Answered, Class::AfterTheEnd),
        Case::late(42, "a good callback 1 ms after cancelling", When::Cancelled, Class::CannotConnect),
        Case::late(43, "a good callback after the time is up", When::TimedOut, Class::CannotConnect),
        // Whose code it is, the exchange will tell: the identity is judged there.
        Case::ends(44, "a valid callback with the code of another org", |scene| {
            vec![Input::Send(scene.good())]
        }),
    ]
}
