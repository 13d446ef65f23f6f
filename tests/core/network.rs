//! What stands between this computer and Salesforce, told by its cause.

use std::sync::Arc;

use keyperch_core::io::salesforce::Network;
use keyperch_core::io::vault::{MemoryVault, Vault};
use keyperch_core::model::failure::Failure;
use keyperch_core::model::network::TlsReason;
use keyperch_core::{Core, Parts};
use practice_org::{FaultName, FaultOrder};
use serde_json::json;

use super::support::Story;
use super::support::between::{Authority, Between, Manner, answer};
use super::support::clock::StoryClock;

const HOST: &str = "acme.my.salesforce.com";

/// What a core with this network says of the practice org's production.
async fn failure_with(story: &Story, network: Network) -> Failure {
    let vault: Arc<dyn Vault> = Arc::new(MemoryVault::default());
    let parts = Parts {
        data_dir: story.folder.join(uuid::Uuid::new_v4().to_string()),
        network,
        vault,
        clock: Arc::new(StoryClock::new()),
        on_change: Box::new(|_| ()),
    };
    let core = Core::open(parts).map_err(Failure::from);
    match core {
        Ok(core) => core.check_address(HOST).await.map_err(Failure::from).expect_err("no org answers"),
        Err(failure) => failure,
    }
}

/// What is said when this is between, and whom this core trusts besides.
async fn failure_behind(story: &Story, between: &Between, trusted: &Authority) -> Failure {
    let extra_ca = Some(trusted.pem.clone().into_bytes());
    failure_with(story, Network { extra_ca, proxy: Some(between.url()) }).await
}

fn ca(story: &Story) -> Vec<u8> {
    std::fs::read(story.practice.ca_pem()).expect("its certificate")
}

fn acme() -> Authority {
    Authority::new("Acme Inspection CA", "Acme Inc.")
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_and_its_issuer_named() {
    let story = Story::begin().await;
    let proxy = Some(story.practice.proxy_url().to_owned());
    let failure = failure_with(&story, Network { extra_ca: None, proxy }).await;
    let issuer = Some("Practice org CA (not Salesforce)".to_owned());
    let reason = TlsReason::UnknownIssuer;
    assert_eq!(failure, Failure::TlsRefused { host: HOST.to_owned(), reason, issuer });
    assert!(story.practice.seen(0).is_empty(), "nothing was sent over it");
}

#[tokio::test]
async fn a_certificate_that_is_wrong_is_told_by_what_is_wrong_with_it() {
    let story = Story::begin().await;
    let authority = acme();
    for (host, from, until, reason) in [
        (HOST, -30, -1, TlsReason::Expired),
        (HOST, 1, 30, TlsReason::NotYetValid),
        ("evil.my.salesforce.com", -1, 30, TlsReason::WrongName),
    ] {
        let (certificate, _pem) = authority.vouches(host, from, until);
        let between = Between::begin(Manner::Poses(certificate, answer("200 OK", "", "[]"))).await;
        let failure = failure_behind(&story, &between, &authority).await;
        let issuer = Some("Acme Inspection CA (Acme Inc.)".to_owned());
        assert_eq!(failure, Failure::TlsRefused { host: HOST.to_owned(), reason, issuer }, "{host}");
        assert_eq!((between.tunnels().len(), between.inside().len()), (1, 0), "nothing was sent: {reason:?}");
    }
}

#[tokio::test]
async fn a_name_in_a_certificate_cannot_turn_the_words_around_it() {
    let story = Story::begin().await;
    let authority = Authority::new(&format!("Acme\u{202e}\r\n{}", "x".repeat(200)), "");
    let (certificate, _pem) = authority.vouches(HOST, -1, 30);
    let between = Between::begin(Manner::Poses(certificate, answer("200 OK", "", "[]"))).await;
    let failure = failure_behind(&story, &between, &acme()).await;
    let Failure::TlsRefused { issuer: Some(issuer), .. } = failure else { panic!("{failure:?}") };
    assert!(issuer.starts_with("Acmexxx") && issuer.chars().count() == 120, "{issuer:?}");
}

#[tokio::test]
async fn a_connection_that_is_cut_in_the_handshake_is_no_host_that_is_down() {
    let story = Story::begin().await;
    let between = Between::begin(Manner::HangsUp).await;
    let failure = failure_behind(&story, &between, &acme()).await;
    let reason = TlsReason::CutOff;
    assert_eq!(failure, Failure::TlsRefused { host: HOST.to_owned(), reason, issuer: None });
}

#[tokio::test]
async fn a_proxy_that_is_down_is_named() {
    let story = Story::begin().await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("it");
    for proxy in [nobody.to_string(), "no-such-proxy.invalid:3128".to_owned()] {
        let network =
            Network { extra_ca: Some(ca(&story)), proxy: Some(format!("http://ana:canary@{proxy}")) };
        let expected = Failure::ProxyUnreachable { host: HOST.to_owned(), proxy };
        assert_eq!(failure_with(&story, network).await, expected);
    }
}

#[tokio::test]
async fn a_proxy_that_wants_to_know_who_asks_is_named() {
    let story = Story::begin().await;
    let next = story.practice.proxy_url().to_owned();
    // ana:right
    let between = Between::begin(Manner::Knows { credentials: "YW5hOnJpZ2h0", next }).await;
    for user in ["", "ana:canary-wrong@"] {
        let proxy = format!("http://{user}{}", between.address);
        let network = Network { extra_ca: Some(ca(&story)), proxy: Some(proxy) };
        let expected = Failure::ProxyAuthentication { host: HOST.to_owned(), proxy: between.address.clone() };
        assert_eq!(failure_with(&story, network).await, expected, "{user}");
    }
    assert!(story.practice.seen(0).is_empty(), "nothing came through");
    assert!(!super::support::log::heard().contains("canary-wrong"), "the log has no password");
}

#[tokio::test]
async fn a_proxy_that_opens_no_tunnel_leaves_the_host_out_of_reach() {
    let story = Story::begin().await;
    for says in [
        "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 First\r\nLocation: http://portal.example/\r\nContent-Length: 0\r\n\r\n",
        "",
    ] {
        let between = Between::begin(Manner::Says(says)).await;
        let failure = failure_behind(&story, &between, &acme()).await;
        assert_eq!(failure, Failure::Unreachable { host: HOST.to_owned() }, "{says:?}");
    }
}

#[tokio::test]
async fn a_page_or_a_way_elsewhere_is_a_portals_and_nobody_goes_there() {
    let story = Story::begin().await;
    let authority = acme();
    let elsewhere = Between::begin(Manner::Says("")).await;
    let address = format!("http://{}/login?canary-query", elsewhere.address);
    for (status, lines) in [
        ("200 OK", "Content-Type: text/html; charset=utf-8\r\n".to_owned()),
        ("302 Found", format!("Location: {address}\r\n")),
        ("307 Temporary Redirect", format!("Location: {address}\r\n")),
    ] {
        let (certificate, _pem) = authority.vouches(HOST, -1, 30);
        let page = answer(status, &lines, "<h1>Welcome to the Acme Hotel</h1>");
        let between = Between::begin(Manner::Poses(certificate, page)).await;
        let failure = failure_behind(&story, &between, &authority).await;
        let number = status[..3].parse().expect("a status");
        assert_eq!(failure, Failure::CaptivePortal { host: HOST.to_owned(), status: number });
        assert_eq!(between.inside().len(), 1, "it was asked once");
    }
    assert!(elsewhere.tunnels().is_empty() && elsewhere.inside().is_empty(), "nobody went there");
    let heard = super::support::log::heard();
    assert!(heard.contains("it sends to 127.0.0.1"), "the log says where to");
    assert!(!heard.contains("canary-query"), "but not with what");
}

#[tokio::test]
async fn an_extra_ca_that_is_none_is_refused_at_the_start() {
    let story = Story::begin().await;
    for pem in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n"] {
        let network = Network { extra_ca: Some(pem.as_bytes().to_vec()), proxy: None };
        assert_eq!(json!(failure_with(&story, network).await)["code"], "unexpected", "{pem:?}");
    }
}

#[tokio::test]
async fn somebody_else_at_the_address_is_not_salesforce() {
    let story = Story::begin().await;
    for (fault, expected) in [
        (FaultName::Html, json!({"code": "captive_portal", "host": HOST, "status": 200})),
        (FaultName::Redirect, json!({"code": "not_salesforce", "host": HOST, "status": 307})),
        (FaultName::Status, json!({"code": "server_trouble", "host": HOST, "status": 503})),
        (FaultName::Truncate, json!({"code": "not_salesforce", "host": HOST, "status": 200})),
        (FaultName::DropBefore, json!({"code": "unreachable", "host": HOST})),
    ] {
        let to = (fault == FaultName::Redirect).then(|| "https://login.salesforce.com/elsewhere".to_owned());
        story.practice.fault(FaultOrder { to, ..FaultOrder::once("versions", fault) }).expect("a fault");
        let failure = Failure::from(story.core.check_address(HOST).await.expect_err("not an org"));
        assert_eq!(json!(failure), expected, "{fault:?}");
    }
    story.core.check_address(HOST).await.expect("an org");
}

#[tokio::test]
async fn a_page_in_the_place_of_a_revocation_is_not_taken_for_one() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.practice.fault(FaultOrder::once("revoke", FaultName::Html)).expect("a fault");
    story.core.sign_out(uat.app).await.expect("signed out here");
    assert_eq!(story.living_grants(&uat.key), 1, "Salesforce has not heard of it");
    story.core.upkeep().await;
    assert_eq!(story.living_grants(&uat.key), 0, "it is told again");
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let story = Story::begin().await;
    let authority = acme();
    let (certificate, _pem) = authority.vouches(HOST, -1, 30);
    let body = format!("[{}1]", "1,".repeat(5 * 1024 * 1024));
    let endless = answer("200 OK", "Content-Type: application/json\r\n", &body);
    let between = Between::begin(Manner::Poses(certificate, endless)).await;
    let failure = failure_behind(&story, &between, &authority).await;
    assert_eq!(failure, Failure::NotSalesforce { host: HOST.to_owned(), status: 200 });
}
