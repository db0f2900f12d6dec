//! Text from outside, made harmless to whatever shows it.

/// The text as one line without anything that acts instead of being read.
///
/// Escape sequences and characters that cannot be seen are dropped: controls, zero-width and
/// bidirectional marks (certificate thumbprints copied from Windows begin with one). Tabs and line
/// breaks become a blank, so that no data can begin a line of its own.
pub fn sanitise(text: &str) -> String {
    // Line by line, so that an escape sequence that never ends costs no more than its line.
    let lines: Vec<_> = text.lines().map(console::strip_ansi_codes).collect();
    lines.join(" ").chars().filter(|c| !is_unseen(*c)).map(|c| if is_space(c) { ' ' } else { c }).collect()
}

/// What separates words: tabs and the breaks that [`str::lines`] does not know.
const fn is_space(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\x0b' | '\x0c' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Controls, and the format characters of Unicode (category Cf) that hide, join or reorder text.
fn is_unseen(c: char) -> bool {
    (c.is_control() && !is_space(c))
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escape_sequences_are_dropped_whole() {
        assert_eq!(sanitise("a\x1b[31;1mred\x1b[0m b"), "ared b");
        assert_eq!(sanitise("\x1b]0;new title\x07a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\"), "alink");
        assert_eq!(sanitise("a\u{9b}2Jb"), "ab");
    }

    #[test]
    fn an_endless_sequence_costs_its_line_only() {
        assert_eq!(sanitise("a\x1b]0;\nb").trim_end(), "a b");
    }

    #[test]
    fn data_cannot_begin_a_line() {
        assert_eq!(sanitise("srv01\r\n  Undo\tformat c:\rx\u{2028}y"), "srv01   Undo format c: x y");
    }

    #[test]
    fn what_cannot_be_seen_is_dropped() {
        assert_eq!(sanitise("\u{200e}a9 0\x07\x08b\u{202e}exe.\u{202c}\u{feff}\u{7f}"), "a9 0bexe.");
    }

    #[test]
    fn blanks_and_letters_stay() {
        assert_eq!(sanitise("  reg add  x /v \u{fc}\u{4e2d}"), "  reg add  x /v \u{fc}\u{4e2d}");
    }

    proptest! {
        #[test]
        fn nothing_that_acts_is_left(text in "(\\PC|[\\x00-\\x1f\u{80}-\u{9f}]|\x1b[\\[\\]P^_]?[0-9;]*[a-zA-Z\x07]?)*") {
            let clean = sanitise(&text);
            prop_assert!(!clean.chars().any(char::is_control), "{clean:?}");
            prop_assert_eq!(&sanitise(&clean), &clean);
        }
    }
}
