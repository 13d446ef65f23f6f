//! A list in a folder of its own, without a core around it: filled, closed, harmed, and read again.

use std::path::PathBuf;

use keyperch_core::io::registry::{AppRow, FILE, OrgRow, Registry};
use keyperch_core::model::client_app::{CallbackUrl, FurtherCallbacks, Scopes};
use keyperch_core::model::error::Error;
use keyperch_core::model::field::{Field, Name};
use keyperch_core::model::flow::Flow;
use keyperch_core::model::host::LoginHost;
use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::secret::{Place, SecretHint};

/// An empty folder, removed when the test ends.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("keyperch-registry-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    /// With a list of so many orgs, an app in each, that was copied and closed.
    pub(crate) async fn with_a_list(orgs: usize) -> Self {
        let folder = Self::new();
        let registry = folder.open();
        for number in 0..orgs {
            add(&registry, number).await.expect("an org");
        }
        registry.back_up_if_changed().await.expect("a copy");
        drop(registry);
        folder.is_closed();
        folder
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join(FILE)
    }

    pub(crate) fn open(&self) -> Registry {
        Registry::open(&self.0).expect("a registry")
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.join(name)).expect("the file")
    }

    /// Every name in it that begins so.
    pub(crate) fn names(&self, beginning: &str) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).expect("a folder").flatten();
        let names = entries.map(|entry| entry.file_name().into_string().expect("a name"));
        let mut names: Vec<String> = names.filter(|name| name.starts_with(beginning)).collect();
        names.sort();
        names
    }

    /// Returns when the last connection has put everything into the one file.
    pub(crate) fn is_closed(&self) {
        for _ in 0..2000 {
            if !self.0.join(format!("{FILE}-wal")).exists() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        panic!("the list is still open");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Where every org of such a list is.
pub(crate) const HOST: &str = "acme--uat.sandbox.my.salesforce.com";

/// An org of one of three clients.
pub(crate) fn org_row(number: usize) -> Result<OrgRow, Error> {
    Ok(OrgRow {
        client: Name::parse(Field::Client, &format!("Client {}", number % 3))?,
        name: Name::parse(Field::OrgName, &format!("Org {number}"))?,
        code: None,
        host: LoginHost::from_name(HOST).expect("a host"),
        chosen: None,
    })
}

/// An app.
pub(crate) fn app_row(name: &str) -> Result<AppRow, Error> {
    Ok(AppRow {
        name: Name::parse(Field::AppName, name)?,
        flow: Flow::AuthorizationCode,
        further_callbacks: FurtherCallbacks::default(),
        callback_url: CallbackUrl::parse("http://localhost:33333")?,
        scopes: Scopes::parse("api refresh_token")?,
        key: SecretHint { last_four: "abcd".to_owned(), fingerprint: "0123abcd".to_owned() },
        secret: None,
        key_place: Place::First,
        secret_place: Place::First,
    })
}

/// Adds an org with an app.
pub(crate) async fn add(registry: &Registry, number: usize) -> Result<(), Error> {
    let org = registry.add_org(org_row(number)?).await?;
    registry.add_app(ClientAppId::new(), org, app_row("Rehearsal Tool")?).await
}

/// Every org with its apps, as far as a person could tell them apart.
pub(crate) async fn rows(registry: &Registry) -> Result<Vec<String>, Error> {
    let listing = registry.listing().await?;
    let row = |one: &keyperch_core::io::registry::Listing| {
        let apps: Vec<String> = one.apps.iter().map(|(app, _)| app.id.to_string()).collect();
        format!("{} {} {} {}", one.org.id, one.org.client.name, one.org.name, apps.join(" "))
    };
    Ok(listing.iter().map(row).collect())
}
