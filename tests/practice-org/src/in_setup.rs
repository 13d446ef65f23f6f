//! An admin in Setup, for tests that have no browser: opens the pages, sends the forms, reads the code from the mail.
//!
//! Goes through the same hosts, pages and log as a browser, and knows nothing that is not on a page or in a mail. What a
//! page refuses comes back as that page names it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::site::Site;
use crate::site::person::{Browser, Page};
use crate::site::setup::{self, FORMS, MANAGER};
use crate::world::draft::{Draft, Problem};
use crate::world::switches::Switches;

/// No way through Setup has more redirects.
const MOST_REDIRECTS: usize = 8;

/// Somebody who is signed in to the Setup of one org.
#[derive(Debug)]
pub struct InSetup {
    site: Arc<Site>,
    /// The Setup host.
    host: String,
    username: String,
    /// Of each host, its cookie.
    cookies: BTreeMap<String, String>,
    /// What every form carries.
    confirmation: String,
}

/// What came of it, or what the page says is wrong, field by field; `page` where it is no field.
pub type Saved<Outcome> = Result<Outcome, Vec<Problem>>;

/// Logs in to the Setup of the org at this My Domain host.
pub(crate) async fn enter(site: Arc<Site>, host: &str, username: &str) -> Saved<InSetup> {
    let known = {
        let world = site.world();
        let org = world.orgs.iter().find(|org| org.host() == host);
        org.and_then(|org| Some((org.setup_host(), org.user(username)?.password)))
    };
    let Some((setup_host, password)) = known else {
        return refused(format!("no org at {host} has a user called {username}"));
    };
    let (cookies, confirmation) = (BTreeMap::new(), String::new());
    let mut person =
        InSetup { site, host: setup_host.clone(), username: username.to_owned(), cookies, confirmation };
    let login = person.opened(&format!("https://{setup_host}{MANAGER}/home")).await;
    let Some(ticket) = login.hidden("request") else {
        return refused(format!("no log-in page: {}", login.status));
    };
    let form = crate::rules::form::encoded(&[
        ("request", ticket.as_str()),
        ("username", username),
        ("pw", password),
    ]);
    let manager = person.sent(host, "/practice/login", form).await;
    if !manager.body.contains("id=\"new-app\"") {
        return refused(format!("no External Client App Manager: {}", manager.status));
    }
    let new = person.opened(&person.address("new")).await;
    person.confirmation = new.hidden(setup::CONFIRMATION).unwrap_or_default();
    Ok(person)
}

impl InSetup {
    /// Makes an app with "New External Client App" and returns its id of 15 characters. Its policies are as they ship:
    /// the form has none.
    ///
    /// # Errors
    /// What the page says is wrong.
    pub async fn create(&mut self, draft: &Draft) -> Saved<String> {
        let values = setup::settings_values(draft, &BTreeMap::new());
        let values = values.with("certificate", &draft.switches.certificate);
        let page = self.form_sent("new", values).await?;
        let rest = page.address.split_once(MANAGER).map(|(_, rest)| rest.trim_start_matches('/'));
        let id = rest.and_then(|rest| rest.split('/').next()).unwrap_or_default().to_owned();
        Ok(id)
    }

    /// Settings > Edit: everything of the draft that is no policy.
    ///
    /// # Errors
    /// What the page says is wrong.
    pub async fn edit_settings(&mut self, app_id: &str, draft: &Draft) -> Saved<()> {
        let values = setup::settings_values(draft, &BTreeMap::new());
        let values = values.with("certificate", &draft.switches.certificate);
        self.form_sent(&format!("{app_id}/settings"), values).await.map(drop)
    }

    /// Policies > Edit: everything of the switches that is one.
    ///
    /// # Errors
    /// What the page says is wrong.
    pub async fn edit_policies(&mut self, app_id: &str, switches: &Switches) -> Saved<()> {
        let values = setup::policy_values(switches, &BTreeMap::new());
        self.form_sent(&format!("{app_id}/policies"), values).await.map(drop)
    }

    /// Consumer Key and Secret, with the code from the newest mail.
    ///
    /// # Errors
    /// Fails where there is no such app, or it has no key.
    pub async fn consumer_details(&mut self, app_id: &str) -> Saved<(String, String)> {
        let path = format!("{app_id}/verification");
        let asked = self.opened(&self.address(&path)).await;
        if !asked.body.contains("id=\"verify\"") {
            return refused(format!("no code is asked for: {}", asked.status));
        }
        let code = {
            let world = self.site.world();
            let newest = world.mailbox.all().iter().rfind(|mail| mail.username == self.username);
            newest.map(|mail| mail.code.clone())
        };
        let values = setup::Values::default().with("code", code.unwrap_or_default());
        let page = self.form_sent(&path, values).await?;
        let shown = |id: &str| page.text_area(id);
        match (shown("consumer-key"), shown("consumer-secret")) {
            (Some(key), Some(secret)) => Ok((key, secret)),
            _ => refused(format!("no Consumer Details: {}", page.status)),
        }
    }

    /// Opens a page of the org by its address, or by the path that a link of Setup has, and says what is there: its HTML.
    pub async fn reads(&mut self, address: &str) -> String {
        let of_setup = address.starts_with('/').then(|| format!("https://{}{address}", self.host));
        self.opened(of_setup.as_deref().unwrap_or(address)).await.body
    }

    fn address(&self, path: &str) -> String {
        format!("https://{}{FORMS}/{path}", self.host)
    }

    async fn form_sent(&mut self, path: &str, values: setup::Values) -> Saved<Page> {
        let body = values.with(setup::CONFIRMATION, &self.confirmation).encoded();
        let host = self.host.clone();
        let page = self.sent(&host, &format!("{FORMS}/{path}"), body).await;
        let problems = setup::problems_on(&page.body);
        if !problems.is_empty() {
            return Err(problems);
        }
        // A session that is over has led to the login, at another host.
        let is_saved = page.status == 200 && page.address.starts_with(&format!("https://{host}/"));
        if is_saved { Ok(page) } else { refused(format!("refused with {}", page.status)) }
    }

    async fn opened(&mut self, address: &str) -> Page {
        self.followed(address.to_owned(), None).await
    }

    async fn sent(&mut self, host: &str, path: &str, body: String) -> Page {
        self.followed(format!("https://{host}{path}"), Some(body)).await
    }

    /// Where the redirects end, as a browser follows them.
    async fn followed(&mut self, mut address: String, mut body: Option<String>) -> Page {
        for _ in 0..MOST_REDIRECTS {
            let browser = Browser::at(&self.site, &address);
            let cookie = self.cookies.get(browser.host()).cloned();
            let page = browser.page(&address, body.take(), cookie.as_deref()).await;
            if let Some(cookie) = &page.cookie {
                self.cookies.insert(browser.host().to_owned(), cookie.clone());
            }
            match page.leads_to {
                Some(next) => address = next,
                None => return page,
            }
        }
        Page::default()
    }
}

fn refused<Outcome>(text: String) -> Saved<Outcome> {
    Err(vec![Problem::new("page", text)])
}
