//! What fits on the screen.

use console::{measure_text_width, truncate_str};

/// Columns that are not for the text of a row: the mark before it, and the last column, where some consoles break
/// the line at once.
const MARGIN: usize = 3;

/// Rows that must stay visible beside a menu: the hint above it, the end of the question, the cursor.
const BESIDE: usize = 4;

/// Rows that a cut menu leaves: its hint and one of the question.
const LEFT: usize = 2;

/// Before the first row of the marked item, of another item, and before their later rows.
const MARKED: &str = "> ";
const PLAIN: &str = "  ";
const SET_IN: &str = "      ";

/// The longest line of a prompt: what is longer is hard to read.
const PROSE: usize = 80;

/// A text on one row, cut to what a screen of `width` columns holds beside the mark.
pub(super) fn row(text: &str, width: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let width = width.saturating_sub(MARGIN);
    // Where there is no room for the dots, they are left out too.
    truncate_str(&line, width, if width < 3 { "" } else { "..." }).into_owned()
}

/// The items of a menu on a screen of so many rows and columns: each with its place and its rows, the item at a
/// place marked. Whole, on as many rows as they take; each cut to one row where all of them would not fit; those
/// around the marked one where even that is too much.
pub(super) fn labels(
    labels: &[String],
    marked: usize,
    rows: usize,
    width: usize,
) -> Vec<(usize, Vec<String>)> {
    let mark = |place: usize| if place == marked { MARKED } else { PLAIN };
    let whole: Vec<(usize, Vec<String>)> = labels
        .iter()
        .enumerate()
        .map(|(place, label)| (place, fill(label, mark(place), SET_IN, width)))
        .collect();
    let taken: usize = whole.iter().map(|(_, lines)| lines.len()).sum();
    if taken + BESIDE <= rows {
        return whole;
    }
    let room = rows.saturating_sub(LEFT).max(1);
    let first = (marked + 1).saturating_sub(room);
    let shown = labels.iter().enumerate().skip(first).take(room);
    shown.map(|(place, label)| (place, vec![format!("{}{}", mark(place), row(label, width))])).collect()
}

/// A prompt, broken between words where a line is too long for the screen.
pub(super) fn prose(prompt: &str, width: usize) -> String {
    let width = width.min(PROSE + 1);
    let lines = prompt
        .lines()
        .flat_map(|line| if line.is_empty() { vec![String::new()] } else { fill(line, "", "", width) });
    lines.collect::<Vec<_>>().join("\n")
}

/// A text on as many rows as it takes, none of which reaches the last column.
fn fill(text: &str, first: &str, later: &str, width: usize) -> Vec<String> {
    let width = width.saturating_sub(1);
    let mut lines = vec![first.to_owned()];
    let mut fresh = true;
    for word in text.split_whitespace() {
        let word = truncate_str(word, width.saturating_sub(later.len()), "...");
        let line = lines.last_mut().expect("the list begins with a line");
        let gap = if fresh { "" } else { " " };
        if fresh || measure_text_width(line) + gap.len() + measure_text_width(&word) <= width {
            line.push_str(gap);
            line.push_str(&word);
        } else {
            lines.push(format!("{later}{word}"));
        }
        fresh = false;
    }
    lines
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

    fn all(labels_: &[&str], marked: usize, rows: usize, width: usize) -> Vec<String> {
        let owned: Vec<String> = labels_.iter().map(|label| (*label).to_owned()).collect();
        labels(&owned, marked, rows, width).into_iter().flat_map(|(_, lines)| lines).collect()
    }

    #[test]
    fn labels_are_whole_where_all_of_them_fit() {
        let both = ["1 the certificate that the host shows has ended", "2 no"];
        assert_eq!(
            all(&both, 1, 24, 40),
            ["  1 the certificate that the host shows", "      has ended", "> 2 no"]
        );
        assert_eq!(all(&both, 1, 6, 40), ["  1 the certificate that the host sh...", "> 2 no"]);
    }

    #[test]
    fn a_list_that_does_not_fit_shows_what_is_around_the_mark() {
        let many: Vec<String> = (1..=30).map(|number| format!("item {number}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(all(&many, 0, 5, 40), ["> item 1", "  item 2", "  item 3"]);
        assert_eq!(all(&many, 29, 5, 40), ["  item 28", "  item 29", "> item 30"]);
        assert_eq!(all(&many, 3, 1, 40), ["> item 4"], "one at least");
    }

    #[test]
    fn a_prompt_breaks_between_words_and_keeps_its_lines() {
        assert_eq!(
            prose("\nWhat did the Keep lines print? Paste all of it.\nThen press Enter.", 30),
            "\nWhat did the Keep lines\nprint? Paste all of it.\nThen press Enter."
        );
    }

    #[test]
    fn a_row_of_wide_characters_fits() {
        let row = row(&"\u{4e2d}".repeat(40), 40);
        assert!(measure_text_width(&row) <= 37 && !row.is_empty(), "{row}");
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
