//! Salesforce Setup in the browser, as an admin uses it: clicks, pasted values, and a code from the mail; all counted.

use fantoccini::Locator;
use fantoccini::elements::Element;

use crate::Failed;
use crate::browser::Browser;
use crate::hands::Count;
use crate::patience::until;
use crate::webdriver::Window;

/// Setup in one tab.
pub struct Setup {
    browser: Browser,
    /// What was done here.
    pub count: Count,
}

impl Setup {
    /// Takes the tab that stands on this page.
    pub async fn at(window: Window, part_of_address: &str) -> Result<Self, Failed> {
        let browser = Browser { window };
        browser.turn_to(part_of_address).await?;
        Ok(Self { browser, count: Count::default() })
    }

    /// Turns to the tab that stands on this page.
    pub async fn turn_to(&self, part_of_address: &str) -> Result<(), Failed> {
        self.browser.turn_to(part_of_address).await
    }

    /// The browser's person logs in, where that is asked for. Not counted: a browser that is in use is logged in.
    pub async fn log_in(&self, username: &str, until_there: &str) -> Result<(), Failed> {
        let asked = until("log-in or Setup", || async {
            let both = format!("#username, {until_there}");
            let found = self.browser.window.client().find_all(Locator::Css(&both)).await?;
            match found.first() {
                Some(first) => Ok(first.attr("id").await?),
                None => Ok(None),
            }
        });
        if asked.await? == "username" {
            self.browser.fill_in_log_in(username).await?;
            self.find(until_there).await?;
        }
        Ok(())
    }

    /// Clicks on something.
    pub async fn click(&self, what: &str) -> Result<(), Failed> {
        self.count.one();
        self.browser.press(what).await
    }

    /// Clicks into a field and pastes what is on the clipboard.
    pub async fn paste(&self, field: &str) -> Result<(), Failed> {
        let field = self.find(field).await?;
        self.count.one();
        field.click().await?;
        self.count.one();
        Ok(field.send_keys("\u{E009}v\u{E000}").await?)
    }

    /// Types into a field.
    pub async fn type_into(&self, field: &str, text: &str) -> Result<(), Failed> {
        let field = self.find(field).await?;
        self.count.one();
        field.click().await?;
        self.count.text(text);
        Ok(field.send_keys(text).await?)
    }

    /// Empties a field.
    pub async fn empty(&self, field: &str) -> Result<(), Failed> {
        self.count.one();
        Ok(self.find(field).await?.clear().await?)
    }

    /// Chooses an entry of a list by its words.
    pub async fn choose(&self, list: &str, entry: &str) -> Result<(), Failed> {
        self.count.one();
        self.count.one();
        Ok(self.find(list).await?.select_by_label(entry).await?)
    }

    /// Selects an entry of a list of several, beside those that are selected.
    pub async fn select_too(&self, list: &str, entry: &str) -> Result<(), Failed> {
        let option = format!("//*[@id='{list}']/option[normalize-space(.)=\"{entry}\"]");
        self.count.one();
        let option = self.browser.window.client().find(Locator::XPath(&option)).await?;
        // Ctrl+click: what was selected before stays.
        let select = "arguments[0].selected = true; arguments[0].parentElement.dispatchEvent(new Event('change', \
                      { bubbles: true })); arguments[1](true)";
        self.browser.window.script(select, vec![serde_json::to_value(&option)?]).await.map(drop)
    }

    /// What stands in a field.
    pub async fn value(&self, field: &str) -> Result<String, Failed> {
        Ok(self.find(field).await?.prop("value").await?.unwrap_or_default())
    }

    /// Whether something can be changed.
    pub async fn is_enabled(&self, what: &str) -> Result<bool, Failed> {
        Ok(self.find(what).await?.is_enabled().await?)
    }

    /// Closes the driver's session; the tab stays.
    pub async fn leave(self) -> Result<(), Failed> {
        self.browser.window.close().await
    }

    async fn find(&self, what: &str) -> Result<Element, Failed> {
        until(&format!("{what} in Setup"), || async {
            Ok(self.browser.window.client().find_all(Locator::Css(what)).await?.into_iter().next())
        })
        .await
    }
}
