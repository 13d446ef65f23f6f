//! Every way of every recipe, and what must come of it: this program's own word, held against what really comes.

use keyperch_core::model::setup_label::SetupLabel;
use keyperch_core::model::view::{Answer, RecipeFlow, RecipeId};
use practice_org::{Flow, IpRelaxation, PermittedUsers, Switches};

use crate::stand::{ANA, BOB, SET};
use crate::words;

/// One way of a recipe.
pub(crate) struct Way {
    /// As it is printed, and named to `--break`.
    pub(crate) recipe: &'static str,
    pub(crate) id: RecipeId,
    /// What its app is called.
    pub(crate) name: &'static str,
    pub(crate) flow: RecipeFlow,
    /// What the person answers.
    pub(crate) answers: &'static [(Answer, &'static str)],
    /// Whether the org greys out PKCE and rotation.
    pub(crate) is_locked: bool,
    /// Boxes that the recipe wants off, and such an org keeps on.
    pub(crate) pinned: &'static [SetupLabel],
    /// Whether the org gives key and secret to whoever has deployed the app.
    pub(crate) gives_secrets: bool,
    /// The policies that a new app comes with, where they would otherwise be what the recipe wants: that a line was passed
    /// over is to be seen.
    pub(crate) ships: fn(&mut Switches),
    /// How its app is switched where it is not as new apps are: as JSON, by the names of the practice org.
    pub(crate) switched: &'static str,
    /// Whose token comes of it.
    pub(crate) token: Token,
    /// The lines that a sign-in proves, beside those of the scopes.
    pub(crate) proves: &'static [&'static str],
    /// What the person reads wrongly with `--break`.
    pub(crate) misread: Misread,
}

/// A token, as the org has it in its books.
pub(crate) struct Token {
    pub(crate) flow: Flow,
    pub(crate) whom: &'static str,
    pub(crate) scopes: &'static [&'static str],
    /// The kinds of token request that were granted, in their order.
    pub(crate) requests: [&'static str; 2],
}

/// A line that is read wrongly.
pub(crate) struct Misread {
    pub(crate) line: &'static str,
    /// What is put in in place of the line's value; nothing: the line is passed over.
    pub(crate) puts: Option<&'static str>,
}

const EMAIL: (Answer, &str) = (Answer::ContactEmail, "ana@example.com");
const THEIRS: (Answer, &str) = (Answer::TheirCallback, "https://client.example.com/oauth/callback");
const BY_CODE: [&str; 2] = ["authorization_code", "refresh_token"];
const ASSERTION: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const WITH_A_SECRET: &[&str] = &[
    "before.domain",
    "before.kind",
    "before.port",
    "oauth.box.enable_oauth",
    "oauth.callbacks",
    "credentials.key",
    "credentials.secret",
];

/// All of them.
pub(crate) const ALL: &[Way] = &[
    Way {
        recipe: "rehearsal_tool",
        id: RecipeId::RehearsalTool,
        name: "Rehearsal Tool",
        flow: RecipeFlow::AuthorizationCode,
        answers: &[EMAIL],
        is_locked: true,
        pinned: &[SetupLabel::Pkce],
        gives_secrets: false,
        ships: |_| {},
        switched: r#"{"callback_urls":["http://localhost:33333"],"code_and_credentials_flow":true,
            "secret_required_for_web_server":false,"secret_required_for_refresh":false,"ip_relaxation":"relax"}"#,
        token: Token {
            flow: Flow::WebServer,
            whom: ANA,
            scopes: &["api", "refresh_token", "sfap_api"],
            requests: BY_CODE,
        },
        proves: WITH_A_SECRET,
        misread: Misread { line: "oauth.callbacks", puts: Some("http://localhost:33333/") },
    },
    Way {
        recipe: "api_integration",
        id: RecipeId::ApiIntegration,
        name: "API Integration",
        flow: RecipeFlow::AuthorizationCode,
        answers: &[EMAIL, THEIRS],
        is_locked: true,
        pinned: &[],
        gives_secrets: true,
        ships: |switches| {
            switches.permitted_users = PermittedUsers::AdminApproved;
            switches.ip_relaxation = IpRelaxation::Relax;
            switches.access_token_seconds = 900;
        },
        switched: r#"{"callback_urls":["https://client.example.com/oauth/callback","http://localhost:33333"],
            "code_and_credentials_flow":true,"refresh_token_policy":{"idle_days":30}}"#,
        token: Token {
            flow: Flow::WebServer,
            whom: ANA,
            scopes: &["api", "refresh_token"],
            requests: BY_CODE,
        },
        proves: WITH_A_SECRET,
        misread: Misread {
            line: "oauth.callbacks",
            puts: Some("https://client.example.com/oauth/callback\nhttp://localhost:33332"),
        },
    },
    Way {
        recipe: "production_integration",
        id: RecipeId::ProductionIntegration,
        name: "Production Integration",
        flow: RecipeFlow::AuthorizationCode,
        answers: &[EMAIL, THEIRS, (Answer::PermissionSet, SET)],
        is_locked: true,
        pinned: &[],
        gives_secrets: false,
        ships: |switches| switches.access_token_seconds = 900,
        switched: r#"{"callback_urls":["https://client.example.com/oauth/callback","http://localhost:33333"],
            "code_and_credentials_flow":true,"permitted_users":"admin_approved","permission_sets":["Integration_Users"],
            "refresh_token_policy":{"idle_days":30},"ip_relaxation":"enforce_but_relax_for_refresh"}"#,
        token: Token {
            flow: Flow::WebServer,
            whom: ANA,
            scopes: &["api", "refresh_token"],
            requests: BY_CODE,
        },
        proves: WITH_A_SECRET,
        misread: Misread { line: "policies.select_permission_sets", puts: None },
    },
    Way {
        recipe: "lightning_out",
        id: RecipeId::LightningOut,
        name: "Lightning Out",
        flow: RecipeFlow::AuthorizationCode,
        answers: &[EMAIL, THEIRS],
        is_locked: false,
        pinned: &[],
        gives_secrets: true,
        ships: |_| {},
        switched: r#"{"callback_urls":["https://client.example.com/oauth/callback","http://localhost:33333"],
            "code_and_credentials_flow":true}"#,
        token: Token {
            flow: Flow::WebServer,
            whom: ANA,
            scopes: &["api", "refresh_token", "web", "lightning"],
            requests: BY_CODE,
        },
        proves: WITH_A_SECRET,
        misread: Misread {
            line: "oauth.callbacks",
            puts: Some("https://client.example.com/oauth/callback\nhttps://localhost:33333"),
        },
    },
    Way {
        recipe: "lightning_out",
        id: RecipeId::LightningOut,
        name: "Lightning Out",
        flow: RecipeFlow::JwtBearer,
        answers: &[
            EMAIL,
            THEIRS,
            (Answer::Flow, "jwt_bearer"),
            (Answer::JwtUsername, ANA),
            (Answer::PermissionSet, SET),
        ],
        is_locked: true,
        pinned: &[],
        gives_secrets: true,
        ships: |_| {},
        switched: r#"{"callback_urls":["https://client.example.com/oauth/callback","http://localhost:33333"],
            "certificate":true,"permitted_users":"admin_approved","permission_sets":["Integration_Users"]}"#,
        token: Token {
            flow: Flow::JwtBearer,
            whom: ANA,
            scopes: &["api", "web", "lightning"],
            requests: [ASSERTION, ASSERTION],
        },
        proves: &[
            "before.domain",
            "before.kind",
            "oauth.box.enable_oauth",
            "credentials.key",
            "certificate.username",
            "certificate.make",
            "certificate.box.jwt_bearer_flow",
        ],
        misread: Misread { line: "oauth.scope.lightning", puts: None },
    },
    Way {
        recipe: "client_credentials",
        id: RecipeId::ClientCredentials,
        name: "API Client",
        flow: RecipeFlow::ClientCredentials,
        answers: &[EMAIL, (Answer::RunAs, BOB)],
        is_locked: false,
        pinned: &[],
        gives_secrets: false,
        ships: |_| {},
        switched: r#"{"callback_urls":["https://oauth.pstmn.io/v1/callback"],"client_credentials_flow":true,
            "client_credentials_policy":true,"run_as":"bob@acme.com.uat","pkce_required":false}"#,
        token: Token {
            flow: Flow::ClientCredentials,
            whom: BOB,
            scopes: &["api"],
            requests: ["client_credentials", "client_credentials"],
        },
        proves: &[
            "before.domain",
            "before.kind",
            "oauth.box.enable_oauth",
            "oauth.box.client_credentials_flow",
            "policies.client_credentials_flow",
            "policies.run_as",
            "credentials.key",
            "credentials.secret",
        ],
        misread: Misread { line: "policies.run_as", puts: Some(ANA) },
    },
];

impl Way {
    /// The recipe, and the way where it is not the usual one.
    pub(crate) fn title(&self) -> String {
        let usual = ALL.iter().find(|way| way.recipe == self.recipe).map(|way| way.flow);
        let way =
            if usual == Some(self.flow) { String::new() } else { format!(", {}", words::name(self.flow)) };
        format!("{}{way}", self.recipe)
    }

    /// Each line that must be proven, and no other may be.
    pub(crate) fn proven_lines(&self) -> Vec<String> {
        let scopes = self.scopes().into_iter().map(|scope| format!("oauth.scope.{scope}"));
        self.proves.iter().map(|line| (*line).to_owned()).chain(scopes).collect()
    }

    /// The scopes that the recipe adds in this way. An assertion is granted all but the one that it needs.
    pub(crate) fn scopes(&self) -> Vec<&'static str> {
        let needed = (self.flow == RecipeFlow::JwtBearer).then_some("refresh_token");
        self.token.scopes.iter().copied().chain(needed).collect()
    }
}
