//! A page of Setup, as a person reads it: words, and what they lead to or stand beside.

use crate::Failed;

/// A page's HTML.
#[derive(Default)]
pub(crate) struct Page(pub(crate) String);

impl Page {
    /// Whether these words can be read on it.
    pub(crate) fn says(&self, words: &str) -> Result<(), Failed> {
        let has_them =
            self.0.split('>').any(|piece| piece.split('<').next().is_some_and(|text| text.contains(words)));
        if has_them { Ok(()) } else { Err(format!("no page of Setup says {words:?} here").into()) }
    }

    /// Where the link with these words leads; none where they are no link.
    pub(crate) fn link(&self, words: &str) -> Option<String> {
        let before = self.0.split_once(&format!(">{words}</a>"))?.0;
        let link = before.rsplit_once("<a ")?.1;
        Some(link.split_once("href=\"")?.1.split_once('"')?.0.to_owned())
    }

    /// Whether the box with these words is greyed out.
    pub(crate) fn is_greyed_out(&self, words: &str) -> Result<bool, Failed> {
        let (before, _) = self.0.split_once(&format!(">{words}</label>")).ok_or("no such box")?;
        let input = before.rsplit_once("<input ").ok_or("no box stands before its words")?.1;
        Ok(input.contains(" disabled"))
    }

    /// The value of the one entry, in any list of the page, whose words are such.
    pub(crate) fn entry(&self, is_it: impl Fn(&str) -> bool) -> Result<String, Failed> {
        let mut found = self.0.split("<option value=\"").skip(1).filter_map(|rest| {
            let (value, rest) = rest.split_once('"')?;
            let words = rest.split_once('>')?.1.split_once("</option>")?.0;
            is_it(words).then(|| value.to_owned())
        });
        match (found.next(), found.next()) {
            (Some(value), None) => Ok(value),
            (None, _) => Err("no list of this page has such an entry".into()),
            (Some(_), Some(_)) => Err("two entries of this page could be meant".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let page = "<a class=\"tab\" href=\"/one\">One</a><a id=\"x\" href=\"/two\">Two</a>\
            <label for=\"a\"><input id=\"a\" checked disabled>Greyed</label><label for=\"b\"><input id=\"b\">Free</label>\
            <select title=\"Hidden\"><option value=\"v\" selected>Value</option><option value=\"w\">Other</option></select>";
        Page(page.to_owned())
    }

    #[test]
    fn words_are_read_where_a_person_reads_them() {
        assert!(page().says("Two").is_ok() && page().says("Gre").is_ok());
        assert!(page().says("Hidden").is_err() && page().says("disabled").is_err(), "no person sees that");
    }

    #[test]
    fn a_link_leads_where_it_says_and_other_words_lead_nowhere() {
        assert_eq!(page().link("One").as_deref(), Some("/one"));
        assert_eq!(page().link("Two").as_deref(), Some("/two"));
        assert_eq!(page().link("Greyed"), None);
    }

    #[test]
    fn a_box_is_greyed_out_by_itself() {
        assert_eq!(page().is_greyed_out("Greyed").ok(), Some(true));
        assert_eq!(page().is_greyed_out("Free").ok(), Some(false));
        assert!(page().is_greyed_out("Value").is_err());
    }

    #[test]
    fn an_entry_is_one_and_no_other() {
        assert_eq!(page().entry(|words| words == "Value").ok().as_deref(), Some("v"));
        assert!(page().entry(|words| words == "Nothing").is_err());
        assert!(page().entry(|_| true).is_err(), "two could be meant");
    }
}
