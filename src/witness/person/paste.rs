//! Reads a text of many lines to its end, so that nothing of it is left for the next prompt.
//!
//! Where the text ends: at a line `.`, at Ctrl-D or Ctrl-Z, or when silence follows
//! - the Enter after a paste of several lines that the terminal has put in brackets,
//! - a blank line (by itself it ends nothing: real dialogs contain blank lines),
//! - a first line that was typed by hand, or that is one word with a digit in it, as codes are.

use std::io::Write;
use std::time::Duration;

use crate::witness::person::echo::Echo;
use crate::witness::person::keys::{self, Key, Keys};
use crate::witness::{Gone, Reply};

/// How often the reader looks up from waiting. Whoever types pauses longer than this between two keys.
const TICK: Duration = Duration::from_millis(25);

/// A paste that pauses for so long has ended.
const SILENCE: Duration = Duration::from_millis(200);

/// Esc counts when nothing follows it for so long: in a paste, something does.
const ESCAPE: Duration = Duration::from_millis(50);

/// After so long the person is told how to end.
const HINT: Duration = Duration::from_secs(1);

/// The most that is taken, in bytes; the rest is read and dropped.
const LIMIT: usize = 1024 * 1024;

/// Reads a text and throws away what follows it. Nothing but Enter is `Said` with no bytes.
pub(super) fn read(keys: &mut impl Keys, out: impl Write) -> Result<Reply<Vec<u8>>, Gone> {
    let mut echo = Echo::start(out)?;
    let mut text = Text::default();
    let end = loop {
        let end = match keys.next(TICK)? {
            Some(Key::Interrupt) => {
                // What follows in a paste would be typed into the shell.
                let _ = keys::discard(keys);
                return Err(Gone::Interrupted);
            }
            Some(key) => text.take(key, &mut echo)?,
            None => text.silence(&mut echo)?,
        };
        if let Some(end) = end {
            break end;
        }
    };
    echo.finish()?;
    keys::discard(keys)?;
    Ok(match end {
        End::Left => Reply::Left,
        End::Said => text.said(),
    })
}

/// Why reading stops.
enum End {
    Said,
    Left,
}

/// What has been read so far.
#[derive(Default)]
struct Text {
    /// The lines that have ended, each with its line end.
    whole: Vec<u8>,
    /// How many those are.
    lines: usize,
    /// The line that is being read.
    line: Vec<u8>,
    /// The last whole line ends the text if silence follows.
    last_line: bool,
    /// A bracketed paste held a line end: the next Enter is pressed by hand and ends the text.
    bracketed: bool,
    /// Characters of the current line that came one by one, and the pauses between them.
    typed: usize,
    pauses: usize,
    /// How long nothing has arrived.
    quiet: Duration,
    /// The key that arrived last, where it matters for the next one.
    last_key: Option<Key>,
    /// The person has been told how to end.
    hinted: bool,
}

impl Text {
    fn take(&mut self, key: Key, echo: &mut Echo<impl Write>) -> Result<Option<End>, Gone> {
        self.quiet = Duration::ZERO;
        let remembered = matches!(key, Key::Enter | Key::Escape).then(|| key.clone());
        if std::mem::replace(&mut self.last_key, remembered) == Some(Key::Enter) && key == Key::Feed {
            return Ok(None);
        }
        match key {
            Key::Enter | Key::Feed => return self.end_line(echo),
            Key::End => return Ok(Some(self.end_of_input())),
            Key::Erase => self.erase(echo)?,
            Key::Char(c) => {
                self.typed += 1;
                self.push(c.encode_utf8(&mut [0; 4]).as_bytes());
                echo.char(c)?;
            }
            Key::Text { bytes, bracketed } => self.insert(&bytes, bracketed, echo)?,
            _ => {}
        }
        Ok(None)
    }

    fn silence(&mut self, echo: &mut Echo<impl Write>) -> Result<Option<End>, Gone> {
        if self.quiet.is_zero() {
            self.pauses += 1;
        }
        self.quiet = self.quiet.saturating_add(TICK);
        if self.last_key == Some(Key::Escape) && self.quiet >= ESCAPE {
            return Ok(Some(End::Left));
        }
        if self.quiet >= SILENCE && self.ends_in_silence() {
            return Ok(Some(End::Said));
        }
        if self.bracketed && self.quiet >= SILENCE && !self.hinted {
            self.hinted = true;
            echo.note("(Enter reads it)")?;
        }
        if self.quiet >= HINT && self.lines > 0 && self.line.is_empty() && !self.hinted {
            self.hinted = true;
            echo.note("(an empty line ends the text)")?;
        }
        Ok(None)
    }

    fn ends_in_silence(&self) -> bool {
        self.line.is_empty() && self.last_line
    }

    fn end_line(&mut self, echo: &mut Echo<impl Write>) -> Result<Option<End>, Gone> {
        if self.line.trim_ascii() == b"." {
            self.line.clear();
            echo.next_line()?;
            return Ok(Some(End::Said));
        }
        let by_hand = self.typed > 0 && self.pauses * 2 > self.typed;
        let blank = self.line.trim_ascii().is_empty();
        self.last_line = blank || self.bracketed || (self.lines == 0 && (by_hand || is_code(&self.line)));
        let line = std::mem::take(&mut self.line);
        if self.whole.len() < LIMIT {
            self.whole.extend(line);
            self.whole.push(b'\n');
        }
        (self.lines, self.typed, self.pauses) = (self.lines + 1, 0, 0);
        echo.next_line()?;
        Ok(None)
    }

    fn end_of_input(&self) -> End {
        if self.lines == 0 && self.line.is_empty() { End::Left } else { End::Said }
    }

    /// A paste in one piece. A bracketed one without a line end counts as typed: Enter ends it.
    fn insert(&mut self, bytes: &[u8], bracketed: bool, echo: &mut Echo<impl Write>) -> Result<(), Gone> {
        let bytes = with_line_feeds(bytes);
        for (index, piece) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if index > 0 {
                self.lines += 1;
                self.bracketed |= bracketed;
                echo.next_line()?;
            }
            String::from_utf8_lossy(piece).chars().try_for_each(|c| echo.char(c))?;
        }
        self.push(&bytes);
        if bracketed {
            (self.typed, self.pauses) = (1, 1);
        }
        Ok(())
    }

    fn push(&mut self, bytes: &[u8]) {
        let room = LIMIT.saturating_sub(self.whole.len() + self.line.len());
        self.line.extend(&bytes[..bytes.len().min(room)]);
    }

    fn erase(&mut self, echo: &mut Echo<impl Write>) -> Result<(), Gone> {
        let start = self.line.iter().rposition(|byte| byte & 0xC0 != 0x80).unwrap_or(0);
        let last = String::from_utf8_lossy(&self.line[start..]).chars().next();
        if let Some(c) = last.filter(|c| *c != '\n') {
            self.line.truncate(start);
            echo.erase(c)?;
        }
        Ok(())
    }

    fn said(mut self) -> Reply<Vec<u8>> {
        self.whole.append(&mut self.line);
        let said = self.whole.trim_ascii_end();
        if said == b"q" { Reply::Left } else { Reply::Said(said.to_vec()) }
    }
}

/// The same text with one kind of line end: terminals put CR into their brackets.
pub(super) fn with_line_feeds(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len());
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' if index > 0 && bytes[index - 1] == b'\r' => {}
            b'\r' => text.push(b'\n'),
            byte => text.push(*byte),
        }
    }
    text
}

/// One word with a digit in it: `0x904`, `2825`, `0x904/0x7`. No line of a dialog begins a text like that.
fn is_code(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.iter().any(u8::is_ascii_digit) && !line.iter().any(u8::is_ascii_whitespace)
}

#[cfg(test)]
mod tests;
