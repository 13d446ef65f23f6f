//! Proper requests, and a person who signs in by hand through the pages.

use practice_org::{AppView, OrgView, Practice};

use super::wire::{self, Got, Raw};

/// The pair of RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const CALLBACK: &str = "http%3A%2F%2Flocalhost%3A33333";

/// One app of one org, and one of its users.
#[derive(Clone, Debug)]
pub struct Story {
    pub host: String,
    pub app: AppView,
    pub username: String,
    pub org: OrgView,
}

/// What an exchange or a refresh gave.
#[derive(Clone, Debug)]
pub struct Tokens {
    pub access: String,
    pub refresh: String,
}

impl Story {
    /// The app and the user at these places of the org at this place.
    pub fn of(practice: &Practice, org: usize, app: usize, user: usize) -> Self {
        let org = practice.orgs().remove(org);
        Self {
            host: org.host.clone(),
            app: org.apps[app].clone(),
            username: org.users[user].username.clone(),
            org,
        }
    }

    pub fn authorize(&self) -> Raw {
        Raw::get(&self.host, "/services/oauth2/authorize")
            .query("response_type", "code")
            .query("client_id", &self.app.consumer_key)
            .query("redirect_uri", CALLBACK)
            .query("state", "st4te")
            .query("code_challenge", CHALLENGE)
            .query("code_challenge_method", "S256")
    }

    pub fn exchange(&self, code: &str) -> Raw {
        Raw::post(&self.host, "/services/oauth2/token")
            .form("grant_type", "authorization_code")
            .form("client_id", &self.app.consumer_key)
            .form("redirect_uri", CALLBACK)
            .form("code_verifier", VERIFIER)
            .form("code", &code.replace('=', "%3D"))
    }

    pub fn refresh(&self, token: &str) -> Raw {
        Raw::post(&self.host, "/services/oauth2/token")
            .form("grant_type", "refresh_token")
            .form("client_id", &self.app.consumer_key)
            .form("refresh_token", token)
    }

    pub fn revoke(&self, token: &str) -> Raw {
        Raw::post(&self.host, "/services/oauth2/revoke").form("token", token)
    }

    pub fn limits(&self, token: &str) -> Raw {
        Raw::get(&self.host, "/services/data/v67.0/limits").bearer(token)
    }

    pub fn userinfo(&self, token: &str) -> Raw {
        Raw::get(&self.host, "/services/oauth2/userinfo").bearer(token)
    }

    /// Whether the API takes this token.
    pub async fn works(&self, practice: &Practice, token: &str) -> bool {
        wire::send(practice, &self.limits(token)).await.unwrap().status == 200
    }

    /// A code, from the proper request.
    pub async fn code(&self, practice: &Practice) -> String {
        self.code_for(practice, &self.authorize()).await
    }

    /// A code for this request: log in and press Allow, each by hand.
    pub async fn code_for(&self, practice: &Practice, authorize: &Raw) -> String {
        let allowed = self.pressed(practice, authorize, "allow").await;
        allowed.sent_back("code").unwrap_or_else(|| panic!("no code came back: {allowed:?}"))
    }

    /// The answer to pressing a button after a proper login.
    pub async fn pressed(&self, practice: &Practice, authorize: &Raw, decision: &str) -> Got {
        let login_page = wire::send(practice, authorize).await.unwrap();
        let ticket = ticket(&login_page);
        let logged_in = wire::send(practice, &self.login(&ticket, &self.username, "practice")).await.unwrap();
        let cookie = cookie(&logged_in);
        let asking =
            Raw::get(&self.host, "/practice/approve").query("request", &ticket).header("Cookie", &cookie);
        assert_eq!(ticket, self::ticket(&wire::send(practice, &asking).await.unwrap()));
        wire::send(practice, &self.press(&ticket, &cookie, decision)).await.unwrap()
    }

    pub fn login(&self, ticket: &str, username: &str, password: &str) -> Raw {
        Raw::post(&self.host, "/practice/login")
            .form("request", ticket)
            .form("username", &username.replace('@', "%40"))
            .form("pw", password)
    }

    pub fn press(&self, ticket: &str, cookie: &str, decision: &str) -> Raw {
        Raw::post(&self.host, "/practice/approve")
            .form("request", ticket)
            .form("decision", decision)
            .header("Cookie", cookie)
    }

    /// Sign-in and exchange.
    pub async fn tokens(&self, practice: &Practice) -> Tokens {
        let code = self.code(practice).await;
        self.redeemed(practice, &self.exchange(&code)).await
    }

    /// The tokens of a request that must succeed.
    pub async fn redeemed(&self, practice: &Practice, raw: &Raw) -> Tokens {
        let got = wire::send(practice, raw).await.unwrap();
        assert_eq!(got.status, 200, "{got:?}");
        Tokens { access: got.field("access_token"), refresh: got.field("refresh_token") }
    }
}

/// The hidden field of a page.
pub fn ticket(page: &Got) -> String {
    let rest =
        page.body.split_once("name=\"request\" value=\"").unwrap_or_else(|| panic!("no form: {page:?}")).1;
    rest.split_once('"').unwrap().0.to_owned()
}

/// The session cookie of a login.
pub fn cookie(logged_in: &Got) -> String {
    let cookie = logged_in.header("set-cookie").unwrap_or_else(|| panic!("no cookie: {logged_in:?}"));
    cookie.split(';').next().unwrap().to_owned()
}
