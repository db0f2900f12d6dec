//! How many lines a card takes: the answer to a look-up has ten of them at eighty columns, and what is worth
//! saying beyond the answer itself is said where a line is left.

/// Lines of a card.
const LINES: usize = 10;
/// Columns of a card.
const COLUMNS: usize = 80;
/// Columns before a paragraph.
const INDENT: usize = 2;
/// Columns before what a label says.
const FIELD: usize = 12;
/// Columns between a line and what stands at its right edge.
const GAP: usize = 2;

/// The lines of a card that are left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room(usize);

impl Room {
    /// That of an empty card.
    pub(super) const fn new() -> Self {
        Self(LINES)
    }

    /// Takes what a title with its tag needs.
    pub(super) fn title(&mut self, text: &str, tag: &str) {
        self.0 = self.0.saturating_sub(titled(text, tag));
    }

    /// Takes what a paragraph needs.
    pub(super) fn text(&mut self, text: &str) {
        self.0 = self.0.saturating_sub(filled(text, COLUMNS - INDENT).0);
    }

    /// Takes what a labelled line with a remark at its right edge needs.
    pub(super) fn remarked(&mut self, text: &str, remark: &str) {
        let (count, last) = filled(text, COLUMNS - FIELD);
        let below = usize::from(FIELD + last + GAP + remark.len() > COLUMNS);
        self.0 = self.0.saturating_sub(count + below);
    }

    /// Takes what a labelled line needs.
    pub(super) fn field(&mut self, text: &str) {
        self.0 = self.0.saturating_sub(filled(text, COLUMNS - FIELD).0);
    }

    /// Takes what a labelled line needs, if that is left.
    pub(super) fn has(&mut self, text: &str) -> bool {
        self.take(filled(text, COLUMNS - FIELD).0)
    }

    /// Takes what a paragraph needs, if that is left.
    pub(super) fn has_text(&mut self, text: &str) -> bool {
        self.take(filled(text, COLUMNS - INDENT).0)
    }

    /// Takes what a title with its tag and the paragraph below it need, if that is left.
    pub(super) fn has_titled(&mut self, title: &str, tag: &str, text: &str) -> bool {
        self.take(titled(title, tag) + filled(text, COLUMNS - INDENT).0)
    }

    fn take(&mut self, lines: usize) -> bool {
        let left = self.0.checked_sub(lines);
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}

/// The lines of a title; its tag stands in brackets beside it, or below.
fn titled(text: &str, tag: &str) -> usize {
    let (count, last) = filled(text, COLUMNS);
    count + usize::from(!tag.is_empty() && last + GAP + tag.len() + 2 > COLUMNS)
}

/// The lines that words take, set one after the other, and the columns of the last line.
fn filled(text: &str, columns: usize) -> (usize, usize) {
    let (mut lines, mut used) = (0, 0);
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if lines > 0 && used + 1 + width <= columns {
            used += 1 + width;
        } else {
            lines += 1;
            used = width;
        }
    }
    (lines, used)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fill_lines() {
        assert_eq!(filled("aa bb cc", 5), (2, 2));
        assert_eq!(filled("", 5), (0, 0));
        assert_eq!(filled("aaaaaaa bb", 5), (2, 2));
    }

    #[test]
    fn a_card_has_ten_lines() {
        let mut room = Room::new();
        room.title(
            "0xC07 (3079): The account is restricted and may not sign in here",
            "documented, Microsoft",
        );
        room.text(
            "Two lines, since this sentence goes on and on until it no longer fits into one line of them.",
        );
        room.remarked("rdpfix diagnose 0xc07", "as of 2026-11-20");
        let left = (0..LINES).take_while(|_| room.has("one line")).count();
        assert_eq!(left, 5);
        assert!(!room.has("one line"));
    }
}
