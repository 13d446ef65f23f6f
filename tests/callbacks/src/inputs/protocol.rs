//! C56 to C80: what is hardly HTTP, what is slow, what is huge, and who comes from elsewhere.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use super::{CANARY, VISIT, visit};
use crate::case::{Case, Input, Scene};
use crate::peers;

const MEGABYTE: usize = 1024 * 1024;

pub(super) fn cases() -> Vec<Case> {
    [other_tongues(), slow_and_huge(), heads(), connections()].into_iter().flatten().collect()
}

fn other_tongues() -> Vec<Case> {
    vec![
        Case::ignored(56, "HTTP/0.9", |scene| {
            let old = format!("GET /?{}\r\n\r\n", scene.query());
            vec![Input::Send(old.into_bytes())]
        }),
        Case::ignored(57, "the beginning of HTTP/2", |_| {
            vec![Input::Send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into())]
        }),
        Case::ignored(58, "the beginning of TLS", |_| {
            vec![Input::Send(client_hello()), Input::Crumbs(client_hello())]
        }),
        Case::ignored(59, "random bytes", |_| {
            vec![Input::Send(noise(64)), Input::Send(noise(4096)), Input::Send(vec![0x16])]
        }),
        Case::ignored(60, "a connection that is closed at once", |_| vec![Input::Touch]),
    ]
}

fn slow_and_huge() -> Vec<Case> {
    vec![
        Case::ignored(61, "a connection that says nothing", |_| vec![Input::Idle(1)]),
        Case::ignored(62, "one byte a second", |scene| vec![Input::Drip(scene.good())]),
        Case::ignored(63, "200 connections that say nothing", |_| vec![Input::Idle(200)]),
        Case::ignored(64, "a request line of 1 MB", |scene| {
            let begin = format!("GET /?{}&x=", scene.query()).into_bytes();
            vec![Input::Flood { begin, part: CANARY.as_bytes(), bytes: MEGABYTE, end: b" HTTP/1.1\r\n\r\n" }]
        }),
        Case::ignored(65, "headers of 1 MB", |scene| {
            vec![Input::Flood {
                begin: open_head(scene, "X: "),
                part: CANARY.as_bytes(),
                bytes: MEGABYTE,
                end: b"\r\n\r\n",
            }]
        }),
        Case::ignored(66, "10,000 headers", |scene| {
            let part = b"X: y\r\n";
            let few = open_head(scene, &"X: y\r\n".repeat(65));
            vec![
                Input::Flood { begin: open_head(scene, ""), part, bytes: 10_000 * part.len(), end: b"\r\n" },
                Input::Send([few, b"\r\n".to_vec()].concat()),
            ]
        }),
    ]
}

fn heads() -> Vec<Case> {
    vec![
        Case::ignored(67, "a header without colon", |scene| {
            vec![scene.with("X-Nothing\r\n"), scene.with("X : y\r\n")]
        }),
        Case::ignored(68, "a folded header", |scene| {
            vec![scene.with("X: y\r\n z\r\n"), scene.host(&format!(" \r\n{}", scene.here()))]
        }),
        Case::ignored(69, "a length and a transfer encoding", |scene| {
            vec![
                scene.with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
                scene.with("Transfer-Encoding: identity\r\nContent-Length: 0\r\n"),
            ]
        }),
        Case::ignored(70, "a body of 1 GB", |scene| {
            let begin = open_head(scene, "Content-Length: 1073741824\r\n\r\n");
            vec![
                scene.with("Content-Length: 1073741824\r\n"),
                Input::Flood { begin, part: CANARY.as_bytes(), bytes: 8 * MEGABYTE, end: b"" },
            ]
        }),
        Case::ignored(71, "a body in pieces", |scene| {
            let head = open_head(scene, "Transfer-Encoding: chunked\r\n\r\n");
            vec![Input::Send([head, b"5\r\nhello\r\n0\r\n\r\n".to_vec()].concat())]
        }),
        Case::ignored(72, "a bad request and a good one in one breath", |scene| {
            vec![Input::Send([visit(scene.port, "/?code=x&state=wrong"), scene.good()].concat())]
        }),
        Case::ignored(73, "half line ends", |scene| {
            let good = String::from_utf8_lossy(&scene.good()).into_owned();
            let first = |with: &str| good.replacen("\r\n", with, 1);
            [
                good.replace("\r\n", "\n"),
                good.replace("\r\n", "\r"),
                first("\n"),
                first("\r"),
                first("\n\r\n"),
            ]
            .map(|text| Input::Send(text.into_bytes()))
            .into()
        }),
        Case::ignored(74, "a NUL in a header", |scene| {
            vec![scene.with("X: a\0b\r\n"), scene.with("X\0: y\r\n")]
        }),
    ]
}

fn connections() -> Vec<Case> {
    vec![
        Case::ignored(75, "a reset while the reply is on its way", |scene| {
            vec![
                Input::Reset(visit(scene.port, "/favicon.ico")),
                Input::Reset(visit(scene.port, "/?code=x&state=wrong")),
            ]
        }),
        Case::nobody_there(76, "from IPv4, written as IPv6", |scene| {
            let mapped = |address: Ipv4Addr| SocketAddr::from((address.to_ipv6_mapped(), scene.port));
            let own = peers::own_addresses().into_iter().filter_map(|address| match address {
                IpAddr::V4(address) => Some(address),
                IpAddr::V6(_) => None,
            });
            let all = std::iter::once(Ipv4Addr::LOCALHOST).chain(own);
            all.map(|address| Input::To(mapped(address), scene.good())).collect()
        })
        .at("[::1]"),
        Case::nobody_there(77, "from the network", |scene| {
            let own = peers::own_addresses().into_iter();
            let elsewhere = own.chain([IpAddr::from([127, 0, 0, 2])]);
            elsewhere.map(|address| Input::To((address, scene.port).into(), scene.good())).collect()
        }),
        Case::ignored(78, "a good request on a connection that was answered", |scene| {
            vec![
                Input::Twice(visit(scene.port, "/favicon.ico"), scene.good()),
                Input::Twice(visit(scene.port, "/?code=x&state=wrong"), scene.good()),
            ]
        }),
        Case::ignored(79, "the wish for a WebSocket", |scene| {
            let wish = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
            vec![scene.with(wish), scene.with(&format!("{VISIT}upgrade: h2c\r\n"))]
        }),
        Case::ignored(80, "the wish to be told to go on", |scene| {
            vec![scene.with("Expect: 100-continue\r\n")]
        }),
    ]
}

/// A good callback whose head is not closed yet.
fn open_head(scene: &Scene, more: &str) -> Vec<u8> {
    format!("GET /?{} HTTP/1.1\r\nHost: localhost:{}\r\n{more}", scene.query(), scene.port).into_bytes()
}

/// What Chromium begins with, shortened: record, handshake, version, and the rest that nobody reads.
fn client_hello() -> Vec<u8> {
    let mut hello = vec![0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03];
    hello.extend(noise(0x1f5));
    hello.extend_from_slice(CANARY.as_bytes());
    hello
}

/// Bytes that nobody chose.
fn noise(length: usize) -> Vec<u8> {
    use std::hash::{BuildHasher, Hasher};
    let chance = std::collections::hash_map::RandomState::new();
    let byte = |at: usize| {
        let mut hasher = chance.build_hasher();
        hasher.write_usize(at);
        hasher.finish().to_le_bytes()[0]
    };
    // Neither the beginning of TLS, which is another input, nor free of control characters, which text could be.
    std::iter::once(0x01).chain((1..length).map(byte)).collect()
}
