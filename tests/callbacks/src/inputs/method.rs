//! C01 to C16: the method and the target.

use super::head;
use crate::case::{Case, Input};

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::ignored(1, "POST with a good query", |scene| vec![scene.by("POST")]),
        Case::ignored(2, "PUT", |scene| vec![scene.by("PUT")]),
        Case::ignored(3, "DELETE", |scene| vec![scene.by("DELETE")]),
        Case::ignored(4, "HEAD", |scene| vec![scene.by("HEAD")]),
        Case::ignored(5, "OPTIONS, asking for a private network", |scene| {
            let more = "Origin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\n\
                        Access-Control-Request-Private-Network: true\r\nSec-Fetch-Mode: cors\r\n";
            vec![
                Input::Send(head("OPTIONS", &format!("/?{}", scene.query()), &scene.here(), more)),
                scene.by("OPTIONS"),
            ]
        }),
        Case::ignored(6, "CONNECT", |scene| {
            let tunnel = head("CONNECT", &format!("localhost:{}", scene.port), &scene.here(), "");
            vec![Input::Send(tunnel), scene.by("CONNECT")]
        }),
        Case::ignored(7, "TRACE", |scene| vec![scene.by("TRACE")]),
        Case::ignored(8, "get in small letters", |scene| vec![scene.by("get"), scene.by("Get")]),
        Case::ignored(9, "/favicon.ico", |scene| {
            vec![scene.target("/favicon.ico"), scene.target(&format!("/favicon.ico?{}", scene.query()))]
        }),
        Case::ignored(10, "/apple-touch-icon.png", |scene| vec![scene.target("/apple-touch-icon.png")]),
        Case::ignored(11, "the bare path", |scene| vec![scene.target("/")]),
        Case::ignored(12, "the path and a final slash", |scene| {
            vec![
                scene.target(&format!("//?{}", scene.query())),
                scene.target(&format!("/done/?{}", scene.query())),
            ]
        }),
        Case::ignored(13, "the path as a beginning", |scene| {
            ["/X", "/callback", "/index.html", "/done", "/;x"]
                .map(|path| scene.target(&format!("{path}?{}", scene.query())))
                .into()
        }),
        Case::ignored(14, "the path written otherwise", |scene| {
            ["///", "/./", "/.", "/../", "/%2f", "/%2e", "%2f", "/\\"]
                .map(|path| scene.target(&format!("{path}?{}", scene.query())))
                .into()
        }),
        Case::ignored(15, "an absolute target, of another host and of ours", |scene| {
            let ours = format!("localhost:{}", scene.port);
            ["evil.example", &ours]
                .map(|host| scene.target(&format!("http://{host}/?{}", scene.query())))
                .into()
        }),
        Case::ignored(16, "the target *", |scene| {
            vec![scene.target("*"), scene.target(&format!("*?{}", scene.query()))]
        }),
    ]
}
