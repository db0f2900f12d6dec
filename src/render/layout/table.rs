//! Tables: aligned columns where the width allows them, else `column: value` lines.

use super::{Layout, Span};
use crate::render::wrap;
use crate::report::page::Tone;

/// Columns before a table.
const MARGIN: usize = 2;
/// Blanks between columns.
const GAP: usize = 2;
/// The last column may wrap while it keeps this many columns.
const MIN_LAST: usize = 24;
/// Columns by which a row's further values stand in from its first, where there are no columns.
const FURTHER: usize = 2;

impl Layout<'_> {
    pub(super) fn table(&mut self, left: usize, columns: &[String], rows: &[Vec<String>]) {
        let left = left + MARGIN;
        let count = rows.iter().map(Vec::len).max().unwrap_or(0).max(columns.len());
        let head = self.cells(columns, count);
        let rows: Vec<_> = rows.iter().map(|row| self.cells(row, count)).collect();
        let mut widths: Vec<_> = (0..count).map(|column| widest(&head, &rows, column)).collect();
        let Some(last) = widths.pop() else { return };
        let before: usize = widths.iter().map(|width| width + GAP).sum();
        let room = self.room(left + before);
        if last.min(MIN_LAST) > room {
            self.listed(left, &head, &rows);
            return;
        }
        widths.push(last.min(room));
        if head.iter().any(|cell| !cell.is_empty()) {
            self.aligned(left, &head, &widths, Tone::Strong);
        }
        for row in &rows {
            self.aligned(left, row, &widths, Tone::Plain);
        }
    }

    /// The row in the form's own characters, filled up to `count` cells.
    fn cells(&self, row: &[String], count: usize) -> Vec<String> {
        (0..count).map(|column| row.get(column).map_or_else(String::new, |cell| self.cell(cell))).collect()
    }

    /// A cell has single blanks, as wrapped prose has, so that wrapping cannot change its width.
    fn cell(&self, cell: &str) -> String {
        self.prose(cell).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn aligned(&mut self, left: usize, row: &[String], widths: &[usize], tone: Tone) {
        let Some((last, before)) = row.split_last() else { return };
        let lead: String =
            before.iter().zip(widths).map(|(cell, width)| wrap::pad(cell, width + GAP)).collect();
        let column = left + wrap::width(&lead);
        let room = widths.last().copied().unwrap_or(0);
        let mut parts = wrap::fill(last, room, room).into_iter();
        let first = format!("{lead}{}", parts.next().unwrap_or_default());
        self.line(left, first, tone);
        for part in parts {
            self.line(column, part, tone);
        }
    }

    /// Each cell on lines of its own; the first of a row stands out to the left.
    fn listed(&mut self, left: usize, head: &[String], rows: &[Vec<String>]) {
        for row in rows {
            for (column, (name, value)) in head.iter().zip(row).enumerate() {
                let left = if column == 0 { left } else { left + FURTHER };
                if value.is_empty() {
                    continue;
                }
                let name = if name.is_empty() { String::new() } else { format!("{name}: ") };
                self.hanging(
                    left,
                    Span { text: name, tone: Tone::Strong },
                    left + FURTHER,
                    value,
                    Tone::Plain,
                );
            }
        }
    }
}

fn widest(head: &[String], rows: &[Vec<String>], column: usize) -> usize {
    std::iter::once(head)
        .chain(rows.iter().map(Vec::as_slice))
        .map(|row| wrap::width(&row[column]))
        .max()
        .unwrap_or(0)
}
