//! The browser that Keyperch had started, on the page that it was sent to.

use fantoccini::Locator;

use crate::patience::until;
use crate::webdriver::Window;
use crate::{Failed, hit};

/// Everybody's in practice.
const PASSWORD: &str = "practice";

/// One tab of the default browser, driven.
pub struct Browser {
    /// The driver's session.
    pub window: Window,
}

impl Browser {
    /// Takes the tab that was opened at this authorization request; others may still stand open from before.
    pub async fn at(window: Window, address: &str) -> Result<Self, Failed> {
        let browser = Self { window };
        browser.turn_to(&state_of(address)?).await?;
        Ok(browser)
    }

    /// Turns to the tab in whose address this stands.
    pub async fn turn_to(&self, part_of_address: &str) -> Result<(), Failed> {
        until(&format!("a tab at {part_of_address}"), || async {
            let mut others = Vec::new();
            for tab in self.window.client().windows().await? {
                self.window.client().switch_to_window(tab).await?;
                let at = self.window.client().current_url().await?.to_string();
                if at.contains(part_of_address) {
                    return Ok(Some(()));
                }
                others.push(at);
            }
            Err(format!("there are {others:?}").into())
        })
        .await
    }

    /// Logs in, unless the browser still knows who is there.
    pub async fn log_in(&self, username: &str) -> Result<(), Failed> {
        let asked = until("log-in or Allow", || async {
            let asked = self.window.client().find_all(Locator::Css("#username, #oaapprove")).await?;
            match asked.first() {
                Some(first) => Ok(first.attr("id").await?),
                None => Ok(None),
            }
        });
        if asked.await? == "oaapprove" {
            return Ok(());
        }
        self.fill_in_log_in(username).await
    }

    /// Fills in the log-in page, and sends it.
    pub(crate) async fn fill_in_log_in(&self, username: &str) -> Result<(), Failed> {
        for (field, text) in [("#username", username), ("#password", PASSWORD)] {
            until(&format!("{text:?} in {field}"), || async {
                let field = self.window.client().find(Locator::Css(field)).await?;
                field.clear().await?;
                field.send_keys(text).await?;
                Ok((field.prop("value").await?.as_deref() == Some(text)).then_some(()))
            })
            .await?;
        }
        self.press("#Login").await
    }

    /// Presses something on the page.
    pub async fn press(&self, what: &str) -> Result<(), Failed> {
        until(&format!("{what} in the browser to be pressed"), || async {
            hit::click(&self.window, self.window.client().find(Locator::Css(what)).await?).await
        })
        .await
    }

    /// The address on which it ended, once the loopback listener has shown its last page.
    pub async fn last_page(&self) -> Result<String, Failed> {
        self.comes_to(|address, title| address.ends_with("/done") && title == "Back to Keyperch").await
    }

    /// The address on which it ended, where that is a page of Salesforce's.
    pub async fn ends_on(&self, path: &str) -> Result<String, Failed> {
        self.comes_to(|address, _title| address.contains(path)).await
    }

    /// Closes the tab; not the last one, with which the browser would end.
    pub async fn close_tab(&self) -> Result<(), Failed> {
        let client = self.window.client();
        if client.windows().await?.len() > 1 { Ok(client.close_window().await?) } else { Ok(()) }
    }

    async fn comes_to(&self, is_there: impl Fn(&str, &str) -> bool) -> Result<String, Failed> {
        until("the last page", || async {
            let client = self.window.client();
            let (address, title) = (client.current_url().await?.to_string(), client.title().await?);
            let here = is_there(&address, &title);
            if here { Ok(Some(address)) } else { Err(format!("it is at {address}, {title:?}").into()) }
        })
        .await
    }
}

/// The `state` in an authorization request.
pub fn state_of(address: &str) -> Result<String, Failed> {
    let query = address.split_once('?').ok_or("no query")?.1;
    let state = query.split('&').find_map(|pair| pair.strip_prefix("state="));
    Ok(state.ok_or("no state")?.to_owned())
}
