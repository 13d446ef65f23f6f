//! Callback URLs: is this one registered, and what does the answer at its end look like.
//!
//! Compared byte for byte: `localhost` is not `127.0.0.1`, a slash at the end is a difference, so is a capital.

use super::form;
use super::refusal::{CALLBACK_DIFFERS, CALLBACK_MISSING, OUT_OF_BAND, Refusal};

/// The RFC 6749 predecessor of a loopback redirect; Salesforce has never had it.
const OUT_OF_BAND_URI: &str = "urn:ietf:wg:oauth:2.0:oob";

/// The registered callback URL that a request names.
pub(crate) fn registered(sent: Option<&str>, callback_urls: &[String]) -> Result<String, Refusal> {
    let sent = sent.ok_or(CALLBACK_MISSING)?;
    if sent.starts_with(OUT_OF_BAND_URI) {
        return Err(OUT_OF_BAND);
    }
    callback_urls.iter().find(|registered| *registered == sent).cloned().ok_or(CALLBACK_DIFFERS)
}

/// Why Setup would not save these callback URLs; each is a line of its own there.
pub(crate) fn problem_of(callback_urls: &[String]) -> Option<String> {
    if callback_urls.is_empty() || callback_urls.iter().map(String::len).sum::<usize>() > 2000 {
        return Some("one at least, 2000 characters together at most".to_owned());
    }
    let well_formed = |url: &String| {
        let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(plain)
            && url.bytes().all(|byte| byte.is_ascii_graphic())
    };
    if !callback_urls.iter().all(well_formed) {
        return Some("each is a URL of printable ASCII".to_owned());
    }
    let is_plain = |url: &&String| {
        let (scheme, rest) = url.split_once(':').unwrap_or_default();
        let host = rest.strip_prefix("//").and_then(|rest| rest.split([':', '/', '?', '#']).next());
        scheme.eq_ignore_ascii_case("http") && host != Some("localhost")
    };
    let plain = callback_urls.iter().find(is_plain)?;
    Some(format!("{plain} is neither https nor localhost"))
}

/// The address that the browser is sent to. The registered URL stands in it byte for byte.
pub(crate) fn answer(callback_url: &str, pairs: &[(&str, &str)], state: Option<&str>) -> String {
    let mut pairs = pairs.to_vec();
    pairs.extend(state.map(|state| ("state", state)));
    let join = if callback_url.contains('?') { '&' } else { '?' };
    format!("{callback_url}{join}{}", form::encoded(&pairs))
}

/// What a page's `form-action` must name so that its answer may be redirected to this callback.
pub(crate) fn form_action(callback_url: &str) -> Option<String> {
    let (scheme, rest) = callback_url.split_once(':')?;
    if scheme != "http" && scheme != "https" {
        return Some(format!("{scheme}:"));
    }
    let authority = rest.strip_prefix("//")?.split(['/', '?', '#']).next()?;
    let nameable = |byte: u8| byte.is_ascii_alphanumeric() || b".-:".contains(&byte);
    // An IPv6 address cannot stand in a policy, so there the whole scheme is named.
    if authority.bytes().all(nameable) {
        Some(format!("{scheme}://{authority}"))
    } else {
        Some(format!("{scheme}:"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_byte_of_difference_is_a_mismatch() {
        let app = vec!["http://localhost:33333".to_owned()];
        assert_eq!(registered(Some("http://localhost:33333"), &app), Ok(app[0].clone()));
        for sloppy in [
            "http://localhost:33333/",
            "http://127.0.0.1:33333",
            "https://localhost:33333",
            "http://localhost:33334",
            "http://LOCALHOST:33333",
            "http://localhost:33333?a=b",
            " http://localhost:33333",
        ] {
            assert_eq!(registered(Some(sloppy), &app), Err(CALLBACK_DIFFERS), "{sloppy}");
        }
        assert_eq!(registered(None, &app), Err(CALLBACK_MISSING));
        assert_eq!(registered(Some("urn:ietf:wg:oauth:2.0:oob"), &app), Err(OUT_OF_BAND));
    }

    #[test]
    fn the_answer_adds_no_slash_and_repeats_the_state() {
        assert_eq!(
            answer("http://localhost:33333", &[("code", "aPrx==")], Some("a b")),
            "http://localhost:33333?code=aPrx%3D%3D&state=a+b"
        );
        assert_eq!(
            answer("https://a.example/x?y=z", &[("code", "c")], None),
            "https://a.example/x?y=z&code=c"
        );
    }

    #[test]
    fn a_page_policy_names_the_callback_and_no_more() {
        assert_eq!(form_action("http://localhost:33333/cb?x=y").as_deref(), Some("http://localhost:33333"));
        assert_eq!(form_action("http://[::1]:33333/cb").as_deref(), Some("http:"));
        assert_eq!(form_action("myapp:callback").as_deref(), Some("myapp:"));
    }
}
