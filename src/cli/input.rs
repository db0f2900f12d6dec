//! What the user gave: words of the command line, or standard input.

use std::io::{self, Read};

use anyhow::Context;

use crate::text::decode;

/// More than this is not read: what a person pastes or a log that matters is far below.
const MOST: u64 = 256 << 20;

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
    let mut bytes = Vec::new();
    io::stdin().lock().take(MOST).read_to_end(&mut bytes).context("cannot read standard input")?;
    Ok(bytes)
}
