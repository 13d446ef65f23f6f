//! Text from elsewhere, made fit to be shown: nothing in it can turn or hide the text around it.

/// At most so many characters, none of them invisible.
pub fn shown(text: &str, most: usize) -> String {
    text.chars().filter(|character| !is_invisible(*character)).take(most).collect()
}

/// Control characters, and those that turn, join, break or hide the text around them.
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_or_hides_is_left_out_and_all_else_stays() {
        assert_eq!(shown("a\u{202e}b\u{200b}c\u{61c}d\u{ad}e\u{feff}f\r\n\u{2028}g", 80), "abcdefg");
        let readable = "“Zoë” – it’s 東京 … 😀";
        assert_eq!(shown(readable, 80), readable);
        assert_eq!(shown("äöü", 2), "äö");
    }
}
