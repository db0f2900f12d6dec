//! Words of a line that somebody is asked to paste into a shell.

use super::sanitise;

/// A text as one word for the shell of this system: `sh`, and on Windows both cmd and PowerShell. Nothing where the
/// text holds what a terminal would act upon: what is shown of it would be another text.
pub fn shell_word(text: &str) -> Option<String> {
    if sanitise(text) != text {
        return None;
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+".contains(c) || cfg!(windows) && c == '\\';
    Some(if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        quoted(text, cfg!(windows))?
    })
}

/// Quotes for `sh` are single ones. Double ones serve cmd and PowerShell; no path of Windows has them inside.
fn quoted(text: &str, windows: bool) -> Option<String> {
    if !windows {
        return Some(format!("'{}'", text.replace('\'', r"'\''")));
    }
    (!text.contains('"') && !text.ends_with('\\')).then(|| format!("\"{text}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_word_stays_as_it_is() {
        assert_eq!(shell_word("20261130-134646-046b").as_deref(), Some("20261130-134646-046b"));
        assert_eq!(shell_word("./a/b.ndjson").as_deref(), Some("./a/b.ndjson"));
    }

    #[test]
    fn what_a_shell_acts_upon_is_quoted() {
        assert_eq!(quoted("./a b;touch x's", false).as_deref(), Some(r"'./a b;touch x'\''s'"));
        assert_eq!(
            quoted(r"C:\my sessions\Anna's 1.ndjson", true).as_deref(),
            Some("\"C:\\my sessions\\Anna's 1.ndjson\"")
        );
        assert_eq!(quoted("a\"b", true), None);
    }

    #[test]
    fn what_a_terminal_acts_upon_has_no_word() {
        assert_eq!(shell_word("a\u{1b}]0;x\u{7}"), None);
        assert_eq!(shell_word("a\u{202e}b"), None);
    }
}
