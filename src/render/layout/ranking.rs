//! Causes by likelihood: `######....  very likely  the host's certificate cannot be used   host`.

use super::{Layout, Line, Span};
use crate::render::wrap;
use crate::report::page::{Rank, Tone};

/// Columns before a bar.
const MARGIN: usize = 2;
/// Blanks between the columns, and before the note.
const GAP: &str = "  ";
const NOTE_GAP: usize = 3;
/// A cause's column narrower than this is no column: the cause stands below its bar instead.
const MIN_TITLE: usize = 24;
/// Columns from the bar to a cause that stands below it.
const BELOW: usize = 2;

/// One rank in the form's own characters.
struct Row {
    tenths: usize,
    likelihood: String,
    title: String,
    note: String,
    number: Option<String>,
    why: String,
}

impl Layout<'_> {
    pub(super) fn ranking(&mut self, left: usize, ranks: &[Rank]) {
        let left = left + MARGIN;
        let rows: Vec<_> = ranks.iter().map(|rank| self.row(rank)).collect();
        let likelihood = widest(&rows, |row| &row.likelihood);
        let note = widest(&rows, |row| &row.note);
        let note = if note == 0 { 0 } else { note + NOTE_GAP };
        let before = rows.iter().map(|row| wrap::width(&row.before(likelihood))).max().unwrap_or(0);
        let room = self.room(left + before).saturating_sub(note);
        let title = widest(&rows, |row| &row.title);
        for row in &rows {
            if title.min(MIN_TITLE) > room {
                self.stacked(left, row);
            } else {
                self.in_columns(left, row, likelihood, title.min(room));
            }
        }
    }

    fn row(&self, rank: &Rank) -> Row {
        Row {
            tenths: usize::from(rank.tenths.min(10)),
            likelihood: self.prose(&rank.likelihood),
            title: self.prose(&rank.title),
            note: self.prose(&rank.note),
            number: rank.number.map(|number| format!("{number:.3}")),
            why: rank.why.join(" "),
        }
    }

    fn in_columns(&mut self, left: usize, row: &Row, likelihood: usize, title: usize) {
        let before = row.before(likelihood);
        let column = left + wrap::width(&before);
        let mut parts = wrap::fill(&row.title, title, title).into_iter();
        let first = parts.next().unwrap_or_default();
        let mut line = barred(left, row, &before);
        if row.note.is_empty() {
            line.push(plain(first));
        } else {
            line.push(plain(wrap::pad(&first, title + NOTE_GAP)));
            line.push(Span { text: row.note.clone(), tone: Tone::Quiet });
        }
        self.lines.push(line);
        for part in parts {
            self.line(column, part, Tone::Plain);
        }
        self.paragraph(column, &row.why, Tone::Quiet);
    }

    /// The bar with its likelihood; the cause below, with the note in brackets.
    fn stacked(&mut self, left: usize, row: &Row) {
        self.lines.push(barred(left, row, &row.before(0)));
        let note = if row.note.is_empty() { String::new() } else { format!(" ({})", row.note) };
        self.paragraph(left + BELOW, &format!("{}{note}", row.title), Tone::Plain);
        self.paragraph(left + BELOW, &row.why, Tone::Quiet);
    }
}

/// A line that begins with the row's bar; `before` is everything before the cause.
fn barred(left: usize, row: &Row, before: &str) -> Line {
    let (filled, rest) = before.split_at(row.tenths);
    vec![
        plain(" ".repeat(left)),
        Span { text: filled.to_owned(), tone: Tone::Strong },
        plain(rest.to_owned()),
    ]
}

impl Row {
    /// Bar, number and likelihood, padded so that the cause can follow.
    fn before(&self, likelihood: usize) -> String {
        let bar = format!("{}{}", "#".repeat(self.tenths), ".".repeat(10 - self.tenths));
        let number = self.number.as_ref().map(|number| format!("{GAP}{number}")).unwrap_or_default();
        format!("{bar}{number}{GAP}{}{GAP}", wrap::pad(&self.likelihood, likelihood))
    }
}

fn widest(rows: &[Row], text: impl Fn(&Row) -> &String) -> usize {
    rows.iter().map(|row| wrap::width(text(row))).max().unwrap_or(0)
}

fn plain(text: String) -> Span {
    Span { text, tone: Tone::Plain }
}
