//! Lines no wider than their room.

use console::measure_text_width;

/// Breaks prose between words. `first` and `rest` are the columns the first line and the others have;
/// a word that is wider stays whole, because half an address or a path helps nobody.
pub(super) fn fill(text: &str, first: usize, rest: usize) -> Vec<String> {
    flow(text.split_whitespace(), " ", first, rest)
}

/// Sets units that must not be broken, `gap` apart, on as few lines as they need.
pub(super) fn flow<'a>(
    units: impl IntoIterator<Item = &'a str>,
    gap: &str,
    first: usize,
    rest: usize,
) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for unit in units.into_iter().filter(|unit| !unit.is_empty()) {
        let room = if lines.len() <= 1 { first } else { rest };
        match lines.last_mut() {
            Some(line) if width(line) + gap.len() + width(unit) <= room => {
                line.push_str(gap);
                line.push_str(unit);
            }
            _ => lines.push(unit.to_owned()),
        }
    }
    lines
}

/// The columns a text takes on a terminal.
pub(super) fn width(text: &str) -> usize {
    measure_text_width(text)
}

/// The text followed by blanks up to `columns`.
pub(super) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words() {
        assert_eq!(fill("turn  it off and on again", 11, 11), ["turn it off", "and on", "again"]);
    }

    #[test]
    fn the_first_line_may_have_less_room() {
        assert_eq!(fill("aa bb cc dd", 2, 5), ["aa", "bb cc", "dd"]);
    }

    #[test]
    fn a_word_wider_than_the_line_stays_whole() {
        assert_eq!(
            fill("see https://example.com/a/b now", 10, 10),
            ["see", "https://example.com/a/b", "now"]
        );
    }

    #[test]
    fn width_is_what_the_terminal_shows() {
        assert_eq!(fill("\u{4e2d}\u{6587} \u{4e2d}", 6, 6), ["\u{4e2d}\u{6587}", "\u{4e2d}"]);
        assert_eq!(pad("\u{4e2d}", 3), "\u{4e2d} ");
    }

    #[test]
    fn nothing_to_set_is_no_line() {
        assert!(fill("  ", 5, 5).is_empty());
    }
}
