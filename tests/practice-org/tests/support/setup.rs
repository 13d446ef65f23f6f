//! An admin with a browser in Setup, each step by hand, and the forms as bytes.

use practice_org::Practice;

use super::story::{Story, cookie, ticket};
use super::wire::{self, Got, Raw};

pub const MANAGER: &str = "/lightning/setup/ManageExternalClientApplication";

/// Who has come as far as the Setup host of an org.
#[derive(Clone, Debug)]
pub struct Admin {
    pub host: String,
    pub cookie: String,
    pub confirmation: String,
}

/// The Setup host of the org of a story.
pub fn setup_host(story: &Story) -> String {
    story.host.replace(".my.salesforce.com", ".my.salesforce-setup.com")
}

/// From the login of the My Domain over the pass to the Manager.
pub async fn admin(practice: &Practice, story: &Story) -> Admin {
    let cookie = entered(practice, story, &story.username).await;
    let mut admin = Admin { host: setup_host(story), cookie, confirmation: String::new() };
    let form = send(practice, &admin.open("/practice/setup/new")).await;
    admin.confirmation = hidden(&form, "confirmation_token");
    admin
}

/// The cookie of the Setup host for this user.
pub async fn entered(practice: &Practice, story: &Story, username: &str) -> String {
    let asking = Raw::get(&setup_host(story), &format!("{MANAGER}/home"));
    let login = follow(practice, &send(practice, &asking).await).await;
    let logged_in = send(practice, &story.login(&ticket(&login), username, "practice")).await;
    cookie(&follow(practice, &logged_in).await)
}

impl Admin {
    pub fn open(&self, path: &str) -> Raw {
        Raw::get(&self.host, path).header("Cookie", &self.cookie)
    }

    pub fn post(&self, path: &str) -> Raw {
        Raw::post(&self.host, path)
            .header("Cookie", &self.cookie)
            .form("confirmation_token", &self.confirmation)
    }

    /// "New External Client App" as a person fills it in for a first app.
    pub fn new_app(&self) -> Raw {
        let fields = [
            ("name", "Nightly+Export"),
            ("api_name", "Nightly_Export"),
            ("contact_email", "ana%40example.com"),
            ("distribution", "local"),
            ("contact_phone", ""),
            ("info_url", ""),
            ("logo_image_url", ""),
            ("icon_url", ""),
            ("description", "At+night"),
            ("enable_oauth", "on"),
            ("callback_urls", "http%3A%2F%2Flocalhost%3A33333%0D%0Aexport%3Adone"),
            ("scopes", "api%0Arefresh_token"),
            ("certificate", ""),
            ("require_secret_web_server", "on"),
            ("require_secret_refresh", "on"),
        ];
        fields.iter().fold(self.post("/practice/setup/new"), |raw, (name, value)| raw.form(name, value))
    }

    /// Policies > Edit as it ships.
    pub fn policies(&self, id: &str) -> Raw {
        let fields = [
            ("start_page", "none"),
            ("profiles", ""),
            ("permission_sets", ""),
            ("permitted_users", "all_may_self_authorize"),
            ("oauth_start_url", ""),
            ("single_logout_url", ""),
            ("run_as", ""),
            ("refresh_token_policy", "until_revoked"),
            ("refresh_token_days", ""),
            ("ip_relaxation", "enforce"),
            ("session_timeout_minutes", ""),
        ];
        let post = self.post(&format!("/practice/setup/{id}/policies"));
        fields.iter().fold(post, |raw, (name, value)| raw.form(name, value))
    }

    pub fn verify(&self, id: &str, code: &str) -> Raw {
        self.post(&format!("/practice/setup/{id}/verification")).form("code", code)
    }

    /// Makes the app of [`Self::new_app`] and returns its id.
    pub async fn made(&self, practice: &Practice) -> String {
        id_in(&send(practice, &self.new_app()).await)
    }
}

/// The id in the address that a saved form leads to.
pub fn id_in(saved: &Got) -> String {
    let address = saved.header("location").unwrap_or_else(|| panic!("not saved: {saved:?}"));
    let rest = address.split_once(MANAGER).unwrap().1;
    rest.split('/').nth(1).unwrap().to_owned()
}

pub async fn send(practice: &Practice, raw: &Raw) -> Got {
    wire::send(practice, raw).await.unwrap()
}

/// The page that a redirect leads to, for a browser without a cookie there.
pub async fn follow(practice: &Practice, redirect: &Got) -> Got {
    let address = redirect.header("location").unwrap_or_else(|| panic!("no redirect: {redirect:?}"));
    let rest = address.strip_prefix("https://").unwrap();
    let (host, target) = rest.split_at(rest.find('/').unwrap());
    send(practice, &Raw::get(host, target)).await
}

pub fn hidden(page: &Got, name: &str) -> String {
    let begin = format!("name=\"{name}\" value=\"");
    let rest = page.body.split_once(&begin).unwrap_or_else(|| panic!("no {name}: {page:?}")).1;
    rest.split_once('"').unwrap().0.to_owned()
}
