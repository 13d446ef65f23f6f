//! The list is read as a whole: the same as if each org, app and sign-in in it were asked for by itself.

use std::collections::BTreeSet;

use keyperch_core::io::registry::{Listing, Registry};
use keyperch_core::model::client_app::Scopes;
use keyperch_core::model::error::Error;
use keyperch_core::model::grant::{Grant, Identity};
use keyperch_core::model::host::{InstanceUrl, LoginHost};
use keyperch_core::model::ids::{ClientAppId, GrantId, OrgId};
use keyperch_core::model::secret::Kind;
use keyperch_core::model::time::Timestamp;
use keyperch_core::model::view::Tool;
use proptest::prelude::*;
use rusqlite::Connection;

use super::support::list::{Folder, HOST, app_row, org_row};

/// How far a sign-in came.
#[derive(Clone, Copy, Debug, PartialEq)]
enum SignIn {
    None,
    Arriving,
    Ready,
    Ended,
    Left,
    /// As the last of two.
    Again,
}

#[derive(Clone, Debug)]
struct App {
    own: SignIn,
    /// One for a tool; whether the tool has taken it.
    tool: Option<bool>,
    is_removed: bool,
}

#[derive(Clone, Debug)]
struct Org {
    apps: Vec<App>,
    is_removed: bool,
}

fn orgs() -> impl Strategy<Value = Vec<Org>> {
    let sign_in = prop::sample::select(vec![
        SignIn::None,
        SignIn::Arriving,
        SignIn::Ready,
        SignIn::Ended,
        SignIn::Left,
        SignIn::Again,
    ]);
    let rarely = || prop::bool::weighted(0.2);
    let app = (sign_in, prop::option::of(any::<bool>()), rarely()).prop_map(|(own, tool, is_removed)| App {
        own,
        tool,
        is_removed,
    });
    let org =
        (prop::collection::vec(app, 0..4), rarely()).prop_map(|(apps, is_removed)| Org { apps, is_removed });
    prop::collection::vec(org, 0..8)
}

fn grant(app: ClientAppId, tool: Option<Tool>) -> Grant {
    let id = "https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001Sv6AAAS";
    Grant {
        id: GrantId::new(),
        app,
        tool,
        host: LoginHost::from_name(HOST).expect("a host"),
        identity: Identity::from_url(id).expect("somebody"),
        username: None,
        scopes: Scopes::parse("api refresh_token").expect("scopes"),
        instance_url: InstanceUrl::parse(&format!("https://{HOST}")).expect("an address"),
        refreshable: true,
        proven_at: Timestamp(0),
        signed_in_at: Timestamp(0),
        ended: false,
        generation: 1,
        intent: None,
        ends: None,
        renewed_at: None,
        server_use: None,
        handed_over_at: None,
    }
}

async fn arrive(registry: &Registry, app: ClientAppId, tool: Option<Tool>) -> Result<GrantId, Error> {
    let grant = grant(app, tool);
    let id = grant.id;
    registry.arrive(grant, app_row("any")?.key.fingerprint).await?;
    Ok(id)
}

async fn sign_in(registry: &Registry, id: ClientAppId, app: &App) -> Result<(), Error> {
    if app.own != SignIn::None {
        let first = arrive(registry, id, None).await?;
        if app.own != SignIn::Arriving {
            registry.admit(first, 1, false).await?;
        }
        match app.own {
            SignIn::Ended => registry.note_ended(first).await?,
            SignIn::Left => drop(registry.leave(id).await?),
            SignIn::Again => {
                let second = arrive(registry, id, None).await?;
                registry.admit(second, 1, false).await?;
            }
            SignIn::None | SignIn::Arriving | SignIn::Ready => {}
        }
    }
    if let Some(is_taken) = app.tool {
        let tools = arrive(registry, id, Some(Tool::RehearsalTool)).await?;
        registry.admit(tools, 1, false).await?;
        if is_taken {
            registry.note_handed_over(tools, Timestamp(7)).await?;
        }
    }
    Ok(())
}

/// Fills a list; the orgs and apps that should be in it.
async fn fill(folder: &Folder, registry: &Registry, orgs: &[Org]) -> Result<BTreeSet<String>, Error> {
    let aside = Connection::open(folder.file()).expect("the list");
    aside.execute("INSERT INTO removal VALUES ('removed', 0, 0)", []).expect("a removal");
    let remove = |table: &str, id: &str| {
        let update = format!("UPDATE {table} SET removal = 'removed' WHERE id = ?1");
        assert_eq!(aside.execute(&update, [id]).expect("removed"), 1);
    };
    let mut listed = BTreeSet::new();
    for (number, org) in orgs.iter().enumerate() {
        let id = registry.add_org(org_row(number)?).await?;
        listed.insert(id.to_string());
        for (number, app) in org.apps.iter().enumerate() {
            let id_of_app = ClientAppId::new();
            registry.add_app(id_of_app, id, app_row(&format!("App {}", 9 - number))?).await?;
            sign_in(registry, id_of_app, app).await?;
            listed.insert(id_of_app.to_string());
            if app.is_removed {
                remove("client_app", &id_of_app.to_string());
            }
            if app.is_removed || org.is_removed {
                listed.remove(&id_of_app.to_string());
            }
        }
        if org.is_removed {
            remove("org", &id.to_string());
            listed.remove(&id.to_string());
        }
    }
    Ok(listed)
}

/// What there is of an org of the list, each thing asked for by itself.
async fn one_by_one(registry: &Registry, entry: &Listing) -> Result<String, Error> {
    let (mut apps, mut tools) = (Vec::new(), Vec::new());
    for (app, _grant) in &entry.apps {
        apps.push((registry.app(app.id).await?.0, registry.grant(app.id).await?));
        tools.extend(registry.grant_for(app.id, Tool::RehearsalTool).await?);
    }
    tools.sort_by_key(|grant| grant.app.to_string());
    Ok(format!("{:?}", Listing { org: registry.org(entry.org.id).await?, apps, tools }))
}

async fn is_the_same_one_by_one(orgs: Vec<Org>) -> Result<(), Error> {
    let folder = Folder::new();
    let registry = folder.open();
    let listed = fill(&folder, &registry, &orgs).await?;
    let listing = registry.listing().await?;
    let mut found = Vec::new();
    for entry in &listing {
        found.push(entry.org.id.to_string());
        found.extend(entry.apps.iter().map(|(app, _grant)| app.id.to_string()));
        assert!(entry.apps.is_sorted_by_key(|(app, _grant)| app.name.to_string()), "apps by their names");
        assert!(entry.apps.iter().all(|(app, _grant)| app.org == entry.org.id), "each in its org");
        let whole = format!("{entry:?}");
        assert_eq!(whole, one_by_one(&registry, entry).await?);
        assert_eq!(whole, format!("{:?}", registry.listing_of(entry.org.id).await?));
    }
    let names = listing.iter().map(|entry| (entry.org.client.name.to_string(), entry.org.name.to_string()));
    assert!(names.is_sorted(), "by client and name");
    assert_eq!(found.len(), listed.len(), "each once");
    assert_eq!(BTreeSet::from_iter(found), listed);
    let keys =
        registry.items_of_all().await?.into_iter().filter(|item| item.kind == Kind::ConsumerKey).count();
    assert_eq!(
        keys,
        orgs.iter().map(|org| org.apps.len()).sum::<usize>(),
        "what is removed is still claimed"
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_list_is_what_each_entry_says_of_itself(orgs in orgs()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(is_the_same_one_by_one(orgs)).expect("a list");
    }
}

#[tokio::test]
async fn an_org_that_is_not_in_the_list_is_gone() {
    let folder = Folder::new();
    let registry = folder.open();
    let removed = Org { apps: Vec::new(), is_removed: true };
    fill(&folder, &registry, &[removed]).await.expect("a list");
    let aside = Connection::open(folder.file()).expect("the list");
    let removed: String = aside.query_row("SELECT id FROM org", [], |row| row.get(0)).expect("one org");
    for id in [OrgId::parse(&removed).expect("its id"), OrgId::new()] {
        assert!(matches!(registry.listing_of(id).await, Err(Error::Gone)), "{id}");
    }
}
