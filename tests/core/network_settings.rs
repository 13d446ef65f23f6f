//! How the network is reached, changed by a person: at once, and without a secret outside the keychain.

use keyperch_core::io::registry::FILE;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::field::{Field, FieldRefused, Problem};
use keyperch_core::model::network::{ProxyRefused, TlsReason};
use keyperch_core::model::secret::{Kind, Pasted};
use keyperch_core::model::view::{NetworkView, ProxyForm, ProxyView, SecretEntry};
use practice_org::{FaultName, FaultOrder};

use super::support::Story;
use super::support::between::{Authority, Between, Manner, answer};
use super::support::vault::Broken;

const HOST: &str = "acme.my.salesforce.com";
const PASSWORD: &str = "canary, gr\u{fc}n %41 und @ blau";
/// `ana:` and the password, as it is sent (RFC 7617).
const CREDENTIALS: &str = "YW5hOmNhbmFyeSwgZ3LDvG4gJTQxIHVuZCBAIGJsYXU=";

/// A proxy before the practice org that knows one user.
async fn strict(story: &Story) -> Between {
    let next = story.practice.proxy_url().to_owned();
    Between::begin(Manner::Knows { credentials: CREDENTIALS, next }).await
}

fn form(address: &str, username: &str, password: SecretEntry) -> ProxyForm {
    ProxyForm::Manual { address: address.to_owned(), username: username.to_owned(), password }
}

fn pasted(story: &Story, password: &str) -> SecretEntry {
    let draft = story.core.paste_proxy_password(Pasted::from(password.to_owned())).expect("a password");
    assert_eq!(
        (draft.hint.last_four.as_str(), draft.hint.fingerprint.as_str()),
        ("", ""),
        "nothing is shown"
    );
    SecretEntry::Pasted { draft: draft.draft }
}

async fn set(story: &Story, form: ProxyForm) -> Result<NetworkView, Failure> {
    story.core.set_network(form).await.map_err(Failure::from)
}

async fn check(story: &Story) -> Result<(), Failure> {
    story.core.check_address(HOST).await.map_err(Failure::from)
}

fn refused(field: Field, problem: Problem) -> Failure {
    Failure::Field { refused: FieldRefused { field, problem } }
}

fn unknown_user(proxy: &Between) -> Result<(), Failure> {
    Err(Failure::ProxyAuthentication { host: HOST.to_owned(), proxy: proxy.address.clone() })
}

#[tokio::test]
async fn a_proxy_is_used_as_soon_as_it_is_chosen_with_the_password_from_the_keychain() {
    let mut story = Story::begin().await;
    let proxy = strict(&story).await;
    set(&story, form(&proxy.address, "", SecretEntry::None)).await.expect("chosen");
    assert_eq!(check(&story).await, unknown_user(&proxy));
    let wrong = pasted(&story, "another");
    set(&story, form(&proxy.address, "ana", wrong)).await.expect("chosen");
    assert_eq!(check(&story).await, unknown_user(&proxy));
    let right = pasted(&story, &format!("{PASSWORD}\n"));
    let view = set(&story, form(&proxy.url(), " ana ", right)).await.expect("chosen");
    let (address, username) = (proxy.address.clone(), Some("ana".to_owned()));
    assert_eq!(view.proxy, ProxyView::Manual { address, username, has_password: true });
    check(&story).await.expect("an org");
    let uat = story.uat().await;
    story.sign_in(uat.app).await.expect("signed in");
    story.practice.expire_tokens(&practice_org::Selection::default());
    story.later(std::time::Duration::from_secs(3600));
    story.copy(uat.app).await.expect("renewed through the proxy");

    let asked = story.vault.asked();
    story.open_again();
    assert_eq!(story.core.network().await.expect("settings"), view, "kept over a restart");
    assert_eq!(story.vault.asked(), asked, "a start asks the keychain nothing");
    check(&story).await.expect("the password is asked for when it is needed");
    let asked = story.vault.asked();
    check(&story).await.expect("an org");
    assert_eq!(story.vault.asked(), asked, "and only then");
}

#[tokio::test]
async fn a_password_is_in_the_keychain_and_nowhere_else() {
    let story = Story::begin().await;
    let proxy = strict(&story).await;
    let right = pasted(&story, PASSWORD);
    let view = set(&story, form(&proxy.address, "ana", right)).await.expect("chosen");
    check(&story).await.expect("an org");
    assert_eq!(story.vault.find(Kind::ProxyPassword).await, PASSWORD);
    let data = story.folder.join("data");
    for file in [FILE.to_owned(), format!("{FILE}-wal"), "keyperch.backup.sqlite".to_owned()] {
        let bytes = std::fs::read(data.join(&file)).expect("a file");
        let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(!has("canary") && !has(CREDENTIALS), "{file}");
    }
    let seen = format!("{} {view:?} {:?}", serde_json::json!(view), story.core);
    for text in [seen, super::support::log::heard()] {
        assert!(!text.contains("canary, gr") && !text.contains(CREDENTIALS), "{text}");
    }
}

#[tokio::test]
async fn a_password_that_is_replaced_or_not_needed_leaves_the_keychain() {
    let story = Story::begin().await;
    let proxy = strict(&story).await;
    for password in ["first", "second", PASSWORD] {
        let pasted = pasted(&story, password);
        set(&story, form(&proxy.address, "ana", pasted)).await.expect("chosen");
        assert_eq!(story.vault.items(), 1, "the one before is gone");
    }
    set(&story, form(&proxy.address, "ana", SecretEntry::Kept)).await.expect("saved again");
    check(&story).await.expect("the last one counts");
    assert_eq!(story.core.self_check().await.expect("checked").orphans, 0, "it belongs to the settings");
    set(&story, ProxyForm::System).await.expect("chosen");
    assert_eq!(story.vault.items(), 0, "nothing is left of it");
    check(&story).await.expect("the way that this start was given");
}

#[tokio::test]
async fn a_password_is_not_sent_to_another_proxy_or_for_another_user() {
    let story = Story::begin().await;
    let (proxy, other) = (strict(&story).await, strict(&story).await);
    let right = pasted(&story, PASSWORD);
    let before = set(&story, form(&proxy.address, "ana", right)).await.expect("chosen");
    for (address, username) in [(&other.address, "ana"), (&proxy.address, "bob")] {
        let failure = set(&story, form(address, username, SecretEntry::Kept)).await.expect_err("refused");
        assert_eq!(failure, refused(Field::ProxyPassword, Problem::ForAnother));
    }
    assert_eq!(story.core.network().await.expect("settings"), before, "nothing was changed");
    check(&story).await.expect("an org");
    assert!(other.tunnels().is_empty());
}

#[tokio::test]
async fn without_its_password_a_proxy_is_asked_without_a_user() {
    let mut story = Story::begin().await;
    let proxy = strict(&story).await;
    let right = pasted(&story, PASSWORD);
    set(&story, form(&proxy.address, "ana", right)).await.expect("chosen");
    story.open_again();
    story.vault.break_down(Some(Broken::Everything));
    assert_eq!(check(&story).await, unknown_user(&proxy));
    let asked = proxy.tunnels();
    assert!(asked.iter().all(|head| !head.contains("Proxy-Authorization")), "no empty password: {asked:?}");
    story.vault.break_down(None);
    set(&story, form(&proxy.address, "ana", SecretEntry::Kept)).await.expect("chosen again");
    check(&story).await.expect("the keychain is open again");
}

#[tokio::test]
async fn a_keychain_that_is_locked_is_asked_for_the_password_once_and_not_at_every_request() {
    let mut story = Story::begin().await;
    let proxy = strict(&story).await;
    let right = pasted(&story, PASSWORD);
    set(&story, form(&proxy.address, "ana", right)).await.expect("chosen");
    story.open_again();
    story.vault.break_down(Some(Broken::Everything));
    let asked = story.vault.asked();
    for _ in 0..5 {
        assert_eq!(tokio::join!(check(&story), check(&story)), (unknown_user(&proxy), unknown_user(&proxy)));
    }
    assert_eq!(proxy.tunnels().len(), 10, "each request went out");
    assert_eq!(story.vault.asked(), asked + 1, "one question, not ten");
}

#[tokio::test]
async fn what_cannot_be_kept_changes_nothing() {
    let story = Story::begin().await;
    let proxy = strict(&story).await;
    let right = pasted(&story, PASSWORD);
    story.vault.break_down(Some(Broken::Writing(Kind::ProxyPassword)));
    let failure = set(&story, form(&proxy.address, "ana", right)).await.expect_err("not kept");
    assert_eq!(failure, super::support::vault::LOCKED);
    assert_eq!(story.core.network().await.expect("settings").proxy, ProxyView::System);
    story.vault.break_down(None);
    check(&story).await.expect("as before");
    assert!(proxy.tunnels().is_empty());
}

#[tokio::test]
async fn what_is_wrong_with_a_form_is_told_beside_its_field() {
    let story = Story::begin().await;
    let manual = |address: &str, username: &str| form(address, username, SecretEntry::None);
    let because = |reason| Problem::Proxy { reason };
    for (form, field, problem) in [
        (manual("", ""), Field::ProxyAddress, Problem::Empty),
        (manual("socks5://127.0.0.1:1080", ""), Field::ProxyAddress, because(ProxyRefused::Socks)),
        (manual("http://acme.example/proxy.pac", ""), Field::ProxyAddress, because(ProxyRefused::Script)),
        (manual("https://127.0.0.1:3128", ""), Field::ProxyAddress, because(ProxyRefused::Https)),
        (manual("ana:x@127.0.0.1:3128", ""), Field::ProxyAddress, because(ProxyRefused::User)),
        (manual("127.0.0.1:3128", "ana:x"), Field::ProxyUsername, Problem::Characters),
        (manual("127.0.0.1:3128", &"x".repeat(129)), Field::ProxyUsername, Problem::TooLong { most: 128 }),
        (form("127.0.0.1:3128", " ", pasted(&story, "x")), Field::ProxyUsername, Problem::Empty),
    ] {
        assert_eq!(set(&story, form.clone()).await, Err(refused(field, problem)), "{form:?}");
    }
    for (text, problem) in [
        ("\r\n", Problem::Empty),
        ("two\nlines", Problem::Characters),
        (&*"x".repeat(257), Problem::TooLong { most: 256 }),
    ] {
        let failure = story.core.paste_proxy_password(Pasted::from(text.to_owned())).map_err(Failure::from);
        assert_eq!(failure, Err(refused(Field::ProxyPassword, problem)));
    }
    check(&story).await.expect("nothing was changed");
}

#[tokio::test]
async fn an_inspection_of_the_company_is_refused_until_its_authority_is_chosen() {
    let mut story = Story::begin().await;
    let authority = Authority::new("Acme Inspection CA", "Acme Inc.");
    let (certificate, _pem) = authority.vouches(HOST, -1, 30);
    let versions = answer("200 OK", "Content-Type: application/json\r\n", r#"[{"version":"60.0"}]"#);
    let inspection = Between::begin(Manner::Poses(certificate, versions)).await;
    set(&story, form(&inspection.address, "", SecretEntry::None)).await.expect("chosen");
    let issuer = Some("Acme Inspection CA (Acme Inc.)".to_owned());
    let untrusted =
        Err(Failure::TlsRefused { host: HOST.to_owned(), reason: TlsReason::UnknownIssuer, issuer });
    assert_eq!(check(&story).await, untrusted);
    assert!(inspection.inside().is_empty(), "nothing was sent through it");

    let view = story.core.choose_ca(authority.pem.as_bytes()).await.expect("chosen");
    assert_eq!(view.authorities[0].name, "Acme Inspection CA (Acme Inc.)");
    assert_eq!(view.authorities_of_start[0].name, "Practice org CA (not Salesforce)", "both are trusted");
    check(&story).await.expect("at once");
    story.open_again();
    check(&story).await.expect("and after a restart");

    story.core.forget_ca().await.expect("forgotten");
    assert_eq!(check(&story).await, untrusted, "also at once: no connection of before is used");
}

#[tokio::test]
async fn only_certificates_of_authorities_are_taken_from_a_file() {
    let story = Story::begin().await;
    let authority = Authority::new("Acme Inspection CA", "Acme Inc.");
    let (_certificate, host) = authority.vouches(HOST, -1, 30);
    let key = "-----BEGIN PRIVATE KEY-----\nY2FuYXJ5LWtleQ==\n-----END PRIVATE KEY-----\n";
    let garbage = "-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----\n";
    for (file, problem) in [
        (" \n", Problem::Empty),
        ("no certificate", Problem::NotPem),
        ("\u{0}\u{1}0\u{82}", Problem::NotPem),
        (key, Problem::NoCertificate),
        (garbage, Problem::Unreadable),
        (&host, Problem::NoAuthority),
        (&authority.pem.repeat(2 * 1024), Problem::NotPem),
    ] {
        let failure = story.core.choose_ca(file.as_bytes()).await.map_err(Failure::from);
        assert_eq!(failure, Err(refused(Field::ExtraCa, problem)), "{file:.40}");
    }
    let mut both = format!("{key}Bag Attributes\nZo").into_bytes();
    both.push(0xeb); // an e with two dots, as it was written before UTF-8
    both.extend_from_slice(format!("\n{}{key}", authority.pem).as_bytes());
    story.core.choose_ca(&both).await.expect("the certificate in it");
    drop(story.core.self_check().await);
    for file in [FILE.to_owned(), format!("{FILE}-wal")] {
        let bytes = std::fs::read(story.folder.join("data").join(&file)).expect("a file");
        assert!(!bytes.windows(16).any(|window| window == b"Y2FuYXJ5LWtleQ=="), "no key is kept in {file}");
    }
}

#[tokio::test]
async fn a_request_that_is_under_way_comes_to_its_end_on_the_way_that_it_began() {
    let story = Story::begin().await;
    let slow = FaultOrder { ms: Some(600), ..FaultOrder::once("versions", FaultName::Slow) };
    story.practice.fault(slow).expect("a fault");
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("it");
    let changed = async {
        while story.seen("versions").is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        set(&story, form(&nobody.to_string(), "", SecretEntry::None)).await.expect("chosen");
        check(&story).await
    };
    let (first, second) = tokio::join!(check(&story), changed);
    first.expect("an org");
    let proxy = nobody.to_string();
    assert_eq!(second, Err(Failure::ProxyUnreachable { host: HOST.to_owned(), proxy }));
}
