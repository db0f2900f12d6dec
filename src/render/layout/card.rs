//! The lines of a card: labels in one column, what they say or what to type in the next.

use super::{Layout, Span, indented};
use crate::render::wrap;
use crate::report::page::{Shell, Tone};

/// Columns before a label.
const MARGIN: usize = 2;
/// Columns from the start of a label to the text beside it.
const LABEL: usize = 10;

/// What the shell shows before a line that is typed, where it is known without the machine.
pub(super) const fn prompt(shell: Shell) -> &'static str {
    match shell {
        Shell::PowerShell => "PS> ",
        Shell::Cmd | Shell::Sh => "",
    }
}

impl Layout<'_> {
    pub(super) fn field(&mut self, left: usize, label: &str, text: &str, tone: Tone) {
        let lead = self.label(label, tone);
        self.hanging(left + MARGIN, lead, left + MARGIN + LABEL, text, tone);
    }

    /// Lines to type. They are neither wrapped nor cut, whatever the width: a broken command is worse
    /// than a line that the terminal itself breaks, since that one is still copied whole.
    pub(super) fn command(&mut self, left: usize, label: Option<&str>, prompt: &str, lines: &[String]) {
        let typed = lines.iter().map(|line| (self.charset.command)(line));
        let typed: Vec<_> = typed.map(|line| format!("{prompt}{}", line.trim_end())).collect();
        let Some(label) = label else {
            for line in typed {
                self.line(left, line, Tone::Plain);
            }
            return;
        };
        let lead = self.label(label, Tone::Plain);
        let column = left + MARGIN + LABEL.max(wrap::width(&lead.text));
        let gap = " ".repeat(column - left - MARGIN - wrap::width(&lead.text));
        let mut first = indented(left + MARGIN, lead.text, lead.tone);
        let mut typed = typed.into_iter();
        first.extend(typed.next().map(|line| Span { text: format!("{gap}{line}"), tone: Tone::Plain }));
        self.lines.push(first);
        for line in typed {
            self.line(column, line, Tone::Plain);
        }
    }

    /// A label; one that fills its column keeps two blanks from the text.
    fn label(&self, label: &str, tone: Tone) -> Span {
        let label = self.prose(label);
        let text = if wrap::width(&label) + 2 > LABEL { format!("{label}  ") } else { label };
        Span { text, tone: if tone == Tone::Plain { Tone::Strong } else { tone } }
    }
}
