//! What the user gave: words of the command line, standard input, or a file.

use std::io::{self, Read};
use std::path::Path;

use anyhow::Context;

use crate::file;
use crate::text::{Lines, decode};

/// The largest paste that is read from standard input: what a person pastes or a log that matters is far below.
const MOST: u64 = 256 << 20;

/// The longest line of a list, in bytes: as much as is read of a paste.
const LONGEST_LINE: usize = crate::text::decode::LIMIT;

/// The text of a command: its words, or standard input for `-`.
pub(super) fn text(words: &[String]) -> anyhow::Result<String> {
    match words {
        [dash] if dash == "-" => stdin(),
        words => Ok(decode(words.join(" ").as_bytes()).text),
    }
}

/// Standard input, decoded.
pub(super) fn stdin() -> anyhow::Result<String> {
    Ok(decode(&stdin_bytes()?).text)
}

/// Standard input as it came.
pub(super) fn stdin_bytes() -> anyhow::Result<Vec<u8>> {
    file::within(io::stdin().lock(), MOST).context("cannot read standard input")
}

/// The lines of the words of a command, or of standard input, one by one as they come.
pub(super) fn lines(words: &[String]) -> anyhow::Result<Lines<Box<dyn Read>>> {
    let source: Box<dyn Read> = match words {
        [] => Box::new(io::stdin().lock()),
        [dash] if dash == "-" => Box::new(io::stdin().lock()),
        words => Box::new(io::Cursor::new(words.join(" ").into_bytes())),
    };
    Lines::new(source, LONGEST_LINE).context("cannot read standard input")
}

/// The bytes of a file that a flag names, or of standard input for `-`; at most `limit` of them.
pub(super) fn named(path: &Path, limit: u64) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        return file::within(io::stdin().lock(), limit).context("cannot read standard input");
    }
    file::pipe_or_file(path, limit).with_context(|| format!("cannot read {}", path.display()))
}
