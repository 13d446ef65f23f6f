//! How a value is written so that a shell takes every character of it as it is.
//!
//! | Shell | Rule |
//! |---|---|
//! | bash | single quotes; one inside ends them, stands escaped, and begins them anew |
//! | PowerShell | single quotes; one inside is doubled, and so is each of the curly ones that PowerShell takes for it |
//! | cmd | `set "name=value"`, where nothing in the value means anything to cmd; else without quotes, a caret before each character |
//!
//! The block for cmd is for its prompt, not for a batch file. At the prompt a doubled `%` stays two, and a single one
//! begins a variable's name: a caret behind it makes that the name of no variable, and then goes. In a batch file the
//! same text would lose its `%`.
//!
//! Refuses control characters: no token, key or secret has one, and a line end would be an order to a shell. Refuses
//! quotes and backslashes in an argument on Windows, where each program, and each PowerShell, reads them in its own way;
//! only a key could have one, and Salesforce's have none.

use crate::model::view::Shell;

/// What PowerShell takes for a single quote.
const POWER_SHELL_QUOTES: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];

/// Whether a shell can be given this as a value at all.
pub(crate) fn is_plain(value: &str) -> bool {
    !value.chars().any(char::is_control)
}

/// Whether a program of a shell can be given this as an argument.
pub(crate) fn is_plain_argument(shell: Shell, value: &str) -> bool {
    is_plain(value) && (shell == Shell::Bash || !value.contains(['"', '\\']))
}

/// What ends a line that is pasted: what a keyboard there would give.
pub(crate) fn line_end(shell: Shell) -> &'static str {
    match shell {
        Shell::Bash => "\n",
        Shell::PowerShell | Shell::Cmd => "\r\n",
    }
}

/// What stands before everything else, so that a shell writes nothing of it into its history: PowerShell keeps one in a
/// file, unless it is without the part that does so. bash is told by each line, and cmd keeps none on a disk.
pub(crate) fn unrecorded(shell: Shell) -> &'static str {
    match shell {
        Shell::Bash | Shell::Cmd => "",
        Shell::PowerShell => {
            "if (Get-Command Set-PSReadLineOption -ErrorAction Ignore) { Set-PSReadLineOption -HistorySaveStyle SaveNothing }\r\n"
        }
    }
}

/// What a line begins with. One that begins with a space stays out of the history where bash is set to it, as on Debian
/// and Ubuntu (`HISTCONTROL=ignorespace`); zsh has a setting like it.
pub(crate) fn line_start(shell: Shell) -> &'static str {
    match shell {
        Shell::Bash => " ",
        Shell::PowerShell | Shell::Cmd => "",
    }
}

/// Writes the command that sets a variable.
pub(crate) fn set(out: &mut String, shell: Shell, name: &str, value: &str) {
    out.push_str(line_start(shell));
    match shell {
        Shell::Bash => {
            out.push_str("export ");
            out.push_str(name);
            out.push('=');
            argument(out, shell, value);
        }
        Shell::PowerShell => {
            out.push_str("$env:");
            out.push_str(name);
            out.push_str(" = ");
            argument(out, shell, value);
        }
        Shell::Cmd if value.contains(['"', '%']) => {
            out.push_str("set ");
            out.push_str(name);
            out.push('=');
            for character in value.chars() {
                out.extend(['^', character]);
            }
        }
        Shell::Cmd => {
            out.push_str("set \"");
            out.push_str(name);
            out.push('=');
            out.push_str(value);
            out.push('"');
        }
    }
    out.push_str(line_end(shell));
}

/// Writes an argument of a command, which must be a plain one.
pub(crate) fn argument(out: &mut String, shell: Shell, value: &str) {
    match shell {
        Shell::Bash => {
            out.push('\'');
            for character in value.chars() {
                if character == '\'' { out.push_str("'\\''") } else { out.push(character) }
            }
            out.push('\'');
        }
        Shell::PowerShell => {
            out.push('\'');
            for character in value.chars() {
                if POWER_SHELL_QUOTES.contains(&character) {
                    out.push(character);
                }
                out.push(character);
            }
            out.push('\'');
        }
        Shell::Cmd if value.contains('%') => {
            for character in value.chars() {
                out.extend(['^', character]);
            }
        }
        Shell::Cmd => {
            out.push('"');
            out.push_str(value);
            out.push('"');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_in(shell: Shell, value: &str) -> String {
        let mut out = String::new();
        set(&mut out, shell, "X", value);
        out
    }

    fn argument_in(shell: Shell, value: &str) -> String {
        let mut out = String::new();
        argument(&mut out, shell, value);
        out
    }

    #[test]
    fn power_shell_takes_whatever_stands_between_single_quotes() {
        for (value, written) in [
            ("00Dxx!AR8.a_b", "$env:X = '00Dxx!AR8.a_b'\r\n"),
            ("$env:PATH `n $(x)", "$env:X = '$env:PATH `n $(x)'\r\n"),
            ("a'b", "$env:X = 'a''b'\r\n"),
            ("a\u{2019}b\u{2018}", "$env:X = 'a\u{2019}\u{2019}b\u{2018}\u{2018}'\r\n"),
            ("''", "$env:X = ''''''\r\n"),
            ("a\"b;c|d", "$env:X = 'a\"b;c|d'\r\n"),
        ] {
            assert_eq!(set_in(Shell::PowerShell, value), written);
        }
        assert_eq!(argument_in(Shell::PowerShell, "a'b"), "'a''b'");
    }

    #[test]
    fn cmd_finds_nothing_between_its_quotes_that_it_knows() {
        for (value, written) in [
            ("00Dxx!AR8.a_b", "set \"X=00Dxx!AR8.a_b\"\r\n"),
            ("a&b|c<d>e^f(g)", "set \"X=a&b|c<d>e^f(g)\"\r\n"),
            ("a==", "set \"X=a==\"\r\n"),
            // A quote would end them, and a name between two per cent signs would be replaced.
            ("a\"&b", "set X=^a^\"^&^b\r\n"),
            ("%PATH%", "set X=^%^P^A^T^H^%\r\n"),
            ("%PATH:a=b%", "set X=^%^P^A^T^H^:^a^=^b^%\r\n"),
            ("100%", "set X=^1^0^0^%\r\n"),
        ] {
            assert_eq!(set_in(Shell::Cmd, value), written);
        }
        assert_eq!(
            argument_in(Shell::Cmd, "https://acme.my.salesforce.com"),
            "\"https://acme.my.salesforce.com\""
        );
        assert_eq!(argument_in(Shell::Cmd, "a%b%"), "^a^%^b^%");
    }

    #[test]
    fn no_name_between_two_per_cent_signs_is_one_that_a_variable_could_have() {
        let written = set_in(Shell::Cmd, "%A%%B%x%C:~1%");
        let value = written.trim_end().strip_prefix("set X=").expect("unquoted");
        for name in value.split('%').skip(1) {
            assert!(name.is_empty() || name.starts_with('^'), "{name} in {value}");
        }
        // What cmd leaves: each caret goes, and the character behind it stays.
        let mut left = String::new();
        let mut characters = value.chars();
        while let Some(character) = characters.next() {
            left.push(if character == '^' {
                characters.next().expect("something is escaped")
            } else {
                character
            });
        }
        assert_eq!(left, "%A%%B%x%C:~1%");
    }

    #[test]
    fn bash_ends_its_quotes_for_a_quote_and_for_nothing_else() {
        for (value, written) in [
            ("00Dxx!AR8", " export X='00Dxx!AR8'\n"),
            ("$HOME `id` \\", " export X='$HOME `id` \\'\n"),
            ("a'b", " export X='a'\\''b'\n"),
        ] {
            assert_eq!(set_in(Shell::Bash, value), written);
        }
    }

    #[test]
    fn power_shell_is_told_first_to_write_no_history_where_it_writes_one() {
        let first = unrecorded(Shell::PowerShell);
        assert!(first.starts_with("if (Get-Command Set-PSReadLineOption -ErrorAction Ignore) {"), "{first}");
        assert!(first.ends_with("Set-PSReadLineOption -HistorySaveStyle SaveNothing }\r\n"), "{first}");
        assert_eq!(first.lines().count(), 1);
    }

    #[test]
    fn a_quote_in_an_argument_is_read_in_one_way_by_bash_alone() {
        for value in ["a\"b", "a\\"] {
            assert!(is_plain_argument(Shell::Bash, value));
            assert!(!is_plain_argument(Shell::Cmd, value) && !is_plain_argument(Shell::PowerShell, value));
        }
        for shell in [Shell::Bash, Shell::Cmd, Shell::PowerShell] {
            assert!(is_plain_argument(shell, "3MVG9xB_D1giir9q.Wk4i0rX4TYNkoM'%&|<>^"));
            assert!(!is_plain_argument(shell, "3MVG9x\n"));
        }
    }

    #[test]
    fn a_line_end_is_an_order_and_no_value() {
        assert!(is_plain("00Dxx!AR8 \u{2019}"));
        for value in ["a\nb", "a\rb", "a\0b", "a\u{1b}[2Jb", "a\u{85}b"] {
            assert!(!is_plain(value), "{value:?}");
        }
    }
}
