//! Names, tunnels and handshakes: what exists, what does not, and who waits for whom.

mod support;

use std::time::Duration;

use practice_org::{Options, Practice};
use support::story::Story;
use support::wire::{self, Raw};
use tokio::net::TcpStream;
use tokio::time::timeout;

#[tokio::test]
async fn every_name_of_the_cast_has_a_trusted_certificate() {
    let practice = support::practice("names").await;
    for org in practice.orgs() {
        let setup = org.host.replace(".my.salesforce.com", ".my.salesforce-setup.com");
        for host in
            [org.host, org.lightning, setup, "login.salesforce.com".into(), "test.salesforce.com".into()]
        {
            let home = wire::send(&practice, &Raw::get(&host, "/")).await.unwrap();
            assert!(home.status == 200 || home.status == 302, "{host}: {home:?}");
        }
    }
}

#[tokio::test]
async fn the_lightning_host_leads_home_and_to_setup() {
    let practice = support::practice("lightning").await;
    let story = Story::of(&practice, 1, 0, 0);
    for (path, expected) in [
        ("/lightning/page/home", "https://acme--uat.sandbox.my.salesforce.com/"),
        (
            "/lightning/setup/SetupOneHome/home",
            "https://acme--uat.sandbox.my.salesforce-setup.com/lightning/setup/SetupOneHome/home",
        ),
    ] {
        let redirect = wire::send(&practice, &Raw::get(&story.org.lightning, path)).await.unwrap();
        assert_eq!((redirect.status, redirect.header("location")), (302, Some(expected)), "{path}");
    }
    let home = wire::send(&practice, &Raw::get(&story.host, "/")).await.unwrap();
    assert!(home.body.contains("Acme Retail"), "{}", home.body);
}

#[tokio::test]
async fn the_proxy_leads_to_salesforce_and_nowhere_else() {
    let practice = support::practice("proxy").await;
    for (target, expected, outcome) in [
        ("acme.my.salesforce.com:443", 200, None),
        ("ACME.my.salesforce.com:443", 200, None),
        ("nobody.my.salesforce.com:443", 502, Some("host_not_found")),
        ("api.salesforce.com:443", 502, Some("host_not_found")),
        ("example.com:443", 403, Some("foreign_host")),
        ("acme.my.salesforce.com.evil.example:443", 403, Some("foreign_host")),
        ("acme.my.salesforce.com:80", 403, Some("foreign_host")),
        ("127.0.0.1:443", 403, Some("foreign_host")),
    ] {
        let before = practice.seen(0).len();
        assert_eq!(wire::tunnel(&practice, target).await.0, expected, "{target}");
        let seen = practice.seen(0);
        let noted = seen[before..].first().map(|seen| seen.outcome.as_str());
        assert_eq!(noted, outcome, "{target} must be written down as that");
    }
}

#[tokio::test]
async fn a_name_without_an_org_gets_no_handshake() {
    let practice = support::practice("no_handshake").await;
    let stranger = TcpStream::connect(practice.site_addr()).await.unwrap();
    assert!(
        wire::handshake(&practice, "nobody.my.salesforce.com", stranger).await.is_none(),
        "a wildcard covers it, but no org is there"
    );
    let known = TcpStream::connect(practice.site_addr()).await.unwrap();
    assert!(wire::handshake(&practice, "acme.my.salesforce.com", known).await.is_some());
}

#[tokio::test]
async fn what_is_sent_to_the_wrong_place_is_written_down_too() {
    let practice = support::practice("unfit").await;
    let misdirected =
        Raw::get("acme.my.salesforce.com", "/").header("Host", "boreal-dev-ed.develop.my.salesforce.com");
    assert_eq!(wire::send(&practice, &misdirected).await.unwrap().status, 421);
    let seen = practice.seen(0).pop().unwrap();
    assert_eq!(
        (seen.kind, seen.outcome.as_str(), seen.host.as_str()),
        ("unfit", "misdirected", "acme.my.salesforce.com")
    );
}

#[tokio::test]
async fn idle_connections_keep_nobody_waiting() {
    let practice = support::practice("idle").await;
    let mut idle = Vec::new();
    for _ in 0..20 {
        idle.push(TcpStream::connect(practice.site_addr()).await.unwrap());
        idle.push(TcpStream::connect(practice.proxy_url().strip_prefix("http://").unwrap()).await.unwrap());
    }
    let home = Raw::get("acme.my.salesforce.com", "/");
    let answer = timeout(Duration::from_secs(5), wire::send(&practice, &home)).await;
    assert_eq!(answer.unwrap().unwrap().status, 200);
    drop(idle);
}

#[tokio::test]
async fn two_run_side_by_side_and_know_nothing_of_each_other() {
    let (first, second) = (support::practice("first").await, support::practice("second").await);
    let story = Story::of(&first, 1, 0, 0);
    assert_eq!(story.app.consumer_key, Story::of(&second, 1, 0, 0).app.consumer_key, "the same seed");
    let tokens = story.tokens(&first).await;
    assert!(story.works(&first, &tokens.access).await);
    assert!(!story.works(&second, &tokens.access).await);
    assert_eq!(second.grants(), []);
}

#[tokio::test]
async fn without_a_seed_nothing_is_the_same() {
    let dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("unseeded");
    let start = || Practice::start(Options { dir: dir.clone(), seed: None });
    let (first, second) = (start().await.unwrap(), start().await.unwrap());
    let (one, other) = (Story::of(&first, 0, 0, 0), Story::of(&second, 0, 0, 0));
    assert_ne!(one.app.consumer_key, other.app.consumer_key);
    assert_ne!(one.app.consumer_secret, other.app.consumer_secret);
    assert_ne!(one.org.organization_id, other.org.organization_id);
}

#[tokio::test]
async fn dropping_it_stops_everything() {
    let practice = support::practice("dropped").await;
    let ports = [
        practice.site_addr().to_string(),
        practice.proxy_url().replace("http://", ""),
        practice.control_url().replace("http://", ""),
    ];
    let mut open = wire::connect(&practice, "acme.my.salesforce.com").await.unwrap();
    drop(practice);
    let ended = timeout(Duration::from_secs(5), wire::read(&mut open)).await;
    assert!(ended.is_ok_and(|got| got.is_none()), "open connections end");
    for port in ports {
        let mut refused = false;
        for _ in 0..200 {
            refused = TcpStream::connect(&port).await.is_err();
            if refused {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(refused, "{port} still answers");
    }
}
