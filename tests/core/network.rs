//! What stands between this computer and Salesforce, told by its cause.

use std::sync::Arc;

use keyperch_core::io::salesforce::Network;
use keyperch_core::io::vault::{MemoryVault, Vault};
use keyperch_core::model::failure::Failure;
use keyperch_core::{Core, Parts};
use practice_org::{FaultName, FaultOrder};
use serde_json::json;

use super::support::Story;
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

fn ca(story: &Story) -> Vec<u8> {
    std::fs::read(story.practice.ca_pem()).expect("its certificate")
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let story = Story::begin().await;
    let proxy = Some(story.practice.proxy_url().to_owned());
    let failure = failure_with(&story, Network { extra_ca: None, proxy }).await;
    assert_eq!(failure, Failure::TlsRefused { host: HOST.to_owned() });
    assert!(story.practice.seen(0).is_empty(), "nothing was sent over it");
}

#[tokio::test]
async fn a_proxy_that_is_down_is_a_host_that_cannot_be_reached() {
    let story = Story::begin().await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("it");
    let network = Network { extra_ca: Some(ca(&story)), proxy: Some(format!("http://{nobody}")) };
    assert_eq!(failure_with(&story, network).await, Failure::Unreachable { host: HOST.to_owned() });
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
        (FaultName::Html, json!({"code": "not_salesforce", "host": HOST, "status": 200})),
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
