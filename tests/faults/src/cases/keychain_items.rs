//! F09–F11, F17, F18 and F20–F22: what is in the keychain is not what was put there.

use practice_org::{FaultName, FaultOrder};
use serde_json::json;

use super::Case;
use super::bench::Bench;
use crate::Failed;
use crate::bus_proxy::BusProxy;
use crate::child::fingerprint;
use crate::orders::Order;
use crate::scene::{Role, Scene};
use crate::secret_service::Kept;

pub(super) const CASES: &[Case] = &[
    Case { id: "F09", what: "an item that is no text", run: || Box::pin(broken(b"\xff\xfe\x00\xff")) },
    Case { id: "F10", what: "two items of one name", run: || Box::pin(ambiguous()) },
    Case { id: "F11", what: "an item of another shape", run: || Box::pin(broken(b"v9|what is this?")) },
    Case { id: "F17", what: "a delete that says Ok, and the item is there", run: || Box::pin(undeleted()) },
    Case { id: "F18", what: "a token of 2,561 bytes, and one of 40,000", run: || Box::pin(long()) },
    Case { id: "F20", what: "an older keychain is restored", run: || Box::pin(restored()) },
    Case { id: "F21", what: "a person deletes the items", run: || Box::pin(deleted()) },
    Case {
        id: "F22",
        what: "what is read back is not what was written",
        run: || Box::pin(read_back_differs()),
    },
];

/// The items that hold a sign-in's refresh token.
fn of_the_grant(bench: &Bench) -> Result<Vec<Kept>, Failed> {
    let app = bench.entry.app.to_string();
    let is_ours = |kept: &Kept| {
        !kept.account.starts_with(&app)
            && !kept.account.ends_with("/marker")
            && !kept.account.contains("access")
    };
    let items: Vec<Kept> = bench.scene.keyring.service()?.items()?.into_iter().filter(is_ours).collect();
    if items.is_empty() { Err("no item holds the sign-in".into()) } else { Ok(items) }
}

/// All of them are spoilt: the entry stays, nothing of them is sent anywhere, and a person can sign in.
async fn broken(content: &[u8]) -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let service = bench.scene.keyring.service()?;
    for kept in of_the_grant(&bench)? {
        service.overwrite(&kept, content)?;
    }
    let before = bench.scene.practice.seen(0).iter().filter(|seen| seen.kind == "token").count();
    let told = bench.copy().await?;
    if !told.needs_a_person() && told.code() != Some("keychain_refused") {
        return Err(format!("unexpected: {told:?}").into());
    }
    let after = bench.scene.practice.seen(0).iter().filter(|seen| seen.kind == "token").count();
    if after != before {
        return Err("what was found there was sent to Salesforce".into());
    }
    bench.signs_in_again(0, "nothing of it was sent, the entry was kept, and a person signed in").await
}

async fn ambiguous() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let service = bench.scene.keyring.service()?;
    let items = of_the_grant(&bench)?;
    for kept in &items {
        service.duplicate(kept, b"5Aep861-not-this-one")?;
    }
    let now = of_the_grant(&bench)?;
    let alike = |kept: &Kept| now.iter().filter(|other| other.account == kept.account).count();
    if let Some(kept) = items.iter().find(|kept| alike(kept) != 2) {
        return Err(format!("there are {} items named {}", alike(kept), kept.account).into());
    }
    let told = bench.copy().await?;
    if told.needs_a_person() {
        return Err(format!("a person was asked for: {told:?}").into());
    }
    // A person tidies up in the desktop's own program.
    let known: Vec<&str> = items.iter().map(|kept| kept.path.as_str()).collect();
    for kept in of_the_grant(&bench)? {
        let is_second = items.iter().any(|item| item.account == kept.account);
        if is_second && !known.contains(&kept.path.as_str()) {
            service.delete(&kept)?;
        }
    }
    bench.kept().await
}

/// Whoever says that it is deleted is looked after: what is still there is deleted later.
async fn undeleted() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let role = Role { org: 3, app: 0, user: 0 };
    let org = bench.scene.add_org(&mut bench.life, role).await?;
    let other = bench.scene.add_app(&mut bench.life, org, role, "To be removed").await?;
    let proxy = BusProxy::begin(&bench.scene.keyring.socket()?, bench.scene.folder.join("p"))?;
    bench.scene.surroundings.bus = proxy.address();
    bench.start_again().await?;
    let service = bench.scene.keyring.service()?;
    let name = other.app.to_string();
    let of_the_other = |kept: &Kept| kept.account.starts_with(&name);
    let key = service.items()?.into_iter().find(of_the_other).ok_or("no item holds its key")?;
    let content = service.content(&key)?;
    let (mut delete, mut look) = (proxy.ambush("Delete", 1), proxy.ambush("SearchItems", 1));
    bench.life.tell(&Order::RemoveApp { app: other.app, sign_out: false }).await?;
    delete.has_come().await?;
    delete.go_on();
    look.has_come().await?;
    // It was deleted, and is there again before it is looked for: to the core that is the same.
    service.duplicate(&key, &content)?;
    look.go_on();
    bench.life.hear().await?.done()?;
    if !service.items()?.iter().any(of_the_other) {
        return Err("it was deleted all the same: nothing was tried".into());
    }
    bench.life.order(&Order::Upkeep).await?.done()?;
    if service.items()?.iter().any(of_the_other) {
        return Err("what was said to be deleted stays for ever".into());
    }
    bench.scene.surroundings.bus = bench.scene.keyring.address().to_owned();
    bench.start_again().await?;
    bench.kept().await
}

/// Salesforce may give tokens of any length.
async fn long() -> Result<String, Failed> {
    let scene = Scene::begin().await?;
    let mut life = scene.live().await?;
    let org = scene.add_org(&mut life, Role::UAT).await?;
    let entry = scene.add_app(&mut life, org, Role::UAT, "Rehearsal Tool").await?;
    for length in [2_561, 40_000] {
        let tokens = ["access_token", "refresh_token"]
            .map(|name| format!("{name}{}", "x".repeat(length - name.len())));
        let merge = json!({ "access_token": tokens[0], "refresh_token": tokens[1] });
        // The look at the secret beforehand is struck first.
        let merge = merge.as_object().cloned();
        let order = FaultOrder { merge, times: 2, ..FaultOrder::once("token", FaultName::With) };
        scene.practice.fault(order)?;
        scene.sign_in(&mut life, &entry).await?.done()?;
        let copied = life.order(&Order::Copy { app: entry.app }).await?.done()?;
        if copied["fingerprint"] != fingerprint(&tokens[0]) {
            return Err(format!("a token of {length} bytes did not come back").into());
        }
    }
    life.order(&Order::RemoveOrg { org, sign_out: true }).await?.done()?;
    life.order(&Order::Upkeep).await?.done()?;
    life.bury().await?;
    let left = scene.keyring.service()?.items()?;
    if left.iter().all(|kept| kept.account.ends_with("/marker")) {
        Ok("kept whole, and every part of them removed".to_owned())
    } else {
        Err(format!("parts are left: {left:?}").into())
    }
}

/// A backup of the keychain comes back: the token in it was spent long ago, and must not be shown.
async fn restored() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let service = bench.scene.keyring.service()?;
    let old: Vec<(Kept, Vec<u8>)> = of_the_grant(&bench)?
        .into_iter()
        .map(|kept| service.content(&kept).map(|content| (kept, content)))
        .collect::<Result<_, _>>()?;
    for _ in 0..3 {
        bench.copy().await?.done()?;
        bench.scene.expire(&mut bench.life).await?;
    }
    for (kept, content) in &old {
        service.overwrite(kept, content)?;
    }
    bench.start_again().await?;
    let told = bench.copy().await?;
    if !told.needs_a_person() {
        return Err(format!("expected a sign-in, got {told:?}").into());
    }
    bench.signs_in_again(0, "the spent token was not shown; a person signed in").await
}

async fn deleted() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let service = bench.scene.keyring.service()?;
    for kept in service.items()? {
        if !kept.account.starts_with(&bench.entry.app.to_string()) && !kept.account.ends_with("/marker") {
            service.delete(&kept)?;
        }
    }
    bench.needs_a_person().await?;
    bench.signs_in_again(0, "the entry was kept, and a person signed in").await
}

/// Somebody else writes into the slot between the write and the look at it, once.
async fn read_back_differs() -> Result<String, Failed> {
    let mut bench = Bench::begin().await?;
    let proxy = BusProxy::begin(&bench.scene.keyring.socket()?, bench.scene.folder.join("p"))?;
    bench.scene.surroundings.bus = proxy.address();
    bench.start_again().await?;
    let (mut write, mut read) = (proxy.ambush("SetSecret", 2), proxy.ambush("GetSecret", 1));
    bench.life.tell(&Order::Copy { app: bench.entry.app }).await?;
    write.has_come().await?;
    let service = bench.scene.keyring.service()?;
    let contents = |bench: &Bench| -> Result<Vec<(Kept, Vec<u8>)>, Failed> {
        of_the_grant(bench)?
            .into_iter()
            .map(|kept| service.content(&kept).map(|content| (kept, content)))
            .collect()
    };
    let before = contents(&bench)?;
    write.go_on();
    read.has_come().await?;
    let now = contents(&bench)?;
    let is_new = |(kept, content): &&(Kept, Vec<u8>)| {
        !before.iter().any(|(known, old)| known.account == kept.account && old == content)
    };
    let (kept, _) = now.iter().find(is_new).ok_or("nothing was written")?;
    service.overwrite(kept, b"something else")?;
    read.go_on();
    let told = bench.life.hear().await?;
    if told.needs_a_person() {
        return Err(format!("a person was asked for: {told:?}").into());
    }
    super::keychain::saved(&mut bench.life).await?;
    bench.scene.surroundings.bus = bench.scene.keyring.address().to_owned();
    bench.start_again().await?;
    bench.kept().await
}
