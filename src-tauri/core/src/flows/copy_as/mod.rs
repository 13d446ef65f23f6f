//! A fresh token in the shape in which it is wanted: alone, as a header, in a file, in a command.
//!
//! Text with a token in it is made here, never in the window. What is guarded is refused before anybody is asked for
//! anything.

pub(crate) mod text;
pub(crate) mod written;

use tracing::warn;

use crate::core::Core;
use crate::model::error::Error;
use crate::model::failure::Failure;
use crate::model::ids::ClientAppId;
use crate::model::org::Org;
use crate::model::secret::TokenText;
use crate::model::shape::{Shape, TokenShape};
use crate::model::view::{Copied, Detail};

use text::Fresh;

/// What goes onto the clipboard.
#[derive(Debug)]
pub enum Shaped {
    /// A text with a token in it: a loan.
    Lent {
        /// The text.
        text: TokenText,
        /// What it is called.
        what: Copied,
    },
    /// A text that anybody may read: it stays.
    Plain(String),
}

impl Core {
    /// Gets a fresh token as [`Core::fresh_token`] does, in a shape. A shape that is reached by the menu alone is
    /// remembered as the one that was chosen last. Reads and writes keychain and disk; contacts Salesforce unless the
    /// token is fresh.
    ///
    /// # Errors
    /// [`Failure::Guarded`] before all else; those of [`Core::fresh_token`]; [`Failure::Gone`].
    pub async fn copy_as(&self, id: ClientAppId, shape: Shape) -> Result<Shaped, Failure> {
        let (_app, org) = self.rooms().registry.app(id).await?;
        let Some(with_token) = shape.with_token() else {
            let address = self.detail(id, Detail::InstanceUrl).await?;
            if self.remember(&org, shape).await {
                self.announce_org(org.id).await;
            }
            return Ok(Shaped::Plain(address));
        };
        self.guard(&[org.id]).await?;
        self.remember(&org, shape).await;
        let fresh = self.fresh_token(id).await?;
        let grant = self.rooms().registry.grant(id).await?.ok_or(Error::Gone)?;
        let text = text::shaped(
            with_token,
            Fresh {
                token: &fresh.token,
                instance: &grant.instance_url,
                organization: &grant.identity.organization,
                username: grant.username.as_deref(),
                named: org.called(),
            },
        )?;
        Ok(Shaped::Lent { text, what: called(with_token, fresh.is_new) })
    }

    /// Remembers the shape that was chosen for an org; whether that is another one than before. Token and header have
    /// keys of their own, and are not chosen. A convenience: a copy does not fail for want of it.
    async fn remember(&self, org: &Org, shape: Shape) -> bool {
        if matches!(shape, Shape::Token | Shape::Bearer) || org.copy_as == shape {
            return false;
        }
        let kept = self.rooms().registry.choose_shape(org.id, shape).await;
        kept.inspect_err(|error| warn!("the shape was not remembered: {error}")).is_ok()
    }
}

/// What a copy is called.
fn called(shape: TokenShape, is_new: bool) -> Copied {
    match shape {
        TokenShape::Token if is_new => Copied::NewToken,
        TokenShape::Token => Copied::Token,
        TokenShape::Bearer => Copied::Bearer,
        TokenShape::Env => Copied::Env,
        TokenShape::Curl => Copied::Curl,
        TokenShape::Json => Copied::Json,
        TokenShape::Postman => Copied::Postman,
    }
}
