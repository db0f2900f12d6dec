//! What fits on the screen.

use console::{measure_text_width, truncate_str};

/// Columns that dialoguer's own drawing takes from a row: the mark before it, and the last column,
/// where some consoles break the line at once.
const MARGIN: usize = 3;

/// Rows that must stay visible beside a menu: the hint above it, the end of the question, the cursor.
const BESIDE: usize = 4;

/// Before the later rows of a label: two columns of the mark and two more.
const SET_IN: &str = "    ";

/// A text on one row of a menu, cut to what a screen of `width` columns holds beside the mark.
pub(super) fn row(text: &str, width: usize) -> String {
    let width = width.saturating_sub(MARGIN);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cut = truncate_str(&line, width, "...").into_owned();
    // dialoguer counts bytes when it clears its rows, so a row of wider characters must be shorter still.
    while cut.len() > width {
        cut.pop();
    }
    cut
}

/// The labels of a menu on a screen of so many rows and columns: whole, on as many rows as they take;
/// each cut to one row where all of them would not fit.
pub(super) fn labels<'l>(
    labels: impl Iterator<Item = &'l str> + Clone,
    rows: u16,
    width: usize,
) -> Vec<String> {
    let whole: Vec<String> = labels.clone().map(|label| wrapped(label, width)).collect();
    let taken: usize = whole.iter().map(|label| label.lines().count()).sum();
    if taken + BESIDE <= usize::from(rows) { whole } else { labels.map(|label| row(label, width)).collect() }
}

/// A text on as many rows of a menu as it takes, the later ones set in.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= width.saturating_sub(MARGIN) => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) => lines.push(format!("{SET_IN}{}", row(word, width.saturating_sub(SET_IN.len())))),
            None => lines.push(row(word, width)),
        }
    }
    lines.join("\n")
}

/// Entries side by side with three blanks between them, on as many rows as it takes.
pub(super) fn entries(entries: &[String], width: usize) -> String {
    let mut text = String::new();
    let mut column = 0;
    for entry in entries {
        let entry_width = measure_text_width(entry);
        let gap = if column == 0 { "  " } else { "   " };
        if column > 0 && column + gap.len() + entry_width >= width {
            text.push_str("\n  ");
            column = 2;
        } else {
            text.push_str(gap);
            column += gap.len();
        }
        text.push_str(entry);
        column += entry_width;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_never_reaches_the_last_column() {
        let long = "the certificate that the host shows has ended";
        assert_eq!(row(long, 40), "the certificate that the host show...");
        assert_eq!(row(long, 80), long);
        assert_eq!(row("two\nlines", 80), "two lines");
        assert_eq!(row(long, 2), "");
    }

    #[test]
    fn labels_are_whole_where_all_of_them_fit() {
        let both = ["the certificate that the host shows has ended", "no"];
        assert_eq!(
            labels(both.into_iter(), 24, 40),
            ["the certificate that the host shows\n    has ended", "no"]
        );
        assert_eq!(labels(both.into_iter(), 6, 40), ["the certificate that the host show...", "no"]);
    }

    #[test]
    fn a_row_of_wide_characters_is_short_in_bytes_too() {
        let row = row(&"\u{4e2d}".repeat(40), 40);
        assert!(row.len() <= 37 && !row.is_empty(), "{row}");
    }

    #[test]
    fn entries_stand_side_by_side_as_long_as_they_fit() {
        let all = ["1 yes", "2 no", "? how to find out", "Enter do not know", "b back", "q save, quit"]
            .map(str::to_owned);
        assert_eq!(
            entries(&all, 80),
            "  1 yes   2 no   ? how to find out   Enter do not know   b back   q save, quit"
        );
        assert_eq!(
            entries(&all, 40),
            "  1 yes   2 no   ? how to find out\n  Enter do not know   b back\n  q save, quit"
        );
    }
}
