//! Verdicts: `tcp          ok     port 3389 open, 2 ms`, in columns of their own.

use super::{Layout, Span};
use crate::render::wrap;
use crate::report::page::{Tone, Verdict};

/// Columns before a label.
const MARGIN: usize = 2;
/// Blanks between the columns.
const GAP: usize = 2;
/// A text narrower than this stands below its label instead of beside it.
const MIN_TEXT: usize = 24;
/// Columns from the label to a text below it.
const BELOW: usize = 2;

impl Layout<'_> {
    pub(super) fn verdicts(&mut self, left: usize, verdicts: &[Verdict]) {
        let left = left + MARGIN;
        let widest = |part: fn(&Verdict) -> &String| {
            verdicts.iter().map(|verdict| wrap::width(&self.prose(part(verdict)))).max().unwrap_or(0)
        };
        let (label, state) = (widest(|verdict| &verdict.label), widest(|verdict| &verdict.state));
        let column = left + label + GAP + state + GAP;
        for verdict in verdicts {
            let named = wrap::pad(&self.prose(&verdict.label), label + GAP);
            let judged = self.prose(&verdict.state);
            let text = self.prose(&verdict.text);
            let beside = self.room(column) >= MIN_TEXT.min(wrap::width(&text));
            let (hang, start) = if beside { (column, column) } else { (left + BELOW, usize::MAX) };
            let mut line = super::indented(left, named, Tone::Plain);
            line.push(Span { text: judged.clone(), tone: verdict.tone });
            let mut parts = wrap::fill(&text, self.room(hang), self.room(hang)).into_iter();
            if start == column {
                let gap = " ".repeat(state + GAP - wrap::width(&judged));
                line.extend(
                    parts.next().map(|part| Span { text: format!("{gap}{part}"), tone: Tone::Plain }),
                );
            }
            self.lines.push(line);
            parts.for_each(|part| self.line(hang, part, Tone::Plain));
            if let Some(further) = &verdict.further {
                self.paragraph(hang, further, Tone::Quiet);
            }
        }
    }
}
