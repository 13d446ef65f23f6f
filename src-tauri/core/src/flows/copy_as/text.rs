//! A token in one of its shapes. Pure: what it stands beside is handed in.
//!
//! No shape puts the token where every program of a computer can read it. The curl command gets it on its standard input
//! (`-H @-`), from a here-string of bash and zsh: that is one line, whose quotes keep an interactive shell from taking a
//! `!` for its history, and whose leading space keeps it out of that history.

use serde::Serialize;

use crate::flows::copy_as::written;
use crate::flows::hand_over::{postman, quoting};
use crate::model::error::Error;
use crate::model::host::InstanceUrl;
use crate::model::ids::OrganizationId;
use crate::model::secret::{AccessToken, TokenText};
use crate::model::shape::TokenShape;
use crate::model::view::Shell;

/// What curl asks for: it costs nothing, and every user with API access may.
const LIMITS: &str = "/services/data/v62.0/limits";

/// Longer than all of a text that is neither token nor address.
const FRAME: usize = 512;

/// A fresh token, and where it belongs.
pub(crate) struct Fresh<'a> {
    pub(crate) token: &'a AccessToken,
    pub(crate) instance: &'a InstanceUrl,
    pub(crate) organization: &'a OrganizationId,
    pub(crate) username: Option<&'a str>,
    /// What the org is called.
    pub(crate) named: String,
}

/// The members of the JSON object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Members<'a> {
    pub(crate) access_token: &'a str,
    pub(crate) instance_url: &'a str,
    pub(crate) organization_id: &'a str,
    pub(crate) username: Option<&'a str>,
}

/// The token in its shape. Alone it is a text whatever is in it.
///
/// # Errors
/// [`Error::Nonsense`] for a token that is none of Salesforce's.
pub(crate) fn shaped(shape: TokenShape, fresh: Fresh<'_>) -> Result<TokenText, Error> {
    let token = fresh.token.expose();
    let at = fresh.instance.as_str();
    let token = if shape == TokenShape::Token { token } else { written::plain_token(token)? };
    let room = FRAME + 2 * token.len() + at.len();
    let text = |write: &dyn Fn(&mut String)| Ok(written::text(room, write));
    match shape {
        TokenShape::Token => Ok(token.to_owned().into()),
        TokenShape::Bearer => text(&|out| bearer(out, token)),
        TokenShape::Env => text(&|out| {
            written::variable(out, "SF", "_ACCESS_TOKEN", token);
            written::variable(out, "SF", "_INSTANCE_URL", at);
        }),
        TokenShape::Curl => text(&|out| {
            out.push_str(quoting::line_start(Shell::Bash));
            out.push_str("curl -sS -H @- ");
            quoting::argument(out, Shell::Bash, &fresh.instance.at(LIMITS));
            // The token has no quotes in it, so these need no escape.
            out.push_str(" <<< '");
            bearer(out, token);
            out.push_str("'\n");
        }),
        TokenShape::Json => {
            let (organization_id, username) = (fresh.organization.as_str(), fresh.username);
            written::json(&Members { access_token: token, instance_url: at, organization_id, username }, room)
        }
        TokenShape::Postman => {
            let values = vec![postman::plain("url", at), postman::hidden("accessToken", token)];
            postman::environment(fresh.named, values)
        }
    }
}

/// RFC 6750 §2.1.
fn bearer(out: &mut String, token: &str) {
    out.push_str("Authorization: Bearer ");
    out.push_str(token);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(shape: TokenShape, token: &str) -> Result<String, Error> {
        let token = AccessToken::from(token.to_owned());
        let instance = InstanceUrl::parse("https://acme--uat.sandbox.my.salesforce.com").expect("an address");
        let organization = OrganizationId::parse("00Dxx0000001gPL").expect("an id");
        let fresh = Fresh {
            token: &token,
            instance: &instance,
            organization: &organization,
            username: Some("ana@acme.com.uat"),
            named: "Acme Retail UAT".to_owned(),
        };
        shaped(shape, fresh).map(|text| text.expose().to_owned())
    }

    #[test]
    fn each_line_is_what_its_reader_expects() {
        for (shape, expected) in [
            (TokenShape::Token, "00Dxx!AR8"),
            (TokenShape::Bearer, "Authorization: Bearer 00Dxx!AR8"),
            (
                TokenShape::Env,
                "SF_ACCESS_TOKEN='00Dxx!AR8'\nSF_INSTANCE_URL='https://acme--uat.sandbox.my.salesforce.com'\n",
            ),
            (
                TokenShape::Curl,
                " curl -sS -H @- 'https://acme--uat.sandbox.my.salesforce.com/services/data/v62.0/limits' \
                 <<< 'Authorization: Bearer 00Dxx!AR8'\n",
            ),
        ] {
            assert_eq!(text(shape, "00Dxx!AR8").expect("a text"), expected);
        }
    }

    #[test]
    fn a_token_that_would_be_an_order_is_in_no_text_that_somebody_carries_out() {
        let orders = "00D'; id; '";
        for shape in
            [TokenShape::Bearer, TokenShape::Env, TokenShape::Curl, TokenShape::Json, TokenShape::Postman]
        {
            assert!(text(shape, orders).is_err(), "{shape:?}");
        }
        assert_eq!(text(TokenShape::Token, orders).expect("the token alone is a text"), orders);
    }
}
