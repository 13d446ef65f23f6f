//! What a request is: the words of the log and of the fault orders.

/// A kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Authorize,
    Login,
    Approval,
    Allow,
    Deny,
    ErrorPage,
    Token,
    Revoke,
    Introspect,
    Connect,
    SingleAccess,
    FrontDoor,
    Userinfo,
    Identity,
    Discovery,
    SigningKeys,
    Versions,
    Limits,
    Query,
    Deploy,
    /// A look at a deployment, or an order to stop it.
    DeployStatus,
    /// The SOAP side of the Metadata API.
    Soap,
    Usage,
    Credentials,
    Home,
    Keys,
    /// A page of Setup.
    Setup,
    SetupNew,
    SetupSettings,
    SetupPolicies,
    SetupVerification,
    SetupConsumer,
    /// On the My Domain: the login on the way to Setup.
    SetupLogin,
    /// On the Setup host: the end of that way.
    SetupEnter,
    /// A page of Setup that was asked for at another host of the org.
    LeadsToSetup,
    /// A host whose pages lead to the My Domain.
    LeadsHome,
    /// Too long, or meant for another host than that of its handshake.
    Unfit,
    /// A name that the proxy would not connect to.
    Proxy,
    Unknown,
}

const ALL: &[(Kind, &str)] = &[
    (Kind::Authorize, "authorize"),
    (Kind::Login, "login"),
    (Kind::Approval, "approval"),
    (Kind::Allow, "allow"),
    (Kind::Deny, "deny"),
    (Kind::ErrorPage, "error_page"),
    (Kind::Token, "token"),
    (Kind::Revoke, "revoke"),
    (Kind::Introspect, "introspect"),
    (Kind::Connect, "connect"),
    (Kind::SingleAccess, "singleaccess"),
    (Kind::FrontDoor, "frontdoor"),
    (Kind::Userinfo, "userinfo"),
    (Kind::Identity, "identity"),
    (Kind::Discovery, "discovery"),
    (Kind::SigningKeys, "signing_keys"),
    (Kind::Versions, "versions"),
    (Kind::Limits, "limits"),
    (Kind::Query, "query"),
    (Kind::Deploy, "deploy"),
    (Kind::DeployStatus, "deploy_status"),
    (Kind::Soap, "soap"),
    (Kind::Usage, "usage"),
    (Kind::Credentials, "credentials"),
    (Kind::Home, "home"),
    (Kind::Keys, "keys"),
    (Kind::Setup, "setup"),
    (Kind::SetupNew, "setup_new"),
    (Kind::SetupSettings, "setup_settings"),
    (Kind::SetupPolicies, "setup_policies"),
    (Kind::SetupVerification, "setup_verification"),
    (Kind::SetupConsumer, "setup_consumer"),
    (Kind::SetupLogin, "setup_login"),
    (Kind::SetupEnter, "setup_enter"),
    (Kind::LeadsToSetup, "leads_to_setup"),
    (Kind::LeadsHome, "leads_home"),
    (Kind::Unfit, "unfit"),
    (Kind::Proxy, "proxy"),
    (Kind::Unknown, "unknown"),
];

impl Kind {
    /// As the log spells it.
    pub(crate) fn name(self) -> &'static str {
        ALL.iter().find(|(kind, _)| *kind == self).map_or("unknown", |(_, name)| name)
    }

    /// The kind with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        ALL.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}
