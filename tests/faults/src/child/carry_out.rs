//! Carries out one order: one arm each, as the window's commands are.

use keyperch_core::model::error::Error;
use keyperch_core::model::failure::Failure;
use keyperch_core::model::guard::GuardProof;
use keyperch_core::model::ids::ClientAppId;
use keyperch_core::model::secret::{AuthorizationUrl, Pasted};
use keyperch_core::model::view::{
    AppForm, Credential, FlowForm, KeyEntry, OrgForm, SecretEntry, SignInForm, Tool,
};
use keyperch_core::{Core, Opener};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Child, body, death, failed, say};
use crate::orders::{AppFields, Order, Said};

const TOOL: Tool = Tool::RehearsalTool;

impl Child {
    /// Carries an order out, to its end.
    pub(super) async fn carry_out(&self, order: Order) -> Said {
        let core = &self.core;
        match order {
            Order::AddOrg { address, client, name } => {
                let form = OrgForm { address, client, name, code: String::new(), environment: None };
                answer(core.add_org(form).await)
            }
            Order::AddApp { org, app } => {
                answer(async { core.add_app(org, form(core, app, SecretEntry::None)?).await }.await)
            }
            Order::EditApp { id, app } => {
                answer(async { core.edit_app(id, form(core, app, SecretEntry::Kept)?).await }.await)
            }
            Order::SignIn { app } => answer(core.sign_in(app, SignInForm::default(), None, opener()).await),
            Order::SignInForTool { app } => {
                answer(core.sign_in_for_tool(app, TOOL, SignInForm::default(), None, opener()).await)
            }
            Order::FinishHandOver { app } => answer(core.finish_hand_over(app, TOOL).await),
            Order::SignInUnopened { app } => {
                let opener: Opener = Box::new(|_url| Box::pin(async { Err("there is no browser".into()) }));
                answer(core.sign_in(app, SignInForm::default(), None, opener).await)
            }
            Order::Copy { app } => copied(core, app).await,
            Order::CopyTogether { apps } => Said::Done { value: copied_together(core, apps).await },
            Order::SignOut { app } => answer(core.sign_out(app).await),
            Order::RemoveApp { app, sign_out } => answer(removed(core, core.remove_app(app, sign_out)).await),
            Order::RemoveOrg { org, sign_out } => {
                answer(removed(core, core.remove_orgs(vec![org], sign_out)).await)
            }
            Order::RemoveAppAndUndo { app, sign_out } => answer(brought_back(core, app, sign_out).await),
            Order::RevokeAll => answer(core.revoke_all().await),
            Order::Upkeep => done(core.upkeep().await),
            Order::UpkeepView => done(core.upkeep_view().await),
            Order::SelfCheck => answer(core.self_check().await),
            Order::ForgetOrphans => answer(core.forget_orphans().await),
            Order::KeepInMemory => {
                core.keep_in_memory().await;
                done(())
            }
            Order::Orgs => answer(core.orgs().await),
            Order::Credentials { app } => answer(credentials(core, app).await),
            Order::Advance { seconds } => {
                self.clock.advance(seconds);
                done(())
            }
            Order::AdvanceAt { point, seconds } => match self.clock.advance_at(&point, seconds) {
                Ok(()) => done(()),
                Err(why) => Said::Failed { failure: json!({ "code": "child", "why": why }) },
            },
            Order::Arm { death } => match death::arm(&death) {
                Ok(()) => done(()),
                Err(why) => Said::Failed { failure: json!({ "code": "child", "why": why.to_string() }) },
            },
            Order::Latency => done(self.prober.longest_milliseconds()),
            Order::Body => done(body::of_this_process()),
            Order::NaiveBegin { key, callback_url, host } => {
                answer(self.naive.begin(&key, &callback_url, &host))
            }
            Order::NaiveCode { code } => answer(self.naive.exchange(code).await),
            Order::NaiveCopy => match self.naive.copy().await {
                Ok(token) => done(json!({ "is_new": true, "fingerprint": fingerprint(token.expose()) })),
                Err(error) => failed(error.into()),
            },
        }
    }
}

/// Removes, and lets the moment pass in which it could come back.
async fn removed(core: &Core, removal: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
    removal.await?;
    core.carry_out_removal().await;
    Ok(())
}

async fn brought_back(core: &Core, app: ClientAppId, sign_out: bool) -> Result<(), Error> {
    core.remove_app(app, sign_out).await?;
    core.undo_removal(core.removal().ok_or(Error::Gone)?.id).await
}

fn form(core: &Core, app: AppFields, no_secret: SecretEntry) -> Result<AppForm, Error> {
    let AppFields { name, callback_url, scopes, key, secret } = app;
    let secret = match secret {
        // As a person does it: pasted, and kept by its draft's name.
        Some(secret) => {
            let draft = core.paste(Credential::Secret, Pasted::from(secret))?.draft;
            SecretEntry::Pasted { draft }
        }
        None => no_secret,
    };
    let key = key.map_or(KeyEntry::Kept, |key| KeyEntry::Typed { key });
    Ok(AppForm {
        name,
        flow: FlowForm::AuthorizationCode,
        callback_url,
        further_callbacks: String::new(),
        scopes,
        key,
        secret,
    })
}

/// The person is in the parent: the address goes out, and nothing is waited for here.
fn opener() -> Opener {
    Box::new(|url: &AuthorizationUrl| {
        say(&Said::Open { address: url.expose().to_owned() });
        Box::pin(async { Ok(()) })
    })
}

async fn copied(core: &Core, app: ClientAppId) -> Said {
    match core.fresh_token(app).await {
        Ok(fresh) => {
            done(json!({ "is_new": fresh.is_new, "fingerprint": fingerprint(fresh.token.expose()) }))
        }
        Err(failure) => failed(failure),
    }
}

async fn copied_together(core: &Core, apps: Vec<ClientAppId>) -> Value {
    let mut asking = tokio::task::JoinSet::new();
    for (place, app) in apps.into_iter().enumerate() {
        let core = core.clone();
        asking.spawn(async move { (place, copied(&core, app).await) });
    }
    let mut answers = asking.join_all().await;
    answers.sort_by_key(|(place, _)| *place);
    serde_json::to_value(answers.into_iter().map(|(_, said)| said).collect::<Vec<_>>()).unwrap_or_default()
}

async fn credentials(core: &Core, app: ClientAppId) -> Result<Value, Error> {
    let key = fingerprint(core.consumer_key(app).await?.expose());
    let mut secret = core.consumer_secret(app).await;
    // What is guarded is passed, as whoever copies it would.
    if let Err(Error::Guarded { orgs, .. }) = secret {
        core.pass_guard(orgs, GuardProof::Again, async || Ok(())).await?;
        secret = core.consumer_secret(app).await;
    }
    let secret = match secret {
        Ok(secret) => Some(fingerprint(secret.expose())),
        Err(Error::Gone) => None,
        Err(error) => return Err(error),
    };
    Ok(json!({ "key": key, "secret": secret }))
}

/// The whole SHA-256 of a secret, in hex.
pub(crate) fn fingerprint(secret: &str) -> String {
    Sha256::digest(secret).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn answer<Value: Serialize, Why: Into<Failure>>(outcome: Result<Value, Why>) -> Said {
    match outcome {
        Ok(value) => done(value),
        Err(why) => failed(why.into()),
    }
}

fn done(value: impl Serialize) -> Said {
    match serde_json::to_value(value) {
        Ok(value) => Said::Done { value },
        Err(why) => Said::Failed { failure: json!({ "code": "child", "why": why.to_string() }) },
    }
}
