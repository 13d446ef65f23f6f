//! Rust as the compiler sees it: words and paths, without comments, without the text in strings, without tests.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The code that ships, as far as the rules look at it.
pub(crate) struct Code {
    /// Every word, in order.
    pub(crate) words: Vec<String>,
    /// Every path of more than one step, and all that is imported: whole, however it was grouped.
    pub(crate) paths: Vec<String>,
    /// Every `impl Trait for Type`: the last word of each.
    pub(crate) impls: Vec<(String, String)>,
}

impl Code {
    /// Reads Rust; what is not Rust has no code.
    pub(crate) fn of(text: &str) -> Self {
        let mut code = Self { words: vec![], paths: vec![], impls: vec![] };
        code.read(&shipped(text.parse().unwrap_or_default()));
        code
    }

    fn read(&mut self, trees: &[TokenTree]) {
        let mut rest = trees;
        while let [first, others @ ..] = rest {
            rest = others;
            match first {
                TokenTree::Group(group) => self.read(&shipped(group.stream())),
                TokenTree::Ident(word) if word == "use" => {
                    let end = others.iter().position(|tree| is(tree, ';')).unwrap_or(others.len());
                    self.import("", &others[..end]);
                    rest = &others[end..];
                }
                TokenTree::Ident(word) => {
                    if word == "impl" {
                        self.impls.extend(implemented(others));
                    }
                    self.words.push(word.to_string());
                    let (path, used) = path_from(first, others);
                    if used > 0 {
                        // Its words count too, but not its tails as paths of their own.
                        self.words.extend(path.split("::").skip(1).map(str::to_owned));
                        self.paths.push(path);
                        rest = &others[used..];
                    }
                }
                _ => {}
            }
        }
    }

    /// `a::{b, c::d as e}` below `prefix`.
    fn import(&mut self, prefix: &str, trees: &[TokenTree]) {
        for one in trees.split(|tree| is(tree, ',')) {
            let mut path = prefix.to_owned();
            let mut grouped = false;
            for tree in one {
                match tree {
                    TokenTree::Ident(word) if word == "as" => break,
                    TokenTree::Ident(word) => {
                        let step = word.to_string();
                        path = if path.is_empty() { step.clone() } else { format!("{path}::{step}") };
                        self.words.push(step);
                    }
                    TokenTree::Group(group) => {
                        let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                        self.import(&path, &inside);
                        grouped = true;
                    }
                    _ => {}
                }
            }
            if !grouped && !path.is_empty() {
                self.paths.push(path.trim_end_matches("::self").to_owned());
            }
        }
    }
}

fn is(tree: &TokenTree, character: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == character)
}

/// The path that begins with this word, and how many of the trees after it belong to it.
fn path_from(first: &TokenTree, others: &[TokenTree]) -> (String, usize) {
    let (mut path, mut used) = (first.to_string(), 0);
    while let [colon, again, TokenTree::Ident(step), ..] = &others[used..]
        && is(colon, ':')
        && is(again, ':')
    {
        path = format!("{path}::{step}");
        used += 3;
    }
    (path, used)
}

/// `<T> Trait<U> for Type<V>`: the trait's and the type's own names.
fn implemented(others: &[TokenTree]) -> Option<(String, String)> {
    let is_body =
        |tree: &TokenTree| matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let head = &others[..others.iter().position(is_body)?];
    let at = head.iter().position(|tree| matches!(tree, TokenTree::Ident(word) if word == "for"))?;
    let own_name = |trees: &[TokenTree]| {
        let (mut depth, mut name) = (0, None);
        for tree in trees {
            match tree {
                _ if is(tree, '<') => depth += 1,
                _ if is(tree, '>') => depth -= 1,
                TokenTree::Ident(word) if word == "where" => break,
                TokenTree::Ident(word) if depth == 0 => name = Some(word.to_string()),
                _ => {}
            }
        }
        name
    };
    Some((own_name(&head[..at])?, own_name(&head[at + 1..])?))
}

/// Without the items that are built for tests alone, wherever they stand.
fn shipped(stream: TokenStream) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let for_tests = is(&tree, '#') && trees.peek().is_some_and(is_for_tests);
        if !for_tests {
            kept.push(tree);
            continue;
        }
        let ends_item = |tree: &TokenTree| {
            is(tree, ';') || matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
        };
        trees.by_ref().find(ends_item);
    }
    kept
}

/// `[cfg(test)]`, `[cfg(all(test, …))]`.
fn is_for_tests(attribute: &TokenTree) -> bool {
    let text = attribute.to_string().replace(' ', "");
    text == "[cfg(test)]" || text.starts_with("[cfg(all(test,")
}

#[test]
fn comments_strings_and_tests_do_not_ship_and_nothing_hides() {
    let code = Code::of(
        "use a::{b::c, d as e, self}; // use comment::x\n/// use remark::y\nfn x() { let t = \"https://s\"; f::g(t.h()) }\n\
         #[cfg(test)] mod tests { use hidden::i; }\nfn after() { j::k!(l::m) } impl fmt::Show<T> for Thing<U> where V: W {}",
    );
    for path in ["a::b::c", "a::d", "a", "f::g", "j::k", "l::m"] {
        assert!(code.paths.iter().any(|found| found == path), "{path} in {:?}", code.paths);
    }
    assert!(code.words.iter().any(|word| word == "h"));
    for word in ["comment", "remark", "s", "https", "hidden", "e"] {
        assert!(!code.words.iter().any(|found| found == word), "{word}");
    }
    assert_eq!(code.impls, [("Show".to_owned(), "Thing".to_owned())]);
}
