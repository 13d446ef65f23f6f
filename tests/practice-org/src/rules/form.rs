//! Parameters of a query or of a form body, read strictly.
//!
//! Refuses what lenient parsers repair: a bad percent sign, bytes that are no UTF-8, a parameter twice
//! (RFC 6749 §3.1), a parameter without a name. A parameter without a value counts as left out (same section).

use super::refusal::{DUPLICATE, MALFORMED, Refusal, UNKNOWN_PARAMETER};

/// The decoded parameters, each at most once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads `a=b&c=d`.
    pub(crate) fn read(raw: &str) -> Result<Self, Refusal> {
        Self::read_by(raw, decoded)
    }

    /// The same, of a form on which somebody can type several lines.
    pub(crate) fn read_with_lines(raw: &str) -> Result<Self, Refusal> {
        Self::read_by(raw, |text| decoded_but(text, |char| char.is_control() && !"\r\n".contains(char)))
    }

    fn read_by(raw: &str, decoded: impl Fn(&str) -> Result<String, Refusal>) -> Result<Self, Refusal> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for piece in raw.split('&').filter(|_| !raw.is_empty()) {
            let (name, value) = piece.split_once('=').ok_or(MALFORMED)?;
            let (name, value) = (decoded(name)?, decoded(value)?);
            if name.is_empty() {
                return Err(MALFORMED);
            }
            if pairs.iter().any(|(earlier, _)| *earlier == name) {
                return Err(DUPLICATE);
            }
            pairs.push((name, value));
        }
        Ok(Self(pairs))
    }

    /// The value of a parameter; none when it is absent or empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.sent(name).filter(|value| !value.is_empty())
    }

    /// The value of a parameter that was sent, even if it is empty.
    pub(crate) fn sent(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Names and values in the order in which they came.
    pub(crate) fn into_pairs(self) -> Vec<(String, String)> {
        self.0
    }

    /// Refuses any parameter that is not in the list.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Refusal> {
        let all_known = self.0.iter().all(|(name, _)| known.contains(&name.as_str()));
        if all_known { Ok(()) } else { Err(UNKNOWN_PARAMETER) }
    }
}

/// One name or value: `+` is a space, `%XX` a byte, and the bytes are UTF-8 without control characters.
pub(crate) fn decoded(text: &str) -> Result<String, Refusal> {
    decoded_but(text, char::is_control)
}

fn decoded_but(text: &str, refused: impl Fn(char) -> bool) -> Result<String, Refusal> {
    let mut rest = text.bytes();
    let mut bytes = Vec::with_capacity(text.len());
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => digit(rest.next())? * 16 + digit(rest.next())?,
            plain if plain.is_ascii_graphic() => plain,
            _ => return Err(MALFORMED),
        });
    }
    let text = String::from_utf8(bytes).map_err(|_| MALFORMED)?;
    if text.chars().any(refused) { Err(MALFORMED) } else { Ok(text) }
}

fn digit(byte: Option<u8>) -> Result<u8, Refusal> {
    let value = byte.and_then(|byte| char::from(byte).to_digit(16)).ok_or(MALFORMED)?;
    u8::try_from(value).map_err(|_| MALFORMED)
}

/// `a=b&c=d` from pairs, encoded as HTML forms are (a space becomes `+`).
pub(crate) fn encoded(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_decoded_once() {
        let form = Parameters::read("scope=api+refresh_token&code=aPrx%3D%3D&state=");
        let form = form.unwrap_or_default();
        assert_eq!(form.get("scope"), Some("api refresh_token"));
        assert_eq!(form.get("code"), Some("aPrx=="), "the code of a redirect must be decoded by the client");
        assert_eq!((form.get("state"), form.sent("state")), (None, Some("")), "empty counts as left out");
    }

    #[test]
    fn what_lenient_parsers_repair_is_refused() {
        for raw in
            ["a=%", "a=%4", "a=%zz", "a=%FF", "a=%00", "a", "=b", "a=b&", "a=b&&c=d", "a=b c", "a=\u{e9}"]
        {
            assert_eq!(Parameters::read(raw), Err(MALFORMED), "{raw} must be refused");
        }
        assert_eq!(Parameters::read("a=b&%61=c"), Err(DUPLICATE), "a name may not come twice in disguise");
    }

    #[test]
    fn encoding_follows_html_forms() {
        assert_eq!(
            encoded(&[("error_description", "end-user denied authorization"), ("code", "a==")]),
            "error_description=end-user+denied+authorization&code=a%3D%3D"
        );
    }
}
