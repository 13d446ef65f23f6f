//! C45 to C55: to which name, and on whose behalf.

use super::VISIT;
use crate::case::{Case, Input, Scene};

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::ignored(45, "no host", |scene| vec![scene.host(""), scene.host("Host:\r\n")]),
        Case::ignored(46, "a foreign host", |scene| named(scene, &["evil.example"])),
        Case::ignored(47, "a host that begins or ends as ours", |scene| {
            named(
                scene,
                &[
                    "127.0.0.1.evil.example",
                    "evil-localhost",
                    "localhost.",
                    "x@localhost",
                    "[::1].evil.example",
                ],
            )
        }),
        Case::ignored(48, "another port", |scene| {
            ["1", "033333", "", "33333x"]
                .map(|port| scene.host(&format!("Host: localhost:{port}\r\n")))
                .into()
        }),
        Case::ignored(49, "no port", |scene| {
            ["localhost", "127.0.0.1", "[::1]"].map(|name| scene.host(&format!("Host: {name}\r\n"))).into()
        }),
        Case::ignored(50, "two hosts", |scene| {
            let ours = scene.here();
            vec![
                scene.host(&format!("{ours}{ours}")),
                scene.host(&format!("{ours}Host: evil.example\r\n")),
                scene.host(&format!("HOST: evil.example\r\n{ours}")),
            ]
        }),
        Case::ignored(51, "0.0.0.0 and other names of here", |scene| {
            named(
                scene,
                &["0.0.0.0", "[::]", "127.1", "127.0.0.2", "2130706433", "[::ffff:127.0.0.1]", "LOCALHOST"],
            )
        }),
        Case::ignored(52, "a page's script", |scene| {
            let mut scripts: Vec<Input> = ["cors", "no-cors", "same-origin", "websocket", ""]
                .map(|mode| scene.with(&format!("Sec-Fetch-Mode: {mode}\r\n")))
                .into();
            scripts.push(scene.with(&format!("{VISIT}Sec-Fetch-Mode: cors\r\n")));
            scripts
        }),
        Case::ignored(53, "a picture, a frame, a script", |scene| {
            ["image", "iframe", "script", "embed", "object", "empty", "style"]
                .map(|dest| scene.with(&format!("Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: {dest}\r\n")))
                .into()
        }),
        Case::ignored(54, "a look ahead", |scene| {
            [
                "Sec-Purpose: prefetch",
                "Sec-Purpose: prefetch;prerender",
                "Purpose: prefetch",
                "X-Moz: Prefetch",
            ]
            .map(|look| scene.with(&format!("{VISIT}{look}\r\n")))
            .into()
        }),
        Case::ignored(55, "on behalf of another site", |scene| {
            [
                "https://evil.example",
                "https://salesforce.com.evil.example",
                "http://acme.my.salesforce.com",
                "file://",
            ]
            .map(|origin| scene.with(&format!("Origin: {origin}\r\n")))
            .into()
        }),
    ]
}

fn named(scene: &Scene, names: &[&str]) -> Vec<Input> {
    names.iter().map(|name| scene.host(&format!("Host: {name}:{}\r\n", scene.port))).collect()
}
