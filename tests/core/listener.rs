//! The loopback listener: who may end the wait, and who may not; ports taken and freed.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use keyperch_core::io::loopback::Listener;
use keyperch_core::model::client_app::CallbackUrl;
use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::host::LoginHost;
use keyperch_core::model::view::SignInForm;
use keyperch_core::model::waiting::Hint;
use keyperch_core::oauth::answer::{Answer, Awaited};
use practice_org::{FaultName, FaultOrder, Press, Visit, follow};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use super::support::browser::{ask, hand_over, navigation, status};
use super::support::story::{ANA, Entry, app_form, free_port};
use super::support::{PASSWORD, Story};

/// A sign-in that waits for its answer, and that answer, not given yet.
async fn waiting(story: &Story, uat: &Entry) -> (tokio::task::JoinHandle<Result<(), Failure>>, String) {
    let (to, address) = oneshot::channel();
    let (core, app) = (story.core.clone(), uat.app);
    let signing_in =
        tokio::spawn(async move { core.sign_in(app, SignInForm::default(), None, hand_over(to)).await });
    let address = address.await.expect("an address");
    match story.practice.visit(&address, ANA, PASSWORD, Press::Allow).await {
        Visit::SentTo(callback) => (signing_in, callback),
        stayed @ Visit::Stayed(..) => panic!("{stayed:?}"),
    }
}

#[tokio::test]
async fn a_port_that_is_taken_on_either_stack_is_not_shared() {
    for squatter in ["127.0.0.1", "::1"] {
        let story = Story::begin().await;
        let uat = story.uat().await;
        let _held = TcpListener::bind((squatter, story.port)).expect("the port");
        let (to, mut address) = oneshot::channel();
        let failure = story.sign_in_by(uat.app, hand_over(to)).await.expect_err("taken");
        let Failure::PortTaken { port, holder } = failure else { panic!("{failure:?}") };
        assert_eq!(port, story.port, "held on {squatter}");
        let ourselves = format!(", process {}", std::process::id());
        if cfg!(target_os = "linux") {
            assert!(holder.is_some_and(|holder| holder.ends_with(&ourselves)), "who holds it is named");
        }
        assert!(address.try_recv().is_err(), "no browser was opened");
    }
}

#[tokio::test]
async fn a_port_that_comes_free_in_a_moment_is_waited_for() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let held = TcpListener::bind(("127.0.0.1", story.port)).expect("the port");
    let signing_in = story.sign_in(uat.app);
    let letting_go = async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        drop(held);
    };
    let (outcome, ()) = tokio::join!(signing_in, letting_go);
    outcome.expect("signed in");
}

#[tokio::test]
async fn both_stacks_are_listened_on_and_no_other_address() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let (signing_in, callback) = waiting(&story, &uat).await;
    for loopback in ["127.0.0.1", "::1"] {
        assert!(TcpStream::connect((loopback, story.port)).await.is_ok(), "{loopback}");
    }
    assert!(TcpStream::connect(("127.0.0.2", story.port)).await.is_err(), "no wildcard is bound");
    follow(&callback).await;
    signing_in.await.expect("a task").expect("signed in");
}

#[tokio::test]
async fn nothing_but_the_answer_ends_the_wait() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let (signing_in, callback) = waiting(&story, &uat).await;
    let (port, url) = (story.port, url::Url::parse(&callback).expect("an address"));
    let query = url.query().expect("a query").to_owned();
    let parameter =
        |name: &str| url.query_pairs().find(|(known, _)| known == name).expect(name).1.into_owned();
    let state = parameter("state");
    let good = format!("/?{query}");
    let get = |target: &str| navigation(target, port);
    let headed =
        |target: &str, host: &str, more: &str| format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n");
    let here = format!("localhost:{port}");
    let visits = [
        ("another method", get(&good).replacen("GET", "POST", 1), 405),
        ("a head request", get(&good).replacen("GET", "HEAD", 1), 405),
        ("a pre-flight question", get(&good).replacen("GET", "OPTIONS", 1), 204),
        ("a small-letter method", get(&good).replacen("GET", "get", 1), 405),
        ("the icon", get("/favicon.ico"), 204),
        ("no query", get("/"), 404),
        ("another path", get(&format!("/callback?{query}")), 404),
        ("a doubled slash", get(&format!("//?{query}")), 404),
        ("no state", get("/?code=aPrx1"), 400),
        ("an empty state", get("/?code=aPrx1&state="), 400),
        ("another state", get(&format!("/?code=aPrx1&state={}", "A".repeat(43))), 400),
        ("the state in capitals", get(&format!("/?code=aPrx1&state={}", state.to_uppercase())), 400),
        ("two states", get(&format!("{good}&state={state}")), 400),
        ("two codes", get(&format!("{good}&code=aPrx2")), 400),
        ("code and error", get(&format!("{good}&error=access_denied")), 400),
        ("an error without state", get("/?error=access_denied"), 400),
        ("an error with another state", get("/?error=access_denied&state=wrong"), 400),
        ("an empty code", get(&format!("/?code=&state={state}")), 400),
        ("an overlong code", get(&format!("/?code={}&state={state}", "a".repeat(4097))), 400),
        ("a code with a line end", get(&format!("/?code=a%0d%0ab&state={state}")), 400),
        ("a broken escape", get(&format!("/?code=a%zz&state={state}")), 400),
        ("bytes that are no text", get(&format!("/?code=a%ff&state={state}")), 400),
        ("a thousand parameters", get(&format!("{good}{}", "&a=b".repeat(1000))), 400),
        ("no host", format!("GET {good} HTTP/1.1\r\n\r\n"), 400),
        ("two hosts", headed(&good, &here, &format!("Host: {here}\r\n")), 400),
        ("a foreign host", headed(&good, "evil.example:33333", ""), 421),
        ("a host that looks like ours", headed(&good, &format!("127.0.0.1.evil.example:{port}"), ""), 421),
        ("a host without port", headed(&good, "localhost", ""), 421),
        ("another port", headed(&good, "localhost:1", ""), 421),
        ("a page's fetch", headed(&good, &here, "Sec-Fetch-Mode: cors\r\n"), 400),
        ("an image", headed(&good, &here, "Sec-Fetch-Dest: image\r\n"), 400),
        ("a look ahead", headed(&good, &here, "Sec-Purpose: prefetch;prerender\r\n"), 400),
        ("an absolute target", get(&format!("http://evil.example{good}")), 404),
        ("no HTTP", "\u{1}\u{2}\u{3} hello\r\n\r\n".to_owned(), 400),
        ("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), 400),
        (
            "a head too long",
            format!("GET {good} HTTP/1.1\r\nHost: {here}\r\nX: {}\r\n\r\n", "x".repeat(9000)),
            400,
        ),
        ("too many headers", headed(&good, &here, &"X: y\r\n".repeat(100)), 400),
    ];
    for (who, request, expected) in &visits {
        let answer = ask(port, request).await;
        assert_eq!(status(&answer), *expected, "{who}: {answer}");
        assert!(
            !answer.contains("aPrx") && !answer.contains(&state),
            "{who}: nothing of a request is in the answer"
        );
        assert!(!signing_in.is_finished(), "{who} must not end the wait");
    }
    assert_eq!(follow(&callback).await, [303, 200]);
    signing_in.await.expect("a task").expect("the true answer still counts");
    assert_eq!(story.seen("token").len(), 1);
}

#[tokio::test]
async fn slow_and_many_visitors_do_not_matter() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let (signing_in, callback) = waiting(&story, &uat).await;
    let mut idle = Vec::new();
    for _ in 0..200 {
        let mut stream = TcpStream::connect(("127.0.0.1", story.port)).await.expect("a connection");
        // One that was sent away may not take it.
        let _ = stream.write_all(b"GET /").await;
        idle.push(stream);
    }
    assert_eq!(follow(&callback).await, [303, 200]);
    signing_in.await.expect("a task").expect("signed in");
    drop(idle);
    assert!(story.port_is_free().await);
}

#[tokio::test]
async fn the_first_answer_is_taken_and_the_same_again_only_shown_the_way_out() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let (signing_in, callback) = waiting(&story, &uat).await;
    let url = url::Url::parse(&callback).expect("an address");
    let request = navigation(&format!("/?{}", url.query().expect("a query")), story.port);
    let asks = (0..50).map(|_| {
        let (request, port) = (request.clone(), story.port);
        tokio::spawn(async move {
            let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)).await else { return 0 };
            let _ = stream.write_all(request.as_bytes()).await;
            let mut answer = String::new();
            let _ = stream.read_to_string(&mut answer).await;
            status(&answer)
        })
    });
    let mut shown_out = 0;
    for ask in asks.collect::<Vec<_>>() {
        let status = ask.await.expect("a task");
        assert!(matches!(status, 0 | 303), "{status}");
        shown_out += usize::from(status == 303);
    }
    assert!(shown_out > 0);
    signing_in.await.expect("a task").expect("signed in");
    assert_eq!(story.seen("token").len(), 1, "one answer, one exchange");
}

#[tokio::test]
async fn the_last_page_is_fixed_and_closed_to_everything() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let (signing_in, callback) = waiting(&story, &uat).await;
    let page = ask(story.port, &navigation("/done", story.port)).await;
    for line in [
        "Content-Security-Policy: default-src 'none'",
        "Cache-Control: no-store",
        "Referrer-Policy: no-referrer",
        "X-Content-Type-Options: nosniff",
        "<title>Back to Keyperch</title>",
    ] {
        assert!(page.contains(line), "{line}");
    }
    assert!(!page.contains("Access-Control"), "no page may read us");
    assert!(!signing_in.is_finished(), "to look at it ends nothing");
    follow(&callback).await;
    signing_in.await.expect("a task").expect("signed in");
}

#[tokio::test]
async fn a_callback_on_one_stack_binds_that_stack_alone() {
    let story = Story::begin().await;
    let uat = story.uat().await;
    let form = app_form("Rehearsal Tool", &format!("http://127.0.0.1:{}", story.port), &uat.key);
    story.core.edit_app(uat.app, form).await.expect("saved");
    // Setup takes no such callback. What cannot be told of it keeps nobody from trying.
    story.practice.fault(FaultOrder::once("authorize", FaultName::DropBefore)).expect("a fault");
    let _neighbour = TcpListener::bind(("::1", story.port)).expect("the other stack");
    let (to, address) = oneshot::channel();
    let signing_in = story.sign_in_by(uat.app, hand_over(to));
    let visit = async {
        address.await.expect("an address, so the port is bound");
        TcpListener::bind(("127.0.0.1", story.port)).expect_err("and it is this one");
        story.core.cancel_sign_in();
    };
    let (outcome, ()) = tokio::join!(signing_in, visit);
    assert_eq!(outcome, Err(Failure::Cancelled));
}

/// Callback URLs of free ports.
fn registered<const MANY: usize>() -> [CallbackUrl; MANY] {
    std::array::from_fn(|_| {
        CallbackUrl::parse(&format!("http://localhost:{}", free_port())).expect("a callback")
    })
}

fn awaited(callback: CallbackUrl) -> Arc<Awaited> {
    let host = LoginHost::from_name("acme.my.salesforce.com").expect("a host");
    Arc::new(Awaited { callback, host, state: "right".to_owned().into() })
}

#[tokio::test]
async fn the_apps_callbacks_are_tried_in_their_order_and_no_other_port() {
    let callbacks: [CallbackUrl; 3] = registered();
    let hold = |at: usize, stack: &str| TcpListener::bind((stack, callbacks[at].port())).expect("the port");
    let (listener, taken) = Listener::bind_first(&callbacks).await.expect("free");
    assert_eq!(taken, callbacks[0]);
    drop(listener);
    let _first = hold(0, "127.0.0.1");
    let (listener, taken) = Listener::bind_first(&callbacks).await.expect("the second is free");
    assert_eq!(taken, callbacks[1]);
    drop(listener);
    let (_second, _third) = (hold(1, "::1"), hold(2, "127.0.0.1"));
    match Listener::bind_first(&callbacks).await {
        Err(Error::PortTaken { port, .. }) => assert_eq!(port, callbacks[0].port(), "it tells of the first"),
        other => panic!("{other:?}"),
    }
    assert!(matches!(Listener::bind_first(&[]).await, Err(Error::Nonsense(_))));
}

#[tokio::test]
async fn a_port_that_only_waits_for_the_last_page_is_given_to_the_next_sign_in() {
    let [callback] = registered();
    let port = callback.port();
    for _ in 0..3 {
        let (listener, callback) =
            Listener::bind_first(std::slice::from_ref(&callback)).await.expect("given way to");
        let waiting = tokio::spawn(listener.answer(awaited(callback), |_hint| {}));
        let answer = ask(port, &navigation("/?code=aPrx&state=right", port)).await;
        assert!(answer.contains(" 303 "), "{answer}");
        assert!(matches!(waiting.await.expect("a task"), Ok(Answer::Code(_))));
        TcpListener::bind(("127.0.0.1", port)).expect_err("the last page is waited for");
    }
}

#[tokio::test]
async fn a_browser_that_insists_on_https_is_noticed_once_and_ends_nothing() {
    let [callback] = registered();
    let port = callback.port();
    let (listener, callback) = Listener::bind_first(&[callback]).await.expect("free");
    let hints = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&hints);
    let waiting =
        tokio::spawn(listener.answer(awaited(callback), move |hint| told.lock().expect("hints").push(hint)));
    for hello in [&b"\x16\x03\x01\x02\x00\x01"[..], b"\x16\x03\x03", b"\x16\x03"] {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("a listener");
        stream.write_all(hello).await.expect("it listens");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("an end");
        assert_eq!(answer, b"\x15\x03\x01\x00\x02\x02\x28", "a fatal alert");
    }
    assert!(ask(port, &navigation("/?code=aPrx&state=right", port)).await.contains(" 303 "));
    assert!(matches!(waiting.await.expect("a task"), Ok(Answer::Code(code)) if code.expose() == "aPrx"));
    assert_eq!(*hints.lock().expect("hints"), [Hint::ForcedHttps], "however often it came");
}

#[tokio::test]
async fn the_port_is_free_at_once_after_cancelling_though_the_house_is_full() {
    let [callback] = registered();
    let port = callback.port();
    let (listener, callback) = Listener::bind_first(&[callback]).await.expect("free");
    let waiting = tokio::spawn(listener.answer(awaited(callback), |_hint| {}));
    let mut inside = Vec::new();
    for _ in 0..16 {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("a listener");
        stream.write_all(b"GET /?").await.expect("it listens");
        inside.push(stream);
    }
    tokio::time::sleep(Duration::from_millis(20)).await;
    waiting.abort();
    tokio::time::sleep(Duration::from_millis(100)).await;
    for loopback in ["127.0.0.1", "::1"] {
        TcpListener::bind((loopback, port)).expect("free");
    }
    for stream in &mut inside {
        let left = tokio::time::timeout(Duration::from_millis(100), stream.read(&mut [0])).await;
        assert!(matches!(left, Ok(Ok(0) | Err(_))), "every visitor was sent away");
    }
}
