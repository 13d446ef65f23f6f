//! ID tokens: who gets one, and what stands in it.

mod support;

use aws_lc_rs::{rsa, signature};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use practice_org::SwitchChange;
use serde_json::Value;
use support::flows::answer;
use support::story::Story;
use support::wire::Raw;

const SCOPES: &[&str] = &["api", "openid", "refresh_token"];

fn with_openid() -> SwitchChange {
    let scopes = Some(SCOPES.iter().map(|scope| (*scope).to_owned()).collect());
    SwitchChange { scopes, ..SwitchChange::default() }
}

#[tokio::test]
async fn a_sign_in_with_openid_is_answered_with_who_signed_in() {
    let practice = support::practice("id_token").await;
    let story = Story::of(&practice, 0, 0, 0);
    story.switch(&practice, with_openid());
    let code = story.code_for(&practice, &story.authorize().query("nonce", "n0nce")).await;
    let tokens = answer(&practice, &story.exchange(&code)).await;
    let id_token = tokens.field("id_token");
    let (text, mark) = id_token.rsplit_once('.').unwrap();

    let keys = answer(&practice, &Raw::get(&story.host, "/id/keys")).await.json();
    let bytes = |name: &str| URL_SAFE_NO_PAD.decode(keys["keys"][0][name].as_str().unwrap()).unwrap();
    let key = rsa::PublicKeyComponents { n: bytes("n"), e: bytes("e") };
    let mark = URL_SAFE_NO_PAD.decode(mark).unwrap();
    key.verify(&signature::RSA_PKCS1_2048_8192_SHA256, text.as_bytes(), &mark).unwrap();
    let claims: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text.split('.').nth(1).unwrap()).unwrap()).unwrap();
    assert_eq!(claims["iss"], format!("https://{}", story.host));
    assert_eq!(
        (&claims["sub"], &claims["aud"]),
        (&tokens.json()["id"], &story.app.consumer_key.clone().into())
    );
    assert_eq!(claims["nonce"], "n0nce");
    assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), 120);

    let renewed = answer(&practice, &story.refresh(&tokens.field("refresh_token"))).await;
    assert_eq!((renewed.status, renewed.field("id_token").as_str()), (200, ""), "a sign-in alone has one");
}

#[tokio::test]
async fn without_openid_or_without_a_person_there_is_none() {
    let practice = support::practice("no_id_token").await;
    let story = Story::of(&practice, 0, 0, 0);
    let code = story.code(&practice).await;
    assert_eq!(answer(&practice, &story.exchange(&code)).await.field("id_token"), "");
    story.switch(&practice, with_openid());
    story.with_client_credentials(&practice);
    let got = answer(&practice, &story.client_credentials()).await;
    assert_eq!((got.status, got.field("id_token").as_str()), (200, ""), "{got:?}");
    let narrower = story.authorize().query("scope", "api");
    let code = story.code_for(&practice, &narrower).await;
    assert_eq!(answer(&practice, &story.exchange(&code)).await.field("id_token"), "", "nobody asked for it");
}
