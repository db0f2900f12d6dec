//! Draws a menu in its place and takes it away again.

use std::io;

use console::{Term, measure_text_width, style};

/// A row of the screen.
pub(super) struct Row {
    pub(super) text: String,
    pub(super) look: Look,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Hint,
    Marked,
    Plain,
}

/// A menu on the screen behind stderr. Its cursor is hidden until it is cleared or goes out of scope.
pub(super) struct Drawing {
    term: Term,
    colour: bool,
    /// The widths of the rows that are drawn; the cursor stands behind the last one.
    drawn: Vec<usize>,
}

impl Drawing {
    pub(super) const fn new(term: Term, colour: bool) -> Self {
        Self { term, colour, drawn: Vec::new() }
    }

    /// Draws, instead of what was drawn, the rows for a screen of so many rows and columns.
    pub(super) fn draw(&mut self, rows_for: impl FnOnce(usize, usize) -> Vec<Row>) -> io::Result<()> {
        let (rows, columns) = self.term.size();
        let rows = rows_for(usize::from(rows), usize::from(columns));
        let lines: Vec<String> = rows.iter().map(|row| set(row, self.colour)).collect();
        self.wipe()?;
        self.term.hide_cursor()?;
        // The terminal is in raw mode: a line feed alone would not go back to the first column.
        self.term.write_str(&lines.join("\r\n"))?;
        self.drawn = lines.iter().map(|line| measure_text_width(line)).collect();
        Ok(())
    }

    /// Takes away what is drawn and shows the cursor.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.wipe()?;
        self.term.show_cursor()
    }

    /// A window that became narrower has broken the rows: then they take more of them.
    fn wipe(&mut self) -> io::Result<()> {
        if self.drawn.is_empty() {
            return Ok(());
        }
        let columns = usize::from(self.term.size().1).max(1);
        let rows: usize = self.drawn.iter().map(|width| width.div_ceil(columns).max(1)).sum();
        self.drawn.clear();
        self.term.write_str("\r")?;
        self.term.move_cursor_up(rows - 1)?;
        self.term.clear_to_end_of_screen()
    }
}

impl Drop for Drawing {
    fn drop(&mut self) {
        // The prompt may end in the middle of it: whatever went wrong is told by whoever reads keys.
        let _ = self.clear();
    }
}

/// A row as it is written: plain ASCII, colour only in addition and only where the caller wants it.
fn set(row: &Row, colour: bool) -> String {
    match row.look {
        Look::Hint => style(&row.text).dim().force_styling(colour).to_string(),
        Look::Marked => style(&row.text).bold().force_styling(colour).to_string(),
        Look::Plain => row.text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_what_the_caller_says() {
        let row = Row { text: "> 1 yes".to_owned(), look: Look::Marked };
        assert_eq!(set(&row, false), "> 1 yes");
        assert_eq!(set(&row, true), "\u{1b}[1m> 1 yes\u{1b}[0m");
    }
}
