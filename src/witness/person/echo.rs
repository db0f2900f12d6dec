//! Shows what is typed and pasted while the terminal itself shows nothing.

use std::io::{self, Write};

use console::measure_text_width;

/// How many lines of a paste are shown: enough to recognise it.
const LINES: usize = 20;

/// Writes what was typed, without anything that a terminal would act upon.
pub(super) struct Echo<W> {
    out: W,
    lines: usize,
    /// The line on the screen holds the mark of the prompt and nothing else.
    fresh: bool,
}

impl<W: Write> Echo<W> {
    /// Starts on a fresh line with the mark of a prompt.
    pub(super) fn start(out: W) -> io::Result<Self> {
        let mut echo = Self { out, lines: 0, fresh: true };
        echo.write("> ")?;
        Ok(echo)
    }

    /// Shows one character, if it can be shown and there is room for it.
    pub(super) fn char(&mut self, c: char) -> io::Result<()> {
        match visible(c) {
            Some(c) if self.lines < LINES => {
                self.fresh = false;
                self.write(c.encode_utf8(&mut [0; 4]))
            }
            _ => Ok(()),
        }
    }

    /// Takes one character back from the screen.
    pub(super) fn erase(&mut self, c: char) -> io::Result<()> {
        let shown = visible(c).filter(|_| self.lines < LINES);
        let width = shown.map_or(0, |c| measure_text_width(c.encode_utf8(&mut [0; 4])));
        self.write(&"\x08 \x08".repeat(width))
    }

    /// Ends a line and opens the next one.
    pub(super) fn next_line(&mut self) -> io::Result<()> {
        self.lines += 1;
        self.fresh = self.lines < LINES;
        match self.lines {
            LINES => self.write("\r\n> ..."),
            lines if lines > LINES => Ok(()),
            _ => self.write("\r\n> "),
        }
    }

    /// Says something on a line of its own and goes on with the input.
    pub(super) fn note(&mut self, text: &str) -> io::Result<()> {
        let line = if std::mem::replace(&mut self.fresh, true) { "" } else { "\n" };
        self.write(&format!("\r{line}{text}\r\n> "))
    }

    /// Ends the last line; where it holds nothing, the mark of the prompt goes.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.write(if self.fresh { "\r  \r" } else { "\r\n" })
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }
}

/// What a character looks like on a screen: nothing for control characters and for those that turn
/// the direction of the text or hide in it; a blank for a tab.
fn visible(c: char) -> Option<char> {
    match c {
        '\t' => Some(' '),
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(feed: impl FnOnce(&mut Echo<&mut Vec<u8>>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        let mut echo = Echo::start(&mut out).expect("a vector can be written");
        feed(&mut echo).expect("a vector can be written");
        String::from_utf8(out).expect("characters are written whole")
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_shown() {
        let text = "a\x1b[2J\x07b\u{202e}c\td\u{9b}";
        assert_eq!(shown(|echo| text.chars().try_for_each(|c| echo.char(c))), "> a[2Jbc d");
    }

    #[test]
    fn a_wide_character_is_erased_whole() {
        assert_eq!(shown(|echo| echo.erase('\u{4e2d}')), "> \x08 \x08\x08 \x08");
        assert_eq!(shown(|echo| echo.erase('\u{feff}')), "> ");
    }

    #[test]
    fn a_long_paste_is_shown_in_part() {
        let text = shown(|echo| {
            (0..1000).try_for_each(|_| {
                echo.char('x')?;
                echo.next_line()
            })
        });
        assert_eq!(text.matches('x').count(), LINES);
        assert!(text.ends_with("> ..."));
    }
}
