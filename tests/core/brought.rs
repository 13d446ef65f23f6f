//! What a person brings from the browser by hand: what is read as an answer, and that nothing else ever is.

use keyperch_core::model::client_app::CallbackUrl;
use keyperch_core::model::host::LoginHost;
use keyperch_core::model::secret::State;
use keyperch_core::model::waiting::NotBrought;
use keyperch_core::oauth::answer::{Answer, Awaited};
use keyperch_core::oauth::brought;
use proptest::prelude::*;

const STATE: &str = "Qm9yZWFsaXMtdGhpcy1pcy10aGUtcmlnaHQtc3RhdGU";
const ERROR_PAGE: &str = "https://acme.my.salesforce.com/setup/secur/RemoteAccessErrorPage.apexp";

fn awaited(callback: &str) -> Awaited {
    Awaited {
        callback: CallbackUrl::parse(callback).expect("a callback"),
        host: LoginHost::from_name("acme.my.salesforce.com").expect("a host"),
        state: State::from(STATE.to_owned()),
    }
}

/// `yes code`, `no error: description`, or why it is neither.
fn read_at(callback: &str, text: &str) -> Result<String, NotBrought> {
    brought::read(&text.to_owned().into(), &awaited(callback)).map(|answer| match answer {
        Answer::Code(code) => format!("yes {}", code.expose()),
        Answer::Refusal { error, description } => format!("no {error}: {description}"),
    })
}

fn read(text: &str) -> Result<String, NotBrought> {
    read_at(CallbackUrl::DEFAULT, text)
}

fn yes(code: &str) -> String {
    format!("yes {code}")
}

fn no(words: &str) -> String {
    format!("no {words}")
}

#[test]
fn the_callbacks_address_is_judged_as_if_the_browser_had_come() {
    let answer = format!("?code=aPrx1%3D%3D&state={STATE}");
    for text in [
        format!("http://localhost:33333/{answer}"),
        format!("http://localhost:33333{answer}"),
        format!(" \u{feff}http://localhost:33333/{answer}\r\n"),
        format!("http://localhost:33333/{answer}#kept-from-the-page-before"),
        format!("http://localhost:33333/{answer}&iss=https%3A%2F%2Facme.my.salesforce.com"),
    ] {
        assert_eq!(read(&text), Ok(yes("aPrx1==")), "{text}");
    }
    for (callback, shown) in [
        ("http://localhost:1717/OauthRedirect", "http://localhost:1717/OauthRedirect"),
        ("http://LOCALHOST:1717/OauthRedirect", "http://localhost:1717/OauthRedirect"),
        ("http://[::1]:8080", "http://[::1]:8080/"),
    ] {
        assert_eq!(read_at(callback, &format!("{shown}{answer}")), Ok(yes("aPrx1==")), "{callback}");
    }
    let denied =
        format!("http://localhost:33333/?error=access_denied&error_description=no+way&state={STATE}");
    assert_eq!(read(&denied), Ok(no("access_denied: no way")));
}

#[test]
fn a_callback_of_another_attempt_is_told_as_that() {
    let wrong = "A".repeat(43);
    for answer in ["code=aPrx", "error=access_denied"] {
        let text = format!("http://localhost:33333/?{answer}&state={wrong}");
        assert_eq!(read(&text), Err(NotBrought::OtherAttempt), "{text}");
    }
    let download = format!("error=access_denied&state={wrong}");
    assert_eq!(read(&download), Err(NotBrought::OtherAttempt));
}

#[test]
fn a_code_is_taken_from_the_callbacks_address_alone() {
    let answer = format!("code=aPrx1&state={STATE}");
    for text in [
        format!("http://localhost:33334/?{answer}"),
        format!("http://127.0.0.1:33333/?{answer}"),
        format!("https://localhost:33333/?{answer}"),
        format!("HTTP://localhost:33333/?{answer}"),
        format!("http://localhost:33333/callback?{answer}"),
        format!("http://localhost:33333//?{answer}"),
        format!("http://localhost:33333@evil.example/?{answer}"),
        format!("http://localhost:33333.evil.example/?{answer}"),
        format!("https://acme.my.salesforce.com/?{answer}"),
        format!("{ERROR_PAGE}?{answer}"),
        format!("{ERROR_PAGE}?error=invalid_client_id&{answer}"),
        format!("error=invalid_client_id&{answer}"),
        format!("?{answer}"),
        answer.clone(),
        format!("http://localhost:33333/?{answer}&code=aPrx2"),
        format!("http://localhost:33333/?{answer}&error=access_denied"),
        format!("http://localhost:33333/?{answer}&iss=https://evil.example"),
        format!("http://localhost:33333/#?{answer}"),
        format!("http://localhost:33333/?code=aPrx1#&state={STATE}"),
        format!("http://localhost:33333/?{answer}{}", "&a=b".repeat(20_000)),
    ] {
        assert_eq!(read(&text), Err(NotBrought::Unknown), "{}", &text[..text.len().min(200)]);
    }
}

#[test]
fn salesforces_error_page_is_read_by_its_address() {
    let query = "?error=invalid_client_id&error_description=client%20identifier%20invalid";
    assert_eq!(read(&format!("{ERROR_PAGE}{query}")), Ok(no("invalid_client_id: client identifier invalid")));
    let generic = ERROR_PAGE.replace("acme.my", "login");
    assert_eq!(read(&format!("{generic}?error=OAUTH_EC_APP_NOT_FOUND")), Ok(no("OAUTH_EC_APP_NOT_FOUND: ")));
    for text in [
        format!("{ERROR_PAGE}{query}&error=access_denied"),
        format!("{ERROR_PAGE}?error=&error_description=x"),
        format!("{ERROR_PAGE}/x{query}"),
        format!("{}{query}", ERROR_PAGE.replace("https", "http")),
        format!("{}{query}", ERROR_PAGE.replace(".com", ".com.evil.example")),
        format!("{}{query}", ERROR_PAGE.replace(".com", ".com:8443")),
        format!("{}{query}", ERROR_PAGE.replace("acme", "someone@acme")),
        format!("https://evil.example/setup/secur/RemoteAccessErrorPage.apexp{query}"),
        format!("https://acme.my.salesforce.com/elsewhere{query}"),
    ] {
        assert_eq!(read(&text), Err(NotBrought::Unknown), "{text}");
    }
}

#[test]
fn a_page_that_has_not_decided_yet_is_told_as_that() {
    for text in [
        "https://login.salesforce.com/",
        "https://acme.my.salesforce.com/?ec=302&startURL=%2Fsetup%2Fsecur%2FRemoteAccessAuthorizationPage.apexp%3Fsource%3DCAAA",
        "https://acme.my.salesforce.com/services/oauth2/authorize?response_type=code&code_challenge=abc&state=x",
        ERROR_PAGE,
    ] {
        assert_eq!(read(text), Err(NotBrought::SignInPage), "{text}");
    }
    assert_eq!(read("https://www.example.com/"), Err(NotBrought::Unknown));
}

#[test]
fn the_text_of_a_download_and_the_words_of_the_page_are_read() {
    assert_eq!(
        read("error=invalid_request&error_description=missing%20required%20code%20challenge\n"),
        Ok(no("invalid_request: missing required code challenge"))
    );
    assert_eq!(read("error=brand_new_error"), Ok(no("brand_new_error: ")), "its form says what it is");
    assert_eq!(read(&format!("error=access_denied&state={STATE}")), Ok(no("access_denied: ")));
    let page = "We can't authorize you because of an OAuth error. For more information, contact your Salesforce \
                administrator.\n\n OAUTH_APPROVAL_ERROR_GENERIC\u{a0}: An unexpected error has occured : retry. \nHelp";
    assert_eq!(read(page), Ok(no("OAUTH_APPROVAL_ERROR_GENERIC: An unexpected error has occured : retry.")));
    assert_eq!(
        read("invalid-client-id : client identifier invalid"),
        Ok(no("invalid-client-id: client identifier invalid"))
    );
    for text in
        ["invalid_client_id", "brand_new_error : words", "a : b", " : ", "error", "password: hunter2", "{}"]
    {
        assert_eq!(read(text), Err(NotBrought::Unknown), "{text}");
    }
    for text in ["", " \r\n\t", "\u{feff}\u{200b}"] {
        assert_eq!(read(text), Err(NotBrought::Empty));
    }
    assert_eq!(read(&format!("error=x&error_description={}", "y".repeat(65_536))), Err(NotBrought::Unknown));
}

/// Parts of which something like an answer can come together.
fn parts() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "http://localhost:33333",
        "/",
        "?",
        "&",
        "#",
        "=",
        "code",
        "code=aPrx1",
        "state",
        "state=wrong",
        "error",
        "error=access_denied",
        "error_description=x",
        "%",
        "%3D",
        "%00",
        " : ",
        "invalid_client_id",
        "\n",
        ERROR_PAGE,
        "https://login.salesforce.com",
        "iss=https://acme.my.salesforce.com",
    ]);
    prop::collection::vec(prop_oneof![4 => known.prop_map(str::to_owned), 1 => "\\PC{0,6}"], 0..14)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn without_the_state_there_is_never_a_code(text in prop_oneof!["(?s).{0,400}", parts()]) {
        let answer = read(&text);
        prop_assert!(!answer.is_ok_and(|answer| answer.starts_with("yes ")), "{}", text);
    }

    #[test]
    fn with_the_state_there_is_one_only_at_the_callbacks_own_address(
        before in prop_oneof![parts(), parts().prop_map(|parts| format!("http://localhost:33333/?{parts}"))],
        after in parts(),
    ) {
        let text = format!("{before}&state={STATE}{after}");
        if read(&text).is_ok_and(|answer| answer.starts_with("yes ")) {
            prop_assert!(text.trim().starts_with("http://localhost:33333"), "{}", text);
        }
    }
}
