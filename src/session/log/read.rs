//! Reading a session file that anything may have happened to: killed at any byte, damaged, hostile, newer.

use std::fs::File;
use std::path::Path;

use serde::Deserialize;
use serde_json::error::Category;

use super::event::{Event, Line, SCHEMA};
use crate::file::{self, ReadError};

/// Largest session file that is read. A thousand times what an interview of an hour leaves.
pub const MAX_FILE: u64 = 16 * 1024 * 1024;

/// Most events in a session file.
pub const MAX_EVENTS: usize = 100_000;

/// Longest line, in bytes: the longest text that is kept, with every character escaped.
pub const MAX_LINE: usize = 256 * 1024;

/// What a session file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// The events in their order.
    pub lines: Vec<Line>,
    /// Bytes of whole lines: where the next one is to be written.
    pub whole: u64,
    /// Bytes of a last line that was not written to its end.
    pub cut: usize,
    /// The whole lines that cannot be read. Those before and behind them stand for themselves.
    pub damaged: Vec<(usize, String)>,
}

/// A session file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It cannot be opened or read.
    #[error("it cannot be read")]
    Read(#[from] ReadError),
    /// It is larger than a session ever is.
    #[error("it has {0} bytes, and a session file has at most {MAX_FILE}")]
    TooLarge(u64),
    /// Too many lines.
    #[error("it has more than {MAX_EVENTS} events")]
    TooMany,
    /// It is something else.
    #[error("it is not a session file of rdpfix: line 1 does not begin a session")]
    Foreign,
    /// A later program wrote it.
    #[error("it is of the schema {0}, and this rdpfix reads {SCHEMA}: it was written by a newer version")]
    Newer(String),
    /// Nothing was written to its end.
    #[error("nothing was kept in it yet")]
    Empty,
}

/// Reads a session file.
///
/// # Errors
/// When it cannot be read, is too large or is no session of this schema.
pub fn read(path: &Path) -> Result<Kept, Unreadable> {
    parse(&bytes(&file::open(path)?)?)
}

/// The bytes of a session file, not more than one may have.
pub(crate) fn bytes(file: &File) -> Result<Vec<u8>, Unreadable> {
    let size = file.metadata().map_err(ReadError::Io)?.len();
    if size > MAX_FILE {
        return Err(Unreadable::TooLarge(size));
    }
    Ok(file::within(file, MAX_FILE)?)
}

/// Reads the bytes of a session file. Damaged lines are passed over and named: what was told before and after them is
/// still worth going on from.
///
/// # Errors
/// As [`read`].
pub fn parse(bytes: &[u8]) -> Result<Kept, Unreadable> {
    let mut kept = Kept::default();
    for (number, piece) in pieces(bytes) {
        let Some(text) = piece.strip_suffix(b"\n") else {
            kept.cut = piece.len();
            break;
        };
        if number == 1 {
            of_this_schema(text)?;
        }
        if number > MAX_EVENTS {
            return Err(Unreadable::TooMany);
        }
        kept.whole += piece.len() as u64;
        match line(text) {
            Ok(line) if matches!(line.event, Event::Begun(_)) == (number == 1) => kept.lines.push(line),
            _ if number == 1 => return Err(Unreadable::Foreign),
            Ok(_) => kept.damaged.push((number, "a session begins once".to_owned())),
            Err(why) => kept.damaged.push((number, why)),
        }
    }
    if kept.lines.is_empty() { Err(Unreadable::Empty) } else { Ok(kept) }
}

/// Whether the first line of a file begins a session of whatever version. `head`: its first bytes, at least
/// [`MAX_LINE`] where it has as many.
pub fn begins(head: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct First {
        event: String,
        schema: String,
    }
    let Some(end) = head.iter().position(|&byte| byte == b'\n') else { return false };
    serde_json::from_slice::<First>(&head[..end])
        .is_ok_and(|first| first.event == "begun" && first.schema.starts_with(FAMILY))
}

/// What the schemas of all versions begin with.
const FAMILY: &str = "rdpfix.session/";

/// A line by its number, from 1, or what is wrong with it.
pub type Piece = (usize, Result<Line, String>);

/// Every line with its number, whatever is wrong with any of them: what `session show` can still show.
///
/// # Errors
/// When the file cannot be read, is too large or is of another schema.
pub fn piecewise(path: &Path) -> Result<Vec<Piece>, Unreadable> {
    let bytes = bytes(&file::open(path)?)?;
    let first = pieces(&bytes).next().and_then(|(_, piece)| piece.strip_suffix(b"\n"));
    of_this_schema(first.ok_or(Unreadable::Empty)?)?;
    let whole = |(number, piece): (usize, &[u8])| match piece.strip_suffix(b"\n") {
        Some(text) => (number, line(text)),
        None => (number, Err(format!("it was not written to its end ({} bytes)", piece.len()))),
    };
    Ok(pieces(&bytes).take(MAX_EVENTS).map(whole).collect())
}

fn pieces(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    (1..).zip(bytes.split_inclusive(|&byte| byte == b'\n'))
}

fn line(text: &[u8]) -> Result<Line, String> {
    if text.len() > MAX_LINE {
        return Err(format!("it has {} bytes, and a line has at most {MAX_LINE}", text.len()));
    }
    serde_json::from_slice(text).map_err(|error| fault(&error))
}

/// What is wrong with a line, without a word of it: names may stand there.
fn fault(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        Category::Data => "it is JSON, but no event of this version",
        Category::Eof => "it ends too early",
        Category::Syntax | Category::Io => "it is not JSON",
    };
    format!("{what} (column {})", error.column())
}

/// Whether the first line begins a session that this program reads.
fn of_this_schema(text: &[u8]) -> Result<(), Unreadable> {
    #[derive(Deserialize)]
    struct Head {
        schema: String,
    }
    let head = text.get(..text.len().min(MAX_LINE)).map(serde_json::from_slice::<Head>);
    let Some(Ok(Head { schema })) = head else { return Err(Unreadable::Foreign) };
    if schema == SCHEMA {
        return Ok(());
    }
    let newer = schema.starts_with(FAMILY);
    Err(if newer { Unreadable::Newer(crate::text::sanitise(&schema)) } else { Unreadable::Foreign })
}
