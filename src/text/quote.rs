//! Words of a line that somebody pastes into a shell: quoted so that the shell hands them on as they are.

use std::path::Path;

use super::sanitise;

/// A text as one word for the shell of this system: `sh`, and on Windows both cmd and PowerShell. Nothing where the
/// text holds what a terminal would act upon, because what is shown of it would be another text, and where no quotes
/// of Windows keep it as it is.
pub fn shell_word(text: &str) -> Option<String> {
    if sanitise(text) == text { quoted(text, cfg!(windows)) } else { None }
}

/// The same with a word in capitals in its place, for the reader to replace, where there is none.
pub fn shell_word_or(text: &str, placeholder: &str) -> String {
    shell_word(text).unwrap_or_else(|| placeholder.to_owned())
}

/// A path as one word, which no program takes for an option.
pub fn shell_path(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    shell_word(&if text.starts_with('-') { format!("./{text}") } else { text.to_owned() })
}

/// Quotes for `sh` are single ones. Double ones serve cmd and PowerShell.
fn quoted(text: &str, windows: bool) -> Option<String> {
    if windows {
        return fits_windows(text).then(|| cmd_word(text));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@,+".contains(c);
    let bare = !text.is_empty() && text.chars().all(plain);
    Some(if bare { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) })
}

/// Like [`fits_cmd`]; letters and digits of any script as well, which a clipboard carries and a script file may not.
fn fits_windows(text: &str) -> bool {
    let as_ascii = |c: char| if c.is_alphanumeric() && !c.is_ascii() { 'x' } else { c };
    fits_cmd(&text.chars().map(as_ascii).collect::<String>())
}

/// What ends a word, or means something to cmd.exe or to PowerShell, where it is not quoted.
const SPECIAL: [char; 19] =
    [' ', '&', '(', ')', '^', '|', '<', '>', '%', ',', ';', '=', '\'', '`', '$', '{', '}', '@', '#'];

/// A text as one argument for cmd.exe and for PowerShell: in double quotes where it needs them. It has to fit
/// ([`fits_cmd`]).
pub fn cmd_word(text: &str) -> String {
    let plain = !text.is_empty() && !text.contains(SPECIAL);
    if plain { text.to_owned() } else { format!("\"{text}\"") }
}

/// Whether a character stands for itself between the double quotes of cmd.exe and of PowerShell.
pub const fn stands_for_itself(c: char) -> bool {
    matches!(c, ' '..='~') && !matches!(c, '"' | '%' | '$' | '`')
}

/// Whether [`cmd_word`] brings a text to a program unchanged from both shells: an empty word gets lost in
/// Windows PowerShell, and a backslash before the closing quote takes the quote with it.
pub fn fits_cmd(text: &str) -> bool {
    !text.is_empty() && !text.ends_with('\\') && text.chars().all(stands_for_itself)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_word_stays_as_it_is() {
        assert_eq!(shell_word("20261130-134646-046b").as_deref(), Some("20261130-134646-046b"));
        assert_eq!(shell_word("./a/b.ndjson").as_deref(), Some("./a/b.ndjson"));
        assert_eq!(quoted(r"C:\a\b.ndjson", true).as_deref(), Some(r"C:\a\b.ndjson"));
    }

    #[test]
    fn what_a_shell_acts_upon_is_quoted() {
        assert_eq!(quoted("./a b;touch x's", false).as_deref(), Some(r"'./a b;touch x'\''s'"));
        assert_eq!(quoted("[::1]:3390", false).as_deref(), Some("'[::1]:3390'"));
        assert_eq!(
            quoted(r"C:\my sessions\Anna's 1.ndjson", true).as_deref(),
            Some("\"C:\\my sessions\\Anna's 1.ndjson\"")
        );
        for (text, word) in [("a,b", "\"a,b\""), ("@a", "\"@a\""), ("B\u{fc}ro 1", "\"B\u{fc}ro 1\"")] {
            assert_eq!(quoted(text, true).as_deref(), Some(word));
        }
    }

    #[test]
    fn what_acts_even_between_quotes_has_no_word_on_windows() {
        for text in ["a\"b", "a$(b)", "$x", "a`b", "%PATH%", "", "a b\\", "a\u{201d}; b"] {
            assert_eq!(quoted(text, true), None, "{text}");
        }
    }

    #[test]
    fn what_a_terminal_acts_upon_has_no_word() {
        assert_eq!(shell_word("a\u{1b}]0;x\u{7}"), None);
        assert_eq!(shell_word("a\u{202e}b"), None);
        assert_eq!(shell_word_or("a\u{202e}b", "TEXT"), "TEXT");
    }

    #[test]
    fn a_path_is_no_option() {
        let word = |path: &str| shell_path(Path::new(path));
        assert_eq!(word("-rf/s.ndjson").as_deref(), Some("./-rf/s.ndjson"));
        assert_eq!(word("a/-b").as_deref(), Some("a/-b"));
    }
}
