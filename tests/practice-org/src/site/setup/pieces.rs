//! The pieces that the forms of Setup are made of, and the list of what is wrong with one.
//!
//! Each piece has the id by which a test finds it; the label is that of Salesforce.

use super::super::page::escaped;
use super::options::Choice;
use super::values::Values;
use crate::world::draft::Problem;

/// What the page calls each field that can be wrong.
const LABELS: &[(&str, &str)] = &[
    ("name", "External Client App Name"),
    ("api_name", "API Name"),
    ("contact_email", "Contact Email"),
    ("distribution", "Distribution State"),
    ("callback_urls", "Callback URL"),
    ("scopes", "OAuth Scopes"),
    ("certificate", "Enable JWT Bearer Flow"),
    ("start_page", "Start Page"),
    ("profiles", "Select Profiles"),
    ("permission_sets", "Select Permission Sets"),
    ("permitted_users", "Permitted Users"),
    ("run_as", "Run As (Username)"),
    ("refresh_token_policy", "Refresh Token Policy"),
    ("ip_relaxation", "IP Relaxation"),
    ("access_token_seconds", "Session Timeout in Minutes"),
    ("code", "Verification Code"),
    ("page", "This page"),
];

/// A text of one line.
pub(super) fn text(values: &Values, id: &str, name: &str, label: &str) -> String {
    format!(
        "<label for=\"{id}\">{label}</label><input id=\"{id}\" name=\"{name}\" value=\"{}\">",
        escaped(values.text(name))
    )
}

/// A text of several lines.
pub(super) fn lines(values: &Values, id: &str, name: &str, label: &str) -> String {
    format!(
        "<label for=\"{id}\">{label}</label>\
         <textarea id=\"{id}\" name=\"{name}\" rows=\"3\" spellcheck=\"false\">\n{}</textarea>",
        escaped(values.text(name))
    )
}

/// A tick box.
pub(super) fn tick(values: &Values, id: &str, name: &str, label: &str) -> String {
    let checked = if values.is_ticked(name) { " checked" } else { "" };
    format!(
        "<label class=\"tick\" for=\"{id}\"><input type=\"checkbox\" id=\"{id}\" name=\"{name}\"{checked}>{label}</label>"
    )
}

/// A tick box that cannot be changed.
pub(super) fn locked_tick(id: &str, label: &str) -> String {
    format!(
        "<label class=\"tick\" for=\"{id}\"><input type=\"checkbox\" id=\"{id}\" checked disabled>{label}</label>\
         <p class=\"hint\">To change this required setting, contact Support</p>"
    )
}

/// A list of which one entry is chosen.
pub(super) fn select(values: &Values, id: &str, name: &str, label: &str, choices: &[Choice]) -> String {
    let option = |(value, words): &Choice| {
        let selected = if values.text(name) == *value { " selected" } else { "" };
        format!("<option value=\"{value}\"{selected}>{}</option>", escaped(words))
    };
    let options: String = choices.iter().map(option).collect();
    format!("<label for=\"{id}\">{label}</label><select id=\"{id}\" name=\"{name}\">{options}</select>")
}

/// Two lists, between which arrow buttons move entries; the second one is what is saved, a line each.
pub(super) fn two_lists(
    values: &Values,
    id: &str,
    name: &str,
    what: &str,
    entries: &[(String, String)],
) -> String {
    let selected = values.lines(name);
    let list = |end: &str, title: &str, is_selected: bool| {
        let option = |(value, words): &(String, String)| {
            format!("<option value=\"{}\">{}</option>", escaped(value), escaped(words))
        };
        let options: String =
            entries.iter().filter(|(value, _)| selected.contains(value) == is_selected).map(option).collect();
        format!(
            "<div><label for=\"{id}-{end}\">{title} {what}</label>\
             <select id=\"{id}-{end}\" multiple size=\"9\">{options}</select></div>"
        )
    };
    format!(
        "<div class=\"lists\">{}<div><button type=\"button\" id=\"{id}-add\" title=\"Add\">\u{25b6}</button>\
         <button type=\"button\" id=\"{id}-remove\" title=\"Remove\">\u{25c0}</button></div>{}\
         <input type=\"hidden\" id=\"{id}-value\" name=\"{name}\" value=\"{}\"></div>",
        list("available", "Available", false),
        list("selected", "Selected", true),
        escaped(&selected.join("\n")).replace('\n', "&#10;"),
    )
}

/// A group of fields under its heading.
pub(super) fn section(heading: &str, content: &str) -> String {
    format!("<fieldset><legend>{heading}</legend>{content}</fieldset>")
}

/// What is wrong, each with the name of its field; nothing for nothing.
pub(super) fn problems(problems: &[Problem]) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let item = |problem: &Problem| {
        let label = label_of(problem.field);
        format!("<li data-field=\"{}\">{label}: {}</li>", problem.field, escaped(&problem.text))
    };
    let items: String = problems.iter().map(item).collect();
    format!(
        "<div class=\"error\" id=\"problems\" role=\"alert\">Review the errors on this page.<ul>{items}</ul></div>"
    )
}

/// The same, read from a page.
pub(crate) fn problems_on(page: &str) -> Vec<Problem> {
    let item = |rest: &str| {
        let (name, rest) = rest.split_once('"')?;
        let (field, label) = LABELS.iter().find(|(known, _)| *known == name)?;
        let text = rest.strip_prefix('>')?.strip_prefix(label)?.strip_prefix(": ")?.split_once("</li>")?.0;
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        Some(Problem::new(field, text.replace("&#39;", "'").replace("&amp;", "&")))
    };
    page.split("<li data-field=\"").skip(1).filter_map(item).collect()
}

fn label_of(field: &str) -> &'static str {
    LABELS.iter().find(|(known, _)| *known == field).map_or("This page", |(_, label)| label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_can_be_read_from_the_page_that_names_them() {
        let found =
            vec![Problem::new("name", "complete this field"), Problem::new("run_as", "no <user> & \"none\"")];
        assert_eq!(problems_on(&problems(&found)), found);
        assert_eq!(problems(&[]), "");
    }

    #[test]
    fn what_was_typed_stays_text_and_what_was_selected_is_in_one_list() {
        let values = Values::default().with("name", "\"><script>").with("scopes", "b");
        assert!(!text(&values, "app-name", "name", "Name").contains("<script>"));
        let entries = [("a".to_owned(), "A".to_owned()), ("b".to_owned(), "B".to_owned())];
        let lists = two_lists(&values, "scopes", "scopes", "OAuth Scopes", &entries);
        let (available, selected) = lists.split_once("scopes-add").unwrap_or_default();
        assert!(available.contains(">A<") && !available.contains(">B<"), "{available}");
        assert!(selected.contains(">B<") && selected.contains("name=\"scopes\" value=\"b\""), "{selected}");
    }
}
