//! Text from outside, made harmless to whatever shows or matches it: the one place that says what is dropped.

/// The text as one line: [`clean`], with tabs and line breaks as blanks, so that no data can begin a line of its own.
pub fn sanitise(text: &str) -> String {
    clean(text).chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c }).collect()
}

/// The text without what acts instead of being read: escape sequences, control characters, zero-width and
/// bidirectional marks (certificate thumbprints copied from Windows begin with one). Every kind of line end
/// becomes `\n`; tabs stay.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => skip_escape(&mut chars),
            '\u{9b}' => skip_control_sequence(&mut chars),
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\n' | '\t' => out.push(c),
            c if is_unseen(c) => {}
            c => out.push(c),
        }
    }
    out
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// What follows ESC: a control sequence, a string such as a window title, or one more character.
fn skip_escape(chars: &mut Chars<'_>) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            skip_control_sequence(chars);
        }
        Some(']' | 'P' | '_' | '^' | 'X') => skip_string(chars),
        // `ESC ( B` and its kin: intermediate characters, then a final one.
        Some(' '..='/') => {
            while chars.next_if(|c| matches!(c, ' '..='/')).is_some() {}
            chars.next_if(|c| matches!(c, '0'..='~'));
        }
        Some('0'..='~') => {
            chars.next();
        }
        _ => {}
    }
}

fn skip_control_sequence(chars: &mut Chars<'_>) {
    while chars.next_if(|c| matches!(c, ' '..='?')).is_some() {}
    chars.next_if(|c| matches!(c, '@'..='~'));
}

/// A string ends with BEL or ESC `\`; one that does not end on its line is taken to end there.
fn skip_string(chars: &mut Chars<'_>) {
    while let Some(c) = chars.next_if(|c| *c != '\n') {
        match c {
            '\u{7}' => return,
            '\u{1b}' => {
                chars.next_if_eq(&'\\');
                return;
            }
            _ => {}
        }
    }
}

/// Controls, and the format characters of Unicode (category Cf) that hide, join or reorder text.
fn is_unseen(c: char) -> bool {
    c.is_control()
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
    fn ansi_and_control_characters_are_removed() {
        assert_eq!(
            clean("\u{1b}[31;1merror\u{1b}[0m \u{1b}]0;title\u{7}0x904\u{8}\0\r\nnext\rlast\u{202e}"),
            "error 0x904\nnext\nlast"
        );
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
