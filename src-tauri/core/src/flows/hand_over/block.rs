//! The block of commands that hands an app over to a tool: variables that hold the secrets, and the tool's command line.
//!
//! The tool is told the variables' names, so that no secret is an argument, which every program on a computer can read.
//! What there is not is left out, of the variables and of the list of their names. The names are those of the tool's own
//! example; a person may choose others.

use zeroize::Zeroizing;

use crate::model::error::Error;
use crate::model::field::{Field, Problem};
use crate::model::secret::{AccessToken, ConsumerKey, ConsumerSecret, HandOver, RefreshToken};
use crate::model::view::Shell;

use super::quoting;

/// What stands for a secret where the block is only shown.
const DOTS: &str = "••••••••";

/// Longer than all of a block that is not a value.
const FRAME: usize = 512;

/// What a block says that is no secret.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    pub(super) shell: Shell,
    /// The org's address.
    pub(super) address: &'a str,
    pub(super) is_production: bool,
}

/// The secrets of a block, out of the keychain for as long as this lives.
pub(super) struct Handed<'a> {
    pub(super) key: &'a ConsumerKey,
    pub(super) secret: Option<&'a ConsumerSecret>,
    pub(super) refresh: Option<&'a RefreshToken>,
    pub(super) access: Option<&'a AccessToken>,
}

/// What there is of them, where the block is only shown.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) key_last_four: &'a str,
    pub(super) has_secret: bool,
    pub(super) has_refresh: bool,
    pub(super) has_access: bool,
}

/// The block as it is copied.
///
/// # Errors
/// [`Error::Field`] for a key that this shell cannot be given, [`Error::Nonsense`] for another value that none can.
pub(super) fn real(frame: Frame<'_>, handed: &Handed<'_>) -> Result<HandOver, Error> {
    let values = Values {
        key: handed.key.expose(),
        secret: handed.secret.map(ConsumerSecret::expose),
        refresh: handed.refresh.map(RefreshToken::expose),
        access: handed.access.map(AccessToken::expose),
    };
    if !quoting::is_plain_argument(frame.shell, values.key) {
        return Err(Field::ConsumerKey.refused(Problem::Characters).into());
    }
    if !values.all().all(quoting::is_plain) {
        return Err(Error::Nonsense("a secret or token has a character that no shell takes"));
    }
    // With room for each character escaped: a text that grows leaves copies of its beginning behind.
    let room = FRAME + frame.address.len() + 4 * values.all().map(str::len).sum::<usize>();
    let mut out = Zeroizing::new(String::with_capacity(room));
    write(&mut out, frame, &values);
    Ok(out.as_str().to_owned().into())
}

/// The block as it may be seen.
pub(super) fn shown(frame: Frame<'_>, shown: Shown<'_>) -> String {
    let dots = |there: bool| there.then_some(DOTS);
    let key = format!("{DOTS}{}", shown.key_last_four);
    let (secret, refresh) = (dots(shown.has_secret), dots(shown.has_refresh));
    let values = Values { key: &key, secret, refresh, access: dots(shown.has_access) };
    let mut out = String::new();
    write(&mut out, frame, &values);
    // It is only looked at.
    out.replace('\r', "")
}

struct Values<'a> {
    key: &'a str,
    secret: Option<&'a str>,
    refresh: Option<&'a str>,
    access: Option<&'a str>,
}

impl<'a> Values<'a> {
    /// The variables that there are.
    fn variables(&self) -> impl Iterator<Item = (&'static str, &'a str)> + use<'a> {
        let named = [
            ("dxrt_client_secret", self.secret),
            ("dxrt_refresh_token", self.refresh),
            ("dxrt_access_token", self.access),
        ];
        named.into_iter().filter_map(|(name, value)| Some((name, value?)))
    }

    fn all(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        std::iter::once(self.key).chain(self.variables().map(|(_name, value)| value))
    }
}

fn write(out: &mut String, frame: Frame<'_>, values: &Values<'_>) {
    out.push_str(quoting::unrecorded(frame.shell));
    for (name, value) in values.variables() {
        quoting::set(out, frame.shell, name, value);
    }
    out.push_str(quoting::line_start(frame.shell));
    out.push_str("dxrt salesforce rehearse --auth_type OAUTH --client_id ");
    quoting::argument(out, frame.shell, values.key);
    out.push_str(" --url ");
    quoting::argument(out, frame.shell, frame.address);
    if frame.is_production {
        out.push_str(" --is_production");
    }
    let names: Vec<&str> = values.variables().map(|(name, _value)| name).collect();
    if !names.is_empty() {
        out.push_str(" -e ");
        quoting::argument(out, frame.shell, &names.join(","));
    }
    out.push_str(quoting::line_end(frame.shell));
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME_OF_UAT: Frame<'_> = Frame {
        shell: Shell::Bash,
        address: "https://acme--uat.sandbox.my.salesforce.com",
        is_production: false,
    };

    #[test]
    fn the_block_says_everything_that_the_tool_asks_for() {
        let (key, secret) = (ConsumerKey::from("3MVG9x".to_owned()), ConsumerSecret::from("0A1B".to_owned()));
        let (refresh, access) =
            (RefreshToken::from("5Aep861".to_owned()), AccessToken::from("00D!AR8".to_owned()));
        let handed =
            Handed { key: &key, secret: Some(&secret), refresh: Some(&refresh), access: Some(&access) };
        let of = |shell| real(Frame { shell, ..FRAME_OF_UAT }, &handed).expect("a block").expose().to_owned();
        let tail = "dxrt salesforce rehearse --auth_type OAUTH --client_id '3MVG9x' --url \
                    'https://acme--uat.sandbox.my.salesforce.com' -e \
                    'dxrt_client_secret,dxrt_refresh_token,dxrt_access_token'\n";
        let bash = " export dxrt_client_secret='0A1B'\n export dxrt_refresh_token='5Aep861'\n \
                    export dxrt_access_token='00D!AR8'\n";
        assert_eq!(of(Shell::Bash), format!("{bash} {tail}"));
        let power_shell = "if (Get-Command Set-PSReadLineOption -ErrorAction Ignore) { Set-PSReadLineOption \
                           -HistorySaveStyle SaveNothing }\n$env:dxrt_client_secret = '0A1B'\n$env:dxrt_refresh_token = '5Aep861'\n\
                           $env:dxrt_access_token = '00D!AR8'\n";
        assert_eq!(of(Shell::PowerShell), format!("{power_shell}{tail}").replace('\n', "\r\n"));
        let cmd = "set \"dxrt_client_secret=0A1B\"\nset \"dxrt_refresh_token=5Aep861\"\n\
                   set \"dxrt_access_token=00D!AR8\"\n";
        let cmd = format!("{cmd}{}", tail.replace('\'', "\""));
        assert_eq!(of(Shell::Cmd), cmd.replace('\n', "\r\n"), "as a keyboard there ends a line");
    }

    #[test]
    fn what_there_is_not_is_named_nowhere() {
        let key = ConsumerKey::from("3MVG9x".to_owned());
        let handed = Handed { key: &key, secret: None, refresh: None, access: None };
        let frame = Frame { is_production: true, ..FRAME_OF_UAT };
        let block = real(frame, &handed).expect("a block").expose().to_owned();
        assert_eq!(block.lines().count(), 1);
        assert!(block.ends_with(" --is_production\n"), "{block}");
    }

    #[test]
    fn what_is_seen_has_dots_and_the_keys_end() {
        let what = Shown { key_last_four: "NkoM", has_secret: true, has_refresh: true, has_access: false };
        let seen = shown(FRAME_OF_UAT, what);
        assert!(seen.contains(" export dxrt_client_secret='••••••••'\n"), "{seen}");
        assert!(seen.contains("--client_id '••••••••NkoM'"), "{seen}");
        assert!(seen.ends_with("-e 'dxrt_client_secret,dxrt_refresh_token'\n"), "{seen}");
    }

    #[test]
    fn a_value_with_a_line_end_is_not_handed_over() {
        let (key, secret) =
            (ConsumerKey::from("3MVG9x".to_owned()), ConsumerSecret::from("0A\nid".to_owned()));
        let handed = Handed { key: &key, secret: Some(&secret), refresh: None, access: None };
        assert!(matches!(real(FRAME_OF_UAT, &handed), Err(Error::Nonsense(_))));
    }
}
