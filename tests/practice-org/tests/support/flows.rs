//! Proper requests of the flows that need no browser at the client.

use practice_org::{Practice, Press, SwitchChange, Visit};

use super::story::Story;
use super::wire::{self, Got, Raw};

pub const JWT_BEARER: &str = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";

impl Story {
    pub fn token(&self, grant_type: &str) -> Raw {
        Raw::post(&self.host, "/services/oauth2/token").form("grant_type", grant_type)
    }

    pub fn client_credentials(&self) -> Raw {
        self.token("client_credentials")
            .form("client_id", &self.app.consumer_key)
            .form("client_secret", &self.app.consumer_secret)
    }

    pub fn jwt_bearer(&self, assertion: &str) -> Raw {
        self.token(JWT_BEARER).form("assertion", assertion)
    }

    pub fn device_code(&self) -> Raw {
        Raw::post(&self.host, "/services/oauth2/token")
            .form("response_type", "device_code")
            .form("client_id", &self.app.consumer_key)
    }

    pub fn poll(&self, device_code: &str) -> Raw {
        self.token("device").form("client_id", &self.app.consumer_key).form("code", device_code)
    }

    pub fn introspect(&self, token: &str) -> Raw {
        Raw::post(&self.host, "/services/oauth2/introspect")
            .form("token", token)
            .form("client_id", &self.app.consumer_key)
            .form("client_secret", &self.app.consumer_secret)
    }

    pub fn single_access(&self, token: &str) -> Raw {
        Raw::get(&self.host, "/services/oauth2/singleaccess").bearer(token)
    }

    pub fn usage(&self, token: &str) -> Raw {
        Raw::get(&self.host, "/services/data/v67.0/apps/oauth/usage").bearer(token)
    }

    /// The consumer of the app, by the short form of its id.
    pub fn credentials(&self, token: &str) -> Raw {
        let consumer = format!("888{}", &self.app.app_id[3..15]);
        let path = format!("/services/data/v67.0/apps/oauth/credentials/{}/{consumer}", self.app.app_id);
        Raw::get(&self.host, &path).bearer(token)
    }

    /// A person who logs in and presses Allow: where the browser ends.
    pub async fn visited(&self, practice: &Practice, authorize: &Raw) -> Visit {
        practice.visit(&authorize.address(), &self.username, "practice", Press::Allow).await
    }

    /// The same, and the row that it ended with; `ok` when it ended with a code.
    pub async fn visited_row(&self, practice: &Practice) -> String {
        _ = self.visited(practice, &self.authorize()).await;
        last_row(practice)
    }

    pub fn switch(&self, practice: &Practice, change: SwitchChange) {
        practice.switch(&self.app.consumer_key, change).unwrap();
    }

    /// Both halves of the client credentials flow on, running as the user of the story.
    pub fn with_client_credentials(&self, practice: &Practice) {
        self.switch(
            practice,
            SwitchChange {
                client_credentials_flow: Some(true),
                client_credentials_policy: Some(true),
                run_as: Some(self.username.clone()),
                ..SwitchChange::default()
            },
        );
    }
}

/// Sends a request and says how it was refused: status, code and text.
pub async fn refusal(practice: &Practice, raw: &Raw) -> (u16, String, String) {
    let got = answer(practice, raw).await;
    (got.status, got.field("error"), got.field("error_description"))
}

/// Sends a request and says which row of the catalogue refused it; `ok` when none did.
pub async fn row(practice: &Practice, raw: &Raw) -> String {
    _ = answer(practice, raw).await;
    last_row(practice)
}

/// The row of the newest request.
pub fn last_row(practice: &Practice) -> String {
    practice.seen(0).pop().unwrap().row.unwrap_or("ok").to_owned()
}

pub async fn answer(practice: &Practice, raw: &Raw) -> Got {
    wire::send(practice, raw).await.unwrap()
}
