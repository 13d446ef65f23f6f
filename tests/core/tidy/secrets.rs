//! Where a secret may leave its type: a list, with the reason for each place.

use super::holds;
use super::source::{Source, product};

/// A file, why it calls `expose`, and how often: one more is a decision.
const EXITS: &[(&str, &str, usize)] = &[
    ("src-tauri/core/src/model/secret.rs", "defines it", 1),
    ("src-tauri/core/src/model/pasted.rs", "looks at what was pasted: is it a key, a secret, a password?", 4),
    ("src-tauri/core/src/model/slot.rs", "writes a token into a slot, and reads it out of one", 3),
    ("src-tauri/core/src/io/vault/parts.rs", "cuts a content into parts, and joins them", 3),
    ("src-tauri/core/src/flows/orgs.rs", "looks at what was pasted: is it an address?", 1),
    ("src-tauri/core/src/flows/hand_over/block.rs", "writes the block that a tool is handed an app with", 4),
    ("src-tauri/core/src/flows/copy_as/text.rs", "writes a token in the shape in which it is copied", 1),
    ("src-tauri/core/src/flows/sets/block.rs", "writes the tokens of a set into one block", 1),
    (
        "src-tauri/core/src/flows/hand_over/postman.rs",
        "writes key and secret into a file that was asked for",
        2,
    ),
    (
        "src-tauri/core/src/oauth/brought.rs",
        "looks at what was brought from the browser: is it the answer?",
        1,
    ),
    ("src-tauri/core/src/oauth/client.rs", "puts key and secret into the request", 2),
    ("src-tauri/core/src/oauth/private_key.rs", "opens a key file with its passphrase", 1),
    ("src-tauri/core/src/oauth/assertion.rs", "signs with the private key, and names the app", 2),
    (
        "src-tauri/core/src/io/salesforce/other_grants.rs",
        "puts secret, assertion and device code into the request",
        6,
    ),
    ("src-tauri/core/src/io/salesforce/probe.rs", "asks what a sign-in would be told", 3),
    ("src-tauri/app/front_door.rs", "hands the link that logs in to the browser", 1),
    ("src-tauri/core/src/io/salesforce/session.rs", "asks about a token, and with it", 4),
    ("src-tauri/core/src/oauth/signature.rs", "makes the key that a token answer is signed with", 1),
    ("src-tauri/core/src/io/keychain/mod.rs", "puts an item into the keychain", 1),
    ("src-tauri/core/src/io/salesforce/token.rs", "puts code, verifier and tokens into the request", 5),
    ("src-tauri/core/src/io/salesforce/api.rs", "puts the access token into the header", 2),
    ("src-tauri/core/src/io/salesforce/deploy.rs", "puts the access token into the header", 1),
    ("src-tauri/core/src/io/salesforce/flags.rs", "puts the access token into the envelope", 1),
    ("src-tauri/core/src/io/salesforce/way.rs", "names the user of a proxy with their password", 1),
    ("src-tauri/app/clipboard.rs", "puts a secret onto the clipboard", 5),
    (
        "src-tauri/app/files.rs",
        "writes a file for another program, with key and secret where they are wanted",
        1,
    ),
    ("src-tauri/app/browser/mod.rs", "hands the authorization request to the browser", 1),
];

#[test]
fn secrets_leave_their_types_only_where_they_must() {
    let planted = [
        Source::planted(
            "src-tauri/app/commands/bad.rs",
            "fn x(token: &AccessToken) -> String { token.expose().to_owned() }",
        ),
        Source::planted("src-tauri/core/src/flows/bad.rs", "let text = secret.expose();"),
        Source::planted("src-tauri/core/src/io/keychain/mod.rs", "fn x() { a.expose(); }"),
        Source::planted("src-tauri/core/src/flows/bad.rs", "fn x() { format!(\"https://{}\", t.expose()) }"),
        Source::planted("src-tauri/core/src/flows/bad.rs", "fn x() { token.map(AccessToken::expose) }"),
        Source::planted("src-tauri/core/src/flows/bad.rs", "#[cfg(test)] mod tests {} fn x() { t.expose() }"),
    ];
    holds("secrets leave their types only where they must", other_exits, &product(), &planted);
}

fn other_exits(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let exits = source.code().words.iter().filter(|word| *word == "expose").count();
        match EXITS.iter().find(|(path, _, _)| *path == source.path) {
            Some((_, _, allowed)) if exits == *allowed => {}
            Some((_, why, allowed)) => {
                found.push(format!("{}: {exits} exits, {allowed} are allowed ({why})", source.path));
            }
            None if exits == 0 => {}
            None => found.push(format!("{} may not expose a secret", source.path)),
        }
    }
    found
}

/// What is implemented in the file of the secrets; what else a secret could do, it must not.
const WAYS_IN: [(&str, &str); 3] = [("From", "name"), ("Hinted", "name"), ("Kept", "name")];

#[test]
fn no_secret_type_can_be_copied_shown_compared_or_sent() {
    let at_home = |text: &str| Source::planted(HOME, text);
    let planted = [
        at_home("#[derive(Clone, Debug)]\npub struct Leak(SecretString);"),
        at_home("#[derive(Debug)]\n#[derive(PartialEq)]\npub struct Leak(SecretString);"),
        at_home("impl std::fmt::Display for AccessToken {}"),
        at_home("impl serde::Serialize for State {}"),
        at_home("impl From<AccessToken> for String {}"),
        Source::planted("src-tauri/core/src/flows/bad.rs", "impl std::ops::Deref for RefreshToken {}"),
        Source::planted("src-tauri/app/bad.rs", "impl PartialEq for crate::secret::ConsumerKey {}"),
        Source::planted("src-tauri/app/bad.rs", "impl From<Pasted> for Vec<u8> {}"),
    ];
    holds("no secret type can be copied, shown, compared or sent", loose_secrets, &product(), &planted);
}

const HOME: &str = "src-tauri/core/src/model/secret.rs";

fn loose_secrets(sources: &[Source]) -> Vec<String> {
    let home = sources.iter().find(|source| source.path == HOME).expect("the secrets");
    let declared = home.text.split("secret!(").skip(1).filter_map(|rest| rest.split("\n);").next());
    let secrets: Vec<&str> = declared.filter_map(|one| one.split_whitespace().last()).collect();
    assert!(secrets.contains(&"AccessToken"), "the secrets are found: {secrets:?}");
    let mut found = Vec::new();
    for derive in home.text.split("#[derive(").skip(1) {
        let (derived, rest) = derive.split_once(")]").unwrap_or_default();
        let of = rest.split("pub struct ").nth(1).unwrap_or_default();
        if derived != "Debug" && !of.starts_with("SecretHint") {
            found.push(format!("{HOME}: a secret derives Debug (which hides it), not {derived}"));
        }
    }
    for source in sources {
        for (way, of) in source.code().impls {
            let is_at_home = source.path == HOME && !WAYS_IN.contains(&(&way, &of));
            if is_at_home || secrets.contains(&of.as_str()) {
                found.push(format!("{}: {way} for {of} lets a secret out", source.path));
            }
        }
        let from = |secret: &&&str| source.text.contains(&format!("impl From<{secret}>"));
        if source.path != HOME {
            found
                .extend(secrets.iter().filter(from).map(|secret| format!("{}: From<{secret}>", source.path)));
        }
    }
    found
}
